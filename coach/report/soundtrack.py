"""The movie's sound: the clip's own sound, ducked gently, with the cues on top at their times."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.core.cues import SpokenCue

Samples = NDArray[np.float32]


def mix_cues(
    cues: Sequence[SpokenCue], sounds_dir: Path, duration_s: float, rate_hz: int, base: Samples | None = None
) -> Samples:
    """Mix the cues into the clip's sound.

    Args:
        cues: in order of time.
        sounds_dir: folder with `<sound>.wav` for every cue.
        duration_s: length of the result, s.
        rate_hz: sample rate of `base` and of the result.
        base: (n,) or (n, channels) float32, -1..1, the clip's own sound; None = silence, one channel.

    Returns:
        (round(duration_s * rate_hz), channels) float32 within -1..1.

    Raises:
        CoachError: a sound is missing or no 16-bit WAV file.
    """
    raise NotImplementedError
