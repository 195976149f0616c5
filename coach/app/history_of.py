"""Which history is meant, which session of it, and its deletion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from coach.adapters.history import NAME, forget_all, forget_one, read_sessions
from coach.adapters.machine import user_data_folder
from coach.core.live.past import PastSession
from coach.core.phrase import Phrase
from coach.core.words import Language
from coach.errors import CoachError, shown

_ONE = Phrase("Delete session {number} of {began:%Y-%m-%d %H:%M}?", "删除第{number}次（{began:%Y-%m-%d %H:%M}）？")
_ALL = Phrase("Delete the whole history '{path}'?", "删除全部记录“{path}”？")
_ONE_GONE = Phrase("Session {number} is deleted.", "第{number}次已删除。")
_ALL_GONE = Phrase(
    "Deleted: {names}. Recordings, if you keep any, stay.", "已删除：{names}。录下的动作点（如有）还在。"
)
_KEPT = Phrase("Nothing was deleted.", "什么都没有删除。")


def data_folder(told: Path | None) -> Path:
    """Where history and recordings lie: the folder that was told, else the system's own for this program."""
    return told or user_data_folder()


def today() -> date:
    """The day on this computer's calendar."""
    return datetime.now().date()


def session_of(past: Sequence[PastSession], number: int) -> PastSession:
    """The session of that number.

    Raises:
        CoachError: there is none.
    """
    for one in past:
        if one.number == number:
            return one
    raise CoachError(
        f"the history has no session {number}: 'coach history' lists them.",
        f"历史里没有第 {number} 次：'coach history' 列出全部。",
    )


def sessions_of(past: Sequence[PastSession], profile: str) -> tuple[PastSession, ...]:
    """The sessions that were kept under a profile's name.

    Raises:
        CoachError: there is none.
    """
    found = tuple(one for one in past if one.profile == profile)
    if not found:
        raise CoachError(
            f"the history has no session of a profile '{profile}': 'coach history' lists all sessions.",
            f"历史里没有档案“{profile}”的记录：'coach history' 列出全部。",
        )
    return found


def deleted(folder: Path, number: int | None, language: Language, agrees: Callable[[str], bool]) -> str:
    """Delete one session, or the whole history, if that is agreed to; what was done.

    Raises:
        CoachError: there is no such session or history, or it cannot be deleted.
    """
    if number is None:
        if not agrees(_ALL.of(language).format(path=shown(folder / NAME))):
            return _KEPT.of(language)
        gone = forget_all(folder)
        return _ALL_GONE.of(language).format(names=", ".join(shown(file.name) for file in gone))
    one = session_of(read_sessions(folder), number)
    if not agrees(_ONE.of(language).format(number=number, began=one.began)):
        return _KEPT.of(language)
    forget_one(folder, number)
    return _ONE_GONE.of(language).format(number=number)
