"""A hand that holds on stays in the room while the body sways; one on the hip or held out goes along with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from coach.core.landmarks import FloatArray
from coach.core.people.sway import SwaySample, SwayState, stray_ratio, update_sway

Way = Callable[[float], FloatArray]
FPS = [30, 15, 10]
SHOULDER, BODY, PALM = np.array([0.3, -0.5]), np.array([0.15, 0.0]), np.array([0.95, 0.1])  # trunk lengths
EVIDENCE_S = 0.7  # the shortest piece of a way that tells anything
AGREES_S = 0.5
SURE_S = 1.5
WINDOW_S = 2.0
LONGEST_S = 4.0
SMOOTH_S = 0.25


def still(t_s: float) -> FloatArray:
    return np.zeros(2)


def swaying(t_s: float) -> FloatArray:
    """The body goes from foot to foot, a tenth of the trunk to each side and less up and down."""
    return np.array([0.1 * np.sin(2 * np.pi * t_s / 1.6), 0.03 * np.sin(2 * np.pi * t_s / 0.8)])


def stopping(t_s: float) -> FloatArray:
    """As `swaying`, but it comes to a halt after four seconds."""
    return swaying(min(t_s, 4.0))


def sample(t_s: float, body: FloatArray, palm: FloatArray) -> SwaySample:
    """The body and the palm are so far from where they were first."""
    return SwaySample(t_s, PALM + palm, SHOULDER + body, BODY + body)


def play(
    body: Way, palm: Way, end_s: float, fps: int = 30, jitter: float = 0.0, seed: int = 1
) -> list[tuple[float, SwayState]]:
    """Every moment's state; `jitter` is the standard deviation of each landmark, in x and in y."""
    noise = np.random.default_rng(seed)
    state, told = SwayState(), []
    for number in range(round(end_s * fps)):
        t_s = number / fps
        now = sample(t_s, body(t_s), palm(t_s))
        palm_at, shoulder_at, body_at = (
            part + jitter * noise.normal(size=2) for part in (now.palm, now.shoulder, now.body)
        )
        state = update_sway(state, SwaySample(t_s, palm_at, shoulder_at, body_at))
        told.append((t_s, state))
    return told


def first_s(told: list[tuple[float, SwayState]], what: Callable[[SwayState], bool]) -> float:
    return next(t_s for t_s, state in told if what(state))


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("jitter", [0.0, 0.01])
def test_a_hand_that_stays_in_the_room_while_the_body_sways_is_not_along(fps: int, jitter: float) -> None:
    for seed in range(5):
        told = play(swaying, still, 8.0, fps, jitter, seed)
        assert not any(state.along or state.surely_along for _, state in told)
        assert stray_ratio(told[-1][1].samples) < 1.0


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_goes_with_the_body_is_along_after_half_a_second_of_evidence_and_surely_so_much_later(
    fps: int,
) -> None:
    told = play(swaying, swaying, 8.0, fps)
    along_s = first_s(told, lambda state: state.along)
    assert EVIDENCE_S + AGREES_S - 1e-9 <= along_s <= EVIDENCE_S + AGREES_S + 2.5 / fps
    surely_s = first_s(told, lambda state: state.surely_along)
    assert along_s + SURE_S - 1e-9 <= surely_s <= along_s + SURE_S + 1.5 / fps
    assert all(state.along for t_s, state in told if t_s >= along_s)
    assert all(state.surely_along for t_s, state in told if t_s >= surely_s)


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("seed", range(5))
def test_jitter_does_no_harm_to_a_hand_that_goes_along(fps: int, seed: int) -> None:
    def far(t_s: float) -> FloatArray:
        return 1.8 * swaying(t_s)

    told = play(far, far, 10.0, fps, 0.01, seed)
    along_s = first_s(told, lambda state: state.along)
    assert along_s <= EVIDENCE_S + AGREES_S + 1.0
    assert all(state.along for t_s, state in told if t_s >= along_s)
    assert told[-1][1].surely_along


