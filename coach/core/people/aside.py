"""Somebody who lies there on the side, told from the search's looks when no prone body comes out of them.

The network for prone bodies finds none in who lies on the side, or invents joints that no lying body explains. All the
same the network of decision record 0037 tells from the looks at such a place that a body there lies on its side. When
all looks at one place say so, the search looks there once more, and when these agree, somebody does (record 0045).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.core.look import Answer
from coach.core.people.lying import belief

_SHOWS_SOMEBODY = 0.5  # a look that is believed less shows nobody
_LIKELY = 0.5  # from here on it is worth a second look
_TRIES = 2  # of the search, that must agree
# A search that looks through the whole picture, live, is back after some five seconds.
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


def update_aside(state: AsideState, looks: tuple[Answer, ...], a_place: int, t_s: float) -> AsideState:
    """Fold in a try in which no prone body was found.

    Args:
        state: so far.
        looks: its last ones.
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
    told = [a.body.on_side for a in looks if a.body is not None and belief(a) >= _SHOWS_SOMEBODY]
    told = [one for one in told if not math.isnan(one)]
    return float(np.mean(told)) if 2 * len(told) > len(looks) else float("nan")
