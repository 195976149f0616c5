"""All rules over one frame: the pure fold from what is seen to what is found.

The state has one owner and is never changed in place. `judge` is called once per frame, in the order of time;
`finish_rules` once, when the clip ends.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field

from coach.core.analysis import Phase
from coach.core.findings import Event, Findings, Judgement, Stand
from coach.core.landmarks import SIDES
from coach.core.rules.fast_step import FastStepParams
from coach.core.rules.flash import close_flash
from coach.core.rules.foot_rules import FootRulesParams, FootState, finish_foot, judge_foot, read_foot
from coach.core.rules.hand_rules import HandParams, HandRulesParams, HandState, judge_hand, palms_unseen
from coach.core.rules.keep_out import KeepOutParams
from coach.core.rules.not_seen import NotSeenParams, NotSeenState, Unjudged, close_not_seen, not_seen
from coach.core.rules.off_zone import OffZoneParams
from coach.core.rules.order import OrderParams, OrderState, order
from coach.core.rules.pauses import PauseParams
from coach.core.rules.phases import PhaseParams, PhaseState, finish_phase, follow_phase
from coach.core.rules.presence import PresenceState, find_presence, works_by_hand
from coach.core.rules.ramp import RampParams, RampState, ramp
from coach.core.rules.receiver import ReceiverParams, ReceiverState, receiver_moved, receiver_signal
from coach.core.rules.spine_step import SpineStepParams
from coach.core.rules.stands import StandParams
from coach.core.rules.steady import SteadyParams
from coach.core.rules.support_lost import SupportLostParams, SupportLostState, support_lost, support_unread
from coach.core.rules.temporal import elapsed
from coach.core.rules.track import Outcome, close, merged
from coach.core.rules.uneven import UnevenParams, UnevenState, uneven
from coach.core.sight import BackSight, Sight, ViewVerdict
from coach.core.values import replace


@dataclass(frozen=True, slots=True)
class RulesParams:
    """Every threshold of the rules, by family."""

    spine_step: SpineStepParams = field(default_factory=SpineStepParams)
    hands: HandParams = field(default_factory=HandParams)
    keep_out: KeepOutParams = field(default_factory=KeepOutParams)
    off_zone: OffZoneParams = field(default_factory=OffZoneParams)
    support_lost: SupportLostParams = field(default_factory=SupportLostParams)
    fast_step: FastStepParams = field(default_factory=FastStepParams)
    pauses: PauseParams = field(default_factory=PauseParams)
    order: OrderParams = field(default_factory=OrderParams)
    uneven: UnevenParams = field(default_factory=UnevenParams)
    receiver: ReceiverParams = field(default_factory=ReceiverParams)
    not_seen: NotSeenParams = field(default_factory=NotSeenParams)
    stands: StandParams = field(default_factory=StandParams)
    steady: SteadyParams = field(default_factory=SteadyParams)
    phases: PhaseParams = field(default_factory=PhaseParams)
    ramp: RampParams = field(default_factory=RampParams)


@dataclass(frozen=True, slots=True)
class RulesState:
    """All that the rules remember. `ended_phases` are whole; the other parts belong to their own files."""

    last_s: float = math.nan
    presence: PresenceState = field(default_factory=PresenceState)
    left: FootState = field(default_factory=FootState)
    right: FootState = field(default_factory=FootState)
    order: OrderState = field(default_factory=OrderState)
    uneven: UnevenState = field(default_factory=UnevenState)
    support_lost: SupportLostState = field(default_factory=SupportLostState)
    receiver_moved: ReceiverState = field(default_factory=ReceiverState)
    receiver_signal: ReceiverState = field(default_factory=ReceiverState)
    not_seen: NotSeenState = field(default_factory=NotSeenState)
    phase: PhaseState = field(default_factory=PhaseState)
    ended_phases: tuple[Phase, ...] = ()
    ramp: RampState = field(default_factory=RampState)
    hands: tuple[HandState, HandState] = field(default_factory=lambda: (HandState(), HandState()))


@dataclass(frozen=True, slots=True)
class RulesEnd:
    """What the end of a clip leaves.

    Attributes:
        events: events that were still open, closed.
        stands: stands that were still going on, closed; their length was not judged.
        phases: all phases of the clip.
    """

    events: tuple[Event, ...]
    stands: tuple[Stand, ...]
    phases: tuple[Phase, ...]


def begin_rules() -> RulesState:
    """Nothing seen yet."""
    return RulesState()


def judge(params: RulesParams, state: RulesState, sight: Sight) -> tuple[RulesState, Findings]:
    """Judge one frame.

    Args:
        params: thresholds.
        state: what the last frame left.
        sight: what is seen now; any number in it may be NaN.

    Returns:
        The new state, and all rules' findings at this moment.

    Raises:
        ValueError: `sight.t_s` is not finite or lies before the last frame's (a programming error).
    """
    t_s = sight.t_s
    elapsed(state.last_s, t_s)
    presence_state, presence = find_presence(state.presence, sight)
    foot_params = _foot_params(params)
    left_foot = read_foot(foot_params, state.left, sight.feet[0], t_s)
    right_foot = read_foot(foot_params, state.right, sight.feet[1], t_s)
    back = _vouched_back(sight)
    left, left_out = judge_foot(foot_params, state.left, left_foot, right_foot.step, back, t_s)
    right, right_out = judge_foot(foot_params, state.right, right_foot, left_foot.step, back, t_s)
    hands, hands_out = _judge_hands(params, state.hands, sight, back, t_s)
    steps = (left_foot.step, right_foot.step)
    feet = (left_foot.foot, right_foot.foot)
    in_order, order_out = order(params.order, state.order, feet, steps, t_s)
    even, even_out = uneven(params.uneven, state.uneven, feet, back, presence, t_s)
    support, support_out = support_lost(params.support_lost, state.support_lost, sight, presence, t_s)
    moved, moved_out = receiver_moved(params.receiver, state.receiver_moved, sight, presence, t_s)
    signal, signal_out = receiver_signal(params.receiver, state.receiver_signal, sight, presence, t_s)
    by_hand = works_by_hand(presence_state, presence, sight)
    unjudged = Unjudged(
        feet=(left_out.spine_unread or right_out.spine_unread) and not by_hand,
        hands=(support_unread(support) or palms_unseen(sight)) and not by_hand,
    )
    near = presence_state.could_be_on
    unseen, unseen_out = not_seen(params.not_seen, state.not_seen, sight, presence, unjudged, t_s, near=near)
    ramped, load = ramp(params.ramp, state.ramp, sight, presence, t_s)
    phase, phases = follow_phase(params.phases, state.phase, presence, by_hand, t_s)

    whole_body = (order_out, even_out, support_out, moved_out, signal_out, unseen_out)
    outcomes = (*left_out.outcomes, *right_out.outcomes, *itertools.chain(*hands_out), *whole_body)
    findings = Findings(
        t_s=t_s,
        judgements=(
            *_by_rule((left_out.outcomes, right_out.outcomes)),
            *_by_rule(hands_out),
            *(outcome.judgement for outcome in whole_body),
        ),
        opened=tuple(event for outcome in outcomes for event in outcome.opened),
        closed=tuple(event for outcome in outcomes for event in outcome.closed),
        stands=(*left_out.stands, *right_out.stands),
        load=load,
    )
    state = RulesState(
        t_s,
        presence_state,
        left,
        right,
        in_order,
        even,
        support,
        moved,
        signal,
        unseen,
        phase,
        (*state.ended_phases, *phases),
        ramped,
        hands,
    )
    return state, findings


def _vouched_back(sight: Sight) -> BackSight:
    """The back as the rules of place may take it: where nothing vouches for it, no foot can be judged on it."""
    if not sight.receiver.doubted:
        return sight.back
    return replace(sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET)


def finish_rules(params: RulesParams, state: RulesState, t_s: float) -> RulesEnd:
    """Close what is open because the clip ends at `t_s`.

    Raises:
        ValueError: `t_s` lies before the last frame.
    """
    elapsed(state.last_s, t_s)
    ends = [
        finish_foot(_foot_params(params), foot, side, t_s)
        for foot, side in zip((state.left, state.right), SIDES, strict=True)
    ]
    tracks = (
        *(track for hand in state.hands for track in hand.tracks),
        state.uneven.track,
        state.support_lost.track,
        state.receiver_moved.track,
        state.receiver_signal.track,
    )
    return RulesEnd(
        events=(
            *(event for end in ends for event in end.events),
            *close_flash(state.order.flash),
            *(event for track in tracks for event in close(track, t_s)),
            *close_not_seen(state.not_seen, t_s),
        ),
        stands=tuple(stand for end in ends for stand in end.stands),
        phases=(*state.ended_phases, *finish_phase(state.phase, t_s)),
    )


def _foot_params(params: RulesParams) -> FootRulesParams:
    return FootRulesParams(
        params.spine_step,
        params.keep_out,
        params.off_zone,
        params.fast_step,
        params.pauses,
        params.stands,
        params.steady,
    )


def _judge_hands(
    params: RulesParams, states: tuple[HandState, HandState], sight: Sight, back: BackSight, t_s: float
) -> tuple[tuple[HandState, HandState], tuple[tuple[Outcome, ...], ...]]:
    """Both hands that may press, and what was found of each; nothing where nobody presses by hand."""
    rules = HandRulesParams(params.hands, params.spine_step, params.keep_out)
    if back is not sight.back:
        sight = replace(sight, back=back)
    left, right = (judge_hand(rules, state, hand, sight, t_s) for state, hand in zip(states, sight.hands, strict=True))
    return (left[0], right[0]), tuple(outcomes for _, outcomes in (left, right) if outcomes)


def _by_rule(limbs: tuple[tuple[Outcome, ...], ...]) -> tuple[Judgement, ...]:
    """One judgement per rule from both feet or hands; all of them list the same rules in the same order."""
    return tuple(merged(same[0].judgement.rule, same) for same in zip(*limbs, strict=True))
