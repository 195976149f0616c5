"""A stage whose truth is known: a camera, a prone receiver and a giver, projected as a perfect eye would see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from coach.core.foot_look import FootAnswer
from coach.core.geometry.camera import Camera
from coach.core.geometry.lying_body import DEFAULT_TORSO_M, TEMPLATE_JOINTS, BodyShape, template_joints_m
from coach.core.geometry.scene import Scene
from coach.core.geometry.sole_surface import sole_above_skin_m
from coach.core.landmarks import LANDMARK_COUNT, FloatArray, Landmark, Pose, Side, no_pose
from coach.core.look import Answer, LookPlan, Looks, PictureSize, Region
from coach.core.people.regions import body_region

SIZE = PictureSize(1280, 960)
FOCAL_PX = 0.72 * 1280
GIVER_M = 1.65
FLOOR_M = -0.32  # below the skin over the spine
SURE = np.broadcast_to(np.eye(2), (4, 2, 2))

# Where the camera stands: direction from the receiver's hips to the head, distance to the back, height, pitch.
VIEWS = {
    "head end": (np.pi, 2.6, 1.5, np.radians(18)),
    "foot end": (0.0, 2.8, 1.5, np.radians(18)),
    "oblique": (np.radians(130), 2.7, 1.5, np.radians(18)),
    "side": (np.radians(90), 2.8, 1.2, np.radians(14)),
    "high": (np.pi, 2.0, 2.2, np.radians(40)),
}


@dataclass(frozen=True)
class Stand:
    """How the giver stands: soles in the back frame, cm; the rest in m over the ground, `ahead` in the facing."""

    left_cm: tuple[float, float] = (-9.0, 22.0)
    right_cm: tuple[float, float] = (9.0, 22.0)
    on_floor: bool = False
    faces_head: bool = True
    left_lift_m: float = 0.0
    right_lift_m: float = 0.0
    hips_m: float = 0.500 * GIVER_M  # who treads has soft knees
    left_hand_m: tuple[float, float, float] | None = None  # out to the side, ahead, over the ground
    right_hand_m: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Stage:
    """A scene with all that stands and lies in it."""

    scene: Scene
    size: PictureSize = SIZE
    moved_px: FloatArray = field(default_factory=lambda: np.zeros(2))

    def joints_px(self) -> FloatArray:
        return self.scene.joints_px()

    def receiver(self) -> Pose:
        """The prone body, arms beside it."""
        rows = np.zeros((LANDMARK_COUNT, 3))
        joints = template_joints_m(self.scene.shape, self.scene.torso_m)
        rows[np.array(TEMPLATE_JOINTS)] = joints
        ears = (joints[8] + joints[9]) / 2
        rows[:7] = ears + np.array([0.0, 0.03, -0.06])
        rows[[9, 10]] = ears + np.array([0.0, -0.04, -0.08])
        rows[[1, 2, 3], 0], rows[[4, 5, 6], 0], rows[[9, 10], 0] = -0.03, 0.03, (-0.03, 0.03)
        for left in (0, 1):
            out = np.array([-1.0 if left == 0 else 1.0, 0.0, 0.0])
            shoulder = rows[Landmark.LEFT_SHOULDER + left]
            rows[Landmark.LEFT_ELBOW + left] = shoulder + 0.15 * out + [0.0, -0.25, -0.05]
            wrist = shoulder + 0.15 * out + [0.0, -0.48, -0.08]
            for row in (Landmark.LEFT_WRIST, Landmark.LEFT_PINKY, Landmark.LEFT_INDEX, Landmark.LEFT_THUMB):
                rows[row + left] = wrist - 0.002 * row * np.array([0.0, 1.0, 0.0])
            rows[Landmark.LEFT_HEEL + left] = rows[Landmark.LEFT_ANKLE + left] + [0.0, -0.04, 0.03]
            rows[Landmark.LEFT_FOOT_INDEX + left] = rows[Landmark.LEFT_ANKLE + left] + [0.0, -0.18, -0.04]
        return self._pose(self.scene.scene_from_body(rows))

    def giver(self, stand: Stand | None = None) -> Pose:
        """A standing body over its two soles."""
        stand = stand or Stand()
        places_cm = (stand.left_cm, stand.right_cm)
        soles = np.vstack([self.sole_m(place_cm, on_floor=stand.on_floor) for place_cm in places_cm])
        ahead, right = self._facing(stand.faces_head)
        up = np.array([0.0, 0.0, 1.0])
        middle = soles.mean(axis=0)
        rows = np.zeros((LANDMARK_COUNT, 3))
        chest = middle + up * (stand.hips_m + 0.273 * GIVER_M)
        rows[:11] = chest + 0.18 * up + 0.08 * ahead
        rows[[7, 8]] -= 0.08 * ahead
        for row, side in ((0, -1.0), (1, 1.0)):
            out = side * right
            lift = (stand.left_lift_m, stand.right_lift_m)[row] * up
            rows[[[1, 2, 3], [4, 5, 6]][row]] += 0.03 * out
            rows[[9, 10][row]] += 0.02 * out - 0.06 * up
            rows[Landmark.LEFT_EAR + row] += 0.07 * out
            rows[Landmark.LEFT_SHOULDER + row] = chest + 0.17 * out
            rows[Landmark.LEFT_HIP + row] = middle + 0.09 * out + stand.hips_m * up
            ankle = soles[row] - 0.05 * ahead + 0.065 * up + lift
            rows[Landmark.LEFT_ANKLE + row] = ankle
            rows[Landmark.LEFT_KNEE + row] = (ankle + rows[Landmark.LEFT_HIP + row]) / 2
            rows[Landmark.LEFT_HEEL + row] = soles[row] - 0.10 * ahead + lift
            rows[Landmark.LEFT_FOOT_INDEX + row] = soles[row] + 0.11 * ahead + lift
            told = (stand.left_hand_m, stand.right_hand_m)[row]
            hand = rows[Landmark.LEFT_SHOULDER + row] + 0.08 * out - 0.52 * up
            if told is not None:
                hand = middle + told[0] * out + told[1] * ahead + told[2] * up
            rows[Landmark.LEFT_ELBOW + row] = (rows[Landmark.LEFT_SHOULDER + row] + hand) / 2
            for finger in (Landmark.LEFT_WRIST, Landmark.LEFT_PINKY, Landmark.LEFT_INDEX, Landmark.LEFT_THUMB):
                rows[finger + row] = hand
        return self._pose(rows)

    def foot(
        self, side: Side, centre_cm: tuple[float, float], lift_m: float = 0.0, on_floor: bool = False
    ) -> FootAnswer:
        """The perfect look at one foot whose sole's middle is at a place; the toes point to the receiver's head."""
        ahead, _ = self._facing(True)
        base_m = self.sole_above_skin_m(centre_cm, on_floor=on_floor) + lift_m
        sole = self.scene.scene_from_back(np.array([centre_cm]), base_m)[0]
        up = np.array([0.0, 0.0, 0.065])
        if on_floor:
            heel, toe = sole - 0.11 * ahead, sole + 0.11 * ahead
        else:  # a sole follows the back's profile
            ends_cm = np.array([[centre_cm[0], centre_cm[1] + 11.0], [centre_cm[0], centre_cm[1] - 11.0]])
            heel, toe = self.scene.scene_from_back(ends_cm, base_m)
        points = np.array([sole - 0.05 * ahead + up, heel, toe, sole])
        chances = (0.0, 0.0, 1.0) if on_floor else (0.1, 0.9, 0.0) if lift_m > 0 else (0.9, 0.1, 0.0)
        return FootAnswer(side, self.scene.camera.project(points) + self.moved_px, SURE.copy(), *chances)

    def sole_above_skin_m(self, centre_cm: tuple[float, float], *, on_floor: bool = False) -> float:
        """Height of the middle of a sole that stands at a place, above the modelled skin there, m."""
        return FLOOR_M if on_floor else sole_above_skin_m(self.scene, np.array(centre_cm))

    def sole_m(self, centre_cm: tuple[float, float], *, on_floor: bool = False) -> FloatArray:
        """(1, 3) the middle of that sole in the scene frame, m."""
        height_m = self.sole_above_skin_m(centre_cm, on_floor=on_floor)
        return self.scene.scene_from_back(np.array([centre_cm]), height_m)

    def feet(self, stand: Stand | None = None) -> tuple[FootAnswer, FootAnswer]:
        stand = stand or Stand()
        return (
            self.foot(Side.LEFT, stand.left_cm, stand.left_lift_m, stand.on_floor),
            self.foot(Side.RIGHT, stand.right_cm, stand.right_lift_m, stand.on_floor),
        )

    def _facing(self, faces_head: bool) -> tuple[FloatArray, FloatArray]:
        """(3,) unit vectors ahead of the giver and to the giver's right."""
        right = np.append(self.scene.right_direction(), 0.0) * (1 if faces_head else -1)
        return np.array([-right[1], right[0], 0.0]), right

    def _pose(self, points_m: FloatArray) -> Pose:
        return Pose(self.scene.camera.project(points_m) + self.moved_px, np.full(LANDMARK_COUNT, 0.95))


