"""Once or twice a week (technique.md A3): a third session within seven days is advised against, and never forbidden.

Days are those of the calendar where each session was, because that is how people count them: who treads every Monday
and Thursday treads twice a week, whatever the hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from coach.core.live.past import PastSession
from coach.core.phrase import Phrase
from coach.core.thresholds import Threshold

MOST = 2  # technique.md A3: once or twice
_DAYS = timedelta(days=7)
_JOURNEY = timedelta(days=1)  # who flies west may have trodden "tomorrow"

_WEEKDAYS = tuple(
    Phrase(*pair)
    for pair in (
        ("Mon", "周一"),
        ("Tue", "周二"),
        ("Wed", "周三"),
        ("Thu", "周四"),
        ("Fri", "周五"),
        ("Sat", "周六"),
        ("Sun", "周日"),
    )
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class WeeklyParams:
    """What counts as a session of the week."""

    least_s: Annotated[
        float,
        Threshold(
            "s", 0.0, 1200.0, "technique.md A1: a session takes 10 to 20 minutes; less than 2 is a try; own judgement"
        ),
    ] = 120.0


def sessions_that_count(params: WeeklyParams, past: Iterable[PastSession]) -> tuple[PastSession, ...]:
    """Those with at least `least_s` on the back, seen or perhaps unseen. What is not known counts."""
    return tuple(
        one for one in past if one.tally is None or one.tally.on_back_s + one.tally.perhaps_s >= params.least_s
    )


def weekly_advice(params: WeeklyParams, past: Iterable[PastSession], now: datetime) -> Phrase | None:
    """Words against one more session today; None = it would be the first or the second within seven days.

    Args:
        params: what counts as a session.
        past: sessions before this one, in any order.
        now: when it would begin, where the couple is.
    """
    today = now.date()
    days = sorted(
        day
        for day in (one.began.date() for one in sessions_that_count(params, past))
        if today - _DAYS < day <= today + _JOURNEY
    )
    if len(days) < MOST:
        return None
    free = days[-MOST] + _DAYS
    told = [day_words(day) for day in dict.fromkeys(days)]
    count = Phrase("", "") if len(told) == len(days) else Phrase(f" ({len(days)} sessions)", f"（共{len(days)}次）")
    english = told[0].en if len(told) == 1 else f"{', '.join(day.en for day in told[:-1])} and {told[-1].en}"
    return Phrase(
        f"You already had sessions on {english}{count.en}, and once or twice a week is advised: better wait "
        f"until {day_words(free).en}. You decide.",
        f"{'、'.join(day.zh for day in told)}已经踩过{count.zh}。建议每周一到两次，"
        f"最好等到{day_words(free).zh}。由你们决定。",
    )


def day_words(day: date) -> Phrase:
    """A day: `Mon 2 Mar`, `3月2日周一`."""
    weekday = _WEEKDAYS[day.weekday()]
    return Phrase(f"{weekday.en} {day.day} {_MONTHS[day.month - 1]}", f"{day.month}月{day.day}日{weekday.zh}")
