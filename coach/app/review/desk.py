"""The sessions on an instructor's table: opened, noted on, handed out. What the browser's routes ask for."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec

from coach.adapters.analysed import WORDS, Analysed, Document, layout, read_analysed, read_document
from coach.adapters.browser.routes import Download
from coach.adapters.clip import file_sha256
from coach.adapters.notebook import Notebook, parse_about, parse_note
from coach.app.review.comparing import compared_clips
from coach.app.review.exports import export_of
from coach.app.review.library import Place, Shelf, film_of, own_file
from coach.app.review.lines import FilmDays, LibraryLine, library_line
from coach.app.review.port import Corrections, OpenCorrections, StillJudging
from coach.app.review.stills import still_jpeg
from coach.core.words import Language
from coach.errors import CoachError

PASSAGE_FRAMES = 600  # half a megabyte
MOST_OPEN = 4
MOST_CORRECTED = 2  # each holds what was seen in every frame, 10 to 30 kB a frame
SHORT_FRAMES = 1800  # a minute of film is judged again in a second or two: a page that opens waits for it


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
    _same: dict[tuple[str, float], bool] = field(default_factory=dict)
    _counted: dict[str, tuple[str, Document | None]] = field(
        default_factory=dict[str, "tuple[str, Document | None]"]
    )  # the corrections' state, and the judgement with them; None = it is the original
    _days: FilmDays = field(default_factory=FilmDays)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def sessions(self) -> list[Mapping[str, object]]:
        """One line for each session; a damaged one says what is wrong with it."""
        return [self._line(place) for place in self.shelf.places()]

    def line(self, session: str) -> Mapping[str, object]:
        """A session's line in the library, of the judgement with its corrections; it is judged with them if need be."""
        place = self.shelf.place(session)
        state = self._corrections_state(place)
        try:
            document, is_corrected = self._shown(session, original=False)[1:]
        except CoachError as wrong:  # the corrections are broken: told beside the original's figures
            with self._lock:
                self._counted[session] = (state, None)
            return {**self._line(place), "remark": str(wrong)}
        with self._lock:
            self._counted[session] = (state, document.document if is_corrected else None)
        return self._line(place)

    def opened(self, session: str, original: bool = False) -> Mapping[str, object]:
        """Everything about one session but its frames and notes; broken corrections are told, not shown.

        Of a long clip whose corrections are not judged yet, the original is handed out, with `judging`.
        """
        state, trouble, is_corrected = "", None, False
        place, analysed = self._analysed(session)
        is_judging = False
        if self.open_corrections is not None:
            state = self._corrections_of(session).state()
            try:
                analysed, is_corrected = self._soon(session, original)
            except StillJudging:
                is_judging = True
            except CoachError as wrong:
                trouble = str(wrong)
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
            "corrected": is_corrected,
            "corrections_state": state,
            "corrections_trouble": trouble,
            "judging": is_judging,
            "alone": self.shelf.alone is not None,
        }

    def times(self, session: str) -> bytes:
        """Float64, little endian."""
        return self._analysed(session)[1].t_s.astype("<f8").tobytes()

    def frames(self, session: str, passage: int, original: bool = False) -> bytes:
        """Float32, little endian; empty after the last one."""
        rows = self._shown(session, original)[1].rows
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
        """The figures of two sessions side by side, as they are judged now, or at first while that takes long."""
        documents: list[Document] = []
        for session in (first, second):
            try:
                documents.append(self._soon(session, original=False)[0].document)
            except (StillJudging, CoachError):  # of broken corrections the page tells
                documents.append(self._analysed(session)[1].document)
        return compared_clips(*documents)

    def still(self, session: str, note: str) -> bytes:
        """The frame that a note was drawn on, a JPEG."""
        moments = [one.start_s for one in self._book(session).read() if one.id == note]
        jpeg = still_jpeg(self.film(session, "clip"), moments[0]) if moments else None
        if jpeg is None:
            raise CoachError("there is no picture for this note: its moment lies outside of the film.")
        return jpeg

    def export(self, session: str, what: str, language: Language, original: bool = False) -> Download:
        """One file to be saved."""
        place, analysed, is_corrected = self._shown(session, original)
        judge = self._corrections_of(session) if self.open_corrections else None
        film = self._very_film(session) if what == "report.html" else None
        notes = self._book(session).read()
        return export_of(what, place, analysed, notes, self.shelf, language, judge, is_corrected, film)

    def corrections(self, session: str) -> Mapping[str, object]:
        """The corrections so far."""
        return self._corrections_of(session).told()

    def corrections_state(self, session: str) -> Mapping[str, object]:
        """`state`: another text as soon as somebody has corrected; `judging`: how far the clip is judged, or null."""
        corrections = self._corrections_of(session)
        progress = corrections.progress()
        judging = None if progress is None else {"done": progress[0], "of": progress[1]}
        return {"state": corrections.state(), "judging": judging}

    def back_at(self, session: str, t_s: float) -> Mapping[str, object]:
        """What can be dragged in the picture at a moment."""
        return self._corrections_of(session).back_at(t_s)

    def correct(self, session: str, data: bytes) -> Mapping[str, object]:
        """Make one correction; the session as it is judged now, and its corrections."""
        told = self._corrections_of(session).correct(data)
        return {"session": self.opened(session), "corrections": told}

    def close(self) -> None:
        """Give up whatever is being judged: the program ends."""
        with self._lock:
            for corrections in self._corrections.values():
                corrections.close()

    def _analysed(self, session: str) -> tuple[Place, Analysed]:
        place = self.shelf.place(session)
        with self._lock:
            if session not in self._open:
                if len(self._open) >= MOST_OPEN:
                    self._open.pop(next(iter(self._open)))
                self._open[session] = read_analysed(place.folder)
            return place, self._open[session]

    def _shown(self, session: str, original: bool) -> tuple[Place, Analysed, bool]:
        """The judgement that is looked at; is it the corrected one?"""
        place, analysed = self._analysed(session)
        judged = None if original or self.open_corrections is None else self._corrections_of(session).judged()
        return place, judged or analysed, judged is not None

    def _soon(self, session: str, original: bool) -> tuple[Analysed, bool]:
        """As `_shown`, but nobody waits long. Raises `StillJudging`."""
        analysed = self._analysed(session)[1]
        if original or self.open_corrections is None:
            return analysed, False
        patience_s = None if len(analysed.t_s) <= SHORT_FRAMES else 0.0
        judged = self._corrections_of(session).judged(patience_s)
        return judged or analysed, judged is not None

    def _very_film(self, session: str) -> Path | None:
        """The film, if it is there and is the one that was analysed."""
        try:
            return self.film(session, "clip") if self.film_is_the_same(session) else None
        except CoachError:
            return None

    def _book(self, session: str) -> Notebook:
        place = self.shelf.place(session)
        with self._lock:
            return self._books.setdefault(session, Notebook(place.folder))

    def _corrections_of(self, session: str) -> Corrections:
        if self.open_corrections is None:
            raise CoachError("this program cannot judge a clip again: analyse it anew with other settings.")
        place = self.shelf.place(session)
        with self._lock:
            held = self._corrections.pop(session, None) or self.open_corrections(place.folder)
            if len(self._corrections) >= MOST_CORRECTED:
                self._corrections.pop(next(iter(self._corrections))).close()  # the one asked for longest ago
            self._corrections[session] = held
            return held

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

    def _corrections_state(self, place: Place) -> str:
        """As `port.Corrections.state`, without pushing out those that are held."""
        return self.open_corrections(place.folder).state() if self.open_corrections else ""

    def _line(self, place: Place) -> Mapping[str, object]:
        try:
            document, judgement = read_document(place.folder)[1], "original"
            state = self._corrections_state(place)
            with self._lock:
                counted_state, counted = self._counted.get(place.id, ("", None))
            if state and counted_state != state:
                judgement = "waiting"
            elif state and counted is not None:
                document, judgement = counted, "corrected"
            return library_line(place, document, self._book(place.id), self.shelf, self._days, judgement)
        except (CoachError, OSError) as wrong:
            return asdict(LibraryLine(place.id, place.name, trouble=str(wrong)))
