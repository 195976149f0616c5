"""Keep native libraries from writing over the user's terminal.

MediaPipe, ALSA and OpenCV write start-up chatter to file descriptor 2 from C, past `sys.stderr`.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def native_stderr_silenced() -> Iterator[None]:
    """Send file descriptor 2 to the null device for the length of a block.

    Process-wide: keep the block short, and start no thread in it that has something to say.
    """
    if sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison] - None under Windows' pythonw
        sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all, as there
        yield
        return
    try:
        with open(os.devnull, "wb") as null:
            os.dup2(null.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
