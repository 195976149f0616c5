"""When markers are looked for, and when they are believed."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from coach.core.geometry.camera import Camera
from coach.core.marker_look import (
    MARKER_NUMBERS,
    MarkerAnswer,
    MarkerState,
    area_px2,
    asks_markers,
    marker_middle_px,
    update_markers,
)

SQUARE_PX = np.array([[0.0, 0.0], [30.0, 0.0], [30.0, 20.0], [0.0, 20.0]])


def at(number: int, x_px: float, y_px: float = 100.0) -> MarkerAnswer:
    return MarkerAnswer(number, SQUARE_PX + np.array([x_px, y_px]))


def watched(frames: list[tuple[MarkerAnswer, ...]], fps: int = 10) -> tuple[MarkerState, list[float]]:
    """The state after the last frame, and when a look was taken."""
    state, looks_s = MarkerState(), []
    for number, answers in enumerate(frames):
        if asks_markers(state, number / fps):
            looks_s.append(number / fps)
            state = update_markers(state, answers, number / fps)
    return state, looks_s


def test_without_markers_the_picture_is_searched_twice_a_second_for_ten_seconds() -> None:
    state, looks_s = watched([()] * 300)
    assert len(looks_s) == 21
    assert looks_s[-1] <= 10.0
    assert np.diff(looks_s).min() >= 0.5 - 1e-9
    assert state.known == ()


def test_four_markers_are_looked_for_no_longer_than_needed() -> None:
    state, looks_s = watched([tuple(at(number, 200.0 * number) for number in MARKER_NUMBERS)] * 300)
    assert len(looks_s) == 4
    assert [marker.number for marker in state.known] == list(MARKER_NUMBERS)


def test_one_look_alone_is_not_believed() -> None:
    frames: list[tuple[MarkerAnswer, ...]] = [()] * 100
    frames[0] = (at(2, 50.0),)
    assert watched(frames)[0].known == ()


def test_two_looks_at_two_places_are_not_believed() -> None:
    frames: list[tuple[MarkerAnswer, ...]] = [()] * 100
    frames[0], frames[5] = (at(2, 50.0),), (at(2, 400.0),)
    assert watched(frames)[0].known == ()


def test_a_marker_that_is_hidden_at_first_is_known_later_and_a_stray_look_does_not_move_it() -> None:
    frames = [(at(1, 100.0), at(3, 300.0)) if number >= 30 else (at(1, 100.0),) for number in range(100)]
    frames[35] = (at(1, 100.0), at(3, 500.0))
    state, _ = watched(frames)
    assert [marker.number for marker in state.known] == [1, 3]
    assert_allclose(state.known[1].corners_px, at(3, 300.0).corners_px)


def test_what_is_known_stays_the_very_same_while_nothing_new_is_seen() -> None:
    state, _ = watched([(at(0, 100.0),)] * 20)
    later = update_markers(state, (at(0, 100.5),), 5.0)
    assert [marker.number for marker in later.known] == [0]
    assert update_markers(later, (), 5.5).known is later.known


@pytest.mark.parametrize("number", [-1, 4, 17])
def test_the_numbers_of_others_are_passed_over(number: int) -> None:
    assert watched([(at(number, 100.0),)] * 50)[0].known == ()


def test_a_hole_in_a_marker_is_passed_over() -> None:
    holed = MarkerAnswer(0, np.full((4, 2), np.nan))
    assert watched([(holed,)] * 50)[0].known == ()


def test_the_middle_of_a_marker_seen_at_a_slant_is_its_true_middle() -> None:
    camera = Camera(900.0, 0.1, 0.4, 1.2, 1280, 960)
    corners_m = np.array([[0.3, 2.0, 0.0], [0.5, 2.0, 0.0], [0.5, 1.8, 0.0], [0.3, 1.8, 0.0]])
    middle_px = camera.project(corners_m.mean(axis=0)[None])[0]
    assert_allclose(marker_middle_px(camera.project(corners_m)), middle_px, atol=1e-9)
    assert np.isfinite(marker_middle_px(np.ones((4, 2)))).all()


def test_area_is_positive_clockwise_in_the_picture() -> None:
    assert area_px2(SQUARE_PX) == pytest.approx(600.0)
    assert area_px2(SQUARE_PX[::-1]) == pytest.approx(-600.0)
