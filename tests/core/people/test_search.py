"""What a search takes for a lying body, and what it would rather not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.body_look import BODY_LANDMARKS, BodyAnswer
from coach.core.geometry.lying_body import DEFAULT_TORSO_M, spine_points_m
from coach.core.landmarks import LANDMARK_COUNT
from coach.core.look import Answer, Hints
from coach.core.people.lying import LyingBody, fold_looks
from coach.core.people.regions import distance, extent_px
from coach.core.people.search import SearchState, Stage, is_lying, plan_search, update_search

Set = Callable[..., Any]


def opinions(told: Any, trust: float, spread: float) -> tuple[Answer, ...]:
    """Six looks at the lying body, half of them too far to the one side and half to the other."""
    pose = told.receiver()
    sigma_px = np.full(LANDMARK_COUNT, np.nan)
    sigma_px[list(BODY_LANDMARKS)] = 3.0
    spine_m = told.scene.scene_from_body(spine_points_m(told.scene.shape, told.scene.torso_m))
    spine_px = told.scene.camera.project(spine_m)
    off_px = spread * extent_px(pose) * np.array([1.0, 0.0])
    return tuple(
        Answer(
            replace(pose, xy_px=pose.xy_px + aside * off_px),
            0.97,
            BodyAnswer(trust, sigma_px, spine_px + aside * off_px, np.full(3, 3.0)),
        )
        for aside in (1.0, -1.0) * 3
    )


def fold(told: Any, trust: float, spread: float) -> LyingBody:
    body = fold_looks(opinions(told, trust, spread), told.size, DEFAULT_TORSO_M)
    assert body is not None
    return body


def judge(told: Any, trust: float, spread: float) -> tuple[SearchState, LyingBody | None]:
    """The last stage of a search with one candidate left."""
    looks = opinions(told, trust, spread)
    state = SearchState(Stage.OPINIONS, from_grid=True, pool=looks[:1])
    assert len(plan_search(state, told.size, Hints())) == len(looks)
    return update_search(state, (), looks, None, told.size, Hints(), 1.0)


@pytest.mark.parametrize(("trust", "spread"), [(0.95, 0.0), (0.95, 0.025), (0.8, 0.02), (0.6, 0.0)])
def test_who_is_explained_well_is_found(stage: Set, view: str, trust: float, spread: float) -> None:
    told = stage(view)
    state, body = judge(told, trust, spread)
    assert body is not None
    assert distance(body.pose, told.receiver()) < 0.03
    assert state == SearchState()


@pytest.mark.parametrize(("trust", "spread"), [(0.6, 0.02), (0.75, 0.035), (0.9, 0.045)])
def test_who_lies_but_is_doubted_in_all_respects_at_once_is_no_first_find(
    stage: Set, view: str, trust: float, spread: float
) -> None:
    """Each of cost, spread and doubt would pass alone."""
    told = stage(view)
    assert is_lying(fold(told, trust, spread))
    state, body = judge(told, trust, spread)
    assert body is None
    assert state.ask_s > 1.0, "the search goes on"


def test_looks_that_see_nobody_speak_against_a_find_although_the_fold_leaves_them_out(stage: Set, view: str) -> None:
    """Of clothes, furniture and a standing person's half some looks are believed, of who lies there nearly all."""
    told = stage(view)
    looks = opinions(told, 0.6, 0.0)
    blind = tuple(replace(look, body=replace(look.body, trust=0.02)) for look in looks[:3])
    state = SearchState(Stage.OPINIONS, from_grid=True, pool=looks[:1])
    _, all_believed = update_search(state, (), looks, None, told.size, Hints(), 1.0)
    _, half_believed = update_search(state, (), (*blind, *looks[3:]), None, told.size, Hints(), 1.0)
    assert all_believed is not None
    assert half_believed is None


@pytest.mark.parametrize(
    ("pitch_deg", "lying"), [(-10.0, False), (-4.5, False), (-3.5, True), (0.0, True), (65.0, True), (67.0, False)]
)
def test_a_lying_body_is_seen_from_above_or_from_as_low_as_an_error_of_the_pitch_makes_it(
    stage: Set, pitch_deg: float, lying: bool
) -> None:
    body = fold(stage(), 0.95, 0.0)
    scene = body.fit.scene
    turned = replace(scene, camera=replace(scene.camera, pitch_rad=float(np.radians(pitch_deg))))
    assert bool(is_lying(replace(body, fit=replace(body.fit, scene=turned)))) is lying
