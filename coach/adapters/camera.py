"""A live camera whose newest picture is always at hand.

One thread grabs and puts the newest picture into a mailbox of one slot, so a slow reader gets fresh pictures and fewer
of them, never old ones. When the camera is unplugged, or hangs, the thread closes it and opens it again until it is
back. The thread only grabs and unpacks; colours are turned where a picture is taken (0.24 ms at 1280x720, mirrored
0.34 ms), so a picture that nobody takes costs less.

OpenCV waits for a picture inside its own code: at most 2 s on Linux and for addresses. A driver that never
answers cannot be interrupted from here; then the state is `LOST`, and `close` leaves the thread behind.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.core.live.camera_source import CamerasFound, Source, why_no_picture, why_no_source
from coach.errors import CoachError
from coach.quiet import native_stderr_silenced

Picture = NDArray[np.uint8]
Size = tuple[int, int]  # width, height, px

ASKED_SIZE: Size = (1280, 720)
OPEN_WAIT_S = 3.0  # for an address to answer
READ_WAIT_S = 2.0  # for its next picture
# One to be filled while one is unpacked. With a single one the driver has none to fill meanwhile, and cameras fall to
# half their rate; the thread empties them at once, so two do not grow old.
V4L2_BUFFERS = 2
_PROBE_STEP = 16  # every 16th pixel each way tells whether a picture is the same as the one before
_PLAIN_SPAN = 8  # grey levels: a picture with less in it is dark or covered, and may well repeat itself
_RETRY_WAIT_S = 0.01


class CameraState(StrEnum):
    """How the camera is."""

    OPENING = "opening"
    RUNNING = "running"
    LOST = "lost"  # no picture comes; it is tried again


@dataclass(frozen=True, slots=True)
class LiveFrame:
    """One picture.

    Attributes:
        number: how many pictures had been grabbed with this one, over all openings.
        t_s: when it was grabbed, seconds since the camera was asked for; strictly growing.
        picture_rgb: (H, W, 3) uint8, RGB, contiguous; the size may change from one frame to the next.
        dropped: how many pictures had been overwritten in the mailbox before anybody took them.
    """

    number: int
    t_s: float
    picture_rgb: Picture
    dropped: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the grabber waits, s.

    Attributes:
        opening_s: for the very first picture, everything together; slow devices take 5 s.
        first_s: for the first picture once the device is open.
        lost_s: without a picture for this long the camera is lost.
        failing_s: reads that fail one after the other for this long mean that it is unplugged.
        retry_s, retry_most_s: pause before the first try to open it again, and the longest; each is half as long again
            as the one before.
        closing_s: for the thread to end; longer than the bounded waits inside OpenCV.
        stuck_s, stuck_most_s: OpenCV may go on giving the last picture of a camera that is gone. A picture that
            repeats for this long has the camera opened again; the wait doubles while that does not help.
    """

    opening_s: float = 10.0
    first_s: float = 5.0
    lost_s: float = 2.0
    failing_s: float = 0.5
    retry_s: float = 1.0
    retry_most_s: float = 5.0
    closing_s: float = 3.5
    stuck_s: float = 3.0
    stuck_most_s: float = 60.0


class Capture(Protocol):
    """What is used of `cv2.VideoCapture`, all of it in one thread."""

    def grab(self) -> bool:
        """Wait for the next picture."""
        ...

    def retrieve(self) -> tuple[bool, Picture | None]:
        """Unpack it: (H, W, 3) uint8, BGR."""
        ...

    def release(self) -> None:
        """Give the device back."""
        ...


Opener = Callable[[Source, Size], Capture | None]  # None: it does not open


