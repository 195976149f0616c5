"""The movie's sound: every cue at its sample, the clip's own sound beneath it, and no clipping."""

import numpy as np
import pytest

from coach.errors import CoachError
from coach.report.soundtrack import CEILING, mix_cues, read_sound

RATE_HZ = 48000


@pytest.fixture
def marked(tmp_path, write_wav):
    """A folder with two sounds that begin with a full-height sample: one second at 0.5, one at 0.25."""
    for name, height in (("hold_on", 0.25), ("off_the_spine", 0.5)):
        samples = np.full(RATE_HZ * 2, height)
        write_wav(tmp_path / f"{name}.wav", samples, RATE_HZ)
    return tmp_path


def test_without_cues_the_clips_own_sound_is_untouched():
    base = np.random.default_rng(1).uniform(-0.9, 0.9, (RATE_HZ, 2)).astype(np.float32)
    np.testing.assert_array_equal(mix_cues([], sounds_dir=None, duration_s=1.0, rate_hz=RATE_HZ, base=base), base)


def test_a_clip_without_sound_gets_one_channel_of_cues(cue_at, sounds_dir):
    out = mix_cues([cue_at(1.0, "hold_on")], sounds_dir, 4.0, RATE_HZ)
    assert out.shape == (4 * RATE_HZ, 1)
    assert out.dtype == np.float32
    assert not out[: RATE_HZ - 100].any()
    assert out[RATE_HZ : 2 * RATE_HZ].any()


@pytest.mark.parametrize("t_s", [0.0, 0.5, 1.23456, 2.999])
def test_a_cue_begins_at_its_sample(cue_at, marked, t_s):
    out = mix_cues([cue_at(t_s, "hold_on")], marked, 6.0, RATE_HZ)[:, 0]
    assert np.flatnonzero(out)[0] == round(t_s * RATE_HZ)


def test_a_cue_is_heard_for_its_length_by_the_table_and_no_longer(cue_at, marked):
    cue = cue_at(1.0, "hold_on")
    out = mix_cues([cue], marked, 6.0, RATE_HZ)[:, 0]
    assert np.flatnonzero(out)[-1] == pytest.approx(round(cue.end_s * RATE_HZ), abs=2)


def test_an_interrupted_cue_fades_out_at_the_start_of_the_other(cue_at, marked):
    out = mix_cues([cue_at(1.0, "hold_on"), cue_at(1.5, "off_the_spine")], marked, 6.0, RATE_HZ)[:, 0]
    assert out[round(1.499 * RATE_HZ)] == pytest.approx(0.25, abs=1e-3)
    assert out[round(1.5 * RATE_HZ)] == pytest.approx(0.75, abs=1e-3)
    assert out[round(1.53 * RATE_HZ)] == pytest.approx(0.5, abs=1e-3)


def test_the_clips_own_sound_steps_back_under_a_cue_and_returns_without_a_jump(cue_at, tmp_path, write_wav):
    write_wav(tmp_path / "hold_on.wav", np.zeros(RATE_HZ), RATE_HZ)
    base = np.full((6 * RATE_HZ, 2), 0.3, dtype=np.float32)
    cue = cue_at(2.0, "hold_on")
    out = mix_cues([cue], tmp_path, 6.0, RATE_HZ, base)
    np.testing.assert_array_equal(out[: round(1.8 * RATE_HZ)], base[: round(1.8 * RATE_HZ)])
    assert out[round(2.5 * RATE_HZ), 0] == pytest.approx(0.3 * 10 ** (-10 / 20), rel=1e-3)
    assert out[-1, 1] == pytest.approx(0.3)
    assert np.abs(np.diff(out, axis=0)).max() < 1e-4


def test_a_loud_clip_and_a_loud_cue_never_clip(cue_at, tmp_path, write_wav):
    t_s = np.arange(4 * RATE_HZ) / RATE_HZ
    write_wav(tmp_path / "off_the_spine.wav", 0.99 * np.sin(2 * np.pi * 700 * t_s[: 2 * RATE_HZ]), RATE_HZ)
    base = (1.5 * np.sin(2 * np.pi * 440 * t_s)).astype(np.float32)
    out = mix_cues([cue_at(1.0, "off_the_spine")], tmp_path, 4.0, RATE_HZ, base)
    assert np.abs(out).max() <= CEILING + 1e-6
    middle = out[round(1.3 * RATE_HZ) : round(2.3 * RATE_HZ), 0]
    assert np.count_nonzero(np.abs(middle) >= CEILING - 1e-6) < 0.001 * middle.size, "turned down, not cut off"


def test_what_is_not_a_number_in_the_clips_sound_is_silence():
    base = np.array([np.nan, np.inf, -np.inf, 0.5], dtype=np.float32)
    np.testing.assert_allclose(mix_cues([], None, 4 / RATE_HZ, RATE_HZ, base)[:, 0], [0, 0, 0, 0.5])


@pytest.mark.parametrize("seconds", [0.5, 3.0])
def test_a_sound_shorter_or_longer_than_the_movie_is_fitted(seconds):
    base = np.full(round(seconds * RATE_HZ), 0.1, dtype=np.float32)
    out = mix_cues([], None, 1.5, RATE_HZ, base)
    assert out.shape == (round(1.5 * RATE_HZ), 1)
    assert np.count_nonzero(out) == min(round(seconds * RATE_HZ), out.size)


def test_a_cue_at_the_very_end_is_cut_with_the_movie(cue_at, marked):
    out = mix_cues([cue_at(1.9, "hold_on")], marked, 2.0, RATE_HZ)
    assert out.shape == (2 * RATE_HZ, 1)
    assert out[-1, 0] == pytest.approx(0.25, abs=1e-3)


def test_a_movie_of_no_length_is_an_empty_track(cue_at, marked):
    assert mix_cues([cue_at(0.0, "hold_on")], marked, 0.0, RATE_HZ).shape == (0, 1)


@pytest.mark.parametrize("rate_hz", [16000, 22050, 44100, 48000])
def test_the_sounds_keep_their_loudness_and_length_at_any_rate(sounds_dir, rate_hz):
    own, other = read_sound(sounds_dir / "hold_on.wav", 16000), read_sound(sounds_dir / "hold_on.wav", rate_hz)
    assert other.size / rate_hz == pytest.approx(own.size / 16000, abs=1 / 16000)
    assert np.sqrt(np.mean(other**2)) == pytest.approx(np.sqrt(np.mean(own**2)), rel=0.02)


def test_a_missing_sound_is_one_sentence(cue_at, tmp_path):
    with pytest.raises(CoachError, match=r"hold_on\.wav"):
        mix_cues([cue_at(1.0, "hold_on")], tmp_path, 4.0, RATE_HZ)


def test_a_sound_that_is_no_wav_file_is_one_sentence(cue_at, tmp_path):
    (tmp_path / "hold_on.wav").write_text("not a sound")
    with pytest.raises(CoachError, match="16-bit WAV"):
        mix_cues([cue_at(1.0, "hold_on")], tmp_path, 4.0, RATE_HZ)
