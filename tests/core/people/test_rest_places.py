"""An arm that has left its place is told by the picture of that place, and a head that has not is acquitted by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from coach.core.geometry.lying_body import template_joints_m
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.people.activity import ActivityParams, ActivityState, plan_activity, update_activity
from coach.core.people.regions import extent_px
from coach.core.people.rest_places import (
    RestParams,
    RestState,
    arm_is_away,
    head_at_rest,
    head_is_away,
    nothing_else_moves,
    rest_spots,
    update_rest,
)
from coach.core.sight import ReceiverActivity
from coach.core.verdict import Verdict

Set = Callable[..., Any]
PARAMS = RestParams()
NAN = float("nan")
AT_REST = np.zeros(7)
LEFT_AWAY = np.array([0.8, 0.95, 0.0, 0.0, 0.0, 0.0, 0.0])
RIGHT_AWAY = np.array([0.0, 0.0, 0.8, 0.95, 0.0, 0.0, 0.0])


HEAD_AWAY = np.array([0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.5])
Tells = Callable[[RestParams, RestState, float], bool]


def story(
    *parts: tuple[float, FloatArray | None], fps: int = 12, tells: Tells = arm_is_away
) -> list[tuple[float, bool]]:
    """Comparisons, each for so many seconds; when an arm, or what `tells` is of, is told to be away."""
    state, told, number = RestState(), [], 0
    for lasts_s, changed in parts:
        for _ in range(round(lasts_s * fps)):
            t_s = number / fps
            state = update_rest(PARAMS, state, changed, t_s)
            told.append((t_s, tells(PARAMS, state, t_s)))
            number += 1
    return told


def spans(told: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """From when to when it is told."""
    found: list[tuple[float, float]] = []
    for t_s, away in told:
        if away and found and found[-1][1] >= t_s - 0.11:
            found[-1] = (found[-1][0], t_s)
        elif away:
            found.append((t_s, t_s))
    return found


@pytest.mark.parametrize("fps", [30, 15, 10])
@pytest.mark.parametrize("away", [LEFT_AWAY, RIGHT_AWAY])
def test_an_arm_that_leaves_its_place_is_told_until_it_is_back(away: FloatArray, fps: int) -> None:
    ((start_s, end_s),) = spans(story((2.0, AT_REST), (2.0, away), (2.0, AT_REST), fps=fps))
    assert 2.2 <= start_s <= 2.2 + 1.5 / fps
    assert 4.0 - 1.5 / fps <= end_s <= 4.0


@pytest.mark.parametrize("fps", [30, 15, 10])
def test_a_shadow_that_passes_is_no_arm(fps: int) -> None:
    assert spans(story((2.0, AT_REST), (0.15, LEFT_AWAY), (2.0, AT_REST), fps=fps)) == []


@pytest.mark.parametrize(
    "changed",
    [
        np.array([0.1, 0.95, 0.0, 0.0, 0.0, 0.0, 0.0]),  # the hand is still there: something lies on the forearm
        np.array([0.9, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0]),  # the hand alone: it may have been turned
        np.array([0.9, NAN, 0.0, 0.0, 0.0, 0.0, 0.0]),  # the forearm is hidden
        np.array([0.0, 0.0, 0.0, 0.0, 0.9, 0.9, 0.9]),  # the head is no arm
    ],
)
def test_half_a_reason_is_none(changed: FloatArray) -> None:
    assert spans(story((2.0, AT_REST), (3.0, changed))) == []


def test_a_hidden_hand_does_not_speak_for_the_arm() -> None:
    assert len(spans(story((2.0, AT_REST), (2.0, np.array([NAN, 0.9, 0.0, 0.0, 0.0, 0.0, 0.0]))))) == 1


def test_an_arm_that_was_never_seen_at_rest_is_not_missed() -> None:
    assert spans(story((6.0, LEFT_AWAY))) == []


@pytest.mark.parametrize("unseen", [np.full(7, NAN), None])
def test_after_two_seconds_out_of_sight_an_arm_is_not_missed_any_more(unseen: FloatArray | None) -> None:
    assert len(spans(story((2.0, AT_REST), (1.5, unseen), (2.0, LEFT_AWAY)))) == 1
    assert spans(story((2.0, AT_REST), (2.5, unseen), (2.0, LEFT_AWAY))) == []


def test_what_is_hidden_from_then_on_is_not_told_any_longer() -> None:
    ((_, end_s),) = spans(story((2.0, AT_REST), (1.0, LEFT_AWAY), (3.0, np.full(7, NAN))))
    assert end_s <= 3.3


def test_an_arm_that_stays_elsewhere_rests_there_after_five_seconds_and_is_missed_again_after_its_return() -> None:
    told = spans(story((2.0, AT_REST), (8.0, LEFT_AWAY), (1.0, AT_REST), (1.0, LEFT_AWAY)))
    assert len(told) == 2
    assert told[0][1] == pytest.approx(7.0, abs=0.1)
    assert told[1][0] == pytest.approx(11.2, abs=0.1)


@pytest.mark.parametrize("fps", [30, 15, 10])
def test_a_head_that_rises_is_told_until_it_lies_again(fps: int) -> None:
    ((start_s, end_s),) = spans(story((2.0, AT_REST), (2.0, HEAD_AWAY), (2.0, AT_REST), fps=fps, tells=head_is_away))
    assert 2.2 <= start_s <= 2.2 + 1.5 / fps
    assert 4.0 - 1.5 / fps <= end_s <= 4.0


@pytest.mark.parametrize("place", [0.25, NAN])
def test_a_head_that_is_rocked_or_hidden_is_not_told_to_rise(place: float) -> None:
    changed = np.array([0.0, 0.0, 0.0, 0.0, 0.9, 0.9, place])
    assert spans(story((2.0, AT_REST), (3.0, changed), tells=head_is_away)) == []


@pytest.mark.parametrize(
    ("rest", "now", "verdict"),
    [
        (0.0, 0.2, Verdict.OK),
        (0.7, 0.0, Verdict.FAULT),
        (0.0, 0.7, Verdict.FAULT),
        (NAN, 0.7, Verdict.FAULT),
        (0.0, NAN, Verdict.UNKNOWN),
        (NAN, NAN, Verdict.UNKNOWN),
    ],
)
def test_a_head_is_acquitted_only_where_both_places_look_as_before(rest: float, now: float, verdict: Verdict) -> None:
    assert head_at_rest(PARAMS, np.array([0.0, 0.0, 0.0, 0.0, rest, now, NAN])) is verdict


def test_hands_forearms_and_head_are_asked_for_where_they_rest(stage: Set, view: str) -> None:
    pose = stage(view).receiver()
    newest = pose.xy_px + np.array([3.0, -20.0])
    spots = rest_spots(pose.xy_px, newest, None)
    assert_allclose(spots.centres_px[1], pose.xy_px[[Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST]].mean(axis=0))
    assert_allclose(spots.centres_px[2], pose.xy_px[[Landmark.RIGHT_WRIST, Landmark.RIGHT_INDEX]].mean(axis=0))
    assert_allclose(spots.centres_px[5] - spots.centres_px[4], [3.0, -20.0])
    assert (spots.radius_px < 0.05 * extent_px(pose)).all()
    assert spots.giver_px.shape == (0, 2, 2)


def lies(stage: Set, seen: Set, changed: FloatArray | None, lift: float, *, trodden: bool = True) -> ReceiverActivity:
    """A receiver whose head the looks see rise by so much of the extent after four seconds; what is told then."""
    still = stage("head end").receiver()
    state, activity = ActivityState(), ReceiverActivity.UNKNOWN
    for number in range(60):
        t_s = number / 12
        xy = still.xy_px.copy()
        if t_s >= 4.0:
            xy[:11, 1] -= lift * extent_px(still)
        now = AT_REST if t_s < 4.0 else changed
        answers = (seen(Pose(xy, still.visibility)),)
        state, activity = update_activity(ActivityParams(), state, answers, None, t_s, now, trodden=trodden)
    return activity


def test_a_head_that_only_the_looks_see_lifted_lies_still(stage: Set, seen: Set) -> None:
    hidden = np.array([0.0, 0.0, 0.0, 0.0, NAN, 0.0, NAN])
    lifted = np.array([0.0, 0.0, 0.0, 0.0, 0.8, 0.9, NAN])
    assert lies(stage, seen, AT_REST, 0.1) is ReceiverActivity.STILL
    assert lies(stage, seen, hidden, 0.1) is ReceiverActivity.UNKNOWN
    assert lies(stage, seen, lifted, 0.1) is ReceiverActivity.HEAD_LIFTED
    assert lies(stage, seen, None, 0.1) is ReceiverActivity.HEAD_LIFTED  # no backdrop is known


def test_a_lifted_head_that_the_looks_miss_is_told_while_the_giver_is_on_the_receiver(stage: Set, seen: Set) -> None:
    assert lies(stage, seen, HEAD_AWAY, 0.0) is ReceiverActivity.HEAD_LIFTED
    assert lies(stage, seen, HEAD_AWAY, 0.0, trodden=False) is ReceiverActivity.STILL


def test_a_raised_arm_that_the_looks_miss_is_told_while_the_giver_is_on_the_receiver(stage: Set, seen: Set) -> None:
    assert lies(stage, seen, LEFT_AWAY, 0.0) is ReceiverActivity.ARM_RAISED
    assert lies(stage, seen, LEFT_AWAY, 0.0, trodden=False) is ReceiverActivity.STILL


ARMS_AWAY = np.array([0.9, 0.9, 0.9, 0.9, 0.0, 0.0, 0.0])


def alone(stage: Set, seen: Set, changed: FloatArray, shift: float, fps: int) -> set[ReceiverActivity]:
    """All that is told of a receiver alone whose body lies elsewhere by so much of the extent after four seconds."""
    still = stage("head end").receiver()
    state, told = ActivityState(), set[ReceiverActivity]()
    for number in range(12 * fps):
        t_s = number / fps
        by_px = (shift * extent_px(still), 0.0) if t_s >= 4.0 else (0.0, 0.0)
        answers = (seen(still, by_px=by_px),) if number % 2 == 0 or fps < 12 else ()
        now = changed if t_s >= 4.0 else AT_REST
        state, activity = update_activity(ActivityParams(), state, answers, None, t_s, now, alone=True)
        told.add(activity)
    return told


@pytest.mark.parametrize("fps", [30, 12, 5])
def test_who_lies_there_alone_and_raises_an_arm_is_seen_by_the_picture(stage: Set, seen: Set, fps: int) -> None:
    assert ReceiverActivity.ARM_RAISED in alone(stage, seen, LEFT_AWAY, 0.0, fps)


def test_the_picture_of_a_head_counts_under_the_giver_only(stage: Set, seen: Set) -> None:
    assert ReceiverActivity.HEAD_LIFTED not in alone(stage, seen, HEAD_AWAY, 0.0, 12)


@pytest.mark.parametrize("fps", [30, 12, 5])
def test_who_shifts_less_than_the_looks_can_tell_has_moved_all_of_them(stage: Set, seen: Set, fps: int) -> None:
    all_of_them = np.array([0.5, 0.45, 0.5, 0.7, 0.45, 0.4, 0.45])
    assert ReceiverActivity.ARM_RAISED not in alone(stage, seen, all_of_them, 0.012, fps)
    one_and_the_head = np.array([0.9, 0.95, 0.1, 0.1, 0.9, 0.9, 0.9])
    assert ReceiverActivity.ARM_RAISED in alone(stage, seen, one_and_the_head, 0.012, fps)


@pytest.mark.parametrize("fps", [30, 12, 5])
@pytest.mark.parametrize("shift", [0.035, 0.07, 0.15])
def test_who_shifts_and_takes_the_arms_along_has_raised_none(stage: Set, seen: Set, shift: float, fps: int) -> None:
    assert ReceiverActivity.ARM_RAISED not in alone(stage, seen, ARMS_AWAY, shift, fps)


def test_nothing_is_asked_of_the_rest_of_the_picture_unless_the_receiver_is_alone(stage: Set) -> None:
    pose = stage("head end").receiver()
    assert rest_spots(pose.xy_px, pose.xy_px, None).reach_px is None


def test_a_raised_arm_stays_within_its_reach(stage: Set, view: str) -> None:
    told = stage(view)
    pose = told.receiver()
    reach_px = rest_spots(pose.xy_px, pose.xy_px, None, alone=True).reach_px
    assert reach_px is not None
    assert_allclose(reach_px[:, :2], pose.xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]])
    joints_m = told.scene.scene_from_body(template_joints_m(told.scene.shape, told.scene.torso_m))
    for row, shoulder_m in enumerate(joints_m[:2]):
        tip_px = told.scene.camera.project((shoulder_m + np.array([0.0, 0.0, 0.75]))[None])[0]
        assert np.linalg.norm(tip_px - reach_px[row, :2]) < reach_px[row, 2]


def test_of_an_arm_that_rests_on_or_behind_the_body_nothing_is_asked_while_alone(stage: Set) -> None:
    rest_px = stage("head end").receiver().xy_px.copy()
    for row, towards in ((Landmark.LEFT_ELBOW, 0.4), (Landmark.LEFT_WRIST, 0.7), (Landmark.LEFT_INDEX, 0.8)):
        start, end = rest_px[Landmark.LEFT_SHOULDER], rest_px[Landmark.LEFT_HIP]
        rest_px[row] = start + towards * (end - start)
        rest_px[row + 1] = rest_px[Landmark.RIGHT_SHOULDER] + (2.0 * towards, 0.0) * (
            rest_px[Landmark.RIGHT_SHOULDER] - rest_px[Landmark.LEFT_SHOULDER]
        )
    hidden = rest_spots(rest_px, rest_px, None, alone=True).centres_px
    assert np.isnan(hidden[:2]).all()
    assert np.isfinite(hidden[2:]).all()
    assert np.isfinite(rest_spots(rest_px, rest_px, None).centres_px).all()


@pytest.mark.parametrize(("elsewhere", "nobody"), [(0.0, True), (0.008, True), (0.02, False), (NAN, False)])
def test_nobody_else_is_there_only_where_the_rest_of_the_picture_is_known_to_look_as_before(
    elsewhere: float, nobody: bool
) -> None:
    assert nothing_else_moves(PARAMS, elsewhere) is nobody


def test_nothing_is_compared_before_the_receivers_rest_is_known(stage: Set, seen: Set) -> None:
    pose = stage("head end").receiver()
    state = ActivityState()
    assert plan_activity(state, None) is None
    for number in range(30):
        state, _ = update_activity(ActivityParams(), state, (seen(pose),), None, number / 12)
    spots = plan_activity(state, None)
    assert spots is not None
    assert_allclose(
        spots.centres_px[4], pose.xy_px[[Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR]].mean(axis=0)
    )
