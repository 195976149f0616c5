"""Several looks at one lying body, folded into one measured scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.body_look import TRUSTED
from coach.core.geometry.fit_scene import FitTask, FocalPrior, SceneFit, fit_scene
from coach.core.geometry.lying_body import DEFAULT_TORSO_M, TEMPLATE_JOINTS, TRUNK_OF_HEIGHT
from coach.core.landmarks import FloatArray, Pose
from coach.core.look import Answer, Hints, PictureSize
from coach.core.people.prone import as_prone
from coach.core.people.regions import KEY, extent_px, is_whole

# How far MediaPipe's own landmarks err on a prone body however often it is looked at, in parts of the body's extent,
# for shoulders, hips, knees, ankles, ears (measured on rendered stills with ground truth, docs/accuracy.md).
_MEDIAPIPE_ERROR = np.repeat([0.09, 0.07, 0.07, 0.024, 0.18], 2)
# Looks at one body share most of their error: the median of many errs as one of them does, and on bodies and rooms that
# the network has not seen by more than it says of itself (docs/accuracy.md).
_SHARED = 1.3
_LEAST_ERROR = 0.006  # of the extent
_FOLLOWING_ERROR = 0.06  # of the extent, of a landmark that the network does not place
_MIN_LOOKS = 3


@dataclass(frozen=True, slots=True, eq=False)  # one body is itself alone, so that caches can be by it
class LyingBody:
    """A lying body as several looks agree on it.

    Attributes:
        pose: landmarks, image px: the template's joints from the fit, the rest the median of the looks.
        looks_pose: the plain median of the looks.
        fit: camera and body.
        joints_sigma_px: (10,) one standard deviation of the template's joints in `looks_pose`, px.
        spread: how far the looks lie from their median, as a fraction of the body's extent.
        trust: mean of the network's own belief in the looks that were folded.
        spine_px: (3, 2) image px: neck, middle and sacrum on the skin; None if no look tells.
        spine_sigma_px: (3,) one standard deviation of each, px.
        supine: share of the looks that take the body for a supine one.
        on_side: mean of the looks' beliefs that the body lies on its side; NaN = no look tells.
        believed: mean of the network's belief in all looks that were taken, folded or left out.
    """

    pose: Pose
    looks_pose: Pose
    fit: SceneFit
    joints_sigma_px: FloatArray
    spread: float
    trust: float
    spine_px: FloatArray | None = None
    spine_sigma_px: FloatArray | None = None
    supine: float = float("nan")
    on_side: float = float("nan")
    believed: float = float("nan")


def torso_m(hints: Hints) -> float:
    """Shoulder line to hip line, m: from the receiver's height if it was told, else of a person of average height."""
    return hints.receiver_height_m * TRUNK_OF_HEIGHT if hints.receiver_height_m else DEFAULT_TORSO_M


def fold_looks(
    answers: tuple[Answer, ...],
    size: PictureSize,
    torso_length_m: float,
    before: LyingBody | None = None,
    focal: FocalPrior | None = None,
) -> LyingBody | None:
    """Fold looks at one prone body; None if too few are whole or no scene explains them.

    Args:
        answers: looks from regions that differ a little in size and turn.
        size: of the picture.
        torso_length_m: the scale, m.
        before: an earlier fold of the same body, to go on from.
        focal: the focal length, if it was told.
    """
    usable = _usable(answers)
    if len(usable) < _MIN_LOOKS:
        return None
    poses = np.array([as_prone(a.pose).xy_px for a in usable])
    middle = np.median(poses, axis=0)
    visibility = np.median([as_prone(a.pose).visibility for a in usable], axis=0)
    looks_pose = Pose(middle, visibility)
    extent = extent_px(looks_pose)
    if not extent > 1.0:
        return None
    off_px = np.linalg.norm(poses - middle, axis=2)
    spread = float(np.median(off_px[:, KEY]) / extent)
    rows = np.array(TEMPLATE_JOINTS)
    sigma_px = _joints_sigma_px(usable, extent)
    spine_px, spine_sigma_px = _spine(usable, extent) or (None, None)
    fit = fit_scene(
        FitTask(
            middle[rows],
            sigma_px,
            size.width,
            size.height,
            torso_length_m,
            start=before.fit if before is not None else None,
            spine_px=spine_px,
            spine_sigma_px=spine_sigma_px,
            focal=focal,
        )
    )
    if fit is None:
        return None
    xy_px = middle.copy()
    xy_px[rows] = fit.scene.joints_px()
    trust = float(np.mean([belief(a) for a in usable]))
    supine = float(np.mean([as_prone(a.pose) is not a.pose for a in usable]))
    told = [a.body.on_side for a in usable if a.body is not None and np.isfinite(a.body.on_side)]
    on_side = float(np.mean(told)) if told else float("nan")
    believed = float(np.mean([belief(a) for a in answers]))
    pose = Pose(xy_px, visibility)
    told_spine = (spine_px, spine_sigma_px)
    return LyingBody(pose, looks_pose, fit, sigma_px, spread, trust, *told_spine, supine, on_side, believed)


def belief(answer: Answer) -> float:
    """0..1: that the region shows the person asked for; of the detector's finds, that they show anybody."""
    return answer.presence if answer.body is None else answer.body.trust


def _usable(answers: tuple[Answer, ...]) -> list[Answer]:
    """Those that the network for lying people trusts; if too few, all that are not much worse than the best."""
    whole = [a for a in answers if is_whole(a.pose)]
    trusted = [a for a in whole if a.body is not None and a.body.trust >= TRUSTED]
    if len(trusted) >= _MIN_LOOKS:
        return trusted
    best = max((a.presence for a in whole), default=0.0)
    return [a for a in whole if a.presence >= 0.5 * best]


def _joints_sigma_px(answers: list[Answer], extent: float) -> FloatArray:
    """(10,) one standard deviation of the template's joints as these looks give them, px."""
    told = [a.body.sigma_px for a in answers if a.body is not None and a.body.trust >= TRUSTED]
    if len(told) < len(answers):
        return _MEDIAPIPE_ERROR * extent
    sigma_px = _SHARED * np.median(told, axis=0)[np.array(TEMPLATE_JOINTS)]
    sigma_px = np.where(np.isfinite(sigma_px), sigma_px, _FOLLOWING_ERROR * extent)
    return np.maximum(sigma_px, _LEAST_ERROR * extent)


def _spine(answers: list[Answer], extent: float) -> tuple[FloatArray, FloatArray] | None:
    """(3, 2) spine points, px, and (3,) one standard deviation of each, px; None if a look does not tell them."""
    told = [a.body for a in answers if a.body is not None and a.body.trust >= TRUSTED]
    if len(told) < len(answers):
        return None
    sigma_px = _SHARED * np.median([body.spine_sigma_px for body in told], axis=0)
    return np.median([body.spine_px for body in told], axis=0), np.maximum(sigma_px, _LEAST_ERROR * extent)
