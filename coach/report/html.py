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
from coach.core.findings import Event, Limb, Rule
from coach.core.landmarks import Side
from coach.core.phrase import Phrase
from coach.core.rules.catalogue import CATALOGUE
from coach.core.rules.keep_out import KeepOutZone
from coach.core.summary import LoadFigures, RuleFigures, Summary
from coach.core.words import Language, cue_words
from coach.report.html_back_map import back_map
from coach.report.html_figures import dwell_histogram, timeline
from coach.report.html_phrases import LIMBS, REASONS, RULE_NAMES, SEVERITIES, SIDES, ZONE_NAMES
from coach.report.html_stills import Still
from coach.report.html_words import ENOUGH_JUDGED, NOT_KNOWN, clock, in_short, length, view_words

BAND_CM, OUTER_CM = 2.0, 15.0


@dataclass(frozen=True, slots=True)
class _RuleRow:
    """A zero is told only where the rule could be judged: `?` mostly not, `–` not looked for."""

    name: str
    technique: str
    is_hit: bool
    count: str
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
    matters: str
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
    language: Language = Language.EN,
) -> str:
    """The page as one HTML text.

    Args:
        analysis: the whole clip.
        summary: its figures.
        stills: pictures of key moments (see `html_stills.key_moments`).
        band_cm: half width of the spine band in force.
        outer_cm: outer limit of the zones in force, to each side of the spine.
        keep_out: the marked areas in force.
        language: of the page's words; names of settings and of program parts stay as they are.

    Returns:
        HTML; everything that comes from outside (the clip's name, cue words, settings) is escaped.
    """
    is_chinese = language is Language.ZH

    def say(english: str, chinese: str) -> str:
        return chinese if is_chinese else english

    return _template().render(
        say=say,
        html_language="zh-CN" if is_chinese else "en",
        name=PurePath(analysis.clip.path.replace("\\", "/")).name,
        clip=analysis.clip,
        summary=summary,
        clip_length=length(analysis.clip.duration_s, language),
        on_back=length(summary.time_on_back_s, language),
        median_dwell=_figure(summary.median_dwell_s, say("s", "秒"), language),
        short=in_short(analysis, summary, language),
        view=view_words(summary, language),
        cm_per_px=_figure(summary.view.cm_per_px, say("cm", "厘米"), language, 2),
        sigma=_figure(summary.view.sigma_cm, say("cm", "厘米"), language),
        rules=_rule_rows(summary, language),
        zones=_zone_rows(summary, language),
        balance=_balance(summary).of(language),
        load=_load(summary.load).of(language),
        events=_event_rows(analysis, language),
        cues=[
            _CueRow(clock(cue.t_s), cue_words(cue.cue, cue.firm, language) if is_chinese else cue.spoken, cue.severity)
            for cue in analysis.cues
        ],
        timeline=timeline(analysis, language),
        back_map=back_map(analysis, band_cm, outer_cm, keep_out, language),
        marked=bool(keep_out),
        histogram=dwell_histogram(analysis.stands, language),
        stills=[_Picture(still.caption, base64.b64encode(still.jpeg).decode()) for still in stills],
        settings=sorted((str(name), _setting(value)) for name, value in analysis.settings.items()),
        program=sorted(analysis.program.items()),
        seen=[
            (say("Receiver seen", "看到趴着的人"), _percent(summary.visibility.receiver_measured)),
            (say("Receiver kept from before", "沿用之前看到的"), _percent(summary.visibility.receiver_held)),
            (
                say("Receiver seen to lie otherwise than on the front", "看到没有趴着"),
                _percent(summary.lies.otherwise),
            ),
            (say("Giver seen", "看到踩背的人"), _percent(summary.visibility.giver_measured)),
            (say("Could not be judged", "无法判断"), _percent(summary.visibility.unknown)),
        ],
    )


