"""The giver from frame to frame: found by the detector, then followed in a region of their own until lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.area import Box
from coach.core.body_look import TRUSTED
from coach.core.foot_look import FootAnswer
from coach.core.geometry.scene import Scene
from coach.core.landmarks import Landmark, Pose
from coach.core.look import Answer, Hints, PictureSize, Region
from coach.core.people.folded import FoldedState, giver_look, update_folded
from coach.core.people.giver_search import stands_on
from coach.core.people.left_right import LeftRight, is_contrary, remember, update_left_right
from coach.core.people.one_euro import OneEuroState, one_euro
from coach.core.people.regions import (
    distance_either_way,
    extent_px,
    hip_region,
    hips_middle,
    hips_reach_px,
    inside,
    is_whole,
    shoulders_middle,
    trunk_px,
    turned,
)
from coach.core.sight import Seen
from coach.core.values import replace

_FIND_EVERY_S = 0.25
_MIN_PRESENCE = 0.5
_LOST_AFTER_S = 0.5
_WIDER = 1.35  # a region that lost a leg shrinks with it: the next look takes in more
_SURE_PRESENCE = 0.9  # of somebody whom only the landmark network has seen
# A look that loses the legs makes the next region small, which loses them for good: a body does not shrink at once.
_REACH_FADES_S = 3.0
_KEEPS_REACH = 0.9
# Of the trunk: who sits with legs apart reaches this far from the hips, and a look that misses a leg would lose it.
_FOLDED_REACH = 1.6
_JUMP = 0.35  # of the extent: not the same person
# Of the extent, which is about the body's height: a leg that was mistaken, and the fastest of steps (2.5 m/s).
_JITTER, _FASTEST_PER_S = 0.12, 1.5
_ON_RECEIVER = 0.16  # nearer to the receiver's pose than this = the network slipped onto the other body
_LIKE_RECEIVER = 0.2  # a new find: who sits on the receiver is little farther away than that
_SOMEBODY_ELSE = 0.25  # of the extent
_MIN_EXTENT = 0.2  # of the picture's height
_UPRIGHT_RAD = np.radians(50.0)


@dataclass(frozen=True, slots=True)
class GiverState:
    """What is known of the giver.

    Attributes:
        pose: newest trusted landmarks; None = absent or lost.
        seen: how `pose` came about in this frame.
        missed_since_s: since when looks fail; NaN = they do not.
        searched_s: when the detector was last asked.
        closer: it found no giver just now: the next frame looks at the likely places.
        left_right: what speaks for and against the tracked left and right.
        t_s: time of the last update.
        smooth: `pose` without its jitter, for whoever looks at the giver; None = absent or lost.
        reach_px: how far the body reached from the middle of its hips at most of late; fades.
        apart: what is not the giver was played down in the last frame's looks.
        legs: do they kneel or sit?
        knee_deg: angle of the straighter knee as the newest trusted look has it in space, degrees; NaN = unknown.
        knee_sigma_px: one standard deviation of folded knees, px, as the network for them believes; NaN = not told.
    """

    pose: Pose | None = None
    seen: Seen = Seen.LOST
    missed_since_s: float = float("nan")
    searched_s: float = float("-inf")
    closer: bool = False
    left_right: LeftRight = LeftRight()
    t_s: float = float("nan")
    smooth: OneEuroState | None = None
    reach_px: float = 0.0
    apart: bool = False
    legs: FoldedState = FoldedState()
    knee_deg: float = float("nan")
    knee_sigma_px: float = float("nan")

    @property
    def shown(self) -> Pose | None:
        """The newest trusted landmarks without their jitter."""
        if self.pose is None or self.smooth is None:
            return self.pose
        return Pose(self.smooth.places_px, self.pose.visibility)


def plan_giver(
    state: GiverState, size: PictureSize, likely: tuple[Region, ...], now: bool, t_s: float, *, steep: bool = False
) -> tuple[tuple[Region, ...], tuple[Box, ...]]:
    """The giver's regions, or the boxes to search; the detector is asked only while nobody is followed.

    Args:
        state: the giver so far.
        size: of the picture.
        likely: where a giver could be who is not followed yet (`giver_search`).
        now: `likely` is news: do not wait for the next turn.
        t_s: the time, s.
        steep: they are seen from high above.
    """
    if state.pose is not None:
        folded = state.legs.folded
        reach_px = _FOLDED_REACH * trunk_px(state.pose.xy_px) if folded else 0.0
        narrow = not state.apart and not folded and not steep
        region = hip_region(state.pose, max(_KEEPS_REACH * state.reach_px, reach_px), narrow=narrow)
        if np.isnan(state.missed_since_s):
            return (region,), ()
        upright = Region(region.x_px, region.y_px, region.size_px * _WIDER, 0.0)
        return (region, turned(region, 0.0, _WIDER), upright), ()
    whole = (Box(0.0, 0.0, float(size.width), float(size.height)),)
    if now:
        return likely, whole
    if _asks_detector(state, t_s):
        return (), whole
    return likely if state.closer else (), ()


def _asks_detector(state: GiverState, t_s: float) -> bool:
    """Is the detector's turn now? It and the likely places take turns, so that no frame waits for both."""
    return t_s - state.searched_s >= _FIND_EVERY_S


