"""What the loudspeaker would play, captured by SDL's disk driver: order and onset in the captured file."""

import time
import wave
from pathlib import Path

import numpy as np
import pytest

from coach.adapters import mixer as adapter
from coach.adapters.mixer import BUFFER_SAMPLES, CHANNELS, RATE_HZ, STANDS_STILL_S, Mixer
from coach.app.own_sounds import sound_files
from coach.core.live.loudspeaker import RetryParams, SoundState
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.errors import CoachError

pytestmark = pytest.mark.audio

BYTES_PER_SAMPLE = 2 * CHANNELS
A_FEW_BUFFERS_S = 5 * BUFFER_SAMPLES / RATE_HZ  # two of the mixer, and what the file's own buffer holds back
MARK_HZ = {"hold_on": 600.0, "off_the_spine": 2400.0, "resumed": 1200.0}
QUIET = 10 ** (-23 / 20) * np.sqrt(2)  # height of a tone that is quieter than the tiers of the two marks
ENGLISH = sounds(Language.EN)
TABLE = {name: ENGLISH[name] for name in MARK_HZ}


def opened(folder):
    """A mixer of the marks."""
    return Mixer({name: folder / f"{name}.wav" for name in TABLE}, TABLE)


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
        at = int(np.correlate(around, beginning, "valid").argmax())
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


def test_a_missing_sound_is_one_sentence_and_frees_the_device(monkeypatch, tmp_path):
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    with pytest.raises(CoachError, match=r"hold_on\.wav"):
        opened(tmp_path)
    with Mixer(sound_files(Language.EN, None), ENGLISH) as mixer:
        assert not mixer.sounding
