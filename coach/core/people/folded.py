"""Kneeling and seated givers: when the network for folded legs is asked, and when it is believed.

MediaPipe's network was made for people whose legs can be seen: of who kneels or sits on another body it places the legs
on that body (docs/decisions/0013). A network of our own knows folded legs (0018). It is asked now and then while the
giver stands, at every look while they do not, and its landmarks are taken once it has been sure for a while.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.core.body_look import FoldedAnswer
from coach.core.landmarks import Landmark, Pose
from coach.core.look import Answer
from coach.core.people.regions import nearest_reading
from coach.core.sight import Technique

_ASK_EVERY_S = 0.25
_SETTLE_S = 0.3  # one look is not believed: the belief follows the looks with this time constant
_ENTER, _LEAVE = 0.6, 0.4
_SUSPECT = 0.2  # from this belief on every look is asked about
_FIRST_DT_S = 0.15  # what the first look counts for
_ARMS = slice(Landmark.LEFT_ELBOW, Landmark.RIGHT_THUMB + 1)


@dataclass(frozen=True, slots=True)
class FoldedState:
    """What is believed of the giver's legs.

    Attributes:
        kneels, sits: 0..1, the beliefs in it over the last looks.
        folded: the network's landmarks are taken for the giver's.
        asked_s: when the network was last asked; -inf = never.
    """

    kneels: float = 0.0
    sits: float = 0.0
    folded: bool = False
    asked_s: float = float("-inf")

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


def asks_folded(state: FoldedState, t_s: float) -> bool:
    """Is the network to be asked in the frame at `t_s`?"""
    return state.folded or state.belief > _SUSPECT or t_s - state.asked_s >= _ASK_EVERY_S


def is_settled(state: FoldedState) -> bool:
    """Is it decided for now whether they are folded, so that one look more would change nothing?"""
    return state.folded or state.belief <= _SUSPECT


def update_folded(state: FoldedState, told: FoldedAnswer | None, t_s: float) -> FoldedState:
    """Fold one look in; None = it was not asked, or saw nobody. One more at the same picture counts as a first one."""
    if told is None:
        return state
    passed_s = t_s - state.asked_s
    dt_s = min(passed_s, _ASK_EVERY_S) if 0 < passed_s < np.inf else _FIRST_DT_S
    share = 1.0 - float(np.exp(-dt_s / _SETTLE_S))
    kneels = state.kneels + (told.trust * told.kneels - state.kneels) * share
    sits = state.sits + (told.trust * told.sits - state.sits) * share
    return FoldedState(kneels, sits, max(kneels, sits) > (_LEAVE if state.folded else _ENTER), t_s)


def with_folded_legs(answer: Answer) -> Answer:
    """The look with the network's landmarks in place of MediaPipe's, but for the arms; unchanged if it was not asked.

    Both may call left what the other calls right: the arms are those of the reading that is nearer to the network's.
    """
    if answer.folded is None:
        return answer
    xy_px = answer.folded.pose.xy_px.copy()
    arms = nearest_reading(answer.pose, answer.folded.pose)
    xy_px[_ARMS] = arms.xy_px[_ARMS]
    return replace(answer, pose=Pose(xy_px, arms.visibility))
