"""One training sample from one stored foot: another square, another light, another lens, another error of the pose."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.adapters.foot_network import MAP_PX, NETWORK_PX, crop_frame, cut, point_maps, points_in_crop
from coach.core.foot_look import foot_region
from coach.core.landmarks import SIDES, Pose

_LINE_PX = 2


@dataclass(frozen=True, slots=True)
class Sample:
    """What the network learns from.

    Attributes:
        crop: (96, 96, 3) uint8.
        pose: (8, 24, 24) point maps.
        points: (4, 2) crop px.
        maps: (3, 24, 24) 0..1: this sole, the other sole, the spine line.
        state: 0..2, or -1 where it is not to be learnt.
    """

    crop: NDArray[np.uint8]
    pose: NDArray[np.float32]
    points: NDArray[np.float64]
    maps: NDArray[np.float32]
    state: int


def make_sample(data: dict[str, NDArray], index: int, chance: np.random.Generator) -> Sample:
    """Draw one variant of stored foot number `index`."""
    poses = data["poses"][index]
    side = SIDES[int(data["side"][index])]
    region = foot_region(Pose(poses[chance.integers(len(poses))], np.ones(33)), side)
    if region is None:
        region = foot_region(Pose(poses[0], np.ones(33)), side)
    assert region is not None
    image_from_crop = crop_frame(region)
    image_from_crop = image_from_crop @ _moved(chance)
    edge = region.size_px
    pose_points = region.points_px + chance.normal(0, chance.uniform(0, 0.035) * edge, region.points_px.shape)
    pose_points[:4] += chance.normal(0, chance.uniform(0, 0.04) * edge, 2)
    pose_points[4:] += chance.normal(0, chance.uniform(0, 0.04) * edge, 2)
    maps = point_maps(points_in_crop(pose_points, image_from_crop))
    if chance.random() < 0.1:
        maps = np.zeros_like(maps)
    store_from_image = _inverse(data["image_from_store"][index])
    store_from_crop = store_from_image[:, :2] @ image_from_crop
    store_from_crop[:, 2] += store_from_image[:, 2]
    crop = light(cut(data["square"][index], store_from_crop), chance)
    state = int(data["state"][index])
    return Sample(
        crop,
        maps,
        points_in_crop(data["points"][index], image_from_crop),
        _extra_maps(data, index, image_from_crop),
        state,
    )


def _moved(chance: np.random.Generator) -> NDArray[np.float64]:
    """(3, 3) map from the moved crop to the exact one, px about its centre."""
    turn = chance.normal(0, np.radians(8))
    scale = np.exp(chance.normal(0, 0.09))
    stretch = np.exp(chance.normal(0, 0.05))
    cos, sin = np.cos(turn), np.sin(turn)
    linear = np.array([[cos, -sin], [sin, cos]]) @ np.diag([scale * stretch, scale / stretch])
    middle = np.full(2, NETWORK_PX / 2)
    shift = np.clip(chance.normal(0, 0.05, 2), -0.13, 0.13) * NETWORK_PX
    moved = np.eye(3)
    moved[:2, :2] = linear
    moved[:2, 2] = middle + shift - linear @ middle
    return moved


def _inverse(affine: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = np.linalg.inv(affine[:, :2])
    return np.hstack([linear, -(linear @ affine[:, 2])[:, None]])


def _extra_maps(data: dict[str, NDArray], index: int, image_from_crop: NDArray[np.float64]) -> NDArray[np.float32]:
    maps = np.zeros((3, MAP_PX, MAP_PX), np.uint8)
    to_map = MAP_PX / NETWORK_PX
    fraction = 16  # of a map px, for OpenCV's drawing
    for row, key in enumerate(("outline", "other_outline")):
        outline = points_in_crop(data[key][index], image_from_crop) * to_map - 0.5
        cv2.fillPoly(maps[row], [np.int32(np.clip(outline, -99, 99) * fraction)], 255, cv2.LINE_AA, 4)
    spine = points_in_crop(data["spine"][index], image_from_crop) * to_map - 0.5
    cv2.polylines(maps[2], [np.int32(np.clip(spine, -99, 99) * fraction)], False, 255, _LINE_PX, cv2.LINE_AA, 4)
    return maps.astype(np.float32) / 255


def light(crop: NDArray[np.uint8], chance: np.random.Generator) -> NDArray[np.uint8]:
    """(N, N, 3) → the same crop in other colours and light, blurred, noisy, compressed, with things in front."""

    def often(share: float) -> bool:
        return bool(chance.random() < share)

    edge = len(crop)
    scale = edge / NETWORK_PX
    values = crop.astype(np.float32) / 255
    if often(0.6):
        mix = np.eye(3) + chance.normal(0, chance.uniform(0, 0.25), (3, 3))
        values = values @ (mix / np.maximum(mix.sum(1, keepdims=True), 0.3)).T.astype(np.float32)
    if often(0.15):
        values = np.repeat(values.mean(2, keepdims=True), 3, 2)
    elif often(0.15):
        values = values[:, :, chance.permutation(3)]
    values = np.clip(values, 0, 1) ** np.float32(np.exp(chance.normal(0, 0.3)))
    values = (values - values.mean()) * np.float32(np.exp(chance.normal(0, 0.25))) + values.mean()
    values = values * np.exp(chance.normal(0, 0.15, 3)).astype(np.float32) + np.float32(chance.normal(0, 0.08))
    if often(0.3):
        ramp = np.linspace(-1, 1, edge, dtype=np.float32)
        slope = chance.normal(0, 0.25, 2).astype(np.float32)
        values = values * (1 + slope[0] * ramp[None, :, None] + slope[1] * ramp[:, None, None])
    if often(0.3):
        for _ in range(chance.integers(1, 3)):
            width, height = (chance.integers(8, 26, 2) * scale).astype(int)
            x, y = chance.integers(int(-4 * scale), edge - 4, 2)
            x, y = max(0, int(x)), max(0, int(y))
            values[y : y + height, x : x + width] = chance.uniform(0, 1, 3)
    if often(0.25):
        values = cv2.GaussianBlur(values, (0, 0), float(chance.uniform(0.4, 1.3) * scale))
    elif often(0.25):
        length = int(chance.integers(3, 10) * scale)
        line = np.zeros((length, length), np.float32)
        turn = chance.uniform(0, np.pi)
        half = (length - 1) / 2 * np.array([np.cos(turn), np.sin(turn)])
        ends = (np.round((length - 1) / 2 + half * sign).astype(int) for sign in (1, -1))
        cv2.line(line, *(tuple(int(v) for v in end) for end in ends), 1.0, 1)
        values = cv2.filter2D(values, -1, line / max(line.sum(), 1))
    if often(0.3):
        low = int(chance.integers(32, 80) * scale)
        values = cv2.resize(cv2.resize(values, (low, low), interpolation=cv2.INTER_AREA), (edge, edge))
    if often(0.5):
        values = values + chance.normal(0, chance.uniform(0, 0.06), values.shape).astype(np.float32)
    picture = (np.clip(values, 0, 1) * 255).astype(np.uint8)
    if often(0.3):
        quality = int(chance.integers(15, 90))
        picture = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    return picture
