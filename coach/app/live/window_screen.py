"""The window as the session's screen: keys and mouse become commands and hints, moments become pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.app.live.console import Problems, no_problems
from coach.app.live.worker import Said, Seen
from coach.core.live.live import LiveParams
from coach.core.live.screens import EndWords, Screen, ScreenMemory, Setting, draw_screen
from coach.core.live.stage import Command
from coach.core.live.voice import Spoken
from coach.core.live.window_events import WindowEvent, Wish, hints_after, setting_after
from coach.core.look import Hints, PictureSize
from coach.core.phrase import Phrase
from coach.core.view.back_map import MapParams

_READ_END_S = 60.0  # the last screen goes away by itself: nobody may be near the keyboard


class Pane(Protocol):
    """What is used of the window."""

    @property
    def size(self) -> PictureSize:
        """Of its inside, px."""
        ...

    @property
    def due(self) -> bool:
        """May it be drawn again?"""
        ...

    def show(
        self, screen: Screen, picture_rgb: NDArray[np.uint8] | None, meanwhile: Callable[[], object] = ...
    ) -> bool:
        """Draw a screen."""
        ...

    def events(self) -> tuple[WindowEvent, ...]:
        """What has been asked for since the last call."""
        ...


class Loudspeaker(Protocol):
    """What keys change of the mixer, and what it says of itself."""

    @property
    def problem(self) -> Phrase | None:
        """Why nothing is heard; None while a device is open."""
        ...

    @property
    def volume(self) -> float:
        """0 to 1."""
        ...

    @volume.setter
    def volume(self, volume: float) -> None: ...

    @property
    def muted_by_user(self) -> bool:
        """Has the user switched the sound off?"""
        ...

    @muted_by_user.setter
    def muted_by_user(self, muted: bool) -> None: ...


class WindowScreen:
    """Shows the session in a window."""

    def __init__(
        self,
        pane: Pane,
        loudspeaker: Loudspeaker,
        now_s: Callable[[], float],
        params: LiveParams,
        hints: Hints,
        problems: Problems = no_problems,
        advice: str = "",
    ) -> None:
        """Begin with nothing seen.

        Args:
            pane: the window, open.
            loudspeaker: the mixer, open.
            now_s: the camera's clock.
            params: every threshold, and the language of all words.
            hints: what the user has told so far.
            problems: what cannot be kept of the session.
            advice: what is advised before the session begins; empty = nothing.
        """
        self._problems = problems
        self._pane, self._loudspeaker, self._now_s = pane, loudspeaker, now_s
        spine, marked = params.session.rules.spine_step, params.session.rules.keep_out.zones
        self._setting = Setting(
            params.language,
            volume=loudspeaker.volume,
            advice=advice,
            stage=params.stage,
            back_map=MapParams(band_cm=spine.band_cm, outer_cm=spine.ribs_cm, keep_out=marked),
        )
        self._memory = ScreenMemory()
        self._hints = hints
        self._told: Hints | None = None
        self._asked: list[Command] = []

    def show(self, seen: Seen | None, *, stale: bool, meanwhile: Callable[[], object]) -> None:
        """Draw the newest moment, if the window is due; `meanwhile` is called between the parts of the drawing."""
        self._take_events()
        if seen is not None:
            self._memory = self._memory.saw(seen.moment, seen.trail)
        if self._pane.due:
            self._pane.show(self._screen_of(seen, stale, None), _picture_of(seen), meanwhile)

    def pass_over(self) -> None:
        """What was pressed while the coach was starting counts only if it ends the session."""
        self._take_events()
        self._asked = [command for command in self._asked if command is Command.END]

    def asked(self) -> tuple[Command, ...]:
        """The commands since the last call."""
        self._take_events()
        asked, self._asked = tuple(self._asked), []
        return asked

    def told(self) -> Hints | None:
        """The hints, if the mouse has changed them since the last call."""
        told, self._told = self._told, None
        return told

    def say(self, said: Said | Spoken) -> None:
        """Remember what is said, to be read by who cannot hear it."""
        self._memory = self._memory.heard(said.spoken if isinstance(said, Said) else said)

    def show_end(self, seen: Seen, words: EndWords) -> None:
        """Show how it went until a key is pressed, the window is closed, or a minute has passed."""
        until_s = time.monotonic() + _READ_END_S
        self._asked = []
        while time.monotonic() < until_s and not self._asked:
            self._take_events()
            if self._pane.due:
                self._pane.show(self._screen_of(seen, False, words), _picture_of(seen))
            time.sleep(0.01)

    def _screen_of(self, seen: Seen | None, stale: bool, end: EndWords | None) -> Screen:
        size = self._pane.size
        picture = _picture_of(seen)
        picture_size = None if picture is None else PictureSize(picture.shape[1], picture.shape[0])
        problem = self._loudspeaker.problem
        no_sound = "" if problem is None else problem.of(self._setting.language)
        setting = replace(
            self._setting,
            width_px=size.width,
            height_px=size.height,
            no_sound=no_sound,
            problems=tuple(problem.of(self._setting.language) for problem in self._problems()),
        )
        moment = None if seen is None else seen.moment
        return draw_screen(moment, self._memory, setting, picture_size, self._now_s(), stale=stale, end=end)

    def _take_events(self) -> None:
        for event in self._pane.events():
            if isinstance(event, Command):
                self._asked.append(event)
            elif event is Wish.CLOSED:
                self._asked.append(Command.END)
            self._setting = setting_after(self._setting, event)
            self._loudspeaker.volume = self._setting.volume
            self._loudspeaker.muted_by_user = self._setting.muted
            hints = hints_after(self._hints, event)
            if hints is not self._hints:
                self._hints = self._told = hints


def _picture_of(seen: Seen | None) -> NDArray[np.uint8] | None:
    return None if seen is None else seen.picture_rgb
