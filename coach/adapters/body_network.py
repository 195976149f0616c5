"""The body eyes: MediaPipe's landmark network on any region, and what a network of our own reads from it.

MediaPipe's network was trained on upright people, one in a picture; a prone body under another person it places badly.
Its inner features know more than its answer: small networks (tools/train_bodies, tools/train_side) read from them the
joints and the spine of the person who lies (docs/decisions/0011), whether that one lies on the side (0037), and the
joints of the giver, who may kneel or sit (0018, 0053). Where the first does not trust itself, MediaPipe's own answer
stands; the third's is told beside it, and the core decides.
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

from coach.core.body_look import BODY_LANDMARKS, TRUSTED, BodyAnswer, FoldedAnswer, Role, SpinePoint
from coach.core.landmarks import LANDMARK_COUNT, Landmark, Pose
from coach.core.look import Answer, Region
from coach.core.people.knees import straighter_knee_deg
from coach.quiet import native_stderr_silenced

# (256, 256, 3) crop, 0..1, and its (2, 3) map from crop px to image px → the crop to look at
PlayDown = Callable[[NDArray[np.float32], NDArray[np.float64]], NDArray[np.float32]]

NETWORK_PX = 256  # edge of the landmark network's input (its tensor's shape)
_VALUES_PER_LANDMARK = 5  # x, y, z, visibility logit, presence logit
_IN_SPACE = 3  # x, y, z of the same landmarks in a body that stands free in space
_LANDMARKS_IN_NETWORK = 39  # 33 of the body and 6 auxiliary ones
_COARSE, _FINE = (1, 8, 8, 864), (1, 64, 64, 48)
_BODY = len(BODY_LANDMARKS)
_LYING = _BODY + len(SpinePoint)  # points of the lying network
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
        body_m: (39, 3) the same landmarks in space, as it imagines the body, m from the middle of the hips.
        presence: 0..1, somebody is there.
        coarse: (1, 864, 8, 8) inner features.
        fine: (1, 48, 64, 64) inner features.
    """

    values: NDArray[np.float64]
    body_m: NDArray[np.float64]
    presence: float
    coarse: NDArray[np.float32]
    fine: NDArray[np.float32]


class BodyEyes:
    """Looks at regions of a picture, several side by side."""

    def __init__(self, features: Path, lying: Path, folded: Path, side: Path, workers: int = 2) -> None:
        """Load the networks from files whose hashes have been checked.

        Args:
            features: MediaPipe's landmark network, cut by tools/cut_features.py.
            lying: the network for the person who lies.
            folded: the network for the person who kneels or sits.
            side: the network that tells who lies on the side.
            workers: copies of the networks that run side by side, one thread each.
        """
        with native_stderr_silenced():
            self._networks = tuple(_BodyNetwork(features, lying, folded, side) for _ in range(workers))
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
    """One copy of all networks, for one thread at a time."""

    def __init__(self, features: Path, lying: Path, folded: Path, side: Path) -> None:
        self._features = FeatureNetwork(features)
        # As bytes: on Windows OpenCV opens no file whose path has letters of another language than the system's.
        self._lying, self._folded, self._side = (
            cv2.dnn.readNetFromONNX(np.fromfile(path, np.uint8)) for path in (lying, folded, side)
        )

    def answer(self, picture_rgb: NDArray[np.uint8], region: Region, role: Role, play_down: PlayDown | None) -> Answer:
        image_from_crop = crop_frame(region)
        crop = cut(picture_rgb, image_from_crop)
        if play_down is not None and role is not Role.LYING:
            crop = play_down(crop, image_from_crop)
        seen = self._features.see(crop)
        upright = _mediapipe_answer(seen, image_from_crop)
        if role is Role.UPRIGHT:
            return upright
        if role is Role.GIVER:
            return _folded_answer(upright, _ask(self._folded, seen), image_from_crop)
        self._side.setInput(seen.coarse, "coarse")
        on_side = float(self._side.forward("answer").ravel()[0])
        return _lying_answer(upright, _ask(self._lying, seen), on_side, image_from_crop)


def _ask(network: cv2.dnn.Net, seen: Features) -> NDArray[np.float64]:
    """The numbers that a network of ours reads from the features."""
    network.setInput(seen.coarse, "coarse")
    network.setInput(seen.fine, "fine")
    return network.forward("answer").ravel().astype(np.float64)


class FeatureNetwork:
    """MediaPipe's landmark network, cut to what is read of it (tools/cut_features.py)."""

    def __init__(self, path: Path) -> None:
        self._interpreter = Interpreter(model_content=path.read_bytes(), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = {tuple(o["shape"]): o["index"] for o in self._interpreter.get_output_details()}
        self._landmarks = outputs[(1, _LANDMARKS_IN_NETWORK * _VALUES_PER_LANDMARK)]
        self._in_space = outputs[(1, _LANDMARKS_IN_NETWORK * _IN_SPACE)]
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
            net.get_tensor(self._in_space).reshape(_LANDMARKS_IN_NETWORK, _IN_SPACE).astype(np.float64),
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
    return Answer(Pose(xy_px, visibility), seen.presence, knee_deg=straighter_knee_deg(seen.body_m))


def _lying_answer(
    mediapipe: Answer, values: NDArray[np.float64], on_side: float, image_from_crop: NDArray[np.float64]
) -> Answer:
    """MediaPipe's landmarks, replaced by our network's where that trusts itself; image px."""
    points_px, spread_px = _points(values, _LYING, image_from_crop)
    told = BodyAnswer(float(values[-1]), _of_body(spread_px), points_px[_BODY:], spread_px[_BODY:], on_side)
    if told.trust < TRUSTED:
        return replace(mediapipe, body=told)
    return Answer(_with_body(mediapipe.pose, points_px[:_BODY]), mediapipe.presence, told)


def _folded_answer(mediapipe: Answer, values: NDArray[np.float64], image_from_crop: NDArray[np.float64]) -> Answer:
    """MediaPipe's landmarks, and beside them what our network makes of folded legs; image px."""
    points_px, spread_px = _points(values, _BODY, image_from_crop)
    trust, kneels, sits = (float(belief) for belief in values[5 * _BODY :])
    pose = _with_body(mediapipe.pose, points_px)
    return replace(mediapipe, folded=FoldedAnswer(trust, kneels, sits, pose, _of_body(spread_px)))


def _with_body(pose: Pose, points_px: NDArray[np.float64]) -> Pose:
    """A pose with the landmarks that our networks place where they say; its other landmarks follow."""
    xy_px = pose.xy_px.copy()
    xy_px[list(BODY_LANDMARKS)] = points_px
    for leader, followers in _FOLLOWERS.items():
        xy_px[list(followers)] += xy_px[leader] - pose.xy_px[leader]
    return Pose(xy_px, pose.visibility)


def _of_body(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(33,) a number for each landmark that our networks place, NaN for the others."""
    numbers = np.full(LANDMARK_COUNT, np.nan)
    numbers[list(BODY_LANDMARKS)] = values[:_BODY]
    return numbers


def _points(
    values: NDArray[np.float64], count: int, image_from_crop: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(N, 2) points of one of our networks' answers and (N,) one standard deviation of each, image px."""
    turn = image_from_crop[:, :2]
    scale = float(np.sqrt(abs(np.linalg.det(turn))))
    points_px = values[: 2 * count].reshape(count, 2) @ turn.T + image_from_crop[:, 2]
    roots = values[2 * count : 5 * count].reshape(count, 3)
    return points_px, scale * np.sqrt((roots**2).sum(axis=1) / 2)  # root of the covariance's mean eigenvalue
