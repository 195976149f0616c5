"""The printed markers: when to look for them, and what several looks agree on.

The core asks for a look at the whole picture now and then at a clip's beginning, an adapter answers with what it found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.core.landmarks import FloatArray

# `coach markers` prints these numbers of the dictionary DICT_4X4_50; others belong to somebody else.
MARKER_NUMBERS = (0, 1, 2, 3)
MARKER_M = 0.15  # edge of the black square as it is printed unless told otherwise
QUIET_OF_MARKER = 1 / 6  # the white border of the printed square: one module of the six that the black square has

_LOOK_EVERY_S = 0.5
_LOOK_UNTIL_S = 10.0  # a giver who walks in hides one for a while
_LOOKS_ENOUGH = 4
_LOOKS_NEEDED = 2  # one look alone may be a pattern on the floor
_SAME_OF_SIZE = 0.2  # of the marker's own size in the picture: farther apart, two looks saw two things


@dataclass(frozen=True, slots=True)
class MarkerAnswer:
    """One marker in one picture.

    Attributes:
        number: what it says.
        corners_px: (4, 2) image px: corners of the black square, clockwise as printed, from its top left one.
    """

    number: int
    corners_px: FloatArray


@dataclass(frozen=True, slots=True)
class MarkerState:
    """What has been seen of the markers.

    Attributes:
        seen: every look at every marker so far, in order of time.
        known: the markers that several looks agree on, by number; it changes as rarely as possible.
        looked_s: time of the newest look.
    """

    seen: tuple[MarkerAnswer, ...] = ()
    known: tuple[MarkerAnswer, ...] = ()
    looked_s: float = float("-inf")


def asks_markers(state: MarkerState, t_s: float) -> bool:
    """Shall the picture at `t_s` be searched for markers? Only at the beginning, until all four are well known."""
    if is_over(t_s) or t_s - state.looked_s < _LOOK_EVERY_S:
        return False
    return any(_count(state.seen, number) < _LOOKS_ENOUGH for number in MARKER_NUMBERS)


def is_over(t_s: float) -> bool:
    """Is the time over in which markers are looked for?"""
    return t_s > _LOOK_UNTIL_S


def update_markers(state: MarkerState, answers: tuple[MarkerAnswer, ...], t_s: float) -> MarkerState:
    """Fold the answers to a look in."""
    usable = tuple(a for a in answers if a.number in MARKER_NUMBERS and np.isfinite(a.corners_px).all())
    state = replace(state, seen=(*state.seen, *usable), looked_s=t_s)
    known = {marker.number: marker for marker in state.known}
    changed = False
    for number in {answer.number for answer in usable}:
        looks = [a.corners_px for a in state.seen if a.number == number]
        if number in known and len(looks) != _LOOKS_ENOUGH:
            continue
        agreed = _agreed(np.array(looks))
        if agreed is not None:
            known[number], changed = MarkerAnswer(number, agreed), True
    if not changed:
        return state
    return replace(state, known=tuple(known[number] for number in sorted(known)))


def _agreed(looks_px: FloatArray) -> FloatArray | None:
    """(4, 2) the median of those looks that agree with the middle of all; None if too few do."""
    middle_px = np.median(looks_px, axis=0)
    size_px = float(np.sqrt(abs(area_px2(middle_px))))
    off_px = np.abs(looks_px - middle_px).max(axis=(1, 2))
    agree = off_px < max(1.0, _SAME_OF_SIZE * size_px)
    if agree.sum() < _LOOKS_NEEDED:
        return None
    return np.median(looks_px[agree], axis=0)


def area_px2(corners_px: FloatArray) -> float:
    """Area of a polygon of (N, 2) corners; positive = they run clockwise in the picture (y points down)."""
    x, y = corners_px[:, 0], corners_px[:, 1]
    return 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


def marker_middle_px(corners_px: FloatArray) -> FloatArray:
    """(2,) where the diagonals of a (4, 2) marker cross: its middle, seen from any side."""
    (x, y), (right, down) = corners_px[2] - corners_px[0], corners_px[3] - corners_px[1]
    from_px = corners_px[1] - corners_px[0]
    turned = float(x * down - y * right)
    if turned == 0.0:  # no area
        return corners_px.mean(axis=0)
    along = float(from_px[0] * down - from_px[1] * right) / turned
    return corners_px[0] + along * (corners_px[2] - corners_px[0])


def _count(seen: tuple[MarkerAnswer, ...], number: int) -> int:
    return sum(answer.number == number for answer in seen)
