"""What a session keeps is written by a thread of its own: a slow disk holds up neither a look nor a cue.

Of the sums only the newest wait, because they hold all before them. Of the inputs every one waits, in order: a
recording with a gap would be judged to something else than the session was.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from coach.app.live.worker import Keep
from coach.core.live.live import LiveInput
from coach.core.live.tally import Tally
from coach.core.live.voice import Spoken
from coach.core.phrase import Phrase

Save = Callable[[Tally], None]

_MOST = 3600  # inputs that wait: two minutes of 30 pictures a second, some ten megabytes
TOO_SLOW = Phrase(
    "The recording stops here, the disk is too slow; what was recorded until now is kept.",
    "录制到此为止，磁盘太慢；之前录下的内容已保留。",
)


class Keeper:
    """Writes inputs and sums behind the session's back. Use it with `with`; any thread may hand in.

    Attributes:
        problem: why the recording ends before the session, one sentence for the screen; None = it does not.
    """

    def __init__(self, record: Keep | None, save: Save | None, most: int = _MOST) -> None:
        """Begin with nothing to write.

        Args:
            record: takes every input in order, and may wait for the disk; None = they are not recorded.
            save: takes the newest sums, and may wait for the disk; None = they are not saved.
            most: how many inputs may wait.
        """
        self._record, self._save, self._most = record, save, most
        self.problem: Phrase | None = None
        self._failure: BaseException | None = None
        self._inputs: deque[tuple[LiveInput, Spoken | None]] = deque()
        self._sums: Tally | None = None
        self._over = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._thread.start()

    def keep(self, given: LiveInput, said: Spoken | None) -> None:
        """Hand in one input as it was folded, and the sound that it started. Never waits for the disk."""
        if self._record is None or self.problem is not None:
            return
        with self._change:
            if len(self._inputs) >= self._most:
                self.problem = TOO_SLOW
                return
            self._inputs.append((given, said))
            self._change.notify()

    def save(self, sums: Tally) -> None:
        """Hand in the sums so far. Never waits for the disk."""
        if self._save is None:
            return
        with self._change:
            self._sums = sums
            self._change.notify()

    def close(self) -> None:
        """Wait until all that was handed in is written. Idempotent.

        Raises:
            Exception: a mistake in the program broke the writing.
        """
        with self._change:
            self._over = True
            self._change.notify()
        self._thread.join()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def __enter__(self) -> Keeper:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        try:
            while self._write_what_waits():
                pass
        except BaseException as failure:  # noqa: BLE001 - a thread has nobody to raise to: `close` does
            self._failure = failure

    def _write_what_waits(self) -> bool:
        """Wait for something, and write it; False = it is over and nothing waits."""
        with self._change:
            self._change.wait_for(lambda: self._inputs or self._sums is not None or self._over)
            inputs, self._inputs = self._inputs, deque()
            sums, self._sums = self._sums, None
        if self._record is not None:
            for given, said in inputs:
                self._record(given, said)
        if self._save is not None and sums is not None:
            self._save(sums)
        return bool(inputs) or sums is not None
