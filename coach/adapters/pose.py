"""The eyes: MediaPipe finds people, LiteRT runs MediaPipe's own landmark network on the regions that the core names.

Why two runtimes: docs/decisions/ (PoseLandmarker takes no region and is made for one person; the landmark file inside
the same bundle answers well for any rotated square).
"""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import cv2
import mediapipe as mp
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from coach.core.landmarks import LANDMARK_COUNT, Pose
from coach.core.look import Answer, Box, LookPlan, Looks, Region
from coach.quiet import native_stderr_silenced

Picture = NDArray[np.uint8]

_NETWORK_PX = 256  # edge of the landmark network's input (its tensor's shape)
_VALUES_PER_LANDMARK = 5  # x, y, z, visibility logit, presence logit
_LANDMARKS_IN_NETWORK = 39  # 33 of the body and 6 auxiliary ones
_MAX_FOUND = 3  # people per search box: giver, receiver, a passer-by
_FIND_PRESENCE = 0.4


class PoseEyes:
    """Looks at pictures. Use as a context manager: MediaPipe must be closed before the interpreter ends."""

    def __init__(self, bundle: Path, workers: int = 2) -> None:
        """Load the networks from a MediaPipe pose bundle.

        Args:
            bundle: a `.task` file that has been checked (`coach.adapters.model_files`).
            workers: landmark networks that run side by side, one thread each.
        """
        network = zipfile.ZipFile(bundle).read("pose_landmarks_detector.tflite")
        with native_stderr_silenced():
            self._networks = tuple(_LandmarkNetwork(network) for _ in range(workers))
            self._finder = vision.PoseLandmarker.create_from_options(
                vision.PoseLandmarkerOptions(
                    base_options=BaseOptions(model_asset_buffer=bundle.read_bytes()),
                    num_poses=_MAX_FOUND,
                    min_pose_detection_confidence=_FIND_PRESENCE,
                    min_pose_presence_confidence=_FIND_PRESENCE,
                )
            )
        self._has_found = False
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="landmarks")

    def __enter__(self) -> PoseEyes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the networks. Idempotent."""
        self._pool.shutdown()
        self._finder.close()

    def look(self, picture_rgb: Picture, plan: LookPlan) -> Looks:
        """Answer a plan for one picture.

        Args:
            picture_rgb: (H, W, 3) uint8, RGB, upright.
            plan: where to look.

        Returns:
            Answers in the plan's order; landmarks in px of this picture.
        """
        regions = (*plan.giver, *plan.receiver, *plan.probe)
        answers = self._answer_all(picture_rgb, regions)
        giver_end = len(plan.giver)
        receiver_end = giver_end + len(plan.receiver)
        found = tuple(answer for box in plan.find for answer in self._find(picture_rgb, box))
        return Looks(answers[:giver_end], answers[giver_end:receiver_end], found, answers[receiver_end:])

    def _answer_all(self, picture_rgb: Picture, regions: tuple[Region, ...]) -> tuple[Answer, ...]:
        def share(worker: int) -> list[Answer]:
            return [self._networks[worker].answer(picture_rgb, r) for r in regions[worker :: len(self._networks)]]

        if len(regions) < 2:
            return tuple(self._networks[0].answer(picture_rgb, region) for region in regions)
        shares = list(self._pool.map(share, range(len(self._networks))))
        return tuple(shares[i % len(shares)][i // len(shares)] for i in range(len(regions)))

    def _find(self, picture_rgb: Picture, box: Box) -> Iterator[Answer]:
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


class _LandmarkNetwork:
    """One copy of the landmark network, for one thread at a time."""

    def __init__(self, network: bytes) -> None:
        self._interpreter = Interpreter(model_content=network, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = {tuple(o["shape"]): o["index"] for o in self._interpreter.get_output_details()}
        self._landmarks = outputs[(1, _LANDMARKS_IN_NETWORK * _VALUES_PER_LANDMARK)]
        self._presence = outputs[(1, 1)]

    def answer(self, picture_rgb: Picture, region: Region) -> Answer:
        image_from_crop = _image_from_crop(region)
        crop = cv2.warpAffine(
            picture_rgb, image_from_crop, (_NETWORK_PX, _NETWORK_PX), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        self._interpreter.set_tensor(self._input, (crop.astype(np.float32) / 255.0)[None])
        self._interpreter.invoke()
        values = self._interpreter.get_tensor(self._landmarks).reshape(_LANDMARKS_IN_NETWORK, _VALUES_PER_LANDMARK)
        values = values[:LANDMARK_COUNT].astype(np.float64)
        xy_px = values[:, :2] @ image_from_crop[:, :2].T + image_from_crop[:, 2]
        visibility = 1.0 / (1.0 + np.exp(-values[:, 3]))
        return Answer(Pose(xy_px, visibility), float(self._interpreter.get_tensor(self._presence)[0, 0]))


def _image_from_crop(region: Region) -> NDArray[np.float64]:
    """(2, 3) affine map from crop px (0..256) to image px; the crop's "up" is the region's `up_rad`."""
    cos, sin = np.cos(region.up_rad), np.sin(region.up_rad)
    scale = region.size_px / _NETWORK_PX
    turn = np.array([[cos, -sin], [sin, cos]]) * scale
    centre = np.array([region.x_px, region.y_px])
    return np.hstack([turn, (centre - turn @ np.full(2, _NETWORK_PX / 2))[:, None]])
