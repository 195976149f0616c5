"""Somebody who lies there on the side, told from looks at people whom no prone body explains.

The network for prone bodies finds none in who lies on the side, or invents joints that no lying body explains. All the
same MediaPipe's detector finds somebody there. So whom it finds is looked at once more, in several turns and sizes, and
the network of decision record 0037 tells whether they lie on the side. When two such tries agree, they do (0045).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.core.look import Answer
from coach.core.people.regions import distance_either_way, is_whole

_PLACES = 3
_SHOWS_SOMEBODY = 0.5  # a look with less presence shows nobody
_SAME_PLACE = 0.15  # of the body's extent
_LIKELY = 0.5  # from here on it is worth a second look
_TRIES = 2  # that must agree
# A search that goes through the whole picture, live, asks the detector again after some three seconds.
_KEPT_S = 12.0


@dataclass(frozen=True, slots=True)
class AsideState:
    """What the last tries of a search have told.

    Attributes:
        beliefs: of each try that found somebody to look at, that they lie on the side, 0..1; newest last.
        told_s: when the newest did.
        place: a look at the place where the newest says so, to be looked at once more; None = not to be.
        again: the try under way is such a second look.
    """

    beliefs: tuple[float, ...] = ()
    told_s: float = float("-inf")
    place: Answer | None = None
    again: bool = False


def somebody(answers: tuple[Answer, ...], least_px: float) -> tuple[Answer, ...]:
    """The people in some looks, likeliest to lie on the side first; none of them smaller than that."""
    kept: list[Answer] = []
    for answer in sorted(answers, key=lambda a: -a.presence * _told(a, 1.0)):
        if answer.presence < _SHOWS_SOMEBODY or not is_whole(answer.pose) or len(kept) == _PLACES:
            continue
        if float(np.linalg.norm(np.ptp(answer.pose.xy_px, axis=0))) < least_px:
            continue
        if all(distance_either_way(answer.pose, other.pose) >= _SAME_PLACE for other in kept):
            kept.append(answer)
    return tuple(kept)


def update_aside(state: AsideState, looks: tuple[Answer, ...], a_place: int, t_s: float) -> AsideState:
    """Fold in a try.

    Args:
        state: so far.
        looks: at the people.
        a_place: how many of them, one after the other, are at one place.
        t_s: now.
    """
    told = [(_belief(looks[i : i + a_place]), looks[i]) for i in range(0, len(looks), a_place)]
    told = [one for one in told if not math.isnan(one[0])]
    if not told:
        return AsideState(state.beliefs, state.told_s)
    most, look = max(told, key=lambda one: one[0])
    place = look if most >= _LIKELY and not state.again else None
    return AsideState((*state.beliefs, most)[-_TRIES:], t_s, place, again=place is not None)


def on_side(state: AsideState, t_s: float) -> float:
    """0..1: the belief that somebody lies there on the side; NaN = not known."""
    if len(state.beliefs) < _TRIES or t_s - state.told_s > _KEPT_S:
        return float("nan")
    return min(state.beliefs)


def _belief(looks: tuple[Answer, ...]) -> float:
    """What the looks at one place tell; NaN if most of them show nobody."""
    told = [_told(a, math.nan) for a in looks if a.presence >= _SHOWS_SOMEBODY]
    told = [one for one in told if not math.isnan(one)]
    return float(np.mean(told)) if 2 * len(told) > len(looks) else float("nan")


def _told(answer: Answer, unknown: float) -> float:
    """The network's belief in one look; the detector's finds were not asked about."""
    return unknown if answer.body is None or math.isnan(answer.body.on_side) else answer.body.on_side
