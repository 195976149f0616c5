"""A pin-hole camera above the plane that the receiver's joints lie in.

Scene frame (m): right-handed. z = 0 is the plane through the receiver's shoulder and hip joints, z up; the origin lies
under the camera, +y away from it, +x to its right. Image frame: px from the top left corner, x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coach.core.landmarks import FloatArray

_NEAREST_M = 0.05  # points closer to the camera's plane than this are treated as this far, so that nothing divides by 0


@dataclass(frozen=True)  # no slots: what follows from the numbers alone is kept, a picture asks for it many times
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
        camera_m = (points_m - self.eye_m) @ self._rotation.T
        depth_m = np.maximum(camera_m[:, 2], _NEAREST_M)
        return self.focal_px * camera_m[:, :2] / depth_m[:, None] + self._middle_px

    def depth_m(self, points_m: FloatArray) -> FloatArray:
        """(N, 3) scene points, m → (N,) distance along the optical axis, m."""
        return ((points_m - self.eye_m) @ self._rotation.T)[:, 2]

    def on_plane(self, points_px: FloatArray, z_m: float) -> FloatArray:
        """(N, 2) image px → (N, 3) scene points at height `z_m`; NaN where the ray does not come down to it."""
        return self.along_rays(self.rays(points_px), z_m)

    def on_heights(self, points_px: FloatArray, z_m: FloatArray) -> FloatArray:
        """(N, 2) image px → (N, 3) scene points, each at its own height of (N,) `z_m`; NaN as in `on_plane`."""
        return self.along_rays(self.rays(points_px), z_m)

    def rays(self, points_px: FloatArray) -> FloatArray:
        """(N, 2) image px → (N, 3) directions in the scene frame, each 1 long along the optical axis."""
        rays = np.ones((len(points_px), 3))
        rays[:, :2] = (points_px - self._middle_px) / self.focal_px
        return rays @ self._rotation

    def along_rays(self, rays: FloatArray, z_m: FloatArray | float) -> FloatArray:
        """(N, 3) `rays` → (N, 3) scene points where they come down to `z_m`, a height or (N,); NaN as in `on_plane`."""
        fall_m = z_m - self.height_m
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = fall_m / rays[:, 2]
        reach = np.where(np.isfinite(reach) & (reach > 0), reach, np.nan)
        return self.eye_m + reach[:, None] * rays

    @cached_property
    def eye_m(self) -> FloatArray:
        """(3,) the camera's own place in the scene, m."""
        return np.array([0.0, 0.0, self.height_m])

    @cached_property
    def _middle_px(self) -> FloatArray:
        """(2,) the picture's middle, px."""
        return np.array([self.width_px / 2, self.height_px / 2])

    @cached_property
    def _rotation(self) -> FloatArray:
        """(3, 3) camera axes (right, down, forward) from scene axes."""
        sin, cos = np.sin(self.pitch_rad), np.cos(self.pitch_rad)
        pitched = np.array([[1.0, 0.0, 0.0], [0.0, -sin, -cos], [0.0, cos, -sin]])
        sin, cos = np.sin(self.roll_rad), np.cos(self.roll_rad)
        return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]]) @ pitched
