"""What a long run tells the person who waits: a bar with the time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

ItemT = TypeVar("ItemT")


class Teller(Protocol):
    """Tells how far a run is."""

    def following(self, items: Iterable[ItemT], stage: str, total: int | None) -> Iterator[ItemT]:
        """Hand the items on, one by one, and show how many of `total` have passed; None = not known."""
        ...

    def note(self, text: str) -> None:
        """Tell one thing worth knowing."""
        ...


class BarTeller:
    """A progress bar on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def following(self, items: Iterable[ItemT], stage: str, total: int | None) -> Iterator[ItemT]:
        """Hand the items on under a bar with the time left; the bar goes away at the end."""
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(elapsed_when_finished=True),
        )
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task(stage, total=total)
            for item in items:
                yield item
                bar.advance(task)

    def note(self, text: str) -> None:
        """Tell one thing worth knowing, above the bar."""
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)


class LineTeller:
    """A line for each stage, for a log file or a pipe."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def following(self, items: Iterable[ItemT], stage: str, total: int | None) -> Iterator[ItemT]:
        """Tell that the stage begins, then hand the items on in silence."""
        self._write(f"{stage}\n" if total is None else f"{stage} ({total} frames)\n")
        yield from items

    def note(self, text: str) -> None:
        """Tell one thing worth knowing."""
        self._write(f"{text}\n")


class SilentTeller:
    """Says nothing."""

    def following(self, items: Iterable[ItemT], stage: str, total: int | None) -> Iterator[ItemT]:
        """Hand the items on."""
        del stage, total
        yield from items

    def note(self, text: str) -> None:
        """Say nothing."""


def teller() -> Teller:
    """The teller that fits stderr: a bar on a terminal, lines elsewhere. Results go to stdout, so pipes stay clean."""
    if sys.stderr.isatty():
        return BarTeller(Console(stderr=True))
    return LineTeller(_write_to_stderr)


def _write_to_stderr(text: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(text)
        sys.stderr.flush()
