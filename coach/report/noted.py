"""The report's page with an instructor's notes at its end."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coach.report.html_words import clock

_END = "</main>"
_BODY_END = "</body>"


@dataclass(frozen=True, slots=True)
class DrawnNote:
    """A note for the page; `marks` are drawings: their kind and points, in parts of the picture's width and height."""

    start_s: float
    end_s: float
    text: str
    marks: Sequence[tuple[str, Sequence[tuple[float, float]]]]


def with_notes(page: str, notes: Sequence[DrawnNote], aspect: float) -> str:
    """Put the notes into a report; a report without notes stays as it is.

    Args:
        page: `report.html` as `coach analyze` wrote it.
        notes: in the order of their times. Their texts are written as text, never as HTML.
        aspect: the picture's width by its height.

    Returns:
        The page.
    """
    if not notes:
        return page
    section = "\n".join(["<section><h2>Notes of the instructor</h2>", *(_note(note, aspect) for note in notes)])
    end = _END if _END in page else _BODY_END
    before, found, after = page.rpartition(end)
    return f"{before}{section}</section>\n{found}{after}" if found else page + section + "</section>"


def _note(note: DrawnNote, aspect: float) -> str:
    when = clock(note.start_s) if note.end_s <= note.start_s else f"{clock(note.start_s)} – {clock(note.end_s)}"
    text = html.escape(note.text).replace("\n", "<br>")
    drawing = "".join(_mark(kind, points, aspect) for kind, points in note.marks)
    width = 100.0 * aspect
    picture = (
        f'<svg viewBox="0 0 {width:.1f} 100" width="240" role="img" aria-label="drawing on the frame" fill="none" '
        f'stroke="#d55e00" stroke-width="1.2"><rect width="{width:.1f}" height="100" stroke="#999"/>{drawing}</svg>'
        if drawing
        else ""
    )
    return f"<div><p><strong>{when}</strong> {text}</p>{picture}</div>"


def _mark(kind: str, points: Iterable[tuple[float, float]], aspect: float) -> str:
    at = [(100.0 * aspect * x, 100.0 * y) for x, y in points]
    if kind == "circle":
        (x, y), (rim_x, rim_y) = at[:2]
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{((rim_x - x) ** 2 + (rim_y - y) ** 2) ** 0.5:.1f}"/>'
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    tip = f'<circle cx="{at[-1][0]:.1f}" cy="{at[-1][1]:.1f}" r="1.6" fill="#d55e00"/>' if kind == "arrow" else ""
    return f'<polyline points="{line}"/>{tip}'
