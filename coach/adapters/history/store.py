"""The history that a session keeps: when each began, how it ended, and its sums. SQLite, in the user's own folder.

No picture is stored, and no name but that of a profile, if one was asked for. What was confirmed outlasts a kill and a
loss of power (a write-ahead log that is waited for). The history is a help and never a hindrance: what goes wrong with
it is told on the screen, and the session goes on.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from coach.core.live.past import PastSession
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally
from coach.core.phrase import Phrase
from coach.errors import CoachError, shown

NAME = "history.sqlite"
BUSY_S = 5.0  # another coach writes for a few thousandths of a second
BRIEFLY_S = 0.2  # while a session goes on nobody waits for longer: the next time will do

# One script per version. A script that a user has run is never changed: what comes new is a new script.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE session (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            began TEXT NOT NULL,  -- ISO 8601
            ending TEXT,          -- NULL = still going on, or broken off
            tally TEXT NOT NULL   -- JSON
        )
        """,
    ),
    ("ALTER TABLE session ADD COLUMN profile TEXT NOT NULL DEFAULT ''",),
)

_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
_WHY = {
    "SQLITE_FULL": Phrase("the disk is full", "磁盘已满"),
    "SQLITE_READONLY": Phrase("it may not be written to", "没有写入权限"),
    "SQLITE_CANTOPEN": Phrase("it cannot be opened", "无法打开"),
    "SQLITE_BUSY": Phrase("another program holds it", "被别的程序占用"),
    "SQLITE_IOERR": Phrase("the disk cannot be read or written", "磁盘读写出错"),
}
SIDE_FILES = ("", "-wal", "-shm", "-journal")


class History:
    """The history in one folder. Use it with `with`; one thread at a time may call it.

    Attributes:
        path: the database.
    """

    def __init__(self, folder: Path, today: date) -> None:
        """Open the history. Where there is none, the first session's `begin` makes it: until then nothing is written.

        Args:
            folder: where it lies; made with the history.
            today: what a damaged history is named with when it is kept aside.

        Raises:
            CoachError: a newer version of the program made it. Nothing is changed then.
        """
        self.path = folder / NAME
        self._today = today
        self._connection: sqlite3.Connection | None = None
        self._trouble: Phrase | None = None
        self._aside: Phrase | None = None
        with self._told():
            if self.path.exists():
                self._connection = open_database(self.path)
        self._begin_anew()

    @property
    def problem(self) -> Phrase | None:
        """Why this session is not kept, or where a damaged history went, for the screen; None = all is well."""
        return self._trouble or self._aside

    @property
    def keeps(self) -> bool:
        """Is what was handed in last in the history? A damaged one that was put aside does not matter."""
        return self._connection is not None and self._trouble is None

    def begin(self, began: datetime, profile: str = "") -> int:
        """A session begins, under a profile's name or none; its number. 0 = it is not kept."""
        with self._told():
            if self._connection is None and self._trouble is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._connection = open_database(self.path)
            if self._connection is not None:
                row = (began.isoformat(), _text(Tally()), profile)
                number = self._connection.execute(
                    "INSERT INTO session (began, tally, profile) VALUES (?, ?, ?)", row
                ).lastrowid
                self._trouble = None
                return number or 0
        return 0

    def update(self, number: int, tally: Tally) -> None:
        """The sums so far. Waits for another coach no longer than `BRIEFLY_S`; then the next update will do."""
        with self._told():
            if self._connection is not None and number:
                self._busy(BRIEFLY_S)
                try:
                    self._connection.execute("UPDATE session SET tally = ? WHERE number = ?", (_text(tally), number))
                    self._trouble = None
                except sqlite3.OperationalError as refused:
                    if _code(refused) != "SQLITE_BUSY":
                        raise
                finally:
                    self._busy(BUSY_S)

    def end(self, number: int, tally: Tally, ending: Ending) -> None:
        """The session is over."""
        with self._told():
            if self._connection is not None and number:
                row = (_text(tally), ending.value, number)
                self._connection.execute("UPDATE session SET tally = ?, ending = ? WHERE number = ?", row)
                self._trouble = None

    def sessions(self) -> tuple[PastSession, ...]:
        """All sessions, the newest first; none where the history cannot be read (see `problem`)."""
        with self._told():
            if self._connection is not None:
                return select_sessions(self._connection)
        self._begin_anew()
        return ()

    def close(self) -> None:
        """Let go of the file. Idempotent."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin_anew(self) -> None:
        """Once a damaged history is out of the way."""
        if self._aside is not None and self._connection is None and self._trouble is None:
            with self._told():
                self._connection = open_database(self.path)

    def _busy(self, seconds: float) -> None:
        if self._connection is not None:
            self._connection.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what goes wrong into a sentence for the screen."""
        try:
            yield
        except sqlite3.ProgrammingError:  # a mistake in the program itself
            raise
        except DamagedError:
            self._set_aside()
        except sqlite3.DatabaseError as refused:
            if is_damaged(refused):
                self._set_aside()
            else:
                self._give_up(why(refused))
        except OSError as refused:
            reason = refused.strerror or type(refused).__name__
            self._give_up(Phrase(f"the system says: {reason}", f"系统提示：{reason}"))

    def _give_up(self, reason: Phrase) -> None:
        self._trouble = Phrase(
            f"This session is not kept in the history, {reason.en}.", f"这次没有记入历史，{reason.zh}。"
        )

    def _set_aside(self) -> None:
        """Keep a damaged history under another name; nobody's sessions are thrown away."""
        self.close()
        aside = _free_name(self.path, self._today)
        for ending in SIDE_FILES:
            file = self.path.with_name(self.path.name + ending)
            with contextlib.suppress(OSError):
                file.rename(aside.with_name(aside.name + ending))
        if self.path.exists():
            self._give_up(Phrase("its file is damaged", "文件已损坏"))
            return
        name = shown(aside.name)
        self._aside = Phrase(
            f"The history is damaged; it is kept as '{name}', and a new one begins.",
            f"历史文件已损坏，已保存为“{name}”，并重新开始记录。",
        )


