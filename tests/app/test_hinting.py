"""What the user tells about the scene is taken as it is, or refused by the option's name."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from coach.app.hinting import hints_from
from coach.core.area import Box
from coach.core.look import Hints
from coach.errors import CoachError


def test_nothing_told_means_no_hints() -> None:
    assert hints_from() == Hints()


def test_what_is_told_is_taken_in_the_core_s_units() -> None:
    hints = hints_from(
        supports=["420,60,90,200", " 10, 20.5, 30, 40"],
        receiver="300,130,50,200",
        giver="5,6,7,8",
        spine="320,150,322,310",
        receiver_height_cm=172,
        giver_height_cm=160.5,
    )
    assert hints.support_boxes_px == (Box(420, 60, 90, 200), Box(10, 20.5, 30, 40))
    assert (hints.receiver_box_px, hints.giver_box_px) == (Box(300, 130, 50, 200), Box(5, 6, 7, 8))
    assert hints.spine_px is not None
    assert np.array_equal(hints.spine_px, [[320, 150], [322, 310]])
    assert (hints.receiver_height_m, hints.giver_height_m) == pytest.approx((1.72, 1.605))


def test_what_is_told_of_camera_and_room_is_taken_in_the_core_s_units() -> None:
    hints = hints_from(fov_deg=90, mat="200, 90.5", mat_corners="1,2,30,4,50,60,7,80", marker_cm=12.5)
    assert hints.fov_rad == pytest.approx(np.pi / 2)
    assert hints.mat_size_m == pytest.approx((2.0, 0.905))
    assert hints.mat_corners_px is not None
    assert np.array_equal(hints.mat_corners_px, [[1, 2], [30, 4], [50, 60], [7, 80]])
    assert hints.marker_m == pytest.approx(0.125)
    assert hints_from().marker_m == pytest.approx(0.15)


@pytest.mark.parametrize("fov_deg", [0.0, -60.0, 5.0, 180.0, float("nan"), float("inf")])
def test_an_angle_that_no_camera_has_is_refused(fov_deg: float) -> None:
    with pytest.raises(CoachError, match=r"--fov got .* from 15 to 140 degrees"):
        hints_from(fov_deg=fov_deg)


@pytest.mark.parametrize("text", ["", "90", "90,200,5", "0.9,2.0", "90,2000", "nan,200", "wide,long"])
def test_a_mat_needs_two_edges_in_centimetres(text: str) -> None:
    with pytest.raises(CoachError, match=r"--mat got .* such as 90,200"):
        hints_from(mat=text)


@pytest.mark.parametrize("text", ["", "1,2,3,4", "1,2,3,4,5,6,7,x", "1,2,3,4,5,6,7,nan", "1,2,3,4,5,6,7,8,9"])
def test_a_mat_has_four_corners(text: str) -> None:
    with pytest.raises(CoachError, match=r"--mat-corners got .*four corners in pixels"):
        hints_from(mat_corners=text)


@pytest.mark.parametrize(
    "text", ["1,1,1,1,1,1,1,1", "0,0,50,0,100,0,50,80", "0,0,100,0,50,80,50,30", "0,0,100,0,100,80,100,80"]
)
def test_corners_that_form_no_four_sided_shape_are_refused(text: str) -> None:
    with pytest.raises(CoachError, match=r"--mat-corners got .*three corners lie on one line or one lies within"):
        hints_from(mat_corners=text)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_corners_may_come_in_any_order(order: tuple[int, ...]) -> None:
    corners = np.array([[148, 402], [232, 472], [468, 338], [428, 315]])[list(order)]
    assert hints_from(mat_corners=",".join(str(v) for v in corners.ravel())).mat_corners_px is not None


@pytest.mark.parametrize("marker_cm", [0.0, 0.15, 100.0, float("nan")])
def test_a_marker_of_no_sensible_size_is_refused(marker_cm: float) -> None:
    with pytest.raises(CoachError, match=r"--marker-size got .* from 3 to 60 cm"):
        hints_from(marker_cm=marker_cm)


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


def test_a_spine_beside_the_receivers_box_is_refused_with_both_options() -> None:
    with pytest.raises(CoachError, match=r"--spine 10,10,20,60 does not lie within --receiver 200,100,90,200.*anew"):
        hints_from(spine="10,10,20,60", receiver="200,100,90,200")


@pytest.mark.parametrize("spine", ["240,110,250,290", "205,95,280,305"])
def test_a_spine_inside_the_receivers_box_or_a_little_beside_it_is_taken(spine: str) -> None:
    assert hints_from(spine=spine, receiver="200,100,90,200").spine_px is not None
