"""A standing foot's place is averaged; a foot that was lifted begins anew."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from coach.core.landmarks import Side
from coach.core.rules.steady import SteadyParams, SteadyState, steady_foot
from coach.core.sight import Contact, FootSight

Begin = Callable[..., Any]


def left_feet(session: Any) -> list[tuple[float, FootSight]]:
    state, feet = SteadyState(), []
    for sight in session.sights:
        state, foot = steady_foot(SteadyParams(), state, sight.feet[0], sight.t_s)
        feet.append((sight.t_s, foot))
    return feet


def test_trembling_shrinks_and_the_middle_stays(story: Begin) -> None:
    session = story().on_back()
    first = len(session.sights)
    for frame in range(120):
        session.foot(Side.LEFT, Contact.BACK, -8.0 + (3.0 if frame % 2 else -3.0), 0.5).wait(1 / 12)
    offsets = np.array([foot.offset_cm for _, foot in left_feet(session)[first + 24 :]])
    assert offsets.mean() == pytest.approx(-8.0, abs=0.1)
    assert np.abs(offsets + 8.0).max() < 1.0


def test_a_foot_that_slides_onto_the_spine_is_there_within_half_a_second(story: Begin) -> None:
    session = story().on_back()
    slid_s = session.t_s
    session.foot(Side.LEFT, Contact.BACK, 0.0, 0.3).wait(2.0)
    gaps = {t_s: foot.gap_cm for t_s, foot in left_feet(session) if t_s >= slid_s}
    assert min(t_s for t_s, gap_cm in gaps.items() if gap_cm < 1.0) - slid_s <= 0.5


@pytest.mark.parametrize("between", [Contact.AIR, Contact.FLOOR])
def test_a_new_stand_knows_nothing_of_the_old_one(story: Begin, between: Contact) -> None:
    session = story().on_back().foot(Side.LEFT, between).wait(0.5)
    landed = len(session.sights)
    session.foot(Side.LEFT, Contact.BACK, 1.0, 0.6).wait(0.1)
    _, foot = left_feet(session)[landed]
    assert (foot.offset_cm, foot.along, foot.gap_cm) == pytest.approx((1.0, 0.6, 0.0))


def test_a_hidden_foot_is_not_invented(story: Begin) -> None:
    session = story().on_back().foot(Side.LEFT, Contact.UNKNOWN).wait(1.0)
    _, foot = left_feet(session)[-1]
    assert math.isnan(foot.offset_cm)
    assert np.isnan(foot.footprint_back_cm).all()


def test_place_centre_outline_and_gap_move_together(story: Begin) -> None:
    session = story().on_back()
    for offset_cm, along in ((-7.0, 0.4), (-9.0, 0.5), (-11.0, 0.45)):
        session.foot(Side.LEFT, Contact.BACK, offset_cm, along).wait(0.25)
    for _, foot in left_feet(session)[-9:]:
        assert foot.centre_back_cm == pytest.approx([foot.offset_cm, foot.along * 50.0])
        assert foot.footprint_back_cm.mean(axis=0) == pytest.approx(foot.centre_back_cm)
        assert foot.gap_cm == pytest.approx(-foot.footprint_back_cm[:, 0].max())
