"""Fit camera, lying body and standing body together to landmarks of both people.

A lying body's joints are nearly in one plane and their distances are known within a few percent, so ten landmarks tell
the camera's pitch and height, and the focal length as far as perspective shows it. A person who stands upright on
the body adds what a foreshortened body shows badly: which way is up, and how far a known height is away. What a user
or a file tells beside that enters in the same way: focal length, mat, markers (`ground_fit`), spine line, heights. All
else is a prior with a stated spread, so the fit also tells how sure it is: `SceneFit.covariance`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from coach.core.geometry.camera import Camera
from coach.core.geometry.ground_fit import GroundTask, ground_residuals, ground_starts
from coach.core.geometry.lying_body import (
    DEFAULT_HEIGHT_M,
    SHAPE_NAMES,
    SPREAD,
    TEMPLATE_JOINTS,
    BodyShape,
    shape_vector,
    spine_points_m,
)
from coach.core.geometry.scene import Scene
from coach.core.landmarks import FloatArray
from coach.core.small_arrays import length_of

# Priors of the camera. Focal length: webcams and phones see 60 to 80 degrees across the longer side, 0.72 of it is 70.
FOCAL_OF_LONG_SIDE = 0.72
_LOG_FOCAL_SPREAD = 0.12
_ROLL_SPREAD_RAD = np.radians(2.0)  # a camera that stands on something
_PITCH_RAD, _PITCH_SPREAD_RAD = np.radians(25.0), np.radians(25.0)
_HEIGHT_M, _LOG_HEIGHT_SPREAD = 1.2, 0.4  # above the body: low table to shelf
_START_PITCHES_RAD = np.radians([15.0, 30.0, 50.0])
_MAX_STEPS = 60
_LOG_HEIGHT, _HIP_PLACE, _YAW = 3, slice(4, 6), 6  # rows of some of the view's numbers
_VIEW_NUMBERS = 8  # log focal, roll, pitch, log height, hip x, hip y, yaw, log giver's height
# The giver's joints above the soles as fractions of body height, of who treads: the knees soft, the trunk a little
# forward, and of the shoulder its joint. Means of 175 standing givers with both feet on a back (docs/accuracy.md); who
# stands upright has 0.039, 0.530 and, at the bone's outer point, 0.818 (Drillis and Contini, as in lying_body).
_ANKLE, _HIP, _SHOULDER = 0.036, 0.500, 0.773
_LOG_GIVER_HEIGHT_SPREAD = 0.05  # adults; a told height is surer
_LOG_TOLD_HEIGHT_SPREAD = 0.015
_LOG_TORSO_SPREAD = 0.045  # of the receiver's torso, where the fit does not ask how long it is
_INDEPENDENT_LOOKS = 1  # who treads leans the same way all the time, towards what the hands hold
# Errors of the joints go together (a body seen a little too far left as a whole), which the fit takes for independent:
# on unseen pictures with ground truth feet were off by this much more than the spread so computed (docs/accuracy.md).
_SPREAD_FACTOR = 1.1
# The place between two feet on a back strays some 6 cm from the spine (a foot on the spine itself moves it by 4). It
# must stay a weak hint: a giver who treads on one side only would drag the spine along.
_ASTRIDE_CM = 6.0 / _SPREAD_FACTOR
_NOT_ASTRIDE = 10.0  # standard deviations: feet above the horizon contradict the scene
_FAR_M = 8.0
_TOLD_CM = 0.5  # how exactly a line is marked by hand
_TOLD_ROUNDS = 12
_NEAR_CM = 0.001
_NUDGE = 1e-4
_SPINE_ERROR_M = 0.012  # of the spine on bodies that the network has not seen, beside what it says of itself
_LEAN_OF_HEIGHT = 0.035  # how far a standing person's joints stray from one vertical line


@dataclass(frozen=True, slots=True)
class SceneFit:
    """A fitted scene and how far to trust it.

    Attributes:
        scene: the scene, in metres as far as they are known.
        cost: half the sum of squared residuals in standard deviations (robust), those of the ground left out: below
            about 6 the points are those of a lying body.
        vector: (24,) the fitted numbers; `scene_of` turns it into the scene.
        covariance: (24, 24) of `vector`.
        ground_cost: the same of what is known of the ground: mat, markers, scale; 0 if nothing is.
    """

    scene: Scene
    cost: float
    vector: FloatArray
    covariance: FloatArray
    ground_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class StandingLook:
    """A person who stands upright on the receiver's back, in one frame.

    Attributes:
        middles_px: (3, 2) image px: middles of ankles, hips and shoulders.
        between_feet_px: (2,) image px: middle of both soles.
    """

    middles_px: FloatArray
    between_feet_px: FloatArray


@dataclass(frozen=True, slots=True)
class FocalPrior:
    """A focal length, px, and one standard deviation of its logarithm."""

    focal_px: float
    log_spread: float


@dataclass(frozen=True, slots=True)
class FitTask:
    """What a fit starts from.

    Attributes:
        joints_px: (10, 2) image px, rows as in `TEMPLATE_JOINTS`; NaN = unseen.
        sigma_px: (10,) one standard deviation of each, px.
        width_px, height_px: size of the picture.
        torso_m: shoulder line to hip line, m: the scale.
        giver_height_m: body height of the standing person, m.
        giver_height_told: True if a user said so, False if it is an adult's mean.
        standing: looks at the giver while upright on the back; empty while there are none.
        spine_px: (3, 2) image px: neck, middle and sacrum on the skin as the network sees them, None if it does not.
        spine_sigma_px: (3,) one standard deviation of each, px.
        told_spine_px: (2, 2) image px: the spine line from neck to tail as a user marked it, None if nobody did.
        start: an earlier fit to go on from; None = try several camera pitches.
        focal: what is known of the focal length beside the usual.
        ground: what is known of the ground; None = nothing.
    """

    joints_px: FloatArray
    sigma_px: FloatArray
    width_px: int
    height_px: int
    torso_m: float
    giver_height_m: float = DEFAULT_HEIGHT_M
    giver_height_told: bool = False
    standing: tuple[StandingLook, ...] = ()
    spine_px: FloatArray | None = None
    spine_sigma_px: FloatArray | None = None
    start: SceneFit | None = None
    told_spine_px: FloatArray | None = None
    focal: FocalPrior | None = None
    ground: GroundTask | None = None


def fit_scene(task: FitTask) -> SceneFit | None:
    """Fit the scene; None if a torso corner is unknown or no start leads anywhere."""
    if not np.isfinite(task.joints_px[:4]).all():
        return None
    views = [_start(task, pitch) for pitch in _START_PITCHES_RAD] if task.start is None else [_again(task, task.start)]
    starts = [
        np.concatenate([view, ground])
        for view in views
        for ground in ground_starts(task.ground, scene_of(view, task).camera, task.torso_m)
    ]
    fits = [_descend(start, task) for start in starts if np.isfinite(start).all()]
    finite = (fit for fit in fits if np.isfinite(fit.vector).all())
    return min(finite, key=lambda fit: fit.cost + fit.ground_cost, default=None)


def _descend(start: FloatArray, task: FitTask) -> SceneFit:
    found = least_squares(_residuals, start, loss="soft_l1", max_nfev=_MAX_STEPS, args=(task,))
    cost = float(found.cost)
    numbers = np.asarray(found.x, dtype=np.float64)
    jacobian = np.asarray(found.jac, dtype=np.float64)
    covariance = np.asarray(np.linalg.pinv(jacobian.T @ jacobian, hermitian=True), dtype=np.float64)
    covariance = covariance * _SPREAD_FACTOR**2
    ground_cost = (
        0.0 if task.ground is None else _robust_cost(_ground_residuals(scene_of(numbers, task), numbers, task))
    )
    if task.told_spine_px is not None:
        numbers, covariance = _laid_along(task.told_spine_px, numbers, covariance, task)
    if task.ground is None:
        return SceneFit(scene_of(numbers, task), cost, numbers, covariance)
    vector, covariance, torso_m = _in_metres(numbers, covariance, task.torso_m)
    scene = scene_of(vector, replace(task, torso_m=torso_m))
    return SceneFit(scene, cost - ground_cost, vector, covariance, ground_cost)


def _robust_cost(off: FloatArray) -> float:
    """Half the sum of squares under the loss that the fit uses."""
    return float((np.sqrt(1.0 + off**2) - 1.0).sum())


def _in_metres(numbers: FloatArray, covariance: FloatArray, torso_m: float) -> tuple[FloatArray, FloatArray, float]:
    """The view's and the body's numbers and the torso in true metres; the scene was fitted in torsos of a set length.

    The ground's numbers are left behind: their spread stays in the covariance of the others.
    """
    count = _VIEW_NUMBERS + len(SHAPE_NAMES)
    log_scale = float(numbers[count])
    vector = numbers[:count].copy()
    vector[_LOG_HEIGHT] -= log_scale
    vector[_HIP_PLACE] *= np.exp(-log_scale)
    change = np.eye(count, len(numbers))
    change[_LOG_HEIGHT, count] = -1.0
    change[_HIP_PLACE, _HIP_PLACE] *= np.exp(-log_scale)
    change[_HIP_PLACE, count] = -vector[_HIP_PLACE]
    return vector, change @ covariance @ change.T, torso_m * float(np.exp(-log_scale))


def _again(task: FitTask, before: SceneFit) -> FloatArray:
    """An earlier fit's numbers, in torsos of this task's length."""
    scale = task.torso_m / before.scene.torso_m
    vector = before.vector.copy()
    vector[_LOG_HEIGHT] += np.log(scale)
    vector[_HIP_PLACE] *= scale
    return vector


def scene_of(vector: FloatArray, task: FitTask) -> Scene:
    """Read the fitted numbers as a scene; numbers of the ground may follow and are passed over."""
    log_focal, roll_rad, pitch_rad, log_height, _, _, yaw_rad = vector[:7].tolist()
    camera = Camera(
        float(np.exp(log_focal)),
        roll_rad,
        pitch_rad,
        float(np.exp(log_height)),
        task.width_px,
        task.height_px,
    )
    shape = BodyShape(*vector[_BODY_NUMBERS].tolist())
    return Scene(camera, vector[_HIP_PLACE].copy(), yaw_rad, task.torso_m, shape)


def _residuals(vector: FloatArray, task: FitTask) -> FloatArray:
    scene = scene_of(vector, task)
    off = (scene.joints_px() - task.joints_px) / task.sigma_px[:, None]
    off = np.where(np.isfinite(off), off, 0.0)
    camera = np.array(
        [
            (vector[0] - _log_focal(task)) / (_LOG_FOCAL_SPREAD if task.focal is None else task.focal.log_spread),
            vector[1] / _ROLL_SPREAD_RAD,
            (vector[2] - _PITCH_RAD) / _PITCH_SPREAD_RAD,
            (vector[3] - np.log(_HEIGHT_M)) / _LOG_HEIGHT_SPREAD,
            vector[7] / _giver_spread(task),
        ]
    )
    shape = (vector[_BODY_NUMBERS] - _MEAN_SHAPE) / _SHAPE_SPREAD
    return np.concatenate(
        [
            off.ravel(),
            camera,
            shape,
            _spine_residuals(scene, task),
            _standing_residuals(vector, task),
            _ground_residuals(scene, vector, task),
        ]
    )


def _giver_spread(task: FitTask) -> float:
    """Of the giver's height against the receiver's torso, which is known no better while the scale is not fitted."""
    spread = _LOG_TOLD_HEIGHT_SPREAD if task.giver_height_told else _LOG_GIVER_HEIGHT_SPREAD
    return float(np.hypot(spread, _LOG_TORSO_SPREAD)) if task.ground is None else spread


def _ground_residuals(scene: Scene, vector: FloatArray, task: FitTask) -> FloatArray:
    return ground_residuals(task.ground, scene.camera, vector[_BODY_NUMBERS.stop :], task.torso_m)


def _spine_residuals(scene: Scene, task: FitTask) -> FloatArray:
    """Points of the spine on the skin lie on the projected spine line; where along it does not count."""
    if task.spine_px is None or task.spine_sigma_px is None:
        return np.empty(0)
    line_m = scene.scene_from_body(spine_points_m(scene.shape, task.torso_m))
    line_px = scene.camera.project(line_m)
    along_px = line_px[-1] - line_px[0]
    across = np.array([-along_px[1], along_px[0]]) / max(length_of(along_px), 1.0)
    px_per_m = scene.camera.focal_px / scene.camera.depth_m(line_m)
    off = (task.spine_px - line_px) @ across / np.hypot(task.spine_sigma_px, _SPINE_ERROR_M * px_per_m)
    return np.where(np.isfinite(off), off, 0.0)


def _laid_along(
    line_px: FloatArray, numbers: FloatArray, covariance: FloatArray, task: FitTask
) -> tuple[FloatArray, FloatArray]:
    """Numbers and covariance with the body slid and turned on the ground until a marked line is its spine line.

    The camera stays: what is seen of the body tells it best, even where the body lies a little elsewhere. A line that
    runs over the horizon changes nothing.
    """
    laid, by_move = numbers, np.eye(2)
    for _ in range(_TOLD_ROUNDS):
        off_cm = _off_spine_cm(line_px, laid, task)
        by_move = _slopes(lambda move, about=laid: _off_spine_cm(line_px, _moved(about, move), task), np.zeros(2))
        if not (np.isfinite(off_cm).all() and np.isfinite(by_move).all() and abs(np.linalg.det(by_move)) > 0):
            return numbers, covariance
        if np.abs(off_cm).max() < _NEAR_CM:
            break
        laid = _moved(laid, -np.asarray(np.linalg.solve(by_move, off_cm), dtype=np.float64))
    by_numbers = _slopes(lambda other: _off_spine_cm(line_px, other, task), laid)
    moves = _slopes(lambda move: _moved(laid, move), np.zeros(2)) @ np.linalg.inv(by_move)
    change = np.eye(len(laid)) - moves @ by_numbers
    return laid, change @ covariance @ change.T + _TOLD_CM**2 * moves @ moves.T


def _slopes(function: Callable[[FloatArray], FloatArray], at: FloatArray) -> FloatArray:
    """(M, N) of a function of N numbers."""
    here = function(at)
    return np.column_stack([(function(at + step) - here) / _NUDGE for step in _NUDGE * np.eye(len(at))])


def _moved(numbers: FloatArray, move: FloatArray) -> FloatArray:
    """Move the body by `move`: metres to its right, and radians about its hips."""
    moved = numbers.copy()
    yaw_rad = numbers[_YAW]
    moved[_HIP_PLACE] += move[0] * np.array([np.cos(yaw_rad), np.sin(yaw_rad)])
    moved[_YAW] += move[1]
    return moved


def _off_spine_cm(line_px: FloatArray, numbers: FloatArray, task: FitTask) -> FloatArray:
    """(2,) how far a line's ends lie beside the spine; NaN above the horizon."""
    return scene_of(numbers, task).back_from_image(line_px, 0.0)[:, 0]


