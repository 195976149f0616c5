"""What the loudspeaker would play, captured by SDL's disk driver: order and onset in the captured file."""

import time
import wave

import numpy as np
import pytest
from scipy.signal import correlate

from coach.adapters.mixer import RATE_HZ, Mixer
from coach.app.own_sounds import sound_files
from coach.core.live.loudspeaker import SoundState
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.errors import CoachError
from tests.audio.marks import (
    A_FEW_BUFFERS_S,
    ENGLISH,
    MARK_HZ,
    QUIET,
    TABLE,
    captured_s,
    mixer_samples,
    opened,
    played,
    tone_s,
    wait_for_silence,
)

pytestmark = pytest.mark.audio


def test_a_cue_is_heard_within_a_few_buffers_and_for_its_length(capture, marks):
    with opened(marks) as mixer:
        assert mixer.problem is None
        time.sleep(0.2)
        asked_s = captured_s(capture)
        mixer.play_sound("hold_on")
        answered_s = captured_s(capture)
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["hold_on"])
    assert asked_s - 0.002 <= start_s <= answered_s + A_FEW_BUFFERS_S
    assert end_s - start_s == pytest.approx(TABLE["hold_on"].length_s, abs=0.03)


def test_an_urgent_cue_replaces_a_lower_one_at_once(capture, marks):
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        time.sleep(0.4)
        asked_s = captured_s(capture)
        mixer.play_sound("off_the_spine")
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


def test_the_coach_s_own_urgent_cue_cuts_into_a_guide_at_once_and_without_a_click(capture):
    with Mixer(sound_files(Language.EN, None), ENGLISH) as mixer:
        own = {name: mixer_samples(mixer, name) for name in ("lie_down", "off_the_spine")}
        cuts = []
        for into_s in (0.1, 0.5, 1.7):  # in its two tones, and in its words
            mixer.play_sound("lie_down")
            time.sleep(into_s)
            asked_s = captured_s(capture)
            mixer.play_sound("off_the_spine")
            cuts.append((asked_s, captured_s(capture)))
            wait_for_silence(mixer)
    sound = played(capture)
    beginning = own["off_the_spine"][: RATE_HZ // 2]
    steepest = max(np.abs(np.diff(samples)).max() for samples in own.values())
    for asked_s, answered_s in cuts:
        first = round(asked_s * RATE_HZ)
        around = sound[first : first + RATE_HZ]
        at = int(correlate(around, beginning, "valid", "fft").argmax())
        assert (first + at) / RATE_HZ <= answered_s + A_FEW_BUFFERS_S
        heard = around[at : at + beginning.size]
        left_of_the_lower = np.abs(heard - beginning)[round(0.025 * RATE_HZ) :]
        assert left_of_the_lower.max() < 2e-4, "it is gone within 25 ms"
        edge = around[max(at - 500, 0) : at + 1500]
        assert np.abs(np.diff(edge)).max() <= steepest, "no step that is not in the sounds themselves"


def test_a_recording_longer_than_the_table_is_cut_at_its_length(capture, marks, write_wav):
    t_s = np.arange(5 * 16000) / 16000
    write_wav(marks / "hold_on.wav", QUIET * np.sin(2 * np.pi * MARK_HZ["hold_on"] * t_s), 16000)
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["hold_on"])
    assert end_s - start_s == pytest.approx(TABLE["hold_on"].length_s, abs=0.05)


def test_stop_ends_what_sounds(capture, marks):
    with opened(marks) as mixer:
        mixer.play_sound("off_the_spine")
        time.sleep(0.3)
        mixer.stop()
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["off_the_spine"])
    assert end_s - start_s < 0.8


def loudness_dbfs(samples: np.ndarray) -> float:
    return 20 * np.log10(np.sqrt(np.mean(samples**2)))


