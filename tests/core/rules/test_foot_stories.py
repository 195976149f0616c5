"""Stories of feet: what each rule says to steps that are told in seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from coach.core.findings import EventSide, Rule, Severity, Zone
from coach.core.landmarks import Side
from coach.core.rules.judge import RulesParams
from coach.core.rules.keep_out import BackPoint, KeepOutParams, KeepOutZone
from coach.core.rules.off_zone import OffZoneParams, read_zone
from coach.core.rules.pauses import Hurry
from coach.core.rules.stands import StandParams
from coach.core.sight import Contact, Support, Technique, ViewVerdict
from coach.core.verdict import Verdict

LAG_S = StandParams().lag_s  # contacts come from speeds, and those are late

Begin = Callable[..., Any]


def test_a_right_session_of_half_a_minute_has_no_event_at_all(story: Begin) -> None:
    told = story().on_back()
    for along in (0.3, 0.45, 0.6, 0.75):
        told.step(Side.LEFT, -8.5, along).step(Side.RIGHT, 8.5, along)
    assert told.step_down().tell().events == ()


@pytest.mark.parametrize("fps", [30.0, 15.0, 12.0, 10.0])
def test_a_foot_on_the_spine_is_told_at_once_for_as_long_as_it_stands_there(story: Begin, fps: float) -> None:
    session = story(fps=fps).on_back()
    session.foot(Side.RIGHT, Contact.AIR).wait(0.8)
    landed_s = session.t_s
    session.foot(Side.RIGHT, Contact.BACK, 1.5, 0.5).wait(2.0)
    lifted_s = session.t_s
    told = session.step(Side.RIGHT, 8.5, 0.5).tell()
    (event,) = told.faults()
    assert event.rule is Rule.SPINE_STEP
    assert event.side is EventSide.RIGHT
    assert event.severity is Severity.URGENT
    assert event.start_s == pytest.approx(landed_s, abs=0.01)
    assert event.decided_s - event.start_s <= 0.31
    assert event.end_s == pytest.approx(lifted_s, abs=0.01)
    assert {figure.name for figure in event.detail} >= {"gap_cm", "probability", "sigma_cm"}


def test_a_near_miss_counts_by_how_well_the_view_can_tell(story: Begin) -> None:
    """Nearest edge 1 cm from the line: a sharp view is sure; a dull one is in doubt, and doubt is not ok."""
    sharp = story().set(sigma_cm=0.5).on_back().step(Side.RIGHT, 5.5, 0.5)
    dull = story().set(sigma_cm=5.0).on_back().step(Side.RIGHT, 5.5, 0.5)
    assert len(sharp.tell().of(Rule.SPINE_STEP)) == 1
    judgement = dull.tell().at(dull.t_s - 1.0, Rule.SPINE_STEP)
    assert judgement.verdict is Verdict.UNKNOWN
    assert dull.tell().of(Rule.NOT_SEEN)[-1].reason == "feet"


def test_a_blind_view_calls_no_foot_beside_the_spine_ok(story: Begin) -> None:
    session = story().set(sigma_cm=12.0).on_back().step(Side.LEFT, -8.5, 0.5)
    told = session.tell()
    assert told.of(Rule.SPINE_STEP) == []
    assert told.at(session.t_s - 0.5, Rule.SPINE_STEP).verdict is Verdict.UNKNOWN


def test_a_view_that_cannot_judge_feet_says_so_and_does_not_guess(story: Begin) -> None:
    told = story().set(view=ViewVerdict.CANNOT_JUDGE_FEET).on_back().step(Side.LEFT, 0.0, 0.5).tell()
    assert told.of(Rule.SPINE_STEP) == []
    assert {event.reason for event in told.of(Rule.NOT_SEEN)} == {"view"}


def test_a_foot_that_swings_over_the_spine_or_stands_on_the_floor_is_no_fault(story: Begin) -> None:
    session = story().on_back()
    session.foot(Side.RIGHT, Contact.AIR, 0.0, 0.5).wait(2.0).foot(Side.RIGHT, Contact.FLOOR).wait(2.0)
    assert session.tell().of(Rule.SPINE_STEP) == []


def test_a_foot_hidden_on_the_spine_keeps_its_fault_and_is_not_forgiven(story: Begin) -> None:
    session = story().on_back().step(Side.LEFT, 0.5, 0.5, pause_s=1.0)
    session.foot(Side.LEFT, Contact.UNKNOWN).wait(1.5)
    hidden_s = session.t_s
    session.foot(Side.LEFT, Contact.BACK).wait(1.0).step(Side.LEFT, -8.5, 0.5)
    told = session.tell()
    (event,) = told.of(Rule.SPINE_STEP)
    assert event.start_s < hidden_s - 1.5 < hidden_s < event.end_s
    assert told.at(hidden_s - 0.2, Rule.SPINE_STEP).verdict is Verdict.FAULT


def test_a_foot_hidden_for_long_turns_a_fault_into_unknown_never_into_ok(story: Begin) -> None:
    session = story().on_back().step(Side.LEFT, 0.5, 0.5, pause_s=1.0)
    last_seen_s = session.t_s
    session.foot(Side.LEFT, Contact.UNKNOWN).wait(8.0)
    told = session.tell()
    (event,) = told.of(Rule.SPINE_STEP)
    assert event.end_s == pytest.approx(last_seen_s, abs=0.1)
    after = [found for found in told.findings if found.t_s > event.decided_s]
    spine = [judgement for found in after for judgement in found.judgements if judgement.rule is Rule.SPINE_STEP]
    assert {judgement.verdict for judgement in spine} == {Verdict.FAULT, Verdict.UNKNOWN}
    assert told.of(Rule.NOT_SEEN)[-1].reason == "feet"


def test_noise_of_single_pictures_does_not_shout(story: Begin) -> None:
    """A right step whose place trembles by 3 cm from frame to frame, for 30 s."""
    session = story(fps=12.0).set(sigma_cm=3.0).on_back()
    tremble_cm = (-3.0, 2.0, -1.0, 3.0, -2.5, 1.5)
    for frame in range(360):
        session.foot(Side.RIGHT, Contact.BACK, 8.5 + tremble_cm[frame % 6], 0.5).wait(1 / 12)
    assert session.tell().of(Rule.SPINE_STEP) == []


@pytest.mark.parametrize(
    ("offset_cm", "along", "reason", "severity"),
    [
        (8.0, -0.16, "neck", Severity.URGENT),
        (8.0, 1.14, "hips", Severity.WARNING),
        (21.0, 0.5, "ribs", Severity.WARNING),
    ],
)
def test_a_foot_outside_the_bands_is_told_with_where_it_is(
    story: Begin, offset_cm: float, along: float, reason: str, severity: Severity
) -> None:
    session = story().on_back().step(Side.RIGHT, offset_cm, along, pause_s=2.0)
    landed_s = session.t_s - 2.0
    (event,) = session.step(Side.RIGHT, 8.5, 0.5).tell().faults()
    assert (event.rule, event.reason, event.severity) == (Rule.OFF_ZONE, reason, severity)
    assert event.start_s == pytest.approx(landed_s, abs=0.01)
    assert event.end_s == pytest.approx(landed_s + 2.0, abs=0.01)


def test_a_foot_at_the_edge_of_the_zone_is_told_once_and_not_again_and_again(story: Begin) -> None:
    session = story().on_back().step(Side.RIGHT, 8.5, 1.06, pause_s=0.5)
    for along in (0.99, 1.04, 1.0, 1.04) * 10:
        session.foot(Side.RIGHT, Contact.BACK, 8.5, along).wait(0.25)
    assert len(session.tell().of(Rule.OFF_ZONE)) == 1


def test_a_foot_that_is_seen_outside_but_may_as_well_be_inside_is_unknown_and_clears_no_fault(story: Begin) -> None:
    """3 cm beyond the ribs' ends, by a standard deviation of 4: the rule asks for two of them."""
    session = story().on_back().set(sigma_cm=4.0).step(Side.RIGHT, 18.0, 0.5, pause_s=2.0)
    doubted_s = session.t_s - 1.0
    session.set(sigma_cm=1.0).wait(1.0)
    session.set(sigma_cm=4.0).wait(1.5)
    kept_s = session.t_s - 0.3
    told = session.foot(Side.RIGHT, Contact.BACK, 9.0, 0.5).wait(2.0).tell()
    assert told.at(doubted_s, Rule.OFF_ZONE).verdict is Verdict.UNKNOWN
    assert told.at(kept_s, Rule.OFF_ZONE).verdict is Verdict.FAULT
    (event,) = told.of(Rule.OFF_ZONE)
    assert event.end_s == pytest.approx(session.t_s - 2.0, abs=0.6)


