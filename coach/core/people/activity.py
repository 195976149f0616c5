"""What the receiver does: lies still, lifts the head, raises an arm, taps, shifts or twists (technique.md D7).

Each free look at the receiver is compared with the slow median of the looks before it. A lifted head or a raised arm
moves against a torso that stays; a shift moves the torso itself, a twist its shoulders or hips alone. Breathing is far
below these thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from coach.core.backdrop_look import Spots
from coach.core.body_look import TRUSTED
from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.look import Answer
from coach.core.people.lying import belief
from coach.core.people.outlines import giver_limbs
from coach.core.people.prone import as_prone
from coach.core.people.regions import extent_px, is_whole
from coach.core.people.rest_places import (
    HEAD,
    RestParams,
    RestState,
    arm_is_away,
    head_at_rest,
    head_is_away,
    lies_there,
    rest_spots,
    update_rest,
)
from coach.core.people.taps import TapParams, TapsState, is_tapping, update_taps
from coach.core.sight import ReceiverActivity
from coach.core.small_arrays import lengths_of, median_of
from coach.core.thresholds import Threshold
from coach.core.values import replace
from coach.core.verdict import Verdict

_TORSO = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_ARMS = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]
_SHOULDERS, _HIPS = _TORSO[:2], _TORSO[2:]
# The look sees the head lifted; what the picture of its place says to that.
_HEAD_AS_PICTURED = {
    Verdict.OK: ReceiverActivity.STILL,
    Verdict.UNKNOWN: ReceiverActivity.UNKNOWN,
    Verdict.FAULT: ReceiverActivity.HEAD_LIFTED,
}
_BASELINE_LOOKS = 24
_BASELINE_EVERY_S = 0.25
_MIN_BASELINE = 6
_NEWEST_FOR_S = 0.3
_NEW_REST_S = 3.0  # who has lain elsewhere for so long rests there


@dataclass(frozen=True, slots=True)
class ActivityParams:
    """Thresholds as fractions of the receiver's extent in the picture."""

    min_presence: Annotated[
        float, Threshold("presence", 0.3, 1.0, "the network's own belief; below this a look says nothing")
    ] = 0.8
    head_lift: Annotated[float, Threshold("of extent", 0.02, 0.3, "a head's own height is about 0.1 of a body")] = 0.045
    arm_raise: Annotated[float, Threshold("of extent", 0.1, 0.8, "a forearm is about 0.15 of a body; twice that")] = 0.3
    shift: Annotated[float, Threshold("of extent", 0.03, 0.5, "a torso's width is 0.2 of a body; half of it")] = 0.1
    head_noise: Annotated[
        float, Threshold("ratio", 1.0, 20.0, "a head must move this many times its own recent unrest in the looks")
    ] = 4.5
    cover: Annotated[
        float, Threshold("of extent", 0.0, 0.5, "nearer to the giver's limbs the network mixes the two bodies up")
    ] = 0.12
    cover_trusted: Annotated[
        float, Threshold("of extent", 0.0, 0.5, "the same for a look that knows the lying body from the other one")
    ] = 0.05
    still: Annotated[
        float, Threshold("of extent", 0.01, 0.2, "if the torso is off by more, a look says nothing of head and arms")
    ] = 0.022
    taps: TapParams = field(default_factory=TapParams)
    rest: RestParams = field(default_factory=RestParams)


@dataclass(frozen=True, slots=True)
class ActivityState:
    """What is remembered of the receiver's rest.

    Attributes:
        looks_px: (33, 2) looks of the last seconds while the receiver was still, oldest first.
        kept_s: when the newest of them was kept.
        newest: what the newest look said; it stands until the next one, which is a moment away.
        read_s: when that look was taken.
        shifted_since_s: since when the looks have shown the body elsewhere; NaN = they do not.
        taps: lifts of the hands.
        rest: whether arms and head lie where they rested, as the picture shows.
        newest_px: (33, 2) the newest look; None = there was none yet.
    """

    looks_px: tuple[FloatArray, ...] = ()
    kept_s: float = float("-inf")
    newest: ReceiverActivity = ReceiverActivity.UNKNOWN
    read_s: float = float("-inf")
    shifted_since_s: float = float("nan")
    taps: TapsState = field(default_factory=TapsState)
    rest: RestState = field(default_factory=RestState)
    newest_px: FloatArray | None = None


def plan_activity(state: ActivityState, giver: Pose | None, *, alone: bool = False) -> Spots | None:
    """Where the picture is to be compared with the backdrop; None while the receiver's rest is not known.

    `alone`: nobody is beside the receiver, as far as is known.
    """
    if len(state.looks_px) < _MIN_BASELINE or state.newest_px is None:
        return None
    return rest_spots(median_of(np.array(state.looks_px)), state.newest_px, giver, alone=alone)