@pytest.mark.parametrize("on", ["shoulder", "body"])
def test_a_hand_may_go_along_with_the_shoulder_or_with_the_trunk_alone(on: str) -> None:
    """Who bends sideways over standing hips moves the shoulder twice as far as the trunk's middle."""
    state, part = SwayState(), {"shoulder": 2.0, "body": 1.0}[on]
    for number in range(240):
        t_s = number / 30
        way = swaying(t_s)
        state = update_sway(state, SwaySample(t_s, PALM + part * way, SHOULDER + 2.0 * way, BODY + way))
    assert state.surely_along


@pytest.mark.parametrize("palm", [still, swaying])
@pytest.mark.parametrize("jitter", [0.0, 0.01])
@pytest.mark.parametrize("fps", FPS)
def test_a_body_that_stands_still_tells_nothing(palm: Way, jitter: float, fps: int) -> None:
    told = play(still, palm, 8.0, fps, jitter)
    assert not any(state.along for _, state in told)
    assert all(np.isnan(stray_ratio(state.samples)) for _, state in told)
    assert all(np.isnan(state.since_s) for _, state in told)


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_went_along_does_so_still_when_the_body_comes_to_a_halt(fps: int) -> None:
    told = play(stopping, stopping, 12.0, fps)
    assert told[-1][1].surely_along
    assert np.isnan(stray_ratio(told[-1][1].samples))


@pytest.mark.parametrize("fps", FPS)
def test_what_a_body_that_has_come_to_a_halt_showed_counts_for_some_seconds_still(fps: int) -> None:
    """It swayed for a second only: too short for the last two seconds, a second later, to tell anything."""

    def body(t_s: float) -> FloatArray:
        return swaying(min(t_s, 1.0))

    for palm, along in ((body, True), (still, False)):
        told = play(body, palm, 8.0, fps)
        assert told[-1][1].along is along
        ratios = [(t_s, stray_ratio(state.samples)) for t_s, state in told if t_s > 1.2]
        assert all((ratio > 1.6) is along for t_s, ratio in ratios if t_s < LONGEST_S - 0.5)
        assert all(np.isnan(ratio) for t_s, ratio in ratios if t_s > 1.0 + LONGEST_S + SMOOTH_S)


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_is_fixed_once_it_has_stayed_while_the_body_swayed_and_no_other_is(fps: int) -> None:
    told = play(swaying, still, 8.0, fps)
    fixed_s = first_s(told, lambda state: state.fixed)
    assert EVIDENCE_S + AGREES_S - 1e-9 <= fixed_s <= EVIDENCE_S + AGREES_S + 2.5 / fps
    assert all(state.fixed for t_s, state in told if t_s >= fixed_s)
    for body, palm in ((swaying, swaying), (still, still)):
        assert not any(state.fixed for _, state in play(body, palm, 8.0, fps))


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_takes_hold_where_it_is_goes_along_no_more(fps: int) -> None:
    told = play(swaying, lambda t_s: swaying(min(t_s, 4.8)), 10.0, fps)
    assert all(state.along for t_s, state in told if 2.0 < t_s < 4.8)
    let_go_s = first_s(told, lambda state: not state.along and state.samples[-1].t_s > 4.8)
    assert 4.8 + AGREES_S < let_go_s <= 4.8 + WINDOW_S + AGREES_S
    assert not any(state.along for t_s, state in told if t_s >= let_go_s)


@pytest.mark.parametrize("fps", FPS)
def test_a_hand_that_goes_somewhere_else_is_judged_anew(fps: int) -> None:
    def palm(t_s: float) -> FloatArray:
        return swaying(t_s) if t_s < 5.0 else np.array([-0.2, -0.5])

    told = play(swaying, palm, 10.0, fps)
    assert told[round(5.0 * fps) - 1][1].surely_along
    there_s, now = next((t_s, state) for t_s, state in told if t_s >= 5.0 and len(state.samples) == 1)
    assert there_s <= 5.0 + SMOOTH_S
    assert not now.along
    assert np.isnan([now.since_s, now.along_s, now.fixed_s]).all()
    assert not any(state.along for t_s, state in told if t_s >= there_s)


@pytest.mark.parametrize("fps", FPS)
def test_a_look_that_goes_wrong_is_no_new_place(fps: int) -> None:
    """The network takes the hand for the other one for a moment."""

    def palm(t_s: float) -> FloatArray:
        return swaying(t_s) - np.array([0.8 * (5.0 <= t_s < 5.0 + 0.9 / fps), 0.0])

    told = play(swaying, palm, 8.0, fps)
    assert all(state.along for t_s, state in told if t_s > 2.0)


