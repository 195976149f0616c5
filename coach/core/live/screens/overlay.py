"""What is drawn on the camera's picture: people, back, footprints, supports, and the marks that the mouse can take."""

from __future__ import annotations

import numpy as np

from coach.core import area
from coach.core.analysis import Moment
from coach.core.live.screens.screen import Handles, PicturePlace
from coach.core.sight import Seen, Sight
from coach.core.view import lay_out
from coach.core.view.back import back_shapes, footprint_shapes, support_shapes
from coach.core.view.layout import REFERENCE_SHORT_SIDE_PX, Layout
from coach.core.view.people import giver_shapes, receiver_shapes
from coach.core.view.shapes import Area, Box, Shape, Spot, Stroke, Style, Text
from coach.core.words import Language

HANDLE_UNITS = 6.0
SMALL_HANDLE_UNITS = 2.5  # while the giver's feet are what is to be seen


def overlay_shapes(
    newest: Moment, place: PicturePlace, window_unit_px: float, language: Language, handle_units: float
) -> list[Shape]:
    """The shapes of a moment, in px of the window from the picture's corner; handles of that size on the spine."""
    sight, findings = newest.sight, newest.findings
    unit = window_unit_px / REFERENCE_SHORT_SIDE_PX / place.scale  # so that lines are as wide on every picture
    layout = _bare_layout(place, unit)
    shapes = [
        *receiver_shapes(sight.receiver, unit),
        *back_shapes(sight.back),
        *giver_shapes(sight.giver, unit),
        *footprint_shapes(sight, findings),
        *support_shapes(sight, findings, layout, language),
    ]
    spine_px = handles_of(sight).spine_px
    if spine_px is not None:
        shapes += [Spot(Style.HANDLE, end, handle_units * unit) for end in spine_px]
    return [scaled(shape, place.scale) for shape in shapes]


def handles_of(sight: Sight | None) -> Handles:
    """What of a sight the mouse can take."""
    if sight is None:
        return Handles()
    spine_px = sight.back.spine_px
    known = sight.back.seen is not Seen.LOST and bool(np.isfinite(spine_px).all())
    boxes = tuple(
        area.Box(*(float(value) for value in support.box_px))
        for support in sight.supports
        if bool(np.isfinite(support.box_px).all())
    )
    return Handles(spine_px if known else None, boxes)


def scaled(shape: Shape, factor: float) -> Shape:
    """The same shape on a picture that is drawn so many times as large."""
    match shape:
        case Stroke(style, points_px):
            return Stroke(style, points_px * factor)
        case Area(style, points_px):
            return Area(style, points_px * factor)
        case Spot(style, centre_px, radius_px):
            return Spot(style, centre_px * factor, radius_px * factor)
        case Text(style, words, box, align):
            left, top, width, height = (
                value * factor for value in (box.left_px, box.top_px, box.width_px, box.height_px)
            )
            return Text(style, words, Box(left, top, width, height), align)


def _bare_layout(place: PicturePlace, unit: float) -> Layout:
    """The whole picture is free: banner, map and lights stand outside it."""
    width, height = place.size.width, place.size.height
    layout = lay_out(width, height)
    nothing_above, nothing_below = Box(0.0, 0.0, float(width), 0.0), Box(0.0, float(height), float(width), 0.0)
    return Layout(width, height, unit, nothing_above, layout.back_map, nothing_below)
