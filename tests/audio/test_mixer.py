"""What the loudspeaker would play, captured by SDL's disk driver: order and onset in the captured file."""

import time
from pathlib import Path

import numpy as np
import pytest

from coach.adapters.mixer import BUFFER_SAMPLES, CHANNELS, RATE_HZ, Mixer
from coach.core.cues import sound_table
from coach.errors import CoachError

pytestmark = pytest.mark.audio

BYTES_PER_SAMPLE = 2 * CHANNELS
A_FEW_BUFFERS_S = 5 * BUFFER_SAMPLES / RATE_HZ  # two of the mixer, and what the file's own buffer holds back
MARK_HZ = {"hold_on": 600.0, "off_the_spine": 2400.0}


@pytest.fixture
def marks(tmp_path, write_wav):
    """A folder in which each sound is a steady tone of its own from its first to its last sample."""
    folder = tmp_path / "marks"
    folder.mkdir()
    for row in sound_table():
        t_s = np.arange(round(row.saying.length_s * 16000)) / 16000
        write_wav(folder / f"{row.name}.wav", 0.4 * np.sin(2 * np.pi * MARK_HZ.get(row.name, 1200.0) * t_s), 16000)
    return folder


@pytest.fixture
def capture(tmp_path, monkeypatch):
    """Captures what is played into a file."""
    path = tmp_path / "played.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(path))
    return path


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
    heard = np.flatnonzero(np.abs(frames @ wheel) * 2 / step > 0.2)
    assert heard.size, f"{frequency_hz} Hz was never heard"
    return heard[0] * step / RATE_HZ, (heard[-1] + 1) * step / RATE_HZ


def wait_for_silence(mixer: Mixer) -> None:
    until = time.monotonic() + 20
    while mixer.sounding and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.1)


def test_a_cue_is_heard_within_a_few_buffers_and_for_its_length(capture, marks, cue_at):
    with Mixer(marks) as mixer:
        assert mixer.muted == ""
        time.sleep(0.2)
        asked_s = captured_s(capture)
        cue = cue_at(0.0, "hold_on")
        mixer.play(cue)
        answered_s = captured_s(capture)
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["hold_on"])
    assert asked_s - 0.002 <= start_s <= answered_s + A_FEW_BUFFERS_S
    assert end_s - start_s == pytest.approx(cue.length_s, abs=0.03)


def test_an_urgent_cue_replaces_a_lower_one_at_once(capture, marks, cue_at):
    with Mixer(marks) as mixer:
        mixer.play(cue_at(0.0, "hold_on"))
        time.sleep(0.4)
        asked_s = captured_s(capture)
        mixer.play(cue_at(0.4, "off_the_spine"))
        answered_s = captured_s(capture)
        wait_for_silence(mixer)
    sound = played(capture)
    lower_start_s, lower_end_s = tone_s(sound, MARK_HZ["hold_on"])
    urgent_start_s, urgent_end_s = tone_s(sound, MARK_HZ["off_the_spine"])
    assert lower_start_s < urgent_start_s
    assert asked_s - 0.002 <= urgent_start_s <= answered_s + A_FEW_BUFFERS_S
    assert lower_end_s - urgent_start_s <= 0.035
    assert urgent_end_s - urgent_start_s == pytest.approx(1.65, abs=0.03)
    assert np.abs(np.diff(sound)).max() < 0.4, "a cut without a fade clicks"


def test_a_recording_longer_than_the_table_is_cut_at_its_length(capture, marks, cue_at, write_wav):
    t_s = np.arange(5 * 16000) / 16000
    write_wav(marks / "hold_on.wav", 0.4 * np.sin(2 * np.pi * MARK_HZ["hold_on"] * t_s), 16000)
    with Mixer(marks) as mixer:
        cue = cue_at(0.0, "hold_on")
        mixer.play(cue)
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["hold_on"])
    assert end_s - start_s == pytest.approx(cue.length_s, abs=0.05)


def test_stop_ends_what_sounds(capture, marks, cue_at):
    with Mixer(marks) as mixer:
        mixer.play(cue_at(0.0, "off_the_spine"))
        time.sleep(0.3)
        mixer.stop()
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["off_the_spine"])
    assert end_s - start_s < 0.8


def test_the_committed_sounds_load_and_play(capture, sounds_dir, cue_at):
    with Mixer(sounds_dir) as mixer:
        mixer.play(cue_at(0.0, "off_the_spine"))
        time.sleep(0.3)
        assert mixer.sounding
    assert np.abs(played(capture)).max() > 0.1


def test_without_a_sound_device_the_coach_says_that_it_is_mute_and_goes_on(monkeypatch, sounds_dir, cue_at, capfd):
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    with Mixer(sounds_dir) as mixer:
        assert "mute" in mixer.muted
        assert "no sound device" in mixer.muted
        mixer.play(cue_at(0.0, "off_the_spine"))
    assert capfd.readouterr() == ("", "")


def test_a_chosen_silence_is_said_too(monkeypatch, sounds_dir):
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    with Mixer(sounds_dir) as mixer:
        assert "mute" in mixer.muted


def test_a_missing_sound_is_one_sentence_and_frees_the_device(monkeypatch, tmp_path, sounds_dir):
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    with pytest.raises(CoachError, match=r"stop_ask\.wav"):
        Mixer(tmp_path)
    with Mixer(sounds_dir) as mixer:
        assert not mixer.sounding
