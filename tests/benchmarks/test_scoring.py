"""Stories of runs, and what they are worth."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan
from typing import Any

import numpy as np
import pytest

from benchmarks.scoring import Group, score
from coach.core.findings import Rule
from coach.core.landmarks import Side
from coach.core.sight import Contact, Sight, Support, ViewVerdict

# The stage of conftest.py; importlib mode has no name for it.
Stage = Any
GIVER_EXTENT_PX = 500.0


def nudged(sight: Sight, by: float) -> Sight:
    """The giver beside themselves by a part of their extent."""
    pose = replace(sight.giver.pose, xy_px=sight.giver.pose.xy_px + np.array([by * GIVER_EXTENT_PX, 0.0]))
    return replace(sight, giver=replace(sight.giver, pose=pose))


def test_who_sees_everything_gets_everything(stage: Stage) -> None:
    whole = score(stage.truth, stage.judged)

    assert (whole.giver_ok, whole.receiver_ok, whole.both_ok, whole.swapped) == (1.0, 1.0, 1.0, 0.0)
    assert (whole.foot_judged, whole.foot_measured, whole.within_2_sigma) == (1.0, 1.0, 1.0)
    assert (whole.foot_lateral_med_cm, whole.spine_err_cm) == pytest.approx((0.0, 0.0))
    assert (whole.hand_right, whole.technique_right) == (1.0, 1.0)
    assert Group((whole,)).false_alarms == 0.0
    assert whole.on_body_s == pytest.approx(10.0)


def test_a_skeleton_counts_up_to_five_per_cent_of_the_body_and_an_unknown_joint_spoils_it(stage: Stage) -> None:
    stage.between(0.0, 2.0, lambda sight: nudged(sight, 0.049))
    stage.between(2.0, 5.0, lambda sight: nudged(sight, 0.051))
    stage.between(5.0, 6.0, lambda sight: nudged(sight, nan))

    assert score(stage.truth, stage.judged).giver_ok == pytest.approx(0.6)


def test_the_giver_taken_for_the_receiver_is_swapped(stage: Stage) -> None:
    stage.between(0.0, 1.0, lambda sight: replace(sight, giver=sight.receiver))

    whole = score(stage.truth, stage.judged)
    assert (whole.swapped, whole.both_ok) == pytest.approx((0.1, 0.9))


def test_frames_without_the_giver_on_the_body_do_not_count_and_missing_ones_count_as_wrong(stage: Stage) -> None:
    stage.frames[:40] = [replace(frame, giver=None) for frame in stage.frames[:40]]
    del stage.sights[70:]

    whole = score(stage.truth, stage.judged)
    assert whole.on_body_frames == 60
    assert whole.both_ok == pytest.approx(0.5)
    assert whole.foot_judged == pytest.approx(0.5)


def test_a_spine_line_that_is_ten_pixels_aside_is_ten_centimetres_aside_where_a_pixel_is_one(stage: Stage) -> None:
    """The shoulder line is 40 cm and 40 px long."""
    aside = np.array([10.0, 5.0])
    stage.between(0.0, 10.0, lambda one: replace(one, back=replace(one.back, spine_px=one.back.spine_px + aside)))

    assert score(stage.truth, stage.judged).spine_err_cm == pytest.approx(10.0)


def test_errors_of_feet_are_held_against_the_spread_that_the_program_believes(stage: Stage) -> None:
    def left_aside(sight: Sight) -> Sight:
        left, right = sight.feet
        return replace(sight, feet=(replace(left, offset_cm=left.offset_cm + 3.0), right))

    stage.between(0.0, 10.0, left_aside)

    whole = score(stage.truth, stage.judged)
    assert whole.within_2_sigma == pytest.approx(0.5)
    assert whole.foot_lateral_med_cm == pytest.approx(1.5)
    assert whole.foot_lateral_p90_cm == pytest.approx(3.0)


def test_a_refused_view_is_told_apart_from_a_foot_that_is_not_seen(stage: Stage) -> None:
    def blind(sight: Sight) -> Sight:
        left, right = (replace(foot, contact=Contact.UNKNOWN, offset_cm=nan) for foot in sight.feet)
        return replace(sight, feet=(left, right))

    stage.between(0.0, 2.0, blind)
    stage.between(5.0, 10.0, blind)
    stage.between(5.0, 10.0, lambda sight: replace(sight, back=replace(sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET)))
    stage.says(Rule.NOT_SEEN, 5.0, 10.0, reason="view")

    whole = score(stage.truth, stage.judged)
    assert whole.foot_judged == pytest.approx(0.3)
    assert whole.foot_judged_accepted == pytest.approx(0.6)
    assert whole.refused == pytest.approx(0.5)
    assert whole.unseen_told == pytest.approx(50 / 70)


def test_an_unknown_hand_is_not_right(stage: Stage) -> None:
    def hidden(sight: Sight) -> Sight:
        left, right = sight.hands
        return replace(sight, hands=(replace(left, support=Support.UNKNOWN), right))

    stage.between(0.0, 10.0, hidden)
    whole = score(stage.truth, stage.judged)
    assert (whole.hand_right, whole.hand_unknown) == (0.5, 0.5)


@pytest.mark.parametrize(("late_s", "hit"), [(0.0, 1), (0.4, 1), (2.4, 1), (2.6, 0)])
def test_an_event_is_hit_by_what_meets_it_within_half_a_second(stage: Stage, late_s: float, hit: int) -> None:
    stage.happens("fast_step", 3.0, 5.0)
    stage.says(Rule.FAST_STEP, 3.0 + late_s, 5.8)

    found = score(stage.truth, stage.judged).events["fast_step"]
    assert (found.hit, found.miss, found.false) == (hit, 1 - hit, 1 - hit)
    assert found.delays_s == pytest.approx([late_s] * hit)
    assert found.told_s == pytest.approx([late_s + 0.2] * hit)


def test_an_alarm_that_outlives_its_event_by_more_than_two_seconds_is_a_hit_and_false(stage: Stage) -> None:
    stage.happens("support_lost", 1.0, 2.0)
    stage.says(Rule.SUPPORT_LOST, 1.0, 5.0)

    found = score(stage.truth, stage.judged).events["support_lost"]
    assert (found.hit, found.false) == (1, 1)


def test_a_missed_event_is_declared_unknown_where_not_seen_covers_over_half_of_it(stage: Stage) -> None:
    stage.happens("support_lost", 1.0, 3.0)
    stage.happens("support_lost", 6.0, 8.0)
    stage.says(Rule.NOT_SEEN, 1.9, 3.0, reason="hands")
    stage.says(Rule.NOT_SEEN, 7.1, 8.0, reason="hands")

    found = score(stage.truth, stage.judged).events["support_lost"]
    assert (found.hit, found.unknown, found.miss) == (0, 1, 1)


def test_a_spine_alarm_at_a_narrow_step_is_near_and_at_a_wide_one_false(stage: Stage) -> None:
    narrow = replace(stage.frames[0].giver.feet[0], lateral_cm=-6.9, gap_cm=2.4, in_band=False)
    for index in range(20, 30):
        giver = stage.frames[index].giver
        stage.frames[index] = replace(stage.frames[index], giver=replace(giver, feet=(narrow, giver.feet[1])))
    stage.says(Rule.SPINE_STEP, 2.2, 2.8)
    stage.says(Rule.SPINE_STEP, 7.0, 8.0)

    whole = score(stage.truth, stage.judged)
    assert (whole.events["spine_step"].near, whole.events["spine_step"].false) == (1, 1)
    assert Group((whole,)).false_alarms == pytest.approx(60.0), "one in ten seconds"


def test_a_stand_is_right_when_both_of_its_ends_are(stage: Stage, true_step: Any) -> None:
    stage.steps = [true_step(Side.LEFT, land_s) for land_s in (1.0, 4.0, 7.0)]
    stage.stood(Side.LEFT, 1.3, 3.2)
    stage.stood(Side.LEFT, 4.5, 6.0)
    stage.stood(Side.RIGHT, 4.0, 6.0)

    assert score(stage.truth, stage.judged).steps_right == 0.5


def test_the_bare_loop_is_counted_beside_and_left_out_where_it_did_not_run(stage: Stage) -> None:
    errors = [(0.01, 0.2)] * 50 + [(0.01, 0.01)] * 25 + [(np.inf, np.inf)] * 25

    beside = score(stage.truth, stage.judged, errors)
    assert (beside.bare_giver_ok, beside.bare_receiver_ok, beside.bare_both_ok) == pytest.approx((0.75, 0.25, 0.25))
    assert isnan(score(stage.truth, stage.judged).bare_both_ok)


def test_a_group_weighs_shares_by_frames_and_leaves_out_what_a_clip_does_not_have(stage: Stage) -> None:
    long = score(stage.truth, stage.judged)
    short = replace(long, on_body_frames=50, both_ok=0.4, spine_err_cm=nan, events=long.events)

    assert Group((long, short)).mean("both_ok") == pytest.approx(0.8)
    assert Group((long, short)).median("spine_err_cm") == pytest.approx(0.0)
    assert isnan(Group((long, short)).f1("spine_step")), "nothing happened and nothing was called"
