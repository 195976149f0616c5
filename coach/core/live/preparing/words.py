"""Every word of the screens before a session that is not in the tables of questions and results."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from coach.core.phrase import Phrase
from coach.core.prepare.questions import Person
from coach.core.prepare.weights import LEAST_KG, MOST_KG

# fmt: off
# Answers
YES = Phrase("Yes", "是")
NO = Phrase("No", "否")
NOT_SURE = Phrase("Not sure", "不确定")
NOT_SURE_OR_NOT_SAID = Phrase("Not sure, or rather not say", "不确定，或不想说")

# The way through the screens
BACK = Phrase("Back", "返回")
ON = Phrase("Go on", "继续")
SKIP = Phrase("Skip", "跳过")
END = Phrase("End", "结束")
CLOSE = Phrase("Close", "关闭")
BEGIN = Phrase("Begin", "开始")
CHANGE = Phrase("Change", "修改")
GROUP_RECEIVER = Phrase("Receiver", "趴着的人")
GROUP_GIVER = Phrase("Giver", "踩背的人")
GROUP_WEIGHTS = Phrase("Weights", "体重")
GROUP_CHECKS = Phrase("Checklist", "准备清单")
GROUP_CONSENT = Phrase("A yes of each", "各自同意")
GROUP_KEEP = Phrase("Keeping answers", "保存回答")
GROUP_END = Phrase("What follows", "结果")
FOOT = Phrase("Keys, or the mouse.   Tab: next button   F: full screen", "按键或鼠标都行。Tab：下一个按钮，F：全屏")
FOOT_PLACES = Phrase("Mouse or arrow keys and space   Wheel, + -: size   Tab: buttons",
                     "鼠标，或方向键和空格；滚轮、+ -：大小；Tab：按钮")

# Weights
WEIGHTS = Phrase("Body weight, if you like:", "体重（可以不填）：")
WEIGHT_OF: Mapping[Person, Phrase] = MappingProxyType({
    Person.RECEIVER: Phrase("How heavy is the receiver?", "趴着的人多重？"),
    Person.GIVER: Phrase("How heavy is the giver?", "踩背的人多重？"),
})
KG = Phrase("{kg} kg", "{kg} 公斤")
NOTHING_TYPED = Phrase("– kg", "– 公斤")
WHY_WEIGHTS = Phrase("Type it, or press + and -. It decides on one hand or both, and stays here.",
                     "直接输入，或按 + 和 -。用来决定扶一只手还是两只手，不会外传。")
NO_WEIGHT = Phrase(f"Please give {LEAST_KG:g} to {MOST_KG:g} kg, or delete it and go on.",
                   f"请输入 {LEAST_KG:g} 到 {MOST_KG:g} 公斤，或者删掉再继续。")
LESS = Phrase("less", "少")
MORE = Phrase("more", "多")

# Places
PLACES = Phrase("Paint what is not to be pressed", "涂出不能踩的地方")
PLACES_WHAT = Phrase("What hurts, was operated on, or is not to be touched. None: go on.",
                     "疼的、动过手术的、不想被碰的地方。没有就继续。")
SMALLER = Phrase("Smaller", "小一点")
LARGER = Phrase("Larger", "大一点")
UNDO = Phrase("Undo", "撤销")
CLEAR = Phrase("Clear", "清除")
BRUSH = Phrase("Brush {cm} cm", "画笔 {cm} 厘米")
MARKED = Phrase("Marked: {names}", "已标：{names}")
NONE_MARKED = Phrase("Nothing marked", "还没有标记")

# Keeping
KEEP = Phrase("Keep the answers?", "要保存回答吗？")
KEEP_WHERE = Phrase("Only if you say so, on this computer, readable by you alone:",
                    "只有您同意才保存，只在这台电脑上，只有您能读：")
KEEP_USE = Phrase("Next time: coach live --answers FILE asks only the rest.",
                  "下次用 coach live --answers 文件，只问其余的。")
KEEP_NOWHERE = Phrase("They cannot be kept here: {why}", "这里没法保存：{why}")
KEEP_YES = Phrase("Keep them", "保存")
KEEP_NO = Phrase("Do not keep them", "不保存")

# What follows
MAY_TITLE = Phrase("You may begin", "可以开始")
MAY_LINE = Phrase("Nothing that you told me speaks against it.", "按您说的，没有什么妨碍。")
ONE_HAND = Phrase("Hands: at least one on the support.", "手：至少一只手扶稳。")
BOTH_HANDS = Phrase("Hands: both on the support. I watch both.", "手：两只手都要扶稳，我会看着。")
PLACES_NONE = Phrase("Marked places: none.", "标记的地方：没有。")
PLACES_SOME = Phrase("Marked: {names}. A foot or hand there is as urgent as on the spine.",
                     "已标：{names}。脚或手压到那里，和压到脊柱一样急。")
KEPT = Phrase("Your answers will be kept in {path}.", "回答会保存在 {path}。")
NOT_KEPT = Phrase("Your answers are not kept.", "回答不会保存。")
KIND = Phrase("Thank you for saying so: that is what the questions are for.", "谢谢您说出来，问这些就是为了这个。")
AND_MORE = Phrase("and {count} more", "还有 {count} 条")

# Keys
KEY_YES = Phrase("Y", "1")
KEY_NO = Phrase("N", "2")
KEY_NOT_SURE = Phrase("?", "3")
KEY_LEFT = Phrase("←", "←")
KEY_PAGE_UP = Phrase("PgUp", "PgUp")
KEY_ENTER = Phrase("Enter", "回车")
KEY_ESCAPE = Phrase("Esc", "Esc")
KEY_PLUS = Phrase("+", "+")
KEY_MINUS = Phrase("-", "-")
KEY_UNDO = Phrase("U", "U")
KEY_CLEAR = Phrase("X", "X")
# fmt: on


def all_phrases() -> dict[str, Phrase]:
    """Every phrase of this table by its name: for whoever checks words or fonts."""
    found = {name: value for name, value in globals().items() if isinstance(value, Phrase)}
    return found | {f"WEIGHT_OF.{person.name}": phrase for person, phrase in WEIGHT_OF.items()}
