"""The report's drawings as inline SVG: timeline, back map, histogram of the stands' lengths.

Colours and hatchings are classes that the page's style sheet fills in, so that they follow light and dark.
All words that go in are the program's own, or escaped by `Markup.format`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coach.core.analysis import Analysis
from coach.core.findings import Event, Rule, Severity, Stand
from coach.core.landmarks import Side
from coach.core.rules.presence import on_back
from coach.core.verdict import Verdict
from coach.core.view.body import TORSO_OF_MOST_CM, ZONE_EDGES_ALONG, body_outline_cm
from coach.report.html_words import clock, length

WIDTH = 960.0
LABEL_WIDTH = 176.0
LANE_HEIGHT = 26.0
TICK_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
MOST_TICKS = 12
NUMBERED_STANDS = 40
ROOM_FOR_NUMBER = 8.0
BINS_S = tuple(float(edge) for edge in range(13))  # whole seconds; what is longer goes into the last bin
ASKED_S = (3.0, 5.0)  # technique.md D6


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the timeline: the rules that it shows."""

    name: str
    rules: tuple[Rule, ...]


LANES = (
    Lane("Spine", (Rule.SPINE_STEP, Rule.KEEP_OUT)),
    Lane("Zone", (Rule.OFF_ZONE,)),
    Lane("Support", (Rule.SUPPORT_LOST,)),
    Lane("Pace", (Rule.FAST_STEP, Rule.SHORT_PAUSE, Rule.LONG_PAUSE, Rule.ORDER, Rule.UNEVEN)),
    Lane("Receiver", (Rule.RECEIVER_MOVED, Rule.RECEIVER_SIGNAL)),
    Lane("Not seen", (Rule.NOT_SEEN,)),
)


def timeline(analysis: Analysis) -> Markup:
    """Lanes over time: treading, one lane per family of rules, the cues. Unknown stretches are hatched."""
    end_s = max(analysis.clip.duration_s, analysis.moments[-1].sight.t_s if analysis.moments else 0.0, 0.1)
    height = LANE_HEIGHT * (len(LANES) + 2) + 30
    bottom = LANE_HEIGHT * (len(LANES) + 2)

    def x_of(t_s: float) -> float:
        return LABEL_WIDTH + (WIDTH - LABEL_WIDTH - 16) * min(max(t_s / end_s, 0.0), 1.0)

    parts = [_open(WIDTH, height, "Timeline of the clip")]
    for t_s in _ticks(end_s):
        parts.append(_svg('<line class="grid" x1="{0}" x2="{0}" y1="0" y2="{1}"/>', x_of(t_s), bottom))
        parts.append(_svg('<text class="tick" x="{}" y="{}">{}</text>', x_of(t_s), bottom + 18, clock(t_s)))
    rows = [("On the back", ()), *((lane.name, lane.rules) for lane in LANES), ("Cues", ())]
    for index, (name, rules) in enumerate(rows):
        top = index * LANE_HEIGHT
        parts.append(_svg('<line class="rule" x1="0" x2="{0}" y1="{1}" y2="{1}"/>', WIDTH, top + LANE_HEIGHT))
        parts.append(_svg('<text class="lane" x="4" y="{}">{}</text>', top + 18, name))
        for span in _unknown_spans(analysis, rules) if rules else ():
            parts.append(_bar("unknown", x_of(span.start_s), x_of(span.end_s), top, _spoken(span, "not known")))
        for event in analysis.events:
            if event.rule in rules:
                parts.append(_event(event, x_of(event.start_s), x_of(event.end_s), top))
    for span in _on_back_spans(analysis):
        parts.append(_bar("treading", x_of(span.start_s), x_of(span.end_s), 0.0, _spoken(span, "on the back")))
    for cue in analysis.cues:
        middle = (len(rows) - 0.5) * LANE_HEIGHT
        title = f"{clock(cue.t_s)} {cue.spoken}"
        parts.append(_mark(cue.severity, x_of(cue.t_s), middle, title))
    return Markup("").join([*parts, Markup("</svg>")])


