"""The pacing sounds: soft knocks without words (technique.md D6). When they are heard is told in `pace`."""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.findings import Severity
from coach.core.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Tick:
    """One row of the table.

    Attributes:
        id: name of the tick and of its sound.
        knocks: how many there are in it.
        meaning: what it tells, for lists; nobody says it.
        length_s: of its sound, in every language.
        source: line of technique.md that it serves.
    """

    id: str
    knocks: int
    meaning: Phrase
    length_s: float
    source: str

    @property
    def severity(self) -> Severity:
        """Its tier: the softest."""
        return Severity.INFO


READY = Tick("pace_ready", 1, Phrase("One soft knock: you may move on.", "轻敲一下：可以换地方了。"), 0.45, "D6")
ONWARDS = Tick("pace_onwards", 2, Phrase("Two soft knocks: time to move on.", "轻敲两下：该换地方了。"), 0.45, "D6")
TICKS = (READY, ONWARDS)
