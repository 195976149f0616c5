"""The cue catalogue: every cue, what it says, how long it takes and which line of the technique asks for it.

The order of the table is the order of importance within one severity. Lengths are those of the files in
`assets/sounds`; `tools/make_sounds` renders each sound to exactly this length, and a test compares them, so that
arbitration never has to ask the mixer and a replay equals the live session.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.core.cues.spoken import FIRM_SUFFIX
from coach.core.findings import Event, Judgement, Rule, Severity


class Repeat(StrEnum):
    """How a cue comes back.

    WHILE_IT_LASTS: after its pause, firmer, for as long as the fault is seen.
    WHEN_IT_HAPPENS: the fault is a moment (a sudden step); only a new one brings the cue back.
    """

    WHILE_IT_LASTS = "while it lasts"
    WHEN_IT_HAPPENS = "when it happens"


@dataclass(frozen=True, slots=True)
class Saying:
    """Words and length of one sound. `length_s` is the whole sound, motif and words, s."""

    words: str
    length_s: float


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the catalogue.

    Attributes:
        id: name of the cue and of its sound.
        rule: the rule that asks for it.
        severity: tier of its motif and its rank.
        first: what is said first.
        firmer: what is said when the fault goes on or comes back: sharper for danger, plainer for guidance. None: the
            first form again.
        repeat: how it comes back.
        source: line of technique.md that it serves.
    """

    id: str
    rule: Rule
    severity: Severity
    first: Saying
    firmer: Saying | None
    repeat: Repeat
    source: str

    def saying(self, *, firm: bool) -> Saying:
        """The words and length of one form; the first one where there is no firmer one."""
        return self.firmer if firm and self.firmer is not None else self.first


@dataclass(frozen=True, slots=True)
class SoundRow:
    """One sound file that the catalogue needs: name without ending, and what is in it."""

    name: str
    cue: Cue
    firm: bool
    saying: Saying


_URGENT, _WARNING, _GUIDE, _INFO = Severity.URGENT, Severity.WARNING, Severity.GUIDE, Severity.INFO
_LASTS, _HAPPENS = Repeat.WHILE_IT_LASTS, Repeat.WHEN_IT_HAPPENS

