"""Memory that OpenCV and pygame both paint on: shapes with the one, letters with the other.

All painting is in place. Points are (N, 2) float, px of the canvas, finite.
"""

from __future__ import annotations

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # before the import: pygame greets on stdout otherwise

import cv2
import numpy as np
import pygame
from numpy.typing import NDArray

from coach.core.view.outlines import dashes, polygon_about
from coach.core.view.palette import Colour
from coach.core.view.shapes import Box

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]

_SHIFT = 4  # sub-pixel bits of OpenCV's drawing
_FAR = 8192.0  # points are kept within so many pixels, so that no integer overflows


class Canvas:
    """A picture in memory, or a part of one.

    Attributes:
        pixels: (H, W, 4) uint8, blue, green, red, opaque: as a screen's own memory.
        surface: the same memory for pygame.
    """

    def __init__(self, pixels: Pixels, surface: pygame.Surface) -> None:
        self.pixels, self.surface = pixels, surface

    @classmethod
    def of_size(cls, width_px: int, height_px: int) -> Canvas:
        """A new one, black."""
        pixels = np.zeros((height_px, width_px, 4), np.uint8)
        surface = pygame.image.frombuffer(pixels.reshape(-1).data, (width_px, height_px), "BGRA")
        surface.set_alpha(None)
        return cls(pixels, surface)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def part(self, box: Box) -> Canvas:
        """A part of it as a canvas of its own; what is painted beyond its edges is cut off."""
        left, top = max(round(box.left_px), 0), max(round(box.top_px), 0)
        right, bottom = min(round(box.right_px), self.size[0]), min(round(box.bottom_px), self.size[1])
        width, height = max(right - left, 0), max(bottom - top, 0)
        pixels = self.pixels[top : top + height, left : left + width]
        return Canvas(pixels, self.surface.subsurface((left, top, width, height)))

    def clear(self, colour: Colour) -> None:
        """One colour everywhere."""
        self.surface.fill(colour)

    def put(self, picture_rgb: Pixels) -> None:
        """A camera's picture, (h, w, 3) uint8 RGB, stretched over the whole canvas."""
        if min(self.size) < 1:
            return
        height, width = picture_rgb.shape[:2]
        resized = picture_rgb
        if (width, height) != self.size:
            resized = cv2.resize(picture_rgb, self.size, interpolation=cv2.INTER_LINEAR)
        cv2.cvtColor(resized, cv2.COLOR_RGB2BGRA, dst=self.pixels)

    def rectangle(self, box: Box, colour: Colour) -> None:
        """A filled upright rectangle."""
        self.surface.fill(colour, (round(box.left_px), round(box.top_px), round(box.width_px), round(box.height_px)))

    def plate(self, box: Box, colour: Colour, radius_px: float) -> None:
        """A filled upright rectangle with round corners; much quicker than a polygon of its size."""
        left, top = round(box.left_px), round(box.top_px)
        right, bottom = round(box.right_px), round(box.bottom_px)
        radius = max(round(min(radius_px, (right - left) / 2, (bottom - top) / 2)), 0)
        self.surface.fill(colour, (left, top + radius, right - left, bottom - top - 2 * radius))
        for y in (top, bottom - radius):
            self.surface.fill(colour, (left + radius, y, right - left - 2 * radius, radius))
        if radius > 0:
            for x in (left + radius, right - radius - 1):
                for y in (top + radius, bottom - radius - 1):
                    self.disc(np.array([x, y], dtype=np.float64), radius, colour)

    def hatched(self, box: Box, colour: Colour, hatching: Colour, width_px: float, spacing_px: float) -> None:
        """A filled upright rectangle with slanting lines."""
        self.rectangle(box, colour)
        part = self.part(box)
        width, height = part.size
        if width < 1 or height < 1:
            return
        starts = np.arange(-height, width, max(spacing_px, 2.0))
        lines = [_fixed(np.array([[start, height], [start + height, 0.0]])) for start in starts]
        cv2.polylines(part.pixels, lines, False, _ink(hatching), max(1, round(width_px)), cv2.LINE_8, _SHIFT)

    def line(self, points_px: Points, colour: Colour, width_px: float, *, closed: bool = False) -> None:
        """A line through points."""
        cv2.polylines(
            self.pixels, [_fixed(points_px)], closed, _ink(colour), max(1, round(width_px)), cv2.LINE_AA, _SHIFT
        )

    def dashed(
        self, points_px: Points, colour: Colour, width_px: float, dash_px: float, gap_px: float, *, closed: bool = False
    ) -> None:
        """A dashed line through points."""
        pieces = [_fixed(piece) for piece in dashes(np.clip(points_px, -_FAR, _FAR), dash_px, gap_px, closed)]
        if pieces:
            cv2.polylines(self.pixels, pieces, False, _ink(colour), max(1, round(width_px)), cv2.LINE_AA, _SHIFT)

    def fill(self, points_px: Points, colour: Colour, opacity: float = 1.0) -> None:
        """A filled polygon, translucent if `opacity` is below 1."""
        if opacity >= 1.0:
            cv2.fillPoly(self.pixels, [_fixed(points_px)], _ink(colour), cv2.LINE_AA, _SHIFT)
            return
        window = self._window(points_px)
        if window is None:
            return
        below, shifted = window
        above = below.copy()
        cv2.fillPoly(above, [_fixed(shifted)], _ink(colour), cv2.LINE_AA, _SHIFT)
        cv2.addWeighted(above, opacity, below, 1.0 - opacity, 0.0, dst=below)

    def hatch(self, points_px: Points, colour: Colour, width_px: float, spacing_px: float) -> None:
        """Slanting lines inside a polygon."""
        window = self._window(points_px)
        if window is None:
            return
        below, shifted = window
        height, width = below.shape[:2]
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [_fixed(shifted)], 255, cv2.LINE_8, _SHIFT)
        inked = below.copy()
        starts = np.arange(-height, width, max(spacing_px, 2.0))
        lines = [_fixed(np.array([[start, height], [start + height, 0.0]])) for start in starts]
        cv2.polylines(inked, lines, False, _ink(colour), max(1, round(width_px)), cv2.LINE_AA, _SHIFT)
        cv2.copyTo(inked, mask, below)

    def disc(self, centre_px: Points, radius_px: float, colour: Colour) -> None:
        """A filled disc."""
        self._circle(centre_px, radius_px, colour, -1)

    def ring(self, centre_px: Points, radius_px: float, colour: Colour, width_px: float) -> None:
        """A circle's line."""
        self._circle(centre_px, radius_px, colour, max(1, round(width_px)))

    def regular(self, centre_px: Points, radius_px: float, corners: int, colour: Colour, turn_deg: float = -90) -> None:
        """A filled regular polygon; its first corner points up unless turned."""
        self.fill(polygon_about(centre_px, radius_px, corners, turn_deg), colour)

    def _circle(self, centre_px: Points, radius_px: float, colour: Colour, thick: int) -> None:
        x, y = (int(value) for value in _fixed(centre_px))
        radius = max(1, round(min(radius_px, _FAR) * (1 << _SHIFT)))
        cv2.circle(self.pixels, (x, y), radius, _ink(colour), thick, cv2.LINE_AA, _SHIFT)

    def _window(self, points_px: Points) -> tuple[Pixels, Points] | None:
        """The pixels under a polygon, and the polygon in them; None if it lies outside."""
        size = np.array(self.size)
        low = np.clip(np.floor(points_px.min(axis=0)) - 2, 0, size).astype(int)
        high = np.clip(np.ceil(points_px.max(axis=0)) + 3, 0, size).astype(int)
        if (high <= low).any():
            return None
        return self.pixels[low[1] : high[1], low[0] : high[0]], points_px - low


def _fixed(points_px: Points) -> NDArray[np.int32]:
    return np.round(np.clip(points_px, -_FAR, _FAR) * (1 << _SHIFT)).astype(np.int32)


def _ink(colour: Colour) -> tuple[int, int, int, int]:
    red, green, blue = colour
    return blue, green, red, 255
