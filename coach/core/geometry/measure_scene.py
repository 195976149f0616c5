"""The scene from frame to frame: fitted to the lying body, refined while the giver stands upright, then left alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.core.geometry.fit_scene import FitTask, SceneFit, StandingLook, fit_scene
from coach.core.geometry.lying_body import DEFAULT_HEIGHT_M, TEMPLATE_JOINTS
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.look import Hints, PictureSize
from coach.core.people.lying import LyingBody, joints_sigma_px, torso_m
from coach.core.sight import Contact

_LOOK_EVERY_S = 0.4
_LOOKS_ON_FLOOR = 5
_LOOKS_ON_BACK = 6
_REFIT_AT = ((2, _LOOKS_ON_FLOOR), (3, _LOOKS_ON_BACK))  # a fit costs as much as several frames
_MARGIN_PX = 3.0
_STRAIGHT_LEG = 0.9  # hip to ankle over hip to knee to ankle: 1 = straight


@dataclass(frozen=True, slots=True)
class SceneState:
    """What is known of the scene.

    Attributes:
        body: the lying body that the fit started from; None = no scene yet.
        fit: newest fit.
        floor_looks, back_looks: looks at the upright giver that went into it.
        looked_s: time of the newest of these looks.
    """

    body: LyingBody | None = None
    fit: SceneFit | None = None
    floor_looks: tuple[StandingLook, ...] = ()
    back_looks: tuple[StandingLook, ...] = ()
    looked_s: float = float("-inf")


def update_scene(
    state: SceneState,
    body: LyingBody | None,
    giver: Pose | None,
    contacts: tuple[Contact, Contact],
    size: PictureSize,
    hints: Hints,
    t_s: float,
) -> SceneState:
    """Fold one frame in.

    Args:
        state: the scene so far.
        body: the receiver as measured; a new one starts the fit anew, None forgets it.
        giver: the giver's pose if seen in this frame.
        contacts: what the giver's feet stood on in the frame before (left, right).
        size: of the picture.
        hints: told heights.
        t_s: now.
    """
    if body is None:
        return SceneState()
    if body is not state.body:
        state = replace(state, body=body)
        if not state.floor_looks and not state.back_looks:
            return replace(state, fit=body.fit)
        return replace(state, fit=_fit(state, size, hints))
    look = _standing_look(giver, contacts, size)
    if look is None or t_s - state.looked_s < _LOOK_EVERY_S:
        return state
    if look.on_back and len(state.back_looks) < _LOOKS_ON_BACK:
        state = replace(state, back_looks=(*state.back_looks, look), looked_s=t_s)
    elif not look.on_back and len(state.floor_looks) < _LOOKS_ON_FLOOR:
        state = replace(state, floor_looks=(*state.floor_looks, look), looked_s=t_s)
    else:
        return state
    if (len(state.floor_looks), len(state.back_looks))[look.on_back] not in _REFIT_AT[look.on_back]:
        return state
    return replace(state, fit=_fit(state, size, hints))


def _fit(state: SceneState, size: PictureSize, hints: Hints) -> SceneFit | None:
    assert state.body is not None
    joints_px = state.body.looks_pose.xy_px[np.array(TEMPLATE_JOINTS)]
    task = FitTask(
        joints_px,
        joints_sigma_px(state.body.looks_pose),
        size.width,
        size.height,
        torso_m(hints),
        giver_height_m=hints.giver_height_m or DEFAULT_HEIGHT_M,
        giver_height_told=hints.giver_height_m is not None,
        standing=(*state.floor_looks, *state.back_looks),
        start=state.fit.vector if state.fit is not None else None,
    )
    return fit_scene(task) or state.fit


def _standing_look(giver: Pose | None, contacts: tuple[Contact, Contact], size: PictureSize) -> StandingLook | None:
    """The giver's three middles, if the whole body is in the picture, upright, legs straight, both feet alike."""
    if giver is None or contacts[0] is not contacts[1] or contacts[0] not in (Contact.BACK, Contact.FLOOR):
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
    return StandingLook(middles, contacts[0] is Contact.BACK)


def _middle(xy_px: FloatArray, left: Landmark) -> FloatArray:
    """(2,) middle between a left landmark and its right counterpart (the next row)."""
    return xy_px[left : left + 2].mean(axis=0)
