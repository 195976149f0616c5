"""What two people are asked before a session, as one table: who is asked, what, and what follows from the answer.

Nothing is diagnosed here. A "yes" in the screening means that this program cannot judge whether back-walking is right,
and that somebody of the profession can. Sources are lines of technique.md; which of the things that are "commonly
listed too" stop a session, and what was added to them, is own judgement and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.core.phrase import Phrase


class Person(StrEnum):
    """Who answers."""

    RECEIVER = "receiver"
    GIVER = "giver"
    BOTH = "both"


class Kind(StrEnum):
    """What a question is for; it says which reply is the good one."""

    SCREENING = "screening"  # "no" is good
    CHECK = "check"  # "yes" is good
    CONSENT = "consent"  # "yes" is good, and each says it for themselves, each time


class Consequence(StrEnum):
    """What follows from the other reply."""

    STOP = "stop"  # no session today
    CAUTION = "caution"  # it may begin, and this is said
    FIRST = "first"  # it may begin after this


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the table.

    Attributes:
        id: its name in files.
        kind: what it is for.
        person: who answers.
        text: the question.
        topic: what it is about, for a list of what was answered.
        consequence: of the reply that is not the good one.
        told: what is said then.
        source: line of technique.md, and whose judgement the consequence is.
    """

    id: str
    kind: Kind
    person: Person
    text: Phrase
    topic: Phrase
    consequence: Consequence
    told: Phrase
    source: str


_STOP, _CAUTION, _FIRST = Consequence.STOP, Consequence.CAUTION, Consequence.FIRST
_SCREENING, _CHECK, _CONSENT = tuple(Kind)
_RECEIVER, _GIVER, _BOTH = tuple(Person)
_TOO = "B1, commonly listed too; that it stops a session is own judgement"

