"""Cue catalogue and arbitration (filled in by the cue stage); the value below is what every edge plays or shows."""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.findings import Rule, Severity


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """One cue that was given.

    Attributes:
        t_s: when its sound starts.
        cue: id in the catalogue, which is also the name of its sound (`off_the_spine`).
        rule: the rule that asked for it.
        severity: tier of its sound.
        spoken: the words, English.
        length_s: length of the sound by the catalogue's table.
    """

    t_s: float
    cue: str
    rule: Rule
    severity: Severity
    spoken: str
    length_s: float
