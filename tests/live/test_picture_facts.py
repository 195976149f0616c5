"""A picture's facts: what its pixels say of light, cover and sameness."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.adapters.picture_facts import picture_facts
from coach.core.live.camera_health import HealthParams
from tests.live.mjpeg import Picture, clip_pictures, jpeg, noise_pictures

SAMPLES = Path(__file__).parents[2] / "samples"
PARAMS = HealthParams()


@cache
def film(clip: str) -> list[Picture]:
    return clip_pictures(SAMPLES / clip)[::50]


def plain(level: int, grain: float = 0.0) -> Picture:
    grains = np.random.default_rng(3).normal(0, grain, (480, 640, 3)) if grain else 0.0
    return np.clip(np.full((480, 640, 3), level) + grains, 0, 255).astype(np.uint8)


def is_plain(picture: Picture) -> bool:
    facts = picture_facts(picture)
    return facts.contrast / max(facts.mean, 1.0) < PARAMS.covered_below


@pytest.mark.parametrize("level", [0, 1, 77, 255])
def test_a_picture_of_one_grey_is_that_bright_and_has_no_contrast(level: int) -> None:
    facts = picture_facts(plain(level))
    assert facts.mean == pytest.approx(level)
    assert facts.contrast == pytest.approx(0.0, abs=1e-4)
    np.testing.assert_allclose(facts.fingerprint, level)
    assert (facts.width, facts.height) == (640, 480)


def test_a_covered_camera_is_plain_for_all_its_grain() -> None:
    assert is_plain(plain(90, grain=8.0))


@pytest.mark.parametrize("clip", ["head-end.mp4", "foot-end.mp4"])
@pytest.mark.parametrize("light", [1.0, 0.3, 0.15])
def test_two_people_on_a_mat_are_not_plain_at_any_light_that_suffices(clip: str, light: float) -> None:
    rng = np.random.default_rng(0)
    for picture in film(clip):
        dimmed = np.clip(picture * light + rng.normal(0, 3, picture.shape), 0, 255).astype(np.uint8)
        facts = picture_facts(dimmed)
        assert facts.mean > PARAMS.dark_below
        assert facts.contrast / facts.mean > PARAMS.covered_below + PARAMS.covered_margin


def test_the_same_picture_has_the_same_fingerprint_and_the_next_of_a_still_scene_has_another() -> None:
    first, second = noise_pictures((1280, 720), 2)
    assert np.array_equal(picture_facts(first).fingerprint, picture_facts(first.copy()).fingerprint)
    assert not np.array_equal(picture_facts(first).fingerprint, picture_facts(second).fingerprint)
    assert np.array_equal(jpeg(first), jpeg(first.copy()))


def test_a_still_clip_is_never_the_same_twice() -> None:
    prints = [picture_facts(picture).fingerprint for picture in clip_pictures(SAMPLES / "head-end.mp4", 60)]
    assert not any(np.array_equal(a, b) for a, b in pairwise(prints))


@settings(deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 255))
def test_a_picture_of_any_size_has_facts(width: int, height: int, level: int) -> None:
    facts = picture_facts(np.full((height, width, 3), level, np.uint8))
    assert facts.fingerprint.shape == (16, 16)
    assert facts.mean == pytest.approx(level, abs=0.01)
    assert (facts.width, facts.height) == (width, height)


@pytest.mark.parametrize("shape", [(480, 640), (480, 640, 4), (0, 640, 3)])
def test_what_is_no_picture_is_a_mistake_in_the_program(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a picture is"):
        picture_facts(np.zeros(shape, np.uint8))
