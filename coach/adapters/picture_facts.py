"""Measure a picture for the camera's health: brightness, contrast, and a fingerprint that tells a repeated picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.core.live.camera_health import PictureFacts

_SAMPLES_ACROSS = 320  # pixels that are looked at along the longer edge; all of them would cost ten times as much
_SMALL_PX = 64  # edge of the picture without its grain
_PARTS = 16  # edge of the fingerprint


def picture_facts(picture_rgb: NDArray[np.uint8]) -> PictureFacts:
    """Measure one picture.

    Args:
        picture_rgb: (H, W, 3) uint8, RGB.

    Raises:
        ValueError: another shape, or no pixel (a programming error, never a data error).
    """
    if picture_rgb.ndim != 3 or picture_rgb.shape[2] != 3 or picture_rgb.size == 0:
        raise ValueError(f"a picture is (H, W, 3), got {picture_rgb.shape}")
    height, width = picture_rgb.shape[:2]
    step = max(1, max(height, width) // _SAMPLES_ACROSS)
    samples = np.ascontiguousarray(picture_rgb[::step, ::step])
    grey = cv2.cvtColor(samples, cv2.COLOR_RGB2GRAY).astype(np.float32)  # averages are not rounded to whole levels
    small = cv2.resize(grey, (_SMALL_PX, _SMALL_PX), interpolation=cv2.INTER_AREA)
    parts = cv2.resize(small, (_PARTS, _PARTS), interpolation=cv2.INTER_AREA)
    return PictureFacts(float(small.mean()), float(small.std()), np.asarray(parts, np.float64), width, height)
