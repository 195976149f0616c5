"""The sums of a live session, folded from its moments: they stay as large as they are, however long it goes on.

Times are differences between moments, never counts of frames. A judged frame speaks for the time until the next one,
but for no longer than `MAX_GAP_S`; what is beyond was not seen. While nobody is on the back there is nothing to judge;
while that is not known, nothing is ok.
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, field, replace

from coach.core.analysis import Moment
from coach.core.findings import Findings, Rule, Stand, Zone
from coach.core.landmarks import Side
from coach.core.live.live import LiveMoment
from coach.core.live.plan import PlanTimes
from coach.core.live.stage import Stage
from coach.core.rules.presence import Presence, PresenceState, find_presence
from coach.core.rules.temporal import MAX_GAP_S, elapsed
from coach.core.summary import ZoneTime
from coach.core.verdict import Verdict
from coach.core.view.states import PACE_RULES, SPINE_RULES, SUPPORT_RULES, partly_unknown, verdict_of
from coach.core.view.status import lights

DWELL_EDGES_S = (1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0)  # about the pauses' thresholds and technique.md D6


@dataclass(frozen=True, slots=True)
class FamilyTime:
    """How long some rules were ok, at fault, and not to be judged although there was something to judge, s.

    `beside_s` is that part of `fault_s` in which another foot or hand than the faulty one could not be judged.
    """

    ok_s: float = 0.0
    fault_s: float = 0.0
    unknown_s: float = 0.0
    beside_s: float = 0.0

    @property
    def judged_s(self) -> float:
        """How long all of it could be judged."""
        return self.ok_s + self.fault_s - self.beside_s

    @property
    def unjudged_s(self) -> float:
        """How long some of it, or all, could not be judged."""
        return self.unknown_s + self.beside_s

    @property
    def total_s(self) -> float:
        """How long there was, or may have been, something to judge."""
        return self.judged_s + self.unjudged_s

    def plus(self, verdict: Verdict | None, seconds: float, *, partly: bool = False) -> FamilyTime:
        """With a stretch more; None = there was nothing to judge in it. `partly`: some of it could not be judged."""
        if verdict is Verdict.OK:
            return replace(self, ok_s=self.ok_s + seconds)
        if verdict is Verdict.FAULT:
            beside_s = self.beside_s + (seconds if partly else 0.0)
            return replace(self, fault_s=self.fault_s + seconds, beside_s=beside_s)
        return self if verdict is None else replace(self, unknown_s=self.unknown_s + seconds)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule's event was decided in the session."""

    rule: Rule
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the newest judged frame says, until the next one; a verdict of None: these rules are not in force.

    `partly`: of spine and pace, in this order, some could not be judged.
    """

    presence: Presence
    spine: Verdict | None
    support: Verdict | None
    pace: Verdict | None
    seen: Verdict | None
    partly: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Latest:
    """What the fold remembers of the newest moment.

    Attributes:
        t_s: its time.
        in_session: the session was going on.
        reading: of the newest judged frame; None = there is none, or the camera has been blind since.
        frame_s: that frame's time.
        presence: could the giver be on the back?
    """

    t_s: float
    in_session: bool
    reading: Reading | None
    frame_s: float
    presence: PresenceState


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums so far, of the time in which the session went on: without the way to it, and without its pauses.

    Every number is finite. A stand that still goes on is not among the steps yet.

    Attributes:
        session_s: all of it.
        on_back_s: the giver was seen on the receiver.
        perhaps_s: the giver may have been on the receiver, unseen.
        blind_s: no frame could be judged at all: no picture, or a camera that is blind. A part of `perhaps_s`.
        spine, support, pace: those rules, while the giver was or may have been on the receiver.
        seen: could enough be seen? All of the session.
        rules: events that were decided, every rule listed.
        steps: stands that ended.
        dwells: stands by their length: below the first of `DWELL_EDGES_S`, between each two, from the last one on.
        coverage: seconds of stands per zone and side of the receiver's back, every pair listed.
        parts: warm-up by hand, treading and closing by hand.
        latest: what the fold itself needs; None before the first moment.
    """

    session_s: float = 0.0
    on_back_s: float = 0.0
    perhaps_s: float = 0.0
    blind_s: float = 0.0
    spine: FamilyTime = FamilyTime()
    support: FamilyTime = FamilyTime()
    pace: FamilyTime = FamilyTime()
    seen: FamilyTime = FamilyTime()
    rules: tuple[RuleCount, ...] = field(default_factory=lambda: tuple(RuleCount(rule) for rule in Rule))
    steps: int = 0
    dwells: tuple[int, ...] = (0,) * (len(DWELL_EDGES_S) + 1)
    coverage: tuple[ZoneTime, ...] = field(
        default_factory=lambda: tuple(ZoneTime(zone, side, 0.0) for zone in Zone for side in Side)
    )
    parts: PlanTimes = PlanTimes()
    latest: Latest | None = None

    def count(self, rule: Rule) -> int:
        """How often a rule's event was decided."""
        return sum(one.count for one in self.rules if one.rule is rule)

    @property
    def stop_signals(self) -> int:
        """How often the receiver gave the stop signal (technique.md D7)."""
        return self.count(Rule.RECEIVER_SIGNAL)

    def side_s(self, side: Side) -> float:
        """Seconds of stands on the muscle bands of one side of the receiver's back."""
        return sum(part.seconds for part in self.coverage if part.side is side and part.zone is not Zone.OUTSIDE)


