"""The sessions on an instructor's table: opened, noted on, handed out. What the browser's routes ask for."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec

from coach.adapters.analysed import WORDS, Analysed, layout, read_analysed, read_document
from coach.adapters.browser.routes import Download
from coach.adapters.clip import file_sha256
from coach.adapters.notebook import Notebook, parse_about, parse_note
from coach.app.review.comparing import compared_clips
from coach.app.review.exports import export_of
from coach.app.review.library import Place, Shelf, film_of, own_file
from coach.app.review.lines import FilmDays, LibraryLine, library_line
from coach.app.review.port import Corrections, OpenCorrections
from coach.app.review.stills import still_jpeg
from coach.core.words import Language
from coach.errors import CoachError

PASSAGE_FRAMES = 600  # half a megabyte
MOST_OPEN = 4


@dataclass(slots=True)
class ReviewDesk:
    """One run's table. Asked from many threads at once.

    Attributes:
        shelf: what may be seen.
        open_corrections: None where clips cannot be judged again.
    """

    shelf: Shelf
    open_corrections: OpenCorrections | None = None
    _open: dict[str, Analysed] = field(default_factory=dict)
    _books: dict[str, Notebook] = field(default_factory=dict)
    _corrections: dict[str, Corrections] = field(default_factory=dict)
    _judged: dict[str, Path] = field(default_factory=dict)
    _same: dict[tuple[str, float], bool] = field(default_factory=dict)
    _days: FilmDays = field(default_factory=FilmDays)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def sessions(self) -> list[Mapping[str, object]]:
        """One line for each session; a damaged one says what is wrong with it."""
        return [self._line(place) for place in self.shelf.places()]

    def opened(self, session: str) -> Mapping[str, object]:
        """Everything about one session but its frames and notes."""
        place, analysed = self._analysed(session)
        return {
            "id": session,
            "name": place.name,
            "analysis": msgspec.json.decode(analysed.raw),
            "frames": len(analysed.t_s),
            "passage": PASSAGE_FRAMES,
            "width": analysed.rows.shape[1],
            "columns": {name: list(where) for name, where in layout().items()},
            "words": {name: list(words) for name, words in WORDS.items()},
            "films": self._films(place, analysed),
            "correctable": self.open_corrections is not None,
            "alone": self.shelf.alone is not None,
        }

    def times(self, session: str) -> bytes:
        """Float64, little endian."""
        return self._analysed(session)[1].t_s.astype("<f8").tobytes()

    def frames(self, session: str, passage: int) -> bytes:
        """Float32, little endian; empty after the last one."""
        rows = self._analysed(session)[1].rows
        return rows[passage * PASSAGE_FRAMES : (passage + 1) * PASSAGE_FRAMES].astype("<f4").tobytes()

    def film(self, session: str, which: str) -> Path:
        """The film `clip` or `annotated`."""
        place, analysed = self._analysed(session)
        if which == "annotated":
            return own_file(place, "annotated.mp4", self.shelf)
        if which == "clip":
            return film_of(place, analysed.document, self.shelf)
        raise KeyError(which)

    def film_is_the_same(self, session: str) -> bool:
        """Compares the film's sum with the one that was written down; once for each state of the file."""
        path = self.film(session, "clip")
        key = (session, path.stat().st_mtime)
        if key not in self._same:
            self._same[key] = file_sha256(path) == self._analysed(session)[1].document.clip.sha256
        return self._same[key]

    def notes(self, session: str) -> bytes:
        """The notes, JSON."""
        return msgspec.json.encode(self._book(session).read())

    def put_note(self, session: str, data: bytes) -> bytes:
        """Save one note."""
        return msgspec.json.encode(self._book(session).put(parse_note(data)))

    def delete_note(self, session: str, note: str) -> bytes:
        """Delete one note."""
        return msgspec.json.encode(self._book(session).delete(note))

    def put_about(self, session: str, data: bytes) -> Mapping[str, object]:
        """Write down whose session it is and when it was; its line in the library."""
        self._book(session).put_about(parse_about(data))
        return self._line(self.shelf.place(session))

    def compared(self, first: str, second: str) -> Mapping[str, object]:
        """The figures of two sessions side by side."""
        return compared_clips(self._analysed(first)[1].document, self._analysed(second)[1].document)

    def export(self, session: str, what: str, language: Language) -> Download:
        """One file to be saved."""
        place, analysed = self._analysed(session)
        return export_of(what, place, analysed, self._book(session).read(), self.shelf, language)

    def still(self, session: str, note: str) -> bytes:
        """The frame that a note was drawn on, a JPEG."""
        place, analysed = self._analysed(session)
        moments = [one.start_s for one in self._book(session).read() if one.id == note]
        jpeg = still_jpeg(film_of(place, analysed.document, self.shelf), moments[0]) if moments else None
        if jpeg is None:
            raise CoachError("there is no picture for this note: its moment lies outside of the film.")
        return jpeg

    def corrections(self, session: str) -> Mapping[str, object]:
        """The corrections so far."""
        return self._corrections_of(session).told()

    def correct(self, session: str, data: bytes) -> Mapping[str, object]:
        """Make one correction; the session as it is judged now."""
        corrections = self._corrections_of(session)
        with self._lock:
            self._judged[session] = corrections.correct(data)
            self._open.pop(session, None)
        return self.opened(session)

    def _analysed(self, session: str) -> tuple[Place, Analysed]:
        place = self.shelf.place(session)
        with self._lock:
            if session not in self._open:
                if len(self._open) >= MOST_OPEN:
                    self._open.pop(next(iter(self._open)))
                self._open[session] = read_analysed(self._judged.get(session, place.folder))
            return place, self._open[session]

    def _book(self, session: str) -> Notebook:
        place = self.shelf.place(session)
        with self._lock:
            return self._books.setdefault(session, Notebook(place.folder))

    def _corrections_of(self, session: str) -> Corrections:
        if self.open_corrections is None:
            raise CoachError("this program cannot judge a clip again: analyse it anew with other settings.")
        place = self.shelf.place(session)
        with self._lock:
            if session not in self._corrections:
                self._corrections[session] = self.open_corrections(place.folder)
            return self._corrections[session]

    def _films(self, place: Place, analysed: Analysed) -> Mapping[str, object]:
        told: dict[str, object] = {"clip": True, "annotated": True, "trouble": None}
        try:
            film_of(place, analysed.document, self.shelf)
        except CoachError as missing:
            told |= {"clip": False, "trouble": str(missing)}
        try:
            own_file(place, "annotated.mp4", self.shelf)
        except CoachError:
            told["annotated"] = False
        return told

    def _line(self, place: Place) -> Mapping[str, object]:
        try:
            document = read_document(self._judged.get(place.id, place.folder))[1]
            return library_line(place, document, self._book(place.id), self.shelf, self._days)
        except (CoachError, OSError) as wrong:
            return asdict(LibraryLine(place.id, place.name, trouble=str(wrong)))
