"""Painting on a back map what is not to be pressed (technique.md B2): strokes of a round brush become few zones.

A fold without a mouse: `press`, `move`, `release`, `undo`, `clear`, each giving the next painting. Points are of the
back: cm from the spine line (+ = receiver's right), and along it from 0 at the shoulders to 1 at the hips.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from coach.core.landmarks import FloatArray
from coach.core.phrase import Phrase
from coach.core.rules.keep_out import SHORT_TORSO_CM, BackPoint, KeepOutZone, is_area
from coach.core.view.back_map import BOTTOM_ALONG, TOP_ALONG
from coach.core.words import Language

MOST_ASIDE_CM = 40.0  # as for --keep-out: what lies further out is beside the back
LEAST_RADIUS_CM, MOST_RADIUS_CM, RADIUS_STEP_CM = 1.0, 10.0, 0.5
FIRST_RADIUS_CM = 3.0  # about a thumb's length across: what a hand points at
_STEP_CM = 0.5  # a brush that has moved less adds no point
_TOLERANCE_CM = 0.4  # a zone may be so much larger than what was painted, never smaller
_WIDER = (1.1, 1.5, 2.0, 3.0)  # tolerances
_MOST_CORNERS = 60
_QUARTER_CORNERS = 6  # of a round end
_PLACE = Phrase("place {number}", "位置 {number}")


@dataclass(frozen=True, slots=True)
class Dabs:
    """One stroke of the brush: where its middle went, and how large it is."""

    points: tuple[BackPoint, ...]
    radius_cm: float


@dataclass(frozen=True, slots=True)
class Painted:
    """What is on the map: zones that were told before, and strokes."""

    given: tuple[KeepOutZone, ...] = ()
    strokes: tuple[Dabs, ...] = ()


@dataclass(frozen=True, slots=True)
class Painting:
    """The map while it is painted on.

    Attributes:
        now: what is on it.
        past: what was on it before each change, the oldest first.
        stroke: the stroke that goes on; None = the brush is off the map.
        brush: where the brush is.
        radius_cm: of the brush.
    """

    now: Painted = Painted()
    past: tuple[Painted, ...] = ()
    stroke: Dabs | None = None
    brush: BackPoint = BackPoint(0.0, 0.5)
    radius_cm: float = FIRST_RADIUS_CM


def press(painting: Painting, point: BackPoint) -> Painting:
    """The brush is put down."""
    at = _on_the_map(point)
    return replace(painting, stroke=Dabs((at,), painting.radius_cm), brush=at)


def move(painting: Painting, point: BackPoint) -> Painting:
    """The brush moves, on the map or above it."""
    at = _on_the_map(point)
    stroke = painting.stroke
    if stroke is not None and _apart_cm(stroke.points[-1], at) >= _STEP_CM:
        stroke = replace(stroke, points=(*stroke.points, at))
    return replace(painting, stroke=stroke, brush=at)


def release(painting: Painting) -> Painting:
    """The brush is lifted: the stroke is on the map."""
    if painting.stroke is None:
        return painting
    strokes = (*painting.now.strokes, painting.stroke)
    return replace(_changed(painting, replace(painting.now, strokes=strokes)), stroke=None)


def let_go(painting: Painting) -> Painting:
    """The stroke that goes on is given up: the window has changed under it."""
    return replace(painting, stroke=None)


def undo(painting: Painting) -> Painting:
    """The last change is taken back; without one nothing happens."""
    if not painting.past:
        return painting
    return replace(painting, now=painting.past[-1], past=painting.past[:-1], stroke=None)


def clear(painting: Painting) -> Painting:
    """Nothing is marked any more, also nothing that was told before; it can be undone."""
    return replace(_changed(painting, Painted()), stroke=None) if painting.now != Painted() else painting


def resized(painting: Painting, steps: int) -> Painting:
    """The brush is so many steps larger, or smaller."""
    radius_cm = painting.radius_cm + steps * RADIUS_STEP_CM
    return replace(painting, radius_cm=min(max(radius_cm, LEAST_RADIUS_CM), MOST_RADIUS_CM))


def zones(painted: Painted, language: Language) -> tuple[KeepOutZone, ...]:
    """Every zone: those that were told, as they were, and one for each place that strokes cover together."""
    taken = {zone.name for zone in painted.given}
    free = (name for number in range(1, 10_000) if (name := _named(number, language)) not in taken)
    places = sorted(_places(painted.strokes), key=lambda place: (place.bounds[1], place.bounds[0]))
    new = tuple(KeepOutZone(next(free), _corners(place)) for place in places)
    return (*painted.given, *new)


def brush_outline(painting: Painting) -> FloatArray:
    """The brush as it would paint, (N, 2): cm from the spine line; along."""
    turn = np.linspace(0.0, 2.0 * math.pi, 4 * _QUARTER_CORNERS, endpoint=False)
    aside_cm = painting.brush.offset_cm + painting.radius_cm * np.cos(turn)
    return np.column_stack([aside_cm, painting.brush.along + painting.radius_cm * np.sin(turn) / SHORT_TORSO_CM])


def _named(number: int, language: Language) -> str:
    return _PLACE.of(language).format(number=number)


def _changed(painting: Painting, now: Painted) -> Painting:
    return replace(painting, now=now, past=(*painting.past, painting.now))


def _on_the_map(point: BackPoint) -> BackPoint:
    """To a tenth of a millimetre: shapely divides by the length of each edge."""
    aside_cm = min(max(point.offset_cm, -MOST_ASIDE_CM), MOST_ASIDE_CM)
    return BackPoint(round(aside_cm, 2), round(min(max(point.along, TOP_ALONG), BOTTOM_ALONG), 4))


def _apart_cm(one: BackPoint, other: BackPoint) -> float:
    return math.hypot(one.offset_cm - other.offset_cm, (one.along - other.along) * SHORT_TORSO_CM)


def _places(strokes: tuple[Dabs, ...]) -> list[Polygon]:
    """What strokes cover, in cm of a short torso; holes are filled, since who steps there is amid the place."""
    covered = _polygons(unary_union([_covered(stroke) for stroke in strokes]))
    # Filling a hole may swallow a place that lies in it.
    return _polygons(unary_union([Polygon(part.exterior) for part in covered]))


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    """The areas of a shape."""
    if isinstance(shape, Polygon):
        return [] if shape.is_empty else [shape]
    return list(shape.geoms) if isinstance(shape, MultiPolygon) else []


def _covered(stroke: Dabs) -> BaseGeometry:
    """Each stretch by itself: widened as a whole, a line that crosses itself may lose what it goes round."""
    at = [(point.offset_cm, point.along * SHORT_TORSO_CM) for point in stroke.points]
    parts = [Point(at[0])] if len(at) == 1 else [LineString(ends) for ends in itertools.pairwise(at)]
    # A circle's corners lie on it, so that its edges cut through it: a little larger, nothing painted is left out.
    radius_cm = stroke.radius_cm / math.cos(math.pi / (4 * _QUARTER_CORNERS))
    return unary_union([part.buffer(radius_cm, quad_segs=_QUARTER_CORNERS) for part in parts])


def _corners(place: Polygon) -> tuple[BackPoint, ...]:
    """A place with few corners, at least as large as it was painted."""
    tolerance_cm = _TOLERANCE_CM
    corners = _simpler(place, tolerance_cm)
    while len(corners) > _MOST_CORNERS:
        tolerance_cm *= 1.5
        corners = _simpler(place, tolerance_cm)
    if is_area(KeepOutZone("", corners)):
        return corners
    (hull,) = _polygons(place.convex_hull)
    return _simpler(hull, tolerance_cm)


def _simpler(place: Polygon, tolerance_cm: float) -> tuple[BackPoint, ...]:
    """Corners about a place: first out by the tolerance, then simpler by as much.

    How far simplifying cuts in depends on where a ring begins, so what comes out is looked at, and made wider if
    something painted is left out of it.
    """
    corners_cm: FloatArray = np.empty((0, 2))
    for wider in _WIDER:
        (about,) = _polygons(place.buffer(wider * tolerance_cm, quad_segs=_QUARTER_CORNERS).simplify(tolerance_cm))
        corners_cm = np.round(np.asarray(about.exterior.coords)[:-1], 2)
        outline = Polygon(corners_cm)
        if outline.is_valid and outline.covers(place):
            break
    return tuple(BackPoint(float(x), round(float(y) / SHORT_TORSO_CM, 5)) for x, y in corners_cm)
