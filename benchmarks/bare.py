"""MediaPipe's own loop for two people, beside the coach: `PoseLandmarker` in VIDEO mode with num_poses=2."""

from __future__ import annotations

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from mediapipe.tasks.python.components.containers.landmark import NormalizedLandmark

from benchmarks.scoring import body_error
from benchmarks.truth import TrueFrame
from coach.adapters.clip import Frame
from coach.adapters.model_files import Models
from coach.core.landmarks import FloatArray
from coach.quiet import native_stderr_silenced


class BareLoop:
    """The loop over one clip. Use as a context manager."""

    def __init__(self, models: Models) -> None:
        """Load the bundle."""
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(models.pose.path)),
            running_mode=vision.RunningMode.VIDEO,
            num_poses=2,
        )
        with native_stderr_silenced():
            self._landmarker = vision.PoseLandmarker.create_from_options(options)

    def __enter__(self) -> BareLoop:
        return self

    def __exit__(self, *_: object) -> None:
        self._landmarker.close()

    def detect(self, frame: Frame) -> list[list[NormalizedLandmark]]:
        """The skeletons in one frame, as parts of the picture's width and height."""
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.picture_rgb)
        return self._landmarker.detect_for_video(image, round(1e3 * frame.t_s)).pose_landmarks

    def look(self, frame: Frame) -> tuple[FloatArray, ...]:
        """The skeletons in one frame, (33, 2) px each, without roles."""
        height, width = frame.picture_rgb.shape[:2]
        return tuple(np.array([(p.x * width, p.y * height) for p in person]) for person in self.detect(frame))


def best_roles(skeletons: tuple[FloatArray, ...], frame: TrueFrame) -> tuple[float, float]:
    """Errors of the skeletons that suit giver and receiver best: the loop tells no roles, so it is given these."""
    giver = frame.giver.landmarks_px if frame.giver else None
    receiver = frame.receiver.landmarks_px if frame.receiver else None
    errors = [
        [body_error(one, true) if true is not None else np.inf for one in skeletons] for true in (giver, receiver)
    ]
    return min(errors[0], default=np.inf), min(errors[1], default=np.inf)
