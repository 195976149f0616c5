"""How likely is a footprint on the spine band? The geometry and its error, without time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.landmarks import Side
from coach.core.rules.spine_step import probability_on_band
from coach.core.sight import Contact, FootSight

Place = Callable[[float, float], FootSight]
LAWS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def place(story: Callable[..., Any]) -> Place:
    """A foot on the back at an offset, seen with a sigma; its sole is 9 cm broad."""

    def put(offset_cm: float, sigma_cm: float) -> FootSight:
        session = story().set(sigma_cm=sigma_cm, giver="measured")
        session.contacts[Side.LEFT] = Contact.BACK
        session.places[Side.LEFT] = (offset_cm, 0.5)
        return session.wait(0.1).sights[0].feet[0]

    return put


def on_band(foot: FootSight) -> float:
    return probability_on_band(foot, band_cm=2.0, ribs_cm=15.0)


def test_an_edge_just_at_the_band_tells_nothing(place: Place) -> None:
    assert 0.25 < on_band(place(6.5, 1.0)) < 0.5


def test_a_blurred_foot_near_the_spine_is_told_by_what_a_right_step_would_look_like(place: Place) -> None:
    assert on_band(place(2.0, 4.0)) > 0.75
    assert on_band(place(5.0, 5.0)) < 0.75
    assert on_band(place(8.5, 4.0)) < 0.5


def test_a_foot_astride_the_spine_is_on_it(place: Place) -> None:
    assert on_band(place(0.0, 1.0)) > 0.999


def test_what_cannot_be_told_is_not_a_number(place: Place) -> None:
    assert math.isnan(on_band(place(math.nan, 1.0)))
    assert math.isnan(on_band(place(5.0, math.nan)))


def test_a_footprint_without_outline_is_told_by_its_gap(place: Place) -> None:
    foot = place(8.0, 1.5)
    bare = replace(foot, footprint_back_cm=np.full((4, 2), np.nan))
    assert on_band(bare) == pytest.approx(on_band(foot))
    astride = replace(bare, offset_cm=1.0, gap_cm=0.0)
    assert on_band(astride) > 0.99


@LAWS
@given(offset_cm=st.floats(-30, 30), sigma_cm=st.floats(0, 20))
def test_left_and_right_of_the_spine_are_judged_alike(place: Place, offset_cm: float, sigma_cm: float) -> None:
    here = on_band(place(offset_cm, sigma_cm))
    assert 0.0 <= here <= 1.0
    assert here == pytest.approx(on_band(place(-offset_cm, sigma_cm)), abs=1e-9)


@LAWS
@given(offset_cm=st.floats(0, 20), further_cm=st.floats(0, 20), sigma_cm=st.floats(0.2, 20))
def test_a_foot_further_out_is_never_more_likely_on_the_spine(
    place: Place, offset_cm: float, further_cm: float, sigma_cm: float
) -> None:
    near = on_band(place(offset_cm, sigma_cm))
    assert on_band(place(offset_cm + further_cm, sigma_cm)) <= near + 1e-9
