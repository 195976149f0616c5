"""A clip is judged again from what was seen of it: as at first without a correction, and otherwise as it was marked."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.findings import EventSide, Rule
from coach.core.review.corrections import (
    Corrections,
    EventAdded,
    EventWrong,
    PeopleSwapped,
    SpineMoved,
    with_change,
    without,
)  # fmt: skip
from coach.core.review.marked_bodies import body_marks
from coach.core.review.marked_bodies import corrected as corrected_by
from coach.core.review.rejudge import Mark, judge_again, refusal
from coach.core.session import SessionParams
from coach.core.sight import Contact, Seen, Support
from coach.core.verdict import Verdict

PARAMS = SessionParams()
NONE = Corrections()
LAWS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def made(*changes) -> Corrections:
    corrections = NONE
    for change in changes:
        corrections = with_change(corrections, "Li", change)
    return corrections


def corrected(sights, corrections: Corrections):
    return tuple(corrected_by(sights, body_marks(corrections, sights)))


def rules_of(sights, *changes) -> set[Rule]:
    return {event.rule for event in judge_again(sights, made(*changes), PARAMS).whole.events}


@pytest.mark.parametrize("fps", [10.0, 15.0, 30.0])
def test_a_line_dragged_by_4_cm_turns_a_spine_step_to_ok_and_back(massage, line, fps: float) -> None:
    sights = massage(right_cm=4.0, fps=fps)

    assert Rule.SPINE_STEP in rules_of(sights)
    assert Rule.SPINE_STEP not in rules_of(sights, line(-4.0))
    assert Rule.SPINE_STEP in rules_of(sights, line(-4.0), line(0.0))


@LAWS
@given(shoulders=st.floats(-6.0, 6.0), hips=st.floats(-6.0, 6.0))
def test_a_drag_and_its_reverse_are_no_correction(massage, line, shoulders: float, hips: float) -> None:
    sights = massage(seconds=1.0)
    there = made(line(shoulders, hips))

    back = corrected(sights, with_change(there, "Li", line(0.0)))
    again = without(there, there.made[0].number)

    for one, first in zip(back, sights, strict=True):
        np.testing.assert_allclose(one.back.spine_px, first.back.spine_px, atol=1e-6)
        for foot, old in zip(one.feet, first.feet, strict=True):
            assert foot.offset_cm == pytest.approx(old.offset_cm)
            assert (foot.along, foot.gap_cm, foot.sigma_cm) == pytest.approx((old.along, old.gap_cm, old.sigma_cm))
    assert corrected(sights, again) == sights


@LAWS
@given(shoulders=st.floats(-6.0, 6.0), hips=st.floats(-6.0, 6.0))
def test_the_marked_line_is_the_drawn_line_and_a_foot_keeps_its_size(massage, line, shoulders, hips) -> None:
    sights = massage(seconds=0.5)
    mark = line(shoulders, hips)
    now = corrected(sights, made(mark))[0]

    (x1, y1), (x2, y2) = mark.line_px
    across = np.array([y1 - y2, x2 - x1]) / math.hypot(x2 - x1, y2 - y1)
    assert np.abs((now.back.spine_px - [x1, y1]) @ across).max() < 0.5 + 1e-6  # px, of 10 a cm: nearer than a mark
    for foot, old in zip(now.feet, sights[0].feet, strict=True):
        edges, old_edges = (np.diff(one.footprint_back_cm, axis=0) for one in (foot, old))
        np.testing.assert_allclose(np.linalg.norm(edges, axis=1), np.linalg.norm(old_edges, axis=1))
        assert foot.sigma_cm >= old.sigma_cm


def test_a_pressing_palm_goes_along_with_the_marked_line(massage, line) -> None:
    sights = tuple(
        replace(one, hands=(replace(one.hands[0], press=one.feet[0]), one.hands[1])) for one in massage(seconds=1.0)
    )

    now = corrected(sights, made(line(-4.0)))[-1]

    palm, foot = now.hands[0].press, now.feet[0]
    assert palm is not None
    assert palm.offset_cm == pytest.approx(-8.0, abs=0.1)
    assert (palm.offset_cm, palm.gap_cm, palm.along, palm.sigma_cm) == (
        foot.offset_cm,
        foot.gap_cm,
        foot.along,
        foot.sigma_cm,
    )
    assert now.hands[1].press is None


def test_a_mark_counts_from_its_frame_on_or_in_the_whole_clip(massage, line) -> None:
    sights = massage()

    later = corrected(sights, made(line(3.0, at_s=3.0)))
    everywhere = corrected(sights, made(line(3.0, at_s=3.0, whole_clip=True)))

    assert {round(one.feet[1].offset_cm, 3) for one in later if one.t_s < 3.0} == {8.0}
    assert {round(one.feet[1].offset_cm, 3) for one in later if one.t_s >= 3.0} == {5.0}
    assert {round(one.feet[1].offset_cm, 3) for one in everywhere} == {5.0}


def test_marked_corners_scale_what_is_measured_and_a_later_line_keeps_them(massage, line, corners) -> None:
    sights = massage(seconds=0.5)

    longer = corrected(sights, made(corners(62.5)))[0]
    moved_too = corrected(sights, made(corners(62.5), line(1.0)))[0]

    assert longer.feet[1].offset_cm == pytest.approx(8.0 * 50.0 / 62.5)
    assert longer.feet[1].along == pytest.approx(0.4 * 50.0 / 62.5)
    assert longer.feet[1].sigma_cm > 1.0
    assert moved_too.feet[1].offset_cm == pytest.approx(7.0 * 50.0 / 62.5)
    assert corrected(sights, made(corners(50.0)))[0].feet[1].offset_cm == pytest.approx(8.0)


def test_of_swapped_people_nothing_is_called_ok_until_they_are_swapped_back(massage) -> None:
    sights = massage(right_cm=4.0, seconds=9.0)
    moments = judge_again(sights, made(PeopleSwapped(3.0), PeopleSwapped(6.0)), PARAMS).whole.moments
    between = [moment for moment in moments if 3.0 <= moment.sight.t_s < 6.0]

    for moment in between:
        assert all(foot.contact is Contact.UNKNOWN for foot in moment.sight.feet)
        assert all(hand.support is Support.UNKNOWN for hand in moment.sight.hands)
        watched = [one for one in moment.findings.judgements if one.rule in (Rule.SPINE_STEP, Rule.SUPPORT_LOST)]
        assert Verdict.OK not in {one.verdict for one in watched if moment.sight.t_s > 3.5}
    assert moments[-1].sight == sights[-1]


def test_a_swapped_giver_who_is_not_seen_is_no_clear_back(massage) -> None:
    nobody = tuple(replace(s, receiver=replace(s.receiver, seen=Seen.LOST)) for s in massage())
    events = judge_again(nobody, made(PeopleSwapped(0.0)), PARAMS).whole.events

    assert Rule.NOT_SEEN in {event.rule for event in events}


def test_an_event_marked_wrong_stays_in_the_list_and_counts_no_more(massage) -> None:
    sights = massage(right_cm=1.0)
    step = next(e for e in judge_again(sights, NONE, PARAMS).whole.events if e.rule is Rule.SPINE_STEP)
    wrong = EventWrong(step.rule, step.start_s, step.end_s, step.side)
    missed = EventAdded(Rule.FAST_STEP, 2.0, 2.3, EventSide.LEFT)

    again = judge_again(sights, made(wrong, missed), PARAMS)

    marks = {one.event.rule: (one.mark, one.author) for one in again.events}
    assert marks[Rule.SPINE_STEP] == (Mark.WRONG, "Li")
    assert marks[Rule.FAST_STEP] == (Mark.ADDED, "Li")
    assert Rule.SPINE_STEP not in {event.rule for event in again.whole.events}
    assert Rule.FAST_STEP in {event.rule for event in again.whole.events}


@LAWS
@given(st.lists(st.one_of(st.just(math.nan), st.floats(-1e6, 1e6)), min_size=5, max_size=5), st.data())
def test_whatever_is_marked_and_whatever_is_unknown_nothing_raises(massage, values: list[float], data) -> None:
    hidden = data.draw(st.lists(st.booleans(), min_size=6, max_size=6))
    sights = [
        replace(s, back=replace(s.back, seen=Seen.LOST, band_px=np.full((4, 2), np.nan))) if hide else s
        for s, hide in zip(massage(fps=6.0, seconds=1.0), hidden, strict=True)
    ]
    mark = SpineMoved(values[0], ((values[1], values[2]), (values[3], values[4])))

    judge_again(sights, made(mark), PARAMS)

    if not all(math.isfinite(value) for value in values):
        assert refusal(mark, sights).endswith(".")
