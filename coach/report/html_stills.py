"""Which moments are worth a still in the report."""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.analysis import Analysis
from coach.core.findings import Event, Rule, Severity
from coach.core.phrase import Phrase
from coach.core.rules.presence import on_back
from coach.core.words import Language
from coach.report.html_phrases import RULE_NAMES
from coach.report.html_words import clock


@dataclass(frozen=True, slots=True)
class KeyMoment:
    """One moment to show: the index of its frame, and what is to be seen."""

    index: int
    caption: str


@dataclass(frozen=True, slots=True)
class Still:
    """A key moment's painted picture, ready for the page."""

    caption: str
    jpeg: bytes


def key_moments(analysis: Analysis, most: int = 2, language: Language = Language.EN) -> tuple[KeyMoment, ...]:
    """The middle of the weightiest events, one per rule; without any, the middle of the time on the back.

    Args:
        analysis: the whole clip.
        most: how many at most.
        language: of the captions.

    Returns:
        In order of time; empty for a clip without frames.
    """
    chosen: dict[Rule, Event] = {}
    order = list(Severity)
    for event in sorted(analysis.events, key=lambda e: (order.index(e.severity), e.start_s - e.end_s)):
        if event.rule is not Rule.NOT_SEEN and len(chosen) < most:
            chosen.setdefault(event.rule, event)
    shown: dict[int, list[Event]] = {}
    for event in chosen.values():
        index = _index_at(analysis, max((event.start_s + event.end_s) / 2, event.decided_s))
        shown.setdefault(index, []).append(event)
    if shown and analysis.moments:
        return tuple(KeyMoment(index, _caption(events, language)) for index, events in sorted(shown.items()))
    return _middle(analysis, language)


def _caption(events: list[Event], language: Language) -> str:
    names = [RULE_NAMES[event.rule].of(language).lower() for event in events]
    when = clock(events[0].start_s)
    return Phrase(f"{when}: {', '.join(names)}", f"{when}：{'、'.join(names)}").of(language)


def _index_at(analysis: Analysis, t_s: float) -> int:
    return min(range(len(analysis.moments)), key=lambda i: abs(analysis.moments[i].sight.t_s - t_s), default=0)


def _middle(analysis: Analysis, language: Language) -> tuple[KeyMoment, ...]:
    frames = [index for index, moment in enumerate(analysis.moments) if on_back(moment.sight)]
    frames = frames or list(range(len(analysis.moments)))
    if not frames:
        return ()
    index = frames[len(frames) // 2]
    when = clock(analysis.moments[index].sight.t_s)
    return (KeyMoment(index, Phrase(f"{when}: what the coach sees", f"{when}：教练看到的").of(language)),)
