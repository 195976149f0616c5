"""The window's first screens, before a session (technique.md B1 to B7): questions, weights, places, what follows.

A fold without a window: `state = begin(...)`, then `state = step(params, state, event, t_s)` for each thing that a
person does, and `draw(params, state)` for the picture; `state.done` tells when it is over.
"""

from __future__ import annotations

from coach.core.live.preparing.draw import draw
from coach.core.live.preparing.events import (
    Gone,
    Key,
    KeyPressed,
    MouseMoved,
    MousePressed,
    MouseReleased,
    PrepareEvent,
    Resized,
    WheelTurned,
)
from coach.core.live.preparing.state import Done, Preparing, PreparingParams, begin
from coach.core.live.preparing.step import step

__all__ = [
    "Done",
    "Gone",
    "Key",
    "KeyPressed",
    "MouseMoved",
    "MousePressed",
    "MouseReleased",
    "PrepareEvent",
    "Preparing",
    "PreparingParams",
    "Resized",
    "WheelTurned",
    "begin",
    "draw",
    "step",
]
