"""A clip's outcome in words: one line for a list of clips, one table for a single clip."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.table import Table

from coach.core.findings import Rule
from coach.core.phrase import Phrase
from coach.core.rules.catalogue import entry
from coach.core.sight import ViewVerdict
from coach.core.summary import RuleFigures, Summary, ViewFigures
from coach.core.words import Language
from coach.report.html_phrases import RULE_NAMES

RULE_WORDS: dict[Rule, Phrase] = {
    Rule.SPINE_STEP: Phrase("spine step", "压到脊柱"),
    Rule.KEEP_OUT: Phrase("press on a marked area", "压到标记的部位"),
    Rule.OFF_ZONE: Phrase("step off the muscle bands", "踩到肌肉以外"),
    Rule.SUPPORT_LOST: Phrase("loss of support", "手没有扶住"),
    Rule.FAST_STEP: Phrase("fast step", "脚落得太快"),
    Rule.SHORT_PAUSE: Phrase("short pause", "停得太短"),
    Rule.LONG_PAUSE: Phrase("long pause", "停得太久"),
    Rule.ORDER: Phrase("step out of order", "顺序不对"),
    Rule.UNEVEN: Phrase("uneven side", "两侧不均"),
    Rule.RECEIVER_MOVED: Phrase("movement of the receiver", "趴着的人挪动"),
    Rule.RECEIVER_SIGNAL: Phrase("signal of the receiver", "停止的信号"),
}
_HEADINGS = (
    Phrase("What the coach watches", "教练看什么"),
    Phrase("Times", "次数"),
    Phrase("Seconds", "秒"),
    Phrase("Per minute", "每分钟"),
)
_CAPTION = Phrase(
    "{on_back:.0f} s on the back, {steps} steps of {step} s, {cues} cues. A foot is placed to ± {sigma} cm in this "
    "view; {unknown:.0%} of the frames could not be judged.",
    "在背上 {on_back:.0f} 秒，{steps} 步，每步 {step} 秒，{cues} 次提示。从这个位置看，脚的位置准到 ± {sigma} 厘米；"
    "{unknown:.0%} 的画面无法判断。",
)
_UNKNOWN = Phrase("unknown", "不知道")
_VIEW = {
    ViewVerdict.GOOD: "good",
    ViewVerdict.USABLE: "usable",
    ViewVerdict.CANNOT_JUDGE_FEET: "too bad to judge the feet",
    ViewVerdict.UNKNOWN: "unknown",
}


def one_line(summary: Summary) -> str:
    """What was found, and how much could not be judged, without an end mark."""
    seen = summary.visibility
    if seen.receiver_measured + seen.receiver_held == 0.0:
        return "unknown: no lying receiver was seen"
    if seen.giver_measured == 0.0:
        return "unknown: no giver was seen"
    faults = [_counted(figures) for figures in summary.rules if figures.count and figures.rule in RULE_WORDS]
    if summary.time_on_back_s == 0.0:
        faults.insert(0, "the giver was not seen on the receiver")
    told = [", ".join(faults) if faults else "no fault seen"]
    if seen.unknown:
        told.append(f"not judged in {seen.unknown:.0%} of the frames")
    return "; ".join([*told, *_view(summary.view)])


def _view(view: ViewFigures) -> Iterator[str]:
    """Where a camera stands that is not well placed, and what to do about it."""
    if view.camera is not None and view.advice:
        advice = view.advice[0].lower() + view.advice[1:].rstrip(".")
        place = f"{view.camera.end}, a foot to ± {_known(view.sigma_cm, '.1f')} cm"
        yield f"the view ({place}) is {_VIEW[view.verdict]}: {advice}"


def summary_table(summary: Summary, title: str, language: Language = Language.EN) -> Table:
    """The rules that are in force, with what was found; and how much was seen."""
    table = Table(title=title, title_justify="left", caption_justify="left", caption=_caption(summary, language))
    watched, *figures_of = _HEADINGS
    table.add_column(watched.of(language))
    for heading in figures_of:
        table.add_column(heading.of(language), justify="right")
    for figures in summary.rules:
        line = entry(figures.rule)
        if line.in_force:
            says = line.says if language is Language.EN else RULE_NAMES[figures.rule].of(language)
            per_min = _known(figures.per_min, ".1f", language)
            table.add_row(says, str(figures.count), f"{figures.total_s:.1f}", per_min)
    return table


def _caption(summary: Summary, language: Language) -> str:
    return _CAPTION.of(language).format(
        on_back=summary.time_on_back_s,
        steps=summary.steps,
        step=_known(summary.median_dwell_s, ".1f", language),
        cues=summary.cues,
        sigma=_known(summary.view.sigma_cm, ".1f", language),
        unknown=summary.visibility.unknown,
    )


def _counted(figures: RuleFigures) -> str:
    word = RULE_WORDS[figures.rule].en
    if figures.count == 1:
        return f"1 {word}"
    plurals = {Rule.SUPPORT_LOST: "losses of support", Rule.RECEIVER_MOVED: "movements of the receiver"}
    plurals |= {Rule.RECEIVER_SIGNAL: "signals of the receiver", Rule.KEEP_OUT: "presses on a marked area"}
    plurals |= {Rule.OFF_ZONE: "steps off the muscle bands", Rule.ORDER: "steps out of order"}
    return f"{figures.count} {plurals.get(figures.rule, word + 's')}"


def _known(value: float, form: str, language: Language = Language.EN) -> str:
    return _UNKNOWN.of(language) if math.isnan(value) else format(value, form)
