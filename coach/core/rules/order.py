"""Order (technique.md D4): each foot goes from the shoulders gradually down to the waist; a pass may then start again.

Judged when a stand ends, by its place, against the foot's own pass: both feet may take turns, or one side may be done
after the other. A stand that was not wholly seen, or whose place is not known, may have been anywhere: the pass begins
anew after it, and nothing is said of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated

from coach.core.findings import Figure, Rule
from coach.core.rules.feet import event_side
from coach.core.rules.flash import FlashState, Instant, flash
from coach.core.rules.stands import EndedStand, StandStep
from coach.core.rules.track import Outcome
from coach.core.sight import Contact, FootSight
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict


class Disorder(StrEnum):
    """How the steps leave their order; the reason of an `order` event."""

    UP = "going up"
    SKIP = "skipping ahead"


@dataclass(frozen=True, slots=True)
class OrderParams:
    """Thresholds of the order; places and lengths are fractions of the torso, 0 at the shoulders, 1 at the hips."""

    up_along: Annotated[
        float,
        Threshold("torso lengths", 0.05, 1.0, "10 cm of a torso of 50 cm: half a sole (ISO 7250: 25 cm) is corrected"),
    ] = 0.2
    skip_along: Annotated[
        float,
        Threshold("torso lengths", 0.1, 1.0, "25 cm of a torso of 50 cm: a whole sole (ISO 7250) is left out"),
    ] = 0.5
    start_along: Annotated[
        float,
        Threshold("torso lengths", 0.1, 0.6, "technique.md D5: beside the shoulder blades, short of their end at 0.4"),
    ] = 0.3
    finish_along: Annotated[
        float, Threshold("torso lengths", 0.4, 1.0, "the lower back begins at 0.7; half a correction before it")
    ] = 0.6
    blind_along: Annotated[
        float, Threshold("torso lengths", 0.02, 1.0, "a place as unsure as the smallest step that is remarked on")
    ] = 0.2
    return_s: Annotated[
        float, Threshold("s", 0.0, 120.0, "technique.md D6: the way back to the shoulders in four steps of 3 to 5 s")
    ] = 20.0
    apart_s: Annotated[
        float, Threshold("s", 1.0, 120.0, "a foot that is off the back for longer begins anew; own judgement")
    ] = 10.0
    quiet_s: Annotated[
        float, Threshold("s", 0.0, 600.0, "technique.md D4 is of low priority: one remark a minute; own judgement")
    ] = 60.0
    show_s: Annotated[float, Threshold("s", 0.2, 10.0, "one step, one remark")] = 2.0

    def __post_init__(self) -> None:
        """Refuse thresholds that contradict each other."""
        if self.start_along >= self.finish_along:
            raise ValueError("start_along must be below finish_along")


@dataclass(frozen=True, slots=True)
class PassState:
    """One foot's way down.

    Attributes:
        reached: the lowest place of this pass, torso lengths; NaN = it begins with the next stand.
        at: place of the last stand, likewise; on the way up the highest.
        left_s: end of the last stand; NaN = none, or its end was not seen.
        begun: False while the foot may still be on its way to the shoulders, after it came onto the back.
        rising_s: when its way up to the shoulders began, then or after a finished pass; NaN = none.
        unsure: the foot's place was too unsure during the present stand.
    """

    reached: float = math.nan
    at: float = math.nan
    left_s: float = math.nan
    begun: bool = True
    rising_s: float = math.nan
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class OrderState:
    """Both feet, when the last remark was made (NaN = never), and what is on show."""

    left: PassState = field(default_factory=PassState)
    right: PassState = field(default_factory=PassState)
    told_s: float = math.nan
    flash: FlashState = field(default_factory=FlashState)


def order(
    params: OrderParams,
    state: OrderState,
    feet: tuple[FootSight, FootSight],
    steps: tuple[StandStep, StandStep],
    t_s: float,
) -> tuple[OrderState, Outcome]:
    """Judge both feet at one moment (left, right). Raises ValueError when time runs backwards."""
    left, left_found = _follow(params, state.left, feet[0], steps[0])
    right, right_found = _follow(params, state.right, feet[1], steps[1])
    foot, instant = (feet[0], left_found) if left_found is not None else (feet[1], right_found)
    told_s = state.told_s
    if instant is not None and t_s - told_s < params.quiet_s:
        instant = None
    elif instant is not None:
        told_s = t_s
    side = event_side(foot.side) if state.flash.event is None else state.flash.event.side or event_side(foot.side)
    otherwise = Verdict.UNKNOWN if any(_unread(params, one) for one in feet) else Verdict.OK
    shown, outcome = flash(Rule.ORDER, side, params.show_s, state.flash, instant, otherwise, t_s)
    return OrderState(left, right, told_s, shown), outcome


def _unread(params: OrderParams, foot: FootSight) -> bool:
    """Can the foot not be placed along the back, although it may stand on it?"""
    if foot.contact is Contact.BACK:
        return not math.isfinite(foot.along) or foot.along_sigma > params.blind_along
    return foot.contact is Contact.UNKNOWN


def _follow(
    params: OrderParams, state: PassState, foot: FootSight, step: StandStep
) -> tuple[PassState, Instant | None]:
    """Fold one foot in; the disorder that its ended stand shows, if any."""
    found = None
    if step.ended is not None:
        state, found = _placed(params, state, step.ended)
        state = replace(state, unsure=False)
    if foot.contact is Contact.BACK and _unread(params, foot):
        state = replace(state, unsure=True)
    return state, found


def _placed(params: OrderParams, state: PassState, ended: EndedStand) -> tuple[PassState, Instant | None]:
    stand = ended.stand
    left_s = stand.end_s if ended.lift_seen else math.nan
    if state.unsure or not math.isfinite(stand.along):
        return PassState(), None
    if not 0.0 <= stand.along <= 1.0:  # `off_zone` speaks of it
        return replace(state, left_s=left_s), None
    followed = ended.landing_seen and stand.start_s - state.left_s <= params.apart_s
    if not followed or math.isnan(state.reached):
        return PassState(stand.along, stand.along, left_s, begun=False, rising_s=stand.start_s), None
    figures = (Figure("from_along", state.at), Figure("along", stand.along))
    going_up = math.isfinite(state.rising_s)
    begun = PassState(stand.along, stand.along, left_s)
    if stand.along >= state.reached - params.up_along and (not going_up or not state.begun):
        skips = stand.along > state.reached + params.skip_along
        found = Instant(stand.start_s, stand.end_s, figures, Disorder.SKIP.value) if skips else None
        return replace(begun, reached=max(state.reached, stand.along)), found
    beginning = not state.begun or state.reached <= params.start_along
    may_start = beginning or state.reached >= params.finish_along
    if may_start and stand.along <= params.start_along:
        return begun, None
    rising_s = state.rising_s if going_up else stand.start_s
    goes_on_up = stand.along <= (state.at + params.up_along if going_up else state.at)
    if may_start and goes_on_up and stand.end_s - rising_s <= params.return_s:
        return replace(state, at=min(state.at, stand.along), left_s=left_s, rising_s=rising_s), None
    return begun, Instant(min(rising_s, stand.start_s), stand.end_s, figures, Disorder.UP.value)
