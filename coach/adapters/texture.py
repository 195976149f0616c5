"""The texture of a lying body: points of a reference picture, found again in later ones.

Pyramidal Lucas-Kanade from the reference itself, never from picture to picture, so nothing drifts. Both pictures are
first freed of slow brightness (lamp, cloud, broad shadow). Source: Bouguet, Pyramidal Implementation of the Lucas
Kanade Feature Tracker (2001); forward-backward check after Kalal et al., Forward-Backward Error (2010).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.core.follow_look import FollowAnswer, FollowRequest, Limbs

_WORK_PX = 480.0  # the longer edge of the compared part of the picture
_MARGIN = 0.3  # of the body's own box: how far it may slide within the compared part
_MOST_POINTS = 160
_APART_PX = 3.0
_WINDOW_PX = 13
_LEVELS = 3
_BLUR_PX = 9.0  # brightness that changes over more than this is no texture
_NOISE_LEVELS = 6.0  # local contrast (grey levels) of an 8-bit camera's noise and compression: less is no texture
_GAIN = 32.0
_CORNER = 6e-4  # a corner's weaker eigenvalue, below which the point could slide along an edge or is noise
_RETURN_PX = 0.6  # forth and back again must come home this near
_LOOKS_ALIKE = 0.75  # correlation of the patch before and after


@dataclass(frozen=True, slots=True)
class _Reference:
    taken_s: float
    grey: NDArray[np.uint8]
    points: NDArray[np.float32]  # (N, 1, 2) work px
    left: int
    top: int
    right: int
    bottom: int
    scale: float  # work px per image px


class BodyTexture:
    """Holds one reference picture and finds its points again."""

    def __init__(self) -> None:
        self._reference: _Reference | None = None

    def forget(self) -> None:
        """Let go of the reference: other pictures follow, whose times may be the same."""
        self._reference = None

    def look(self, picture_rgb: NDArray[np.uint8], request: FollowRequest | None) -> FollowAnswer | None:
        """Answer a request for one picture: (H, W, 3) uint8, RGB, upright; None if nothing was asked."""
        if request is None:
            return None
        reference = self._reference
        if reference is None or reference.taken_s != request.reference_s:
            self._reference = reference = _take(picture_rgb, request)
            return _answer(reference, reference.points)
        if not len(reference.points):
            return _answer(reference, reference.points)
        return _answer(reference, _track(reference, _work_picture(picture_rgb, reference), request.guess))


def _take(picture_rgb: NDArray[np.uint8], request: FollowRequest) -> _Reference:
    height, width = picture_rgb.shape[:2]
    reach = request.body.radius_px[:, None, None]
    low = (request.body.ends_px - reach).min(axis=(0, 1))
    high = (request.body.ends_px + reach).max(axis=(0, 1))
    pad = _MARGIN * float((high - low).max())
    left, top = (int(v) for v in np.clip(low - pad, 0, (width, height)))
    right, bottom = (int(v) for v in np.clip(high + pad, 0, (width, height)))
    edge = max(right - left, bottom - top)
    if min(right - left, bottom - top) < 2 * _WINDOW_PX:
        return _Reference(request.reference_s, np.empty((0, 0), np.uint8), _no_points(), 0, 0, 0, 0, 1.0)
    scale = min(1.0, _WORK_PX / edge)
    empty = _Reference(request.reference_s, np.empty((0, 0), np.uint8), _no_points(), left, top, right, bottom, scale)
    grey = _work_picture(picture_rgb, empty)
    mask = np.zeros(grey.shape, np.uint8)
    _paint(mask, request.body, empty, 255)
    _paint(mask, request.hidden, empty, 0)
    points = _corners(grey, mask)
    return _Reference(request.reference_s, grey, points, left, top, right, bottom, scale)


def _work_picture(picture_rgb: NDArray[np.uint8], reference: _Reference) -> NDArray[np.uint8]:
    """The compared part of a picture: grey, at most `_WORK_PX` long, without slow changes of brightness."""
    part = picture_rgb[reference.top : reference.bottom, reference.left : reference.right]
    if reference.scale < 1.0:
        part = cv2.resize(part, None, fx=reference.scale, fy=reference.scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = grey - cv2.GaussianBlur(grey, (0, 0), _BLUR_PX)
    contrast = np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), _BLUR_PX))
    return np.clip(128 + _GAIN * detail / (contrast + _NOISE_LEVELS), 0, 255).astype(np.uint8)


def _paint(mask: NDArray[np.uint8], limbs: Limbs, reference: _Reference, value: int) -> None:
    corner = np.array([reference.left, reference.top])
    for ends_px, radius_px in zip(limbs.ends_px, limbs.radius_px, strict=True):
        start, end = (tuple(int(v) for v in np.rint((point - corner) * reference.scale)) for point in ends_px)
        cv2.line(mask, start, end, value, max(1, round(2 * float(radius_px) * reference.scale)))


def _corners(grey: NDArray[np.uint8], mask: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(N, 1, 2) work px: the clearest corners within the mask, none that noise alone would make."""
    strength = cv2.cornerMinEigenVal(grey, 5)
    clear = np.where(strength > _CORNER, mask, 0).astype(np.uint8)
    points = cv2.goodFeaturesToTrack(grey, _MOST_POINTS, 0.01, _APART_PX, mask=clear, blockSize=5)
    return _no_points() if points is None else points.astype(np.float32)


