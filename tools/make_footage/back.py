"""The receiver's back as the giver meets it: the spine's line on the skin, places beside it, its surface."""

from __future__ import annotations

from copy import copy

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.body import Body, Posed
from tools.make_footage.rotate import up
from tools.make_footage.surface import Surface

Array = NDArray[np.float64]
POINTS = 13


class Back:
    """A posed receiver's back.

    Attributes:
        spine: (13, 3) m, from the 7th neck vertebra to the sacrum on the untrodden skin.
        torso: (4, 3) m: left and right shoulder, left and right hip.
        surface: height of the skin.
        firm: it hardly gives way under a sole.
    """

    def __init__(self, body: Body, posed: Posed, ground_m: float, *, firm: bool = False) -> None:
        self.firm = firm
        self.spine = _spine(body, posed)
        bones = [bone + mark for bone in ("upperarm01", "upperleg01") for mark in (".L", ".R")]
        self.torso = np.array([posed.joints[body.row(bone)] for bone in bones])
        carries = body.weight(
            "root", "pelvis", "spine", "breast", "clavicle", "shoulder", "upperleg", "neck", "lowerleg"
        )
        faces = body.data.faces
        self._line = self._long_line()
        self._fracs = np.array([self.long_frac(point) for point in self._line])
        self.surface = Surface(posed.vertices, faces[(carries[faces] > 0.4).all(axis=1)], ground_m)

    def raised(self, by_m: float) -> Back:
        """The same back, lifted by a breath; its surface stays."""
        other = copy(self)
        other.spine = self.spine + up(by_m)
        other.torso = self.torso + up(by_m)
        return other

    @property
    def head_way(self) -> Array:
        """(2,) unit vector from the hip line to the shoulder line."""
        way = (self.torso[0] + self.torso[1] - self.torso[2] - self.torso[3])[:2]
        return way / np.linalg.norm(way)

    def place(self, long_frac: float, lateral_m: float) -> Array:
        """(2,) m, beside the spine: 0 at the shoulder line, 1 at the hip line; + = receiver's right."""
        line, fracs = self._line, self._fracs
        at = np.array([np.interp(long_frac, fracs, line[:, axis]) for axis in range(2)])
        ahead = np.array([np.interp(long_frac - 0.1, fracs, line[:, axis]) for axis in range(2)]) - at
        ahead /= np.linalg.norm(ahead)
        return at + lateral_m * np.array([ahead[1], -ahead[0]])

    def long_frac(self, point: Array) -> float:
        """Where between shoulder line (0) and hip line (1) a point is."""
        top = (self.torso[0] + self.torso[1])[:2] / 2
        bottom = (self.torso[2] + self.torso[3])[:2] / 2
        way = bottom - top
        return float((np.asarray(point)[:2] - top) @ way / (way @ way))

    def lateral(self, points: Array) -> Array:
        """(n,) m, distances of points from the spine's line seen from above, + = receiver's right."""
        line = self._line
        points = np.atleast_2d(points)[:, :2]
        start, way = line[:-1], np.diff(line, axis=0)
        t = np.clip(((points[:, None] - start) * way).sum(axis=2) / (way**2).sum(axis=1), 0, 1)
        off = points[:, None] - (start + t[..., None] * way)
        gone = np.linalg.norm(off, axis=2)
        best = gone.argmin(axis=1)
        rows = np.arange(len(points))
        w, o = way[best], off[rows, best]
        return gone[rows, best] * np.sign(o[:, 0] * -w[:, 1] + o[:, 1] * w[:, 0])

    def _long_line(self) -> Array:
        """(15, 2) the spine's line seen from above, going straight on at both ends."""
        flat = self.spine[:, :2]
        ahead, behind = flat[0] - flat[3], flat[-1] - flat[-4]
        first, last = flat[0] + 8 * ahead, flat[-1] + 8 * behind
        return np.vstack([first, flat, last])


def _spine(body: Body, posed: Posed) -> Array:
    shoulder, hip = body.head("upperarm01.L")[2], body.head("upperleg01.L")[2]
    torso = shoulder - hip
    levels = np.linspace(shoulder + 0.165 * torso, hip + 0.066 * torso, POINTS)
    trunk = body.weight("spine", "neck01", "neck02", "pelvis", "root", "upperleg01", "shoulder", "clavicle") > 0.8
    middle = np.flatnonzero((np.abs(body.vertices[:, 0]) < 2e-4) & trunk)
    depth = body.vertices[middle, 1]
    middle = middle[depth > np.median(depth)]
    middle = middle[np.argsort(body.vertices[middle, 2])]
    heights = body.vertices[middle, 2]
    return np.column_stack([np.interp(levels, heights, posed.vertices[middle, axis]) for axis in range(3)])
