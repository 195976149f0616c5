"""One line of the library for each session: whose, on which day, and the figures that its course is drawn from."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from coach.adapters.analysed import Document
from coach.adapters.clip import filmed_on
from coach.adapters.notebook import About, Notebook
from coach.app.review.library import Place, Shelf, film_of
from coach.core.review.figures import ClipFigures, Footing, clip_figures
from coach.errors import CoachError, shown


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """A session in the library; zeros and empty words until its files were read.

    Attributes:
        id, name: as `Place`.
        trouble: why it cannot be opened, else None. `remark`: what is wrong beside, as with its notes.
        judgement: which one the figures are of: the "original", the "corrected" one, or "waiting": the original still,
            corrections are there and the clip has not been judged with them in this run.
        couple: whose session it is, "" = nobody said. `couple_from`: "given" by a person, or the "folder" it lies in.
        day: YYYY-MM-DD. `day_from`: "given" by a person, told by the "film", or when it was "analysed".
        analysed: when, s since 1970.
        duration_s, urgent, events, steps, notes: of the clip, its findings, footings and notes.
        on_back_s, good_stays, areas, unknown, view: as `ClipFigures` and the analysis name them; None = unknown.
        per_min: findings per minute on the back, by rule; only rules that were broken.
    """

    id: str
    name: str
    trouble: str | None = None
    remark: str | None = None
    judgement: str = "original"
    couple: str = ""
    couple_from: str = ""
    day: str = ""
    day_from: str = ""
    analysed: float = 0.0
    duration_s: float = 0.0
    urgent: int = 0
    events: int = 0
    steps: int = 0
    notes: int = 0
    on_back_s: float = 0.0
    good_stays: float | None = None
    areas: int = 0
    unknown: float | None = None
    view: str = ""
    per_min: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(slots=True)
class FilmDays:
    """Days told by films' own headers, read once for each state of a file."""

    _known: dict[tuple[Path, float], datetime.date | None] = field(
        default_factory=dict[tuple[Path, float], "datetime.date | None"]
    )

    def day(self, film: Path) -> datetime.date | None:
        """As `filmed_on`."""
        key = (film, film.stat().st_mtime)
        if key not in self._known:
            self._known[key] = filmed_on(film)
        return self._known[key]


def figures_of(document: Document) -> ClipFigures:
    """The figures of an analysis."""
    return clip_figures(
        on_back_s=_number(document.summary.get("time_on_back_s"), 0.0),
        unknown=_number(document.visibility.get("unknown"), math.nan),
        rules=[event.rule for event in document.events],
        urgent=sum(event.severity == "urgent" for event in document.events),
        footings=[
            Footing(step.start_s, step.end_s, math.nan if step.offset_cm is None else step.offset_cm, step.zone or "")
            for step in document.steps
        ],
    )


def view_of(document: Document) -> str:
    """What the analysis says of the camera's place; "" where it says nothing."""
    view = document.summary.get("view")
    verdict = view.get("verdict") if isinstance(view, dict) else None
    return verdict if isinstance(verdict, str) else ""


def library_line(
    place: Place, document: Document, book: Notebook, shelf: Shelf, days: FilmDays, judgement: str = "original"
) -> Mapping[str, object]:
    """The line of a session that could be read, as plain JSON values; damaged notes are told beside."""
    remark, about, notes = None, About(), 0
    try:
        about, notes = book.about(), len(book.read())
    except CoachError as wrong:
        remark = str(wrong)
    figures = figures_of(document)
    analysed = (place.folder / "analysis.json").stat().st_mtime
    couple, couple_from = _couple(place, about, shelf)
    day, day_from = _day(place, document, about, shelf, days, analysed)
    return asdict(
        LibraryLine(
            id=place.id,
            name=place.name,
            remark=remark,
            judgement=judgement,
            couple=couple,
            couple_from=couple_from,
            day=day,
            day_from=day_from,
            analysed=analysed,
            duration_s=document.clip.duration_s,
            urgent=figures.urgent,
            events=sum(event.rule != "not_seen" for event in document.events),
            steps=figures.stays,
            notes=notes,
            on_back_s=figures.on_back_s,
            good_stays=figures.good_stays / figures.stays if figures.stays else None,
            areas=figures.areas,
            unknown=figures.unknown if math.isfinite(figures.unknown) else None,
            view=view_of(document),
            per_min={
                one.rule.value: figures.per_min(one.count)
                for one in figures.counts
                if one.count and math.isfinite(figures.per_min(one.count))
            },
        )
    )


def _couple(place: Place, about: About, shelf: Shelf) -> tuple[str, str]:
    """What a person said, else the name of the folder that sessions were sorted into; nothing is guessed beyond."""
    if about.couple:
        return about.couple, "given"
    above = place.folder.parent
    if above not in (shelf.root, shelf.root.parent) and above.name != place.folder.name:
        return shown(above.name), "folder"
    return "", ""


def _day(
    place: Place, document: Document, about: About, shelf: Shelf, days: FilmDays, analysed: float
) -> tuple[str, str]:
    if about.day:
        return about.day, "given"
    try:
        filmed = days.day(film_of(place, document, shelf))
    except (CoachError, OSError):
        filmed = None
    if filmed is not None:
        return filmed.isoformat(), "film"
    return datetime.datetime.fromtimestamp(analysed).astimezone().date().isoformat(), "analysed"


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else otherwise
