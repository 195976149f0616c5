"""Rounds on one picture: whoever is not known yet is searched for to the end before the frame is judged.

Finding somebody takes several looks after one another, each at what the one before has shown. Live, the next look is at
the next picture. A clip waits: all of them are at the same one, and no frame goes by meanwhile. These are the steps of
`people.py`, taken again while the time stands still.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from coach.core.look import Hints, LookPlan, Looks, PictureSize
from coach.core.people.folded import is_settled, is_steep
from coach.core.people.giver import GiverState, update_giver
from coach.core.people.people import PeopleState, plan_people, searched_through
from coach.core.people.receiver import plan_receiver, update_receiver
from coach.core.people.regions import distance_either_way
from coach.core.people.search import asks_detector, found_boxes

_MOST_LOOKS = 7  # at the giver: the first region is a guess, and folded legs are believed after two or three
_STAYS = 0.02  # of the extent: a look errs by 1 to 2 % anyway (docs/accuracy.md)


@dataclass(frozen=True, slots=True)
class Rounds:
    """A search on one picture.

    Attributes:
        people: as far as they are known.
        size: of the picture.
        hints: what is known of the scene.
        seeks_giver: the giver was not followed when it began.
        looks: at the giver, so far.
        moved: how far the last look moved the giver, as a part of their extent; inf = it was the first.
    """

    people: PeopleState
    size: PictureSize
    hints: Hints
    seeks_giver: bool
    looks: int = 0
    moved: float = float("inf")


def begin_rounds(people: PeopleState, size: PictureSize, hints: Hints) -> Rounds:
    """Before a picture is looked at."""
    return Rounds(people, size, hints, seeks_giver=people.giver.pose is None)


def plan_round(state: Rounds, t_s: float) -> LookPlan | None:
    """What the search asks of the picture at `t_s` next; None = it is through, or there is nobody to search for."""
    people = state.people
    if people.receiver.body is None:
        # Whoever stands is to be known when the grid's finds are looked at: they are none who lies.
        finds_giver = people.giver.pose is None and state.looks == 0 and searched_through(people.receiver)
        _, probe = plan_receiver(people.receiver, state.size, state.hints, t_s)
        find = found_boxes(state.size) if asks_detector(people.receiver.search, t_s) or (probe and finds_giver) else ()
        return LookPlan(find=find, probe=probe) if find or probe else None
    if not state.seeks_giver or state.looks >= _MOST_LOOKS:
        return None
    if state.looks and (people.giver.pose is None or (state.moved < _STAYS and is_settled(people.giver.legs))):
        return None
    plan = plan_people(people, state.size, state.hints, t_s)
    if not plan.giver and not plan.find:
        return None
    return LookPlan(plan.giver, find=plan.find)


def fold_round(state: Rounds, looks: Looks, t_s: float) -> Rounds:
    """Fold the answers to `plan_round` in."""
    people = state.people
    before = people.giver
    hints = replace(state.hints, giver_box_px=None) if people.giver_found else state.hints
    if people.receiver.body is None:
        looked = state.looks
        if before.pose is None and looks.found and searched_through(people.receiver):
            before = update_giver(before, (), looks.found, None, state.size, hints, t_s)
            looked = int(before.pose is not None)
        receiver = update_receiver(
            people.receiver, (), looks.found, looks.probe, before.pose, state.size, state.hints, t_s
        )
        return replace(state, people=replace(people, receiver=receiver, giver=before), looks=looked)
    # Each look is a find of its own: the one before may have been far off, and nobody is faster than the time.
    anew = GiverState(searched_s=before.searched_s, legs=before.legs) if before.pose is not None else before
    lying, steep = people.receiver.body.pose, is_steep(people.scene)
    giver = update_giver(anew, looks.giver, looks.found, lying, state.size, hints, t_s, steep=steep)
    if before.pose is None:
        moved = float("inf")
    elif giver.pose is None:
        giver, moved = before, 0.0
    else:
        moved = distance_either_way(giver.pose, before.pose)
    return replace(state, people=replace(people, giver=giver), looks=state.looks + 1, moved=moved)
