"""Whether a hand stays with the room or with the body. Serves technique.md D2.

Whoever treads sways. A hand that holds on to something fixed stays where it is in the room while the body moves; a hand
on the hip or held out for balance goes along with the body, however much it looks like a holding one. Which of the two
it is shows in whether the hand strays less as seen from the room or as seen from the body.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.landmarks import FloatArray
from coach.core.small_arrays import length_of, mean_of, median_of
from coach.core.values import replace

_WINDOW_S = 2.0  # a step and its shift of weight
_SHORTEST_S = 0.7
_SWAYS = 0.035  # trunk lengths: a body that strays less tells nothing beside the landmarks' jitter
_ALONG = 2.0  # times as far in the room as from the body: it goes along
_FIXED = 1.0  # no farther in the room than from the body: it does not
_AGREES_S = 0.5
_SURE_S = 1.5  # before that it is unknown: a hand slides along a bar now and then
_GRASPS = 0.3  # trunk lengths from the body's own frame: the hand has gone somewhere else


@dataclass(frozen=True, slots=True)
class SwaySample:
    """One moment, image px or any other unit.

    Attributes:
        t_s: when.
        palm: (2,) where the palm is in the picture.
        shoulder, body: (2,) where its shoulder and the middle of shoulder and hips are.
        trunk: the trunk's length at that moment.
    """

    t_s: float
    palm: FloatArray
    shoulder: FloatArray
    body: FloatArray
    trunk: float = 1.0


@dataclass(frozen=True, slots=True)
class SwayState:
    """One hand.

    Attributes:
        samples: of the last seconds, since the hand came to where it is.
        along: it goes along with the body, so that it holds on to nothing.
        since_s: since when the opposite of `along` shows; NaN = it does not.
        along_s: since when `along` holds; NaN = it does not.
    """

    samples: tuple[SwaySample, ...] = ()
    along: bool = False
    since_s: float = float("nan")
    along_s: float = float("nan")

    @property
    def surely_along(self) -> bool:
        """Has it gone along for so long that it holds on to nothing?"""
        return self.along and bool(self.samples[-1].t_s - self.along_s >= _SURE_S)


def update_sway(state: SwayState, sample: SwaySample) -> SwayState:
    """Fold one moment in. A sample with NaN is left out; a hand that goes elsewhere is judged anew."""
    if not np.isfinite([*sample.palm, *sample.shoulder, *sample.body, sample.trunk]).all():
        return state
    kept = tuple(s for s in state.samples if s.t_s > sample.t_s - _WINDOW_S)
    if kept and _away(kept, sample) > _GRASPS * _trunk(kept):
        return SwayState((sample,))
    state = replace(state, samples=(*kept, sample))
    ratio = stray_ratio(state.samples)
    contrary = ratio >= _ALONG if not state.along else ratio <= _FIXED
    if not contrary:
        return replace(state, since_s=float("nan"))
    if np.isnan(state.since_s):
        return replace(state, since_s=sample.t_s)
    if sample.t_s - state.since_s < _AGREES_S:
        return state
    along = not state.along
    return replace(state, along=along, since_s=float("nan"), along_s=sample.t_s if along else float("nan"))


def stray_ratio(samples: tuple[SwaySample, ...]) -> float:
    """How far the palm strays in the room over how far it strays from the body; NaN while that tells nothing.

    Straying is the root of the mean squared distance from the mean place. From the body: from the shoulder or from the
    trunk's middle, whichever is less, since an arm hangs from the one and a hand on the hip rests on the other.
    """
    if len(samples) < 3 or samples[-1].t_s - samples[0].t_s < _SHORTEST_S:
        return float("nan")
    palm = np.array([s.palm for s in samples], dtype=np.float64)
    shoulder = np.array([s.shoulder for s in samples], dtype=np.float64)
    body = np.array([s.body for s in samples], dtype=np.float64)
    if _stray(body) < _SWAYS * _trunk(samples):
        return float("nan")
    own = min(_stray(palm - shoulder), _stray(palm - body))
    return _stray(palm) / max(own, 1e-6)


def _trunk(samples: tuple[SwaySample, ...]) -> float:
    """One length for all moments: a trunk's own jitter would move everything that is far from the picture's corner."""
    return float(median_of(np.array([s.trunk for s in samples])))


def _stray(places: FloatArray) -> float:
    return float(np.sqrt(mean_of(((places - mean_of(places)) ** 2).sum(axis=1))))


def _away(samples: tuple[SwaySample, ...], now: SwaySample) -> float:
    """How far the palm is from where it was, both in the room and from the body, whichever is less."""
    palm = np.array([s.palm for s in samples])
    in_room, from_body = median_of(palm), median_of(palm - np.array([s.body for s in samples]))
    return min(length_of(now.palm - in_room), length_of(now.palm - now.body - from_body))
