"""Loudspeakers that break, are pulled out, come back, or were never there."""

import time

import numpy as np
import pytest

from coach.adapters import mixer as adapter
from coach.adapters.mixer import STANDS_STILL_S, Mixer
from coach.app.own_sounds import sound_files
from coach.core.live.loudspeaker import RetryParams, SoundState
from coach.core.words import Language
from tests.audio.marks import (
    ENGLISH,
    MARK_HZ,
    QUIET,
    TABLE,
    opened,
    played,
    tone_s,
    wait_for_silence,
)

pytestmark = pytest.mark.audio


def test_a_device_that_breaks_while_the_coach_runs_is_opened_again_and_the_cue_is_heard(capture, marks):
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        adapter.pygame.mixer.quit()
        mixer.play_sound("off_the_spine")
        assert mixer.state is SoundState.OPEN
        assert mixer.problem is None
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["off_the_spine"])
    assert end_s - start_s == pytest.approx(TABLE["off_the_spine"].length_s, abs=0.03)


def opened_patiently(folder, pause_s):
    files = {name: folder / f"{name}.wav" for name in TABLE}
    return Mixer(files, TABLE, RetryParams(pause_s=pause_s, share=0.5))


def pull_out(mixer):
    """What SDL tells when the device in use is gone."""
    mixer.tend()  # so that there is a display to tell it
    adapter.pygame.event.post(adapter.pygame.Event(adapter.pygame.AUDIODEVICEREMOVED, which=2, iscapture=0))


@pytest.mark.parametrize("left", [[], ["Dummy Output"], ["伪输出"]])
def test_when_no_device_is_left_the_coach_waits_for_one_in_the_list_and_opens_nothing(
    capture, marks, monkeypatch, left
):
    with opened_patiently(marks, 0.5) as mixer:
        assert mixer.state is SoundState.OPEN
        with monkeypatch.context() as pulled:
            pulled.setattr(adapter.devices, "get_audio_device_names", lambda _capture: left)
            pulled.setattr(adapter, "_init", lambda: pytest.fail("SDL crashes where there is no device"))
            mixer.tend()
            assert mixer.state is SoundState.LOST
            assert "gone" in mixer.problem.en
            mixer.play_sound("off_the_spine")
            assert not mixer.sounding
        mixer.tend()
        assert mixer.state is SoundState.OPEN
        mixer.play_sound("hold_on")
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["hold_on"])
    assert end_s - start_s == pytest.approx(TABLE["hold_on"].length_s, abs=0.03)


def test_a_cue_goes_on_anew_on_another_device_if_its_own_is_pulled_out(capture, marks):
    with opened(marks) as mixer:
        mixer.volume = 0.8
        mixer.play_sound("off_the_spine")
        time.sleep(0.3)
        pull_out(mixer)
        mixer.tend()
        assert mixer.state is SoundState.OPEN
        assert mixer.sounding
        wait_for_silence(mixer)
    sound = played(capture)  # of the second device: SDL begins the file again
    start_s, end_s = tone_s(sound, MARK_HZ["off_the_spine"])
    assert end_s - start_s == pytest.approx(TABLE["off_the_spine"].length_s, abs=0.03)
    assert np.abs(sound).max() == pytest.approx(0.8 * QUIET, rel=0.1)


def test_what_was_over_or_stopped_is_not_begun_anew(capture, marks):
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        mixer.stop()
        pull_out(mixer)
        mixer.tend()
        assert mixer.state is SoundState.OPEN
        assert not mixer.sounding


def test_another_device_that_is_pulled_out_changes_nothing(capture, marks):
    with opened(marks) as mixer:
        mixer.play_sound("hold_on")
        mixer.tend()
        adapter.pygame.event.post(adapter.pygame.Event(adapter.pygame.AUDIODEVICEREMOVED, which=0, iscapture=0))
        adapter.pygame.event.post(adapter.pygame.Event(adapter.pygame.AUDIODEVICEREMOVED, which=3, iscapture=1))
        size = capture.stat().st_size
        mixer.tend()
        assert mixer.sounding
        assert capture.stat().st_size >= size, "it was not opened again"


def test_a_sound_server_that_has_ended_is_tried_with_pauses_until_it_is_back(capture, marks, monkeypatch):
    tries = []
    with opened_patiently(marks, 0.5) as mixer:
        with monkeypatch.context() as ended:
            ended.setenv("SDL_AUDIODRIVER", "no such driver")
            init = adapter._init
            ended.setattr(adapter, "_init", lambda: tries.append(time.monotonic()) or init())
            pull_out(mixer)
            until_s = time.monotonic() + 1.3
            while time.monotonic() < until_s:
                mixer.tend()
                time.sleep(0.004)
            assert mixer.state is SoundState.LOST
        assert len(tries) == 3
        assert np.diff(tries) == pytest.approx([0.5, 0.5], abs=0.1)
        time.sleep(0.5)
        mixer.tend()
        assert mixer.state is SoundState.OPEN
        mixer.play_sound("hold_on")
        assert mixer.sounding


@pytest.mark.parametrize("names", [None, ["Dummy Output"]])
def test_a_device_that_is_connected_after_the_start_is_used(capture, marks, monkeypatch, names):
    with monkeypatch.context() as before:
        if names is None:
            before.setenv("SDL_AUDIODRIVER", "no such driver")
        else:
            before.setattr(adapter.devices, "get_audio_device_names", lambda _capture: names)
        mixer = opened_patiently(marks, 0.5)
        assert mixer.state is SoundState.ABSENT
    with mixer:
        time.sleep(0.6)
        mixer.tend()
        assert mixer.state is SoundState.OPEN
        mixer.play_sound("hold_on")
        wait_for_silence(mixer)
    start_s, end_s = tone_s(played(capture), MARK_HZ["hold_on"])
    assert end_s - start_s == pytest.approx(TABLE["hold_on"].length_s, abs=0.03)


def test_a_device_that_takes_no_samples_any_more_is_told(capture, marks, monkeypatch):
    monkeypatch.setenv("SDL_DISKAUDIODELAY", "2500")  # ms between two buffers: the sound never ends
    with opened(marks) as mixer:
        mixer.play_sound("resumed")
        time.sleep(TABLE["resumed"].length_s + 0.8 * STANDS_STILL_S)
        mixer.tend()
        assert mixer.state is SoundState.OPEN, "a little late is not lost"
        time.sleep(0.4 * STANDS_STILL_S)
        mixer.tend()
        assert mixer.state is SoundState.LOST
        mixer.play_sound("hold_on")
        monkeypatch.setattr(adapter.pygame.mixer, "get_busy", lambda: False)
        mixer.tend()
        assert mixer.state is SoundState.OPEN, "it moves again"


def test_without_a_sound_device_the_coach_says_that_it_is_mute_and_goes_on(monkeypatch, capfd):
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    with Mixer(sound_files(Language.EN, None), ENGLISH) as mixer:
        assert mixer.state is SoundState.ABSENT
        assert "mute" in mixer.problem.en
        assert "没有声音" in mixer.problem.zh
        mixer.play_sound("off_the_spine")
        assert not mixer.sounding
    assert capfd.readouterr() == ("", "")


def test_a_chosen_silence_is_said_too_and_not_tried_again(monkeypatch):
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    with Mixer(sound_files(Language.EN, None), ENGLISH, RetryParams(pause_s=0.5)) as mixer:
        assert "mute" in mixer.problem.en
        monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
        time.sleep(0.6)
        mixer.tend()
        assert mixer.state is SoundState.SILENCED