class Camera:
    """Grabs from a camera until it is closed. Use it with `with`.

    `take` belongs to one thread; `state` and `now_s` may be read from any and never wait.
    """

    def __init__(
        self,
        source: Source,
        size: Size = ASKED_SIZE,
        *,
        mirrored: bool = False,
        patience: Patience | None = None,
        opener: Opener | None = None,
    ) -> None:
        """Open the camera and wait for its first picture.

        Args:
            source: the camera's number, or the address of one (http, https, rtsp).
            size: width and height to ask for, px; a camera may give another one.
            mirrored: the camera mirrors its pictures: turn them back.
            patience: how long to wait for what.
            opener: opens the source; OpenCV's own if None.

        Raises:
            CoachError: there is no such camera, it is in use, or it gives no picture in time.
        """
        if fault := why_no_source(source):
            raise CoachError(fault.en, fault.zh)
        self.source = source
        self._size = size
        self._mirrored = mirrored
        self._patience = patience or Patience()
        self._opener = opener or open_capture
        self._began_s = time.perf_counter()  # as steady as time.monotonic, and finer than its 16 ms on Windows
        self._phase = CameraState.OPENING
        self._frame_s = 0.0
        self._number = 0
        self._dropped = 0
        self._slot: tuple[int, float, Picture] | None = None  # number, time, BGR
        self._failure: Exception | None = None
        self._mail = threading.Condition()
        self._stop = threading.Event()
        self._settled = threading.Event()  # the first picture is there, or there will be none
        self._probe: NDArray[np.uint8] | None = None
        self._changed_s = 0.0
        self._stuck_s = self._patience.stuck_s
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        try:
            with native_stderr_silenced():
                self._thread.start()
                self._settled.wait(self._patience.opening_s)
        except BaseException:
            self.close()
            raise
        if self._number == 0:
            self.close()
            if self._failure is not None:
                raise self._failure
            why = why_no_picture(source, cameras_found(source))
            raise CoachError(why.en, why.zh)

    @property
    def state(self) -> CameraState:
        """How the camera is now: `LOST` also while OpenCV still waits for a picture that does not come."""
        if self._phase is CameraState.RUNNING and self.now_s() - self._frame_s > self._patience.lost_s:
            return CameraState.LOST
        return self._phase

    def now_s(self) -> float:
        """Seconds since the camera was asked for, on the clock of the frames' `t_s`."""
        return time.perf_counter() - self._began_s

    def take(self, timeout_s: float) -> LiveFrame | None:
        """The newest picture that has not been taken yet; waits for one if need be.

        Args:
            timeout_s: how long to wait at most.

        Returns:
            The frame; None if none came, or the camera is closed.

        Raises:
            Exception: whatever broke the grabber, if a mistake in the program did.
        """
        with self._mail:
            self._mail.wait_for(lambda: self._slot or self._failure or self._stop.is_set(), timeout_s)
            slot, self._slot = self._slot, None
            dropped = self._dropped
        if self._failure is not None:
            raise self._failure
        if slot is None or self._stop.is_set():
            return None
        number, t_s, picture_bgr = slot
        picture_rgb = cv2.cvtColor(picture_bgr, cv2.COLOR_BGR2RGB)
        if self._mirrored:
            cv2.flip(picture_rgb, 1, picture_rgb)
        return LiveFrame(number, t_s, np.asarray(picture_rgb, np.uint8), dropped)

    def close(self) -> None:
        """Give the camera back and end the thread; waits `Patience.closing_s` at most. A second call does nothing."""
        self._stop.set()
        with self._mail:
            self._mail.notify_all()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(self._patience.closing_s)
        self._phase = CameraState.LOST

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- the grabber's thread ----------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._keep_open()
        except Exception as error:  # noqa: BLE001 - a thread has nobody to raise to: `take` raises it
            self._failure = error
        finally:
            self._phase = CameraState.LOST
            self._settled.set()
            with self._mail:
                self._mail.notify_all()

    def _keep_open(self) -> None:
        """Open, grab until it is lost, and again; give up only if the very first opening gives nothing."""
        pause_s = self._patience.retry_s
        while not self._stop.is_set():
            before = self._number
            stuck = self._grab_from_one_opening()
            if self._number == 0:
                return
            if stuck:
                continue
            self._phase = CameraState.LOST
            if self._number > before:
                pause_s = self._patience.retry_s
            self._stop.wait(pause_s)
            pause_s = min(1.5 * pause_s, self._patience.retry_most_s)

    def _grab_from_one_opening(self) -> bool:
        """Grab until the camera is lost (False), or says nothing new (True)."""
        try:
            capture = self._opener(self.source, self._size)
            if capture is None:
                return False
            try:
                return self._grab_until_lost(capture)
            finally:
                capture.release()
        except (cv2.error, OSError):  # OpenCV throws these at damaged streams and vanished devices
            return False

    def _grab_until_lost(self, capture: Capture) -> bool:
        failing_from_s: float | None = None
        patience_s = self._patience.first_s
        self._changed_s = self.now_s()
        while not self._stop.is_set():
            asked_s = self.now_s()
            grabbed = capture.grab()
            t_s = self.now_s()
            picture = _unpacked(capture) if grabbed else None
            if self._stop.is_set():
                break
            if picture is not None:
                failing_from_s, patience_s = None, self._patience.failing_s
                self._post(picture, t_s)
                if self._is_stuck(picture, t_s):
                    return True
                continue
            failing_from_s = asked_s if failing_from_s is None else failing_from_s
            if self.now_s() - failing_from_s > patience_s:
                return False
            self._stop.wait(_RETRY_WAIT_S)
        return False

    def _post(self, picture_bgr: Picture, t_s: float) -> None:
        with self._mail:
            self._number += 1
            self._dropped += self._slot is not None
            self._slot = (self._number, t_s, picture_bgr)
            self._frame_s = t_s
            self._mail.notify_all()
        self._phase = CameraState.RUNNING
        self._settled.set()

    def _is_stuck(self, picture_bgr: Picture, t_s: float) -> bool:
        """Has the same picture come for so long that the camera had better be opened again?"""
        probe = np.ascontiguousarray(picture_bgr[::_PROBE_STEP, ::_PROBE_STEP])  # 0.02 ms with the comparison
        if self._probe is None or not np.array_equal(probe, self._probe):
            moves = self._probe is not None
            self._probe, self._changed_s = probe, t_s
            self._stuck_s = self._patience.stuck_s if moves else self._stuck_s
        elif np.ptp(probe) <= _PLAIN_SPAN:
            self._changed_s = t_s
        elif t_s - self._changed_s >= self._stuck_s:
            self._stuck_s = min(2.0 * self._stuck_s, self._patience.stuck_most_s)
            return True
        return False


