"""What a user, the clip's file or printed markers tell about camera and room, in the fit's terms."""

from __future__ import annotations

import numpy as np

from coach.core.geometry.fit_scene import FocalPrior
from coach.core.geometry.ground_fit import GroundTask, MatTask, clicked_mat, laid_mat
from coach.core.look import Hints, PictureSize
from coach.core.marker_look import MARKER_NUMBERS, QUIET_OF_MARKER, marker_middle_px

_LOG_FOV_SPREAD = 0.03  # a told angle
_LOG_FILE_SPREAD = 0.06  # a file's: video is cut out of the picture, and steadying cuts more off
_FILM_DIAGONAL_MM = float(np.hypot(36.0, 24.0))  # lengths "as of 35 mm film" compare diagonals (CIPA DCG-001)
# The receiver's torso against what it is taken for: adults' heights stray by 5 %, trunks of one height by 3 %.
_LOG_TORSO_SPREAD = 0.045
_LOG_TOLD_TORSO_SPREAD = 0.03


def focal_prior(hints: Hints, size: PictureSize) -> FocalPrior | None:
    """The focal length as it was told; a told angle wins over the file's; None = nobody tells."""
    if hints.fov_rad is not None:
        return FocalPrior(float(size.width / 2 / np.tan(hints.fov_rad / 2)), _LOG_FOV_SPREAD)
    if hints.focal_35mm is not None:
        diagonal_px = float(np.hypot(size.width, size.height))
        return FocalPrior(hints.focal_35mm / _FILM_DIAGONAL_MM * diagonal_px, _LOG_FILE_SPREAD)
    return None


def ground_task(hints: Hints, size: PictureSize) -> GroundTask | None:
    """The mat, the markers and the scale; None = nothing is told that the fit could use."""
    mat = _mat(hints, size)
    both_heights = hints.giver_height_m is not None and hints.receiver_height_m is not None
    if mat is None and not hints.markers and not both_heights:
        return None  # the giver's height alone tells no scale: docs/decisions/0012
    spread = _LOG_TORSO_SPREAD if hints.receiver_height_m is None else _LOG_TOLD_TORSO_SPREAD
    return GroundTask(spread, mat, hints.markers, hints.marker_m)


def lacks_corners(hints: Hints) -> bool:
    """Was a mat's size told, but nothing that shows where its corners are?"""
    return hints.mat_size_m is not None and hints.mat_corners_px is None and len(hints.markers) < len(MARKER_NUMBERS)


def _mat(hints: Hints, size: PictureSize) -> MatTask | None:
    long_side_px = max(size.width, size.height)
    if hints.mat_corners_px is not None:
        return clicked_mat(hints.mat_corners_px, hints.mat_size_m, long_side_px)
    if hints.mat_size_m is None or lacks_corners(hints):
        return None
    inset_m = (0.5 + QUIET_OF_MARKER) * hints.marker_m  # a sheet is laid with its cut edges on the mat's
    middles_px = np.array([marker_middle_px(marker.corners_px) for marker in hints.markers])
    return laid_mat(middles_px, hints.mat_size_m, inset_m, long_side_px)
