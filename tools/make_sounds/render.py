"""One whole sound: motif, a short gap, words, or the knocks alone; as loud and as long as its table says."""

from __future__ import annotations

import io
import wave

import numpy as np

from coach.core.live.ticks import Tick
from coach.core.sounds import Sound
from tools.make_sounds.knocks import knocks_of
from tools.make_sounds.levels import level, rms
from tools.make_sounds.motifs import RATE_HZ, Samples, motif_of
from tools.make_sounds.speech import speech_of

GRID_S = 0.05  # lengths are rounded up to this
SPEECH_GAP_S = 0.10
TAIL_S = 0.06
TONE_UNDER_SPEECH_DB = 1.0
PEAK_DBFS = -1.0


def render(sound: Sound) -> Samples:
    """One whole sound, (n,), -1..1, as loud as its tier, as long as its motif and words need on the grid of lengths."""
    out = knocks_of(sound.source) if isinstance(sound.source, Tick) else _spoken(sound)
    out *= level(sound.loudness_dbfs) / rms(out)
    if np.abs(out).max() > level(PEAK_DBFS):
        raise SystemExit(f"{sound.name}: its peak is above {PEAK_DBFS} dBFS; lower the loudness of its tier")
    return out


def _spoken(sound: Sound) -> Samples:
    tones, speech = motif_of(sound), speech_of(sound)
    tones *= rms(speech) / rms(tones) * level(-TONE_UNDER_SPEECH_DB)
    gap, tail = np.zeros(round(SPEECH_GAP_S * RATE_HZ)), np.zeros(round(TAIL_S * RATE_HZ))
    natural = np.concatenate([tones, gap, speech, tail])
    length_s = float(np.ceil(natural.size / RATE_HZ / GRID_S) * GRID_S)
    out = np.zeros(round(length_s * RATE_HZ))
    out[: natural.size] = natural
    return out


def wav_bytes(samples: Samples) -> bytes:
    """A sound, (n,), -1..1, as a mono 16-bit WAV file."""
    memory = io.BytesIO()
    with wave.open(memory, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    return memory.getvalue()
