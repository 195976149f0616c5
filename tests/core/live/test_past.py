"""Past sessions come to faults, weeks and trends; what is not known is never nought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from coach.core.findings import Rule, Severity
from coach.core.live.past import PastSession, Week, faults, trends, weeks
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally, begin_tally

BEGAN = datetime(2025, 3, 5, 20, 0)  # a Wednesday


def told(on_back_s: float = 600.0, **counts: int) -> Tally:
    rules = tuple(replace(one, count=counts.get(one.rule.value, 0)) for one in begin_tally().rules)
    return replace(begin_tally(), session_s=on_back_s, on_back_s=on_back_s, rules=rules)


def session(number: int, tally: Tally | None, began: datetime = BEGAN) -> PastSession:
    return PastSession(number, began, Ending.ASKED, tally)


def test_faults_are_counted_by_tier_and_blindness_is_none() -> None:
    tally = told(spine_step=2, receiver_signal=1, support_lost=4, fast_step=3, short_pause=9, not_seen=50)
    assert faults(tally, Severity.URGENT) == 3
    assert faults(tally, Severity.WARNING) == 7
    assert faults(None, Severity.URGENT) is None


def test_weeks_run_from_monday_to_sunday_and_empty_ones_are_told() -> None:
    sunday, monday = datetime(2025, 3, 9, 23, 59), datetime(2025, 3, 10, 0, 0)
    past = (session(3, told(), monday), session(2, told(), sunday), session(1, told(), datetime(2025, 2, 24)))
    assert weeks(past, date(2025, 3, 20), 12) == (
        Week(date(2025, 3, 17), 0),
        Week(date(2025, 3, 10), 1),
        Week(date(2025, 3, 3), 1),
        Week(date(2025, 2, 24), 1),
    )
    assert [week.sessions for week in weeks(past, date(2025, 3, 20), 2)] == [0, 1]


def test_without_sessions_there_is_this_week_alone() -> None:
    assert weeks((), date(2025, 3, 5), 12) == (Week(date(2025, 3, 3), 0),)


def test_a_clock_that_was_set_back_hides_no_session() -> None:
    assert [week.sessions for week in weeks((session(1, told()),), date(2025, 2, 1), 12)] == [1]


def test_a_trend_is_a_rate_oldest_first_and_unknown_where_nobody_was_seen_on_the_back() -> None:
    past = (
        session(4, told(300.0, spine_step=1)),
        session(3, None),
        session(2, told(0.0)),
        session(1, told(1200.0, spine_step=4)),
    )
    (trend,) = trends(past)
    assert trend.rule is Rule.SPINE_STEP
    assert trend.rates == (2.0, None, None, 2.0)
    assert trend.count == 5


def test_rules_that_were_never_broken_have_no_trend_and_the_weightiest_comes_first() -> None:
    found = trends((session(1, told(long_pause=1, spine_step=1)),))
    assert [trend.rule for trend in found] == [Rule.SPINE_STEP, Rule.LONG_PAUSE]
    assert trends((session(1, told()),)) == ()
