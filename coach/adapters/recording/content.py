"""What a recording holds: how the session was set, and all that reached it, moment by moment. No picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from coach.core.live.live import LiveInput, LiveParams
from coach.core.live.voice import Spoken
from coach.core.look import Hints, PictureSize


@dataclass(frozen=True, slots=True)
class RecordingHeader:
    """How the session was set when it began.

    Attributes:
        program: version of the program.
        models: SHA-256 of each network by its name, lower-case hex.
        params: every threshold, and the language.
        hints: what the user had told of the scene.
        size: of the camera's pictures, as far as it was known; every input has its own.
        began: date and time of day, ISO 8601; empty = not told.
    """

    program: str
    models: dict[str, str] = field(default_factory=dict[str, str])
    params: LiveParams = field(default_factory=LiveParams)
    hints: Hints = field(default_factory=Hints)
    size: PictureSize | None = None
    began: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What reached the session at one moment, and the sound that it started then; None = none did."""

    given: LiveInput
    said: Spoken | None = None
