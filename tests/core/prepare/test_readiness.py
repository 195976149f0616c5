"""Before a session: every hard stop stops, every caution is told, and what is not known never counts as ok."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.prepare.answers import Answers, FreshParams, Reply, repeated, still_counting, unanswered
from coach.core.prepare.questions import OF_THE_MOMENT, QUESTIONS, Consequence, Kind, Person, Question, questions_of
from coach.core.prepare.readiness import WEIGHTS, PrepareParams, Readiness, Start, assess
from coach.core.prepare.weights import WeightParams, is_heavy
from coach.core.rules.keep_out import BackPoint, KeepOutZone
from coach.core.words import Language

AREA = KeepOutZone("area 1", (BackPoint(4.0, 0.2), BackPoint(9.0, 0.2), BackPoint(9.0, 0.4)))
DAY = date(2026, 3, 14)
STOPS = [one for one in QUESTIONS if one.consequence is Consequence.STOP]
CAUTIONS = [one for one in QUESTIONS if one.consequence is Consequence.CAUTION]
FIRSTS = [one for one in QUESTIONS if one.consequence is Consequence.FIRST]


def good(question: Question) -> Reply:
    return Reply.NO if question.kind is Kind.SCREENING else Reply.YES


def all_good() -> Answers:
    answers = Answers(day=DAY)
    for question in QUESTIONS:
        answers = answers.replied(question.id, good(question))
    return answers


def told(answers: Answers) -> Readiness:
    return assess(PrepareParams(), answers)


def named(question: Question) -> str:
    return question.id


def test_with_every_good_answer_it_may_begin_and_nothing_is_told() -> None:
    readiness = told(all_good())
    assert readiness.start is Start.MAY
    assert (readiness.stops, readiness.firsts, readiness.cautions, readiness.open) == ((), (), (), ())
    assert not readiness.both_hands


def test_without_any_answer_it_does_not_begin() -> None:
    readiness = told(Answers())
    assert readiness.start is Start.NOT_YET
    assert readiness.open == tuple(one.id for one in QUESTIONS)


@pytest.mark.parametrize("reply", [Reply.YES, Reply.RATHER_NOT])
@pytest.mark.parametrize("question", STOPS, ids=named)
def test_each_hard_stop_stops_also_for_who_would_rather_not_say(question: Question, reply: Reply) -> None:
    readiness = told(all_good().replied(question.id, reply))
    assert readiness.start is Start.MAY_NOT
    assert [remark.question for remark in readiness.stops] == [question.id]


@pytest.mark.parametrize("reply", [Reply.YES, Reply.RATHER_NOT])
@pytest.mark.parametrize("question", CAUTIONS, ids=named)
def test_each_caution_is_told_and_lets_it_begin(question: Question, reply: Reply) -> None:
    readiness = told(all_good().replied(question.id, reply))
    assert readiness.start is Start.MAY
    assert question.id in [remark.question for remark in readiness.cautions]


@pytest.mark.parametrize("reply", [Reply.NO, Reply.RATHER_NOT])
@pytest.mark.parametrize("question", FIRSTS, ids=named)
def test_a_checklist_or_a_consent_without_a_plain_yes_holds_it_back(question: Question, reply: Reply) -> None:
    readiness = told(all_good().replied(question.id, reply))
    assert readiness.start is Start.NOT_YET
    assert [remark.words for remark in readiness.firsts] == [question.told]


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_a_question_that_is_not_answered_holds_it_back(question: Question) -> None:
    answers = all_good()
    kept = tuple(one for one in answers.replies if one.question != question.id)
    readiness = told(replace(answers, replies=kept))
    assert readiness.start is Start.NOT_YET
    assert readiness.open == (question.id,)


def test_everything_that_b1_lists_is_asked_of_the_right_person() -> None:
    receiver = {one.id for one in questions_of(Kind.SCREENING, Person.RECEIVER)}
    giver = {one.id for one in questions_of(Kind.SCREENING, Person.GIVER)}
    assert receiver >= {"pregnancy", "osteoporosis", "heart", "blood_pressure", "surgery_or_injury"}
    assert receiver >= {"disc", "clots", "implant"}
    assert giver >= {"giver_dizzy", "giver_balance"}
    assert {one.person for one in questions_of(Kind.CONSENT)} == {Person.RECEIVER, Person.GIVER}


def test_ids_are_unique_and_every_row_has_words_in_both_languages_and_a_source() -> None:
    assert len({one.id for one in QUESTIONS}) == len(QUESTIONS)
    for one in QUESTIONS:
        assert one.source[0] in "ABDP"
        for phrase in (one.text, one.topic, one.told):
            assert all(phrase.of(language).strip() for language in Language)


def test_nothing_that_is_said_claims_safety_or_names_a_diagnosis() -> None:
    said = " ".join(f"{one.text.en} {one.told.en}" for one in QUESTIONS).lower()
    assert not any(word in said for word in ("safe", "diagnos", "harmless"))


def test_a_place_that_hurts_and_is_not_marked_is_said_so() -> None:
    sore = all_good().replied("sore", Reply.YES)
    assert len(told(sore).cautions) == 2
    assert len(told(replace(sore, areas=(AREA,))).cautions) == 1


replies = st.dictionaries(st.sampled_from([one.id for one in QUESTIONS]), st.sampled_from(Reply))
weights = st.one_of(st.none(), st.floats(20.0, 250.0))


@given(replies, weights, weights)
def test_no_pattern_of_answers_begins_with_a_hard_stop_or_an_open_question(
    given_replies: dict[str, Reply], giver_kg: float | None, receiver_kg: float | None
) -> None:
    answers = Answers(giver_kg=giver_kg, receiver_kg=receiver_kg)
    for question_id, reply in given_replies.items():
        answers = answers.replied(question_id, reply)
    readiness = told(answers)
    stopped = any(answers.reply(one.id) in (Reply.YES, Reply.RATHER_NOT) for one in STOPS)
    agreed = all(answers.reply(one.id) is Reply.YES for one in FIRSTS)
    may = readiness.start is Start.MAY
    assert not (may and (stopped or unanswered(answers) or not agreed))
    assert may == (not stopped and not unanswered(answers) and agreed)
    assert (readiness.start is Start.MAY_NOT) == stopped


@given(replies, st.sampled_from([one.id for one in QUESTIONS]))
def test_a_reply_given_anew_replaces_the_earlier_one(given_replies: dict[str, Reply], question_id: str) -> None:
    answers = Answers()
    for one, reply in given_replies.items():
        answers = answers.replied(one, reply)
    answers = answers.replied(question_id, Reply.NO)
    assert answers.reply(question_id) is Reply.NO
    assert len({one.question for one in answers.replies}) == len(answers.replies)


# --- weights ----------------------------------------------------------------------------------------------------------


def test_a_giver_who_is_heavy_or_heavier_holds_on_with_both_hands_and_is_told_of_lighter_ways() -> None:
    for giver_kg, receiver_kg in ((90.0, 100.0), (60.0, 55.0), (90.0, None)):
        readiness = told(replace(all_good(), giver_kg=giver_kg, receiver_kg=receiver_kg))
        assert readiness.both_hands
        assert [remark.question for remark in readiness.cautions] == [WEIGHTS]


def test_without_the_weights_it_is_not_known_whether_the_giver_is_heavy() -> None:
    params = WeightParams()
    assert is_heavy(params, None, None) is None
    assert is_heavy(params, None, 60.0) is None
    assert is_heavy(params, 50.0, None) is None
    assert is_heavy(params, 50.0, 60.0) is False


@given(weights, weights, st.floats(0.0, 100.0))
def test_more_weight_never_makes_a_giver_less_heavy(
    giver_kg: float | None, receiver_kg: float | None, more_kg: float
) -> None:
    if giver_kg is not None and is_heavy(WeightParams(), giver_kg, receiver_kg):
        assert is_heavy(WeightParams(), giver_kg + more_kg, receiver_kg)


# --- answers of another day -------------------------------------------------------------------------------------------


def test_where_people_can_be_asked_checklist_and_consent_are_never_taken_over() -> None:
    kept = repeated(FreshParams(), all_good(), DAY)
    assert {one.question for one in kept.replies} == {one.id for one in questions_of(Kind.SCREENING)} - OF_THE_MOMENT


def test_alcohol_dizziness_and_what_hurts_are_asked_again_even_an_hour_later() -> None:
    kept = repeated(FreshParams(), all_good(), DAY)
    assert {"dulled", "giver_drowsy", "giver_dizzy", "sore"} <= set(unanswered(kept))


def test_answers_that_are_kept_again_and_again_grow_old_with_their_screening() -> None:
    params, answers = FreshParams(screening_days=30.0), all_good()
    for days in (10, 20, 30):
        answers = repeated(params, answers, DAY + timedelta(days=days))
        assert answers.reply("pregnancy") is Reply.NO
        answers = replace(answers, day=DAY + timedelta(days=days))
    assert not repeated(params, answers, DAY + timedelta(days=31)).replies
    assert not still_counting(params, replace(answers, day=DAY + timedelta(days=31)), DAY + timedelta(days=31)).replies


def test_a_screening_that_is_old_or_of_a_day_to_come_or_of_no_day_is_asked_anew() -> None:
    params = FreshParams(screening_days=30.0)
    assert repeated(params, all_good(), DAY + timedelta(days=30)).replies
    assert not repeated(params, all_good(), DAY + timedelta(days=31)).replies
    assert not repeated(params, all_good(), DAY - timedelta(days=1)).replies
    assert not repeated(params, replace(all_good(), day=None), DAY).replies


def test_where_nobody_can_be_asked_a_consent_counts_on_its_own_day_only() -> None:
    assert told(still_counting(FreshParams(), all_good(), DAY)).start is Start.MAY
    assert told(still_counting(FreshParams(), all_good(), DAY + timedelta(days=1))).start is Start.NOT_YET
