"""The tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan

import numpy as np
from rich.table import Table

from benchmarks.bars import BARE, BARS, PLAIN, VIEWS, Bar
from benchmarks.cold import BAR as COLD_BAR
from benchmarks.cold import Cold
from benchmarks.scoring import ANSWERS, ClipScore, Group
from benchmarks.stills import KINDS, StillScore

WIDTH = 190


def score_table(title: str, columns: Mapping[str, Group], bare: bool) -> Table:
    """A row for each bar and figure, a column for each group; "!" = short of the bar."""
    table = _table(title, "", *columns)
    for bar in BARS:
        table.add_row(bar.name, *(_held(bar, group) for group in columns.values()))
    table.add_section()
    for plain in PLAIN:
        table.add_row(plain.name, *(_cell(plain.value(group)) for group in columns.values()))
    if bare:
        table.add_section()
        for plain in BARE:
            table.add_row(plain.name, *(_cell(plain.value(group)) for group in columns.values()))
    return table


def event_table(group: Group) -> Table:
    """What became of each kind of event."""
    table = _table("events", "kind", "true", "hit", "missed", "unknown", "false", "near", "F1", "delay s", "decided s")
    for kind in ANSWERS:
        found = group.event(kind)
        numbers = (found.truth, found.hit, found.miss, found.unknown, found.false, found.near)
        figures = (group.f1(kind), group.delay_s(kind), group.told_s(kind))
        table.add_row(kind, *(str(number) for number in numbers), *(_cell(figure) for figure in figures))
    return table


def verdicts(columns: Mapping[str, Group]) -> Table:
    """Each bar: reached or short, and where it is short."""
    table = _table("the bars", "bar", "all", "", "short in")
    table.columns[-1].justify = "left"
    for bar in BARS:
        reached = {name: bar.reached(part) for name, group in columns.items() if (part := bar.part(group)).clips}
        short = [name for name, good in reached.items() if good is False and name != "all"]
        whole = reached.get("all")
        word = "nothing to judge" if whole is None else "reached" if whole and not short else "short"
        value = _cell(bar.value(bar.part(columns["all"])))
        table.add_row(bar.name, value, word, ", ".join(short))
    return table


def cold_table(colds: Sequence[Cold]) -> Table:
    """Each clip from its beginning and from its middle."""
    table = _table(
        f"begun in the middle: both people over the same frames, at most {100 * COLD_BAR:.0f} points lost",
        *("clip", "view", "cut s", "frames", "whole", "cold", "lost", "found after s"),
        *("spine cm", "feet cm", "2 sigma", "judged"),
    )
    for one in colds:
        lost = one.whole - one.cold
        feet = (one.score.foot_lateral_med_cm, one.score.within_2_sigma, one.score.foot_judged_accepted)
        table.add_row(
            *(one.name, one.view, _cell(one.cut_s), str(one.frames), _cell(one.whole), _cell(one.cold)),
            f"{_cell(lost)}{'!' if lost > COLD_BAR else ' '}",
            *(_cell(figure) for figure in (one.found_s, one.score.spine_err_cm, *feet)),
        )
    weights = [one.frames for one in colds]
    if sum(weights):
        whole, cold = (
            float(np.average([getattr(one, n) for one in colds], weights=weights)) for n in ("whole", "cold")
        )
        table.add_section()
        lost = f"{_cell(whole - cold)}{'!' if whole - cold > COLD_BAR else ' '}"
        table.add_row("all", "", "", str(sum(weights)), _cell(whole), _cell(cold), lost)
    return table


def stills_table(stills: Sequence[StillScore]) -> Table:
    """Stills by kind and by the camera's place."""
    table = _table(
        "stills, each shown for a second and a half",
        *("stills", "view", "n", "giver", "receiver", "both", "spine cm"),
        *("feet", "judged", "accepted", "judged of these", "lateral cm", "p90", "within 2 sigma"),
    )
    for kind in KINDS:
        for view in VIEWS:
            _add_stills(table, kind, view, [one for one in stills if one.kind == kind and one.view == view])
        table.add_section()
    for view in VIEWS:
        _add_stills(table, "all with a giver", view, [one for one in stills if one.feet and one.view == view])
    _add_stills(table, "all with a giver", "", [one for one in stills if one.feet])
    return table


