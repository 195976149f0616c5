"""The body eyes: MediaPipe's landmark network on any region, and what a network of our own reads from it.

MediaPipe's network was trained on upright people, one in a picture; a prone body under another person it places badly.
Its inner features know more than its answer: a small network (tools/train_lying, docs/decisions/0011) reads from them
the joints and the spine of the person who lies. Where that does not trust itself, MediaPipe's own answer stands.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from coach.core.body_look import BODY_LANDMARKS, TRUSTED, BodyAnswer, Role, SpinePoint
from coach.core.landmarks import LANDMARK_COUNT, Landmark, Pose
from coach.core.look import Answer, Region
from coach.quiet import native_stderr_silenced

# (256, 256, 3) crop, 0..1, and its (2, 3) map from crop px to image px → the crop to look at
PlayDown = Callable[[NDArray[np.float32], NDArray[np.float64]], NDArray[np.float32]]

NETWORK_PX = 256  # edge of the landmark network's input (its tensor's shape)
_VALUES_PER_LANDMARK = 5  # x, y, z, visibility logit, presence logit
_LANDMARKS_IN_NETWORK = 39  # 33 of the body and 6 auxiliary ones
_COARSE, _FINE = (1, 8, 8, 864), (1, 64, 64, 48)
_POINTS = len(BODY_LANDMARKS) + len(SpinePoint)
# Landmarks that our network leaves out keep MediaPipe's offset from the nearest one that it places.
_FOLLOWERS = {
    Landmark.NOSE: tuple(range(Landmark.LEFT_EYE_INNER, Landmark.MOUTH_RIGHT + 1)),
    Landmark.LEFT_WRIST: (Landmark.LEFT_PINKY, Landmark.LEFT_INDEX, Landmark.LEFT_THUMB),
    Landmark.RIGHT_WRIST: (Landmark.RIGHT_PINKY, Landmark.RIGHT_INDEX, Landmark.RIGHT_THUMB),
}


@dataclass(frozen=True, slots=True)
class Features:
    """What MediaPipe's landmark network makes of one crop.

    Attributes:
        values: (39, 5) landmarks in crop px, as the network gives them.
        presence: 0..1, somebody is there.
        coarse: (1, 864, 8, 8) inner features.
        fine: (1, 48, 64, 64) inner features.
    """

    values: NDArray[np.float64]
    presence: float
    coarse: NDArray[np.float32]
    fine: NDArray[np.float32]


class BodyEyes:
    """Looks at regions of a picture, several side by side."""

    def __init__(self, features: Path, lying: Path, workers: int = 2) -> None:
        """Load the networks from files whose hashes have been checked.

        Args:
            features: MediaPipe's landmark network, cut by tools/cut_features.py.
            lying: the network for the person who lies.
            workers: copies of the networks that run side by side, one thread each.
        """
        with native_stderr_silenced():
            self._networks = tuple(_BodyNetwork(features, lying) for _ in range(workers))
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="bodies")

    def close(self) -> None:
        """End the threads. Idempotent."""
        self._pool.shutdown()

    def look(
        self, picture_rgb: NDArray[np.uint8], asked: tuple[tuple[Region, Role], ...], play_down: PlayDown | None = None
    ) -> tuple[Answer, ...]:
        """Look at each region for the person in its role.

        Args:
            picture_rgb: (H, W, 3) uint8, RGB, upright.
            asked: where to look, and for whom.
            play_down: makes a crop for the upright person show less of what is not them.

        Returns:
            Answers in the order asked; landmarks in px of this picture.
        """
        count = len(self._networks)

        def share(worker: int) -> list[Answer]:
            return [self._networks[worker].answer(picture_rgb, *one, play_down) for one in asked[worker::count]]

        if len(asked) < 2:
            return tuple(self._networks[0].answer(picture_rgb, *one, play_down) for one in asked)
        shares = list(self._pool.map(share, range(count)))
        return tuple(shares[i % count][i // count] for i in range(len(asked)))


class _BodyNetwork:
    """One copy of both networks, for one thread at a time."""

    def __init__(self, features: Path, lying: Path) -> None:
        self._features = FeatureNetwork(features)
        self._lying = cv2.dnn.readNetFromONNX(str(lying))

    def answer(self, picture_rgb: NDArray[np.uint8], region: Region, role: Role, play_down: PlayDown | None) -> Answer:
        image_from_crop = crop_frame(region)
        crop = cut(picture_rgb, image_from_crop)
        if play_down is not None and role is Role.UPRIGHT:
            crop = play_down(crop, image_from_crop)
        seen = self._features.see(crop)
        upright = _mediapipe_answer(seen, image_from_crop)
        if role is Role.UPRIGHT:
            return upright
        self._lying.setInput(seen.coarse, "coarse")
        self._lying.setInput(seen.fine, "fine")
        values = self._lying.forward("answer").ravel().astype(np.float64)
        return _lying_answer(upright, values, image_from_crop)


class FeatureNetwork:
    """MediaPipe's landmark network, cut to what is read of it (tools/cut_features.py)."""

    def __init__(self, path: Path) -> None:
        self._interpreter = Interpreter(model_content=path.read_bytes(), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = {tuple(o["shape"]): o["index"] for o in self._interpreter.get_output_details()}
        self._landmarks = outputs[(1, _LANDMARKS_IN_NETWORK * _VALUES_PER_LANDMARK)]
        self._presence = outputs[(1, 1)]
        self._coarse = outputs[_COARSE]
        self._fine = outputs[_FINE]

    def see(self, crop: NDArray[np.float32]) -> Features:
        """(256, 256, 3) crop, 0..1, RGB → its features."""
        net = self._interpreter
        net.set_tensor(self._input, crop[None])
        net.invoke()
        values = net.get_tensor(self._landmarks).reshape(_LANDMARKS_IN_NETWORK, _VALUES_PER_LANDMARK)
        return Features(
            values.astype(np.float64),
            float(net.get_tensor(self._presence)[0, 0]),
            np.ascontiguousarray(net.get_tensor(self._coarse).transpose(0, 3, 1, 2)),
            np.ascontiguousarray(net.get_tensor(self._fine).transpose(0, 3, 1, 2)),
        )


def crop_frame(region: Region) -> NDArray[np.float64]:
    """(2, 3) affine map from crop px (0..256) to image px; the crop's "up" is the region's `up_rad`."""
    cos, sin = np.cos(region.up_rad), np.sin(region.up_rad)
    scale = region.size_px / NETWORK_PX
    turn = np.array([[cos, -sin], [sin, cos]]) * scale
    centre = np.array([region.x_px, region.y_px])
    return np.hstack([turn, (centre - turn @ np.full(2, NETWORK_PX / 2))[:, None]])


def cut(picture_rgb: NDArray[np.uint8], image_from_crop: NDArray[np.float64]) -> NDArray[np.float32]:
    """(256, 256, 3) crop, 0..1."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    crop = cv2.warpAffine(picture_rgb, image_from_crop, (NETWORK_PX, NETWORK_PX), flags=flags)
    return crop.astype(np.float32) / np.float32(255.0)


def _mediapipe_answer(seen: Features, image_from_crop: NDArray[np.float64]) -> Answer:
    xy_px = seen.values[:LANDMARK_COUNT, :2] @ image_from_crop[:, :2].T + image_from_crop[:, 2]
    visibility = 1.0 / (1.0 + np.exp(-seen.values[:LANDMARK_COUNT, 3]))
    return Answer(Pose(xy_px, visibility), seen.presence)


def _lying_answer(mediapipe: Answer, values: NDArray[np.float64], image_from_crop: NDArray[np.float64]) -> Answer:
    """MediaPipe's landmarks, replaced by our network's where that trusts itself; image px."""
    turn = image_from_crop[:, :2]
    scale = float(np.sqrt(abs(np.linalg.det(turn))))
    points_px = values[: 2 * _POINTS].reshape(_POINTS, 2) @ turn.T + image_from_crop[:, 2]
    roots = values[2 * _POINTS : 5 * _POINTS].reshape(_POINTS, 3)
    spread_px = scale * np.sqrt((roots**2).sum(axis=1) / 2)  # root of the covariance's mean eigenvalue
    body = len(BODY_LANDMARKS)
    sigma_px = np.full(LANDMARK_COUNT, np.nan)
    sigma_px[list(BODY_LANDMARKS)] = spread_px[:body]
    told = BodyAnswer(float(values[-1]), sigma_px, points_px[body:], spread_px[body:])
    if told.trust < TRUSTED:
        return replace(mediapipe, body=told)
    xy_px = mediapipe.pose.xy_px.copy()
    xy_px[list(BODY_LANDMARKS)] = points_px[:body]
    for leader, followers in _FOLLOWERS.items():
        xy_px[list(followers)] += xy_px[leader] - mediapipe.pose.xy_px[leader]
    return Answer(Pose(xy_px, mediapipe.pose.visibility), mediapipe.presence, told)
