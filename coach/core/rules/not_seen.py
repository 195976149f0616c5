"""Not seen: the coach could not judge (technique.md D1, D2, and "never call silence fine when it cannot see").

Three targets are followed apart, people, feet and hands; the event that is open names the weightiest that is missing.
Each is lost by its share of the time: one good picture in ten is no sight (decision record 0024).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from coach.core.findings import Event, Judgement, Rule, Severity
from coach.core.rules.presence import Presence
from coach.core.rules.share import ShareParams, ShareState, by_share
from coach.core.rules.track import Outcome
from coach.core.sight import Seen, Sight, Technique, ViewVerdict
from coach.core.thresholds import Threshold
from coach.core.values import replace
from coach.core.verdict import Verdict


class Missing(StrEnum):
    """What cannot be seen: the reason of a `not_seen` event. Weightiest first."""

    NOBODY = "nobody"  # neither person
    RECEIVER = "receiver"  # the receiver
    GIVER = "giver"  # the giver, last seen on the back or a step away from it
    BACK = "back"  # the receiver is seen, where the spine runs is not known
    VIEW = "view"  # this camera place cannot tell left of the spine from right
    FEET = "feet"  # where a foot stands
    HANDS = "hands"  # whether a hand holds on


@dataclass(frozen=True, slots=True)
class NotSeenParams:
    """Thresholds of what is spoken as not seen."""

    nobody_s: Annotated[
        float, Threshold("s", 0.5, 30.0, "people who lay things out walk in and out of the picture")
    ] = 3.0
    lost_s: Annotated[
        float,
        Threshold("s", 0.2, 10.0, "blind for a second is spoken; the rest of it is left to cameras that drop pictures"),
    ] = 0.8
    confirm_s: Annotated[float, Threshold("s", 0.2, 10.0, "a step that hides a foot takes less than a second")] = 1.0
    hands_s: Annotated[float, Threshold("s", 0.5, 30.0, "a hand passes behind the body for a second or two")] = 2.0
    seen_share: Annotated[
        float,
        Threshold(
            "of the time",
            0.0,
            0.45,
            "own judgement: a spine step needs 0.15 s of readings, the best part of a second then",
        ),
    ] = 0.2
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "one lucky frame is not sight; of the last two times this")] = (
        0.3
    )


@dataclass(frozen=True, slots=True)
class Target:
    """One of the three: its held verdict (fault = missing) and what was missing last."""

    held: ShareState = field(default_factory=ShareState)
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class NotSeenState:
    """The targets and the event that is open."""

    people: Target = field(default_factory=Target)
    feet: Target = field(default_factory=Target)
    hands: Target = field(default_factory=Target)
    event: Event | None = None
    free_from_s: float = 0.0  # end of the last event: the next cannot begin before it


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Which of the rules that need feet and hands could not read this frame."""

    feet: bool
    hands: bool


def not_seen(
    params: NotSeenParams,
    state: NotSeenState,
    sight: Sight,
    presence: Presence,
    unjudged: Unjudged,
    t_s: float,
    *,
    near: bool,
) -> tuple[NotSeenState, Outcome]:
    """Say what cannot be judged, once it lasts.

    Args:
        params: thresholds.
        state: what the last frame left.
        sight: what is seen now.
        presence: where the giver is.
        unjudged: what the other rules could not read.
        t_s: the time, s.
        near: the giver was on the receiver, or a step away, when last seen: both have to be there.

    Raises:
        ValueError: time runs backwards.
    """
    person = missing_people(sight, presence, near=near)
    people_s = params.lost_s if near else params.nobody_s
    people = _follow(params, people_s, state.people, person, t_s)
    feet = _follow(params, params.confirm_s, state.feet, missing_feet(sight, presence, unjudged), t_s)
    hands = _follow(params, params.hands_s, state.hands, missing_hands(presence, unjudged), t_s)
    state = replace(state, people=people, feet=feet, hands=hands)
    lasting = [target for target in (people, feet, hands) if target.held.verdict is Verdict.FAULT]
    return _told(state, lasting[0] if lasting else None, presence, t_s)


