"""May a session begin after these answers? Stops, cautions, what is to be done first, and what is not answered.

Unknown never counts as ok: what is not answered keeps the session from beginning, and who would rather not say is
taken as if they had said what the question asks about. "May begin" says that nothing was told that speaks against it;
it says nothing about safety.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from coach.core.phrase import Phrase
from coach.core.prepare.answers import Answers, FreshParams, Reply, unanswered
from coach.core.prepare.questions import QUESTIONS, SORE, Consequence, Kind, Question
from coach.core.prepare.weights import WeightParams, is_heavy


class Start(StrEnum):
    """May a session begin?"""

    MAY = "may begin"
    NOT_YET = "not yet"  # something is not answered, or is to be done first
    MAY_NOT = "may not begin"


@dataclass(frozen=True, slots=True)
class PrepareParams:
    """Every threshold of the preparation."""

    weights: WeightParams = field(default_factory=WeightParams)
    fresh: FreshParams = field(default_factory=FreshParams)


@dataclass(frozen=True, slots=True)
class Remark:
    """What one answer leads to.

    Attributes:
        question: id of the question; "weights" = what was told of them.
        words: what is said.
        source: see `Question`.
    """

    question: str
    words: Phrase
    source: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """What all answers lead to.

    Attributes:
        start: may it begin?
        stops: why it may not, today.
        firsts: what is to be done first.
        cautions: what is said if it begins.
        open: ids of the questions that are not answered.
        heavy: is the giver heavy (technique.md B7)? None = not known.
    """

    start: Start
    stops: tuple[Remark, ...]
    firsts: tuple[Remark, ...]
    cautions: tuple[Remark, ...]
    open: tuple[str, ...]
    heavy: bool | None

    @property
    def both_hands(self) -> bool:
        """Does the support rule ask for both hands?"""
        return self.heavy is True


WEIGHTS = "weights"
# fmt: off
ASK_A_PROFESSIONAL = Phrase("That is no diagnosis. A doctor or a physical therapist can tell what is right for you.",
                            "这不是诊断。请问医生或理疗师，什么适合您。")  # technique.md A4
NO_PROMISE = Phrase("I know only what you told me, and that is no promise. Either of you may stop at any time.",
                    "我只知道您告诉我的，这不是保证。两个人都可以随时停。")
_RATHER_NOT = Phrase("{topic}: you need not say. I go by the stricter answer.", "{topic}：可以不说，我按较严的情况来。")
_HEAVY = Phrase("Heavy giver: both hands on the support. Half-squat or sitting is lighter.",
                "踩背的人较重：请双手扶稳；半蹲或坐着会更轻。")
_NOT_MARKED = Phrase("The place that hurts is not marked: I cannot watch it for you.",
                     "疼的地方没有标记，我没法帮着看。")
# fmt: on


def assess(params: PrepareParams, answers: Answers) -> Readiness:
    """Weigh all answers."""
    remarks: dict[Consequence, list[Remark]] = {consequence: [] for consequence in Consequence}
    for question in QUESTIONS:
        reply = answers.reply(question.id)
        if reply is not None and not _is_good(question, reply):
            remarks[question.consequence].append(_remark(question, reply))
    cautions = remarks[Consequence.CAUTION]
    if answers.reply(SORE) in (Reply.YES, Reply.RATHER_NOT) and not answers.areas:
        cautions.append(Remark(SORE, _NOT_MARKED, "B2"))
    heavy = is_heavy(params.weights, answers.giver_kg, answers.receiver_kg)
    if heavy:
        cautions.append(Remark(WEIGHTS, _HEAVY, "B7"))
    missing = unanswered(answers)
    stops, firsts = tuple(remarks[Consequence.STOP]), tuple(remarks[Consequence.FIRST])
    start = Start.MAY_NOT if stops else Start.NOT_YET if firsts or missing else Start.MAY
    return Readiness(start, stops, firsts, tuple(cautions), missing, heavy)


def is_stopped(params: PrepareParams, answers: Answers) -> bool:
    """Does what is answered so far stop the session, whatever else is answered?"""
    return assess(params, answers).start is Start.MAY_NOT


def _is_good(question: Question, reply: Reply) -> bool:
    """Is this the reply that leads to nothing?"""
    return reply is (Reply.NO if question.kind is Kind.SCREENING else Reply.YES)


def _remark(question: Question, reply: Reply) -> Remark:
    words = question.told
    if reply is Reply.RATHER_NOT and question.kind is Kind.SCREENING:
        topic = question.topic
        words = Phrase(_RATHER_NOT.en.format(topic=topic.en), _RATHER_NOT.zh.format(topic=topic.zh))
    return Remark(question.id, words, question.source)
