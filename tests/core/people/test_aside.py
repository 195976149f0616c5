"""Somebody on the side is told from the search's looks: where all looks at one place agree, and do so again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.body_look import BodyAnswer
from coach.core.landmarks import LANDMARK_COUNT
from coach.core.look import Answer, Hints
from coach.core.people.aside import AsideState, on_side, update_aside
from coach.core.people.posture import PostureParams, lies_on_side, lies_prone, posture_of
from coach.core.people.search import SearchState, Stage, update_search
from coach.core.verdict import Verdict

Set = Callable[..., Any]
PARAMS = PostureParams()


def looks(seen: Set, told: Any, beliefs: list[float], trust: float = 0.9) -> tuple[Answer, ...]:
    """Looks at one place, and what each tells of a body on its side."""
    body = BodyAnswer(trust, np.full(LANDMARK_COUNT, 3.0), np.zeros((3, 2)), np.full(3, 3.0))
    return tuple(replace(seen(told.receiver()), body=replace(body, on_side=one)) for one in beliefs)


def test_one_place_where_the_looks_agree_is_enough_but_a_single_try_is_not(stage: Set, seen: Set) -> None:
    told = stage()
    furniture, somebody = looks(seen, told, [0.1, 0.2, 0.3]), looks(seen, told, [0.9, 0.8, 0.7])
    state = update_aside(AsideState(), (*furniture, *somebody), 3, 1.0)
    assert math.isnan(on_side(state, 1.0))
    state = update_aside(state, (*somebody, *furniture), 3, 2.0)
    assert on_side(state, 2.0) == pytest.approx(0.8)


def test_the_less_sure_one_of_the_last_two_tries_counts(stage: Set, seen: Set) -> None:
    told = stage()
    state = AsideState()
    for number, one in enumerate((0.9, 0.9, 0.4, 0.9)):
        state = update_aside(state, looks(seen, told, [one] * 6), 6, float(number))
    assert on_side(state, 3.0) == pytest.approx(0.4)


def test_a_try_that_shows_nobody_says_nothing_and_what_was_told_is_forgotten_in_time(stage: Set, seen: Set) -> None:
    told = stage()
    state = AsideState()
    for t_s in (0.0, 1.0):
        state = update_aside(state, looks(seen, told, [0.9] * 6), 6, t_s)
    assert update_aside(state, looks(seen, told, [0.0] * 6, trust=0.2), 6, 2.0) == state
    assert update_aside(state, (), 6, 2.0) == state
    assert update_aside(state, looks(seen, told, [math.nan] * 6), 6, 2.0) == state
    assert on_side(state, 5.0) == pytest.approx(0.9)
    assert math.isnan(on_side(state, 60.0))


def test_nobody_on_the_side_is_not_looked_at_again(stage: Set, seen: Set) -> None:
    state = update_aside(AsideState(), looks(seen, stage(), [0.3] * 6), 6, 0.0)
    assert state.beliefs == pytest.approx((0.3,))
    assert state.place is None


def test_a_place_that_most_looks_do_not_believe_is_no_place(stage: Set, seen: Set) -> None:
    told = stage()
    few = (*looks(seen, told, [0.9] * 3), *looks(seen, told, [0.9] * 3, trust=0.2))
    assert update_aside(AsideState(), few, 6, 0.0) == AsideState()


@pytest.mark.parametrize("at", [Stage.CLOSER, Stage.OPINIONS])
def test_tries_of_a_search_that_end_without_a_prone_body_tell_of_somebody_on_the_side(
    stage: Set, seen: Set, at: Stage
) -> None:
    """It looks there once more, and then goes on as before; what it has told goes along with it."""
    told = stage()
    shown = looks(seen, told, [0.9] * (6 if at is Stage.OPINIONS else 2))
    if at is Stage.CLOSER:  # too small to go on with
        poor = [replace(one.pose, xy_px=one.pose.xy_px * 0.02) for one in shown]
    else:  # no lying body explains looks that agree on no place
        poor = [replace(one.pose, xy_px=one.pose.xy_px + 90.0 * (k % 3)) for k, one in enumerate(shown)]
    shown = tuple(replace(one, pose=pose) for one, pose in zip(shown, poor, strict=True))
    state = SearchState()
    for t_s, following in ((1.0, Stage.CLOSER), (1.1, Stage.FOUND), (2.0, Stage.CLOSER), (2.1, Stage.FOUND)):
        state = replace(state, stage=at, from_grid=t_s in (1.0, 2.0), closer_done=1, pool=shown[:1])
        state, body = update_search(state, (), shown, None, told.size, Hints(), t_s)
        assert body is None
        assert state.stage is following
        assert state.pool == (shown[:1] if following is Stage.CLOSER else ())
    posture = posture_of(None, alone=False, aside=on_side(state.aside, 2.1))
    assert lies_on_side(PARAMS, posture)
    assert lies_prone(PARAMS, posture) is Verdict.FAULT


def test_what_the_search_does_not_know_is_not_known() -> None:
    for aside in (math.nan, 0.1):
        assert lies_prone(PARAMS, posture_of(None, alone=False, aside=aside)) is Verdict.UNKNOWN
