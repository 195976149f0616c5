"""The spoken words: flite in English, espeak-ng in Mandarin."""

from __future__ import annotations

import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from coach.core.sounds import Sound
from coach.core.words import Language
from tools.make_sounds.levels import level, rms
from tools.make_sounds.motifs import RATE_HZ, Samples
from tools.make_sounds.pinyin import PINYIN

FLITE_VOICE = "slt"
ESPEAK_VOICE = "cmn-latn-pinyin"
ESPEAK_HZ = 22050
ESPEAK_WORDS_PER_MIN = 160  # its usual 175 is hurried for a person who lies and rests; own judgement
CREST_DB = 11.0  # of peaks over the whole: flite's usual; espeak-ng has 17, and 19 at worst
EVEN_S = 0.01  # as long as one period of its voice
FADE_S = 0.005
SILENT = 0.01  # of the loudest sample


def speech_of(sound: Sound) -> Samples:
    """The words of a sound, (n,), -1..1, at RATE_HZ, silence at both ends cut off."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        if sound.language is Language.EN:
            subprocess.run(["flite", "-voice", FLITE_VOICE, "-t", sound.words, "-o", str(path)], check=True)
            speech = _read(path, RATE_HZ)
        else:
            pinyin = PINYIN[sound.name]
            options = ["-v", ESPEAK_VOICE, "-s", str(ESPEAK_WORDS_PER_MIN), "-w", str(path)]
            subprocess.run(["espeak-ng", *options, pinyin], check=True)
            speech = _evened(resample_poly(_read(path, ESPEAK_HZ), RATE_HZ, ESPEAK_HZ))
    return _trimmed(speech)


def _read(path: Path, rate_hz: int) -> Samples:
    with wave.open(str(path), "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (rate_hz, 1, 2):
            raise SystemExit(f"a synthesiser no longer speaks {rate_hz} Hz mono 16 bit")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768.0


def _evened(speech: Samples) -> Samples:
    """Turn the sharp peaks of each period down: at the same loudness they startle, and the loudest would clip."""
    size = 2 * round(EVEN_S * RATE_HZ / 2) + 1
    ceiling = level(CREST_DB) * rms(speech)
    gain = np.minimum(1.0, ceiling / np.maximum(maximum_filter1d(np.abs(speech), size), 1e-9))
    return np.asarray(speech * uniform_filter1d(gain, size), dtype=np.float64)


def _trimmed(speech: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(speech) > SILENT * np.abs(speech).max())
    speech = speech[loud[0] : loud[-1] + 1].copy()
    ramp = np.linspace(0.0, 1.0, round(FADE_S * RATE_HZ))
    speech[: ramp.size] *= ramp
    speech[-ramp.size :] *= ramp[::-1]
    return speech
