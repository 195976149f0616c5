"""Both people together: one plan for the eyes, one fold of their answers. Roles come from the scene and never swap.

The receiver is the one who lies, the giver the one who is upright; each has a region of their own from then on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.geometry.scene import Scene
from coach.core.landmarks import no_pose
from coach.core.look import Hints, LookPlan, Looks, PictureSize, Region
from coach.core.people.backdrop import is_gone, plan_backdrop
from coach.core.people.folded import is_steep
from coach.core.people.giver import GiverState, back_to_giver, is_on, plan_giver, update_giver
from coach.core.people.giver_search import regions_on_back, stands_on
from coach.core.people.receiver import ReceiverState, follow_receiver, plan_follow, plan_receiver, update_receiver
from coach.core.people.regions import box_region
from coach.core.people.search import asks_detector, found_boxes
from coach.core.sight import PersonSight, Seen
from coach.core.values import replace

_LEFT_AFTER_S, _LEFT_FOR_S = 0.1, 6.0  # who has left the receiver this long ago has stepped off
_LOOK_BACK_EVERY_S = 0.12
_PLACES_A_LOOK = 2  # of the few where they may be: no frame waits for all of them


@dataclass(frozen=True, slots=True)
class PeopleState:
    """What is known of both people.

    Attributes:
        receiver: the lying one.
        giver: the upright one.
        followed_s: when the giver was last followed; -inf = never.
        stood_s: when the one who is followed was last on the receiver; -inf = never.
        strayed_s: when somebody else on the receiver was last looked for; -inf = never.
        looked_back: how many places that took; they are looked at in turn.
    """

    receiver: ReceiverState = ReceiverState()
    giver: GiverState = GiverState()
    followed_s: float = float("-inf")
    stood_s: float = float("-inf")
    strayed_s: float = float("-inf")
    looked_back: int = 0

    @property
    def scene(self) -> Scene | None:
        """The scene as the search or the last measurement of the receiver found it; None while nobody lies there."""
        return None if self.receiver.body is None else self.receiver.body.fit.scene

    @property
    def giver_found(self) -> bool:
        """Has the giver been followed before, so that a told box, which holds for the first frame, is past?"""
        return bool(np.isfinite(self.followed_s))


def plan_people(state: PeopleState, size: PictureSize, hints: Hints, t_s: float) -> LookPlan:
    """Where to look in the frame at `t_s`."""
    receiver, probe = plan_receiver(state.receiver, size, hints, t_s)
    follow = plan_follow(state.receiver, state.giver.pose, t_s)
    body = state.receiver.body
    strays = _strays(state, t_s)
    seeks = strays or state.giver.pose is None
    likely = regions_on_back(body.fit.scene) if body is not None and seeks else ()
    just_found = body is not None and not state.receiver.looks
    box = None if state.giver_found else hints.giver_box_px
    if box is not None:  # the detector may miss whom the user has pointed at
        likely = (box_region(box, 0.0), *likely)
    now = just_found or (box is not None and bool(np.isnan(state.giver.t_s)))
    giver, find = plan_giver(state.giver, size, likely, now, t_s, steep=is_steep(state.scene))
    if not _heeds_giver(state):  # nobody would read what the detector finds
        find = ()
    if body is None and asks_detector(state.receiver.search, t_s):
        find = found_boxes(size)
    if find and not just_found:  # the detector takes its time: what can wait for the next frame does
        receiver = receiver[:1]
    backdrop = plan_backdrop(
        state.giver.pose,
        state.followed_s,
        t_s,
        folded=state.giver.legs.folded,
        unseen_s=float(np.nan_to_num(t_s - state.giver.missed_since_s)),
        searching=just_found or (body is None and not searched_through(state.receiver)),
        just_found=just_found,
    )
    on_back = _in_turn(likely, state.looked_back) if strays else ()
    return LookPlan(giver, receiver, find, probe, follow=follow, backdrop=backdrop, on_back=on_back)


def update_people(state: PeopleState, looks: Looks, size: PictureSize, hints: Hints, t_s: float) -> PeopleState:
    """Fold the answers to `plan_people` in."""
    body = state.receiver.body
    lying = body.pose if body is not None else None
    giver = state.giver
    if _heeds_giver(state):
        told = replace(hints, giver_box_px=None) if state.giver_found else hints
        feet, steep = (looks.feet, looks.feet_mixed), is_steep(state.scene)
        giver = update_giver(giver, looks.giver, looks.found, lying, size, told, t_s, feet, steep=steep)
    giver = replace(giver, apart=looks.played_down)
    stood_s, strayed_s = state.stood_s, t_s if looks.on_back else state.strayed_s
    looked_back = state.looked_back + len(looks.on_back)
    if body is not None and giver.pose is not None:
        if looks.on_back:
            giver = back_to_giver(giver, looks.on_back, body.fit.scene, body.pose, t_s)
        if giver.pose is not None and giver.seen is Seen.MEASURED and stands_on(body.fit.scene, giver.pose):
            stood_s = t_s
    receiver = follow_receiver(state.receiver, looks.follow, giver.pose, t_s)
    receiver = update_receiver(receiver, looks.receiver, looks.found, looks.probe, giver.pose, size, hints, t_s)
    if giver.pose is not None:
        return PeopleState(receiver, giver, t_s, stood_s, strayed_s, looked_back)
    took_receiver = state.giver.pose is not None and lying is not None and is_on(state.giver.pose, lying)
    followed_s = float("-inf") if took_receiver else state.followed_s
    return PeopleState(receiver, giver, followed_s, stood_s, strayed_s, looked_back)


def _heeds_giver(state: PeopleState) -> bool:
    """Is the giver looked for? Not before the search for who lies: either may be taken for the other until then."""
    return state.receiver.body is not None or state.giver.pose is not None or searched_through(state.receiver)


def is_alone(state: PeopleState, t_s: float) -> bool:
    """Is nobody followed beside the receiver, and has not been for a while? Who was never found may be there yet."""
    return state.giver.pose is None and is_gone(state.followed_s, t_s)


def _strays(state: PeopleState, t_s: float) -> bool:
    """Has the one who is followed just left the receiver, so that it may be a passer-by and the giver still there?

    While looks at them fail, it is they who are looked for.
    """
    followed = state.giver.pose is not None and bool(np.isnan(state.giver.missed_since_s))
    away = followed and _LEFT_AFTER_S < t_s - state.stood_s < _LEFT_FOR_S
    return away and t_s - state.strayed_s >= _LOOK_BACK_EVERY_S


def _in_turn(places: tuple[Region, ...], past: int) -> tuple[Region, ...]:
    """The next few places, after so many looks."""
    count = len(places)
    return tuple(places[(past + k) % count] for k in range(min(_PLACES_A_LOOK, count)))


def searched_through(receiver: ReceiverState) -> bool:
    """Has the search for a lying person been through the whole picture once without success?"""
    return receiver.search.from_grid or np.isfinite(receiver.search.grid_s)


def receiver_sight(state: PeopleState) -> PersonSight:
    """The receiver as the rest of the program sees them."""
    body, seen = state.receiver.body, state.receiver.seen
    if body is None or seen is Seen.LOST:
        return PersonSight(Seen.LOST, no_pose())
    return PersonSight(seen, body.pose, state.receiver.doubted)


def giver_sight(state: PeopleState) -> PersonSight:
    """The giver as the rest of the program sees them."""
    pose = state.giver.shown
    return PersonSight(Seen.LOST, no_pose()) if pose is None else PersonSight(state.giver.seen, pose)
