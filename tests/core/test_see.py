"""The sight as one fold: a whole scene is seen in centimetres, an empty one is unknown throughout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core import session
from coach.core.area import Box
from coach.core.body_look import BODY_LANDMARKS, BodyAnswer
from coach.core.follow_look import FollowAnswer, FollowRequest
from coach.core.foot_look import foot_region
from coach.core.geometry.ground_move import GroundMove, moved_scene
from coach.core.geometry.lying_body import spine_points_m
from coach.core.geometry.scene import Scene
from coach.core.landmarks import LANDMARK_COUNT, Landmark, Pose, Side, no_pose
from coach.core.look import Answer, Hints, Looks, PictureSize
from coach.core.see import SightParams, SightState, begin_sight, plan_sight, see, settle_sight
from coach.core.session import SessionParams
from coach.core.sight import Contact, ReceiverActivity, Seen, Sight, Support, Technique, ViewVerdict

Set = Callable[..., Any]
PARAMS = SightParams()
SIZE = PictureSize(1280, 960)


def watch(eyes: Any, seconds: float, fps: int = 15, hints: Hints | None = None) -> tuple[SightState, list[Sight]]:
    state, sights = begin_sight(SIZE, hints or Hints()), []
    for number in range(round(seconds * fps)):
        state, sight = see(PARAMS, state, eyes.look(plan_sight(state, number / fps)), number / fps)
        state = settle_sight(state)
        sights.append(sight)
    return state, sights


def assert_nothing_known(sight: Sight) -> None:
    assert sight.receiver.seen is Seen.LOST
    assert sight.giver.seen is Seen.LOST
    assert sight.back.seen is Seen.LOST
    assert sight.back.view is ViewVerdict.UNKNOWN
    assert np.isnan(sight.back.spine_px).all()
    assert {foot.contact for foot in sight.feet} == {Contact.UNKNOWN}
    assert {hand.support for hand in sight.hands} == {Support.UNKNOWN}
    assert sight.technique in (Technique.NONE, Technique.UNKNOWN)
    assert sight.receiver_activity is ReceiverActivity.UNKNOWN


def test_five_seconds_of_nothing_raise_nothing_and_everything_stays_unknown() -> None:
    state = begin_sight(SIZE, Hints())
    for number in range(150):
        plan_sight(state, number / 30)
        state, sight = see(PARAMS, state, Looks(), number / 30)
        state = settle_sight(state)
        assert sight.t_s == number / 30
        assert_nothing_known(sight)


def test_a_giver_who_stands_on_the_back_is_seen_where_they_stand(
    stage: Set, standing: Set, eyes: Set, view: str
) -> None:
    told = stage(view)
    _, sights = watch(eyes(told, standing(left_cm=(-8.0, 20.0), right_cm=(10.0, 24.0))), 6.0)
    last = sights[-1]
    assert (last.receiver.seen, last.giver.seen) != (Seen.LOST, Seen.LOST)
    assert {foot.contact for foot in last.feet} == {Contact.BACK}
    assert last.technique is Technique.STANDING
    assert last.back.sigma_cm < 10
    for foot, true_cm in zip(last.feet, (-8.0, 10.0), strict=True):
        assert abs(foot.offset_cm - true_cm) < 3 * foot.sigma_cm
    left, right = last.feet
    assert right.offset_cm - left.offset_cm == pytest.approx(18.0, abs=3.0)


def test_the_palms_of_a_giver_who_sits_on_the_receiver_are_placed_on_the_back(
    stage: Set, standing: Set, eyes: Set
) -> None:
    sits = standing(
        (-30.0, 45.0), (30.0, 45.0), hips_m=0.12, left_hand_m=(0.09, 0.36, 0.03), right_hand_m=(0.0, 0.36, 0.03)
    )
    _, sights = watch(eyes(stage(), sits), 6.0)
    assert sights[-1].technique is Technique.SEATED
    for hand, true_cm in zip(sights[-1].hands, (-9.0, 0.0), strict=True):
        assert hand.press is not None
        assert hand.press.contact is Contact.BACK
        assert abs(hand.press.offset_cm - true_cm) < 3 * hand.press.sigma_cm


def test_of_a_giver_who_stands_no_palm_is_asked_for(stage: Set, standing: Set, eyes: Set) -> None:
    stands = standing(left_hand_m=(0.0, 0.3, 0.05), right_hand_m=(0.0, 0.3, 0.05))
    _, sights = watch(eyes(stage(), stands), 4.0)
    assert sights[-1].technique is Technique.STANDING
    assert [hand.press for hand in sights[-1].hands] == [None, None]


@pytest.mark.parametrize(("on_side", "known"), [(0.1, True), (0.9, False), (float("nan"), True)])
def test_of_a_receiver_who_lies_on_the_side_no_place_of_the_back_is_known(
    stage: Set, standing: Set, eyes: Set, on_side: float, known: bool
) -> None:
    """Measured while alone; the giver steps on anyway, and nothing that stands there is ever ok."""
    seen = eyes(stage(), None)
    state, sights = begin_sight(SIZE, Hints()), []
    for number in range(90):
        if number == 45:
            seen.stand = standing()
        looks = seen.look(plan_sight(state, number / 15))
        told = tuple(replace(one, body=_of_lying(seen.told, on_side)) for one in looks.receiver)
        state, sight = see(PARAMS, state, replace(looks, receiver=told), number / 15)
        state = settle_sight(state)
        sights.append(sight)
    for sight in (sights[40], sights[-1]):
        assert sight.receiver.seen is not Seen.LOST
        assert (sight.back.seen is not Seen.LOST) is known
        assert bool(np.isfinite(sight.back.spine_px).all()) is known
    contacts = {foot.contact for foot in sights[-1].feet}
    assert contacts == ({Contact.BACK} if known else {Contact.UNKNOWN})


def test_who_turns_over_in_place_is_measured_anew(stage: Set, eyes: Set) -> None:
    """The joints stay where they were, so no look contradicts them; only what lies there is another side of them."""
    seen = eyes(stage(), None)
    state, sights = begin_sight(SIZE, Hints()), []
    for number in range(120):
        looks = seen.look(plan_sight(state, number / 15))
        told = tuple(replace(one, body=_of_lying(seen.told, 0.9 if number < 45 else 0.1)) for one in looks.receiver)
        state, sight = see(PARAMS, state, replace(looks, receiver=told), number / 15)
        state = settle_sight(state)
        sights.append(sight)
    assert sights[44].back.seen is Seen.LOST
    assert sights[-1].back.seen is not Seen.LOST


def _of_lying(told: Any, on_side: float) -> BodyAnswer:
    """What the networks say of the body that they are sure of."""
    sigma_px = np.full(LANDMARK_COUNT, np.nan)
    sigma_px[list(BODY_LANDMARKS)] = 3.0
    spine_m = told.scene.scene_from_body(spine_points_m(told.scene.shape, told.scene.torso_m))
    return BodyAnswer(0.95, sigma_px, told.scene.camera.project(spine_m), np.full(3, 3.0), on_side)


def test_the_spine_in_the_picture_is_the_true_one(stage: Set, standing: Set, eyes: Set, view: str) -> None:
    told = stage(view)
    _, sights = watch(eyes(told, standing()), 6.0)
    back = sights[-1].back
    seen_cm = told.scene.back_from_image(back.spine_px, 0.0)
    assert np.abs(seen_cm[:, 0]).max() < 3.0
    assert back.torso_cm == pytest.approx(100 * told.scene.torso_m)
    assert back.view is not ViewVerdict.UNKNOWN


def test_a_giver_beside_the_receiver_has_no_technique(stage: Set, standing: Set, eyes: Set) -> None:
    beside = standing(left_cm=(80.0, 25.0), right_cm=(98.0, 25.0), on_floor=True)
    _, sights = watch(eyes(stage(), beside), 4.0)
    assert {foot.contact for foot in sights[-1].feet} == {Contact.FLOOR}
    assert sights[-1].technique is Technique.NONE


def test_feet_are_asked_for_only_when_a_giver_is_known(stage: Set, standing: Set, eyes: Set) -> None:
    both = eyes(stage(), standing())
    state = begin_sight(SIZE, Hints())
    for number in range(30):
        plan = plan_sight(state, number / 15)
        known = state.people.giver.pose is not None
        assert [region.side for region in plan.feet] == (list(Side) if known else [])
        state, _ = see(PARAMS, state, both.look(plan), number / 15)
        state = settle_sight(state)
    assert known


def test_a_foot_is_asked_for_around_the_foot(stage: Set) -> None:
    giver = stage().giver()
    for row, side in enumerate(Side):
        region = foot_region(giver, side)
        assert region is not None
        for landmark in (Landmark.LEFT_ANKLE, Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX):
            offset = np.abs(giver.xy_px[landmark + row] - [region.x_px, region.y_px])
            assert offset.max() < region.size_px / 2


@pytest.mark.parametrize("landmark", [Landmark.LEFT_KNEE, Landmark.RIGHT_HEEL])
def test_a_pose_with_a_hole_in_the_legs_asks_for_no_foot(stage: Set, landmark: Landmark) -> None:
    giver = stage().giver()
    giver.xy_px[landmark] = np.nan
    assert [foot_region(giver, side) for side in Side] == [None, None]


def test_a_marked_support_is_there_from_the_first_frame(stage: Set, standing: Set, eyes: Set) -> None:
    hints = Hints(support_boxes_px=(Box(10, 20, 30, 40),))
    _, sights = watch(eyes(stage(), standing()), 0.2, hints=hints)
    assert sights[0].supports[0].marked
    assert sights[0].supports[0].box_px.tolist() == [10, 20, 30, 40]


@pytest.mark.parametrize("height_m", [1.50, 1.80])
def test_a_told_height_scales_the_back(stage: Set, eyes: Set, height_m: float) -> None:
    _, sights = watch(eyes(stage()), 1.0, hints=Hints(receiver_height_m=height_m))
    back = sights[-1].back
    assert back.seen is Seen.MEASURED
    assert back.torso_cm == pytest.approx(28.8 * height_m)


people = st.sampled_from(["receiver", "giver", "blank", "holed", "nothing"])


@settings(max_examples=15, deadline=None)
@given(
    frames=st.lists(
        st.tuples(st.floats(0.01, 0.5), people, people, people, people, st.floats(0, 1)), min_size=5, max_size=40
    )
)
def test_whatever_the_eyes_answer_nothing_raises(
    stage: Set, frames: list[tuple[float, str, str, str, str, float]]
) -> None:
    told = stage()
    holed = told.giver()
    holed.xy_px[5:20] = np.nan
    poses: dict[str, Pose] = {"receiver": told.receiver(), "giver": told.giver(), "blank": no_pose(), "holed": holed}

    def answers(name: str, presence: float, count: int) -> tuple[Answer, ...]:
        return (Answer(poses[name], presence),) * count if name in poses else ()

    state, t_s = begin_sight(SIZE, Hints()), 0.0
    for seconds, giver, receiver, found, probe, presence in frames:
        plan = plan_sight(state, t_s)
        looks = Looks(
            answers(giver, presence, len(plan.giver)),
            answers(receiver, presence, len(plan.receiver)),
            answers(found, presence, 2),
            answers(probe, presence, len(plan.probe)),
            told.feet()[: len(plan.feet)],
        )
        state, sight = see(PARAMS, state, looks, t_s)
        state = settle_sight(state)
        assert [foot.side for foot in sight.feet] == list(Side)
        t_s += seconds


@dataclass
class ShiftingTexture:
    """Points of the receiver's clothes; the first picture asked for is the reference."""

    told: Any
    slide_m: float = 0.0

    def scene(self, slide_m: float | None = None) -> Scene:
        """The scene as it is now, or slid by so much."""
        return moved_scene(self.told.scene, GroundMove(self.slide_m if slide_m is None else slide_m))

    def look(self, request: FollowRequest | None) -> FollowAnswer | None:
        if request is None:
            return None
        chance = np.random.default_rng(1)
        body_m = np.column_stack([chance.uniform(-0.15, 0.15, 60), chance.uniform(-0.7, 0.45, 60), np.full(60, 0.03)])
        before, now = self.scene(0.0), self.scene()
        from_px = before.camera.project(before.scene_from_body(body_m))
        to_px = now.camera.project(now.scene_from_body(body_m))
        return FollowAnswer(request.reference_s, from_px, to_px, 1.0)


