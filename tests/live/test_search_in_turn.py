"""A live session searches a picture for the lying person in turn: no search holds up all other looks."""

from __future__ import annotations

import numpy as np

from coach.core import session
from coach.core.live import live
from coach.core.live.live import LiveInput, LiveParams
from coach.core.look import Hints
from coach.core.people.search import search_grid
from coach.core.session import SessionParams
from tests.core.conftest import SIZE, Eyes, stage_of
from tests.live.staged import facts_at

FPS = 12.0
AT_ONCE = 12


def searching(eyes: Eyes, seconds: float) -> tuple[list[int], live.LiveState]:
    """How many places each picture of a live session was probed at, and how it ended."""
    state, params, probed = live.begin(), LiveParams(), []
    for number in range(round(seconds * FPS)):
        t_s = number / FPS
        plan = live.plan(params, state, SIZE, t_s)
        probed.append(len(plan.probe))
        state, _ = live.step(params, state, LiveInput(t_s, SIZE, facts_at(number), eyes.look(plan)))
    return probed, state


def test_no_picture_waits_for_a_whole_search_and_the_body_is_the_same() -> None:
    """The detector finds nobody, so the whole picture is searched."""
    eyes = Eyes(stage_of(), detector=())
    probed, state = searching(eyes, 8.0)
    assert max(probed) <= AT_ONCE
    assert sum(probed) >= len(search_grid(SIZE, Hints()))
    assert state.session is not None
    spread = state.session.sight.people.receiver.body
    assert spread is not None

    params, whole = SessionParams(), session.begin(SessionParams(), SIZE, Hints())
    most = 0
    for number in range(round(4.0 * FPS)):
        plan = session.plan(params, whole, number / FPS)
        most = max(most, len(plan.probe))
        whole, _ = session.step(params, whole, eyes.look(plan), number / FPS)
    assert most == len(search_grid(SIZE, Hints())), "a clip is searched at once"
    at_once = whole.sight.people.receiver.body
    assert at_once is not None
    np.testing.assert_allclose(spread.pose.xy_px, at_once.pose.xy_px, atol=2.0)


def test_before_anybody_lies_down_the_search_stays_small_however_long_it_takes() -> None:
    probed, state = searching(Eyes(stage_of(), receiver_there=False), 12.0)
    assert max(probed) <= AT_ONCE
    assert sum(probed) >= len(search_grid(SIZE, Hints())), "it was through the whole picture"
    assert state.session is not None
    assert state.session.sight.people.receiver.body is None


def test_a_recording_of_a_search_in_one_picture_is_folded_as_it_was() -> None:
    """Recordings of earlier versions hold the whole grid's answers in one input."""
    eyes, params, state = Eyes(stage_of(), detector=()), LiveParams(), live.begin()
    for number in range(round(3.0 * FPS)):
        t_s = number / FPS
        known = state.session or session.begin(params.session, SIZE, Hints())
        plan = session.plan(params.session, session.searching(known, 10_000), t_s)
        state, _ = live.step(params, state, LiveInput(t_s, SIZE, facts_at(number), eyes.look(plan)))
    assert state.session is not None
    assert state.session.sight.people.receiver.body is not None
