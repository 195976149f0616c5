"""Where a giver is looked for who is on the receiver already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.landmarks import Landmark, no_pose
from coach.core.people.giver_search import regions_on_back, stands_on
from coach.core.people.regions import hip_region

Set = Callable[..., Any]


def test_a_standing_giver_fills_one_of_the_regions(stage: Set, view: str) -> None:
    told = stage(view)
    giver = hip_region(told.giver())
    off = [
        np.hypot(r.x_px - giver.x_px, r.y_px - giver.y_px) / giver.size_px + abs(np.log(r.size_px / giver.size_px))
        for r in regions_on_back(told.scene)
    ]
    assert min(off) < 0.4


def test_regions_out_of_the_picture_are_not_looked_at(stage: Set) -> None:
    scene = stage("head end").scene
    far = replace(scene, hip_m=scene.hip_m + np.array([40.0, 0.0]))
    assert regions_on_back(far) == ()


@pytest.mark.parametrize("along_cm", [-10.0, 5.0, 25.0, 48.0, 58.0])
@pytest.mark.parametrize("x_cm", [-18.0, 0.0, 18.0])
def test_who_is_on_back_neck_or_thighs_stands_on_the_receiver(
    stage: Set, standing: Set, view: str, x_cm: float, along_cm: float
) -> None:
    told = stage(view)
    stand = standing(left_cm=(x_cm - 9, along_cm), right_cm=(x_cm + 9, along_cm))
    assert stands_on(told.scene, told.giver(stand))


@pytest.mark.parametrize("lifted", [{"left_lift_m": 0.08}, {"right_lift_m": 0.08}])
def test_a_foot_in_the_air_does_not_take_its_owner_off_the_receiver(
    stage: Set, standing: Set, view: str, lifted: dict[str, float]
) -> None:
    told = stage(view)
    assert stands_on(told.scene, told.giver(standing(**lifted)))


@pytest.mark.parametrize("x_cm", [-89.0, -60.0, 60.0, 89.0])
@pytest.mark.parametrize("view", ["head end", "foot end"])
def test_who_is_on_the_floor_beside_the_receiver_does_not(stage: Set, standing: Set, view: str, x_cm: float) -> None:
    told = stage(view)
    beside = told.giver(standing(left_cm=(x_cm - 9, 25.0), right_cm=(x_cm + 9, 25.0), on_floor=True))
    assert not stands_on(told.scene, beside)


def test_who_lies_does_not_stand_on_themselves(stage: Set, view: str) -> None:
    told = stage(view)
    assert not stands_on(told.scene, told.receiver())


def test_a_pose_without_ankles_or_above_the_horizon_stands_on_nothing(stage: Set, view: str) -> None:
    told = stage(view)
    for row in (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE):
        holed = told.giver()
        holed.xy_px[row, 1] = np.nan
        assert stands_on(told.scene, holed) is False
    assert stands_on(told.scene, no_pose()) is False
    sky = told.giver()
    sky.xy_px[:, 1] -= 5000.0
    assert stands_on(told.scene, sky) is False
