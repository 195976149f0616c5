"""The motifs: which tones stand before the words.

They follow the practice of medical alarms (the idea of IEC 60601-1-8, not its melodies): the more pulses and the
faster, the more urgent; a fundamental with harmonics between 500 and 3000 Hz, so that it is heard through a towel and
can be told where it comes from; pulses that swell over 20 ms or more, because a person lies there and rests; no
continuous tone. Each cue of a tier has a melody of its own, and so has each kind of prompt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.core.cues import SoundRow
from coach.core.findings import Severity
from coach.core.live.prompts import PromptKind
from coach.core.live.ticks import Tick
from coach.core.sounds import Sound

Samples = NDArray[np.float64]

RATE_HZ = 16000  # what flite's slt speaks at; the highest harmonic of a motif is below 4 kHz
HARMONICS = (1.0, 0.5, 0.3, 0.15)  # amplitude of each multiple of the fundamental
ROUND_GAP_S = 0.15


@dataclass(frozen=True)
class Motif:
    """How one tier sounds.

    Attributes:
        base_hz: fundamental of the note 0.
        onsets_s: when each pulse begins.
        pulse_s: length of a pulse.
        attack_s: how long it swells.
        firm_rounds: how often the motif is played in the firmer form.
    """

    base_hz: float
    onsets_s: tuple[float, ...]
    pulse_s: float
    attack_s: float
    firm_rounds: int = 1


MOTIFS = {
    Severity.URGENT: Motif(784.0, (0.0, 0.105, 0.21, 0.36, 0.465), 0.10, 0.020, firm_rounds=2),
    Severity.WARNING: Motif(659.3, (0.0, 0.16, 0.32), 0.15, 0.030),
    Severity.GUIDE: Motif(587.3, (0.0, 0.22), 0.21, 0.050),
    Severity.INFO: Motif(587.3, (0.0,), 0.28, 0.060),
}

# Semitones above the tier's base note, one for each pulse. What cannot be seen falls by a fifth.
CUE_MELODIES = {
    "stop_ask": (5, 5, 5, 0, 0),
    "off_the_spine": (0, 0, 0, 5, 5),
    "off_the_neck": (0, 5, 0, 5, 0),
    "keep_out": (0, 0, 0, 0, 0),
    "hold_on": (0, 4, 7),
    "both_hands": (0, 4, 4),
    "off_zone": (7, 4, 0),
    "ask_how_it_feels": (0, 9),
    "slower": (4, 0),
    "stay_a_little": (0, 0),
    "move_on": (0, 4),
    "work_downwards": (2,),
    "step_by_step": (5,),
    "more_on_the_left": (10,),
    "more_on_the_right": (11,),
    "nobody_in_view": (0,),
}
UNSEEN_MELODY = (7, 0)

# What is asked for rises by a fifth; what was found is the fifth alone.
PROMPT_MELODIES = {
    (PromptKind.ASK, Severity.GUIDE): (0, 7),
    (PromptKind.UNSEEN, Severity.GUIDE): UNSEEN_MELODY,
    (PromptKind.CLOCK, Severity.GUIDE): (7, 7),
    (PromptKind.CLOCK, Severity.INFO): (4,),
    (PromptKind.FOUND, Severity.INFO): (7,),
    (PromptKind.TURN, Severity.INFO): (9,),
    (PromptKind.TURN, Severity.WARNING): (7, 7, 0),
}


def melody_of(sound: Sound) -> tuple[int, ...]:
    """Semitones above the tier's base note, one for each pulse."""
    if isinstance(sound.source, SoundRow):
        return CUE_MELODIES.get(sound.source.cue.id, UNSEEN_MELODY)
    if isinstance(sound.source, Tick):
        raise ValueError(f"{sound.name} has knocks and no melody")
    return PROMPT_MELODIES[sound.source.kind, sound.severity]


def pulse(frequency_hz: float, motif: Motif) -> Samples:
    """One swelling and fading tone with its harmonics, (n,), not normalised."""
    t_s = np.arange(round(motif.pulse_s * RATE_HZ)) / RATE_HZ
    tone = np.zeros_like(t_s)
    for multiple, amplitude in enumerate(HARMONICS, start=1):
        tone += amplitude * np.sin(2 * np.pi * frequency_hz * multiple * t_s)
    rise = np.clip(t_s / motif.attack_s, 0.0, 1.0)
    fall = np.clip((motif.pulse_s - t_s) / (motif.pulse_s - motif.attack_s), 0.0, 1.0)
    return tone * 0.5 * (1 - np.cos(np.pi * rise)) * 0.5 * (1 - np.cos(np.pi * fall))


def motif_of(sound: Sound) -> Samples:
    """The motif of a sound, (n,), all rounds, not normalised."""
    motif = MOTIFS[sound.severity]
    one_round_s = motif.onsets_s[-1] + motif.pulse_s
    rounds = motif.firm_rounds if isinstance(sound.source, SoundRow) and sound.source.firm else 1
    out = np.zeros(round((rounds * one_round_s + (rounds - 1) * ROUND_GAP_S) * RATE_HZ) + 1)
    for turn in range(rounds):
        for onset_s, semitones in zip(motif.onsets_s, melody_of(sound), strict=True):
            tone = pulse(motif.base_hz * 2 ** (semitones / 12), motif)
            first = round((turn * (one_round_s + ROUND_GAP_S) + onset_s) * RATE_HZ)
            out[first : first + tone.size] += tone
    return out
