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
_LONGEST_S = 4.0  # as far back as this while the body has swayed too little since
_SHORTEST_S = 0.7
_ROUNDING_S = 1e-6
_SMOOTH_S = 0.25  # a look gone wrong moves palm and shoulder together, and is over by then
_SWAYS = 0.035  # trunk lengths: a body that strays less tells nothing beside the landmarks' jitter
_ALONG = 1.6  # times as far in the room as from the body: it goes along
_STAYS = 1.2  # hardly farther in the room than from the body: it does so no more
_FIXED = 1.0  # no farther in the room than from the body: it stays there
# So much less far in the room that even an arm which hangs holds on to something: loose hanging arms of 14 clips have
# 1.15 and more (99 in 100 looks, 2,359), hands on the back of a chair beside the thigh 0.66 and less (95 of 261).
_ROOTED = 0.7
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
        looks: the last looks, from whose middle the next sample is.
        samples: of the last seconds, since the hand came to where it is.
        along: it goes along with the body, so that it holds on to nothing.
        since_s: since when the opposite of `along` shows; NaN = it does not.
        along_s: since when `along` holds; NaN = it does not.
        fixed_s: since when it shows, without a break, that the hand stays with the room; NaN = it does not.
        rooted_s: since when it shows so clearly that the arm may hang; NaN = it does not.
    """

    looks: tuple[SwaySample, ...] = ()
    samples: tuple[SwaySample, ...] = ()
    along: bool = False
    since_s: float = float("nan")
    along_s: float = float("nan")
    fixed_s: float = float("nan")
    rooted_s: float = float("nan")

    @property
    def surely_along(self) -> bool:
        """Has it gone along for so long that it holds on to nothing?"""
        return self.along and bool(self.samples[-1].t_s - self.along_s >= _SURE_S)

    @property
    def fixed(self) -> bool:
        """Has it been seen to stay where it is while the body swayed?"""
        return not self.along and bool(self.samples) and bool(self.samples[-1].t_s - self.fixed_s >= _AGREES_S)

    @property
    def rooted(self) -> bool:
        """Has it been seen to stay in the room so clearly that not even a hanging arm is loose?"""
        return not self.along and bool(self.samples) and bool(self.samples[-1].t_s - self.rooted_s >= _AGREES_S)


def update_sway(state: SwayState, look: SwaySample) -> SwayState:
    """Fold one moment in. A look with NaN is left out; a hand that goes elsewhere is judged anew."""
    if not np.isfinite([*look.palm, *look.shoulder, *look.body, look.trunk]).all():
        return state
    looks = (*(s for s in state.looks if s.t_s > look.t_s - _SMOOTH_S), look)
    sample = _middle(looks)
    kept = tuple(s for s in state.samples if s.t_s > look.t_s - _LONGEST_S)
    if kept and _away(kept, sample) > _GRASPS * _trunk(kept):
        return SwayState((look,), (look,))
    ratio = stray_ratio((*kept, sample))
    fixed_s = _since(state.fixed_s, ratio, _FIXED, sample.t_s)
    rooted_s = _since(state.rooted_s, ratio, _ROOTED, sample.t_s)
    samples = (*kept, sample)
    state = replace(state, looks=looks, samples=samples, fixed_s=fixed_s, rooted_s=rooted_s)
    contrary = ratio >= _ALONG if not state.along else ratio <= _STAYS
    if not contrary:
        return replace(state, since_s=float("nan"))
    if np.isnan(state.since_s):
        return replace(state, since_s=sample.t_s)
    if sample.t_s - state.since_s < _AGREES_S:
        return state
    along = not state.along
    return replace(state, along=along, since_s=float("nan"), along_s=sample.t_s if along else float("nan"))


def _since(since_s: float, ratio: float, limit: float, t_s: float) -> float:
    """Since when the ratio is within a limit; NaN = it is not. A ratio of NaN tells nothing."""
    if np.isnan(ratio):
        return since_s
    if ratio > limit:
        return float("nan")
    return t_s if np.isnan(since_s) else since_s


def stray_ratio(samples: tuple[SwaySample, ...]) -> float:
    """How far the palm strays in the room over how far it strays from the body; NaN while that tells nothing.

    Straying is the root of the mean squared distance from the mean place. From the body: from the shoulder or from the
    trunk's middle, whichever is less, since an arm hangs from the one and a hand on the hip rests on the other. Of the
    samples those of the last seconds count, and earlier ones only while the body has swayed too little since.
    """
    if len(samples) < 3:
        return float("nan")
    ago_s = samples[-1].t_s - np.array([s.t_s for s in samples])
    body = np.array([s.body for s in samples], dtype=np.float64)
    enough = (ago_s >= _SHORTEST_S) & (_strays_since(body) >= _SWAYS * _trunk(samples))
    recent = int(np.flatnonzero(ago_s <= _WINDOW_S + _ROUNDING_S)[0])
    last = np.flatnonzero(enough[: recent + 1])
    if not len(last):
        return float("nan")
    since = slice(int(last[-1]), None)
    palm = np.array([s.palm for s in samples[since]], dtype=np.float64)
    shoulder = np.array([s.shoulder for s in samples[since]], dtype=np.float64)
    own = min(_stray(palm - shoulder), _stray(palm - body[since]))
    return _stray(palm) / max(own, 1e-6)


def _middle(looks: tuple[SwaySample, ...]) -> SwaySample:
    """The looks' median, at the time of the last one."""
    palm = np.median([s.palm for s in looks], axis=0)
    shoulder = np.median([s.shoulder for s in looks], axis=0)
    body = np.median([s.body for s in looks], axis=0)
    return SwaySample(looks[-1].t_s, palm, shoulder, body, looks[-1].trunk)


def _strays_since(places: FloatArray) -> FloatArray:
    """(N,) how far the places stray from each of them on."""
    back = (places - places[-1])[::-1]
    count = np.arange(1, len(back) + 1)[:, None]
    mean, square = np.cumsum(back, axis=0) / count, np.cumsum(back**2, axis=0) / count
    return np.sqrt(np.maximum((square - mean**2).sum(axis=1), 0.0))[::-1]


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
