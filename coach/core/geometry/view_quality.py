"""How well this camera view tells left of the spine from right of it, before any foot is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.fit_scene import FitTask, SceneFit, scene_of
from coach.core.geometry.footprint import MANY_LOOKS
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.geometry.sole_surface import meet_sole
from coach.core.landmarks import FloatArray
from coach.core.sight import ViewVerdict

# A right step stands 8 to 9 cm beside the spine, a wrong one within 6 (half a sole and the 2 cm band): good views keep
# the two apart at two standard deviations, usable ones at one.
_GOOD_CM = 2.5
_USABLE_CM = 5.0
# How well the foot network finds the middle of a sole, px of a picture in which the giver's trunk is 100 px long.
_SOLE_PX_OF_TRUNK = 0.02
_TRUNK_M = 0.475
_STEP = 1e-4
# The fit's own spread along the back holds for the scene (docs/accuracy.md). Looks at the wrong foot, or at one behind
# a leg, err mostly along the back and say nothing of it; the zone rule would call them.
_ALONG_FACTOR = 2.0


@dataclass(frozen=True, slots=True)
class ViewQuality:
    """What a foot in the middle of the back can be placed with.

    Attributes:
        cm_per_px: centimetres across the back that one pixel covers.
        scene_sigma_cm, scene_along_sigma_cm: standard deviation across and along the back that comes from the scene's
            own uncertainty.
        sigma_cm: one standard deviation of a foot's offset: look, scene and the sole's height together.
        verdict: in words.
    """

    cm_per_px: float
    scene_sigma_cm: float
    scene_along_sigma_cm: float
    sigma_cm: float
    verdict: ViewVerdict


def view_quality(fit: SceneFit) -> ViewQuality:
    """Judge the view from the fitted scene."""
    scene = fit.scene
    middle_cm = np.array([0.0, scene.torso_m * CM_PER_M / 2])
    across_cm, along_cm = _scene_sigma_cm(fit, middle_cm) * np.array([MANY_LOOKS, 1.0])
    sole_cm = MANY_LOOKS * _sole_sigma_cm(scene, middle_cm)
    sigma_cm = float(np.linalg.norm([across_cm, _look_sigma_cm(scene, middle_cm), sole_cm]))
    along_cm = _ALONG_FACTOR * float(along_cm)
    return ViewQuality(_cm_per_px(scene, middle_cm), float(across_cm), along_cm, sigma_cm, view_verdict(sigma_cm))


def shifted_view(view: ViewQuality, shift_sigma_cm: float) -> ViewQuality:
    """The same view of a body that was followed to another place, with that shift's standard deviation, cm."""
    sigma_cm = float(np.hypot(view.sigma_cm, shift_sigma_cm))
    across_cm = float(np.hypot(view.scene_sigma_cm, shift_sigma_cm))
    along_cm = float(np.hypot(view.scene_along_sigma_cm, shift_sigma_cm))
    return ViewQuality(view.cm_per_px, across_cm, along_cm, sigma_cm, view_verdict(sigma_cm))


def view_verdict(sigma_cm: float) -> ViewVerdict:
    """What a view is worth in which a foot can be placed with this standard deviation, cm."""
    if sigma_cm <= _GOOD_CM:
        return ViewVerdict.GOOD
    return ViewVerdict.USABLE if sigma_cm <= _USABLE_CM else ViewVerdict.CANNOT_JUDGE_FEET


def _look_sigma_cm(scene: Scene, middle_cm: FloatArray) -> float:
    """What one look at a foot adds to x: the network's error in the picture, spread by the view."""
    pixel = scene.image_from_back(middle_cm[None], scene.sole_height_m)[0]
    depth_m = scene.camera.depth_m(scene.scene_from_back(middle_cm[None], scene.sole_height_m))[0]
    error_px = _SOLE_PX_OF_TRUNK * _TRUNK_M * scene.camera.focal_px / depth_m
    near_px = pixel + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    x_cm = scene.back_from_image(near_px, scene.sole_height_m)[:, 0]
    return float(error_px * np.hypot(x_cm[1] - x_cm[0], x_cm[2] - x_cm[0]))


def _cm_per_px(scene: Scene, middle_cm: FloatArray) -> float:
    ends_cm = middle_cm + np.array([[-1.0, 0.0], [1.0, 0.0]])
    ends_px = scene.image_from_back(ends_cm, scene.sole_height_m)
    return float(2.0 / max(float(np.linalg.norm(ends_px[1] - ends_px[0])), 1e-6))


def _scene_sigma_cm(fit: SceneFit, middle_cm: FloatArray) -> FloatArray:
    """(2,) what the fit's covariance makes of a foot's place at `middle_cm`.

    The picture fixes the foot's pixel; each number of the fit is moved a little and the pixel read again.
    """
    scene = fit.scene
    pixel = scene.image_from_back(middle_cm[None], scene.sole_height_m)
    size = scene.camera
    task = FitTask(np.empty((0, 2)), np.empty(0), size.width_px, size.height_px, scene.torso_m)
    slopes = np.empty((2, len(fit.vector)))
    for k in range(len(fit.vector)):
        moved = fit.vector.copy()
        moved[k] += _STEP
        other = scene_of(moved, task)
        slopes[:, k] = (other.back_from_image(pixel, other.sole_height_m)[0] - middle_cm) / _STEP
    slopes = np.where(np.isfinite(slopes), slopes, 0.0)
    fit_cm2 = np.maximum(0.0, np.einsum("ij,jk,ik->i", slopes, fit.covariance, slopes))
    return np.sqrt(fit_cm2)


def _sole_sigma_cm(scene: Scene, middle_cm: FloatArray) -> float:
    """What the sole's unknown height adds across the back."""
    pixel = scene.image_from_back(middle_cm[None], scene.sole_height_m)
    return float(np.sqrt(meet_sole(scene, pixel).covariance_cm2[0, 0, 0]))
