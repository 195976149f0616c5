"""A short massage on a back whose place in the picture is known: 10 px are 1 cm, the spine runs down the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from coach.core.landmarks import LANDMARK_COUNT, Pose, Side
from coach.core.review.corrections import SpineMoved, TorsoMoved
from coach.core.sight import (
    BackSight,
    Contact,
    FootSight,
    HandSight,
    PersonSight,
    ReceiverActivity,
    Seen,
    Sight,
    Support,
    Technique,
    ViewVerdict,
)  # fmt: skip

PX_PER_CM, TORSO_CM = 10.0, 50.0
MIDDLE_PX, TOP_PX = 300.0, 100.0
SOLE_CM = np.array([[-4.5, -12.0], [4.5, -12.0], [4.5, 12.0], [-4.5, 12.0]])


def px(points_cm: list[list[float]] | np.ndarray) -> np.ndarray:
    return np.asarray(points_cm, dtype=np.float64) * PX_PER_CM + [MIDDLE_PX, TOP_PX]


def strip(half_cm: float) -> np.ndarray:
    return px([[-half_cm, 0], [half_cm, 0], [half_cm, TORSO_CM], [-half_cm, TORSO_CM]])


def foot(side: Side, offset_cm: float, along: float = 0.4) -> FootSight:
    centre = np.array([offset_cm, along * TORSO_CM])
    return FootSight(
        side, Contact.BACK, centre + SOLE_CM, px(centre + SOLE_CM), centre, offset_cm,
        max(abs(offset_cm) - 4.5, 0.0), along, 1.0, 0.0,
    )  # fmt: skip


def sight(t_s: float, right_cm: float = 8.0) -> Sight:
    pose = Pose(np.tile([MIDDLE_PX, TOP_PX + 200.0], (LANDMARK_COUNT, 1)), np.ones(LANDMARK_COUNT))
    back = BackSight(
        Seen.MEASURED, px([[0, 0], [0, TORSO_CM]]), strip(2.0), strip(15.0), TORSO_CM, 0.1, 1.0, ViewVerdict.GOOD
    )
    hand = HandSight(Side.LEFT, Support.YES, False, np.array([10.0, 10.0]))
    return Sight(
        t_s, PersonSight(Seen.MEASURED, pose), PersonSight(Seen.MEASURED, pose), back,
        (foot(Side.LEFT, -12.0), foot(Side.RIGHT, right_cm)), (hand, replace(hand, side=Side.RIGHT)), (),
        Technique.STANDING, ReceiverActivity.STILL,
    )  # fmt: skip


@pytest.fixture
def massage() -> Callable[..., tuple[Sight, ...]]:
    """Both feet on the back, the right one so far from the spine, at so many frames a second, for so long."""
    return lambda right_cm=8.0, fps=12.0, seconds=6.0: tuple(
        sight(k / fps, right_cm) for k in range(round(seconds * fps))
    )


@pytest.fixture
def line() -> Callable[..., SpineMoved]:
    """The spine line, marked so many cm to the receiver's right at the shoulders and at the hips."""

    def mark(shoulders_cm: float, hips_cm: float | None = None, at_s: float = 0.0, **more: bool) -> SpineMoved:
        ends = px([[shoulders_cm, 0.0], [shoulders_cm if hips_cm is None else hips_cm, TORSO_CM]]).tolist()
        return SpineMoved(at_s, (tuple(ends[0]), tuple(ends[1])), **more)

    return mark


@pytest.fixture
def corners() -> Callable[..., TorsoMoved]:
    """The corners, marked for a torso of another length in the picture, and so many cm to the receiver's right."""

    def mark(length_cm: float, right_cm: float = 0.0) -> TorsoMoved:
        ends = px([[right_cm + x, y] for x, y in ((-15, 0), (15, 0), (15, length_cm), (-15, length_cm))]).tolist()
        return TorsoMoved(0.0, (tuple(ends[0]), tuple(ends[1]), tuple(ends[2]), tuple(ends[3])))

    return mark
