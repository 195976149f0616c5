"""What pygame's events mean: keys, the mouse, the window's buttons, as the coach's own values."""

from __future__ import annotations

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # before the import: pygame greets on stdout otherwise

import numpy as np
import pygame

from coach.core.live.preparing.events import (
    Gone,
    Key,
    KeyPressed,
    MouseMoved,
    MousePressed,
    MouseReleased,
    PrepareEvent,
    WheelTurned,
)
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
_NAMED: dict[int, Key] = {
    pygame.K_RETURN: Key.ENTER,
    pygame.K_KP_ENTER: Key.ENTER,
    pygame.K_BACKSPACE: Key.BACKSPACE,
    pygame.K_DELETE: Key.DELETE,
    pygame.K_ESCAPE: Key.ESCAPE,
    pygame.K_TAB: Key.TAB,
    pygame.K_LEFT: Key.LEFT,
    pygame.K_RIGHT: Key.RIGHT,
    pygame.K_UP: Key.UP,
    pygame.K_DOWN: Key.DOWN,
    pygame.K_PAGEUP: Key.PAGE_UP,
    pygame.K_PAGEDOWN: Key.PAGE_DOWN,
}
_KEYPAD: dict[int, str] = {
    **{getattr(pygame, f"K_KP{digit}"): str(digit) for digit in range(10)},
    pygame.K_KP_PERIOD: ".",
    pygame.K_KP_PLUS: "+",
    pygame.K_KP_MINUS: "-",
}


def key_means(event: pygame.Event) -> WindowEvent | None:
    """What a pressed key asks for, by its character where a keyboard's layout moves it; None = nothing."""
    if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META):
        return None
    return _CHARACTERS.get(event.unicode) or _KEYS.get(event.key)


def asked_of(event: pygame.Event) -> PrepareEvent | None:
    """What an event is to the screens before a session; None = nothing."""
    match event.type:
        case pygame.KEYDOWN:
            return _pressed(event)
        case pygame.MOUSEBUTTONDOWN if event.button == _LEFT:
            return MousePressed(float(event.pos[0]), float(event.pos[1]))
        case pygame.MOUSEBUTTONUP if event.button == _LEFT:
            return MouseReleased()
        case pygame.MOUSEMOTION:
            return MouseMoved(float(event.pos[0]), float(event.pos[1]))
        case pygame.MOUSEWHEEL:
            return WheelTurned(event.y)
        case pygame.WINDOWFOCUSLOST:
            return Gone.FOCUS
        case pygame.QUIT:
            return Gone.CLOSED
        case _:
            return None


def _pressed(event: pygame.Event) -> KeyPressed | None:
    if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META):
        return None
    named = _NAMED.get(event.key)
    if named is not None:
        return KeyPressed(Key.BACK_TAB if named is Key.TAB and event.mod & pygame.KMOD_SHIFT else named)
    text = event.unicode if event.unicode.isprintable() else ""
    text = text or _KEYPAD.get(event.key, "") or (chr(event.key) if 0x20 <= event.key < 0x7F else "")
    return KeyPressed(text=text.lower()) if text else None


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