def test_a_marked_area_is_as_urgent_as_the_spine(story: Begin) -> None:
    scar = KeepOutZone("scar", tuple(BackPoint(x, y) for x, y in ((5, 0.7), (12, 0.7), (12, 0.95), (5, 0.95))))
    params = replace(RulesParams(), keep_out=KeepOutParams(zones=(scar,)))
    session = story().on_back().step(Side.RIGHT, 8.5, 0.15).step(Side.RIGHT, 8.5, 0.7, pause_s=2.0)
    (event,) = session.step(Side.RIGHT, 8.5, 0.15).tell(params).faults()
    assert (event.rule, event.reason, event.severity) == (Rule.KEEP_OUT, "scar", Severity.URGENT)
    assert session.tell().faults() == []  # nobody marked anything


def test_a_stamp_is_told_once_and_a_placed_foot_is_not(story: Begin) -> None:
    session = story().on_back()
    session.foot(Side.LEFT, Contact.AIR).speed(Side.LEFT, 60.0).wait(0.6).speed(Side.LEFT, 25.0).wait(0.25)
    session.speed(Side.LEFT, 3.0).foot(Side.LEFT, Contact.BACK).wait(4.0)
    session.foot(Side.RIGHT, Contact.AIR).speed(Side.RIGHT, 20.0).wait(0.8).speed(Side.RIGHT, 150.0).wait(0.17)
    landed_s = session.t_s
    session.speed(Side.RIGHT, 3.0).foot(Side.RIGHT, Contact.BACK).wait(4.0)
    (event,) = session.tell().faults()
    assert (event.rule, event.side) == (Rule.FAST_STEP, EventSide.RIGHT)
    assert landed_s - 0.25 <= event.start_s <= event.end_s <= landed_s + 0.15
    assert event.detail[0].value == pytest.approx(150.0)


