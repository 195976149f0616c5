"""Where the committed sounds lie, and a reader for them."""

import wave
from pathlib import Path

import numpy as np
import pytest

from coach.core.cues import SpokenCue, cue_named
from tests.audio.marks import MARK_HZ, QUIET, TABLE

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"


@pytest.fixture(scope="session")
def sounds_dir():
    return SOUNDS


@pytest.fixture(scope="session")
def read_wav():
    """(samples (n,) -1..1, rate in Hz) of a mono 16-bit WAV file."""

    def read(path):
        with wave.open(str(path), "rb") as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768.0, file.getframerate()

    return read


@pytest.fixture(scope="session")
def write_wav():
    def write(path, samples, rate_hz):
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate_hz)
            file.writeframes(np.round(np.asarray(samples) * 32767).astype("<i2").tobytes())

    return write


@pytest.fixture(scope="session")
def cue_at():
    """A cue of the catalogue, given at a time."""

    def make(t_s, cue_id, *, firm=False):
        row = cue_named(cue_id)
        saying = row.saying(firm=firm)
        return SpokenCue(t_s, row.id, row.rule, row.severity, saying.words, saying.length_s, firm)

    return make


@pytest.fixture
def marks(tmp_path, write_wav):
    """A folder in which each sound is a steady tone of its own from its first to its last sample."""
    folder = tmp_path / "marks"
    folder.mkdir()
    for name, sound in TABLE.items():
        t_s = np.arange(round(sound.length_s * 16000)) / 16000
        write_wav(folder / f"{name}.wav", QUIET * np.sin(2 * np.pi * MARK_HZ[name] * t_s), 16000)
    return folder


@pytest.fixture
def capture(tmp_path, monkeypatch):
    """Captures what is played into a file."""
    path = tmp_path / "played.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(path))
    return path
