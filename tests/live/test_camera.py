"""A camera that serves, is slow, or ends: pictures in order, the newest first, and nothing left behind."""

from __future__ import annotations

import threading
from itertools import pairwise

import cv2
import numpy as np
import pytest

from coach.adapters.camera import Camera, CameraState, LiveFrame, Patience
from tests.live.cameras import (
    AT_MOST_S,
    QUICK,
    SAMPLE,
    next_frame,
    scripted,
    shot,
    threads_named_camera,
    wait_until,
)
from tests.live.mjpeg import MjpegServer, clip_pictures, draw_number, jpeg, noise_pictures, read_number


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
