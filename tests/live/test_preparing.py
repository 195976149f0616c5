"""The first screens as stories: who answers what, and where it leads. No window, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.live.preparing import (
    Done,
    Gone,
    Key,
    KeyPressed,
    MouseMoved,
    MousePressed,
    MouseReleased,
    PreparingParams,
    Resized,
    WheelTurned,
    draw,
    step,
)
from coach.core.live.preparing.acts import Act
from coach.core.live.preparing.state import Last, readiness_of
from coach.core.prepare.answers import Answers, Reply
from coach.core.prepare.order import Ask
from coach.core.prepare.questions import OF_THE_MOMENT, QUESTIONS, SORE, Consequence, Kind, Person, questions_of
from coach.core.prepare.readiness import Start
from coach.core.prepare.weights import LEAST_KG, MOST_KG
from coach.core.rules.keep_out import BackPoint, KeepOutZone
from coach.core.words import Language
from tests.live.couple import CHECKS, DAY, PARAMS, SCREENING, Couple

SCAR = KeepOutZone("scar", (BackPoint(4.0, 0.2), BackPoint(9.0, 0.2), BackPoint(9.0, 0.4)))
STOPS = [at for at, one in enumerate(QUESTIONS) if one.consequence is Consequence.STOP]
CAUTIONS = [at for at, one in enumerate(QUESTIONS) if one.consequence is Consequence.CAUTION]


def all_good(days_ago: int = 0) -> Answers:
    answers = Answers(day=DAY - timedelta(days=days_ago), receiver_kg=70.0, giver_kg=60.0)
    for question in QUESTIONS:
        answers = answers.replied(question.id, Reply.NO if question.kind is Kind.SCREENING else Reply.YES)
    return answers


def screened(couple: Couple, replies: dict[int, str]) -> Couple:
    """Through the screening, with other replies than "no" to some questions."""
    for at in range(SCREENING):
        couple.type(replies.get(at, "n"))
        if couple.page is Ask.PLACES:
            couple.press(Key.ENTER)
    return couple


def test_a_couple_answers_everything_by_keyboard_and_may_begin() -> None:
    couple = Couple()
    seen = [couple.page]
    while couple.page is not Last.SUMMARY:
        match couple.page:
            case Ask.PLACES:
                couple.press(Key.ENTER)
            case Ask.RECEIVER_KG:
                couple.type("70").press(Key.ENTER)
            case Ask.GIVER_KG:
                couple.type("62.5").press(Key.ENTER)
            case Ask.KEEP:
                couple.type("2")
            case question:
                couple.type("n" if question.kind is Kind.SCREENING else "y")
        seen.append(couple.page)
    assert [page for page in seen if page in QUESTIONS] == list(QUESTIONS)
    assert (couple.state.answers.receiver_kg, couple.state.answers.giver_kg) == (70.0, 62.5)
    assert couple.state.answers.day == DAY
    assert couple.state.keep is False
    assert "You may begin" in couple.words
    assert "no promise" in couple.words
    assert "at least one on the support" in couple.words
    assert "not kept" in couple.words
    assert "safe" not in couple.words
    couple.press(Key.ENTER)
    assert couple.state.done is Done.BEGIN


def test_a_couple_answers_everything_by_mouse() -> None:
    couple = Couple()
    for _ in range(SCREENING):
        couple.click(Act.NO)
        if couple.page is Ask.PLACES:
            couple.click(Act.ON)
    couple.click(*[Act.MORE] * 3, Act.ON, *[Act.LESS] * 3, Act.ON)
    assert (couple.state.answers.receiver_kg, couple.state.answers.giver_kg) == (62.0, 58.0)
    couple.click(*[Act.YES] * CHECKS, Act.KEEP)
    assert couple.page is Last.SUMMARY
    assert "/home/us/answers.toml" in couple.words
    assert couple.click(Act.BEGIN).state.done is Done.BEGIN
    assert couple.state.keep is True


@pytest.mark.parametrize("reply", ["y", "?", "3", "r", "1"])
@pytest.mark.parametrize("number", STOPS, ids=lambda at: QUESTIONS[at].id)
def test_a_stop_or_not_to_know_ends_kindly_after_the_screening(number: int, reply: str) -> None:
    couple = screened(Couple(), {number: reply})
    assert couple.page is Last.STOP
    assert "No session today." in couple.words
    assert "doctor" in couple.words
    assert "no diagnosis" in couple.words
    if reply in "y1":
        assert QUESTIONS[number].told.en in couple.words
    assert not {Act.BEGIN, Act.ON, Act.KEEP} & set(couple.acts)
    assert couple.press(Key.ENTER).state.done is Done.ENDED


def test_a_stop_is_told_at_its_time_and_not_by_a_way_that_is_shorter_at_once() -> None:
    well, stopped = Couple().type("n"), Couple().type("y")
    assert stopped.words == well.words


def test_a_slip_of_the_finger_can_be_put_right_on_the_last_screen() -> None:
    couple = screened(Couple(), {SCREENING - 2: "y"})
    assert couple.page is Last.STOP
    couple.press(Key.LEFT, Key.LEFT).type("nn")
    assert couple.page is Ask.RECEIVER_KG


@pytest.mark.parametrize("reply", ["n", "?"])
@pytest.mark.parametrize("number", range(CHECKS), ids=lambda at: QUESTIONS[SCREENING + at].id)
def test_without_a_plain_yes_it_does_not_begin_and_leads_back_to_the_question(number: int, reply: str) -> None:
    couple = Couple().to_weights().press(Key.ENTER, Key.ENTER)
    couple.type("".join(reply if at == number else "y" for at in range(CHECKS))).type("n")
    question = QUESTIONS[SCREENING + number]
    assert couple.page is Last.SUMMARY
    assert "Not yet." in couple.words
    assert question.told.en in couple.words
    assert Act.BEGIN not in couple.acts
    couple.press(Key.ENTER)
    if question.kind is Kind.CONSENT:  # nobody is led back to a yes that they have not given
        assert couple.page is Last.SUMMARY
        assert couple.acts == [Act.BACK, Act.END]
        couple.press(*[Key.LEFT] * (CHECKS - number + 1))
    assert couple.page == question
    assert couple.state.done is None
    couple.type("y")
    while couple.page is not Last.SUMMARY:
        couple.press(Key.ENTER)
    assert Act.BEGIN in couple.acts


@pytest.mark.parametrize("reply", ["y", "?"])
@pytest.mark.parametrize("number", CAUTIONS, ids=lambda at: QUESTIONS[at].id)
def test_a_caution_may_begin_and_is_told_before(number: int, reply: str) -> None:
    couple = screened(Couple(), {number: reply}).press(Key.ENTER, Key.ENTER).type("y" * CHECKS).type("n")
    told = [remark.words.en for remark in readiness_of(couple.params, couple.state).cautions]
    assert told
    assert all(words in couple.words for words in told)
    assert Act.BEGIN in couple.acts


def test_a_heavy_giver_is_told_of_both_hands_and_the_softer_techniques() -> None:
    couple = Couple().to_weights().type("60").press(Key.ENTER).type("90").press(Key.ENTER).type("y" * CHECKS).type("n")
    assert readiness_of(couple.params, couple.state).both_hands
    assert "both on the support" in couple.words
    assert "Half-squat or sitting" in couple.words


def test_weights_are_typed_corrected_and_left_out() -> None:
    couple = Couple().to_weights()
    assert "Skip" in couple.words
    couple.type("7x5").press(Key.BACKSPACE).type("4,")
    assert "74. kg" in couple.words
    couple.press(Key.ENTER)
    assert couple.state.answers.receiver_kg == 74.0
    couple.press(Key.LEFT)
    assert "74 kg" in couple.words
    couple.press(Key.DELETE, Key.ENTER)
    assert couple.state.answers.receiver_kg is None
    couple.press(Key.ENTER)
    assert couple.state.answers.giver_kg is None
    assert couple.page.kind is Kind.CHECK  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["5", "999", "1.2.3", "."])
def test_a_weight_that_is_none_is_not_taken_and_the_screen_says_what_is(typed: str) -> None:
    couple = Couple().to_weights().type(typed).press(Key.ENTER)
    assert couple.page is Ask.RECEIVER_KG
    assert "20 to 250 kg, or delete it" in couple.words
    couple.press(Key.UP)
    assert "20 to 250 kg" not in couple.words
    couple.press(Key.ENTER)
    assert couple.page is Ask.GIVER_KG


def test_plus_and_minus_stop_at_what_can_be_told() -> None:
    couple = Couple().to_weights().type("249+++").press(Key.ENTER).type("21---").press(Key.ENTER)
    assert (couple.state.answers.receiver_kg, couple.state.answers.giver_kg) == (MOST_KG, LEAST_KG)


def test_what_is_painted_lies_where_the_mouse_was_and_goes_with_undo() -> None:
    couple = Couple().to_places().paint((0.7, 0.4), (0.7, 0.5))
    (zone,) = couple.state.answers.areas
    assert min(corner.offset_cm for corner in zone.corners) > 5.0  # right on the map is the receiver's right
    assert all(0.0 < corner.along < 0.6 for corner in zone.corners)
    assert "Marked: place 1" in couple.words
    couple.paint((0.3, 0.4))
    assert len(couple.state.answers.areas) == 2
    couple.type("u")
    assert couple.state.answers.areas == (zone,)
    couple.click(Act.CLEAR)
    assert couple.state.answers.areas == ()
    assert "Nothing marked" in couple.words
    assert couple.click(Act.UNDO).state.answers.areas == (zone,)
    couple.click(Act.UNDO)
    assert Act.UNDO not in couple.acts
    assert Act.CLEAR not in couple.acts


def test_painting_is_shown_while_it_goes_on_and_counts_when_the_button_is_let_go() -> None:
    couple = Couple().to_places().do(MousePressed(*Couple().to_places().on_map(0.7, 0.4)))
    areas = [shape.style.value for shape in couple.screen.around.shapes].count("map_keep_out")
    assert (areas, couple.state.answers.areas) == (1, ())
    couple.do(MouseReleased())
    assert len(couple.state.answers.areas) == 1


def test_the_wheel_and_plus_and_minus_change_the_brush() -> None:
    couple = Couple().to_places()
    before_cm = couple.state.painting.radius_cm
    couple.do(WheelTurned(2)).type("+")
    assert couple.state.painting.radius_cm == before_cm + 1.5
    couple.click(Act.SMALLER).do(WheelTurned(-2))
    assert couple.state.painting.radius_cm == before_cm
    couple.press(Key.ENTER).do(WheelTurned(5))
    assert couple.state.painting.radius_cm == before_cm


def test_one_can_paint_by_keyboard_alone_and_reach_every_button() -> None:
    couple = Couple().to_places().press(*[Key.RIGHT] * 8, *[Key.DOWN] * 3).type(" ")
    (zone,) = couple.state.answers.areas
    middle_cm = sum(corner.offset_cm for corner in zone.corners) / len(zone.corners)
    assert middle_cm == pytest.approx(8.0, abs=0.5)
    couple.press(*[Key.TAB] * 4)
    assert couple.state.focus is Act.CLEAR
    couple.type(" ")
    assert couple.state.answers.areas == ()


def test_with_the_keyboard_alone_every_button_is_reached_and_the_ring_shows_which() -> None:
    couple = Couple().type("n")
    reached = []
    for _ in couple.acts:
        couple.press(Key.TAB)
        reached.append(couple.state.focus)
        assert [shape.style.value for shape in couple.screen.around.shapes].count("focus") == 1
    assert reached == couple.acts
    couple.press(Key.TAB, Key.BACK_TAB)
    assert couple.state.focus is couple.acts[-1]
    couple.press(Key.DOWN, Key.DOWN, Key.ENTER)
    assert couple.state.answers.reply(QUESTIONS[1].id) is Reply.NO
    assert couple.state.focus is None


def test_back_and_forward_show_what_was_answered_and_forget_nothing() -> None:
    couple = Couple().type("n?")
    couple.press(Key.LEFT)
    assert couple.page == QUESTIONS[1]
    assert [one.style.value for one in couple.screen.around.shapes].count("choice_made") == 2  # plate and words
    couple.press(Key.BACKSPACE, Key.PAGE_UP)
    assert couple.page == QUESTIONS[0]
    assert Act.BACK not in couple.acts
    couple.press(Key.RIGHT, Key.PAGE_DOWN)
    assert couple.page == QUESTIONS[2]
    couple.press(Key.RIGHT, Key.ENTER)
    assert couple.page == QUESTIONS[2]  # not answered: nobody goes past it
    assert couple.state.answers.reply(QUESTIONS[1].id) is Reply.RATHER_NOT


def test_a_double_click_and_a_key_that_bounces_answer_one_question_only() -> None:
    couple = Couple()
    at = MousePressed(*couple.middle(Act.NO))
    couple.do(at).do(at, at, KeyPressed(text="n"), after_s=0.05)
    assert couple.page == QUESTIONS[1]
    assert couple.state.answers.reply(QUESTIONS[1].id) is None


@pytest.mark.parametrize("how", [KeyPressed(Key.ESCAPE), KeyPressed(text="q"), Gone.CLOSED])
def test_q_escape_and_the_close_button_end_every_screen(how) -> None:
    couple = Couple()
    number = 0
    while couple.page is not Last.SUMMARY:
        ended = step(couple.params, couple.state, how, couple.t_s + 9.0)
        assert ended.done is Done.ENDED
        assert step(couple.params, ended, KeyPressed(text="n"), couple.t_s + 20.0) == ended
        number += 1
        match couple.page:
            case Ask.KEEP:
                couple.type("n")
            case Ask():
                couple.press(Key.ENTER)
            case question:
                couple.type("n" if question.kind is Kind.SCREENING else "y")
    assert number == len(QUESTIONS) + 4
    assert couple.do(how).state.done is Done.ENDED


def test_a_window_that_is_resized_keeps_everything_and_a_stroke_that_goes_on_is_given_up() -> None:
    couple = Couple().to_places().paint((0.7, 0.4))
    before = couple.state
    couple.do(MousePressed(*couple.on_map(0.3, 0.4)), Resized(960, 540), MouseReleased())
    assert couple.state.answers == before.answers
    assert (couple.screen.around.width_px, couple.screen.around.height_px) == (960, 540)
    couple.paint((0.7, 0.4))
    assert len(couple.state.answers.areas) == 1  # the same place of the back in a window of another size
    couple.do(MousePressed(*couple.on_map(0.3, 0.4)), Gone.FOCUS, MouseReleased())
    assert len(couple.state.answers.areas) == 1


def test_with_answers_of_five_days_ago_only_the_rest_is_asked_and_their_places_are_on_the_map() -> None:
    couple = Couple(told=replace(all_good(5), areas=(SCAR,)))
    asked = []
    while couple.page is not Last.SUMMARY:
        asked.append(couple.page)
        match couple.page:
            case Ask.PLACES:
                assert "scar" in couple.words
                couple.press(Key.ENTER)
            case Ask.KEEP:
                couple.type("n")
            case question:
                couple.type("n" if question.kind is Kind.SCREENING else "y")
    questions = [page for page in asked if page in QUESTIONS]
    assert questions == [one for one in QUESTIONS if one.id in OF_THE_MOMENT or one.kind is not Kind.SCREENING]
    assert "scar" in couple.words
    assert couple.state.answers.screened == DAY - timedelta(days=5)
    assert couple.press(Key.ENTER).state.done is Done.BEGIN


def test_a_stop_from_a_file_is_told_at_once_with_its_day() -> None:
    couple = Couple(told=all_good(3).replied("heart", Reply.YES))
    assert couple.page is Last.STOP
    assert "2026-03-11" in couple.words
    assert couple.acts == [Act.END]


def test_where_nothing_can_be_kept_it_says_so_and_goes_on() -> None:
    couple = Couple(replace(PARAMS, no_keep="it holds something else.")).to_keeping()
    assert "it holds something else." in couple.words
    assert Act.KEEP not in couple.acts
    couple.type("y")
    assert couple.page is Ask.KEEP
    couple.type("n")
    assert couple.state.keep is False


def test_a_place_that_hurts_and_is_not_painted_is_told() -> None:
    sore = [one.id for one in QUESTIONS].index(SORE)
    couple = screened(Couple(), {sore: "y"}).press(Key.ENTER, Key.ENTER).type("y" * CHECKS).type("n")
    assert "not marked" in couple.words


def test_each_screen_says_who_is_asked_and_how_many_questions_there_are() -> None:
    couple = Couple()
    receivers = len(questions_of(Kind.SCREENING, Person.RECEIVER)) + 1  # and the map
    assert f"1 / {receivers}" in couple.words
    assert "The receiver" in couple.words
    assert "The giver" in screened(Couple(), {}).press(Key.LEFT).words


EVENTS = st.one_of(
    st.builds(KeyPressed, key=st.sampled_from(Key)),
    st.builds(KeyPressed, text=st.sampled_from("ynr123?+-ux. ,=7é")),
    st.builds(MousePressed, st.floats(-50, 1400), st.floats(-50, 800)),
    st.builds(MouseMoved, st.floats(-50, 1400), st.floats(-50, 800)),
    st.just(MouseReleased()),
    st.builds(WheelTurned, st.integers(-5, 5)),
    st.builds(Resized, st.integers(1, 2000), st.integers(1, 1200)),
    st.just(Gone.FOCUS),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(EVENTS, st.floats(0.0, 2.0)), max_size=60), st.sampled_from(Language))
def test_whatever_is_pressed_it_never_begins_without_every_answer(events, language) -> None:
    params = PreparingParams(language=language, keep_in="a.toml")
    couple = Couple(params)
    for event, after_s in events:
        couple.do(event, after_s=after_s)
    screen = draw(params, couple.state)
    assert (screen.around.width_px, screen.around.height_px) == (couple.state.width_px, couple.state.height_px)
    if couple.state.done is Done.BEGIN:
        assert readiness_of(params, couple.state).start is Start.MAY
