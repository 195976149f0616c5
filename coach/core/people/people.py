"""Both people together: one plan for the eyes, one fold of their answers. Roles come from the scene and never swap.

The receiver is the one who lies, the giver the one who is upright; each has a region of their own from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.core.landmarks import no_pose
from coach.core.look import Hints, LookPlan, Looks, PictureSize
from coach.core.people.giver import GiverState, plan_giver, update_giver
from coach.core.people.giver_search import regions_on_back
from coach.core.people.receiver import ReceiverState, follow_receiver, plan_follow, plan_receiver, update_receiver
from coach.core.people.regions import box_region
from coach.core.people.search import asks_detector, found_boxes
from coach.core.sight import PersonSight, Seen


@dataclass(frozen=True, slots=True)
class PeopleState:
    """What is known of both people.

    `giver_found`: the giver has been followed before, so that a told box, which holds for the first frame, is past.
    """

    receiver: ReceiverState = ReceiverState()
    giver: GiverState = GiverState()
    giver_found: bool = False


def plan_people(state: PeopleState, size: PictureSize, hints: Hints, t_s: float) -> LookPlan:
    """Where to look in the frame at `t_s`."""
    receiver, probe = plan_receiver(state.receiver, size, hints, t_s)
    follow = plan_follow(state.receiver, state.giver.pose, t_s)
    body = state.receiver.body
    likely = regions_on_back(body.fit.scene) if body is not None else ()
    just_found = body is not None and not state.receiver.looks
    box = None if state.giver_found else hints.giver_box_px
    if box is not None:  # the detector may miss whom the user has pointed at
        likely = (box_region(box, 0.0), *likely)
    giver, find = plan_giver(state.giver, size, likely, just_found, t_s)
    if state.receiver.body is None and asks_detector(state.receiver.search, t_s):
        find = found_boxes(size)
    return LookPlan(giver, receiver, find, probe, follow=follow)


def update_people(state: PeopleState, looks: Looks, size: PictureSize, hints: Hints, t_s: float) -> PeopleState:
    """Fold the answers to `plan_people` in."""
    lying = state.receiver.body.pose if state.receiver.body is not None else None
    giver = state.giver
    if lying is not None or giver.pose is not None or _settled(state.receiver):
        told = replace(hints, giver_box_px=None) if state.giver_found else hints
        giver = update_giver(giver, looks.giver, looks.found, lying, size, told, t_s)
    receiver = follow_receiver(state.receiver, looks.follow, giver.pose, t_s)
    receiver = update_receiver(receiver, looks.receiver, looks.found, looks.probe, giver.pose, size, hints, t_s)
    return PeopleState(receiver, giver, state.giver_found or giver.pose is not None)


def _settled(receiver: ReceiverState) -> bool:
    """Has the search for a lying person been through the whole picture once without success?"""
    return receiver.search.from_grid or np.isfinite(receiver.search.grid_s)


def receiver_sight(state: PeopleState) -> PersonSight:
    """The receiver as the rest of the program sees them."""
    body, seen = state.receiver.body, state.receiver.seen
    return PersonSight(Seen.LOST, no_pose()) if body is None or seen is Seen.LOST else PersonSight(seen, body.pose)


def giver_sight(state: PeopleState) -> PersonSight:
    """The giver as the rest of the program sees them."""
    pose = state.giver.shown
    return PersonSight(Seen.LOST, no_pose()) if pose is None else PersonSight(state.giver.seen, pose)
