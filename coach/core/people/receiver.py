"""The receiver from frame to frame: search, measure while alone, hold and follow while trodden on, measure anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.follow_look import FollowAnswer, FollowRequest
from coach.core.geometry.told_scene import focal_prior
from coach.core.landmarks import Pose
from coach.core.look import Answer, Hints, PictureSize, Region
from coach.core.people.lying import LyingBody, belief, fold_looks, torso_m
from coach.core.people.posture import PostureParams, lies_prone, posture_of
from coach.core.people.prone import as_prone
from coach.core.people.regions import body_region, distance, extent_px, is_whole, turned
from coach.core.people.search import SearchState, is_lying, plan_search, update_search
from coach.core.people.shift import BodyShift, ShiftState, moved_body, plan_shift, shift_of, update_shift
from coach.core.sight import Seen
from coach.core.small_arrays import lengths_of
from coach.core.values import replace
from coach.core.verdict import Verdict

# Looks that differ a little in turn and size average out what the network makes of one crop.
OPINIONS = tuple(
    (float(np.radians(turn)), scale)
    for turn, scale in ((0, 1.5), (-14, 1.1), (14, 1.25), (7, 1.0), (-7, 1.35), (15, 1.15), (-15, 1.3), (0, 1.2))
)
_OPINIONS_PER_FRAME = 4
_LOOKS_ENOUGH = 48
_LOOK_EVERY_S = 0.15  # under the giver: nothing can be measured, only a lifted head or arm seen
_FOLD_AT = (8, 24, _LOOKS_ENOUGH)  # a fit costs as much as several frames
_POSTURE = PostureParams()
_POOR = 0.3  # a look that is believed less says nothing
_AGREES = 0.08  # of the extent: a look this near to the measured body confirms it
_LIES_THERE = 0.15  # and this near it still shows who lies there; the farthest under a giver was 0.09, bar wrong looks
_MOVED_FOR_S = 1.5
_TOUCH = 0.12  # of the receiver's extent: the giver's nearest landmark is this near = the two overlap


@dataclass(frozen=True, slots=True)
class ReceiverState:
    """What is known of the receiver.

    Attributes:
        search: the search under way while nobody is known.
        measured: the body as it was measured; None = lost.
        follow: how it has shifted since.
        looks: the looks that `measured` was folded from.
        measured_alone: False while all looks were taken under the giver; then the first free moment measures anew.
        look: the newest single look, read as prone; None if it was poor.
        moved_since_s: since when free looks contradict `body`; NaN = they do not.
        seen: how the value of this frame came about.
        looked_s: when the receiver was last looked at.
        free_since_s: since when the giver is off a body that is to be measured anew; NaN = on it, or it is not to be.
        covered: the giver was over the body in the last frame.
        doubted: the body's place is only kept: nothing that was seen last vouches for it (decision record 0024).
    """

    search: SearchState = SearchState()
    measured: LyingBody | None = None
    follow: ShiftState = ShiftState()
    looks: tuple[Answer, ...] = ()
    measured_alone: bool = False
    look: Pose | None = None
    moved_since_s: float = float("nan")
    seen: Seen = Seen.LOST
    looked_s: float = float("-inf")
    free_since_s: float = float("nan")
    covered: bool = False
    doubted: bool = False

    @property
    def measures(self) -> bool:
        """Do looks still go into the measured body? Once it was looked at alone, none do under the giver."""
        return len(self.looks) < _LOOKS_ENOUGH and not (self.covered and self.measured_alone)

    @property
    def shift(self) -> BodyShift | None:
        """How the body lies now as against `measured`; None = it has not shifted."""
        return None if self.measured is None else shift_of(self.follow, self.measured)

    @property
    def body(self) -> LyingBody | None:
        """The body as it lies now; None = lost."""
        return None if self.measured is None else moved_body(self.measured, self.follow.move)


def plan_receiver(
    state: ReceiverState, size: PictureSize, hints: Hints, t_s: float
) -> tuple[tuple[Region, ...], tuple[Region, ...]]:
    """Regions for this frame: the receiver's own, and the search's probes."""
    body = state.body
    if body is None:
        return (), plan_search(state.search, size, hints)
    region = body_region(body.pose)
    if not state.measures:
        rests = state.seen is Seen.HELD and np.isnan(state.moved_since_s)
        return (() if rests and t_s - state.looked_s < _LOOK_EVERY_S else (region,)), ()
    first = len(state.looks)
    picks = [OPINIONS[(first + k) % len(OPINIONS)] for k in range(_OPINIONS_PER_FRAME)]
    return (region, *(turned(region, *pick) for pick in picks)), ()


def plan_follow(state: ReceiverState, giver: Pose | None, t_s: float) -> FollowRequest | None:
    """The comparison of the body's texture that is due, once the body has been measured."""
    settled = len(state.looks) >= _LOOKS_ENOUGH or state.seen is Seen.HELD
    if state.measured is None or not settled:
        return None
    return plan_shift(state.follow, state.measured, giver, t_s)


def follow_receiver(state: ReceiverState, answer: FollowAnswer | None, giver: Pose | None, t_s: float) -> ReceiverState:
    """Fold a comparison in; `giver` is the giver's pose in this frame, None while absent."""
    if state.measured is None or answer is None:
        return state
    return replace(state, follow=update_shift(state.follow, state.measured, answer, giver, t_s))