def _track(reference: _Reference, grey: NDArray[np.uint8], guess: NDArray[np.float64]) -> NDArray[np.float32]:
    """(N, 1, 2) work px where the reference's points are now; NaN where they are not found."""
    how = {
        "winSize": (_WINDOW_PX, _WINDOW_PX),
        "maxLevel": _LEVELS,
        "criteria": (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 0.02),
        "flags": cv2.OPTFLOW_USE_INITIAL_FLOW,
    }
    corner = np.array([reference.left, reference.top])
    start_px = reference.points[:, 0] / reference.scale + corner
    about = ((start_px @ guess[:, :2].T + guess[:, 2] - corner) * reference.scale).astype(np.float32)[:, None]
    there, found, _ = cv2.calcOpticalFlowPyrLK(reference.grey, grey, reference.points, about.copy(), **how)
    back_guess = reference.points - about + there
    home, returned, _ = cv2.calcOpticalFlowPyrLK(grey, reference.grey, there, back_guess, **how)
    good = (found.ravel() == 1) & (returned.ravel() == 1)
    good &= np.linalg.norm((home - reference.points)[:, 0], axis=1) < _RETURN_PX
    for row in np.flatnonzero(good):
        good[row] = _alike(reference.grey, grey, reference.points[row, 0], there[row, 0]) > _LOOKS_ALIKE
    return np.where(good[:, None, None], there, np.nan).astype(np.float32)


def _alike(
    before: NDArray[np.uint8], after: NDArray[np.uint8], at: NDArray[np.float32], to: NDArray[np.float32]
) -> float:
    """Correlation of the two patches, -1..1."""
    size = (_WINDOW_PX, _WINDOW_PX)
    first, second = cv2.getRectSubPix(before, size, at.tolist()), cv2.getRectSubPix(after, size, to.tolist())
    return float(cv2.matchTemplate(first, second, cv2.TM_CCOEFF_NORMED)[0, 0])


def _answer(reference: _Reference, now: NDArray[np.float32]) -> FollowAnswer:
    corner = np.array([reference.left, reference.top])
    from_px = reference.points[:, 0].astype(np.float64) / reference.scale + corner
    to_px = now[:, 0].astype(np.float64) / reference.scale + corner
    return FollowAnswer(reference.taken_s, from_px, to_px, 1 / reference.scale)


def _no_points() -> NDArray[np.float32]:
    return np.empty((0, 1, 2), np.float32)
