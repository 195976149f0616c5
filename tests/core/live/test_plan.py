"""The plan of a session, told in minutes: warm-up by hand, treading, closing by hand, and a question in between."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.live.plan import PlanParams, PlanSight, PlanState, closed, follow_plan, plan_times
from coach.core.live.stage import Stage
from coach.core.rules.phases import PhaseName
from coach.core.rules.presence import Presence
from coach.core.verdict import Verdict

BESIDE = PlanSight(PhaseName.IDLE, Presence.OFF)
WARMING = PlanSight(PhaseName.WARM_UP, Presence.OFF)
TREADING = PlanSight(PhaseName.TREADING, Presence.ON)
CLOSING = PlanSight(PhaseName.CLOSING, Presence.OFF)
HIDDEN = PlanSight(PhaseName.IDLE, Presence.UNKNOWN)
BLIND = PlanSight()


@dataclass
class Plan:
    """A session's plan, watched for some seconds at a time."""

    fps: float = 10.0
    params: PlanParams = field(default_factory=lambda: PlanParams(check_in_s=0.0))
    state: PlanState = field(default_factory=PlanState)
    t_s: float = 0.0
    said: list[tuple[float, str]] = field(default_factory=list)

    def watch(self, seen: PlanSight, seconds: float, stage: Stage = Stage.SESSION) -> Plan:
        for _ in range(max(1, round(seconds * self.fps))):
            self.state, news = follow_plan(self.params, self.state, seen, stage, self.t_s)
            self.said += [(self.t_s, name) for name in news]
            self.t_s += 1 / self.fps
        return self

    @property
    def words(self) -> list[str]:
        return [name for _, name in self.said]


@pytest.fixture(params=[30.0, 15.0, 10.0])
def plan(request: pytest.FixtureRequest) -> Plan:
    return Plan(request.param)


def test_a_session_that_keeps_to_the_plan_hears_one_word_on_the_way_and_its_parts_are_timed(plan: Plan) -> None:
    plan.watch(BESIDE, 5.0).watch(WARMING, 60.0).watch(BESIDE, 6.0).watch(TREADING, 120.0)
    plan.watch(BESIDE, 4.0).watch(CLOSING, 45.0).watch(BESIDE, 60.0)
    assert plan.words == ["before_stepping_on"]
    times = plan_times(plan.params, plan.state)
    assert (times.warm_up_s, times.treading_s, times.closing_s) == pytest.approx((60.0, 120.0, 45.0), abs=0.2)
    assert (times.warmed, times.closed) == (Verdict.OK, Verdict.OK)


def test_treading_without_a_warm_up_is_remarked_on_once(plan: Plan) -> None:
    plan.watch(BESIDE, 5.0).watch(TREADING, 30.0).watch(BESIDE, 5.0).watch(TREADING, 30.0)
    assert plan.words == ["no_warm_up"]
    assert plan.state.warmed is Verdict.FAULT


def test_who_begins_too_heavily_is_asked_once_to_start_more_lightly_and_not_into_an_alarm(plan: Plan) -> None:
    early = replace(TREADING, early=True)
    plan.watch(BESIDE, 5.0).watch(WARMING, 40.0).watch(TREADING, 10.0)
    assert plan.watch(replace(early, alarm=True), 5.0).words == []
    assert plan.watch(early, 5.0).watch(TREADING, 5.0).watch(early, 5.0).words == ["lighter_at_first"]


def test_nobody_beside_the_back_is_asked_to_start_more_lightly(plan: Plan) -> None:
    assert plan.watch(replace(BESIDE, early=True), 10.0).words == []


def test_a_warm_up_of_a_few_seconds_is_none(plan: Plan) -> None:
    assert plan.watch(BESIDE, 5.0).watch(WARMING, 10.0).watch(TREADING, 10.0).words == ["no_warm_up"]


@pytest.mark.parametrize("unseen", [HIDDEN, BLIND])
def test_a_warm_up_that_may_have_gone_unseen_is_neither_missed_nor_praised(plan: Plan, unseen: PlanSight) -> None:
    plan.watch(BESIDE, 5.0).watch(WARMING, 10.0).watch(unseen, 25.0).watch(TREADING, 10.0)
    assert plan.words == []
    assert plan.state.warmed is Verdict.UNKNOWN


def test_who_is_on_the_back_when_the_coach_begins_may_have_warmed_it_up_before(plan: Plan) -> None:
    assert plan.watch(TREADING, 30.0).state.warmed is Verdict.UNKNOWN
    assert plan.words == []


def test_who_steps_off_for_good_without_a_closing_is_asked_for_it_once(plan: Plan) -> None:
    plan.watch(BESIDE, 1.0).watch(WARMING, 40.0).watch(TREADING, 90.0)
    stepped_off_s = plan.t_s
    plan.watch(BESIDE, 60.0)
    assert plan.words == ["close_by_hand"]
    assert plan.said[0][0] == pytest.approx(stepped_off_s + plan.params.done_s, abs=0.2)
    assert closed(plan.params, plan.state) is Verdict.FAULT


