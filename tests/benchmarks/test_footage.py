"""What a changed picture does to the truth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.cold import cut_truth
from benchmarks.footage import mirrored, retimed
from benchmarks.scoring import score

# The stage of conftest.py; importlib mode has no name for it.
Stage = Any


def test_twice_mirrored_is_what_it_was(stage: Stage) -> None:
    before = stage.truth.frames[0]
    after = mirrored(mirrored(stage.truth, 640), 640).frames[0]

    assert after.giver.landmarks_px == pytest.approx(before.giver.landmarks_px)
    assert after.receiver.torso_m == pytest.approx(before.receiver.torso_m)
    assert [foot.lateral_cm for foot in after.giver.feet] == [foot.lateral_cm for foot in before.giver.feet]


def test_in_a_mirror_the_left_foot_is_the_right_one_and_stands_on_the_same_side_of_its_own_body(stage: Stage) -> None:
    giver = stage.frames[0].giver
    wide = replace(giver.feet[0], lateral_cm=-9.5)
    stage.frames[0] = replace(stage.frames[0], giver=replace(giver, feet=(wide, giver.feet[1]), holds=(True, False)))
    seen = mirrored(stage.truth, 640).frames[0].giver

    assert [foot.lateral_cm for foot in seen.feet] == [-8.5, 9.5]
    assert seen.holds == (False, True)
    assert seen.landmarks_px[11, 0] == pytest.approx(640 - giver.landmarks_px[12, 0])


def test_a_mirrored_world_is_where_the_mirrored_camera_sees_it(stage: Stage) -> None:
    angle = 0.3
    turned = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    K = np.array([[400.0, 0.0, 320.0], [0.0, 400.0, 240.0], [0.0, 0.0, 1.0]])
    camera = replace(stage.truth.camera, K=K, R=turned, t=np.array([0.1, 0.2, 3.0]))
    point = np.array([[0.3, 0.4, 0.2]])
    mirror = mirrored(replace(stage.truth, camera=camera), 640).camera

    seen, there = camera.image(point)[0], mirror.image(point * (-1.0, 1.0, 1.0))[0]
    assert there == pytest.approx((640 - seen[0], seen[1]))


def test_between_two_frames_everything_is_half_way_and_a_lifted_foot_is_what_it_is_nearer_to(stage: Stage) -> None:
    giver = stage.frames[1].giver
    lifted = replace(giver.feet[0], state="in_air")
    shifted = replace(
        giver, landmarks_px=giver.landmarks_px + 10.0, feet=(lifted, replace(giver.feet[1], lateral_cm=9.5))
    )
    stage.frames[1] = replace(stage.frames[1], giver=shifted)
    half, late = retimed(stage.truth, [0.049, 0.08], 20.0).frames

    assert half.giver.landmarks_px == pytest.approx(giver.landmarks_px + 4.9)
    assert half.giver.feet[1].lateral_cm == pytest.approx(8.99)
    assert [half.giver.feet[0].state, late.giver.feet[0].state] == ["on_back", "in_air"]


def test_a_clip_begun_in_the_middle_knows_only_what_is_left(stage: Stage, true_step: Any) -> None:
    stage.happens("spine_step", 1.0, 2.0)
    stage.happens("fast_step", 3.0, 5.0)
    stage.steps = [true_step("left", land_s) for land_s in (1.0, 5.0)]
    rest = cut_truth(stage.truth, 4.0)

    assert len(rest.frames) == 60
    assert [(event.kind, event.start_s, event.end_s) for event in rest.events] == [("fast_step", 0.0, 1.0)]
    assert [step.land_s for step in rest.steps] == [1.0]
    assert score(rest, stage.judged).both_ok == 1.0
