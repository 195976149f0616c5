"""The fit finds a known scene again, and says honestly how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.geometry.fit_scene import FitTask, SceneFit, StandingLook, fit_scene
from coach.core.geometry.footprint import SOLE_WIDTH_CM
from coach.core.geometry.lying_body import SHAPE_NAMES, SPREAD, BodyShape, shape_vector
from coach.core.geometry.view_quality import view_quality
from coach.core.landmarks import FloatArray, Landmark
from coach.core.sight import ViewVerdict

Set = Callable[..., Any]
PITCH = 2  # row of the camera's pitch in a fit's numbers
ERROR_OF_EXTENT = 0.03
SPINE_BAND_CM = 2.0
LEGS = (Landmark.LEFT_ANKLE, Landmark.LEFT_HIP, Landmark.LEFT_SHOULDER)


def sigma_px(told: Any) -> float:
    return ERROR_OF_EXTENT * float(np.linalg.norm(np.ptp(told.joints_px(), axis=0)))


def task_of(told: Any, noise: FloatArray | float = 0.0, **more: Any) -> FitTask:
    return FitTask(
        told.joints_px() + noise,
        np.full(10, sigma_px(told)),
        told.size.width,
        told.size.height,
        told.scene.torso_m,
        **more,
    )


def looks_at(told: Any, standing: Set, left_cm: float = -9.0, right_cm: float = 9.0) -> tuple[StandingLook, ...]:
    """The giver, upright on the back at three places."""

    def look(along_cm: float) -> StandingLook:
        pose = told.giver(standing(left_cm=(left_cm, along_cm), right_cm=(right_cm, along_cm)))
        middles_px = np.array([pose.xy_px[row : row + 2].mean(axis=0) for row in LEGS])
        between_cm = np.array([[(left_cm + right_cm) / 2, along_cm]])
        return StandingLook(middles_px, told.scene.image_from_back(between_cm, told.scene.sole_height_m)[0])

    return (look(15.0), look(25.0), look(35.0))


def fitted(task: FitTask) -> SceneFit:
    fit = fit_scene(task)
    assert fit is not None
    return fit


def test_a_perfect_picture_of_both_people_gives_the_scene_back(stage: Set, standing: Set, view: str) -> None:
    told = stage(view)
    fit = fitted(task_of(told, standing=looks_at(told, standing), giver_height_told=True))
    assert fit.cost < 2.0  # what is left is the priors' share: no camera is quite the expected one
    assert abs(np.degrees(fit.scene.camera.pitch_rad - told.scene.camera.pitch_rad)) < 3.0
    spine_cm = fit.scene.back_from_image(told.scene.spine_px(), 0.0)
    assert np.abs(spine_cm[:, 0]).max() < 1.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_noise_and_another_body_the_true_place_of_a_foot_lies_within_three_sigmas(
    stage: Set, view: str, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    wide = shape_vector(BodyShape()) + 0.7 * draw.normal(size=len(SHAPE_NAMES)) * shape_vector(SPREAD)
    told = stage(view, BodyShape(*(float(v) for v in wide)), focal_px=float(920 * np.exp(0.08 * draw.normal())))
    fit = fitted(task_of(told, draw.normal(size=(10, 2)) * sigma_px(told)))
    quality = view_quality(fit)
    true_cm = np.array([[8.0, 25.0]])
    read_cm = fit.scene.back_from_image(
        told.scene.image_from_back(true_cm, told.scene.sole_height_m), fit.scene.sole_height_m
    )
    assert abs(read_cm[0, 0] - 8.0) < 3 * quality.sigma_cm
    assert quality.scene_sigma_cm <= quality.sigma_cm < 20


def test_a_standing_giver_makes_the_pitch_surer(stage: Set, standing: Set, view: str) -> None:
    told = stage(view)
    alone = fitted(task_of(told))
    both = fitted(task_of(told, standing=looks_at(told, standing), start=alone))
    assert both.covariance[PITCH, PITCH] < 0.9 * alone.covariance[PITCH, PITCH]


def test_a_told_height_of_the_giver_never_makes_the_pitch_less_sure(stage: Set, standing: Set) -> None:
    told = stage("side")
    looks = looks_at(told, standing)
    guessed = fitted(task_of(told, standing=looks))
    known = fitted(task_of(told, standing=looks, giver_height_told=True))
    assert known.covariance[PITCH, PITCH] <= guessed.covariance[PITCH, PITCH] * 1.001


@pytest.mark.parametrize("feet_cm", [(0.0, 12.0), (-12.0, 0.0)])
def test_a_giver_with_one_foot_on_the_spine_all_the_time_does_not_drag_the_spine_out_from_under_it(
    stage: Set, standing: Set, view: str, feet_cm: tuple[float, float]
) -> None:
    told = stage(view)
    fit = fitted(task_of(told, standing=looks_at(told, standing, *feet_cm)))
    feet_px = told.scene.image_from_back(np.array([[x, 25.0] for x in feet_cm]), told.scene.sole_height_m)
    off_cm = np.abs(fit.scene.back_from_image(feet_px, fit.scene.sole_height_m)[:, 0] - feet_cm).max()
    assert off_cm < 3 * view_quality(fit).sigma_cm
    assert off_cm < SOLE_WIDTH_CM / 2 + SPINE_BAND_CM


@pytest.mark.parametrize("corner", range(4))
def test_a_torso_with_a_hole_gives_no_scene(stage: Set, corner: int) -> None:
    task = task_of(stage())
    task.joints_px[corner, 0] = np.nan
    assert fit_scene(task) is None


def test_legs_and_head_that_are_not_seen_leave_a_scene_that_is_less_sure(stage: Set) -> None:
    whole, hidden = task_of(stage()), task_of(stage())
    hidden.joints_px[4:] = np.nan
    sure, unsure = view_quality(fitted(whole)), view_quality(fitted(hidden))
    assert np.isfinite(unsure.sigma_cm)
    assert unsure.sigma_cm >= sure.sigma_cm


def test_the_covariance_is_symmetric_and_never_negative(stage: Set, view: str) -> None:
    covariance = fitted(task_of(stage(view))).covariance
    assert np.isfinite(covariance).all()
    assert np.allclose(covariance, covariance.T)
    assert np.linalg.eigvalsh(covariance).min() > -1e-9


def test_a_standing_body_does_not_look_like_a_lying_one(stage: Set) -> None:
    told = stage()
    lying = fitted(task_of(told))
    rows = np.array([*range(11, 13), *range(23, 29), 7, 8])
    upright_px = told.giver().xy_px[rows]
    extent_px = float(np.linalg.norm(np.ptp(upright_px, axis=0)))
    standing_up = fit_scene(replace(task_of(told), joints_px=upright_px, sigma_px=np.full(10, 0.03 * extent_px)))
    assert standing_up is None or standing_up.cost > 3 * lying.cost or standing_up.scene.camera.pitch_rad > 1.1


def test_the_head_end_is_a_better_place_for_the_camera_than_the_side(stage: Set) -> None:
    verdicts = {name: view_quality(fitted(task_of(stage(name)))) for name in ("head end", "side", "high")}
    assert verdicts["head end"].sigma_cm < verdicts["side"].sigma_cm
    assert verdicts["high"].verdict in (ViewVerdict.GOOD, ViewVerdict.USABLE)
    assert all(quality.cm_per_px > 0 for quality in verdicts.values())
