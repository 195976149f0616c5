"""The small back map: the back from above in its own centimetres, turned as the receiver lies in the picture.

The receiver lies prone: with the head up, the receiver's right is on the right of the map (+x), the hips below (+y).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from coach.core.findings import Findings, Stand
from coach.core.landmarks import FloatArray
from coach.core.rules.keep_out import KeepOutZone
from coach.core.sight import Seen, Sight
from coach.core.view import view_words
from coach.core.view.back import FOOTPRINT_STYLE
from coach.core.view.body import TORSO_OF_MOST_CM, ZONE_EDGES_ALONG, body_outline_cm
from coach.core.view.layout import Layout
from coach.core.view.shapes import Align, Area, Box, Shape, Spot, Stroke, Style, Text
from coach.core.view.states import foot_verdict, palm_verdict
from coach.core.words import Language

TOP_ALONG, BOTTOM_ALONG = -0.46, 1.24
LABEL_UNITS = 12.0
POINT_LABEL_UNITS, POINT_HALF_CM = 9.0, 3.0
# Traditional points on the midline, never to be stood on (technique.md A5), torso lengths. Dazhui lies under the 7th
# neck vertebra, at the height of the shoulders. Mingmen lies between the 2nd and 3rd lumbar: 5 cm above the iliac
# crests (4th lumbar, Tuffier's line), some 11 cm above the hip joints: 16 cm of a torso of 50 cm above the hip line.
POINTS_ALONG = (("GV14", 0.0), ("GV4", 0.68))
DWELL_UNITS_PER_ROOT_S = 2.4
DWELL_MAX_UNITS = 9.0


@dataclass(frozen=True, slots=True)
class MapParams:
    """From the rules in force: sizes of the zones, cm to each side of the spine line, and areas to keep out of."""

    band_cm: float = 2.0
    outer_cm: float = 15.0
    keep_out: tuple[KeepOutZone, ...] = ()


def map_shapes(
    sight: Sight,
    findings: Findings,
    stands: tuple[Stand, ...],
    layout: Layout,
    params: MapParams,
    language: Language = Language.EN,
) -> list[Shape]:
    """The panel with body, zones, spine band, stands so far (larger = longer) and feet and palms of this moment."""
    frame = map_frame(sight, layout, params)
    shapes = ground_shapes(frame)
    for stand in stands:
        shapes.append(_dwell(stand, frame, layout))
    for foot in sight.feet:
        verdict = foot_verdict(sight, findings, foot)
        if verdict is not None and sight.back.seen is not Seen.LOST:
            shapes.append(Area(FOOTPRINT_STYLE[verdict], frame.to_px(foot.footprint_back_cm)))
    for hand in sight.hands:
        verdict = palm_verdict(sight, findings, hand)
        if verdict is not None and hand.press is not None and sight.back.seen is not Seen.LOST:
            shapes.append(Area(FOOTPRINT_STYLE[verdict], frame.to_px(hand.press.footprint_back_cm)))
    return [*shapes, *label_shapes(frame, language)]


def ground_shapes(frame: MapFrame) -> list[Shape]:
    """What lies below all else: the panel, the body, its zones, the spine band and what is to be kept out of."""
    params = frame.params
    return [
        Area(Style.MAP_PANEL, frame.layout.back_map.corners_px()),
        Area(Style.MAP_BODY, frame.to_px(body_outline_cm(frame.torso_cm))),
        *(Area(Style.MAP_ZONE, zone) for zone in frame.zones_px()),
        Area(Style.MAP_SPINE_BAND, frame.rectangle_px(-params.band_cm, params.band_cm, 0.0, 1.0)),
        *(Area(Style.MAP_KEEP_OUT, frame.corners_px(zone)) for zone in params.keep_out),
        Stroke(Style.MAP_SPINE_LINE, frame.to_px(np.array([[0.0, 0.0], [0.0, frame.torso_cm]]))),
    ]


def label_shapes(frame: MapFrame, language: Language) -> list[Shape]:
    """What lies above all else: the traditional points, and which side is left."""
    layout, panel = frame.layout, frame.layout.back_map
    shapes: list[Shape] = []
    for name, along in POINTS_ALONG:
        shapes += _point(name, along, frame, layout)
    unit = layout.unit_px
    top = panel.top_px + 3 * unit if layout.head_up else panel.bottom_px - (LABEL_UNITS + 3) * unit
    row = Box(panel.left_px + 5 * unit, top, panel.width_px - 10 * unit, LABEL_UNITS * unit)
    left, right = (Align.LEFT, Align.RIGHT) if layout.head_up else (Align.RIGHT, Align.LEFT)
    return [
        *shapes,
        Text(Style.MAP_LABEL, view_words.LEFT.of(language), row, left),
        Text(Style.MAP_LABEL, view_words.RIGHT.of(language), row, right),
    ]


def map_frame(sight: Sight, layout: Layout, params: MapParams) -> MapFrame:
    """The map's own frame, for whatever else is to be drawn on it."""
    return MapFrame(layout, params, _torso_cm(sight))


