"""The measured scene: camera, the receiver's place in it, and the back frame that feet are judged in.

Back frame (cm): origin in the middle of the shoulder line, +x to the receiver's right, +y towards the hips.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coach.core.geometry.back_surface import BackSurface, back_surface
from coach.core.geometry.camera import Camera
from coach.core.geometry.lying_body import BodyShape, template_joints_m
from coach.core.landmarks import FloatArray

CM_PER_M = 100.0
# The middle of a sole keeps about this much above the back's surface, as a part of the torso length: it rests on the
# spine's ridge, the shoulder blades or the muscles. Where a sole stands exactly: `sole_surface`.
SOLE_ABOVE_SKIN = 0.032
_SURFACE_ROUNDS = 6
_SURFACE_NEAR_M = 1e-9
_LIFT_M = 0.002
_LEAST_SLOPE = 0.2  # where a ray grazes the surface


@dataclass(frozen=True, eq=False)  # no slots, as `Camera`; one scene is itself alone, so that caches can be by it
class Scene:
    """Camera and lying body, as one fit found them.

    Attributes:
        camera: the camera in the scene frame.
        hip_m: (2,) middle of the hip line in the scene frame, m.
        yaw_rad: direction from hips to head in the scene frame: 0 = away from the camera, positive = to its left.
        torso_m: shoulder line to hip line, m.
        shape: proportions of the body.
    """

    camera: Camera
    hip_m: FloatArray
    yaw_rad: float
    torso_m: float
    shape: BodyShape

    def joints_px(self) -> FloatArray:
        """(10, 2) image px of the template's joints, rows as in `TEMPLATE_JOINTS`."""
        return self.camera.project(self.scene_from_body(template_joints_m(self.shape, self.torso_m)))

    def scene_from_body(self, points_m: FloatArray) -> FloatArray:
        """(N, 3) body frame, m → (N, 3) scene frame, m."""
        return points_m @ self._turn.T + self._hip_on_ground_m

    def back_from_image(self, points_px: FloatArray, above_skin_m: float) -> FloatArray:
        """(N, 2) image px → (N, 2) back frame, cm, of points `above_skin_m` over the back's surface. NaN if unseen.

        A ray's place is linear in the height at which it is met; Newton's rule finds where it is the surface's.
        """
        rays = self.camera.rays(points_px)
        level_m = above_skin_m + self.middle_skin_m
        start_m, lifted_m = (self._body_along_rays(rays, level_m + lift) for lift in (0.0, _LIFT_M))
        each_m = (lifted_m - start_m) / _LIFT_M
        lift_m = np.zeros(len(points_px))
        for _ in range(_SURFACE_ROUNDS):
            tried_m = np.array([lift_m, lift_m + _LIFT_M])
            skin_m = self.skin_m((start_m + each_m * tried_m[:, :, None]).reshape(-1, 2)).reshape(tried_m.shape)
            off_m, lifted_off_m = level_m + tried_m - above_skin_m - skin_m
            if not (np.abs(off_m) > _SURFACE_NEAR_M).any():
                break
            slope = (lifted_off_m - off_m) / _LIFT_M
            lift_m = lift_m - off_m / np.maximum(slope, _LEAST_SLOPE)
        return self.back_from_body(self._body_along_rays(rays, level_m + lift_m))

    def back_from_body(self, places_m: FloatArray) -> FloatArray:
        """(N, 2) body frame, m → (N, 2) back frame, cm."""
        places_cm = CM_PER_M * places_m
        places_cm[:, 1] = CM_PER_M * (self.torso_m - places_m[:, 1])
        return places_cm

    def body_from_image(self, points_px: FloatArray, above_joints_m: FloatArray) -> FloatArray:
        """(N, 2) image px → (N, 2) places in the body frame, m, each at its own height of (N,) m. NaN if unseen."""
        return self._body_along_rays(self.camera.rays(points_px), above_joints_m)

    def scene_from_back(self, points_cm: FloatArray, above_skin_m: float) -> FloatArray:
        """(N, 2) back frame, cm → (N, 3) scene frame, m, for points `above_skin_m` over the back's surface."""
        body_m = np.empty((len(points_cm), 3))
        body_m[:, :2] = points_cm / CM_PER_M
        body_m[:, 1] = self.torso_m - body_m[:, 1]
        body_m[:, 2] = self.skin_m(body_m[:, :2]) + above_skin_m
        return self.scene_from_body(body_m)

    def skin_m(self, places_m: FloatArray) -> FloatArray:
        """(N,) height of the back's surface above the joints' plane, m, at (N, 2) places in the body frame, m."""
        return self.surface.height_m(places_m)

    def image_from_back(self, points_cm: FloatArray, above_skin_m: float) -> FloatArray:
        """(N, 2) back frame, cm → (N, 2) image px, for points `above_skin_m` over the back's surface."""
        return self.camera.project(self.scene_from_back(points_cm, above_skin_m))

    def right_direction(self) -> FloatArray:
        """(2,) unit vector to the receiver's right on the plan of the scene frame."""
        return np.array([np.cos(self.yaw_rad), np.sin(self.yaw_rad)])

    def spine_px(self) -> FloatArray:
        """(2, 2) image px: the spine line on the skin at the shoulder line, then at the hip line."""
        ends_cm = np.array([[0.0, 0.0], [0.0, self.torso_m * CM_PER_M]])
        return self.image_from_back(ends_cm, 0.0)

    @property
    def elevation_rad(self) -> float:
        """How high over the plane of the joints the camera stands as seen from the middle of the torso: 0 = level."""
        middle_m = self.scene_from_body(np.array([[0.0, self.torso_m / 2, 0.0]]))[0]
        return float(np.arctan2(self.camera.height_m, np.hypot(middle_m[0], middle_m[1])))

    @property
    def sole_height_m(self) -> float:
        """Height of a standing sole above the back's surface, m."""
        return SOLE_ABOVE_SKIN * self.torso_m

    @cached_property
    def surface(self) -> BackSurface:
        """The back's skin."""
        return back_surface(self.shape, self.torso_m)

    @cached_property
    def middle_skin_m(self) -> float:
        """Height of the skin over the spine halfway between shoulder line and hip line, m."""
        return float(self.skin_m(np.array([[0.0, self.torso_m / 2]]))[0])

    def _body_along_rays(self, rays: FloatArray, above_joints_m: FloatArray | float) -> FloatArray:
        """As `body_from_image`, for (N, 3) rays of the camera."""
        scene_m = self.camera.along_rays(rays, above_joints_m)
        return (scene_m[:, :2] - self.hip_m) @ self._turn[:2, :2]

    @cached_property
    def _hip_on_ground_m(self) -> FloatArray:
        """(3,) middle of the hip line in the scene frame, m."""
        return np.array([self.hip_m[0], self.hip_m[1], 0.0])

    @cached_property
    def _turn(self) -> FloatArray:
        """(3, 3) rotation, scene from body."""
        cos, sin = np.cos(self.yaw_rad), np.sin(self.yaw_rad)
        return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