def _add_stills(table: Table, kind: str, view: str, stills: Sequence[StillScore]) -> None:
    if not stills:
        return
    feet = [foot for one in stills for foot in one.feet]
    accepted = [foot for foot in feet if foot.accepted]
    measured = [foot for foot in feet if not isnan(foot.error_cm)]
    errors = [foot.error_cm for foot in measured]
    table.add_row(
        *(kind, view, str(len(stills))),
        *(
            _cell(_share(one.giver_ok for one in stills if one.giver_ok is not None)),
            _cell(_share(one.receiver_ok for one in stills)),
        ),
        _cell(_share(one.giver_ok and one.receiver_ok for one in stills if one.giver_ok is not None)),
        _cell(_quantile([one.spine_err_cm for one in stills if not isnan(one.spine_err_cm)], 0.5)),
        *(str(len(feet)), _cell(_share(foot.judged for foot in feet)), _cell(_share(foot.accepted for foot in feet))),
        _cell(_share(foot.judged for foot in accepted)),
        *(_cell(_quantile(errors, 0.5)), _cell(_quantile(errors, 0.9))),
        _cell(_share(foot.error_cm <= 2 * foot.sigma_cm for foot in measured)),
    )


def variants_table(title: str, rows: Mapping[str, ClipScore | None]) -> Table:
    """A row for each variant. Events: hit/true, "?" = declared unknown; then the false ones by kind."""
    table = _table(
        title,
        *("variant", "giver", "receiver", "both", "swapped", "spine cm", "feet cm", "p90", "2 sigma"),
        *("judged", "refused", "hands", "technique", "steps", "events", "false", "alarms/10min"),
    )
    for name, one in rows.items():
        if one is None:
            table.add_row(name, "cannot be made of this clip")
            continue
        figures = (one.giver_ok, one.receiver_ok, one.both_ok, one.swapped, one.spine_err_cm, one.foot_lateral_med_cm)
        figures += (one.foot_lateral_p90_cm, one.within_2_sigma, one.foot_judged_accepted, one.refused, one.hand_right)
        figures += (one.technique_right, one.steps_right)
        found = {kind: event for kind, event in one.events.items() if event.truth}
        hits = [f"{_SHORT[kind]} {e.hit}/{e.truth}{'?' * e.unknown}" for kind, e in found.items()]
        false = [f"{_SHORT[kind]} {e.false}" for kind, e in one.events.items() if e.false]
        alarms = Group((one,)).false_alarms
        table.add_row(name, *(_short(figure) for figure in figures), ", ".join(hits), ", ".join(false), f"{alarms:.1f}")
    return table


_SHORT = {
    "spine_step": "spine",
    "support_lost": "support",
    "fast_step": "fast",
    "receiver_move": "move",
    "off_zone": "zone",
}


def _short(value: float) -> str:
    return "-" if isnan(value) else f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


def _held(bar: Bar, group: Group) -> str:
    part = bar.part(group)
    if not part.clips:
        return ""
    reached = bar.reached(part)
    value = bar.value(part)
    if isnan(value) and reached:
        return "told "
    return f"{_cell(value)}{'!' if reached is False else ' '}"


def _share(goods: Iterable[bool]) -> float:
    whole = list(goods)
    return sum(whole) / len(whole) if whole else float("nan")


def _quantile(values: Sequence[float], share: float) -> float:
    return float(np.quantile(values, share)) if values else float("nan")


def _cell(value: float) -> str:
    return "-" if isnan(value) else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, padding=(0, 1, 0, 0))
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="left" if index == 0 else "right", no_wrap=True)
    return table
