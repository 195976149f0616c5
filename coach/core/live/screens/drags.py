"""The mouse on the picture: the spine line's ends and the supports' boxes are dragged, a new box is drawn.

A fold without a mouse: `press`, then `moved` as often as it moves, then `released`. Points are px of the window; what
comes out is px of the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from coach.core.area import Box
from coach.core.landmarks import FloatArray
from coach.core.live.screens.screen import Handles, PicturePlace, Screen
from coach.core.live.window_events import SpineMarked, SupportMarked
from coach.core.view import shapes

REACH = 0.035  # of the window's height or width, whichever is less: so near a mark is on it
LEAST_PX = 8.0  # of the window: a drag that is shorter is a click and means nothing


class Grip(StrEnum):
    """What the mouse holds."""

    NECK_END = "neck end"
    TAIL_END = "tail end"
    CORNER = "corner"  # of a support's box; the opposite one stays
    SUPPORT = "support"
    NEW = "new"  # a box that begins where the mouse was pressed


@dataclass(frozen=True, slots=True)
class Drag:
    """A drag that goes on.

    Attributes:
        grip: what is held.
        place: where the picture is.
        handles: what could be held when it began.
        from_px, at_px: (2,) px of the window: where it began, where it is.
        before: the support's box that is held, picture px.
        fixed_px: (2,) picture px: the corner that stays.
    """

    grip: Grip
    place: PicturePlace
    handles: Handles
    from_px: FloatArray
    at_px: FloatArray
    before: Box | None = None
    fixed_px: FloatArray | None = None


def press(screen: Screen, point_px: FloatArray) -> Drag | None:
    """The mouse is pressed: what it holds from now on; None = nothing, it is not on the picture."""
    place, handles = screen.picture, screen.handles
    if place is None or handles is None or not place.holds(point_px):
        return None
    reach = REACH * min(screen.around.width_px, screen.around.height_px)
    drag = Drag(Grip.NEW, place, handles, point_px, point_px)
    if handles.spine_px is not None:
        for grip, end in zip((Grip.NECK_END, Grip.TAIL_END), handles.spine_px, strict=True):
            if _distance(place.to_window(end), point_px) <= reach:
                return replace(drag, grip=grip)
    for box in handles.supports:
        corners = _corners(box)
        for index, corner in enumerate(corners):
            if _distance(place.to_window(corner), point_px) <= reach / 2:
                return replace(drag, grip=Grip.CORNER, before=box, fixed_px=corners[(index + 2) % 4])
    for box in handles.supports:
        if _inside(box, place.to_picture(point_px)):
            return replace(drag, grip=Grip.SUPPORT, before=box)
    return drag


def moved(drag: Drag, point_px: FloatArray) -> Drag:
    """The mouse has moved."""
    return replace(drag, at_px=point_px)


def released(drag: Drag) -> SpineMarked | SupportMarked | None:
    """The mouse is let go: what was marked, if anything."""
    if _distance(drag.from_px, drag.at_px) < LEAST_PX:
        return None
    if drag.grip in (Grip.NECK_END, Grip.TAIL_END):
        return SpineMarked(_spine(drag))
    box = _box(drag)
    least = LEAST_PX / drag.place.scale
    return SupportMarked(drag.before, box) if box.width >= least and box.height >= least else None


def removed(screen: Screen, point_px: FloatArray) -> SupportMarked | None:
    """The other button is pressed on a support: it is removed."""
    place, handles = screen.picture, screen.handles
    if place is None or handles is None or not place.holds(point_px):
        return None
    at_px = place.to_picture(point_px)
    return next((SupportMarked(box, None) for box in handles.supports if _inside(box, at_px)), None)


def drag_shapes(drag: Drag) -> list[shapes.Shape]:
    """What it would be if it ended here, px of the window."""
    if drag.grip in (Grip.NECK_END, Grip.TAIL_END):
        line = drag.place.to_window(_spine(drag))
        radius = 0.012 * drag.place.box.height_px + 4.0
        ends = [shapes.Spot(shapes.Style.HANDLE, end, radius) for end in line]
        return [shapes.Stroke(shapes.Style.SPINE_LINE, line), *ends]
    return [shapes.Area(shapes.Style.SUPPORT_MARKED, drag.place.to_window(_corners(_box(drag))))]


def _spine(drag: Drag) -> FloatArray:
    spine_px = drag.handles.spine_px
    assert spine_px is not None
    line = np.array(spine_px, dtype=np.float64)
    line[0 if drag.grip is Grip.NECK_END else 1] = drag.place.to_picture(drag.at_px)
    return line


def _box(drag: Drag) -> Box:
    if drag.grip is Grip.SUPPORT and drag.before is not None:
        shift = (drag.at_px - drag.from_px) / drag.place.scale
        size = drag.place.size
        x = min(max(drag.before.x + float(shift[0]), 0.0), max(size.width - drag.before.width, 0.0))
        y = min(max(drag.before.y + float(shift[1]), 0.0), max(size.height - drag.before.height, 0.0))
        return replace(drag.before, x=x, y=y)
    fixed = drag.place.to_picture(drag.from_px) if drag.fixed_px is None else drag.fixed_px
    both = np.array([fixed, drag.place.to_picture(drag.at_px)])
    (left, top), (right, bottom) = both.min(axis=0), both.max(axis=0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))


def _corners(box: Box) -> FloatArray:
    return shapes.Box(box.x, box.y, box.width, box.height).corners_px()


def _inside(box: Box, point_px: FloatArray) -> bool:
    x, y = float(point_px[0]), float(point_px[1])
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def _distance(one_px: FloatArray, other_px: FloatArray) -> float:
    return math.hypot(float(one_px[0] - other_px[0]), float(one_px[1] - other_px[1]))
