"""The way through a live session, as two people on a mat go it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.findings import Event, Rule, Severity
from coach.core.live import live
from coach.core.live.live import LiveInput
from coach.core.live.stage import Command, Ending, Pause, Stage, StageSight, StageState, follow_stage
from coach.core.live.stage_params import StageParams
from coach.core.sight import ViewVerdict
from tests.core.conftest import SIZE
from tests.live.staged import staged_session

NOBODY = StageSight(nobody=True)
ALONE = StageSight(lying=True, still=True, view=ViewVerdict.GOOD)
BESIDE = StageSight(lying=True, still=True, view=ViewVerdict.GOOD, giver=True, off=True)
HOLDING = StageSight(lying=True, still=True, view=ViewVerdict.GOOD, giver=True, off=True, holding=True)
TREADING = StageSight(lying=True, still=True, view=ViewVerdict.GOOD, giver=True, on=True, holding=True)
BLIND_VIEW = StageSight(lying=True, still=True, view=ViewVerdict.CANNOT_JUDGE_FEET)
STOPPED = StageSight(lying=True, view=ViewVerdict.GOOD, giver=True, on=True, stopped=True)


@dataclass
class Session:
    """A session that is watched for some seconds at a time."""

    fps: float = 15.0
    params: StageParams = StageParams(rehearse=False)  # the stop signal's rehearsal has stories of its own
    state: StageState = field(default_factory=StageState)
    t_s: float = 0.0
    said: list[tuple[float, str]] = field(default_factory=list)

    def watch(self, seen: StageSight, seconds: float, *commands: Command) -> Session:
        for _ in range(max(1, round(seconds * self.fps))):
            self.state, news = follow_stage(self.params, self.state, seen, commands, self.t_s)
            self.said += [(self.t_s, name) for name in news.prompts]
            self.t_s += 1 / self.fps
            commands = ()
        return self

    @property
    def stage(self) -> Stage:
        return self.state.stage

    @property
    def words(self) -> list[str]:
        return [name for _, name in self.said]


@pytest.fixture(params=[30.0, 15.0, 10.0, 5.0])
def session(request: pytest.FixtureRequest) -> Session:
    return Session(fps=request.param)


def begun(session: Session) -> Session:
    return session.watch(TREADING, 2.0)


def test_a_couple_is_led_from_the_empty_mat_to_the_first_step_without_a_key(session: Session) -> None:
    session.watch(NOBODY, 2.0).watch(ALONE, 6.0).watch(BESIDE, 3.0).watch(HOLDING, 3.0)
    assert session.stage is Stage.SESSION
    assert session.words == [
        "lie_down",
        "view_good",
        "hold_still",
        "back_found",
        "stand_beside",
        "giver_found",
        "take_support",
        "support_found",
        "begin",
        "warm_up_first",
    ]


def test_an_instruction_is_said_again_after_a_while_and_not_before(session: Session) -> None:
    session.watch(NOBODY, 46.0)
    assert session.words == ["lie_down"] * 3
    times = [at_s for at_s, _ in session.said]
    assert min(b - a for a, b in itertools.pairwise(times)) >= session.params.repeat_s - 1e-6


def test_a_view_that_cannot_judge_feet_is_told_until_the_camera_has_been_moved(session: Session) -> None:
    session.watch(BLIND_VIEW, 30.0)
    assert session.stage is Stage.PLACEMENT
    assert session.words.count("move_to_head_end") == 2
    session.watch(ALONE, 1.0)
    assert session.stage in (Stage.ALONE, Stage.BESIDE)


def test_the_couple_may_go_on_with_a_bad_view_by_key(session: Session) -> None:
    assert session.watch(BLIND_VIEW, 3.0).watch(BLIND_VIEW, 1.0, Command.GO_ON).stage is Stage.SESSION


def test_who_steps_on_the_back_has_begun_whatever_was_left_out(session: Session) -> None:
    assert session.watch(NOBODY, 1.0).watch(TREADING, 1.5).stage is Stage.SESSION


def test_one_frame_on_the_back_is_no_beginning(session: Session) -> None:
    session.watch(ALONE, 2.0).watch(TREADING, 1 / session.fps).watch(ALONE, 1 / session.fps)
    assert session.stage is not Stage.SESSION


def test_who_gets_up_while_the_session_is_prepared_is_led_from_the_start(session: Session) -> None:
    session.watch(ALONE, 6.0).watch(BESIDE, 0.5).watch(StageSight(), 6.0)
    assert session.stage is Stage.PLACEMENT
    assert "start_over" in session.words


def test_what_is_not_known_is_never_taken_for_done(session: Session) -> None:
    assert session.watch(StageSight(), 120.0).stage is Stage.PLACEMENT


def test_the_stop_signal_holds_the_session_until_the_giver_has_been_off_the_back(session: Session) -> None:
    begun(session).watch(STOPPED, 0.1).watch(TREADING, 5.0)
    assert session.stage is Stage.PAUSED
    assert session.state.pause is Pause.STOP_SIGNAL
    session.watch(BESIDE, 2.0)
    assert session.stage is Stage.PAUSED
    assert session.watch(TREADING, 2.0).stage is Stage.SESSION
    assert session.words[-2:] == ["stop_signal_paused", "resumed"]


def test_a_stop_that_nobody_takes_back_ends_the_session(session: Session) -> None:
    begun(session).watch(STOPPED, 0.1).watch(BESIDE, 62.0)
    assert session.stage is Stage.ENDED
    assert session.state.ending is Ending.STOP_SIGNAL


def test_nobody_is_left_on_a_back_by_a_stop_that_ends(session: Session) -> None:
    assert begun(session).watch(STOPPED, 0.1).watch(TREADING, 200.0).stage is Stage.PAUSED


def test_a_pause_by_key_goes_on_by_key_and_its_time_does_not_count(session: Session) -> None:
    begun(session).watch(TREADING, 10.0)
    before_s = session.state.session_s
    session.watch(TREADING, 30.0, Command.PAUSE)
    assert session.stage is Stage.PAUSED
    session.watch(TREADING, 1.0, Command.PAUSE)
    assert session.stage is Stage.SESSION
    assert session.state.session_s - before_s < 1.5


def test_the_clock_is_told_at_ten_and_fifteen_minutes_and_the_session_ends_at_twenty() -> None:
    session = Session(fps=2.0)
    begun(session).watch(TREADING, 1201.0)
    assert session.words == ["ten_minutes", "fifteen_minutes", "twenty_minutes_end"]
    assert session.stage is Stage.SESSION  # the giver is still on the back
    session.watch(BESIDE, 3.0)
    assert session.stage is Stage.ENDED
    assert session.state.ending is Ending.FULL_TIME


def test_full_time_waits_for_the_giver_to_step_off_but_not_for_ever() -> None:
    session = Session(fps=2.0)
    assert begun(session).watch(TREADING, 1300.0).stage is Stage.ENDED


def test_a_minute_without_anybody_ends_a_session_but_not_its_preparation(session: Session) -> None:
    assert Session(fps=session.fps).watch(NOBODY, 300.0).stage is Stage.PLACEMENT
    begun(session).watch(NOBODY, 50.0)
    assert session.stage is Stage.SESSION
    session.watch(NOBODY, 15.0)
    assert session.state.ending is Ending.NOBODY


def test_a_camera_that_sees_nothing_is_not_taken_for_an_empty_room(session: Session) -> None:
    assert begun(session).watch(StageSight(), 300.0).stage is Stage.SESSION


def test_a_session_is_ended_by_key_in_every_stage(session: Session) -> None:
    for seen in (NOBODY, ALONE, BESIDE, TREADING):
        one = Session(fps=session.fps).watch(seen, 4.0).watch(seen, 0.1, Command.END)
        assert one.state.ending is Ending.ASKED
        assert one.words[-1] == "session_over"
        assert one.watch(TREADING, 5.0, Command.GO_ON).stage is Stage.ENDED


def test_recalibrating_begins_anew_and_keeps_the_sessions_clock(session: Session) -> None:
    begun(session).watch(TREADING, 20.0).watch(ALONE, 0.1, Command.RECALIBRATE)
    assert session.stage is Stage.PLACEMENT
    assert session.state.session_s > 15.0


SIGHTS = st.builds(
    StageSight,
    lying=st.booleans(),
    still=st.booleans(),
    view=st.sampled_from(ViewVerdict),
    giver=st.booleans(),
    off=st.booleans(),
    on=st.booleans(),
    holding=st.booleans(),
    stopped=st.booleans(),
    signal=st.booleans(),
    nobody=st.booleans(),
)


@given(st.lists(st.tuples(SIGHTS, st.lists(st.sampled_from(Command), max_size=2), st.floats(0.0, 30.0)), max_size=40))
def test_whatever_is_seen_or_asked_for_in_whatever_order_raises_nothing(
    story: list[tuple[StageSight, list[Command], float]],
) -> None:
    session = Session(fps=2.0, params=StageParams())
    ended = False
    for seen, commands, seconds in story:
        session.watch(seen, seconds, *commands)
        assert not (ended and session.stage is not Stage.ENDED)
        ended = session.stage is Stage.ENDED
        assert (session.state.ending is not None) is ended
        assert (session.state.pause is not None) is (session.stage is Stage.PAUSED)


def test_a_body_that_is_cut_off_by_the_picture_is_told_before_anything_else(session: Session) -> None:
    cut = StageSight(lying=True, still=True, view=ViewVerdict.GOOD, cut=True)
    session.watch(cut, 10.0)
    assert session.stage is Stage.PLACEMENT
    assert session.words == ["move_back"]
    session.watch(ALONE, 0.5)
    assert session.words[:2] == ["move_back", "view_good"]


def test_who_is_cut_off_may_begin_all_the_same(session: Session) -> None:
    cut_giver_on = StageSight(lying=True, view=ViewVerdict.GOOD, giver=True, on=True, cut=True)
    assert session.watch(cut_giver_on, 2.0).stage is Stage.SESSION


BY_HAND = StageSight(lying=True, view=ViewVerdict.GOOD, giver=True, off=True, by_hand=True)
BY_HAND_FEET_HIDDEN = StageSight(lying=True, view=ViewVerdict.GOOD, giver=True, by_hand=True)


@pytest.mark.parametrize("kneeling", [BY_HAND, BY_HAND_FEET_HIDDEN])
def test_who_warms_the_back_up_has_begun_and_is_asked_for_nothing_more(session: Session, kneeling: StageSight) -> None:
    session.watch(NOBODY, 2.0).watch(ALONE, 6.0).watch(kneeling, 120.0)
    assert session.stage is Stage.SESSION
    assert session.words[:5] == ["lie_down", "view_good", "hold_still", "back_found", "stand_beside"]
    assert session.words[-1] == "warm_up_found"
    assert "take_support" not in session.words[5:-1] or session.words.count("take_support") == 1
    assert session.state.session_s == pytest.approx(118.0, abs=1.0)


def test_a_hand_that_brushes_the_back_is_no_warm_up(session: Session) -> None:
    session.watch(ALONE, 6.0).watch(BY_HAND_FEET_HIDDEN, 1.0).watch(ALONE, 5.0)
    assert session.stage is Stage.BESIDE


def test_the_clock_begins_with_the_first_touch_and_not_while_the_giver_waits_beside(session: Session) -> None:
    session.watch(ALONE, 6.0).watch(BESIDE, 3.0).watch(HOLDING, 40.0)
    assert session.stage is Stage.SESSION
    assert session.state.session_s < 1.0
    session.watch(BY_HAND, 60.0).watch(BESIDE, 10.0).watch(TREADING, 30.0)
    assert session.state.session_s == pytest.approx(100.0, abs=1.0)


def test_who_is_stopped_in_the_warm_up_goes_on_with_the_hands_after_letting_go(session: Session) -> None:
    stopped = StageSight(lying=True, view=ViewVerdict.GOOD, giver=True, off=True, by_hand=True, stopped=True)
    session.watch(ALONE, 6.0).watch(BY_HAND, 10.0).watch(stopped, 0.1).watch(BY_HAND, 10.0)
    assert session.stage is Stage.PAUSED
    session.watch(BESIDE, 3.0).watch(BY_HAND, 3.0)
    assert session.stage is Stage.SESSION
    assert session.words[-2:] == ["stop_signal_paused", "resumed"]


def test_who_lies_bent_is_asked_once_to_lie_straight_before_the_session(session: Session) -> None:
    bent = StageSight(lying=True, still=True, view=ViewVerdict.GOOD, bent=True)
    session.watch(bent, 12.0)
    assert session.words.count("lie_straight") == 1
    assert session.stage is Stage.BESIDE  # nobody is held up
    assert "lie_straight" not in Session(fps=session.fps).watch(ALONE, 12.0).words


ASIDE = StageSight(aside=True, still=True, view=ViewVerdict.GOOD)


def test_who_lies_on_the_side_or_the_back_is_asked_to_turn_over_and_is_not_ready(session: Session) -> None:
    session.watch(ASIDE, 30.0)
    assert session.stage is Stage.PLACEMENT
    assert session.words == ["turn_over", "turn_over"]
    session.watch(ALONE, 1.5)
    assert session.stage is Stage.ALONE
    assert session.words[2:4] == ["view_good", "hold_still"]


def test_who_turns_over_in_a_view_that_is_not_known_yet_is_not_asked_to_turn_again(session: Session) -> None:
    session.watch(ASIDE, 3.0).watch(replace(ALONE, view=ViewVerdict.UNKNOWN), 30.0)
    assert session.words == ["turn_over", "hold_still"]


def test_a_glimpse_of_somebody_on_the_side_asks_for_nothing(session: Session) -> None:
    session.watch(NOBODY, 4.0).watch(ASIDE, 0.5).watch(NOBODY, 4.0)
    assert session.words == ["lie_down"]


def test_who_turns_to_the_side_once_the_back_is_found_is_led_from_the_start(session: Session) -> None:
    session.watch(ALONE, 6.0).watch(ASIDE, 8.0)
    assert session.stage is Stage.PLACEMENT
    assert session.words[-2:] == ["start_over", "turn_over"]


def test_a_sign_that_was_seen_once_does_not_stop_a_session_twice() -> None:
    staged = staged_session()
    number = next(k for k, one in enumerate(staged.moments) if one.moment is not None and one.t_s > 8.0)
    state = live.begin()
    for heard in staged.inputs[: number + 1]:
        state, _ = live.step(staged.params, state, heard)
    assert state.moment is not None
    t_s = state.moment.sight.t_s
    sign = Event(Rule.RECEIVER_SIGNAL, t_s, t_s, t_s, Severity.URGENT, None)
    moment = replace(state.moment, findings=replace(state.moment.findings, opened=(sign,)))
    paused = replace(state.stage, stage=Stage.PAUSED)
    _, after = live.step(staged.params, replace(state, moment=moment, stage=paused), LiveInput(t_s + 0.1))
    assert live.stage_sight(moment, SIZE).stopped
    assert not after.seen.stopped
