"""A camera without a device: numbered pictures, served as MJPEG over loopback at their own rate.

The number is drawn into the picture as blocks of pixels, so a frame that comes out at the other end says which one it
is. Every way in which a camera fails can be caused: `unplug`, `plug_in`, `refuse`, `stall`, `freeze`, `blacken`,
`cover`, `set_fps`, `set_size`; `recover` ends those that are about the picture.

    with MjpegServer(clip_pictures(path), fps=30.0) as server, Camera(server.url) as camera:
        server.freeze()
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Size = tuple[int, int]  # width, height, px

BITS = 16
NUMBERS = 1 << BITS  # the numbers start again at 0 after this many frames
JPEG_QUALITY = 85
GREY = 120  # what a hand over the lens looks like
_GUARD = (1, 0, 1)  # before the bits: a picture without them holds no number
_BLOCKS = len(_GUARD) + BITS + 1  # and a parity bit after them
_BLOCKS_ACROSS = 40  # a block is this part of the picture's width: 16 px at 640, 32 px at 1280
_BOUNDARY = "frame"


def draw_number(picture_rgb: Picture, number: int) -> None:
    """Write a number, modulo `NUMBERS`, into the picture's top left corner as black and white blocks.

    Args:
        picture_rgb: (H, W, 3) uint8, changed in place; at least 80 px wide and 8 px high.
        number: 0 or more.
    """
    bits = [number >> (BITS - 1 - place) & 1 for place in range(BITS)]
    block = picture_rgb.shape[1] // _BLOCKS_ACROSS
    for place, bit in enumerate((*_GUARD, *bits, sum(bits) & 1)):
        picture_rgb[:block, place * block : (place + 1) * block] = 255 * bit


def read_number(picture_rgb: Picture) -> int:
    """Read the number that `draw_number` wrote; JPEG losses and a change of size in between do no harm.

    Args:
        picture_rgb: (H, W, 3) uint8.

    Raises:
        ValueError: there is no number in it (a black, covered or mirrored picture).
    """
    block = picture_rgb.shape[1] / _BLOCKS_ACROSS
    low, high = round(0.3 * block), round(0.7 * block) + 1
    columns = [round(place * block) for place in range(_BLOCKS)]
    read = [int(picture_rgb[low:high, left + low : left + high].mean() > 127) for left in columns]
    guard, bits, parity = tuple(read[: len(_GUARD)]), read[len(_GUARD) : -1], read[-1]
    if guard != _GUARD or parity != sum(bits) & 1:
        raise ValueError("there is no frame number in this picture")
    return sum(bit << (BITS - 1 - place) for place, bit in enumerate(bits))


def clip_pictures(path: Path, most: int | None = None) -> list[Picture]:
    """Decode a clip into RGB pictures, all of it or the first `most`."""
    with av.open(str(path)) as container:
        return [
            np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in islice(container.decode(video=0), most)
        ]


def at_rate(path: Path, pictures: Sequence[Picture], fps: float) -> list[Picture]:
    """A clip's pictures as a camera of another rate gives them: each shown for as long as the clip shows it."""
    with av.open(str(path)) as container:
        own_fps = float(container.streams.video[0].average_rate or fps)
    count = round(len(pictures) * fps / own_fps)
    return [pictures[min(int(number * own_fps / fps), len(pictures) - 1)] for number in range(count)]


def noise_pictures(size: Size = (640, 480), count: int = 8) -> list[Picture]:
    """A still scene as a camera's sensor shows it: blotches with a new grain in each picture."""
    rng = np.random.default_rng(1)
    width, height = size
    scene = cv2.resize(rng.uniform(30, 220, (6, 8, 3)), size, interpolation=cv2.INTER_CUBIC)
    grains = (rng.normal(0, 4, (height, width, 3)) for _ in range(count))
    return [np.clip(scene + grain, 0, 255).astype(np.uint8) for grain in grains]


