"""What the user tells wins over what is found, from the first frame and for as long as it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.area import Box
from coach.core.body_look import BODY_LANDMARKS, BodyAnswer
from coach.core.geometry.camera import Camera
from coach.core.geometry.fit_scene import FitTask, SceneFit, StandingLook, fit_scene
from coach.core.geometry.ground_fit import GroundTask
from coach.core.geometry.lying_body import spine_points_m
from coach.core.geometry.view_quality import view_quality
from coach.core.landmarks import LANDMARK_COUNT, FloatArray, Landmark, Pose, no_pose
from coach.core.look import Hints, LookPlan, Looks
from coach.core.marker_look import MarkerAnswer
from coach.core.people.people import PeopleState, giver_sight, plan_people, update_people
from coach.core.people.regions import distance_either_way, extent_px, hips_middle
from coach.core.see import SightParams, begin_sight, plan_sight, see, settle_sight
from coach.core.sight import Contact, Seen, Sight

Set = Callable[..., Any]
PARAMS = SightParams()
FPS = 15
PITCH = 2


def spine_line_px(told: Any, x_cm: float) -> FloatArray:
    """A line along the back, beside the true spine by so much, from the neck to the tail."""
    return told.scene.image_from_back(np.array([[x_cm, -5.0], [x_cm, 50.0]]), 0.0)


class KnowingEyes:
    """Eyes whose network for lying people is sure of every joint and of the spine."""

    def __init__(self, eyes: Any) -> None:
        self.eyes = eyes
        scene = eyes.told.scene
        sigma_px = np.full(LANDMARK_COUNT, np.nan)
        sigma_px[list(BODY_LANDMARKS)] = 3.0
        spine_px = scene.camera.project(scene.scene_from_body(spine_points_m(scene.shape, scene.torso_m)))
        self.body = BodyAnswer(0.95, sigma_px, spine_px, np.full(3, 3.0))

    def look(self, plan: LookPlan) -> Looks:
        looks = self.eyes.look(plan)
        known = tuple(replace(answer, body=self.body) for answer in looks.receiver)
        return replace(looks, receiver=known)


def watched(eyes: Any, told: Any, hints: Hints, seconds: float = 4.0) -> Sight:
    state, sight = begin_sight(told.size, hints), None
    for number in range(round(seconds * FPS)):
        t_s = number / FPS
        state, sight = see(PARAMS, state, eyes.look(plan_sight(state, t_s)), t_s)
        state = settle_sight(state)
    assert sight is not None
    return sight


@pytest.mark.parametrize(("view", "x_cm"), [("head end", -9.0), ("foot end", 6.0), ("oblique", 6.0)])
def test_a_marked_spine_is_the_spine_though_the_network_sees_it_elsewhere(
    stage: Set, standing: Set, eyes: Set, view: str, x_cm: float
) -> None:
    told = stage(view)
    hints = Hints(spine_px=spine_line_px(told, x_cm))
    sight = watched(
        KnowingEyes(eyes(told, standing(left_cm=(x_cm - 8.0, 22.0), right_cm=(x_cm + 8.0, 22.0)))), told, hints
    )
    assert sight.back.seen is not Seen.LOST
    line_cm = told.scene.back_from_image(sight.back.spine_px, 0.0)
    assert np.abs(line_cm[:, 0] - x_cm).max() < 1.0
    left, right = sight.feet
    assert {left.contact, right.contact} == {Contact.BACK}
    assert abs(left.offset_cm + 8.0) < 3 * left.sigma_cm
    assert abs(right.offset_cm - 8.0) < 3 * right.sigma_cm


def fitted(task: FitTask) -> SceneFit:
    fit = fit_scene(task)
    assert fit is not None
    return fit


def lying(told: Any, **more: Any) -> FitTask:
    joints_px = told.joints_px()
    sigma_px = np.full(10, 0.012 * float(np.linalg.norm(np.ptp(joints_px, axis=0))))
    return FitTask(joints_px, sigma_px, told.size.width, told.size.height, told.scene.torso_m, **more)


def test_a_marked_spine_moves_the_body_and_leaves_the_camera(stage: Set, view: str) -> None:
    told = stage(view)
    free = fitted(lying(told))
    line_px = spine_line_px(told, 12.0)
    marked = fitted(lying(told, told_spine_px=line_px))
    assert np.abs(marked.scene.back_from_image(line_px, 0.0)[:, 0]).max() < 0.01
    assert marked.scene.camera == free.scene.camera
    assert marked.cost == free.cost
    assert view_quality(marked).scene_sigma_cm < view_quality(free).scene_sigma_cm + 0.1


def test_a_marked_spine_that_runs_over_the_horizon_is_left_alone(stage: Set) -> None:
    told = stage("side")
    line_px = np.array([[300.0, 5.0], [500.0, 900.0]])
    assert Camera.on_plane(told.scene.camera, line_px[:1], 0.0).shape == (1, 3)
    assert np.isfinite(fitted(lying(told, told_spine_px=line_px)).vector).all()


def test_a_told_height_of_a_tall_giver_sets_the_scene_right(stage: Set, standing: Set) -> None:
    """The stage's giver is 1.65 m tall; told 1.85 m, the scene must be larger than with what is usual."""
    told = stage("oblique")
    pose = told.giver(standing())
    middles_px = np.array([pose.xy_px[row : row + 2].mean(axis=0) for row in _LEGS])
    soles_px = told.scene.image_from_back(np.array([[0.0, 22.0]]), told.scene.sole_height_m)[0]
    looks = (StandingLook(middles_px, soles_px),) * 4
    task = lying(told, standing=looks, ground=GroundTask(0.045), giver_height_told=True)
    right, tall = fitted(replace(task, giver_height_m=1.65)), fitted(replace(task, giver_height_m=1.85))
    assert right.scene.torso_m == pytest.approx(told.scene.torso_m, rel=0.02)
    assert tall.scene.torso_m > 1.06 * right.scene.torso_m
    assert tall.scene.camera.pitch_rad == pytest.approx(right.scene.camera.pitch_rad, abs=np.radians(2.0))


