"""The pacing sounds: soft knocks on wood, without words.

A struck bar of wood has few partials, which are no multiples of each other, and the higher ones die away sooner. Here
each knock swells for as long as a padded mallet takes, because a person lies there and rests.
"""

from __future__ import annotations

import numpy as np

from coach.core.live.ticks import Tick
from tools.make_sounds.motifs import RATE_HZ, Samples

# Multiple of the lowest partial, amplitude, time to fade to 1/e. A free bar: 1, 2.76 (Fletcher and Rossing, The
# Physics of Musical Instruments, chapter 2); amplitudes and times by ear.
PARTIALS = ((1.0, 1.0, 0.075), (2.76, 0.5, 0.045))
SWELL_S = 0.025
KNOCK_S = 0.28
APART_S = 0.14
# One knock for "you may", two that rise by a fourth for "it is time".
PITCHES_HZ = {1: (700.0,), 2: (620.0, 828.0)}


def knocks_of(tick: Tick) -> Samples:
    """All knocks of a tick, (n,), not normalised; it ends in silence."""
    pitches = PITCHES_HZ[tick.knocks]
    out = np.zeros(round(tick.length_s * RATE_HZ))
    for turn, pitch_hz in enumerate(pitches):
        first = round(turn * APART_S * RATE_HZ)
        tone = knock(pitch_hz)[: out.size - first]
        out[first : first + tone.size] += tone
    return out


def knock(pitch_hz: float) -> Samples:
    """One knock, (n,), not normalised."""
    t_s = np.arange(round(KNOCK_S * RATE_HZ)) / RATE_HZ
    tone = np.zeros_like(t_s)
    for multiple, amplitude, fade_s in PARTIALS:
        tone += amplitude * np.exp(-t_s / fade_s) * np.sin(2 * np.pi * pitch_hz * multiple * t_s)
    rise = 0.5 * (1 - np.cos(np.pi * np.clip(t_s / SWELL_S, 0.0, 1.0)))
    fall = 0.5 * (1 + np.cos(np.pi * np.clip((t_s - KNOCK_S / 2) / (KNOCK_S / 2), 0.0, 1.0)))
    return tone * rise * fall
