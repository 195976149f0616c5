"""A whole clip's judgement, put together from its moments: the same from pictures as from sights that were kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coach.core.analysis import Moment, Phase
from coach.core.cues import SpokenCue
from coach.core.findings import Event, Stand
from coach.core.rules.judge import RulesEnd


@dataclass(frozen=True, slots=True)
class Whole:
    """A clip's frames, judged, and what was found over the whole of it, in order of time."""

    moments: tuple[Moment, ...] = ()
    events: tuple[Event, ...] = ()
    cues: tuple[SpokenCue, ...] = ()
    stands: tuple[Stand, ...] = ()
    phases: tuple[Phase, ...] = ()


def whole(moments: Iterable[Moment], ending: RulesEnd) -> Whole:
    """Put the moments and what their end left into order."""
    moments = tuple(moments)
    closed = [event for moment in moments for event in moment.findings.closed]
    ended = [stand for moment in moments for stand in moment.findings.stands]
    return Whole(
        moments,
        tuple(sorted([*closed, *ending.events], key=lambda event: (event.start_s, event.rule))),
        _given_cues(moments),
        tuple(sorted([*ended, *ending.stands], key=lambda stand: stand.start_s)),
        ending.phases,
    )


def _given_cues(moments: Iterable[Moment]) -> tuple[SpokenCue, ...]:
    """The cues that were started, in order; one that runs over many frames counts once."""
    given: list[SpokenCue] = []
    for moment in moments:
        if moment.cue is not None and (not given or moment.cue != given[-1]):
            given.append(moment.cue)
    return tuple(given)
