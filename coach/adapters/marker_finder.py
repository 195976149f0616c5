"""Finds printed markers (ArUco, DICT_4X4_50) in a picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.core.marker_look import MARKER_NUMBERS, MarkerAnswer

_SMALLEST_OF_PICTURE = 0.01  # a marker's outline as a part of the picture's longer side; a low view flattens it
# Lines fitted to a marker's outline meet in its corner to 0.25 px (0.6 at most) where a small picture is enlarged;
# without that 0.55 (1.5), and OpenCV's search for the corner itself 0.4 (1.6): rendered markers of 12 to 40 px.
_ENLARGED, _SMALL_PX = 2, 1300


class MarkerFinder:
    """Looks for the markers that `coach markers` prints."""

    def __init__(self) -> None:
        how = cv2.aruco.DetectorParameters()
        how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_CONTOUR
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
        times = _ENLARGED if max(grey.shape) <= _SMALL_PX else 1
        if times > 1:
            grey = cv2.resize(grey, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
        corners, numbers, _ = self._detector.detectMarkers(grey)
        said: list[int] = [] if numbers is None else [int(number) for number in numbers.ravel()]
        largest: dict[int, NDArray[np.float64]] = {}
        for found, number in zip(corners, said, strict=True):
            corners_px = (found.reshape(4, 2).astype(np.float64) + 0.5) / times - 0.5  # whole numbers: pixels' middles
            before = largest.get(number)
            if number in MARKER_NUMBERS and (before is None or _size_px(corners_px) > _size_px(before)):
                largest[number] = corners_px
        return tuple(MarkerAnswer(number, largest[number]) for number in sorted(largest))


def _size_px(corners_px: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(np.ptp(corners_px, axis=0)))
