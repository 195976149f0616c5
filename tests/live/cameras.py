"""Cameras that follow a script, and ways to wait for what they must bring: shared by the stories of cameras."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from coach.adapters.camera import Camera, LiveFrame, Patience
from coach.adapters.picture_facts import picture_facts
from coach.core.live.camera_health import CameraCondition, CameraHealth, HealthParams, HealthState, update_health
from tests.live.mjpeg import Picture, draw_number

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
