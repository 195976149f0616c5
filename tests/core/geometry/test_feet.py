"""Feet in time: they stand, lift and land, each on its own side, at any frame rate, with or without holes."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.geometry.feet import FeetLook, FeetState, update_feet
from coach.core.geometry.scene import Scene
from coach.core.landmarks import Landmark, Side
from coach.core.sight import Contact, FootSight
from tests.core.geometry.feet_stories import (
    END_S,
    FPS,
    FROM_CM,
    LANDS_S,
    LIFTS_S,
    PARAMS,
    RIGHT_CM,
    TO_CM,
    TURNING_S,
    VIEW,
    Set,
    doubted,
    play,
    standing_still,
    stepping,
    told_look,
)


def assert_near(foot: FootSight, place_cm: tuple[float, float]) -> None:
    """The foot is where it is said to be, or at least within what it says of itself."""
    off_cm = np.abs(foot.centre_back_cm - place_cm)
    assert off_cm[0] < max(0.6, foot.sigma_cm)
    assert off_cm[1] < max(1.0, foot.along_sigma * 47.5)


@pytest.mark.parametrize("fps", FPS)
def test_a_step_is_back_then_air_then_back_at_both_its_places(stage: Set, view: str, fps: int) -> None:
    seen = play(stepping(stage(view)), fps, END_S)
    stretches = [(contact, len(list(run)) / fps) for contact, run in groupby(left.contact for _, (left, _) in seen)]
    # Where the swing turns along the line of sight, the foot rests in the picture for a moment.
    lasting = [contact for contact, long_s in stretches if contact is not Contact.BACK or long_s > TURNING_S]
    assert [contact for contact, _ in groupby(lasting)] == [Contact.UNKNOWN, Contact.BACK, Contact.AIR, Contact.BACK]
    before = next(left for t_s, (left, _) in reversed(seen) if t_s < LIFTS_S)
    after = seen[-1][1][0]
    assert_near(before, FROM_CM)
    assert_near(after, TO_CM)
    assert {right.contact for t_s, (_, right) in seen if t_s > 0.5} == {Contact.BACK}


def test_it_lifts_and_lands_at_the_same_time_at_every_frame_rate(stage: Set) -> None:
    stories = [play(stepping(stage()), fps, END_S) for fps in FPS]

    def switches_s(contact: Contact, after_s: float) -> list[float]:
        return [next(t_s for t_s, (left, _) in seen if t_s > after_s and left.contact is contact) for seen in stories]

    lifts_s, lands_s = switches_s(Contact.AIR, LIFTS_S), switches_s(Contact.BACK, LANDS_S)
    assert max(lifts_s) - min(lifts_s) <= PARAMS.window_s
    assert max(lands_s) - min(lands_s) <= PARAMS.window_s
    assert max(lands_s) < LANDS_S + 2.5 * PARAMS.window_s


def test_a_place_while_it_stands_is_steady_under_jitter(stage: Set) -> None:
    told = stage()
    draw = np.random.default_rng(4)

    def look(_: float) -> FeetLook:
        feet = [replace(foot, points_px=foot.points_px + draw.normal(size=2) * 0.7) for foot in told.feet()]
        return told_look(told, tuple(feet))

    seen = [sights for t_s, sights in play(look, 30, 4.0) if t_s > 1.0]
    assert {foot.contact for sights in seen for foot in sights} == {Contact.BACK}
    offsets_cm = np.array([[foot.offset_cm for foot in sights] for sights in seen])
    assert offsets_cm.std(axis=0).max() < 0.3


def test_a_scene_that_is_fitted_anew_places_a_standing_foot_anew_at_once(stage: Set) -> None:
    told = stage()
    camera, yaw_rad = told.scene.camera, told.scene.yaw_rad + 0.06
    # Turned by 3 degrees, as early fits are.
    fitted_before = replace(told.scene, camera=replace(camera), yaw_rad=yaw_rad)
    shifted = replace(told.scene, yaw_rad=yaw_rad)

    def last_offsets_cm(before: Scene) -> list[float]:
        def look(t_s: float) -> FeetLook:
            return replace(told_look(told, told.feet()), scene=told.scene if t_s >= 1.5 else before)

        return [left.offset_cm for t_s, (left, _) in play(look, 30, 1.6) if t_s > 1.4]

    anew, as_shifted = last_offsets_cm(fitted_before), last_offsets_cm(shifted)
    off_cm = abs(anew[0] - anew[-1])
    assert off_cm > 0.5
    assert anew[3] == pytest.approx(anew[-1], abs=0.05)  # in the first frame of the new fit
    assert abs(as_shifted[-1] - as_shifted[0]) < 0.1 * off_cm  # its places went along with the body


@pytest.mark.parametrize("fps", FPS)
def test_a_standing_foot_that_is_hidden_and_seems_to_wander_is_unknown_and_has_not_lifted(stage: Set, fps: int) -> None:
    told = stage()

    def look(t_s: float) -> FeetLook:
        left, right = told.feet()
        if 1.5 <= t_s < 2.0:
            left = doubted(replace(left, points_px=left.points_px + 6.0), 12.0)
        return told_look(told, (left, right))

    contacts = [left.contact for t_s, (left, _) in play(look, fps, 3.0) if t_s > 1.0]
    assert set(contacts) == {Contact.BACK, Contact.UNKNOWN}
    assert contacts[-1] is Contact.BACK


def swinging(told: Any, sigma_px: float, along_cm: float) -> list[Contact]:
    """The left foot goes along the back at 8 cm/s, as it does at the end of a swing seen from the head end."""

    def look(t_s: float) -> FeetLook:
        y_cm = FROM_CM[1] + along_cm * float(np.clip(t_s - LIFTS_S, 0.0, 1.0))
        left = doubted(told.foot(Side.LEFT, (FROM_CM[0], y_cm)), sigma_px)
        return told_look(told, (left, told.foot(Side.RIGHT, RIGHT_CM)))

    return [left.contact for t_s, (left, _) in play(look, 30, END_S) if LIFTS_S + 0.4 < t_s < LIFTS_S + 1.0]


def test_a_slow_foot_that_is_seen_well_is_under_way_and_one_that_is_seen_badly_is_not_called_lifted(stage: Set) -> None:
    assert set(swinging(stage("high"), 0.5, 8.0)) == {Contact.AIR}
    assert set(swinging(stage("high"), 12.0, 8.0)) == {Contact.BACK}


def test_from_the_soles_to_the_knees_is_no_step(stage: Set) -> None:
    told = stage()
    seen = play(lambda t_s: told_look(told, told.feet(), kneeling=t_s >= 1.5), 30, 3.0)
    assert Contact.AIR not in {foot.contact for _, feet in seen for foot in feet}


def test_the_numbers_of_a_standing_foot_belong_together(stage: Set) -> None:
    told = stage()
    left, right = play(standing_still(told), 30, 1.0)[-1][1]
    assert left.offset_cm < 0 < right.offset_cm
    assert left.offset_cm == left.centre_back_cm[0]
    assert left.along == pytest.approx(20 / (100 * told.scene.torso_m), abs=0.02)
    assert left.gap_cm == pytest.approx(9.0 - 4.2, abs=0.3)
    assert left.sigma_cm > VIEW.scene_sigma_cm
    assert left.along_sigma > VIEW.scene_along_sigma_cm / (100 * told.scene.torso_m)
    assert left.speed_cm_s == pytest.approx(0.0, abs=0.1)
    height_m = told.sole_above_skin_m(tuple(left.centre_back_cm))
    outline_px = told.scene.image_from_back(left.footprint_back_cm, height_m)
    np.testing.assert_allclose(left.footprint_px, outline_px)


def test_a_foot_over_the_spine_has_no_gap(stage: Set) -> None:
    told = stage()
    feet = (told.foot(Side.LEFT, (1.0, 25.0)), told.foot(Side.RIGHT, (12.0, 25.0)))
    left, right = play(lambda _: told_look(told, feet), 30, 1.0)[-1][1]
    assert left.gap_cm == 0.0
    assert right.gap_cm > 5.0


@pytest.mark.parametrize("x_cm", [-60.0, -40.0, 40.0, 60.0])
def test_a_foot_beside_the_body_is_on_the_floor(stage: Set, view: str, x_cm: float) -> None:
    told = stage(view)
    feet = (
        told.foot(Side.LEFT, (x_cm - 8, 25.0), on_floor=True),
        told.foot(Side.RIGHT, (x_cm + 8, 25.0), on_floor=True),
    )
    for foot in play(lambda _: told_look(told, feet), 30, 1.0)[-1][1]:
        assert foot.contact is Contact.FLOOR
        assert np.isnan([foot.offset_cm, foot.gap_cm, foot.along, foot.sigma_cm]).all()


@pytest.mark.parametrize(
    ("sigma_px", "contact"), [(1.0, Contact.FLOOR), (20.0, Contact.UNKNOWN)], ids=["seen", "hidden"]
)
def test_a_foot_that_seems_to_be_beside_is_on_the_floor_only_if_it_is_seen_well(
    stage: Set, sigma_px: float, contact: Contact
) -> None:
    """A foot behind the other leg is guessed: far out, by looks that may err by as much."""
    told = stage("side")
    guessed = replace(told.foot(Side.RIGHT, (42.0, 25.0)), on_back=0.5, in_air=0.1, on_floor=0.4)
    feet = (told.foot(Side.LEFT, FROM_CM), doubted(guessed, sigma_px))
    left, right = play(lambda _: told_look(told, feet), 30, 1.0)[-1][1]
    assert (left.contact, right.contact) == (Contact.BACK, contact)


@pytest.mark.parametrize("along", [0.7, 1.25], ids=["on the waist", "by the thighs"])
def test_who_has_one_foot_on_the_floor_may_set_the_other_one_beside_the_legs(stage: Set, along: float) -> None:
    """Seen from the foot end a place on the floor beside the thighs is hardly told from one on them."""
    told = stage("foot end")
    other_cm = told.scene.torso_m * 100.0 * along
    feet = (told.foot(Side.LEFT, (-45.0, 45.0), on_floor=True), told.foot(Side.RIGHT, (12.0, other_cm)))
    left, right = play(lambda _: told_look(told, feet), 30, 1.0)[-1][1]
    assert (left.contact, right.contact) == (Contact.FLOOR, Contact.BACK if along < 1 else Contact.UNKNOWN)


def test_a_foot_that_the_network_takes_for_one_on_the_floor_is_not_on_the_back_in_front_of_it(stage: Set) -> None:
    # From the side a foot on the floor before the receiver covers the back in the picture.
    told = stage("side")
    ground = [
        replace(told.foot(side, (side_cm, 20.0)), on_back=0.1, in_air=0.0, on_floor=0.9)
        for side, side_cm in ((Side.LEFT, -9.0), (Side.RIGHT, 9.0))
    ]
    sights = play(lambda _: told_look(told, tuple(ground)), 30, 1.0)[-1][1]
    assert {foot.contact for foot in sights} == {Contact.FLOOR}


def test_nothing_seen_is_unknown_and_all_nan() -> None:
    for t_s, sights in play(lambda _: None, 10, 0.5):
        for side, foot in zip(Side, sights, strict=True):
            assert foot.side is side, t_s
            assert foot.contact is Contact.UNKNOWN
            assert np.isnan(foot.footprint_back_cm).all()
            assert np.isnan(foot.footprint_px).all()
            assert np.isnan(foot.centre_back_cm).all()
            assert np.isnan([foot.offset_cm, foot.gap_cm, foot.along, foot.sigma_cm, foot.speed_cm_s]).all()
            assert foot.speed_sigma_cm_s == 0.0


def test_one_look_alone_says_nothing_yet(stage: Set) -> None:
    told = stage()
    _, sights = update_feet(PARAMS, FeetState(), told_look(told, told.feet()), 0.0)
    assert {foot.contact for foot in sights} == {Contact.UNKNOWN}


def test_a_foot_without_a_look_is_unknown_beside_one_that_is_seen(stage: Set) -> None:
    told = stage()
    left, right = play(lambda _: told_look(told, told.feet()[1:]), 30, 1.0)[-1][1]
    assert left.contact is Contact.UNKNOWN
    assert right.contact is Contact.BACK


def test_a_loss_of_the_scene_forgets_the_feet(stage: Set) -> None:
    told = stage()
    seen = play(lambda t_s: None if 0.9 < t_s < 1.1 else told_look(told, told.feet()), 30, 1.2)
    assert seen[-1][1][0].contact is Contact.UNKNOWN


@pytest.mark.parametrize("swapped", [False, True])
def test_the_feet_never_swap_sides_even_when_they_cross_or_come_in_another_order(stage: Set, swapped: bool) -> None:
    told = stage()

    def look(t_s: float) -> FeetLook:
        crossing = float(np.clip(t_s - 1.0, 0.0, 1.0))
        feet = (told.foot(Side.LEFT, (-9.0 + 16 * crossing, 20.0)), told.foot(Side.RIGHT, (9.0 - 16 * crossing, 35.0)))
        return told_look(told, feet[::-1] if swapped else feet)

    left, right = play(look, 30, 3.0)[-1][1]
    assert (left.side, right.side) == (Side.LEFT, Side.RIGHT)
    assert_near(left, (7.0, 20.0))
    assert_near(right, (-7.0, 35.0))


def test_while_kneeling_the_knees_are_judged(stage: Set) -> None:
    told = stage()
    giver = told.giver()
    for row, x_cm in ((Landmark.LEFT_KNEE, -8.0), (Landmark.RIGHT_KNEE, 8.0)):
        at = told.scene.image_from_back(np.array([[x_cm, 30.0]]), told.scene.sole_height_m + 0.05)
        giver.xy_px[row] = at[0]
    kneeling = FeetLook(told.scene, VIEW, giver, (), True)
    left, right = play(lambda _: kneeling, 30, 1.0)[-1][1]
    assert {left.contact, right.contact} == {Contact.BACK}
    assert [left.offset_cm, right.offset_cm] == pytest.approx([-8.0, 8.0], abs=0.5)


holes = st.lists(
    st.tuples(
        st.floats(0.01, 0.4),
        st.lists(st.integers(0, 7), max_size=8),
        st.lists(st.integers(0, 32), max_size=4),
        st.sampled_from(["both", "left", "right", "none", "no look", "kneeling", "sky"]),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(frames=holes)
def test_whatever_is_missing_nothing_raises_and_a_foot_on_the_back_has_a_place(
    stage: Set, frames: list[tuple[float, list[int], list[int], str]]
) -> None:
    told = stage()
    state, t_s = FeetState(), 0.0
    for seconds, points, landmarks, kind in frames:
        t_s += seconds
        feet, giver = told.feet(), told.giver()
        for point in points:
            feet[point // 4].points_px[point % 4] = np.nan
        if kind == "sky":
            feet[0].points_px[:, 1] = -3000.0
        giver.xy_px[landmarks] = np.nan
        answers = {"left": feet[:1], "right": feet[1:], "none": ()}.get(kind, feet)
        look = None if kind == "no look" else FeetLook(told.scene, VIEW, giver, answers, kind == "kneeling")
        state, sights = update_feet(PARAMS, state, look, t_s)
        for side, foot in zip(Side, sights, strict=True):
            assert foot.side is side
            known = np.isfinite([foot.offset_cm, foot.along, foot.sigma_cm]).all()
            assert known == (foot.contact is Contact.BACK)


@pytest.mark.parametrize("hole", ["lost points", "above the horizon"])
def test_a_bad_look_in_between_does_not_cost_a_standing_foot_its_place(stage: Set, hole: str) -> None:
    told = stage()

    def look(t_s: float) -> FeetLook:
        left, right = told.feet()
        if 0.99 < t_s < 1.01:
            left.points_px[:] = np.nan if hole == "lost points" else -3000.0
        return told_look(told, (left, right))

    for t_s, (left, _) in play(look, 30, 2.5):
        if left.contact is Contact.BACK:
            np.testing.assert_allclose(left.centre_back_cm, (-9.0, 22.0), atol=0.5, err_msg=f"at {t_s} s")
    assert left.contact is Contact.BACK
