"""Which of the giver's legs is the left one: a reading that lasts, against a network that takes a back for a front.

The landmark network names left and right anew in every picture. From behind, and of faces that it cannot see, it is
wrong for seconds, or changes its mind from picture to picture. People on a back do not turn round at once: what is
tracked stays, unless the network contradicts it for long, or the feet do. The closer look at the feet is told which leg
is which, and it is surer of itself where that is right: now and then both readings are looked at, and the logarithm of
how much surer one is than the other is the feet's evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.foot_look import FootAnswer
from coach.core.small_arrays import mean_of
from coach.core.values import replace

_TURN_S = 0.75  # the network must contradict the tracked left/right this long, more often than not, to be believed
_ASK_S = 0.2
_REMEMBER_S = 0.5
# Of right readings the evidence is 0.26 to 1.26 (medians of 12 clips), of wrong ones -0.8 (one clip). The mean of the
# newest looks is below -0.4 in 26 of 3,892 moments of right readings, 18 of them on the floor and 8 of that one clip,
# and in 164 of 233 of wrong ones (decision 0051).
_VOUCHES, _REFUTES = 0.2, -0.4
_LEAST_LOOKS = 1.5


@dataclass(frozen=True, slots=True)
class LeftRight:
    """What speaks for and against the reading that is tracked.

    Attributes:
        contrary_s: how long the landmark network has called left what is tracked as right, s (grows and shrinks).
        evidence: how much surer the feet's looks are of the tracked reading than of the other: mean of the newest
            looks' logarithms; NaN = nothing yet.
        looks: how many looks that mean is worth.
        asked_s: when both readings were looked at last.
    """

    contrary_s: float = 0.0
    evidence: float = float("nan")
    looks: float = 0.0
    asked_s: float = float("-inf")

    @property
    def vouched(self) -> bool:
        """The feet speak for the tracked reading."""
        return self.looks >= _LEAST_LOOKS and self.evidence >= _VOUCHES

    @property
    def refuted(self) -> bool:
        """The feet speak against it."""
        return self.looks >= _LEAST_LOOKS and self.evidence <= _REFUTES


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
    contrary: bool,
) -> tuple[LeftRight, bool]:
    """Fold one frame in.

    Args:
        state: what the last frame left.
        feet: the closer looks at the feet as they are tracked.
        mixed: the same with left and right exchanged; empty = not asked.
        dt_s: since the last frame with a pose, s.
        t_s: the time, s.
        contrary: the landmark network names the legs the other way round in this frame.

    Returns:
        The new state, and whether the tracked reading is to be turned round now.
    """
    told = _surer(feet, mixed)
    looks = state.looks * float(np.exp(-max(dt_s, 0.0) / _REMEMBER_S))
    evidence = state.evidence
    if np.isfinite(told):
        evidence = told if looks == 0.0 else (looks * evidence + told) / (looks + 1.0)
        looks += 1.0
    contrary_s = max(0.0, state.contrary_s + (dt_s if contrary else -dt_s))
    state = LeftRight(contrary_s, evidence, looks, t_s if mixed else state.asked_s)
    if state.refuted or (contrary_s > _TURN_S and not state.vouched):
        return replace(state, contrary_s=0.0, evidence=-state.evidence), True
    return replace(state, contrary_s=min(contrary_s, _TURN_S)) if state.vouched else state, False


def _surer(feet: tuple[FootAnswer, ...], mixed: tuple[FootAnswer, ...]) -> float:
    """How much surer the looks at the feet are as they are tracked; NaN unless both feet were looked at both ways."""
    if len(feet) < 2 or len(mixed) < 2:
        return float("nan")
    return _log_sigma(mixed) - _log_sigma(feet)


def _log_sigma(feet: tuple[FootAnswer, ...]) -> float:
    """Mean logarithm of how unsure looks are, px."""
    variances_px2 = [float(np.trace(mean_of(foot.covariance_px2))) / 2 for foot in feet]
    return float(np.mean(np.log(np.maximum(variances_px2, 1e-6)))) / 2
