"""Somebody who lies there on the side, told from the search's looks when no prone body comes out of them.

The network for prone bodies finds none in who lies on the side, or invents joints that no lying body explains. All the
same the network of decision record 0037 tells from the looks at such a place that a body there lies on its side; when
all looks at one place agree, and do so again, somebody does (decision record 0045).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.core.look import Answer
from coach.core.people.lying import belief

_SHOWS_SOMEBODY = 0.5  # a look that is believed less shows nobody
_TRIES = 2  # of the search, that must agree
# A search that looks through the whole picture, live, is back after some five seconds.
_KEPT_S = 12.0


@dataclass(frozen=True, slots=True)
class AsideState:
    """What the last tries of a search have told.

    Attributes:
        beliefs: of each try that found somebody to look at, that they lie on the side, 0..1; newest last.
        told_s: when the newest did.
    """

    beliefs: tuple[float, ...] = ()
    told_s: float = float("-inf")


def update_aside(state: AsideState, looks: tuple[Answer, ...], a_place: int, t_s: float) -> AsideState:
    """Fold in a try in which no prone body was found.

    Args:
        state: so far.
        looks: its last ones.
        a_place: how many of them, one after the other, are at one place.
        t_s: now.
    """
    places = [_belief(looks[i : i + a_place]) for i in range(0, len(looks), a_place)]
    told = [one for one in places if not math.isnan(one)]
    return AsideState((*state.beliefs, max(told))[-_TRIES:], t_s) if told else state


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
