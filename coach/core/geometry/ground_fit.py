"""What lies flat under the receiver and has a known form: the mat's corners and printed markers, as residuals.

Both lie on level planes at an unknown depth below the receiver's joints; where and how turned they lie is free. So each
brings numbers of its own into the fit (`ground_numbers` counts them, `ground_start` guesses them) and
tells the camera's pitch and focal length by its form, and the scale by its size.

The scene is measured in the receiver's torso, whose length is known to a few percent. Where a length in metres is
known, the first of these numbers, log scale, says how many metres of the scene a true metre is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.camera import Camera
from coach.core.landmarks import FloatArray
from coach.core.marker_look import MarkerAnswer

# Depth below the mean height of shoulder and hip joints, as a part of the torso length, and one standard deviation.
# Rendered bodies on a hard mat: 0.27, spread 0.03 (12 clips); a soft bed lets a body sink.
_MAT_DEPTH, _MAT_DEPTH_SPREAD = 0.27, 0.06
_MARKER_DEPTH, _MARKER_DEPTH_SPREAD = 0.33, 0.12  # on the mat or on the floor beside it
_LOG_SIZE_SPREAD = 0.02  # of a mat that somebody has measured: its edges are round
_USUAL_WIDTH_M, _USUAL_LENGTH_M, _LOG_USUAL_SPREAD = 0.9, 1.95, 0.35  # of a mat or bed that nobody has measured
_CLICK_OF_LONG_SIDE = 0.003  # how exactly a hand marks a corner
_CLICK_M = 0.012  # ... and where a soft mat has its corner at all
_LAID_M = 0.02  # how exactly a marker is laid into a corner of the mat
_MARKER_PX = 0.5  # of a marker's corner as it is found in a picture
_MARKER_FLAT_M = 0.004  # paper curls
_LOG_CLEARLY_LONGER = 0.4
_FAR_M = 8.0
_MAT_NUMBERS = 6  # depth, middle x, middle y, turn, log width, log length
_PER_MARKER = 3  # x, y, turn
_AROUND = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])  # counterclockwise from above
_PRINTED = np.array([[-0.5, 0.5], [0.5, 0.5], [0.5, -0.5], [-0.5, -0.5]])  # a marker's corners as it counts them


@dataclass(frozen=True, slots=True)
class MatTask:
    """Four points that form a rectangle on a level plane.

    Attributes:
        corners_px: (4, 2) image px, in any order.
        width_m, length_m: edges of the rectangle, width the shorter one; None = not told.
        click_px: how exactly a corner is placed in the picture.
        slack_m: how exactly on the mat itself.
    """

    corners_px: FloatArray
    width_m: float | None
    length_m: float | None
    click_px: float
    slack_m: float = _CLICK_M


@dataclass(frozen=True, slots=True)
class GroundTask:
    """What is known of the ground.

    Attributes:
        log_scale_spread: one standard deviation of the receiver's torso against what the fit takes it for.
        mat: the mat; None = not told.
        markers: printed markers that lie flat, face up.
        marker_m: edge of a marker's black square.
    """

    log_scale_spread: float
    mat: MatTask | None = None
    markers: tuple[MarkerAnswer, ...] = ()
    marker_m: float = 0.0


def around(corners_px: FloatArray) -> FloatArray:
    """(4, 2) the corners counterclockwise as seen in the picture, so also from above; whatever their order was."""
    middle_px = corners_px.mean(axis=0)
    off_px = corners_px - middle_px
    return corners_px[np.argsort(np.arctan2(-off_px[:, 1], off_px[:, 0]), kind="stable")]


def clicked_mat(
    corners_px: FloatArray, size_m: tuple[float, float] | None, long_side_px: int, slack_m: float = _CLICK_M
) -> MatTask:
    """A mat from its corners; the longer of the two edges told is its length."""
    width_m, length_m = (min(size_m), max(size_m)) if size_m is not None else (None, None)
    return MatTask(corners_px, width_m, length_m, _CLICK_OF_LONG_SIDE * long_side_px, slack_m)


def laid_mat(middles_px: FloatArray, size_m: tuple[float, float], inset_m: float, long_side_px: int) -> MatTask:
    """A mat from the middles of four markers, each laid into a corner; `inset_m` = its middle from the mat's edges."""
    inner_m = (min(size_m) - 2 * inset_m, max(size_m) - 2 * inset_m)
    return clicked_mat(middles_px, inner_m, long_side_px, _LAID_M)


