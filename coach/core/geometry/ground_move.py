"""How a lying body slid and turned on the ground, from points of it in two pictures.

Seen obliquely, a turn on the ground is no turn of the picture, so points are first brought down onto a plane of the
scene. There the body moves like a rigid sheet, which three numbers tell, and points that do not go along with most
others (a hand, a fold of cloth, a shadow, the mat) are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from coach.core.geometry.camera import Camera
from coach.core.geometry.scene import Scene
from coach.core.landmarks import FloatArray
from coach.core.small_arrays import lengths_of, mean_of, median_of

_MOST_GUESSES = 160
_ROUNDS = 4
_AGREES_GRAINS = 1.5  # a point that is this near to where the sheet takes it goes along; tracking errs by some 0.3
_OF_WAY = 0.15  # and by this part of its own way: camera and mean height are known to about a tenth
_LEAST_ERROR_GRAINS = 0.3
LEVER_M = 0.3  # a trunk's far end from its middle
_BLOCK = 4.0  # neighbours share what they err by: so many points count as one


@dataclass(frozen=True, slots=True)
class GroundMove:
    """A turn about the scene's origin, then a slide, both on the plan of the scene frame.

    Attributes:
        x_m, y_m: slide, m.
        yaw_rad: turn, positive = anticlockwise seen from above, as `Scene.yaw_rad`.
    """

    x_m: float = 0.0
    y_m: float = 0.0
    yaw_rad: float = 0.0

    def apply(self, points_m: FloatArray) -> FloatArray:
        """(N, 2) on the plan, m → (N, 2), m. NaN passes through."""
        cos, sin = np.cos(self.yaw_rad), np.sin(self.yaw_rad)
        return points_m @ np.array([[cos, sin], [-sin, cos]]) + np.array([self.x_m, self.y_m])

    def after(self, first: GroundMove) -> GroundMove:
        """Both moves as one, `first` before this one."""
        slide_m = self.apply(np.array([[first.x_m, first.y_m]]))[0]
        return GroundMove(float(slide_m[0]), float(slide_m[1]), self.yaw_rad + first.yaw_rad)


@dataclass(frozen=True, slots=True)
class FoundMove:
    """A move that most points agree on.

    Attributes:
        move: the move.
        agrees: (N,) which points go along with it.
        share: of all points that were asked for.
        share_of_found: of the points that were found again anywhere; the others' surroundings may have changed.
        sigma_m: one standard deviation of where the move takes a place `LEVER_M` away from the agreeing points' middle,
            from the points' own errors, m: few points, or points all in one spot, tell a turn badly.
    """

    move: GroundMove
    agrees: NDArray[np.bool_]
    share: float
    share_of_found: float
    sigma_m: float


def rigid_move(from_m: FloatArray, to_m: FloatArray, weight: FloatArray) -> GroundMove:
    """The move that takes (N, 2) places nearest to (N, 2) others, each counted with its (N,) weight. All finite."""
    total = weight.sum()
    middle_from, middle_to = weight @ from_m / total, weight @ to_m / total
    a, b = from_m - middle_from, to_m - middle_to
    along = float(weight @ (a * b).sum(axis=1))
    aside = float(weight @ (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]))
    turn = GroundMove(yaw_rad=float(np.arctan2(aside, along)))
    slide_m = middle_to - turn.apply(middle_from[None])[0]
    return GroundMove(float(slide_m[0]), float(slide_m[1]), turn.yaw_rad)


def find_move(
    camera: Camera, height_m: float, from_px: FloatArray, to_px: FloatArray, grain_px: float
) -> FoundMove | None:
    """The move that most points go along with.

    Args:
        camera: of the scene.
        height_m: of the points above the joint plane, on average, m.
        from_px: (N, 2) image px.
        to_px: (N, 2) image px; NaN = not found again: such a point agrees with no move.
        grain_px: the comparison's own pixel, px.

    Returns:
        The move, or None if fewer than two points are usable.
    """
    from_m, to_m = camera.on_plane(from_px, height_m)[:, :2], camera.on_plane(to_px, height_m)[:, :2]
    usable = np.isfinite(from_m).all(axis=1) & np.isfinite(to_m).all(axis=1)
    if usable.sum() < 2:
        return None
    near_px = _AGREES_GRAINS * grain_px + _OF_WAY * lengths_of(to_px - from_px)
    sheet = _Sheet(camera, height_m, from_m[usable], to_m[usable], to_px[usable], near_px[usable])
    move = _best_guess(sheet)
    off_px = sheet.off_px(move)
    agrees = off_px < sheet.near_px
    for _ in range(_ROUNDS):
        if agrees.sum() < 2:
            return None
        move = rigid_move(sheet.from_m[agrees], sheet.to_m[agrees], sheet.weight[agrees])
        before, off_px = agrees, sheet.off_px(move)
        agrees = off_px < sheet.near_px
        if np.array_equal(agrees, before):  # the same points lead to the same move
            break
    if agrees.sum() < 2:
        return None
    rows = np.flatnonzero(usable)[agrees]
    everywhere = np.zeros(len(from_px), dtype=bool)
    everywhere[rows] = True
    m_per_px = float(median_of(1 / np.sqrt(sheet.weight[agrees])))
    error_px = max(float(np.sqrt(mean_of(off_px[agrees] ** 2))), _LEAST_ERROR_GRAINS * grain_px)
    slide_m = m_per_px * error_px / np.sqrt(max(agrees.sum() / _BLOCK, 1.0))
    apart_m = np.sqrt(max(float(np.linalg.eigvalsh(np.cov(sheet.from_m[agrees].T))[-1]), 0.0))
    sigma_m = slide_m * np.hypot(1.0, LEVER_M / max(float(apart_m), 1e-3))
    share, share_of_found = float(agrees.sum() / len(from_px)), float(agrees.mean())
    return FoundMove(move, everywhere, share, share_of_found, float(sigma_m))


def move_between(scene: Scene, from_px: FloatArray, to_px: FloatArray) -> GroundMove:
    """The move that takes (N, 2) places of the joint plane in the picture to others; none above the horizon."""
    from_m, to_m = scene.camera.on_plane(from_px, 0.0)[:, :2], scene.camera.on_plane(to_px, 0.0)[:, :2]
    usable = np.isfinite(from_m).all(axis=1) & np.isfinite(to_m).all(axis=1)
    if usable.sum() < 2:
        return GroundMove()
    return rigid_move(from_m[usable], to_m[usable], np.ones(int(usable.sum())))


@lru_cache(maxsize=8)  # a body lies where it lay a frame ago: the same scene, with all that follows from it
def moved_scene(scene: Scene, move: GroundMove) -> Scene:
    """The scene with the body moved; the camera stays."""
    hip_m = move.apply(scene.hip_m[None])[0]
    return replace(scene, hip_m=hip_m, yaw_rad=scene.yaw_rad + move.yaw_rad)


@dataclass(frozen=True)  # no slots: the weight is kept
class _Sheet:
    """Points on the ground before and after, and what a move makes of them."""

    camera: Camera
    height_m: float
    from_m: FloatArray
    to_m: FloatArray
    to_px: FloatArray
    near_px: FloatArray

    @cached_property
    def weight(self) -> FloatArray:
        """(N,) how finely the picture shows each place: (px per m)², by distance alone."""
        places_m = np.column_stack([self.to_m, np.full(len(self.to_m), self.height_m)])
        return (self.camera.focal_px / np.maximum(self.camera.depth_m(places_m), 0.1)) ** 2

    def off_px(self, move: GroundMove) -> FloatArray:
        """(N,) px between where each point is and where the move takes it."""
        places_m = np.column_stack([move.apply(self.from_m), np.full(len(self.from_m), self.height_m)])
        return lengths_of(self.camera.project(places_m) - self.to_px)


def _best_guess(sheet: _Sheet) -> GroundMove:
    """The guess that the most points go along with, the nearer the better."""
    slide_m, yaw_rad = _guesses(sheet)
    cos, sin = np.cos(yaw_rad), np.sin(yaw_rad)
    turns = np.array([[cos, sin], [-sin, cos]]).transpose(2, 0, 1)
    places_m = sheet.from_m @ turns + slide_m[:, None]
    count, points = places_m.shape[:2]
    heights_m = np.full((count * points, 1), sheet.height_m)
    there_px = sheet.camera.project(np.hstack([places_m.reshape(-1, 2), heights_m])).reshape(count, points, 2)
    off = lengths_of(there_px - sheet.to_px) / sheet.near_px
    best = int(np.maximum(0.0, 1 - off**2).sum(axis=1).argmax())
    return GroundMove(float(slide_m[best, 0]), float(slide_m[best, 1]), float(yaw_rad[best]))


def _guesses(sheet: _Sheet) -> tuple[FloatArray, FloatArray]:
    """(G, 2) slides, m, and (G,) turns: none, slides as some points tell them, moves as pairs far apart tell them."""
    count = len(sheet.from_m)
    slides_m = (sheet.to_m - sheet.from_m)[:: max(1, count // 40)]
    order = np.argsort(sheet.from_m @ _longest_way(sheet.from_m))
    steps = [count // 2 + step for step in (0, count // 5, -count // 5)]
    pairs = np.vstack([np.column_stack([order, np.roll(order, -step)]) for step in steps])
    pairs = pairs[:: max(1, len(pairs) // (_MOST_GUESSES - len(slides_m)))]
    first, second = pairs[pairs[:, 0] != pairs[:, 1]].T
    way_from = (sheet.from_m[second] - sheet.from_m[first]) @ np.array([1, 1j])
    way_to = (sheet.to_m[second] - sheet.to_m[first]) @ np.array([1, 1j])
    yaw_rad = np.angle(way_to * way_from.conj())
    middle_from = (sheet.from_m[first] + sheet.from_m[second]) @ np.array([0.5, 0.5j])
    middle_to = (sheet.to_m[first] + sheet.to_m[second]) @ np.array([0.5, 0.5j])
    slide = middle_to - np.exp(1j * yaw_rad) * middle_from
    still = np.zeros((1, 2))
    return (
        np.vstack([still, slides_m, np.column_stack([slide.real, slide.imag])]),
        np.concatenate([np.zeros(1 + len(slides_m)), yaw_rad]),
    )


def _longest_way(points_m: FloatArray) -> FloatArray:
    """(2,) unit vector along which the points are farthest apart."""
    return np.linalg.eigh(np.cov(points_m.T))[1][:, -1]
