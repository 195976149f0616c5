"""Once or twice a week: a third session within seven days is advised against, by the calendar, and never forbidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from coach.core.live.past import PastSession
from coach.core.live.stage import Ending
from coach.core.live.tally import begin_tally
from coach.core.live.weekly import WeeklyParams, day_words, sessions_that_count, weekly_advice
from coach.core.phrase import Phrase

PARAMS = WeeklyParams()
MONDAY = datetime(2025, 3, 3, 20, 0)


def session(began: datetime, on_back_s: float = 600.0, perhaps_s: float = 0.0, *, readable: bool = True) -> PastSession:
    tally = replace(begin_tally(), session_s=700.0, on_back_s=on_back_s, perhaps_s=perhaps_s)
    return PastSession(1, began, Ending.ASKED, tally if readable else None)


def on(*days: int) -> tuple[PastSession, ...]:
    """Sessions so many days after the Monday."""
    return tuple(session(MONDAY + timedelta(days=day)) for day in days)


def advice(past: tuple[PastSession, ...], now: datetime) -> Phrase | None:
    return weekly_advice(PARAMS, past, now)


def test_the_first_and_the_second_session_begin_without_a_word() -> None:
    assert advice((), MONDAY) is None
    assert advice(on(0), MONDAY + timedelta(days=1)) is None


def test_a_third_session_within_seven_days_is_advised_against_with_the_days() -> None:
    told = advice(on(0, 3), MONDAY + timedelta(days=5))
    assert told == Phrase(
        "You already had sessions on Mon 3 Mar and Thu 6 Mar, and once or twice a week is advised: better wait until "
        "Mon 10 Mar. You decide.",
        "3月3日周一、3月6日周四已经踩过。建议每周一到两次，最好等到3月10日周一。由你们决定。",
    )


def test_every_monday_and_thursday_is_twice_a_week_whatever_the_hour() -> None:
    assert advice(on(0, 3), datetime(2025, 3, 10, 0, 1)) is None  # Monday begins
    assert advice(on(0, 3), datetime(2025, 3, 9, 23, 59)) is not None  # Sunday ends


def test_the_day_that_is_named_is_the_first_one_without_advice() -> None:
    for days in ((0, 1), (0, 6), (2, 2), (0, 1, 5), (1, 3, 4, 6)):
        past = on(*days)
        now = MONDAY + timedelta(days=6)
        while (told := advice(past, now)) is not None:
            named = told.en.partition("until ")[2].partition(".")[0]
            now += timedelta(days=1)
        assert named == day_words(now.date()).en, days


def test_two_sessions_on_one_day_are_two_and_told_so() -> None:
    told = advice(on(0, 0), MONDAY + timedelta(days=1))
    assert told is not None
    assert "on Mon 3 Mar (2 sessions)," in told.en
    assert "3月3日周一已经踩过（共2次）。" in told.zh


def test_a_third_one_on_the_same_day_is_advised_against() -> None:
    assert advice(on(0, 0), MONDAY + timedelta(hours=1)) is not None


def test_what_was_given_up_after_a_minute_is_no_session() -> None:
    tries = (session(MONDAY, 60.0), session(MONDAY, 119.9), session(MONDAY))
    assert len(sessions_that_count(PARAMS, tries)) == 1
    assert advice(tries, MONDAY) is None


def test_what_the_camera_may_not_have_seen_counts_and_so_do_sums_that_cannot_be_read() -> None:
    unseen = (session(MONDAY, 30.0, 300.0), session(MONDAY, readable=False))
    assert advice(unseen, MONDAY + timedelta(days=2)) is not None


def test_the_order_of_the_history_does_not_matter() -> None:
    now = MONDAY + timedelta(days=5)
    assert advice(on(3, 0), now) == advice(on(0, 3), now)


def test_each_session_has_the_day_that_it_had_where_it_was() -> None:
    """Trodden early on Tuesday in China, which was still Monday in Europe, where they are now."""
    china, europe = timezone(timedelta(hours=8)), timezone(timedelta(hours=1))
    past = (session(datetime(2025, 3, 4, 0, 30, tzinfo=china)), session(datetime(2025, 3, 6, 20, 0, tzinfo=china)))
    told = advice(past, datetime(2025, 3, 10, 12, 0, tzinfo=europe))
    assert told is not None
    assert "Tue 4 Mar" in told.en
    assert advice(past, datetime(2025, 3, 11, 0, 5, tzinfo=europe)) is None


def test_who_flew_west_has_trodden_tomorrow_and_a_clock_that_was_wrong_is_forgotten() -> None:
    assert advice(on(0, 1), MONDAY) is not None
    assert advice(on(0, 300), MONDAY) is None


@pytest.mark.parametrize(
    ("day", "en", "zh"),
    [(date(2024, 2, 29), "Thu 29 Feb", "2月29日周四"), (date(2025, 12, 31), "Wed 31 Dec", "12月31日周三")],
)
def test_days_are_told_in_both_languages(day: date, en: str, zh: str) -> None:
    assert day_words(day) == Phrase(en, zh)
