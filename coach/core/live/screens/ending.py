"""The end: what went well, what did not, the figures, and where it was saved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.live import screen_words
from coach.core.live.screens.lettering import LINE, line_of, wrap
from coach.core.live.screens.places import Places
from coach.core.live.stage import Ending
from coach.core.phrase import Phrase
from coach.core.view.shapes import Align, Area, Box, Shape, Spot, Style
from coach.core.words import Language

TITLE, HEAD, NAME, SMALL = 0.09, 0.058, 0.044, 0.034  # letters, of the unit


@dataclass(frozen=True, slots=True)
class EndWords:
    """What is told of a session that is over, whole sentences in the window's language.

    Attributes:
        well: what went well.
        not_well: what did not; what could not be seen belongs here too.
        figures: in a few words each: minutes, steps, parts of the back.
        saved: where it was saved, and what was not kept.
        now: what to do afterwards.
    """

    well: tuple[str, ...] = ()
    not_well: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    saved: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


def end_shapes(ending: Ending | None, end: EndWords, places: Places, language: Language) -> list[Shape]:
    """The whole window but the foot line and the map, which stands in the column."""
    unit, margin = places.unit_px, places.speech.top_px
    words = screen_words.ENDINGS[ending or Ending.ASKED].of(language)
    title = Box(places.speech.left_px, margin, places.speech.width_px, TITLE * LINE * unit)
    figures = Box(title.left_px, title.bottom_px, title.width_px, HEAD * LINE * unit)
    shapes: list[Shape] = [
        line_of(Style.WORDS_STRONG, words, title, TITLE * unit, Align.CENTRE),
        line_of(Style.WORDS, "   ".join(end.figures), figures, HEAD * 0.85 * unit, Align.CENTRE),
    ]
    saved_lines = tuple(
        line for one in end.saved for line in wrap(one, (title.width_px - 2 * margin) / (SMALL * unit))
    )[:3]
    saved_height = SMALL * LINE * unit * len(saved_lines)
    bottom = places.foot.top_px - margin - saved_height
    for index, line in enumerate(saved_lines):
        row = Box(
            title.left_px + margin,
            bottom + index * SMALL * LINE * unit,
            title.width_px - 2 * margin,
            SMALL * LINE * unit,
        )
        shapes.append(line_of(Style.WORDS_QUIET, line, row, SMALL * unit, Align.CENTRE))
    if end == EndWords():  # not known yet: "nothing to tell" would be untrue
        return shapes
    top = below_title_px(places)
    room = Box(places.picture.left_px, top, places.picture.width_px, bottom - margin - top)
    lists = (
        (screen_words.WENT_WELL, end.well, Style.STEP_DONE),
        (screen_words.NOT_SO_WELL, end.not_well, Style.LIGHT_FAULT),
        *(((screen_words.AND_NOW, end.now, Style.STEP_NOW),) if end.now else ()),
    )
    return [*shapes, *_lists(lists, room, unit, language)]


def below_title_px(places: Places) -> float:
    """Where title and figures end: lists and map begin there."""
    return min(places.picture.top_px, places.speech.top_px * 2 + (TITLE + HEAD) * LINE * places.unit_px)


_MANY, _SMALLER = 3, 0.66  # so many lists are written smaller: whoever reads them has come to the screen
_List = tuple[Phrase, tuple[str, ...], Style]


def _lists(lists: tuple[_List, ...], room: Box, unit: float, language: Language) -> list[Shape]:
    """Lists below each other, each as high as its share of the lines asks for."""
    smaller = 1.0 if len(lists) < _MANY else _SMALLER
    name_px, head_px = NAME * unit * smaller, HEAD * LINE * unit * smaller
    wanted = [_list_lines(sentences, room, unit, name_px, language) for _, sentences, _ in lists]
    gap = 0.014 * unit
    heads = len(lists) * head_px
    line = name_px * LINE
    spare = room.height_px - heads - gap * (2 * len(lists) - 1)
    most = max(int(spare / line), len(lists))
    shares = _shared(tuple(len(lines) for lines in wanted), most, whole=len(lists) >= _MANY)
    shapes: list[Shape] = []
    top = room.top_px
    for (name, sentences, mark), lines, share in zip(lists, wanted, shares, strict=True):
        height = head_px + share * line + gap
        panel = Box(room.left_px, top, room.width_px, height)
        head = Box(panel.left_px + gap, top, panel.width_px - 2 * gap, head_px)
        shapes += [
            Area(Style.PANEL, panel.corners_px()),
            line_of(Style.WORDS_STRONG, name.of(language), head, 0.9 * head_px / LINE),
        ]
        shown = _cut(lines, share, sentences, language)
        shapes += _rows(shown, mark, Box(head.left_px, head.bottom_px, head.width_px, share * line), unit, name_px)
        top += height + gap
    return shapes


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a list; `first` has the mark of its sentence, `sentence` counts them from 0; -1 = none."""

    words: str
    first: bool
    sentence: int


def _list_lines(
    sentences: tuple[str, ...], room: Box, unit: float, name_px: float, language: Language
) -> tuple[_Line, ...]:
    most_em = (room.width_px - 0.1 * unit) / name_px
    if not sentences:
        return (_Line(screen_words.NOTHING_HERE.of(language), False, -1),)
    return tuple(
        _Line(line, at == 0, number)
        for number, sentence in enumerate(sentences)
        for at, line in enumerate(wrap(sentence, most_em))
    )


def _shared(wanted: tuple[int, ...], most: int, *, whole: bool = False) -> tuple[int, ...]:
    """Share out lines: what one list does not need the other may have.

    `whole`: the last list, what to do now, has all that it needs, up to half: whom to ask is not cut off.
    """
    if whole:
        last = min(wanted[-1], most // 2)
        return (*_shared(wanted[:-1], most - last), last)
    fair = most // len(wanted)
    spare = most - sum(min(want, fair) for want in wanted)
    shares: list[int] = []
    for want in wanted:
        extra = min(max(want - fair, 0), spare)
        spare -= extra
        shares.append(max(min(want, fair) + extra, 1))
    return tuple(shares)


def _cut(lines: tuple[_Line, ...], most: int, sentences: tuple[str, ...], language: Language) -> tuple[_Line, ...]:
    """The lines that fit; if some do not, whole sentences, and how many more there are."""
    if len(lines) <= most:
        return lines
    kept = list(lines[: most - 1])
    while kept and lines[len(kept)].sentence == kept[-1].sentence:
        kept.pop()
    left_out = len(sentences) - len({line.sentence for line in kept})
    return (*kept, _Line(screen_words.MORE.of(language).format(count=left_out), False, -1))


def _rows(lines: tuple[_Line, ...], mark: Style, room: Box, unit: float, name_px: float) -> list[Shape]:
    shapes: list[Shape] = []
    step = name_px * LINE
    radius = min(0.02 * unit, 0.44 * step)
    for index, line in enumerate(lines):
        row = Box(room.left_px + 0.065 * unit, room.top_px + index * step, room.width_px - 0.065 * unit, step)
        if line.first:
            shapes.append(Spot(mark, np.array([room.left_px + 0.03 * unit, row.top_px + step / 2]), radius))
        shapes.append(line_of(Style.WORDS if line.sentence >= 0 else Style.WORDS_QUIET, line.words, row, name_px))
    return shapes