def stage_of(view: str = "head end", shape: BodyShape | None = None, focal_px: float = FOCAL_PX) -> Stage:
    """The stage as one of the `VIEWS` shows it."""
    yaw_rad, distance_m, height_m, pitch_rad = VIEWS[view]
    camera = Camera(focal_px, 0.0, float(pitch_rad), height_m, SIZE.width, SIZE.height)
    towards_head = np.array([-np.sin(yaw_rad), np.cos(yaw_rad)])
    hip_m = np.array([0.05, distance_m]) - towards_head * DEFAULT_TORSO_M / 2
    return Stage(Scene(camera, hip_m, float(yaw_rad), DEFAULT_TORSO_M, shape or BodyShape()))


@pytest.fixture(scope="session")
def stage() -> Callable[..., Stage]:
    """Set a stage: `stage("side")`; the views are those of `view`."""
    return stage_of


@pytest.fixture(scope="session", params=list(VIEWS))
def view(request: pytest.FixtureRequest) -> str:
    """Each place of the camera in turn."""
    return request.param


@pytest.fixture(scope="session")
def standing() -> Callable[..., Stand]:
    """How the giver stands."""
    return Stand


@pytest.fixture(scope="session")
def seen() -> Callable[..., Answer]:
    """A person as the network answers, sure of it; shifted by px if told."""

    def answer(pose: Pose, presence: float = 0.98, by_px: tuple[float, float] = (0.0, 0.0)) -> Answer:
        return Answer(replace(pose, xy_px=pose.xy_px + np.array(by_px)), presence)

    return answer


