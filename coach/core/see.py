"""The sight: from the eyes' answers to everything that is seen in one frame, as one pure step.

people → scene → technique → feet → hands → receiver's activity. The next frame's plan depends on the people alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from coach.core.foot_look import FootAnswer, FootPoint, FootRegion, foot_region
from coach.core.geometry.camera_place import camera_place
from coach.core.geometry.feet import FeetLook, FeetParams, FeetState, unseen_foot, update_feet
from coach.core.geometry.lying_body import TEMPLATE_JOINTS
from coach.core.geometry.measure_scene import SceneState, settle_scene, update_scene
from coach.core.geometry.over_back import sits_on
from coach.core.geometry.palms import elsewhere, place_palm
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.geometry.view_quality import ViewQuality, shifted_view, view_quality
from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose
from coach.core.look import Hints, LookPlan, Looks, PictureSize
from coach.core.marker_look import MarkerState, asks_markers, update_markers
from coach.core.people.activity import ActivityParams, ActivityState, plan_activity, update_activity
from coach.core.people.aside import on_side
from coach.core.people.hands import HandParams, HandsState, begin_hands, remarked, update_hands
from coach.core.people.left_right import asks_feet
from coach.core.people.lying import torso_m
from coach.core.people.people import PeopleState, giver_sight, is_alone, plan_people, receiver_sight, update_people
from coach.core.people.posture import PostureParams, lies_on_side, posture_of
from coach.core.people.regions import body_region
from coach.core.people.rest_places import nothing_else_moves
from coach.core.people.taps import TapParams, wants_looks
from coach.core.people.technique import TechniqueParams, TechniqueState, update_technique
from coach.core.sight import (
    BackSight,
    CameraPlace,
    Contact,
    FootSight,
    HandSight,
    PersonSight,
    Seen,
    Sight,
    Support,
    Technique,
    ViewVerdict,
)
from coach.core.values import replace

# The spine band of technique.md D1 and the muscle bands' outer limit of D9, for drawing; the rules have their own.
_BAND_HALF_CM = 2.0
_POSTURE = PostureParams()
_OUTLINE_HALF_CM = 15.0
_PRESS_BY_HAND = (Technique.SEATED, Technique.KNEELING)
_TAPS = TapParams()  # only how long to look more often: a plan knows no settings


@dataclass(frozen=True, slots=True)
class SightParams:
    """Every threshold of the sight, by what is seen."""

    feet: FeetParams = field(default_factory=FeetParams)
    hands: HandParams = field(default_factory=HandParams)
    technique: TechniqueParams = field(default_factory=TechniqueParams)
    activity: ActivityParams = field(default_factory=ActivityParams)


@dataclass(frozen=True, slots=True)
class SightState:
    """All that the sight remembers.

    `alone`: nobody was followed beside the receiver for a while, and nothing out of their reach has changed since.
    Whoever comes shows there first; a receiver who raises an arm may be taken for somebody upright.
    """

    size: PictureSize
    hints: Hints
    hands: HandsState
    people: PeopleState = field(default_factory=PeopleState)
    scene: SceneState = field(default_factory=SceneState)
    view: ViewQuality | None = None
    camera: CameraPlace | None = None
    technique: TechniqueState = field(default_factory=TechniqueState)
    feet: FeetState = field(default_factory=FeetState)
    activity: ActivityState = field(default_factory=ActivityState)
    markers: MarkerState = field(default_factory=MarkerState)
    alone: bool = False

    @property
    def known(self) -> Hints:
        """What the user has told, and the markers that have been seen."""
        return replace(self.hints, markers=self.markers.known)


def begin_sight(size: PictureSize, hints: Hints) -> SightState:
    """Start with a picture size and what the user has told."""
    return SightState(size, hints, begin_hands(hints.support_boxes_px))


def retold_sight(state: SightState, hints: Hints) -> SightState:
    """The sight with other hints about the same scene; what was seen and learnt stays."""
    return replace(state, hints=hints, hands=remarked(state.hands, hints.support_boxes_px))


def plan_sight(state: SightState, t_s: float) -> LookPlan:
    """Where to look in the frame at `t_s`: for both people, and closer at the giver's feet where they were before."""
    plan = plan_people(state.people, state.size, state.hints, t_s)
    body = state.people.receiver.body
    if body is not None and not plan.receiver and wants_looks(_TAPS, state.activity.taps, t_s):
        plan = replace(plan, receiver=(body_region(body.pose),))
    giver = state.people.giver.pose
    feet = _foot_regions(giver)
    asks = giver is not None and not state.people.giver.legs.folded and asks_feet(state.people.giver.left_right, t_s)
    mixed = _foot_regions(giver.flipped()) if giver is not None and asks else ()
    alone = state.alone or is_alone(state.people, t_s)
    spots = plan_activity(state.activity, None if alone else giver, alone=alone)
    backdrop = plan.backdrop
    if backdrop is not None and alone and state.activity.rest.misses(t_s):
        backdrop = replace(backdrop, learns=False)  # what a raised arm shows and hides is not the room
    markers = asks_markers(state.markers, t_s)
    return replace(plan, feet=feet, feet_mixed=mixed, markers=markers, spots=spots, backdrop=backdrop)


