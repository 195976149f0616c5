"""The cue catalogue: every cue, what it says, how long it takes and which line of the technique asks for it.

The order of the table is the order of importance within one severity. Lengths are those of the files in
`assets/sounds`; `tools/make_sounds.py` renders each sound to exactly this length, and a test compares them, so that
arbitration never has to ask the mixer and a replay equals the live session.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.core.cues.spoken import FIRM_SUFFIX
from coach.core.findings import Event, Rule, Severity


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
        firmer: what is said when the fault goes on or comes back: shorter and sharper for danger, plainer for guidance.
        repeat: how it comes back.
        source: line of technique.md that it serves.
    """

    id: str
    rule: Rule
    severity: Severity
    first: Saying
    firmer: Saying
    repeat: Repeat
    source: str

    def saying(self, *, firm: bool) -> Saying:
        """The words and length of one form."""
        return self.firmer if firm else self.first


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
        Saying("Stop. Ask.", 1.75), Saying("Stop now, and ask.", 2.95), _LASTS, "D7"),
    Cue("off_the_spine", Rule.SPINE_STEP, _URGENT,
        Saying("Off the spine!", 1.65), Saying("Off the spine, now!", 2.70), _LASTS, "D1"),
    Cue("keep_out", Rule.KEEP_OUT, _URGENT,
        Saying("Keep off that spot.", 2.00), Saying("Step off that spot, now!", 3.10), _LASTS, "B2"),
    Cue("hold_on", Rule.SUPPORT_LOST, _WARNING,
        Saying("Hold on.", 1.35), Saying("Hold on to something.", 2.05), _LASTS, "D2"),
    Cue("off_zone", Rule.OFF_ZONE, _WARNING,
        Saying("Stay on the back muscles.", 2.15), Saying("Between shoulders and waist only.", 2.45), _LASTS, "D9"),
    Cue("ask_how_it_feels", Rule.RECEIVER_MOVED, _GUIDE,
        Saying("Ask how it feels.", 2.00), Saying("Pause, and ask how it feels.", 2.60), _HAPPENS, "D7, D10"),
    Cue("cannot_see_receiver", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see the receiver.", 1.85), Saying("I still cannot see the receiver.", 2.15), _LASTS, "B4"),
    Cue("cannot_see_you", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see you.", 1.70), Saying("I still cannot see you.", 2.00), _LASTS, "D1, D2"),
    Cue("cannot_see_feet", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see the feet.", 1.75), Saying("I still cannot see the feet.", 2.05), _LASTS, "D1"),
    Cue("cannot_see_hands", Rule.NOT_SEEN, _GUIDE,
        Saying("I cannot see your hands.", 2.15), Saying("I still cannot see your hands.", 2.50), _LASTS, "D2"),
    Cue("move_the_camera", Rule.NOT_SEEN, _GUIDE,
        Saying("Move the camera to the head end.", 2.10),
        Saying("From here I cannot judge. Move the camera to the head end.", 4.00), _LASTS, "D1"),
    Cue("slower", Rule.FAST_STEP, _GUIDE,
        Saying("Slower.", 1.10), Saying("Put the foot down slowly.", 1.95), _HAPPENS, "D6"),
    Cue("stay_a_little", Rule.SHORT_PAUSE, _GUIDE,
        Saying("Stay a little.", 1.45), Saying("Stay three to five seconds.", 2.15), _HAPPENS, "D6"),
    Cue("move_on", Rule.LONG_PAUSE, _GUIDE,
        Saying("Move on.", 1.20), Saying("Move the foot on, gently.", 2.15), _LASTS, "D6"),
    Cue("nobody_in_view", Rule.NOT_SEEN, _INFO,
        Saying("I see nobody.", 1.35), Saying("I still see nobody.", 1.65), _LASTS, "B4"),
)
# fmt: on

# What `not_seen` events say is missing, and the cue for it.
_CUE_OF_REASON = {
    "feet": "cannot_see_feet",
    "hands": "cannot_see_hands",
    "giver": "cannot_see_you",
    "receiver": "cannot_see_receiver",
    "nobody": "nobody_in_view",
    "view": "move_the_camera",
}
_BY_ID = {cue.id: cue for cue in CUES}
_RANK = {cue.id: (tuple(Severity).index(cue.severity), row) for row, cue in enumerate(CUES)}
_CUE_OF_RULE = {cue.rule: cue.id for cue in CUES if cue.rule is not Rule.NOT_SEEN}


def cue_named(cue_id: str) -> Cue:
    """The row of that id. Raises KeyError for an id that is not in the table (a programming error)."""
    return _BY_ID[cue_id]


def rank(cue: Cue) -> tuple[int, int]:
    """Importance for sorting: severity first, then the table's order; smaller is more important."""
    return _RANK[cue.id]


def cue_of_reason(reason: str) -> str | None:
    """Id of the cue that names what a `not_seen` finding says is missing; None for a reason without a cue."""
    return _CUE_OF_REASON.get(reason)


def cue_for(event: Event) -> Cue | None:
    """The cue that an event asks for; None where the table has none for its rule or reason.

    A receiver who moves is asked how it feels; one who lifts the head or an arm has given the stop signal, whichever
    of the two rules reports it (technique.md D7).
    """
    if event.rule is Rule.NOT_SEEN:
        cue_id = cue_of_reason(event.reason)
    elif event.rule is Rule.RECEIVER_MOVED and event.severity is Severity.URGENT:
        cue_id = "stop_ask"
    else:
        cue_id = _CUE_OF_RULE.get(event.rule)
    return None if cue_id is None else _BY_ID[cue_id]


def sound_table() -> tuple[SoundRow, ...]:
    """Every sound file that the catalogue needs, both forms of each cue, in the table's order."""
    rows: list[SoundRow] = []
    for cue in CUES:
        rows.append(SoundRow(cue.id, cue, False, cue.first))
        rows.append(SoundRow(cue.id + FIRM_SUFFIX, cue, True, cue.firmer))
    return tuple(rows)
