"""The report's drawings over time as inline SVG: timeline, histogram of the stands' lengths."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coach.core.analysis import Analysis
from coach.core.findings import Event, Rule, Severity, Stand
from coach.core.phrase import Phrase
from coach.core.rules.presence import on_back
from coach.core.view.states import partly_unknown
from coach.core.words import Language, cue_words
from coach.report.html_phrases import RULE_NAMES
from coach.report.html_svg import opened, svg
from coach.report.html_words import NOT_KNOWN, clock, length

WIDTH = 960.0
LABEL_WIDTH = 176.0
LANE_HEIGHT = 26.0
TICK_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
MOST_TICKS = 12
BINS_S = tuple(float(edge) for edge in range(13))  # whole seconds; what is longer goes into the last bin
ASKED_S = (3.0, 5.0)  # technique.md D6


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the timeline: the rules that it shows."""

    name: Phrase
    rules: tuple[Rule, ...]


LANES = (
    Lane(Phrase("Spine", "脊柱"), (Rule.SPINE_STEP, Rule.KEEP_OUT)),
    Lane(Phrase("Zone", "区域"), (Rule.OFF_ZONE,)),
    Lane(Phrase("Support", "扶稳"), (Rule.SUPPORT_LOST,)),
    Lane(Phrase("Pace", "节奏"), (Rule.FAST_STEP, Rule.SHORT_PAUSE, Rule.LONG_PAUSE, Rule.ORDER, Rule.UNEVEN)),
    Lane(Phrase("Receiver", "趴着的人"), (Rule.RECEIVER_MOVED, Rule.RECEIVER_SIGNAL)),
    Lane(Phrase("Not seen", "没看清"), (Rule.NOT_SEEN,)),
)
_ON_BACK = Phrase("On the back", "踩背")
_CUES = Phrase("Cues", "提示")


def timeline(analysis: Analysis, language: Language = Language.EN) -> Markup:
    """Lanes over time: treading, one lane per family of rules, the cues. Unknown stretches are hatched."""
    end_s = max(analysis.clip.duration_s, analysis.moments[-1].sight.t_s if analysis.moments else 0.0, 0.1)
    height = LANE_HEIGHT * (len(LANES) + 2) + 30
    bottom = LANE_HEIGHT * (len(LANES) + 2)

    def x_of(t_s: float) -> float:
        return LABEL_WIDTH + (WIDTH - LABEL_WIDTH - 16) * min(max(t_s / end_s, 0.0), 1.0)

    parts = [opened(WIDTH, height, Phrase("Timeline of the clip", "影片的时间线").of(language))]
    for t_s in _ticks(end_s):
        parts.append(svg('<line class="grid" x1="{0}" x2="{0}" y1="0" y2="{1}"/>', x_of(t_s), bottom))
        parts.append(svg('<text class="tick" x="{}" y="{}">{}</text>', x_of(t_s), bottom + 18, clock(t_s)))
    rows = [(_ON_BACK, ()), *((lane.name, lane.rules) for lane in LANES), (_CUES, ())]
    for index, (name, rules) in enumerate(rows):
        top = index * LANE_HEIGHT
        parts.append(svg('<line class="rule" x1="0" x2="{0}" y1="{1}" y2="{1}"/>', WIDTH, top + LANE_HEIGHT))
        parts.append(svg('<text class="lane" x="4" y="{}">{}</text>', top + 18, name.of(language)))
        for span in _unknown_spans(analysis, rules) if rules else ():
            title = _spoken(span, NOT_KNOWN, language)
            parts.append(_bar("unknown", x_of(span.start_s), x_of(span.end_s), top, title))
        for event in analysis.events:
            if event.rule in rules:
                parts.append(_event(event, x_of(event.start_s), x_of(event.end_s), top, language))
    for span in _on_back_spans(analysis):
        title = _spoken(span, Phrase("on the back", "在背上"), language)
        parts.append(_bar("treading", x_of(span.start_s), x_of(span.end_s), 0.0, title))
    for cue in analysis.cues:
        middle = (len(rows) - 0.5) * LANE_HEIGHT
        words = cue.spoken if language is Language.EN else cue_words(cue.cue, cue.firm, language)
        title = f"{clock(cue.t_s)} {words}"
        parts.append(_mark(cue.severity, x_of(cue.t_s), middle, title))
    return Markup("").join([*parts, Markup("</svg>")])


