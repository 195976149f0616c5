"""One thing that a person does at the window, and what the screens before a session know after it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from coach.core.live.preparing import words
from coach.core.live.preparing.acts import DECIDING, Act
from coach.core.live.preparing.controls import REPLIES, WEIGHTS, act_of_key, controls_of, to_change
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
from coach.core.live.preparing.layout import boxes_of, control_at, frame_of
from coach.core.live.preparing.state import (
    Done,
    Preparing,
    PreparingParams,
    page_of,
    painted,
    turned_to,
)
from coach.core.prepare import painting
from coach.core.prepare.order import Ask
from coach.core.prepare.questions import Question
from coach.core.prepare.weights import LEAST_KG, MOST_KG
from coach.core.rules.keep_out import BackPoint

FIRST_KG = 60.0  # where + and - begin in an empty field
_MOST_TYPED = 5
_TYPED = re.compile(r"[0-9.,]")
_ARROWS = {Key.LEFT: (-1.0, 0.0), Key.RIGHT: (1.0, 0.0), Key.UP: (0.0, -0.02), Key.DOWN: (0.0, 0.02)}  # cm; along


def step(params: PreparingParams, state: Preparing, event: PrepareEvent, t_s: float) -> Preparing:
    """What is known after an event; after the end nothing changes any more.

    Args:
        params: thresholds and words.
        state: what was known.
        event: what a person did.
        t_s: the time, on the clock of `begin`.
    """
    if state.done is not None:
        return state
    match event:
        case Resized(width_px, height_px):
            state = replace(state, width_px=width_px, height_px=height_px)
            return replace(state, painting=painting.let_go(state.painting))
        case Gone.CLOSED:
            return replace(state, done=Done.ENDED)
        case Gone.FOCUS:
            return replace(state, painting=painting.let_go(state.painting))
        case KeyPressed():
            return _key(params, state, event, t_s)
        case MousePressed(x_px, y_px):
            return _pressed(params, state, x_px, y_px, t_s)
        case _:
            return _brushed(params, state, event)


def _key(params: PreparingParams, state: Preparing, event: KeyPressed, t_s: float) -> Preparing:
    page, controls = page_of(params, state), controls_of(params, state)
    if event.key in (Key.TAB, Key.BACK_TAB):
        return _focused(state, tuple(one.act for one in controls), -1 if event.key is Key.BACK_TAB else 1)
    if page is Ask.PLACES and (brushed := _brush_key(params, state, event)) is not None:
        return brushed
    if page in WEIGHTS and (typed := _typed(state, event)) is not None:
        return typed
    if event.key in (Key.UP, Key.DOWN) and page not in WEIGHTS:
        return _focused(state, tuple(one.act for one in controls), -1 if event.key is Key.UP else 1)
    act = act_of_key(event, page, state, controls)
    return state if act is None else _done(params, state, act, t_s)


def _focused(state: Preparing, acts: tuple[Act, ...], by: int) -> Preparing:
    """The next button, or the one before it."""
    if state.focus not in acts:
        return replace(state, focus=acts[0 if by > 0 else -1])
    return replace(state, focus=acts[(acts.index(state.focus) + by) % len(acts)])


def _brush_key(params: PreparingParams, state: Preparing, event: KeyPressed) -> Preparing | None:
    """The arrows move the brush, the space bar dabs; None = it is about something else."""
    now = state.painting
    if event.key is not None and event.key in _ARROWS:
        aside_cm, along = _ARROWS[event.key]
        at = _in_sight(params, state, now.brush.offset_cm + aside_cm, now.brush.along + along)
        return replace(state, painting=painting.move(now, at), focus=None)
    if event.text == " " and state.focus is None:
        return painted(params, state, painting.release(painting.press(now, now.brush)))
    return None


def _typed(state: Preparing, event: KeyPressed) -> Preparing | None:
    if event.key in (Key.BACKSPACE, Key.DELETE) and state.typed:
        typed = "" if event.key is Key.DELETE else state.typed[:-1]
        return replace(state, typed=typed, complaint=None)
    if _TYPED.fullmatch(event.text) and len(state.typed) < _MOST_TYPED:
        return replace(state, typed=state.typed + event.text.replace(",", "."), complaint=None)
    return None


def _pressed(params: PreparingParams, state: Preparing, x_px: float, y_px: float, t_s: float) -> Preparing:
    state = replace(state, focus=None)
    control = control_at(params, state, x_px, y_px)
    if control is not None:
        return _done(params, state, control.act, t_s)
    point = _on_map(params, state, x_px, y_px, inside=True)
    return state if point is None else painted(params, state, painting.press(state.painting, point))


def _brushed(params: PreparingParams, state: Preparing, event: MouseMoved | MouseReleased | WheelTurned) -> Preparing:
    if page_of(params, state) is not Ask.PLACES:
        return state
    now = state.painting
    match event:
        case MouseMoved(x_px, y_px):
            point = _on_map(params, state, x_px, y_px, inside=now.stroke is None)
            return state if point is None else painted(params, state, painting.move(now, point))
        case MouseReleased():
            return painted(params, state, painting.release(now))
        case WheelTurned(notches):
            return painted(params, state, painting.resized(now, notches))


def _on_map(params: PreparingParams, state: Preparing, x_px: float, y_px: float, *, inside: bool) -> BackPoint | None:
    """A place of the window as a place of the back; None = no map is there."""
    if page_of(params, state) is not Ask.PLACES:
        return None
    box = boxes_of(params, state).map
    if inside and not (box.left_px <= x_px <= box.right_px and box.top_px <= y_px <= box.bottom_px):
        return None
    frame = frame_of(params, state, box)
    aside_cm, down_cm = frame.to_back_cm(np.array([x_px, y_px]))
    return _in_sight(params, state, float(aside_cm), float(down_cm) / frame.torso_cm)


def _in_sight(params: PreparingParams, state: Preparing, aside_cm: float, along: float) -> BackPoint:
    """The place of the back, or the nearest one that the map shows: nobody paints where they cannot see it."""
    box = boxes_of(params, state).map
    most_cm = box.width_px / 2 / frame_of(params, state, box).px_per_cm
    return BackPoint(round(min(max(aside_cm, -most_cm), most_cm), 2), round(along, 4))


def _done(params: PreparingParams, state: Preparing, act: Act, t_s: float) -> Preparing:
    """A button is pressed. What takes people on is passed over while the screen cannot have been read yet."""
    if act in DECIDING and t_s - state.since_s < params.settle_s:
        return state
    page, now = page_of(params, state), state.painting
    if isinstance(page, Question) and act in REPLIES:
        answers = state.answers.replied(page.id, REPLIES[act])
        return turned_to(params, replace(state, answers=answers), state.at + 1, t_s)
    match act:
        case Act.LESS | Act.MORE:
            return _weighed(state, 1.0 if act is Act.MORE else -1.0)
        case Act.SMALLER | Act.LARGER:
            return painted(params, state, painting.resized(now, 1 if act is Act.LARGER else -1))
        case Act.UNDO:
            return painted(params, state, painting.undo(now))
        case Act.CLEAR:
            return painted(params, state, painting.clear(now))
        case Act.KEEP | Act.KEEP_NOT:
            return turned_to(params, replace(state, keep=act is Act.KEEP), state.at + 1, t_s)
        case Act.BEGIN:
            return replace(state, done=Done.BEGIN)
        case Act.END:
            return replace(state, done=Done.ENDED)
        case Act.BACK:
            return turned_to(params, _with_weight(state, page) or state, state.at - 1, t_s)
        case Act.CHANGE:
            return turned_to(params, state, to_change(params, state) or 0, t_s)
        case _:
            told = _with_weight(state, page)
            return replace(state, complaint=words.NO_WEIGHT) if told is None else _next(params, told, t_s)


def _next(params: PreparingParams, state: Preparing, t_s: float) -> Preparing:
    return turned_to(params, state, state.at + 1, t_s)


def _weighed(state: Preparing, by_kg: float) -> Preparing:
    known_kg = _kg(state.typed)
    kg = FIRST_KG if known_kg is None else min(max(known_kg + by_kg, LEAST_KG), MOST_KG)
    return replace(state, typed=f"{kg:g}", complaint=None)


def _kg(typed: str) -> float | None:
    try:
        return float(typed)
    except ValueError:
        return None


def _with_weight(state: Preparing, page: object) -> Preparing | None:
    """With what is typed on a weight's page, nothing = not told; None = it is no weight."""
    weight_kg = _kg(state.typed)
    if state.typed and (weight_kg is None or not LEAST_KG <= weight_kg <= MOST_KG):
        return None
    match page:
        case Ask.RECEIVER_KG:
            return replace(state, answers=replace(state.answers, receiver_kg=weight_kg))
        case Ask.GIVER_KG:
            return replace(state, answers=replace(state.answers, giver_kg=weight_kg))
        case _:
            return state
