"""The pacing sound follows the giver's steps, fades as they keep the pace, and never guesses."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from coach.core.landmarks import Side
from coach.core.live.pace import PacedFoot, PaceParams, PaceState, follow_pace, off_point
from coach.core.rules.stands import StandParams, StandState, follow_stand
from coach.core.sight import Contact, Sight
from tests.core.rules.conftest import Story

PARAMS = PaceParams(sound=True)
BOTH = (Side.LEFT, Side.RIGHT)
LAG_S = StandParams().lag_s


@dataclass(frozen=True)
class Heard:
    """A knock, and when."""

    t_s: float
    name: str
    volume: float


def knocks(sights: list[Sight], params: PaceParams = PARAMS, loud: tuple[tuple[float, float], ...] = ()) -> list[Heard]:
    """What is heard of a story; `loud`: from when until when something else sounds."""
    state, heard = PaceState(), []
    stands = [StandState(), StandState()]
    for sight in sights:
        feet = []
        for index, foot in enumerate(sight.feet):
            stands[index], step = follow_stand(StandParams(), stands[index], foot, sight.t_s)
            feet.append(PacedFoot(foot.contact, step))
        quiet = not any(since_s <= sight.t_s < until_s for since_s, until_s in loud)
        state, knock = follow_pace(params, state, (feet[0], feet[1]), sight.t_s, quiet=quiet)
        if knock is not None:
            heard.append(Heard(sight.t_s, knock.tick.id, knock.volume))
    return heard


def standing(fps: float = 12.0) -> Story:
    """Both feet on the back for a while."""
    return Story(fps=fps).on_back().wait(8.0)


def steps(story: Story, *pauses_s: float) -> Story:
    """One foot and then the other, each at its point for so long."""
    for side, pause_s in zip(itertools.cycle(BOTH), pauses_s, strict=False):
        story.step(side, -9.0 if side is Side.LEFT else 9.0, 0.5, pause_s=pause_s)
    return story


def since(story: Story, heard: list[Heard]) -> list[Heard]:
    return [one for one in heard if one.t_s >= story.t_s - 1e-9]


@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
def test_a_foot_that_lands_hears_when_it_may_move_on_and_when_it_is_time(fps: float) -> None:
    story = standing(fps)
    began_s = story.t_s + round(0.75 * fps) / fps  # the foot is down again
    heard = [one for one in knocks(steps(story, 20.0).sights) if one.t_s >= began_s]
    assert [one.name for one in heard] == ["pace_ready", "pace_onwards"], "and then it nags no more"
    assert heard[0].t_s == pytest.approx(began_s + PARAMS.ready_s - LAG_S, abs=1 / fps + 1e-6)
    assert heard[1].t_s == pytest.approx(began_s + PARAMS.onwards_s - LAG_S, abs=1 / fps + 1e-6)


def test_it_follows_and_never_dictates_who_moves_on_hears_nothing_of_that_point_any_more() -> None:
    story = standing()
    began_s = story.t_s
    heard = [one.name for one in knocks(steps(story, 2.0, 2.0, 4.2, 2.0).sights) if one.t_s >= began_s]
    assert heard == ["pace_ready"]


def volumes(heard: list[Heard], from_s: float) -> list[float]:
    return [one.volume for one in heard if one.t_s >= from_s and one.name == "pace_ready"]


def test_it_grows_softer_with_the_share_of_stands_that_keep_the_pace_and_falls_silent() -> None:
    story = standing()
    began_s = story.t_s
    heard = knocks(steps(story, 8.0, *[4.0] * 12).sights)
    found = volumes(heard, began_s)
    assert len(found) == PARAMS.kept_row + 1, "the one that stayed too long, then four that did not, then nothing"
    assert found[0] == 1.0
    assert found[1:] == sorted(found[1:], reverse=True)
    assert PARAMS.softest <= found[-1] < 0.6


def test_one_slip_leaves_the_silence_and_two_end_it_at_full_volume() -> None:
    for slips, back in ((1, False), (2, True)):
        story = steps(standing(), *[4.0] * 6)
        began_s = story.t_s
        pauses_s = [*[8.0] * slips, 4.0, 4.0]
        found = volumes(knocks(steps(story, *pauses_s).sights), began_s)
        assert bool(found) is back
        assert not back or found[0] == 1.0


def test_a_stand_that_is_too_short_goes_wrong_like_one_that_is_too_long() -> None:
    for pause_s in (1.5, 8.0):
        story = steps(standing(), *[4.0] * 6, pause_s, pause_s)
        began_s = story.t_s
        assert volumes(knocks(steps(story, 4.0).sights), began_s)


def test_while_a_foot_is_hidden_nothing_sounds_and_its_stand_counts_as_nothing() -> None:
    story = standing()
    began_s = story.t_s
    story.step(Side.LEFT, -9.0, 0.5, pause_s=1.0).foot(Side.LEFT, Contact.UNKNOWN).wait(6.0)
    assert not volumes(knocks(story.sights), began_s)
    for _ in range(6):  # as long as one that is kept, but unseen
        story.foot(Side.LEFT, Contact.UNKNOWN).wait(4.0).foot(Side.LEFT, Contact.BACK).wait(0.5)
    began_s = story.t_s
    assert volumes(knocks(steps(story, 4.0).sights), began_s) == [1.0]


def test_a_foot_of_which_the_landing_was_not_seen_is_not_paced() -> None:
    story = Story().receiver_alone().walk_up()
    for side in BOTH:
        story.foot(side, Contact.UNKNOWN)
    story.wait(2.0)
    for side in BOTH:
        story.foot(side, Contact.BACK)
    assert not knocks(story.wait(10.0).sights)


def test_while_the_other_foot_is_not_known_nothing_sounds() -> None:
    story = standing()
    began_s = story.t_s
    story.step(Side.LEFT, -9.0, 0.5, pause_s=1.0).foot(Side.RIGHT, Contact.UNKNOWN).wait(5.0)
    assert not [one for one in knocks(story.sights) if one.t_s >= began_s]


def test_it_waits_a_moment_for_silence_and_then_lets_the_knock_go() -> None:
    story = standing()
    landed_s = story.t_s + 0.75 - LAG_S
    steps(story, 8.0)
    ready_s, onwards_s = landed_s + PARAMS.ready_s, landed_s + PARAMS.onwards_s
    a_moment = knocks(story.sights, loud=((ready_s - 1.0, ready_s + 0.2),))
    assert [one.name for one in a_moment][-2:] == ["pace_ready", "pace_onwards"]
    assert a_moment[-2].t_s == pytest.approx(ready_s + 0.2, abs=0.1)
    for_long = [one for one in knocks(story.sights, loud=((ready_s - 1.0, ready_s + 1.0),)) if one.t_s >= landed_s]
    assert [one.name for one in for_long] == ["pace_onwards"]
    all_along = knocks(story.sights, loud=((ready_s - 1.0, onwards_s + 1.0),))
    assert not [one for one in all_along if one.t_s >= landed_s]


def test_a_pause_leaves_the_point_and_keeps_what_was_learnt() -> None:
    state = PaceState(Side.LEFT, 12.0, 1, (True, False), 0, silent=True)
    assert off_point(state) == replace(PaceState(), recent=(True, False), silent=True)


@pytest.mark.parametrize(
    "wrong", [{"ready_s": 4.6}, {"onwards_s": 5.5}, {"wrong": 7}], ids=["ready late", "onwards late", "never back"]
)
def test_thresholds_that_contradict_each_other_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        PaceParams(**wrong)


def any_story(seed: int) -> Iterator[Story]:
    draw = np.random.default_rng(seed)
    story = Story(fps=float(draw.choice([5.0, 12.0, 30.0])))
    for _ in range(40):
        story.foot(BOTH[int(draw.integers(2))], list(Contact)[int(draw.integers(4))])
        story.wait(float(draw.uniform(0.1, 6.0)))
    yield story


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_feet_do_a_landing_brings_two_knocks_at_most_and_never_too_loud(seed: int) -> None:
    for story in any_story(seed):
        heard = knocks(story.sights)
        for one, other in itertools.pairwise(heard):
            assert other.t_s - one.t_s > 0.5
            assert (one.name, other.name) != ("pace_onwards", "pace_onwards") or other.t_s - one.t_s > PARAMS.ready_s
        assert all(PARAMS.softest <= one.volume <= 1.0 for one in heard)