def update_giver(
    state: GiverState,
    answers: tuple[Answer, ...],
    found: tuple[Answer, ...],
    receiver: Pose | None,
    size: PictureSize,
    hints: Hints,
    t_s: float,
    feet: tuple[tuple[FootAnswer, ...], tuple[FootAnswer, ...]] = ((), ()),
    *,
    steep: bool = False,
) -> GiverState:
    """Fold one frame in.

    `receiver` is the receiver's measured pose, None while unknown; `feet` are the closer looks at the feet as they are
    tracked, and with left and right exchanged; `steep`: they are seen from high above.
    """
    told = next((answer.folded for answer in answers if answer.presence >= _MIN_PRESENCE), None)
    legs = update_folded(state.legs, told, t_s)
    named, answers = answers, tuple(giver_look(answer, legs, steep=steep) for answer in answers)
    state = replace(state, legs=legs)
    if state.pose is None:
        asked = _asks_detector(state, t_s)
        searched_s = t_s if found or asked else state.searched_s
        present = tuple(answer for answer in answers if answer.presence >= _SURE_PRESENCE)
        pose = _pick((*found, *present), receiver, size, hints)
        seen = Seen.LOST if pose is None else Seen.MEASURED
        reach_px = 0.0 if pose is None else hips_reach_px(pose)
        return GiverState(
            pose,
            seen,
            searched_s=searched_s,
            closer=asked and pose is None,
            t_s=t_s,
            smooth=_smooth(None, pose, t_s),
            reach_px=reach_px,
            legs=legs,
        )
    dt_s = t_s - state.t_s
    before = state.pose
    unseen_s = dt_s if np.isnan(state.missed_since_s) else t_s - state.missed_since_s + dt_s
    at = next((i for i, answer in enumerate(answers) if _same_person(answer, before, receiver, unseen_s)), None)
    if at is None:
        since_s = t_s if np.isnan(state.missed_since_s) else state.missed_since_s
        if t_s - since_s >= _LOST_AFTER_S:
            return GiverState(t_s=t_s)
        return replace(state, seen=Seen.HELD, missed_since_s=since_s, t_s=t_s)
    answer = answers[at]
    mediapipes = None if legs.folded else named[at].pose  # of folded legs it knows nothing
    pose, left_right, turns = _read(state.left_right, answer, mediapipes, before, feet, dt_s, t_s)
    return replace(
        state,
        pose=pose,
        seen=Seen.MEASURED,
        missed_since_s=float("nan"),
        left_right=left_right,
        t_s=t_s,
        smooth=_smooth(None if turns else state.smooth, pose, t_s),
        reach_px=max(hips_reach_px(pose), state.reach_px * float(np.exp(-dt_s / _REACH_FADES_S))),
        knee_deg=answer.knee_deg,
        knee_sigma_px=_knee_sigma_px(answer) if legs.folded else float("nan"),
    )


