"""What the coach says about the camera: where it stands, and what would help most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.geometry.camera_place import camera_place
from coach.core.geometry.fit_scene import FitTask, fit_scene
from coach.core.sight import CameraEnd, CameraPlace, ViewVerdict
from coach.core.view_advice import ALONE, advice, in_few_words
from coach.core.words import Language

Set = Callable[..., Any]
USABLE, BAD = ViewVerdict.USABLE, ViewVerdict.CANNOT_JUDGE_FEET
HEAD_END = CameraPlace(CameraEnd.HEAD, 3.0, 32.0, 25.0, 150.0, 280.0, 2.0, 8.0, 10.0)


def fitted_place(told: Any) -> CameraPlace:
    joints_px = told.joints_px()
    fit = fit_scene(FitTask(joints_px, np.full(10, 5.0), told.size.width, told.size.height, told.scene.torso_m))
    assert fit is not None
    return camera_place(fit)


@pytest.mark.parametrize(
    ("view", "end"),
    [
        ("head end", CameraEnd.HEAD),
        ("foot end", CameraEnd.FOOT),
        ("high", CameraEnd.HEAD),
        ("side", CameraEnd.LEFT),
        ("oblique", CameraEnd.HEAD_LEFT),
    ],
)
def test_the_camera_is_found_where_it_stands(stage: Set, view: str, end: CameraEnd) -> None:
    told = stage(view)
    place = fitted_place(told)
    camera = told.scene.camera
    assert place.end is end
    assert abs(place.pitch_deg - np.degrees(camera.pitch_rad)) < 3 * place.pitch_sigma_deg
    middle_m = told.scene.scene_from_back(np.array([[0.0, 23.0]]), 0.0)[0]
    distance_cm = 100 * np.linalg.norm(camera.eye_m - middle_m)
    assert abs(place.distance_cm - distance_cm) < 3 * place.distance_sigma_cm
    assert abs(place.height_above_back_cm - 100 * (camera.height_m - middle_m[2])) < 3 * place.height_sigma_cm
    assert 0 < place.pitch_sigma_deg < 15
    assert 0 < place.height_sigma_cm < 60


def test_a_mirrored_picture_changes_the_side_and_nothing_else(stage: Set) -> None:
    told = stage("oblique")
    left = fitted_place(told)
    mirror = replace(told.scene, yaw_rad=-told.scene.yaw_rad, hip_m=told.scene.hip_m * [-1, 1])
    right = fitted_place(replace(told, scene=mirror))
    assert (right.end, left.end) == (CameraEnd.HEAD_RIGHT, CameraEnd.HEAD_LEFT)
    assert left.azimuth_deg == pytest.approx(-right.azimuth_deg, abs=0.1)
    assert left.distance_cm == pytest.approx(right.distance_cm, rel=1e-3)


@pytest.mark.parametrize("verdict", list(ViewVerdict))
@pytest.mark.parametrize("end", list(CameraEnd))
def test_only_a_good_view_gets_no_advice(verdict: ViewVerdict, end: CameraEnd) -> None:
    words = advice(verdict, replace(HEAD_END, end=end), 0.4)
    assert (words == "") == (verdict is ViewVerdict.GOOD)
    assert not words or (words[0].isupper() and words.endswith("."))
    assert words.count(".") <= 2


def test_before_the_back_is_known_the_receiver_shall_lie_alone() -> None:
    assert advice(ViewVerdict.UNKNOWN, None, float("nan")) == ALONE.en
    assert advice(ViewVerdict.UNKNOWN, None, float("nan"), Language.ZH) == ALONE.zh
    assert "head end" in advice(BAD, None, float("nan"))


@pytest.mark.parametrize("end", [CameraEnd.LEFT, CameraEnd.RIGHT, CameraEnd.FOOT_LEFT, CameraEnd.FOOT_RIGHT])
def test_from_the_side_the_head_end_comes_first(end: CameraEnd) -> None:
    place = replace(HEAD_END, end=end, rise_deg=12.0)
    words = advice(BAD, place, 0.4)
    assert words == "Put the camera at the receiver's head end, above table height, looking down along the back."
    assert in_few_words(place, 0.4) == "move the camera to the head end"


def test_obliquely_at_the_head_end_it_is_enough_to_go_round() -> None:
    words = advice(USABLE, replace(HEAD_END, end=CameraEnd.HEAD_LEFT), 0.4)
    assert "middle of the head end" in words
    assert "Raise" not in words
    assert "Raise the camera" in advice(USABLE, replace(HEAD_END, end=CameraEnd.HEAD_LEFT, rise_deg=10.0), 0.4)


@pytest.mark.parametrize("end", [CameraEnd.HEAD, CameraEnd.FOOT])
def test_a_low_camera_is_raised_where_it_is(end: CameraEnd) -> None:
    place = replace(HEAD_END, end=end, rise_deg=10.0)
    assert advice(USABLE, place, 0.4).startswith("Raise the camera")
    assert in_few_words(place, 0.4) == "raise the camera"


def test_a_far_camera_is_brought_nearer_and_a_very_near_one_back() -> None:
    far = replace(HEAD_END, distance_cm=500.0)
    assert advice(USABLE, far, 0.8).startswith("Put the camera nearer")
    assert "nearer" not in advice(USABLE, far, 0.2), "it has enough pixels"
    assert in_few_words(far, 0.8) == "bring the camera nearer"
    assert advice(USABLE, replace(HEAD_END, distance_cm=90.0), 0.1).startswith("Go back")


def test_a_well_placed_camera_that_is_not_sure_is_told_what_makes_it_surer() -> None:
    assert "Mark the mat's corners" in advice(USABLE, HEAD_END, 0.3)
    assert "head end" in advice(USABLE, replace(HEAD_END, end=CameraEnd.FOOT), 0.3)
