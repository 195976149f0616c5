"""The report's plain words, English and Chinese: what went well, what to change, what could not be seen.

Nothing here says that something is harmless: "not seen doing it" is said with the share of time that was judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach.core.analysis import Analysis
from coach.core.findings import Event, EventSide, Rule, Severity
from coach.core.phrase import Phrase
from coach.core.rules.catalogue import CATALOGUE
from coach.core.sight import CameraPlace, ViewVerdict
from coach.core.summary import Summary
from coach.core.view_advice import advice
from coach.core.words import Language
from coach.report.html_phrases import (
    ADVICE,
    CAMERA_ENDS,
    GOOD,
    JUDGED_NAMES,
    LIMBS,
    MISSING,
    MISSING_OTHER,
    RULE_NAMES,
    SIDES,
    VIEWS,
)

ENOUGH_JUDGED = 0.5  # below this share of the time on the back, "no fault seen" is not worth saying
MOMENTS_NAMED = 6
NOT_KNOWN = Phrase("not known", "不知道")


@dataclass(frozen=True, slots=True)
class InShort:
    """The page's first words, one sentence per item."""

    headline: str
    well: tuple[str, ...]
    change: tuple[str, ...]
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViewWords:
    """The verdict on the camera's place, what to do about it, and where it is."""

    verdict: str
    advice: str
    camera: str


def in_short(analysis: Analysis, summary: Summary, language: Language = Language.EN) -> InShort:
    """What went well, what to change, what could not be seen."""
    judged = {figures.rule: figures.judged for figures in summary.rules}
    known = {
        Language.EN: "{} ({} of the time on the back could be judged).",
        Language.ZH: "{}（踩背时间的 {} 可以判断）。",
    }[language]
    well = tuple(
        known.format(words.of(language), _share(judged[rule]))
        for rule, words in GOOD.items()
        if not _events(analysis, rule) and judged[rule] >= ENOUGH_JUDGED
    )
    change = tuple(_change(analysis, language))
    unseen = tuple(_unseen(analysis, summary, judged, language))
    return InShort(_headline(analysis, summary).of(language), well, change, unseen)


def view_words(summary: Summary, language: Language = Language.EN) -> ViewWords:
    """The camera's place in words."""
    view = summary.view
    verdict, meaning = (words.of(language) for words in VIEWS[view.verdict])
    to_do = view.advice if language is Language.EN else advice(view.verdict, view.camera, view.cm_per_px, language)
    between = " " if language is Language.EN else ""
    return ViewWords(verdict, f"{meaning}{between}{to_do}".strip(), _camera_words(view.camera, language))


def _camera_words(place: CameraPlace | None, language: Language) -> str:
    if place is None:
        return NOT_KNOWN.of(language)
    height, distance = (
        f"{metres:.1f} ± {max(sigma_m, 0.05):.1f}\N{NO-BREAK SPACE}m"
        for metres, sigma_m in (
            (place.height_above_back_cm / 100, place.height_sigma_cm / 100),
            (place.distance_cm / 100, place.distance_sigma_cm / 100),
        )
    )
    pitch = f"{place.pitch_deg:.0f} ± {max(place.pitch_sigma_deg, 0.5):.0f}°"
    form = {
        Language.EN: "{}; {} above the back, {} away, looking down by {}",
        Language.ZH: "{}；高于背部 {}，距离 {}，向下 {}",
    }[language]
    return form.format(CAMERA_ENDS[place.end].of(language), height, distance, pitch)


def clock(t_s: float) -> str:
    """`1:04` for 64 s."""
    seconds = int(t_s + 0.5)
    return f"{seconds // 60}:{seconds % 60:02d}"


def length(seconds: float, language: Language = Language.EN) -> str:
    """A span in words: `2.1 s`, `1 min 20 s`."""
    minute, second = {Language.EN: ("min", "s"), Language.ZH: ("分", "秒")}[language]
    if not seconds < 60:
        whole = f"{int(seconds // 60)} {minute} {int(seconds % 60)} {second}"
        return whole if seconds < float("inf") else "–"
    return f"{seconds:.1f}\N{NO-BREAK SPACE}{second}"


def _events(analysis: Analysis, rule: Rule) -> list[Event]:
    return [event for event in analysis.events if event.rule is rule]


