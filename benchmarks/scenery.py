"""Other things in the picture: clothes, a towel, a pet, a third person. Painted over, so not rendered."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.cut_outs import CutOut, empty_room, foot_mask, giver_mask, leg_mask, walkers
from benchmarks.footage import Footage
from benchmarks.truth import Camera, TrueFrame, TrueReceiver
from coach.adapters.clip import Frame, Picture
from coach.core.landmarks import FloatArray

_NAVY = (38, 44, 72)
_WHITE = (228, 226, 220)
_TOWEL = ((205, 190, 160), (150, 60, 60))
_FUR = (70, 52, 38)


def in_socks(footage: Footage) -> Footage:
    """Feet recoloured to white socks: the hull of the true ankle, heel, toe tip and sole, 2 px wider."""

    def paint(frame: Frame, true: TrueFrame) -> Picture:
        picture = frame.picture_rgb
        if true.giver is None:
            return picture
        for row, (ankle, toe) in enumerate(((27, 31), (28, 32))):
            if true.giver.visible[[ankle, toe]].any():  # a foot behind the other leg stays as it is
                picture = _dyed(picture, foot_mask(picture.shape, true.giver, row, 2), _WHITE)
        return picture

    return footage.repainted(paint)


def in_trousers(footage: Footage) -> Footage | None:
    """Legs recoloured to long dark trousers, where the picture differs from the empty room."""
    room = empty_room(footage)
    if room is None:
        return None

    def paint(frame: Frame, true: TrueFrame) -> Picture:
        picture = frame.picture_rgb
        if true.giver is None:
            return picture
        feet = foot_mask(picture.shape, true.giver, 0, 1) | foot_mask(picture.shape, true.giver, 1, 1)
        legs = leg_mask(picture.shape, true.giver) & giver_mask(picture, room, true.giver) & ~feet
        return _dyed(picture, legs, _NAVY)

    return footage.repainted(paint)


def _dyed(picture: Picture, mask: NDArray[np.uint8], colour: tuple[int, int, int]) -> Picture:
    """The colour, with the light and shade that was there."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    inside = grey[mask > 0]
    if not len(inside):
        return picture
    shade = np.clip(grey / max(float(np.median(inside)), 1.0), 0.4, 1.3)[..., None]
    return _blend(picture, np.clip(shade * np.array(colour, np.float32), 0, 255), mask)


def _blend(picture: Picture, above: NDArray, mask: NDArray[np.uint8]) -> Picture:
    soft = cv2.GaussianBlur(mask, (3, 3), 0).astype(np.float32)[..., None] / 255.0
    return np.round(picture * (1.0 - soft) + above * soft).astype(np.uint8)


def under_towel(footage: Footage) -> Footage | None:
    """A striped towel lies over the receiver from the lower ribs to the thighs, under the giver, in the room's light.

    Its shape: an arch over the body down to the mat, from the true torso of the first frame; it does not move.
    """
    room = empty_room(footage)
    receiver = footage.truth.frames[0].receiver
    if room is None or receiver is None:
        return None
    towel, mask = _towel(footage.truth.camera, footage.truth.mat_m, receiver, room)
    before = cv2.cvtColor(room, cv2.COLOR_RGB2GRAY).astype(np.float32) + 8.0

    def paint(frame: Frame, true: TrueFrame) -> Picture:
        picture = frame.picture_rgb
        light = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32) + 8.0) / before
        shade = cv2.GaussianBlur(np.clip(light, 0.6, 1.1), (0, 0), 6.0)[..., None]  # the giver's shadow
        over = mask if true.giver is None else mask & ~giver_mask(picture, room, true.giver)
        return _blend(picture, np.clip(towel * shade, 0, 255), over)

    return footage.repainted(paint)


