"""The report's plain words: what went well, what to change, what could not be seen.

Nothing here says that something is harmless: "not seen doing it" is said with the share of time that was judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach.core.analysis import Analysis
from coach.core.findings import Event, EventSide, Rule, Severity
from coach.core.rules.catalogue import CATALOGUE
from coach.core.rules.presence import on_back
from coach.core.rules.spine_hand import HAND
from coach.core.sight import CameraPlace, ViewVerdict
from coach.core.summary import Summary
from coach.core.verdict import Verdict
from coach.core.view.states import verdict_of

ENOUGH_JUDGED = 0.5  # below this share of the time on the back, "no fault seen" is not worth saying
MOMENTS_NAMED = 6

RULE_NAMES = {
    Rule.SPINE_STEP: "Foot or hand on the spine",
    Rule.KEEP_OUT: "Foot on a marked area",
    Rule.OFF_ZONE: "Foot outside the muscle bands",
    Rule.SUPPORT_LOST: "No hand on a support",
    Rule.FAST_STEP: "Step too sudden",
    Rule.SHORT_PAUSE: "Left a point too soon",
    Rule.LONG_PAUSE: "Stayed too long at a point",
    Rule.ORDER: "Order of the steps",
    Rule.UNEVEN: "Sides uneven",
    Rule.RECEIVER_MOVED: "Receiver shifted or twisted",
    Rule.RECEIVER_SIGNAL: "Receiver lifted head or arm",
    Rule.NOT_SEEN: "Could not be judged",
}
_GOOD = {
    Rule.SPINE_STEP: "No foot was seen on the spine",
    Rule.OFF_ZONE: "No foot was seen outside the muscle bands",
    Rule.SUPPORT_LOST: "The giver was never seen without a hand on a support",
    Rule.FAST_STEP: "No sudden step was seen",
    Rule.SHORT_PAUSE: "No point was left too soon",
    Rule.LONG_PAUSE: "No foot was seen staying too long at a point",
    Rule.RECEIVER_SIGNAL: "The receiver was not seen lifting the head or an arm",
}
_ADVICE = {
    Rule.SPINE_STEP: "Keep soles, knees and hands on the muscles beside the spine.",
    Rule.KEEP_OUT: "Keep off the areas that the receiver has marked.",
    Rule.OFF_ZONE: "Stay between shoulder line and waist, on the muscles; never on the neck.",
    Rule.SUPPORT_LOST: "Keep a hand on a wall, a chair or a bar all the time.",
    Rule.FAST_STEP: "Put each foot down slowly.",
    Rule.SHORT_PAUSE: "Stay three to five seconds at each point.",
    Rule.LONG_PAUSE: "Move on after about five seconds at a point.",
    Rule.ORDER: "Work from the shoulders gradually down to the waist.",
    Rule.UNEVEN: "Give both sides the same time.",
    Rule.RECEIVER_MOVED: "Pause and ask how it feels.",
    Rule.RECEIVER_SIGNAL: "Stop at once and ask.",
}
_MISSING = {
    "nobody": "neither person was in view",
    "receiver": "the receiver was not in view",
    "giver": "the giver was not in view",
    "back": "where the spine runs was not known",
    "view": "this camera place cannot tell left of the spine from right",
    "feet": "the feet were hidden or could not be placed",
    "hands": "the hands were hidden",
}
_VIEW = {
    ViewVerdict.GOOD: ("Good camera place", "It can tell left of the spine from right."),
    ViewVerdict.USABLE: ("Usable camera place", "Near the spine it cannot always tell."),
    ViewVerdict.CANNOT_JUDGE_FEET: (
        "This camera place cannot judge the feet",
        "Left and right of the spine look alike in it.",
    ),
    ViewVerdict.UNKNOWN: ("The back was not found", ""),
}


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


def in_short(analysis: Analysis, summary: Summary) -> InShort:
    """What went well, what to change, what could not be seen."""
    judged = judged_shares(analysis)
    well = tuple(
        f"{words} ({_share(judged[rule])} of the time on the back could be judged)."
        for rule, words in _GOOD.items()
        if not _events(analysis, rule) and judged[rule] >= ENOUGH_JUDGED
    )
    change = tuple(_change(analysis))
    return InShort(_headline(analysis, summary), well, change, tuple(_unseen(analysis, summary, judged)))


def view_words(summary: Summary) -> ViewWords:
    """The camera's place in words."""
    view = summary.view
    verdict, meaning = _VIEW[view.verdict]
    return ViewWords(verdict, f"{meaning} {view.advice}".strip(), _camera_words(view.camera))


