"""A view is worth what it tells of the foot that it shows worse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from coach.core.geometry.fit_scene import scene_of
from coach.core.geometry.sole_surface import meet_sole
from coach.core.geometry.view_quality import view_quality
from coach.core.landmarks import FloatArray
from coach.core.sight import ViewVerdict
from tests.core.geometry.test_fit_scene import fitted, task_of

Set = Callable[..., Any]
PLACES_CM = np.array([[-8.5, 23.75], [8.5, 23.75]])  # where right steps stand, half way down a back of average length
DRAWS = 400
SMALL = 10.0  # part of the spread that is drawn: so far the picture answers in a straight line


def spread_cm(told: Any) -> FloatArray:
    """(2,) standard deviations of both places: of scenes drawn from the fit's covariance, and of the sole's height."""
    task = task_of(told)
    fit = fitted(task)
    pixels = fit.scene.image_from_back(PLACES_CM, fit.scene.sole_height_m)
    draw = np.random.default_rng(4)
    scenes = [scene_of(draw.multivariate_normal(fit.vector, fit.covariance / SMALL**2), task) for _ in range(DRAWS)]
    across_cm = np.array([scene.back_from_image(pixels, scene.sole_height_m)[:, 0] for scene in scenes])
    sole_cm2 = meet_sole(fit.scene, pixels).covariance_cm2[:, 0, 0]
    return np.sqrt(SMALL**2 * across_cm.var(axis=0) + sole_cm2)


def test_the_spread_holds_for_the_far_foot_too(stage: Set, view: str) -> None:
    told = stage(view)
    assert view_quality(fitted(task_of(told))).sigma_cm > 0.95 * spread_cm(told).max()


def test_from_the_side_the_two_feet_are_not_told_equally_well(stage: Set) -> None:
    told = stage("side")
    near_cm, far_cm = sorted(spread_cm(told))
    quality = view_quality(fitted(task_of(told)))
    assert far_cm > 1.1 * near_cm
    assert quality.sigma_cm > far_cm > quality.scene_sigma_cm
    assert quality.verdict is ViewVerdict.CANNOT_JUDGE_FEET


def test_from_an_end_they_are(stage: Set) -> None:
    left_cm, right_cm = spread_cm(stage("head end"))
    assert left_cm == pytest.approx(right_cm, rel=0.25)
