"""The preparation in the session's own window: its first screens, before camera, networks and sound are opened."""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from coach.app.prepare import Prepared, is_answers_file, save_answers
from coach.core.live.live import LiveParams
from coach.core.live.preparing import (
    Done,
    PrepareEvent,
    Preparing,
    PreparingParams,
    Resized,
    begin,
    draw,
    step,
)
from coach.core.live.preparing.state import Last, page_of, readiness_of
from coach.core.live.screens import Screen, ScreenMemory, Setting, draw_screen
from coach.core.look import PictureSize
from coach.core.phrase import Phrase
from coach.core.prepare.answers import Answers
from coach.core.prepare.order import Ask
from coach.core.view.back_map import MapParams
from coach.core.words import Language
from coach.errors import CoachError, shown
from coach.resources import fonts_folder

if TYPE_CHECKING:
    from coach.adapters.window import Window

# fmt: off
_TAKEN = Phrase("a file of that name holds something else.", "同名的文件里是别的内容。")
_NOT_KEPT = Phrase("The answers could not be kept.", "回答没有保存下来。")
ENDED = Phrase("Ended before it began.", "还没有开始就结束了。")
# fmt: on
KEPT_AS = "answers.toml"  # in the folder of the history, unless a file was named
_PRETENDED = ("dummy", "offscreen")
_TICK_S = 0.01
_AGAIN_S = 0.5


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

    def show(self, screen: Screen, picture_rgb: NDArray[np.uint8] | None) -> bool:
        """Draw a screen."""
        ...

    def prepare_events(self) -> tuple[PrepareEvent, ...]:
        """What was done since the last call."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """How the screens were left.

    Attributes:
        prepared: what was answered, and what it leads to; None = they were left before the end.
        begins: was the session asked for?
        keep: are the answers to be kept?
        broken: what broke in on the screens (Ctrl-C, a kill), to be raised once the answers are kept; None = nothing.
    """

    prepared: Prepared | None
    begins: bool
    keep: bool
    broken: BaseException | None = None


def screens_of(params: LiveParams, place: Path) -> PreparingParams:
    """The screens as a session's thresholds and language ask for them; answers may be kept in a place."""
    spine = params.session.rules.spine_step
    zones = MapParams(band_cm=spine.band_cm, outer_cm=spine.ribs_cm)
    return with_place(PreparingParams(language=params.language, back_map=zones), place)


def somebody_at_the_screen() -> bool:
    """False on a screen that is only pretended, by SDL's own setting: nobody can answer there."""
    return os.environ.get("SDL_VIDEODRIVER", "") not in _PRETENDED


def ask_in_window(
    pane: Pane,
    params: PreparingParams,
    told: Answers,
    today: date,
    now_s: Callable[[], float] = time.monotonic,
) -> Asked:
    """Show the screens until they are left, and then that the coach is starting.

    Ctrl-C, or a polite kill, leaves them like any other way: what was answered is in the result.

    Args:
        pane: the window, open.
        params: thresholds and words.
        told: what is known already.
        today: the day.
        now_s: a clock.
    """
    size = pane.size
    state = begin(params, told, today, size.width, size.height, now_s())
    drawn: Preparing | None = None
    drawn_s = -math.inf
    broken: BaseException | None = None
    try:
        while state.done is None:
            for event in (*_resized(pane, state), *pane.prepare_events()):
                state = step(params, state, event, now_s())
            new = state is not drawn or now_s() - drawn_s >= _AGAIN_S  # some systems forget what a window showed
            if new and pane.due and pane.show(draw(params, state), None):
                drawn, drawn_s = state, now_s()
            time.sleep(_TICK_S)
        if state.done is Done.BEGIN:
            _show_starting(pane, params)
    except (KeyboardInterrupt, SystemExit) as interrupted:
        broken = interrupted
    keep, page = bool(state.keep), page_of(params, state)
    at_end = isinstance(page, Last) or (page is Ask.KEEP and keep)  # who goes back to that question has come to the end
    prepared = Prepared(state.answers, readiness_of(params, state), state.from_file) if at_end else None
    return Asked(prepared, state.done is Done.BEGIN and broken is None, keep and at_end, broken)


def _resized(pane: Pane, state: Preparing) -> tuple[Resized, ...]:
    size = pane.size
    same = (size.width, size.height) == (state.width_px, state.height_px)
    return () if same else (Resized(size.width, size.height),)


def _show_starting(pane: Pane, params: PreparingParams) -> None:
    """The networks take some seconds to be ready: the window says so, and shows no button that does nothing."""
    until_s = time.monotonic() + 1.0
    size = pane.size
    setting = Setting(params.language, size.width, size.height)
    screen = draw_screen(None, ScreenMemory(), setting, None, 0.0)
    while not pane.show(screen, None) and time.monotonic() < until_s:
        time.sleep(_TICK_S)


def keeping_place(answers: Path | None, folder: Path) -> Path:
    """Where answers may be kept: the file that they came from, else one beside the history."""
    return answers if answers is not None else folder / KEPT_AS


def with_place(params: PreparingParams, place: Path) -> PreparingParams:
    """The same with the file that answers may be kept in, or why they cannot be."""
    refusal = "" if _is_free(place) else _TAKEN.of(params.language)
    return replace(params, keep_in=shown(place), no_keep=refusal)


def keep_answers(place: Path, answers: Answers, language: Language) -> tuple[str, Phrase | None]:
    """Keep the answers because they asked for it: a line for the console, and what to show if it did not work."""
    try:
        with contextlib.suppress(OSError):  # then the file cannot be written either, which says why
            place.parent.mkdir(parents=True, exist_ok=True)
        return save_answers(place, answers, language, option="--answers"), None
    except CoachError as refused:
        return str(refused), _NOT_KEPT


def _is_free(place: Path) -> bool:
    """Is there nothing in that place, or earlier answers?"""
    try:
        return not place.exists() or is_answers_file(place)
    except OSError:
        return False


def opened_window() -> Window | None:
    """The session's window; None = there is no screen, or nobody is at it."""
    if not somebody_at_the_screen():
        return None
    from coach.adapters.window import Window  # here: no screen is opened where none is wanted

    try:
        return Window(fonts_folder())
    except CoachError:
        return None
