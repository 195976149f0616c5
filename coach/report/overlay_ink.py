"""Pens and brushes on a picture: anti-aliased, sub-pixel, translucent, dashed, hatched, and text that fits its box.

All functions paint in place on a uint8 RGB picture of shape (H, W, 3). Points are (N, 2) float, image px, finite.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.core.view.outlines import dashes
from coach.core.view.palette import Colour
from coach.errors import CoachError, shown
from coach.resources import fonts_folder

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]

_FIRST_CHINESE, _HEAVY = 0x2E80, 600  # the code of a letter; a weight that is drawn bold
_SHIFT = 4  # sub-pixel bits of OpenCV's drawing
_FAR = 4.0  # points are kept within so many picture sizes, so that no integer overflows


def _fixed(picture: Picture, points_px: Points) -> NDArray[np.int32]:
    reach = _FAR * max(picture.shape[:2])
    return np.round(np.clip(points_px, -reach, reach) * (1 << _SHIFT)).astype(np.int32)


def line(picture: Picture, points_px: Points, colour: Colour, width_px: float, closed: bool = False) -> None:
    """A line through points."""
    thick = max(1, round(width_px))
    cv2.polylines(picture, [_fixed(picture, points_px)], closed, colour, thick, cv2.LINE_AA, _SHIFT)


def dashed(
    picture: Picture,
    points_px: Points,
    colour: Colour,
    width_px: float,
    dash_px: float,
    gap_px: float,
    closed: bool = False,
) -> None:
    """A dashed line through points; dashes go on around corners."""
    pieces = dashes(points_px, dash_px, gap_px, closed)
    if pieces:
        thick = max(1, round(width_px))
        cv2.polylines(picture, [_fixed(picture, p) for p in pieces], False, colour, thick, cv2.LINE_AA, _SHIFT)


def fill(picture: Picture, points_px: Points, colour: Colour, opacity: float = 1.0) -> None:
    """A filled polygon, translucent if `opacity` is below 1."""
    if opacity >= 1.0:
        cv2.fillPoly(picture, [_fixed(picture, points_px)], colour, cv2.LINE_AA, _SHIFT)
        return
    window = _window(picture, points_px)
    if window is None:
        return
    part, shifted = window
    top = part.copy()
    cv2.fillPoly(top, [_fixed(picture, shifted)], colour, cv2.LINE_AA, _SHIFT)
    cv2.addWeighted(top, opacity, part, 1.0 - opacity, 0.0, dst=part)


def hatch(picture: Picture, points_px: Points, colour: Colour, width_px: float, spacing_px: float) -> None:
    """Slanting lines inside a polygon."""
    window = _window(picture, points_px)
    if window is None:
        return
    part, shifted = window
    height, width = part.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [_fixed(picture, shifted)], 255, cv2.LINE_8, _SHIFT)
    inked = part.copy()
    for offset in np.arange(-height, width, max(spacing_px, 2.0)):
        line(inked, np.array([[offset, height], [offset + height, 0.0]]), colour, width_px)
    cv2.copyTo(inked, mask, part)


def _window(picture: Picture, points_px: Points) -> tuple[Picture, Points] | None:
    """The part of the picture under a polygon (a view) and the polygon in it; None if it lies outside."""
    height, width = picture.shape[:2]
    low = np.clip(np.floor(points_px.min(axis=0)) - 2, 0, [width, height]).astype(int)
    high = np.clip(np.ceil(points_px.max(axis=0)) + 3, 0, [width, height]).astype(int)
    if (high <= low).any():
        return None
    return picture[low[1] : high[1], low[0] : high[0]], points_px - low


def disc(picture: Picture, centre_px: Points, radius_px: float, colour: Colour) -> None:
    """A filled disc."""
    centre, radius = _fixed(picture, centre_px), max(1, round(radius_px * (1 << _SHIFT)))
    cv2.circle(picture, (int(centre[0]), int(centre[1])), radius, colour, -1, cv2.LINE_AA, _SHIFT)


def ring(picture: Picture, centre_px: Points, radius_px: float, colour: Colour, width_px: float) -> None:
    """A circle's line."""
    centre, radius = _fixed(picture, centre_px), max(1, round(radius_px * (1 << _SHIFT)))
    thick = max(1, round(width_px))
    cv2.circle(picture, (int(centre[0]), int(centre[1])), radius, colour, thick, cv2.LINE_AA, _SHIFT)


def below(point_px: Points, down_px: float) -> Points:
    """A point so much further down."""
    return point_px + np.array([0.0, down_px])


@dataclass(frozen=True, slots=True)
class Type:
    """Size in px and weight (100 to 900) of a text."""

    size_px: int
    weight: int


@cache
def _font(is_chinese: bool, is_heavy: bool) -> cv2.FontFace:
    """OpenCV 5's own scalable sans font, part of its wheel: Latin, Greek and Cyrillic; the program's own for Chinese.

    Raises:
        CoachError: the program's own font is missing or damaged.
    """
    if not is_chinese:
        return cv2.FontFace("sans")
    path = fonts_folder() / f"NotoSansCJKsc-{'Bold' if is_heavy else 'Regular'}.otf"
    face = cv2.FontFace()
    if not face.set(str(path)):
        raise CoachError(f"The font '{shown(path)}' is missing or damaged: reinstall the program.")
    return face


def _font_for(words: str, weight: int) -> cv2.FontFace:
    return _font(any(ord(letter) >= _FIRST_CHINESE for letter in words), weight >= _HEAVY)


@lru_cache(maxsize=4096)
def text_width_px(words: str, kind: Type) -> float:
    """How wide a text will be."""
    font = _font_for(words, kind.weight)
    left, _, width, _ = cv2.getTextSize((0, 0), words, (0, 0), font, kind.size_px, kind.weight)
    return float(left + width)


def fitting(words: str, wanted: Type, width_px: float) -> Type:
    """The wanted type, or a smaller one with which the words fit the width; never below 6 px."""
    natural = text_width_px(words, wanted)
    if natural <= width_px or natural <= 0:
        return wanted
    return Type(max(6, int(wanted.size_px * width_px / natural)), wanted.weight)


def text(picture: Picture, words: str, left_px: float, middle_px: float, kind: Type, colour: Colour) -> None:
    """Words that start at `left_px`, capitals centred on the height `middle_px`."""
    baseline = middle_px + 0.35 * kind.size_px
    font = _font_for(words, kind.weight)
    cv2.putText(picture, words, (round(left_px), round(baseline)), colour, font, kind.size_px, kind.weight)
