"""Read a recording, as far as it is sound."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from coach.adapters.recording.chunks import FORMAT, Kind, Place, content_of, find_chunks, format_of
from coach.adapters.recording.content import Kept, RecordingHeader
from coach.adapters.recording.packing import unpacker
from coach.config import Scalar, settings_flat
from coach.errors import CoachError, shown

_MOST_NAMES = 3  # settings that a note names one by one


@dataclass(frozen=True, slots=True)
class _Version:
    """What every version's header holds."""

    program: str = "another version"


@dataclass(frozen=True, slots=True)
class _VersionOnly:
    header: _Version = field(default_factory=_Version)


@dataclass(frozen=True, slots=True)
class _Head:
    header: RecordingHeader
    settings: dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded session.

    Attributes:
        path: its file.
        header: how the session was set.
        whole: it was ended in order, and nothing behind its beginning is damaged.
        notes: what is to be known about it, one sentence each; empty if nothing is.
    """

    path: Path
    header: RecordingHeader
    whole: bool
    notes: tuple[str, ...]
    _places: tuple[Place, ...]

    def inputs(self) -> Iterator[Kept]:
        """What reached the session, in order of time; the file is read as it is asked for.

        Raises:
            CoachError: the file is gone, has changed, or was written by a version that wrote other things.
        """
        unpack = unpacker(tuple[Kept, ...])
        last_s = -math.inf
        try:
            with self.path.open("rb") as file:
                for place in self._places:
                    for kept in unpack(content_of(file, place)):
                        if not kept.given.t_s >= last_s or not math.isfinite(kept.given.t_s):
                            raise ValueError(f"time runs backwards at {kept.given.t_s:.3f} s")
                        last_s = kept.given.t_s
                        yield kept
        except OSError as refused:
            raise _unreadable(self.path, refused) from None
        except ValueError as wrong:
            raise CoachError(
                f"'{shown(self.path)}' cannot be read on from {max(last_s, 0.0):.1f} s ({wrong}): it was made by "
                f"version {self.header.program} of the program, read it with that one."
            ) from None


def read_recording(path: Path) -> Recording:
    """Open a recording and look through the whole of it; a damaged or missing end is left out, with a note.

    Raises:
        CoachError: there is none, it cannot be read, its beginning is damaged, or a newer version made it.
    """
    try:
        with path.open("rb") as file:
            return _read(path, file)
    except OSError as refused:
        raise _unreadable(path, refused) from None


def _read(path: Path, file: IO[bytes]) -> Recording:
    version = format_of(file)
    if version is None:
        raise CoachError(
            f"'{shown(path)}' is no recording of a session, or its beginning is damaged: give a file that "
            "'coach live' has recorded."
        )
    if version > FORMAT:
        raise CoachError(f"'{shown(path)}' was recorded by a newer version of the program: read it with that one.")
    places, behind = find_chunks(file)
    if not places or places[0].kind is not Kind.HEADER:
        raise CoachError(f"the beginning of '{shown(path)}' is damaged: nothing of the recording can be used.")
    head = _head(path, content_of(file, places[0]))
    inputs = tuple(place for place in places if place.kind is Kind.INPUTS)
    ended = places[-1].kind is Kind.END
    notes: list[str] = []
    if behind:
        notes.append(f"The last {behind} bytes of the recording are damaged or cut off and are left out.")
    elif not ended:
        notes.append("The session was broken off: up to a second before that was not recorded any more.")
    notes += _differing(head)
    return Recording(path, head.header, ended and not behind, tuple(notes), inputs)


def _head(path: Path, content: bytes) -> _Head:
    try:
        return unpacker(_Head)(content)
    except ValueError as wrong:
        try:
            version = unpacker(_VersionOnly)(content).header.program
        except ValueError:
            version = "another version"
        raise CoachError(
            f"the beginning of '{shown(path)}' cannot be understood ({wrong}): it was made by version {version} of the "
            "program, read it with that one."
        ) from None


def _differing(head: _Head) -> list[str]:
    """A recording of another version may lack settings, or have some that are not known any more."""
    now = settings_flat(head.header.params)
    names = sorted(name for name in {*now, *head.settings} if now.get(name) != head.settings.get(name))
    if not names:
        return []
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    note = (
        f"Version {head.header.program} of the program, which made the recording, had other settings "
        f"({', '.join(names[:_MOST_NAMES])}{more}): the coach may say other things now."
    )
    return [note]


def _unreadable(path: Path, refused: OSError) -> CoachError:
    if isinstance(refused, FileNotFoundError):
        return CoachError(f"there is no recording '{shown(path)}': check the name.")
    return CoachError(f"the recording '{shown(path)}' cannot be read ({refused.strerror}): check it.")
