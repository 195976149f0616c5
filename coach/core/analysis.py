"""The whole judgement of one clip, before anything is written: what the fold over its frames leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.core.cues import SpokenCue
from coach.core.findings import Event, Findings, Stand
from coach.core.sight import Sight


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What is known about a clip's file. `sha256` is of the file's bytes; sizes are of the upright picture, px."""

    path: str
    sha256: str
    width: int
    height: int
    frames: int
    duration_s: float
    fps_mean: float
    has_sound: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the session: `warm_up`, `treading`, `closing` or `idle`."""

    phase: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame, judged: what was seen, what the rules say, which cue is running (None = silence)."""

    sight: Sight
    findings: Findings
    cue: SpokenCue | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole clip, judged.

    `settings` is the flat mapping that `analysis.json` shows: every threshold in force, units in the names.
    """

    clip: ClipFacts
    settings: Mapping[str, object]
    program: Mapping[str, str]
    moments: tuple[Moment, ...]
    events: tuple[Event, ...]
    cues: tuple[SpokenCue, ...]
    stands: tuple[Stand, ...]
    phases: tuple[Phase, ...]
