"""Where the middle of a standing sole can be: a surface of its own above the back, with a spread.

A sole bridges the hollow of the spine between the muscles beside it and rests on the highest points under it, so it
does not follow the skin: its height is nearly the same up to 7 cm from the spine and falls off steeply beyond, towards
the ribs' ends. On the far side of a low view that slope is nearly the ray's own: the ray passes within the spread of
the surface for many centimetres, and all of these places are possible. So a ray is not cut with the surface; each
place along it counts by how well its height fits, and the mean and the spread of these places are the answer.

Source of the numbers: 847 soles of rendered bodies, feet everywhere across the back (docs/accuracy.md): the mean
height over the spine's skin, in parts of the torso length, is 0.040 within 0.15 of the spine, 0.023 at 0.19, 0.006 at
0.23 and -0.017 at 0.28; standard deviation 0.020 to 0.028. What the fitted skin is off by is added (decision 0014).
Beyond the 7th neck vertebra, where the modelled skin goes on level, 150 rendered bodies lie 0.04 lower within 0.09 of
the torso length, and soles on them 0.04 to 0.08 (decision 0049).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray

# Parts of the torso length.
_LEVEL = 0.040
_SHOULDER = 0.155  # from the spine: as far as this a sole lies level
_SLOPE = 0.45
# Beyond the 7th neck vertebra, from the hip line, it falls off by so much as far as the nape.
_NECK, _NAPE, _NECK_FALL = 1.12, 1.35, 0.435
_EDGE = 0.35  # beyond it there is no back any more, and the height stays as it is there
SOLE_SPREAD = 0.03
# Nobody stands on the slope itself: farther out than this a foot slips off.
_BACK_HALF_WIDTH, _BACK_SOFT_EDGE = 0.25, 0.08
_SLIPPED = 3.0  # standard deviations: feet on the floor have a place too
_STEPS = 71
_TRIED = np.linspace(-0.14, 0.14, _STEPS)  # heights that are tried, above the middle of the back's skin


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where rays can end on a sole's surface.

    Attributes:
        centre_cm: (N, 2) mean place in the back frame, cm; NaN where a ray comes near no height that is tried.
        covariance_cm2: (N, 2, 2) of the place, from the surface's spread alone, cm².
    """

    centre_cm: FloatArray
    covariance_cm2: FloatArray


def sole_m(scene: Scene, places_m: FloatArray) -> FloatArray:
    """(N,) mean height of a standing sole's middle above z = 0, m, at (N, 2) places in the body frame, m."""
    over_spine_m = scene.surface.spine_height_m(places_m[:, 1])
    aside = np.minimum(np.abs(places_m[:, 0]) / scene.torso_m, _EDGE)
    beyond = np.clip(places_m[:, 1] / scene.torso_m, _NECK, _NAPE) - _NECK
    return over_spine_m + scene.torso_m * (_LEVEL - _SLOPE * np.maximum(aside - _SHOULDER, 0.0) - _NECK_FALL * beyond)


def sole_above_skin_m(scene: Scene, centre_cm: FloatArray) -> float:
    """How far above the modelled skin a sole's middle lies at (2,) a place of the back frame, m."""
    place_m = np.array([[centre_cm[0] / CM_PER_M, scene.torso_m - centre_cm[1] / CM_PER_M]])
    return float((sole_m(scene, place_m) - scene.skin_m(place_m))[0])


def meet_sole(scene: Scene, points_px: FloatArray) -> Meeting:
    """Take (N, 2) image px of soles' middles down to where such soles stand. NaN passes through."""
    count = len(points_px)
    heights_m = np.tile(scene.middle_skin_m + scene.torso_m * _TRIED, count)
    places_m = scene.body_from_image(np.repeat(points_px, _STEPS, axis=0), heights_m)
    off = (heights_m - sole_m(scene, places_m)) / (SOLE_SPREAD * scene.torso_m)
    aside = np.abs(places_m[:, 0]) / scene.torso_m
    slips = np.maximum(aside - _BACK_HALF_WIDTH, 0.0) / _BACK_SOFT_EDGE
    weights = _known(np.exp(-0.5 * (off**2 + np.minimum(slips, _SLIPPED) ** 2))).reshape(count, _STEPS)
    total = weights.sum(axis=1)
    weights = weights / np.where(total > 0, total, np.nan)[:, None]
    places_cm = _known(scene.back_from_body(places_m)).reshape(count, _STEPS, 2)
    centre_cm = np.einsum("ns,nsk->nk", weights, places_cm)
    away_cm = places_cm - centre_cm[:, None]
    return Meeting(centre_cm, np.einsum("ns,nsj,nsk->njk", weights, away_cm, away_cm))


def _known(values: FloatArray) -> FloatArray:
    """The values, 0 where they are NaN."""
    return np.where(np.isnan(values), 0.0, values)
