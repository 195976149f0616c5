"""Paragraphs below each other, each with a mark or without, in the largest letters in which all of them fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.live.preparing import words
from coach.core.live.screens.lettering import LINE, stacked, wrap
from coach.core.view.shapes import Align, Box, Shape, Spot, Style
from coach.core.words import Language

SIZES = (0.052, 0.048, 0.045, 0.042, 0.039, 0.037, 0.035, 0.033, 0.031)
_GAP = 0.35  # between paragraphs, in heights of the letters
_MARK = 0.42  # radius of a mark, in heights of the letters
_INDENT = 1.4


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph; mark None = it has none."""

    words: str
    mark: Style | None = None
    style: Style = Style.WORDS


def row_shapes(rows: tuple[Row, ...], room: Box, unit: float, language: Language) -> list[Shape]:
    """The rows from the top of a box; if even the smallest letters are too large, it says how many more there are."""
    if not rows:
        return []
    marked = any(row.mark is not None for row in rows)
    size, lines = _lines(rows, room, unit, marked)
    shown, count = rows, len(rows)
    while len(shown) > 1 and _height(lines[: len(shown)], size) > room.height_px:
        shown = shown[:-1]
        more = Row(words.AND_MORE.of(language).format(count=count - len(shown) + 1), None, Style.WORDS_QUIET)
        shown = (*shown[:-1], more)
        lines = (*lines[: len(shown) - 1], (more.words,))
    shapes: list[Shape] = []
    left = room.left_px + (_INDENT * size if marked else 0.0)
    top = room.top_px
    for row, broken in zip(shown, lines, strict=False):
        height = len(broken) * LINE * size
        if row.mark is not None:
            centre = np.array([room.left_px + _MARK * size, top + LINE * size / 2])
            shapes.append(Spot(row.mark, centre, _MARK * size))
        shapes += stacked(row.style, broken, Box(left, top, room.right_px - left, height), size, Align.LEFT)
        top += height + _GAP * size
    return shapes


def _lines(rows: tuple[Row, ...], room: Box, unit: float, marked: bool) -> tuple[float, tuple[tuple[str, ...], ...]]:
    size, lines = SIZES[-1] * unit, tuple((row.words,) for row in rows)
    for share in SIZES:
        size = share * unit
        width = room.width_px - (_INDENT * size if marked else 0.0)
        lines = tuple(wrap(row.words, width / size) for row in rows)
        if _height(lines, size) <= room.height_px:
            break
    return size, lines


def _height(lines: tuple[tuple[str, ...], ...], size: float) -> float:
    return size * (LINE * sum(len(broken) for broken in lines) + _GAP * (len(lines) - 1))