def _read(
    tracked: LeftRight,
    answer: Answer,
    mediapipes: Pose | None,
    before: Pose,
    feet: tuple[tuple[FootAnswer, ...], tuple[FootAnswer, ...]],
    dt_s: float,
    t_s: float,
) -> tuple[Pose, LeftRight, bool]:
    """A look as it is tracked, what is known of left and right after it, and whether that was turned round just now."""
    contrary = None if mediapipes is None else is_contrary(tracked, mediapipes, before)
    folded_contrary = None
    if answer.folded is not None and answer.folded.trust >= TRUSTED:
        folded_contrary = is_contrary(tracked, answer.folded.pose, before)
    after, turns = update_left_right(tracked, *feet, dt_s, t_s, contrary=contrary, folded_contrary=folded_contrary)
    pose = answer.pose.flipped() if is_contrary(tracked, answer.pose, before) is not turns else answer.pose
    return pose, remember(after, pose, dt_s, turned=turns), turns


def _knee_sigma_px(answer: Answer) -> float:
    """Of the worse knee: both may have changed sides since."""
    if answer.folded is None:
        return float("nan")
    return float(answer.folded.sigma_px[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]].max())


def _smooth(state: OneEuroState | None, pose: Pose | None, t_s: float) -> OneEuroState | None:
    return None if pose is None else one_euro(state, pose.xy_px, extent_px(pose), t_s)


def _same_person(answer: Answer, before: Pose, receiver: Pose | None, unseen_s: float) -> bool:
    if answer.presence < _MIN_PRESENCE or not is_whole(answer.pose):
        return False
    if distance_either_way(answer.pose, before) > min(_JUMP, _JITTER + _FASTEST_PER_S * unseen_s):
        return False
    return receiver is None or not is_on(answer.pose, receiver)


def back_to_giver(
    state: GiverState, on_back: tuple[Answer, ...], scene: Scene, receiver: Pose, t_s: float
) -> GiverState:
    """Whoever stands on the receiver is the giver: back to them if somebody else has been followed away.

    Args:
        state: as updated in this frame.
        on_back: looks at where a giver on the receiver would be; empty = not looked.
        scene: the measured scene.
        receiver: the receiver's pose.
        t_s: the time, s.
    """
    if state.pose is None or stands_on(scene, state.pose):
        return state
    for answer in on_back:
        if answer.presence < _SURE_PRESENCE or not is_whole(answer.pose) or not _is_upright(answer.pose):
            continue
        if is_on(answer.pose, receiver) or distance_either_way(answer.pose, state.pose) < _SOMEBODY_ELSE:
            continue
        if stands_on(scene, answer.pose):
            reach_px = hips_reach_px(answer.pose)
            smooth = _smooth(None, answer.pose, t_s)
            return GiverState(answer.pose, Seen.MEASURED, t_s=t_s, smooth=smooth, reach_px=reach_px)
    return state


def is_on(pose: Pose, receiver: Pose) -> bool:
    """Is this pose rather the receiver's, on whom the network slipped?"""
    return distance_either_way(pose, receiver) <= _ON_RECEIVER


def _pick(found: tuple[Answer, ...], receiver: Pose | None, size: PictureSize, hints: Hints) -> Pose | None:
    """The likeliest giver among the detector's people: not the receiver, upright, large, in the told box if any."""
    likely: list[Pose] = []
    for answer in found:
        if not is_whole(answer.pose) or extent_px(answer.pose) < _MIN_EXTENT * size.height:
            continue
        if receiver is not None and distance_either_way(answer.pose, receiver) < _LIKE_RECEIVER:
            continue
        if hints.giver_box_px is not None and not inside(hips_middle(answer.pose.xy_px), hints.giver_box_px):
            continue
        if hints.giver_box_px is None and not _is_upright(answer.pose):
            continue
        likely.append(answer.pose)
    return max(likely, key=extent_px, default=None)


def _is_upright(pose: Pose) -> bool:
    up = shoulders_middle(pose.xy_px) - hips_middle(pose.xy_px)
    return abs(float(np.arctan2(up[0], -up[1]))) < _UPRIGHT_RAD
