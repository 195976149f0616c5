"""Each variant of a clip is a clip: its frames lie where its truth says, and can be read twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.footage import Footage
from benchmarks.variants import VARIANTS, Variant
from coach.adapters.clip import Frame

# The stage of conftest.py; importlib mode has no name for it.
Stage = Any
HEIGHT, WIDTH = 480, 640


@pytest.fixture
def clip(stage: Stage) -> Footage:
    """Two seconds: a room, then a bright giver in it who walks up and steps on."""
    stage.frames = stage.frames[:20]
    for index in range(20):
        giver = stage.frames[index].giver
        feet = tuple(replace(foot, state="on_floor", outline_px=giver.landmarks_px[27:]) for foot in giver.feet)
        on_back = tuple(replace(foot, state="on_back") for foot in feet)
        there = replace(giver, feet=feet if index < 10 else on_back)
        stage.frames[index] = replace(stage.frames[index], giver=there if index >= 6 else None)
    camera = replace(
        stage.truth.camera,
        K=np.array([[450.0, 0.0, 320.0], [0.0, 450.0, 240.0], [0.0, 0.0, 1.0]]),
        R=np.array([[-1.0, 0.0, 0.0], [0.0, 0.32, -0.947], [0.0, -0.947, -0.32]]),
        t=np.array([0.0, 0.5, 3.0]),
    )
    room = np.random.default_rng(4).integers(0, 120, (HEIGHT, WIDTH, 3)).astype(np.uint8)

    def frames() -> Iterator[Frame]:
        for index, true in enumerate(stage.frames):
            picture = room.copy()
            if true.giver is not None:
                picture[20:420, 300:600] += 100
            yield Frame(index, true.t_s, picture)

    return Footage(replace(stage.truth, camera=camera, frames=tuple(stage.frames)), frames)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda one: one.name)
def test_a_variants_frames_lie_at_the_times_of_its_truth(clip: Footage, variant: Variant) -> None:
    changed = variant.make(clip, clip)
    assert changed is not None
    frames = list(changed.frames())
    times_s = [frame.t_s for frame in frames]

    assert times_s == sorted(set(times_s))
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert {frame.picture_rgb.shape for frame in frames} == {frames[0].picture_rgb.shape}
    assert all(frame.picture_rgb.dtype == np.uint8 and frame.picture_rgb.flags.c_contiguous for frame in frames)
    half_s = 0.5 / changed.truth.fps + 1e-3
    for true in changed.truth.frames[:-3]:  # a faster clip ends with the last real frame
        assert min(abs(t_s - true.t_s) for t_s in times_s) <= half_s
    again = next(changed.frames()).picture_rgb
    assert np.array_equal(again, frames[0].picture_rgb)