def ground_starts(task: GroundTask | None, camera: Camera, torso_m: float) -> list[FloatArray]:
    """First guesses of the ground's numbers for one camera: one, or two where the mat's longer side is in question."""
    if task is None:
        return [np.empty(0)]
    markers = [_MARKER_DEPTH] if task.markers else []
    for marker in task.markers:
        corners_m = _on_ground(camera, marker.corners_px, _MARKER_DEPTH * torso_m)
        up_m = corners_m[1] - corners_m[0] + corners_m[2] - corners_m[3]
        markers += [*corners_m.mean(axis=0), float(np.arctan2(up_m[1], up_m[0]))]
    if task.mat is None:
        return [np.array([0.0, *markers])]
    corners_m = _on_ground(camera, around(task.mat.corners_px), _MAT_DEPTH * torso_m)
    return [np.array([0.0, *start, *markers]) for start in _mat_starts(task.mat, corners_m)]


def _mat_starts(mat: MatTask, corners_m: FloatArray) -> list[list[float]]:
    """The rectangle with its length along the longer pair of edges; both ways where the camera leaves that open."""
    across, along = _mat_start(mat, corners_m), _mat_start(mat, np.roll(corners_m, -1, axis=0))
    across_m, along_m = (float(np.linalg.norm(_edges_m(np.roll(corners_m, -turn, axis=0))[0])) for turn in (0, 1))
    log_ratio = np.log(max(across_m, 0.01) / max(along_m, 0.01))
    if abs(log_ratio) < _LOG_CLEARLY_LONGER and mat.width_m is not None:
        return [across, along]
    return [along] if log_ratio > 0 else [across]


