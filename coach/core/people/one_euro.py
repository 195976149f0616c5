"""The 1€ filter: steady while slow, prompt while fast.

A low-pass filter whose cutoff grows with the filtered speed, for all points of a body at once.
Source: Casiez, Roussel, Vogel, 1€ Filter (CHI 2012), equations 1 to 7; speeds are in body sizes, so that it works alike
near and far.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.landmarks import FloatArray
from coach.core.small_arrays import lengths_of

_LEAST_CUTOFF_HZ = 1.0  # a standing person's landmarks jitter from frame to frame
_CUTOFF_OF_SPEED = 10.0  # Hz for each body size per second: a step (0.3 of the body in 1 s) is followed within 0.05 s
_SPEED_CUTOFF_HZ = 1.0  # the paper's own


@dataclass(frozen=True, slots=True)
class OneEuroState:
    """What is remembered: (N, 2) places, px, their (N, 2) speeds, px/s, and when."""

    places_px: FloatArray
    speeds_px_s: FloatArray
    t_s: float


def one_euro(state: OneEuroState | None, places_px: FloatArray, size_px: float, t_s: float) -> OneEuroState:
    """Fold one frame in; without a state, or where a place was not known, the filter begins anew.

    Args:
        state: so far.
        places_px: (N, 2) as measured; NaN stays NaN.
        size_px: of the body.
        t_s: now.
    """
    if state is None or not t_s > state.t_s:
        return OneEuroState(places_px, np.zeros_like(places_px), t_s)
    run_s = t_s - state.t_s
    speeds_px_s = state.speeds_px_s + _share(_SPEED_CUTOFF_HZ, run_s) * (
        (places_px - state.places_px) / run_s - state.speeds_px_s
    )
    speeds_px_s = np.nan_to_num(speeds_px_s)
    speed = lengths_of(speeds_px_s)[:, None] / max(size_px, 1.0)
    share = _share(_LEAST_CUTOFF_HZ + _CUTOFF_OF_SPEED * speed, run_s)
    smooth_px = state.places_px + share * (places_px - state.places_px)
    return OneEuroState(np.where(np.isfinite(state.places_px), smooth_px, places_px), speeds_px_s, t_s)


def _share(cutoff_hz: FloatArray | float, run_s: float) -> FloatArray | float:
    """Weight of the newest value."""
    return 1.0 / (1.0 + 1.0 / (2 * np.pi * cutoff_hz * run_s))
