"""Which pixels are the giver's: the difference from the room without them, about their true limbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.footage import Footage, at
from benchmarks.truth import TrueFrame, TrueGiver
from coach.adapters.clip import Picture
from coach.core.landmarks import FloatArray, Landmark

Mask = NDArray[np.uint8]  # (H, W), 0 or 255

_DIFFERENT = 16  # grey levels
_LIMBS = (
    (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW),
    (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
    (Landmark.LEFT_WRIST, Landmark.LEFT_INDEX),
    (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW),
    (Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
    (Landmark.RIGHT_WRIST, Landmark.RIGHT_INDEX),
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE),
    (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
    (Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE),
    (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE),
    (Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX),
)
_TRUNK = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, Landmark.LEFT_HIP)
_FEET = (
    (Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    (Landmark.RIGHT_ANKLE, Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX),
)
_LIMB_WIDTH = 0.45  # of the trunk's length: wide, because the difference does the cutting
_HEAD_RADIUS = 0.42


def empty_room(footage: Footage) -> Picture | None:
    """The median of the first pictures, before the giver is there; None if the giver is there from the start."""
    alone: list[Picture] = []
    for frame in footage.frames():
        if at(footage.truth, frame.t_s).giver is not None or len(alone) == 20:
            break
        alone.append(frame.picture_rgb)
    return np.median(alone, axis=0).astype(np.uint8) if len(alone) >= 5 else None


def trunk_px(giver: TrueGiver) -> float:
    """Length of the giver's trunk in the picture."""
    points = giver.landmarks_px
    shoulders, hips = points[[11, 12]].mean(axis=0), points[[23, 24]].mean(axis=0)
    return max(float(np.linalg.norm(shoulders - hips)), 20.0)


def giver_mask(picture: Picture, room: Picture, giver: TrueGiver) -> Mask:
    """The giver's pixels, with the feet whole."""
    difference = cv2.absdiff(cv2.GaussianBlur(picture, (3, 3), 0), cv2.GaussianBlur(room, (3, 3), 0)).max(axis=2)
    near = _near_limbs(picture.shape[:2], giver)
    mask = np.where((difference > _DIFFERENT) & (near > 0), 255, 0).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    for row in (0, 1):
        mask |= foot_mask(picture.shape[:2], giver, row, 1)
    return mask


def _near_limbs(shape: tuple[int, ...], giver: TrueGiver) -> Mask:
    mask = np.zeros(shape[:2], np.uint8)
    points, width = giver.landmarks_px, trunk_px(giver)
    cv2.fillConvexPoly(mask, cv2.convexHull(_whole(points[list(_TRUNK)])), 255)
    for one, other in (*_LIMBS, *zip(_TRUNK, (*_TRUNK[1:], _TRUNK[0]), strict=True)):
        cv2.line(mask, _pixel(points[one]), _pixel(points[other]), 255, max(round(_LIMB_WIDTH * width), 3))
    cv2.circle(mask, _pixel(points[:11].mean(axis=0)), round(_HEAD_RADIUS * width), 255, -1)
    return mask


def foot_mask(shape: tuple[int, ...], giver: TrueGiver, row: int, more_px: int) -> Mask:
    """A foot: the hull of its true ankle, heel, toe tip and sole, `more_px` wider."""
    mask = np.zeros(shape[:2], np.uint8)
    points = np.concatenate([giver.landmarks_px[list(_FEET[row])], giver.feet[row].outline_px])
    cv2.fillConvexPoly(mask, cv2.convexHull(_whole(points)), 255)
    return cv2.dilate(mask, np.ones((2 * more_px + 1, 2 * more_px + 1), np.uint8))


def leg_mask(shape: tuple[int, ...], giver: TrueGiver) -> Mask:
    """Both legs from the hips to the ankles, as trousers are cut."""
    mask = np.zeros(shape[:2], np.uint8)
    points, trunk = giver.landmarks_px, trunk_px(giver)
    for hip, knee, ankle in ((23, 25, 27), (24, 26, 28)):
        cv2.line(mask, _pixel(points[hip]), _pixel(points[knee]), 255, round(0.42 * trunk))
        cv2.line(mask, _pixel(points[knee]), _pixel(points[ankle]), 255, round(0.3 * trunk))
    return mask


@dataclass(frozen=True, slots=True)
class CutOut:
    """A person out of another clip: the picture's part, its soft mask, where the ankles are, head to ankles in px."""

    picture: Picture
    mask: Mask
    ankles_px: FloatArray
    height_px: float


def walkers(footage: Footage) -> list[CutOut]:
    """The giver on the floor, walking up: what can be pasted into another clip as a third person."""
    room = empty_room(footage)
    return [] if room is None else list(_walkers(footage, room))


def _walkers(footage: Footage, room: Picture) -> Iterator[CutOut]:
    height, width = room.shape[:2]
    for frame in footage.frames():
        true: TrueFrame = at(footage.truth, frame.t_s)
        giver = true.giver
        if giver is not None and giver.on_body:
            return
        if giver is None or any(foot.state != "on_floor" for foot in giver.feet):
            continue
        low, high = giver.landmarks_px.min(axis=0), giver.landmarks_px.max(axis=0)
        if (low < 4).any() or (high > (width - 4, height - 4)).any():
            continue
        mask = giver_mask(frame.picture_rgb, room, giver)
        rows, columns = np.nonzero(mask)
        part = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
        ankles = giver.landmarks_px[[27, 28]].mean(axis=0)
        yield CutOut(
            frame.picture_rgb[part].copy(),
            cv2.GaussianBlur(mask[part], (3, 3), 0),
            ankles - (columns.min(), rows.min()),
            float(np.linalg.norm(ankles - giver.landmarks_px[0])),
        )


def _whole(points: FloatArray) -> NDArray[np.int32]:
    return np.round(points).astype(np.int32)


def _pixel(point: FloatArray) -> tuple[int, int]:
    return round(point[0]), round(point[1])