def _foot_regions(giver: Pose | None) -> tuple[FootRegion, ...]:
    """Where to look closer at feet; none without a pose, or at feet of which it has nothing."""
    regions = [] if giver is None else [foot_region(giver, side) for side in SIDES]
    return tuple(region for region in regions if region is not None)


def see(params: SightParams, state: SightState, looks: Looks, t_s: float) -> tuple[SightState, Sight]:
    """Fold the answers to `plan_sight` in."""
    if asks_markers(state.markers, t_s):
        state = replace(state, markers=update_markers(state.markers, looks.markers, t_s))
    people = update_people(state.people, looks, state.size, state.hints, t_s)
    giver = giver_sight(people)
    if not people.giver.legs.folded:  # the foot network knows feet that stand
        giver = _with_feet(giver, looks.feet)
    pose = giver.pose if giver.seen is Seen.MEASURED else None
    contacts = (state.feet.feet[0].contact, state.feet.feet[1].contact)
    body, shift = people.receiver.measured, people.receiver.shift
    scene = update_scene(state.scene, body, pose, looks.feet, contacts, state.size, state.known, t_s, shift)
    view, camera = _from_where(state, scene)
    receiver = receiver_sight(people)
    posture = posture_of(
        body if receiver.seen is not Seen.LOST else None,
        alone=people.receiver.measured_alone,
        aside=on_side(people.receiver.search.aside, t_s) if body is None else math.nan,
    )
    fitted = None if receiver.seen is Seen.LOST or lies_on_side(_POSTURE, posture) else scene.now
    receiver = _receiver(receiver, fitted)
    lying = receiver.pose if receiver.seen is not Seen.LOST else None
    told = people.giver.legs.technique
    technique = update_technique(
        params.technique,
        state.technique,
        pose,
        fitted,
        t_s,
        told,
        people.giver.knee_deg,
        stepping=Contact.FLOOR in contacts,
        off_back=Contact.BACK not in contacts,
    )
    look = None
    doubted = view if shift is None or view is None else shifted_view(view, shift.sigma_cm)
    if pose is not None and fitted is not None and doubted is not None:
        kneels = technique.now is Technique.KNEELING
        look = FeetLook(fitted, doubted, pose, looks.feet, kneels, people.giver.knee_sigma_px)
    feet, foot_sights = update_feet(params.feet, state.feet, look, t_s)
    raw = people.giver.pose if pose is not None else None  # hands average over half a second themselves
    hands, hand_sights = update_hands(
        params.hands, state.hands, raw, lying, t_s, folded=people.giver.legs.folded, scene=fitted
    )
    worked = _on_receiver(technique.now, foot_sights, giver, fitted)
    hand_sights = _with_presses(hand_sights, worked, raw, fitted, doubted)
    trodden = worked not in (Technique.NONE, Technique.UNKNOWN)
    alone = (state.alone or is_alone(people, t_s)) and nothing_else_moves(params.activity.rest, looks.elsewhere)
    beside = None if alone else pose
    activity, doing = update_activity(
        params.activity, state.activity, looks.receiver, beside, t_s, looks.changed, trodden=trodden, alone=alone
    )
    after = SightState(
        state.size, state.hints, hands, people, scene, view, camera, technique, feet, activity, state.markers, alone
    )
    sight = Sight(
        t_s=t_s,
        receiver=receiver,
        giver=giver,
        back=_back(receiver.seen, fitted, doubted, camera, torso_m(state.hints)),
        feet=foot_sights,
        hands=hand_sights,
        supports=hands.supports,
        technique=worked,
        receiver_activity=doing,
        posture=posture,
    )
    return after, sight


def settle_sight(state: SightState) -> SightState:
    """Do what was put off until the frame's answer was out: it counts from the next frame on."""
    scene = settle_scene(state.scene)
    view, camera = _from_where(state, scene)
    return replace(state, scene=scene, view=view, camera=camera)


def _from_where(state: SightState, scene: SceneState) -> tuple[ViewQuality | None, CameraPlace | None]:
    """How well the view tells left from right, and where the camera stands; None while no scene is known."""
    if scene.fit is state.scene.fit:
        return state.view, state.camera
    return (view_quality(scene.fit), camera_place(scene.fit)) if scene.fit else (None, None)