# fmt: off
CUES: tuple[Cue, ...] = (
    Cue("stop_ask", Rule.RECEIVER_SIGNAL, _URGENT,
        Saying("Stop. Ask.", 1.75), Saying("Stop now, and ask.", 3.05), _LASTS, "D7"),
    Cue("off_the_spine", Rule.SPINE_STEP, _URGENT,
        Saying("Off the spine!", 1.65), Saying("Off the spine, now!", 2.75), _LASTS, "D1"),
    Cue("off_the_neck", Rule.OFF_ZONE, _URGENT,
        Saying("Off the neck!", 1.40), Saying("Off the neck, now!", 2.60), _LASTS, "D9"),
    Cue("keep_out", Rule.KEEP_OUT, _URGENT,
        Saying("Keep off that spot.", 2.00), Saying("Off that spot, now!", 2.80), _LASTS, "B2"),
    Cue("hold_on", Rule.SUPPORT_LOST, _WARNING,
        Saying("Hold on.", 1.40), Saying("Hold on to something.", 2.10), _LASTS, "D2"),
    Cue("both_hands", Rule.SUPPORT_LOST, _WARNING,
        Saying("Both hands, please.", 1.90), Saying("Hold on with both hands.", 2.30), _LASTS, "B7"),
    Cue("off_zone", Rule.OFF_ZONE, _WARNING,
        Saying("Stay on the back muscles.", 2.20), Saying("Between shoulders and waist only.", 2.50), _LASTS, "D9"),
    Cue("ask_how_it_feels", Rule.RECEIVER_MOVED, _GUIDE,
        Saying("Ask how it feels.", 2.05), Saying("Pause, and ask how it feels.", 2.60), _HAPPENS, "D7, D10"),
    Cue("cannot_see_receiver", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see the receiver.", 1.95), None, _LASTS, "B4"),
    Cue("cannot_see_you", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see you.", 1.75), None, _LASTS, "D1, D2"),
    Cue("cannot_see_back", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see the back.", 1.90), None, _LASTS, "D1"),
    Cue("cannot_see_feet", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see the feet.", 1.80), None, _LASTS, "D1"),
    Cue("cannot_see_hands", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see your hands.", 2.20), None, _LASTS, "D2"),
    Cue("move_the_camera", Rule.NOT_SEEN, _GUIDE,
        Saying("Move the camera to the head end.", 2.15), None, _LASTS, "D1"),
    Cue("slower", Rule.FAST_STEP, _GUIDE,
        Saying("Slower.", 1.15), Saying("Put the foot down slowly.", 2.00), _HAPPENS, "D6"),
    Cue("stay_a_little", Rule.SHORT_PAUSE, _GUIDE,
        Saying("Stay a little.", 1.50), Saying("Stay three to five seconds.", 2.20), _HAPPENS, "D6"),
    Cue("move_on", Rule.LONG_PAUSE, _GUIDE,
        Saying("Move on.", 1.25), Saying("Move the foot on, gently.", 2.20), _LASTS, "D6"),
    Cue("work_downwards", Rule.ORDER, _INFO,
        Saying("Work downwards.", 1.50), Saying("From the shoulders down to the waist.", 2.35), _HAPPENS, "D4"),
    Cue("step_by_step", Rule.ORDER, _INFO,
        Saying("Down step by step.", 1.90), None, _HAPPENS, "D4"),
    Cue("more_on_the_left", Rule.UNEVEN, _INFO,
        Saying("More time on the receiver's left.", 2.20), None, _HAPPENS, "D5"),
    Cue("more_on_the_right", Rule.UNEVEN, _INFO,
        Saying("More time on the receiver's right.", 2.10), None, _HAPPENS, "D5"),
    Cue("nobody_in_view", Rule.NOT_SEEN, _INFO,
        Saying("I see nobody.", 1.50), None, _LASTS, "B4"),
)
# fmt: on

# What `not_seen` says is missing (core/rules/not_seen.py), and the cue for it.
_CUE_OF_REASON = {
    "nobody": "nobody_in_view",
    "receiver": "cannot_see_receiver",
    "giver": "cannot_see_you",
    "back": "cannot_see_back",
    "view": "move_the_camera",
    "feet": "cannot_see_feet",
    "hands": "cannot_see_hands",
}
# Who or what has to be there while the giver treads: without it nothing at all can be judged.
LOSSES = frozenset({"nobody_in_view", "cannot_see_receiver", "cannot_see_you", "cannot_see_back"})
# What a step or a turn hides for a moment.
HIDDEN = frozenset({"cannot_see_feet", "cannot_see_hands"})
_ONE_HAND = "one hand"  # the reason of core/rules/support_lost.py
_CUE_OF_RULE = {
    Rule.RECEIVER_SIGNAL: "stop_ask",
    Rule.SPINE_STEP: "off_the_spine",
    Rule.KEEP_OUT: "keep_out",
    Rule.SUPPORT_LOST: "hold_on",
    Rule.OFF_ZONE: "off_zone",
    Rule.RECEIVER_MOVED: "ask_how_it_feels",
    Rule.FAST_STEP: "slower",
    Rule.SHORT_PAUSE: "stay_a_little",
    Rule.LONG_PAUSE: "move_on",
}
_CUE_OF_DISORDER = {"going up": "work_downwards", "skipping ahead": "step_by_step"}  # core/rules/order.py
_CUE_OF_SIDE = {"left": "more_on_the_left", "right": "more_on_the_right"}  # the side that got less
_BY_ID = {cue.id: cue for cue in CUES}
_RANK = {cue.id: (tuple(Severity).index(cue.severity), row) for row, cue in enumerate(CUES)}


def cue_named(cue_id: str) -> Cue:
    """The row of that id. Raises KeyError for an id that is not in the table (a programming error)."""
    return _BY_ID[cue_id]


def rank(cue: Cue) -> tuple[int, int]:
    """Importance for sorting: severity first, then the table's order; smaller is more important."""
    return _RANK[cue.id]


def cue_for(finding: Event | Judgement) -> Cue | None:
    """The cue that an event or a judgement asks for; None where the table has none for its rule or reason.

    The neck is the one place outside the zone that is urgent (technique.md D9). One hand that holds where both are
    asked for (B7) is told otherwise than none.
    """
    if finding.rule is Rule.NOT_SEEN:
        cue_id = _CUE_OF_REASON.get(finding.reason)
    elif finding.rule is Rule.ORDER:
        cue_id = _CUE_OF_DISORDER.get(finding.reason)
    elif finding.rule is Rule.UNEVEN:
        cue_id = _CUE_OF_SIDE.get(finding.reason)
    elif finding.rule is Rule.OFF_ZONE and finding.severity is Severity.URGENT:
        cue_id = "off_the_neck"
    elif finding.rule is Rule.SUPPORT_LOST and finding.reason == _ONE_HAND:
        cue_id = "both_hands"
    else:
        cue_id = _CUE_OF_RULE.get(finding.rule)
    return None if cue_id is None else _BY_ID[cue_id]


def sound_table() -> tuple[SoundRow, ...]:
    """Every sound file that the catalogue needs, every form of each cue, in the table's order."""
    rows: list[SoundRow] = []
    for cue in CUES:
        rows.append(SoundRow(cue.id, cue, False, cue.first))
        if cue.firmer is not None:
            rows.append(SoundRow(cue.id + FIRM_SUFFIX, cue, True, cue.firmer))
    return tuple(rows)
