"""The report: one page for a person, complete in itself. It loads nothing, runs nothing and claims no force."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from coach.core.analysis import Analysis
from coach.core.findings import Rule, Zone
from coach.core.landmarks import Side
from coach.core.rules.catalogue import CATALOGUE
from coach.core.rules.keep_out import KeepOutZone
from coach.core.summary import LoadFigures, Summary
from coach.report.html_back_map import back_map
from coach.report.html_figures import dwell_histogram, timeline
from coach.report.html_stills import Still
from coach.report.html_words import RULE_NAMES, clock, in_short, judged_shares, length, view_words

BAND_CM, OUTER_CM = 2.0, 15.0

ZONE_NAMES = {
    Zone.SHOULDER_BLADES: "Beside the shoulder blades",
    Zone.MID_BACK: "Middle of the back",
    Zone.LOWER_BACK: "Lower back",
    Zone.OUTSIDE: "Outside the zones",
}


@dataclass(frozen=True, slots=True)
class _RuleRow:
    name: str
    technique: str
    count: int
    total: str
    per_min: str
    judged: str


@dataclass(frozen=True, slots=True)
class _ZoneRow:
    """Seconds and bar lengths (percent of the longest) of one zone, left and right of the receiver's spine."""

    name: str
    left: str
    right: str
    left_percent: float
    right_percent: float


@dataclass(frozen=True, slots=True)
class _EventRow:
    time: str
    length: str
    name: str
    severity: str
    side: str
    reason: str


@dataclass(frozen=True, slots=True)
class _CueRow:
    time: str
    words: str
    severity: str


@dataclass(frozen=True, slots=True)
class _Picture:
    caption: str
    data: str


def report_page(
    analysis: Analysis,
    summary: Summary,
    stills: tuple[Still, ...] = (),
    *,
    band_cm: float = BAND_CM,
    outer_cm: float = OUTER_CM,
    keep_out: Sequence[KeepOutZone] = (),
) -> str:
    """The page as one HTML text.

    Args:
        analysis: the whole clip.
        summary: its figures.
        stills: pictures of key moments (see `html_stills.key_moments`).
        band_cm: half width of the spine band in force.
        outer_cm: outer limit of the zones in force, to each side of the spine.
        keep_out: the marked areas in force.

    Returns:
        HTML; everything that comes from outside (the clip's name, cue words, settings) is escaped.
    """
    return _template().render(
        name=PurePath(analysis.clip.path.replace("\\", "/")).name,
        clip=analysis.clip,
        summary=summary,
        clip_length=length(analysis.clip.duration_s),
        on_back=length(summary.time_on_back_s),
        median_dwell=_figure(summary.median_dwell_s, "s"),
        short=in_short(analysis, summary),
        view=view_words(summary),
        cm_per_px=_figure(summary.view.cm_per_px, "cm", 2),
        sigma=_figure(summary.view.sigma_cm, "cm"),
        rules=_rule_rows(analysis, summary),
        zones=_zone_rows(summary),
        balance=_balance(summary),
        load=_load(summary.load),
        events=_event_rows(analysis),
        cues=[_CueRow(clock(cue.t_s), cue.spoken, cue.severity.value) for cue in analysis.cues],
        timeline=timeline(analysis),
        back_map=back_map(analysis, band_cm, outer_cm, keep_out),
        marked=bool(keep_out),
        histogram=dwell_histogram(analysis.stands),
        stills=[_Picture(still.caption, base64.b64encode(still.jpeg).decode()) for still in stills],
        settings=sorted((str(name), _setting(value)) for name, value in analysis.settings.items()),
        program=sorted(analysis.program.items()),
        seen=[
            ("Receiver seen", _percent(summary.visibility.receiver_measured)),
            ("Receiver kept from before", _percent(summary.visibility.receiver_held)),
            ("Giver seen", _percent(summary.visibility.giver_measured)),
            ("Could not be judged", _percent(summary.visibility.unknown)),
        ],
    )


@cache
def _template() -> Template:
    loader = PackageLoader("coach.report", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")


def _rule_rows(analysis: Analysis, summary: Summary) -> list[_RuleRow]:
    judged = judged_shares(analysis)
    in_force = {entry.rule: entry for entry in CATALOGUE if entry.in_force}
    return [
        _RuleRow(
            RULE_NAMES[figures.rule],
            ", ".join(in_force[figures.rule].technique),
            figures.count,
            f"{figures.total_s:.1f}",
            f"{figures.per_min:.1f}" if math.isfinite(figures.per_min) else "–",
            _percent(judged[figures.rule]) if summary.time_on_back_s > 0 and figures.rule is not Rule.NOT_SEEN else "–",
        )
        for figures in summary.rules
        if figures.rule in in_force
    ]


def _zone_rows(summary: Summary) -> list[_ZoneRow]:
    seconds = {(part.zone, part.side): part.seconds for part in summary.coverage}
    most = max([*seconds.values(), 0.001])
    rows: list[_ZoneRow] = []
    for zone, name in ZONE_NAMES.items():
        left, right = seconds.get((zone, Side.LEFT), 0.0), seconds.get((zone, Side.RIGHT), 0.0)
        rows.append(_ZoneRow(name, f"{left:.1f}", f"{right:.1f}", 100 * left / most, 100 * right / most))
    return rows


def _balance(summary: Summary) -> str:
    ratio = summary.left_right_ratio
    left = sum(part.seconds for part in summary.coverage if part.side is Side.LEFT)
    right = sum(part.seconds for part in summary.coverage if part.side is Side.RIGHT)
    if not math.isfinite(ratio):
        sides = [name for name, seconds in (("left", left), ("right", right)) if seconds > 0]
        return f"Only the {sides[0]} side was trodden." if sides else "No stand was seen."
    if 0.8 <= ratio <= 1.25:
        return f"Both sides got about the same time (left to right {ratio:.2f})."
    side = "left" if ratio > 1 else "right"
    return f"The {side} side got more time (left to right {ratio:.2f})."


def _load(load: LoadFigures) -> str:
    """The load proxy in a sentence."""
    if not math.isfinite(load.low):
        return "Nobody was seen on the back."
    mean = f"{load.low:.2f}" if load.high - load.low < 0.005 else f"{load.low:.2f} to {load.high:.2f}"
    early = f"{load.early_s:.0f} s of it came too early" if load.early_s >= 0.5 else "none of it was seen too early"
    return f"Mean {mean}; {early}; judged in {_percent(load.known)} of the time on the back."


def _event_rows(analysis: Analysis) -> list[_EventRow]:
    return [
        _EventRow(
            clock(event.start_s),
            length(event.end_s - event.start_s),
            RULE_NAMES[event.rule],
            event.severity.value,
            event.side.value if event.side else "",
            event.reason,
        )
        for event in analysis.events
    ]


def _figure(value: float, unit: str, digits: int = 1) -> str:
    return f"{value:.{digits}f} {unit}" if math.isfinite(value) else "not known"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if math.isfinite(share) else "–"


def _setting(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
