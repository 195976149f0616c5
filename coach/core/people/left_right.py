"""Which of the giver's legs is the left one: a reading that is tracked, and three witnesses who name it anew.

MediaPipe's network names left and right anew in every picture. From behind, and of faces that it cannot see, it is
wrong for seconds, or changes its mind from picture to picture; people on a back do not turn round, so that what is
tracked stays until more speaks against it than for it. Between two minds it gives a mixture of both readings, which is
near to either: so a look is read by where the landmarks have been of late, not by the look before it. The network for
folded legs names them too, and is wrong at other times. The closer look at the feet is told which leg is which, and it
is surer of itself where that is right: now and then both readings are looked at, and the logarithm of how much surer
one is than the other is the feet's word. They are weighed for as long as they speak, MediaPipe half, and forgotten
slowly (decision 0053).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.foot_look import FootAnswer
from coach.core.landmarks import MIRROR, FloatArray, Pose
from coach.core.people.regions import KEY, hips_middle
from coach.core.small_arrays import lengths_of, mean_of
from coach.core.values import replace

_ASK_S = 0.2
_NAMED_FOR_S = 0.25  # a name that the network for folded legs gave counts until it is asked again
_FORGET_S = 3.0
_OF_LATE_S = 0.5  # a mind is changed within a picture or three; a step takes a second
_MEDIAPIPES = 0.5  # its word for its time: no other witness was wrong in two thirds of a clip (decision 0051)
# Of right readings the feet's word is 0.25 to 1.77 (medians of 21 clips), of wrong ones about as far below 0.
_MOST_OF_FEET = 1.5
# On 22 clips anything from 2 to 4 s, 0.7 to 1 and 1.5 to 2 leaves the wrong reading in 0.3 % of the moments or fewer.
_TURNS, _MOST = -0.7, 2.0


@dataclass(frozen=True, slots=True)
class LeftRight:
    """What speaks for and against the reading that is tracked.

    Attributes:
        belief: for how long the legs have been named as they are tracked, less for how long the other way round, s.
        asked_s: when both readings of the feet were looked at last.
        named_s: when the network for folded legs named them last.
        of_late_px: (33, 2) where the landmarks have been, from the middle of the hips, px; None = nowhere yet.
    """

    belief: float = 0.0
    asked_s: float = float("-inf")
    named_s: float = float("-inf")
    of_late_px: FloatArray | None = None


def is_contrary(state: LeftRight, pose: Pose, before: Pose) -> bool:
    """Does a look call left what is tracked as right? `before`: the look before it, should nothing be known of late."""
    of_late_px = _from_hips_px(before) if state.of_late_px is None else state.of_late_px
    as_named, other_way = (lengths_of((_from_hips_px(p) - of_late_px)[KEY]).sum() for p in (pose, pose.flipped()))
    return bool(as_named > other_way)


def remember(state: LeftRight, pose: Pose, dt_s: float, *, turned: bool) -> LeftRight:
    """Fold the look in as it is tracked now; `turned`: the reading was turned round just now."""
    now_px = _from_hips_px(pose)
    if state.of_late_px is None:
        return replace(state, of_late_px=now_px)
    of_late_px = state.of_late_px[np.array(MIRROR)] if turned else state.of_late_px
    share = 1.0 - float(np.exp(-max(dt_s, 0.0) / _OF_LATE_S))
    return replace(state, of_late_px=of_late_px + share * (now_px - of_late_px))


def _from_hips_px(pose: Pose) -> FloatArray:
    return pose.xy_px - hips_middle(pose.xy_px)


def asks_feet(state: LeftRight, t_s: float) -> bool:
    """Shall both readings of the feet be looked at in the frame at `t_s`?"""
    return t_s - state.asked_s >= _ASK_S


def update_left_right(
    state: LeftRight,
    feet: tuple[FootAnswer, ...],
    mixed: tuple[FootAnswer, ...],
    dt_s: float,
    t_s: float,
    *,
    contrary: bool | None,
    folded_contrary: bool | None = None,
) -> tuple[LeftRight, bool]:
    """Fold one frame in.

    Args:
        state: what the last frame left.
        feet: the closer looks at the feet as they are tracked.
        mixed: the same with left and right exchanged; empty = not asked.
        dt_s: since the last frame with a pose, s.
        t_s: the time, s.
        contrary: MediaPipe names the legs the other way round in this frame; None = it is not heard.
        folded_contrary: the network for folded legs does; None = it was not asked, or does not trust itself.

    Returns:
        The new state, and whether the tracked reading is to be turned round now.
    """
    dt_s = max(dt_s, 0.0)
    belief = state.belief * float(np.exp(-dt_s / _FORGET_S))
    if contrary is not None:
        belief += _MEDIAPIPES * (-dt_s if contrary else dt_s)
    if folded_contrary is not None:
        named_for_s = min(max(t_s - state.named_s, 0.0), _NAMED_FOR_S)
        belief += -named_for_s if folded_contrary else named_for_s
    told = _surer(feet, mixed)
    if np.isfinite(told):
        belief += _ASK_S * float(np.clip(told, -_MOST_OF_FEET, _MOST_OF_FEET))
    belief = float(np.clip(belief, -_MOST, _MOST))
    asked_s, named_s = t_s if mixed else state.asked_s, state.named_s if folded_contrary is None else t_s
    turns = belief < _TURNS
    return replace(state, belief=-belief if turns else belief, asked_s=asked_s, named_s=named_s), turns


def _surer(feet: tuple[FootAnswer, ...], mixed: tuple[FootAnswer, ...]) -> float:
    """How much surer the looks at the feet are as they are tracked; NaN unless both feet were looked at both ways."""
    if len(feet) < 2 or len(mixed) < 2:
        return float("nan")
    return _log_sigma(mixed) - _log_sigma(feet)


def _log_sigma(feet: tuple[FootAnswer, ...]) -> float:
    """Mean logarithm of how unsure looks are, px."""
    variances_px2 = [float(np.trace(mean_of(foot.covariance_px2))) / 2 for foot in feet]
    return float(np.mean(np.log(np.maximum(variances_px2, 1e-6)))) / 2