# fmt: off
QUESTIONS: tuple[Question, ...] = (
    Question("pregnancy", _SCREENING, _RECEIVER,
             Phrase("Are you pregnant, or could you be?", "是否怀孕，或者可能怀孕？"),
             Phrase("Pregnancy", "怀孕"), _STOP,
             Phrase("In a pregnancy I do not start.", "怀孕期间，我不开始。"), "B1"),
    Question("osteoporosis", _SCREENING, _RECEIVER,
             Phrase("Osteoporosis, or bones that break easily?", "有没有骨质疏松，或者容易骨折？"),
             Phrase("Osteoporosis", "骨质疏松"), _STOP,
             Phrase("With osteoporosis I do not start.", "有骨质疏松，我不开始。"), "B1"),
    Question("heart", _SCREENING, _RECEIVER,
             Phrase("A disease of the heart or blood vessels?", "有没有心脏或血管的疾病？"),
             Phrase("Heart and vessels", "心脏和血管"), _STOP,
             Phrase("With a disease of heart or vessels I do not start.", "有心脏或血管疾病，我不开始。"), "B1"),
    Question("blood_pressure", _SCREENING, _RECEIVER,
             Phrase("Trouble with your blood pressure?", "血压有没有问题？"),
             Phrase("Blood pressure", "血压"), _STOP,
             Phrase("With blood-pressure trouble I do not start.", "血压有问题，我不开始。"), "B1"),
    Question("surgery_or_injury", _SCREENING, _RECEIVER,
             Phrase("A recent operation or injury?", "最近有没有做过手术，或者受过伤？"),
             Phrase("Operation or injury", "手术或受伤"), _STOP,
             Phrase("Soon after an operation or injury I do not start.", "刚做过手术或受过伤，我不开始。"), "B1"),
    Question("disc", _SCREENING, _RECEIVER,
             Phrase("Disc trouble, or pain or numbness down a leg?", "有没有椎间盘问题，或者腿痛、腿麻？"),
             Phrase("Discs", "椎间盘"), _STOP,
             Phrase("With disc trouble I do not start.", "椎间盘有问题，我不开始。"), _TOO),
    Question("clots", _SCREENING, _RECEIVER,
             Phrase("Blood clots, or do you take blood thinners?", "有没有血栓，或者在吃抗凝血的药？"),
             Phrase("Clots, blood thinners", "血栓、抗凝药"), _STOP,
             Phrase("With clots or blood thinners I do not start.", "有血栓或在吃抗凝药，我不开始。"), _TOO),
    Question("implant", _SCREENING, _RECEIVER,
             Phrase("A pacemaker, or an implant in the body?", "有没有心脏起搏器，或者体内的植入物？"),
             Phrase("Implant, pacemaker", "植入物、起搏器"), _STOP,
             Phrase("With an implant or pacemaker I do not start.", "有植入物或起搏器，我不开始。"), _TOO),
    Question("advised_against", _SCREENING, _RECEIVER,
             Phrase("Did a doctor advise you against massage?", "有没有医生建议您不要按摩？"),
             Phrase("A doctor's advice", "医生的建议"), _STOP,
             Phrase("Against a doctor's advice I do not start.", "医生不建议，我不开始。"), "A4; own judgement"),
    Question("sore", _SCREENING, _RECEIVER,
             Phrase("Does a place on your back hurt?", "背上有没有疼的地方？"),
             Phrase("Places that hurt", "疼的地方"), _CAUTION,
             Phrase("Keep away from the place that hurts.", "请避开疼的地方。"), "B2"),
    Question("dulled", _SCREENING, _RECEIVER,
             Phrase("Alcohol or strong painkillers today?", "今天喝过酒，或者吃过强效止痛药吗？"),
             Phrase("Alcohol, painkillers", "酒、止痛药"), _CAUTION,
             Phrase("Alcohol and painkillers hide pain: stay very light, and ask often.",
                    "酒和止痛药会掩盖疼痛：请轻一点，常问一问。"), "D7; own judgement"),
    Question("giver_dizzy", _SCREENING, _GIVER,
             Phrase("Are you dizzy, now or often?", "现在头晕，或者经常头晕吗？"),
             Phrase("Dizziness", "头晕"), _STOP,
             Phrase("Who is dizzy does not step on a back.", "头晕的人不要上去踩。"), _TOO),
    Question("giver_balance", _SCREENING, _GIVER,
             Phrase("Do you have trouble keeping your balance?", "站立时平衡有没有困难？"),
             Phrase("Balance", "平衡"), _STOP,
             Phrase("With balance trouble nobody steps on a back.", "平衡有困难的人不要上去踩。"), _TOO),
    Question("giver_pregnancy", _SCREENING, _GIVER,
             Phrase("Are you pregnant, or could you be?", "是否怀孕，或者可能怀孕？"),
             Phrase("Pregnancy", "怀孕"), _STOP,
             Phrase("In a pregnancy a fall weighs too much: I do not start.", "怀孕时怕摔倒，我不开始。"),
             "B1, D2; that it holds for the giver too is own judgement"),
    Question("giver_drowsy", _SCREENING, _GIVER,
             Phrase("Alcohol, or medicine that makes drowsy, today?", "今天喝过酒，或者吃过让人犯困的药吗？"),
             Phrase("Alcohol, drowsiness", "酒、犯困"), _STOP,
             Phrase("After alcohol or drowsy medicine nobody steps on a back.", "喝过酒或吃了犯困的药，不要上去踩。"),
             "D2; own judgement"),
    Question("giver_legs", _SCREENING, _GIVER,
             Phrase("A foot, knee or hip that hurts or gives way?", "脚、膝盖或胯部会疼，或者站不稳吗？"),
             Phrase("Feet, knees, hips", "脚、膝盖、胯部"), _CAUTION,
             Phrase("Spare the leg that hurts: hold on with both hands, or sit.", "腿不舒服：请双手扶稳，或者坐着按。"),
             "D2; own judgement"),
    Question("surface", _CHECK, _BOTH,
             Phrase("A flat, soft surface: mat, carpet or bed?", "地方又平又软：垫子、地毯或床？"),
             Phrase("Surface", "垫子"), _FIRST,
             Phrase("Lay out a flat, soft mat: never a bare hard floor.",
                    "请铺上又平又软的垫子，不要在硬地板上。"), "B3"),
    Question("head_support", _CHECK, _BOTH,
             Phrase("A towel or pillow for the head, the neck relaxed?", "头下有毛巾或枕头，脖子放松了吗？"),
             Phrase("Head support", "头部支撑"), _FIRST,
             Phrase("Put a towel or a pillow under the head.", "请在头下垫毛巾或枕头。"), "B4"),
    Question("feet", _CHECK, _BOTH,
             Phrase("Feet clean and dry, on a clean towel or mat?", "脚干净、干燥，下面是干净的毛巾或垫子？"),
             Phrase("Feet", "脚"), _FIRST,
             Phrase("Clean and dry the feet first.", "请先把脚洗净擦干。"), "B5"),
    Question("agreed", _CHECK, _BOTH,
             Phrase("Agreed on sore places, how firm, and on stopping?", "疼的地方、轻重、随时可停，都说好了吗？"),
             Phrase("Agreement", "约定"), _FIRST,
             Phrase("Talk first: what hurts, how firm, and that stopping needs no reason.",
                    "请先说好：哪里疼、多重、随时可停，不用理由。"), "B6"),
    Question("consent_receiver", _CONSENT, _RECEIVER,
             Phrase("Receiver: do you want this now?", "趴着的人：您现在愿意吗？"),
             Phrase("Receiver's yes", "趴着的人同意"), _FIRST,
             Phrase("The receiver has not said yes, and needs no reason for it.",
                    "趴着的人没有同意，不需要理由。"), "B6"),
    Question("consent_giver", _CONSENT, _GIVER,
             Phrase("Giver: do you want this now?", "踩背的人：您现在愿意吗？"),
             Phrase("Giver's yes", "踩背的人同意"), _FIRST,
             Phrase("The giver has not said yes, and needs no reason for it.", "踩背的人没有同意，不需要理由。"), "B6"),
)
# fmt: on

_BY_ID = {question.id: question for question in QUESTIONS}
SORE = "sore"
# What may be otherwise from one hour to the next: asked each time, as the consent is.
OF_THE_MOMENT = frozenset({SORE, "dulled", "giver_dizzy", "giver_drowsy"})


def question_named(question_id: str) -> Question:
    """The row of that id. Raises KeyError for an id that is not in the table (a programming error)."""
    return _BY_ID[question_id]


def questions_of(kind: Kind, person: Person | None = None) -> tuple[Question, ...]:
    """The rows of a kind, of one person or of all, in the table's order."""
    return tuple(one for one in QUESTIONS if one.kind is kind and person in (None, one.person))
