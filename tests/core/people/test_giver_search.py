"""Where a giver is looked for who is on the receiver already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from coach.core.people.giver_search import regions_on_back
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