def back_map(analysis: Analysis, band_cm: float, outer_cm: float) -> Markup:
    """The back from above, head up, with every stand; a disc's area is its time, its number its order."""
    torso = _torso_cm(analysis)
    scale = 6.2  # svg units per cm
    middle, top = 170.0, 0.46 * torso * scale * 0.92
    width, height = 340.0, top + 1.24 * torso * scale

    def to_svg(x_cm: float, y_cm: float) -> tuple[float, float]:
        x, y = middle + x_cm * scale, top + y_cm * scale
        return min(max(x, 8.0), width - 8), min(max(y, 8.0), height - 8)

    parts = [_open(width, height, "Map of the back with every stand", "map")]
    outline = " ".join("{:.1f},{:.1f}".format(*to_svg(*point)) for point in body_outline_cm(torso).tolist())
    parts.append(_svg('<polygon class="body" points="{}"/>', outline))
    for along, below in itertools.pairwise(ZONE_EDGES_ALONG):
        for left, right in ((-outer_cm, -band_cm), (band_cm, outer_cm)):
            (x0, y0), (x1, y1) = to_svg(left, along * torso), to_svg(right, below * torso)
            parts.append(_svg('<rect class="zone" x="{}" y="{}" width="{}" height="{}"/>', x0, y0, x1 - x0, y1 - y0))
    (x0, y0), (x1, y1) = to_svg(-band_cm, 0.0), to_svg(band_cm, torso)
    parts.append(_svg('<rect class="band" x="{}" y="{}" width="{}" height="{}"/>', x0, y0, x1 - x0, y1 - y0))
    parts.append(_svg('<line class="spine" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>', middle, y0, y1))
    numbered = len(analysis.stands) <= NUMBERED_STANDS
    for number, stand in enumerate(analysis.stands, 1):
        if math.isfinite(stand.offset_cm) and math.isfinite(stand.along):
            x, y = to_svg(stand.offset_cm, stand.along * torso)
            parts.append(_stand(stand, x, y, number if numbered else 0, _faulty(stand, analysis.events)))
    parts.append(_svg('<text class="side" x="10" y="20">left</text>'))
    parts.append(_svg('<text class="side end" x="{}" y="20">right</text>', width - 10))
    return Markup("").join([*parts, Markup("</svg>")])


def dwell_histogram(stands: Sequence[Stand]) -> Markup:
    """How long the stands lasted, in whole seconds; the asked 3 to 5 s are shaded."""
    counts = [0] * len(BINS_S)
    for stand in stands:
        counts[min(int(max(stand.end_s - stand.start_s, 0.0)), len(BINS_S) - 1)] += 1
    width, height, base = 480.0, 190.0, 150.0
    step = (width - 30) / len(BINS_S)
    most = max(*counts, 1)
    parts = [_open(width, height, "How long the stands lasted", "histogram")]
    x0, x1 = (15 + edge * step for edge in ASKED_S)
    parts.append(_svg('<rect class="asked" x="{}" y="8" width="{}" height="{}"/>', x0, x1 - x0, base - 8))
    for index, count in enumerate(counts):
        x, bar = 15 + index * step, (base - 26) * count / most
        if count:
            form = '<rect class="count" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
            parts.append(_svg(form, x + 3, base - bar, step - 6, bar))
            parts.append(_svg('<text class="number" x="{}" y="{}">{}</text>', x + step / 2, base - bar - 5, count))
        last = index == len(BINS_S) - 1
        parts.append(_svg('<text class="tick" x="{}" y="{}">{}</text>', x, base + 17, f"{index}+" if last else index))
    parts.append(_svg('<line class="rule" x1="15" x2="{0}" y1="{1}" y2="{1}"/>', width - 15, base))
    parts.append(_svg('<text class="tick" x="{}" y="{}">seconds in one place</text>', width / 2, base + 36))
    return Markup("").join([*parts, Markup("</svg>")])


@dataclass(frozen=True, slots=True)
class _Span:
    start_s: float
    end_s: float


def _spans(times_s: Sequence[float], flags: Sequence[bool]) -> Iterator[_Span]:
    """Stretches of flagged frames; a frame lasts until the next one."""
    start_s: float | None = None
    for t_s, flag in zip(times_s, flags, strict=True):
        if flag and start_s is None:
            start_s = t_s
        elif not flag and start_s is not None:
            yield _Span(start_s, t_s)
            start_s = None
    if start_s is not None:
        yield _Span(start_s, times_s[-1])


def _on_back_spans(analysis: Analysis) -> Iterator[_Span]:
    times_s = [moment.sight.t_s for moment in analysis.moments]
    return _spans(times_s, [on_back(moment.sight) for moment in analysis.moments])


def _unknown_spans(analysis: Analysis, rules: tuple[Rule, ...]) -> Iterator[_Span]:
    times_s = [moment.sight.t_s for moment in analysis.moments]
    flags = [
        any(j.rule in rules and j.verdict is Verdict.UNKNOWN for j in moment.findings.judgements)
        for moment in analysis.moments
    ]
    return _spans(times_s, flags)


