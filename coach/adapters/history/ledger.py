"""The history as its owner reads and deletes it. Unlike a session, it says no where it cannot do what it was asked."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from coach.adapters.history.store import (
    NAME,
    SIDE_FILES,
    DamagedError,
    is_damaged,
    open_database,
    select_sessions,
    why,
)
from coach.core.live.past import PastSession
from coach.errors import CoachError, shown


def read_sessions(folder: Path) -> tuple[PastSession, ...]:
    """All sessions, the newest first.

    Raises:
        CoachError: there is no history in that folder, it is damaged, newer than this program, or cannot be read.
    """
    with _opened(folder) as connection:
        return select_sessions(connection)


def forget_one(folder: Path, number: int) -> None:
    """Delete one session's sums, so that nothing of them stays in the file.

    Raises:
        CoachError: as `read_sessions`, or the history has no session of that number.
    """
    with _opened(folder) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        if connection.execute("DELETE FROM session WHERE number = ?", (number,)).rowcount == 0:
            raise CoachError(
                f"the history '{shown(folder / NAME)}' has no session {number}: 'coach history' lists them.",
                f"历史记录“{shown(folder / NAME)}”里没有第 {number} 次：'coach history' 列出全部。",
            )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def forget_all(folder: Path) -> tuple[Path, ...]:
    """Delete the whole history: its files, what SQLite keeps beside it, and damaged ones that were kept aside.

    Returns:
        The files that are gone.

    Raises:
        CoachError: there is none, a session that goes on holds it, a newer version made it, or the system refuses.
    """
    path = folder / NAME
    aside = sorted(folder.glob(f"{path.stem}-damaged*{path.suffix}*")) if folder.is_dir() else []
    try:
        with _opened(folder) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # refused while anybody else has it open
    except _DamagedHistoryError:
        pass
    except CoachError:
        if path.exists() or not aside:
            raise
    found = [path.with_name(path.name + ending) for ending in SIDE_FILES]
    gone = tuple(file for file in (*found, *aside) if file.exists())
    try:
        for file in gone:
            file.unlink()
    except OSError as refused:
        raise CoachError(
            f"'{shown(refused.filename)}' cannot be deleted ({refused.strerror}): change its permissions, or delete it "
            "by hand.",
            f"无法删除“{shown(refused.filename)}”（{refused.strerror}）：请更改权限，或自己动手删除。",
        ) from None
    return gone


class _DamagedHistoryError(CoachError):
    """The history is damaged."""


def _damaged(path: Path) -> _DamagedHistoryError:
    return _DamagedHistoryError(
        f"the history '{shown(path)}' is damaged and cannot be read: the next 'coach live' keeps it aside and begins a "
        "new one, and 'coach history --delete' deletes it.",
        f"历史记录“{shown(path)}”已损坏，无法读取：下一次 'coach live' 会把它放到一边，新建一个；"
        "'coach history --delete' 会删除它。",
    )


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """The history, open; what goes wrong with it becomes a sentence."""
    path = folder / NAME
    if not path.exists():
        raise CoachError(
            f"there is no history in '{shown(folder)}': 'coach live' begins one, and --data names another folder.",
            f"“{shown(folder)}”里没有历史记录：'coach live' 会新建，--data 可指定别的文件夹。",
        )
    try:
        with contextlib.closing(open_database(path)) as connection:
            yield connection
    except DamagedError:
        raise _damaged(path) from None
    except sqlite3.DatabaseError as refused:
        if is_damaged(refused):
            raise _damaged(path) from None
        reason = why(refused)
        raise CoachError(
            f"the history '{shown(path)}' cannot be used, {reason.en}: end what uses it, or look at its "
            "permissions and its disk.",
            f"无法使用历史记录“{shown(path)}”，{reason.zh}：请结束在用它的程序，或检查权限和磁盘。",
        ) from None
