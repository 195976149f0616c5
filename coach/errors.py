"""The one kind of error that a person using the program is meant to read."""

from __future__ import annotations

import os
from pathlib import Path


class CoachError(Exception):
    """Something outside the program is not as it should be: a file, a setting, a disk, a device.

    The message is one sentence that says what was wrong, what was expected and what to do about it. The command line
    prints it to stderr without a traceback and leaves with `exit_code`.

    A mistake in the program itself is never a `CoachError`: it stays the exception that it is.

    Attributes:
        chinese: the same sentence in Chinese; empty = there is none.
    """

    exit_code: int = 2

    def __init__(self, english: str, chinese: str = "") -> None:
        """The sentence, and the same in Chinese where a command that speaks Chinese can come to it."""
        super().__init__(english)
        self.chinese = chinese

    def of(self, *, chinese: bool) -> str:
        """The sentence in Chinese, or in English; one that has no Chinese says that it is the program's own."""
        if not chinese:
            return str(self)
        return self.chinese or f"程序说（英文）：{self}"


def shown(path: Path | str) -> str:
    """A path as text that can always be printed and written: bytes that are no text become question marks."""
    return os.fsencode(path).decode("utf-8", "replace").replace("\n", "?")
