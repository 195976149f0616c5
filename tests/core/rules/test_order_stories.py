"""Order, told as stories: from the shoulders gradually down to the waist, and again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coach.core.findings import EventSide, Rule, Severity
from coach.core.landmarks import Side
from coach.core.rules.order import Disorder, OrderParams
from coach.core.sight import Contact
from coach.core.verdict import Verdict
from tests.core.rules.conftest import Story, Told

Begin = Callable[..., Story]
DOWN = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)


def trodden(story: Story, *alongs: float, pause_s: float = 3.5) -> Story:
    """Both feet in turn, at each of these places."""
    for along in alongs:
        story.step(Side.LEFT, -9.0, along, pause_s=pause_s).step(Side.RIGHT, 9.0, along, pause_s=pause_s)
    return story


def disorders(told: Told) -> list[tuple[str, EventSide | None]]:
    return [(event.reason, event.side) for event in told.of(Rule.ORDER)]


@pytest.mark.parametrize("fps", [30.0, 10.0])
def test_two_passes_from_the_shoulders_to_the_waist_are_in_order(story: Begin, fps: float) -> None:
    told = trodden(story(fps=fps).on_back(), *DOWN, *DOWN).tell()
    assert told.of(Rule.ORDER) == []
    assert told.at(30.0, Rule.ORDER).verdict is Verdict.OK


def test_the_sides_may_be_done_one_after_the_other(story: Begin) -> None:
    session = story().on_back()
    for side, offset_cm in ((Side.LEFT, -9.0), (Side.RIGHT, 9.0)):
        for along in DOWN:
            session.step(side, offset_cm, along)
    assert session.tell().of(Rule.ORDER) == []


@pytest.mark.parametrize("fps", [30.0, 10.0])
def test_going_up_from_the_middle_is_remarked_on_once_and_calmly(story: Begin, fps: float) -> None:
    told = trodden(story(fps=fps).on_back(), 0.1, 0.3, 0.5, 0.2, 0.4).tell()
    (event,) = told.of(Rule.ORDER)
    assert (event.reason, event.side, event.severity) == (Disorder.UP, EventSide.LEFT, Severity.INFO)
    assert [figure.value for figure in event.detail] == pytest.approx([0.5, 0.2])


@pytest.mark.parametrize("fps", [30.0, 10.0])
def test_leaving_out_the_middle_of_the_back_is_skipping_ahead(story: Begin, fps: float) -> None:
    told = trodden(story(fps=fps).on_back(), 0.1, 0.2).step(Side.RIGHT, 9.0, 0.85).step(Side.RIGHT, 9.0, 0.95).tell()
    assert disorders(told) == [(Disorder.SKIP, EventSide.RIGHT)]


def test_working_from_the_waist_up_is_remarked_on_once_a_minute(story: Begin) -> None:
    told = trodden(story().on_back(), 0.3, 0.6, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2).tell()
    events = told.of(Rule.ORDER)
    assert len(events) == 1
    assert {event.reason for event in events} == {Disorder.UP}


def test_a_finished_pass_may_start_again_at_the_shoulders_at_once_or_by_a_walk_up(story: Begin) -> None:
    session = trodden(story().on_back(), *DOWN, 0.1, *DOWN[1:])
    trodden(session, 0.55, 0.3, pause_s=1.5)
    assert trodden(session, *DOWN).tell().of(Rule.ORDER) == []


def test_a_finished_pass_that_starts_again_in_the_middle_goes_up(story: Begin) -> None:
    told = trodden(story().on_back(), *DOWN, 0.5, 0.65, 0.8, 0.9).tell()
    assert disorders(told) == [(Disorder.UP, EventSide.LEFT)]


def test_small_corrections_up_and_down_are_in_order(story: Begin) -> None:
    told = trodden(story().on_back(), 0.1, 0.25, 0.12, 0.3, 0.45, 0.3, 0.5, 0.7, 0.55, 0.8).tell()
    assert told.of(Rule.ORDER) == []


@pytest.mark.parametrize("change", [0.15, 0.25])
def test_a_step_that_trembles_about_the_limit_is_remarked_on_once_at_most(story: Begin, change: float) -> None:
    told = trodden(story().on_back(), 0.1, 0.3, *(0.5, 0.5 - change) * 4).tell()
    assert len(told.of(Rule.ORDER)) == (change > OrderParams().up_along)


def test_after_a_stand_that_was_hidden_nothing_is_said_of_the_next(story: Begin) -> None:
    session = trodden(story().on_back(), 0.1, 0.3, 0.5)
    for side in Side:
        session.foot(side, Contact.UNKNOWN)
    session.wait(4.0)
    told = trodden(session.foot(Side.LEFT, Contact.BACK, -9.0, 0.2).foot(Side.RIGHT, Contact.BACK, 9.0, 0.2)).wait(3.0)
    told = trodden(told, 0.4).tell()
    assert told.of(Rule.ORDER) == []
    hidden_s = next(sight.t_s for sight in told.sights if sight.feet[0].contact is Contact.UNKNOWN and sight.t_s > 20.0)
    assert told.at(hidden_s + 1.0, Rule.ORDER).verdict is Verdict.UNKNOWN


def test_a_giver_who_has_been_off_the_back_begins_anew(story: Begin) -> None:
    session = trodden(story().on_back(), 0.1, 0.3, 0.5).step_down().wait(8.0).step_up()
    assert trodden(session, 0.2, 0.4).tell().of(Rule.ORDER) == []


def test_steps_outside_the_zone_are_the_other_rules_matter(story: Begin) -> None:
    told = trodden(story().on_back(), 0.1, 0.3).step(Side.LEFT, -9.0, 1.2).step(Side.LEFT, -9.0, 0.4).tell()
    assert told.of(Rule.ORDER) == []
