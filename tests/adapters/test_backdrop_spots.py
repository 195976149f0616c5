"""Discs of the picture are compared with the backdrop: what has left its place shows, a shadow does not.

And the rest of the picture, out of the receiver's reach: whoever walks up shows there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.adapters.backdrop import Backdrop
from coach.core.backdrop_look import BackdropRequest, Spots
from tests.adapters.test_backdrop import HEIGHT, Eye, Giver, brighter, noisy, shot

NAN = float("nan")


def spots(*places: tuple[float, float], radius_px: float = 10.0, shade: float = 0.7, limb: float = NAN) -> Spots:
    """Discs of a picture of 240 lines; `limb`: x of an upright limb of the giver's that hides 12 px to either side."""
    count = len(places)
    giver = np.array([[[limb, 0.0], [limb, 240.0]]]) if np.isfinite(limb) else np.empty((0, 2, 2))
    return Spots(np.array(places), np.full(count, radius_px), np.full(count, shade), np.full(count, 12.0), giver)


def test_a_place_that_looks_as_before_has_not_changed_and_one_that_something_has_left_has() -> None:
    eye = Eye().sees(lambda number: noisy(shot(), number), 3.0)
    now = shot()
    now[135:170, 60:100] = (95, 120, 140)  # the arm is gone, what it lay on shows
    changed = eye.backdrop.changed(noisy(now, 99), spots((80.0, 152.0), (200.0, 152.0)))
    assert changed is not None
    assert changed[0] > 0.8
    assert changed[1] < 0.1


@pytest.mark.parametrize("lines", [240, 960])
def test_places_are_given_in_px_of_the_picture_whatever_its_size(lines: int) -> None:
    k = lines / HEIGHT
    eye = Eye(lines).sees(shot(lines=lines), 3.0)
    now = shot(lines=lines)
    now[round(135 * k) : round(170 * k), round(60 * k) : round(100 * k)] = (30, 30, 200)
    asked = spots((80.0 * k, 152.0 * k), (200.0 * k, 152.0 * k), radius_px=10.0 * k)
    changed = eye.backdrop.changed(now, asked)
    assert changed is not None
    assert changed[0] > 0.9
    assert changed[1] < 0.1


def test_a_shadow_is_no_change_as_deep_as_it_was_said_to_be() -> None:
    eye = Eye().sees(shot(), 3.0)
    shaded = shot()
    shaded[120:180, 60:100] = brighter(shaded[120:180, 60:100], 0.55)
    deep = eye.backdrop.changed(shaded, spots((80.0, 150.0), shade=0.45))
    soft = eye.backdrop.changed(shaded, spots((80.0, 150.0), shade=0.7))
    assert deep is not None
    assert deep[0] < 0.1
    assert soft is not None
    assert soft[0] > 0.9


def test_what_the_giver_hides_or_lies_outside_is_not_told() -> None:
    eye = Eye().sees(shot(), 3.0)
    asked = spots((80.0, 150.0), (81.0, -30.0), (NAN, 5.0), (200.0, 150.0), limb=82.0)
    changed = eye.backdrop.changed(shot(), asked)
    assert changed is not None
    assert np.isnan(changed[:3]).all()
    assert changed[3] == 0.0


def test_without_a_backdrop_or_a_question_there_is_no_answer() -> None:
    assert Backdrop().changed(shot(), spots((80.0, 150.0))) is None
    eye = Eye().sees(shot(Giver()), 3.0, Giver())  # the giver was there from the first picture
    assert eye.backdrop.changed(shot(Giver()), spots((80.0, 150.0))) is None
    assert Eye().sees(shot(), 3.0).backdrop.changed(shot(), None) is None


def reaching(x_px: float, y_px: float, radius_px: float) -> Spots:
    """A disc to compare, and a receiver whose arms reach so far about a place."""
    return replace(spots((x_px, y_px)), reach_px=np.array([[x_px, y_px, radius_px]]))


@pytest.mark.parametrize("lines", [240, 480, 1080])
def test_whoever_comes_shows_outside_of_the_receivers_reach_and_the_receivers_own_arm_does_not(lines: int) -> None:
    k = lines / HEIGHT
    eye = Eye(lines).sees(lambda number: noisy(shot(lines=lines), number), 3.0)
    asked = reaching(80.0 * k, 152.0 * k, 60.0 * k)
    own, other = shot(lines=lines), shot(lines=lines)
    own[round(120 * k) : round(150 * k), round(70 * k) : round(90 * k)] = (30, 30, 200)
    other[round(60 * k) : round(200 * k), round(240 * k) : round(250 * k)] = (30, 30, 200)
    assert eye.backdrop.elsewhere(noisy(shot(lines=lines), 98), asked) == 0.0
    assert eye.backdrop.elsewhere(noisy(own, 99), asked) == 0.0
    assert eye.backdrop.elsewhere(noisy(other, 99), asked) == pytest.approx(0.021, abs=0.006)


def test_of_the_rest_of_the_picture_nothing_is_told_unasked_or_where_there_is_none() -> None:
    eye = Eye().sees(shot(), 3.0)
    assert np.isnan(eye.backdrop.elsewhere(shot(), spots((80.0, 150.0))))
    assert np.isnan(eye.backdrop.elsewhere(shot(), None))
    assert np.isnan(eye.backdrop.elsewhere(shot(), reaching(80.0, 150.0, 2000.0)))
    assert np.isnan(Backdrop().elsewhere(shot(), reaching(80.0, 150.0, 60.0)))


def test_who_has_just_lain_down_is_the_backdrop_and_not_a_change_of_the_empty_mat() -> None:
    lying = shot()
    lying[135:170, 60:100] = (30, 30, 200)
    eye, asked = Eye().sees(shot(), 60.0), spots((80.0, 152.0))
    eye.backdrop.learn(lying, BackdropRequest(eye.t_s, None, learns=False, anew=True))
    assert eye.backdrop.changed(lying, asked) is None
    changed = eye.sees(lying, 1.0).backdrop.changed(lying, asked)
    assert changed is not None
    assert changed[0] == 0.0