@pytest.mark.parametrize("fps", FPS)
def test_one_that_goes_along_there_too_is_so_again_after_new_evidence_only(fps: int) -> None:
    def palm(t_s: float) -> FloatArray:
        return swaying(t_s) if t_s < 5.0 else swaying(t_s) + np.array([-0.2, -0.5])

    told = [(t_s - 5.0, state) for t_s, state in play(swaying, palm, 11.0, fps) if t_s >= 5.0 + SMOOTH_S]
    again_s = first_s(told, lambda state: state.along)
    assert EVIDENCE_S + AGREES_S - 1e-9 <= again_s <= EVIDENCE_S + AGREES_S + SMOOTH_S + 2.5 / fps
    assert first_s(told, lambda state: state.surely_along) >= again_s + SURE_S - 1e-9


def test_a_step_to_the_side_that_takes_the_hand_along_is_no_new_place() -> None:
    """The hand is where it was as seen from the body."""

    def way(t_s: float) -> FloatArray:
        return swaying(t_s) + np.array([0.6 * np.clip((t_s - 5.0) / 0.5, 0.0, 1.0), 0.0])

    assert all(state.along for t_s, state in play(way, way, 8.0) if t_s > 2.0)


def test_a_body_that_walks_on_along_a_bar_leaves_the_hand_where_it_was() -> None:
    """The hand is where it was as seen from the room."""

    def way(t_s: float) -> FloatArray:
        return np.array([0.6 * np.clip((t_s - 3.0) / 0.5, 0.0, 1.0), 0.0])

    told = play(way, still, 6.0)
    assert not any(state.along for _, state in told)
    assert len(told[-1][1].samples) > 30


@pytest.mark.parametrize("ratio", [0.3, 5.0])
def test_a_trunk_that_jitters_moves_nothing_wherever_in_the_picture_the_hand_is(ratio: float) -> None:
    noise = np.random.default_rng(5)
    state, steady = SwayState(), SwayState()
    for number in range(180):
        t_s = number / 30
        now = sample(t_s, swaying(t_s), of_the_way(ratio)(t_s))
        palm, shoulder, body = (200 * part + [1500.0, 900.0] for part in (now.palm, now.shoulder, now.body))
        seen = SwaySample(t_s, palm, shoulder, body, trunk=200.0)
        steady = update_sway(steady, seen)
        state = update_sway(state, replace(seen, trunk=200.0 * (1 + 0.1 * float(noise.normal()))))
        assert (state.along, state.surely_along) == (steady.along, steady.surely_along)
    assert state.along is (ratio > 2.0)


@pytest.mark.parametrize("till_s", [0.0, 1.0, 5.0])
def test_a_moment_without_a_trunk_is_left_out(till_s: float) -> None:
    told = play(swaying, swaying, till_s)
    state = told[-1][1] if told else SwayState()
    assert update_sway(state, replace(sample(till_s, np.zeros(2), np.zeros(2)), trunk=float("nan"))) is state


def test_what_a_body_that_sways_too_little_tells_goes_by_its_trunk() -> None:
    """Five px are much of a small trunk and nothing of a large one."""
    ways_px = [(float(t_s), 50 * swaying(t_s)) for t_s in np.linspace(0.0, 2.0, 30)]
    samples = tuple(SwaySample(t_s, way, way, way, 50.0) for t_s, way in ways_px)
    assert np.isfinite(stray_ratio(samples))
    assert np.isnan(stray_ratio(tuple(replace(each, trunk=200.0) for each in samples)))


@pytest.mark.parametrize("what", ["palm", "shoulder", "body"])
@pytest.mark.parametrize("till_s", [0.0, 1.0, 5.0])
def test_what_is_not_seen_leaves_the_state_alone(what: str, till_s: float) -> None:
    told = play(swaying, swaying, till_s)
    state = told[-1][1] if told else SwayState()
    for axis in (0, 1):
        now = sample(till_s, np.zeros(2), np.zeros(2))
        holed = getattr(now, what).copy()
        holed[axis] = np.nan
        assert update_sway(state, replace(now, **{what: holed})) is state


