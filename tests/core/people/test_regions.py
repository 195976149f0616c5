"""Regions turn with the body, distances compare bodies, and a prone body's sides are known from above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from coach.core.area import Box
from coach.core.landmarks import FloatArray, Landmark, Pose, no_pose
from coach.core.look import Region
from coach.core.people.prone import as_prone
from coach.core.people.regions import (
    body_region,
    box_region,
    distance,
    distance_either_way,
    extent_px,
    hip_region,
    hips_middle,
    hips_reach_px,
    inside,
    is_whole,
    nearest_reading,
    turned,
    up_rad,
)

Set = Callable[..., Any]
LAWS = settings(max_examples=30, deadline=None)
angles = st.floats(-np.pi, np.pi)


def turned_picture(pose: Pose, by_rad: float) -> Pose:
    """What is seen when the picture is turned clockwise about its corner."""
    turn = np.array([[np.cos(by_rad), -np.sin(by_rad)], [np.sin(by_rad), np.cos(by_rad)]])
    return Pose(pose.xy_px @ turn.T, pose.visibility)


def same_angle(one: float, other: float) -> bool:
    return abs(np.angle(np.exp(1j * (one - other)))) < 1e-6


def in_region(pose: Pose, region: Region) -> FloatArray:
    """(33,) how far out of the region's middle each landmark is, 1 = at its edge."""
    offsets = pose.xy_px - [region.x_px, region.y_px]
    cos, sin = np.cos(region.up_rad), np.sin(region.up_rad)
    return np.abs(offsets @ np.array([[cos, -sin], [sin, cos]])).max(axis=1) / (region.size_px / 2)


@LAWS
@given(by_rad=angles)
def test_the_lying_bodys_region_turns_with_the_picture(stage: Set, by_rad: float) -> None:
    pose = stage("oblique").receiver()
    before, after = body_region(pose), body_region(turned_picture(pose, by_rad))
    turn = np.array([[np.cos(by_rad), -np.sin(by_rad)], [np.sin(by_rad), np.cos(by_rad)]])
    assert_allclose([after.x_px, after.y_px], turn @ [before.x_px, before.y_px], atol=1e-6)
    assert_allclose(after.size_px, before.size_px)
    assert same_angle(after.up_rad, before.up_rad + by_rad)


@LAWS
@given(by_rad=angles, dx=st.floats(-500, 500), scale=st.floats(0.3, 3.0))
def test_the_upright_bodys_region_follows_it(stage: Set, by_rad: float, dx: float, scale: float) -> None:
    pose = stage().giver()
    before = hip_region(pose)
    moved = turned_picture(Pose(pose.xy_px * scale + [dx, 0.0], pose.visibility), by_rad)
    after = hip_region(moved)
    assert_allclose(after.size_px, before.size_px * scale)
    assert same_angle(after.up_rad, before.up_rad + by_rad)


def test_a_region_holds_the_whole_body(stage: Set, view: str) -> None:
    told = stage(view)
    for pose, region in ((told.receiver(), body_region(told.receiver())), (told.giver(), hip_region(told.giver()))):
        assert in_region(pose, region).max() <= 1.0


def test_the_reach_is_the_farthest_landmarks_distance_from_the_hips(stage: Set, view: str) -> None:
    pose = stage(view).giver()
    distances_px = np.hypot(*(pose.xy_px - hips_middle(pose.xy_px)).T)
    assert hips_reach_px(pose) == pytest.approx(distances_px.max())
    assert np.isnan(hips_reach_px(no_pose()))


@pytest.mark.parametrize("place", ["head end", "foot end", "oblique", "side"])
def test_a_remembered_reach_keeps_the_region_large_when_the_legs_are_lost(stage: Set, place: str) -> None:
    pose = stage(place).giver()
    lost = pose.xy_px.copy()
    lost[Landmark.LEFT_KNEE :] = hips_middle(pose.xy_px)
    legless = Pose(lost, pose.visibility)
    remembered = hip_region(legless, hips_reach_px(pose))
    assert in_region(pose, hip_region(legless)).max() > 1.0
    assert in_region(pose, remembered).max() <= 1.0
    assert remembered.size_px == pytest.approx(hip_region(pose).size_px)


@LAWS
@given(reach=st.floats(0.0, 3.0), narrow=st.booleans())
def test_a_remembered_reach_moves_and_turns_nothing_and_never_makes_a_region_smaller(
    stage: Set, reach: float, narrow: bool
) -> None:
    pose = stage().giver()
    plain, kept = hip_region(pose, narrow=narrow), hip_region(pose, reach * hips_reach_px(pose), narrow)
    assert (kept.x_px, kept.y_px, kept.up_rad) == (plain.x_px, plain.y_px, plain.up_rad)
    assert kept.size_px == pytest.approx(plain.size_px * max(1.0, reach))


