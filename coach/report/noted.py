"""The report's page with an instructor's notes at its end, each with the frame that was drawn on."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

from coach.core.words import Language
from coach.report.html_words import clock

_END = "</main>"
_BODY_END = "</body>"
_HIGH = 100.0  # the drawing's own units: the picture is so high
_WORDS = {
    Language.EN: ("Notes of the instructor", "Drawing on the frame at {when}", "The film was not there: drawing only."),
    Language.ZH: ("教练的笔记", "画在 {when} 的画面上", "当时没有影片，只有所画内容。"),
}
_STYLE = (
    "<style>.drawn{margin:6px 0 0;max-width:640px;break-inside:avoid}.drawn svg{width:100%;height:auto;display:block;"
    "border-radius:8px;background:#777}.drawn .halo{stroke:#000;stroke-opacity:.55;stroke-width:2.1}.drawn .ink{stroke:"
    "#fff;stroke-width:1}.drawn text{font:600 5px system-ui,sans-serif;fill:#fff;stroke:#000;stroke-opacity:.6;"
    "stroke-width:1.4;paint-order:stroke}.said{break-inside:avoid;padding:10px 0;border-top:1px solid var(--line,#ccc)}"
    ".said p{white-space:pre-wrap;overflow-wrap:anywhere}@media print{.drawn{max-width:12cm}}</style>"
)


@dataclass(frozen=True, slots=True)
class DrawnNote:
    """A note for the page.

    Attributes:
        start_s, end_s: when, s from the first frame; equal for a moment.
        text: what is said; written as text, never as HTML.
        marks: drawings: their kind and points, in parts of the picture's width and height.
        jpeg: the frame that they were drawn on, without them; None where there is no film, or nothing was drawn.
    """

    start_s: float
    end_s: float
    text: str
    marks: Sequence[tuple[str, Sequence[tuple[float, float]]]]
    jpeg: bytes | None = None


def with_notes(page: str, notes: Sequence[DrawnNote], aspect: float, language: Language = Language.EN) -> str:
    """Put the notes into a report; a report without notes stays as it is.

    Args:
        page: `report.html` as `coach analyze` wrote it.
        notes: in the order of their times.
        aspect: the picture's width by its height.
        language: of the few words around the notes.

    Returns:
        The page, complete in itself: pictures lie in it.
    """
    if not notes:
        return page
    said = (_note(note, aspect, language) for note in notes)
    section = "\n".join([f'<section class="card">{_STYLE}<h2>{_WORDS[language][0]}</h2>', *said, "</section>"])
    end = _END if _END in page else _BODY_END
    before, found, after = page.rpartition(end)
    return f"{before}{section}\n{found}{after}" if found else page + section


def _note(note: DrawnNote, aspect: float, language: Language) -> str:
    when = clock(note.start_s) if note.end_s <= note.start_s else f"{clock(note.start_s)} – {clock(note.end_s)}"
    said = f"<p><strong>{when}</strong> {html.escape(note.text)}</p>"
    return f'<div class="said">{said}{_drawing(note, aspect, language) if note.marks else ""}</div>'


def _drawing(note: DrawnNote, aspect: float, language: Language) -> str:
    _, drawn, without = _WORDS[language]
    width = _HIGH * aspect
    picture = ""
    if note.jpeg is not None:
        data = base64.b64encode(note.jpeg).decode()
        picture = f'<image width="{width:.1f}" height="{_HIGH:.0f}" href="data:image/jpeg;base64,{data}"/>'
    caption = f'<figcaption class="small">{without}</figcaption>' if note.jpeg is None else ""
    marks = "".join(_mark(kind, [(width * x, _HIGH * y) for x, y in points]) for kind, points in note.marks)
    label = drawn.format(when=clock(note.start_s))
    return (
        f'<figure class="drawn"><svg viewBox="0 0 {width:.1f} {_HIGH:.0f}" role="img" aria-label="{label}" fill="none" '
        f'stroke-linecap="round" stroke-linejoin="round">{picture}{marks}</svg>{caption}</figure>'
    )


def _mark(kind: str, at: Sequence[tuple[float, float]]) -> str:
    if kind == "circle":
        (x, y), (rim_x, rim_y) = at[:2]
        shape = f'circle cx="{x:.1f}" cy="{y:.1f}" r="{math.hypot(rim_x - x, rim_y - y):.1f}"'
    else:
        line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at)
        shape = f'path d="{line}{_arrow_head(at) if kind == "arrow" else ""}"'
    twice = f'<{shape} class="halo"/><{shape} class="ink"/>'
    return twice + _degrees(at) if kind == "angle" and len(at) == 3 else twice


def _arrow_head(at: Sequence[tuple[float, float]]) -> str:
    (from_x, from_y), (x, y) = at[0], at[-1]
    along = math.atan2(y - from_y, x - from_x)
    wings = [(x + 4.5 * math.cos(along + turn), y + 4.5 * math.sin(along + turn)) for turn in (2.6, -2.6)]
    return "".join(f"M{x:.1f} {y:.1f}L{wing_x:.1f} {wing_y:.1f}" for wing_x, wing_y in wings)


def _degrees(at: Sequence[tuple[float, float]]) -> str:
    (one_x, one_y), (x, y), (other_x, other_y) = at
    between = abs(math.degrees(math.atan2(one_y - y, one_x - x) - math.atan2(other_y - y, other_x - x)))
    return f'<text x="{x + 3:.1f}" y="{y - 3:.1f}">{min(between, 360.0 - between):.0f}°</text>'
