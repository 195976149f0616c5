"""`coach doctor` on machines that lack something: each lack is one line that says what to do."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pygame
import pytest
from pygame._sdl2 import audio

from coach.adapters import camera as camera_adapter
from coach.adapters import machine, model_files
from coach.adapters.history import History
from coach.app import doctor
from coach.app.doctor import Check, CheckState
from coach.core.cues.catalogue import Saying
from coach.core.live.prompts import PROMPTS
from coach.errors import CoachError


def with_packages(monkeypatch: pytest.MonkeyPatch, versions: dict[str, str]) -> None:
    monkeypatch.setattr(machine, "package_version", versions.get)


def test_nothing_failed_is_exit_code_0_even_with_notes() -> None:
    checks = [Check("camera", CheckState.NOTE, "none", "connect one"), Check("model", CheckState.OK, "good")]

    assert doctor.exit_code(checks) == 0


def test_one_failure_is_exit_code_2() -> None:
    checks = [Check("model", CheckState.FAIL, "missing", "reinstall"), Check("camera", CheckState.OK, "good")]

    assert doctor.exit_code(checks) == 2


@pytest.mark.parametrize("version", ["0.10.35", "0.11.0", "1.2.2"])
def test_a_mediapipe_that_reports_to_its_maker_is_a_failure(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    with_packages(monkeypatch, {"mediapipe": version})

    check = doctor.check_mediapipe()

    assert check.state is CheckState.FAIL
    assert "reports usage" in check.says
    assert check.to_do == "pip install mediapipe==0.10.33"


def test_an_older_quiet_mediapipe_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    with_packages(monkeypatch, {"mediapipe": "0.10.31"})

    assert doctor.check_mediapipe().state is CheckState.NOTE


def test_the_tested_mediapipe_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    with_packages(monkeypatch, {"mediapipe": "0.10.33"})

    assert doctor.check_mediapipe().state is CheckState.OK


@pytest.mark.parametrize("second", doctor.OTHER_OPENCVS)
def test_a_second_opencv_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    with_packages(monkeypatch, {"opencv-contrib-python": "5.0.0.93", second: "4.10.0.84"})

    check = doctor.check_opencv()

    assert check.state is CheckState.FAIL
    assert f"pip uninstall -y {second}" in check.to_do


def test_pygame_beside_pygame_ce_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with_packages(monkeypatch, {"pygame-ce": "2.5.8", "pygame": "2.6.0"})

    assert "pip uninstall -y pygame " in doctor.check_pygame().to_do


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with_packages(monkeypatch, dict.fromkeys(set(doctor.NEEDED_PACKAGES) - {"av"}, "1.0"))

    check = doctor.check_versions()

    assert check.state is CheckState.FAIL
    assert check.to_do == "pip install av"


def test_missing_system_libraries_are_told_by_their_debian_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = tuple(library for library in machine.SYSTEM_LIBRARIES if library.needed_by == "mediapipe")
    monkeypatch.setattr(machine, "missing_system_libraries", lambda: lacking)

    check = doctor.check_system_libraries()

    assert check.state is CheckState.FAIL
    assert check.to_do == "sudo apt-get install libegl1 libgles2"


def test_a_library_that_nobody_has_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    ghost = machine.SystemLibrary("libnobody-has-this.so.9", "libnobody9", "nothing")
    monkeypatch.setattr(machine, "SYSTEM_LIBRARIES", (ghost,))
    monkeypatch.setattr(machine.sys, "platform", "linux")

    assert machine.missing_system_libraries() == (ghost,)


def test_a_damaged_model_is_a_failure_and_the_networks_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise CoachError("The pose model is damaged.")

    monkeypatch.setattr(model_files, "checked_model", damaged)

    assert doctor.check_model().state is CheckState.FAIL
    assert "not tried" in doctor.check_eyes().says


@pytest.fixture
def cameras(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A Linux system's devices: none yet, and none opens."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(camera_adapter, "_DEVICES", tmp_path)
    monkeypatch.setattr(camera_adapter, "_NAMES", tmp_path / "class")
    monkeypatch.setattr(camera_adapter, "open_capture", lambda _source, _size: None)
    return tmp_path


@pytest.mark.usefixtures("cameras")
def test_no_camera_is_a_note_because_clips_need_none() -> None:
    check = doctor.check_camera()

    assert check.state is CheckState.NOTE
    assert check.says == "There is no camera 0, and no other one is connected"
    assert check.to_do == "plug one in and start again; clips can be analysed without one"


def test_a_camera_of_another_number_is_named(cameras: Path) -> None:
    (cameras / "video2").touch()

    assert "--camera 2" in doctor.check_camera().to_do


def test_a_camera_that_gives_pictures_is_good_with_their_size(cameras: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Capture:
        def grab(self) -> bool:
            time.sleep(0.01)
            return True

        def retrieve(self) -> tuple[bool, np.ndarray]:
            return True, np.random.default_rng().integers(0, 255, (480, 640, 3), dtype=np.uint8)

        def release(self) -> None:
            pass

    monkeypatch.setattr(camera_adapter, "open_capture", lambda _source, _size: Capture())

    assert doctor.check_camera() == Check("camera", CheckState.OK, "camera 0 gives 640 x 480 pictures")


def test_without_a_screen_the_way_without_a_window_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "no such driver")

    check = doctor.check_window()

    assert check.state is CheckState.NOTE
    assert check.says.startswith("The window cannot be opened (")
    assert "--no-window" in check.to_do


def test_a_window_that_opens_is_closed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")

    assert doctor.check_window().state is CheckState.OK
    assert not pygame.display.get_init()


def test_the_fonts_write_both_languages() -> None:
    assert doctor.check_font() == Check("font", CheckState.OK, "English and Chinese can be written")


def test_a_font_that_lacks_a_letter_or_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as longer:
        longer.setattr(doctor, "PROMPTS", (replace(PROMPTS[0], zh=Saying("\ue000踩", 0.0), spoken=False),))
        check = doctor.check_font()
    assert check.state is CheckState.NOTE
    assert check.says == "the fonts lack \ue000"

    monkeypatch.setattr(doctor, "fonts_folder", lambda: tmp_path)
    check = doctor.check_font()
    assert check.state is CheckState.NOTE
    assert "cannot be read" in check.says
    assert "install the program again" in check.to_do


def test_a_history_is_looked_at_and_never_made_or_changed(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite"
    assert machine.probe_history(file) == machine.Finding(True, "there is none yet")
    assert list(tmp_path.iterdir()) == []

    with History(tmp_path, date(2026, 11, 29)) as history:
        history.begin(datetime(2026, 11, 29, 20, 0).astimezone())
    before = file.read_bytes()
    assert machine.probe_history(file).good
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(range(256)) * 40])
def test_a_damaged_history_is_a_note_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    (tmp_path / doctor.HISTORY).write_bytes(content)
    monkeypatch.setattr(machine, "user_data_folder", lambda: tmp_path)

    check = doctor.check_history()

    assert check.state is CheckState.NOTE
    assert "\n" not in check.says
    assert "begins a new one" in check.to_do
    assert (tmp_path / doctor.HISTORY).read_bytes() == content


def test_the_history_is_looked_for_where_a_session_keeps_it(tmp_path: Path) -> None:
    with History(tmp_path, date(2026, 11, 29)) as history:
        assert history.path == tmp_path / doctor.HISTORY


def test_a_pretended_sound_device_is_not_taken_for_a_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")

    found = machine.probe_sound()

    assert not found.good
    assert "pretended" in found.says


@pytest.mark.audio
@pytest.mark.parametrize(("names", "good"), [(["Loudspeaker"], True), (["Dummy Output"], False), ([], True)])
def test_what_plays_and_cannot_be_heard_is_no_sound_device(
    monkeypatch: pytest.MonkeyPatch, names: list[str], good: bool
) -> None:
    monkeypatch.setattr(pygame.mixer, "init", lambda **_: None)
    monkeypatch.setattr(pygame.mixer, "get_init", lambda: (48000, -16, 2))
    monkeypatch.setattr(audio, "get_audio_device_names", lambda _capture: names)
    monkeypatch.delenv("SDL_AUDIODRIVER", raising=False)

    found = machine.probe_sound()

    assert found.good is good
    assert "Loudspeaker" in found.says or names != ["Loudspeaker"]


def test_no_sound_device_is_a_note_with_the_system_s_own_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")

    check = doctor.check_sound()

    assert check.state is CheckState.NOTE
    assert "no such driver" in check.says
    assert "connect a loudspeaker" in check.to_do


def test_a_data_folder_is_asked_about_and_never_made(tmp_path: Path) -> None:
    wanted = tmp_path / "not" / "there" / "yet"

    assert machine.probe_writable(wanted).good
    assert not wanted.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_data_folder_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")

    assert not machine.probe_writable(in_the_way / "data").good


def test_video_can_be_written_here() -> None:
    assert machine.probe_h264().good


@pytest.mark.model
def test_the_networks_load_here() -> None:
    assert doctor.check_eyes() == Check("networks", CheckState.OK, "the networks load")


@pytest.mark.model
def test_a_whole_examination_has_one_line_for_each_thing_and_advice_for_each_lack() -> None:
    checks = doctor.examine()

    names = [check.name for check in checks]
    assert len(set(names)) == len(names)
    assert {"model", "camera", "sound", "system libraries", "versions", "privacy"} <= set(names)
    assert {"data folder", "history", "font", "window"} <= set(names)
    assert all("\n" not in check.says for check in checks)
    assert all(check.to_do for check in checks if check.state is not CheckState.OK)