def _ticks(end_s: float) -> list[float]:
    step = next((step for step in TICK_STEPS_S if end_s / step <= MOST_TICKS), TICK_STEPS_S[-1])
    return [float(t_s) for t_s in range(0, int(end_s) + 1, step)]


def _torso_cm(analysis: Analysis) -> float:
    known = [moment.sight.back.torso_cm for moment in analysis.moments if moment.sight.back.torso_cm > 1.0]
    return min(max(known[-1], 30.0), 80.0) if known else TORSO_OF_MOST_CM


def _faulty(stand: Stand, events: Sequence[Event]) -> bool:
    place = (Rule.SPINE_STEP, Rule.KEEP_OUT, Rule.OFF_ZONE)
    return any(
        event.rule in place
        and (event.side is None or event.side.value in (stand.foot.value, "both"))
        and event.start_s < stand.end_s
        and stand.start_s < event.end_s
        for event in events
    )


def _spoken(span: _Span, words: str) -> str:
    return f"{clock(span.start_s)} to {clock(span.end_s)}: {words}"


def _svg(form: str, *values: object) -> Markup:
    """Fill numbers (short) and words (escaped) into a piece of SVG."""
    return Markup(form).format(*(f"{value:.1f}" if isinstance(value, float) else value for value in values))


def _open(width: float, height: float, title: str, kind: str = "wide") -> Markup:
    form = (
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg"><title>{}'
        "</title>"
    )
    return _svg(form, kind, width, height, title, title)


def _bar(kind: str, x0: float, x1: float, top: float, title: str) -> Markup:
    form = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
    return _svg(form, kind, x0, top + 5, max(x1 - x0, 1.5), LANE_HEIGHT - 10, title)


def _event(event: Event, x0: float, x1: float, top: float) -> Markup:
    title = f"{clock(event.start_s)}, {length(event.end_s - event.start_s)}: {event.rule.replace('_', ' ')}"
    if event.rule is Rule.NOT_SEEN:
        return _bar("unknown", x0, x1, top, title)
    middle = (x0 + max(x1, x0 + 1.5)) / 2
    bar = _bar(f"event {event.severity}", x0, x1, top, title)
    return bar + _mark(event.severity, middle, top + LANE_HEIGHT / 2, title)


def _mark(severity: Severity, x: float, y: float, title: str) -> Markup:
    """Octagon: urgent. Triangle: warning. Square: guide. Disc: info."""
    if severity is Severity.INFO:
        form = '<circle class="mark {}" cx="{}" cy="{}" r="5.5"><title>{}</title></circle>'
        return _svg(form, severity.value, x, y, title)
    corners, turn_deg, radius = {
        Severity.URGENT: (8, 22.5, 8.5),
        Severity.WARNING: (3, -90.0, 9.0),
        Severity.GUIDE: (4, 45.0, 8.0),
    }[severity]
    angles = [math.radians(turn_deg + 360 * corner / corners) for corner in range(corners)]
    points = " ".join(f"{x + radius * math.cos(a):.1f},{y + radius * math.sin(a):.1f}" for a in angles)
    form = '<polygon class="mark {}" points="{}"><title>{}</title></polygon>'
    return _svg(form, severity.value, points, title)


def _stand(stand: Stand, x: float, y: float, number: int, fault: bool) -> Markup:
    """A left foot is a disc, a right foot a rounded square; at fault it has a thick broken edge and a sign."""
    seconds = max(stand.end_s - stand.start_s, 0.0)
    radius = min(4.5 * math.sqrt(seconds) + 2, 24.0)
    words = f"{number or ''} {stand.foot} foot, {clock(stand.start_s)}, {length(seconds)}".strip()
    kind = "stand fault" if fault else "stand"
    if stand.foot is Side.LEFT:
        form = '<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>'
        shape = _svg(form, kind, x, y, radius, words)
    else:
        side = radius * math.sqrt(math.pi)  # the same area as the disc
        form = '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"><title>{}</title></rect>'
        shape = _svg(form, kind, x - side / 2, y - side / 2, side, side, words)
    label = f"{number or ''}{'!' if fault else ''}"
    if not label:
        return shape
    if radius < ROOM_FOR_NUMBER or fault:
        return shape + _svg('<text class="order beside" x="{}" y="{}">{}</text>', x + radius + 4, y + 4, label)
    return shape + _svg('<text class="order" x="{}" y="{}">{}</text>', x, y + 4, label)
