"""A button as shapes: plate, key, words, a tick if it is the answer, a ring where the keyboard is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.live.preparing.acts import Act
from coach.core.live.preparing.layout import Placed
from coach.core.live.screens.lettering import largest, line_of, stacked, width_em, wrap
from coach.core.view.shapes import Align, Area, Box, Shape, Spot, Style
from coach.core.words import Language

LABELS = (0.066, 0.054, 0.046, 0.04, 0.034, 0.03)
KEY_NAME = 0.036
_PAD = 0.018
_LOW = 0.13  # a button of one line
_FOCUS = 0.006  # the ring lies so far outside


def button_shapes(placed: tuple[Placed, ...], focus: Act | None, unit: float, language: Language) -> list[Shape]:
    """All buttons, and last the ring around the one that the keyboard is at."""
    shapes = [shape for one in placed for shape in _button(one, _alike(one, placed, unit, language), unit, language)]
    ringed = [_wider(one.box, _FOCUS * unit) for one in placed if one.control.act is focus]
    return [*shapes, *(Area(Style.FOCUS, box.corners_px()) for box in ringed)]


@dataclass(frozen=True, slots=True)
class _Look:
    """What buttons of one size have in common: the height of their letters, px, and whether their keys are shown."""

    letters_px: float
    keyed: bool


def _alike(placed: Placed, others: tuple[Placed, ...], unit: float, language: Language) -> _Look:
    """On a low button in a narrow window there is room for the words only if the key is left out."""
    same = [one for one in others if _size(one) == _size(placed)]
    low = placed.box.height_px < _LOW * unit
    keyed = not low or all(_one_line(one, unit, language) is not None for one in same)
    return _Look(min(_fitting(one, unit, language, keyed=keyed) for one in same), keyed)


def _size(placed: Placed) -> tuple[int, int]:
    return round(placed.box.width_px), round(placed.box.height_px)


def _cap(placed: Placed, unit: float, language: Language) -> tuple[Box, float]:
    """The key's box and the height of its letters."""
    box, key = placed.box, placed.control.key.of(language)
    key_px = min(KEY_NAME * unit, 0.5 * box.height_px)
    width = max(width_em(key) * key_px + _PAD * unit, 1.7 * key_px)
    height = min(1.7 * key_px, box.height_px)
    return Box(box.left_px + _PAD * unit, box.top_px + (box.height_px - height) / 2, width, height), key_px


def _tick_px(placed: Placed, unit: float) -> float:
    return min(0.035 * unit, 0.35 * placed.box.height_px) if placed.control.made else 0.0


def _words(placed: Placed, unit: float, language: Language, *, keyed: bool) -> Box:
    """Room for what stands on the button."""
    box, pad = placed.box, _PAD * unit
    left = (_cap(placed, unit, language)[0].right_px if keyed else box.left_px) + pad
    tick = _tick_px(placed, unit)
    right = box.right_px - pad - (2 * tick + pad if tick else 0.0)
    return Box(left, box.top_px, max(right - left, 1.0), box.height_px)


def _sizes(room: Box, unit: float) -> tuple[float, ...]:
    return tuple(min(share * unit, 0.62 * room.height_px) for share in LABELS)


def _one_line(placed: Placed, unit: float, language: Language, *, keyed: bool = True) -> float | None:
    """The height of letters in which the words fit in one line; None = they do not."""
    room = _words(placed, unit, language, keyed=keyed)
    em = width_em(placed.control.label.of(language))
    return next((size for size in _sizes(room, unit) if em * size <= room.width_px), None)


def _fitting(placed: Placed, unit: float, language: Language, *, keyed: bool) -> float:
    """In one line if it can be, else in several."""
    room, label = _words(placed, unit, language, keyed=keyed), placed.control.label.of(language)
    one_line = _one_line(placed, unit, language, keyed=keyed)
    return one_line or largest(label, room.width_px, room.height_px, _sizes(room, unit))[0]


def _button(placed: Placed, look: _Look, unit: float, language: Language) -> list[Shape]:
    control, box, room = placed.control, placed.box, _words(placed, unit, language, keyed=look.keyed)
    lines = wrap(control.label.of(language), room.width_px / look.letters_px)
    style = Style.CHOICE_MADE if control.made else Style.CHOICE
    shapes: list[Shape] = [Area(style, box.corners_px())]
    if look.keyed:
        cap, key_px = _cap(placed, unit, language)
        shapes.append(Area(Style.KEY, cap.corners_px()))
        shapes.append(line_of(Style.KEY, control.key.of(language), cap, key_px, Align.CENTRE))
    shapes += stacked(style, lines, room, look.letters_px, Align.LEFT)
    tick = _tick_px(placed, unit)
    if tick:
        centre = np.array([box.right_px - _PAD * unit - tick, box.top_px + box.height_px / 2])
        shapes.append(Spot(Style.STEP_DONE, centre, tick))
    return shapes


def _wider(box: Box, by_px: float) -> Box:
    return Box(box.left_px - by_px, box.top_px - by_px, box.width_px + 2 * by_px, box.height_px + 2 * by_px)