def _torso_cm(sight: Sight) -> float:
    torso_cm = sight.back.torso_cm
    return torso_cm if np.isfinite(torso_cm) and torso_cm > 1.0 else TORSO_OF_MOST_CM


@dataclass(frozen=True, slots=True)
class MapFrame:
    """Back centimetres to pixels of the map's panel."""

    layout: Layout
    params: MapParams
    torso_cm: float

    @property
    def px_per_cm(self) -> float:
        """Pixels of the panel per centimetre of the back."""
        return self.layout.back_map.height_px / ((BOTTOM_ALONG - TOP_ALONG) * self.torso_cm)

    def to_px(self, back_cm: FloatArray) -> FloatArray:
        """(N, 2) back frame, cm, to image px; what lies outside is moved to the panel's edge."""
        panel = self.layout.back_map
        right = back_cm[:, 0] * self.px_per_cm
        down = (back_cm[:, 1] - TOP_ALONG * self.torso_cm) * self.px_per_cm
        x = panel.left_px + panel.width_px / 2 + (right if self.layout.head_up else -right)
        y = panel.top_px + down if self.layout.head_up else panel.bottom_px - down
        edge = 2.0 * self.layout.unit_px
        return np.column_stack(
            [
                np.clip(x, panel.left_px + edge, panel.right_px - edge),
                np.clip(y, panel.top_px + edge, panel.bottom_px - edge),
            ]
        )

    def to_back_cm(self, point_px: FloatArray) -> FloatArray:
        """(2,) image px to the back frame, cm; a place beside the panel too."""
        panel, side = self.layout.back_map, 1.0 if self.layout.head_up else -1.0
        right = side * (float(point_px[0]) - panel.left_px - panel.width_px / 2)
        down = float(point_px[1]) - panel.top_px if self.layout.head_up else panel.bottom_px - float(point_px[1])
        return np.array([right / self.px_per_cm, down / self.px_per_cm + TOP_ALONG * self.torso_cm])

    def rectangle_px(self, left_cm: float, right_cm: float, top_along: float, bottom_along: float) -> FloatArray:
        """An upright rectangle of the back: sides in cm from the spine line, ends in torso lengths."""
        top, bottom = top_along * self.torso_cm, bottom_along * self.torso_cm
        return self.to_px(np.array([[left_cm, top], [right_cm, top], [right_cm, bottom], [left_cm, bottom]]))

    def corners_px(self, zone: KeepOutZone) -> FloatArray:
        """The corners of a marked area."""
        return self.to_px(np.array([[one.offset_cm, one.along * self.torso_cm] for one in zone.corners]))

    def zones_px(self) -> list[FloatArray]:
        """The six zones to be worked on."""
        band, outer = self.params.band_cm, self.params.outer_cm
        pairs = list(itertools.pairwise(ZONE_EDGES_ALONG))
        return [self.rectangle_px(*sides, *rows) for rows in pairs for sides in ((-outer, -band), (band, outer))]


def _point(name: str, along: float, frame: MapFrame, layout: Layout) -> list[Shape]:
    """A tick across the spine line; level with it, beside the zones, the name that the point has in every language."""
    at_cm = along * frame.torso_cm
    tick = frame.to_px(np.array([[-POINT_HALF_CM, at_cm], [POINT_HALF_CM, at_cm]]))
    height_px = POINT_LABEL_UNITS * layout.unit_px
    edge_px = frame.to_px(np.array([[side_cm, at_cm] for side_cm in (-frame.params.outer_cm, frame.params.outer_cm)]))
    left_px, right_px = float(edge_px[:, 0].max()) + layout.unit_px, layout.back_map.right_px - layout.unit_px
    row = Box(left_px, float(tick[0, 1]) - height_px / 2, right_px - left_px, height_px)
    return [Stroke(Style.MAP_SPINE_LINE, tick), Text(Style.MAP_LABEL, name, row, Align.LEFT)]


def _dwell(stand: Stand, frame: MapFrame, layout: Layout) -> Spot:
    """A stand that has ended; the area of its disc grows with its time."""
    centre = frame.to_px(np.array([[stand.offset_cm, stand.along * frame.torso_cm]]))[0]
    seconds = max(stand.end_s - stand.start_s, 0.0)
    radius = min(DWELL_UNITS_PER_ROOT_S * float(np.sqrt(seconds)), DWELL_MAX_UNITS)
    return Spot(Style.MAP_DWELL, centre, radius * layout.unit_px)
