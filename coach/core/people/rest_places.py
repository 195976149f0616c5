"""Do the receiver's head, hands and forearms still lie where they rested? Told by the picture, not by landmarks.

A network that sees one body under another may miss a raised arm, or see a head lifted that lies still (technique.md
D7). But the place that a limb has left looks otherwise from then on: it shows the mat. So these places, as the quiet
looks know them, are compared with the backdrop, the picture from before the giver came (docs/decisions/0042).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

import numpy as np

from coach.core.backdrop_look import Spots
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.people.outlines import giver_limbs, lying_limbs_at
from coach.core.people.regions import extent_px
from coach.core.small_arrays import mean_of
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict

HEAD = [Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR]
_ARMS = (
    (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST, Landmark.LEFT_INDEX),
    (Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST, Landmark.RIGHT_INDEX),
)
# Rows of what is asked: hand and forearm of the left and of the right arm; the head at rest, the head as last seen, to
# acquit it; and the head at rest once more, well away from the giver, to convict it.
_HAND, _FOREARM, _HEAD, _HEAD_NOW, _HEAD_FREE = 0, 1, 4, 5, 6
# Of the body's extent, about 1.7 m: half a hand's and a forearm's width with some room (5 cm), half a head's (7 cm).
_LIMB_RADIUS, _HEAD_RADIUS = 0.03, 0.04
# The giver's legs, their clothes and the deep shadow at their feet: 17 cm about a limb. Where a head is compared to be
# acquitted, what the giver hides speaks against it, not for it: less will do.
_CLEAR, _CLEAR_TO_ACQUIT = 0.10, 0.05
# A shadow that the giver throws on an arm leaves at least this part of the light; mat and skin differ in colour too.
_SHADE_ON_ARM = 0.45
_SHADE_ON_HEAD = 0.7  # hair is dark: a deeper shadow would pass for it (decision 0016)
# How far apart these joints of a grown body are, m; foreshortened they are nearer, so the largest scale counts.
_LENGTHS_M = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, 0.33),
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP, 0.50),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, 0.50),
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, 0.42),
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, 0.42),
)
# From the shoulder's joint to the finger tips it is 0.75 m (DIN 33402-2, a tall man's); the rest is for its shadow, for
# a body foreshortened all over by a fifth, and for an arm that rises towards the camera.
_REACH_M = 1.1
# Nearer to the own trunk and legs than most of a disc's radius it shows them and their clothes, not an arm.
_OFF_BODY_M = 0.04
_STANDS_S = 0.3  # what was seen of a limb stands until the next comparisons


@dataclass(frozen=True, slots=True)
class RestParams:
    """How much of a place must have changed."""

    away: Annotated[
        float, Threshold("of a place", 0.3, 1.0, "a limb of 8 cm leaves most of a disc of 10 cm; its edge may stay")
    ] = 0.6
    there: Annotated[
        float, Threshold("of a place", 0.05, 0.6, "a body rocked by 2 cm changes a fifth of a disc at its edges")
    ] = 0.35
    head_away: Annotated[
        float, Threshold("of a place", 0.2, 1.0, "a head of 20 cm that rises by 10 still hides half of where it lay")
    ] = 0.35
    head_there: Annotated[
        float, Threshold("of a place", 0.02, 0.5, "breathing and a rocked body move a head by under 1 cm of its 14")
    ] = 0.15
    rests: Annotated[
        float, Threshold("of a place", 0.02, 0.5, "breathing and noise change less; a body that shifts moves all of it")
    ] = 0.2
    elsewhere: Annotated[
        float,
        Threshold("of the picture", 0.0, 0.1, "a person at three metres hides 5 %; noise alone changes none of it"),
    ] = 0.01
    lasts_s: Annotated[
        float, Threshold("s", 0.0, 2.0, "a foot's shadow passes in less; the rule confirms for longer")
    ] = 0.2
    longest_s: Annotated[
        float, Threshold("s", 1.0, 20.0, "an arm that was put down elsewhere rests there; a raised one has been called")
    ] = 5.0
    forgets_s: Annotated[
        float, Threshold("s", 0.5, 10.0, "who has not been seen at rest for this long is not missed there")
    ] = 2.0


@dataclass(frozen=True, slots=True)
class LimbRest:
    """One arm, or the head. Times are s.

    Attributes:
        there_s: when it was last seen where it rests; -inf = never, or too long ago.
        away_s: since when it has been away; NaN = it is not.
        missed_s: when it was last seen to be away.
    """

    there_s: float = float("-inf")
    away_s: float = float("nan")
    missed_s: float = float("nan")


@dataclass(frozen=True, slots=True)
class RestState:
    """Both arms (left, right) and the head."""

    arms: tuple[LimbRest, LimbRest] = field(default_factory=lambda: (LimbRest(), LimbRest()))
    head: LimbRest = LimbRest()

    def misses(self, t_s: float) -> bool:
        """Has a limb just been seen to be away? What lies elsewhere for a while rests there, and is not missed."""
        return any(t_s - limb.missed_s <= _STANDS_S for limb in (*self.arms, self.head))


def rest_spots(rest_px: FloatArray, newest_px: FloatArray, giver: Pose | None, *, alone: bool = False) -> Spots:
    """What to compare with the backdrop.

    Args:
        rest_px: (33, 2) where the receiver's landmarks rest, image px.
        newest_px: (33, 2) where the newest look has them.
        giver: the giver's newest pose; None while absent.
        alone: nobody is beside the receiver, as far as is known: ask the rest of the picture as well, and nothing of
            an arm that rests on or behind the body.
    """
    extent = extent_px(Pose(rest_px, np.ones(len(rest_px))))
    centres_px: list[FloatArray] = []
    for elbow, wrist, index in _ARMS:
        centres_px += [(rest_px[wrist] + rest_px[index]) / 2, (rest_px[elbow] + rest_px[wrist]) / 2]
    head_px = mean_of(rest_px[HEAD])
    centres_px += [head_px, mean_of(newest_px[HEAD]), head_px]
    if alone:
        body = lying_limbs_at(rest_px, _px_per_m(rest_px), _OFF_BODY_M)
        for arm in range(len(_ARMS)):
            if body.covers(centres_px[2 * arm + _FOREARM][None])[0]:
                centres_px[2 * arm + _HAND] = centres_px[2 * arm + _FOREARM] = np.full(2, np.nan)
    rows = np.arange(len(centres_px))
    heads = rows >= _HEAD
    return Spots(
        np.array(centres_px),
        extent * np.where(heads, _HEAD_RADIUS, _LIMB_RADIUS),
        np.where(heads, _SHADE_ON_HEAD, _SHADE_ON_ARM),
        extent * np.where(heads & (rows != _HEAD_FREE), _CLEAR_TO_ACQUIT, _CLEAR),
        giver_limbs(giver, 1.0).ends_px,
        _reach_px(rest_px) if alone else None,
    )


def _reach_px(rest_px: FloatArray) -> FloatArray:
    """(2, 3) all that the arms reach: about each shoulder."""
    shoulders_px = rest_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]]
    return np.column_stack([shoulders_px, np.full(2, _REACH_M * _px_per_m(rest_px))])


def _px_per_m(rest_px: FloatArray) -> float:
    return max(float(np.linalg.norm(rest_px[start] - rest_px[end])) / length for start, end, length in _LENGTHS_M)


def nothing_else_moves(params: RestParams, elsewhere: float) -> bool:
    """Does the picture show nobody else near a receiver who is alone, so that what has left its place is theirs?

    `elsewhere` as in `Looks`. Whoever walks up shows there before they are found, as do a camera that was pushed and a
    light that was switched; what is not known does not count.
    """
    return elsewhere <= params.elsewhere


def update_rest(params: RestParams, state: RestState, changed: FloatArray | None, t_s: float) -> RestState:
    """Fold one frame's comparison in; `changed` is None while there is none."""
    if changed is None:
        return state
    left, right = (
        _arm(params, arm, float(changed[2 * row + _HAND]), float(changed[2 * row + _FOREARM]), t_s)
        for row, arm in enumerate(state.arms)
    )
    place = float(changed[_HEAD_FREE])
    head = _limb(params, state.head, t_s, there=place < params.head_there, away=place > params.head_away)
    return RestState((left, right), head)


