"""A camera that is not there, busy, silent or wrongly named is told in one sentence with what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import cv2
import pytest

from coach.adapters import camera as camera_module
from coach.adapters.camera import Camera, Patience
from coach.core.live.camera_source import CamerasFound, source_of, why_no_picture, why_no_source
from coach.errors import CoachError
from tests.live.cameras import (
    Script,
    threads_named_camera,
    wait_until,
)
from tests.live.mjpeg import MjpegServer, noise_pictures


@pytest.fixture
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Linux system's devices: camera 0 with its second node 1, and camera 2."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(camera_module, "_DEVICES", tmp_path)
    monkeypatch.setattr(camera_module, "_NAMES", tmp_path / "class")
    for number, name, index in ((0, "Laptop", "0"), (1, "Laptop", "1"), (2, "USB camera", "0")):
        (tmp_path / f"video{number}").touch()
        about = tmp_path / "class" / f"video{number}"
        about.mkdir(parents=True)
        (about / "name").write_text(f"{name}\n", encoding="utf-8")
        (about / "index").write_text(f"{index}\n", encoding="utf-8")
    return tmp_path


def refused(source: int | str, size: tuple[int, int]) -> None:
    return None


def test_a_camera_that_is_not_there_is_told_with_those_that_are(devices: Path) -> None:
    with pytest.raises(CoachError) as told:
        Camera(5, opener=refused)
    assert str(told.value) == ("There is no camera 5, connected are 0 (Laptop), 2 (USB camera): choose --camera 0.")


def test_without_any_camera_one_has_to_be_plugged_in(devices: Path) -> None:
    for node in devices.glob("video*"):
        node.unlink()
    with pytest.raises(CoachError, match=r"no camera 0, and no other one is connected: plug one in"):
        Camera(0, opener=refused)


def test_a_busy_camera_is_told_to_be_in_use_and_another_one_is_named(devices: Path) -> None:
    with pytest.raises(CoachError) as told:
        Camera(0, opener=refused)
    assert str(told.value) == (
        "Camera 0 (Laptop) gives no picture: another program may be using it, close that program or plug the camera in "
        "again, or choose --camera 2; connected are also 2 (USB camera)."
    )


def test_a_camera_that_this_user_may_not_open_says_which_group_may() -> None:
    told = why_no_picture(0, CamerasFound({0: "Laptop"}, allowed=False)).en
    assert "may not be opened by this user" in told
    assert "sudo usermod -aG video" in told


def test_where_the_system_does_not_tell_its_cameras_every_remedy_is_named() -> None:
    assert "privacy settings, or try --camera 1" in why_no_picture(0, CamerasFound()).en
    assert "or try --camera 0" in why_no_picture(3, CamerasFound()).en


def test_opencv_itself_finds_no_camera_63_and_writes_nothing_about_it(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CoachError, match="amera 63"):
        Camera(63)
    assert capfd.readouterr() == ("", "")


class Opened:
    """What OpenCV would open: notes which backend it is asked for, and what it is told, in order."""

    def __init__(self, refusing: tuple[int, ...] = ()) -> None:
        self.refusing, self.asked = refusing, list[int]()
        self.told, self.released = list[tuple[int, float]](), 0

    def __call__(self, source: int, backend: int) -> Opened:
        del source
        self.asked.append(backend)
        return self

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.asked[-1] not in self.refusing

    def set(self, what: int, value: float) -> bool:
        self.told.append((what, value))
        return True

    def release(self) -> None:
        self.released += 1


@pytest.mark.parametrize(
    ("platform", "backend"),
    [("linux", cv2.CAP_V4L2), ("win32", cv2.CAP_DSHOW), ("darwin", cv2.CAP_AVFOUNDATION), ("other", cv2.CAP_ANY)],
)
def test_compression_is_asked_for_before_the_size_and_the_queue_is_shortened_on_linux_alone(
    monkeypatch: pytest.MonkeyPatch, platform: str, backend: int
) -> None:
    opened = Opened()
    monkeypatch.setattr(cv2, "VideoCapture", opened)
    monkeypatch.setattr(sys, "platform", platform)
    assert camera_module.open_capture(0, (1280, 720)) is opened
    assert opened.asked == [backend]
    names = [what for what, _ in opened.told]
    size = [cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT]
    assert names == [cv2.CAP_PROP_FOURCC, *size, *([cv2.CAP_PROP_BUFFERSIZE] if platform == "linux" else [])]
    assert [value for what, value in opened.told if what in size] == [1280, 720]


def test_on_windows_media_foundation_is_the_second_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Opened(refusing=(cv2.CAP_DSHOW,))
    monkeypatch.setattr(cv2, "VideoCapture", opened)
    monkeypatch.setattr(sys, "platform", "win32")
    assert camera_module.open_capture(0, (640, 480)) is opened
    assert opened.asked == [cv2.CAP_DSHOW, cv2.CAP_MSMF]
    assert opened.released == 1, "what did not open was given back"


def test_what_opencv_reads_from_the_environment_is_there_before_any_adapter_imports_it() -> None:
    look = (
        "import sys, os\n"
        "class Look:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'cv2':\n"
        "            print(os.environ['OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS'])\n"
        "sys.meta_path.insert(0, Look())\n"
        "import coach.adapters.body_network\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENCV_")}
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, env=environment)
    assert set(told.stdout.split()) == {"0"}


def test_what_is_written_for_a_camera_is_a_number_or_an_address() -> None:
    assert source_of(" 2 ") == 2
    assert source_of("http://127.0.0.1:8080/video") == "http://127.0.0.1:8080/video"
    assert why_no_source(0) is None
    assert why_no_source("rtsp://camera.local/1") is None
    counted = why_no_source(source_of("-1"))
    assert counted is not None
    assert "counted from 0" in counted.en
    for wrong in ("banana", "", "file:///etc/passwd", "http://", "/dev/video0"):
        told = why_no_source(source_of(wrong))
        assert told is not None
        assert told.en.startswith(f"'{wrong}' is no camera")
        with pytest.raises(CoachError, match="is no camera"):
            Camera(wrong)


def test_an_address_without_a_camera_is_told_without_its_password() -> None:
    with MjpegServer(noise_pictures()) as server:
        server.unplug()
        with pytest.raises(CoachError) as told:
            Camera(server.url.replace("//", "//anna:secret@"))
    assert str(told.value) == (
        f"No picture comes from {server.url}: check the address, and that the camera there is switched on."
    )


def test_an_address_that_turns_everybody_away_is_told() -> None:
    with MjpegServer(noise_pictures()) as server:
        server.refuse()
        with pytest.raises(CoachError, match="No picture comes from"):
            Camera(server.url)


def test_a_camera_that_opens_and_gives_no_picture_is_told() -> None:
    script = Script()
    script.end()
    with pytest.raises(CoachError, match="amera 0"):
        Camera(0, opener=script.open, patience=Patience(first_s=0.1))
    assert script.released == 1
    assert threads_named_camera() == []


def test_a_camera_that_hangs_while_it_is_opened_is_given_up() -> None:
    answers = threading.Event()

    def hangs(source: int | str, size: tuple[int, int]) -> None:
        answers.wait()

    with pytest.raises(CoachError, match="amera 0"):
        Camera(0, opener=hangs, patience=Patience(opening_s=0.1, closing_s=0.1))
    answers.set()
    wait_until(lambda: not threads_named_camera(), "the thread ended")