def _standing_residuals(vector: FloatArray, task: FitTask) -> FloatArray:
    """Each look's hips give its place on the plan; ankles and shoulders must then lie on one vertical line.

    All looks together count as a few: they share the person's height and the network's bias. Who treads a back stands
    astride the spine, one foot on each side of it (technique.md D1, D5): the places between the feet, further and
    further down the back, are weak hints where the spine runs, which count in views that tell left from right badly.
    """
    if not task.standing:
        return np.empty(0)
    scene = scene_of(vector, task)
    camera = scene.camera
    height_m = task.giver_height_m * np.exp(vector[7])
    if task.ground is not None and task.giver_height_told:
        height_m *= np.exp(vector[_BODY_NUMBERS.stop])
    middles_px = np.array([look.middles_px for look in task.standing])
    middle_m = scene.middle_skin_m + scene.sole_height_m
    base_m = np.full(len(task.standing), middle_m)
    place_m = camera.on_heights(middles_px[:, 1], base_m + _HIP * height_m)
    aside_m = _FAR_M * (middles_px[:, 1, 0] - camera.width_px / 2) / camera.focal_px
    far_m = np.column_stack([aside_m, np.full(len(aside_m), _FAR_M)])
    place_m = np.where(np.isfinite(place_m[:, :2]), place_m[:, :2], far_m)  # hips above the horizon: far away
    length_px = np.linalg.norm(middles_px[:, 2] - middles_px[:, 0], axis=1)
    share = np.sqrt(max(1.0, len(task.standing) / _INDEPENDENT_LOOKS))
    sigma_px = _LEAN_OF_HEIGHT * length_px / (_SHOULDER - _ANKLE) * share
    off_px = [
        camera.project(np.column_stack([place_m, base_m + part * height_m])) - middles_px[:, row]
        for part, row in ((_ANKLE, 0), (_SHOULDER, 2))
    ]
    upright = (np.concatenate(off_px) / np.tile(sigma_px, 2)[:, None]).ravel()
    between_cm = scene.back_from_image(np.array([look.between_feet_px for look in task.standing]), scene.sole_height_m)
    astride = between_cm[:, 0] / _ASTRIDE_CM
    return np.concatenate([upright, np.where(np.isfinite(astride), astride, _NOT_ASTRIDE)])