@pytest.mark.parametrize("reach_px", [0.0, 2000.0])
def test_a_region_is_narrow_while_another_body_shows_in_it_and_has_a_quarter_more_without(
    stage: Set, reach_px: float
) -> None:
    pose = stage().giver()
    narrow, wide = hip_region(pose, reach_px), hip_region(pose, reach_px, narrow=False)
    assert (wide.x_px, wide.y_px, wide.up_rad) == (narrow.x_px, narrow.y_px, narrow.up_rad)
    assert narrow.size_px == pytest.approx(2 * 1.1 * max(reach_px, hips_reach_px(pose)))
    assert wide.size_px == pytest.approx(2 * 1.25 * max(reach_px, hips_reach_px(pose)))


def test_an_upright_body_points_up(stage: Set) -> None:
    assert up_rad(stage().giver().xy_px) == pytest.approx(0.0, abs=0.1)


def test_a_second_opinion_looks_at_the_same_place(stage: Set) -> None:
    region = hip_region(stage().giver())
    other = turned(region, 0.3, 1.5)
    assert (other.x_px, other.y_px) == (region.x_px, region.y_px)
    assert (other.size_px, other.up_rad) == pytest.approx((region.size_px * 1.5, region.up_rad + 0.3))


def test_a_box_gives_a_square_about_its_middle() -> None:
    region = box_region(Box(100, 200, 300, 100), 0.5)
    assert (region.x_px, region.y_px, region.up_rad) == (250, 250, 0.5)
    assert region.size_px > 300


def test_a_body_is_at_distance_zero_from_itself_and_a_flip_counts_only_one_way(stage: Set, view: str) -> None:
    pose = stage(view).receiver()
    assert distance(pose, pose) == 0.0
    assert distance_either_way(pose, pose.flipped()) == 0.0
    assert distance(pose, pose.flipped()) > 0.02
    assert nearest_reading(pose.flipped(), pose).xy_px == pytest.approx(pose.xy_px)


@LAWS
@given(scale=st.floats(0.1, 10), by_rad=angles)
def test_distance_is_a_share_of_the_body_so_size_and_turn_of_the_picture_do_not_matter(
    stage: Set, scale: float, by_rad: float
) -> None:
    told = stage()
    one, other = told.receiver(), told.giver()

    def changed(pose: Pose) -> Pose:
        return Pose(turned_picture(pose, np.pi / 2 * round(by_rad)).xy_px * scale, pose.visibility)

    assert distance(changed(one), changed(other)) == pytest.approx(distance(one, other))


def test_a_pose_with_a_hole_or_without_size_is_not_whole(stage: Set) -> None:
    pose = stage().giver()
    assert is_whole(pose)
    assert not is_whole(no_pose())
    assert not is_whole(Pose(np.zeros((33, 2)), np.ones(33)))
    holed = pose.xy_px.copy()
    holed[Landmark.NOSE, 1] = np.nan
    assert not is_whole(replace(pose, xy_px=holed))
    assert np.isnan(extent_px(replace(pose, xy_px=holed)))


@pytest.mark.parametrize(
    ("point", "within"), [((10, 10), True), ((9.9, 20), False), ((30, 30), True), ((20, 31), False)]
)
def test_a_box_holds_its_border(point: tuple[float, float], within: bool) -> None:
    assert inside(np.array(point), Box(10, 10, 20, 20)) is within


@LAWS
@given(yaw_rad=angles, flipped=st.booleans())
def test_a_prone_bodys_sides_are_put_right_whatever_its_direction(stage: Set, yaw_rad: float, flipped: bool) -> None:
    told = stage("high")
    told = replace(told, scene=replace(told.scene, yaw_rad=yaw_rad))
    truth = told.receiver()
    seen = truth.flipped() if flipped else truth
    assert_allclose(as_prone(seen).xy_px, truth.xy_px)


@LAWS
@given(xy=st.lists(st.floats(0, 1000), min_size=66, max_size=66))
def test_reading_as_prone_twice_changes_nothing_more(xy: list[float]) -> None:
    points: FloatArray = np.array(xy).reshape(33, 2)
    once = as_prone(Pose(points, np.ones(33)))
    assert np.array_equal(as_prone(once).xy_px, once.xy_px)


def test_reading_nothing_as_prone_raises_nothing() -> None:
    assert np.isnan(as_prone(no_pose()).xy_px).all()
