"""The report's back map as inline SVG: zones, spine band, points on the midline, marked areas, and every stand."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coach.core.analysis import Analysis
from coach.core.findings import Event, Limb, Rule, Stand
from coach.core.landmarks import Side
from coach.core.phrase import Phrase
from coach.core.rules.keep_out import KeepOutZone
from coach.core.view import view_words
from coach.core.view.back_map import POINTS_ALONG
from coach.core.view.body import HALF_WIDTH_OF_TORSO, TORSO_OF_MOST_CM, ZONE_EDGES_ALONG, body_outline_cm
from coach.core.words import Language
from coach.report.html_phrases import SIDES
from coach.report.html_svg import opened, svg
from coach.report.html_words import clock, length

NUMBERED_STANDS = 40
ROOM_FOR_NUMBER = 8.0
SCALE = 6.2  # svg units per cm
WIDTH, MIDDLE = 460.0, 236.0  # names of the zones stand on the left, of the points on the right
TOP_ALONG, BOTTOM_ALONG = -0.43, 1.24
POINT_HALF_CM = 3.0
POINT_NAME_WIDTH = 92.0

ZONES = (Phrase("shoulder blades", "肩胛旁"), Phrase("mid back", "背中部"), Phrase("lower back", "下背部"))
POINTS = {"GV14": Phrase("Dazhui", "大椎"), "GV4": Phrase("Mingmen", "命门")}  # technique.md A5
_TITLE = Phrase("Map of the back with every stand", "背部图和每个脚步")
_MARKED = Phrase("Marked area, not to be pressed: ", "标记区域，不要踩：")


def back_map(
    analysis: Analysis,
    band_cm: float,
    outer_cm: float,
    keep_out: Sequence[KeepOutZone] = (),
    language: Language = Language.EN,
) -> Markup:
    """The back from above, head up, with every stand; a disc's area is its time, its number its order.

    Args:
        analysis: the whole clip.
        band_cm: half width of the spine band in force.
        outer_cm: outer limit of the zones in force, to each side of the spine.
        keep_out: the marked areas in force, with their names.
        language: of what is told when pointed at; what is written on the map is in both.
    """
    torso = _torso_cm(analysis)
    map_of = _Map(torso)
    parts = [opened(WIDTH, map_of.height, _TITLE.of(language), "map")]
    parts.append(_polygon("body", map_of, body_outline_cm(torso).tolist()))
    for along, below in itertools.pairwise(ZONE_EDGES_ALONG):
        for left, right in ((-outer_cm, -band_cm), (band_cm, outer_cm)):
            parts.append(_rectangle("zone", map_of, (left, along * torso), (right, below * torso)))
    parts += _zone_names(map_of)
    parts.append(_rectangle("band", map_of, (-band_cm, 0.0), (band_cm, torso)))
    parts.append(_line("spine", map_of, (0.0, 0.0), (0.0, torso)))
    corners = [[(one.offset_cm, one.along * torso) for one in zone.corners] for zone in keep_out]
    for zone, area in zip(keep_out, corners, strict=True):
        parts.append(_polygon("keep-out", map_of, area, f"{_MARKED.of(language)}{zone.name}"))
    numbered = len(analysis.stands) <= NUMBERED_STANDS
    for number, stand in enumerate(analysis.stands, 1):
        if math.isfinite(stand.offset_cm) and math.isfinite(stand.along):
            x, y = map_of.place(stand.offset_cm, stand.along * torso)
            parts.append(_stand(stand, x, y, number if numbered else 0, _faulty(stand, analysis.events), language))
    parts += _points(map_of, outer_cm)
    for zone, area in zip(keep_out, corners, strict=True):
        x = map_of.place(sum(x_cm for x_cm, _ in area) / len(area), 0.0)[0]
        y = max(map_of.place(0.0, y_cm)[1] for _, y_cm in area) + 14
        parts.append(svg('<text class="area" x="{}" y="{}">{}</text>', x, y, zone.name))
    parts += _sides(map_of, outer_cm)
    return Markup("").join([*parts, Markup("</svg>")])


@dataclass(frozen=True, slots=True)
class _Map:
    """Back centimetres to units of the drawing."""

    torso_cm: float

    @property
    def height(self) -> float:
        return (BOTTOM_ALONG - TOP_ALONG) * self.torso_cm * SCALE

    def place(self, x_cm: float, y_cm: float) -> tuple[float, float]:
        """What lies outside is moved to the edge."""
        x, y = MIDDLE + x_cm * SCALE, (y_cm - TOP_ALONG * self.torso_cm) * SCALE
        return min(max(x, 8.0), WIDTH - 8), min(max(y, 8.0), self.height - 8)


def _polygon(kind: str, map_of: _Map, corners_cm: Sequence[Sequence[float]], title: str = "") -> Markup:
    points = " ".join("{:.1f},{:.1f}".format(*map_of.place(x, y)) for x, y in corners_cm)
    told = svg("<title>{}</title>", title) if title else Markup("")
    return svg('<polygon class="{}" points="{}">{}</polygon>', kind, points, told)


def _rectangle(kind: str, map_of: _Map, first_cm: tuple[float, float], last_cm: tuple[float, float]) -> Markup:
    (x0, y0), (x1, y1) = map_of.place(*first_cm), map_of.place(*last_cm)
    return svg('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', kind, x0, y0, x1 - x0, y1 - y0)


def _line(kind: str, map_of: _Map, first_cm: tuple[float, float], last_cm: tuple[float, float]) -> Markup:
    return svg(
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', kind, *map_of.place(*first_cm), *map_of.place(*last_cm)
    )


def _both(kind: str, x: float, y: float, words: Phrase, before: str = "") -> Markup:
    """English, and below it Chinese, about the height `y`."""
    form = '<text class="{}" x="{}" y="{}">{}</text><text class="{}" x="{}" y="{}" lang="zh">{}</text>'
    english = " ".join(filter(None, (before, words.of(Language.EN))))
    return svg(form, kind, x, y - 2, english, kind, x, y + 13, words.of(Language.ZH))


def _zone_names(map_of: _Map) -> list[Markup]:
    """Left of the zones."""
    return [
        _both("zone-name", 8.0, map_of.place(0.0, (along + below) / 2 * map_of.torso_cm)[1], name)
        for (along, below), name in zip(itertools.pairwise(ZONE_EDGES_ALONG), ZONES, strict=True)
    ]


def _points(map_of: _Map, outer_cm: float) -> list[Markup]:
    """A tick across the spine line, a thin line to the right, and the name."""
    parts: list[Markup] = []
    for name, along in POINTS_ALONG:
        y_cm = along * map_of.torso_cm
        parts.append(_line("point", map_of, (-POINT_HALF_CM, y_cm), (POINT_HALF_CM, y_cm)))
        out_cm = max(outer_cm, HALF_WIDTH_OF_TORSO * map_of.torso_cm)
        parts.append(_line("leader", map_of, (POINT_HALF_CM, y_cm), (out_cm, y_cm)))
        x, y = map_of.place(out_cm + 0.5, y_cm)
        parts.append(_both("point-name", min(x, WIDTH - POINT_NAME_WIDTH), y, POINTS[name], name))
    return parts


def _sides(map_of: _Map, outer_cm: float) -> list[Markup]:
    """Left and right, at the head's sides."""
    y = 20.0
    return [
        _both("side middle", map_of.place(x_cm, 0.0)[0], y, words)
        for x_cm, words in ((-outer_cm, view_words.LEFT), (outer_cm, view_words.RIGHT))
    ]


