"""What the window remembers from moment to moment: what was said last, how the map is turned, how long feet stand.

The window may miss moments (it draws the newest one only), so nothing here counts frames, and seeing the same moment
twice changes nothing. Times are the session's own; `now_s` goes on while no moment comes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from coach.core.analysis import Moment
from coach.core.landmarks import FloatArray, Side
from coach.core.live.live import LiveMoment
from coach.core.live.stage import PREPARING
from coach.core.live.voice import Spoken
from coach.core.sight import Contact, FootSight
from coach.core.view import Trail

STALE_S = 1.0  # what was seen longer ago is not known any more
READ_S = 4.0  # words stay for at least so long: who cannot hear them reads them
_HIDDEN_S = 0.6  # a foot hidden for less than a step still stands where it stood
_FLICKER_S = 0.25  # shorter in the air is a flicker of the sight
_UPRIGHT = 0.4  # a spine that runs flatter than this in the picture does not turn the map


@dataclass(frozen=True, slots=True)
class Standing:
    """A foot on the back: since when, and when it was last seen there, s."""

    since_s: float
    last_s: float


@dataclass(frozen=True, slots=True)
class ScreenMemory:
    """What is remembered.

    Attributes:
        said: the sound that started last.
        newest: the newest judged frame.
        trail: the stands that have ended.
        head_up: the receiver's head is at the top of the map.
        left, right: the giver's feet that stand.
    """

    said: Spoken | None = None
    newest: Moment | None = None
    trail: Trail = Trail()
    head_up: bool = True
    left: Standing | None = None
    right: Standing | None = None

    def heard(self, spoken: Spoken) -> ScreenMemory:
        """A sound has started; one without words leaves what is to be read."""
        return self if spoken.wordless else replace(self, said=spoken)

    def saw(self, live: LiveMoment, trail: Trail) -> ScreenMemory:
        """The newest moment of the session, and the stands so far."""
        moment = live.moment
        if moment is None:
            return replace(self, trail=trail)
        head_up = self.head_up
        if live.stage.stage in PREPARING:
            head_up = _head_up(moment.sight.back.spine_px, head_up)
        t_s = moment.sight.t_s
        left, right = moment.sight.feet
        return replace(
            self,
            newest=moment,
            trail=trail,
            head_up=head_up,
            left=_stands(self.left, left, t_s),
            right=_stands(self.right, right, t_s),
        )

    def standing_s(self, side: Side, now_s: float) -> float:
        """How long a foot has stood, s; NaN = it does not, or it was not seen lately."""
        standing = self.left if side is Side.LEFT else self.right
        if standing is None or not now_s - standing.last_s <= _HIDDEN_S:
            return math.nan
        return now_s - standing.since_s

    def words_stay(self, now_s: float) -> bool:
        """Is what was said last still to be read?"""
        return self.said is not None and now_s < max(self.said.end_s, self.said.t_s + READ_S)


def fresh(live: LiveMoment, memory: ScreenMemory, now_s: float, stale: bool) -> Moment | None:
    """The newest judged frame, unless it is too old to say anything of now, or the camera is blind."""
    newest = memory.newest
    if newest is None or stale or live.health.blind or not now_s - newest.sight.t_s <= STALE_S:
        return None
    return newest


def _stands(before: Standing | None, foot: FootSight, t_s: float) -> Standing | None:
    if foot.contact is Contact.BACK:
        goes_on = before is not None and t_s - before.last_s <= _HIDDEN_S
        return Standing(before.since_s if before is not None and goes_on else t_s, t_s)
    lifted = foot.contact in (Contact.AIR, Contact.FLOOR)
    return None if before is None or (lifted and not t_s - before.last_s <= _FLICKER_S) else before


def _head_up(spine_px: FloatArray, before: bool) -> bool:
    if not bool(np.isfinite(spine_px).all()):
        return before
    across, down = (float(value) for value in spine_px[1] - spine_px[0])
    return down > 0.0 if abs(down) > _UPRIGHT * abs(across) else before
