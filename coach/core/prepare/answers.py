"""What two people have answered before a session, and for how long an answer counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated

from coach.core.prepare.questions import OF_THE_MOMENT, QUESTIONS, Kind, question_named
from coach.core.rules.keep_out import KeepOutZone
from coach.core.thresholds import Threshold


class Reply(StrEnum):
    """One answer. A question without one is not answered: that is no reply."""

    YES = "yes"
    NO = "no"
    RATHER_NOT = "rather not say"


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply to one question."""

    question: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class FreshParams:
    """How long answers count."""

    screening_days: Annotated[
        float, Threshold("days", 0.0, 365.0, "health and medicines change within months; own judgement")
    ] = 30.0


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was told before a session. It is never changed in place.

    Attributes:
        replies: one for each question that was answered.
        receiver_kg, giver_kg: body weights; None = not told.
        areas: places of the back that are not to be pressed (technique.md B2).
        day: when this was told; None = not known.
        screened: when the screening was told, if that was on an earlier day; None = on `day`.
    """

    replies: tuple[Answered, ...] = ()
    receiver_kg: float | None = None
    giver_kg: float | None = None
    areas: tuple[KeepOutZone, ...] = ()
    day: date | None = None
    screened: date | None = None

    def reply(self, question_id: str) -> Reply | None:
        """The reply to one question; None = it is not answered."""
        return next((one.reply for one in self.replies if one.question == question_id), None)

    def replied(self, question_id: str, reply: Reply) -> Answers:
        """The same with one reply given, or given anew.

        Raises:
            KeyError: no question has this id (a programming error).
        """
        question_named(question_id)
        others = tuple(one for one in self.replies if one.question != question_id)
        return replace(self, replies=(*others, Answered(question_id, reply)))

    def only(self, *kinds: Kind) -> Answers:
        """The same with the replies to questions of these kinds alone."""
        kept = tuple(one for one in self.replies if question_named(one.question).kind in kinds)
        return replace(self, replies=kept)


def repeated(params: FreshParams, told: Answers, today: date) -> Answers:
    """What of earlier answers may be taken over where people can be asked again: the screening, while it is fresh.

    Checklist, consent and what is of the moment (a place that hurts, alcohol, dizziness) are asked each time. So that
    answers which are kept again and again do not stay fresh for ever, the day of the screening is kept beside them.
    """
    screened = told.screened or told.day
    if not _is_fresh(params, screened, today):
        return replace(told, replies=(), screened=None)
    kept = tuple(one for one in told.only(Kind.SCREENING).replies if one.question not in OF_THE_MOMENT)
    return replace(told, replies=kept, screened=screened)


def still_counting(params: FreshParams, told: Answers, today: date) -> Answers:
    """What of earlier answers counts where nobody can be asked: what is asked each time, on the day itself only."""
    fresh = repeated(params, told, today)
    return told if told.day == today and fresh.replies else fresh


def taken_over(params: FreshParams, told: Answers, today: date, *, can_ask: bool) -> tuple[Answers, date | None]:
    """What of earlier answers counts today, and the day of its screening; None = no reply was taken over.

    Args:
        params: how long answers count.
        told: what is known from before.
        today: the day.
        can_ask: can people be asked for the rest?
    """
    answers = (repeated if can_ask else still_counting)(params, told, today)
    return answers, (answers.screened or told.day) if answers.replies else None


def unanswered(answers: Answers) -> tuple[str, ...]:
    """Ids of all questions without a reply, in the table's order."""
    return tuple(one.id for one in QUESTIONS if answers.reply(one.id) is None)


def _is_fresh(params: FreshParams, day: date | None, today: date) -> bool:
    return day is not None and 0 <= (today - day).days <= params.screening_days
