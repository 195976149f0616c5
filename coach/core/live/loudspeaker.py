"""Whether the coach can be heard, why not, and what is told when that changes.

The loudspeaker itself is the mixer's; here are the words, and how often a lost one is tried again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from coach.core.live.prompts import prompt_named
from coach.core.live.voice import Spoken
from coach.core.phrase import Phrase
from coach.core.thresholds import Threshold
from coach.core.words import Language

LOST_PROMPT, BACK_PROMPT = "sound_lost", "sound_back"
# What PulseAudio and PipeWire put in the place of the last device that was taken away, in English and Chinese: it plays
# and cannot be heard.
NO_DEVICES = frozenset({"Dummy Output", "伪输出"})


class SoundState(StrEnum):
    """Where the sounds go."""

    OPEN = "open"  # to a loudspeaker
    ABSENT = "absent"  # nowhere: there was none so far; it is tried again
    LOST = "lost"  # nowhere: there was one, and it is gone; it is tried again
    SILENCED = "silenced"  # nowhere, because the computer is told so; that is not tried again

    @property
    def missing(self) -> bool:
        """Is a loudspeaker looked for?"""
        return self in (SoundState.ABSENT, SoundState.LOST)


PROBLEMS: Mapping[SoundState, Phrase] = MappingProxyType(
    {
        SoundState.ABSENT: Phrase(
            "The coach is mute: no loudspeaker opens. Connect one, and it speaks; 'coach doctor' tells more.",
            "教练没有声音：没有可用的音响。接上音响，教练就会出声。",
        ),
        SoundState.LOST: Phrase(
            "The coach is mute: the loudspeaker is gone. Connect it again, and it goes on.",
            "教练没有声音：音响断开了。重新接上，教练就会出声。",
        ),
        SoundState.SILENCED: Phrase(
            "The coach is mute: SDL_AUDIODRIVER is set to dummy; unset it.",
            "教练没有声音：SDL_AUDIODRIVER 设成了 dummy，请取消。",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class RetryParams:
    """How often a loudspeaker that is missing is tried again."""

    pause_s: Annotated[
        float, Threshold("s", 0.5, 60.0, "soon enough for whoever plugs it in again and waits; own judgement")
    ] = 2.0
    share: Annotated[
        float,
        Threshold(
            "1",
            0.001,
            0.5,
            "of the time: while it is tried nothing is drawn. Measured: without a device a try takes 106 ms with "
            "ALSA, which is so tried every 5 s, and 0.3 ms with PulseAudio",
        ),
    ] = 0.02

    def after_s(self, took_s: float) -> float:
        """How long to wait after a try in vain that took so long, s."""
        return max(self.pause_s, took_s / self.share)


def told(before: SoundState, now: SoundState, t_s: float, language: Language) -> Spoken | None:
    """What is said and shown when a loudspeaker is lost, or is there (again).

    Args:
        before: how it was at the last look.
        now: how it is.
        t_s: the time, s of the session's clock.
        language: of the session.

    Returns:
        A prompt: the loss is only shown, nobody would hear it. None = nothing has changed for the ear.
    """
    if before is SoundState.OPEN and now.missing:
        name = LOST_PROMPT
    elif before.missing and now is SoundState.OPEN:
        name = BACK_PROMPT
    else:
        return None
    prompt = prompt_named(name)
    return Spoken(t_s, name, False, prompt.severity, prompt.length_s(language))