def missing_people(sight: Sight, presence: Presence, *, near: bool) -> Missing | None:
    """Which person, or the back, is missing in this frame; an absent giver is no fault.

    A giver whose place is kept from before is not seen in this frame: that is where the blindness begins. A receiver is
    hidden by the giver most of the time: there it begins when nothing vouches any more for the place that is kept.
    """
    if sight.receiver.seen is Seen.LOST or sight.receiver.doubted:
        return Missing.NOBODY if sight.giver.seen is Seen.LOST else Missing.RECEIVER
    if near and sight.giver.seen is not Seen.MEASURED:
        return Missing.GIVER
    if sight.back.seen is Seen.LOST and presence is not Presence.OFF:
        return Missing.BACK
    return None


def missing_feet(sight: Sight, presence: Presence, unjudged: Unjudged) -> Missing | None:
    """Are the feet missing in this frame, or the whole view unfit for them? A seated giver presses with the hands."""
    if sight.back.seen is not Seen.LOST and sight.back.view is ViewVerdict.CANNOT_JUDGE_FEET:
        return Missing.VIEW
    if presence is Presence.OFF or sight.technique is Technique.SEATED:
        return None
    return Missing.FEET if unjudged.feet else None


def missing_hands(presence: Presence, unjudged: Unjudged) -> Missing | None:
    """Is it unknown in this frame whether a hand holds on?"""
    return Missing.HANDS if presence is not Presence.OFF and unjudged.hands else None


def close_not_seen(state: NotSeenState, t_s: float) -> tuple[Event, ...]:
    """End what is open because the clip ends."""
    return () if state.event is None else (replace(state.event, end_s=t_s),)


def _follow(params: NotSeenParams, confirm_s: float, target: Target, missing: Missing | None, t_s: float) -> Target:
    timing = ShareParams(confirm_s, confirm_s / (1.0 - params.seen_share), params.clear_s, 2.0 * params.clear_s)
    held = by_share(timing, target.held, Verdict.OK if missing is None else Verdict.FAULT, t_s)
    return Target(held, missing if missing is not None else target.missing)


def _told(state: NotSeenState, target: Target | None, presence: Presence, t_s: float) -> tuple[NotSeenState, Outcome]:
    event = state.event
    opened: tuple[Event, ...] = ()
    closed: tuple[Event, ...] = ()
    severity = Severity.INFO if presence is Presence.OFF else Severity.WARNING
    reason = target.missing.value if target is not None and target.missing is not None else ""
    if event is not None and event.reason != reason:
        ended = replace(event, end_s=max(event.decided_s, _ended_s(state, t_s)))
        closed = (ended,)
        state = replace(state, event=None, free_from_s=ended.end_s)
        event = None
    if event is None and target is not None:
        start_s = max(target.held.since_s, state.free_from_s)
        event = Event(Rule.NOT_SEEN, start_s, t_s, t_s, severity, None, reason=reason)
        opened = (event,)
    state = replace(state, event=event)
    verdict = Verdict.FAULT if event is not None else Verdict.OK
    since_s = state.people.held.since_s
    if event is not None:
        since_s, severity = event.start_s, event.severity
    judgement = Judgement(Rule.NOT_SEEN, verdict, since_s, severity, None, reason)
    return state, Outcome(judgement, opened, closed)


def _ended_s(state: NotSeenState, t_s: float) -> float:
    """When the open event's target was seen again: the latest end among the targets that are seen, else now."""
    if any(target.held.verdict is Verdict.FAULT for target in (state.people, state.feet, state.hands)):
        return t_s
    ends = [target.held.ended_s for target in (state.people, state.feet, state.hands)]
    return max((end_s for end_s in ends if end_s <= t_s), default=t_s)