def _towel(camera: Camera, mat_m: float, receiver: TrueReceiver, room: Picture) -> tuple[NDArray, NDArray[np.uint8]]:
    shoulders, hips = receiver.torso_m[:2].mean(axis=0), receiver.torso_m[2:].mean(axis=0)
    half_m = 0.5 * float(np.linalg.norm(receiver.torso_m[0] - receiver.torso_m[1]))
    top_m = float(receiver.spine_m[:, 2].max()) + 0.01
    lengths = np.linspace(0.45, 1.75, 60)
    widths = np.linspace(-1.35, 1.35, 60)
    arch = np.sqrt(np.clip(1.0 - (widths / 1.15) ** 2, 0.0, 1.0))
    towel = np.zeros(room.shape, np.float32)
    mask = np.zeros(room.shape[:2], np.uint8)
    corners = np.array(
        [
            [(1.0 - along) * shoulders[:2] + along * hips[:2] + (half_m * across, 0.0) for across in widths]
            for along in lengths
        ]
    )
    heights = np.broadcast_to(mat_m + (top_m - mat_m) * arch, corners.shape[:2])
    points = camera.image(np.dstack([corners, heights]).reshape(-1, 3)).reshape(*corners.shape[:2], 2)
    order = sorted(range(len(lengths) - 1), key=lambda i: -float(np.linalg.norm(corners[i, 0] - camera.eye_m[:2])))
    across = sorted(range(len(widths) - 1), key=lambda j: -float(np.linalg.norm(corners[0, j] - camera.eye_m[:2])))
    for i in order:
        for j in across:
            patch = np.round(points[[i, i, i + 1, i + 1], [j, j + 1, j + 1, j]]).astype(np.int32)
            slope = abs(float(arch[j + 1] - arch[j])) * half_m * 8.0
            colour = np.array(_TOWEL[(i // 5) % 2], np.float32) * max(0.55, 1.0 - slope)
            cv2.fillConvexPoly(towel, patch, colour.tolist())
            cv2.fillConvexPoly(mask, patch, 255)
    light = float(np.median(room)) / 140.0
    weave = np.random.default_rng(2).normal(0.0, 5.0, (*room.shape[:2], 1))
    return np.clip(towel * np.clip(light, 0.6, 1.15) + weave, 0, 255), mask


def with_pet(footage: Footage, times_s: tuple[float, ...], lasts_s: float = 4.0) -> Footage:
    """A dark dog (two ellipses and legs) trots across between camera and mat, in front of whatever is there."""
    camera = footage.truth.camera
    towards, across = _axes(camera)
    away_m = _as_near_as_shown(camera, towards, footage.first().shape[0])

    def paint(frame: Frame, _: TrueFrame) -> Picture:
        part = _part(frame.t_s, times_s, lasts_s)
        if part is None:
            return frame.picture_rgb
        place = away_m * towards + (3.0 * part - 1.5) * across
        picture = frame.picture_rgb.copy()
        _dog(picture, camera, place, across, 0.03 * np.sin(20.0 * frame.t_s))
        return picture

    return footage.repainted(paint)


def _as_near_as_shown(camera: Camera, towards: FloatArray, height: int) -> float:
    """How far before the receiver's middle the floor is still in the picture, m."""
    distances = np.linspace(0.7, 1.5, 33)
    floor = camera.image(np.column_stack([distances[:, None] * towards, np.zeros(len(distances))]))
    shown = distances[floor[:, 1] < 0.95 * height]
    return float(shown.max(initial=distances[0]))


def _dog(picture: Picture, camera: Camera, place: FloatArray, across: FloatArray, swing_m: float) -> None:
    def pixel(along_m: float, height_m: float) -> tuple[int, int]:
        point = camera.image(np.append(place + along_m * across, height_m)[None])[0]
        return round(point[0]), round(point[1])

    middle, metre = pixel(0.0, 0.35), max(abs(pixel(0.5, 0.35)[0] - pixel(-0.5, 0.35)[0]), 20)
    for along_m in (-0.24, -0.18, 0.18, 0.24):
        step_m = swing_m if along_m in (-0.24, 0.18) else -swing_m
        cv2.line(picture, pixel(along_m, 0.3), pixel(along_m + step_m, 0.0), _FUR, max(round(0.06 * metre), 2))
    cv2.ellipse(picture, middle, (round(0.33 * metre), round(0.13 * metre)), 0.0, 0.0, 360.0, _FUR, -1)
    cv2.circle(picture, pixel(0.4, 0.5), round(0.1 * metre), _FUR, -1)
    cv2.line(picture, pixel(-0.3, 0.4), pixel(-0.5, 0.55), _FUR, max(round(0.04 * metre), 2))


def with_third_person(
    footage: Footage, other: Footage, times_s: tuple[float, ...], lasts_s: float = 6.0
) -> Footage | None:
    """Another clip's giver, cut out while walking, crosses beyond the mat, at the right size, behind the giver.

    Painted over the room, so it also hides furniture that stands nearer; the receiver's body is not behind the path.
    """
    people, room = walkers(other), empty_room(footage)
    if not people or room is None:
        return None
    camera = footage.truth.camera
    towards, across = _axes(camera)

    def paint(frame: Frame, true: TrueFrame) -> Picture:
        part = _part(frame.t_s, times_s, lasts_s)
        if part is None:
            return frame.picture_rgb
        place = -1.3 * towards + (3.4 * part - 1.7) * across
        person = people[_there_and_back(int(frame.t_s * 10), len(people))]
        picture = frame.picture_rgb.copy()
        _paste(picture, person, camera, place)
        if true.giver is None:
            return picture
        return _blend(picture, frame.picture_rgb, giver_mask(frame.picture_rgb, room, true.giver))

    return footage.repainted(paint)


def _paste(picture: Picture, person: CutOut, camera: Camera, place: FloatArray) -> None:
    ankles, nose = camera.image(np.array([[*place, 0.08], [*place, 1.55]]))
    factor = float(np.linalg.norm(nose - ankles)) / person.height_px
    matrix = np.column_stack([factor * np.eye(2), ankles - factor * person.ankles_px])
    size = (picture.shape[1], picture.shape[0])
    there = cv2.warpAffine(person.picture, matrix, size)
    soft = cv2.warpAffine(person.mask, matrix, size).astype(np.float32)[..., None] / 255.0
    picture[:] = np.round(picture * (1.0 - soft) + there * soft).astype(np.uint8)


def _axes(camera: Camera) -> tuple[FloatArray, FloatArray]:
    """Directions on the floor: from the receiver towards the camera, and across the picture to the right."""
    towards = camera.eye_m[:2] / np.linalg.norm(camera.eye_m[:2])
    return towards, camera.R[0, :2] / np.linalg.norm(camera.R[0, :2])


def _part(t_s: float, times_s: tuple[float, ...], lasts_s: float) -> float | None:
    return next(((t_s - begin) / lasts_s for begin in times_s if begin <= t_s < begin + lasts_s), None)


def _there_and_back(step: int, count: int) -> int:
    if count == 1:
        return 0
    place = step % (2 * count - 2)
    return place if place < count else 2 * count - 2 - place
