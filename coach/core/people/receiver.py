"""The receiver from frame to frame: search, measure while alone, hold while trodden on, measure anew after a move."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.core.landmarks import Pose
from coach.core.look import Answer, Hints, PictureSize, Region
from coach.core.people.lying import LyingBody, fold_looks, torso_m
from coach.core.people.prone import as_prone
from coach.core.people.regions import body_region, distance, extent_px, is_whole, turned
from coach.core.people.search import SearchState, is_lying, plan_search, update_search
from coach.core.sight import Seen

# Looks that differ a little in turn and size average out what the network makes of one crop.
_OPINIONS = tuple(
    (float(np.radians(turn)), scale)
    for turn, scale in ((0, 1.5), (-14, 1.1), (14, 1.25), (7, 1.0), (-7, 1.35), (15, 1.15), (-15, 1.3), (0, 1.2))
)
_OPINIONS_PER_FRAME = 4
_LOOKS_ENOUGH = 48
_LOOK_EVERY_S = 0.15  # under the giver: nothing can be measured, only a lifted head or arm seen
_FOLD_AT = (8, 24, _LOOKS_ENOUGH)  # a fit costs as much as several frames
_AGREES = 0.08  # of the extent: a look this near to the measured body confirms it
_MOVED_FOR_S = 1.5
_TOUCH = 0.12  # of the receiver's extent: the giver's nearest landmark is this near = the two overlap


@dataclass(frozen=True, slots=True)
class ReceiverState:
    """What is known of the receiver.

    Attributes:
        search: the search under way while nobody is known.
        body: the measured body; None = lost.
        looks: the looks that `body` was folded from.
        measured_alone: False while all looks were taken under the giver; then the first free moment measures anew.
        look: the newest single look, read as prone; None if it was poor.
        moved_since_s: since when free looks contradict `body`; NaN = they do not.
        seen: how the value of this frame came about.
        looked_s: when the receiver was last looked at.
    """

    search: SearchState = SearchState()
    body: LyingBody | None = None
    looks: tuple[Answer, ...] = ()
    measured_alone: bool = False
    look: Pose | None = None
    moved_since_s: float = float("nan")
    seen: Seen = Seen.LOST
    looked_s: float = float("-inf")


def plan_receiver(
    state: ReceiverState, size: PictureSize, hints: Hints, t_s: float
) -> tuple[tuple[Region, ...], tuple[Region, ...]]:
    """Regions for this frame: the receiver's own, and the search's probes."""
    if state.body is None:
        return (), plan_search(state.search, size, hints)
    region = body_region(state.body.pose)
    if len(state.looks) >= _LOOKS_ENOUGH:
        rests = state.seen is Seen.HELD and np.isnan(state.moved_since_s)
        return (() if rests and t_s - state.looked_s < _LOOK_EVERY_S else (region,)), ()
    first = len(state.looks)
    picks = [_OPINIONS[(first + k) % len(_OPINIONS)] for k in range(_OPINIONS_PER_FRAME)]
    return (region, *(turned(region, *pick) for pick in picks)), ()


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
    """Fold one frame in; `giver` is the giver's pose in this frame, None while absent."""
    if state.body is None:
        search, body = update_search(state.search, found, probes, giver, size, hints, t_s)
        seen = Seen.MEASURED if body is not None else Seen.LOST
        return replace(state, search=search, body=body, looks=(), look=None, seen=seen)
    covered = giver is not None and _overlap(giver, state.body.pose)
    if not answers and len(state.looks) >= _LOOKS_ENOUGH:
        return replace(state, seen=Seen.HELD)
    look = _single_look(answers)
    state = replace(state, look=look, looked_s=t_s)
    if not covered and not state.measured_alone and state.looks:
        state = replace(state, looks=(), measured_alone=True)
    if len(state.looks) < _LOOKS_ENOUGH and (not covered or not state.measured_alone):
        return _measure(state, answers[1:], covered, size, hints)
    if covered or look is None:
        return replace(state, seen=Seen.HELD, moved_since_s=float("nan"))
    return _confirm(state, look, t_s)


def _measure(
    state: ReceiverState, answers: tuple[Answer, ...], covered: bool, size: PictureSize, hints: Hints
) -> ReceiverState:
    looks = (*state.looks, *answers)
    body = state.body
    if len(looks) in _FOLD_AT:
        body = fold_looks(looks, size, torso_m(hints), body) or body
    if body is None or not is_lying(body):
        return ReceiverState()
    return replace(state, looks=looks, body=body, measured_alone=not covered, seen=Seen.MEASURED)


def _confirm(state: ReceiverState, look: Pose, t_s: float) -> ReceiverState:
    """A free look agrees with the measured body, or contradicts it long enough to measure anew."""
    assert state.body is not None
    if distance(look, state.body.looks_pose) < _AGREES:
        return replace(state, seen=Seen.MEASURED, moved_since_s=float("nan"))
    since_s = t_s if np.isnan(state.moved_since_s) else state.moved_since_s
    if t_s - since_s < _MOVED_FOR_S:
        return replace(state, seen=Seen.HELD, moved_since_s=since_s)
    return ReceiverState()


def _single_look(answers: tuple[Answer, ...]) -> Pose | None:
    if not answers or answers[0].presence < 0.3 or not is_whole(answers[0].pose):
        return None
    return as_prone(answers[0].pose)


def _overlap(giver: Pose, receiver: Pose) -> bool:
    gap_px = np.linalg.norm(giver.xy_px[:, None] - receiver.xy_px[None], axis=2).min()
    low, high = receiver.xy_px.min(axis=0), receiver.xy_px.max(axis=0)
    within = ((giver.xy_px > low) & (giver.xy_px < high)).all(axis=1).any()
    return bool(within) or float(gap_px) < _TOUCH * extent_px(receiver)
