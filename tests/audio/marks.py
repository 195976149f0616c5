"""Sounds that are steady tones, a mixer of them, and how they are found again in what was captured."""

import time
from pathlib import Path

import numpy as np

from coach.adapters.mixer import BUFFER_SAMPLES, CHANNELS, RATE_HZ, Mixer
from coach.core.sounds import sounds
from coach.core.words import Language

BYTES_PER_SAMPLE = 2 * CHANNELS
A_FEW_BUFFERS_S = 5 * BUFFER_SAMPLES / RATE_HZ  # two of the mixer, and what the file's own buffer holds back
MARK_HZ = {"hold_on": 600.0, "off_the_spine": 2400.0, "resumed": 1200.0}
QUIET = 10 ** (-23 / 20) * np.sqrt(2)  # height of a tone that is quieter than the tiers of the two marks
ENGLISH = sounds(Language.EN)
TABLE = {name: ENGLISH[name] for name in MARK_HZ}


def opened(folder):
    """A mixer of the marks."""
    return Mixer({name: folder / f"{name}.wav" for name in TABLE}, TABLE)


def played(path: Path) -> np.ndarray:
    """Captured sound, (n,), first channel, -1..1."""
    raw = path.read_bytes()
    whole = len(raw) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE
    return np.frombuffer(raw[:whole], "<i2").reshape(-1, CHANNELS)[:, 0] / 32768.0


def captured_s(path: Path) -> float:
    return path.stat().st_size / BYTES_PER_SAMPLE / RATE_HZ


def tone_s(sound: np.ndarray, frequency_hz: float) -> tuple[float, float]:
    """When a tone is first and last heard in the captured sound."""
    step = RATE_HZ // 600  # one period of the lowest mark: 80 samples, 1.7 ms
    frames = sound[: sound.size // step * step].reshape(-1, step)
    wheel = np.exp(-2j * np.pi * frequency_hz * np.arange(step) / RATE_HZ)
    heard = np.flatnonzero(np.abs(frames @ wheel) * 2 / step > QUIET / 2)
    assert heard.size, f"{frequency_hz} Hz was never heard"
    return heard[0] * step / RATE_HZ, (heard[-1] + 1) * step / RATE_HZ


def mixer_samples(mixer: Mixer, name: str) -> np.ndarray:
    """A sound as the mixer has it, (n,), first channel, -1..1."""
    return np.frombuffer(mixer._sounds[name].get_raw(), "<i2").reshape(-1, CHANNELS)[:, 0] / 32768.0


def wait_for_silence(mixer: Mixer) -> None:
    until = time.monotonic() + 20
    while mixer.sounding and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.1)
