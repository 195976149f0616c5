"""What a person does at the window while it asks: keys, the mouse, the window's size. Places are px of the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Key(StrEnum):
    """A key that writes no character."""

    ENTER = "enter"
    BACKSPACE = "backspace"
    DELETE = "delete"
    ESCAPE = "escape"
    TAB = "tab"
    BACK_TAB = "back tab"  # with shift
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    PAGE_UP = "page up"
    PAGE_DOWN = "page down"


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key, by its name or by the character that it writes (in lower case)."""

    key: Key | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class MousePressed:
    """The left button is pressed."""

    x_px: float
    y_px: float


@dataclass(frozen=True, slots=True)
class MouseMoved:
    """The mouse has moved, pressed or not."""

    x_px: float
    y_px: float


@dataclass(frozen=True, slots=True)
class MouseReleased:
    """The left button is let go."""


@dataclass(frozen=True, slots=True)
class WheelTurned:
    """So many notches, + = away from oneself."""

    notches: int


@dataclass(frozen=True, slots=True)
class Resized:
    """The window's inside has another size."""

    width_px: int
    height_px: int


class Gone(StrEnum):
    """What the window has lost."""

    FOCUS = "focus"
    CLOSED = "closed"  # its close button was pressed


PrepareEvent = KeyPressed | MousePressed | MouseMoved | MouseReleased | WheelTurned | Resized | Gone
