"""Past sessions, and what they come to over weeks: faults per session, sessions per week, the trend of each rule.

Sums that cannot be read (another version wrote them) and sessions in which nobody was seen on the back say nothing
about faults: their numbers are unknown, never nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coach.core.findings import Rule, Severity
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally
from coach.core.rules.catalogue import CATALOGUE

_TEN_MINUTES_S = 600.0
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PastSession:
    """One session of the history.

    Attributes:
        number: its number, counted up.
        began: when.
        ending: how it ended; None = it is going on, or was broken off.
        tally: its sums, up to the last seconds; None = another version wrote them.
        profile: the name that it was kept under; empty = none.
    """

    number: int
    began: datetime
    ending: Ending | None
    tally: Tally | None
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """A week, Monday to Sunday, and how many sessions it had."""

    monday: date
    sessions: int


@dataclass(frozen=True, slots=True)
class Trend:
    """One rule over the sessions, the oldest first.

    Attributes:
        rule: which.
        rates: faults per ten minutes on the back; None = not known.
        count: faults in all.
    """

    rule: Rule
    rates: tuple[float | None, ...]
    count: int


def faults(tally: Tally | None, severity: Severity) -> int | None:
    """How many faults of that tier were told; None = not known. What could not be seen is no fault."""
    if tally is None:
        return None
    rules = [row.rule for row in CATALOGUE if row.severity is severity and row.rule is not Rule.NOT_SEEN]
    return sum(tally.count(rule) for rule in rules)


def weeks(counted: Sequence[PastSession], today: date, most: int) -> tuple[Week, ...]:
    """The weeks from the first of these sessions to today's, the newest first, empty ones too; at most so many."""
    mondays = [_monday(one.began.date()) for one in counted]
    newest = max([*mondays, _monday(today)])
    oldest = max(min(mondays, default=newest), newest - (most - 1) * WEEK)
    count = (newest - oldest) // WEEK + 1
    return tuple(Week(monday, mondays.count(monday)) for monday in (newest - back * WEEK for back in range(count)))


def trends(past: Sequence[PastSession]) -> tuple[Trend, ...]:
    """Each rule in force that ever was broken, the weightiest first, over sessions in any order."""
    ordered = sorted(past, key=lambda one: one.number)
    found = (Trend(row.rule, _rates(ordered, row.rule), _count(ordered, row.rule)) for row in CATALOGUE if row.in_force)
    return tuple(trend for trend in found if trend.count)


def _rates(ordered: Sequence[PastSession], rule: Rule) -> tuple[float | None, ...]:
    return tuple(
        None
        if one.tally is None or one.tally.on_back_s <= 0.0
        else one.tally.count(rule) * _TEN_MINUTES_S / one.tally.on_back_s
        for one in ordered
    )


def _count(ordered: Sequence[PastSession], rule: Rule) -> int:
    return sum(one.tally.count(rule) for one in ordered if one.tally is not None)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
