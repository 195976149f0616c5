"""What went well and what did not, from a session's sums, for two people who have just got up from the mat.

Only what was seen is praised, with the time in which it could be seen; what could not be judged is told as such.
Nothing here says that something is safe. Weightiest first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from coach.core.findings import Rule, Zone
from coach.core.landmarks import Side
from coach.core.live.tally.fold import FamilyTime, Tally
from coach.core.phrase import Phrase
from coach.core.verdict import Verdict

# All numbers here are own judgement: what is worth a sentence.
_ENOUGH_S, _ENOUGH_SHARE = 30.0, 0.5  # judged for less, the want of a fault says nothing
_UNKNOWN_S = 5.0  # a few moments that are hidden belong to every session
_ENOUGH_STEPS = 6  # fewer say nothing about sides and parts of the back
_EVEN, _UNEVEN = 1.25, 1.5  # seconds on one side per second on the other
_MINUTE_S, _IN_MINUTES_S = 60.0, 90.0
_LEAST_S, _MOST_S = 600.0, 1200.0  # technique.md A1
_LATE_S = 60.0  # stepping off takes its time

# fmt: off
_FAULTS: tuple[tuple[Rule, Phrase], ...] = (
    (Rule.SPINE_STEP, Phrase("A foot or hand came onto the spine {times}.", "脚或手压到脊柱{count}次。")),
    (Rule.KEEP_OUT, Phrase("A foot or hand came onto a marked area {times}.", "脚或手压到标记的部位{count}次。")),
    (Rule.RECEIVER_SIGNAL, Phrase("The receiver lifted the head or an arm {times}.", "趴着的人抬头或举手{count}次。")),
    (Rule.OFF_ZONE, Phrase("A foot stood beside the back's muscles {times}.", "脚踩到背部肌肉以外{count}次。")),
    (Rule.SUPPORT_LOST, Phrase("The hands let go of the support {times}.", "手离开支撑物{count}次。")),
    (Rule.RECEIVER_MOVED, Phrase("The receiver shifted or twisted {times}.", "趴着的人挪动或扭动{count}次。")),
    (Rule.FAST_STEP, Phrase("A foot came down too fast {times}.", "脚落得太快{count}次。")),
    (Rule.SHORT_PAUSE, Phrase("A foot left its point too soon {times}.", "脚停得太短{count}次。")),
    (Rule.LONG_PAUSE, Phrase("A foot stayed too long at one point {times}.", "脚停得太久{count}次。")),
    (Rule.ORDER, Phrase("The steps left their order {times}.", "踩的顺序乱了{count}次。")),
    (Rule.UNEVEN, Phrase("For some minutes one side got more than the other, {times}.",
                         "有几分钟一侧踩得比另一侧多，共{count}次。")),
)
_ZONES: dict[tuple[Zone, Side], Phrase] = {
    (Zone.SHOULDER_BLADES, Side.LEFT): Phrase("the left shoulder blade", "左肩胛"),
    (Zone.SHOULDER_BLADES, Side.RIGHT): Phrase("the right shoulder blade", "右肩胛"),
    (Zone.MID_BACK, Side.LEFT): Phrase("the left middle of the back", "左侧中背"),
    (Zone.MID_BACK, Side.RIGHT): Phrase("the right middle of the back", "右侧中背"),
    (Zone.LOWER_BACK, Side.LEFT): Phrase("the left lower back", "左侧下背"),
    (Zone.LOWER_BACK, Side.RIGHT): Phrase("the right lower back", "右侧下背"),
}
_CLOSE = Phrase("Massage the back gently by hand before getting up.", "起来之前，用手轻轻按一按背部。")
_AFTERWARDS = (
    Phrase("Once or twice a week is enough.", "一周一两次就够了。"),
    Phrase("If anything hurts or you are unsure, ask a massage or physical therapist.",
           "如果哪里疼，或者不确定，请问按摩师或理疗师。"),
)
# fmt: on
_PACE_FAULTS = (Rule.FAST_STEP, Rule.SHORT_PAUSE, Rule.LONG_PAUSE)


def what_to_do_now(tally: Tally) -> tuple[Phrase, ...]:
    """Advice for the time after a session (technique.md A2 to A4); nothing where nobody was trodden on."""
    if tally.on_back_s + tally.perhaps_s == 0.0:
        return ()
    closing = () if tally.parts.closed in (None, Verdict.OK) else (_CLOSE,)
    return (*closing, *_AFTERWARDS)


def what_went_well(tally: Tally) -> tuple[Phrase, ...]:
    """What was seen to be as the technique asks."""
    return tuple(_well(tally))


def what_did_not(tally: Tally) -> tuple[Phrase, ...]:
    """What was seen to be otherwise, how often; and what could not be seen, for how long."""
    return tuple(_not_well(tally))


def _well(tally: Tally) -> Iterator[Phrase]:
    if _judged_enough(tally.spine) and not tally.count(Rule.SPINE_STEP) and not tally.count(Rule.KEEP_OUT):
        time = _time(tally.spine.judged_s)
        yield Phrase(
            f"No foot or hand was seen on the spine in the {time.en} that could be judged.",
            f"在能看清的{time.zh}里，没有看到脚或手压到脊柱。",
        )
    if _judged_enough(tally.support) and not tally.count(Rule.SUPPORT_LOST):
        time = _time(tally.support.judged_s)
        yield Phrase(
            f"The hands were not seen to let go in the {time.en} that could be judged.",
            f"在能看清的{time.zh}里，没有看到手离开支撑物。",
        )
    enough = tally.steps >= _ENOUGH_STEPS
    if enough and _judged_enough(tally.pace) and not any(tally.count(rule) for rule in _PACE_FAULTS):
        yield Phrase(
            f"Of the {tally.steps} steps that were seen none was too fast, too short or too long.",
            f"看到的{tally.steps}步里，没有太快、太短或太久的。",
        )
    if enough and not _unreached(tally):
        yield Phrase("All parts of the back were reached on both sides.", "背部两侧的各个部位都踩到了。")
    ratio = _ratio(tally)
    if enough and ratio <= _EVEN:
        yield Phrase("Both sides of the back got about the same time.", "背部两侧的时间差不多。")
    parts = tally.parts
    if parts.warmed is Verdict.OK:
        time = _time(parts.warm_up_s)
        yield Phrase(f"The back was warmed up by hand for {time.en}.", f"先用手热身了{time.zh}。")
    if parts.closed is Verdict.OK:
        time = _time(parts.closing_s)
        yield Phrase(f"The back was massaged by hand at the end for {time.en}.", f"最后用手按了{time.zh}。")
    if _LEAST_S <= tally.session_s <= _MOST_S + _LATE_S:
        time = _time(tally.session_s)
        yield Phrase(f"The session took {time.en}.", f"这次用了{time.zh}。")


def _not_well(tally: Tally) -> Iterator[Phrase]:
    for rule, words in _FAULTS:
        count = tally.count(rule)
        if count:
            yield Phrase(words.en.format(times=_times(count)), words.zh.format(count=count))
    if tally.on_back_s + tally.perhaps_s == 0.0:
        yield Phrase("Nobody was seen on the back.", "没有看到有人踩在背上。")
    if tally.parts.warmed is Verdict.FAULT:
        yield Phrase("No warm-up by hand was seen before the treading.", "踩之前没有看到用手热身。")
    if tally.parts.closed is Verdict.FAULT:
        yield Phrase("No massage by hand was seen at the end.", "最后没有看到用手按。")
    yield from _not_judged(tally)
    left_s, right_s = tally.side_s(Side.LEFT), tally.side_s(Side.RIGHT)
    if tally.steps >= _ENOUGH_STEPS:
        if min(left_s, right_s) > 0.0 and _ratio(tally) >= _UNEVEN:
            left, right = _time(left_s), _time(right_s)
            yield Phrase(
                f"The left side of the back got {left.en}, the right side {right.en}.",
                f"背部左侧{left.zh}，右侧{right.zh}。",
            )
        unreached = _unreached(tally)
        if unreached:
            en, zh = ", ".join(part.en for part in unreached), "、".join(part.zh for part in unreached)
            yield Phrase(f"No step was seen on {en}.", f"没有看到踩{zh}。")
    if tally.session_s > _MOST_S + _LATE_S:
        time = _time(tally.session_s)
        yield Phrase(f"The session took {time.en}; at most 20 are advised.", f"这次用了{time.zh}；建议最多20分钟。")


def _not_judged(tally: Tally) -> Iterator[Phrase]:
    """What could not be judged, for how much of the time in which there may have been something to judge."""
    if _is_long(tally.blind_s, tally.session_s):
        part = _part(tally.blind_s, tally.session_s)
        yield Phrase(f"For {part.en} I could not see anything.", f"{part.zh}我什么都看不到。")
    for family, en, zh in (
        (tally.spine, "I could not see whether a foot or hand came onto the spine", "看不清脚或手有没有压到脊柱"),
        (tally.support, "I could not see whether a hand held on", "看不清手有没有扶住"),
        (tally.pace, "the pace could not be judged", "看不清脚步的快慢"),
    ):
        if _is_long(family.unjudged_s, family.total_s):
            part = _part(family.unjudged_s, family.total_s)
            yield Phrase(f"For {part.en} {en}.", f"{part.zh}{zh}。")


def _judged_enough(family: FamilyTime) -> bool:
    return family.judged_s >= _ENOUGH_S and family.judged_s >= _ENOUGH_SHARE * family.total_s


def _is_long(seconds: float, of_s: float) -> bool:
    return seconds > 0.0 and (seconds >= _UNKNOWN_S or seconds >= _ENOUGH_SHARE * of_s)


def _unreached(tally: Tally) -> list[Phrase]:
    reached = {(part.zone, part.side) for part in tally.coverage if part.seconds > 0.0}
    return [words for place, words in _ZONES.items() if place not in reached]


def _ratio(tally: Tally) -> float:
    """Seconds on the side that got more per second on the other; infinite if that one got nothing."""
    less_s, more_s = sorted((tally.side_s(Side.LEFT), tally.side_s(Side.RIGHT)))
    return more_s / less_s if less_s > 0.0 else math.inf


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _time(seconds: float) -> Phrase:
    """A length of time, rounded down: `12 minutes`, `40 seconds`."""
    if seconds >= _IN_MINUTES_S:
        minutes = math.floor(seconds / _MINUTE_S)
        return Phrase("1 minute" if minutes == 1 else f"{minutes} minutes", f"{minutes}分钟")
    whole = math.floor(seconds)
    return Phrase("1 second" if whole == 1 else f"{whole} seconds", f"{whole}秒")


def _part(part_s: float, of_s: float) -> Phrase:
    """A part of a time, never told smaller than it is: `2 of 12 minutes`, `40 seconds of 12 minutes`."""
    if of_s < _IN_MINUTES_S:
        whole = max(math.ceil(of_s), 1)
        part = min(math.ceil(part_s), whole)
        return Phrase(f"{part} of {whole} {'second' if whole == 1 else 'seconds'}", f"{whole}秒里有{part}秒")
    whole = round(of_s / _MINUTE_S)
    if part_s < _IN_MINUTES_S:
        seconds = math.ceil(part_s)
        unit = "second" if seconds == 1 else "seconds"
        return Phrase(f"{seconds} {unit} of {whole} minutes", f"{whole}分钟里有{seconds}秒")
    part = math.ceil(part_s / _MINUTE_S)
    whole = max(whole, part)
    return Phrase(f"{part} of {whole} minutes", f"{whole}分钟里有{part}分钟")
