"""What is told about a camera: each fault once it has lasted, until it has been away for a while."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.live.camera_health import (
    WORDS,
    CameraCondition,
    CameraHealth,
    HealthParams,
    HealthState,
    PictureFacts,
    update_health,
)
from coach.core.thresholds import Threshold

PARAMS = HealthParams()
C = CameraCondition
NAN = math.nan
FPS = 30.0
FACTS = PictureFacts(140.0, 30.0, np.zeros((16, 16)), 1280, 720)

Moment = tuple[float, PictureFacts | None]


def grainy(
    number: int, mean: float = 140.0, contrast: float = 30.0, size: tuple[int, int] = (1280, 720)
) -> PictureFacts:
    """A camera's picture: its grain is its own."""
    grain = np.random.default_rng(number).normal(0, 0.3, (16, 16))
    return PictureFacts(mean, contrast, mean + grain, *size)


def filmed(
    seconds: float, start_s: float = 0.0, fps: float = FPS, look: Callable[[int], PictureFacts | None] = grainy
) -> list[Moment]:
    return [(start_s + k / fps, look(round(start_s * fps) + k)) for k in range(round(seconds * fps))]


def black(number: int) -> PictureFacts:
    return replace(FACTS, mean=2.0, contrast=0.0)


def covered(number: int) -> PictureFacts:
    return grainy(number, mean=90.0, contrast=1.0)


def frozen(number: int) -> PictureFacts:
    return grainy(7)


def nothing(number: int) -> None:
    return None


def at_five_fps(number: int) -> PictureFacts | None:
    """A picture at every sixth of thirty moments a second."""
    return grainy(number) if number % 6 == 0 else None


def watch(moments: Iterable[Moment], params: HealthParams = PARAMS) -> list[CameraHealth]:
    state, told = HealthState(), []
    for t_s, facts in moments:
        state, health = update_health(params, state, facts, t_s)
        told.append(health)
    return told


def story(told: list[CameraHealth]) -> list[CameraCondition]:
    """The conditions in their order, each once."""
    return [one.condition for k, one in enumerate(told) if k == 0 or one.condition is not told[k - 1].condition]


def first_s(moments: list[Moment], told: list[CameraHealth], condition: CameraCondition) -> float:
    return next(t_s for (t_s, _), one in zip(moments, told, strict=True) if one.condition is condition)


def test_a_camera_that_films_two_people_is_well() -> None:
    told = watch(filmed(10.0))
    assert story(told) == [C.OK]
    assert all(one.counts and not one.notes and not one.blind for one in told)
    assert told[-1].rate_fps == pytest.approx(FPS)


def test_a_camera_that_never_gave_a_picture_is_absent_from_the_first_moment() -> None:
    told = watch([(0.0, None), (0.1, None)])
    assert [one.condition for one in told] == [C.ABSENT, C.ABSENT]
    assert told[0].blind
    assert not told[0].counts


@pytest.mark.parametrize(
    ("look", "condition"),
    [(nothing, C.ABSENT), (black, C.DARK), (covered, C.COVERED), (frozen, C.FROZEN)],
)
@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
def test_a_blind_camera_is_told_after_a_second_and_well_again_half_a_second_after_it_sees(
    look: Callable[[int], PictureFacts | None], condition: CameraCondition, fps: float
) -> None:
    moments = filmed(3.0, 0.0, fps) + filmed(5.0, 3.0, fps, look) + filmed(3.0, 8.0, fps)
    told = watch(moments)
    assert story(told) == [C.OK, condition, C.OK]
    assert first_s(moments, told, condition) == pytest.approx(4.0, abs=1.5 / fps)
    assert told[-1].since_s == pytest.approx(8.5, abs=1.5 / fps)
    assert next(one for one in told if one.condition is condition).blind


def test_five_pictures_a_second_are_too_few_and_ten_are_enough() -> None:
    told = watch(filmed(4.0) + filmed(6.0, 4.0, 5.0) + filmed(6.0, 10.0, 10.0))
    assert story(told) == [C.OK, C.SLOW, C.OK]
    slow = next(one for one in told if one.condition is C.SLOW)
    assert not slow.blind
    assert slow.rate_fps <= PARAMS.slow_below_fps