def _start(task: FitTask, pitch_rad: float) -> FloatArray:
    """First guess for one pitch: put the torso's two middles on the plane, then scale height to its known length."""
    focal_px = np.exp(_log_focal(task))
    camera = Camera(float(focal_px), 0.0, float(pitch_rad), _HEIGHT_M, task.width_px, task.height_px)
    middles_px = np.array([task.joints_px[:2].mean(axis=0), task.joints_px[2:4].mean(axis=0)])
    shoulder_m, hip_m = camera.on_plane(middles_px, 0.0)[:, :2]
    up_m = shoulder_m - hip_m
    scale = task.torso_m / np.linalg.norm(up_m)
    view = [
        _log_focal(task),
        0.0,
        pitch_rad,
        np.log(np.clip(_HEIGHT_M * scale, 0.4, 4.0)),
        *(hip_m * scale),
        np.arctan2(-up_m[0], up_m[1]),
        0.0,
    ]
    return np.concatenate([view, _MEAN_SHAPE])


def _log_focal(task: FitTask) -> float:
    if task.focal is not None:
        return float(np.log(task.focal.focal_px))
    return float(np.log(FOCAL_OF_LONG_SIDE * max(task.width_px, task.height_px)))


_BODY_NUMBERS = slice(_VIEW_NUMBERS, _VIEW_NUMBERS + len(SHAPE_NAMES))
_MEAN_SHAPE = shape_vector(BodyShape())
_SHAPE_SPREAD = shape_vector(SPREAD)
assert len(TEMPLATE_JOINTS) == 10