def test_a_short_rest_and_a_short_try_need_no_closing(plan: Plan) -> None:
    plan.watch(BESIDE, 1.0).watch(WARMING, 40.0).watch(TREADING, 90.0).watch(BESIDE, 10.0).watch(TREADING, 5.0)
    assert plan.words == []
    tried = Plan(plan.fps).watch(WARMING, 40.0).watch(TREADING, 20.0).watch(BESIDE, 60.0)
    assert tried.words == []
    assert closed(tried.params, tried.state) is None


def test_a_massage_in_the_middle_is_no_closing(plan: Plan) -> None:
    plan.watch(WARMING, 40.0).watch(TREADING, 70.0).watch(CLOSING, 40.0).watch(TREADING, 70.0).watch(BESIDE, 20.0)
    assert plan.words == ["close_by_hand"]


def test_a_closing_that_may_have_gone_unseen_is_not_called_missing(plan: Plan) -> None:
    plan.watch(WARMING, 40.0).watch(TREADING, 70.0).watch(HIDDEN, 40.0)
    assert plan.words == []
    assert closed(plan.params, plan.state) is Verdict.UNKNOWN


def test_pauses_and_the_way_to_the_session_count_for_nothing(plan: Plan) -> None:
    plan.watch(WARMING, 20.0, Stage.SUPPORT).watch(WARMING, 40.0).watch(WARMING, 60.0, Stage.PAUSED)
    plan.watch(WARMING, 5.0)
    assert plan.state.warm_up_s == pytest.approx(45.0, abs=0.3)


def test_hands_after_the_sight_began_anew_still_close_the_session(plan: Plan) -> None:
    """A session that is measured anew forgets in its rules that there was treading; the plan does not."""
    plan.watch(WARMING, 40.0).watch(TREADING, 70.0).watch(WARMING, 40.0)
    assert plan.state.phase is PhaseName.CLOSING
    assert closed(plan.params, plan.state) is Verdict.OK


def asked(plan: Plan) -> list[float]:
    return [at_s for at_s, name in plan.said if name == "check_in"]


def test_the_question_comes_at_the_chosen_interval_while_the_back_is_worked_on(plan: Plan) -> None:
    plan.params = PlanParams(check_in_s=120.0)
    plan.watch(WARMING, 600.0 / 2).watch(BESIDE, 30.0).watch(TREADING, 300.0)
    assert asked(plan) == pytest.approx([120.0, 240.0, 390.0, 510.0], abs=0.5)


def test_the_question_waits_for_silence_and_for_the_end_of_an_alarm(plan: Plan) -> None:
    plan.params = PlanParams(check_in_s=60.0)
    loud = PlanSight(PhaseName.TREADING, Presence.ON, quiet_s=3.0)
    alarm = PlanSight(PhaseName.TREADING, Presence.ON, alarm=True)
    plan.watch(TREADING, 55.0).watch(loud, 20.0).watch(alarm, 20.0)
    assert asked(plan) == []
    plan.watch(TREADING, 1.0)
    assert asked(plan) == pytest.approx([95.0], abs=0.2)


def test_an_interval_of_nought_asks_nothing(plan: Plan) -> None:
    assert plan.watch(TREADING, 900.0).words == []


SEEN = st.builds(
    PlanSight,
    phase=st.one_of(st.none(), st.sampled_from(PhaseName)),
    presence=st.sampled_from(Presence),
    quiet_s=st.one_of(st.just(math.inf), st.floats(0.0, 60.0)),
    alarm=st.booleans(),
)


@given(st.lists(st.tuples(SEEN, st.floats(0.1, 90.0), st.sampled_from(Stage)), max_size=30))
def test_whatever_is_seen_each_remark_comes_once_and_no_part_is_longer_than_the_session(
    story: list[tuple[PlanSight, float, Stage]],
) -> None:
    plan = Plan(2.0, PlanParams())
    for seen, seconds, stage in story:
        plan.watch(seen, seconds, stage)
    remarks = [name for name in plan.words if name != "check_in"]
    assert len(set(remarks)) == len(remarks)
    state = plan.state
    assert 0.0 <= state.warm_up_s + state.treading_s + state.closing_s <= plan.t_s + 1e-6
    questions = asked(plan)
    assert all(after - before >= plan.params.check_in_s - 1.0 for before, after in itertools.pairwise(questions))


def test_time_that_runs_backwards_is_a_mistake_of_the_program() -> None:
    state, _ = follow_plan(PlanParams(), PlanState(), BLIND, Stage.SESSION, 2.0)
    with pytest.raises(ValueError, match="backwards"):
        follow_plan(PlanParams(), state, BLIND, Stage.SESSION, 1.0)
