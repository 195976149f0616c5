"""Loudness: root mean square and decibels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def rms(samples: NDArray[np.float64]) -> float:
    """Root mean square of all samples."""
    return float(np.sqrt(np.mean(samples**2)))


def level(db: float) -> float:
    """Amplitude factor of a level in dB."""
    return 10 ** (db / 20)
