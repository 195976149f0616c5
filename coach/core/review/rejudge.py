"""Judge an analysed clip again from the sights that were kept and what an instructor corrected. No look, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from coach.core.findings import Event
from coach.core.judged import Whole
from coach.core.review.corrections import (
    Change,
    Correction,
    Corrections,
    EventAdded,
    EventWrong,
    PeopleSwapped,
    SpineMoved,
    TorsoMoved,
    is_finite,
)
from coach.core.review.folding import folded
from coach.core.review.marked_bodies import body_marks, move_of
from coach.core.rules.catalogue import entry
from coach.core.session import SessionParams
from coach.core.sight import Sight

SAME_EVENT_S = 0.5  # an event that is judged again may begin and end a little elsewhere


class Mark(StrEnum):
    """What a person says of an event."""

    NONE = ""  # nothing: the program found it
    WRONG = "wrong"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class ReviewedEvent:
    """An event, what a person says of it, and who; `number` is the correction's that says so, 0 = none."""

    event: Event
    mark: Mark = Mark.NONE
    author: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class JudgedAgain:
    """A clip, judged with corrections.

    Attributes:
        whole: moments, cues, stands, phases, and the events that stand: those marked wrong are out, added ones in.
        events: all of them, the ones marked wrong included, in order of time.
    """

    whole: Whole
    events: tuple[ReviewedEvent, ...]


def judge_again(sights: Sequence[Sight], corrections: Corrections, params: SessionParams) -> JudgedAgain:
    """Fold the rules and the cues over the corrected sights.

    Args:
        sights: of every frame, as they were judged first.
        corrections: what was corrected; a mark that tells nothing (see `refusal`) is passed over.
        params: every threshold, changed ones already put in: `ThresholdsChanged` is not looked at here.

    Returns:
        Without corrections the first judgement, bit for bit.
    """
    return marked(folded(sights, body_marks(corrections, sights), params).whole, corrections)


def marked(found: Whole, corrections: Corrections) -> JudgedAgain:
    """What the rules found, with the events that a person called wrong or added."""
    events = _reviewed(found.events, corrections.made)
    standing = tuple(one.event for one in events if one.mark is not Mark.WRONG)
    return JudgedAgain(replace(found, events=standing), events)


def refusal(change: Change, sights: Sequence[Sight]) -> str:
    """Why a change cannot be made, one sentence; empty if it can."""
    if not is_finite(change):
        return "a time or place of the correction is no number: mark it again."
    if not sights:
        return "the clip has no frames: there is nothing to correct."
    last_s = sights[-1].t_s
    match change:
        case SpineMoved(at_s) | TorsoMoved(at_s) | PeopleSwapped(at_s) if not 0.0 <= at_s <= last_s:
            return f"{at_s:g} s lies outside of the clip, which is {last_s:.1f} s long: give a moment within it."
        case EventWrong(_, start_s, end_s) | EventAdded(_, start_s, end_s) if not 0.0 <= start_s <= end_s <= last_s:
            return (
                f"an event from {start_s:g} to {end_s:g} s does not fit into the clip, which is {last_s:.1f} s long: "
                "give a beginning and a later end within it."
            )
        case SpineMoved() | TorsoMoved() if move_of(change, sights, None) is None:
            return (
                "these marks tell no back: the back must be seen in that frame, the shoulder end comes first, and the "
                "line may be turned by 60 degrees and the torso be half or twice as long at most; mark them again."
            )
        case _:
            return ""


def _reviewed(events: Sequence[Event], made: Sequence[Correction]) -> tuple[ReviewedEvent, ...]:
    reviewed = [ReviewedEvent(event) for event in events]
    for one in made:
        change = one.change
        if isinstance(change, EventAdded):
            added = Event(
                change.rule, change.start_s, change.start_s, change.end_s, entry(change.rule).severity, change.side
            )
            reviewed.append(ReviewedEvent(added, Mark.ADDED, one.author, one.number))
        elif isinstance(change, EventWrong):
            meant = [
                (abs(other.event.start_s - change.start_s), k)
                for k, other in enumerate(reviewed)
                if _is_meant(change, other)
            ]
            if meant:
                _, nearest = min(meant)
                reviewed[nearest] = ReviewedEvent(reviewed[nearest].event, Mark.WRONG, one.author, one.number)
    return tuple(sorted(reviewed, key=lambda one: (one.event.start_s, one.event.rule)))


def _is_meant(change: EventWrong, one: ReviewedEvent) -> bool:
    event = one.event
    if one.mark is not Mark.NONE or event.rule is not change.rule or event.side != change.side:
        return False
    return event.start_s <= change.end_s + SAME_EVENT_S and event.end_s >= change.start_s - SAME_EVENT_S
