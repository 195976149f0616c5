"""Finds printed markers (ArUco, DICT_4X4_50) in a picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.core.marker_look import MARKER_NUMBERS, MarkerAnswer

_SMALLEST_OF_PICTURE = 0.01  # a marker's outline as a part of the picture's longer side; a low view flattens it


class MarkerFinder:
    """Looks for the markers that `coach markers` prints."""

    def __init__(self) -> None:
        how = cv2.aruco.DetectorParameters()
        how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
        how.relativeCornerRefinmentWinSize = 0.25  # of a module: a larger window slips to the next one when flattened
        how.minMarkerPerimeterRate = 4 * _SMALLEST_OF_PICTURE
        how.minCornerDistanceRate = 0.02
        self._detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), how)

    def find(self, picture_rgb: NDArray[np.uint8]) -> tuple[MarkerAnswer, ...]:
        """Every marker of ours in the picture.

        Args:
            picture_rgb: (H, W, 3) uint8, RGB, upright.

        Returns:
            In order of their numbers; of two that say the same number only the larger one.
        """
        grey = cv2.cvtColor(np.ascontiguousarray(picture_rgb), cv2.COLOR_RGB2GRAY)
        corners, numbers, _ = self._detector.detectMarkers(grey)
        said: list[int] = [] if numbers is None else [int(number) for number in numbers.ravel()]
        largest: dict[int, NDArray[np.float64]] = {}
        for found, number in zip(corners, said, strict=True):
            corners_px = found.reshape(4, 2).astype(np.float64)
            before = largest.get(number)
            if number in MARKER_NUMBERS and (before is None or _size_px(corners_px) > _size_px(before)):
                largest[number] = corners_px
        return tuple(MarkerAnswer(number, largest[number]) for number in sorted(largest))


def _size_px(corners_px: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(np.ptp(corners_px, axis=0)))