def dwell_histogram(stands: Sequence[Stand], language: Language = Language.EN) -> Markup:
    """How long the stands lasted, in whole seconds; the asked 3 to 5 s are shaded."""
    counts = [0] * len(BINS_S)
    for stand in stands:
        counts[min(int(max(stand.end_s - stand.start_s, 0.0)), len(BINS_S) - 1)] += 1
    width, height, base = 480.0, 190.0, 150.0
    step = (width - 30) / len(BINS_S)
    most = max(*counts, 1)
    parts = [opened(width, height, Phrase("How long the stands lasted", "每处停留多久").of(language), "histogram")]
    x0, x1 = (15 + edge * step for edge in ASKED_S)
    parts.append(svg('<rect class="asked" x="{}" y="8" width="{}" height="{}"/>', x0, x1 - x0, base - 8))
    for index, count in enumerate(counts):
        x, bar = 15 + index * step, (base - 26) * count / most
        if count:
            form = '<rect class="count" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
            parts.append(svg(form, x + 3, base - bar, step - 6, bar))
            parts.append(svg('<text class="number" x="{}" y="{}">{}</text>', x + step / 2, base - bar - 5, count))
        last = index == len(BINS_S) - 1
        parts.append(svg('<text class="tick" x="{}" y="{}">{}</text>', x, base + 17, f"{index}+" if last else index))
    parts.append(svg('<line class="rule" x1="15" x2="{0}" y1="{1}" y2="{1}"/>', width - 15, base))
    axis = Phrase("seconds in one place", "在一处的秒数").of(language)
    parts.append(svg('<text class="tick" x="{}" y="{}">{}</text>', width / 2, base + 36, axis))
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
    return _spans(times_s, [partly_unknown(moment.findings, rules) for moment in analysis.moments])


def _ticks(end_s: float) -> list[float]:
    step = next((step for step in TICK_STEPS_S if end_s / step <= MOST_TICKS), TICK_STEPS_S[-1])
    return [float(t_s) for t_s in range(0, int(end_s) + 1, step)]


def _spoken(span: _Span, words: Phrase, language: Language) -> str:
    start, end = clock(span.start_s), clock(span.end_s)
    return Phrase(f"{start} to {end}: {words.en}", f"{start} 到 {end}：{words.zh}").of(language)


def _bar(kind: str, x0: float, x1: float, top: float, title: str) -> Markup:
    form = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
    return svg(form, kind, x0, top + 5, max(x1 - x0, 1.5), LANE_HEIGHT - 10, title)


def _event(event: Event, x0: float, x1: float, top: float, language: Language) -> Markup:
    lasted = length(event.end_s - event.start_s, language)
    title = f"{clock(event.start_s)}, {lasted}: {RULE_NAMES[event.rule].of(language)}"
    if event.rule is Rule.NOT_SEEN:
        return _bar("unknown", x0, x1, top, title)
    middle = (x0 + max(x1, x0 + 1.5)) / 2
    bar = _bar(f"event {event.severity}", x0, x1, top, title)
    return bar + _mark(event.severity, middle, top + LANE_HEIGHT / 2, title)


def _mark(severity: Severity, x: float, y: float, title: str) -> Markup:
    """Octagon: urgent. Triangle: warning. Square: guide. Disc: info."""
    if severity is Severity.INFO:
        form = '<circle class="mark {}" cx="{}" cy="{}" r="5.5"><title>{}</title></circle>'
        return svg(form, severity.value, x, y, title)
    corners, turn_deg, radius = {
        Severity.URGENT: (8, 22.5, 8.5),
        Severity.WARNING: (3, -90.0, 9.0),
        Severity.GUIDE: (4, 45.0, 8.0),
    }[severity]
    angles = [math.radians(turn_deg + 360 * corner / corners) for corner in range(corners)]
    points = " ".join(f"{x + radius * math.cos(a):.1f},{y + radius * math.sin(a):.1f}" for a in angles)
    form = '<polygon class="mark {}" points="{}"><title>{}</title></polygon>'
    return svg(form, severity.value, points, title)