def _with_feet(giver: PersonSight, answers: tuple[FootAnswer, ...]) -> PersonSight:
    """The giver's landmarks, with ankles, heels and toes from the closer looks where this frame has them."""
    if giver.seen is not Seen.MEASURED or not answers:
        return giver
    xy_px = giver.pose.xy_px.copy()
    for answer in answers:
        row = SIDES.index(answer.side)
        xy_px[Landmark.LEFT_ANKLE + row] = answer.points_px[FootPoint.ANKLE]
        xy_px[Landmark.LEFT_HEEL + row] = answer.points_px[FootPoint.HEEL]
        xy_px[Landmark.LEFT_FOOT_INDEX + row] = answer.points_px[FootPoint.TOE]
    return PersonSight(giver.seen, Pose(xy_px, giver.pose.visibility))


def _receiver(measured: PersonSight, scene: Scene | None) -> PersonSight:
    """The receiver's landmarks, the template's joints as the refined scene places them."""
    if scene is None or measured.seen is Seen.LOST:
        return measured
    xy_px = measured.pose.xy_px.copy()
    xy_px[np.array(TEMPLATE_JOINTS)] = scene.joints_px()
    return replace(measured, pose=Pose(xy_px, measured.pose.visibility))


def _back(
    seen: Seen, scene: Scene | None, view: ViewQuality | None, camera: CameraPlace | None, torso_length_m: float
) -> BackSight:
    torso_cm = (torso_length_m if scene is None else scene.torso_m) * CM_PER_M
    if scene is None or view is None or seen is Seen.LOST:
        nan = float("nan")
        corners = np.full((4, 2), np.nan)
        return BackSight(Seen.LOST, corners[:2], corners, corners, torso_cm, nan, nan, ViewVerdict.UNKNOWN)
    spine_px, band_px, outline_px = _lines_px(scene)
    return BackSight(
        seen=seen,
        spine_px=spine_px,
        band_px=band_px,
        outline_px=outline_px,
        torso_cm=torso_cm,
        cm_per_px=view.cm_per_px,
        sigma_cm=view.sigma_cm,
        view=view.verdict,
        camera=camera,
    )


@lru_cache(maxsize=4)
def _lines_px(scene: Scene) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Spine line, spine band and outline of the back, image px; see `BackSight`."""
    torso_cm = scene.torso_m * CM_PER_M
    band_cm, outline_cm = _strip_cm(_BAND_HALF_CM, torso_cm), _strip_cm(_OUTLINE_HALF_CM, torso_cm)
    return scene.spine_px(), scene.image_from_back(band_cm, 0.0), scene.image_from_back(outline_cm, 0.0)


def _strip_cm(half_width_cm: float, torso_cm: float) -> FloatArray:
    """(4, 2) back frame, cm: a strip along the spine, from its left shoulder end clockwise as seen from above."""
    return np.array(
        [[-half_width_cm, 0.0], [half_width_cm, 0.0], [half_width_cm, torso_cm], [-half_width_cm, torso_cm]]
    )


def _on_receiver(
    technique: Technique, feet: tuple[FootSight, FootSight], giver: PersonSight, scene: Scene | None
) -> Technique:
    """The legs' posture is a technique only while the giver is on the receiver."""
    if giver.seen is Seen.LOST:
        return Technique.NONE
    if technique is Technique.UNKNOWN or any(foot.contact is Contact.BACK for foot in feet):
        return technique
    contacts = {foot.contact for foot in feet}
    if technique is Technique.SEATED:
        sits = None if scene is None else sits_on(scene, giver.pose)
        return technique if sits else Technique.UNKNOWN if sits is None else Technique.NONE
    if Contact.AIR in contacts and Contact.FLOOR not in contacts:
        return technique
    return Technique.NONE if contacts == {Contact.FLOOR} or Contact.FLOOR in contacts else Technique.UNKNOWN


def _with_presses(
    hands: tuple[HandSight, HandSight],
    technique: Technique,
    giver: Pose | None,
    scene: Scene | None,
    view: ViewQuality | None,
) -> tuple[HandSight, HandSight]:
    """The hands with where their palms press, of a giver who sits or kneels on the receiver; a held support is none."""
    if technique not in _PRESS_BY_HAND:
        return hands
    left, right = (_with_press(hand, giver, scene, view) for hand in hands)
    return left, right


def _with_press(hand: HandSight, giver: Pose | None, scene: Scene | None, view: ViewQuality | None) -> HandSight:
    if hand.support is Support.YES:
        return replace(hand, press=elsewhere(hand.side))
    if giver is None or scene is None or view is None:
        return replace(hand, press=unseen_foot(hand.side))
    return replace(hand, press=place_palm(scene, view, giver, hand.side))
