"""The dwell figures hold what they say, on a stage whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.dwell import score_dwell, together, true_stands
from benchmarks.truth import TrueStep, Truth
from coach.core.findings import Event, EventSide, Rule, Severity, Stand, Zone
from coach.core.judged import Whole
from coach.core.landmarks import Side
from tests.benchmarks.conftest import CAMERA

STEPS = (
    TrueStep("left", 0.0, 1.0, "step_up"),
    TrueStep("right", 1.5, 2.0, "step_up"),
    TrueStep("left", 5.0, 6.0, "step"),
    TrueStep("right", 6.4, 7.0, "step"),
    TrueStep("left", 10.0, 11.0, "step_down"),
    TrueStep("right", 12.0, 13.0, "step_down"),
)
TRUTH = Truth("stage", CAMERA, "standing", 10.0, (), (), STEPS)


def judged(stands: list[Stand], events: tuple[Event, ...] = ()) -> Whole:
    return Whole(events=events, stands=tuple(stands))


def told(late_s: float = 0.0, longer_s: float = 0.0) -> list[Stand]:
    return [
        Stand(Side(true.foot), true.land_s + late_s, true.lift_s + late_s + longer_s, 0.5, -8.0, Zone.MID_BACK)
        for true in true_stands(TRUTH)
    ]


def short(side: EventSide, start_s: float) -> Event:
    return Event(Rule.SHORT_PAUSE, start_s, start_s + 0.6, start_s + 0.4, Severity.GUIDE, side)


def test_a_stand_runs_from_a_landing_to_the_next_lift_of_its_foot_and_its_pause_to_that_of_either() -> None:
    stands = [(true.foot, true.land_s, true.lift_s, pytest.approx(true.pause_s)) for true in true_stands(TRUTH)]
    assert stands == [
        ("left", 1.0, 5.0, 4.0),
        ("right", 2.0, 6.4, 3.0),
        ("left", 6.0, 10.0, 0.4),
        ("right", 7.0, 12.0, 3.0),
    ]


@pytest.mark.parametrize(
    ("changes", "length", "ends"),
    [({}, True, True), ({"late_s": 0.5}, True, False), ({"longer_s": 0.5}, False, False)],
)
def test_a_length_may_be_right_where_both_ends_are_late(changes: dict[str, Any], length: bool, ends: bool) -> None:
    answers = score_dwell(TRUTH, judged(told(**changes))).answers
    assert {answer.length_right for answer in answers} == {length}
    assert {answer.ends_right for answer in answers} == {ends}


def test_a_stand_that_nobody_told_is_wrong() -> None:
    answers = score_dwell(TRUTH, judged([])).answers
    assert not any(answer.length_right or answer.ends_right for answer in answers)


def test_a_short_pause_is_found_at_its_own_landing_and_false_elsewhere() -> None:
    found = score_dwell(TRUTH, judged(told(), (short(EventSide.LEFT, 6.1), short(EventSide.RIGHT, 7.0))))
    assert [answer.true.land_s for answer in found.answers if answer.called_short] == [6.0, 7.0]
    assert [event.side for event in found.false_short] == [EventSide.RIGHT]


def test_clips_together_keep_every_answer() -> None:
    one = score_dwell(TRUTH, judged(told()))
    assert together([one, replace(one)]).answers == one.answers * 2