@pytest.mark.parametrize("params", [PARAMS, replace(PARAMS, confirm_s=3.0)])
def test_a_dark_or_covered_camera_that_repeats_itself_to_the_bit_is_not_frozen(params: HealthParams) -> None:
    assert story(watch(filmed(2.0) + filmed(10.0, 2.0, look=black), params)) == [C.OK, C.DARK]
    still = covered(1)
    assert story(watch(filmed(2.0) + filmed(10.0, 2.0, look=lambda _: still), params)) == [C.OK, C.COVERED]


def test_a_dim_room_is_not_a_covered_lens() -> None:
    """The measured dim pictures: 33 grey levels with a contrast of 8, in which both people are still found."""
    assert story(watch(filmed(10.0, look=lambda k: grainy(k, mean=33.0, contrast=7.0)))) == [C.OK]


def test_a_driver_that_gives_each_picture_twice_is_not_frozen() -> None:
    assert story(watch(filmed(10.0, look=lambda k: grainy(k // 2)))) == [C.OK]


def test_a_picture_that_moves_once_in_a_while_stays_frozen() -> None:
    moments = filmed(3.0) + filmed(12.0, 3.0, look=lambda k: grainy(k // 45))
    assert story(watch(moments)) == [C.OK, C.FROZEN]


def test_a_single_picture_now_and_then_does_not_make_a_camera_present() -> None:
    moments = filmed(3.0) + filmed(12.0, 3.0, look=lambda k: grainy(k) if k % 40 == 0 else None)
    assert story(watch(moments)) == [C.OK, C.ABSENT]


def test_a_hand_that_passes_the_lens_is_not_told() -> None:
    assert story(watch(filmed(2.0) + filmed(0.7, 2.0, look=covered) + filmed(2.0, 2.7))) == [C.OK]


def test_coming_back_after_a_long_absence_is_not_called_slow() -> None:
    moments = filmed(3.0) + filmed(4.0, 3.0, look=nothing) + filmed(4.0, 7.0)
    assert story(watch(moments)) == [C.OK, C.ABSENT, C.OK]


def test_another_size_is_noted_once_and_is_no_fault() -> None:
    told = watch(filmed(1.0) + filmed(1.0, 1.0, look=lambda k: grainy(k, size=(640, 480))))
    assert [k for k, one in enumerate(told) if one.notes] == [30]
    assert told[30].notes == (C.RESIZED,)
    assert told[30].counts
    assert story(told) == [C.OK]


def test_a_time_that_goes_back_or_repeats_is_left_out_and_noted() -> None:
    told = watch([(0.0, grainy(0)), (0.1, grainy(1)), (0.05, grainy(2)), (0.1, grainy(3)), (0.2, grainy(4))])
    assert [one.notes for one in told] == [(), (), (C.TIME_WENT_BACK,), (C.TIME_WENT_BACK,), ()]
    assert [one.counts for one in told] == [True, True, False, False, True]


def test_a_clock_that_was_set_back_for_good_does_not_blind_the_coach() -> None:
    told = watch(filmed(2.0, 100.0) + filmed(2.0, 3.0))
    assert [one.counts for one in told] == [True] * len(told)
    assert sum(C.TIME_WENT_BACK in one.notes for one in told) == 1
    assert story(told) == [C.OK]


def test_only_pictures_that_cannot_be_placed_in_time_end_in_absence() -> None:
    misplaced = [(1.5, grainy(k)) for k in range(40)]
    meanwhile = filmed(40 / FPS, 2.0, look=nothing)
    moments = filmed(2.0) + [moment for pair in zip(misplaced, meanwhile, strict=True) for moment in pair]
    assert story(watch(moments)) == [C.OK, C.ABSENT]


def test_a_picture_stamped_before_the_last_moment_without_one_still_counts() -> None:
    told = watch([(0.0, grainy(0)), (0.050, None), (0.045, grainy(1)), (0.080, grainy(2))])
    assert [one.counts for one in told] == [True, False, True, True]
    assert not any(one.notes for one in told)


def test_a_picture_with_a_nan_counts_as_none() -> None:
    blinded = [
        replace(FACTS, mean=NAN), replace(FACTS, contrast=NAN), replace(FACTS, fingerprint=np.full((16, 16), NAN))
    ]  # fmt: skip
    for facts in blinded:
        told = watch(filmed(2.0) + filmed(3.0, 2.0, look=lambda _, facts=facts: facts))
        assert story(told) == [C.OK, C.ABSENT]
        assert not told[-1].counts


def test_every_condition_has_its_words_in_both_languages_and_every_fault_says_what_to_do() -> None:
    assert set(WORDS) == set(CameraCondition)
    for condition, words in WORDS.items():
        assert words.wrong_en.endswith(".")
        assert words.wrong_zh.endswith("。")
        if condition is not C.OK:
            assert words.to_do_en.endswith(".")
            assert words.to_do_zh.endswith("。")
        assert len(f"{words.wrong_en} {words.to_do_en}") < 90, "short enough to be read from 3 m"
    assert watch([(0.0, None)])[0].words is WORDS[C.ABSENT]


def test_every_threshold_names_its_unit_and_source_and_its_value_is_in_range() -> None:
    hints = get_type_hints(HealthParams, include_extras=True)
    for one in fields(HealthParams):
        (told,) = hints[one.name].__metadata__
        assert isinstance(told, Threshold)
        assert told.unit
        assert told.source
        assert told.low <= getattr(PARAMS, one.name) <= told.high


anything = st.floats(allow_nan=True, allow_infinity=True)
any_facts = st.builds(
    lambda mean, contrast, part, width: PictureFacts(mean, contrast, np.full((16, 16), part), width, 480),
    anything, anything, anything, st.sampled_from([640, 1280]),
)  # fmt: skip
any_moment = st.tuples(anything | st.floats(0, 100), st.none() | any_facts)


@settings(deadline=None)
@given(st.lists(any_moment, max_size=40))
def test_nothing_that_is_nan_infinite_or_out_of_order_raises(moments: list[Moment]) -> None:
    for (t_s, facts), one in zip(moments, watch(moments), strict=True):
        assert one.condition not in (C.RESIZED, C.TIME_WENT_BACK)
        if one.counts:
            assert facts is not None
            assert np.isfinite([t_s, facts.mean, facts.contrast, facts.fingerprint[0, 0]]).all()


BAND = st.floats(PARAMS.dark_below + 1e-3, PARAMS.dark_below + PARAMS.dark_margin - 1e-3)


@settings(deadline=None)
@given(st.lists(BAND, min_size=30, max_size=60), st.booleans())
def test_brightness_between_the_two_levels_never_changes_what_is_told(means: list[float], starts_dark: bool) -> None:
    look = black if starts_dark else grainy
    before = filmed(3.0, look=look)
    within = [(3.0 + k / FPS, grainy(k, mean, mean / 3)) for k, mean in enumerate(means)]
    told = watch(before + within)
    assert told[-1].condition is told[len(before) - 1].condition
    assert told[-1].condition is (C.DARK if starts_dark else C.OK)


LOOKS = {"well": grainy, "black": black, "covered": covered, "frozen": frozen, "nothing": nothing, "slow": at_five_fps}


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(LOOKS)), st.integers(1, 90)), min_size=1, max_size=12))
def test_a_fault_that_was_told_is_not_taken_back_before_the_camera_was_well_for_long_enough(
    stretches: list[tuple[str, int]],
) -> None:
    looks = [LOOKS[name] for name, length in stretches for _ in range(length)]
    moments: list[Moment] = [(k / FPS, look(k)) for k, look in enumerate(looks)]
    told = watch(moments)
    for k in range(1, len(told)):
        if told[k].condition is C.OK and told[k - 1].condition is not C.OK:
            assert told[k].since_s - told[k - 1].since_s >= PARAMS.clear_s - 1e-9
