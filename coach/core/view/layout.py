"""Where the banner, the back map and the status strip stand, so that they never lie over each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coach.core.landmarks import FloatArray
from coach.core.sight import Sight
from coach.core.view.shapes import Box

REFERENCE_SHORT_SIDE_PX = 480.0
BANNER_UNITS = 46.0
STRIP_UNITS = 27.0
MAP_WIDTH_UNITS = 118.0
MAP_HEIGHT_UNITS = 168.0
MARGIN_UNITS = 8.0


class Corner(StrEnum):
    """The corner of the picture that the back map stands in."""

    TOP_RIGHT = "top_right"
    TOP_LEFT = "top_left"
    BOTTOM_RIGHT = "bottom_right"
    BOTTOM_LEFT = "bottom_left"


@dataclass(frozen=True, slots=True)
class Layout:
    """The fixed places of one picture size.

    Attributes:
        unit_px: pixels per unit of line width and text size.
        banner: the cue in words; empty picture while no cue runs.
        back_map: the back map.
        strip: status lights and clock.
        head_up: is the receiver's head at the top of the map? The map is turned as the picture is, so that left and
            right on it are left and right in the picture.
    """

    width_px: int
    height_px: int
    unit_px: float
    banner: Box
    back_map: Box
    strip: Box
    head_up: bool = True


def lay_out(width_px: int, height_px: int, corner: Corner = Corner.TOP_RIGHT, head_up: bool = True) -> Layout:
    """Share out a picture: banner at the top, strip at the bottom, the map in a corner between the two."""
    unit = min(width_px, height_px) / REFERENCE_SHORT_SIDE_PX
    margin = MARGIN_UNITS * unit
    banner = Box(0.0, 0.0, float(width_px), BANNER_UNITS * unit)
    strip = Box(0.0, height_px - STRIP_UNITS * unit, float(width_px), STRIP_UNITS * unit)
    map_width, map_height = MAP_WIDTH_UNITS * unit, MAP_HEIGHT_UNITS * unit
    right = corner in (Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT)
    top = corner in (Corner.TOP_RIGHT, Corner.TOP_LEFT)
    back_map = Box(
        width_px - margin - map_width if right else margin,
        banner.bottom_px + margin if top else strip.top_px - margin - map_height,
        map_width,
        map_height,
    )
    return Layout(width_px, height_px, unit, banner, back_map, strip, head_up)


def choose_layout(sights: Iterable[Sight], width_px: int, height_px: int) -> Layout:
    """The layout for a whole clip: the map in the corner where it hides least, turned as the receiver lies.

    What it should not hide are the two people, the back and the supports; ties go to the top right corner. A live
    session calls this once, with what it saw while it set itself up.
    """
    corners = tuple(Corner)
    boxes = [lay_out(width_px, height_px, corner).back_map for corner in corners]
    hidden = np.zeros(len(corners))
    turned_down = 0
    for sight in sights:
        points = _what_matters_px(sight)
        hidden += [_count_inside(points, box) for box in boxes]
        along_px = sight.back.spine_px[1] - sight.back.spine_px[0]
        turned_down += int(np.sign(-along_px[1])) if _runs_upright(along_px) else 0
    return lay_out(width_px, height_px, corners[int(np.argmin(hidden))], head_up=turned_down <= 0)


def _runs_upright(along_px: FloatArray) -> bool:
    """Does the spine run rather up or down in the picture than sideways? From the side the map stays head up."""
    return bool(np.isfinite(along_px).all()) and abs(float(along_px[1])) > 0.4 * abs(float(along_px[0]))


def _what_matters_px(sight: Sight) -> FloatArray:
    """Points that should stay in sight, (N, 2), image px; NaN rows are harmless."""
    supports = [np.array([[b[0] + b[2] / 2, b[1] + b[3] / 2]]) for b in (s.box_px for s in sight.supports)]
    back_twice = [sight.back.outline_px, sight.back.outline_px]
    return np.vstack([sight.giver.pose.xy_px, sight.receiver.pose.xy_px, *back_twice, *supports])


def _count_inside(points_px: FloatArray, box: Box) -> int:
    x, y = points_px[:, 0], points_px[:, 1]
    return int(np.sum((x >= box.left_px) & (x <= box.right_px) & (y >= box.top_px) & (y <= box.bottom_px)))
