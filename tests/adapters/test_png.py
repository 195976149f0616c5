"""Pictures in few colours, as files that any program reads."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from coach.adapters.png import png_of


def read(data: bytes) -> np.ndarray:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture[..., ::-1]


def test_a_picture_of_few_colours_comes_back_as_it_was():
    picture = np.zeros((40, 60, 3), np.uint8)
    picture[:, 20:40] = (213, 94, 0)
    picture[10:20, 5:15] = (255, 255, 255)
    picture[2, 3] = (0, 114, 178)
    assert np.array_equal(read(png_of(picture, 8)), picture)


@pytest.mark.parametrize("colours", [2, 16, 256])
def test_a_picture_of_many_colours_keeps_as_many_as_are_allowed(colours):
    noisy = np.random.default_rng(1).integers(0, 256, (40, 60, 3)).astype(np.uint8)
    few = read(png_of(noisy, colours))
    assert 2 <= len(np.unique(few.reshape(-1, 3), axis=0)) <= colours


def test_more_colours_come_nearer_to_the_picture():
    across = np.linspace(0, 255, 300).astype(np.uint8)
    picture = np.dstack([np.tile(across, (50, 1)), np.tile(across[::-1], (50, 1)), np.full((50, 300), 90, np.uint8)])
    off = [np.abs(read(png_of(picture, n)).astype(int) - picture).mean() for n in (4, 16, 64)]
    assert off[0] > off[1] > off[2]
    assert off[2] < 3.0
