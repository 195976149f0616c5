"""A pin-hole camera above the plane that the receiver's joints lie in.

Scene frame (m): right-handed. z = 0 is the plane through the receiver's shoulder and hip joints, z up; the origin lies
under the camera, +y away from it, +x to its right. Image frame: px from the top left corner, x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.landmarks import FloatArray

_NEAREST_M = 0.05  # points closer to the camera's plane than this are treated as this far, so that nothing divides by 0


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera is and how it sees; no lens distortion, principal point in the middle of the picture.

    Attributes:
        focal_px: focal length, px.
        roll_rad: rotation about the optical axis, positive = the picture turns clockwise.
        pitch_rad: how far the axis points down from the horizon.
        height_m: height above z = 0.
        width_px, height_px: size of the picture.
    """

    focal_px: float
    roll_rad: float
    pitch_rad: float
    height_m: float
    width_px: int
    height_px: int

    def project(self, points_m: FloatArray) -> FloatArray:
        """(N, 3) scene points, m → (N, 2) image px. NaN passes through."""
        camera_m = (points_m - self.eye_m) @ self._rotation().T
        depth_m = np.maximum(camera_m[:, 2], _NEAREST_M)
        middle_px = np.array([self.width_px / 2, self.height_px / 2])
        return self.focal_px * camera_m[:, :2] / depth_m[:, None] + middle_px

    def depth_m(self, points_m: FloatArray) -> FloatArray:
        """(N, 3) scene points, m → (N,) distance along the optical axis, m."""
        return ((points_m - self.eye_m) @ self._rotation().T)[:, 2]

    def on_plane(self, points_px: FloatArray, z_m: float) -> FloatArray:
        """(N, 2) image px → (N, 3) scene points at height `z_m`; NaN where the ray does not come down to it."""
        return self.on_heights(points_px, np.full(len(points_px), z_m))

    def on_heights(self, points_px: FloatArray, z_m: FloatArray) -> FloatArray:
        """(N, 2) image px → (N, 3) scene points, each at its own height of (N,) `z_m`; NaN as in `on_plane`."""
        rays = np.empty((len(points_px), 3))
        rays[:, 0] = (points_px[:, 0] - self.width_px / 2) / self.focal_px
        rays[:, 1] = (points_px[:, 1] - self.height_px / 2) / self.focal_px
        rays[:, 2] = 1.0
        rays = rays @ self._rotation()
        fall_m = z_m - self.height_m
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = fall_m / rays[:, 2]
        reach = np.where(np.isfinite(reach) & (reach > 0), reach, np.nan)
        return self.eye_m + reach[:, None] * rays

    @property
    def eye_m(self) -> FloatArray:
        """(3,) the camera's own place in the scene, m."""
        return np.array([0.0, 0.0, self.height_m])

    def _rotation(self) -> FloatArray:
        """(3, 3) camera axes (right, down, forward) from scene axes."""
        sin, cos = np.sin(self.pitch_rad), np.cos(self.pitch_rad)
        pitched = np.array([[1.0, 0.0, 0.0], [0.0, -sin, -cos], [0.0, cos, -sin]])
        sin, cos = np.sin(self.roll_rad), np.cos(self.roll_rad)
        return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]]) @ pitched
