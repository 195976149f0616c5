"""Words of the preparation that the terminal and the window share."""

from __future__ import annotations

from coach.core.phrase import Phrase
from coach.core.prepare.questions import Kind, Person
from coach.core.prepare.readiness import Start
from coach.core.prepare.weights import LEAST_KG, MOST_KG

# fmt: off
RECEIVER = Phrase("The receiver, who lies below:", "趴着的人：")
GIVER = Phrase("The giver, who treads:", "踩背的人：")
BOTH = Phrase("Both of you:", "两个人一起：")
EACH = Phrase("Each for themselves, without being asked why:", "各自回答，不用说理由：")
HEADS = {
    (Kind.SCREENING, Person.RECEIVER): RECEIVER,
    (Kind.SCREENING, Person.GIVER): GIVER,
    (Kind.CHECK, Person.BOTH): BOTH,
    (Kind.CONSENT, Person.RECEIVER): EACH,
}
WEIGHT = {
    Person.RECEIVER: Phrase("Receiver, kg:", "趴着的人，公斤："),
    Person.GIVER: Phrase("Giver, kg:", "踩背的人，公斤："),
}
NO_WEIGHT = Phrase(f"Please give {LEAST_KG:g} to {MOST_KG:g} kg, or press Enter.",
                   f"请填 {LEAST_KG:g} 到 {MOST_KG:g} 公斤，或者直接按回车。")

START = {
    Start.MAY: Phrase("You may begin: nothing that you told me speaks against it.",
                      "可以开始：按您说的，没有什么妨碍。"),
    Start.NOT_YET: Phrase("Not yet.", "还不能开始。"),
    Start.MAY_NOT: Phrase("No session today.", "今天不要踩背。"),
}
WHY = Phrase("Why:", "原因：")
FIRST = Phrase("First:", "请先做好：")
HEED = Phrase("Please heed:", "请注意：")
NOT_ANSWERED = Phrase("Not answered: {topics}.", "还没有回答：{topics}。")
ANEW = Phrase("Some answers are of {day}. If that has changed, answer anew without --answers.",
              "有些回答是 {day} 的。如果情况变了，请不加 --answers 重新回答。")
# fmt: on
