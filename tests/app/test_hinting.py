"""What the user tells about the scene is taken as it is, or refused by the option's name."""

from __future__ import annotations

import numpy as np
import pytest

from coach.app.hinting import hints_from
from coach.core.look import Box, Hints
from coach.errors import CoachError


def test_nothing_told_means_no_hints() -> None:
    assert hints_from() == Hints()


def test_what_is_told_is_taken_in_the_core_s_units() -> None:
    hints = hints_from(
        supports=["420,60,90,200", " 10, 20.5, 30, 40"],
        receiver="1,2,3,4",
        giver="5,6,7,8",
        spine="320,150,322,310",
        receiver_height_cm=172,
        giver_height_cm=160.5,
    )
    assert hints.support_boxes_px == (Box(420, 60, 90, 200), Box(10, 20.5, 30, 40))
    assert (hints.receiver_box_px, hints.giver_box_px) == (Box(1, 2, 3, 4), Box(5, 6, 7, 8))
    assert hints.spine_px is not None
    assert np.array_equal(hints.spine_px, [[320, 150], [322, 310]])
    assert (hints.receiver_height_m, hints.giver_height_m) == pytest.approx((1.72, 1.605))


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1 2 3 4", "1,2,nan,4", "1,2,3,inf"])
def test_four_numbers_are_asked_for_by_the_option_s_name(text: str) -> None:
    with pytest.raises(CoachError, match=r"--support got .*such as 420,60,90,200"):
        hints_from(supports=[text])
    with pytest.raises(CoachError, match=r"--spine got .*such as"):
        hints_from(spine=text)


def test_a_box_without_an_area_and_a_spine_without_a_length_are_refused() -> None:
    with pytest.raises(CoachError, match="--giver got '1,2,0,4'"):
        hints_from(giver="1,2,0,4")
    with pytest.raises(CoachError, match="--spine got"):
        hints_from(spine="5,5,5,5")


@pytest.mark.parametrize("height_cm", [1.72, 0.0, -170.0, 260.0, float("nan")])
def test_a_height_that_no_body_has_is_refused(height_cm: float) -> None:
    with pytest.raises(CoachError, match=r"--height-receiver got .* from 100 to 230 cm"):
        hints_from(receiver_height_cm=height_cm)
