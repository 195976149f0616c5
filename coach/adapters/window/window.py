"""The live window: shows the camera's picture under a screen of shapes and words, and tells what is asked of it.

It knows nothing of the session. `show` never waits, and draws at most at a given rate; `events` never waits either.
Both belong to the main thread: some systems allow a window only there.
"""

from __future__ import annotations

import math
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # before the import: pygame greets on stdout otherwise

import numpy as np
import pygame
import pygame.font
from numpy.typing import NDArray

from coach.adapters.window.canvas import Canvas
from coach.adapters.window.input import Mouse, asked_of, key_means
from coach.adapters.window.letters import Letters
from coach.adapters.window.painter import Meanwhile, nothing, paint_screen, paint_shape
from coach.core.live.preparing.events import PrepareEvent
from coach.core.live.screens import Screen
from coach.core.live.screens.drags import drag_shapes
from coach.core.live.window_events import WindowEvent, Wish
from coach.core.look import PictureSize
from coach.errors import CoachError
from coach.quiet import native_stderr_silenced

SIZE = (1280, 720)
MAX_FPS = 30.0
SHARE = 0.2  # of the time at most goes into drawing
TITLE = "back-walking coach"
DRIVER = "SDL_VIDEODRIVER"
# SDL else sends every picture through OpenGL, which is 36 ms a picture of 1920 x 1080 where there is no graphics card.
# Straight to X it is 3 ms, with any. Only X: other systems have no such way.
UPLOAD = "SDL_FRAMEBUFFER_ACCELERATION"
_OTHERS_EVENTS = (pygame.AUDIODEVICEADDED, pygame.AUDIODEVICEREMOVED)  # left for the mixer
_NO_SCREEN = ("offscreen", "dummy", "evdev")  # what SDL falls back to where there is none


