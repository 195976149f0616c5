"""Looks at a lying body, folded: those that know the body count, the others stand in where there are too few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.body_look import BODY_LANDMARKS, BodyAnswer
from coach.core.geometry.lying_body import DEFAULT_TORSO_M, spine_points_m
from coach.core.landmarks import LANDMARK_COUNT
from coach.core.look import Answer
from coach.core.people.lying import belief, fold_looks

Set = Callable[..., Any]


def look(told: Any, trust: float, off_px: float = 0.0) -> Answer:
    """A look at the lying body, all of it shifted to the side."""
    pose = told.receiver()
    aside_px = np.array([off_px, 0.0])
    sigma_px = np.full(LANDMARK_COUNT, np.nan)
    sigma_px[list(BODY_LANDMARKS)] = 3.0
    spine_m = told.scene.scene_from_body(spine_points_m(told.scene.shape, told.scene.torso_m))
    body = BodyAnswer(trust, sigma_px, told.scene.camera.project(spine_m) + aside_px, np.full(3, 3.0))
    return Answer(replace(pose, xy_px=pose.xy_px + aside_px), 0.97, body)


def test_trusted_looks_outvote_more_that_are_not(stage: Set) -> None:
    told = stage("oblique")
    looks = tuple([look(told, 0.9)] * 3 + [look(told, 0.2, 60.0)] * 9)
    body = fold_looks(looks, told.size, DEFAULT_TORSO_M)
    assert body is not None
    assert np.abs(body.looks_pose.xy_px - told.receiver().xy_px).max() < 1e-6
    assert body.trust == pytest.approx(0.9)
    assert body.spine_px is not None


def test_without_trust_all_looks_count_their_errors_are_larger_and_no_spine_is_told(stage: Set) -> None:
    told = stage("oblique")
    known = fold_looks((look(told, 0.9),) * 4, told.size, DEFAULT_TORSO_M)
    unknown = fold_looks((look(told, 0.1),) * 4, told.size, DEFAULT_TORSO_M)
    assert known is not None
    assert unknown is not None
    assert unknown.spine_px is None
    assert (unknown.joints_sigma_px[:8] > known.joints_sigma_px[:8]).all()


def test_the_spine_that_is_seen_turns_the_fitted_one(stage: Set, view: str) -> None:
    """Joints that are all seen 15 px too far aside pull the spine less if the skin over it is seen where it is."""
    told = stage(view)
    honest = look(told, 0.9)
    assert honest.body is not None
    aside = look(told, 0.9, 15.0)
    assert aside.body is not None
    joints_only = replace(aside, body=replace(aside.body, spine_sigma_px=np.full(3, 1e6)))
    with_spine = replace(aside, body=replace(aside.body, spine_px=honest.body.spine_px, spine_sigma_px=np.full(3, 0.5)))
    off_px = []
    for answer in (joints_only, with_spine):
        body = fold_looks((answer,) * 3, told.size, DEFAULT_TORSO_M)
        assert body is not None
        across = np.diff(told.scene.spine_px(), axis=0)[0]
        across = np.array([-across[1], across[0]]) / np.linalg.norm(across)
        off_px.append(abs(float((body.fit.scene.spine_px() - told.scene.spine_px()).mean(axis=0) @ across)))
    assert off_px[1] <= off_px[0] + 0.1


def test_belief_is_the_networks_where_it_was_asked_and_presence_where_not(stage: Set) -> None:
    asked = look(stage("side"), 0.3)
    assert belief(asked) == 0.3
    assert belief(replace(asked, body=None)) == 0.97
