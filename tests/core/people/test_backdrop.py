"""What the eyes may learn of the backdrop: all but the giver, and only as long as nobody can be hidden in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from shapely.geometry import LineString, MultiPoint, Point

from coach.core.area import Box
from coach.core.backdrop_look import BackdropRequest
from coach.core.landmarks import FloatArray, Landmark, Pose, no_pose
from coach.core.people.backdrop import plan_backdrop
from coach.core.people.regions import extent_px, inside

Set = Callable[..., Any]
LAWS = settings(max_examples=30, deadline=None)
NEVER = float("-inf")
WIDTH_PX = 1280.0


def corners(box: Box | None) -> FloatArray:
    assert box is not None
    return np.array([box.x, box.y, box.x + box.width, box.y + box.height])


def body_px(request: BackdropRequest) -> FloatArray:
    """The points, from left to right and top to bottom, whichever way they were told."""
    assert request.body_px is not None
    return request.body_px[np.lexsort(np.round(request.body_px, 6).T)]


def mirrored(pose: Pose) -> Pose:
    return Pose(pose.flipped().xy_px * [-1.0, 1.0] + [WIDTH_PX, 0.0], pose.flipped().visibility)


def test_the_whole_giver_is_in_the_box_with_room_about_them(stage: Set, view: str) -> None:
    pose = stage(view).giver()
    left, top, right, bottom = corners(plan_backdrop(pose, 0.9, 1.0).giver)
    low, high = pose.xy_px.min(axis=0), pose.xy_px.max(axis=0)
    room_px = 0.2 * extent_px(pose)
    assert (low - [left, top] > room_px).all()
    assert ([right, bottom] - high > room_px).all()


def test_a_leg_that_steps_aside_unseen_is_in_the_box_of_the_rest(stage: Set, standing: Set, view: str) -> None:
    pose = stage(view).giver(standing(right_cm=(45.0, 30.0)))
    seen = pose.xy_px.copy()
    for row in (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX):
        seen[row] = pose.xy_px[row - 1]  # taken for the other one
    box = plan_backdrop(Pose(seen, pose.visibility), 0.9, 1.0).giver
    assert box is not None
    assert all(inside(point, box) for point in pose.xy_px)


LIMBS = [
    (upper + side, lower + side)
    for upper, lower in (
        (Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
        (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
        (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW),
    )
    for side in (0, 1)
]


def test_the_bodys_points_lie_between_shoulders_and_hips_and_along_thighs_shanks_and_upper_arms(
    stage: Set, view: str
) -> None:
    pose = stage(view).giver()
    points = body_px(plan_backdrop(pose, 0.9, 1.0))
    assert len(points) == 21
    on_limb = np.zeros(21, bool)
    for ends in LIMBS:
        limb = LineString(pose.xy_px[list(ends)])
        on_this = np.array([limb.distance(Point(point)) < 1e-6 for point in points])
        assert on_this.sum() == 2
        assert_allclose(points[on_this].mean(axis=0), pose.xy_px[list(ends)].mean(axis=0))
        on_limb |= on_this
    rows = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
    torso = MultiPoint(pose.xy_px[rows]).convex_hull
    inner = points[~on_limb]
    assert len(inner) == 9
    assert all(torso.contains(Point(point)) for point in inner)
    assert_allclose(inner.mean(axis=0), pose.xy_px[rows].mean(axis=0))


@LAWS
@given(dx=st.floats(-2000, 2000), dy=st.floats(-2000, 2000))
def test_box_and_body_go_where_the_giver_goes(stage: Set, dx: float, dy: float) -> None:
    pose = stage().giver()
    before = plan_backdrop(pose, 0.9, 1.0)
    way_px = np.array([dx, dy])
    after = plan_backdrop(Pose(pose.xy_px + way_px, pose.visibility), 0.9, 1.0)
    assert_allclose(corners(after.giver), corners(before.giver) + np.tile(way_px, 2), atol=1e-6)
    assert_allclose(body_px(after), body_px(before) + way_px, atol=1e-6)


@LAWS
@given(scale=st.floats(0.2, 5.0))
def test_a_larger_picture_of_the_same_giver_has_a_larger_box(stage: Set, scale: float) -> None:
    pose = stage().giver()
    before = plan_backdrop(pose, 0.9, 1.0)
    after = plan_backdrop(Pose(pose.xy_px * scale, pose.visibility), 0.9, 1.0)
    assert_allclose(corners(after.giver), corners(before.giver) * scale)
    assert_allclose(body_px(after), body_px(before) * scale)


def test_a_mirrored_giver_has_a_mirrored_box(stage: Set, view: str) -> None:
    pose = stage(view).giver()
    before, after = plan_backdrop(pose, 0.9, 1.0), plan_backdrop(mirrored(pose), 0.9, 1.0)
    left, top, right, bottom = corners(before.giver)
    assert_allclose(corners(after.giver), [WIDTH_PX - right, top, WIDTH_PX - left, bottom])
    assert before.body_px is not None
    back = BackdropRequest(1.0, None, body_px=before.body_px * [-1.0, 1.0] + [WIDTH_PX, 0.0])
    assert_allclose(body_px(after), body_px(back))


def test_left_taken_for_right_changes_nothing(stage: Set, view: str) -> None:
    pose = stage(view).giver()
    before, after = plan_backdrop(pose, 0.9, 1.0), plan_backdrop(pose.flipped(), 0.9, 1.0)
    assert after.giver == before.giver
    assert_allclose(body_px(after), body_px(before))


@pytest.mark.parametrize(
    ("followed_s", "learns"), [(NEVER, True), (99.9, False), (95.1, False), (94.9, True), (0.0, True)]
)
def test_without_a_giver_the_picture_is_learnt_once_nobody_was_followed_for_five_seconds(
    followed_s: float, learns: bool
) -> None:
    request = plan_backdrop(None, followed_s, 100.0)
    assert (request.t_s, request.giver, request.body_px) == (100.0, None, None)
    assert request.learns is learns


@pytest.mark.parametrize(
    ("followed_s", "just_found", "anew"),
    [(-np.inf, True, True), (-np.inf, False, False), (1.0, True, True), (9.0, True, False)],
)
def test_once_somebody_lies_there_the_picture_is_learnt_anew_if_nobody_may_stand_beside(
    followed_s: float, just_found: bool, anew: bool
) -> None:
    assert plan_backdrop(None, followed_s, 10.0, just_found=just_found, searching=just_found).anew is anew


def test_beside_a_giver_nothing_is_learnt_anew(stage: Set) -> None:
    assert not plan_backdrop(stage("head end").giver(), 0.9, 1.0, just_found=True).anew


def test_beside_a_giver_the_picture_is_learnt(stage: Set) -> None:
    request = plan_backdrop(stage().giver(), 0.9, 1.0)
    assert request.learns
    assert request.giver is not None


@pytest.mark.parametrize("hole", [None, Landmark.NOSE, Landmark.LEFT_ANKLE])
def test_a_pose_with_holes_gives_no_box_and_nothing_is_learnt(stage: Set, hole: Landmark | None) -> None:
    pose = no_pose()
    if hole is not None:
        pose = Pose(stage().giver().xy_px.copy(), np.ones(33))
        pose.xy_px[hole] = np.nan
    request = plan_backdrop(pose, 0.9, 1.0)
    assert request.giver is None
    assert request.body_px is None
    assert not request.learns


def off_limbs_px(request: BackdropRequest, points_px: FloatArray) -> FloatArray:
    """How far each point is from the nearest of the giver's lines."""
    assert request.limbs_px is not None
    lines = [LineString(ends) for ends in request.limbs_px]
    return np.array([min(line.distance(Point(point)) for line in lines) for point in points_px])


