"""A textured body is found again where it has gone; a plain one says nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from coach.adapters.texture import BodyTexture
from coach.core.follow_look import FollowAnswer, FollowRequest, Limbs

Picture = NDArray[np.uint8]
WIDTH, HEIGHT = 640, 480
MIDDLE = (320.0, 260.0)
BODY = Limbs(np.array([[[200.0, 260.0], [440.0, 260.0]]]), np.array([45.0]))
NOTHING = Limbs(np.empty((0, 2, 2)), np.empty(0))
STILL = np.eye(2, 3)


def cloth(seed: int, contrast: float = 60.0) -> Picture:
    """Blotches of some pixels' size, as a print or folds show."""
    noise = np.random.default_rng(seed).normal(0, 1, (HEIGHT, WIDTH))
    soft = cv2.GaussianBlur(noise, (0, 0), 3)
    grey = np.clip(120 + contrast * soft / soft.std() / 2, 0, 255)
    return np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8)


def shot(move: NDArray[np.float64] = STILL, contrast: float = 60.0, seed: int = 0) -> Picture:
    """A body of cloth on a plain mat, moved; with a camera's noise and a JPEG's losses."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.line(mask, (200, 260), (440, 260), 255, 110)
    there = cv2.warpAffine(cloth(1, contrast), move, (WIDTH, HEIGHT))
    inside = cv2.warpAffine(mask, move, (WIDTH, HEIGHT))[:, :, None] > 127
    clean = np.where(inside, there, np.full_like(there, 190)).astype(float)
    noisy = clean + np.random.default_rng(seed).normal(0, 3, clean.shape)
    return jpeg(np.clip(noisy, 0, 255).astype(np.uint8))


def jpeg(picture: Picture) -> Picture:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)


def similarity(x_px: float, y_px: float, turn_deg: float) -> NDArray[np.float64]:
    move = cv2.getRotationMatrix2D(MIDDLE, turn_deg, 1.0)
    move[:, 2] += x_px, y_px
    return np.asarray(move, dtype=np.float64)


def asked(reference_s: float = 1.0, hidden: Limbs = NOTHING, guess: NDArray[np.float64] = STILL) -> FollowRequest:
    return FollowRequest(reference_s, BODY, hidden, guess)


def found(before: Picture, after: Picture, request: FollowRequest) -> FollowAnswer:
    texture = BodyTexture()
    assert texture.look(before, asked(request.reference_s, request.hidden)) is not None
    answer = texture.look(after, request)
    assert answer is not None
    return answer


def errors_px(answer: FollowAnswer, move: NDArray[np.float64]) -> NDArray[np.float64]:
    true = answer.from_px @ move[:, :2].T + move[:, 2]
    return np.linalg.norm(answer.to_px - true, axis=1)


def test_nothing_asked_is_nothing_answered() -> None:
    assert BodyTexture().look(shot(), None) is None


def test_a_new_reference_answers_where_its_points_are() -> None:
    answer = BodyTexture().look(shot(), asked())
    assert answer is not None
    assert len(answer.from_px) > 50
    assert_allclose(answer.to_px, answer.from_px)
    assert BODY.covers(answer.from_px).mean() > 0.98


@pytest.mark.parametrize("move", [(0, 0, 0), (6.3, -3.1, 0), (0, 0, 5), (-9, 5, -4), (12, 7, 2)])
def test_points_are_found_where_the_body_has_gone(move: tuple[float, float, float]) -> None:
    told = similarity(*move)
    error_px = errors_px(found(shot(), shot(told, seed=2), asked()), told)
    known = np.isfinite(error_px)
    assert known.mean() > 0.7
    assert np.median(error_px[known]) < 0.25
    assert (error_px[known] < 1.5).mean() > 0.95


def test_a_guess_finds_a_body_that_is_far_away() -> None:
    told = similarity(90, -40, 12)
    error_px = errors_px(found(shot(), shot(told, seed=2), asked(guess=told)), told)
    assert (error_px < 1.0).mean() > 0.6


def test_a_lamp_that_goes_dim_moves_nothing() -> None:
    dim = (0.6 * shot(seed=2)).astype(np.uint8)
    error_px = errors_px(found(shot(), dim, asked()), STILL)
    assert (error_px < 0.5).mean() > 0.8


def test_what_hides_the_body_in_the_reference_gives_no_points() -> None:
    giver = Limbs(np.array([[[320.0, 0.0], [320.0, 260.0]]]), np.array([50.0]))
    answer = BodyTexture().look(shot(), asked(hidden=giver))
    assert answer is not None
    assert not giver.covers(answer.from_px).any()
    assert len(answer.from_px) > 20


def test_a_giver_who_walks_over_the_body_hides_points_and_moves_none() -> None:
    after = shot(seed=2)
    after[0:290, 280:360] = cloth(9)[0:290, 280:360]
    answer = found(shot(), after, asked())
    error_px = errors_px(answer, STILL)
    clear = np.abs(answer.from_px[:, 0] - 320) > 50
    assert (error_px[clear] < 0.5).mean() > 0.8
    assert np.isnan(error_px[~clear & (answer.from_px[:, 1] < 280)]).mean() > 0.6


def test_plain_clothes_say_nothing() -> None:
    texture = BodyTexture()
    request = FollowRequest(1.0, inner_limbs(), NOTHING, STILL)
    assert texture.look(shot(contrast=0.0), request) is not None
    answer = texture.look(shot(contrast=0.0, seed=2), request)
    assert answer is not None
    assert np.isfinite(answer.to_px).all(axis=1).sum() < 0.25 * max(len(answer.to_px), 1)  # noise is not found again


def inner_limbs() -> Limbs:
    """Well within the body, so that its outline shows nothing either."""
    return Limbs(BODY.ends_px, np.array([25.0]))


def test_another_picture_altogether_is_found_nowhere() -> None:
    answer = found(shot(), cloth(33), asked())
    assert np.isnan(answer.to_px).all(axis=1).mean() > 0.8


def test_a_large_picture_is_compared_at_a_coarser_grain() -> None:
    large = np.repeat(np.repeat(shot(), 3, axis=0), 3, axis=1)
    body = Limbs(3 * BODY.ends_px, 3 * BODY.radius_px)
    answer = BodyTexture().look(large, FollowRequest(1.0, body, NOTHING, STILL))
    assert answer is not None
    assert answer.grain_px > 2
    assert body.covers(answer.from_px).mean() > 0.98


def test_a_body_outside_of_the_picture_is_no_error() -> None:
    away = Limbs(BODY.ends_px + 5000.0, BODY.radius_px)
    texture = BodyTexture()
    for _ in range(2):
        answer = texture.look(shot(), FollowRequest(1.0, away, NOTHING, STILL))
        assert answer is not None
        assert len(answer.from_px) == 0