def update_receiver(
    state: ReceiverState,
    answers: tuple[Answer, ...],
    found: tuple[Answer, ...],
    probes: tuple[Answer, ...],
    giver: Pose | None,
    size: PictureSize,
    hints: Hints,
    t_s: float,
) -> ReceiverState:
    """Fold one frame in, after `follow_receiver`; `giver` is the giver's pose in this frame, None while absent."""
    body = state.body
    if body is None:
        search, body = update_search(state.search, found, probes, giver, size, hints, t_s)
        seen = Seen.MEASURED if body is not None else Seen.LOST
        return replace(state, search=search, measured=body, follow=ShiftState(), looks=(), look=None, seen=seen)
    covered = giver is not None and _overlap(giver, body.pose)
    return _vouched_for(_looked_at(replace(state, covered=covered), body, answers, size, hints, t_s))


def _looked_at(
    state: ReceiverState, body: LyingBody, answers: tuple[Answer, ...], size: PictureSize, hints: Hints, t_s: float
) -> ReceiverState:
    """Fold the looks at a known body in."""
    measures = state.measures
    state = _measure_anew_when_free(state, hints, t_s)
    if not answers and not measures:
        return replace(state, seen=Seen.HELD)
    look = _single_look(answers)
    state = replace(state, look=look, looked_s=t_s)
    if not state.covered and not state.measured_alone and state.looks:
        state = replace(state, looks=(), measured_alone=True)
    if state.measures and len(answers) > 1:
        return _measure(state, answers[1:], size, hints)
    if state.covered or look is None:
        return replace(state, seen=Seen.HELD, moved_since_s=float("nan"))
    return _confirm(state, body, look, t_s)


def _vouched_for(state: ReceiverState) -> ReceiverState:
    """Does the newest comparison or look vouch for a held place? Lost is what the texture speaks against for long."""
    body, texture = state.body, state.follow.witness
    if body is None or state.seen is not Seen.HELD:
        return replace(state, doubted=False)
    lies_there = state.look is not None and distance(state.look, body.looks_pose) < _LIES_THERE
    vouched = texture is Verdict.OK or (texture is Verdict.UNKNOWN and lies_there)
    return replace(state, seen=Seen.LOST if state.follow.unknown else Seen.HELD, doubted=not vouched)


def _measure_anew_when_free(state: ReceiverState, hints: Hints, t_s: float) -> ReceiverState:
    """New looks once the giver is off a body that has shifted or lay otherwise than on the front, for a while.

    A marked spine line they could not renew. Who turns over in place agrees with the old joints: no look contradicts.
    """
    anew = state.follow.unknown or (state.follow.has_moved and hints.spine_px is None) or _not_prone(state)
    if state.covered or not anew or len(state.looks) < _LOOKS_ENOUGH:
        return replace(state, free_since_s=float("nan"))
    since_s = t_s if np.isnan(state.free_since_s) else state.free_since_s
    if t_s - since_s < _MOVED_FOR_S:
        return replace(state, free_since_s=since_s)
    return replace(state, looks=(), measured_alone=True, free_since_s=float("nan"))


def _not_prone(state: ReceiverState) -> bool:
    posture = posture_of(state.measured, alone=state.measured_alone)
    return lies_prone(_POSTURE, posture) is Verdict.FAULT


def _measure(state: ReceiverState, answers: tuple[Answer, ...], size: PictureSize, hints: Hints) -> ReceiverState:
    looks = (*state.looks, *answers)
    body, follow = state.measured, state.follow
    if len(looks) in _FOLD_AT:
        folded = fold_looks(looks, size, torso_m(hints), state.body, focal_prior(hints, size))
        if folded is not None:
            body, follow = folded, ShiftState()
    if body is None or not is_lying(body):
        return ReceiverState()
    seen = Seen.HELD if state.look is None else Seen.MEASURED
    return replace(state, looks=looks, measured=body, follow=follow, measured_alone=not state.covered, seen=seen)


def _confirm(state: ReceiverState, body: LyingBody, look: Pose, t_s: float) -> ReceiverState:
    """A free look agrees with the measured body, or contradicts it long enough to measure anew."""
    if distance(look, body.looks_pose) < _AGREES:
        return replace(state, seen=Seen.MEASURED, moved_since_s=float("nan"))
    since_s = t_s if np.isnan(state.moved_since_s) else state.moved_since_s
    if t_s - since_s < _MOVED_FOR_S:
        return replace(state, seen=Seen.HELD, moved_since_s=since_s)
    return ReceiverState()


def _single_look(answers: tuple[Answer, ...]) -> Pose | None:
    if not answers or belief(answers[0]) < _POOR or not is_whole(answers[0].pose):
        return None
    return as_prone(answers[0].pose)


def _overlap(giver: Pose, receiver: Pose) -> bool:
    gap_px = lengths_of(giver.xy_px[:, None] - receiver.xy_px[None]).min()
    low, high = receiver.xy_px.min(axis=0), receiver.xy_px.max(axis=0)
    within = ((giver.xy_px > low) & (giver.xy_px < high)).all(axis=1).any()
    return bool(within) or float(gap_px) < _TOUCH * extent_px(receiver)