@pytest.mark.parametrize(
    ("sigma_cm_s", "told"), [(0.0, True), (60.0, True), (99.0, True), (101.0, False), (200.0, False)]
)
def test_a_jump_of_unsure_looks_is_no_fast_step_and_the_same_jump_of_sure_ones_is_one(
    story: Begin, sigma_cm_s: float, told: bool
) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.AIR).speed(Side.LEFT, 20.0).wait(0.6)
    session.speed(Side.LEFT, 150.0, sigma_cm_s).wait(0.17)
    session.speed(Side.LEFT, 3.0).foot(Side.LEFT, Contact.BACK).wait(4.0)
    assert [event.rule for event in session.tell().faults()] == [Rule.FAST_STEP] * told


def test_a_surer_and_slower_look_tells_a_stamp_beside_a_faster_one_that_is_unsure(story: Begin) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.AIR).speed(Side.LEFT, 20.0).wait(0.6)
    session.speed(Side.LEFT, 120.0, 20.0).wait(1 / 12).speed(Side.LEFT, 200.0, 190.0).wait(1 / 12)
    session.speed(Side.LEFT, 3.0).foot(Side.LEFT, Contact.BACK).wait(4.0)
    (event,) = session.tell().faults()
    assert event.detail[0].value == pytest.approx(120.0)


def test_stepping_down_to_the_floor_may_be_quick(story: Begin) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.AIR).speed(Side.LEFT, 160.0).wait(0.5)
    assert session.foot(Side.LEFT, Contact.FLOOR).wait(2.0).tell().of(Rule.FAST_STEP) == []


def test_a_foot_that_comes_up_from_the_floor_is_quick_without_stamping(story: Begin) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.FLOOR).wait(2.0)
    session.foot(Side.LEFT, Contact.AIR).speed(Side.LEFT, 160.0).wait(0.4)
    session.speed(Side.LEFT, 3.0).foot(Side.LEFT, Contact.BACK).wait(2.0)
    assert session.tell().of(Rule.FAST_STEP) == []


def test_a_speed_from_before_the_foot_was_unseen_is_not_the_landings(story: Begin) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.AIR).speed(Side.LEFT, 160.0).wait(0.3)
    session.foot(Side.LEFT, Contact.UNKNOWN).speed(Side.LEFT, float("nan")).wait(0.1)
    session.foot(Side.LEFT, Contact.AIR).speed(Side.LEFT, 10.0).wait(0.1)
    session.speed(Side.LEFT, 3.0).foot(Side.LEFT, Contact.BACK).wait(2.0)
    assert session.tell().of(Rule.FAST_STEP) == []


