"""The measured scene: camera, the receiver's place in it, and the back frame that feet are judged in.

Back frame (cm): origin in the middle of the shoulder line, +x to the receiver's right, +y towards the hips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.camera import Camera
from coach.core.geometry.lying_body import BodyShape, spine_points_m, template_joints_m
from coach.core.landmarks import FloatArray

CM_PER_M = 100.0
# A sole stands on the muscles beside the spine, a little higher than the skin over the spine itself: 0.028 of the torso
# length with a spread of 0.028 (697 soles of rendered bodies, docs/accuracy.md).
SOLE_ABOVE_SKIN = 0.028
_PROFILE_ROUNDS = 4
_LIFT_M = 0.001


@dataclass(frozen=True, slots=True)
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
        turned = points_m @ self._turn().T
        return turned + np.array([self.hip_m[0], self.hip_m[1], 0.0])

    def back_from_image(self, points_px: FloatArray, above_skin_m: float) -> FloatArray:
        """(N, 2) image px → (N, 2) back frame, cm, of points `above_skin_m` over the spine's skin. NaN if unseen.

        A ray's place along the back is linear in the height at which it is met, and the skin is piecewise linear along
        the back, so that Newton's rule ends after as many rounds as the skin has bends.
        """
        level_m = above_skin_m + float(self.skin_m(np.array([self.torso_m / 2]))[0])
        places_m = [
            self._body_from_image(points_px, np.full(len(points_px), level_m + lift)) for lift in (0.0, _LIFT_M)
        ]
        along_each_m = (places_m[1] - places_m[0]) / _LIFT_M
        lift_m = np.zeros(len(points_px))
        for _ in range(_PROFILE_ROUNDS):
            along_m = places_m[0][:, 1] + along_each_m[:, 1] * lift_m
            off_m = level_m + lift_m - above_skin_m - self.skin_m(along_m)
            lift_m = lift_m - off_m / (1.0 - self._skin_slope(along_m) * along_each_m[:, 1])
        body_m = self._body_from_image(points_px, level_m + lift_m)
        return CM_PER_M * np.column_stack([body_m[:, 0], self.torso_m - body_m[:, 1]])

    def _body_from_image(self, points_px: FloatArray, above_joints_m: FloatArray) -> FloatArray:
        scene_m = self.camera.on_heights(points_px, above_joints_m)
        return (scene_m[:, :2] - self.hip_m) @ self._turn()[:2, :2]

    def scene_from_back(self, points_cm: FloatArray, above_skin_m: float) -> FloatArray:
        """(N, 2) back frame, cm → (N, 3) scene frame, m, for points `above_skin_m` over the spine's skin."""
        along_m = self.torso_m - points_cm[:, 1] / CM_PER_M
        heights_m = self.skin_m(along_m) + above_skin_m
        return self.scene_from_body(np.column_stack([points_cm[:, 0] / CM_PER_M, along_m, heights_m]))

    def skin_m(self, along_m: FloatArray) -> FloatArray:
        """(N,) height of the skin over the spine above the joints' plane, m, at (N,) `along_m` from the hip line.

        The back is level across, so this is also the height from which everything beside the spine is counted. Beyond
        neck and sacrum it stays as it is there. NaN passes through.
        """
        points_m = spine_points_m(self.shape, self.torso_m)[::-1]
        return np.interp(along_m, points_m[:, 1], points_m[:, 2])

    def _skin_slope(self, along_m: FloatArray) -> FloatArray:
        return (self.skin_m(along_m + _LIFT_M) - self.skin_m(along_m - _LIFT_M)) / (2 * _LIFT_M)

    def image_from_back(self, points_cm: FloatArray, above_skin_m: float) -> FloatArray:
        """(N, 2) back frame, cm → (N, 2) image px, for points `above_skin_m` over the spine's skin."""
        return self.camera.project(self.scene_from_back(points_cm, above_skin_m))

    def right_direction(self) -> FloatArray:
        """(2,) unit vector to the receiver's right on the plan of the scene frame."""
        return np.array([np.cos(self.yaw_rad), np.sin(self.yaw_rad)])

    def spine_px(self) -> FloatArray:
        """(2, 2) image px: the spine line on the skin at the shoulder line, then at the hip line."""
        ends_cm = np.array([[0.0, 0.0], [0.0, self.torso_m * CM_PER_M]])
        return self.image_from_back(ends_cm, 0.0)

    @property
    def sole_height_m(self) -> float:
        """Height of a standing sole above the skin over the spine, m."""
        return SOLE_ABOVE_SKIN * self.torso_m

    def _turn(self) -> FloatArray:
        """(3, 3) rotation, scene from body."""
        cos, sin = np.cos(self.yaw_rad), np.sin(self.yaw_rad)
        return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
