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


class Limb(StrEnum):
    """What presses, for the rules of place: a foot (or the knee of who kneels), or the palm of who sits or kneels."""

    FOOT = "foot"
    HAND = "hand"


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
    # Which kind: not_seen.Missing, off_zone.Outside, the receiver's activity, a keep-out zone's name.
    reason: str = ""
    limb: Limb = Limb.FOOT  # of the rules of place


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
    """One rule's verdict at this moment.

    Attributes:
        rule: which.
        verdict: of the worst side.
        since_s: when this verdict began in the picture.
        severity: tier.
        side: which side, or both, the verdict is about.
        reason: which kind, as an event tells it.
        limb: whose press it is about, for the rules of place.
        unknown_side: a side that could not be judged while the other one is at fault; None = there is none.
    """

    rule: Rule
    verdict: Verdict
    since_s: float
    severity: Severity
    side: EventSide | None = None
    reason: str = ""
    limb: Limb = Limb.FOOT
    unknown_side: EventSide | None = None

    @property
    def partly_unknown(self) -> bool:
        """Could some of it, or all, not be judged?"""
        return self.verdict is Verdict.UNKNOWN or self.unknown_side is not None


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
        judgements: one per rule that is in force, and one more of the spine rule and of marked areas while hands may
            press (its limb tells).
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