def test_a_recording_louder_than_its_tier_is_turned_down_to_it(capture, marks, write_wav):
    t_s = np.arange(round(TABLE["hold_on"].length_s * 16000)) / 16000
    write_wav(marks / "hold_on.wav", 0.9 * np.sin(2 * np.pi * MARK_HZ["hold_on"] * t_s), 16000)
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        wait_for_silence(mixer)
    sound = played(capture)
    start_s, end_s = tone_s(sound, MARK_HZ["hold_on"])
    heard = sound[round((start_s + 0.1) * RATE_HZ) : round((end_s - 0.1) * RATE_HZ)]
    assert loudness_dbfs(heard) == pytest.approx(-21.0, abs=0.2)


def test_a_quiet_recording_stays_as_it_is(capture, marks):
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        wait_for_silence(mixer)
    sound = played(capture)
    start_s, end_s = tone_s(sound, MARK_HZ["hold_on"])
    heard = sound[round((start_s + 0.1) * RATE_HZ) : round((end_s - 0.1) * RATE_HZ)]
    assert loudness_dbfs(heard) == pytest.approx(-23.0, abs=0.2)


@pytest.mark.parametrize(("rate_hz", "channels"), [(8000, 1), (44100, 2), (96000, 2)])
def test_a_recording_of_another_rate_in_stereo_is_heard_at_its_own_pace_and_side(
    capture, marks, tmp_path, rate_hz, channels
):
    t_s = np.arange(round(0.8 * rate_hz)) / rate_hz
    left = np.round(32767 * QUIET * np.sin(2 * np.pi * MARK_HZ["hold_on"] * t_s)).astype("<i2")
    both = np.stack([left, np.zeros_like(left)][:channels], axis=1)
    with wave.open(str(marks / "hold_on.wav"), "wb") as file:
        file.setparams((channels, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(both.tobytes())
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["hold_on"])
    assert end_s - start_s == pytest.approx(0.8, abs=0.03)
    raw = np.frombuffer(capture.read_bytes()[: capture.stat().st_size // 4 * 4], "<i2").reshape(-1, 2)
    other_side = np.abs(raw[:, 1].astype(np.int64)).max()
    assert bool(other_side > 1000) is (channels == 1), "mono is heard on both sides"


@pytest.mark.parametrize(("volume", "expected_db"), [(0.5, -6.0), (0.1, -20.0)])
def test_the_volume_holds_from_the_first_sample_on(capture, marks, volume, expected_db):
    with opened(marks) as mixer:
        mixer.volume = volume
        mixer.play_sound("hold_on")
        wait_for_silence(mixer)
    sound = played(capture)
    assert np.abs(sound).max() == pytest.approx(QUIET * volume, rel=0.1)
    loud = np.flatnonzero(np.abs(sound) > QUIET * volume / 2)
    assert loudness_dbfs(sound[loud[0] : loud[-1]]) == pytest.approx(-23.0 + expected_db, abs=0.6)


def test_the_volume_changes_what_sounds_already(capture, marks):
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        time.sleep(0.5)
        mixer.volume = 0.25
        wait_for_silence(mixer)
    sound = played(capture)
    heard = np.flatnonzero(np.abs(sound) > 0.01)
    first, last = sound[heard[0] :][: RATE_HZ // 10], sound[: heard[-1]][-RATE_HZ // 10 :]
    assert np.abs(first).max() == pytest.approx(QUIET, rel=0.1)
    assert np.abs(last).max() == pytest.approx(QUIET / 4, rel=0.1)


def test_a_knock_is_heard_within_a_few_buffers_and_as_soft_as_it_is_asked_for(capture):
    heights = []
    with Mixer(sound_files(Language.EN, None), ENGLISH) as mixer:
        own = mixer_samples(mixer, "pace_ready")
        begins_s = float(np.flatnonzero(np.abs(own) > 0.1 * np.abs(own).max())[0]) / RATE_HZ
        asked = []
        for volume in (1.0, 0.5, 0.25):
            time.sleep(0.2)
            before_s = captured_s(capture)
            mixer.play_sound("pace_ready", volume)
            asked.append((before_s, captured_s(capture)))
            wait_for_silence(mixer)
        mixer.play_sound("hold_on")
        wait_for_silence(mixer)
    sound = played(capture)
    for before_s, answered_s in asked:
        first = round(before_s * RATE_HZ)
        knock = sound[first : first + RATE_HZ // 2]
        height = np.abs(knock).max()
        onset_s = before_s + np.flatnonzero(np.abs(knock) > 0.1 * height)[0] / RATE_HZ - begins_s
        assert before_s - 0.003 <= onset_s <= answered_s + A_FEW_BUFFERS_S
        heights.append(height)
    assert heights[1:] == pytest.approx([heights[0] / 2, heights[0] / 4], rel=0.05)
    assert heights[0] == pytest.approx(np.abs(own).max(), rel=0.02), "the first one is as loud as its file"
    assert np.abs(sound[-round(1.5 * RATE_HZ) :]).max() > heights[0], "what is said is not softer for it"


def test_who_mutes_the_coach_hears_no_knock_either(capture):
    with Mixer(sound_files(Language.EN, None), ENGLISH) as mixer:
        mixer.muted_by_user = True
        mixer.play_sound("pace_onwards", 0.5)
        assert not mixer.sounding
    assert not played(capture).any()


def test_the_volume_of_the_whole_comes_on_top_of_a_knocks_own(capture):
    with Mixer(sound_files(Language.EN, None), ENGLISH) as mixer:
        height = np.abs(mixer_samples(mixer, "pace_ready")).max()
        mixer.play_sound("pace_ready", 0.5)
        mixer.volume = 0.5
        wait_for_silence(mixer)
        before_s = captured_s(capture)
        mixer.play_sound("pace_ready", 0.5)
        wait_for_silence(mixer)
    assert np.abs(played(capture)[round(before_s * RATE_HZ) :]).max() == pytest.approx(height / 4, rel=0.05)


@pytest.mark.parametrize(("wished", "got"), [(-1.0, 0.0), (0.0, 0.0), (0.4, 0.4), (1.0, 1.0), (7.0, 1.0)])
def test_the_volume_stays_between_nothing_and_all(monkeypatch, marks, wished, got):
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    with opened(marks) as mixer:
        assert mixer.volume == 1.0
        mixer.volume = wished
        assert mixer.volume == got


def test_who_mutes_the_coach_hears_nothing_until_it_is_taken_back(capture, marks):
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        time.sleep(0.3)
        mixer.muted_by_user = True
        wait_for_silence(mixer)
        mixer.play_sound("hold_on")
        assert not mixer.sounding
        assert mixer.state is SoundState.OPEN, "the device is there"
        mixer.muted_by_user = False
        mixer.play_sound("off_the_spine")
        wait_for_silence(mixer)
    sound = played(capture)
    start_s, end_s = tone_s(sound, MARK_HZ["hold_on"])
    assert end_s - start_s < 0.7
    assert tone_s(sound, MARK_HZ["off_the_spine"])[0] > end_s


@pytest.mark.parametrize("language", Language)
def test_the_committed_sounds_load_and_play_in_both_languages(capture, language):
    with Mixer(sound_files(language, None), sounds(language)) as mixer:
        mixer.play_sound("off_the_spine")
        time.sleep(0.3)
        assert mixer.sounding
        mixer.play_sound("lie_down")
        time.sleep(0.3)
        assert mixer.sounding
    assert np.abs(played(capture)).max() > 0.1


def test_a_sound_that_is_in_no_table_is_a_mistake(monkeypatch, marks):
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    with opened(marks) as mixer, pytest.raises(KeyError):
        mixer.play_sound("no_such_sound")


def test_a_missing_sound_is_one_sentence_and_frees_the_device(monkeypatch, tmp_path):
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    with pytest.raises(CoachError, match=r"hold_on\.wav"):
        opened(tmp_path)
    with Mixer(sound_files(Language.EN, None), ENGLISH) as mixer:
        assert not mixer.sounding
