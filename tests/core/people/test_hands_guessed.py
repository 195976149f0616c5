"""Hands that the network guesses rather than sees, hands propped on the waist, and hands that come back to a hold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.sight import Support
from tests.core.people.hand_stories import FPS, HELD_M, PALM, PARAMS, Set, play, swaying

GUESSED = PARAMS.hardly - 0.05


def seen(giver: Pose, visibility: float) -> Pose:
    """The same giver, the left hand seen so well."""
    told = giver.visibility.copy()
    told[Landmark.LEFT_WRIST] = visibility
    return Pose(giver.xy_px, told)


def propped(giver: Pose) -> Pose:
    """The left palm on the hip bone, 0.3 trunk lengths from the joint, the elbow out."""
    xy_px = giver.xy_px.copy()
    shoulder, hip = xy_px[Landmark.LEFT_SHOULDER], xy_px[Landmark.LEFT_HIP]
    xy_px[PALM] = hip + 0.3 * (shoulder - hip)
    xy_px[Landmark.LEFT_ELBOW] = (shoulder + hip) / 2 + [0.45 * np.linalg.norm(shoulder - hip), 0.0]
    return Pose(xy_px, giver.visibility)


def with_palm(giver: Pose, palm_px: FloatArray) -> Pose:
    """The same giver with the left palm elsewhere."""
    xy_px = giver.xy_px.copy()
    xy_px[PALM] = palm_px
    return Pose(xy_px, giver.visibility)


@pytest.mark.parametrize("fps", FPS)
def test_an_arm_that_is_hardly_seen_and_guessed_to_hang_is_unknown_while_no_support_is_known(
    stage: Set, fps: int
) -> None:
    giver = stage().giver()
    told, state = play(lambda _: seen(giver, GUESSED), fps)
    assert {hands[0].support for _, hands in told} == {Support.UNKNOWN}
    assert {hands[1].support for t_s, hands in told if t_s > 0.3} == {Support.NO}
    assert state.supports == ()


def test_an_arm_that_is_hardly_seen_holds_nothing_once_it_hangs_away_from_what_it_held(
    stage: Set, standing: Set
) -> None:
    holding = swaying(stage().giver(standing(left_hand_m=HELD_M)), along=False)
    hangs = seen(stage().giver(), GUESSED)
    told, _ = play(lambda t_s: holding(t_s) if t_s < 3.0 else hangs, 15, 5.0)
    assert {hands[0].support for t_s, hands in told if 0.5 < t_s < 3.0} == {Support.YES}
    assert told[-1][1][0].support is Support.NO


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_is_hardly_seen_where_it_sank_to_is_unknown(stage: Set, standing: Set, fps: int) -> None:
    """The body stands still after it has let go; clearly seen there, it would hold nothing."""
    held, sunk = (stage().giver(standing(left_hand_m=place)) for place in (HELD_M, (0.35, 0.1, 1.08)))
    holding = swaying(held, along=False)
    for visibility, support in ((0.3, Support.UNKNOWN), (0.95, Support.NO)):
        below = seen(sunk, visibility)
        told, _ = play(lambda t_s, below=below: holding(t_s) if t_s < 2.8 else below, fps, 5.0)
        assert {hands[0].support for t_s, hands in told if t_s > 4.0} == {support}


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_propped_on_the_waist_holds_nothing_where_it_is_seen(stage: Set, fps: int) -> None:
    giver = propped(stage().giver())
    told, state = play(lambda _: giver, fps)
    assert {hands[0].support for t_s, hands in told if t_s > 0.3} == {Support.NO}
    assert state.supports == ()
    told, _ = play(lambda _: seen(giver, 0.4), fps)
    assert Support.NO not in {hands[0].support for _, hands in told}, "a guess beside the hip tells nothing"


def test_a_hand_beside_the_waist_holds_on_once_it_has_stayed_there_while_the_body_sways(stage: Set) -> None:
    told, state = play(swaying(propped(stage().giver()), along=False), 15, 6.0)
    assert told[-1][1][0].support is Support.YES
    assert len(state.supports) == 1


def comes_back(stage: Set, after: Callable[[float], Pose], to_px: FloatArray | None = None) -> Callable[[float], Pose]:
    """The left hand holds on beside the thigh for 5 s, is up for 1 s and then back, or somewhere else."""
    giver = stage().giver()
    trunk_px = float(np.linalg.norm(giver.xy_px[Landmark.LEFT_SHOULDER] - giver.xy_px[Landmark.LEFT_HIP]))
    holding = swaying(giver, along=False)
    up = with_palm(giver, giver.xy_px[Landmark.LEFT_WRIST] + np.array([0.6 * trunk_px, -0.6 * trunk_px]))
    back = giver if to_px is None else with_palm(giver, giver.xy_px[Landmark.LEFT_WRIST] + to_px)

    def pose(t_s: float) -> Pose:
        if t_s < 5.0:
            return holding(t_s)
        if t_s < 6.0:
            return up
        return back if t_s < 8.0 else after(t_s)

    return pose


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_comes_back_to_where_it_hung_and_held_holds_on_again(stage: Set, fps: int) -> None:
    giver = stage().giver()
    told, _ = play(comes_back(stage, lambda _: giver), fps, 10.0)
    assert {hands[0].support for t_s, hands in told if 4.0 < t_s < 5.0} == {Support.YES}
    assert {hands[0].support for t_s, hands in told if t_s > 7.0} == {Support.YES}
    aside = np.array([0.0, 0.3 * float(np.linalg.norm(np.ptp(giver.xy_px[[11, 23]], axis=0)))])
    told, _ = play(comes_back(stage, lambda _: with_palm(giver, giver.xy_px[15] + aside), aside), fps, 10.0)
    assert {hands[0].support for t_s, hands in told if t_s > 7.0} == {Support.NO}, "one that hangs beside it is loose"


def test_one_that_comes_back_and_goes_along_holds_nothing_and_the_place_is_forgotten(stage: Set) -> None:
    loose = swaying(stage().giver(), along=True)
    told, _ = play(comes_back(stage, loose), 15, 16.0)
    assert {hands[0].support for t_s, hands in told if t_s > 12.0} == {Support.NO}
