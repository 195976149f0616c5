"""One voice for cues and prompts: at most one sound at a time.

The rules' cues come first: a cue that starts silences a prompt, which is said again later if it still matters. Prompts
wait for silence, in the order in which they were asked for; only what tells that the coach is blind does not wait for
another prompt, which is not said again then. Lengths come from the tables, never from the mixer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from coach.core.cues import SpokenCue
from coach.core.findings import Severity
from coach.core.thresholds import Threshold
from coach.core.values import replace


@dataclass(frozen=True, slots=True)
class VoiceParams:
    """How the prompts are spaced."""

    breath_s: Annotated[float, Threshold("s", 0.0, 5.0, "two sounds in a row stay two sounds; own judgement")] = 0.4
    keep_s: Annotated[
        float, Threshold("s", 1.0, 60.0, "a prompt that finds no silence for this long is past; own judgement")
    ] = 10.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sound that starts.

    Attributes:
        t_s: when it starts, s of the session's clock.
        sound: name of the sound: a cue's (`hold_on_firm`) or a prompt's (`lie_down`).
        is_cue: one of the rules' cues, not a prompt.
        severity: its tier.
        length_s: by the table, s.
        volume: 0 to 1, of its file.
        wordless: a pacing sound (`pace`): nothing is said, and nothing is shown of it.
    """

    t_s: float
    sound: str
    is_cue: bool
    severity: Severity
    length_s: float
    volume: float = 1.0
    wordless: bool = False

    @property
    def end_s(self) -> float:
        """When it is over if nothing interrupts it, s."""
        return self.t_s + self.length_s


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt that waits.

    Attributes:
        sound: its name.
        asked_s: when it was asked for, s.
        severity: its tier.
        length_s: of its sound, s.
        cuts: it does not wait for another prompt to end: it tells that the coach is blind.
    """

    sound: str
    asked_s: float
    severity: Severity
    length_s: float
    cuts: bool = False


@dataclass(frozen=True, slots=True)
class VoiceState:
    """What sounds, or sounded last; the prompt that it came of, if it was one; and what waits."""

    running: Spoken | None = None
    waiting: tuple[Asked, ...] = ()
    asked: Asked | None = None


def speak(
    params: VoiceParams, state: VoiceState, cue: SpokenCue | None, asked: tuple[Asked, ...], t_s: float
) -> tuple[VoiceState, Spoken | None]:
    """Decide for one moment what starts to sound, if anything.

    Args:
        params: pauses, s.
        state: what the last call returned.
        cue: the cue that starts at this moment; None = none does.
        asked: prompts that are asked for at this moment.
        t_s: the time; never goes back.
    """
    running = state.running
    sounding = running is not None and t_s < running.end_s
    names = {one.sound for one in asked}
    waiting = tuple(one for one in state.waiting if one.sound not in names and t_s - one.asked_s <= params.keep_s)
    waiting = (*waiting, *asked)
    if cue is not None:
        cut = state.asked if sounding else None
        if cut is not None and cut.sound not in names:  # it was not heard to its end
            waiting = (cut, *(one for one in waiting if one.sound != cut.sound))
        started = Spoken(t_s, cue.sound, True, cue.severity, cue.length_s)
        return VoiceState(started, waiting), started
    waiting = tuple(sorted(waiting, key=lambda one: not one.cuts))
    if not waiting:
        return replace(state, waiting=waiting), None
    first, *rest = waiting
    cutting = first.cuts and state.asked is not None and not state.asked.cuts
    if running is not None and t_s < running.end_s + params.breath_s and not (cutting and not running.is_cue):
        return replace(state, waiting=waiting), None
    started = Spoken(t_s, first.sound, False, first.severity, first.length_s)
    return VoiceState(started, tuple(rest), first), started


def hushed(state: VoiceState) -> VoiceState:
    """Nothing waits any more: what was to be said, or said again, belongs to a stage that is over."""
    return replace(state, waiting=(), asked=None)
