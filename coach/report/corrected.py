"""The report's page of a clip that was judged again: what was corrected by hand, by whom, and what came of it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from coach.core.findings import Event, EventSide, Rule
from coach.core.phrase import Phrase
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
from coach.core.words import Language
from coach.report.html_phrases import RULE_NAMES, SIDES
from coach.report.html_words import clock

_HEAD_END = "</header>"
_TITLE = Phrase("Corrected by hand", "人工更正")
_NOT_ITS_OWN = Phrase(
    "This is not the program's own judgement: a person has corrected what it took for granted, and the clip was judged "
    "again. The annotated film shows the program's own judgement.",
    "这不是程序自己的判断：有人更正了它的判断依据，影片已重新判断。带标注的影片显示的是程序自己的判断。",
)
_AGAINST = Phrase("Against the program's own judgement", "与程序自己的判断相比")
_GONE = Phrase("No longer there:", "不再有：")
_NEW = Phrase("New:", "新出现：")
_MOVED = Phrase("Begins or ends elsewhere now:", "起止有变：")
_SAME = Phrase("The events are the same as before.", "事件和之前一样。")


def with_corrections(page: str, corrections: Corrections, changed: Difference, language: Language = Language.EN) -> str:
    """Say at the head of a report that its judgement was corrected by hand.

    Args:
        page: the report of the corrected judgement.
        corrections: what was corrected.
        changed: the program's own events against those that stand now.
        language: of the report.

    Returns:
        The page. Names of authors are written as text, never as HTML.
    """
    lines = [
        f"<li>{html.escape(_said(one.change).of(language) + _by(one.author).of(language))}</li>"
        for one in corrections.made
    ]
    came = [
        *_list(_GONE, changed.gone, language),
        *_list(_NEW, changed.new, language),
        *_list(_MOVED, [after for _, after in changed.moved], language),
    ] or [f"<p>{_SAME.of(language)}</p>"]
    section = "\n".join(
        [
            f'<section class="card"><h2>{_TITLE.of(language)}</h2>',
            f"<p>{_NOT_ITS_OWN.of(language)}</p>",
            f"<ul>{''.join(lines)}</ul>",
            f"<p><strong>{_AGAINST.of(language)}</strong></p>",
            *came,
            "</section>",
        ]
    )
    before, found, after = page.partition(_HEAD_END)
    return f"{before}{found}\n{section}{after}" if found else section + page


def _list(head: Phrase, events: Sequence[Event], language: Language) -> list[str]:
    if not events:
        return []
    items = (f"<li>{_event(one.rule, one.start_s, one.side).of(language)}</li>" for one in events)
    return [f"<p>{head.of(language)}</p><ul>{''.join(items)}</ul>"]


def _event(rule: Rule, start_s: float, side: EventSide | None) -> Phrase:
    name, when = RULE_NAMES[rule], clock(start_s)
    if side is None:
        return Phrase(f"{name.en}, at {when}", f"{name.zh}，{when}")
    return Phrase(f"{name.en}, {SIDES[side].en}, at {when}", f"{name.zh}，{SIDES[side].zh}，{when}")


def _said(change: Change) -> Phrase:
    match change:
        case SpineMoved(at_s, _, whole_clip):
            where = _from(at_s, whole_clip)
            return Phrase(f"The spine line was moved {where.en}", f"移动了脊柱线，{where.zh}")
        case TorsoMoved(at_s, _, whole_clip):
            where = _from(at_s, whole_clip)
            return Phrase(f"The body's corners were moved {where.en}", f"移动了身体四角，{where.zh}")
        case PeopleSwapped(at_s):
            return Phrase(
                f"Giver and receiver were taken for each other from {clock(at_s)} on; feet and hands are unknown there",
                f"从 {clock(at_s)} 起两人认反了；那里的手脚都算未知",
            )
        case EventWrong(rule, start_s, _, side):
            event = _event(rule, start_s, side)
            return Phrase(f"Did not happen: {event.en}", f"没有发生：{event.zh}")
        case EventAdded(rule, start_s, _, side):
            event = _event(rule, start_s, side)
            return Phrase(f"Was missed: {event.en}", f"漏掉了：{event.zh}")
        case ThresholdsChanged(settings):
            listed = ", ".join(f"{name} = {value}" for name, value in settings.items())
            return Phrase(f"Threshold {listed}", f"设置 {listed}")


def _from(at_s: float, whole_clip: bool) -> Phrase:
    if whole_clip:
        return Phrase("in the whole clip", "整个影片")
    return Phrase(f"from {clock(at_s)} on", f"从 {clock(at_s)} 起")


def _by(author: str) -> Phrase:
    return Phrase(f" ({author})", f"（{author}）") if author else Phrase("", "")