def test_a_landing_out_of_the_unseen_is_not_judged(story: Begin) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.UNKNOWN).speed(Side.LEFT, 160.0).wait(1.5)
    assert session.foot(Side.LEFT, Contact.BACK).wait(2.0).tell().of(Rule.FAST_STEP) == []


def test_a_pause_under_a_second_is_short_and_one_of_four_is_not(story: Begin) -> None:
    session = story().on_back().step(Side.LEFT, -8.5, 0.4, pause_s=4.0).step(Side.LEFT, -8.5, 0.5, pause_s=0.5)
    left_s = session.t_s
    (event,) = session.step(Side.LEFT, -8.5, 0.6).tell().faults()
    assert (event.rule, event.side) == (Rule.SHORT_PAUSE, EventSide.LEFT)
    assert (event.start_s, event.end_s) == pytest.approx((left_s - 0.5 - LAG_S, left_s - LAG_S), abs=0.01)


def test_a_pause_whose_beginning_or_end_was_hidden_is_not_called_short(story: Begin) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.UNKNOWN).wait(2.0).foot(Side.LEFT, Contact.BACK).wait(0.5)
    session.step(Side.LEFT, -8.5, 0.5, pause_s=0.5).foot(Side.LEFT, Contact.UNKNOWN).wait(3.0)
    assert session.tell().of(Rule.SHORT_PAUSE) == []


@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
def test_a_foot_that_goes_on_half_a_second_after_the_other_has_landed_hurries(story: Begin, fps: float) -> None:
    session = story(fps=fps).on_back().step(Side.LEFT, -8.5, 0.4).step(Side.RIGHT, 8.5, 0.4, pause_s=0.5)
    went_on_s = session.t_s
    (event,) = session.step(Side.LEFT, -8.5, 0.5).tell().faults()
    assert (event.rule, event.side, event.reason) == (Rule.SHORT_PAUSE, EventSide.RIGHT, Hurry.RHYTHM)
    assert (event.start_s, event.end_s) == pytest.approx((went_on_s - 0.5 - LAG_S, went_on_s - LAG_S), abs=0.1)


def test_steps_that_follow_each_other_after_three_seconds_do_not_hurry(story: Begin) -> None:
    session = story().on_back()
    for along in (0.4, 0.5, 0.6):
        session.step(Side.LEFT, -8.5, along, pause_s=3.0).step(Side.RIGHT, 8.5, along, pause_s=3.0)
    assert session.tell().faults() == []


def test_stepping_up_with_the_second_foot_at_once_does_not_hurry(story: Begin) -> None:
    session = story().receiver_alone().walk_up().set(technique=Technique.STANDING).hands(Support.YES, Support.NO)
    session.foot(Side.RIGHT, Contact.AIR).wait(0.75).foot(Side.RIGHT, Contact.BACK).wait(0.4)
    session.foot(Side.LEFT, Contact.AIR).wait(0.75).foot(Side.LEFT, Contact.BACK).wait(4.0)
    assert session.tell().of(Rule.SHORT_PAUSE) == []


def test_two_feet_that_seem_to_lift_at_once_were_confused_and_have_not_hurried(story: Begin) -> None:
    session = story().on_back().step(Side.RIGHT, 8.5, 0.4).step(Side.LEFT, -8.5, 0.4, pause_s=0.6)
    session.foot(Side.RIGHT, Contact.AIR).step(Side.LEFT, -8.5, 0.4, pause_s=0.0, air_s=0.5)
    assert session.foot(Side.RIGHT, Contact.BACK).wait(4.0).tell().of(Rule.SHORT_PAUSE) == []


def test_a_foot_that_goes_on_while_the_others_landing_was_hidden_is_not_said_to_hurry(story: Begin) -> None:
    session = story().on_back().foot(Side.RIGHT, Contact.UNKNOWN).wait(2.0).foot(Side.RIGHT, Contact.BACK).wait(0.5)
    assert session.step(Side.LEFT, -8.5, 0.5).tell().of(Rule.SHORT_PAUSE) == []


