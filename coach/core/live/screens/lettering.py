"""Texts of a stated height: how wide they will be, where they break, how they stand in their box.

The widths are a table, rounded up, so that the core needs no font; a painter that finds a line too long for its box
makes it smaller, and a test holds that with the shipped font none is.
"""

from __future__ import annotations

from coach.core.view.shapes import Align, Box, Style, Text

LINE = 1.25  # height of a line, in heights of its letters
_SIZE_OF_BOX = {Style.SUPPORT_LABEL: 0.8, Style.MAP_LABEL: 0.85}

# Widths in heights of the letters, of the wider one of the two weights of the font that is shipped.
_CLASSES = (
    (0.24, " "),
    (0.35, "|ijlI',.:;"),
    (0.4, "!()-[]f{}/\\"),
    (0.45, "tr"),
    (0.54, "s*?zc"),
    (0.6, 'J_x"LYvy#$+0123456789<=>F^e~ag–'),
    (0.66, "kEVZSTX`ouAbdhnpqC"),
    (0.72, "PBKRDG"),
    (0.79, "&NUHOQ"),
    (0.92, "MwW"),
)
_WIDTHS = {letter: width for width, letters in _CLASSES for letter in letters}
_CLAUSE_ENDS = frozenset(".,!?:，。！？：；")
_NOT_FIRST = frozenset("，。！？、：；）…")  # never at the beginning of a line
_WIDE_FROM = 0x2E80  # from here on characters are as wide as they are high


def size_px(text: Text) -> float:
    """Height of a text's letters (the font's size) if it fits its box's width."""
    return text.box.height_px * _SIZE_OF_BOX.get(text.style, 1.0 / LINE)


def width_em(words: str) -> float:
    """How wide words are at most, in heights of their letters."""
    return sum(_em(letter) for letter in words)


def _em(letter: str) -> float:
    return _WIDTHS.get(letter, 1.02)


def wrap(words: str, most_em: float) -> tuple[str, ...]:
    """Break words into as few lines as fit: between clauses if that will do, else of about the same length.

    A word that is too long stays whole.
    """
    lines = _greedy(_pieces(words), most_em)
    by_clause = _greedy(_clauses(words), most_em)
    if len(by_clause) == len(lines) and all(width_em(line) <= most_em for line in by_clause):
        return by_clause
    fair_em = width_em(words) / max(len(lines), 1)
    while fair_em < most_em:
        even = _greedy(_pieces(words), fair_em)
        if len(even) == len(lines):
            return even
        fair_em += 1.0
    return lines


def _greedy(pieces: list[str], most_em: float) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line and width_em((line + piece).rstrip()) > most_em:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _pieces(words: str) -> list[str]:
    """Where a line may break: after a space, and around Chinese characters, but not before a closing mark."""
    pieces: list[str] = []
    for letter in words:
        after_space = not pieces or pieces[-1].endswith(" ")
        either_wide = bool(pieces) and (ord(letter) >= _WIDE_FROM or ord(pieces[-1][-1]) >= _WIDE_FROM)
        if letter not in _NOT_FIRST and letter != " " and (after_space or either_wide):
            pieces.append(letter)
        elif pieces:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _clauses(words: str) -> list[str]:
    clauses: list[str] = []
    for piece in _pieces(words):
        if clauses and clauses[-1].rstrip()[-1:] not in _CLAUSE_ENDS:
            clauses[-1] += piece
        else:
            clauses.append(piece)
    return clauses


def line_of(style: Style, words: str, box: Box, letters_px: float, align: Align = Align.LEFT) -> Text:
    """One line of text in the middle of a box's height."""
    height = letters_px * LINE
    top = box.top_px + (box.height_px - height) / 2
    return Text(style, words, Box(box.left_px, top, box.width_px, height), align)


def stacked(
    style: Style, lines: tuple[str, ...], box: Box, letters_px: float, align: Align, leading: float = LINE
) -> list[Text]:
    """Lines below each other, the whole in the middle of a box's height; `leading` is from line to line."""
    step, height = letters_px * leading, letters_px * LINE
    top = box.top_px + (box.height_px - step * (len(lines) - 1) - height) / 2
    return [
        Text(style, words, Box(box.left_px, top + step * index, box.width_px, height), align)
        for index, words in enumerate(lines)
    ]


def largest(
    words: str, width_px: float, height_px: float, sizes_px: tuple[float, ...], leading: float = LINE
) -> tuple[float, tuple[str, ...]]:
    """The first of some sizes (largest first) whose lines fit a box, and the lines; the last size if none does."""
    size, lines = sizes_px[-1], (words,)
    for size in sizes_px:
        lines = wrap(words, width_px / size)
        fits = all(width_em(line) * size <= width_px for line in lines)
        if fits and len(lines) * size * leading <= height_px:
            break
    return size, lines
