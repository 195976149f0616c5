"""Reading and deleting the history: what is asked for is done, or one sentence says why it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from coach.adapters.history import NAME, History, forget_all, forget_one, read_sessions
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally
from coach.errors import CoachError

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2025, 3, 9)
BEGAN = datetime(2025, 3, 9, 20, 15)

WRITER = """
import sys
from datetime import date, datetime
from pathlib import Path
from coach.adapters.history import History
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally
with History(Path(sys.argv[1]), date(2025, 3, 9)) as history:
    for count in range(20):
        number = history.begin(datetime(2025, 3, 9, 20, 0))
        history.end(number, Tally(session_s=float(count)), Ending.ASKED)
        assert history.problem is None, history.problem
"""


def fill(folder: Path, count: int) -> None:
    with History(folder, TODAY) as history:
        for minute in range(count):
            history.end(history.begin(BEGAN.replace(minute=minute)), Tally(session_s=60.0 * minute), Ending.ASKED)


def test_sessions_are_read_newest_first_and_reading_changes_none(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    assert [one.number for one in read_sessions(tmp_path)] == [3, 2, 1]
    assert read_sessions(tmp_path) == read_sessions(tmp_path)


def test_two_coaches_that_write_at_once_can_be_read_meanwhile(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    seen = [len(read_sessions(tmp_path))]
    while any(writer.poll() is None for writer in writers):
        seen.append(len(read_sessions(tmp_path)))
    errors = [writer.communicate(timeout=120)[1] for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0], errors
    assert seen == sorted(seen)
    past = read_sessions(tmp_path)
    assert [one.number for one in past] == list(range(41, 0, -1))
    assert all(one.ending is Ending.ASKED for one in past)


def test_no_history_is_one_sentence_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match=r"there is no history in .* 'coach live' begins one"):
        read_sessions(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_damaged_history_is_one_sentence_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database " * 500)
    with pytest.raises(CoachError, match=r"is damaged and cannot be read: .*\.$"):
        read_sessions(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_bytes() == b"no database " * 500


def test_a_moment_that_is_none_is_damage(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    with History(tmp_path, TODAY) as history:
        assert history._connection is not None
        history._connection.execute("UPDATE session SET began = 'yesterday'")
    with pytest.raises(CoachError, match="is damaged"):
        read_sessions(tmp_path)


def test_a_newer_history_is_one_sentence_and_is_not_deleted(tmp_path: Path) -> None:
    fill(tmp_path, 1)
    with History(tmp_path, TODAY) as history:
        assert history._connection is not None
        history._connection.execute("PRAGMA user_version = 99")
    for use in (read_sessions, forget_all):
        with pytest.raises(CoachError, match="newer version of the program"):
            use(tmp_path)
    assert (tmp_path / NAME).exists()


def test_a_deleted_session_leaves_nothing_of_itself_in_the_files(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        for _ in range(3):
            history.begin(BEGAN)
        history.update(2, Tally(session_s=1234.5625))
    forget_one(tmp_path, 2)

    assert [one.number for one in read_sessions(tmp_path)] == [3, 1]
    assert not any(b"1234.5625" in entry.read_bytes() for entry in tmp_path.iterdir())
    with pytest.raises(CoachError, match="no session 2"):
        forget_one(tmp_path, 2)


def test_the_number_of_a_deleted_session_is_not_given_again(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    forget_one(tmp_path, 2)
    with History(tmp_path, TODAY) as history:
        assert history.begin(BEGAN) == 3


def test_a_deleted_history_takes_side_files_and_damaged_ones_along_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database " * 500)
    fill(tmp_path, 2)
    (tmp_path / f"{NAME}-shm").touch()
    (tmp_path / "recordings").mkdir()
    (tmp_path / "mine.txt").touch()
    gone = forget_all(tmp_path)

    assert NAME in {file.name for file in gone}
    assert "history-damaged-2025-03-09.sqlite" in {file.name for file in gone}
    assert {entry.name for entry in tmp_path.iterdir()} == {"recordings", "mine.txt"}


def test_a_damaged_history_can_be_deleted(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database " * 500)
    assert [file.name for file in forget_all(tmp_path)] == [NAME]
    with pytest.raises(CoachError, match="there is no history"):
        forget_all(tmp_path)


def test_a_history_that_a_session_holds_is_not_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.adapters.history.store.BUSY_S", 0.05)
    fill(tmp_path, 1)
    with History(tmp_path, TODAY) as history:
        number = history.begin(BEGAN)
        with pytest.raises(CoachError, match="another program holds it"):
            forget_all(tmp_path)
        history.end(number, Tally(session_s=5.0), Ending.ASKED)
        assert history.problem is None
    assert len(read_sessions(tmp_path)) == 2


@pytest.mark.parametrize("use", [read_sessions, forget_all])
def test_a_history_that_is_a_folder_is_one_sentence(tmp_path: Path, use) -> None:
    os.mkdir(tmp_path / NAME)
    with pytest.raises(CoachError, match=r"cannot be used, it cannot be opened: .*\.$"):
        use(tmp_path)
