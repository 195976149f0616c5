"""The measured scene: camera, the receiver's place in it, and the back frame that feet are judged in.

Back frame (cm): origin in the middle of the shoulder line, +x to the receiver's right, +y towards the hips.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.camera import Camera
from coach.core.geometry.lying_body import BodyShape, template_joints_m
from coach.core.landmarks import FloatArray

CM_PER_M = 100.0
# Heights above the joints' plane as the pose network sees it (geometry.lying_body), as fractions of the torso length.
# A prone trunk is about 0.4 of its length thick and its joints lie a little above the middle, which gives 0.16 for the
# skin over the spine; the network's plane lies 0.06 lower. A sole stands on the muscles beside the spine.
SPINE_SKIN_ABOVE_JOINTS = 0.22
SOLE_ABOVE_JOINTS = 0.235


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

    def back_from_image(self, points_px: FloatArray, above_joints_m: float) -> FloatArray:
        """(N, 2) image px → (N, 2) back frame, cm, of points `above_joints_m` over the joint plane. NaN if unseen."""
        scene_m = self.camera.on_plane(points_px, above_joints_m)
        body_m = (scene_m[:, :2] - self.hip_m) @ self._turn()[:2, :2]
        return CM_PER_M * np.column_stack([body_m[:, 0], self.torso_m - body_m[:, 1]])

    def scene_from_back(self, points_cm: FloatArray, above_joints_m: float) -> FloatArray:
        """(N, 2) back frame, cm → (N, 3) scene frame, m, for points `above_joints_m` over the joint plane."""
        points_m = points_cm / CM_PER_M
        height_m = np.full(len(points_m), above_joints_m)
        return self.scene_from_body(np.column_stack([points_m[:, 0], self.torso_m - points_m[:, 1], height_m]))

    def image_from_back(self, points_cm: FloatArray, above_joints_m: float) -> FloatArray:
        """(N, 2) back frame, cm → (N, 2) image px, for points `above_joints_m` over the joint plane."""
        return self.camera.project(self.scene_from_back(points_cm, above_joints_m))

    def right_direction(self) -> FloatArray:
        """(2,) unit vector to the receiver's right on the plan of the scene frame."""
        return np.array([np.cos(self.yaw_rad), np.sin(self.yaw_rad)])

    def spine_px(self) -> FloatArray:
        """(2, 2) image px: the spine line on the skin at the shoulder line, then at the hip line."""
        ends_cm = np.array([[0.0, 0.0], [0.0, self.torso_m * CM_PER_M]])
        return self.image_from_back(ends_cm, self.spine_height_m)

    @property
    def spine_height_m(self) -> float:
        """Height of the skin over the spine above the joint plane, m."""
        return SPINE_SKIN_ABOVE_JOINTS * self.torso_m

    @property
    def sole_height_m(self) -> float:
        """Height of a standing sole above the joint plane, m."""
        return SOLE_ABOVE_JOINTS * self.torso_m

    def _turn(self) -> FloatArray:
        """(3, 3) rotation, scene from body."""
        cos, sin = np.cos(self.yaw_rad), np.sin(self.yaw_rad)
        return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
