"""Which threads go first when a computer has more to do than it can."""

from __future__ import annotations

import os
import sys
import threading

_NICER = 5  # of 19: about a third of the share of who has not given way


def give_way() -> None:
    """Let the other threads go before this one and those that it starts: sound and window are waiting.

    On Linux alone, where each thread has a niceness of its own; elsewhere, and where it is refused, nothing is changed.
    """
    if sys.platform != "linux":
        return
    thread = threading.get_native_id()
    try:
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + _NICER)
    except OSError:
        return
