"""Evenness of the two sides, told as stories of some minutes."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from coach.core.findings import EventSide, Rule, Severity
from coach.core.landmarks import Side
from coach.core.sight import Contact, ViewVerdict
from coach.core.verdict import Verdict
from tests.core.rules.conftest import Story

Begin = Callable[..., Story]
LEFT_CM, RIGHT_CM = -9.0, 9.0


def tread(story: Story, seconds: float, *offsets_cm: float) -> Story:
    """Steps of the right foot on these places in turn, the left foot on the floor beside the receiver."""
    until_s = story.t_s + seconds
    story.foot(Side.LEFT, Contact.FLOOR)
    while story.t_s < until_s:
        for offset_cm in offsets_cm:
            story.step(Side.RIGHT, offset_cm, 0.5)
    return story


@pytest.mark.parametrize("fps", [30.0, 10.0])
def test_five_minutes_on_the_left_alone_are_uneven_and_the_right_is_named(story: Begin, fps: float) -> None:
    told = tread(story(fps=fps).on_back(), 300.0, LEFT_CM).tell()
    (event,) = told.of(Rule.UNEVEN)
    assert (event.side, event.reason, event.severity) == (EventSide.RIGHT, "right", Severity.INFO)
    assert event.decided_s == pytest.approx(244.5, abs=1.0)
    assert told.at(100.0, Rule.UNEVEN).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("offsets_cm", [(LEFT_CM, RIGHT_CM), (LEFT_CM, RIGHT_CM, LEFT_CM, RIGHT_CM, RIGHT_CM)])
def test_sides_that_get_about_the_same_are_even(story: Begin, offsets_cm: tuple[float, ...]) -> None:
    told = tread(story(fps=6.0).on_back(), 300.0, *offsets_cm).tell()
    assert told.of(Rule.UNEVEN) == []


def test_one_side_after_the_other_is_even(story: Begin) -> None:
    told = tread(tread(story(fps=6.0).on_back(), 110.0, LEFT_CM), 150.0, RIGHT_CM).tell()
    assert told.of(Rule.UNEVEN) == []
    assert told.at(255.0, Rule.UNEVEN).verdict is Verdict.OK


def test_the_fault_is_over_when_the_other_side_has_caught_up_and_does_not_toggle(story: Begin) -> None:
    told = tread(tread(story(fps=6.0).on_back(), 250.0, LEFT_CM), 150.0, RIGHT_CM).tell()
    (event,) = told.of(Rule.UNEVEN)
    assert 330.0 < event.end_s < 370.0


@pytest.mark.parametrize("hidden", ["view", "foot", "spread"])
def test_a_side_that_cannot_be_told_is_never_called_neglected_or_even(story: Begin, hidden: str) -> None:
    session = tread(story(fps=6.0).on_back(), 100.0, LEFT_CM)
    if hidden == "view":
        session.set(view=ViewVerdict.CANNOT_JUDGE_FEET)
    elif hidden == "spread":
        session.set(sigma_cm=12.0)
    if hidden == "foot":
        session.foot(Side.RIGHT, Contact.UNKNOWN).wait(200.0)
    else:
        tread(session, 200.0, LEFT_CM)
    told = session.tell()
    assert told.of(Rule.UNEVEN) == []
    assert told.at(295.0, Rule.UNEVEN).verdict is Verdict.UNKNOWN


def test_places_that_are_not_known_raise_nothing(story: Begin) -> None:
    session = story(fps=6.0).on_back().set(sigma_cm=math.nan)
    assert tread(session, 300.0, LEFT_CM).tell().of(Rule.UNEVEN) == []
