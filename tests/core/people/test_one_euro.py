"""The 1€ filter: rest stays rest, jitter shrinks, a step is followed, holes raise nothing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.core.people.one_euro import OneEuroState, one_euro

SIZE_PX = 300.0
Path = NDArray[np.float64]


def play(places_px: list[Path], fps: int) -> list[Path]:
    state: OneEuroState | None = None
    shown = []
    for number, place_px in enumerate(places_px):
        state = one_euro(state, place_px, SIZE_PX, number / fps)
        shown.append(state.places_px)
    return shown


def test_what_rests_is_left_where_it_is() -> None:
    rest = np.array([[10.0, 20.0], [300.0, 5.0]])
    assert np.allclose(play([rest] * 20, 30), rest)


@pytest.mark.parametrize("fps", [30, 12])
def test_jitter_shrinks_to_less_than_three_quarters(fps: int) -> None:
    draw = np.random.default_rng(2)
    noisy = [draw.normal(0, 2.0, (33, 2)) for _ in range(200)]
    assert np.std(play(noisy, fps)[50:]) < 0.75 * np.std(noisy)


@pytest.mark.parametrize("fps", [30, 15, 10])
def test_a_foot_that_steps_is_followed_within_a_twentieth_of_the_body(fps: int) -> None:
    seconds = np.arange(0, 3, 1 / fps)
    true_x = 90.0 * np.clip(seconds - 1.0, 0, 1)
    shown = play([np.array([[x, 0.0]]) for x in true_x], fps)
    assert np.abs(np.array(shown)[:, 0, 0] - true_x).max() < 0.05 * SIZE_PX
    assert shown[-1][0, 0] == pytest.approx(90.0, abs=0.5)


def test_a_point_that_was_not_known_begins_anew_and_an_unknown_one_stays_unknown() -> None:
    known, hole = np.array([[5.0, 5.0], [7.0, 7.0]]), np.array([[np.nan, np.nan], [7.0, 7.0]])
    shown = play([known, hole, known], 12)
    assert np.isnan(shown[1][0]).all()
    assert np.allclose(shown[2], known)


def test_time_that_stands_still_begins_anew() -> None:
    first = one_euro(None, np.zeros((1, 2)), SIZE_PX, 1.0)
    assert np.allclose(one_euro(first, np.full((1, 2), 9.0), SIZE_PX, 1.0).places_px, 9.0)
