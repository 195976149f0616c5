"""What can be taken out of a review: the report with notes, tables, markers for OpenSim, the annotated film."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.adapters.analysed import WORDS, Analysed, layout
from coach.adapters.browser.routes import Download
from coach.adapters.notebook import Note
from coach.app.review.library import Place, Shelf, own_file
from coach.app.review.port import Corrections
from coach.app.review.stills import MOST_STILLS, still_jpeg
from coach.core.words import Language
from coach.errors import CoachError
from coach.report.noted import DrawnNote, with_notes
from coach.report.sheets import sheet
from coach.report.trc import AXES, trc

_CSV = "text/csv; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_ALWAYS_THE_SAME = ("annotated.mp4", "notes.csv", "markers.txt")  # whichever judgement is looked at
_JSON = "application/json"
_CHINESE = '<html lang="zh'
_TEXT = "text/plain; charset=utf-8"


def export_of(
    what: str,
    place: Place,
    analysed: Analysed,
    notes: Sequence[Note],
    shelf: Shelf,
    language: Language,
    judge: Corrections | None = None,
    is_corrected: bool = False,
    film: Path | None = None,
) -> Download:
    """One file.

    Args:
        what: "report.html", "annotated.mp4", "events.csv", "rules.csv", "steps.csv", "notes.csv", "frames.csv",
            "markers.trc", "markers.txt"; of a corrected judgement also "truth.json" and "analysis.json".
        place: the session.
        analysed: its files, read, or as it is judged with corrections.
        notes: its notes.
        shelf: what may be handed out.
        language: of what is written around the notes.
        judge: who judges the clip again and writes its report in another language; None = nobody.
        is_corrected: `analysed` was judged with corrections; then the file's name says `corrected`.
        film: the very film that was analysed, for the frames that were drawn on and for the pictures in the report of
            a corrected judgement; None = without pictures.

    Raises:
        CoachError: a file that it needs was left out of the results.
        KeyError: there is no such export.
    """
    plain, corrections = _file_name(place.name), judge if is_corrected else None
    name = f"{plain}.corrected.{what}" if corrections and what not in _ALWAYS_THE_SAME else f"{plain}.{what}"
    aspect = analysed.document.clip.width / max(analysed.document.clip.height, 1)
    match what:
        case "report.html" if corrections:
            page = corrections.report(film, language)
            return Download(name, _HTML, with_notes(page, _drawn(notes, film), aspect, language).encode())
        case "report.html":
            page = _report(place, shelf, language, judge, film)
            return Download(name, _HTML, with_notes(page, _drawn(notes, film), aspect, language).encode())
        case "truth.json" if corrections:
            return Download(name, _JSON, corrections.truth())
        case "analysis.json" if corrections:
            return Download(name, _JSON, analysed.raw)
        case "annotated.mp4":  # always as it was judged at first
            return Download(name, "video/mp4", own_file(place, "annotated.mp4", shelf))
        case "events.csv":
            head = ("rule", "start_s", "end_s", "severity", "side", *(("mark", "author") if corrections else ()))
            rows = [[getattr(event, column) for column in head] for event in analysed.document.events]
            return Download(name, _CSV, sheet(head, rows))
        case "rules.csv":
            return Download(name, _CSV, _rules(analysed))
        case "steps.csv":
            head = ("foot", "start_s", "end_s", "along", "offset_cm", "zone")
            rows = [[getattr(step, column) for column in head] for step in analysed.document.steps]
            return Download(name, _CSV, sheet(head, rows))
        case "notes.csv":
            rows = [(note.start_s, note.end_s, note.text, len(note.marks)) for note in notes]
            return Download(name, _CSV, sheet(("start_s", "end_s", "text", "drawings"), rows))
        case "frames.csv":
            return Download(name, _CSV, _frames(analysed))
        case "markers.trc":
            return Download(name, _TEXT, _trc(name, analysed).encode())
        case "markers.txt":
            return Download(name, _TEXT, f"{AXES}\n".encode())
        case _:
            raise KeyError(what)


def _report(place: Place, shelf: Shelf, language: Language, judge: Corrections | None, film: Path | None) -> str:
    """The analysis's own report; in another language, or where it was left out, written anew from what was seen."""
    written = None
    try:
        written = own_file(place, "report.html", shelf).read_text(encoding="utf-8", errors="replace")
        if judge is None or (_CHINESE in written) == (language is Language.ZH):
            return written
        return judge.report(film, language, original=True)
    except CoachError:
        if written is not None:
            return written  # better in another language than none
        if judge is None:
            raise
        return judge.report(film, language, original=True)


def _drawn(notes: Sequence[Note], film: Path | None) -> list[DrawnNote]:
    drawn: list[DrawnNote] = []
    stills = 0
    for note in notes:
        jpeg = still_jpeg(film, note.start_s) if film is not None and note.marks and stills < MOST_STILLS else None
        stills += jpeg is not None
        drawn.append(
            DrawnNote(note.start_s, note.end_s, note.text, [(mark.kind, mark.points) for mark in note.marks], jpeg)
        )
    return drawn


def _rules(analysed: Analysed) -> bytes:
    """Each rule's figures; `judged` is the share of the time on the back, empty where an older analysis tells none."""
    columns = ("count", "total_s", "per_min", "judged")
    told = analysed.document.summary.get("rules")
    rules: dict[str, Any] = told if isinstance(told, dict) else {}
    rows = [
        (rule, *(_figure(figures.get(column)) for column in columns))
        for rule, figures in rules.items()
        if isinstance(figures, dict)
    ]
    return sheet(("rule", *columns), rows)


def _figure(value: object) -> float | int | None:
    return value if isinstance(value, int | float) else None


def _frames(analysed: Analysed) -> bytes:
    """The figures of every frame, without the landmarks: those are in the TRC and in `frames.parquet`."""
    columns = {name: at for name, (at, size) in layout().items() if size == 1}
    rows = (
        [moment, *(_told(name, float(row[at])) for name, at in columns.items())]
        for moment, row in zip(analysed.t_s.tolist(), analysed.rows, strict=True)
    )
    return sheet(("t_s", *columns), rows)


def _told(column: str, value: float) -> object:
    if column not in WORDS:
        return value
    return WORDS[column][int(value)] if math.isfinite(value) and value >= 0 else "unknown"


def _trc(name: str, analysed: Analysed) -> str:
    people: dict[str, NDArray[np.float32]] = {}
    for person in ("receiver", "giver"):
        at, size = layout()[f"{person}_xy"]
        people[person] = analysed.rows[:, at : at + size]
    view = analysed.document.summary.get("view")
    scale = view.get("cm_per_px") if isinstance(view, dict) else None
    cm_per_px = float(scale) if isinstance(scale, int | float) else math.nan
    return trc(name, analysed.t_s, people, analysed.document.clip.height, cm_per_px)


def _file_name(name: str) -> str:
    """A name that fits into a header and onto every disk."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "_" for letter in name)
