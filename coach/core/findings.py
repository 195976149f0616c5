"""What the rules say: the value that they hand to the cues, the overlay and the files.

Times are seconds from the first frame of the clip or session.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from coach.core.landmarks import Side
from coach.core.verdict import Verdict


class Rule(StrEnum):
    """The rules by the names that the files use."""

    SPINE_STEP = "spine_step"
    KEEP_OUT = "keep_out"
    OFF_ZONE = "off_zone"
    SUPPORT_LOST = "support_lost"
    FAST_STEP = "fast_step"
    SHORT_PAUSE = "short_pause"
    LONG_PAUSE = "long_pause"
    ORDER = "order"
    UNEVEN = "uneven"
    RECEIVER_MOVED = "receiver_moved"
    RECEIVER_SIGNAL = "receiver_signal"
    NOT_SEEN = "not_seen"


class Severity(StrEnum):
    """How much a finding matters, from the most to the least."""

    URGENT = "urgent"
    WARNING = "warning"
    GUIDE = "guide"
    INFO = "info"


class Zone(StrEnum):
    """Named parts of the back (technique.md D5, D9); `side` tells the receiver's left from right."""

    SHOULDER_BLADES = "shoulder_blades"  # along 0 to 0.4
    MID_BACK = "mid_back"  # 0.4 to 0.7
    LOWER_BACK = "lower_back"  # 0.7 to 1
    OUTSIDE = "outside"  # above the shoulder line, below the hip line, or beyond the ribs' ends


class EventSide(StrEnum):
    """Which foot or hand of the giver an event is about."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an event's detail; the unit is part of the name (`gap_cm`)."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Event:
    """A fault, or a stretch that could not be judged, with its beginning and end.

    `start_s` is when it began in the picture; the rule may have waited to be sure, so `decided_s` is later or equal.
    """

    rule: Rule
    start_s: float
    decided_s: float
    end_s: float
    severity: Severity
    side: EventSide | None
    detail: tuple[Figure, ...] = ()
    # Which kind: spine_hand.HAND, not_seen.Missing, off_zone.Outside, the receiver's activity, a keep-out zone's name.
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """One stand of a foot on the back, from landing to the next lift: a step of the massage.

    `offset_cm` is the footprint's centre to the spine line, + = receiver's right.
    """

    foot: Side
    start_s: float
    end_s: float
    along: float
    offset_cm: float
    zone: Zone


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule's verdict at this moment. `since_s` is when this verdict began in the picture."""

    rule: Rule
    verdict: Verdict
    since_s: float
    severity: Severity
    side: EventSide | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LoadProxy:
    """The load proxy of one moment, or its mean, 0..1, no unit, no force: somewhere from `low` to `high`."""

    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class LoadSight:
    """The load proxy (technique.md D8) at one moment.

    Attributes:
        proxy: its mean over the last seconds.
        limit: what the ramp allows now; NaN = it has not begun.
        verdict: fault: more than that, too early. Unknown: it may be.
    """

    proxy: LoadProxy = LoadProxy()
    limit: float = math.nan
    verdict: Verdict = Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Findings:
    """All rules at one moment.

    Attributes:
        t_s: the moment.
        judgements: one per rule that is in force, and one more of the spine rule while hands may press (its reason
            tells, `spine_hand.HAND`).
        opened: events decided at this moment and still going on (`end_s` is this moment).
        closed: events that ended at this moment, whole.
        stands: steps that ended at this moment, whole.
        load: the load proxy and its ramp.
    """

    t_s: float
    judgements: tuple[Judgement, ...]
    opened: tuple[Event, ...]
    closed: tuple[Event, ...]
    stands: tuple[Stand, ...]
    load: LoadSight = field(default_factory=LoadSight)
