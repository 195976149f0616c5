"""Which analysed clips lie in a folder, and where the film of one of them is."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from coach.adapters.analysed import Document, is_analysed
from coach.errors import CoachError, shown

DEEPEST = 3  # folders below the given one
MOST_SESSIONS = 2000
_SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi")


@dataclass(frozen=True, slots=True)
class Place:
    """One analysed clip on the disk. `id` is a name without any path in it, steady from run to run."""

    id: str
    folder: Path
    name: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was given on the command line.

    Attributes:
        root: nothing outside this folder is handed out, but for a clip's own film.
        alone: the one session that was asked for, None = the whole folder.
        clip: the film that was named itself.
    """

    root: Path
    alone: Path | None = None
    clip: Path | None = None

    def places(self) -> tuple[Place, ...]:
        """Every analysed clip, by name; looked up anew each time, so that new ones appear."""
        folders = [self.alone] if self.alone is not None else _analysed_below(self.root)
        return tuple(Place(_id(folder, self.root), folder, shown(folder.name)) for folder in folders)

    def place(self, session: str) -> Place:
        """One of them. Raises `KeyError` if there is none of this id."""
        for place in self.places():
            if place.id == session:
                return place
        raise KeyError(session)


def shelf_of(target: Path, out: Path) -> Shelf:
    """What `coach review TARGET` opens.

    Args:
        target: an analysed folder, a folder of such folders, or a clip that was analysed.
        out: where `coach analyze` put its results, for a clip.

    Raises:
        CoachError: there is nothing analysed there; the sentence says how to get it.
    """
    if target.is_dir():
        root = target.resolve()
        if is_analysed(root):
            return Shelf(root.parent, alone=root)
        if not _analysed_below(root):
            raise CoachError(
                f"'{shown(target)}' holds no analysed clip: first run 'coach analyze CLIP --out {shown(target)}'.",
                f"“{shown(target)}”里没有分析过的影片：请先运行 'coach analyze CLIP --out {shown(target)}'。",
            )
        return Shelf(root)
    if not target.exists():
        raise CoachError(
            f"there is no '{shown(target)}': name an analysed folder, or a clip that was analysed.",
            f"没有“{shown(target)}”：请给分析过的文件夹，或分析过的影片。",
        )
    for folder in (out / target.stem, target.parent / target.stem):
        if is_analysed(folder):
            return Shelf(folder.resolve().parent, alone=folder.resolve(), clip=target.resolve())
    raise CoachError(
        f"'{shown(target)}' has not been analysed yet, or its results are not in '{shown(out)}': run 'coach analyze "
        f"{shown(target)}', or say with --out where its results are.",
        f"“{shown(target)}”还没有分析，或结果不在“{shown(out)}”里：请运行 'coach analyze {shown(target)}'，"
        "或用 --out 说明结果在哪里。",
    )


def film_of(place: Place, document: Document, shelf: Shelf) -> Path:
    """The clip that was analysed: where it was, or a film of its name near its results.

    Raises:
        CoachError: it is not there any more, or what is there is no film.
    """
    told = Path(document.clip.path)
    near = [folder / told.name for folder in (place.folder, place.folder.parent, shelf.root, shelf.root.parent)]
    for path in ([shelf.clip] if shelf.clip is not None else []) + [told, *near]:
        if path.suffix.lower() in _SUFFIXES and path.is_file() and looks_like_film(path):
            return path.resolve()
    raise CoachError(
        f"the film is not where it was, '{shown(told)}': put it back, or beside the results in "
        f"'{shown(place.folder.parent)}', then reload this page."
    )


def own_file(place: Place, name: str, shelf: Shelf) -> Path:
    """A file of the results themselves, never one outside of the given folder.

    Raises:
        CoachError: it is not there, or is a link that leads away.
    """
    path = (place.folder / name).resolve()
    if not path.is_file() or not path.is_relative_to(shelf.root):
        raise CoachError(f"'{name}' is not among these results: analyse the clip again, without leaving it out.")
    return path


def looks_like_film(path: Path) -> bool:
    """Does a file begin as MP4, QuickTime, Matroska, WebM or AVI do? An analysis may name any file of this machine."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    return head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free") or head[:4] in (b"\x1aE\xdf\xa3", b"RIFF")


def _analysed_below(root: Path) -> list[Path]:
    found: list[Path] = []
    for folder, names, files in os.walk(root):
        here = Path(folder)
        deep = len(here.relative_to(root).parts)
        names[:] = sorted(name for name in names if not name.startswith(".") and deep < DEEPEST)
        if "analysis.json" in files and here != root:
            found.append(here)
            names.clear()
        if len(found) >= MOST_SESSIONS:
            break
    return sorted(found, key=lambda path: path.name.casefold())


def _id(folder: Path, root: Path) -> str:
    return hashlib.sha256(os.fsencode(folder.relative_to(root))).hexdigest()[:16]
