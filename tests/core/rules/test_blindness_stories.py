"""Blind for a second is spoken, with what is missing: from the first picture without it to the sound that tells it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from coach.core.cues import CueParams, SpokenCue, begin_cues, give_cue
from coach.core.findings import Rule
from coach.core.rules.judge import RulesParams, begin_rules, judge
from coach.core.sight import Contact, Seen, Sight, Support, Technique, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view.states import PLACE_RULES

Begin = Callable[..., Any]

LOST = {
    "cannot_see_receiver": {"receiver": Seen.LOST, "back": Seen.LOST},
    "cannot_see_you": {"giver": Seen.LOST},
    "cannot_see_back": {"back": Seen.LOST},
    "nobody_in_view": {"receiver": Seen.LOST, "back": Seen.LOST, "giver": Seen.LOST},
}
THERE = {"receiver": Seen.MEASURED, "back": Seen.MEASURED, "giver": Seen.MEASURED}
FPS = [30.0, 10.0]  # the ends of the range: what holds at both is no matter of the rate


def cues_of(sights: list[Sight]) -> list[SpokenCue]:
    """What is said of not seeing."""
    rules, cues, said = begin_rules(), begin_cues(), []
    for sight in sights:
        rules, findings = judge(RulesParams(), rules, sight)
        cues, started, _ = give_cue(CueParams(), cues, findings)
        said += [] if started is None else [started]
    return [cue for cue in said if cue.rule.value == "not_seen"]


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("cue", LOST)
def test_who_or_what_is_lost_on_the_back_is_told_within_a_second(story: Begin, cue: str, fps: float) -> None:
    session = story(fps=fps).on_back()
    lost_s = session.t_s
    said = cues_of(session.set(**LOST[cue]).wait(4.0).sights)
    assert [one.cue for one in said] == [cue]
    assert said[0].t_s - lost_s <= 1.0 + 1 / fps


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("cue", ["cannot_see_receiver", "cannot_see_you", "nobody_in_view"])
def test_who_is_lost_a_step_off_the_back_is_told_within_a_second(story: Begin, cue: str, fps: float) -> None:
    session = story(fps=fps).on_back().step_down()
    lost_s = session.t_s
    said = cues_of(session.set(**LOST[cue]).wait(4.0).sights)
    assert [one.cue for one in said] == [cue]
    assert said[0].t_s - lost_s <= 1.0 + 1 / fps


@pytest.mark.parametrize("fps", FPS)
def test_the_second_begins_with_the_first_look_that_misses_the_giver(story: Begin, fps: float) -> None:
    """The tracker keeps a giver's place for half a second before it calls them lost: that is blindness already."""
    session = story(fps=fps).on_back()
    lost_s = session.t_s
    for side in session.contacts:
        session.foot(side, Contact.UNKNOWN)
    session.set(giver=Seen.HELD).hands(Support.UNKNOWN, Support.UNKNOWN).wait(0.5).set(giver=Seen.LOST).wait(4.0)
    said = cues_of(session.sights)
    assert [one.cue for one in said] == ["cannot_see_you"]
    assert said[0].t_s - lost_s <= 1.0 + 1 / fps


@pytest.mark.parametrize("fps", FPS)
def test_the_second_begins_with_the_first_look_that_does_not_vouch_for_a_hidden_receiver(
    story: Begin, fps: float
) -> None:
    """The place is kept for a second before the back is called lost: that is blindness already."""
    session = story(fps=fps).on_back().set(receiver=Seen.HELD, back=Seen.HELD).wait(2.0)
    lost_s = session.t_s
    session.set(doubted=True).wait(1.0).set(receiver=Seen.LOST, back=Seen.LOST, doubted=False).wait(3.0)
    said = cues_of(session.sights)
    assert [one.cue for one in said] == ["cannot_see_receiver"]
    assert said[0].t_s - lost_s <= 1.0 + 1 / fps


@pytest.mark.parametrize("fps", FPS)
def test_while_nothing_vouches_for_the_back_no_place_on_it_is_called_ok(story: Begin, fps: float) -> None:
    session = story(fps=fps).on_back().set(receiver=Seen.HELD, back=Seen.HELD).wait(1.0)
    known_s = session.t_s
    session.set(doubted=True).wait(0.7)
    state, known, doubted = begin_rules(), set(), set()
    for sight in session.sights:
        state, findings = judge(RulesParams(), state, sight)
        places = {j.verdict for j in findings.judgements if j.rule in PLACE_RULES}
        if sight.t_s > known_s - 0.5:
            (doubted if sight.receiver.doubted else known).update(places)
    assert (known, doubted) == ({Verdict.OK}, {Verdict.UNKNOWN})


@pytest.mark.parametrize("fps", FPS)
def test_a_still_receiver_hidden_by_the_giver_is_not_called_unseen(story: Begin, fps: float) -> None:
    session = story(fps=fps).on_back().set(receiver=Seen.HELD, back=Seen.HELD)
    for _ in range(12):
        session.wait(1.0).set(doubted=True).wait(0.2).set(doubted=False)
    assert cues_of(session.sights) == []


FLICKER_FPS = [*FPS, 5.0]


def flickering(session: Any, cue: str, seen: int, missed: int, times: int) -> Any:
    """So many pictures seen and missed in turn, missed ones first."""
    for _ in range(times):
        session.set(**LOST[cue]).wait(missed / session.fps).set(**THERE).wait(seen / session.fps)
    return session


