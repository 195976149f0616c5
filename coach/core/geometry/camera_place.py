"""Where the camera stands as against the lying body, with how sure the fit is of it."""

from __future__ import annotations

import numpy as np

from coach.core.geometry.fit_scene import FitTask, SceneFit, scene_of
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray
from coach.core.sight import CameraEnd, CameraPlace

# An end counts as far as the spine's two sides are seen almost alike; a side where the body hides its far half.
_END_DEG = 25.0
_SIDE_DEG = 25.0
_OVERHEAD_DEG = 70.0
_STEP = 1e-4


def camera_place(fit: SceneFit) -> CameraPlace:
    """Read the camera's place off a fitted scene."""
    scene = fit.scene
    figures = _figures(scene)
    slopes = np.empty((len(figures), len(fit.vector)))
    task = FitTask(np.empty((0, 2)), np.empty(0), scene.camera.width_px, scene.camera.height_px, scene.torso_m)
    for k in range(len(fit.vector)):
        moved = fit.vector.copy()
        moved[k] += _STEP
        slopes[:, k] = (_figures(scene_of(moved, task)) - figures) / _STEP
    sigmas = np.sqrt(np.maximum(0.0, np.einsum("ij,jk,ik->i", slopes, fit.covariance, slopes)))
    head, right, pitch_deg, height_cm, distance_cm = (float(v) for v in figures)
    azimuth_deg = float(np.degrees(np.arctan2(right, head)))
    rise_deg = float(np.degrees(np.arctan2(height_cm, np.hypot(head, right))))
    return CameraPlace(
        end=_end(azimuth_deg, rise_deg),
        azimuth_deg=azimuth_deg,
        rise_deg=rise_deg,
        pitch_deg=pitch_deg,
        height_above_back_cm=height_cm,
        distance_cm=distance_cm,
        pitch_sigma_deg=float(sigmas[2]),
        height_sigma_cm=float(sigmas[3]),
        distance_sigma_cm=float(sigmas[4]),
    )


def _figures(scene: Scene) -> FloatArray:
    """(5,) cm towards the head and to the receiver's right, pitch in degrees, height over the back and distance, cm."""
    middle_m = scene.scene_from_back(np.array([[0.0, scene.torso_m * CM_PER_M / 2]]), 0.0)[0]
    off_cm = CM_PER_M * (scene.camera.eye_m - middle_m)
    right = scene.right_direction()
    head = np.array([-right[1], right[0]])
    figures: list[float] = [
        float(v)
        for v in (
            off_cm[:2] @ head,
            off_cm[:2] @ right,
            np.degrees(scene.camera.pitch_rad),
            off_cm[2],
            np.linalg.norm(off_cm),
        )
    ]
    return np.array(figures)


def _end(azimuth_deg: float, rise_deg: float) -> CameraEnd:
    if rise_deg > _OVERHEAD_DEG:
        return CameraEnd.ABOVE
    aside_deg = abs(azimuth_deg)
    is_right = azimuth_deg > 0.0
    if aside_deg <= _END_DEG:
        return CameraEnd.HEAD
    if aside_deg >= 180.0 - _END_DEG:
        return CameraEnd.FOOT
    if abs(aside_deg - 90.0) <= _SIDE_DEG:
        return CameraEnd.RIGHT if is_right else CameraEnd.LEFT
    if aside_deg < 90.0:
        return CameraEnd.HEAD_RIGHT if is_right else CameraEnd.HEAD_LEFT
    return CameraEnd.FOOT_RIGHT if is_right else CameraEnd.FOOT_LEFT
