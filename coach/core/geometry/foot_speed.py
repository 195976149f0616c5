"""One look at a foot, and how fast it moves from look to look: along whichever way, and down.

Two windows of the newest looks are compared, the newer one's mean with the older one's. Frames: the image, px; the
back, cm.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray
from coach.core.small_arrays import length_of, mean_of

_DROP_CM = 5.0  # how a fall looks in the picture is read off a fall by this much


@dataclass(frozen=True, slots=True)
class FootSample:
    """One look at a foot.

    Attributes:
        t_s: when.
        middle_px: (2,) mean of its points in the image, px.
        centre_cm: (2,) the footprint's centre if it stood on the back.
        floor: the network's probability that it stands on the floor.
        sigma_px: one standard deviation of `middle_px` in any direction; a foot's points err together.
        ground_px: (2,) what stands there, the sole's middle or the knee, image px.
        variance_cm2: (2,) of `centre_cm`, across and along the back, from this look and the sole's height.
    """

    t_s: float
    middle_px: FloatArray
    centre_cm: FloatArray
    floor: float
    sigma_px: float = 0.0
    ground_px: FloatArray = field(default_factory=lambda: np.full(2, np.nan))
    variance_cm2: FloatArray = field(default_factory=lambda: np.full(2, np.nan))


@dataclass(frozen=True, slots=True)
class _Shift:
    """A foot's move between two windows of looks, px/s.

    Looks of one window share their error, so a mean is no better than a look: `typical_px_s` is a typical look's
    standard deviation. Where a foot is hidden for a part of a window, the mean moves by the worst look's error:
    `worst_px_s`.
    """

    velocity_px_s: FloatArray
    typical_px_s: float
    worst_px_s: float


def speed_cm_s(scene: Scene, samples: tuple[FootSample, ...], window_s: float) -> tuple[float, float]:
    """How fast the foot moves as the picture shows it, and one standard deviation, the worst look's, cm/s.

    Both NaN until both windows of `window_s` hold a sample.
    """
    shift = _shift(samples, window_s)
    if shift is None:
        return float("nan"), float("nan")
    cm_per_px = _cm_per_px(scene, samples[-1].centre_cm)
    return length_of(shift.velocity_px_s) * cm_per_px, shift.worst_px_s * cm_per_px


def fall_speed_cm_s(scene: Scene, samples: tuple[FootSample, ...], window_s: float) -> tuple[float, float]:
    """How fast the foot comes down, and one standard deviation, a typical look's, cm/s; 0 = it does not.

    The part of the foot's move along the way in which things fall in this picture, as long as a fall looks there. So a
    look that takes the other foot for this one, or one behind a leg, which err sideways, is no drop. A foot that comes
    level towards a camera far above looks as if it fell as well. Both NaN until both windows hold a sample.
    """
    shift = _shift(samples, window_s)
    if shift is None:
        return float("nan"), float("nan")
    place_cm = samples[-1].centre_cm[None]
    low_px, high_px = (
        scene.image_from_back(place_cm, scene.sole_height_m + above_cm / CM_PER_M)[0] for above_cm in (0.0, _DROP_CM)
    )
    px_per_cm = (low_px - high_px) / _DROP_CM
    length_px_per_cm = length_of(px_per_cm)
    if not length_px_per_cm > 0:
        return float("nan"), float("nan")
    down_px_s = float(shift.velocity_px_s @ px_per_cm) / length_px_per_cm
    return max(down_px_s, 0.0) / length_px_per_cm, shift.typical_px_s / length_px_per_cm


def _shift(samples: tuple[FootSample, ...], window_s: float) -> _Shift | None:
    """Between the newest window and the one before it; None until both hold a sample."""
    now_s = samples[-1].t_s
    new = [s for s in samples if s.t_s > now_s - window_s + 1e-6]
    old = [s for s in samples if now_s - 2 * window_s + 1e-6 < s.t_s <= now_s - window_s + 1e-6]
    if not old:
        return None
    (new_s, new_px), (old_s, old_px) = _middle(new), _middle(old)
    typical_px, worst_px = (
        length_of(np.array([float(of(np.array([s.sigma_px for s in part]))) for part in (new, old)]))
        for of in (mean_of, np.max)
    )
    run_s = new_s - old_s
    return _Shift((new_px - old_px) / run_s, typical_px / run_s, worst_px / run_s)


def _middle(samples: list[FootSample]) -> tuple[float, FloatArray]:
    """Means of their times, s, and of their places, px."""
    return float(mean_of(np.array([s.t_s for s in samples]))), mean_of(np.array([s.middle_px for s in samples]))


def _cm_per_px(scene: Scene, centre_cm: FloatArray) -> float:
    """Size of a pixel at the foot's distance, cm."""
    place_m = scene.scene_from_back(centre_cm[None], scene.sole_height_m)
    return float(scene.camera.depth_m(place_m)[0] * CM_PER_M / scene.camera.focal_px)