def test_a_swing_that_rests_in_the_picture_at_its_turning_point_is_no_stand(story: Begin) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.AIR).wait(0.4).foot(Side.LEFT, Contact.BACK).wait(0.25)
    told = session.foot(Side.LEFT, Contact.AIR).wait(0.4).foot(Side.LEFT, Contact.BACK, -8.5, 0.5).wait(4.0).tell()
    assert told.faults() == []
    assert sorted(stand.foot for stand in told.stands) == [Side.LEFT, Side.LEFT, Side.RIGHT]


def test_the_last_stand_is_not_called_short_because_the_clip_ends(story: Begin) -> None:
    told = story().on_back().step(Side.LEFT, -8.5, 0.5, pause_s=0.5).tell()
    assert told.faults() == []
    assert told.stands[-1].foot is not None


def test_a_foot_that_stays_for_twenty_seconds_stays_too_long(story: Begin) -> None:
    session = story().on_back().step(Side.LEFT, -8.5, 0.4, pause_s=4.0)
    session.step(Side.RIGHT, 8.5, 0.4, pause_s=4.0)
    landed_s = session.t_s - 8.75
    session.wait(16.0).step(Side.LEFT, -8.5, 0.5).step(Side.RIGHT, 8.5, 0.5)
    assert session.tell().faults() == []
    events = session.tell().of(Rule.LONG_PAUSE)
    left = next(event for event in events if event.side is EventSide.LEFT)
    assert left.start_s == pytest.approx(landed_s - LAG_S + 15.0, abs=0.1)


def test_steps_are_cut_from_contacts_and_a_flicker_is_no_step(story: Begin) -> None:
    session = story().on_back().step(Side.LEFT, -7.0, 0.45, pause_s=1.0)
    landed_s = session.t_s - 1.0
    for _ in range(5):
        session.foot(Side.LEFT, Contact.AIR).wait(1 / 12).foot(Side.LEFT, Contact.BACK).wait(0.5)
        session.foot(Side.LEFT, Contact.UNKNOWN).wait(0.25).foot(Side.LEFT, Contact.BACK).wait(0.5)
    lifted_s = session.t_s
    stands = session.step(Side.LEFT, -8.0, 0.8).tell().stands
    left = [stand for stand in stands if stand.foot is Side.LEFT]
    assert len(left) == 3  # the step up, this one, the next
    assert (left[1].start_s, left[1].end_s) == pytest.approx((landed_s - LAG_S, lifted_s - LAG_S), abs=0.01)
    assert left[1].offset_cm == pytest.approx(-7.0)
    assert [stand.zone for stand in left] == [Zone.SHOULDER_BLADES, Zone.MID_BACK, Zone.LOWER_BACK]


def left_stands(session: Any) -> list[Any]:
    return [stand for stand in session.tell().stands if stand.foot is Side.LEFT]


@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
@pytest.mark.parametrize(("away", "away_s"), [(Contact.AIR, 0.4), (Contact.UNKNOWN, 0.4)])
def test_a_foot_that_is_back_in_its_place_has_not_stepped_and_one_that_is_back_elsewhere_has(
    story: Begin, fps: float, away: Contact, away_s: float
) -> None:
    stood = story(fps=fps).on_back().foot(Side.LEFT, away).wait(away_s).foot(Side.LEFT, Contact.BACK).wait(2.0)
    assert len(left_stands(stood)) == 1
    stepped = story(fps=fps).on_back().foot(Side.LEFT, away).wait(away_s)
    assert len(left_stands(stepped.foot(Side.LEFT, Contact.BACK, -9.0, 0.42).wait(2.0))) == 2


def test_a_real_step_that_ends_where_it_began_is_a_step(story: Begin) -> None:
    assert len(left_stands(story().on_back().step(Side.LEFT, -9.0, 0.3, air_s=0.75))) == 2


@pytest.mark.parametrize("along", [-0.6, 1.9])
def test_a_view_that_cannot_tell_shoulders_from_waist_judges_no_end_of_the_back(story: Begin, along: float) -> None:
    sight = story().on_back().foot(Side.RIGHT, Contact.BACK, 8.5, along).wait(0.5).sights[-1]
    foot = next(foot for foot in sight.feet if foot.side is Side.RIGHT)
    outside, reading = read_zone(OffZoneParams(), False, replace(foot, along_sigma=0.6), sight.back)
    assert (outside, reading.verdict) == (False, Verdict.UNKNOWN)
    outside, reading = read_zone(OffZoneParams(), False, replace(foot, along_sigma=0.2), sight.back)
    assert (outside, reading.verdict) == (True, Verdict.FAULT)