@pytest.mark.parametrize("fps", FLICKER_FPS)
@pytest.mark.parametrize("cue", LOST)
def test_one_good_picture_in_ten_is_no_sight(story: Begin, cue: str, fps: float) -> None:
    session = story(fps=fps).on_back()
    lost_s = session.t_s
    said = cues_of(flickering(session, cue, 1, 9, 8).sights)
    assert {one.cue for one in said} == {cue}
    assert said[0].t_s - lost_s <= 1.0 + 1 / fps
    told = session.tell()
    assert len([event for event in told.events if event.rule is Rule.NOT_SEEN]) == 1


@pytest.mark.parametrize("fps", FLICKER_FPS)
@pytest.mark.parametrize("cue", LOST)
def test_every_other_picture_is_sight_enough(story: Begin, cue: str, fps: float) -> None:
    assert cues_of(flickering(story(fps=fps).on_back(), cue, 1, 1, 60).sights) == []


@pytest.mark.parametrize("fps", FLICKER_FPS)
def test_feet_seen_in_one_picture_of_ten_are_not_seen(story: Begin, fps: float) -> None:
    session = story(fps=fps).on_back()
    for _ in range(12):
        for contact, frames in ((Contact.UNKNOWN, 9), (Contact.BACK, 1)):
            for side in session.contacts:
                session.foot(side, contact)
            session.wait(frames / fps)
    assert "cannot_see_feet" in {one.cue for one in cues_of(session.sights)}


@pytest.mark.parametrize("fps", FPS)
def test_a_view_that_cannot_tell_is_told_within_a_second(story: Begin, fps: float) -> None:
    session = story(fps=fps).on_back()
    lost_s = session.t_s
    said = cues_of(session.set(view=ViewVerdict.CANNOT_JUDGE_FEET).wait(4.0).sights)
    assert [one.cue for one in said] == ["move_the_camera"]
    assert said[0].t_s - lost_s <= 1.0 + 1.5 / fps


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("cue", LOST)
def test_a_person_or_back_that_flickers_is_no_news(story: Begin, cue: str, fps: float) -> None:
    session = story(fps=fps).on_back()
    for _ in range(20):
        session.set(**LOST[cue]).wait(0.5).set(**THERE).wait(0.5)
    assert cues_of(session.sights) == []


@pytest.mark.parametrize("cue", LOST)
def test_one_lucky_picture_in_a_long_loss_is_not_told_as_a_new_one(story: Begin, cue: str) -> None:
    session = story(fps=15.0).on_back()
    for _ in range(8):
        session.set(**LOST[cue]).wait(1.8).set(**THERE).wait(0.2)
    said = cues_of(session.sights)
    assert len(said) == 1


def test_somebody_who_comes_and_goes_is_not_chattered_about(story: Begin) -> None:
    session = story(fps=15.0).on_back()
    for _ in range(20):
        session.set(giver=Seen.LOST).wait(1.5).set(giver=Seen.MEASURED).wait(1.5)
    said = cues_of(session.sights)
    assert 2 <= len(said) <= 10
    pauses_s = [after.t_s - before.end_s for before, after in itertools.pairwise(said)]
    assert min(pauses_s) >= CueParams().pause_loss_s


@pytest.mark.parametrize("fps", FPS)
def test_feet_and_hands_that_a_step_or_two_hides_are_no_news_and_what_stays_hidden_is(story: Begin, fps: float) -> None:
    session = story(fps=fps).on_back()
    for side in session.contacts:
        session.foot(side, Contact.UNKNOWN)
    session.wait(2.5)
    assert cues_of(session.sights) == []
    said = cues_of(session.wait(2.0).sights)
    assert [one.cue for one in said] == ["cannot_see_feet"]


@pytest.mark.parametrize("fps", FPS)
def test_people_who_lay_things_out_have_three_seconds(story: Begin, fps: float) -> None:
    session = story(fps=fps).set(receiver=Seen.LOST, back=Seen.LOST).receiver_alone(2.8)
    assert cues_of(session.sights) == []
    assert [one.cue for one in cues_of(session.wait(1.0).sights)] == ["nobody_in_view"]


def test_a_receiver_who_is_not_there_yet_is_not_asked_for_while_the_giver_is_far(story: Begin) -> None:
    session = story(fps=15.0).set(receiver=Seen.LOST, back=Seen.LOST).walk_up(2.8)
    session.sights = [
        replace(sight, receiver=replace(sight.receiver, pose=replace(sight.receiver.pose, xy_px=far)))
        for sight in session.sights
        for far in [sight.receiver.pose.xy_px + 3000.0]
    ]
    assert cues_of(session.sights) == []


@pytest.mark.parametrize("fps", FLICKER_FPS)
def test_a_giver_of_a_few_pictures_is_nobody_to_be_missed(story: Begin, fps: float) -> None:
    """The one who lies passes for a giver before the receiver is known, or a body is seen where none is."""
    session = story(fps=fps).receiver_alone(1.0)
    for _ in range(3):
        session.set(giver=Seen.MEASURED, technique=Technique.UNKNOWN).wait(0.25)
        session.set(giver=Seen.HELD).wait(0.5).set(giver=Seen.LOST, technique=Technique.NONE).wait(1.5)
    assert cues_of(session.sights) == []


@pytest.mark.parametrize("fps", FLICKER_FPS)
def test_who_was_on_the_back_for_half_a_second_is_missed(story: Begin, fps: float) -> None:
    """A session may begin with the giver on the back already."""
    session = story(fps=fps).on_back()
    first_s = session.t_s
    sights = session.wait(0.6).set(giver=Seen.LOST).wait(3.0).sights
    said = cues_of([sight for sight in sights if sight.t_s >= first_s])
    assert [one.cue for one in said] == ["cannot_see_you"]