@cache
def _template() -> Template:
    loader = PackageLoader("coach.report", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")


def _rule_rows(summary: Summary, language: Language) -> list[_RuleRow]:
    in_force = {entry.rule: entry for entry in CATALOGUE if entry.in_force}
    return [
        _RuleRow(
            RULE_NAMES[figures.rule].of(language),
            ", ".join(in_force[figures.rule].technique),
            figures.count > 0,
            _count(figures),
            f"{figures.total_s:.1f}" if figures.count else "–",
            f"{figures.per_min:.1f}" if figures.count and math.isfinite(figures.per_min) else "–",
            _percent(figures.judged),
        )
        for figures in summary.rules
        if figures.rule in in_force
    ]


def _count(figures: RuleFigures) -> str:
    if figures.count or figures.rule is Rule.NOT_SEEN:
        return str(figures.count)
    if not math.isfinite(figures.judged):
        return "–"
    return "0" if figures.judged >= ENOUGH_JUDGED else "?"


def _zone_rows(summary: Summary, language: Language) -> list[_ZoneRow]:
    seconds = {(part.zone, part.side): part.seconds for part in summary.coverage}
    most = max([*seconds.values(), 0.001])
    rows: list[_ZoneRow] = []
    for zone, name in ZONE_NAMES.items():
        left, right = seconds.get((zone, Side.LEFT), 0.0), seconds.get((zone, Side.RIGHT), 0.0)
        rows.append(_ZoneRow(name.of(language), f"{left:.1f}", f"{right:.1f}", 100 * left / most, 100 * right / most))
    return rows


def _balance(summary: Summary) -> Phrase:
    ratio = summary.left_right_ratio
    left = sum(part.seconds for part in summary.coverage if part.side is Side.LEFT)
    right = sum(part.seconds for part in summary.coverage if part.side is Side.RIGHT)
    if not math.isfinite(ratio):
        if left <= 0 and right <= 0:
            return Phrase("No stand was seen.", "没有看到脚步。")
        side = SIDES["left" if left > 0 else "right"]
        return Phrase(f"Only the {side.en} side was trodden.", f"只踩了{side.zh}侧。")
    if 0.8 <= ratio <= 1.25:
        return Phrase(
            f"Both sides got about the same time (left to right {ratio:.2f}).",
            f"两边的时间差不多（左比右 {ratio:.2f}）。",
        )
    side = SIDES["left" if ratio > 1 else "right"]
    return Phrase(
        f"The {side.en} side got more time (left to right {ratio:.2f}).",
        f"{side.zh}侧的时间更多（左比右 {ratio:.2f}）。",
    )


def _load(load: LoadFigures) -> Phrase:
    """The load proxy in a sentence."""
    if not math.isfinite(load.low):
        return Phrase("Nobody was seen on the back.", "没有看到有人在背上。")
    one = load.high - load.low < 0.005
    early = load.early_s >= 0.5
    known = _percent(load.known)
    return Phrase(
        f"Mean {load.low:.2f}{'' if one else f' to {load.high:.2f}'}; "
        f"{f'{load.early_s:.0f} s of it came too early' if early else 'none of it was seen too early'}; "
        f"judged in {known} of the time on the back.",
        f"平均 {load.low:.2f}{'' if one else f' 到 {load.high:.2f}'}；"
        f"{f'其中 {load.early_s:.0f} 秒来得太早' if early else '没有看到来得太早'}；踩背时间的 {known} 可以判断。",
    )


def _event_rows(analysis: Analysis, language: Language) -> list[_EventRow]:
    return [
        _EventRow(
            clock(event.start_s),
            length(event.end_s - event.start_s, language),
            RULE_NAMES[event.rule].of(language),
            event.severity.value,
            SEVERITIES[event.severity].of(language),
            SIDES[event.side].of(language) if event.side else "",
            _about(event, language),
        )
        for event in analysis.events
    ]


def _about(event: Event, language: Language) -> str:
    """Which kind, and that it was a hand; most presses are feet's, which goes without saying."""
    reason = event.reason if language is Language.EN else REASONS.get(event.reason, event.reason)
    limb = "" if event.limb is Limb.FOOT else LIMBS[event.limb].of(language)
    return {Language.EN: ", ", Language.ZH: "，"}[language].join(part for part in (reason, limb) if part)


def _figure(value: float, unit: str, language: Language, digits: int = 1) -> str:
    return f"{value:.{digits}f} {unit}" if math.isfinite(value) else NOT_KNOWN.of(language)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if math.isfinite(share) else "–"


def _setting(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
