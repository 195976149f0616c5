"""A giver who was there from the first frame: the room becomes known beside them, and they are never blurred."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from coach.adapters.body_network import NETWORK_PX
from tests.adapters.test_backdrop import Eye, Giver, detail, frame, is_played_down, noisy, parts, shot

LIMBS_PX = 16.0


def test_beside_a_giver_who_was_there_from_the_first_frame_the_room_becomes_known_all_the_same() -> None:
    giver = Giver(limb_px=LIMBS_PX)
    eye = Eye().sees(shot(giver), 2.0, giver)
    assert is_played_down(eye, shot(giver), giver)
    assert eye.plays_down


def test_it_takes_a_while() -> None:
    giver = Giver(limb_px=LIMBS_PX)
    eye = Eye().sees(shot(giver), 0.4, giver)
    assert not is_played_down(eye, shot(giver), giver)
    assert not eye.plays_down


def test_where_that_giver_goes_they_are_sharp_and_so_is_what_they_hid_at_first() -> None:
    there, now = Giver(135.0, limb_px=LIMBS_PX), Giver(190.0, limb_px=LIMBS_PX)
    eye = Eye().sees(shot(there), 3.0, there).sees(shot(now), 0.3, now)
    crop, look = eye.looks(shot(now), now)
    on, _ = parts(now)
    assert np.abs(look - crop)[on].max() < 0.02
    hidden = cv2.warpAffine(there.mask(), frame(now), (NETWORK_PX, NETWORK_PX), flags=cv2.WARP_INVERSE_MAP)
    hidden = cv2.erode(hidden, np.ones((9, 9), np.uint8)) > 0
    assert detail(look, hidden) > 0.9 * detail(crop, hidden)
    eye.sees(shot(now), 2.0, now)
    crop, look = eye.looks(shot(now), now)
    assert detail(look, hidden) < 0.4 * detail(crop, hidden)
    assert np.abs(look - crop)[on].max() < 0.02


def test_a_leg_that_is_believed_elsewhere_for_a_moment_is_not_learnt() -> None:
    giver, wrong = Giver(limb_px=LIMBS_PX), Giver(60.0, limb_px=LIMBS_PX)
    eye = Eye().sees(shot(giver), 2.0, giver).sees(shot(giver), 0.3, wrong).sees(shot(giver), 0.5, giver)
    assert is_played_down(eye, shot(giver), giver)


def test_a_person_who_is_believed_where_the_room_is_known_plays_nothing_down() -> None:
    giver, wrong = Giver(80.0, limb_px=LIMBS_PX), Giver(230.0, limb_px=LIMBS_PX)
    eye = Eye().sees(shot(giver), 2.0, giver).sees(shot(giver), 1.0, wrong)
    assert not eye.plays_down
    crop, look = eye.looks(shot(giver), giver)
    assert_array_equal(look, crop)


def test_once_the_giver_kneels_nothing_is_played_down_by_what_was_learnt_beside_them() -> None:
    standing = Giver(limb_px=LIMBS_PX)
    eye = Eye().sees(shot(standing), 2.0, standing).sees(shot(standing), 1.0, Giver())
    assert not eye.plays_down
    eye.sees(shot(standing), 0.5, standing)
    assert eye.plays_down


def test_a_room_that_was_seen_without_the_giver_is_learnt_as_ever_whatever_is_told_of_their_limbs() -> None:
    giver, told = Giver(), Giver(limb_px=LIMBS_PX)
    one = Eye().sees(shot(), 3.0).sees(shot(giver), 2.0, giver)
    other = Eye().sees(shot(), 3.0).sees(shot(giver), 2.0, told)
    assert_array_equal(one.looks(shot(giver), giver)[1], other.looks(shot(giver), giver)[1])


@pytest.mark.parametrize("lines", [480, 1080])
def test_larger_pictures_are_learnt_beside_the_giver_too(lines: int) -> None:
    giver = Giver(limb_px=LIMBS_PX)
    eye = Eye(lines).sees(shot(giver, lines), 1.0, giver)
    assert is_played_down(eye, shot(giver, lines), giver)


def test_a_cameras_noise_is_harmless_beside_the_giver_too() -> None:
    giver = Giver(limb_px=LIMBS_PX)
    eye = Eye().sees(lambda number: noisy(shot(giver), number), 3.0, giver)
    assert is_played_down(eye, noisy(shot(giver), 200), giver)


def test_limbs_that_are_far_out_of_the_picture_raise_nothing() -> None:
    away = Giver(5000.0, limb_px=900.0)
    eye = Eye().sees(shot(), 1.0, away)
    assert np.isfinite(eye.looks(shot(), away)[1]).all()
