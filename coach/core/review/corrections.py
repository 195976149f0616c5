"""What an instructor corrects in an analysed clip, as values.

Times are seconds from the first frame. A mark in the picture (a line, corners) is made in the frame at `at_s` and
counts from there on, or in the whole clip; of two marks that both count for a frame, the later made one is taken.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from coach.core.findings import EventSide, Rule

Point = tuple[float, float]  # image px
Scalar = float | int | bool | str


@dataclass(frozen=True, slots=True)
class SpineMoved:
    """The spine line was dragged: where it really is on the skin, shoulder end first, image px."""

    at_s: float
    line_px: tuple[Point, Point]
    whole_clip: bool = False
    kind: Literal["spine_moved"] = "spine_moved"


@dataclass(frozen=True, slots=True)
class TorsoMoved:
    """The corners of the keep-in region were dragged: left and right shoulder, right and left hip, image px.

    They are the corners of `BackSight.outline_px`. Their middles are the ends of the spine line.
    """

    at_s: float
    corners_px: tuple[Point, Point, Point, Point]
    whole_clip: bool = False
    kind: Literal["torso_moved"] = "torso_moved"


@dataclass(frozen=True, slots=True)
class PeopleSwapped:
    """From `at_s` on the giver was taken for the receiver and the other way round; a second one swaps them back."""

    at_s: float
    kind: Literal["people_swapped"] = "people_swapped"


@dataclass(frozen=True, slots=True)
class EventWrong:
    """This event of the program did not happen."""

    rule: Rule
    start_s: float
    end_s: float
    side: EventSide | None = None
    kind: Literal["event_wrong"] = "event_wrong"


@dataclass(frozen=True, slots=True)
class EventAdded:
    """This happened, and the program missed it."""

    rule: Rule
    start_s: float
    end_s: float
    side: EventSide | None = None
    kind: Literal["event_added"] = "event_added"


@dataclass(frozen=True, slots=True)
class ThresholdsChanged:
    """Settings by their full names (`rules.spine_step.band_cm`) with their new values."""

    settings: dict[str, Scalar]
    kind: Literal["thresholds_changed"] = "thresholds_changed"


Change = SpineMoved | TorsoMoved | PeopleSwapped | EventWrong | EventAdded | ThresholdsChanged


@dataclass(frozen=True, slots=True)
class Correction:
    """One change, by whom, and the number that it is taken back by."""

    number: int
    author: str
    change: Change


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that was corrected, in the order in which it was made. `revision` grows with every change of this list."""

    revision: int = 0
    made: tuple[Correction, ...] = ()


def with_change(corrections: Corrections, author: str, change: Change) -> Corrections:
    """The corrections with one more."""
    revision = corrections.revision + 1
    return Corrections(revision, (*corrections.made, Correction(revision, author, change)))


def without(corrections: Corrections, number: int) -> Corrections:
    """The corrections without one; the same if there is none of that number."""
    made = tuple(one for one in corrections.made if one.number != number)
    return (
        corrections if made == corrections.made else replace(corrections, revision=corrections.revision + 1, made=made)
    )


def numbers_of(change: Change) -> tuple[float, ...]:
    """Every time and place of a change, s and px; what can be checked to be finite."""
    match change:
        case SpineMoved(at_s, line_px):
            return (at_s, *(value for point in line_px for value in point))
        case TorsoMoved(at_s, corners_px):
            return (at_s, *(value for point in corners_px for value in point))
        case PeopleSwapped(at_s):
            return (at_s,)
        case EventWrong(_, start_s, end_s) | EventAdded(_, start_s, end_s):
            return (start_s, end_s)
        case ThresholdsChanged(settings):
            return tuple(value for value in settings.values() if isinstance(value, float))


def is_finite(change: Change) -> bool:
    """Is every number of a change one that can be reckoned with?"""
    return all(math.isfinite(value) for value in numbers_of(change))
