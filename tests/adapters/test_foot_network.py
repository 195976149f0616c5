"""The foot network looks where it is told, and answers in the picture's own frame."""

from __future__ import annotations

import hashlib

import cv2
import numpy as np
import pytest
from numpy.testing import assert_allclose

from coach.adapters.foot_network import FootNetwork
from coach.core.foot_look import FootPoint, FootRegion, foot_region
from coach.core.landmarks import MIRROR, Landmark, Pose, Side
from coach.resources import models_folder

pytestmark = pytest.mark.model
_FILE = models_folder() / "foot_landmarks.onnx"


@pytest.fixture(scope="module")
def network() -> FootNetwork:
    return FootNetwork(_FILE)


def test_the_network_is_handed_over_as_bytes_for_paths_that_opencv_cannot_open(monkeypatch, tmp_path) -> None:
    handed: list[object] = []
    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", handed.append)
    path = tmp_path / "模型.onnx"
    path.write_bytes(_FILE.read_bytes())
    FootNetwork(path)
    (content,) = handed
    assert isinstance(content, np.ndarray)
    assert content.tobytes() == _FILE.read_bytes()


@pytest.fixture
def picture() -> np.ndarray:
    """A dark leg and foot on a light ground, with some texture."""
    values = np.random.default_rng(1).integers(170, 200, (240, 320, 3))
    values[40:150, 148:170] = 60
    values[140:162, 148:205] = 90
    return values.astype(np.uint8)


@pytest.fixture
def giver() -> Pose:
    """Upright, seen from the front: the right leg is at the picture's 160, the left one beside it."""
    xy = np.zeros((33, 2))
    for landmark, x, y in (
        (Landmark.RIGHT_SHOULDER, 140, -150),
        (Landmark.RIGHT_HIP, 150, -50),
        (Landmark.RIGHT_KNEE, 159, 50),
        (Landmark.RIGHT_ANKLE, 158, 140),
        (Landmark.RIGHT_HEEL, 152, 155),
        (Landmark.RIGHT_FOOT_INDEX, 200, 158),
    ):
        xy[landmark] = x, y
        xy[landmark - 1] = x + 60, y
    return Pose(xy, np.ones(33))


def test_its_file_is_the_listed_one() -> None:
    listed = dict(reversed(line.split()) for line in (models_folder() / "SHA256SUMS").read_text().splitlines())
    assert hashlib.sha256(_FILE.read_bytes()).hexdigest() == listed[_FILE.name]
    assert _FILE.stat().st_size < 5_000_000


def test_a_region_lies_around_its_foot_and_needs_a_whole_pose(giver: Pose) -> None:
    region = foot_region(giver, Side.RIGHT)
    assert region is not None
    assert_allclose([region.x_px, region.y_px], [170, 151])
    assert 80 < region.size_px < 120
    holes = giver.xy_px.copy()
    holes[Landmark.RIGHT_HEEL] = np.nan
    assert foot_region(Pose(holes, giver.visibility), Side.RIGHT) is None


def test_an_answer_is_whole(network: FootNetwork, picture: np.ndarray, giver: Pose) -> None:
    region = foot_region(giver, Side.RIGHT)
    assert region is not None
    (answer,) = network.look(picture, (region,))
    middle, half = np.array([region.x_px, region.y_px]), region.size_px / 2
    assert (np.abs(answer.points_px - middle) < half).all()
    assert answer.points_px[FootPoint.ANKLE, 1] < answer.points_px[FootPoint.SOLE, 1]
    assert (np.linalg.eigvalsh(answer.covariance_px2) > 0).all()
    assert answer.on_back + answer.in_air + answer.on_floor == pytest.approx(1)


def test_a_mirrored_picture_gives_the_mirrored_left_foot(
    network: FootNetwork, picture: np.ndarray, giver: Pose
) -> None:
    width = picture.shape[1]
    flipped = np.column_stack([width - 1 - giver.xy_px[:, 0], giver.xy_px[:, 1]])
    mirrored = Pose(flipped[MIRROR], giver.visibility)
    (right,) = network.look(picture, tuple(r for r in [foot_region(giver, Side.RIGHT)] if r))
    (left,) = network.look(
        np.ascontiguousarray(picture[:, ::-1]), tuple(r for r in [foot_region(mirrored, Side.LEFT)] if r)
    )
    assert_allclose(left.points_px[:, 0], width - 1 - right.points_px[:, 0], atol=0.5)
    assert_allclose(left.points_px[:, 1], right.points_px[:, 1], atol=0.5)
    assert left.on_back == pytest.approx(right.on_back, abs=0.05)


def test_two_feet_are_answered_in_order(network: FootNetwork, picture: np.ndarray, giver: Pose) -> None:
    regions = tuple(r for r in (foot_region(giver, side) for side in (Side.LEFT, Side.RIGHT)) if r is not None)
    answers = network.look(picture, regions)
    assert [answer.side for answer in answers] == [Side.LEFT, Side.RIGHT]


def test_a_foot_at_the_edge_of_the_picture_is_no_error(network: FootNetwork, picture: np.ndarray) -> None:
    region = FootRegion(Side.RIGHT, 0.0, 239.0, 400.0, np.zeros((8, 2)))
    (answer,) = network.look(picture, (region,))
    assert np.isfinite(answer.points_px).all()


def test_an_answer_about_nothing_at_all_is_finite_and_no_wider_than_the_square(network: FootNetwork) -> None:
    draw = np.random.default_rng(0)
    size_px = 96.0
    for number in range(120):
        picture = draw.integers(0, 256, (96, 96, 3)).astype(np.uint8)
        if number % 2:
            picture = np.full_like(picture, picture[0, 0, 0])
        points_px = draw.uniform(-30.0, 126.0, (8, 2))
        (answer,) = network.look(picture, (FootRegion(Side.RIGHT, 48.0, 48.0, size_px, points_px),))
        assert np.isfinite(answer.points_px).all()
        assert np.isfinite(answer.covariance_px2).all()
        assert np.sqrt(answer.covariance_px2.max()) <= 1.5 * size_px
        assert answer.on_back + answer.in_air + answer.on_floor == pytest.approx(1.0)
