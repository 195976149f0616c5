"""Write down what reaches a live session, a second at a time, so that a kill costs no more than the last second.

A recording is a help and never a hindrance: if it cannot be written it ends, with a sentence for the screen, and the
session goes on. Pictures do not come here at all.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from coach.adapters.recording.chunks import Kind, chunk, preamble
from coach.adapters.recording.content import Kept, RecordingHeader
from coach.adapters.recording.packing import pack, pack_list
from coach.config import settings_flat
from coach.core.live.live import LiveInput
from coach.core.live.voice import Spoken
from coach.core.phrase import Phrase

CHUNK_S = 1.0  # what may be lost when the program is killed
BUFFER_BYTES = 4 * 2**20  # what waits to be written is written from here on, however short the time

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class SessionRecorder:
    """Keeps a session's inputs in one file. Use it with `with`; one thread at a time may call it.

    Nothing here raises because of the disk.

    Attributes:
        path: the file.
        problem: why there is no recording, or no more of it, one sentence for the screen; None = all is well.
        size_bytes: what has been written so far.
    """

    def __init__(self, path: Path, header: RecordingHeader) -> None:
        """Make the file, with the folders above it; a file that is there already is left alone."""
        self.path = path
        self.problem: Phrase | None = None
        self.size_bytes = 0
        self._file: IO[bytes] | None = None
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._chunk_from_s = 0.0
        self._lock = threading.Lock()  # a session that is broken off closes from another thread than it keeps
        content = pack({"header": header, "settings": settings_flat(header.params)})
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb", buffering=0)
            self._write(preamble() + chunk(Kind.HEADER, content))
            _flush_folder(path.parent)
        except OSError as refused:
            self._give_up(refused)

    def keep(self, given: LiveInput, said: Spoken | None) -> None:
        """Take one input as it was folded, and the sound that it started. Once a second this waits for the disk."""
        with self._lock:
            if self._file is None:
                return
            packed = pack(Kept(given, said))
            if not self._waiting:
                self._chunk_from_s = given.t_s
            self._waiting.append(packed)
            self._waiting_bytes += len(packed)
            if given.t_s - self._chunk_from_s >= CHUNK_S or self._waiting_bytes >= BUFFER_BYTES:
                self._put_down()

    def close(self) -> None:
        """Write what waits, and that the session ended in order. Idempotent."""
        with self._lock:
            if self._waiting:
                self._put_down()
            if self._file is None:
                return
            try:
                self._write(chunk(Kind.END, b""))
                self._file.close()
            except OSError as refused:
                self._give_up(refused)
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put_down(self) -> None:
        content = pack_list(self._waiting)
        self._waiting, self._waiting_bytes = [], 0
        try:
            self._write(chunk(Kind.INPUTS, content))
        except OSError as refused:
            self._give_up(refused)

    def _write(self, data: bytes) -> None:
        """Write it all and wait until the disk has it."""
        assert self._file is not None
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        os.fsync(self._file.fileno())
        self.size_bytes += len(data)

    def _give_up(self, refused: OSError) -> None:
        """End the recording; half a chunk is taken away again if that can be done."""
        self.problem = _problem(refused, begun=self.size_bytes > 0)
        file, self._file, self._waiting = self._file, None, []
        if file is not None:
            with contextlib.suppress(OSError):
                file.truncate(self.size_bytes)
            with contextlib.suppress(OSError):
                file.close()
            if self.size_bytes == 0:
                with contextlib.suppress(OSError):
                    self.path.unlink()


def _problem(refused: OSError, *, begun: bool) -> Phrase:
    if refused.errno in _FULL:
        why, zh = "the disk is full", "磁盘已满"
    elif refused.errno in _FORBIDDEN:
        why, zh = "its folder may not be written to", "没有写入文件夹的权限"
    elif refused.errno == errno.EEXIST:
        why, zh = "there is a file of its name already", "已经有同名的文件"
    else:
        reason = refused.strerror or type(refused).__name__
        why, zh = f"the system says: {reason}", f"系统提示：{reason}"
    if begun:
        return Phrase(
            f"The recording stops here, {why}; what was recorded until now is kept.",
            f"录制到此为止，{zh}；之前录下的内容已保留。",
        )
    return Phrase(f"This session is not recorded, {why}.", f"这次没有录制，{zh}。")


def _flush_folder(folder: Path) -> None:
    """Let the file's name reach the disk too."""
    if sys.platform != "win32":  # Windows has no handle of a folder to flush
        with contextlib.suppress(OSError):  # some network disks refuse it
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
