"""Work that goes on in a thread of its own, so that others can be answered meanwhile and be told how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
Work = Callable[[Callable[[int, int], None]], T]


class GivenUp(Exception):  # noqa: N818  it is no error
    """Nobody wants the outcome any more."""


class UnderWay(Generic[T]):
    """One piece of work, begun when it is made.

    The thread does not hold up the end of the program: whatever ends early must have written nothing by halves.
    """

    def __init__(self, work: Work[T]) -> None:
        """Begin. `work` is handed a function that it tells now and then how much is done, of how much."""
        self._work = work
        self._ended = threading.Event()
        self._given_up = False
        self._outcome: T | None = None
        self._wrong: BaseException | None = None
        self._progress = (0, 0)
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def has_ended(self) -> bool:
        """Is there an outcome?"""
        return self._ended.is_set()

    @property
    def progress(self) -> tuple[int, int]:
        """How much is done, of how much; (0, 0) before anything was told."""
        return self._progress

    def wait(self, patience_s: float | None = None) -> bool:
        """Wait for the end, `None` = as long as it takes; has it ended?"""
        return self._ended.wait(patience_s)

    def outcome(self) -> T:
        """What came out, once it has ended. Raises what the work raised, or `GivenUp`."""
        if self._wrong is not None:
            raise self._wrong
        if self._outcome is None:
            raise GivenUp
        return self._outcome

    def give_up(self) -> None:
        """Let it end soon; who waits for it need not wait any longer."""
        self._given_up = True
        self._ended.set()

    def _run(self) -> None:
        try:
            self._outcome = self._work(self._tell)
        except GivenUp:
            pass
        except BaseException as wrong:  # noqa: BLE001  whoever waits gets it
            self._wrong = wrong
        self._ended.set()

    def _tell(self, done: int, of: int) -> None:
        if self._given_up:
            raise GivenUp
        self._progress = (done, of)
