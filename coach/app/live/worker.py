"""The thread that looks and folds: takes the newest picture, asks the eyes, folds, and hands on what came of it.

Sounds that start are queued, none is lost; of the moments only the newest is kept, because only it is drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.adapters.camera import LiveFrame
from coach.adapters.picture_facts import picture_facts
from coach.adapters.priority import give_way
from coach.core.live import live
from coach.core.live.live import LiveInput, LiveMoment, LiveParams
from coach.core.live.stage import Command, Stage
from coach.core.live.tally import Tally, begin_tally, update_tally
from coach.core.live.voice import Spoken
from coach.core.look import Hints, LookPlan, Looks, PictureSize
from coach.core.view import Trail

Picture = NDArray[np.uint8]
Look = Callable[[Picture, LookPlan], Looks]
Keep = Callable[[LiveInput, Spoken | None], None]
Shoot = Callable[[Picture, float], None]

_WAIT_S = 0.2  # for a picture; without one the session is told that none came
_JOIN_S = 5.0


class Source(Protocol):
    """What is used of a camera."""

    def take(self, timeout_s: float) -> LiveFrame | None:
        """The newest picture that has not been taken yet."""
        ...

    def now_s(self) -> float:
        """Seconds on the clock of the frames."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest moment for the window.

    Attributes:
        moment: the fold's answer.
        picture_rgb: (H, W, 3) uint8, RGB, the picture of the newest frame; None before the first one.
        trail: the stands so far, for the back map.
        tally: the session's sums so far.
        frame: number of the newest frame, dropped: how many of the camera's pictures nobody has looked at.
        done_s: when it was ready, s of the camera's clock.
    """

    moment: LiveMoment
    picture_rgb: Picture | None
    trail: Trail
    tally: Tally
    frame: int
    dropped: int
    done_s: float


@dataclass(frozen=True, slots=True)
class Said:
    """A sound that starts.

    Attributes:
        spoken: the sound.
        frame: number of the picture that it comes of.
        grabbed_s, decided_s: when that was grabbed, and when the fold had decided, s of the camera's clock.
    """

    spoken: Spoken
    frame: int
    grabbed_s: float
    decided_s: float


class LiveWorker:
    """Looks and folds until it is stopped, or the session has ended. Use it with `with`.

    Attributes:
        said: sounds that start, in order; for the main thread.
        failure: what broke it, if something did; it has stopped then.
    """

    def __init__(
        self,
        camera: Source,
        look: Look,
        params: LiveParams,
        hints: Hints,
        keep: Keep | None = None,
        shoot: Shoot | None = None,
    ) -> None:
        """Begin at once.

        Args:
            camera: where pictures come from; this thread alone takes them.
            look: the eyes.
            params: every threshold.
            hints: what the user has told of the scene.
            keep: takes every input as it is folded, with the sound that it started: the recording.
            shoot: takes every picture that is looked at, and its time: the video, if somebody asked for one.
        """
        self._camera, self._look, self._params = camera, look, params
        self._keep, self._shoot = keep, shoot
        self._hints = hints
        self._asked: SimpleQueue[Command] = SimpleQueue()
        self._told: Hints | None = None
        self._newest: Seen | None = None
        self._stop = threading.Event()
        self.said: SimpleQueue[Said] = SimpleQueue()
        self.failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)
        self._thread.start()

    def command(self, command: Command) -> None:
        """Ask for something; it counts from the next moment on."""
        self._asked.put(command)

    def tell(self, hints: Hints) -> None:
        """Tell anew what is known of the scene; it counts from the next moment on."""
        self._told = hints

    @property
    def newest(self) -> Seen | None:
        """The newest moment; None before the first one."""
        return self._newest

    @property
    def running(self) -> bool:
        """Is the session still going on?"""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End the thread after the moment that it is at. Idempotent."""
        self._stop.set()
        self._thread.join(_JOIN_S)

    def __enter__(self) -> LiveWorker:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        give_way()  # a picture that is looked at a little later is better than a sound that is
        try:
            self._fold()
        except BaseException as failure:  # noqa: BLE001 - a thread has nobody to raise to: the main thread does
            self.failure = failure

    def _fold(self) -> None:
        state, trail, tally = live.begin(self._hints), Trail(), begin_tally()
        last_s, number, dropped = -1.0, 0, 0
        picture: Picture | None = None
        while not self._stop.is_set() and state.stage.stage is not Stage.ENDED:
            frame = self._camera.take(_WAIT_S)
            commands, hints = self._commands(), self._hints_once()
            if frame is None or frame.t_s <= last_s:  # none came, or it was grabbed before the last moment
                given = LiveInput(max(self._camera.now_s(), last_s), commands=commands, hints=hints)
                grabbed_s = given.t_s
            else:
                picture, number, dropped, grabbed_s = frame.picture_rgb, frame.number, frame.dropped, frame.t_s
                if self._shoot is not None:
                    self._shoot(picture, grabbed_s)
                height, width = picture.shape[:2]
                size = PictureSize(width, height)
                looks = self._look(picture, live.plan(self._params, state, size, frame.t_s))
                given = LiveInput(frame.t_s, size, picture_facts(picture), looks, commands, hints)
            last_s = given.t_s
            state, moment = live.answer(self._params, state, given)
            if moment.starts is not None:
                self.said.put(Said(moment.starts, number, grabbed_s, self._camera.now_s()))
            if self._keep is not None:
                self._keep(given, moment.starts)
            if moment.moment is not None:
                trail = trail.after(moment.moment)
            tally = update_tally(tally, moment)
            self._newest = Seen(moment, picture, trail, tally, number, dropped, self._camera.now_s())
            state = live.settle(state)

    def _commands(self) -> tuple[Command, ...]:
        commands: list[Command] = []
        while True:
            try:
                commands.append(self._asked.get_nowait())
            except Empty:
                return tuple(commands)

    def _hints_once(self) -> Hints | None:
        told, self._told = self._told, None
        return told
