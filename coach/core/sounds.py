"""Every sound of the coach by its name: the cues, each form of them, the prompts and the pacing sounds.

For whoever makes, loads or lists sounds. The cues, prompts and pacing sounds themselves stand in their own tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from coach.core.cues.catalogue import SoundRow, sound_table
from coach.core.findings import Severity
from coach.core.live.prompts import PROMPTS, Prompt
from coach.core.live.ticks import TICKS, Tick
from coach.core.words import Language, cue_saying

# How loud a whole sound of each tier is: root mean square of its samples, dB relative to full scale. A lesson is
# eight decibels below a danger, because a person lies there and rests (technique.md, its last section); own judgement.
LOUDNESS_DBFS: Mapping[Severity, float] = MappingProxyType(
    {Severity.URGENT: -18.0, Severity.WARNING: -21.0, Severity.GUIDE: -26.0, Severity.INFO: -28.0}
)


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound in one language.

    Attributes:
        name: of the sound, the same in every language.
        language: what is spoken.
        words: what is said in it; of a pacing sound what it means.
        severity: its tier.
        length_s: the whole sound, motif and words, s.
        source: what it comes from: a form of a cue, a prompt, or a pacing sound.
    """

    name: str
    language: Language
    words: str
    severity: Severity
    length_s: float
    source: SoundRow | Prompt | Tick

    @property
    def is_cue(self) -> bool:
        """One of the rules' cues, not a prompt."""
        return isinstance(self.source, SoundRow)

    @property
    def is_spoken(self) -> bool:
        """Are there words in it? Not in a pacing sound."""
        return not isinstance(self.source, Tick)

    @property
    def file(self) -> str:
        """Where its file lies in the folder of sounds, with slashes: English cues on top, the others below."""
        if not self.is_spoken:
            return f"pace/{self.name}.wav"  # the same in every language
        if not self.is_cue:
            return f"prompts/{self.language}/{self.name}.wav"
        return f"{self.name}.wav" if self.language is Language.EN else f"{self.language}/{self.name}.wav"

    @property
    def loudness_dbfs(self) -> float:
        """Root mean square of its samples, dB relative to full scale."""
        return LOUDNESS_DBFS[self.severity]


@cache
def sounds(language: Language) -> Mapping[str, Sound]:
    """Every sound of one language by its name, cues first, in the order of the tables."""
    found: dict[str, Sound] = {}
    for row in sound_table():
        saying = cue_saying(row.cue.id, row.firm, language)
        found[row.name] = Sound(row.name, language, saying.words, row.cue.severity, saying.length_s, row)
    for prompt in PROMPTS:
        if prompt.spoken:
            saying = prompt.saying(language)
            found[prompt.id] = Sound(prompt.id, language, saying.words, prompt.severity, saying.length_s, prompt)
    for tick in TICKS:
        found[tick.id] = Sound(tick.id, language, tick.meaning.of(language), tick.severity, tick.length_s, tick)
    return MappingProxyType(found)


@cache
def sound_lengths_s(language: Language) -> Mapping[str, float]:
    """Length of every sound of one language by its name, s: what arbitration reckons with."""
    return MappingProxyType({name: sound.length_s for name, sound in sounds(language).items()})