def begin_tally() -> Tally:
    """Nothing counted yet."""
    return Tally()


def update_tally(tally: Tally, moment: LiveMoment) -> Tally:
    """Fold one moment in.

    Raises:
        ValueError: time runs backwards (a programming error).
    """
    tally = _timed(tally, moment.t_s)
    before = tally.latest or Latest(moment.t_s, False, None, moment.t_s, PresenceState())
    going_on = moment.stage.stage is Stage.SESSION
    judged = moment.moment
    if judged is None:
        reading, frame_s, presence = before.reading, before.frame_s, before.presence
        if moment.health.blind:
            reading = None
    else:
        presence, where = find_presence(before.presence, judged.sight)
        reading, frame_s = _read(judged, where), moment.t_s
        if going_on or before.in_session:  # the stop signal's own frame ends the stretch that it belongs to
            tally = _counted(tally, judged.findings)
    return replace(tally, parts=moment.parts, latest=Latest(moment.t_s, going_on, reading, frame_s, presence))


def _read(judged: Moment, presence: Presence) -> Reading:
    spine, support, pace = (verdict_of(judged.findings, rules) for rules in (SPINE_RULES, SUPPORT_RULES, PACE_RULES))
    partly = partly_unknown(judged.findings, SPINE_RULES), partly_unknown(judged.findings, PACE_RULES)
    return Reading(presence, spine, support, pace, lights(judged.sight, judged.findings)[-1].verdict, partly)


def _timed(tally: Tally, t_s: float) -> Tally:
    """Book the stretch since the latest moment for what that moment knew."""
    latest = tally.latest
    if latest is None:
        return tally
    stretch_s = elapsed(latest.t_s, t_s)
    if not latest.in_session:
        return tally
    spoken_for_s = min(max(latest.frame_s + MAX_GAP_S - latest.t_s, 0.0), stretch_s)
    if latest.reading is None:
        spoken_for_s = 0.0
    tally = replace(tally, session_s=tally.session_s + stretch_s)
    if latest.reading is not None and spoken_for_s > 0.0:
        tally = _with_reading(tally, latest.reading, spoken_for_s)
    return _with_blindness(tally, stretch_s - spoken_for_s)


def _with_reading(tally: Tally, reading: Reading, seconds: float) -> Tally:
    tally = replace(tally, seen=tally.seen.plus(reading.seen, seconds))
    if reading.presence is Presence.OFF:
        return tally
    on = reading.presence is Presence.ON

    def told(verdict: Verdict | None) -> Verdict | None:
        """Of somebody who is not seen on the back nothing is ok."""
        return Verdict.UNKNOWN if verdict is Verdict.OK and not on else verdict

    return replace(
        tally,
        on_back_s=tally.on_back_s + (seconds if on else 0.0),
        perhaps_s=tally.perhaps_s + (0.0 if on else seconds),
        spine=tally.spine.plus(told(reading.spine), seconds, partly=reading.partly[0]),
        support=tally.support.plus(told(reading.support), seconds),
        pace=tally.pace.plus(told(reading.pace), seconds, partly=reading.partly[1]),
    )


def _with_blindness(tally: Tally, seconds: float) -> Tally:
    if seconds <= 0.0:
        return tally
    return replace(
        tally,
        perhaps_s=tally.perhaps_s + seconds,
        blind_s=tally.blind_s + seconds,
        spine=tally.spine.plus(Verdict.UNKNOWN, seconds),
        support=tally.support.plus(Verdict.UNKNOWN, seconds),
        pace=tally.pace.plus(Verdict.UNKNOWN, seconds),
        seen=tally.seen.plus(Verdict.UNKNOWN, seconds),
    )


def _counted(tally: Tally, findings: Findings) -> Tally:
    if findings.opened:
        opened = [event.rule for event in findings.opened]
        rules = tuple(replace(one, count=one.count + opened.count(one.rule)) for one in tally.rules)
        tally = replace(tally, rules=rules)
    for stand in findings.stands:
        tally = _with_stand(tally, stand)
    return tally


def _with_stand(tally: Tally, stand: Stand) -> Tally:
    """A step more; one whose place beside the spine is not known counts for no side."""
    length_s = stand.end_s - stand.start_s
    bin_of = bisect.bisect_right(DWELL_EDGES_S, length_s)
    dwells = tuple(count + (index == bin_of) for index, count in enumerate(tally.dwells))
    coverage = tally.coverage
    if not math.isnan(stand.offset_cm):
        side = Side.RIGHT if stand.offset_cm > 0.0 else Side.LEFT
        coverage = tuple(
            replace(part, seconds=part.seconds + length_s) if (part.zone, part.side) == (stand.zone, side) else part
            for part in coverage
        )
    return replace(tally, steps=tally.steps + 1, dwells=dwells, coverage=coverage)
