"""Laws of the whole fold: whatever is seen, nothing raises, nothing overlaps, and unknown is never ok."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.findings import Rule
from coach.core.landmarks import Side
from coach.core.rules.catalogue import CATALOGUE
from coach.core.rules.judge import RulesParams, begin_rules, finish_rules, judge
from coach.core.sight import Contact, ReceiverActivity, Seen, Support, Technique, ViewVerdict
from coach.core.verdict import Verdict

Begin = Callable[..., Any]
LAWS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

number = st.one_of(st.just(math.nan), st.floats(-40.0, 40.0))
moment = st.fixed_dictionaries(
    {
        "seconds": st.floats(0.1, 3.0),
        "contacts": st.tuples(st.sampled_from(Contact), st.sampled_from(Contact)),
        "places": st.tuples(st.tuples(number, number), st.tuples(number, number)),
        "speeds": st.tuples(number, number),
        "hands": st.tuples(st.sampled_from(Support), st.sampled_from(Support)),
        "giver": st.sampled_from(Seen),
        "receiver": st.sampled_from(Seen),
        "back": st.sampled_from(Seen),
        "view": st.sampled_from(ViewVerdict),
        "sigma_cm": st.one_of(st.just(math.nan), st.floats(0.0, 30.0)),
        "technique": st.sampled_from(Technique),
        "activity": st.sampled_from(ReceiverActivity),
    }
)


def play(session: Any, moments: list[dict[str, Any]]) -> Any:
    for now in moments:
        session.set(**{name: now[name] for name in ("giver", "receiver", "back", "view", "sigma_cm")})
        session.set(technique=now["technique"], activity=now["activity"])
        session.hands(*now["hands"])
        for index, side in enumerate(Side):
            session.contacts[side] = now["contacts"][index]
            session.places[side] = now["places"][index]
            session.speed(side, now["speeds"][index])
        session.wait(now["seconds"])
    return session


@LAWS
@given(moments=st.lists(moment, max_size=12))
def test_whatever_is_seen_nothing_raises_and_events_of_one_rule_and_side_never_overlap(
    story: Begin, moments: list[dict[str, Any]]
) -> None:
    told = play(story(), moments).tell()
    by_track = defaultdict(list)
    for event in told.events:
        assert math.isfinite(event.start_s)
        assert event.start_s <= event.end_s
        assert event.start_s <= event.decided_s
        by_track[event.rule, event.side].append(event)
    for events in by_track.values():
        events.sort(key=lambda event: (event.start_s, event.end_s))
        for before, after in itertools.pairwise(events):
            assert before.end_s <= after.start_s
    for side in Side:
        stands = [stand for stand in told.stands if stand.foot is side]
        assert all(before.end_s <= after.start_s for before, after in itertools.pairwise(stands))


@LAWS
@given(moments=st.lists(moment, min_size=1, max_size=10))
def test_every_event_that_opens_closes_once_and_every_frame_has_one_judgement_a_rule(
    story: Begin, moments: list[dict[str, Any]]
) -> None:
    told = play(story(), moments).tell()
    opened = [event for found in told.findings for event in found.opened]
    key = [(event.rule, event.side, event.start_s, event.decided_s) for event in opened]
    assert sorted(map(str, key)) == sorted(
        str((event.rule, event.side, event.start_s, event.decided_s)) for event in told.events
    )
    in_force = {line.rule for line in CATALOGUE if line.in_force} - {Rule.KEEP_OUT}
    for found in told.findings:
        rules = [judgement.rule for judgement in found.judgements]
        assert sorted(rules) == sorted(in_force)


@LAWS
@given(hide=st.lists(st.booleans(), min_size=12, max_size=400))
def test_hiding_the_feet_in_any_frames_makes_no_ok_out_of_a_fault(story: Begin, marred: Any, hide: list[bool]) -> None:
    """A foot stands on the spine to the end. However it is hidden, once told, it is a fault or unknown."""
    session = story().on_back().step(Side.LEFT, 0.5, 0.5, pause_s=2.0)
    first = len(session.sights)
    session.wait(len(hide) / 12.0)
    sights = session.sights[:first] + marred(session.sights[first:], hide[: len(session.sights) - first])
    session.sights = sights
    told = session.tell()
    verdicts = [
        judgement.verdict
        for found in told.findings[first:]
        for judgement in found.judgements
        if judgement.rule is Rule.SPINE_STEP
    ]
    assert Verdict.OK not in verdicts


@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
def test_the_same_session_is_judged_alike_at_every_frame_rate(story: Begin, fps: float) -> None:
    def session(rate: float) -> Any:
        told = story(fps=rate).on_back().step(Side.LEFT, 1.0, 0.4, pause_s=2.0).step(Side.LEFT, -8.5, 0.4)
        told.hands(Support.NO, Support.NO).wait(3.0).hands(Support.YES, Support.NO).wait(2.0)
        told.step(Side.RIGHT, 8.5, 1.2, pause_s=2.0).step(Side.RIGHT, 8.5, 0.6, pause_s=0.6, air_s=0.8)
        told.step(Side.RIGHT, 8.5, 0.8).foot(Side.RIGHT, Contact.UNKNOWN).wait(3.0).foot(Side.RIGHT, Contact.BACK)
        told.set(activity=ReceiverActivity.ARM_RAISED).wait(1.0).set(activity=ReceiverActivity.STILL).wait(2.0)
        return told.tell()

    reference, here = session(60.0), session(fps)
    assert [event.rule for event in here.events] == [event.rule for event in reference.events]
    assert len(here.faults()) == 5
    for event, other in zip(here.events, reference.events, strict=True):
        assert event.start_s == pytest.approx(other.start_s, abs=0.35)
        assert event.end_s - event.start_s == pytest.approx(other.end_s - other.start_s, abs=0.2)
    assert len(here.stands) == len(reference.stands)


def test_dropped_frames_change_when_but_not_what(story: Begin, tell_sights: Any) -> None:
    session = story(fps=30.0).on_back().step(Side.LEFT, 1.0, 0.4, pause_s=2.0).step(Side.LEFT, -8.5, 0.4)
    kept = [sight for index, sight in enumerate(session.sights) if index % 7 in (0, 3)]
    assert [event.rule for event in tell_sights(kept).events] == [event.rule for event in session.tell().events]


def test_time_that_runs_backwards_is_refused(story: Begin) -> None:
    sights = story().on_back().sights
    state, _ = judge(RulesParams(), begin_rules(), sights[5])
    with pytest.raises(ValueError, match="backwards"):
        judge(RulesParams(), state, sights[4])
    with pytest.raises(ValueError, match="backwards"):
        finish_rules(RulesParams(), state, 0.0)


def test_a_clip_without_frames_leaves_nothing(story: Begin) -> None:
    told = story().tell()
    assert (told.events, told.stands, told.phases) == ((), (), ())


def test_the_state_is_never_changed_in_place(story: Begin) -> None:
    """The same state and sight give the same answer twice, and nobody can write to a state."""
    sights = story().on_back().step(Side.LEFT, 1.0, 0.4).sights
    state = begin_rules()
    for sight in sights:
        once, first = judge(RulesParams(), state, sight)
        _, second = judge(RulesParams(), state, sight)
        assert first.opened == second.opened
        assert str(first.judgements) == str(second.judgements)
        state = once
    for part in fields(state):
        with pytest.raises(FrozenInstanceError):
            setattr(state, part.name, None)


def test_one_shifted_clock_shifts_every_event(story: Begin, tell_sights: Any) -> None:
    sights = story().on_back().step(Side.LEFT, 1.0, 0.4).step(Side.LEFT, -8.5, 0.4).sights
    later = [replace(sight, t_s=sight.t_s + 1000.0) for sight in sights]
    (event,), (other,) = tell_sights(sights).faults(), tell_sights(later).faults()
    assert other.start_s - event.start_s == pytest.approx(1000.0)
    assert other.end_s - event.end_s == pytest.approx(1000.0)
