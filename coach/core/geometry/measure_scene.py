"""The scene from frame to frame: fitted to the lying body, refined while the giver stands upright, then left alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.foot_look import FootAnswer, FootPoint
from coach.core.geometry.fit_scene import FitTask, SceneFit, StandingLook, fit_scene
from coach.core.geometry.ground_move import move_between, moved_scene
from coach.core.geometry.lying_body import DEFAULT_HEIGHT_M, TEMPLATE_JOINTS
from coach.core.geometry.scene import Scene
from coach.core.geometry.told_scene import focal_prior, ground_task
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.look import Hints, PictureSize
from coach.core.marker_look import MarkerAnswer
from coach.core.people.lying import LyingBody, torso_m
from coach.core.people.shift import BodyShift
from coach.core.sight import Contact
from coach.core.values import replace

_LOOK_EVERY_S = 0.4
_FIRST_LOOKS = 3
_MOST_LOOKS = 10  # a fit costs as much as several frames
_AGAIN_S = 0.5  # a free receiver is measured in every frame; with looks at the giver each fit takes 50 ms
_ELSEWHERE_CM = 4.0
_MARGIN_PX = 3.0
_STRAIGHT_LEG = 0.9  # hip to ankle over hip to knee to ankle: 1 = straight


@dataclass(frozen=True, slots=True)
class SceneState:
    """What is known of the scene.

    Attributes:
        body: the lying body that the fit started from; None = no scene yet.
        fit: newest fit.
        looks: looks at the giver standing upright on the back that went into it.
        looked_s: time of the newest of these looks.
        now: the fitted scene with the body where it lies now; None = no scene yet.
        shifted: `body` has shifted since it was measured.
        markers: the printed markers that went into the fit.
        told_spine_px: (2, 2) the spine line that was told for it; None = none was.
        fitted_s: when looks at the giver went into a fit last; -inf = never.
        due: the fit that is to come next (`settle_scene`); None = none is.
    """

    body: LyingBody | None = None
    fit: SceneFit | None = None
    looks: tuple[StandingLook, ...] = ()
    looked_s: float = float("-inf")
    now: Scene | None = None
    shifted: bool = False
    markers: tuple[MarkerAnswer, ...] = ()
    told_spine_px: FloatArray | None = None
    fitted_s: float = float("-inf")
    due: FitTask | None = None


def update_scene(
    state: SceneState,
    body: LyingBody | None,
    giver: Pose | None,
    answers: tuple[FootAnswer, ...],
    contacts: tuple[Contact, Contact],
    size: PictureSize,
    hints: Hints,
    t_s: float,
    shift: BodyShift | None = None,
) -> SceneState:
    """Fold one frame in. A fit that costs as much as a frame is left for `settle_scene`; the one before counts so long.

    Args:
        state: the scene so far.
        body: the receiver as measured; a new one starts the fit anew, None forgets it.
        giver: the giver's pose if seen in this frame.
        answers: the closer looks at the giver's feet in this frame.
        contacts: what the giver's feet stood on in the frame before (left, right).
        size: of the picture.
        hints: what is told of camera and room, markers seen so far included.
        t_s: now.
        shift: how the body lies now as against `body`; the fit stays with `body`, and what is seen of the giver on a
            shifted body is brought back to it.
    """
    if body is None:
        return SceneState()
    if body is not state.body and state.shifted:  # measured anew: looks at the giver tell of where it lay before
        state = SceneState()
    state = _update_fit(state, body, giver, answers, contacts, size, hints, t_s, shift)
    scene = state.fit.scene if state.fit is not None else None
    if scene is not None and shift is not None:
        scene = moved_scene(scene, move_between(scene, shift.from_px, shift.to_px))
    return replace(state, now=scene, shifted=shift is not None)


def _update_fit(
    state: SceneState,
    body: LyingBody,
    giver: Pose | None,
    answers: tuple[FootAnswer, ...],
    contacts: tuple[Contact, Contact],
    size: PictureSize,
    hints: Hints,
    t_s: float,
    shift: BodyShift | None,
) -> SceneState:
    if body is not state.body or hints.markers is not state.markers:
        if state.looks and state.fit is not None and t_s - state.fitted_s < _AGAIN_S:
            return state
        state = replace(state, body=body, markers=hints.markers, told_spine_px=hints.spine_px)
        if not state.looks and hints.spine_px is None and ground_task(hints, size) is None:
            return replace(state, fit=body.fit)
        return _fitted_soon(state, size, hints, t_s)
    if not _same_line(hints.spine_px, state.told_spine_px):  # put right by hand while nothing else is new
        return _fitted_soon(replace(state, told_spine_px=hints.spine_px), size, hints, t_s)
    if state.fit is None or len(state.looks) >= _MOST_LOOKS or t_s - state.looked_s < _LOOK_EVERY_S:
        return state
    look = _standing_look(giver, answers, contacts, size)
    if look is not None and shift is not None:
        look = _brought_back(look, state.fit.scene, shift)
    if look is None or (len(state.looks) >= _FIRST_LOOKS and not _is_elsewhere(look, state)):
        return state
    state = replace(state, looks=(*state.looks, look), looked_s=t_s)
    if len(state.looks) < _FIRST_LOOKS:
        return state
    return _fitted_soon(state, size, hints, t_s)


def settle_scene(state: SceneState) -> SceneState:
    """Do the fit that is due, for the frames that follow."""
    if state.due is None:
        return state
    return replace(state, fit=fit_scene(state.due) or state.fit, due=None)


def _fitted_soon(state: SceneState, size: PictureSize, hints: Hints, t_s: float) -> SceneState:
    """The fit is due; it is done at once where there is none to go on with."""
    state = replace(state, fitted_s=t_s, due=_task(state, size, hints))
    return state if state.fit is not None else settle_scene(state)


def _brought_back(look: StandingLook, scene: Scene, shift: BodyShift) -> StandingLook:
    """The same stand on the body as it was measured: it slides as the ground under the feet does, and stays upright."""
    back = move_between(scene, shift.to_px, shift.from_px)
    place_m = scene.camera.on_plane(look.between_feet_px[None], scene.sole_height_m)
    there_m = np.column_stack([back.apply(place_m[:, :2]), place_m[:, 2:]])
    there_px = scene.camera.project(there_m)[0]
    return StandingLook(look.middles_px + there_px - look.between_feet_px, there_px)


def _is_elsewhere(look: StandingLook, state: SceneState) -> bool:
    """Do the feet stand on a part of the back that no look has told of yet?"""
    assert state.fit is not None
    scene = state.fit.scene
    places_px = np.array([look.between_feet_px, *(known.between_feet_px for known in state.looks)])
    along_cm = scene.back_from_image(places_px, scene.sole_height_m)[:, 1]
    return bool(np.abs(along_cm[1:] - along_cm[0]).min() > _ELSEWHERE_CM)


def _same_line(one: FloatArray | None, other: FloatArray | None) -> bool:
    """By its points: a recording brings the same line as another array."""
    return one is other or (one is not None and other is not None and np.array_equal(one, other))


def _task(state: SceneState, size: PictureSize, hints: Hints) -> FitTask:
    assert state.body is not None
    joints_px = state.body.looks_pose.xy_px[np.array(TEMPLATE_JOINTS)]
    return FitTask(
        joints_px,
        state.body.joints_sigma_px,
        size.width,
        size.height,
        torso_m(hints),
        giver_height_m=hints.giver_height_m or DEFAULT_HEIGHT_M,
        giver_height_told=hints.giver_height_m is not None,
        standing=state.looks,
        start=state.fit or state.body.fit,
        spine_px=state.body.spine_px,
        spine_sigma_px=state.body.spine_sigma_px,
        told_spine_px=hints.spine_px,
        focal=focal_prior(hints, size),
        ground=ground_task(hints, size),
    )


def _standing_look(
    giver: Pose | None, answers: tuple[FootAnswer, ...], contacts: tuple[Contact, Contact], size: PictureSize
) -> StandingLook | None:
    """The giver's three middles, if the whole body is in the picture, upright on the back, legs straight."""
    if giver is None or len(answers) < len(contacts) or contacts != (Contact.BACK, Contact.BACK):
        return None
    xy = giver.xy_px
    low, high = xy.min(axis=0), xy.max(axis=0)
    if low.min() < _MARGIN_PX or high[0] > size.width - _MARGIN_PX or high[1] > size.height - _MARGIN_PX:
        return None
    middles = np.array(
        [_middle(xy, Landmark.LEFT_ANKLE), _middle(xy, Landmark.LEFT_HIP), _middle(xy, Landmark.LEFT_SHOULDER)]
    )
    knees = _middle(xy, Landmark.LEFT_KNEE)
    thigh, shank = np.linalg.norm(middles[1] - knees), np.linalg.norm(knees - middles[0])
    straight = np.linalg.norm(middles[1] - middles[0]) / max(float(thigh + shank), 1.0)
    if straight < _STRAIGHT_LEG or not middles[2, 1] < middles[1, 1] < middles[0, 1]:
        return None
    soles_px = np.array([answer.points_px[FootPoint.SOLE] for answer in answers])
    return StandingLook(middles, soles_px.mean(axis=0))


def _middle(xy_px: FloatArray, left: Landmark) -> FloatArray:
    """(2,) middle between a left landmark and its right counterpart (the next row)."""
    return (xy_px[left] + xy_px[left + 1]) / 2
