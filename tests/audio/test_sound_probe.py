"""SDL crashes where PulseAudio has no device: a child goes first, and the coach starts and stays mute, and says so."""

import os
import time

import pytest

from coach import sound_probe
from coach.adapters import machine
from coach.adapters import mixer as adapter
from coach.adapters.mixer import Mixer
from coach.app import doctor
from coach.core.live.loudspeaker import RetryParams, SoundState
from coach.sound_probe import DRIVER, SoundProbe
from tests.audio.marks import TABLE

pytestmark = pytest.mark.audio

CRASHES, FAILS, OPENS = "import os; os.abort()", "raise SystemExit(1)", "pass"


@pytest.fixture
def child(monkeypatch):
    """What the child does; SDL chooses its driver itself, as on a desktop."""
    monkeypatch.delenv(DRIVER, raising=False)
    monkeypatch.setattr(sound_probe.sys, "platform", "linux")
    return lambda code: monkeypatch.setattr(sound_probe, "_OPENS", code)


@pytest.mark.parametrize(("code", "survives"), [(CRASHES, False), (FAILS, True), (OPENS, True)])
def test_only_a_child_that_is_killed_speaks_against_opening_the_sound(child, code, survives):
    child(code)
    probe = SoundProbe()
    assert probe.wait() is survives
    assert probe.survives is survives


def test_a_sound_server_that_does_not_answer_ends_the_child(child):
    child("import signal, time; signal.alarm(1); time.sleep(60)")
    probe = SoundProbe()
    assert probe.survives is None
    assert not probe.wait()


@pytest.mark.parametrize("driver", ["disk", "dummy", "alsa", "no such driver"])
def test_no_child_goes_first_where_there_is_nothing_to_fear(child, monkeypatch, driver):
    child(CRASHES)
    monkeypatch.setenv(DRIVER, driver)
    assert SoundProbe().survives


def test_a_coach_that_closes_leaves_no_child_behind(child):
    child("import time; time.sleep(60)")
    probe = SoundProbe()
    probe.close()
    assert probe.survives is False


def test_the_coach_starts_mute_says_so_and_speaks_once_the_sound_can_be_opened(child, marks, monkeypatch, tmp_path):
    child(CRASHES)
    monkeypatch.setattr(adapter, "PROBE_AGAIN_S", 0.1)
    init = adapter._init

    def opens() -> None:
        assert os.environ.get(DRIVER) == "dummy", "SDL would have ended the process"
        init()

    monkeypatch.setattr(adapter, "_init", opens)
    files = {name: marks / f"{name}.wav" for name in TABLE}
    with Mixer(files, TABLE, RetryParams(pause_s=0.5, share=0.5)) as mixer:
        assert mixer.state is SoundState.ABSENT
        assert mixer.problem is not None
        assert "mute" in mixer.problem.en
        assert "没有声音" in mixer.problem.zh
        longest_s, until_s = 0.0, time.monotonic() + 2.0
        while time.monotonic() < until_s:
            began_s = time.monotonic()
            mixer.tend()
            longest_s = max(longest_s, time.monotonic() - began_s)
            time.sleep(0.01)
        assert mixer.state is SoundState.ABSENT
        assert longest_s < 0.3  # nothing waits for the child

        child(OPENS)

        def opens_a_loudspeaker() -> None:
            with monkeypatch.context() as there:
                there.setenv(DRIVER, "disk")
                there.setenv("SDL_DISKAUDIOFILE", str(tmp_path / "played.raw"))
                init()

        monkeypatch.setattr(adapter, "_init", opens_a_loudspeaker)
        until_s = time.monotonic() + 10.0
        while mixer.state is not SoundState.OPEN and time.monotonic() < until_s:
            mixer.tend()
            time.sleep(0.01)
        assert mixer.state is SoundState.OPEN
        assert mixer.problem is None


def test_the_doctor_survives_it_too_and_says_what_is_missing(child):
    child(CRASHES)
    found = machine.probe_sound()
    assert not found.good
    assert "the sound server has none" in found.says
    assert doctor.check_sound().state is doctor.CheckState.NOTE
