"""`--keep-video FILE`: the camera's own pictures, kept only because somebody asked for it.

A thread of its own encodes: on a slow machine pictures are left out rather than that the session waits. The file
appears under its name when it is whole; until then it has `.part` at its end. Without sound.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from queue import Empty, Full, Queue

import numpy as np
from numpy.typing import NDArray

from coach.adapters.movie import MovieWriter
from coach.core.phrase import Phrase
from coach.errors import CoachError, shown

_WAITING = 8  # pictures of a quarter of a second
_POLL_S = 0.2
_JOIN_S = 10.0

Picture = NDArray[np.uint8]


def check_film(path: Path) -> None:
    """Make sure that a movie can be kept there, and leave nothing.

    Raises:
        CoachError: a file of that name is there already, or the folder cannot be written to.
    """
    _begun(path).unlink(missing_ok=True)


def _begun(path: Path) -> Path:
    """The file that is written to until the movie is whole; it is there now, empty."""
    part = path.with_name(path.name + ".part")
    if path.exists():
        raise CoachError(
            f"'{shown(path)}' is there already: name another file for --keep-video, or move it away.",
            f"“{shown(path)}”已经存在：请给 --keep-video 换一个文件，或移走它。",
        )
    try:
        part.touch()
    except OSError as refused:
        raise CoachError(
            f"'{shown(path)}' cannot be written ({refused.strerror}): name a file in a folder of yours for "
            "--keep-video.",
            f"无法写入“{shown(path)}”（{refused.strerror}）：请给 --keep-video 换一个您自己文件夹里的文件。",
        ) from refused
    return part


class Film:
    """Writes pictures into a movie. Use it with `with`.

    Attributes:
        path: where the movie is when it is whole.
        problem: why there is none, or no more of it, one sentence for the screen; None = all is well.
        left_out: pictures that the encoder had no time for.
    """

    def __init__(self, path: Path) -> None:
        """Make sure that the file can be written.

        Raises:
            CoachError: a file of that name is there already, or the folder cannot be written to.
        """
        self.path = path
        self.problem: Phrase | None = None
        self.left_out = 0
        self._part = _begun(path)
        self._waiting: Queue[tuple[Picture, float]] = Queue(_WAITING)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="film", daemon=True)
        self._thread.start()

    def add(self, picture_rgb: Picture, t_s: float) -> None:
        """Take one picture, (H, W, 3) uint8, RGB, and its time, s; it must not be changed afterwards. Never waits."""
        try:
            self._waiting.put_nowait((picture_rgb, t_s))
        except Full:
            self.left_out += 1

    def close(self) -> None:
        """Finish the movie. Idempotent."""
        self._over.set()
        self._thread.join(_JOIN_S)

    def __enter__(self) -> Film:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        try:
            whole = self._encode()
            if whole:
                os.replace(self._part, self.path)
        except (CoachError, OSError) as refused:
            why = refused.strerror if isinstance(refused, OSError) and refused.strerror else str(refused)
            self.problem = Phrase(f"The video could not be kept: {why}.", f"视频没有存下来：{why}。")
        finally:
            self._part.unlink(missing_ok=True)

    def _encode(self) -> bool:
        """Write until it is over; False if there was no picture. One of another size than the first is left out."""
        first = self._next()
        if first is None:
            return False
        picture, began_s = first
        height, width = picture.shape[:2]
        with MovieWriter(self._part, width, height) as movie:
            following: tuple[Picture, float] | None = first
            while following is not None:
                picture, t_s = following
                if picture.shape[:2] == (height, width):
                    movie.write(picture, t_s - began_s)
                else:
                    self.left_out += 1
                following = self._next()
        return True

    def _next(self) -> tuple[Picture, float] | None:
        """The next picture; None when it is over and nothing waits."""
        while True:
            try:
                return self._waiting.get(timeout=_POLL_S)
            except Empty:
                if self._over.is_set():
                    return None
