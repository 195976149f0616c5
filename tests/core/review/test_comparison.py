"""Two clips side by side: what is called a difference, what is left to chance, and what is warned of."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach.core.findings import Rule
from coach.core.review.comparison import (
    Caution,
    Circumstances,
    ComparedFigure,
    Comparison,
    Finding,
    compare_clips,
    rates_differ,
    shares_differ,
)
from coach.core.review.figures import ClipFigures, Footing, clip_figures

WELL = Circumstances(same_settings=True, good_views=True)
AREAS = [
    Footing(10.0 * k, 10.0 * k + 4.0, offset_cm, zone)
    for k, (zone, offset_cm) in enumerate(
        (zone, offset) for zone in ("shoulder_blades", "mid_back", "lower_back") for offset in (-6.0, 6.0)
    )
]


def clip(rules: list[str], on_back_s: float = 600.0, footings: list[Footing] = AREAS, unknown: float = 0.0):
    return clip_figures(on_back_s, unknown, rules, 0, footings)


def line(result: Comparison, figure: str) -> ComparedFigure:
    return next(one for one in result.figures if one.figure == figure)


def test_one_fault_more_is_left_to_chance_and_twenty_more_are_not() -> None:
    few = compare_clips(clip(["spine_step"] * 2), clip(["spine_step"] * 3), WELL)
    many = compare_clips(clip(["spine_step"] * 2), clip(["spine_step"] * 22), WELL)

    assert line(few, "spine_step").finding is Finding.CHANCE
    assert line(many, "spine_step").finding is Finding.FIRST
    assert line(many, "spine_step").second == pytest.approx(2.2)


def test_counts_are_weighed_by_the_time_on_the_back() -> None:
    result = compare_clips(clip(["fast_step"] * 30, 600.0), clip(["fast_step"] * 60, 1200.0), WELL)

    assert line(result, "fast_step").finding is Finding.ALIKE
    assert Caution.LENGTHS in result.cautions


def test_a_rule_that_neither_broke_has_no_line_and_what_is_not_known_is_told_as_such() -> None:
    result = compare_clips(clip(["order"], on_back_s=0.0, footings=[]), clip(["order"]), WELL)

    assert {one.figure for one in result.figures}.isdisjoint({"spine_step", "not_seen"})
    assert line(result, "order").finding is Finding.UNKNOWN
    assert line(result, "good_stays").finding is Finding.UNKNOWN


@pytest.mark.parametrize("on_back_s", [0.0, 1.1125369292536007e-308, 0.0009, math.nan])
def test_less_time_on_the_back_than_a_picture_takes_is_no_rate_and_no_difference(on_back_s: float) -> None:
    result = compare_clips(clip(["order"], on_back_s), clip(["order"] * 40), WELL)

    assert line(result, "order").finding is Finding.UNKNOWN
    assert math.isnan(line(result, "order").first)
    assert not rates_differ(1, on_back_s, 40, 600.0)
    assert not rates_differ(40, 600.0, 1, on_back_s)


def test_a_well_seen_pair_of_long_clips_carries_no_caution_and_each_lack_carries_its_own() -> None:
    def cautions(second: ClipFigures, beside: Circumstances = WELL) -> tuple[Caution, ...]:
        return compare_clips(clip([]), second, beside).cautions

    assert cautions(clip([])) == ()
    assert cautions(clip([], unknown=0.3)) == (Caution.UNSEEN,)
    assert cautions(clip([], unknown=math.nan)) == (Caution.UNSEEN,)
    assert cautions(clip([], footings=AREAS[:3])) == (Caution.COVERAGE,)
    assert cautions(clip([], on_back_s=60.0)) == (Caution.SHORT, Caution.LENGTHS)
    assert cautions(clip([]), Circumstances(same_settings=False, good_views=False)) == (
        Caution.VIEWS,
        Caution.SETTINGS,
    )


def test_a_clip_is_summed_up_by_its_footings() -> None:
    stays = [
        Footing(0.0, 4.0, -5.0, "mid_back"),
        Footing(4.0, 12.0, 5.0, "mid_back"),
        Footing(12.0, 13.0, math.nan, ""),
    ]
    figures = clip_figures(60.0, 0.1, ["order", "not_seen", "something new"], 1, stays)

    assert (figures.stays, figures.good_stays, figures.areas) == (3, 1, 2)
    assert figures.median_stay_s == 4.0
    assert figures.left_share == pytest.approx(1 / 3)
    assert {one.rule: one.count for one in figures.counts if one.count} == {Rule.ORDER: 1}


counts = st.integers(0, 60)
spans_s = st.floats(0.0, 1200.0)


@given(counts, spans_s, counts, spans_s)
@example(1, 1.0, 1, 1.1125369292536007e-308)  # too short a span for any rate
def test_no_difference_depends_on_which_clip_comes_first(one: int, one_s: float, other: int, other_s: float) -> None:
    there, back = clip(["order"] * one, one_s), clip(["order"] * other, other_s)
    turned = {Finding.FIRST: Finding.SECOND, Finding.SECOND: Finding.FIRST}
    forth = compare_clips(there, back, WELL)
    reverse = compare_clips(back, there, WELL)

    assert rates_differ(one, one_s, other, other_s) == rates_differ(other, other_s, one, one_s)
    assert shares_differ(one, one + 3, other, other + 9) == shares_differ(other, other + 9, one, one + 3)
    assert [turned.get(a.finding, a.finding) for a in forth.figures] == [b.finding for b in reverse.figures]
    assert forth.cautions == reverse.cautions