_LEGS = (Landmark.LEFT_ANKLE, Landmark.LEFT_HIP, Landmark.LEFT_SHOULDER)


def people(
    eyes: Any, told: Any, hints: Hints, from_s: float, to_s: float, state: PeopleState | None = None
) -> PeopleState:
    state = state or PeopleState()
    for number in range(round(from_s * FPS), round(to_s * FPS)):
        t_s = number / FPS
        state = update_people(state, eyes.look(plan_people(state, told.size, hints, t_s)), told.size, hints, t_s)
    return state


def first_giver(eyes: Any, told: Any, hints: Hints) -> Pose:
    """Whom the search for the giver ends with."""
    state = PeopleState()
    for number in range(2 * FPS):
        t_s = number / FPS
        state = update_people(state, eyes.look(plan_people(state, told.size, hints, t_s)), told.size, hints, t_s)
        if state.giver.pose is not None:
            return state.giver.pose
    return no_pose()


def box_about(pose: Any) -> Box:
    x_px, y_px = hips_middle(pose.xy_px)
    return Box(float(x_px) - 60, float(y_px) - 60, 120.0, 120.0)


def test_the_giver_is_the_person_in_the_marked_box_and_not_the_larger_one(stage: Set, standing: Set, eyes: Set) -> None:
    told = stage()
    near = standing(left_cm=(-98.0, -40.0), right_cm=(-80.0, -40.0), on_floor=True)  # nearer to the camera, so larger
    far = standing(left_cm=(80.0, 40.0), right_cm=(98.0, 40.0), on_floor=True)
    both = eyes(told, stand=far, passer=near)
    assert extent_px(told.giver(near)) > extent_px(told.giver(far))
    assert distance_either_way(first_giver(both, told, Hints()), told.giver(near)) < 0.05
    hints = Hints(giver_box_px=box_about(told.giver(far)))
    assert distance_either_way(first_giver(both, told, hints), told.giver(far)) < 0.05


def test_a_marked_giver_whom_the_detector_misses_is_looked_for_in_the_box(stage: Set, standing: Set, eyes: Set) -> None:
    told = stage()
    beside = standing(left_cm=(80.0, 25.0), right_cm=(98.0, 25.0), on_floor=True)
    box = box_about(told.giver(beside))
    plan = plan_people(PeopleState(), told.size, Hints(giver_box_px=box), 0.0)
    assert [(region.x_px, region.y_px) for region in plan.giver] == [(box.x + 60.0, box.y + 60.0)]
    missed = eyes(told, stand=beside, detector=("receiver",))
    state = people(missed, told, Hints(giver_box_px=box), 0.0, 1.5)
    assert giver_sight(state).seen is Seen.MEASURED
    assert len(plan_people(state, told.size, Hints(giver_box_px=box), 1.5).giver) == 1, "followed, not searched for"


def test_the_box_holds_for_the_first_frame_only(stage: Set, standing: Set, eyes: Set) -> None:
    told = stage()
    beside = standing(left_cm=(80.0, 25.0), right_cm=(98.0, 25.0), on_floor=True)
    other_side = standing(left_cm=(-98.0, 25.0), right_cm=(-80.0, 25.0), on_floor=True)
    hints = Hints(giver_box_px=box_about(told.giver(beside)))
    look = eyes(told, stand=beside)
    state = people(look, told, hints, 0.0, 1.5)
    assert giver_sight(state).seen is Seen.MEASURED
    look.stand = None
    state = people(look, told, hints, 1.5, 3.0, state)
    assert giver_sight(state).seen is Seen.LOST
    look.stand = other_side
    assert giver_sight(people(look, told, hints, 3.0, 4.0, state)).seen is Seen.MEASURED


def test_markers_that_are_seen_make_the_camera_surer(stage: Set, eyes: Set) -> None:
    told = stage("oblique")
    corners_m = np.array([[-0.075, 0.075], [0.075, 0.075], [0.075, -0.075], [-0.075, -0.075]])

    def marker(number: int, x_m: float, y_m: float) -> MarkerAnswer:
        depth_m = np.full(4, -0.27 * told.scene.torso_m)
        points_m = told.scene.scene_from_body(np.column_stack([corners_m + np.array([x_m, y_m]), depth_m]))
        return MarkerAnswer(number, told.scene.camera.project(points_m))

    laid = (marker(0, -0.4, 0.85), marker(1, 0.4, 0.85), marker(2, 0.4, -0.95))

    class Marked(KnowingEyes):
        def look(self, plan: LookPlan) -> Looks:
            return replace(super().look(plan), markers=laid if plan.markers else ())

    without, marked = (watched(kind(eyes(told)), told, Hints(), 2.5).back.camera for kind in (KnowingEyes, Marked))
    assert without is not None
    assert marked is not None
    assert marked.pitch_sigma_deg < 0.6 * without.pitch_sigma_deg
    assert marked.pitch_deg == pytest.approx(np.degrees(told.scene.camera.pitch_rad), abs=1.0)


def test_a_plan_asks_for_markers_though_nobody_is_there(stage: Set) -> None:
    state = begin_sight(stage().size, Hints())
    assert plan_sight(state, 0.0).markers
    state, _ = see(PARAMS, state, Looks(), 0.0)
    state = settle_sight(state)
    assert not plan_sight(state, 0.1).markers
    assert plan_sight(state, 0.5).markers