@dataclass
class Eyes:
    """Eyes that see a stage perfectly, or as badly as told; they answer a plan in its own order.

    Attributes:
        told: the stage.
        stand: how the giver stands; None = there is no giver.
        receiver_there: False = nobody lies there.
        detector: what the detector finds, in its order: "receiver", "giver" and "passer".
        giver_presence, receiver_presence: how sure the landmark network is.
        slips: the giver's region shows the receiver instead.
        followed: whom the giver's region shows otherwise: "giver" or "passer".
        passer: a third person.
    """

    told: Stage
    stand: Stand | None = None
    receiver_there: bool = True
    detector: tuple[str, ...] = ("receiver", "giver", "passer")
    giver_presence: float = 0.98
    receiver_presence: float = 0.98
    slips: bool = False
    followed: str = "giver"
    passer: Stand | None = None

    def look(self, plan: LookPlan) -> Looks:
        people = {
            "receiver": self.told.receiver() if self.receiver_there else None,
            "giver": self.told.giver(self.stand) if self.stand else None,
            "passer": self.told.giver(self.passer) if self.passer else None,
        }
        nobody = Answer(no_pose(), 0.0)
        receiver = people["receiver"]
        giver = receiver if self.slips else people[self.followed]
        own = people["giver"]
        return Looks(
            giver=tuple(Answer(giver, self.giver_presence) if giver else nobody for _ in plan.giver),
            receiver=tuple(Answer(receiver, self.receiver_presence) if receiver else nobody for _ in plan.receiver),
            found=tuple(Answer(pose, 0.9) for name in self.detector if plan.find and (pose := people[name])),
            probe=tuple(self._probed(region, [p for p in people.values() if p]) for region in plan.probe),
            feet=tuple(self._foot(region.side) for region in plan.feet if self.stand),
            on_back=tuple(Answer(own, self.giver_presence) if own else nobody for _ in plan.on_back),
        )

    def _foot(self, side: Side) -> FootAnswer:
        left, right = self.told.feet(self.stand)
        return left if side is Side.LEFT else right

    @staticmethod
    def _probed(region: Region, people: list[Pose]) -> Answer:
        """The nearest body, if the region is about as large as it, over it and turned with it."""
        for pose in people:
            own = body_region(pose)
            near = np.hypot(own.x_px - region.x_px, own.y_px - region.y_px) < 0.3 * region.size_px
            fits = 0.6 < region.size_px / own.size_px < 2.2
            if near and fits and np.cos(own.up_rad - region.up_rad) > 0.8:
                return Answer(pose, 0.95)
        return Answer(no_pose(), 0.0)


@pytest.fixture(scope="session")
def eyes() -> Callable[..., Eyes]:
    """Eyes on a stage."""
    return Eyes
