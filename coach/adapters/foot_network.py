"""The foot network: a closer look at one foot of the giver, run by OpenCV's own inference.

A small network of our own (tools/train_feet, docs/decisions/) finds ankle, heel, toe and the sole's middle to a part of
a pixel, says how unsure it is of each, and what the foot stands on.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.core.foot_look import FootAnswer, FootPoint, FootRegion
from coach.core.landmarks import Side

NETWORK_PX = 96  # edge of the network's picture
MAP_PX = 24  # edge of the maps that carry the pose's points
_MAP_SIGMA = 1.2  # of a point's blob, map px
_POINTS = len(FootPoint)


class FootNetwork:
    """Looks at feet. For one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Load the network.

        Args:
            path: an ONNX file that has been checked (`coach.adapters.model_files`).
        """
        # As bytes: on Windows OpenCV opens no file whose path has letters of another language than the system's.
        self._network = cv2.dnn.readNetFromONNX(np.fromfile(path, np.uint8))

    def look(self, picture_rgb: NDArray[np.uint8], regions: tuple[FootRegion, ...]) -> tuple[FootAnswer, ...]:
        """Answer for each region, in order.

        Args:
            picture_rgb: (H, W, 3) uint8, RGB, upright.
            regions: where to look.
        """
        return tuple(self._answer(picture_rgb, region) for region in regions)

    def _answer(self, picture_rgb: NDArray[np.uint8], region: FootRegion) -> FootAnswer:
        image_from_crop = crop_frame(region)
        crop = cut(picture_rgb, image_from_crop)
        self._network.setInput(picture_blob(crop), "picture")
        self._network.setInput(point_maps(points_in_crop(region.points_px, image_from_crop))[None], "pose")
        values = self._network.forward("answer").ravel().astype(np.float64)
        points = values[: 2 * _POINTS].reshape(_POINTS, 2)
        # Where it has no idea at all, a spread overflows: no foot is farther off than the square is wide.
        roots = np.clip(values[2 * _POINTS : 5 * _POINTS].reshape(_POINTS, 3), -NETWORK_PX, NETWORK_PX)
        turn = image_from_crop[:, :2]
        covariance_px2 = np.array([turn @ covariance(root) @ turn.T for root in roots])
        states = np.exp(values[5 * _POINTS :] - values[5 * _POINTS :].max())
        on_back, in_air, on_floor = (float(state) for state in states / states.sum())
        points_px = points @ turn.T + image_from_crop[:, 2]
        return FootAnswer(region.side, points_px, covariance_px2, on_back, in_air, on_floor)


def crop_frame(region: FootRegion) -> NDArray[np.float64]:
    """(2, 3) affine map from crop px (0..96) to image px. Left feet are mirrored: the network knows right feet only."""
    scale = region.size_px / NETWORK_PX
    turn = np.diag([-scale if region.side is Side.LEFT else scale, scale])
    centre = np.array([region.x_px, region.y_px])
    return np.hstack([turn, (centre - turn @ np.full(2, NETWORK_PX / 2))[:, None]])


def cut(picture_rgb: NDArray[np.uint8], image_from_crop: NDArray[np.float64]) -> NDArray[np.uint8]:
    """(96, 96, 3) crop; a large foot is averaged down, not sampled."""
    fine = max(1, round(float(np.linalg.norm(image_from_crop[:, 1]))))
    image_from_fine = image_from_crop.copy()
    image_from_fine[:, :2] /= fine
    image_from_fine[:, 2] -= image_from_fine[:, :2] @ np.full(2, (fine - 1) / 2)  # a mean lies in its pixels' middle
    edge = NETWORK_PX * fine
    crop = cv2.warpAffine(picture_rgb, image_from_fine, (edge, edge), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    if fine > 1:
        crop = cv2.resize(crop, (NETWORK_PX, NETWORK_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(crop, dtype=np.uint8)


def picture_blob(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(1, 3, 96, 96) network input: values about 0, spread about 1."""
    return np.ascontiguousarray(((crop.astype(np.float32) - 127.5) / 64.0).transpose(2, 0, 1)[None])


def points_in_crop(points_px: NDArray[np.float64], image_from_crop: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 2) image px → (N, 2) crop px."""
    return (points_px - image_from_crop[:, 2]) @ np.linalg.inv(image_from_crop[:, :2]).T


def point_maps(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """(8, 2) crop px → (8, 24, 24) network input: one blob for each point of the pose."""
    cells = (np.arange(MAP_PX) + 0.5)[None]
    at = points * (MAP_PX / NETWORK_PX)
    x_part, y_part = (np.exp(-0.5 * ((cells - at[:, axis, None]) / _MAP_SIGMA) ** 2) for axis in range(2))
    return (y_part[:, :, None] * x_part[:, None, :]).astype(np.float32)


def covariance(root: NDArray[np.float64]) -> NDArray[np.float64]:
    """(3,) lower triangular root (xx, yx, yy) → (2, 2) covariance, crop px²."""
    lower = np.array([[root[0], 0.0], [root[1], root[2]]])
    return lower @ lower.T
