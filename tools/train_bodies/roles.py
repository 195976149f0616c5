"""Who is learnt: what the two trainings differ in, the person who lies and the one who kneels or sits on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.core.body_look import BODY_LANDMARKS, SpinePoint
from coach.core.landmarks import MIRROR, Pose
from coach.core.look import Region
from coach.core.people.regions import body_region, hip_region

_SPINE_ROWS = (0, 6, 12)  # of the ground truth's 13: neck, middle, sacrum
_BODY_MIRRORED = [BODY_LANDMARKS.index(int(MIRROR[landmark])) for landmark in BODY_LANDMARKS]
_SPINE = [len(BODY_LANDMARKS) + row for row in SpinePoint]

Person = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Learnt:
    """One role.

    Attributes:
        name: as on the command line.
        own, other: keys of the two people in a ground truth's frame.
        region_of: the region that the program looks at this person in.
        other_region_of: the one that it looks at the other person in.
        points_px: (N, 2) what the network places, image px.
        labels: (K,) what it tells of the person, 0 or 1; NaN = not to be learnt.
        mirrored_points, mirrored_labels: rows of a mirrored picture.
    """

    name: str
    own: str
    other: str
    region_of: Callable[[Pose], Region]
    other_region_of: Callable[[Pose], Region]
    points_px: Callable[[Person], NDArray[np.float64]]
    labels: Callable[[Person], NDArray[np.float64]]
    mirrored_points: tuple[int, ...]
    mirrored_labels: tuple[int, ...]


def pose_of(person: Person) -> Pose:
    """The true landmarks as a pose."""
    xy_px = np.array(person["lm2d"], dtype=float)[:, :2]
    return Pose(xy_px, np.ones(len(xy_px)))


def _body_px(person: Person) -> NDArray[np.float64]:
    return pose_of(person).xy_px[list(BODY_LANDMARKS)]


def _lying_px(person: Person) -> NDArray[np.float64]:
    return np.vstack([_body_px(person), np.array(person["spine2d"], dtype=float)[list(_SPINE_ROWS), :2]])


def _nothing_told(_: Person) -> NDArray[np.float64]:
    return np.empty(0)


def _stance(person: Person) -> NDArray[np.float64]:
    technique = person.get("technique")
    if technique is None:
        return np.full(2, np.nan)
    return np.array([float(technique == "knees"), float(technique == "seated")])


LEARNT = {
    "lying": Learnt(
        "lying",
        "receiver",
        "giver",
        body_region,
        hip_region,
        _lying_px,
        _nothing_told,
        (*_BODY_MIRRORED, *_SPINE),
        (),
    ),
    "folded": Learnt(
        "folded",
        "giver",
        "receiver",
        hip_region,
        body_region,
        _body_px,
        _stance,
        tuple(_BODY_MIRRORED),
        (0, 1),
    ),
}