def test_the_whole_giver_is_within_half_a_breadth_of_the_lines_through_them(stage: Set, view: str) -> None:
    pose = stage(view).giver()
    request = plan_backdrop(pose, 0.9, 1.0)
    assert (off_limbs_px(request, pose.xy_px) < 0.8 * request.limb_px).all()
    assert (off_limbs_px(request, body_px(request)) < 0.8 * request.limb_px).all()
    assert 0.05 * extent_px(pose) < request.limb_px < 0.2 * extent_px(pose)


def test_what_is_beside_the_giver_is_not_within_it_though_it_is_in_their_box(stage: Set) -> None:
    pose = stage("side").giver()
    request = plan_backdrop(pose, 0.9, 1.0)
    assert request.giver is not None
    left, top, right, _ = corners(request.giver)
    for corner in ((left, top), (right, top)):
        assert off_limbs_px(request, np.array([corner]))[0] > request.limb_px


def test_left_taken_for_right_does_not_change_where_the_giver_may_be(stage: Set) -> None:
    pose = stage().giver()
    points = np.random.default_rng(0).uniform(0, 900, (40, 2))
    one, other = plan_backdrop(pose, 0.9, 1.0), plan_backdrop(pose.flipped(), 0.9, 1.0)
    assert_allclose(off_limbs_px(one, points), off_limbs_px(other, points))


def test_beside_folded_legs_nothing_is_learnt(stage: Set) -> None:
    request = plan_backdrop(stage().giver(), 0.9, 1.0, folded=True)
    assert request.giver is not None
    assert request.limbs_px is None


def test_while_looks_at_the_giver_fail_they_may_be_farther_and_farther_away(stage: Set) -> None:
    pose = stage().giver()
    reach_px = [plan_backdrop(pose, 0.9, 1.0, unseen_s=unseen_s).limb_px for unseen_s in (0.0, 0.1, 0.5)]
    assert reach_px[0] < reach_px[1] < reach_px[2]
    assert reach_px[2] > 0.7 * extent_px(pose)


def test_while_nobody_has_been_looked_for_nothing_is_learnt() -> None:
    assert plan_backdrop(None, NEVER, 1.0).learns
    assert not plan_backdrop(None, NEVER, 1.0, searching=True).learns


def test_the_room_is_learnt_once_the_search_is_through_and_not_before(film: Set) -> None:
    empty = film(receiver_there=False)
    learns: list[bool] = []
    for _ in range(15):
        request = empty.plan().backdrop
        assert request is not None
        learns.append(request.learns)
        empty.run(1 / 15)
    assert not learns[0]
    assert learns[-1]
    assert learns == sorted(learns)


def test_where_the_giver_may_have_gone_while_looks_fail_is_told_to_the_eyes(film: Set, standing: Set) -> None:
    both = film(stand=standing()).run(2.0)
    before = both.plan().backdrop
    both.eyes.giver_presence = 0.1
    after = both.run(0.3).plan().backdrop
    assert before is not None
    assert after is not None
    assert after.limb_px > 2 * before.limb_px > 0
