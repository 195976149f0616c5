"""Paints a `Scene` on a picture: what each style looks like.

Colours are from the palette of Okabe and Ito, which people with any common colour blindness tell apart; and no state
is told by colour alone: ok is plain, a fault is hatched or a triangle, unknown is dashed or a hollow diamond.
"""

from __future__ import annotations

import numpy as np

from coach.core.view.outlines import polygon_about, rounded_box
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
from coach.core.view.shapes import Align, Area, Box, Scene, Spot, Stroke, Style, Text
from coach.report import overlay_ink as ink
from coach.report.overlay_ink import Picture, Points, Type


def paint(scene: Scene, picture_rgb: Picture) -> Picture:
    """Paint a scene on a copy of a picture.

    Args:
        scene: made for a picture of this size.
        picture_rgb: (H, W, 3) uint8, RGB.

    Returns:
        (H, W, 3) uint8, RGB, contiguous.

    Raises:
        ValueError: the picture has another size than the scene (a programming error).
    """
    if picture_rgb.shape != (scene.height_px, scene.width_px, 3) or picture_rgb.dtype != np.uint8:
        raise ValueError(f"scene of {scene.width_px}x{scene.height_px}, picture of {picture_rgb.shape}")
    picture = np.array(picture_rgb, dtype=np.uint8, order="C")
    for shape in scene.shapes:
        match shape:
            case Stroke():
                _paint_stroke(picture, shape, scene.unit_px)
            case Area():
                if np.isfinite(shape.points_px).all() and len(shape.points_px) > 2:
                    _paint_area(picture, shape, scene.unit_px)
            case Spot():
                if np.isfinite(shape.centre_px).all() and np.isfinite(shape.radius_px):
                    _paint_spot(picture, shape, scene.unit_px)
            case Text():
                _paint_text(picture, shape, scene.unit_px)
    return picture


def _paint_stroke(picture: Picture, stroke: Stroke, unit: float) -> None:
    for points in _known_runs(stroke.points_px):
        match stroke.style:
            case Style.GIVER:
                ink.line(picture, points, INK, 3.6 * unit)
                ink.line(picture, points, SKY, 2.0 * unit)
            case Style.GIVER_HELD:
                ink.dashed(picture, points, PALE_SKY, 1.6 * unit, 5 * unit, 5 * unit)
            case Style.RECEIVER:
                ink.line(picture, points, PURPLE, 3.8 * unit)
                ink.line(picture, points, WHITE, 1.2 * unit)
            case Style.RECEIVER_HELD:
                ink.dashed(picture, points, PALE_PURPLE, 1.8 * unit, 3 * unit, 5 * unit)
            case Style.SPINE_LINE:
                ink.line(picture, points, INK, 1.4 * unit)
            case _:  # Style.MAP_SPINE_LINE
                ink.line(picture, points, WHITE, 1.0 * unit)


