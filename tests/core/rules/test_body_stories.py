"""Stories of hands, of the receiver, of what cannot be seen, and of the session's phases."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from coach.core.findings import Rule, Severity
from coach.core.landmarks import Side
from coach.core.rules.judge import RulesParams
from coach.core.rules.support_lost import SupportLostParams
from coach.core.sight import Contact, PersonSight, ReceiverActivity, Seen, Support, Technique
from coach.core.verdict import Verdict

Begin = Callable[..., Any]


@pytest.mark.parametrize("technique", [Technique.STANDING, Technique.HALF_SQUAT, Technique.KNEELING])
def test_both_hands_off_the_support_are_told_with_their_span(story: Begin, technique: Technique) -> None:
    session = story().on_back().set(technique=technique).hands(Support.NO, Support.NO)
    off_s = session.t_s
    session.wait(3.0).hands(Support.NO, Support.YES).wait(3.0)
    (event,) = session.tell().faults()
    assert (event.rule, event.severity) == (Rule.SUPPORT_LOST, Severity.WARNING)
    assert (event.start_s, event.end_s) == pytest.approx((off_s, off_s + 3.0), abs=0.01)
    assert 0.5 <= event.decided_s - off_s <= 0.6


def test_a_change_of_grip_is_no_fault(story: Begin) -> None:
    session = story().on_back()
    for _ in range(5):
        session.hands(Support.NO, Support.NO).wait(0.4).hands(Support.YES, Support.NO).wait(2.0)
    assert session.tell().faults() == []


def test_a_hand_that_seems_to_hold_for_a_moment_does_not_put_off_the_warning(story: Begin) -> None:
    session = story().on_back()
    off_s = session.t_s
    for _ in range(4):
        session.hands(Support.NO, Support.NO).wait(0.3).hands(Support.NO, Support.YES).wait(0.1)
    (event,) = session.hands(Support.YES, Support.NO).wait(3.0).tell().faults()
    assert (event.rule, event.start_s) == (Rule.SUPPORT_LOST, pytest.approx(off_s, abs=0.01))
    assert event.decided_s - off_s <= 0.9


@pytest.mark.parametrize("floor_s", [0.1, 0.3, 0.45])
def test_a_far_foot_that_seems_to_be_on_the_floor_for_a_moment_does_not_forgive_the_lost_support(
    story: Begin, floor_s: float
) -> None:
    session = story().on_back()
    off_s = session.t_s
    session.hands(Support.NO, Support.NO)
    for _ in range(4):
        session.foot(Side.RIGHT, Contact.FLOOR).wait(floor_s).foot(Side.RIGHT, Contact.UNKNOWN).wait(0.2)
    (event,) = session.hands(Support.YES, Support.NO).wait(3.0).tell().faults()
    assert (event.rule, event.start_s) == (Rule.SUPPORT_LOST, pytest.approx(off_s, abs=0.01))
    assert 0.5 <= event.decided_s - off_s <= 0.6


def test_who_has_put_a_foot_down_on_the_floor_needs_no_support(story: Begin) -> None:
    session = story().on_back().foot(Side.RIGHT, Contact.FLOOR).wait(0.6)
    assert session.hands(Support.NO, Support.NO).wait(3.0).tell().faults() == []


def test_a_foot_that_comes_down_to_the_floor_through_the_air_carries_at_once(story: Begin) -> None:
    """It is hidden again right after it has landed; who then lets go steps down."""
    session = story().on_back().foot(Side.RIGHT, Contact.AIR).wait(0.6).foot(Side.RIGHT, Contact.FLOOR)
    session.hands(Support.NO, Support.NO).wait(0.1).foot(Side.RIGHT, Contact.UNKNOWN).wait(0.6)
    session.set(technique=Technique.NONE).foot(Side.RIGHT, Contact.FLOOR).foot(Side.LEFT, Contact.FLOOR).wait(1.0)
    assert session.tell().faults() == []


BOTH = RulesParams(support_lost=SupportLostParams(both_hands=True))


def with_both_hands(story: Begin) -> Any:
    """A giver who steps up and holds on with both hands from the beginning."""
    session = story().receiver_alone().walk_up().set(technique=Technique.STANDING).hands(Support.YES, Support.YES)
    return session.foot(Side.RIGHT, Contact.BACK).wait(1.0).foot(Side.LEFT, Contact.BACK).wait(4.0)


def test_one_hand_is_not_enough_for_a_heavy_giver_and_is_told_as_such(story: Begin) -> None:
    session = with_both_hands(story)
    free_s = session.t_s
    session.hands(Support.YES, Support.NO).wait(6.0).hands(Support.YES, Support.YES).wait(3.0)
    (event,) = session.tell(BOTH).faults()
    assert (event.rule, event.reason) == (Rule.SUPPORT_LOST, "one hand")
    assert 2.0 <= event.decided_s - free_s <= 2.2
    assert event.end_s == pytest.approx(free_s + 6.0, abs=0.1)
    assert session.tell().faults() == []


def test_a_heavy_giver_may_move_one_hand_along_while_the_other_holds(story: Begin) -> None:
    session = with_both_hands(story)
    for _ in range(4):
        session.hands(Support.YES, Support.YES).wait(3.0).hands(Support.YES, Support.NO).wait(1.5)
    assert session.hands(Support.YES, Support.YES).wait(1.0).tell(BOTH).faults() == []


def test_a_heavy_giver_who_lets_go_with_both_hands_is_told_as_soon_as_anybody(story: Begin) -> None:
    session = with_both_hands(story)
    off_s = session.t_s
    (event,) = session.hands(Support.NO, Support.NO).wait(3.0).tell(BOTH).faults()
    assert event.decided_s - off_s <= 0.6
    assert event.reason == ""


def test_a_second_hand_that_is_not_seen_is_not_known_for_a_heavy_giver(story: Begin) -> None:
    session = with_both_hands(story).hands(Support.YES, Support.UNKNOWN).wait(8.0)
    told = session.tell(BOTH)
    assert told.at(session.t_s - 1.0, Rule.SUPPORT_LOST).verdict is Verdict.UNKNOWN
    assert [(event.rule, event.reason) for event in told.events] == [(Rule.NOT_SEEN, "hands")]
    assert session.tell().events == ()


def test_a_seated_giver_needs_no_support(story: Begin) -> None:
    session = story().receiver_alone().walk_up().set(technique=Technique.SEATED, on_body=True)
    for side in Side:
        session.foot(side, Contact.FLOOR)
    assert session.wait(30.0).tell().events == ()


def test_a_giver_who_steps_up_may_still_be_reaching_for_the_support(story: Begin) -> None:
    session = story().receiver_alone().walk_up().set(technique=Technique.STANDING)
    session.foot(Side.RIGHT, Contact.BACK).wait(1.0).foot(Side.LEFT, Contact.AIR).wait(0.7)
    session.hands(Support.YES, Support.NO).foot(Side.LEFT, Contact.BACK).wait(4.0)
    assert session.tell().faults() == []


def test_a_hand_that_is_not_seen_is_neither_ok_nor_a_fault_and_is_told_when_it_lasts(story: Begin) -> None:
    session = story().on_back().hands(Support.NO, Support.UNKNOWN).wait(10.0)
    told = session.tell()
    assert told.at(session.t_s - 1.0, Rule.SUPPORT_LOST).verdict is Verdict.UNKNOWN
    (event,) = told.events
    assert (event.rule, event.reason) == (Rule.NOT_SEEN, "hands")
    assert event.start_s == pytest.approx(session.t_s - 10.0, abs=0.1)


def test_a_hand_that_gets_hidden_does_not_forgive_the_lost_support(story: Begin) -> None:
    session = story().on_back().hands(Support.NO, Support.NO).wait(2.0).hands(Support.NO, Support.UNKNOWN).wait(2.0)
    told = session.tell()
    assert told.at(session.t_s - 0.2, Rule.SUPPORT_LOST).verdict is Verdict.FAULT


@pytest.mark.parametrize(
    "activity", [ReceiverActivity.HEAD_LIFTED, ReceiverActivity.ARM_RAISED, ReceiverActivity.TAPPING]
)
def test_a_lifted_head_or_arm_is_an_urgent_signal(story: Begin, activity: ReceiverActivity) -> None:
    session = story().on_back().set(activity=activity).wait(1.5).set(activity=ReceiverActivity.STILL).wait(3.0)
    (event,) = session.tell().faults()
    assert (event.rule, event.severity, event.reason) == (Rule.RECEIVER_SIGNAL, Severity.URGENT, activity.value)
    assert event.end_s - event.start_s == pytest.approx(1.5, abs=0.01)


def test_a_shifting_body_warns_and_one_that_a_step_shakes_does_not(story: Begin) -> None:
    session = story().on_back().set(activity=ReceiverActivity.SHIFTED).wait(0.4)
    session.set(activity=ReceiverActivity.STILL).wait(3.0)
    assert session.tell().faults() == []
    session.set(activity=ReceiverActivity.SHIFTED).wait(2.0).set(activity=ReceiverActivity.STILL).wait(3.0)
    (event,) = session.tell().faults()
    assert (event.rule, event.severity) == (Rule.RECEIVER_MOVED, Severity.WARNING)


def test_a_receiver_who_gets_comfortable_before_the_start_is_left_in_peace(story: Begin) -> None:
    session = story().set(activity=ReceiverActivity.HEAD_LIFTED).receiver_alone(5.0)
    assert session.set(activity=ReceiverActivity.SHIFTED).walk_up(5.0).tell().events == ()


def test_a_receiver_who_lies_alone_for_a_minute_is_no_fault_of_sight(story: Begin) -> None:
    assert story().receiver_alone(60.0).tell().events == ()


def test_an_empty_room_is_told_as_nobody_and_quietly(story: Begin) -> None:
    session = story().set(receiver=Seen.LOST, back=Seen.LOST).receiver_alone(10.0)
    (event,) = session.tell().events
    assert (event.rule, event.reason, event.severity) == (Rule.NOT_SEEN, "nobody", Severity.INFO)


def test_a_giver_who_vanishes_on_the_back_is_missed(story: Begin) -> None:
    session = story().on_back().set(giver=Seen.LOST)
    lost_s = session.t_s
    session.wait(5.0).set(giver=Seen.MEASURED).wait(5.0)
    (event,) = session.tell().events
    assert (event.rule, event.reason, event.severity) == (Rule.NOT_SEEN, "giver", Severity.WARNING)
    assert (event.start_s, event.end_s) == pytest.approx((lost_s, lost_s + 5.0), abs=0.01)
    assert 0.8 <= event.decided_s - event.start_s <= 0.9


def test_a_giver_who_walked_away_is_not_missed(story: Begin) -> None:
    session = story().on_back().step_down()
    away = [
        replace(sight, giver=PersonSight(Seen.MEASURED, replace(sight.giver.pose, xy_px=sight.giver.pose.xy_px + 900)))
        for sight in session.walk_up(3.0).sights[-36:]
    ]
    session.sights[-36:] = away
    assert session.receiver_alone(30.0).tell().events == ()


def test_a_lost_receiver_is_told_while_the_giver_treads(story: Begin) -> None:
    session = story().on_back().set(receiver=Seen.LOST, back=Seen.LOST).wait(5.0)
    assert [event.reason for event in session.tell().of(Rule.NOT_SEEN)] == ["receiver"]


def test_the_weightiest_that_is_missing_is_named_and_events_do_not_overlap(story: Begin) -> None:
    session = story().on_back().hands(Support.UNKNOWN, Support.UNKNOWN).wait(5.0)
    session.foot(Side.LEFT, Contact.UNKNOWN).wait(5.0).foot(Side.LEFT, Contact.BACK).wait(5.0)
    session.hands(Support.YES, Support.NO).wait(3.0)
    events = session.tell().of(Rule.NOT_SEEN)
    assert [event.reason for event in events] == ["hands", "feet", "hands"]
    assert all(before.end_s <= after.start_s for before, after in itertools.pairwise(events))


def test_who_kneels_beside_with_hidden_feet_warms_up_by_hand_and_is_told_nothing(story: Begin) -> None:
    session = story().receiver_alone(5.0).walk_up(3.0).set(technique=Technique.UNKNOWN, on_body=True)
    for side in Side:
        session.foot(side, Contact.UNKNOWN)
    told = session.wait(30.0).tell()
    assert [phase.phase for phase in told.phases] == ["idle", "warm_up"]
    assert [event.reason for event in told.events] == []


def test_a_session_goes_through_its_phases(story: Begin) -> None:
    session = story().receiver_alone(5.0).walk_up(3.0).set(on_body=True).wait(20.0).set(on_body=False)
    session.step_up().step(Side.LEFT, -8.5, 0.5).step_down().set(on_body=True).wait(20.0)
    phases = session.tell().phases
    assert [phase.phase for phase in phases] == ["idle", "warm_up", "treading", "closing"]
    assert phases[1].start_s == pytest.approx(8.0)
    assert all(before.end_s == after.start_s for before, after in itertools.pairwise(phases))
    assert phases[-1].end_s == pytest.approx(session.sights[-1].t_s)
