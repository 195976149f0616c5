"""Seen by its share of the time: the order of the readings does not matter, and nothing is made of what is not read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.rules.share import ShareParams, ShareState, by_share
from coach.core.verdict import Verdict

PARAMS = ShareParams(missed_s=0.8, within_s=1.0, seen_s=0.3, seen_within_s=0.6)
OK, FAULT, UNKNOWN = Verdict.OK, Verdict.FAULT, Verdict.UNKNOWN
FPS = [30.0, 15.0, 10.0, 5.0]


def run(readings: str, fps: float = 10.0, state: ShareState | None = None, from_s: float = 0.0) -> list[ShareState]:
    """Fold a line of readings, one letter a frame: `.` seen, `x` missed, `?` neither."""
    words = {".": OK, "x": FAULT, "?": UNKNOWN}
    states = [state or ShareState()]
    for number, letter in enumerate(readings):
        states.append(by_share(PARAMS, states[-1], words[letter], from_s + number / fps))
    return states[1:]


def first(states: list[ShareState], verdict: Verdict) -> int:
    return next(number for number, state in enumerate(states) if state.verdict is verdict)


@pytest.mark.parametrize("fps", FPS)
def test_a_loss_without_a_break_is_believed_after_its_time(fps: float) -> None:
    states = run("." * 20 + "x" * 40, fps)
    lost = first(states, FAULT) - 20
    assert 0.8 - 1e-9 <= lost / fps <= 0.8 + 1 / fps
    assert states[-1].since_s == pytest.approx(20 / fps)


@pytest.mark.parametrize("fps", FPS)
def test_a_return_is_believed_after_its_own_time_and_dated_back(fps: float) -> None:
    states = run("x" * 60 + "." * 30, fps)
    back = first(states[60:], OK)
    assert 0.3 - 1e-9 <= back / fps <= 0.3 + 1 / fps
    assert states[-1].ended_s == pytest.approx(60 / fps)


@pytest.mark.parametrize("fps", FPS)
def test_one_in_ten_is_lost_and_stays_so(fps: float) -> None:
    states = run(".xxxxxxxxx" * 12, fps)
    assert all(state.verdict is FAULT for state in states[first(states, FAULT) :])


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("flicker", [".x", "..x", "...xx", "..xx"])
def test_half_of_the_time_is_seen(fps: float, flicker: str) -> None:
    assert all(state.verdict is not FAULT for state in run(flicker * 40, fps))


@pytest.mark.parametrize("fps", [30.0, 15.0])
@pytest.mark.parametrize(("before", "verdict"), [("." * 30, OK), ("x" * 60, FAULT)])
def test_between_the_two_shares_it_stays_what_it_was(fps: float, before: str, verdict: Verdict) -> None:
    states = run(before + ".xx" * 40, fps)
    assert {state.verdict for state in states[len(before) :]} == {verdict}


def test_what_is_not_read_is_neither_lost_nor_seen_and_is_forgotten_after_a_while() -> None:
    assert all(state.verdict is not FAULT for state in run("." * 10 + "?" * 40))
    lost = run("x" * 20)[-1]
    after = run("?" * 30, state=lost, from_s=2.0)
    assert after[5].verdict is FAULT
    assert after[-1].verdict is UNKNOWN
    assert after[-1].stretches == ()


def test_a_gap_without_frames_is_no_evidence() -> None:
    state = by_share(PARAMS, run("." * 10 + "xx")[-1], FAULT, 60.0)
    assert state.verdict is not FAULT


def test_time_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="backwards"):
        by_share(PARAMS, run("...")[-1], OK, 0.1)


@given(st.text(".x?", min_size=1, max_size=120), st.sampled_from(FPS))
def test_whatever_is_read_the_window_stays_short_and_the_dates_are_past(readings: str, fps: float) -> None:
    for number, state in enumerate(run(readings, fps)):
        assert sum(one.read_s for one in state.stretches[1:]) <= PARAMS.within_s + 1 / fps
        assert state.since_s <= number / fps
        assert math.isnan(state.ended_s) or state.ended_s <= number / fps