def _edges_m(corners_m: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(2,) the means of both pairs of edges: corner 0 to 1, corner 1 to 2."""
    across_m = (corners_m[1] - corners_m[0] + corners_m[2] - corners_m[3]) / 2
    along_m = (corners_m[2] - corners_m[1] + corners_m[3] - corners_m[0]) / 2
    return across_m, along_m


def _mat_start(mat: MatTask, corners_m: FloatArray) -> list[float]:
    """Depth, middle, turn and size of the rectangle whose first edge, corner 0 to 1, is its width."""
    across_m, along_m = _edges_m(corners_m)
    width_m, length_m = (max(float(np.linalg.norm(edge_m)), 0.05) for edge_m in (across_m, along_m))
    return [
        _MAT_DEPTH,
        *(float(v) for v in corners_m.mean(axis=0)),
        float(np.arctan2(across_m[1], across_m[0])),
        float(np.log(mat.width_m or width_m)),
        float(np.log(mat.length_m or length_m)),
    ]


def ground_residuals(task: GroundTask | None, camera: Camera, numbers: FloatArray, torso_m: float) -> FloatArray:
    """Off the picture and off the priors, in standard deviations.

    Args:
        task: what is known.
        camera: the camera in the scene frame.
        numbers: the ground's own numbers, as `ground_starts` lays them out.
        torso_m: the receiver's torso, which the scene is measured in.
    """
    if task is None:
        return np.empty(0)
    log_scale, rest = float(numbers[0]), numbers[1:]
    parts = [np.array([log_scale / task.log_scale_spread])]
    if task.mat is not None:
        parts.append(_mat_residuals(task.mat, camera, rest[:_MAT_NUMBERS], log_scale, torso_m))
        rest = rest[_MAT_NUMBERS:]
    if task.markers:
        parts.append(_marker_residuals(task, camera, rest, log_scale, torso_m))
    return np.concatenate(parts)


def _mat_residuals(mat: MatTask, camera: Camera, numbers: FloatArray, log_scale: float, torso_m: float) -> FloatArray:
    depth, x_m, y_m, turn_rad, log_width, log_length = numbers
    size_m = np.exp(np.array([log_width, log_length]) + log_scale)
    corners_m = _placed(_AROUND * size_m, x_m, y_m, turn_rad, -depth * torso_m)
    off = _off(camera, corners_m, _as_started(mat, corners_m, camera), mat.click_px, mat.slack_m)
    if mat.width_m is None or mat.length_m is None:
        usual = np.log([_USUAL_WIDTH_M, _USUAL_LENGTH_M])
        size = (np.array([log_width, log_length]) - usual) / _LOG_USUAL_SPREAD
    else:
        size = (np.array([log_width, log_length]) - np.log([mat.width_m, mat.length_m])) / _LOG_SIZE_SPREAD
    return np.concatenate([off, size, [(depth - _MAT_DEPTH) / _MAT_DEPTH_SPREAD]])


def _as_started(mat: MatTask, corners_m: FloatArray, camera: Camera) -> FloatArray:
    """The marked corners, each beside the corner of the rectangle that it was matched with."""
    marked_px, placed_px = around(mat.corners_px), camera.project(corners_m)
    turns = [np.roll(marked_px, -turn, axis=0) for turn in range(4)]
    return min(turns, key=lambda turned_px: float(np.abs(turned_px - placed_px).sum()))


def _marker_residuals(
    task: GroundTask, camera: Camera, numbers: FloatArray, log_scale: float, torso_m: float
) -> FloatArray:
    depth, places = numbers[0], numbers[1:].reshape(-1, _PER_MARKER)
    square_m = _PRINTED * task.marker_m * np.exp(log_scale)
    parts = [np.array([(depth - _MARKER_DEPTH) / _MARKER_DEPTH_SPREAD])]
    for marker, (x_m, y_m, turn_rad) in zip(task.markers, places, strict=True):
        corners_m = _placed(square_m, x_m, y_m, turn_rad, -depth * torso_m)
        parts.append(_off(camera, corners_m, marker.corners_px, _MARKER_PX, _MARKER_FLAT_M))
    return np.concatenate(parts)


def _off(camera: Camera, points_m: FloatArray, seen_px: FloatArray, sigma_px: float, sigma_m: float) -> FloatArray:
    """How far points are seen from where they would be, in standard deviations."""
    px_per_m = camera.focal_px / np.maximum(camera.depth_m(points_m), 0.1)
    return ((camera.project(points_m) - seen_px) / np.hypot(sigma_px, sigma_m * px_per_m)[:, None]).ravel()


def _placed(plan_m: FloatArray, x_m: float, y_m: float, turn_rad: float, z_m: float) -> FloatArray:
    """(N, 2) points on a plan → (N, 3) scene frame."""
    cos, sin = np.cos(turn_rad), np.sin(turn_rad)
    turned = plan_m @ np.array([[cos, sin], [-sin, cos]]) + np.array([x_m, y_m])
    return np.column_stack([turned, np.full(len(plan_m), z_m)])


def _on_ground(camera: Camera, points_px: FloatArray, depth_m: float) -> FloatArray:
    """(N, 2) where points of the picture lie on the plan; those above the horizon far away."""
    plan_m = camera.on_plane(points_px, -depth_m)[:, :2]
    aside_m = _FAR_M * (points_px[:, 0] - camera.width_px / 2) / camera.focal_px
    return np.where(np.isfinite(plan_m), plan_m, np.column_stack([aside_m, np.full(len(plan_m), _FAR_M)]))
