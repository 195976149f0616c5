"""The report's page of a clip that was judged again: what was corrected by hand, by whom, and what came of it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from coach.core.findings import Event, EventSide, Rule
from coach.core.review.corrections import (
    Change,
    Corrections,
    EventAdded,
    EventWrong,
    PeopleSwapped,
    SpineMoved,
    ThresholdsChanged,
    TorsoMoved,
)
from coach.core.review.difference import Difference
from coach.report.html_words import RULE_NAMES, clock

_HEAD_END = "</header>"
_NOT_ITS_OWN = (
    "This is not the program's own judgement: a person has corrected what it took for granted, and the clip was judged "
    "again. The annotated film shows the program's own judgement."
)


def with_corrections(page: str, corrections: Corrections, changed: Difference) -> str:
    """Say at the head of a report that its judgement was corrected by hand.

    Args:
        page: the report of the corrected judgement.
        corrections: what was corrected.
        changed: the program's own events against those that stand now.

    Returns:
        The page. Names of authors are written as text, never as HTML.
    """
    lines = [f"<li>{html.escape(_said(one.change) + _by(one.author))}</li>" for one in corrections.made]
    came = [
        *_list("No longer there:", changed.gone),
        *_list("New:", changed.new),
        *_list("Begins or ends elsewhere now:", [after for _, after in changed.moved]),
    ] or ["<p>The events are the same as before.</p>"]
    section = "\n".join(
        [
            '<section class="card"><h2>Corrected by hand</h2>',
            f"<p>{_NOT_ITS_OWN}</p>",
            f"<ul>{''.join(lines)}</ul>",
            "<p><strong>Against the program's own judgement</strong></p>",
            *came,
            "</section>",
        ]
    )
    before, found, after = page.partition(_HEAD_END)
    return f"{before}{found}\n{section}{after}" if found else section + page


def _list(head: str, events: Sequence[Event]) -> list[str]:
    if not events:
        return []
    return [f"<p>{head}</p><ul>{''.join(f'<li>{_event(one.rule, one.start_s, one.side)}</li>' for one in events)}</ul>"]


def _event(rule: Rule, start_s: float, side: EventSide | None) -> str:
    return f"{RULE_NAMES[rule]}{f', {side.value}' if side else ''}, at {clock(start_s)}"


def _said(change: Change) -> str:
    match change:
        case SpineMoved(at_s, _, whole_clip):
            return f"The spine line was moved {_from(at_s, whole_clip)}"
        case TorsoMoved(at_s, _, whole_clip):
            return f"The body's corners were moved {_from(at_s, whole_clip)}"
        case PeopleSwapped(at_s):
            return (
                f"Giver and receiver were taken for each other from {clock(at_s)} on; feet and hands are unknown there"
            )
        case EventWrong(rule, start_s, _, side):
            return f"Did not happen: {_event(rule, start_s, side)}"
        case EventAdded(rule, start_s, _, side):
            return f"Was missed: {_event(rule, start_s, side)}"
        case ThresholdsChanged(settings):
            return "Threshold " + ", ".join(f"{name} = {value}" for name, value in settings.items())


def _from(at_s: float, whole_clip: bool) -> str:
    return "in the whole clip" if whole_clip else f"from {clock(at_s)} on"


def _by(author: str) -> str:
    return f" ({author})" if author else ""
