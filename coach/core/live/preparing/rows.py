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
    """The rows from the top of a box; where even the smallest letters are too large, fewer of those with a mark."""
    if not rows:
        return []
    marked = any(row.mark is not None for row in rows)
    shown, left_out = rows, 0
    size, lines = _lines(shown, room, unit, marked)
    while _height(lines, size) > room.height_px and sum(row.mark is not None for row in shown) > 1:
        left_out += 1
        shown = _fewer(rows, left_out, language)
        size, lines = _lines(shown, room, unit, marked)
    shapes: list[Shape] = []
    left = room.left_px + (_INDENT * size if marked else 0.0)
    top = room.top_px
    for row, broken in zip(shown, lines, strict=True):
        height = len(broken) * LINE * size
        if row.mark is not None:
            centre = np.array([room.left_px + _MARK * size, top + LINE * size / 2])
            shapes.append(Spot(row.mark, centre, _MARK * size))
        shapes += stacked(row.style, broken, Box(left, top, room.right_px - left, height), size, Align.LEFT)
        top += height + _GAP * size
    return shapes


def _fewer(rows: tuple[Row, ...], left_out: int, language: Language) -> tuple[Row, ...]:
    """Without the last so many that have a mark; in their place stands how many they are."""
    gone = [at for at, row in enumerate(rows) if row.mark is not None][-left_out:]
    more = Row(words.AND_MORE.of(language).format(count=left_out), None, Style.WORDS_QUIET)
    return tuple(more if at == gone[0] else row for at, row in enumerate(rows) if at == gone[0] or at not in gone)


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
