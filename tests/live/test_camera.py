"""A camera that is slow, gone, busy, stuck, covered or broken; and what the coach is told of it.

The camera is MJPEG over loopback, opened by OpenCV like any other; where OpenCV's own misbehaviour is the story, a
capture that follows a script stands in for it. Nothing here asserts how fast something is: it waits for what must come.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.adapters import camera as camera_module
from coach.adapters.camera import Camera, CameraState, LiveFrame, Patience
from coach.adapters.picture_facts import picture_facts
from coach.core.live.camera_health import CameraCondition, CameraHealth, HealthParams, HealthState, update_health
from coach.core.live.camera_source import CamerasFound, source_of, why_no_picture, why_no_source
from coach.errors import CoachError
from tests.live.mjpeg import MjpegServer, Picture, clip_pictures, draw_number, jpeg, noise_pictures, read_number

SAMPLE = Path(__file__).parents[2] / "samples" / "head-end.mp4"
AT_MOST_S = 30.0  # for what must come; a busy machine takes its time
QUICK = Patience(opening_s=20.0, lost_s=0.5, failing_s=0.1, retry_s=0.1, retry_most_s=0.2, stuck_s=60.0)
PARAMS = HealthParams(rate_window_s=1.0, confirm_s=0.3, clear_s=0.2)
C = CameraCondition


def wait_until(holds: Callable[[], object], what: str) -> None:
    end_s = time.monotonic() + AT_MOST_S
    while not holds():
        assert time.monotonic() < end_s, f"waited in vain until {what}"
        time.sleep(0.01)


def next_frame(camera: Camera) -> LiveFrame:
    frame = camera.take(AT_MOST_S)
    assert frame is not None, "no picture came"
    return frame


def healths(camera: Camera) -> Iterator[CameraHealth]:
    """What the live coach does with every picture."""
    state, end_s = HealthState(), time.monotonic() + AT_MOST_S
    while time.monotonic() < end_s:
        frame = camera.take(0.05)
        if frame is None:
            state, health = update_health(PARAMS, state, None, camera.now_s())
        else:
            state, health = update_health(PARAMS, state, picture_facts(frame.picture_rgb), frame.t_s)
        yield health
    pytest.fail("what must come did not come")


def watch_until(watching: Iterator[CameraHealth], condition: CameraCondition) -> CameraHealth:
    return next(health for health in watching if health.condition is condition)


def threads_named_camera() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "camera"]


# --- captures that follow a script ------------------------------------------------------------------------------------


class Script:
    """Stands in for OpenCV: each read does what the script's next line says, and waits for one if there is none.

    A line is a picture (BGR), None (the read fails) or an error (the read raises it).
    """

    def __init__(self) -> None:
        self.lines: queue.Queue[Picture | Exception | None] = queue.Queue()
        self.opened = self.released = 0
        self.waiting = threading.Event()
        self._over = False
        self._picture: Picture | None = None

    def grab(self) -> bool:
        if self._over:
            return False
        if self.lines.empty():
            self.waiting.set()
        line = self.lines.get()
        self.waiting.clear()
        if isinstance(line, Exception):
            raise line
        self._picture = line
        return line is not None

    def retrieve(self) -> tuple[bool, Picture | None]:
        return True, self._picture

    def release(self) -> None:
        self.released += 1

    def open(self, *_: object) -> Script:
        self.opened += 1
        return self

    def add(self, *lines: Picture | Exception | None) -> None:
        for line in lines:
            self.lines.put(line)

    def all_read(self) -> None:
        """Wait until every line has been read and the grabber waits for another one."""
        wait_until(lambda: self.lines.empty() and self.waiting.is_set(), "the script was read")

    def end(self) -> None:
        self._over = True
        self.add(None)


@contextmanager
def scripted(*lines: Picture | Exception | None, patience: Patience = QUICK) -> Iterator[tuple[Camera, Script]]:
    script = Script()
    script.add(*lines)
    with Camera(0, opener=script.open, patience=patience) as camera:
        try:
            yield camera, script
        finally:
            script.end()


def shot(number: int, size: tuple[int, int] = (640, 480)) -> Picture:
    """A picture of its own, as the camera gives it: BGR."""
    picture = np.full((size[1], size[0], 3), 60, np.uint8)
    picture[size[1] // 2 :] = 180
    draw_number(picture, number)
    return picture


# --- pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 0b1010101010101010, 40000, 65535])
@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (320, 240)])
def test_a_number_drawn_into_a_picture_is_read_again_after_jpeg_and_another_size(
    number: int, size: tuple[int, int]
) -> None:
    (picture,) = clip_pictures(SAMPLE, 1)
    draw_number(picture, number)
    packed = np.frombuffer(jpeg(np.asarray(cv2.resize(picture, size), np.uint8)), np.uint8)
    unpacked = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR_RGB), np.uint8)
    assert read_number(unpacked) == number
    for without_number in (unpacked[:, ::-1], np.zeros_like(unpacked), np.full_like(unpacked, 255)):
        with pytest.raises(ValueError, match="no frame number"):
            read_number(np.ascontiguousarray(without_number))


def test_a_clip_served_as_a_camera_comes_in_order_each_picture_once() -> None:
    with MjpegServer(clip_pictures(SAMPLE, 60)) as server, Camera(server.url, patience=QUICK) as camera:
        frames = [next_frame(camera) for _ in range(40)]
        assert camera.state is CameraState.RUNNING
    numbers = [read_number(frame.picture_rgb) for frame in frames]
    assert all(before < after for before, after in pairwise(numbers))
    assert all(before.t_s < after.t_s for before, after in pairwise(frames))
    for before, after in pairwise(frames):  # what was not seen was counted as dropped
        assert read_number(after.picture_rgb) - read_number(before.picture_rgb) == after.number - before.number
        assert after.number - before.number == 1 + after.dropped - before.dropped
    assert all(frame.picture_rgb.shape == (480, 640, 3) for frame in frames)
    assert all(frame.picture_rgb.dtype == np.uint8 and frame.picture_rgb.flags.c_contiguous for frame in frames)


def test_whoever_comes_late_gets_the_newest_picture_and_the_count_of_those_that_were_overwritten() -> None:
    with scripted(shot(1)) as (camera, script):
        assert read_number(next_frame(camera).picture_rgb) == 1
        script.add(*(shot(number) for number in range(2, 22)))
        script.all_read()
        late = next_frame(camera)
        assert read_number(late.picture_rgb) == 21
        assert late.number == 21
        assert late.dropped == 19
        assert camera.take(0.0) is None, "a picture is given once"


def test_pictures_are_rgb_and_a_mirrored_camera_is_turned_back() -> None:
    red_on_the_left = np.zeros((480, 640, 3), np.uint8)
    red_on_the_left[:, :320, 0] = 250
    for mirrored in (False, True):
        with MjpegServer([red_on_the_left]) as server, Camera(server.url, mirrored=mirrored, patience=QUICK) as camera:
            picture = next_frame(camera).picture_rgb[100:]
        red, dark = (picture[:, 340:], picture[:, :300]) if mirrored else (picture[:, :300], picture[:, 340:])
        assert red[..., 0].min() > 200
        assert red[..., 1:].max() < 60
        assert dark.max() < 60
        assert picture.flags.c_contiguous


def test_pictures_of_another_size_than_asked_and_of_changing_sizes_are_taken_as_they_come() -> None:
    with scripted(shot(1, (320, 240))) as (camera, script):
        assert next_frame(camera).picture_rgb.shape == (240, 320, 3)
        script.add(shot(2, (1920, 1080)))
        assert next_frame(camera).picture_rgb.shape == (1080, 1920, 3)


# --- opening ----------------------------------------------------------------------------------------------------------


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
    told = why_no_picture(0, CamerasFound({0: "Laptop"}, allowed=False))
    assert "may not be opened by this user" in told
    assert "sudo usermod -aG video" in told


def test_where_the_system_does_not_tell_its_cameras_every_remedy_is_named() -> None:
    assert "privacy settings, or try --camera 1" in why_no_picture(0, CamerasFound())
    assert "or try --camera 0" in why_no_picture(3, CamerasFound())


def test_opencv_itself_finds_no_camera_63_and_writes_nothing_about_it(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CoachError, match="amera 63"):
        Camera(63)
    assert capfd.readouterr() == ("", "")


def test_what_is_written_for_a_camera_is_a_number_or_an_address() -> None:
    assert source_of(" 2 ") == 2
    assert source_of("http://127.0.0.1:8080/video") == "http://127.0.0.1:8080/video"
    assert why_no_source(0) == ""
    assert why_no_source("rtsp://camera.local/1") == ""
    assert "counted from 0" in why_no_source(source_of("-1"))
    for wrong in ("banana", "", "file:///etc/passwd", "http://", "/dev/video0"):
        assert why_no_source(source_of(wrong)).startswith(f"'{wrong}' is no camera")
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


# --- what goes wrong on the way, from the camera to the words ---------------------------------------------------------


@pytest.mark.parametrize(
    ("fails", "condition"),
    [
        (MjpegServer.blacken, C.DARK),
        (MjpegServer.cover, C.COVERED),
        (MjpegServer.freeze, C.FROZEN),
        (MjpegServer.stall, C.ABSENT),
        (MjpegServer.unplug, C.ABSENT),
        (MjpegServer.refuse, C.ABSENT),
        (lambda server: server.set_fps(5.0), C.SLOW),
    ],
    ids=["black", "covered", "frozen", "hanging", "unplugged", "busy", "5 fps"],
)
def test_a_failing_camera_is_told_and_well_again_when_it_is_mended(
    fails: Callable[[MjpegServer], None], condition: CameraCondition
) -> None:
    with MjpegServer(clip_pictures(SAMPLE, 30)) as server, Camera(server.url, patience=QUICK) as camera:
        watching = healths(camera)
        assert watch_until(watching, C.OK).counts
        fails(server)
        assert watch_until(watching, condition).blind is (condition is not C.SLOW)
        server.set_fps(30.0)
        server.recover()
        if condition is C.ABSENT:
            server.plug_in()
        watch_until(watching, C.OK)


def test_a_camera_that_is_unplugged_is_lost_and_goes_on_by_itself_when_it_is_plugged_in_again(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with MjpegServer(clip_pictures(SAMPLE, 30)) as server, Camera(server.url, patience=QUICK) as camera:
        before = next_frame(camera)
        server.unplug()
        wait_until(lambda: camera.state is CameraState.LOST, "the camera was lost")
        while (frame := camera.take(0.0)) is not None:
            before = frame
        assert camera.take(0.3) is None
        server.refuse()  # another program was quicker
        assert camera.take(0.5) is None
        server.plug_in()
        after = next_frame(camera)
        assert camera.state is CameraState.RUNNING
        assert after.t_s > before.t_s
        assert after.number - before.number == 1 + after.dropped - before.dropped
        assert read_number(after.picture_rgb) > read_number(before.picture_rgb)
    assert capfd.readouterr() == ("", ""), "nothing is written over the user's terminal"


def test_a_camera_that_comes_back_with_another_size_is_noted() -> None:
    with MjpegServer(clip_pictures(SAMPLE, 30)) as server, Camera(server.url, patience=QUICK) as camera:
        watching = healths(camera)
        watch_until(watching, C.OK)
        server.unplug()
        watch_until(watching, C.ABSENT)
        server.set_size((1280, 720))
        server.plug_in()
        next(health for health in watching if C.RESIZED in health.notes)
        assert next_frame(camera).picture_rgb.shape == (720, 1280, 3)


def test_a_read_that_fails_once_is_forgiven() -> None:
    patient = Patience(failing_s=AT_MOST_S)
    with scripted(shot(1), None, shot(2), None, None, shot(3), patience=patient) as (camera, script):
        script.all_read()
        assert read_number(next_frame(camera).picture_rgb) == 3
        assert script.opened == 1


def test_what_is_no_colour_picture_counts_as_a_read_that_failed() -> None:
    grey, empty = np.zeros((480, 640), np.uint8), np.zeros((0, 640, 3), np.uint8)
    with scripted(shot(1), grey, empty, shot(2), patience=Patience(failing_s=AT_MOST_S)) as (camera, script):
        script.all_read()
        assert next_frame(camera).number == 2


@pytest.mark.parametrize("error", [cv2.error("the stream is damaged"), OSError("the device is gone")])
def test_an_error_of_opencv_has_the_camera_opened_again(error: Exception) -> None:
    with scripted(shot(1), error, shot(2)) as (camera, script):
        wait_until(lambda: script.opened == 2, "it was opened again")
        script.all_read()
        assert read_number(next_frame(camera).picture_rgb) == 2
        assert script.released == 1


def test_a_mistake_in_the_grabber_reaches_whoever_takes_its_pictures() -> None:
    with scripted(shot(1), ZeroDivisionError("a mistake")) as (camera, script):
        wait_until(lambda: not threads_named_camera(), "the grabber broke")
        for _ in range(2):
            with pytest.raises(ZeroDivisionError, match="a mistake"):
                camera.take(AT_MOST_S)
        assert camera.state is CameraState.LOST
        assert script.released == 1


def test_a_mistake_in_opening_is_raised_at_once() -> None:
    def broken(source: int | str, size: tuple[int, int]) -> None:
        raise ZeroDivisionError("a mistake")

    with pytest.raises(ZeroDivisionError, match="a mistake"):
        Camera(0, opener=broken)
    assert threads_named_camera() == []


# --- the same picture again and again ---------------------------------------------------------------------------------


def test_a_camera_that_repeats_its_last_picture_is_opened_again_and_waited_for_longer_each_time() -> None:
    patience = Patience(stuck_s=0.05, stuck_most_s=0.15)
    openings_s: list[float] = []

    class Stuck(Script):
        def grab(self) -> bool:
            time.sleep(0.002)
            self._picture = shot(7)
            return not self._over

    stuck = Stuck()

    def opened(source: int | str, size: tuple[int, int]) -> Script:
        openings_s.append(time.perf_counter())
        return stuck

    with Camera(0, opener=opened, patience=patience) as camera:
        wait_until(lambda: len(openings_s) == 6, "it was opened again and again")
        assert camera.state is CameraState.RUNNING
        stuck.end()
    waits_s = np.diff(openings_s)
    assert (waits_s >= np.array([0.05, 0.10, 0.15, 0.15, 0.15])).all(), "never sooner"


def test_a_frozen_stream_is_opened_again_and_moves() -> None:
    patience = Patience(lost_s=QUICK.lost_s, failing_s=QUICK.failing_s, retry_s=QUICK.retry_s, stuck_s=0.5)
    with MjpegServer(clip_pictures(SAMPLE, 30)) as server, Camera(server.url, patience=patience) as camera:
        last = read_number(next_frame(camera).picture_rgb)
        server.freeze()
        wait_until(lambda: server.connections >= 2, "the stream was opened again")
        server.recover()
        wait_until(lambda: read_number(next_frame(camera).picture_rgb) > last + 5, "the picture moved")


@pytest.mark.parametrize("level", [0, 120])
def test_a_dark_or_covered_camera_may_repeat_itself_and_is_left_alone(level: int) -> None:
    plain = np.full((480, 640, 3), level, np.uint8)
    with scripted(plain, patience=Patience(stuck_s=0.02)) as (camera, script):
        for _ in range(20):
            time.sleep(0.005)
            script.add(plain)
            next_frame(camera)
        assert camera.now_s() > 0.02
        assert script.opened == 1


# --- closing ----------------------------------------------------------------------------------------------------------


def test_a_closed_camera_gives_nothing_leaves_no_thread_and_may_be_closed_twice() -> None:
    with MjpegServer(noise_pictures()) as server:
        camera = Camera(server.url, patience=QUICK)
        assert camera.state is CameraState.RUNNING
        camera.close()
        camera.close()
        assert camera.take(AT_MOST_S) is None
        assert camera.state is CameraState.LOST
        assert threads_named_camera() == []


def test_a_camera_can_be_closed_while_it_is_lost() -> None:
    with MjpegServer(noise_pictures()) as server:
        with Camera(server.url, patience=Patience(failing_s=0.1, retry_s=600.0)) as camera:
            server.unplug()
            wait_until(lambda: camera.state is CameraState.LOST, "the camera was lost")
        assert threads_named_camera() == []


def test_a_driver_that_never_answers_is_lost_and_does_not_keep_the_coach_from_ending() -> None:
    with scripted(shot(1), patience=Patience(lost_s=0.1, closing_s=0.1)) as (camera, script):
        script.all_read()
        wait_until(lambda: camera.state is CameraState.LOST, "its silence was noticed")
        camera.close()
        assert len(threads_named_camera()) == 1, "it still waits inside the driver"
        assert script.released == 0
    wait_until(lambda: not threads_named_camera(), "the driver answered at last")
    assert script.released == 1


def test_waiting_for_a_picture_ends_when_another_thread_closes_the_camera() -> None:
    with scripted(shot(1)) as (camera, script):
        next_frame(camera)
        taken: list[LiveFrame | None] = []
        waiter = threading.Thread(target=lambda: taken.append(camera.take(600.0)))
        waiter.start()
        script.end()
        camera.close()
        waiter.join(AT_MOST_S)
        assert taken == [None]
