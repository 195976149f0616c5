"""Whose landmarks are the giver's: MediaPipe's, or those of the network for folded legs.

MediaPipe's network was made for people whose legs can be seen: of who kneels or sits on another body it places the legs
on that body (docs/decisions/0013). A network of our own knows folded legs (0018): its landmarks are taken once it has
been sure of them for a while. It turned out to know legs that stand as well (0053). Who is seen from high above has
short legs in the picture, which MediaPipe loses; from behind and from the side it mixes both readings of left and right
into one that is neither. So of who stands the network's landmarks are taken where MediaPipe has the legs at about the
same place, so that either bounds what the other can do wrong, and from high above wherever it trusts itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.core.body_look import TRUSTED, FoldedAnswer
from coach.core.geometry.scene import Scene
from coach.core.landmarks import Landmark, Pose
from coach.core.look import Answer
from coach.core.people.regions import extent_px, nearest_reading
from coach.core.sight import Technique
from coach.core.small_arrays import lengths_of

_SETTLE_S = 0.3  # one look is not believed: the belief follows the looks with this time constant
_ENTER, _LEAVE = 0.6, 0.4
_SUSPECT = 0.2  # from this belief on it is not decided that they stand
_FIRST_DT_S, _LONGEST_DT_S = 0.15, 0.25  # what the first look counts for, and any later one at most
# Of 272 unseen stills MediaPipe loses the giver in 2 % of those seen from below 40 degrees, and in 36 % of those above.
_STEEP_RAD = np.radians(40.0)
# A leg that is mistaken while the other one is on the floor is off by 0.1 to 0.3; mixed readings by 0.03 to 0.07.
_SAME_LEGS = 0.1
_LEGS = [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]
# MediaPipe's trunk is this broad of the network's, or both readings are mixed: its wrists are off by 0.03 to 0.13 of
# the extent then, the network's by 0.02 (medians of 237 seen ones in ten clips); else 0.015 and 0.009.
_MIXED = 0.8
_LEFT_OF = [Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]
_RIGHT_OF = [Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP]
_ARMS = slice(Landmark.LEFT_ELBOW, Landmark.RIGHT_THUMB + 1)


@dataclass(frozen=True, slots=True)
class FoldedState:
    """What is believed of the giver's legs.

    Attributes:
        kneels, sits: 0..1, the beliefs in it over the last looks.
        folded: the network's landmarks are taken for the giver's.
        told_s: when the network last spoke; -inf = never.
    """

    kneels: float = 0.0
    sits: float = 0.0
    folded: bool = False
    told_s: float = float("-inf")

    @property
    def belief(self) -> float:
        """0..1, that the legs are folded."""
        return max(self.kneels, self.sits)

    @property
    def technique(self) -> Technique | None:
        """What the folded legs make of the giver's technique; None while they are not folded."""
        if not self.folded:
            return None
        return Technique.KNEELING if self.kneels >= self.sits else Technique.SEATED


def is_steep(scene: Scene | None) -> bool:
    """Does the camera look down so steeply that MediaPipe loses the legs of who stands? False for an unknown scene."""
    return scene is not None and bool(scene.elevation_rad >= _STEEP_RAD)


def is_settled(state: FoldedState) -> bool:
    """Is it decided for now whether they are folded, so that one look more would change nothing?"""
    return state.folded or state.belief <= _SUSPECT


def update_folded(state: FoldedState, told: FoldedAnswer | None, t_s: float) -> FoldedState:
    """Fold one look in; None = it saw nobody. One more at the same picture counts as a first one."""
    if told is None:
        return state
    passed_s = t_s - state.told_s
    dt_s = min(passed_s, _LONGEST_DT_S) if 0 < passed_s < np.inf else _FIRST_DT_S
    share = 1.0 - float(np.exp(-dt_s / _SETTLE_S))
    kneels = state.kneels + (told.trust * told.kneels - state.kneels) * share
    sits = state.sits + (told.trust * told.sits - state.sits) * share
    return FoldedState(kneels, sits, max(kneels, sits) > (_LEAVE if state.folded else _ENTER), t_s)


def giver_look(answer: Answer, legs: FoldedState, *, steep: bool) -> Answer:
    """The look with the landmarks that are believed: the network's but for the arms, or MediaPipe's.

    Both may call left what the other calls right: the arms are those of the reading that is nearer to the network's.
    Where MediaPipe mixes both readings, its arms hang in between, and the network's are taken as well. Unchanged where
    the network was not asked.

    Args:
        answer: a look at the giver.
        legs: are they folded?
        steep: they are seen from high above.
    """
    told = answer.folded
    if told is None or not (legs.folded or told.trust >= TRUSTED):
        return answer
    mediapipes = nearest_reading(answer.pose, told.pose)
    if not (legs.folded or steep or _legs_apart(mediapipes, told.pose) <= _SAME_LEGS):
        return answer
    xy_px = told.pose.xy_px.copy()
    if _breadth(mediapipes, told.pose) >= _MIXED:
        xy_px[_ARMS] = mediapipes.xy_px[_ARMS]
    return replace(answer, pose=Pose(xy_px, mediapipes.visibility))


def _breadth(pose: Pose, other: Pose) -> float:
    """How broad a pose's shoulders and hips are from left to right, of the other's: 0 where both readings are mixed."""
    lefts_px, others_px = (p.xy_px[_LEFT_OF] - p.xy_px[_RIGHT_OF] for p in (pose, other))
    return float((lefts_px * others_px).sum() / max(float((others_px**2).sum()), 1e-6))


def _legs_apart(pose: Pose, other: Pose) -> float:
    """How far apart two poses have the knee or ankle that they disagree most about, as a part of the other's extent."""
    return float(lengths_of(pose.xy_px[_LEGS] - other.xy_px[_LEGS]).max() / extent_px(other))