def _known_runs(points_px: Points) -> list[Points]:
    """Stretches of two or more known points in a row."""
    known = np.isfinite(points_px).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    return [points_px[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 2]


def _paint_area(picture: Picture, area: Area, unit: float) -> None:
    points = area.points_px
    match area.style:
        case Style.KEEP_IN:
            ink.dashed(picture, points, INK, 2.4 * unit, 6 * unit, 4 * unit, closed=True)
            ink.dashed(picture, points, MINT, 1.2 * unit, 6 * unit, 4 * unit, closed=True)
        case Style.SPINE_BAND:
            ink.fill(picture, points, YELLOW, 0.6)
            ink.line(picture, points, YELLOW, 1.0 * unit, closed=True)
        case Style.FOOTPRINT_OK:
            ink.fill(picture, points, GREEN, 0.62)
            ink.line(picture, points, INK, 2.4 * unit, closed=True)
            ink.line(picture, points, MINT, 1.2 * unit, closed=True)
        case Style.FOOTPRINT_FAULT:
            ink.fill(picture, points, VERMILION, 0.85)
            ink.hatch(picture, points, WHITE, 1.2 * unit, 5.0 * unit)
            ink.line(picture, points, WHITE, 3.2 * unit, closed=True)
            ink.line(picture, points, VERMILION, 1.6 * unit, closed=True)
        case Style.FOOTPRINT_UNKNOWN:
            ink.fill(picture, points, INK, 0.35)
            ink.line(picture, points, INK, 2.6 * unit, closed=True)
            ink.dashed(picture, points, WHITE, 1.4 * unit, 3.5 * unit, 3.5 * unit, closed=True)
        case Style.SUPPORT_LEARNT:
            ink.dashed(picture, points, INK, 2.6 * unit, 7 * unit, 4 * unit, closed=True)
            ink.dashed(picture, points, ORANGE, 1.4 * unit, 7 * unit, 4 * unit, closed=True)
        case Style.SUPPORT_MARKED:
            ink.line(picture, points, INK, 2.8 * unit, closed=True)
            ink.line(picture, points, ORANGE, 1.4 * unit, closed=True)
        case Style.MAP_PANEL:
            left, top = points.min(axis=0)
            width, height = points.max(axis=0) - (left, top)
            ink.fill(picture, rounded_box(left, top, width, height, 8 * unit), INK, 0.8)
        case Style.MAP_BODY:
            ink.fill(picture, points, (92, 96, 104))
            ink.line(picture, points, (128, 132, 140), 1.0 * unit, closed=True)
        case Style.MAP_ZONE:
            ink.line(picture, points, (160, 166, 174), 1.0, closed=True)
        case Style.MAP_SPINE_BAND:
            ink.fill(picture, points, YELLOW, 0.8)
        case Style.MAP_KEEP_OUT:  # as urgent as the spine, and hatched
            ink.fill(picture, points, YELLOW, 0.8)
            ink.hatch(picture, points, INK, 1.2 * unit, 5.0 * unit)
            ink.line(picture, points, YELLOW, 1.2 * unit, closed=True)
        case _:  # Style.STRIP
            ink.fill(picture, points, INK, 0.78)


def _paint_spot(picture: Picture, spot: Spot, unit: float) -> None:
    centre, radius = spot.centre_px, spot.radius_px
    match spot.style:
        case Style.GIVER:
            ink.disc(picture, centre, radius + unit, INK)
            ink.disc(picture, centre, radius, SKY)
        case Style.GIVER_HELD:
            ink.disc(picture, centre, radius, PALE_SKY)
        case Style.RECEIVER:
            ink.fill(picture, polygon_about(centre, 1.8 * radius, 4, 45), PURPLE)
        case Style.RECEIVER_HELD:
            ink.fill(picture, polygon_about(centre, 1.3 * radius, 4, 45), PALE_PURPLE)
        case Style.HAND_HELD:
            ink.ring(picture, centre, radius, INK, 4 * unit)
            ink.ring(picture, centre, radius, MINT, 2 * unit)
            ink.disc(picture, centre, 0.45 * radius, MINT)
        case Style.HAND_FREE:
            _warning_triangle(picture, centre, 1.35 * radius, unit)
        case Style.HAND_UNKNOWN:
            _hollow_diamond(picture, centre, 1.2 * radius, unit, INK)
        case Style.MAP_DWELL:
            circle = polygon_about(centre, radius, 20)
            ink.fill(picture, circle, SKY, 0.55)
            ink.line(picture, circle, PALE_SKY, 1.0, closed=True)
        case Style.LIGHT_OK:
            ink.disc(picture, centre, radius, GREEN)
            tick = centre + radius * np.array([[-0.45, 0.02], [-0.12, 0.38], [0.48, -0.36]])
            ink.line(picture, tick, WHITE, 1.8 * unit)
        case Style.LIGHT_FAULT:
            _warning_triangle(picture, centre, 1.2 * radius, unit)
        case Style.LIGHT_UNKNOWN:
            _hollow_diamond(picture, centre, 1.05 * radius, unit, GREY)
        case _:  # Style.LIGHT_IDLE
            ink.ring(picture, centre, 0.45 * radius, GREY, unit)


def _warning_triangle(picture: Picture, centre: Points, radius: float, unit: float) -> None:
    """A filled triangle with an exclamation mark."""
    middle = ink.below(centre, 0.15 * radius)
    ink.fill(picture, polygon_about(middle, 1.12 * radius, 3), WHITE)
    ink.fill(picture, polygon_about(middle, 0.94 * radius, 3), VERMILION)
    ink.line(picture, middle + radius * np.array([[0.0, -0.42], [0.0, 0.08]]), WHITE, 1.6 * unit)
    ink.disc(picture, ink.below(middle, 0.32 * radius), 0.9 * unit, WHITE)


def _hollow_diamond(picture: Picture, centre: Points, radius: float, unit: float, colour: Colour) -> None:
    """A diamond's outline with a question mark."""
    diamond = polygon_about(centre, radius, 4)
    ink.fill(picture, diamond, INK if colour is GREY else WHITE)
    ink.line(picture, diamond, colour, 1.4 * unit, closed=True)
    kind = Type(max(6, round(1.3 * radius)), 700)
    ink.text(picture, "?", centre[0] - ink.text_width_px("?", kind) / 2, centre[1], kind, colour)


_TEXT_COLOUR = {
    Style.SUPPORT_LABEL: WHITE,
    Style.MAP_LABEL: GREY,
    Style.LIGHT_LABEL: WHITE,
    Style.LIGHT_LABEL_FAULT: FLAME,
    Style.CLOCK: WHITE,
}
_TEXT_OF_BOX = {Style.SUPPORT_LABEL: 0.85, Style.MAP_LABEL: 0.92}
_HEAVY = (Style.LIGHT_LABEL_FAULT, Style.SUPPORT_LABEL)
_BANNER = {
    Style.BANNER_URGENT: (VERMILION, WHITE),
    Style.BANNER_WARNING: (ORANGE, INK),
    Style.BANNER_GUIDE: (BLUE, WHITE),
    Style.BANNER_INFO: (INK, WHITE),
    Style.NOTICE: (INK, YELLOW),
}


def _paint_text(picture: Picture, text: Text, unit: float) -> None:
    if text.style in _BANNER:
        _paint_banner(picture, text, unit)
        return
    box = text.box
    wanted = Type(
        max(6, round(_TEXT_OF_BOX.get(text.style, 0.5) * box.height_px)), 700 if text.style in _HEAVY else 500
    )
    kind = ink.fitting(text.words, wanted, box.width_px)
    left = _left_px(box, text.align, ink.text_width_px(text.words, kind))
    middle = box.top_px + box.height_px / 2
    if text.style is Style.SUPPORT_LABEL:
        plate = rounded_box(left, box.top_px, ink.text_width_px(text.words, kind) + 8 * unit, box.height_px, 3 * unit)
        ink.fill(picture, plate, INK, 0.75)
        left += 4 * unit
    ink.text(picture, text.words, left, middle, kind, _TEXT_COLOUR.get(text.style, WHITE))


def _left_px(box: Box, align: Align, width_px: float) -> float:
    match align:
        case Align.LEFT:
            return box.left_px
        case Align.CENTRE:
            return box.left_px + (box.width_px - width_px) / 2
        case Align.RIGHT:
            return box.right_px - width_px


def _paint_banner(picture: Picture, text: Text, unit: float) -> None:
    """A rounded plate as wide as its words, with a sign for the severity before them."""
    plate_colour, word_colour = _BANNER[text.style]
    box, notice = text.box, text.style is Style.NOTICE
    height = 0.8 * box.height_px
    sign = 0.0 if notice else 0.95 * height
    pad = 0.42 * height
    room = box.width_px - sign - 2 * pad - 8 * unit
    kind = ink.fitting(text.words, Type(max(6, round(0.6 * height)), 600 if notice else 800), room)
    width = ink.text_width_px(text.words, kind) + sign + 2 * pad
    left, top = box.left_px + (box.width_px - width) / 2, box.top_px + 0.16 * box.height_px
    plate = rounded_box(left, top, width, height, 0.3 * height)
    ink.fill(picture, plate, plate_colour, 0.94)
    if text.style is not Style.NOTICE:
        ink.line(picture, plate, word_colour, 1.2 * unit, closed=True)
        _paint_sign(picture, text.style, np.array([left + pad + 0.3 * height, top + height / 2]), 0.34 * height, unit)
    ink.text(picture, text.words, left + pad + sign, top + height / 2, kind, word_colour)


def _paint_sign(picture: Picture, style: Style, centre: Points, radius: float, unit: float) -> None:
    """Octagon with bar: urgent. Triangle: warning. Arrow: guide. Disc with i: info."""
    plate_colour, colour = _BANNER[style]
    match style:
        case Style.BANNER_URGENT:
            ink.fill(picture, polygon_about(centre, radius, 8, 22.5), colour)
            ink.line(picture, centre + radius * np.array([[-0.5, 0.0], [0.5, 0.0]]), plate_colour, 3.4 * unit)
        case Style.BANNER_WARNING:
            middle = ink.below(centre, 0.15 * radius)
            ink.fill(picture, polygon_about(middle, 1.15 * radius, 3), colour)
            ink.line(picture, middle + radius * np.array([[0.0, -0.45], [0.0, 0.1]]), plate_colour, 2.2 * unit)
            ink.disc(picture, ink.below(middle, 0.38 * radius), 1.3 * unit, plate_colour)
        case Style.BANNER_GUIDE:
            ink.line(picture, centre + radius * np.array([[-0.8, 0.0], [0.8, 0.0]]), colour, 2.4 * unit)
            ink.line(picture, centre + radius * np.array([[0.2, -0.6], [0.8, 0.0], [0.2, 0.6]]), colour, 2.4 * unit)
        case _:
            ink.disc(picture, centre, radius, colour)
            ink.line(picture, centre + radius * np.array([[0.0, -0.1], [0.0, 0.55]]), plate_colour, 2.2 * unit)
            ink.disc(picture, ink.below(centre, -0.5 * radius), 1.3 * unit, plate_colour)


def jpeg_of(picture_rgb: Picture, quality: int = 85) -> bytes:
    """A picture, (H, W, 3) uint8 RGB, as the bytes of a JPEG file."""
    done, data = ink.cv2.imencode(".jpg", picture_rgb[..., ::-1], [ink.cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"no picture: {picture_rgb.shape}")
    return data.tobytes()