def _unpacked(capture: Capture) -> Picture | None:
    """The picture, or None if there is none that can be used."""
    done, picture = capture.retrieve()
    usable = done and picture is not None and picture.ndim == 3 and picture.shape[2] == 3 and picture.size > 0
    return picture if usable else None


# --- opening ----------------------------------------------------------------------------------------------------------


def open_capture(source: Source, size: Size) -> Capture | None:
    """Open a source with OpenCV, for the lowest delay; None if it does not open."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # a camera that is gone is told on the screen
    if isinstance(source, str):
        waits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(1000 * OPEN_WAIT_S)]
        waits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(1000 * READ_WAIT_S)]
        capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, waits)
        return cast(Capture, capture) if capture.isOpened() else None
    for backend in _BACKENDS.get(sys.platform, (cv2.CAP_ANY,)):
        capture = cv2.VideoCapture(source, backend)
        if capture.isOpened():
            # MJPG first: uncompressed, USB 2 carries this size at 10 pictures a second only.
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
            if backend == cv2.CAP_V4L2:
                capture.set(cv2.CAP_PROP_BUFFERSIZE, V4L2_BUFFERS)
            return cast(Capture, capture)
        capture.release()
    return None


_BACKENDS: dict[str, tuple[int, ...]] = {
    "linux": (cv2.CAP_V4L2,),
    "win32": (cv2.CAP_DSHOW, cv2.CAP_MSMF),
    "darwin": (cv2.CAP_AVFOUNDATION,),
}

_DEVICES = Path("/dev")
_NAMES = Path("/sys/class/video4linux")


def cameras_found(source: Source) -> CamerasFound:
    """What this system tells about its cameras; only Linux does.

    A camera's second node, which gives no pictures, is left out where it says so.
    """
    if isinstance(source, str) or not sys.platform.startswith("linux"):
        return CamerasFound()
    told = (node.name.removeprefix("video") for node in _DEVICES.glob("video*"))
    numbers = [int(number) for number in told if number.isdecimal()]
    names = {n: _read(n, "name") or "a camera" for n in numbers if _read(n, "index") in ("", "0")}
    return CamerasFound(names, allowed=os.access(_DEVICES / f"video{source}", os.R_OK | os.W_OK))


def _read(number: int, what: str) -> str:
    try:
        return (_NAMES / f"video{number}" / what).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
