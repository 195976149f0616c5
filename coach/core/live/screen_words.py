"""Every word on the live window that is not said aloud: English and Chinese (simplified characters).

What is said aloud stands in the tables of the cues and prompts, what is wrong with the camera in its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from coach.core.live.stage import Ending
from coach.core.phrase import Phrase
from coach.core.rules.phases import PhaseName
from coach.core.sight import CameraEnd, ViewVerdict
from coach.core.verdict import Verdict

# fmt: off

# The lights
SPINE = Phrase("Spine", "脊柱")
MARKED_SPOT = Phrase("Marked spot", "标记处")
ZONE = Phrase("Zone", "部位")
SUPPORT = Phrase("Support", "扶稳")
PACE = Phrase("Pace", "节奏")
SIGHT = Phrase("Sight", "视野")
VERDICTS: Mapping[Verdict, Phrase] = MappingProxyType({
    Verdict.OK: Phrase("ok", "正常"),
    Verdict.FAULT: Phrase("fault", "注意"),
    Verdict.UNKNOWN: Phrase("unknown", "看不清"),
})
IDLE = Phrase("–", "–")
LOAD_PROXY = Phrase("Load proxy", "负荷参考值")
LOAD_EARLY = Phrase("high, early", "太早偏高")

# The way to the session
STARTING = Phrase("The coach is starting.", "教练正在启动。")
STEP_CAMERA = Phrase("Camera placed", "摄像头放好")
STEP_BACK = Phrase("Back found", "找到背部")
STEP_SIGNAL = Phrase("Stop signal seen", "看到停止手势")
STEP_GIVER = Phrase("Giver beside", "踩背的人就位")
STEP_SUPPORT = Phrase("Support found", "找到支撑物")
PLACE_CAMERA = Phrase("Set the camera", "放好摄像头")
FIND_BACK = Phrase("Find the back", "寻找背部")
SHOW_SIGNAL = Phrase("Stop signal", "停止手势")
STAND_BESIDE = Phrase("Stand beside", "站到旁边")
HOLD_ON = Phrase("Hold on", "扶住支撑物")
DONE = Phrase("done", "完成")
LATER = Phrase("later", "稍后")
NOT_SEEN = Phrase("not seen", "没看到")
YES = Phrase("yes", "是")
NOT_YET = Phrase("not yet", "还没有")
LYING = Phrase("Lying", "已趴下")
NOT_PRONE = Phrase("not on the front", "请翻身")
STILL = Phrase("Still", "不动")
SIGNAL = Phrase("Hand or tap", "举手或轻拍")
BESIDE = Phrase("Beside", "在旁边")
HOLDING = Phrase("Holding on", "扶住了")
LIGHT = Phrase("Light", "光线")
LIGHT_OK = Phrase("ok", "可以")
LIGHT_DARK = Phrase("too dark", "太暗")
BODY = Phrase("Head to foot", "全身")
BODY_WHOLE = Phrase("seen", "看得到")
BODY_CUT = Phrase("cut off", "没拍全")
NOT_KNOWN = Phrase("not known", "还不清楚")
VIEW = Phrase("View", "角度")
VIEWS: Mapping[ViewVerdict, Phrase] = MappingProxyType({
    ViewVerdict.GOOD: Phrase("good", "很好"),
    ViewVerdict.USABLE: Phrase("will do", "可以"),
    ViewVerdict.CANNOT_JUDGE_FEET: Phrase("move it", "要移动"),
    ViewVerdict.UNKNOWN: NOT_KNOWN,
})
CAMERA_AT: Mapping[CameraEnd, Phrase] = MappingProxyType({
    CameraEnd.HEAD: Phrase("Head end", "头部那端"),
    CameraEnd.HEAD_LEFT: Phrase("Head corner", "头部斜侧"),
    CameraEnd.HEAD_RIGHT: Phrase("Head corner", "头部斜侧"),
    CameraEnd.LEFT: Phrase("Side", "侧面"),
    CameraEnd.RIGHT: Phrase("Side", "侧面"),
    CameraEnd.FOOT_LEFT: Phrase("Foot corner", "脚部斜侧"),
    CameraEnd.FOOT_RIGHT: Phrase("Foot corner", "脚部斜侧"),
    CameraEnd.FOOT: Phrase("Foot end", "脚部那端"),
    CameraEnd.ABOVE: Phrase("Above", "上方"),
})

# While it goes on
WATCHING = Phrase("I am watching.", "我在看。")
WATCHING_PARTLY = Phrase("I cannot see everything.", "有些地方我看不清。")
CANNOT_JUDGE = Phrase("I cannot judge the feet from here.", "从这里我看不清脚的位置。")
STEP_OFF = Phrase("Step off, and ask.", "请下来，问一问。")
STEP_ON_AGAIN = Phrase("If both agree, step on again.", "两人都同意，再踩上去就继续。")
SPACE_GOES_ON = Phrase("Space: go on", "按空格键继续")
STALE = Phrase("The computer is too slow.", "电脑太慢了。")
STALE_TO_DO = Phrase("Close other programs.", "请关闭其他程序。")
PAUSED = Phrase("Paused", "已暂停")

PHASES: Mapping[PhaseName, Phrase] = MappingProxyType({
    PhaseName.IDLE: Phrase("Waiting", "等待"),
    PhaseName.WARM_UP: Phrase("Warm-up", "热身"),
    PhaseName.TREADING: Phrase("Treading", "踩背"),
    PhaseName.CLOSING: Phrase("Closing", "收尾"),
})

# Sound
NO_SOUND = Phrase("No sound! Watch the screen.", "没有声音！请看屏幕。")
SOUND_OFF = Phrase("Sound is off. M: on", "声音已关，按 M 键打开")
NOT_KEPT = Phrase("Not all is kept.", "有内容没有保存。")
VOLUME = Phrase("Volume {percent} %", "音量 {percent}%")
MUTE = Phrase("No sound", "没有声音")

# Keys
HELP_TITLE = Phrase("Keys", "按键")
KEY_SPACE = Phrase("Space", "空格")
KEY_ENTER = Phrase("Enter", "回车")
KEY_M = Phrase("M", "M")
KEY_VOLUME = Phrase("+ / -", "+ / -")
KEY_C = Phrase("C", "C")
KEY_F = Phrase("F", "F")
KEY_H = Phrase("H", "H")
KEY_Q = Phrase("Q", "Q")
KEY_MOUSE = Phrase("Mouse", "鼠标")
DO_SPACE = Phrase("start, pause, go on", "开始、暂停、继续")
DO_ENTER = Phrase("go on to the session", "直接开始")
DO_M = Phrase("sound off or on", "关闭或打开声音")
DO_VOLUME = Phrase("louder, softer", "大声一点、小声一点")
DO_C = Phrase("find the back anew", "重新找背部")
DO_F = Phrase("full screen", "全屏")
DO_H = Phrase("this help", "显示这些按键")
DO_Q = Phrase("end the session", "结束")
DO_MOUSE = Phrase("drag the spine's ends, draw a support", "拖动脊柱两端，画出支撑物")
HINT_STARTING = Phrase("Q end", "Q 结束")
HINT_PREPARING = Phrase("Enter go on    H help    Q end", "回车 开始    H 帮助    Q 结束")
HINT_SESSION = Phrase("Space pause    H help    Q end", "空格 暂停    H 帮助    Q 结束")
HINT_PAUSED = Phrase("Space go on    H help    Q end", "空格 继续    H 帮助    Q 结束")
HINT_ENDED = Phrase("Q or Enter: close", "按 Q 或回车关闭")
HINT_HELP = Phrase("H: close this", "按 H 关闭")

# The end
ENDINGS: Mapping[Ending, Phrase] = MappingProxyType({
    Ending.ASKED: Phrase("The session is over", "这次结束了"),
    Ending.STOP_SIGNAL: Phrase("Ended after a stop signal", "因为停止的信号结束了"),
    Ending.FULL_TIME: Phrase("Twenty minutes are over", "二十分钟到了"),
    Ending.NOBODY: Phrase("Ended: nobody was in view", "没看到人，结束了"),
})
TOO_OFTEN = Phrase("Twice in 7 days is enough.", "七天里两次就够了。")
WENT_WELL = Phrase("Went well", "做得好的")
NOT_SO_WELL = Phrase("Not so well", "要注意的")
NOTHING_HERE = Phrase("nothing to tell", "没有")
AND_NOW = Phrase("And now", "接下来")
MORE = Phrase("and {count} more", "还有 {count} 条")
# fmt: on


def all_phrases() -> dict[str, Phrase]:
    """Every phrase of this table by its name, those of the mappings too: for whoever checks words or fonts."""
    found: dict[str, Phrase] = {}
    for name, value in globals().items():
        if isinstance(value, Phrase):
            found[name] = value
    for table in (VERDICTS, VIEWS, CAMERA_AT, PHASES, ENDINGS):
        found |= {f"{type(key).__name__}.{key.name}": phrase for key, phrase in table.items()}
    return found