def lies_there(params: RestParams, changed: FloatArray | None) -> bool:
    """Does the head or an arm of somebody alone look as it did at rest? Who has shifted has taken all of them along."""
    if changed is None:
        return False
    return bool((changed[[_FOREARM, 2 + _FOREARM, _HEAD_FREE]] < params.rests).any())


def arm_is_away(params: RestParams, state: RestState, t_s: float) -> bool:
    """Has one of the arms left its place for longer than a moment? False says only that none was seen to."""
    return any(_is_away(params, arm, t_s) for arm in state.arms)


def head_is_away(params: RestParams, state: RestState, t_s: float) -> bool:
    """Has the head left its place for longer than a moment? False says only that it was not seen to."""
    return _is_away(params, state.head, t_s)


def head_at_rest(params: RestParams, changed: FloatArray) -> Verdict:
    """Does the picture speak for a head that lies where it rested, while the looks see it lifted?

    OK: neither that place nor the one where the looks see it has changed. FAULT: one of them has. UNKNOWN: most of
    one is hidden.
    """
    places = changed[[_HEAD, _HEAD_NOW]]
    if (places >= params.there).any():
        return Verdict.FAULT
    return Verdict.UNKNOWN if np.isnan(places).any() else Verdict.OK


def _arm(params: RestParams, arm: LimbRest, hand: float, forearm: float, t_s: float) -> LimbRest:
    """A hidden hand says nothing, a hidden forearm nothing at all."""
    away = forearm > params.away and not hand < params.there
    return _limb(params, arm, t_s, there=forearm < params.there, away=away)


def _limb(params: RestParams, limb: LimbRest, t_s: float, *, there: bool, away: bool) -> LimbRest:
    """Fold in whether a limb is seen where it rests, or seen not to be there; neither where it is hidden."""
    if there:
        return LimbRest(there_s=t_s)
    if t_s - np.nanmax([limb.there_s, limb.missed_s]) > params.forgets_s or t_s - limb.away_s > params.longest_s:
        return LimbRest()
    if away:
        return replace(limb, away_s=t_s if np.isnan(limb.away_s) else limb.away_s, missed_s=t_s)
    return limb


def _is_away(params: RestParams, limb: LimbRest, t_s: float) -> bool:
    return limb.missed_s - limb.away_s >= params.lasts_s and t_s - limb.missed_s <= _STANDS_S
