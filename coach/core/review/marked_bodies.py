"""The sights of a clip with people exchanged and backs moved, as a person marked them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coach.core.geometry.feet import unseen_foot
from coach.core.landmarks import Side
from coach.core.review.corrections import Corrections, PeopleSwapped, SpineMoved, TorsoMoved, is_finite
from coach.core.review.moved_back import (
    BackDrawn,
    BackMove,
    is_same_move,
    spine_move,
    torso_move,
    with_back_moved,
)
from coach.core.sight import (
    BackSight,
    HandSight,
    PersonSight,
    ReceiverActivity,
    Seen,
    Sight,
    Support,
    Technique,
    ViewVerdict,
)


@dataclass(frozen=True, slots=True)
class BodyMarks:
    """What of some corrections changes what is seen.

    Attributes:
        swaps_s: when giver and receiver were exchanged, each time the other way round.
        moves: from when a move of the back counts (-inf = in the whole clip), in the order in which they were made.
    """

    swaps_s: tuple[float, ...] = ()
    moves: tuple[tuple[float, BackMove], ...] = ()

    def is_swapped(self, t_s: float) -> bool:
        """Are the two exchanged at this time?"""
        return sum(at_s <= t_s for at_s in self.swaps_s) % 2 == 1

    def move(self, t_s: float) -> BackMove | None:
        """The move that counts at this time: of several the one that was made last."""
        return next((move for from_s, move in reversed(self.moves) if from_s <= t_s), None)


def body_marks(corrections: Corrections, sights: Sequence[Sight]) -> BodyMarks:
    """Read the marks; one that tells nothing (see `rejudge.refusal`) is passed over.

    A marked line keeps the corners that were marked before it, where they count too.
    """
    moves: list[tuple[float, BackMove]] = []
    corners: list[tuple[float, BackMove]] = []
    for one in corrections.made:
        change = one.change
        if not isinstance(change, SpineMoved | TorsoMoved) or not is_finite(change):
            continue
        before = next((move for from_s, move in reversed(corners) if from_s <= change.at_s), None)
        move = move_of(change, sights, before)
        if move is None:
            continue
        from_s = float("-inf") if change.whole_clip else change.at_s
        moves.append((from_s, move))
        if isinstance(change, TorsoMoved):
            corners.append((from_s, move))
    swaps_s = tuple(one.change.at_s for one in corrections.made if isinstance(one.change, PeopleSwapped))
    return BodyMarks(swaps_s, tuple(moves))


def corrected(sights: Sequence[Sight], marks: BodyMarks) -> Iterator[Sight]:
    """The sights with people exchanged and backs moved where it was marked so, one after the other."""
    drawn: BackDrawn | None = None
    for sight in sights:
        move = marks.move(sight.t_s)
        if marks.is_swapped(sight.t_s):
            yield swapped(sight)
        elif move is None:
            yield sight
        else:
            moved, drawn = with_back_moved(sight, move, drawn)
            yield moved


def count_alike(sights: Sequence[Sight], one: BodyMarks, other: BodyMarks) -> int:
    """How many frames from the first on are seen alike under two sets of marks."""
    for k, sight in enumerate(sights):
        t_s = sight.t_s
        if one.is_swapped(t_s) != other.is_swapped(t_s) or not is_same_move(one.move(t_s), other.move(t_s)):
            return k
    return len(sights)


def swapped(sight: Sight) -> Sight:
    """The sight with giver and receiver exchanged.

    Feet, hands, back, technique and the receiver's activity were read from the wrong person's body; nothing that is
    kept tells the right ones (the closer looks and the lying network were asked about the other body), so they are
    unknown from here on, never ok. A giver who was not seen is called held, without landmarks: "nobody there" would be
    taken for a clear back.
    """
    back = sight.back
    nowhere, nan = np.full((4, 2), np.nan), float("nan")
    giver = sight.receiver if sight.receiver.seen is not Seen.LOST else replace(sight.receiver, seen=Seen.HELD)
    return replace(
        sight,
        receiver=PersonSight(sight.giver.seen, sight.giver.pose),
        giver=giver,
        back=BackSight(Seen.LOST, nowhere[:2], nowhere, nowhere, back.torso_cm, nan, nan, ViewVerdict.UNKNOWN),
        feet=(unseen_foot(Side.LEFT), unseen_foot(Side.RIGHT)),
        hands=(_unseen_hand(Side.LEFT), _unseen_hand(Side.RIGHT)),
        technique=Technique.UNKNOWN,
        receiver_activity=ReceiverActivity.UNKNOWN,
    )


def _unseen_hand(side: Side) -> HandSight:
    return HandSight(side, Support.UNKNOWN, False, np.full(2, np.nan))


def move_of(change: SpineMoved | TorsoMoved, sights: Sequence[Sight], before: BackMove | None) -> BackMove | None:
    """The move that a mark tells; None if it tells none. `before`: of corners that count there already."""
    if not sights:
        return None
    back = min(sights, key=lambda sight: abs(sight.t_s - change.at_s)).back
    if isinstance(change, SpineMoved):
        return spine_move(back, np.array(change.line_px, dtype=np.float64), before)
    return torso_move(back, np.array(change.corners_px, dtype=np.float64))