def test_the_back_goes_along_with_a_body_that_shifts_under_the_giver(stage: Set, standing: Set, eyes: Set) -> None:
    lying = stage("oblique")
    look = eyes(lying, stand=standing(left_cm=(80.0, 25.0), right_cm=(98.0, 25.0), on_floor=True))
    texture = ShiftingTexture(lying)
    state = begin_sight(SIZE, Hints())
    sight: Sight | None = None
    for number in range(12 * 15):
        t_s = number / 15
        if t_s >= 4:
            look.stand = standing()
        if t_s >= 7:
            texture.slide_m = 0.06
        plan = plan_sight(state, t_s)
        looks = replace(look.look(plan), follow=texture.look(plan.follow))
        state, sight = see(PARAMS, state, looks, t_s)
        state = settle_sight(state)
        if t_s < 7:
            assert not state.people.receiver.follow.has_moved
    assert sight is not None
    assert sight.back.seen is Seen.HELD
    moved = texture.scene().spine_px()
    before = lying.scene.spine_px()
    assert np.linalg.norm(sight.back.spine_px - moved) < 0.5 * np.linalg.norm(moved - before)
    assert state.view is not None
    assert sight.back.sigma_cm > state.view.sigma_cm


@pytest.mark.parametrize("fps", [12, 30])
def test_a_receiver_hidden_under_the_giver_is_told_as_unseen_within_a_second_of_the_first_look_that_misses_them(
    stage: Set, standing: Set, eyes: Set, fps: int
) -> None:
    """Through the whole fold: texture, sight, rules, cue. The geometry goes on until the place is given up."""
    lying = stage("oblique")
    look = eyes(lying, stand=standing(left_cm=(80.0, 25.0), right_cm=(98.0, 25.0), on_floor=True))
    texture, params = ShiftingTexture(lying), SessionParams()
    state, hidden_s, missed_s, told_s = session.begin(params, SIZE, Hints()), 8.0, float("nan"), float("nan")
    for number in range(10 * fps):
        t_s = number / fps
        look.stand = standing() if t_s >= 4 else look.stand
        plan = session.plan(params, state, t_s)
        follow = texture.look(plan.follow)
        if follow is not None and t_s >= hidden_s:
            follow = replace(follow, to_px=np.full_like(follow.to_px, np.nan))
            missed_s = t_s if np.isnan(missed_s) else missed_s
        before = state.cues.running
        state, moment = session.step(params, state, replace(look.look(plan), follow=follow), t_s)
        receiver = moment.sight.receiver
        if t_s >= 5:
            assert (receiver.doubted or receiver.seen is Seen.LOST) == (t_s >= missed_s)
            assert np.isfinite(moment.sight.back.spine_px).all() == (receiver.seen is Seen.HELD)
            assert receiver.seen is Seen.HELD or t_s >= missed_s + 1.0 - 1e-6
        running = state.cues.running
        if running is not before and running is not None and running.cue == "cannot_see_receiver":
            told_s = t_s if np.isnan(told_s) else told_s
    assert missed_s - hidden_s <= 0.2 + 1 / fps
    assert told_s - missed_s <= 1.0 + 1 / fps
