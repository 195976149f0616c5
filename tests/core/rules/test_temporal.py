"""The laws of time: hysteresis in seconds, and unknown as a state of its own."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.rules.temporal import (
    DwellState,
    HoldParams,
    HoldState,
    LevelParams,
    RefractoryState,
    dwell,
    elapsed,
    hold,
    level,
    refractory,
)
from coach.core.verdict import Verdict

OK, FAULT, UNKNOWN = Verdict.OK, Verdict.FAULT, Verdict.UNKNOWN
PARAMS = HoldParams(confirm_s=0.3, clear_s=0.5, lapse_s=2.0)


def run(readings: list[Verdict], fps: float, params: HoldParams = PARAMS) -> list[HoldState]:
    state, states = HoldState(), []
    for frame, reading in enumerate(readings):
        state, _ = hold(params, state, reading, frame / fps)
        states.append(state)
    return states


def stretch(reading: Verdict, seconds: float, fps: float) -> list[Verdict]:
    return [reading] * round(seconds * fps)


def test_nothing_is_ok_before_it_was_seen() -> None:
    assert HoldState().verdict is UNKNOWN
    assert run([UNKNOWN] * 20, 10)[-1].verdict is UNKNOWN


def test_a_fault_shorter_than_its_confirmation_is_never_told() -> None:
    readings = stretch(OK, 1, 30) + stretch(FAULT, 0.2, 30) + stretch(OK, 1, 30)
    assert all(state.verdict is not FAULT for state in run(readings, 30))


def test_a_fault_is_dated_back_to_where_it_began_and_where_it_ended() -> None:
    readings = stretch(OK, 1, 10) + stretch(FAULT, 2, 10) + stretch(OK, 2, 10)
    states = run(readings, 10)
    assert next(state.since_s for state in states if state.verdict is FAULT) == pytest.approx(1.0)
    assert states[-1].verdict is OK
    assert states[-1].ended_s == pytest.approx(3.0)


def test_a_moment_of_ok_inside_a_fault_does_not_end_it() -> None:
    readings = [*stretch(FAULT, 1, 10), OK, OK, *stretch(FAULT, 1, 10)]
    faulty = [state.verdict is FAULT for state in run(readings, 10)]
    assert all(faulty[faulty.index(True) :])


@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
def test_an_ok_no_longer_than_a_brush_does_not_end_a_suspicion(fps: float) -> None:
    params = HoldParams(0.5, 0.5, 2.0, brush_s=0.2)

    def decided(ok_s: float) -> bool:
        states = run(stretch(FAULT, 0.4, fps) + stretch(OK, ok_s, fps) + stretch(FAULT, 0.3, fps), fps, params)
        return any(state.verdict is FAULT for state in states)

    assert decided(0.1)
    assert not decided(0.4)


def test_unknown_never_clears_a_fault_to_ok_and_a_long_one_makes_it_unknown() -> None:
    states = run(stretch(FAULT, 1, 10) + stretch(UNKNOWN, 10, 10), 10)
    verdicts = [state.verdict for state in states]
    first = verdicts.index(FAULT)
    assert OK not in verdicts[first:]
    assert verdicts[10 + 15] is FAULT
    assert verdicts[-1] is UNKNOWN
    assert states[-1].ended_s == pytest.approx(0.9)  # the last moment at which the fault was seen


def test_ok_before_and_after_a_hidden_moment_adds_up_to_the_end_of_a_fault() -> None:
    readings = stretch(FAULT, 1, 10) + stretch(OK, 0.3, 10) + stretch(UNKNOWN, 0.5, 10) + stretch(OK, 0.5, 10)
    states = run(readings, 10)
    assert states[-1].verdict is OK
    assert states[-1].ended_s == pytest.approx(1.0)


def test_two_glimpses_of_a_fault_long_apart_are_no_fault() -> None:
    readings = [FAULT, *stretch(UNKNOWN, 1.5, 10)] * 4 + [FAULT]
    assert all(state.verdict is UNKNOWN for state in run(readings, 10))


def test_a_gap_between_frames_is_no_evidence() -> None:
    state, _ = hold(PARAMS, HoldState(), FAULT, 0.0)
    state, verdict = hold(PARAMS, state, FAULT, 60.0)
    assert verdict is not FAULT


@pytest.mark.parametrize("confirm_s", [0.0, 0.15, 0.5])
def test_time_that_runs_backwards_is_a_mistake_in_the_program(confirm_s: float) -> None:
    params = HoldParams(confirm_s, 0.5, 2.0)
    state, _ = hold(params, HoldState(), OK, 5.0)
    with pytest.raises(ValueError, match="backwards"):
        hold(params, state, OK, 4.9)
    with pytest.raises(ValueError, match="finite"):
        elapsed(0.0, math.nan)


READINGS = st.lists(
    st.tuples(st.sampled_from([OK, FAULT, UNKNOWN]), st.floats(0.0, 1.5, allow_nan=False)), min_size=1, max_size=120
)


@given(READINGS)
def test_no_pattern_of_readings_breaks_the_laws(pattern: list[tuple[Verdict, float]]) -> None:
    state, t_s, ended_s = HoldState(), 0.0, -math.inf
    for reading, stretch_s in pattern:
        t_s += stretch_s
        before = state
        state, verdict = hold(PARAMS, before, reading, t_s)
        assert verdict is state.verdict
        assert state.since_s <= t_s
        if verdict is OK and before.verdict is not OK:
            assert reading is OK  # only ok leads to ok
        if verdict is FAULT and before.verdict is not FAULT:
            assert reading is FAULT
            assert state.since_s >= ended_s  # faults never overlap
        if before.verdict is FAULT and verdict is not FAULT:
            assert before.since_s <= state.ended_s <= t_s
            ended_s = state.ended_s


@given(READINGS)
def test_a_fault_that_is_decided_has_lasted_and_so_has_its_end(pattern: list[tuple[Verdict, float]]) -> None:
    state, t_s = HoldState(), 0.0
    for reading, stretch_s in pattern:
        t_s += stretch_s
        before = state
        state, _ = hold(PARAMS, before, reading, t_s)
        if state.verdict is FAULT and before.verdict is not FAULT:
            assert t_s - state.since_s >= PARAMS.confirm_s - 1e-9
        if before.verdict is FAULT and state.verdict is OK:
            assert t_s - state.ended_s >= PARAMS.clear_s - 1e-9


@given(st.lists(st.floats(0.3, 0.7), max_size=60), st.booleans())
def test_a_level_cannot_toggle_inside_its_band(values: list[float], begin: bool) -> None:
    params, high = LevelParams(enter=0.7000001, leave=0.3), begin
    for value in values:
        high = level(params, high, value)
        assert high is begin


def test_a_level_is_entered_above_left_below_and_kept_through_nan() -> None:
    params = LevelParams(enter=0.7, leave=0.4)
    highs, high = [], False
    for value in (0.5, 0.7, 0.5, math.nan, 0.41, 0.39, 0.5):
        high = level(params, high, value)
        highs.append(high)
    assert highs == [False, True, True, True, True, False, False]


@pytest.mark.parametrize("seconds", [0.1, 0.45, 0.8, 3.0])
def test_the_same_faults_are_decided_at_30_15_and_10_frames_a_second(seconds: float) -> None:
    outcomes = []
    for fps in (30.0, 15.0, 10.0):
        readings = stretch(OK, 1, fps) + stretch(FAULT, seconds, fps) + stretch(OK, 2, fps)
        states = run(readings, fps)
        starts = sorted({state.since_s for state in states if state.verdict is FAULT})
        outcomes.append(starts)
    assert len({len(starts) for starts in outcomes}) == 1
    for starts in outcomes:
        assert starts == pytest.approx(outcomes[0], abs=0.1)


def test_dwell_counts_from_the_last_break() -> None:
    state, lengths = DwellState(), []
    for t_s, holds in ((0.0, True), (1.0, True), (2.5, True), (3.0, False), (4.0, True), (4.5, True)):
        state, length_s = dwell(state, holds, t_s)
        lengths.append(length_s)
    assert lengths == [0.0, 1.0, 2.5, 0.0, 0.0, 0.5]


def test_refractory_lets_one_through_and_then_rests() -> None:
    state, fired = RefractoryState(), []
    for tenth in range(25):
        state, fires = refractory(1.0, state, tenth != 0, tenth / 10)
        fired += [tenth / 10] if fires else []
    assert fired == pytest.approx([0.1, 1.1, 2.1])
