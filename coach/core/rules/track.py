"""From readings to events: one track follows one rule on one side through time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from coach.core.findings import Event, EventSide, Figure, Judgement, Limb, Rule, Severity
from coach.core.rules.catalogue import entry
from coach.core.rules.temporal import HoldParams, HoldState, hold
from coach.core.values import replace
from coach.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """What one rule sees in one frame, before time has its say.

    Attributes:
        verdict: ok, fault or unknown in this frame alone.
        weight: how bad it is; an event keeps the figures of its worst frame.
        figures: numbers for the event's detail.
        reason: which kind of fault, where the rule knows several.
        severity: tier of this kind of fault; None = the catalogue's.
        limb: whose press it is about, for the rules of place.
    """

    verdict: Verdict
    weight: float = 0.0
    figures: tuple[Figure, ...] = ()
    reason: str = ""
    severity: Severity | None = None
    limb: Limb = Limb.FOOT


READ_OK = Reading(Verdict.OK)
READ_UNKNOWN = Reading(Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class TrackState:
    """What a track remembers: the held verdict, the worst reading of the present fault, the event that is open."""

    held: HoldState = field(default_factory=HoldState)
    worst: Reading | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule on one side at one moment."""

    judgement: Judgement
    opened: tuple[Event, ...] = ()
    closed: tuple[Event, ...] = ()


def follow(
    rule: Rule, side: EventSide | None, params: HoldParams, state: TrackState, reading: Reading, t_s: float
) -> tuple[TrackState, Outcome]:
    """Fold one reading in: open an event when a fault is decided, close it when the fault is over or lost from sight.

    An event's `end_s` is when the fault was seen to end, not when that was believed. Two events of one track never
    overlap.

    Raises:
        ValueError: time runs backwards.
    """
    held, verdict = hold(params, state.held, reading.verdict, t_s)
    closed: tuple[Event, ...] = ()
    opened: tuple[Event, ...] = ()
    event = state.event
    if event is not None and (verdict is not Verdict.FAULT or held.since_s > event.start_s):
        # The second case: the fault lapsed unseen and a new one was decided in the very same frame.
        end_s = held.ended_s if math.isfinite(held.ended_s) else state.held.last_fault_s
        closed = (replace(event, end_s=max(event.decided_s, end_s)),)
        event = None
    worst = _worse(state.worst if closed == () else None, reading) if _suspected(held) else None
    if verdict is Verdict.FAULT and event is None:
        event = Event(
            rule=rule,
            start_s=held.since_s,
            decided_s=t_s,
            end_s=t_s,
            severity=_severity(rule, worst),
            side=side,
            detail=worst.figures if worst else (),
            reason=worst.reason if worst else "",
            limb=reading.limb,
        )
        opened = (event,)
    elif event is not None and worst is not None:
        event = replace(event, end_s=t_s, detail=worst.figures)
    judgement = Judgement(
        rule=rule,
        verdict=verdict,
        since_s=held.since_s,
        severity=event.severity if event else _severity(rule, None),
        side=side,
        reason=event.reason if event else reading.reason,
        limb=reading.limb,
    )
    return TrackState(held, worst, event), Outcome(judgement, opened, closed)


def close(state: TrackState, t_s: float) -> tuple[Event, ...]:
    """End what is open because the clip ends at `t_s`; a fault that was already seen to end keeps that end."""
    if state.event is None:
        return ()
    held = state.held
    end_s = held.ok_from_s if math.isfinite(held.ok_from_s) else t_s
    if held.reading is Verdict.UNKNOWN and math.isnan(held.ok_from_s):
        end_s = held.last_fault_s
    return (replace(state.event, end_s=max(state.event.decided_s, end_s)),)


def merged(rule: Rule, outcomes: tuple[Outcome, ...]) -> Judgement:
    """One judgement of a rule from its sides: a fault wins, then unknown, and ok needs all of them.

    An unknown side is not lost beside one that is at fault: `unknown_side` names it.
    """
    unknown = [out.judgement.side for out in outcomes if out.judgement.verdict is Verdict.UNKNOWN]
    for verdict in (Verdict.FAULT, Verdict.UNKNOWN, Verdict.OK):
        same = [outcome.judgement for outcome in outcomes if outcome.judgement.verdict is verdict]
        if not same:
            continue
        first = min(same, key=lambda judgement: judgement.since_s)
        side = EventSide.BOTH if len(same) > 1 else first.side
        severity = min((judgement.severity for judgement in same), key=_RANK.__getitem__)
        beside = unknown[0] if unknown and verdict is Verdict.FAULT else None
        return replace(first, side=side, severity=severity, unknown_side=beside)
    return Judgement(rule, Verdict.UNKNOWN, math.nan, _severity(rule, None))


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def _severity(rule: Rule, reading: Reading | None) -> Severity:
    if reading is None or reading.severity is None:
        return entry(rule).severity
    return reading.severity


def _suspected(held: HoldState) -> bool:
    return held.verdict is Verdict.FAULT or math.isfinite(held.fault_from_s)


def _worse(worst: Reading | None, reading: Reading) -> Reading | None:
    if reading.verdict is not Verdict.FAULT:
        return worst
    return reading if worst is None or reading.weight > worst.weight else worst
