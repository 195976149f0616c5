"""Outlines that every painter needs: dashes, regular polygons, boxes with round corners. Points: (N, 2), image px."""

from __future__ import annotations

import numpy as np

from coach.core.landmarks import FloatArray


def dashes(points_px: FloatArray, dash_px: float, gap_px: float, closed: bool) -> list[FloatArray]:
    """The dashes of a line through points, each (N, 2); they go on around corners. All points must be finite."""
    points = np.vstack([points_px, points_px[:1]]) if closed else points_px
    lengths = np.hypot(*np.diff(points, axis=0).T)
    at = np.concatenate([[0.0], np.cumsum(lengths)])
    period = dash_px + gap_px
    if not 0.0 < at[-1] < 2000 * period:
        return [points] if at[-1] > 0 else []
    starts = np.arange(0.0, at[-1], period)
    ends = np.minimum(starts + dash_px, at[-1])
    heads, tails = (
        np.column_stack([np.interp(s, at, points[:, 0]), np.interp(s, at, points[:, 1])]) for s in (starts, ends)
    )
    first, last = np.searchsorted(at, starts, side="right"), np.searchsorted(at, ends, side="left")
    pieces: list[FloatArray] = []
    for head, tail, one, other in zip(heads, tails, first, last, strict=True):
        pieces.append(np.vstack([head, points[one:other], tail]))
    return pieces


def polygon_about(centre_px: FloatArray, radius_px: float, corners: int, turn_deg: float = -90.0) -> FloatArray:
    """A regular polygon, (corners, 2); its first corner points up unless turned."""
    angles = np.radians(turn_deg) + np.arange(corners) * 2 * np.pi / corners
    return centre_px + radius_px * np.column_stack([np.cos(angles), np.sin(angles)])


def rounded_box(left: float, top: float, width: float, height: float, radius_px: float) -> FloatArray:
    """Outline of a rectangle with round corners, (N, 2)."""
    radius = min(radius_px, width / 2, height / 2)
    quarter = np.radians(np.linspace(0, 90, 7))
    arcs: list[FloatArray] = []
    for cx, cy, turn in (
        (left + width - radius, top + height - radius, 0.0),
        (left + radius, top + height - radius, 90.0),
        (left + radius, top + radius, 180.0),
        (left + width - radius, top + radius, 270.0),
    ):
        angle = quarter + np.radians(turn)
        arcs.append(np.column_stack([cx + radius * np.cos(angle), cy + radius * np.sin(angle)]))
    return np.vstack(arcs)