def jpeg(picture_rgb: Picture) -> bytes:
    """Pack a picture."""
    done, data = cv2.imencode(".jpg", picture_rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise ValueError("this picture cannot be packed as JPEG")
    return data.tobytes()


class Shows(Enum):
    """What the camera sees."""

    PICTURES = "pictures"
    SAME = "the last picture, again and again"
    BLACK = "nothing, it is dark"
    COVER = "a hand over the lens"


class MjpegServer:
    """Serves a sequence of pictures over loopback as a camera would. Use it with `with`.

    The frames are numbered from 0 over all connections. A frame is packed when it is due; with `ahead` each picture of
    the sequence is numbered by its place and packed once, so that serving costs next to nothing (numbers then repeat
    with the sequence).

    Attributes:
        url: what `cv2.VideoCapture` opens; the same after `unplug` and `plug_in`.
        sent_s: when each number was last handed to the network, `time.monotonic()`, s.
        connections: how often somebody connected.
    """

    def __init__(self, pictures: Sequence[Picture], fps: float = 30.0, *, loop: bool = True, ahead: bool = False):
        """Start serving.

        Args:
            pictures: (H, W, 3) uint8, RGB, of one size; left as they are.
            fps: frames per second.
            loop: go back after the last picture, and forth again, so that nobody jumps from the clip's end to its
                beginning; otherwise the stream ends there.
            ahead: number and pack every picture now.
        """
        self.sent_s: dict[int, float] = {}
        self.connections = 0
        self._pictures = [*pictures, *pictures[-2:0:-1]] if loop else pictures
        self._loop = loop
        self._fps = fps
        self._size: Size | None = None
        self._shows = Shows.PICTURES
        self._stalled = threading.Event()
        self._ahead = [self._packed(place) for place in range(len(self._pictures))] if ahead else None
        self._next = 0
        self._last = b""
        self._web = _Web(0, self._stream)
        self._port = self._web.port
        self.url = f"http://127.0.0.1:{self._port}/"

    def unplug(self) -> None:
        """Break every connection and answer nobody. A second call does nothing."""
        self._web.close()

    def plug_in(self) -> None:
        """Be there again, at the same address."""
        self._web.close()
        self._web = _Web(self._port, self._stream)

    def refuse(self) -> None:
        """Break every connection and turn everybody away who comes, as a busy camera does, until `plug_in`."""
        self._web.close()
        self._web = _Web(self._port, None)

    def stall(self) -> None:
        """Keep the connections and send nothing, until `recover`."""
        self._stalled.set()

    def freeze(self) -> None:
        """Send the last picture again and again."""
        self._shows = Shows.SAME

    def blacken(self) -> None:
        """Send black pictures."""
        self._shows = Shows.BLACK

    def cover(self) -> None:
        """Send pictures of one grey."""
        self._shows = Shows.COVER

    def set_fps(self, fps: float) -> None:
        """Send this many frames per second from now on."""
        self._fps = fps

    def set_size(self, size: Size | None) -> None:
        """Send pictures of another width and height from now on; None = their own. Not together with `ahead`."""
        if self._ahead is not None:
            raise ValueError("pictures that are packed ahead keep their size")
        self._size = size

    def recover(self) -> None:
        """See and send again. Rate and size stay."""
        self._shows = Shows.PICTURES
        self._stalled.clear()

    def close(self) -> None:
        """Stop for good. A second call does nothing."""
        self._stalled.clear()
        self._web.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _stream(self, stopped: threading.Event) -> Iterator[bytes]:
        """Frames for one connection, each when it is due."""
        self.connections += 1
        due_s = time.monotonic()
        while not stopped.is_set():
            if self._stalled.is_set():
                stopped.wait(0.02)
                due_s = time.monotonic()
                continue
            if stopped.wait(max(due_s - time.monotonic(), 0.0)) or not (self._loop or self._next < len(self._pictures)):
                return
            yield self._frame()
            due_s += 1.0 / self._fps

    def _frame(self) -> bytes:
        """The frame that is due now."""
        shows = self._shows
        if shows is Shows.SAME and self._last:
            return self._last
        if shows in (Shows.BLACK, Shows.COVER):
            width, height = self._size or self._pictures[0].shape[1::-1]
            return jpeg(np.full((height, width, 3), GREY if shows is Shows.COVER else 0, np.uint8))
        number = self._next
        self._next += 1
        if self._ahead is not None:
            number %= len(self._ahead)
            self._last = self._ahead[number]
        else:
            number %= NUMBERS
            self._last = self._packed(number)
        self.sent_s[number] = time.monotonic()
        return self._last

    def _packed(self, number: int) -> bytes:
        picture = self._pictures[number % len(self._pictures)]
        picture = picture.copy() if self._size is None else np.asarray(cv2.resize(picture, self._size), np.uint8)
        draw_number(picture, number)
        return jpeg(picture)


Stream = Callable[[threading.Event], Iterator[bytes]]


class _Web(ThreadingHTTPServer):
    """One listening port; it streams to whoever connects, or turns them away if there is no stream."""

    daemon_threads = True

    def __init__(self, port: int, stream: Stream | None) -> None:
        self.stream = stream
        self.stopped = threading.Event()
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), name="mjpeg", daemon=True)
        self._thread.start()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is what this server is for."""

    def close(self) -> None:
        """Stop listening, break the connections, and wait until their threads have ended."""
        if self.stopped.is_set():
            return
        self.stopped.set()
        self.shutdown()
        self._thread.join()
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers any GET with the stream."""

    def do_GET(self) -> None:
        web = cast(_Web, self.server)
        if web.stream is None:
            self.send_error(503)
            return
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY}")
        self.end_headers()
        for data in web.stream(web.stopped):
            head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            self.wfile.write(head.encode("ascii") + data + b"\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is the test's."""
