"""The height of a lying body's skin, seen from above."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
_CELL_M = 0.006
_FINE = 7  # points along each edge of a triangle


class Surface:
    """Highest skin above each place, m; the ground where no skin is.

    Attributes:
        ground_m: height of what the body lies on.
    """

    def __init__(self, vertices: Array, faces: NDArray[np.int64], ground_m: float) -> None:
        """From (N, 3) vertices in metres and the (F, 3) triangles that count."""
        self.ground_m = ground_m
        corners = vertices[faces]
        self._low = corners[:, :, :2].min(axis=(0, 1)) - 0.05
        size = np.ceil((corners[:, :, :2].max(axis=(0, 1)) + 0.05 - self._low) / _CELL_M).astype(int)
        grid = np.full((size[0], size[1]), -1.0)
        a, b = np.meshgrid(np.linspace(0, 1, _FINE), np.linspace(0, 1, _FINE))
        inside = (a + b) <= 1.0001
        part = np.column_stack([1 - a[inside] - b[inside], a[inside], b[inside]])
        points = np.einsum("kc,fcx->fkx", part, corners).reshape(-1, 3)
        cells = ((points[:, :2] - self._low) / _CELL_M).astype(int)
        np.maximum.at(grid, (cells[:, 0], cells[:, 1]), points[:, 2])
        closed = cv2.morphologyEx(grid.astype(np.float32), cv2.MORPH_CLOSE, np.ones((3, 3)))
        grid = np.where(grid < 0, closed, grid)
        self._skin = grid > ground_m
        self._grid = np.where(self._skin, grid, ground_m).astype(np.float32)

    def height(self, places: ArrayLike) -> Array:
        """(n,) m, at (n, 2) places."""
        at = (np.atleast_2d(np.asarray(places, dtype=float)) - self._low) / _CELL_M - 0.5
        size = self._grid.shape
        inside = (at >= 0).all(axis=1) & (at[:, 0] < size[0] - 1) & (at[:, 1] < size[1] - 1)
        x, y = np.clip(at[:, 0], 0, size[0] - 1.001), np.clip(at[:, 1], 0, size[1] - 1.001)
        i, j = x.astype(int), y.astype(int)
        u, v = x - i, y - j
        g = self._grid
        mixed = (g[i, j] * (1 - u) + g[i + 1, j] * u) * (1 - v) + (g[i, j + 1] * (1 - u) + g[i + 1, j + 1] * u) * v
        return np.where(inside, mixed, self.ground_m)

    def rest(self, places: Array, steepest: float, carried: float) -> tuple[float, Array]:
        """A plane on which a stiff sole rests.

        Args:
            places: (n, 2) m, points of the sole.
            steepest: slope that the plane may have at most.
            carried: the part of the places that may be higher than the skin below: 1 = the plane rests on its highest.

        Returns:
            Its height at the places' mean, m, and its (3,) upward normal.
        """
        z = self.height(places)
        middle = places.mean(axis=0)
        flat = np.column_stack([places - middle, np.ones(len(places))])
        high = z > np.quantile(z, 0.35) - 0.03  # what hangs over the flank does not carry
        slope = np.linalg.lstsq(flat[high], z[high], rcond=None)[0][:2]
        size = float(np.hypot(*slope))
        if size > steepest:
            slope = slope * steepest / size
        over = z - (places - middle) @ slope
        normal = np.array([-slope[0], -slope[1], 1.0])
        return float(np.quantile(over, carried)), normal / np.linalg.norm(normal)
