"""How sure a foot's place and speed are: as its looks say, no better and no worse."""

from __future__ import annotations

import numpy as np
import pytest

from coach.core.geometry.feet import FeetLook
from coach.core.landmarks import Side
from coach.core.sight import Contact
from tests.core.geometry.feet_stories import (
    END_S,
    PARAMS,
    VIEW,
    Set,
    doubted,
    play,
    sole_m,
    standing_still,
    stepping,
    told_look,
)


@pytest.mark.parametrize("sigma_px", [60.0, np.nan])
def test_looks_that_know_nothing_do_not_blind_a_stand_that_good_looks_have_told(stage: Set, sigma_px: float) -> None:
    told = stage()

    def look(t_s: float) -> FeetLook:
        left, right = told.feet()
        return told_look(told, (doubted(left, sigma_px if 1.0 <= t_s < 1.2 else 1.0), right))

    known = {t_s: left.sigma_cm for t_s, (left, _) in play(look, 30, 1.6) if t_s > 0.9}
    assert max(known.values()) < 1.5 * min(known.values())
    assert np.isfinite(list(known.values())).all()


@pytest.mark.parametrize(("fps", "between_s"), [(30, 0.1), (15, 0.1), (10, 0.1), (12, 0.125), (8, 0.125)])
@pytest.mark.parametrize("sigma_px", [0.5, 6.0])
def test_the_speeds_sigma_follows_the_looks_covariance_and_the_time_between_them(
    stage: Set, view: str, fps: int, between_s: float, sigma_px: float
) -> None:
    """`between_s` lies between the middles of the looks of the two windows."""
    told = stage(view)
    feet = tuple(doubted(foot, sigma_px) for foot in told.feet())
    for foot in play(lambda _: told_look(told, feet), fps, 1.0)[-1][1]:
        place_m = sole_m(told, foot)
        low_px, high_px = told.scene.camera.project(np.vstack([place_m, place_m + np.array([0.0, 0.0, 0.01])]))
        px_per_cm = np.linalg.norm(low_px - high_px)
        expected = np.sqrt(2) * sigma_px / px_per_cm / between_s
        assert foot.speed_sigma_cm_s == pytest.approx(expected, rel=0.05)


def test_each_foots_speed_is_as_sure_as_its_own_looks(stage: Set) -> None:
    told = stage()
    left, right = told.feet()
    feet = (doubted(left, 8.0), right)
    one, other = play(lambda _: told_look(told, feet), 30, 1.0)[-1][1]
    assert one.speed_sigma_cm_s == pytest.approx(8 * other.speed_sigma_cm_s, rel=0.05)


def test_an_unsure_look_makes_speeds_unsure_while_it_is_in_their_windows_and_no_longer(stage: Set) -> None:
    told = stage()

    def look(t_s: float) -> FeetLook:
        return told_look(told, tuple(doubted(foot, 20.0 if 0.99 < t_s < 1.01 else 1.0) for foot in told.feet()))

    sigmas = {round(t_s, 3): left.speed_sigma_cm_s for t_s, (left, _) in play(look, 30, 2.0)}
    usual = sigmas[0.9]
    for t_s, sigma_cm_s in sigmas.items():
        if 1.0 <= t_s < 1.0 + 2 * PARAMS.landing_window_s:
            assert sigma_cm_s > 3 * usual, t_s
        elif t_s > 0.5:
            assert sigma_cm_s == pytest.approx(usual), t_s


@pytest.mark.parametrize("contact", [Contact.AIR, Contact.BACK, Contact.FLOOR])
def test_a_speeds_sigma_is_told_wherever_the_foot_is(stage: Set, contact: Contact) -> None:
    told = stage()
    floor = (
        told.foot(Side.LEFT, (-60.0, 25.0), on_floor=True),
        told.foot(Side.RIGHT, (-44.0, 25.0), on_floor=True),
    )
    looks = stepping(told) if contact is not Contact.FLOOR else lambda _: told_look(told, floor)
    sigmas = [left.speed_sigma_cm_s for _, (left, _) in play(looks, 30, END_S) if left.contact is contact]
    assert len(sigmas) > 5
    assert min(sigmas) > 1.0


def test_while_kneeling_a_speed_is_taken_as_exact(stage: Set) -> None:
    told = stage()
    kneeling = FeetLook(told.scene, VIEW, told.giver(), (), True)
    for foot in play(lambda _: kneeling, 30, 1.0)[-1][1]:
        assert np.isfinite(foot.speed_cm_s)
        assert foot.speed_sigma_cm_s == 0.0


def test_a_foot_on_the_far_side_of_a_low_view_is_doubted_and_one_on_the_near_side_is_not(stage: Set) -> None:
    told = stage("side")
    left, right = play(standing_still(told), 12, 2.0)[-1][1]
    near, far = sorted((left, right), key=lambda foot: told.scene.camera.depth_m(sole_m(told, foot))[0])
    assert far.sigma_cm > 1.5 * near.sigma_cm
    from_the_end = play(standing_still(stage("head end")), 12, 2.0)[-1][1]
    assert from_the_end[0].sigma_cm == pytest.approx(from_the_end[1].sigma_cm, rel=0.25)
