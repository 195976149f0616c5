"""Paints scenes on a canvas: what each style looks like on the live window.

On the picture it is what the report's videos show, in the same colours and the same forms; and no state is told by
colour alone: ok is plain, a fault is hatched or a triangle, unknown is dashed or a hollow diamond.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from coach.adapters.window import signs
from coach.adapters.window.canvas import Canvas, Pixels, Points
from coach.adapters.window.letters import Letters
from coach.core.live.screens import Screen
from coach.core.view.outlines import rounded_box
from coach.core.view.palette import (
    BLUE,
    FLAME,
    GREEN,
    GREY,
    INK,
    MINT,
    ORANGE,
    PALE_PURPLE,
    PALE_SKY,
    PURPLE,
    SKY,
    VERMILION,
    WHITE,
    YELLOW,
    Colour,
)
from coach.core.view.shapes import Area, Box, Scene, Shape, Spot, Stroke, Style, Text

GROUND: Colour = (14, 15, 18)
PANEL: Colour = (32, 35, 41)
PANEL_NOW: Colour = (46, 60, 76)
PANEL_FAULT: Colour = (44, 34, 30)
KEY: Colour = (74, 80, 90)

_PLATES: dict[Style, tuple[Colour, Colour]] = {
    Style.BANNER_URGENT: (VERMILION, WHITE),
    Style.BANNER_WARNING: (ORANGE, INK),
    Style.BANNER_GUIDE: (BLUE, WHITE),
    Style.BANNER_INFO: (KEY, WHITE),
    Style.NOTICE: (KEY, YELLOW),
}
_WORDS: dict[Style, tuple[Colour, bool]] = {
    **{style: (words, True) for style, (_, words) in _PLATES.items()},
    Style.SUPPORT_LABEL: (WHITE, True),
    Style.MAP_LABEL: (GREY, False),
    Style.LIGHT_LABEL: (WHITE, False),
    Style.LIGHT_LABEL_FAULT: (FLAME, True),
    Style.CHOICE: (WHITE, True),
    Style.CHOICE_MADE: (WHITE, True),
    Style.WORDS_STRONG: (WHITE, True),
    Style.WORDS_QUIET: (GREY, False),
}


def is_heavy(style: Style) -> bool:
    """Are words of this style written in the bold font?"""
    return _WORDS.get(style, (WHITE, False))[1]


Meanwhile = Callable[[], object]


def nothing() -> None:
    """There is nothing else to do while a screen is painted."""


def paint_screen(
    canvas: Canvas, screen: Screen, picture_rgb: Pixels | None, letters: Letters, meanwhile: Meanwhile = nothing
) -> None:
    """Paint everything; the camera's picture, (h, w, 3) uint8 RGB, where the screen has a place for it.

    `meanwhile` is called again and again between the shapes, for what must not wait until all is painted.
    """
    canvas.clear(GROUND)
    if screen.picture is not None and picture_rgb is not None:
        part = canvas.part(screen.picture.box)
        part.put(picture_rgb)
        paint_scene(part, screen.on_picture, letters, meanwhile)
    paint_scene(canvas, screen.around, letters, meanwhile)
    meanwhile()


def paint_scene(canvas: Canvas, scene: Scene, letters: Letters, meanwhile: Meanwhile = nothing) -> None:
    """Paint a scene; what cannot be placed is left out."""
    for shape in scene.shapes:
        meanwhile()
        paint_shape(canvas, shape, scene.unit_px, letters)


def paint_shape(canvas: Canvas, shape: Shape, unit: float, letters: Letters) -> None:
    """Paint one shape."""
    match shape:
        case Stroke():
            for points in _known_runs(shape.points_px):
                _stroke(canvas, shape.style, points, unit)
        case Area():
            if len(shape.points_px) > 2 and np.isfinite(shape.points_px).all():
                _area(canvas, shape.style, shape.points_px, unit)
        case Spot():
            if np.isfinite(shape.centre_px).all() and shape.radius_px > 0:
                _spot(canvas, shape.style, shape.centre_px, shape.radius_px, unit)
        case Text():
            _text(canvas, shape, unit, letters)


def _known_runs(points_px: Points) -> list[Points]:
    """Stretches of two or more known points in a row."""
    known = np.isfinite(points_px).all(axis=1)
    if known.all():
        return [points_px] if len(points_px) > 1 else []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    return [points_px[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 2]


def _stroke(canvas: Canvas, style: Style, points: Points, unit: float) -> None:
    match style:
        case Style.GIVER:
            canvas.line(points, INK, 3.6 * unit)
            canvas.line(points, SKY, 2.0 * unit)
        case Style.GIVER_HELD:
            canvas.dashed(points, PALE_SKY, 1.6 * unit, 5 * unit, 5 * unit)
        case Style.RECEIVER:
            canvas.line(points, PURPLE, 3.8 * unit)
            canvas.line(points, WHITE, 1.2 * unit)
        case Style.RECEIVER_HELD:
            canvas.dashed(points, PALE_PURPLE, 1.8 * unit, 3 * unit, 5 * unit)
        case Style.SPINE_LINE:
            canvas.line(points, INK, 1.4 * unit)
        case Style.DWELL_SHORT:
            canvas.line(points, INK, 3.6 * unit)
            canvas.line(points, WHITE, 2.0 * unit)
        case Style.DWELL_ENOUGH:
            canvas.line(points, INK, 4.0 * unit)
            canvas.line(points, MINT, 2.6 * unit)
        case Style.DWELL_LONG:
            canvas.line(points, INK, 4.0 * unit)
            canvas.dashed(points, ORANGE, 2.6 * unit, 6 * unit, 5 * unit)
        case _:  # Style.MAP_SPINE_LINE
            canvas.line(points, WHITE, 1.0 * unit)


def _area(canvas: Canvas, style: Style, points: Points, unit: float) -> None:
    match style:
        case Style.KEEP_IN:
            canvas.dashed(points, INK, 2.4 * unit, 6 * unit, 4 * unit, closed=True)
            canvas.dashed(points, MINT, 1.2 * unit, 6 * unit, 4 * unit, closed=True)
        case Style.SPINE_BAND:
            canvas.fill(points, YELLOW, 0.6)
            canvas.line(points, YELLOW, 1.0 * unit, closed=True)
        case Style.FOOTPRINT_OK:
            canvas.fill(points, GREEN, 0.62)
            canvas.line(points, INK, 2.4 * unit, closed=True)
            canvas.line(points, MINT, 1.2 * unit, closed=True)
        case Style.FOOTPRINT_FAULT:
            canvas.fill(points, VERMILION, 0.85)
            canvas.hatch(points, WHITE, 1.2 * unit, 5.0 * unit)
            canvas.line(points, WHITE, 3.2 * unit, closed=True)
            canvas.line(points, VERMILION, 1.6 * unit, closed=True)
        case Style.FOOTPRINT_UNKNOWN:
            canvas.fill(points, INK, 0.35)
            canvas.line(points, INK, 2.6 * unit, closed=True)
            canvas.dashed(points, WHITE, 1.4 * unit, 3.5 * unit, 3.5 * unit, closed=True)
        case Style.SUPPORT_LEARNT:
            canvas.dashed(points, INK, 2.6 * unit, 7 * unit, 4 * unit, closed=True)
            canvas.dashed(points, ORANGE, 1.4 * unit, 7 * unit, 4 * unit, closed=True)
        case Style.SUPPORT_MARKED:
            canvas.line(points, INK, 2.8 * unit, closed=True)
            canvas.line(points, ORANGE, 1.4 * unit, closed=True)
        case Style.MAP_BODY:
            canvas.fill(points, (92, 96, 104))
            canvas.line(points, (128, 132, 140), 1.0 * unit, closed=True)
        case Style.MAP_ZONE:
            canvas.line(points, (160, 166, 174), 1.0, closed=True)
        case Style.MAP_SPINE_BAND:
            canvas.fill(points, YELLOW, 0.8)
        case Style.MAP_KEEP_OUT:  # as urgent as the spine, and hatched
            canvas.fill(points, YELLOW, 0.8)
            canvas.hatch(points, INK, 1.2 * unit, 5.0 * unit)
            canvas.line(points, YELLOW, 1.4 * unit, closed=True)
        case Style.BRUSH:
            canvas.line(points, INK, 3.0 * unit, closed=True)
            canvas.line(points, WHITE, 1.4 * unit, closed=True)
        case Style.EDGE_URGENT:
            canvas.hatched(_box(points), VERMILION, WHITE, 3.0 * unit, 16 * unit)
        case Style.BAR | Style.BAR_DONE:
            canvas.plate(_box(points), MINT if style is Style.BAR_DONE else INK, 3 * unit)
        case _:
            _plate(canvas, style, points, unit)


def _plate(canvas: Canvas, style: Style, points: Points, unit: float) -> None:
    box = _box(points)
    if style in _PLATES:
        plate, rim = _PLATES[style]
        canvas.plate(box, plate, 8 * unit)
        if style is not Style.BANNER_GUIDE and style is not Style.BANNER_INFO:
            canvas.line(_rounded(_inset(box, 3 * unit), 6 * unit), rim, 1.4 * unit, closed=True)
        return
    match style:
        case Style.PANEL_NOW:
            canvas.plate(box, PANEL_NOW, 8 * unit)
            canvas.line(_rounded(box, 8 * unit), SKY, 1.4 * unit, closed=True)
        case Style.PANEL_FAULT:
            canvas.plate(box, PANEL_FAULT, 8 * unit)
            canvas.line(_rounded(_inset(box, 3 * unit), 6 * unit), FLAME, 2.0 * unit, closed=True)
        case Style.CHOICE:
            canvas.plate(box, KEY, 8 * unit)
            canvas.line(_rounded(box, 8 * unit), GREY, 1.0 * unit, closed=True)
        case Style.CHOICE_MADE:
            canvas.plate(box, BLUE, 8 * unit)
            canvas.line(_rounded(box, 8 * unit), WHITE, 1.4 * unit, closed=True)
        case Style.FOCUS:  # around what the keyboard is at: bright, dark, bright, so that it is seen on any ground
            canvas.line(_rounded(box, 10 * unit), YELLOW, 5.0 * unit, closed=True)
            canvas.line(_rounded(box, 10 * unit), INK, 1.4 * unit, closed=True)
        case Style.KEY:
            canvas.plate(box, KEY, 4 * unit)
            canvas.line(_rounded(box, 4 * unit), GREY, 1.0 * unit, closed=True)
        case _:  # Style.PANEL, Style.MAP_PANEL
            canvas.plate(box, PANEL, 8 * unit)


def _spot(canvas: Canvas, style: Style, centre: Points, radius: float, unit: float) -> None:
    match style:
        case Style.GIVER:
            canvas.disc(centre, radius + unit, INK)
            canvas.disc(centre, radius, SKY)
        case Style.GIVER_HELD:
            canvas.disc(centre, radius, PALE_SKY)
        case Style.RECEIVER:
            canvas.regular(centre, 1.8 * radius, 4, PURPLE, 45)
        case Style.RECEIVER_HELD:
            canvas.regular(centre, 1.3 * radius, 4, PALE_PURPLE, 45)
        case Style.HAND_HELD:
            signs.holding_hand(canvas, centre, radius, unit)
        case Style.HAND_FREE:
            signs.triangle(canvas, centre, 1.35 * radius)
        case Style.HAND_UNKNOWN:
            signs.diamond(canvas, centre, 1.2 * radius, INK)
        case Style.MAP_DWELL:
            canvas.ring(centre, radius, INK, 2.6 * unit)
            canvas.ring(centre, radius, SKY, 1.4 * unit)
        case Style.LIGHT_OK | Style.STEP_DONE:
            signs.tick(canvas, centre, radius)
        case Style.LIGHT_FAULT:
            signs.triangle(canvas, centre, 1.15 * radius)
        case Style.LIGHT_UNKNOWN:
            signs.diamond(canvas, centre, 1.12 * radius, GREY)
        case Style.STEP_NOW:
            signs.arrow(canvas, centre, radius, SKY)
        case Style.HANDLE:
            signs.handle(canvas, centre, radius)
        case Style.SIGN_CAMERA:
            signs.camera(canvas, centre, radius, FLAME)
        case Style.SIGN_MUTE:
            signs.speaker(canvas, centre, radius, YELLOW, crossed=True)
        case Style.SIGN_SOUND:
            signs.speaker(canvas, centre, radius, GREY, crossed=False)
        case Style.SIGN_PAUSE:
            signs.pause(canvas, centre, radius)
        case Style.SIGN_NOTE:
            signs.info(canvas, centre, radius, YELLOW, INK)
        case Style.BANNER_URGENT:
            signs.stop(canvas, centre, radius, WHITE, VERMILION)
        case Style.BANNER_WARNING:
            signs.triangle(canvas, centre, radius, ORANGE, INK)
        case Style.BANNER_GUIDE:
            signs.arrow(canvas, centre, radius, WHITE)
        case Style.BANNER_INFO:
            signs.info(canvas, centre, radius, WHITE, KEY)
        case Style.NOTICE:
            signs.eye(canvas, centre, radius, YELLOW)
        case _:  # Style.LIGHT_IDLE, Style.STEP_TO_DO
            signs.hollow_ring(canvas, centre, radius)


def _text(canvas: Canvas, text: Text, unit: float, letters: Letters) -> None:
    colour, heavy = _WORDS.get(text.style, (WHITE, False))
    if text.style is Style.SUPPORT_LABEL:
        width = letters.width_px(text.words, letters.fitting_px(text, heavy), heavy)
        plate = Box(text.box.left_px, text.box.top_px, width + 8 * unit, text.box.height_px)
        canvas.fill(_rounded(plate, 3 * unit), INK, 0.75)
        box = Box(text.box.left_px + 4 * unit, text.box.top_px, text.box.width_px, text.box.height_px)
        text = Text(text.style, text.words, box, text.align)
    letters.write(canvas.surface, text, colour, heavy)


def _box(points: Points) -> Box:
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))


def _rounded(box: Box, radius: float) -> Points:
    return rounded_box(box.left_px, box.top_px, box.width_px, box.height_px, radius)


def _inset(box: Box, by_px: float) -> Box:
    return Box(box.left_px + by_px, box.top_px + by_px, box.width_px - 2 * by_px, box.height_px - 2 * by_px)