class DamagedError(Exception):
    """The database does not stand up to its own check."""


def open_database(path: Path) -> sqlite3.Connection:
    """Open the history, examine it before anything is written, and bring an older one up to this version.

    Raises:
        CoachError: a newer version of the program made it. Nothing is changed then.
        DamagedError, sqlite3.Error: it is damaged (see `is_damaged`), or cannot be opened.
    """
    if path.is_file():
        _look_first(path)
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        _examine(connection, path)
        with contextlib.suppress(sqlite3.OperationalError):  # another coach is at it; some network disks know none
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def refuse_newer(folder: Path) -> None:
    """Look at a folder's history before anything else is done; nothing is changed, and damage is told later.

    Raises:
        CoachError: a newer version of the program made it.
    """
    path = folder / NAME
    with contextlib.suppress(DamagedError, sqlite3.Error, OSError):
        if path.is_file():
            _look_first(path)


def is_damaged(refused: Exception) -> bool:
    """Does it say that the file itself is damaged?"""
    return isinstance(refused, DamagedError) or (isinstance(refused, sqlite3.Error) and _code(refused) in _DAMAGED)


def why(refused: sqlite3.Error) -> Phrase:
    """What went wrong, as a part of a sentence."""
    return _WHY.get(_code(refused), Phrase(f"the database says: {refused}", f"数据库提示：{refused}"))


def select_sessions(connection: sqlite3.Connection) -> tuple[PastSession, ...]:
    """All sessions, the newest first. Raises DamagedError if one has no moment in which it began."""
    rows = connection.execute("SELECT number, began, ending, tally, profile FROM session ORDER BY number DESC")
    try:
        return tuple(_past(*row) for row in rows)
    except (TypeError, ValueError) as wrong:
        raise DamagedError from wrong


def _look_first(path: Path) -> None:
    """Examine it through a connection that cannot write; one that was left in the middle may not be read so."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=BUSY_S)) as reader:
            _examine(reader, path)
    except sqlite3.OperationalError as refused:
        if _code(refused) not in ("SQLITE_READONLY", "SQLITE_CANTOPEN"):
            raise


def _examine(connection: sqlite3.Connection, path: Path) -> None:
    if not _is_sound(connection):
        raise DamagedError
    if _version(connection) > len(MIGRATIONS):
        raise CoachError(
            f"the history '{shown(path)}' was made by a newer version of the program: use that one, or move "
            "the file away.",
            f"历史记录“{shown(path)}”是更新版本的程序写的：请用那个版本，或移走该文件。",
        )


def _is_sound(connection: sqlite3.Connection) -> bool:
    """Does it stand up to its own check? What is worse than broken pages is raised by the database itself."""
    try:
        return connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.OperationalError as refused:
        if _code(refused) == "SQLITE_ERROR":  # its head asks for what no SQLite can do
            return False
        raise


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring an older database up to this version: all of it, or none. Two programs that do it wait for each other."""
    if _version(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number, script in enumerate(MIGRATIONS[_version(connection) :], start=_version(connection) + 1):
            for statement in script:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _code(refused: sqlite3.Error) -> str:
    """SQLite's name for what went wrong, without its finer distinctions; empty if it gives none."""
    name = getattr(refused, "sqlite_errorname", None) or ""
    return "_".join(name.split("_")[:2])


def _free_name(path: Path, today: date) -> Path:
    for attempt in range(1, 1000):
        number = "" if attempt == 1 else f"-{attempt}"
        aside = path.with_name(f"{path.stem}-damaged-{today.isoformat()}{number}{path.suffix}")
        if not aside.exists():
            return aside
    return path.with_name(f"{path.stem}-damaged{path.suffix}")


def _text(tally: Tally) -> str:
    return msgspec.json.encode(replace(tally, latest=None)).decode()


def _past(number: int, began: str, ending: str | None, tally: str, profile: str) -> PastSession:
    known = {one.value: one for one in Ending}
    try:
        sums = msgspec.json.decode(tally, type=Tally)
    except msgspec.MsgspecError:
        sums = None
    return PastSession(number, datetime.fromisoformat(began), known.get(ending or ""), sums, profile)
