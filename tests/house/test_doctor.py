"""`coach doctor` on machines that lack something: each lack is one line that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.adapters import machine, model_files
from coach.app import doctor
from coach.app.doctor import Check, CheckState
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


def test_no_camera_is_a_note_because_clips_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "probe_camera", lambda: machine.Finding(False, "no camera 0 is connected"))

    check = doctor.check_camera()

    assert check.state is CheckState.NOTE
    assert "connect a camera" in check.to_do


def test_a_pretended_sound_device_is_not_taken_for_a_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")

    found = machine.probe_sound()

    assert not found.good
    assert "pretended" in found.says


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
    assert all("\n" not in check.says for check in checks)
    assert all(check.to_do for check in checks if check.state is not CheckState.OK)
