"""The ground truth of one picture, in the format of the shared footage."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.back import Back
from tools.make_footage.body import Body, Posed
from tools.make_footage.camera import Camera
from tools.make_footage.landmarks import SIDES, landmarks, outline, sole, suffix
from tools.make_footage.render import Shot

Array = NDArray[np.float64]
_THROUGH_M = 0.12  # a joint counts as seen if its own skin is at most this far before it
_BAND_CM = 2.0


def person(points: Array, camera: Camera, shot: Shot, part: int) -> dict[str, Any]:
    """The landmark fields of somebody. `points`: (33, 3) m."""
    flat, depth = camera.project(points)
    inside = (flat >= 0).all(axis=1) & (flat[:, 0] < camera.width) & (flat[:, 1] < camera.height) & (depth > 0.05)
    column = np.clip(flat[:, 0], 0, camera.width - 1).astype(int)
    row = np.clip(flat[:, 1], 0, camera.height - 1).astype(int)
    seen = inside & (shot.owner[row, column] == part) & (depth - shot.depth_m[row, column] < _THROUGH_M)
    return {
        "lm3d": rounded(points, 4),
        "lm2d": rounded(flat, 1),
        "vis": seen.astype(int).tolist(),
        "in_frame": inside.astype(int).tolist(),
        "area_px": int((shot.owner == part).sum()),
    }


def receiver(body: Body, posed: Posed, back: Back, camera: Camera, shot: Shot) -> dict[str, Any]:
    """All of the receiver's fields."""
    fields = person(landmarks(body, posed), camera, shot, 1)
    fields |= {"spine3d": rounded(back.spine, 4), "spine2d": rounded(camera.project(back.spine)[0], 1)}
    return fields | {"torso3d": rounded(back.torso, 4), "torso2d": rounded(camera.project(back.torso)[0], 1)}


def feet(body: Body, posed: Posed, back: Back | None, camera: Camera, states: tuple[str, str]) -> dict[str, Any]:
    """The giver's feet; distances only where there is a back."""
    result: dict[str, Any] = {}
    points = landmarks(body, posed)
    for row, side in enumerate(SIDES):
        hull, middle = outline(body, posed, side)
        lowest = float(posed.vertices[sole(body, side).rows, 2].min())
        fields: dict[str, Any] = {
            "state": states[row],
            "poly3d": rounded(hull, 4),
            "poly2d": rounded(camera.project(hull)[0], 1),
            "centre3d": rounded(middle, 4),
            "sole_gap_m": round(lowest, 3),
        }
        if back is not None:
            across = 100 * float(back.lateral(middle)[0])
            edges = 100 * back.lateral(hull) * (1 if across >= 0 else -1)
            fields |= {
                "lateral_cm": round(across, 2),
                "gap_cm": round(float(edges.min()), 2),
                "overlaps_2cm_band": bool(edges.min() < _BAND_CM),
                "long_frac": round(back.long_frac(middle), 3),
                "toe_frac": round(back.long_frac(points[31 + row]), 3),
                "heel_frac": round(back.long_frac(points[29 + row]), 3),
                "heading_deg": None,
            }
        result[side] = fields
    return result


def knees(body: Body, posed: Posed, back: Back) -> dict[str, Any]:
    """Where the knees are."""
    result = {}
    for side in SIDES:
        point = posed.joints[body.row("lowerleg01" + suffix(side))]
        result[side] = {
            "p3d": rounded(point, 4),
            "lateral_cm": round(100 * float(back.lateral(point)[0]), 1),
            "long_frac": round(back.long_frac(point), 3),
        }
    return result


def rounded(values: Array, digits: int) -> list[Any]:
    """Nested lists of rounded numbers."""
    return np.round(np.asarray(values, dtype=float), digits).tolist()
