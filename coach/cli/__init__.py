"""The command line: parse, call the app, tell mistakes in one sentence.

Heavy imports stay inside the commands, so that `--help` answers at once. The commands' order here is that of the help.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys

import coach.cli.analyze
import coach.cli.live
import coach.cli.prepare
import coach.cli.records
import coach.cli.review
import coach.cli.tools  # noqa: F401 - each registers its commands
from coach.cli.shared import INTERRUPTED, app

TERMINATED = 143


def main() -> None:
    """Entry point of the `coach` command."""
    with contextlib.suppress(ValueError, AttributeError):  # not the main thread; no such signal on this system
        signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a sign shows its code instead of failing
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except KeyboardInterrupt:  # before or after a command's own care
        sys.exit(INTERRUPTED)


def _terminated(*_: object) -> None:
    """A polite kill unwinds like Ctrl-C, so that nothing half-written stays."""
    raise SystemExit(TERMINATED)
