"""How the giver is followed: apart from what stands still, as a whole, and never for long in a passer-by's place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from coach.core.body_look import BODY_LANDMARKS, BodyAnswer
from coach.core.geometry.lying_body import spine_points_m
from coach.core.landmarks import LANDMARK_COUNT, Landmark, no_pose
from coach.core.look import Answer, LookPlan, Looks
from coach.core.people.regions import distance_either_way, hips_middle, hips_reach_px, inside
from coach.core.sight import Seen

Set = Callable[..., Any]
FPS = 15


def right(both: Any) -> None:
    """Both people are who they are, in this frame."""
    both.assert_both_right()


def test_while_the_giver_is_followed_the_backdrop_is_learnt_beside_them(film: Set) -> None:
    both = film().run(2.0)

    def beside(now: Any) -> None:
        request = now.plan().backdrop
        assert request is not None
        assert request.learns
        assert request.giver is not None
        assert all(inside(point, request.giver) for point in now.eyes.told.giver(now.eyes.stand).xy_px)

    both.run(1.0, beside)


def test_nothing_is_learnt_of_the_backdrop_for_five_seconds_after_the_giver_was_lost(film: Set) -> None:
    both = film().run(2.0)
    last_s, both.eyes.stand = both.t_s, None
    learnt = [now_s for now_s, learns in learning(both, 8.0) if learns]
    assert last_s + 5.0 <= learnt[0] <= last_s + 6.0
    assert learnt[-1] == both.t_s


def learning(both: Any, seconds: float) -> list[tuple[float, bool]]:
    """For each frame without a giver whether its picture is learnt."""
    told: list[tuple[float, bool]] = []

    def look(now: Any) -> None:
        request = now.plan().backdrop
        assert request is not None
        if request.giver is None:
            told.append((now.t_s, request.learns))

    both.run(seconds, look)
    return told


def test_until_anybody_is_followed_the_whole_picture_is_the_backdrop_once_people_were_looked_for(film: Set) -> None:
    told = [learns for _, learns in learning(film(stand=None), 3.0)]
    assert told == sorted(told)
    assert told[round(0.5 * FPS)]


def sure_of_lying(told: Any) -> BodyAnswer:
    """What the network for lying people says when it is sure."""
    sigma_px = np.full(LANDMARK_COUNT, np.nan)
    sigma_px[list(BODY_LANDMARKS)] = 3.0
    spine_m = spine_points_m(told.scene.shape, told.scene.torso_m)
    return BodyAnswer(0.95, sigma_px, told.scene.camera.project(told.scene.scene_from_body(spine_m)), np.full(3, 3.0))


def test_a_receiver_who_was_followed_as_the_giver_belongs_to_the_backdrop_at_once(film: Set) -> None:
    lying = film("foot end", stand=None)
    look, body = lying.eyes.look, sure_of_lying(lying.eyes.told)
    lying.eyes.look = lambda plan: replace(look(plan), probe=tuple(Answer(no_pose(), 0.0) for _ in plan.probe))
    lying.run(2.0)
    assert distance_either_way(lying.giver.pose, lying.eyes.told.receiver()) < 0.05
    assert lying.state.giver_found
    lying.eyes.look = lambda plan: replace(
        look(plan), probe=tuple(replace(answer, body=body) for answer in look(plan).probe)
    )
    lying.run(4.0)
    assert lying.giver.seen is Seen.LOST
    assert lying.receiver.seen is not Seen.LOST
    assert not lying.state.giver_found
    assert all(learns for _, learns in learning(lying, 0.5))


@pytest.mark.parametrize(("played_down", "more"), [(False, 1.0), (True, 1.25 / 1.1)])
def test_the_giver_is_looked_at_more_widely_once_all_else_is_played_down(
    film: Set, played_down: bool, more: float
) -> None:
    both = film().run(2.0)
    before = both.plan().giver[0]
    look = both.eyes.look
    both.eyes.look = lambda plan: replace(look(plan), played_down=played_down)
    both.run(0.2)
    assert both.plan().giver[0].size_px == pytest.approx(more * before.size_px, rel=1e-3)
    both.eyes.look = look
    both.run(0.2)
    assert both.plan().giver[0].size_px == pytest.approx(before.size_px, rel=1e-3)


def test_a_look_that_loses_the_legs_does_not_make_the_next_one_much_smaller_until_it_lasts(
    film: Set, standing: Set
) -> None:
    both = film(stand=standing()).run(2.0)
    before, truth = both.plan().giver[0], both.eyes.told.giver()
    short = truth.xy_px.copy()
    short[Landmark.LEFT_KNEE :] = (truth.xy_px[Landmark.LEFT_KNEE :] + hips_middle(truth.xy_px)) / 2
    look = both.eyes.look
    legless = Answer(replace(truth, xy_px=short), 0.98)
    both.eyes.look = lambda plan: replace(look(plan), giver=tuple(legless for _ in plan.giver))
    both.run(0.5)
    assert both.giver.seen is Seen.MEASURED
    assert both.plan().giver[0].size_px > 0.75 * before.size_px
    shrunk = hips_reach_px(legless.pose) / hips_reach_px(truth)
    both.run(8.0)
    assert both.plan().giver[0].size_px == pytest.approx(shrunk * before.size_px, rel=0.02)


def on_back(both: Any, seconds: float) -> list[float]:
    """When somebody on the receiver is looked for beside the one who is followed."""
    asked: list[float] = []
    both.run(seconds, lambda now: asked.append(now.t_s) if now.plan().on_back else None)
    return asked


@pytest.mark.parametrize("view", ["head end", "foot end"])
def test_a_passer_by_who_is_followed_away_gives_way_to_the_giver_at_the_next_looks_at_the_back(
    film: Set, standing: Set, view: str
) -> None:
    both = film(view, stand=standing()).run(2.0)
    truth = both.eyes.told.giver()
    both.eyes.passer = standing(left_cm=(31.0, 22.0), right_cm=(49.0, 22.0), on_floor=True)
    both.eyes.giver_presence = 0.1
    both.run(0.1)
    both.eyes.giver_presence, both.eyes.followed = 0.98, "passer"
    both.run(1 / FPS)
    assert both.giver.seen is Seen.MEASURED
    assert distance_either_way(both.giver.pose, truth) > 0.25, "the network has slipped onto the passer-by"
    slipped_s = both.t_s
    for number in range(FPS):
        x_cm = 40.0 + 60.0 * number / FPS
        both.eyes.passer = standing(left_cm=(x_cm - 9, 22.0), right_cm=(x_cm + 9, 22.0), on_floor=True)
        both.run(1 / FPS)
        if distance_either_way(both.giver.pose, truth) < 0.25:
            break
    assert both.t_s - slipped_s <= 0.35
    both.eyes.followed = "giver"
    both.run(2.0, right)


def test_nobody_is_looked_for_on_the_back_while_the_giver_stands_there(film: Set, standing: Set) -> None:
    assert on_back(film(stand=standing()).run(2.0), 5.0) == []


def test_nobody_is_looked_for_on_the_back_before_the_giver_has_been_there(film: Set) -> None:
    assert on_back(film(), 5.0) == []


def test_who_has_stepped_off_is_doubted_eight_times_a_second_at_two_places_in_turn_for_six_seconds(
    film: Set, across: Set
) -> None:
    both = film().run(2.0).walk(1.5, across(89, 0)).run(1.0)
    both.eyes.stand = across(0, 36)(1.0)
    both.eyes.giver_presence = 0.1
    both.run(0.2)
    stood_s = both.t_s - 1 / FPS  # held there till now
    both.eyes.giver_presence = 0.98
    asked = on_back(both, 10.0)
    assert stood_s + 0.1 < asked[0] < stood_s + 0.5
    assert stood_s + 5.5 < asked[-1] < stood_s + 6.0
    assert 0.12 - 1e-9 <= np.diff(asked).min() <= np.diff(asked).max() < 0.12 + 1.5 / FPS


@pytest.mark.parametrize("view", ["head end", "foot end"])
@pytest.mark.parametrize("presence", [0.95, 1.0])
def test_a_giver_who_steps_off_and_walks_away_is_not_replaced_by_the_receiver(
    film: Set, across: Set, view: str, presence: float
) -> None:
    """The looks at the back show the receiver, and the network is sure of somebody there."""
    both = film(view).run(2.0).walk(1.5, across(89, 0)).run(1.0)
    look, lying = both.eyes.look, Answer(both.eyes.told.receiver(), presence)
    shown: list[int] = []

    def with_the_receiver(plan: LookPlan) -> Looks:
        shown.append(len(plan.on_back))
        return replace(look(plan), on_back=tuple(lying for _ in plan.on_back))

    both.eyes.look = with_the_receiver
    both.walk(1.5, across(0, 89), right).run(2.0, right)
    assert sum(shown) > 0
