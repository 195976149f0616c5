"""Where the two people are in the screens before a session, and what they have answered so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Annotated

from coach.core.live.preparing.acts import Act
from coach.core.phrase import Phrase
from coach.core.prepare.answers import Answers, taken_over
from coach.core.prepare.order import Ask, Item, items
from coach.core.prepare.painting import Painted, Painting, zones
from coach.core.prepare.questions import Kind, Person, Question
from coach.core.prepare.readiness import PrepareParams, Readiness, Start, assess
from coach.core.thresholds import Threshold
from coach.core.view.back_map import MapParams
from coach.core.words import Language


class Last(StrEnum):
    """The screens after everything was asked."""

    SUMMARY = "summary"
    STOP = "stop"  # no session today


Page = Question | Ask | Last


class Group(StrEnum):
    """What a page belongs to: a row of the column."""

    RECEIVER = "receiver"
    GIVER = "giver"
    WEIGHTS = "weights"
    CHECKS = "checks"
    CONSENT = "consent"
    KEEP = "keep"
    END = "end"


class Done(StrEnum):
    """How the screens were left."""

    BEGIN = "begin"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PreparingParams:
    """What does not change while it is asked.

    Attributes:
        prepare: thresholds of the preparation.
        language: of all words.
        back_map: sizes of the map's zones; its marked places are not used.
        keep_in: where the answers may be kept, as it is shown; empty = nowhere.
        no_keep: why they cannot be kept, one sentence, if so.
    """

    prepare: PrepareParams = field(default_factory=PrepareParams)
    language: Language = Language.EN
    back_map: MapParams = field(default_factory=MapParams)
    keep_in: str = ""
    no_keep: str = ""
    settle_s: Annotated[
        float,
        Threshold("s", 0.0, 2.0, "own judgement: nobody reads a question sooner; a double click answers one only"),
    ] = 0.35


@dataclass(frozen=True, slots=True)
class Preparing:
    """Everything that the screens know. It is never changed in place.

    Attributes:
        earlier: what was known before anybody was asked.
        answers: the same with what has been answered since.
        width_px, height_px: of the window's inside.
        from_file: the day of what was taken over from a file; None = nothing was.
        at: number of the page.
        since_s: since when that page is shown.
        focus: the button that the keyboard is at; None = none.
        typed: what stands in the field of a weight.
        complaint: what is wrong with it; None = nothing.
        painting: the back map.
        keep: are the answers to be kept? None = not answered.
        done: how the screens were left; None = they go on.
    """

    earlier: Answers
    answers: Answers
    width_px: int
    height_px: int
    from_file: date | None = None
    at: int = 0
    since_s: float = 0.0
    focus: Act | None = None
    typed: str = ""
    complaint: Phrase | None = None
    painting: Painting = Painting()
    keep: bool | None = None
    done: Done | None = None


def begin(
    params: PreparingParams, told: Answers, today: date, width_px: int, height_px: int, t_s: float = 0.0
) -> Preparing:
    """The first screen.

    Args:
        params: thresholds and words.
        told: what is known already, from a file.
        today: the day.
        width_px: of the window's inside.
        height_px: the same.
        t_s: the time, on any clock.
    """
    earlier, from_file = taken_over(params.prepare.fresh, told, today, can_ask=True)
    state = Preparing(earlier, replace(earlier, day=today), width_px, height_px, from_file)
    return turned_to(params, replace(state, painting=Painting(Painted(earlier.areas))), 0, t_s)


def order(params: PreparingParams, state: Preparing) -> tuple[Item, ...]:
    """Everything that is asked, as far as the answers so far tell."""
    return items(params.prepare, state.earlier, state.answers, at_window=True)


def page_of(params: PreparingParams, state: Preparing) -> Page:
    """What is on the window now."""
    asked = order(params, state)
    if state.at < len(asked):
        return asked[state.at]
    return Last.STOP if readiness_of(params, state).start is Start.MAY_NOT else Last.SUMMARY


def readiness_of(params: PreparingParams, state: Preparing) -> Readiness:
    """What the answers so far lead to."""
    return assess(params.prepare, state.answers)


def turned_to(params: PreparingParams, state: Preparing, at: int, t_s: float) -> Preparing:
    """The same at another page, which is fresh; the last one if there are not so many."""
    at = min(max(at, 0), len(order(params, state)))
    state = replace(state, at=at, since_s=t_s, focus=None, complaint=None)
    weight_kg = _weight_kg(state, page_of(params, state))
    return replace(state, typed="" if weight_kg is None else f"{weight_kg:g}")


def painted(params: PreparingParams, state: Preparing, painting: Painting) -> Preparing:
    """The same with what was painted among the answers."""
    if painting.now is state.painting.now:
        return replace(state, painting=painting)
    areas = zones(painting.now, params.language)
    return replace(state, painting=painting, answers=replace(state.answers, areas=areas))


def group_of(page: Page) -> Group:
    """The row of the column that a page belongs to."""
    match page:
        case Question():
            if page.kind is Kind.SCREENING:
                return Group.RECEIVER if page.person is Person.RECEIVER else Group.GIVER
            return Group.CHECKS if page.kind is Kind.CHECK else Group.CONSENT
        case Ask.PLACES:
            return Group.RECEIVER
        case Ask.KEEP:
            return Group.KEEP
        case Ask():
            return Group.WEIGHTS
        case Last():
            return Group.END


def _weight_kg(state: Preparing, page: Page) -> float | None:
    if page is Ask.RECEIVER_KG:
        return state.answers.receiver_kg
    return state.answers.giver_kg if page is Ask.GIVER_KG else None
