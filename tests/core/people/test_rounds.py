"""A clip waits until whoever is not known is found: the search goes on at the same picture, and it comes to an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.body_look import FoldedAnswer
from coach.core.landmarks import Pose
from coach.core.look import Answer, Hints, LookPlan, Looks, PictureSize
from coach.core.people.people import PeopleState, plan_people, update_people
from coach.core.people.regions import distance, extent_px
from coach.core.people.rounds import Rounds, begin_rounds, fold_round, plan_round

Set = Callable[..., Any]
SIZE = PictureSize(1280, 960)
NOBODY = PeopleState()


def search(
    look: Callable[[LookPlan], Looks], people: PeopleState = NOBODY, t_s: float = 0.0, hints: Hints | None = None
) -> tuple[Rounds, list[LookPlan]]:
    """All rounds on one picture, and what they asked."""
    rounds, plans = begin_rounds(people, SIZE, hints or Hints()), list[LookPlan]()
    while (plan := plan_round(rounds, t_s)) is not None:
        assert len(plans) < 30, "the search does not end"
        plans.append(plan)
        rounds = fold_round(rounds, look(plan), t_s)
    return rounds, plans


def misplaced(eyes: Any, parts_off: tuple[float, ...], folded: FoldedAnswer | None = None) -> Callable[..., Looks]:
    """These eyes, whose first looks at the giver err by such parts of the giver's extent; the last is repeated."""
    told = eyes.told.giver(eyes.stand)
    taken = list[LookPlan]()

    def look(plan: LookPlan) -> Looks:
        looks = eyes.look(plan)
        if not plan.giver:
            return looks
        taken.append(plan)
        off = parts_off[min(len(taken), len(parts_off)) - 1] * extent_px(told)
        answer = Answer(Pose(told.xy_px + np.array([off, 0.0]), told.visibility), 0.98, folded=folded)
        return replace(looks, giver=(answer,) * len(plan.giver), found=())

    return look


@pytest.mark.parametrize("detector", [("receiver", "giver"), ("giver", "receiver"), ("receiver",)])
def test_a_giver_on_the_back_and_the_receiver_are_found_on_the_first_picture(
    eyes: Set, stage: Set, standing: Set, view: str, detector: tuple[str, ...]
) -> None:
    both = eyes(stage(view), standing(), detector=detector)
    people = search(both.look)[0].people
    assert people.receiver.body is not None
    assert distance(people.receiver.body.pose, both.told.receiver()) < 0.03
    assert people.giver.pose is not None
    assert distance(people.giver.pose, both.told.giver(both.stand)) < 0.01


def test_the_frame_goes_on_where_its_search_has_ended(eyes: Set, stage: Set, standing: Set) -> None:
    both = eyes(stage(), standing())
    people = search(both.look)[0].people
    looks = both.look(plan_people(people, SIZE, Hints(), 0.0))
    after = update_people(people, looks, SIZE, Hints(), 0.0)
    assert after.receiver.body is not None
    assert after.receiver.looks  # it is measured in the same frame
    assert after.giver.pose is not None
    assert after.giver_found


def test_whose_first_look_was_far_off_is_looked_at_until_it_no_longer_moves(
    eyes: Set, stage: Set, standing: Set
) -> None:
    both = eyes(stage(), standing())
    rounds, plans = search(misplaced(both, (0.3, 0.12, 0.03, 0.0)))
    assert rounds.people.giver.pose is not None
    assert distance(rounds.people.giver.pose, both.told.giver(both.stand)) < 1e-6
    assert sum(bool(plan.giver) for plan in plans) == 5


def test_a_look_that_never_rests_ends_all_the_same(eyes: Set, stage: Set, standing: Set) -> None:
    both = eyes(stage(), standing())
    restless = tuple(0.2 * (k % 2) for k in range(40))
    _, plans = search(misplaced(both, restless))
    assert 3 < sum(bool(plan.giver) for plan in plans) < 10


def test_a_receiver_whom_only_the_whole_pictures_search_finds_is_found_on_it_too(
    eyes: Set, stage: Set, view: str
) -> None:
    alone = eyes(stage(view), detector=())
    rounds, plans = search(alone.look)
    assert rounds.people.receiver.body is not None
    assert distance(rounds.people.receiver.body.pose, alone.told.receiver()) < 0.03
    assert max(len(plan.probe) for plan in plans) > 100


@pytest.mark.parametrize(("kneels", "sits"), [(0.95, 0.02), (0.02, 0.95)])
def test_folded_legs_are_believed_before_the_first_frame_is_judged(
    eyes: Set, stage: Set, standing: Set, kneels: float, sits: float
) -> None:
    both = eyes(stage(), standing())
    pose = both.told.giver(both.stand)
    told = FoldedAnswer(1.0, kneels, sits, pose, np.full(33, 2.0))
    legs = search(misplaced(both, (0.0,), told))[0].people.giver.legs
    assert legs.folded
    assert (legs.kneels > legs.sits) is (kneels > sits)


def test_legs_that_are_straight_are_not_believed_to_be_folded(eyes: Set, stage: Set, standing: Set) -> None:
    both = eyes(stage(), standing())
    told = FoldedAnswer(1.0, 0.1, 0.05, both.told.giver(both.stand), np.full(33, 2.0))
    rounds, _ = search(misplaced(both, (0.0,), told))
    assert not rounds.people.giver.legs.folded


def test_a_look_that_fails_leaves_what_the_one_before_has_found(eyes: Set, stage: Set, standing: Set) -> None:
    both = eyes(stage(), standing())
    right = misplaced(both, (0.3, 0.3))
    taken = list[LookPlan]()

    def look(plan: LookPlan) -> Looks:
        taken.append(plan)
        both.giver_presence = 0.98
        looks = right(plan)
        poor = len([one for one in taken if one.giver]) > 1
        return replace(looks, giver=tuple(replace(one, presence=0.2) for one in looks.giver)) if poor else looks

    pose = search(look)[0].people.giver.pose
    assert pose is not None
    assert distance(pose, both.told.giver(both.stand)) > 0.2


def test_where_nobody_is_the_whole_picture_is_searched_once_and_that_is_all(eyes: Set, stage: Set) -> None:
    empty = eyes(stage(), receiver_there=False)
    rounds, plans = search(empty.look)
    assert rounds.people.receiver.body is None
    assert [len(plan.probe) > 100 for plan in plans].count(True) == 1
    again, plans = search(empty.look, rounds.people, t_s=0.1)
    assert not plans
    assert again.people == rounds.people
    _, plans = search(empty.look, rounds.people, t_s=1.0)
    assert all(len(plan.probe) < 100 for plan in plans)


def test_a_receiver_who_lies_alone_is_found_and_no_giver_is_made_up(eyes: Set, stage: Set, view: str) -> None:
    people = search(eyes(stage(view)).look)[0].people
    assert people.receiver.body is not None
    assert people.giver.pose is None


def test_who_is_known_is_not_searched_for(eyes: Set, stage: Set, standing: Set) -> None:
    both = eyes(stage(), standing())
    rounds, _ = search(both.look)
    people = update_people(rounds.people, both.look(plan_people(rounds.people, SIZE, Hints(), 0.0)), SIZE, Hints(), 0.0)
    assert plan_round(begin_rounds(people, SIZE, Hints()), 0.1) is None
