"""Bars: reached, short, or nothing to judge."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import Any

from benchmarks.bars import BARS, Bar, groups
from benchmarks.scoring import ClipScore, Group, score

# The stage of conftest.py; importlib mode has no name for it.
Stage = Any


def bar(beginning: str) -> Bar:
    (found,) = (one for one in BARS if one.name.startswith(beginning))
    return found


def side_clip(whole: ClipScore, **figures: float) -> Group:
    return Group((replace(whole, view="side", **figures),))  # type: ignore[arg-type]


def test_a_bar_holds_its_own_value(stage: Stage) -> None:
    whole = score(stage.truth, stage.judged)
    both = bar("both_ok")

    assert both.reached(Group((replace(whole, both_ok=0.97),))) is True
    assert both.reached(Group((replace(whole, both_ok=0.969),))) is False


def test_within_two_sigma_can_be_too_high_as_well(stage: Stage) -> None:
    whole = score(stage.truth, stage.judged)
    honest = bar("within_2_sigma")

    assert [honest.reached(Group((replace(whole, within_2_sigma=share),))) for share in (0.89, 0.95, 0.99)] == [
        False,
        True,
        False,
    ]


def test_a_bar_asks_only_in_its_views_and_nothing_where_nothing_was_measured(stage: Stage) -> None:
    whole = score(stage.truth, stage.judged)
    ends = bar("foot_lateral_med_cm ≤ 1.5")

    assert ends.part(side_clip(whole)).clips == ()
    assert ends.reached(Group((replace(whole, foot_lateral_med_cm=nan),))) is None


def test_from_the_side_a_refusal_with_a_reason_is_as_good_as_a_figure(stage: Stage) -> None:
    whole = score(stage.truth, stage.judged)
    side = bar("foot_lateral_med_cm ≤ 3")

    assert side.reached(side_clip(whole, foot_lateral_med_cm=nan, refused=1.0, unseen_told=1.0)) is True
    assert side.reached(side_clip(whole, foot_lateral_med_cm=nan, refused=1.0, unseen_told=0.5)) is None
    assert side.reached(side_clip(whole, foot_lateral_med_cm=4.0, refused=0.0)) is False


def test_clips_are_grouped_by_view_and_by_technique(stage: Stage) -> None:
    whole = score(stage.truth, stage.judged)
    grouped = groups((whole, replace(whole, view="side", technique="kneeling")))

    assert {name: len(group.clips) for name, group in grouped.items()} == {
        "all": 2,
        "head": 1,
        "side": 1,
        "standing": 1,
        "kneeling": 1,
    }
