"""Judge an analysed clip again from the sights that were kept and what an instructor corrected. No look, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from coach.core.analysis import Moment
from coach.core.cues import begin_cues, give_cue
from coach.core.findings import Event
from coach.core.geometry.feet import unseen_foot
from coach.core.judged import Whole, whole
from coach.core.landmarks import Side
from coach.core.review.corrections import (
    Change,
    Correction,
    Corrections,
    EventAdded,
    EventWrong,
    PeopleSwapped,
    SpineMoved,
    TorsoMoved,
    is_finite,
)
from coach.core.review.moved_back import BackDrawn, BackMove, spine_move, torso_move, with_back_moved
from coach.core.rules.catalogue import entry
from coach.core.rules.judge import begin_rules, finish_rules, judge
from coach.core.session import SessionParams
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

SAME_EVENT_S = 0.5  # an event that is judged again may begin and end a little elsewhere


class Mark(StrEnum):
    """What a person says of an event."""

    NONE = ""  # nothing: the program found it
    WRONG = "wrong"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class ReviewedEvent:
    """An event, what a person says of it, and who; `number` is the correction's that says so, 0 = none."""

    event: Event
    mark: Mark = Mark.NONE
    author: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class JudgedAgain:
    """A clip, judged with corrections.

    Attributes:
        whole: moments, cues, stands, phases, and the events that stand: those marked wrong are out, added ones in.
        events: all of them, the ones marked wrong included, in order of time.
    """

    whole: Whole
    events: tuple[ReviewedEvent, ...]


def judge_again(sights: Sequence[Sight], corrections: Corrections, params: SessionParams) -> JudgedAgain:
    """Fold the rules and the cues over the corrected sights.

    Args:
        sights: of every frame, as they were judged first.
        corrections: what was corrected; a mark that tells nothing (see `refusal`) is passed over.
        params: every threshold, changed ones already put in: `ThresholdsChanged` is not looked at here.

    Returns:
        Without corrections the first judgement, bit for bit.
    """
    rules, cues = begin_rules(), begin_cues()
    moments: list[Moment] = []
    for sight in corrected(sights, corrections):
        rules, findings = judge(params.rules, rules, sight)
        cues, _, running = give_cue(params.cues, cues, findings)
        moments.append(Moment(sight, findings, running))
    if not moments:
        return JudgedAgain(Whole(), ())
    again = whole(moments, finish_rules(params.rules, rules, moments[-1].sight.t_s))
    events = _reviewed(again.events, corrections.made)
    standing = tuple(one.event for one in events if one.mark is not Mark.WRONG)
    return JudgedAgain(replace(again, events=standing), events)


def refusal(change: Change, sights: Sequence[Sight]) -> str:
    """Why a change cannot be made, one sentence; empty if it can."""
    if not is_finite(change):
        return "a time or place of the correction is no number: mark it again."
    if not sights:
        return "the clip has no frames: there is nothing to correct."
    last_s = sights[-1].t_s
    match change:
        case SpineMoved(at_s) | TorsoMoved(at_s) | PeopleSwapped(at_s) if not 0.0 <= at_s <= last_s:
            return f"{at_s:g} s lies outside of the clip, which is {last_s:.1f} s long: give a moment within it."
        case EventWrong(_, start_s, end_s) | EventAdded(_, start_s, end_s) if not 0.0 <= start_s <= end_s <= last_s:
            return (
                f"an event from {start_s:g} to {end_s:g} s does not fit into the clip, which is {last_s:.1f} s long: "
                "give a beginning and a later end within it."
            )
        case SpineMoved() | TorsoMoved() if _move(change, sights, None) is None:
            return (
                "these marks tell no back: the back must be seen in that frame, the shoulder end comes first, and the "
                "line may be turned by 60 degrees and the torso be half or twice as long at most; mark them again."
            )
        case _:
            return ""


def corrected(sights: Sequence[Sight], corrections: Corrections) -> tuple[Sight, ...]:
    """The sights with people exchanged and backs moved where it was marked so."""
    swaps = [one.change.at_s for one in corrections.made if isinstance(one.change, PeopleSwapped)]
    moves = _moves(corrections, sights)
    out: list[Sight] = []
    drawn: BackDrawn | None = None
    for sight in sights:
        if sum(at_s <= sight.t_s for at_s in swaps) % 2:
            out.append(swapped(sight))
            continue
        move = next((move for from_s, move in reversed(moves) if from_s <= sight.t_s), None)
        if move is None:
            out.append(sight)
            continue
        moved, drawn = with_back_moved(sight, move, drawn)
        out.append(moved)
    return tuple(out)


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


def _moves(corrections: Corrections, sights: Sequence[Sight]) -> list[tuple[float, BackMove]]:
    """Each mark's move with the time from which it counts, in the order in which they were made.

    A marked line keeps the corners that were marked before it, where they count too.
    """
    moves: list[tuple[float, BackMove]] = []
    corners: list[tuple[float, BackMove]] = []
    for one in corrections.made:
        change = one.change
        if not isinstance(change, SpineMoved | TorsoMoved) or not is_finite(change):
            continue
        before = next((move for from_s, move in reversed(corners) if from_s <= change.at_s), None)
        move = _move(change, sights, before)
        if move is None:
            continue
        from_s = float("-inf") if change.whole_clip else change.at_s
        moves.append((from_s, move))
        if isinstance(change, TorsoMoved):
            corners.append((from_s, move))
    return moves


def _move(change: SpineMoved | TorsoMoved, sights: Sequence[Sight], before: BackMove | None) -> BackMove | None:
    if not sights:
        return None
    back = min(sights, key=lambda sight: abs(sight.t_s - change.at_s)).back
    if isinstance(change, SpineMoved):
        return spine_move(back, np.array(change.line_px, dtype=np.float64), before)
    return torso_move(back, np.array(change.corners_px, dtype=np.float64))


def _reviewed(events: Sequence[Event], made: Sequence[Correction]) -> tuple[ReviewedEvent, ...]:
    reviewed = [ReviewedEvent(event) for event in events]
    for one in made:
        change = one.change
        if isinstance(change, EventAdded):
            added = Event(
                change.rule, change.start_s, change.start_s, change.end_s, entry(change.rule).severity, change.side
            )
            reviewed.append(ReviewedEvent(added, Mark.ADDED, one.author, one.number))
        elif isinstance(change, EventWrong):
            meant = [
                (abs(other.event.start_s - change.start_s), k)
                for k, other in enumerate(reviewed)
                if _is_meant(change, other)
            ]
            if meant:
                _, nearest = min(meant)
                reviewed[nearest] = ReviewedEvent(reviewed[nearest].event, Mark.WRONG, one.author, one.number)
    return tuple(sorted(reviewed, key=lambda one: (one.event.start_s, one.event.rule)))


def _is_meant(change: EventWrong, one: ReviewedEvent) -> bool:
    event = one.event
    if one.mark is not Mark.NONE or event.rule is not change.rule or event.side != change.side:
        return False
    return event.start_s <= change.end_s + SAME_EVENT_S and event.end_s >= change.start_s - SAME_EVENT_S
