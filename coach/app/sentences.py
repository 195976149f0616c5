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


def summary_table(summary: Summary, title: str) -> Table:
    """The rules that are in force, with what was found; and how much was seen."""
    table = Table(title=title, title_justify="left", caption_justify="left", caption=_caption(summary))
    table.add_column("What the coach watches")
    for heading in ("Times", "Seconds", "Per minute"):
        table.add_column(heading, justify="right")
    for figures in summary.rules:
        line = entry(figures.rule)
        if line.in_force:
            table.add_row(line.says, str(figures.count), f"{figures.total_s:.1f}", _known(figures.per_min, ".1f"))
    return table


def _caption(summary: Summary) -> str:
    seen, step_s = summary.visibility, _known(summary.median_dwell_s, ".1f")
    return (
        f"{summary.time_on_back_s:.0f} s on the back, {summary.steps} steps of {step_s} s, {summary.cues} cues. A foot "
        f"is placed to ± {_known(summary.view.sigma_cm, '.1f')} cm in this view; "
        f"{seen.unknown:.0%} of the frames could not be judged."
    )


def _counted(figures: RuleFigures) -> str:
    word = RULE_WORDS[figures.rule].en
    if figures.count == 1:
        return f"1 {word}"
    plurals = {Rule.SUPPORT_LOST: "losses of support", Rule.RECEIVER_MOVED: "movements of the receiver"}
    plurals |= {Rule.RECEIVER_SIGNAL: "signals of the receiver", Rule.KEEP_OUT: "presses on a marked area"}
    plurals |= {Rule.OFF_ZONE: "steps off the muscle bands", Rule.ORDER: "steps out of order"}
    return f"{figures.count} {plurals.get(figures.rule, word + 's')}"


def _known(value: float, form: str) -> str:
    return "unknown" if math.isnan(value) else format(value, form)