def _headline(analysis: Analysis, summary: Summary) -> Phrase:
    if summary.time_on_back_s <= 0:
        return Phrase(
            "Nobody was seen treading on the back, so there was nothing to judge.", "没有看到有人踩背，所以无从判断。"
        )
    urgent = sum(event.severity is Severity.URGENT for event in analysis.events)
    others = sum(event.severity is not Severity.URGENT and event.rule is not Rule.NOT_SEEN for event in analysis.events)
    if urgent:
        more = f", {_times(others, 'more')} for a change." if others else "."
        return Phrase(
            f"{_times(urgent, 'moment')} asked for a stop or a step off at once{more}",
            f"有 {urgent} 处需要马上停下或移开{f'，另有 {others} 处要改进' if others else ''}。",
        )
    if others:
        return Phrase(
            f"{_times(others, 'moment')} asked for a change; none was urgent.", f"有 {others} 处要改进，没有紧急的。"
        )
    if summary.visibility.unknown > 1 - ENOUGH_JUDGED:
        return Phrase(
            "Most of this clip could not be judged, so a quiet coach says nothing here.",
            "这段影片大部分无法判断，教练没出声也不说明什么。",
        )
    return Phrase("The coach saw nothing to correct in what it could judge.", "在能判断的部分里，教练没有看到要改的。")


def _change(analysis: Analysis, language: Language) -> Iterator[str]:
    """One sentence per rule that found something, urgent rules first, with the moments and what to do."""
    order = list(Severity)
    for line in sorted(CATALOGUE, key=lambda entry: order.index(entry.severity)):
        events = _events(analysis, line.rule)
        if not events or line.rule is Rule.NOT_SEEN:
            continue
        named = [_moment(event, language) for event in events[:MOMENTS_NAMED]]
        more = len(events) - MOMENTS_NAMED
        name, to_do = RULE_NAMES[line.rule].of(language), ADVICE[line.rule].of(language)
        if language is Language.ZH:
            yield f"{name}：{len(events)} 次，{'、'.join(named)}{f'，另有 {more} 次' if more > 0 else ''}。{to_do}"
        else:
            also = f" and {more} more" if more > 0 else ""
            yield f"{name}: {_times(len(events), 'time')}, at {', '.join(named)}{also}. {to_do}"


def _moment(event: Event, language: Language) -> str:
    lasted = length(event.end_s - event.start_s, language)
    side = event.side
    which = "" if side is None or side is EventSide.BOTH else SIDES[side].of(language)
    limb = LIMBS[event.limb].of(language)
    if language is Language.ZH:
        return f"{clock(event.start_s)}（{lasted}{f'，{which}{limb}' if which else ''}）"
    return f"{clock(event.start_s)} ({lasted}{f', {which} {limb}' if which else ''})"


def _unseen(analysis: Analysis, summary: Summary, judged: dict[Rule, float], language: Language) -> Iterator[str]:
    seconds: dict[str, float] = {}
    for event in _events(analysis, Rule.NOT_SEEN):
        seconds[event.reason] = seconds.get(event.reason, 0.0) + event.end_s - event.start_s
    for reason, total_s in sorted(seconds.items(), key=lambda item: -item[1]):
        missing = MISSING.get(reason, MISSING_OTHER).of(language)
        lasted = length(total_s, language)
        yield Phrase(f"For {lasted} {missing}.", f"有 {lasted} {missing}。").of(language)
    if summary.time_on_back_s > 0:
        for rule, names in JUDGED_NAMES.items():
            if judged[rule] < 1 - 0.005:
                name, share = names.of(language), _share(judged[rule])
                yield Phrase(
                    f"The {name} could be judged in {share} of the time on the back.",
                    f"{name}，在踩背时间的 {share} 里可以判断。",
                ).of(language)
    if summary.view.verdict is not ViewVerdict.GOOD:
        words = view_words(summary, language)
        yield Phrase(f"{words.verdict}. {words.advice}", f"{words.verdict}。{words.advice}").of(language)
    yield Phrase(
        "How hard a foot presses, and how it feels: a camera cannot see either.",
        "脚踩得多重、对方感觉如何：摄像头都看不出来。",
    ).of(language)


def _share(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def _times(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 or word == "more" else f"{count} {word}s"
