"""The one kind of error that a person using the program is meant to read."""

from __future__ import annotations


class CoachError(Exception):
    """Something outside the program is not as it should be: a file, a setting, a disk, a device.

    The message is one sentence that says what was wrong, what was expected and what to do about it. The command line
    prints it to stderr without a traceback and leaves with `exit_code`.

    A mistake in the program itself is never a `CoachError`: it stays the exception that it is.
    """

    exit_code: int = 2
