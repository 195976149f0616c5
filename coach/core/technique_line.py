"""One line of the technique, and the things of this program that serve it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.core.phrase import Phrase


class PartKind(StrEnum):
    """What kind of thing serves a line."""

    RULE = "rule"
    CUE = "cue"
    PROMPT = "prompt"
    SCREEN = "screen"
    PART = "part"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of this program that serves a line.

    Attributes:
        kind: what it is.
        name: a rule's, cue's or prompt's own name; a command as it is typed after `coach`; of a screen or another part
            the module below `coach` and the name in it, `core.live.stage:follow_stage`.
    """

    kind: PartKind
    name: str


@dataclass(frozen=True, slots=True)
class TechniqueLine:
    """One line of technique.md.

    Attributes:
        id: its id there.
        asks: what the technique asks, in our own words.
        does: what the coach does with it; None = nothing yet (see `NOT_SERVED_YET`).
        parts: what serves it beside the rules, cues and prompts that name it themselves.
        tests: functions of the project's tests that hold the coach to it.
    """

    id: str
    asks: Phrase
    does: Phrase | None = None
    parts: tuple[Part, ...] = ()
    tests: tuple[str, ...] = ()