def update_activity(
    params: ActivityParams,
    state: ActivityState,
    answers: tuple[Answer, ...],
    giver: Pose | None,
    t_s: float,
    changed: FloatArray | None = None,
    *,
    trodden: bool = False,
    alone: bool = False,
) -> tuple[ActivityState, ReceiverActivity]:
    """Fold one frame's looks at the receiver in.

    Args:
        params: thresholds.
        state: looks of the last still seconds.
        answers: the first one is the look from the measured region.
        giver: the giver's landmarks, image px; a head or hand of the receiver close to them is not judged.
        t_s: now.
        changed: which part of each of `plan_activity`'s spots looks other than the backdrop; None = not compared.
        trodden: the giver is on the receiver. One who walks up is elsewhere before it is known, and may hide an arm.
        alone: nobody else is near, nor is anything else moving.
    """
    if answers:
        state, activity = _read_look(params, state, answers, giver, t_s, changed)
        state = replace(state, newest=activity, read_s=t_s)
    else:
        activity = state.newest if t_s - state.read_s <= _NEWEST_FOR_S else ReceiverActivity.UNKNOWN
    # Who shifts takes the arms along. Alone they are seen well: the looks see the torso, the picture all the rest.
    lies = activity not in (ReceiverActivity.SHIFTED, ReceiverActivity.UNKNOWN) and lies_there(params.rest, changed)
    if trodden or (alone and lies):
        state = replace(state, rest=update_rest(params.rest, state.rest, changed, t_s))
    elif not alone:
        state = replace(state, rest=RestState())
    if lies or (trodden and activity is not ReceiverActivity.SHIFTED):  # the looks know few raised arms and heads
        if arm_is_away(params.rest, state.rest, t_s):
            return state, ReceiverActivity.ARM_RAISED
        if trodden and head_is_away(params.rest, state.rest, t_s):
            return state, ReceiverActivity.HEAD_LIFTED
    return state, activity


def _read_look(
    params: ActivityParams,
    state: ActivityState,
    answers: tuple[Answer, ...],
    giver: Pose | None,
    t_s: float,
    changed: FloatArray | None,
) -> tuple[ActivityState, ReceiverActivity]:
    if belief(answers[0]) < params.min_presence or not is_whole(answers[0].pose):
        return state, ReceiverActivity.UNKNOWN
    told_lying = answers[0].body is not None and answers[0].body.trust >= TRUSTED
    cover = params.cover_trusted if told_lying else params.cover
    pose = as_prone(answers[0].pose)
    state = replace(state, newest_px=pose.xy_px)
    activity = ReceiverActivity.UNKNOWN
    if len(state.looks_px) >= _MIN_BASELINE:
        looks = np.array(state.looks_px)
        rest = median_of(looks)
        extent = extent_px(pose)
        moved = lengths_of(pose.xy_px - rest) / extent
        unrest = float(median_of(lengths_of((looks - rest)[:, HEAD]).ravel()) / extent)
        hidden = _covered(cover, rest, giver, extent)
        activity = _read(params, np.where(hidden, np.nan, moved), unrest)
        away_px = np.where(hidden[:, None], np.nan, pose.xy_px - rest)
        state = replace(state, taps=_taps(params.taps, state.taps, looks - rest, away_px, extent, t_s))
        if activity is ReceiverActivity.HEAD_LIFTED and changed is not None:
            activity = _HEAD_AS_PICTURED[head_at_rest(params.rest, changed)]
        quiet = activity in (ReceiverActivity.STILL, ReceiverActivity.UNKNOWN, ReceiverActivity.HEAD_LIFTED)
        if quiet and is_tapping(params.taps, state.taps, t_s):
            activity = ReceiverActivity.TAPPING
    if activity is not ReceiverActivity.SHIFTED:
        state = replace(state, shifted_since_s=float("nan"))
    elif np.isnan(state.shifted_since_s):
        state = replace(state, shifted_since_s=t_s)
    elif t_s - state.shifted_since_s >= _NEW_REST_S:
        return ActivityState(), activity
    resting = activity in (ReceiverActivity.STILL, ReceiverActivity.UNKNOWN)
    if resting and t_s - state.kept_s >= _BASELINE_EVERY_S:
        state = replace(state, looks_px=(*state.looks_px, pose.xy_px)[-_BASELINE_LOOKS:], kept_s=t_s)
    return state, activity


def _covered(cover: float, rest_px: FloatArray, giver: Pose | None, extent: float) -> NDArray[np.bool_]:
    """(33,) which landmarks of the receiver lie close to one of the giver's limbs in the picture.

    The torso always counts.
    """
    covered = giver_limbs(giver, cover * extent).covers(rest_px)
    covered[_TORSO] = False
    return covered


def _taps(
    params: TapParams, state: TapsState, quiet_px: FloatArray, away_px: FloatArray, extent: float, t_s: float
) -> TapsState:
    """Fold the hands' lifts in: up in the picture, against the torso, which rocks under a giver who treads.

    `quiet_px`: (N, 33, 2) the quiet looks from their median; `away_px`: (33, 2) this look from it, px.
    """
    rocked_px = float(median_of(away_px[_TORSO, 1]))
    left, right = ((rocked_px - away_px[wrist, 1]) / extent for wrist in _ARMS)
    unrests = median_of(lengths_of(quiet_px[:, _ARMS])) / extent
    return update_taps(params, state, (float(left), float(right)), (float(unrests[0]), float(unrests[1])), t_s)


def _read(params: ActivityParams, moved: FloatArray, head_unrest: float) -> ReceiverActivity:
    torso = float(median_of(moved[_TORSO]))
    twisted = max(float(moved[pair].min()) for pair in (_SHOULDERS, _HIPS))
    if max(torso, twisted) > params.shift:
        return ReceiverActivity.SHIFTED
    if torso > params.still:
        return ReceiverActivity.UNKNOWN
    arms, head = moved[_ARMS], moved[HEAD]
    if (arms > params.arm_raise).any():
        return ReceiverActivity.ARM_RAISED
    if float(median_of(head)) > max(params.head_lift, params.head_noise * head_unrest):
        return ReceiverActivity.HEAD_LIFTED
    return ReceiverActivity.UNKNOWN if np.isnan(head).any() else ReceiverActivity.STILL
