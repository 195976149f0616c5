"""Faults of one instant (a stamp, a pause that was too short): decided once, shown for a moment, never held."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from coach.core.findings import Event, EventSide, Figure, Judgement, Rule
from coach.core.rules.catalogue import entry
from coach.core.rules.temporal import RefractoryState, refractory
from coach.core.rules.track import Outcome
from coach.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Instant:
    """A fault that is over when it is known: its beginning and end in the picture, s, its figures and its reason."""

    start_s: float
    end_s: float
    figures: tuple[Figure, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FlashState:
    """The event on show, and when the last one fired."""

    event: Event | None = None
    quiet: RefractoryState = field(default_factory=RefractoryState)
    verdict: Verdict = Verdict.UNKNOWN
    since_s: float = math.nan


def flash(
    rule: Rule,
    side: EventSide,
    show_s: float,
    state: FlashState,
    instant: Instant | None,
    otherwise: Verdict,
    t_s: float,
) -> tuple[FlashState, Outcome]:
    """Open an event for an instant, show its fault for `show_s` (no other fires in that time), then close it.

    `otherwise` is the verdict while nothing is on show. Raises ValueError when time runs backwards.
    """
    opened: tuple[Event, ...] = ()
    closed: tuple[Event, ...] = ()
    event = state.event
    quiet, fires = refractory(show_s, state.quiet, instant is not None, t_s)
    if event is not None and t_s - event.decided_s >= show_s:
        closed = (event,)
        event = None
    if instant is not None and fires:
        severity = entry(rule).severity
        event = Event(rule, instant.start_s, t_s, instant.end_s, severity, side, instant.figures, instant.reason)
        opened = (event,)
    verdict = Verdict.FAULT if event is not None else otherwise
    since_s = state.since_s if verdict is state.verdict and opened == () else t_s
    if event is not None:
        since_s = event.start_s
    elif math.isnan(since_s):
        since_s = t_s
    reason = event.reason if event is not None else ""
    judgement = Judgement(rule, verdict, since_s, entry(rule).severity, side, reason)
    return FlashState(event, quiet, verdict, since_s), Outcome(judgement, opened, closed)


def close_flash(state: FlashState) -> tuple[Event, ...]:
    """End what is on show because the clip ends."""
    return () if state.event is None else (state.event,)