class Window:
    """The one window of the program. Use it with `with`."""

    def __init__(
        self,
        fonts: Path,
        size: tuple[int, int] = SIZE,
        *,
        full_screen: bool = False,
        max_fps: float = MAX_FPS,
        share: float = SHARE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open the window.

        Args:
            fonts: folder of the fonts, with Latin and Chinese letters.
            size: of its inside, px; it can be resized.
            full_screen: begin on the whole screen.
            max_fps: pictures a second at most.
            share: of the time at most that goes into drawing; 1 = as often as asked for.
            clock: seconds; for tests.

        Raises:
            CoachError: there is no screen, or a font cannot be read.
        """
        self._period_s, self._clock, self._shown_s = 1.0 / max_fps, clock, -math.inf
        self._windowed, self._full = size, full_screen
        _open_display(size, full_screen)
        try:
            pygame.font.init()
            self._letters = Letters(fonts)
        except CoachError:
            self.close()
            raise
        self._took_s, self._share = 0.0, share
        self._canvas: Canvas | None = None
        self._screen: Screen | None = None
        self._mouse = Mouse()

    @property
    def size(self) -> PictureSize:
        """Of its inside, px, now."""
        width, height = pygame.display.get_window_size()
        return PictureSize(max(width, 1), max(height, 1))

    @property
    def due(self) -> bool:
        """May it be drawn again? Ask before you make a screen that would not be shown.

        A slow machine draws less often: what looks at the pictures has the right of way.
        """
        return self._clock() - self._shown_s >= max(self._period_s, self._took_s / self._share)

    def show(self, screen: Screen, picture_rgb: NDArray[np.uint8] | None, meanwhile: Meanwhile = nothing) -> bool:
        """Draw a screen, if the window is due and the screen was made for its present size.

        Args:
            screen: for a window of `size`.
            picture_rgb: (h, w, 3) uint8, RGB, of the size that the screen's place is for; None = there is none.
            meanwhile: called between the parts of the drawing, for what must not wait until it is done.

        Returns:
            Was it drawn?
        """
        size = self.size
        if not self.due or (screen.around.width_px, screen.around.height_px) != (size.width, size.height):
            return False
        self._shown_s = began_s = self._clock()
        if self._canvas is None or self._canvas.size != (size.width, size.height):
            self._canvas = Canvas.of_size(size.width, size.height)
        self._screen = screen
        paint_screen(self._canvas, screen, picture_rgb, self._letters, meanwhile)
        if self._mouse.drag is not None:
            for shape in drag_shapes(self._mouse.drag):
                paint_shape(self._canvas, shape, screen.around.unit_px, self._letters)
        display = pygame.display.get_surface()
        if display is not None:
            display.blit(self._canvas.surface, (0, 0))
            pygame.display.flip()
        self._took_s = self._clock() - began_s
        return True

    def events(self) -> tuple[WindowEvent, ...]:
        """What has been asked for since the last call, in order."""
        asked: list[WindowEvent] = []
        for event in pygame.event.get(exclude=_OTHERS_EVENTS):
            meant: WindowEvent | None = None
            if event.type == pygame.QUIT:
                meant = Wish.CLOSED
            elif event.type == pygame.KEYDOWN:
                meant = key_means(event)
                if event.key == pygame.K_ESCAPE and self._full:
                    meant = Wish.FULL_SCREEN
            elif event.type in (pygame.WINDOWSIZECHANGED, pygame.WINDOWFOCUSLOST):
                self._mouse.drag = None
            else:
                meant = self._mouse.takes(event, self._screen)
            if meant is Wish.FULL_SCREEN:
                self._toggle_full_screen()
            if meant is not None:
                asked.append(meant)
        return tuple(asked)

    def prepare_events(self) -> tuple[PrepareEvent, ...]:
        """The same for the screens before a session: which key, and where the mouse is."""
        asked: list[PrepareEvent] = []
        for event in pygame.event.get(exclude=_OTHERS_EVENTS):
            pressed = event.type == pygame.KEYDOWN
            if pressed and (key_means(event) is Wish.FULL_SCREEN or (event.key == pygame.K_ESCAPE and self._full)):
                self._toggle_full_screen()
            elif (meant := asked_of(event)) is not None:
                asked.append(meant)
        return tuple(asked)

    def picture(self) -> NDArray[np.uint8]:
        """What was drawn last, (H, W, 3) uint8, RGB: for pictures of the window."""
        if self._canvas is None:
            return np.zeros((self.size.height, self.size.width, 3), np.uint8)
        return np.ascontiguousarray(self._canvas.pixels[..., 2::-1])

    def lacking(self, words: str) -> str:
        """The characters for which the window has no letter."""
        return self._letters.lacking(words)

    def close(self) -> None:
        """Close the window. A second call does nothing."""
        pygame.font.quit()
        pygame.display.quit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _toggle_full_screen(self) -> None:
        if not self._full:
            size = self.size
            self._windowed = (size.width, size.height)
        self._full = not self._full
        self._mouse.drag = None
        _set_mode(self._windowed, self._full)


def _open_display(size: tuple[int, int], full_screen: bool) -> None:
    """Open SDL's display on a real screen, or on a pretended one that was asked for by name."""
    try:
        with native_stderr_silenced():
            pygame.display.init()
            if pygame.display.get_driver() in _NO_SCREEN and not os.environ.get(DRIVER):
                raise pygame.error("no screen was found")
            if pygame.display.get_driver() == "x11":
                os.environ.setdefault(UPLOAD, "0")
            _set_mode(size, full_screen)
    except pygame.error as error:
        pygame.display.quit()
        raise CoachError(
            f"The window cannot be opened ({error}); a screen was expected: connect one, or start with --no-window "
            "and go by sound alone.",
            f"无法打开窗口（{error}），需要屏幕：请接上一个，或用 --no-window，只听声音。",
        ) from error
    pygame.display.set_caption(TITLE)
    pygame.display.set_allow_screensaver(False)


def _set_mode(size: tuple[int, int], full_screen: bool) -> None:
    with warnings.catch_warnings():  # a screen may be smaller than what is asked for: its size is looked at each time
        warnings.simplefilter("ignore", RuntimeWarning)
        if full_screen:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
            return
        pygame.display.set_mode(size, pygame.RESIZABLE)
        if pygame.display.get_window_size() != size:  # X keeps the full screen's size at the first time
            pygame.display.set_mode(size, pygame.RESIZABLE)
