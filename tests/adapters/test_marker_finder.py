"""Markers on a floor are found where they lie, by what they say, in an ordinary picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from coach.adapters.marker_finder import MarkerFinder
from coach.core.geometry.camera import Camera
from coach.core.marker_look import MARKER_M, QUIET_OF_MARKER

SIZE = (1280, 960)
CAMERA = Camera(950.0, 0.02, np.radians(24.0), 1.4, *SIZE)
PLACES_M = {0: (-0.5, 2.1), 1: (0.4, 2.2), 2: (0.45, 3.4), 3: (-0.45, 3.3)}


def square_m(number: int, size_m: float, turn_rad: float) -> NDArray[np.float64]:
    """(4, 3) corners on the floor, clockwise as printed."""
    corners = size_m * np.array([[-0.5, 0.5], [0.5, 0.5], [0.5, -0.5], [-0.5, -0.5]])
    turn = np.array([[np.cos(turn_rad), -np.sin(turn_rad)], [np.sin(turn_rad), np.cos(turn_rad)]])
    return np.column_stack([corners @ turn.T + PLACES_M[number], np.zeros(4)])


def floor_with(numbers: tuple[int, ...], noise: float = 6.0, size_m: float = MARKER_M) -> NDArray[np.uint8]:
    """A wooden floor with sheets of paper on it."""
    chance = np.random.default_rng(3)
    grey = np.full(SIZE[::-1], 120.0)
    grey += 15.0 * np.sin(np.arange(SIZE[0]) / 17.0)
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for number in numbers:
        sheet = np.full((400, 400), 235, np.uint8)
        sheet[50:350, 50:350] = cv2.aruco.generateImageMarker(dictionary, number % 4 if number < 4 else number, 300)
        whole_m = size_m * (1 + 2 * QUIET_OF_MARKER)
        seen_px = CAMERA.project(square_m(number % 4, whole_m, 0.3 * number)).astype(np.float32)
        from_px = np.array([[0, 0], [400, 0], [400, 400], [0, 400]], np.float32)
        H = cv2.getPerspectiveTransform(from_px, seen_px)
        laid = cv2.warpPerspective(sheet, H, SIZE, flags=cv2.INTER_AREA)
        cover = cv2.warpPerspective(np.ones_like(sheet), H, SIZE, flags=cv2.INTER_NEAREST)
        grey = np.where(cover > 0, 0.8 * laid, grey)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.8) + noise * chance.normal(size=grey.shape)
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def test_four_markers_are_found_to_a_pixel(finder: MarkerFinder) -> None:
    found = finder.find(floor_with((0, 1, 2, 3)))
    assert [marker.number for marker in found] == [0, 1, 2, 3]
    for marker in found:
        true_px = CAMERA.project(square_m(marker.number, MARKER_M, 0.3 * marker.number))
        assert np.abs(marker.corners_px - true_px).max() < 1.0
        assert np.abs(marker.corners_px - true_px).mean() < 0.5


def test_a_marker_of_somebody_else_is_passed_over(finder: MarkerFinder) -> None:
    assert [marker.number for marker in finder.find(floor_with((1, 18)))] == [1]


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (48, 64)])
def test_an_empty_or_tiny_picture_holds_none(finder: MarkerFinder, size: tuple[int, int]) -> None:
    assert finder.find(np.full((*size, 3), 90, np.uint8)) == ()
    assert finder.find(np.random.default_rng(0).integers(0, 255, (*size, 3), dtype=np.uint8)) == ()


def test_a_picture_that_is_turned_upright_needs_no_copy_beforehand(finder: MarkerFinder) -> None:
    picture = floor_with((0, 2))
    turned = np.rot90(np.ascontiguousarray(np.rot90(picture)), -1)
    assert not turned.flags.c_contiguous
    assert len(finder.find(turned)) == 2


@pytest.fixture
def finder() -> MarkerFinder:
    return MarkerFinder()
