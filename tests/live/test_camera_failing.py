"""A camera that fails on the way: unplugged, frozen, black, covered, slow, damaged; told, and well again by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from coach.adapters.camera import Camera, CameraState, Patience
from coach.core.live.camera_health import CameraCondition
from tests.live.cameras import (
    AT_MOST_S,
    QUICK,
    SAMPLE,
    C,
    Script,
    healths,
    next_frame,
    scripted,
    shot,
    threads_named_camera,
    wait_until,
    watch_until,
)
from tests.live.mjpeg import MjpegServer, clip_pictures, read_number


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
        assert camera.state is CameraState.RUNNING


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
