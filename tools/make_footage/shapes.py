"""Simple solids as triangles, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.make_footage.rotate import frame, unit

Array = NDArray[np.float64]
PLAIN, STRIPES, BARS, CHECKS, DOTS, BLOBS, PLANKS, TILES, PILE, MARBLE, PRINT = range(11)


@dataclass(frozen=True)
class Look:
    """A surface: two colours (linear RGB, 0 to 1), a pattern of a size in metres, shine, own light."""

    colour: tuple[float, float, float] = (0.6, 0.6, 0.6)
    second: tuple[float, float, float] = (0.4, 0.4, 0.4)
    pattern: int = PLAIN
    size_m: float = 0.1
    shine: float = 0.05
    glow: float = 0.0


@dataclass
class Solid:
    """Triangles with flat or smooth normals.

    Attributes:
        points: (N, 3) m, world.
        normals: (N, 3).
        places: (N, 3) m, where the pattern is looked up: does not change when the thing moves.
        faces: (F, 3).
        look: its surface.
        part: 0 scenery, 1 receiver, 2 giver; what the pixel belongs to.
        casts: whether it throws a shadow.
    """

    points: Array
    normals: Array
    places: Array
    faces: NDArray[np.int64]
    look: Look = field(default_factory=Look)
    part: int = 0
    casts: bool = True


_CUBE = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=float) / 2
_SIDES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))


def box(middle: ArrayLike, size: ArrayLike, look: Look, turn: Array | None = None, part: int = 0) -> Solid:
    """A box by its middle and its size, m."""
    size = np.asarray(size, dtype=float)
    turn = np.eye(3) if turn is None else turn
    points, normals, places, faces = [], [], [], []
    for side in _SIDES:
        corners = _CUBE[list(side)]
        normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
        normal *= np.sign(normal @ corners.mean(axis=0))
        start = 4 * len(faces) // 2
        points.append((corners * size) @ turn.T + np.asarray(middle))
        normals.append(np.tile(turn @ unit(normal), (4, 1)))
        places.append(corners * size)
        faces += [[start, start + 1, start + 2], [start, start + 2, start + 3]]
    return Solid(np.vstack(points), np.vstack(normals), np.vstack(places), np.array(faces), look, part)


def tube(start: ArrayLike, end: ArrayLike, radius_m: float, look: Look, end_radius_m: float | None = None) -> Solid:
    """A rod between two points; it may taper."""
    start, end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    other = [1.0, 0, 0] if abs(unit(end - start)[0]) < 0.9 else [0, 1.0, 0]
    axes = frame(end - start, other)
    count = 12
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = np.outer(np.cos(angle), axes[:, 1]) + np.outer(np.sin(angle), axes[:, 2])
    last = radius_m if end_radius_m is None else end_radius_m
    points = np.vstack([start + ring * radius_m, end + ring * last, [start], [end]])
    normals = np.vstack([ring, ring, [-axes[:, 0]], [axes[:, 0]]])
    faces = []
    for i in range(count):
        j = (i + 1) % count
        faces += [
            [i, j, count + i],
            [j, count + j, count + i],
            [2 * count, j, i],
            [2 * count + 1, count + i, count + j],
        ]
    return Solid(points, normals, points - start, np.array(faces), look)


def ball(middle: ArrayLike, radii: ArrayLike, look: Look, turn: Array | None = None, part: int = 0) -> Solid:
    """An ellipsoid."""
    rows, columns = 14, 20
    up = np.linspace(0, np.pi, rows)
    around = np.linspace(0, 2 * np.pi, columns)
    a, b = np.meshgrid(up, around, indexing="ij")
    sphere = np.stack([np.sin(a) * np.cos(b), np.sin(a) * np.sin(b), np.cos(a)], axis=-1).reshape(-1, 3)
    turn = np.eye(3) if turn is None else turn
    radii = np.asarray(radii, dtype=float)
    normals = sphere / radii
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    faces = []
    for i in range(rows - 1):
        for j in range(columns - 1):
            k = i * columns + j
            faces += [[k, k + 1, k + columns], [k + 1, k + columns + 1, k + columns]]
    return Solid(
        (sphere * radii) @ turn.T + np.asarray(middle), normals @ turn.T, sphere * radii, np.array(faces), look, part
    )


def sheet(points: Array, look: Look, part: int = 0) -> Solid:
    """A smooth surface through a (H, W, 3) grid of points."""
    height, width = points.shape[:2]
    du, dv = np.gradient(points, axis=0), np.gradient(points, axis=1)
    normals = np.cross(dv, du).reshape(-1, 3)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    flat = points.reshape(-1, 3)
    faces = []
    for i in range(height - 1):
        for j in range(width - 1):
            k = i * width + j
            faces += [[k, k + 1, k + width], [k + 1, k + width + 1, k + width]]
    places = np.stack(np.meshgrid(np.arange(height) * 0.02, np.arange(width) * 0.02, indexing="ij"), -1)
    places = np.concatenate([places.reshape(-1, 2), np.zeros((len(flat), 1))], axis=1)
    return Solid(flat, normals, places, np.array(faces), look, part)
