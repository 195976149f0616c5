"""In which order everything is asked: the same for terminal and window, but for what only the window can do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.core.prepare.answers import Answers, Reply
from coach.core.prepare.order import Ask, items
from coach.core.prepare.questions import QUESTIONS, SORE, Kind, Question, question_named, questions_of
from coach.core.prepare.readiness import PrepareParams

PARAMS = PrepareParams()
NONE = Answers()
WINDOW_ONLY = (Ask.PLACES, Ask.KEEP)


def test_everything_of_the_table_is_asked_once_and_the_screening_first() -> None:
    asked = items(PARAMS, NONE, NONE)
    assert [item for item in asked if isinstance(item, Question)] == list(QUESTIONS)
    screening = len(questions_of(Kind.SCREENING))
    assert asked[screening : screening + 2] == (Ask.RECEIVER_KG, Ask.GIVER_KG)


def test_the_window_asks_the_same_and_besides_for_places_and_for_keeping() -> None:
    at_window = items(PARAMS, NONE, NONE, at_window=True)
    assert tuple(item for item in at_window if item not in WINDOW_ONLY) == items(PARAMS, NONE, NONE)
    assert at_window[at_window.index(question_named(SORE)) + 1] is Ask.PLACES
    assert at_window[-1] is Ask.KEEP


def test_the_terminal_asks_for_places_where_something_hurts_and_none_is_marked_yet() -> None:
    hurts = NONE.replied(SORE, Reply.YES)
    assert Ask.PLACES in items(PARAMS, NONE, hurts)
    assert Ask.PLACES not in items(PARAMS, NONE, NONE.replied(SORE, Reply.NO))


def test_after_a_stop_the_screening_is_the_end_and_a_stop_from_before_asks_nothing() -> None:
    stopped = NONE.replied("heart", Reply.YES)
    for at_window in (False, True):
        asked = items(PARAMS, NONE, stopped, at_window=at_window)
        assert [item for item in asked if isinstance(item, Question)] == list(questions_of(Kind.SCREENING))
        assert not {Ask.RECEIVER_KG, Ask.GIVER_KG, Ask.KEEP} & {item for item in asked if isinstance(item, Ask)}
        assert items(PARAMS, stopped, stopped, at_window=at_window) == ()


def test_what_was_known_is_not_asked_again() -> None:
    known = replace(NONE.replied("heart", Reply.NO), screened=date(2026, 3, 1))
    asked = items(PARAMS, known, known)
    assert question_named("heart") not in asked
    assert Ask.GIVER_KG not in asked
    weighed = replace(NONE, giver_kg=70.0)
    assert Ask.GIVER_KG not in items(PARAMS, weighed, weighed)
    assert Ask.RECEIVER_KG in items(PARAMS, weighed, weighed)
