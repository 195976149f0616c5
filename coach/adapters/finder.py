"""The finder: MediaPipe's pose landmarker, asked only while somebody is missing.

It sees a whole picture and prefers one upright person, so it starts the tracking and never does it: docs/decisions/.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from coach.core.area import Box
from coach.core.landmarks import Pose
from coach.core.look import Answer
from coach.quiet import native_stderr_silenced

_MAX_FOUND = 3  # people per search box: giver, receiver, a passer-by
_FIND_PRESENCE = 0.4


class PersonFinder:
    """Finds people. Use as a context manager: MediaPipe must be closed before the interpreter ends."""

    def __init__(self, bundle: Path) -> None:
        """Load the networks.

        Args:
            bundle: MediaPipe's pose bundle, checked (`coach.adapters.model_files`).
        """
        with native_stderr_silenced():
            self._finder = vision.PoseLandmarker.create_from_options(
                vision.PoseLandmarkerOptions(
                    base_options=BaseOptions(model_asset_buffer=bundle.read_bytes()),
                    num_poses=_MAX_FOUND,
                    min_pose_detection_confidence=_FIND_PRESENCE,
                    min_pose_presence_confidence=_FIND_PRESENCE,
                )
            )
        self._has_found = False

    def __enter__(self) -> PersonFinder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the networks. Idempotent."""
        self._finder.close()

    def find(self, picture_rgb: NDArray[np.uint8], boxes: tuple[Box, ...]) -> tuple[Answer, ...]:
        """Every person in each box of the picture.

        Args:
            picture_rgb: (H, W, 3) uint8, RGB, upright.
            boxes: where to search; parts outside the picture are left out.

        Returns:
            Answers without `body`, landmarks in px of this picture.
        """
        return tuple(answer for box in boxes for answer in self._find(picture_rgb, box))

    def _find(self, picture_rgb: NDArray[np.uint8], box: Box) -> Iterator[Answer]:
        height, width = picture_rgb.shape[:2]
        left, top = max(0, int(box.x)), max(0, int(box.y))
        right, bottom = min(width, int(box.x + box.width)), min(height, int(box.y + box.height))
        if right - left < 2 or bottom - top < 2:
            return
        crop = np.ascontiguousarray(picture_rgb[top:bottom, left:right])
        # MediaPipe writes a line of its own to stderr when it finds somebody for the first time.
        with contextlib.nullcontext() if self._has_found else native_stderr_silenced():
            result = self._finder.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=crop))
        self._has_found = self._has_found or bool(result.pose_landmarks)
        for landmarks in result.pose_landmarks:
            xy = np.array([(p.x * crop.shape[1] + left, p.y * crop.shape[0] + top) for p in landmarks])
            visibility = np.array([p.visibility for p in landmarks], dtype=np.float64)
            presence = float(np.mean([p.presence for p in landmarks]))
            yield Answer(Pose(xy, visibility), presence)
