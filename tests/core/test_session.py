"""The whole session as one fold: the same looks give the same moments, and time only goes forward."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from coach.core.analysis import Moment
from coach.core.findings import Event
from coach.core.look import Hints, Looks, PictureSize
from coach.core.session import SessionParams, begin, finish, plan, step

Set = Callable[..., Any]
PARAMS = SessionParams()
SIZE = PictureSize(1280, 960)
FPS = 15


def recorded(stage: Set, standing: Set, eyes: Set) -> list[tuple[float, Looks]]:
    """Looks at a giver who walks along the back in small steps, one of them onto the spine."""
    told = eyes(stage(), standing())
    state, looks = begin(PARAMS, SIZE, Hints()), []
    for number in range(8 * FPS):
        t_s = number / FPS
        step_cm = 3.0 * int(t_s)
        told.stand = standing(left_cm=(-9.0 if t_s < 5 else -1.0, 10 + step_cm), right_cm=(9.0, 10 + step_cm))
        looks.append((t_s, told.look(plan(PARAMS, state, t_s))))
        state, _ = step(PARAMS, state, looks[-1][1], t_s)
    return looks


def replayed(looks: list[tuple[float, Looks]]) -> tuple[list[Moment], tuple[Event, ...]]:
    state, moments = begin(PARAMS, SIZE, Hints()), []
    for t_s, look in looks:
        state, moment = step(PARAMS, state, look, t_s)
        moments.append(moment)
    return moments, finish(PARAMS, state).events


def assert_same(one: Any, other: Any) -> None:
    """Equal through and through; NaN equals NaN."""
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, other)
    elif is_dataclass(one):
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, (tuple, list)):
        assert len(one) == len(other)
        for pair in zip(one, other, strict=True):
            assert_same(*pair)
    else:
        assert one == other or (one != one and other != other)


def test_recorded_looks_replayed_twice_give_equal_moments(stage: Set, standing: Set, eyes: Set) -> None:
    looks = recorded(stage, standing, eyes)
    first, again = replayed(looks), replayed(pickle.loads(pickle.dumps(looks)))
    assert_same(first, again)
    assert any(moment.findings.judgements for moment in first[0])


def test_a_session_does_not_change_what_it_is_given(stage: Set, standing: Set, eyes: Set) -> None:
    looks = recorded(stage, standing, eyes)
    before = pickle.loads(pickle.dumps(looks))
    replayed(looks)
    assert_same(looks, before)


@pytest.mark.parametrize("then_s", [0.0, 0.99, math.nan])
def test_time_that_runs_backwards_is_a_programming_error(then_s: float) -> None:
    state, _ = step(PARAMS, begin(PARAMS, SIZE, Hints()), Looks(), 1.0)
    with pytest.raises(ValueError, match="time"):
        step(PARAMS, state, Looks(), then_s)


def test_an_old_state_is_not_spoilt_by_going_on_from_it() -> None:
    state = begin(PARAMS, SIZE, Hints())
    one, _ = step(PARAMS, state, Looks(), 1.0)
    other, _ = step(PARAMS, state, Looks(), 0.5)
    assert (one.t_s, other.t_s, state.t_s) == (1.0, 0.5, 0.0)


def test_five_seconds_of_nothing_end_in_not_seen_and_no_fault() -> None:
    state = begin(PARAMS, SIZE, Hints())
    closed: list[Event] = []
    for number in range(5 * FPS):
        plan(PARAMS, state, number / FPS)
        state, moment = step(PARAMS, state, Looks(), number / FPS)
        closed += moment.findings.closed
    rules = {event.rule.value for event in (*closed, *finish(PARAMS, state).events)}
    assert rules <= {"not_seen"}


def test_an_empty_session_can_be_finished() -> None:
    assert finish(PARAMS, begin(PARAMS, SIZE, Hints())).events == ()
