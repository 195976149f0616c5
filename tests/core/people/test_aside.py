"""Somebody on the side is told from the search's looks: where all looks at one place agree, and do so again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.body_look import BodyAnswer
from coach.core.landmarks import LANDMARK_COUNT, no_pose
from coach.core.look import Answer, Hints
from coach.core.people.aside import AsideState, on_side, somebody, update_aside
from coach.core.people.posture import PostureParams, lies_on_side, lies_prone, posture_of
from coach.core.people.search import SearchState, Stage, plan_search, update_search
from coach.core.verdict import Verdict

Set = Callable[..., Any]
PARAMS = PostureParams()
BESIDE = {"left_cm": (80.0, 25.0), "right_cm": (98.0, 25.0), "on_floor": True}


def looks(seen: Set, told: Any, beliefs: list[float], presence: float = 0.9) -> tuple[Answer, ...]:
    """Looks at one place, and what each tells of a body on its side; the network for prone bodies sees none."""
    body = BodyAnswer(0.1, np.full(LANDMARK_COUNT, 3.0), np.zeros((3, 2)), np.full(3, 3.0))
    return tuple(replace(seen(told.receiver(), presence), body=replace(body, on_side=one)) for one in beliefs)


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
    assert update_aside(state, looks(seen, told, [0.0] * 6, presence=0.2), 6, 2.0) == state
    assert update_aside(state, (), 6, 2.0) == state
    assert update_aside(state, looks(seen, told, [math.nan] * 6), 6, 2.0) == state
    assert on_side(state, 5.0) == pytest.approx(0.9)
    assert math.isnan(on_side(state, 60.0))


def test_nobody_on_the_side_is_not_looked_at_again(stage: Set, seen: Set) -> None:
    state = update_aside(AsideState(), looks(seen, stage(), [0.3] * 6), 6, 0.0)
    assert state.beliefs == pytest.approx((0.3,))
    assert state.place is None


def test_a_place_where_most_looks_see_nobody_is_no_place(stage: Set, seen: Set) -> None:
    told = stage()
    few = (*looks(seen, told, [0.9] * 3), *looks(seen, told, [0.9] * 3, presence=0.2))
    assert update_aside(AsideState(), few, 6, 0.0) == AsideState()


def test_people_are_taken_once_each_the_likeliest_first_and_nobody_and_what_is_small_not_at_all(
    stage: Set, seen: Set, standing: Set
) -> None:
    told = stage()
    lies, stands = looks(seen, told, [0.4, 0.9]), seen(told.giver(standing(**BESIDE)))
    asked = replace(stands, body=replace(lies[0].body, on_side=0.2))  # type: ignore[type-var]
    assert somebody((asked, *lies), 100.0) == (lies[1], asked)
    assert somebody((stands, lies[1]), 100.0)[0] is stands, "whom the detector finds was not asked about"
    assert somebody((*looks(seen, told, [0.9], presence=0.2), seen(no_pose())), 100.0) == ()
    assert somebody(lies, 5000.0) == ()


def test_a_search_that_ends_without_a_prone_body_looks_at_whoever_is_there_and_once_more_if_they_lie_on_the_side(
    stage: Set, seen: Set
) -> None:
    told = stage()
    found = (seen(told.receiver()),)
    state, asked = SearchState(), []
    for frame in range(40):
        t_s = frame / 15
        regions = plan_search(state, told.size, Hints())
        asked.append(state.stage)
        state, body = update_search(
            state, found, looks(seen, told, [0.9] * len(regions)), None, told.size, Hints(), t_s
        )
        assert body is None
        if not math.isnan(on_side(state.aside, t_s)):
            break
    assert asked[-4:] == [Stage.ASIDE] * 4
    assert t_s < 1.0
    posture = posture_of(None, alone=False, aside=on_side(state.aside, t_s))
    assert lies_on_side(PARAMS, posture)
    assert lies_prone(PARAMS, posture) is Verdict.FAULT


def test_whoever_is_there_and_not_on_the_side_holds_up_no_search_for_long(stage: Set, seen: Set) -> None:
    told = stage()
    found = (seen(told.receiver()),)
    state = SearchState()
    stages: list[str] = []
    for frame in range(60):
        count = len(plan_search(state, told.size, Hints()))
        stages.append(state.stage.value)
        state, _ = update_search(state, found, looks(seen, told, [0.2] * count), None, told.size, Hints(), frame / 15)
    assert {"found", "grid", "aside"} <= set(stages)
    assert "aside aside aside" not in " ".join(stages), "two looks, and on"
    posture = posture_of(None, alone=False, aside=on_side(state.aside, 4.0))
    assert lies_prone(PARAMS, posture) is Verdict.UNKNOWN


def test_what_the_search_does_not_know_is_not_known() -> None:
    for aside in (math.nan, 0.1):
        assert lies_prone(PARAMS, posture_of(None, alone=False, aside=aside)) is Verdict.UNKNOWN
