"""What pygame's events mean: keys, the mouse, the window's buttons, as the coach's own values."""

from __future__ import annotations

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # before the import: pygame greets on stdout otherwise

import numpy as np
import pygame

from coach.core.live.screens import Screen
from coach.core.live.screens.drags import Drag, moved, press, released, removed
from coach.core.live.stage import Command
from coach.core.live.window_events import WindowEvent, Wish

_KEYS: dict[int, WindowEvent] = {
    pygame.K_SPACE: Command.PAUSE,
    pygame.K_RETURN: Command.GO_ON,
    pygame.K_KP_ENTER: Command.GO_ON,
    pygame.K_c: Command.RECALIBRATE,
    pygame.K_q: Command.END,
    pygame.K_m: Wish.MUTE,
    pygame.K_PLUS: Wish.LOUDER,
    pygame.K_EQUALS: Wish.LOUDER,  # where + is on the same key, with shift
    pygame.K_KP_PLUS: Wish.LOUDER,
    pygame.K_MINUS: Wish.SOFTER,
    pygame.K_KP_MINUS: Wish.SOFTER,
    pygame.K_h: Wish.HELP,
    pygame.K_F1: Wish.HELP,
    pygame.K_f: Wish.FULL_SCREEN,
    pygame.K_F11: Wish.FULL_SCREEN,
}
_CHARACTERS: dict[str, WindowEvent] = {"+": Wish.LOUDER, "-": Wish.SOFTER, "?": Wish.HELP}
_LEFT, _RIGHT = 1, 3


def key_means(event: pygame.Event) -> WindowEvent | None:
    """What a pressed key asks for, by its character where a keyboard's layout moves it; None = nothing."""
    if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META):
        return None
    return _CHARACTERS.get(event.unicode) or _KEYS.get(event.key)


class Mouse:
    """What the mouse does on the picture.

    Attributes:
        drag: what it holds; None = nothing.
    """

    def __init__(self) -> None:
        self.drag: Drag | None = None

    def takes(self, event: pygame.Event, screen: Screen | None) -> WindowEvent | None:
        """Follow one event; the answer is what was marked, if that is what it did."""
        if event.type == pygame.MOUSEBUTTONDOWN and screen is not None:
            if event.button == _LEFT:
                self.drag = press(screen, _at(event))
            elif event.button == _RIGHT and self.drag is None:
                return removed(screen, _at(event))
        elif event.type == pygame.MOUSEMOTION and self.drag is not None:
            self.drag = moved(self.drag, _at(event))
        elif event.type == pygame.MOUSEBUTTONUP and event.button == _LEFT and self.drag is not None:
            drag, self.drag = moved(self.drag, _at(event)), None
            return released(drag)
        return None


def _at(event: pygame.Event) -> np.ndarray:
    return np.array(event.pos, dtype=np.float64)
