"""Several looks at one lying body, folded into one measured scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.fit_scene import FitTask, SceneFit, fit_scene
from coach.core.geometry.lying_body import DEFAULT_TORSO_M, TEMPLATE_JOINTS, TRUNK_OF_HEIGHT
from coach.core.landmarks import FloatArray, Pose
from coach.core.look import Answer, Hints, PictureSize
from coach.core.people.prone import as_prone
from coach.core.people.regions import KEY, extent_px, is_whole

# A landmark of a prone body is off by about this much of the body's extent however often it is looked at: the part of
# the error that looks share (measured on rendered stills with ground truth, docs/accuracy.md).
_SHARED_ERROR_OF_EXTENT = 0.03
_MIN_LOOKS = 3


@dataclass(frozen=True, slots=True)
class LyingBody:
    """A lying body as several looks agree on it.

    Attributes:
        pose: landmarks, image px: the template's joints from the fit, the rest the median of the looks.
        looks_pose: the plain median of the looks.
        fit: camera and body.
        spread: how far the looks lie from their median, as a fraction of the body's extent.
        presence: mean of the network's own belief.
    """

    pose: Pose
    looks_pose: Pose
    fit: SceneFit
    spread: float
    presence: float


def torso_m(hints: Hints) -> float:
    """Shoulder line to hip line, m: from the receiver's height if it was told, else of a person of average height."""
    return hints.receiver_height_m * TRUNK_OF_HEIGHT if hints.receiver_height_m else DEFAULT_TORSO_M


def fold_looks(
    answers: tuple[Answer, ...], size: PictureSize, torso_length_m: float, before: LyingBody | None = None
) -> LyingBody | None:
    """Fold looks at one prone body; None if too few are whole or no scene explains them.

    Args:
        answers: looks from regions that differ a little in size and turn.
        size: of the picture.
        torso_length_m: the scale, m.
        before: an earlier fold of the same body, to go on from.
    """
    usable = [a for a in answers if is_whole(a.pose)]
    if len(usable) < _MIN_LOOKS:
        return None
    best = max(a.presence for a in usable)
    usable = [a for a in usable if a.presence >= 0.5 * best]
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
    fit = fit_scene(
        FitTask(
            middle[rows],
            joints_sigma_px(looks_pose),
            size.width,
            size.height,
            torso_length_m,
            start=before.fit.vector if before is not None else None,
        )
    )
    if fit is None:
        return None
    xy_px = middle.copy()
    xy_px[rows] = fit.scene.joints_px()
    presence = float(np.mean([a.presence for a in usable]))
    return LyingBody(Pose(xy_px, visibility), looks_pose, fit, spread, presence)


def joints_sigma_px(pose: Pose) -> FloatArray:
    """(10,) one standard deviation of the template's joints as looks give them, px."""
    return np.full(len(TEMPLATE_JOINTS), _SHARED_ERROR_OF_EXTENT * extent_px(pose))
