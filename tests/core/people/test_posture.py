"""How the receiver lies: on the front and straight, or not, or not known (technique.md B4)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.body_look import BodyAnswer
from coach.core.landmarks import LANDMARK_COUNT, Landmark, Pose
from coach.core.look import Hints, PictureSize
from coach.core.people.lying import LyingBody, fold_looks, torso_m
from coach.core.people.posture import PostureParams, lies_on_side, lies_prone, lies_straight, posture_of
from coach.core.sight import Posture
from coach.core.verdict import Verdict

Set = Callable[..., Any]
PARAMS = PostureParams()
LEGS = np.arange(Landmark.LEFT_KNEE, Landmark.RIGHT_FOOT_INDEX + 1)


def folded(stage: Set, seen: Set, view: str, bend_deg: float = 0.0, *, supine: bool = False) -> LyingBody:
    """Looks at a body whose legs lie aside by an angle on the ground."""
    told = stage(view)
    pose = told.receiver()
    places_m = told.scene.body_from_image(pose.xy_px[LEGS], np.zeros(len(LEGS)))
    cos, sin = math.cos(math.radians(bend_deg)), math.sin(math.radians(bend_deg))
    places_m = places_m @ np.array([[cos, -sin], [sin, cos]]).T
    xy = pose.xy_px.copy()
    xy[LEGS] = told.scene.camera.project(told.scene.scene_from_body(np.column_stack([places_m, np.zeros(len(LEGS))])))
    look = Pose(xy, pose.visibility)
    look = look.flipped() if supine else look
    body = fold_looks(tuple(seen(look) for _ in range(8)), PictureSize(1280, 960), torso_m(Hints()))
    assert body is not None
    return body


def test_a_straight_prone_body_is_told_so_from_everywhere(stage: Set, seen: Set, view: str) -> None:
    posture = posture_of(folded(stage, seen, view), alone=True)
    assert lies_straight(PARAMS, posture) is Verdict.OK
    assert lies_prone(PARAMS, posture) is Verdict.OK


@pytest.mark.parametrize("bend_deg", [-60.0, 60.0])
def test_legs_that_lie_aside_are_bent(stage: Set, seen: Set, bend_deg: float) -> None:
    for name in ("head end", "foot end", "high"):
        assert lies_straight(PARAMS, posture_of(folded(stage, seen, name, bend_deg), alone=True)) is Verdict.FAULT


def test_a_body_whose_sides_are_those_of_a_supine_one_does_not_lie_on_the_front(stage: Set, seen: Set) -> None:
    assert lies_prone(PARAMS, posture_of(folded(stage, seen, "head end", supine=True), alone=True)) is Verdict.FAULT


def test_a_body_on_its_side_does_not_lie_on_the_front_and_only_looks_at_it_alone_tell(stage: Set, seen: Set) -> None:
    body = folded(stage, seen, "head end")
    aside, unsure = replace(body, on_side=PARAMS.on_side + 0.05), replace(body, on_side=PARAMS.on_side - 0.05)
    assert lies_on_side(PARAMS, posture_of(aside, alone=True))
    assert lies_prone(PARAMS, posture_of(aside, alone=True)) is Verdict.FAULT
    for posture in (posture_of(unsure, alone=True), posture_of(body, alone=True), posture_of(aside, alone=False)):
        assert not lies_on_side(PARAMS, posture)
        assert lies_prone(PARAMS, posture) is Verdict.OK


def test_the_looks_beliefs_in_a_body_on_its_side_are_averaged(stage: Set, seen: Set) -> None:
    told = stage("head end")
    looks = [seen(told.receiver()) for _ in range(8)]
    poor = BodyAnswer(0.1, np.full(LANDMARK_COUNT, 3.0), np.zeros((3, 2)), np.full(3, 3.0))
    beliefs = [0.9, 0.8, 0.7, 0.6, math.nan, 0.9, 0.8, 0.7]
    answers = tuple(replace(look, body=replace(poor, on_side=one)) for look, one in zip(looks, beliefs, strict=True))
    body = fold_looks(answers, PictureSize(1280, 960), torso_m(Hints()))
    assert body is not None
    assert body.on_side == pytest.approx(np.nanmean(beliefs))


def test_what_is_not_measured_is_neither() -> None:
    for posture in (posture_of(None, alone=True), Posture()):
        assert lies_straight(PARAMS, posture) is Verdict.UNKNOWN
        assert lies_prone(PARAMS, posture) is Verdict.UNKNOWN