def _torso_cm(analysis: Analysis) -> float:
    known = [moment.sight.back.torso_cm for moment in analysis.moments if moment.sight.back.torso_cm > 1.0]
    return min(max(known[-1], 30.0), 80.0) if known else TORSO_OF_MOST_CM


def _faulty(stand: Stand, events: Sequence[Event]) -> bool:
    place = (Rule.SPINE_STEP, Rule.KEEP_OUT, Rule.OFF_ZONE)
    return any(
        event.rule in place
        and event.limb is Limb.FOOT
        and (event.side is None or event.side.value in (stand.foot.value, "both"))
        and event.start_s < stand.end_s
        and stand.start_s < event.end_s
        for event in events
    )


def _stand(stand: Stand, x: float, y: float, number: int, fault: bool, language: Language) -> Markup:
    """A left foot is a disc, a right foot a rounded square; at fault it has a thick broken edge and a sign."""
    seconds = max(stand.end_s - stand.start_s, 0.0)
    radius = min(4.5 * math.sqrt(seconds) + 2, 24.0)
    foot = Phrase(f"{stand.foot} foot", f"{SIDES[stand.foot].zh}脚").of(language)
    words = f"{number or ''} {foot}, {clock(stand.start_s)}, {length(seconds, language)}".strip()
    kind = "stand fault" if fault else "stand"
    if stand.foot is Side.LEFT:
        form = '<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>'
        shape = svg(form, kind, x, y, radius, words)
    else:
        side = radius * math.sqrt(math.pi)  # the same area as the disc
        form = '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"><title>{}</title></rect>'
        shape = svg(form, kind, x - side / 2, y - side / 2, side, side, words)
    label = f"{number or ''}{'!' if fault else ''}"
    if not label:
        return shape
    if radius < ROOM_FOR_NUMBER or fault:
        return shape + svg('<text class="order beside" x="{}" y="{}">{}</text>', x + radius + 4, y + 4, label)
    return shape + svg('<text class="order" x="{}" y="{}">{}</text>', x, y + 4, label)
