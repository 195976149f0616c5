"""All eyes together look where they are told, and answer in the picture's own frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from coach.adapters.model_files import checked_models
from coach.app.eyes import CoachEyes
from coach.core.area import Box
from coach.core.follow_look import FollowRequest, Limbs
from coach.core.foot_look import foot_region
from coach.core.landmarks import Landmark, Side
from coach.core.look import Answer, Hints, LookPlan, PictureSize, Region
from coach.core.people.people import PeopleState, plan_people, receiver_sight, update_people
from coach.core.people.posture import PostureParams
from coach.core.people.regions import (
    body_region,
    distance,
    distance_either_way,
    extent_px,
    hip_region,
    hips_middle,
    is_whole,
    shoulders_middle,
)
from coach.core.sight import PersonSight, Seen
from coach.resources import samples_folder

pytestmark = pytest.mark.model


def frame_at(t_s: float) -> NDArray[np.uint8]:
    """A frame of the sample."""
    with av.open(str(samples_folder() / "foot-end.mp4")) as container:
        frame = next(frame for frame in container.decode(video=0) if frame.time is not None and frame.time >= t_s)
        return frame.to_ndarray(format="rgb24")


@pytest.fixture(scope="module")
def picture() -> NDArray[np.uint8]:
    """The giver has come in and stands."""
    return frame_at(5.0)


@pytest.fixture(scope="module")
def eyes() -> Iterator[CoachEyes]:
    with CoachEyes(checked_models()) as open_eyes:
        yield open_eyes


@pytest.fixture(scope="module")
def found(eyes: CoachEyes, picture: NDArray[np.uint8]) -> Answer:
    """The person whom the detector finds in the whole picture."""
    height, width = picture.shape[:2]
    people = eyes.look(picture, LookPlan(find=(Box(0, 0, width, height),))).found
    assert people
    return people[0]


def test_somebody_is_found_in_the_sample(found: Answer, picture: NDArray[np.uint8]) -> None:
    assert found.presence > 0.5
    assert is_whole(found.pose)
    assert extent_px(found.pose) > 0.2 * picture.shape[0]


@pytest.fixture(scope="module")
def receiver(eyes: CoachEyes) -> PersonSight:
    """The whole way: the core plans, the eyes look, until the lying body is known; a told box keeps it short."""
    alone = frame_at(0.0)
    size, hints = PictureSize(alone.shape[1], alone.shape[0]), Hints(receiver_box_px=Box(240, 280, 170, 160))
    state = PeopleState()
    for number in range(8):
        looks = eyes.look(alone, plan_people(state, size, hints, number / 12))
        state = update_people(state, looks, size, hints, number / 12)
    return receiver_sight(state)


def test_the_receiver_is_found_in_the_first_frames_of_the_sample(receiver: PersonSight) -> None:
    assert receiver.seen is Seen.MEASURED
    shoulders, hips = shoulders_middle(receiver.pose.xy_px), hips_middle(receiver.pose.xy_px)
    assert abs(shoulders - [323, 310]).max() < 25
    assert abs(hips - [325, 335]).max() < 25
    assert hips[1] > shoulders[1]


def test_the_lying_person_is_told_from_the_standing_one_and_from_the_other_way_up(
    eyes: CoachEyes, picture: NDArray[np.uint8], found: Answer, receiver: PersonSight
) -> None:
    lying = body_region(receiver.pose)
    upside_down = replace(lying, up_rad=lying.up_rad + np.pi)
    standing = hip_region(found.pose)
    probes = eyes.look(picture, LookPlan(probe=(lying, upside_down, standing))).probe
    trusts = [answer.body.trust for answer in probes if answer.body is not None]
    assert trusts[0] > 0.9
    assert max(trusts[1:]) < 0.5


def test_the_spine_lies_on_the_body_and_the_others_follow_what_was_placed(
    eyes: CoachEyes, picture: NDArray[np.uint8], receiver: PersonSight
) -> None:
    (answer,) = eyes.look(picture, LookPlan(receiver=(body_region(receiver.pose),))).receiver
    assert answer.body is not None
    neck, middle, sacrum = answer.body.spine_px
    xy_px = answer.pose.xy_px
    assert np.linalg.norm(neck - shoulders_middle(xy_px)) < 15
    assert np.linalg.norm(sacrum - hips_middle(xy_px)) < 15
    assert neck[1] < middle[1] < sacrum[1]  # seen from the foot end
    assert (answer.body.spine_sigma_px > 0).all()
    fingers = xy_px[[Landmark.LEFT_INDEX, Landmark.RIGHT_INDEX]]
    assert np.linalg.norm(fingers - xy_px[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]], axis=1).max() < 30
    assert np.isnan(answer.body.sigma_px[Landmark.LEFT_INDEX])


def test_who_lies_on_the_side_is_told_from_who_lies_on_the_front(
    eyes: CoachEyes, picture: NDArray[np.uint8], receiver: PersonSight
) -> None:
    """The picture is a still of tools/make_footage that the network has not learnt."""
    drawn = np.asarray(
        cv2.cvtColor(cv2.imread(str(Path(__file__).parent / "on_side.jpg")), cv2.COLOR_BGR2RGB), np.uint8
    )
    (aside,) = eyes.look(drawn, LookPlan(receiver=(Region(228.0, 313.0, 307.0, 2.09),))).receiver
    (prone,) = eyes.look(picture, LookPlan(receiver=(body_region(receiver.pose),))).receiver
    assert aside.body is not None
    assert prone.body is not None
    assert aside.body.on_side > PostureParams().on_side
    assert prone.body.on_side < 0.5


def test_a_closer_look_agrees_with_the_find(eyes: CoachEyes, picture: NDArray[np.uint8], found: Answer) -> None:
    (closer,) = eyes.look(picture, LookPlan(giver=(hip_region(found.pose),))).giver
    assert closer.presence > 0.5
    assert distance_either_way(closer.pose, found.pose) < 0.06


def test_a_turned_picture_with_a_turned_region_gives_the_turned_body(
    eyes: CoachEyes, picture: NDArray[np.uint8], found: Answer
) -> None:
    region = hip_region(found.pose)
    turned = np.ascontiguousarray(np.rot90(picture, -1))  # clockwise
    height = picture.shape[0]
    other = Region(height - region.y_px, region.x_px, region.size_px, region.up_rad + np.pi / 2)
    (upright,) = eyes.look(picture, LookPlan(giver=(region,))).giver
    (lying,) = eyes.look(turned, LookPlan(giver=(other,))).giver
    expected = np.column_stack([height - upright.pose.xy_px[:, 1], upright.pose.xy_px[:, 0]])
    assert np.abs(lying.pose.xy_px - expected).max() < 0.02 * extent_px(found.pose)


def test_answers_come_in_the_plans_order_whoever_works_on_them(
    eyes: CoachEyes, picture: NDArray[np.uint8], found: Answer
) -> None:
    region = hip_region(found.pose)
    nowhere = Region(5, 5, 20, 0.0)
    probe, on_back = (nowhere, nowhere, region), (nowhere, region, nowhere, nowhere)
    plan = LookPlan(giver=(region,), receiver=(nowhere, region), probe=probe, on_back=on_back)
    looks = eyes.look(picture, plan)
    assert (len(looks.giver), len(looks.receiver), len(looks.probe), len(looks.on_back)) == (1, 2, 3, 4)
    assert distance(looks.on_back[1].pose, looks.giver[0].pose) == 0.0
    assert all(answer.body is None for answer in looks.on_back), "who is on the back is upright"
    assert distance(looks.receiver[1].pose, looks.probe[2].pose) == 0.0
    assert looks.giver[0].body is None
    assert looks.probe[0].presence == looks.probe[1].presence == looks.receiver[0].presence
    assert looks.found == ()


@pytest.mark.parametrize(
    "region",
    [Region(-5000, -5000, 300, 0.3), Region(1e5, 10, 50, -2.0), Region(100, 100, 1e5, 0.0), Region(10, 10, 0.5, 1.0)],
)
def test_a_region_outside_the_picture_or_of_an_odd_size_crashes_nothing(
    eyes: CoachEyes, picture: NDArray[np.uint8], region: Region
) -> None:
    (answer,) = eyes.look(picture, LookPlan(probe=(region,))).probe
    assert np.isfinite(answer.pose.xy_px).all()
    assert 0.0 <= answer.presence <= 1.0


@pytest.mark.parametrize("box", [Box(-500, -500, 100, 100), Box(9999, 0, 50, 50), Box(10, 10, 1, 1), Box(0, 0, 0, 0)])
def test_a_box_without_a_picture_finds_nobody(eyes: CoachEyes, picture: NDArray[np.uint8], box: Box) -> None:
    assert eyes.look(picture, LookPlan(find=(box,))).found == ()


def test_nobody_is_found_in_an_empty_room(eyes: CoachEyes) -> None:
    empty = np.full((240, 320, 3), 120, np.uint8)
    looks = eyes.look(empty, LookPlan(find=(Box(0, 0, 320, 240),), probe=(Region(160, 120, 200, 0.0),)))
    assert looks.found == ()
    assert looks.probe[0].presence < 0.5


def test_both_readings_of_the_feet_are_answered_apart_and_the_right_one_is_surer(
    eyes: CoachEyes, picture: NDArray[np.uint8], found: Answer
) -> None:
    tracked, mixed = (
        tuple(region for side in Side if (region := foot_region(pose, side)))
        for pose in (found.pose, found.pose.flipped())
    )
    looks = eyes.look(picture, LookPlan(feet=tracked, feet_mixed=mixed))
    alone = eyes.look(picture, LookPlan(feet=tracked))
    assert [foot.side for foot in looks.feet] == [foot.side for foot in looks.feet_mixed] == list(Side)
    assert alone.feet_mixed == ()
    for foot, same in zip(looks.feet, alone.feet, strict=True):
        np.testing.assert_array_equal(foot.points_px, same.points_px)
    spread, other = (np.mean([foot.covariance_px2 for foot in feet]) for feet in (looks.feet, looks.feet_mixed))
    assert spread < other


def test_an_empty_plan_costs_nothing_and_answers_nothing(eyes: CoachEyes, picture: NDArray[np.uint8]) -> None:
    looks = eyes.look(picture, LookPlan())
    assert (looks.giver, looks.receiver, looks.found, looks.probe, looks.feet) == ((), (), (), (), ())


def test_closing_twice_is_fine() -> None:
    eyes = CoachEyes(checked_models())
    eyes.close()
    eyes.close()
    two = (Region(32.0, 32.0, 60.0, 0.0),) * 2
    with pytest.raises(RuntimeError, match="shutdown"):
        eyes.look(np.zeros((64, 64, 3), np.uint8), LookPlan(giver=two))


def test_a_new_clip_is_not_compared_with_the_pictures_of_the_last_one() -> None:
    """Both clips ask at the same time of theirs, and the second one is larger."""
    limbs = Limbs(np.array([[[60.0, 60.0], [200.0, 160.0]]]), np.array([30.0]))
    nothing = Limbs(np.empty((0, 2, 2)), np.empty(0))
    request = FollowRequest(1.0, limbs, nothing, np.eye(2, 3))
    squares = np.random.default_rng(3).integers(0, 255, (60, 80, 3), np.uint8)
    picture, larger = (np.ascontiguousarray(squares.repeat(edge, 0).repeat(edge, 1)) for edge in (6, 8))
    with CoachEyes(checked_models()) as eyes:
        first = eyes.look(picture, LookPlan(follow=request)).follow
        eyes.begin()
        second = eyes.look(larger, LookPlan(follow=request)).follow
    assert first is not None
    assert second is not None
    assert len(second.from_px) > 0
    assert np.array_equal(second.from_px, second.to_px), "the first picture of a clip is its own reference"
    assert not np.array_equal(first.from_px[:5], second.from_px[:5])
