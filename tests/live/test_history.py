"""The history of sessions outlasts kills, two coaches at once, damage and newer versions; and stores nothing else."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from coach.adapters.history import MIGRATIONS, NAME, History, refuse_newer
from coach.adapters.history import store as history_module
from coach.core.findings import Rule
from coach.core.live.stage import Ending
from coach.core.live.tally import FamilyTime, Tally, begin_tally
from coach.errors import CoachError

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2025, 3, 9)
BEGAN = datetime(2025, 3, 9, 20, 15, tzinfo=timezone(timedelta(hours=8)))

CHILD = """
import sys
from datetime import date, datetime
from pathlib import Path
from coach.adapters.history import History
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally
with History(Path(sys.argv[1]), date(2025, 3, 9)) as history:
    number = history.begin(datetime(2025, 3, 9, 20, int(sys.argv[2])))
    for count in range(1, {count} + 1):
        history.update(number, Tally(session_s=float(count)))
        print(count, number, history.problem, flush=True)
    history.end(number, Tally(session_s=float({count})), Ending.ASKED)
"""


def start_child(folder: Path, minute: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD.format(count=count), str(folder), str(minute)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def tally_at(seconds: float) -> Tally:
    rules = tuple(replace(one, count=3 if one.rule is Rule.FAST_STEP else 0) for one in begin_tally().rules)
    return replace(begin_tally(), session_s=seconds, spine=FamilyTime(seconds / 3, 0.1, 1e-9), steps=7, rules=rules)


def damage(path: Path, first: int) -> None:
    """Overwrite a part of the file, from a byte on."""
    data = bytearray(path.read_bytes())
    data[first : len(data) // 2] = np.random.default_rng(5).bytes(len(data) // 2 - first)
    path.write_bytes(data)


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_session_is_there_from_its_beginning_and_closed_with_its_ending(tmp_path: Path) -> None:
    with History(tmp_path / "new" / "folder", TODAY) as history:
        number = history.begin(BEGAN)
        (begun,) = history.sessions()
        history.update(number, tally_at(61.3))
        (going_on,) = history.sessions()
        history.end(number, tally_at(700.1), Ending.STOP_SIGNAL)
        (ended,) = history.sessions()

    assert history.problem is None
    assert (begun.began, begun.ending, begun.tally) == (BEGAN, None, begin_tally())
    assert (going_on.ending, going_on.tally) == (None, tally_at(61.3))
    assert (ended.number, ended.ending, ended.tally) == (number, Ending.STOP_SIGNAL, tally_at(700.1))


def test_sessions_come_newest_first_and_stay_from_run_to_run(tmp_path: Path) -> None:
    for day in range(3):
        with History(tmp_path, TODAY) as history:
            number = history.begin(BEGAN + timedelta(days=day))
            history.end(number, tally_at(day), Ending.FULL_TIME)
    with History(tmp_path, TODAY) as history:
        past = history.sessions()

    assert [one.began for one in past] == [BEGAN + timedelta(days=day) for day in (2, 1, 0)]
    assert [one.tally for one in past] == [tally_at(2), tally_at(1), tally_at(0)]


def test_nothing_is_stored_but_when_how_it_ended_the_sums_and_the_name_that_was_asked_for(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        history.begin(BEGAN)
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        columns = [row[1] for row in connection.execute("PRAGMA table_info(session)")]

    assert tables == {"session", "sqlite_sequence"}
    assert columns == ["number", "began", "ending", "tally", "profile"]


def test_sums_of_another_version_do_not_hide_the_session(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        for _ in range(2):
            history.begin(BEGAN)
    with closing(sqlite3.connect(tmp_path / NAME)) as connection, connection:
        connection.execute("""UPDATE session SET tally = '{"steps": "many"}' WHERE number = 1""")
        connection.execute("""UPDATE session SET tally = '{"steps": 4, "new": 1}' WHERE number = 2""")
    with History(tmp_path, TODAY) as history:
        second, first = history.sessions()

    assert first.tally is None
    assert first.began == BEGAN
    assert second.tally == replace(begin_tally(), steps=4)


def test_what_is_confirmed_is_on_the_disk(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        history.begin(BEGAN)
        connection = history._connection
        assert connection is not None
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_a_killed_session_is_there_to_its_last_confirmed_sums_and_marked_as_not_ended(tmp_path: Path) -> None:
    child = start_child(tmp_path, 1, 10**6)
    assert child.stdout is not None
    lines = [child.stdout.readline() for _ in range(20)]
    child.send_signal(signal.SIGKILL)
    rest, err = child.communicate(timeout=120)
    confirmed = int("".join([*lines, rest]).rstrip("\n").rpartition("\n")[2].split()[0])
    with History(tmp_path, TODAY) as history:
        (past,) = history.sessions()
        following = history.begin(BEGAN)

    assert child.returncode == -signal.SIGKILL, err
    assert history.problem is None
    assert past.ending is None
    assert past.tally is not None
    assert past.tally.session_s in (confirmed, confirmed + 1)
    assert following == past.number + 1


def test_two_coaches_at_once_do_not_harm_the_history(tmp_path: Path) -> None:
    children = [start_child(tmp_path, minute, 40) for minute in range(2)]
    outcomes = [child.communicate(timeout=120) for child in children]
    with History(tmp_path, TODAY) as history:
        past = history.sessions()

    assert [child.returncode for child in children] == [0, 0], outcomes
    assert "None" in outcomes[0][0]
    assert all(line.endswith("None") for out, _ in outcomes for line in out.splitlines()), "no problem was told"
    assert sorted(one.began.minute for one in past) == [0, 1]
    assert [(one.ending, one.tally and one.tally.session_s) for one in past] == [(Ending.ASKED, 40.0)] * 2


def test_a_coach_that_holds_the_history_keeps_nobody_waiting_and_costs_one_update(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        number = history.begin(BEGAN)
        history.update(number, tally_at(3.0))
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            began_s = time.monotonic()
            history.update(number, tally_at(6.0))
            waited_s = time.monotonic() - began_s
            other.execute("ROLLBACK")
        (held,) = history.sessions()
        history.update(number, tally_at(9.0))
        (freed,) = history.sessions()

    assert waited_s < history_module.BUSY_S / 2
    assert held.tally == tally_at(3.0)
    assert freed.tally == tally_at(9.0)
    assert history.problem is None


# --- versions ---------------------------------------------------------------------------------------------------------


def test_a_new_history_has_this_version(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        history.begin(BEGAN)

    assert version_of(tmp_path / NAME) == len(MIGRATIONS) == 2


def test_without_a_session_nothing_is_written(tmp_path: Path) -> None:
    with History(tmp_path / "new", TODAY) as history:
        assert history.sessions() == ()
        assert history.problem is None

    assert not list(tmp_path.iterdir())


def test_an_older_history_is_brought_up_and_keeps_its_sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with History(tmp_path, TODAY) as history:
        history.begin(BEGAN)
    more = ("ALTER TABLE session ADD COLUMN place TEXT DEFAULT 'home'", "CREATE INDEX by_day ON session (began)")
    monkeypatch.setattr(history_module, "MIGRATIONS", (*MIGRATIONS, more))
    with History(tmp_path, TODAY) as history:
        (past,) = history.sessions()
        history.begin(BEGAN)

    assert history.problem is None
    assert past.began == BEGAN
    assert version_of(tmp_path / NAME) == len(MIGRATIONS) + 1


def test_a_migration_that_fails_in_the_middle_leaves_the_history_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with History(tmp_path, TODAY) as history:
        history.begin(BEGAN)
    broken = ("ALTER TABLE session ADD COLUMN place TEXT", "this is no SQL")
    with monkeypatch.context() as patch:
        patch.setattr(history_module, "MIGRATIONS", (*MIGRATIONS, broken))
        with History(tmp_path, TODAY) as history:
            assert history.problem is not None
            assert history.begin(BEGAN) == 0
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(session)")]
    with History(tmp_path, TODAY) as history:
        assert len(history.sessions()) == 1

    assert "place" not in columns
    assert version_of(tmp_path / NAME) == len(MIGRATIONS)


def test_a_newer_history_is_one_sentence_and_stays_as_it_is(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        history.begin(BEGAN)
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("PRAGMA user_version = 3")
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(CoachError, match="newer version of the program") as error:
        History(tmp_path, TODAY)
    with pytest.raises(CoachError, match="newer version of the program"):
        refuse_newer(tmp_path)

    assert str(error.value).endswith(".")
    assert (tmp_path / NAME).read_bytes() == before
    assert {entry.name.removesuffix("-wal").removesuffix("-shm") for entry in tmp_path.iterdir()} == {NAME}


# --- damage and refusal -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["another file", "its head", "its middle", "cut"])
def test_a_damaged_history_is_kept_aside_and_a_new_one_begins(tmp_path: Path, what: str) -> None:
    path = tmp_path / NAME
    with History(tmp_path, TODAY) as history:
        for _ in range(400):
            history.begin(BEGAN)
    if what == "another file":
        path.write_bytes(b"this is no database, whatever its name says\n" * 300)
    elif what == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])
    else:
        damage(path, 40 if what == "its head" else 100)
    damaged = path.read_bytes()
    with History(tmp_path, TODAY) as history:
        number = history.begin(BEGAN)
        history.update(number, tally_at(5.0))
        past = history.sessions()

    assert history.problem is not None
    assert history.problem.en == (
        "The history is damaged; it is kept as 'history-damaged-2025-03-09.sqlite', and a new one begins."
    )
    assert history.problem.zh
    assert (tmp_path / "history-damaged-2025-03-09.sqlite").read_bytes() == damaged
    assert [one.tally for one in past] == [tally_at(5.0)]


def test_a_second_damage_on_one_day_does_not_cover_the_first(tmp_path: Path) -> None:
    for text in (b"first " * 500, b"second " * 500):
        (tmp_path / NAME).write_bytes(text)
        with History(tmp_path, TODAY) as history:
            assert history.begin(BEGAN) == 1

    assert (tmp_path / "history-damaged-2025-03-09.sqlite").read_bytes() == b"first " * 500
    assert (tmp_path / "history-damaged-2025-03-09-2.sqlite").read_bytes() == b"second " * 500


def test_an_empty_file_is_a_history_that_has_not_begun(tmp_path: Path) -> None:
    (tmp_path / NAME).touch()
    with History(tmp_path, TODAY) as history:
        assert history.begin(BEGAN) == 1

    assert history.problem is None


def test_without_a_folder_the_session_goes_on_without_history(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with History(tmp_path / "file" / "folder", TODAY) as history:
        number = history.begin(BEGAN)
        history.update(number, tally_at(1.0))
        history.end(number, tally_at(2.0), Ending.ASKED)

        assert number == 0
        assert history.sessions() == ()
    assert history.problem is not None
    assert history.problem.en.startswith("This session is not kept in the history")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems")
def test_a_full_disk_is_told_and_what_was_confirmed_stays(tmp_path: Path) -> None:
    """SQLite's own limit on pages stands for the disk: it fails at the same place, with the same error."""
    with History(tmp_path, TODAY) as history:
        number = history.begin(BEGAN)
        history.update(number, tally_at(3.0))
        connection = history._connection
        assert connection is not None
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        numbers = [history.begin(BEGAN) for _ in range(50)]
        full = history.problem
        connection.execute(f"PRAGMA max_page_count = {pages + 100}")
        history.update(number, tally_at(9.0))
        freed = history.problem

    assert full is not None
    assert full.en == "This session is not kept in the history, the disk is full."
    assert numbers[-1] == 0
    assert freed is None
    with History(tmp_path, TODAY) as history:
        assert history.sessions()[-1].tally == tally_at(9.0)


def test_a_history_that_breaks_while_the_session_goes_on_ends_quietly(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        number = history.begin(BEGAN)
        connection = history._connection
        assert connection is not None
        connection.execute("DROP TABLE session")
        history.update(number, tally_at(1.0))
        history.end(number, tally_at(2.0), Ending.ASKED)

    assert history.problem is not None
    assert "the database says" in history.problem.en


def test_a_session_without_a_moment_is_damage_and_a_new_history_begins(tmp_path: Path) -> None:
    with History(tmp_path, TODAY) as history:
        history.begin(BEGAN)
        assert history._connection is not None
        history._connection.execute("UPDATE session SET began = 'once upon a time'")
        assert history.sessions() == ()
        assert history.begin(BEGAN) == 1
        assert [one.began for one in history.sessions()] == [BEGAN]

    assert history.problem is not None
    assert "history-damaged-2025-03-09.sqlite" in history.problem.en