def test_a_hand_that_is_not_seen_for_longer_than_the_window_keeps_what_it_was() -> None:
    last_s, state = play(swaying, swaying, 6.0)[-1]
    later = update_sway(state, sample(last_s + 5.0, swaying(last_s + 5.0), swaying(last_s + 5.0)))
    assert later.along
    assert len(later.samples) == 1


def test_too_few_or_too_short_looks_tell_nothing() -> None:
    def looks(times_s: FloatArray) -> tuple[SwaySample, ...]:
        return tuple(sample(t_s, swaying(t_s), swaying(t_s)) for t_s in times_s)

    assert np.isnan(stray_ratio(()))
    assert np.isnan(stray_ratio(looks(np.array([0.0, 1.0]))))
    assert np.isnan(stray_ratio(looks(np.linspace(0.0, 0.69, 30))))
    assert stray_ratio(looks(np.linspace(0.0, 0.71, 30))) > 2.0


def of_the_way(ratio: float) -> Way:
    """A palm that goes `ratio` times as far in the room as from the body."""
    return lambda t_s: ratio / (1 + ratio) * swaying(t_s)


@pytest.mark.parametrize(("ratio", "along"), [(0.25, False), (1.0, False), (1.5, False), (1.7, True), (20.0, True)])
def test_a_hand_that_goes_with_the_body_by_half_is_not_along(ratio: float, along: bool) -> None:
    """One window in twenty of a holding hand reaches 1.5 or more."""
    state = play(swaying, of_the_way(ratio), 6.0)[-1][1]
    assert stray_ratio(state.samples) == pytest.approx(ratio)
    assert state.along is along


@pytest.mark.parametrize(("ratio", "along"), [(3.0, True), (1.5, True), (0.8, False), (0.4, False)])
def test_one_that_went_along_does_so_until_it_stays_with_the_room_rather(ratio: float, along: bool) -> None:
    def palm(t_s: float) -> FloatArray:
        return (swaying if t_s < 4.8 else of_the_way(ratio))(t_s)

    told = play(swaying, palm, 10.0)
    assert told[140][1].along
    assert told[-1][1].along is along


@pytest.mark.parametrize("fps", FPS)
def test_a_moment_of_contrary_evidence_changes_nothing(fps: int) -> None:
    """What speaks for going along must do so for half a second on end."""

    told = play(swaying, lambda t_s: swaying(min(t_s, 0.7)), 6.0, fps)
    assert any(np.isfinite(state.since_s) for _, state in told)
    assert not any(state.along for _, state in told)
    assert np.isnan(told[-1][1].since_s)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    size=st.floats(0.05, 0.5),
    count=st.integers(3, 40),
    turn_rad=st.floats(-np.pi, np.pi),
    mirrored=st.booleans(),
    by=st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    later_s=st.floats(0.0, 1000.0),
    scale=st.floats(0.5, 500.0),
)
def test_a_moved_turned_mirrored_or_larger_picture_of_the_same_way_has_the_same_ratio(
    seed: int,
    size: float,
    count: int,
    turn_rad: float,
    mirrored: bool,
    by: tuple[float, float],
    later_s: float,
    scale: float,
) -> None:
    noise = np.random.default_rng(seed)
    times_s = np.linspace(0.0, 2.0, count)
    ways = size * noise.normal(size=(count, 2, 2))
    samples = tuple(sample(t_s, body, palm) for t_s, (body, palm) in zip(times_s, ways, strict=True))
    cos, sin = np.cos(turn_rad), np.sin(turn_rad)
    turn = np.array([[cos, -sin], [sin, cos]]) * ([-1.0, 1.0] if mirrored else [1.0, 1.0])

    def seen(place: FloatArray) -> FloatArray:
        return scale * (turn @ place + by)

    other = tuple(
        SwaySample(s.t_s + later_s, seen(s.palm), seen(s.shoulder), seen(s.body), scale * s.trunk) for s in samples
    )
    assert_allclose(stray_ratio(other), stray_ratio(samples), rtol=1e-6)
    assert np.isfinite(stray_ratio(samples)) or size < 0.1
