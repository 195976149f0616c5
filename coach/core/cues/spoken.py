"""A cue that was given: the value that every edge plays, shows or writes down."""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.findings import Rule, Severity

FIRM_SUFFIX = "_firm"


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """One cue that was given.

    Attributes:
        t_s: when its sound starts, seconds from the first frame.
        cue: id in the catalogue (`off_the_spine`); the same for both forms.
        rule: the rule that asked for it.
        severity: tier of its sound.
        spoken: the words, English.
        length_s: length of the sound by the catalogue's table, s. An urgent cue may cut a lower one short; then the
            urgent cue's `t_s` comes before this one's end.
        firm: this is the firmer form, given because the fault went on.
    """

    t_s: float
    cue: str
    rule: Rule
    severity: Severity
    spoken: str
    length_s: float
    firm: bool = False

    @property
    def sound(self) -> str:
        """Name of the sound, without folder and ending (`off_the_spine`, `off_the_spine_firm`)."""
        return self.cue + FIRM_SUFFIX if self.firm else self.cue

    @property
    def end_s(self) -> float:
        """When the sound is over if nothing interrupts it, seconds from the first frame."""
        return self.t_s + self.length_s
