"""What is kept of a session is written behind its back: a slow disk delays no cue, and nothing handed in is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from coach.adapters.history import History
from coach.adapters.recording import read_recording
from coach.app.live.keeper import TOO_SLOW, Keeper
from coach.app.live.run import run_session
from coach.app.live.worker import Seen
from coach.core.live.live import LiveInput, LiveParams
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally
from coach.core.live.voice import Spoken
from coach.core.look import Hints
from tests.live.test_run import Eyes, Frames, Mouth, Script

REPOSITORY = Path(__file__).parents[2]

# A child that keeps thirty inputs a second for as long as it lives, and tells the time of each.
CHILD = """
import sys, time
from datetime import date, datetime
from pathlib import Path
from coach.adapters.history import History
from coach.adapters.recording import RecordingHeader, SessionRecorder
from coach.app.live.keeper import Keeper
from coach.core.live.live import LiveInput
from coach.core.live.tally import Tally
folder = Path(sys.argv[1])
with History(folder, date(2025, 3, 9)) as history:
    number = history.begin(datetime(2025, 3, 9, 20, 15))
    with (
        SessionRecorder(folder / "one.coach", RecordingHeader("1.2.3")) as recorder,
        Keeper(recorder.keep, lambda sums: history.update(number, sums)) as keeper,
    ):
        for count in range(100000):
            keeper.keep(LiveInput(count / 30), None)
            keeper.save(Tally(session_s=count / 30))
            print(count / 30, flush=True)
            time.sleep(1 / 30)
"""


class SlowDisk:
    """Takes what it is given, each after a wait that `free` ends."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.inputs: list[LiveInput] = []
        self.sums: list[Tally] = []

    def record(self, given: LiveInput, said: Spoken | None) -> None:
        del said
        self.free.wait(20.0)
        self.inputs.append(given)

    def save(self, sums: Tally) -> None:
        self.free.wait(20.0)
        self.sums.append(sums)


class Watching(Script):
    """A screen that knows the longest time for which nobody came by, s."""

    longest_s, before_s = 0.0, float("nan")

    def show(self, seen: Seen | None, *, stale: bool, meanwhile: Callable[[], object]) -> None:
        now_s = time.monotonic()
        self.longest_s = max(self.longest_s, now_s - self.before_s)  # of NaN: stays
        self.before_s = now_s
        super().show(seen, stale=stale, meanwhile=meanwhile)


def test_a_disk_that_hangs_holds_up_neither_a_cue_nor_a_look() -> None:
    disk, screen, eyes, mouth = SlowDisk(), Watching(3.0), Eyes(), Mouth()
    keeper = Keeper(disk.record, disk.save)
    end = run_session(
        Frames(), eyes.look, mouth, screen, LiveParams(), Hints(), keep=keeper.keep, save=keeper.save, save_every_s=0.1
    )
    assert end.ending is Ending.ASKED
    assert mouth.played[0] == "lie_down"
    assert mouth.played[-1] == "session_over"
    assert eyes.looks > 30
    assert screen.longest_s < 0.5, "the main thread waited for the disk"
    assert not disk.inputs

    disk.free.set()
    keeper.close()
    assert len(disk.inputs) >= eyes.looks
    assert [one.t_s for one in disk.inputs] == sorted(one.t_s for one in disk.inputs)
    assert disk.sums[-1] == end.tally
    assert keeper.problem is None


def test_of_the_sums_the_newest_win_and_the_last_are_surely_written() -> None:
    disk = SlowDisk()
    with Keeper(None, disk.save) as keeper:
        for second in range(50):
            keeper.save(Tally(session_s=float(second)))
            time.sleep(0.002)
        disk.free.set()
    assert disk.sums[-1].session_s == 49.0
    assert len(disk.sums) <= 2, "older ones are passed over"


def test_what_nobody_wants_kept_is_not_kept() -> None:
    with Keeper(None, None) as keeper:
        keeper.keep(LiveInput(0.0), None)
        keeper.save(Tally())
    assert keeper.problem is None


def test_a_disk_that_is_too_slow_for_minutes_ends_the_recording_and_is_told() -> None:
    disk = SlowDisk()
    with Keeper(disk.record, disk.save, most=5) as keeper:
        keeper.keep(LiveInput(0.0), None)
        time.sleep(0.2)  # the first one is with the disk
        for number in range(1, 20):
            keeper.keep(LiveInput(float(number)), None)
        assert keeper.problem == TOO_SLOW
        keeper.save(Tally(session_s=7.0))
        disk.free.set()
    assert [one.t_s for one in disk.inputs] == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0], "no gap in it"
    assert disk.sums == [Tally(session_s=7.0)], "the sums are small: they are kept all the same"


def test_a_mistake_in_the_program_is_not_hidden_by_the_thread() -> None:
    def breaks(sums: Tally) -> None:
        raise ValueError("broken")

    keeper = Keeper(None, breaks)
    keeper.save(Tally())
    with pytest.raises(ValueError, match="broken"):
        keeper.close()
    keeper.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "keeper"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_kill_9_costs_a_second_at_most_of_the_recording_and_of_the_sums(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(tmp_path)], cwd=REPOSITORY, stdout=subprocess.PIPE)
    assert child.stdout is not None
    told_s = 0.0
    for line in child.stdout:
        told_s = json.loads(line)
        if told_s >= 3.0:
            child.send_signal(signal.SIGKILL)
            break
    child.communicate(timeout=30)
    recording = read_recording(tmp_path / "one.coach")
    assert not recording.whole
    assert list(recording.inputs())[-1].given.t_s >= told_s - 1.2
    with History(tmp_path, date(2025, 3, 10)) as history:
        (past,) = history.sessions()
    assert past.ending is None
    assert past.tally is not None
    assert past.tally.session_s >= told_s - 1.0
