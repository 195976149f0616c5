"""One live session from the camera's first picture to what is saved of it.

The main thread plays, draws and watches; the worker looks and folds (`worker`); the camera grabs. Sound comes before
the window: a picture may be drawn late, a cue may not.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from queue import Empty
from typing import Protocol

from coach.app.live.keeper import Save
from coach.app.live.worker import Keep, LiveWorker, Look, Said, Seen, Shoot, Source
from coach.core.live.live import LiveParams
from coach.core.live.loudspeaker import SoundState, told
from coach.core.live.prompts import prompt_named
from coach.core.live.stage import Command, Ending, Stage
from coach.core.live.tally import Tally, begin_tally
from coach.core.live.voice import Spoken
from coach.core.live.watchdog import PROMPT, WatchdogParams, WatchdogState, watch
from coach.core.look import Hints
from coach.core.words import Language

_TICK_S = 0.004  # how long the main thread waits for a sound before it looks at the window again
_LAST_WORDS_S = 4.0  # the last sound is heard to its end, but not longer than this


class Voice(Protocol):
    """What is used of the mixer."""

    @property
    def state(self) -> SoundState:
        """Where the sounds go."""
        ...

    @property
    def sounding(self) -> bool:
        """Is something heard at this moment?"""
        ...

    def tend(self) -> None:
        """Look after the loudspeaker, and open it again if it was lost."""
        ...

    def play_sound(self, name: str, volume: float = 1.0) -> None:
        """Start a sound now; what sounds now fades out. Volume: 0 to 1, of the sound itself."""
        ...


class Screen(Protocol):
    """What is used of the window, or of what stands in for it."""

    def show(self, seen: Seen | None, *, stale: bool, meanwhile: Callable[[], object]) -> None:
        """Show the newest moment, or nothing if it is not due; `meanwhile` is called between the parts of a drawing."""
        ...

    def asked(self) -> tuple[Command, ...]:
        """What keys and buttons have asked for since the last call."""
        ...

    def told(self) -> Hints | None:
        """The hints as the mouse has changed them since the last call; None = it has not."""
        ...

    def say(self, said: Said | Spoken) -> None:
        """A sound starts: for those who cannot hear it."""
        ...


@dataclass(frozen=True, slots=True)
class LiveEnd:
    """How a session ended.

    Attributes:
        ending: why.
        tally: its sums.
        last: its newest moment; None = there was none.
        interrupted: with Ctrl-C: nobody waits for a last screen.
    """

    ending: Ending | None
    tally: Tally
    last: Seen | None
    interrupted: bool = False


def run_session(
    camera: Source,
    look: Look,
    voice: Voice,
    screen: Screen,
    params: LiveParams,
    hints: Hints,
    *,
    keep: Keep | None = None,
    shoot: Shoot | None = None,
    save: Save | None = None,
    save_every_s: float = 1.0,
) -> LiveEnd:
    """Lead one session until it ends by itself, is ended, or is interrupted.

    Args:
        camera: where pictures come from, open.
        look: the eyes.
        voice: the mixer, open.
        screen: the window, open, or what stands in for it.
        params: every threshold.
        hints: what the user has told of the scene.
        keep: see `LiveWorker`.
        shoot: see `LiveWorker`.
        save: takes the sums so far, now and then and at the end; must not wait, as nothing here may.
        save_every_s: how often.

    Raises:
        Exception: what broke the worker, after everything was saved.
    """
    watchdog, limits = WatchdogState(), WatchdogParams()
    stale_sound_s = prompt_named(PROMPT).length_s(params.language)
    saved_s = time.monotonic()
    sound = voice.state

    def speak() -> None:
        """Start the sound that waits, if one does: one redraw takes a tenth of a second where the processor is busy."""
        _say_next(worker, voice, screen, wait_s=0.0)

    with ExitStack() as stack:
        worker = stack.enter_context(LiveWorker(camera, look, params, hints, keep, shoot))
        if save is not None:
            stack.callback(lambda: save(_tally(worker)))
        try:
            while worker.running:
                _say_next(worker, voice, screen, _TICK_S)
                sound = _look_after(voice, screen, sound, camera.now_s(), params.language)
                newest = worker.newest
                newest_s = newest.done_s if newest is not None else float("nan")
                watchdog, warning = watch(limits, watchdog, newest_s, camera.now_s(), stale_sound_s)
                if warning is not None:
                    voice.play_sound(warning.sound)
                    screen.say(warning)
                for command in screen.asked():
                    worker.command(command)
                told = screen.told()
                if told is not None:
                    worker.tell(told)
                screen.show(newest, stale=watchdog.stale, meanwhile=speak)
                if save is not None and time.monotonic() - saved_s >= save_every_s:
                    save(_tally(worker))
                    saved_s = time.monotonic()
        except KeyboardInterrupt:
            with undisturbed():
                worker.stop()
            return replace(_end(worker, Ending.ASKED), interrupted=True)
        if worker.failure is not None:  # whoever is on the mat must not take the silence for a good sign
            voice.play_sound(PROMPT)
            _hear_out(worker, voice, screen)
            raise worker.failure
        _hear_out(worker, voice, screen)
        return _end(worker, None)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Somebody who presses Ctrl-C twice gets the same orderly end: until then further ones are passed over."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not the main thread: it gets no Ctrl-C
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _say_next(worker: LiveWorker, voice: Voice, screen: Screen, wait_s: float) -> bool:
    """Wait so long for a sound, and start it; False = none came."""
    if wait_s <= 0.0 and worker.said.empty():
        return False
    try:
        said = worker.said.get(timeout=wait_s)
    except Empty:
        return False
    spoken = said.spoken
    if not (spoken.wordless and voice.sounding):  # what the fold knows nothing of (the loudspeaker is back) goes on
        voice.play_sound(spoken.sound, spoken.volume)
    screen.say(said)
    return True


def _look_after(voice: Voice, screen: Screen, before: SoundState, t_s: float, language: Language) -> SoundState:
    """See to the loudspeaker, and say and show it if it is lost, or is back."""
    voice.tend()
    spoken = told(before, voice.state, t_s, language)
    if spoken is not None:
        if spoken.length_s > 0.0 and not voice.sounding:  # a cue that was cut off by the loss goes first
            voice.play_sound(spoken.sound)
        screen.say(spoken)
    return voice.state


def _hear_out(worker: LiveWorker, voice: Voice, screen: Screen) -> None:
    """The session has ended: say what is left to say, and let it be heard."""
    until_s = time.monotonic() + _LAST_WORDS_S
    while (_say_next(worker, voice, screen, _TICK_S) or voice.sounding) and time.monotonic() < until_s:
        screen.show(worker.newest, stale=False, meanwhile=lambda: None)


def _tally(worker: LiveWorker) -> Tally:
    newest = worker.newest
    return begin_tally() if newest is None else newest.tally


def _end(worker: LiveWorker, why: Ending | None) -> LiveEnd:
    last = worker.newest
    if last is not None and last.moment.stage.stage is Stage.ENDED:
        why = last.moment.stage.ending
    if last is not None and why is not None and last.moment.stage.ending is None:
        stage = replace(last.moment.stage, stage=Stage.ENDED, ending=why)
        last = replace(last, moment=replace(last.moment, stage=stage))
    return LiveEnd(why, _tally(worker), last)
