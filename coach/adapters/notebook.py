"""The instructor's notes on one clip: a small file beside the clip's folder, written whole at each change.

It lies beside the folder (`NAME.notes.json`), not in it, so that analysing the clip again keeps the notes: they belong
to times of the clip, which stay. Another tab, or another `coach review`, may have written since: every change reads the
file first and changes one note of it.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from coach.errors import CoachError, shown

SUFFIX = ".notes.json"
MOST_NOTES = 2000
LARGEST_FILE_BYTES = 32 * 1024 * 1024

Seconds = Annotated[float, msgspec.Meta(ge=0.0, le=1e6)]
Fraction = Annotated[float, msgspec.Meta(ge=-1.0, le=2.0)]
NoteId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9-]{1,40}\Z")]


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One drawing on the frame. `points`: x, y in parts of the picture's width and height, 0..1 inside of it.

    arrow, line: from, to. circle: centre, a point on it. angle: end, vertex, end.
    """

    kind: Literal["arrow", "line", "circle", "angle"]
    points: Annotated[tuple[tuple[Fraction, Fraction], ...], msgspec.Meta(min_length=2, max_length=3)]


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One note at a time (`end_s` equal to `start_s`) or on a passage; seconds from the first frame."""

    id: NoteId
    start_s: Seconds
    end_s: Seconds
    text: Annotated[str, msgspec.Meta(max_length=4000)]
    marks: Annotated[tuple[Mark, ...], msgspec.Meta(max_length=60)] = ()


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person said about the clip as a whole. Empty = not said.

    `couple`: whose session it is. `day`: when it was, YYYY-MM-DD.
    """

    couple: Annotated[str, msgspec.Meta(max_length=80)] = ""
    day: Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?\Z")] = ""


class _File(msgspec.Struct, frozen=True):
    coach_notes: Literal[1]
    notes: tuple[Note, ...]
    about: About = About()


def parse_note(data: bytes) -> Note:
    """One note as a page sends it.

    Raises:
        CoachError: it is no note.
    """
    try:
        note = msgspec.json.decode(data, type=Note)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise CoachError(f"this is no note ({wrong}): reload the page.") from None
    if note.end_s < note.start_s:
        raise CoachError("this note ends before it begins: set its end after its start.")
    if any(len(mark.points) != (3 if mark.kind == "angle" else 2) for mark in note.marks):
        raise CoachError("a drawing of this note lacks a point: draw it again.")
    return note


def parse_about(data: bytes) -> About:
    """What a page says about a clip as a whole.

    Raises:
        CoachError: it is nothing of that kind, or the day is none.
    """
    try:
        about = msgspec.json.decode(data, type=About)
        if about.day:
            datetime.date.fromisoformat(about.day)
    except (ValueError, UnicodeDecodeError) as wrong:
        raise CoachError(
            f"this is no couple's name or day ({wrong}): give up to 80 letters, and a day of the calendar."
        ) from None
    return About(" ".join(about.couple.split()), about.day)


def _new_lock() -> threading.Lock:
    return threading.Lock()


@dataclass(frozen=True, slots=True)
class Notebook:
    """The notes of one clip, in the order of their times."""

    folder: Path
    _lock: threading.Lock = field(default_factory=_new_lock)

    @property
    def path(self) -> Path:
        """The file that holds them."""
        return self.folder.with_name(self.folder.name + SUFFIX)

    def read(self) -> tuple[Note, ...]:
        """Every note; none if there is no file yet.

        Raises:
            CoachError: the file cannot be read, or is none of this program's.
        """
        return self._file().notes

    def about(self) -> About:
        """What was said about the clip as a whole. Raises as `read`."""
        return self._file().about

    def put_about(self, about: About) -> About:
        """Write down what is said about the clip as a whole. Raises as `put`."""
        with self._lock:
            self._write(_File(1, self._file().notes, about))
        return about

    def _file(self) -> _File:
        try:
            if self.path.stat().st_size > LARGEST_FILE_BYTES:
                raise CoachError(f"'{shown(self.path)}' is too large for notes: move it away.")
            return msgspec.json.decode(self.path.read_bytes(), type=_File)
        except FileNotFoundError:
            return _File(1, ())
        except OSError as refused:
            raise CoachError(f"the notes '{shown(self.path)}' cannot be read ({refused.strerror}).") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise CoachError(
                f"the notes '{shown(self.path)}' are damaged and were left as they are: move the file away, then go on."
            ) from None

    def put(self, note: Note) -> tuple[Note, ...]:
        """Add a note, or replace the one of the same id. Raises as `read`; also if the disk refuses it."""
        return self._change(note.id, note)

    def delete(self, note_id: str) -> tuple[Note, ...]:
        """Delete a note; nothing happens if it is gone already. Raises as `put`."""
        return self._change(note_id, None)

    def _change(self, note_id: str, note: Note | None) -> tuple[Note, ...]:
        with self._lock:
            file = self._file()
            others = [other for other in file.notes if other.id != note_id]
            kept = others if note is None else [*others, note]
            kept.sort(key=lambda one: (one.start_s, one.id))
            if len(kept) > MOST_NOTES:
                raise CoachError(f"there are {MOST_NOTES} notes on this clip already: delete one first.")
            self._write(_File(1, tuple(kept), file.about))
            return tuple(kept)

    def _write(self, whole: _File) -> None:
        data = msgspec.json.format(msgspec.json.encode(whole), indent=1)
        new = self.path.with_name(f".coach-{self.path.name}.new")
        try:
            with new.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        except OSError as refused:
            with contextlib.suppress(OSError):
                new.unlink()
            raise CoachError(
                f"the note was not saved, '{shown(self.path)}' cannot be written ({refused.strerror}): copy its text, "
                "then make room or change the folder's permissions."
            ) from None
