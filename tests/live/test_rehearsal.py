"""The stop signal is rehearsed before anybody steps on: asked for, seen, or clearly said not to have been seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.core.live import live
from coach.core.live.live import LiveInput
from coach.core.live.stage import Command, Stage, StageSight
from coach.core.live.stage_params import StageParams
from coach.core.sight import ReceiverActivity
from tests.core.conftest import SIZE
from tests.core.rules.conftest import Story
from tests.live.staged import staged_session
from tests.live.test_session_stories import lived, said_in_session
from tests.live.test_stage import ALONE, BESIDE, BY_HAND, HOLDING, NOBODY, TREADING, Session

SHOWING = replace(ALONE, signal=True, still=False)
SHOWN = (ReceiverActivity.ARM_RAISED, ReceiverActivity.TAPPING)


@pytest.fixture(params=[30.0, 15.0, 10.0, 5.0])
def session(request: pytest.FixtureRequest) -> Session:
    """A couple whose receiver has just been found lying alone."""
    return Session(fps=request.param, params=StageParams()).watch(NOBODY, 2.0).watch(ALONE, 6.0)


def test_a_couple_that_rehearses_is_led_to_the_first_step_without_a_key(session: Session) -> None:
    assert session.stage is Stage.REHEARSAL
    session.watch(SHOWING, 1.0).watch(ALONE, 2.0).watch(BESIDE, 3.0).watch(HOLDING, 3.0)
    assert session.stage is Stage.SESSION
    assert session.words[3:8] == ["back_found", "show_signal", "signal_seen", "stand_beside", "giver_found"]


def test_a_signal_that_is_not_seen_is_asked_for_firmly_and_then_gone_on_without_in_clear_words(
    session: Session,
) -> None:
    session.watch(ALONE, 9.0)
    assert session.words[4:] == ["show_signal"]
    session.watch(ALONE, 8.0)
    assert session.words[4:] == ["show_signal", "show_signal_again"]
    assert session.stage is Stage.REHEARSAL
    session.watch(ALONE, 14.0)
    assert session.words[4:] == ["show_signal", "show_signal_again", "signal_not_seen", "stand_beside"]
    assert session.stage is Stage.BESIDE


def test_a_signal_on_the_second_asking_counts(session: Session) -> None:
    session.watch(ALONE, 20.0).watch(SHOWING, 1.0)
    assert session.words[-2:] == ["signal_seen", "stand_beside"]


def test_one_wrong_look_is_no_signal(session: Session) -> None:
    for _ in range(8):
        session.watch(SHOWING, 1 / session.fps).watch(ALONE, 0.5)
    assert session.stage is Stage.REHEARSAL


def test_a_hand_of_somebody_who_is_not_known_to_lie_there_is_no_signal(session: Session) -> None:
    session.watch(replace(SHOWING, lying=False), 2.0)
    assert session.stage is Stage.REHEARSAL


def test_who_has_shown_the_signal_and_begins_anew_is_not_asked_for_it_again(session: Session) -> None:
    session.watch(SHOWING, 1.0).watch(ALONE, 0.1, Command.RECALIBRATE).watch(ALONE, 6.0)
    assert session.stage is Stage.BESIDE
    assert session.words.count("show_signal") == 1


def test_who_has_not_shown_it_and_begins_anew_is(session: Session) -> None:
    session.watch(ALONE, 40.0).watch(ALONE, 0.1, Command.RECALIBRATE).watch(ALONE, 6.0)
    assert session.stage is Stage.REHEARSAL


def test_nothing_holds_people_up_but_that_no_signal_was_seen_is_said(session: Session) -> None:
    assert session.watch(TREADING, 1.5).stage is Stage.SESSION
    assert session.words[-1] == "signal_not_seen"


def test_who_warms_the_back_up_instead_has_begun_and_is_told_the_same(session: Session) -> None:
    assert session.watch(BY_HAND, 3.0).stage is Stage.SESSION
    assert session.words[-2:] == ["signal_not_seen", "warm_up_found"]


def test_the_couple_may_go_on_by_key(session: Session) -> None:
    assert session.watch(ALONE, 0.1, Command.GO_ON).stage is Stage.SESSION
    assert "signal_not_seen" not in session.words


def test_who_gets_up_in_the_rehearsal_is_led_from_the_start(session: Session) -> None:
    assert session.watch(StageSight(), 6.0).stage is Stage.PLACEMENT


def test_a_couple_that_has_switched_it_off_is_not_asked() -> None:
    session = Session(params=StageParams(rehearse=False)).watch(NOBODY, 2.0).watch(ALONE, 6.0)
    assert session.stage is Stage.BESIDE


@pytest.mark.parametrize("activity", ReceiverActivity)
def test_a_raised_arm_and_taps_are_seen_as_the_signal_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch, activity: ReceiverActivity
) -> None:
    story = Story(fps=12.0).receiver_alone(6.0).set(activity=activity).wait(1.0)
    moments = lived(story.set(activity=ReceiverActivity.STILL).wait(6.0), monkeypatch)
    sounds = [one.starts.sound for one in moments if one.starts]
    assert ("signal_seen" in sounds) is (activity in SHOWN)
    assert (moments[-1].stage.stage is Stage.BESIDE) is (activity in SHOWN)
    assert "stop_ask" not in sounds  # nobody is on the back: there is nothing to stop


def test_the_rehearsal_leaves_nothing_behind_that_would_stop_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story(fps=12.0).receiver_alone(6.0).set(activity=ReceiverActivity.ARM_RAISED).wait(1.0)
    story.set(activity=ReceiverActivity.STILL).walk_up(2.0).step_up().wait(5.0)
    moments = lived(story, monkeypatch)
    assert moments[-1].stage.stage is Stage.SESSION
    assert not {one.sound for one in said_in_session(moments)} & {"stop_ask", "stop_signal_paused"}


def test_a_moment_without_a_picture_repeats_no_signal() -> None:
    staged, state = staged_session(), live.begin()
    for heard in (one for one in staged.inputs if one.t_s < 3.8):
        state, _ = live.step(staged.params, state, heard)
    assert state.moment is not None
    sight = replace(state.moment.sight, receiver_activity=ReceiverActivity.ARM_RAISED)
    t_s = sight.t_s
    stage = replace(state.stage, stage=Stage.REHEARSAL, entered_s=t_s, signal_s=t_s - 0.25)
    state = replace(state, moment=replace(state.moment, sight=sight), stage=stage)
    assert live.stage_sight(state.moment, SIZE).signal
    _, after = live.step(staged.params, state, LiveInput(t_s + 0.1))
    assert after.seen.lying
    assert not after.seen.signal
    assert after.stage.stage is Stage.REHEARSAL