def _camera_words(place: CameraPlace | None) -> str:
    if place is None:
        return "not known"
    height, distance = (
        f"{metres:.1f} ± {max(sigma_m, 0.05):.1f}\N{NO-BREAK SPACE}m"
        for metres, sigma_m in (
            (place.height_above_back_cm / 100, place.height_sigma_cm / 100),
            (place.distance_cm / 100, place.distance_sigma_cm / 100),
        )
    )
    pitch = f"{place.pitch_deg:.0f} ± {max(place.pitch_sigma_deg, 0.5):.0f}°"
    return f"{place.end}; {height} above the back, {distance} away, looking down by {pitch}"


def judged_shares(analysis: Analysis) -> dict[Rule, float]:
    """For each rule, the share of frames with the giver on the back in which it could judge; 0 if never there."""
    told = dict.fromkeys(Rule, 0)
    frames = 0
    for moment in analysis.moments:
        if not on_back(moment.sight):
            continue
        frames += 1
        for rule in {judgement.rule for judgement in moment.findings.judgements}:
            told[rule] += verdict_of(moment.findings, (rule,)) is not Verdict.UNKNOWN
    return {rule: count / frames if frames else 0.0 for rule, count in told.items()}


def clock(t_s: float) -> str:
    """`1:04` for 64 s."""
    seconds = int(t_s + 0.5)
    return f"{seconds // 60}:{seconds % 60:02d}"


def length(seconds: float) -> str:
    """A span in words: `2.1 s`, `1 min 20 s`."""
    if not seconds < 60:
        return f"{int(seconds // 60)} min {int(seconds % 60)} s" if seconds < float("inf") else "–"
    return f"{seconds:.1f}\N{NO-BREAK SPACE}s"


def _events(analysis: Analysis, rule: Rule) -> list[Event]:
    return [event for event in analysis.events if event.rule is rule]


def _headline(analysis: Analysis, summary: Summary) -> str:
    if summary.time_on_back_s <= 0:
        return "Nobody was seen treading on the back, so there was nothing to judge."
    urgent = sum(event.severity is Severity.URGENT for event in analysis.events)
    others = sum(event.severity is not Severity.URGENT and event.rule is not Rule.NOT_SEEN for event in analysis.events)
    if urgent:
        return f"{_times(urgent, 'moment')} asked for a stop or a step off at once" + (
            f", {_times(others, 'more')} for a change." if others else "."
        )
    if others:
        return f"{_times(others, 'moment')} asked for a change; none was urgent."
    if summary.visibility.unknown > 1 - ENOUGH_JUDGED:
        return "Most of this clip could not be judged, so a quiet coach says nothing here."
    return "The coach saw nothing to correct in what it could judge."


def _change(analysis: Analysis) -> Iterator[str]:
    """One sentence per rule that found something, urgent rules first, with the moments and what to do."""
    order = list(Severity)
    for line in sorted(CATALOGUE, key=lambda entry: order.index(entry.severity)):
        events = _events(analysis, line.rule)
        if not events or line.rule is Rule.NOT_SEEN:
            continue
        named = ", ".join(_moment(event) for event in events[:MOMENTS_NAMED])
        more = f" and {len(events) - MOMENTS_NAMED} more" if len(events) > MOMENTS_NAMED else ""
        yield f"{RULE_NAMES[line.rule]}: {_times(len(events), 'time')}, at {named}{more}. {_ADVICE[line.rule]}"


def _moment(event: Event) -> str:
    limb = "hand" if event.reason == HAND else "foot"
    which = f", {event.side} {limb}" if event.side in (EventSide.LEFT, EventSide.RIGHT) else ""
    return f"{clock(event.start_s)} ({length(event.end_s - event.start_s)}{which})"


_JUDGED_NAMES = {
    Rule.SPINE_STEP: "feet and pressing hands beside the spine",
    Rule.SUPPORT_LOST: "hands on a support",
    Rule.RECEIVER_SIGNAL: "receiver's head and arms",
}


def _unseen(analysis: Analysis, summary: Summary, judged: dict[Rule, float]) -> Iterator[str]:
    seconds: dict[str, float] = {}
    for event in _events(analysis, Rule.NOT_SEEN):
        seconds[event.reason] = seconds.get(event.reason, 0.0) + event.end_s - event.start_s
    for reason, total_s in sorted(seconds.items(), key=lambda item: -item[1]):
        yield f"For {length(total_s)} {_MISSING.get(reason, 'the coach could not judge')}."
    if summary.time_on_back_s > 0:
        for rule, name in _JUDGED_NAMES.items():
            if judged[rule] < 1 - 0.005:
                yield f"The {name} could be judged in {_share(judged[rule])} of the time on the back."
    if summary.view.verdict is not ViewVerdict.GOOD:
        words = view_words(summary)
        yield f"{words.verdict}. {words.advice}"
    yield "How hard a foot presses, and how it feels: a camera cannot see either."


def _share(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def _times(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 or word == "more" else f"{count} {word}s"
