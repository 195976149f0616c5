"""The way through a live session, hands-free: place the camera, lie down, stand beside, hold on, tread, end.

Nobody can reach the keyboard, so every step goes on by what is seen, and may be begun anew by beginning it anew: who
gets up before the treading begins is led from the start. Nothing holds people up: who steps on the back has begun. A
key may say the same as what is seen. Time is an argument; what is not known never counts as done.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from coach.core.live.placing import MOVE_IT, WILL_DO
from coach.core.live.stage_params import StageParams
from coach.core.sight import ViewVerdict
from coach.core.values import replace

NAN = float("nan")


class Stage(StrEnum):
    """Where a session stands."""

    PLACEMENT = "placement"  # somebody lies down, and the view is judged
    ALONE = "alone"  # the receiver lies alone and still: the back is measured
    REHEARSAL = "rehearsal"  # the receiver shows the stop signal, and the camera sees it
    BESIDE = "beside"  # the giver stands beside
    SUPPORT = "support"  # the giver takes hold of the support
    SESSION = "session"
    PAUSED = "paused"
    ENDED = "ended"


class Command(StrEnum):
    """What a key, a button or the window asks for."""

    GO_ON = "go on"
    PAUSE = "pause"  # or go on after it
    RECALIBRATE = "recalibrate"
    END = "end"


class Pause(StrEnum):
    """Why a session stands still."""

    ASKED = "asked"
    STOP_SIGNAL = "stop signal"  # technique.md D7


class Ending(StrEnum):
    """Why a session is over."""

    ASKED = "asked"
    STOP_SIGNAL = "stop signal"
    FULL_TIME = "full time"  # technique.md A1
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class StageSight:
    """What the way through a session asks of one frame. Unknown is False in all of them.

    Attributes:
        lying: the receiver is seen, not on the back, and the back's place is known.
        still: the receiver is seen not to move.
        view: can feet be judged from here?
        giver: the giver is seen in this frame.
        off: the giver is seen, and not on the receiver.
        on: the giver is seen on the receiver.
        holding: a hand holds on.
        bent: the receiver is seen to lie bent.
        aside: somebody is seen to lie there, and not on the front.
        by_hand: a hand is on the receiver, and the giver is not seen to be (technique.md D3, A2).
        stopped: the receiver gave the stop signal in this frame.
        signal: an arm of the receiver is raised, or a hand taps: the stop signal, as it is rehearsed.
        nobody: neither person is known to be there.
        cut: the receiver is seen, and a part of the body lies outside of the picture.
    """

    lying: bool = False
    still: bool = False
    view: ViewVerdict = ViewVerdict.UNKNOWN
    giver: bool = False
    off: bool = False
    on: bool = False
    holding: bool = False
    stopped: bool = False
    signal: bool = False
    nobody: bool = False
    cut: bool = False
    by_hand: bool = False
    bent: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class StageState:
    """Where the session stands. Times are s; NaN = it is not so, or has not been.

    Attributes:
        stage: the stage.
        entered_s: when it began.
        asked_s: when its instruction was last given.
        lying_s, aside_s, still_s, signal_s, beside_s, holding_s, by_hand_s, on_s, off_s, gone_s, nobody_s: since when
            it is so.
        touched: the giver has been on the receiver, or a hand of theirs, since the session began.
        session_s: length of the session so far without its pauses (technique.md A1: from the first touch on).
        last_s: time of the last frame.
        pause: why it stands still.
        told: what is told once in a session and was told.
        view: the view that was told last.
        advised: the advice on how somebody lies or on the camera's place that was given last.
        ending: why it is over.
    """

    stage: Stage = Stage.PLACEMENT
    entered_s: float = NAN
    asked_s: float = NAN
    lying_s: float = NAN
    aside_s: float = NAN
    still_s: float = NAN
    signal_s: float = NAN
    beside_s: float = NAN
    holding_s: float = NAN
    by_hand_s: float = NAN
    on_s: float = NAN
    off_s: float = NAN
    gone_s: float = NAN
    nobody_s: float = NAN
    touched: bool = False
    session_s: float = 0.0
    last_s: float = NAN
    pause: Pause | None = None
    told: frozenset[str] = field(default_factory=frozenset[str])
    view: ViewVerdict = ViewVerdict.UNKNOWN
    advised: str = ""
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class StageNews:
    """What to say about it, in this order; ids of `prompts`."""

    prompts: tuple[str, ...] = ()


_INSTRUCTIONS = {
    Stage.PLACEMENT: "lie_down",
    Stage.ALONE: "hold_still",
    Stage.REHEARSAL: "show_signal",
    Stage.BESIDE: "stand_beside",
    Stage.SUPPORT: "take_support",
}
SIGNAL_SEEN = "signal_seen"  # also among what was told: then it is not asked for anew
_SIGNAL_AGAIN, _SIGNAL_MISSED = "show_signal_again", "signal_not_seen"
CUT_PROMPT = "move_back"
_STRAIGHT_PROMPT = "lie_straight"
TURN_PROMPT = "turn_over"
_VIEW_PROMPTS = {
    ViewVerdict.GOOD: "view_good",
    ViewVerdict.USABLE: WILL_DO,
    ViewVerdict.CANNOT_JUDGE_FEET: MOVE_IT,
}
_STEPPED_OFF = "stepped off"
_Step = tuple[StageState, tuple[str, ...]]
PREPARING = (Stage.PLACEMENT, Stage.ALONE, Stage.REHEARSAL, Stage.BESIDE, Stage.SUPPORT)


def follow_stage(
    params: StageParams, state: StageState, seen: StageSight, commands: tuple[Command, ...], t_s: float
) -> tuple[StageState, StageNews]:
    """Fold one frame (or a tick without one) in; `t_s` never goes back."""
    if state.stage is Stage.ENDED:
        return state, StageNews()
    state = _timed(state, seen, t_s)
    state, news = _commanded(state, commands, t_s)
    if not news:
        state, news = _ended(params, state, seen, t_s)
    if not news:
        state, news = _step(params, state, seen, t_s)
    looked = state.stage is not Stage.PLACEMENT or _lasts(state.entered_s, params.look_s, t_s)
    due = state.stage in PREPARING and looked and _lasts(state.asked_s, params.repeat_s, t_s, never=True)
    if due and not news:
        state, news = replace(state, asked_s=t_s), (_instruction(params, state),)
    return state, StageNews(news)


def _timed(state: StageState, seen: StageSight, t_s: float) -> StageState:
    """All stretches, gone on with or broken off, and the session's clock."""
    step_s = t_s - state.last_s if math.isfinite(state.last_s) else 0.0
    still = seen.lying and seen.still and not seen.on
    in_session = state.stage is Stage.SESSION
    touched = state.touched or (in_session and (seen.on or seen.by_hand))
    waits = not touched and seen.giver and seen.off  # what is not known counts: twenty minutes are the most
    return replace(
        state,
        entered_s=_since(state.entered_s, True, t_s),
        lying_s=_since(state.lying_s, seen.lying, t_s),
        aside_s=_since(state.aside_s, seen.aside, t_s),
        still_s=_since(state.still_s, still, t_s),
        signal_s=_since(state.signal_s, seen.lying and seen.signal and not seen.on, t_s),
        beside_s=_since(state.beside_s, seen.giver and seen.off, t_s),
        holding_s=_since(state.holding_s, seen.giver and seen.holding, t_s),
        by_hand_s=_since(state.by_hand_s, seen.by_hand, t_s),
        on_s=_since(state.on_s, seen.on, t_s),
        off_s=_since(state.off_s, seen.off and not seen.by_hand, t_s),
        gone_s=_since(state.gone_s, not seen.lying, t_s),
        nobody_s=_since(state.nobody_s, seen.nobody, t_s),
        touched=touched,
        session_s=state.session_s + (step_s if in_session and not waits else 0.0),
        last_s=t_s,
    )


def _commanded(state: StageState, commands: tuple[Command, ...], t_s: float) -> _Step:
    news: tuple[str, ...] = ()
    for command in commands:
        if state.stage is Stage.ENDED:
            break
        if command is Command.END:
            state, news = _end(state, Ending.ASKED, t_s), ("session_over",)
        elif command is Command.RECALIBRATE:
            state, news = _begun_anew(state, t_s), ("start_over",)
        elif command is Command.PAUSE and state.stage is Stage.SESSION:
            state, news = replace(_enter(state, Stage.PAUSED, t_s), pause=Pause.ASKED), ("paused",)
        elif state.stage is Stage.PAUSED:  # either key goes on
            state, news = replace(_enter(state, Stage.SESSION, t_s), pause=None), ("resumed",)
        elif state.stage in PREPARING:
            state, news = _enter(state, Stage.SESSION, t_s), ("begin",)
    return state, news


def _ended(params: StageParams, state: StageState, seen: StageSight, t_s: float) -> _Step:
    """The endings that nobody asks for. Before the treading begins nobody has gone: they may still come."""
    if state.stage in PREPARING:
        return state, ()
    if _lasts(state.nobody_s, params.nobody_s, t_s):
        return _end(state, Ending.NOBODY, t_s), ("nobody_ending",)
    stopped = state.pause is Pause.STOP_SIGNAL and _lasts(state.entered_s, params.stopped_s, t_s)
    if stopped and not seen.on:
        return _end(state, Ending.STOP_SIGNAL, t_s), ("session_over",)
    over_s = state.session_s - params.full_s
    if over_s >= 0 and (_lasts(state.off_s, params.off_s, t_s) or over_s >= params.grace_s):
        return _end(state, Ending.FULL_TIME, t_s), ("session_over",)
    return state, ()


def _step(params: StageParams, state: StageState, seen: StageSight, t_s: float) -> _Step:
    if state.stage is Stage.SESSION:
        return _tread(params, state, seen, t_s)
    if state.stage is Stage.PAUSED:
        return _pause(params, state, t_s)
    return _prepare(params, state, seen, t_s)


def _prepare(params: StageParams, state: StageState, seen: StageSight, t_s: float) -> _Step:
    """The way up to the treading: on by what is seen to be done, back to its beginning if the receiver gets up."""
    missed = (_SIGNAL_MISSED,) if state.stage is Stage.REHEARSAL else ()
    if _lasts(state.on_s, params.on_back_s, t_s):
        return _enter(state, Stage.SESSION, t_s), missed
    if state.stage is Stage.PLACEMENT:
        return _place(params, state, seen, t_s)
    if _lasts(state.gone_s, params.over_s, t_s):
        return _begun_anew(state, t_s), ("start_over",)
    if _lasts(state.by_hand_s, params.by_hand_s, t_s):
        return _enter(state, Stage.SESSION, t_s), (*missed, "warm_up_found")
    if state.stage is Stage.REHEARSAL:
        return _rehearse(params, state, t_s)
    ask_straight = state.stage is Stage.ALONE and seen.bent and _STRAIGHT_PROMPT not in state.told
    if ask_straight and _lasts(state.still_s, params.still_s, t_s):  # once: nothing holds people up
        told = state.told | {_STRAIGHT_PROMPT}
        return replace(state, still_s=t_s, asked_s=t_s, told=told), (_STRAIGHT_PROMPT,)
    done_s, for_s, following, news = {
        Stage.ALONE: (state.still_s, params.still_s, _after_alone(params, state), ("back_found",)),
        Stage.BESIDE: (state.beside_s, params.beside_s, Stage.SUPPORT, ("giver_found",)),
        Stage.SUPPORT: (state.holding_s, params.holding_s, Stage.SESSION, ("support_found", "begin", "warm_up_first")),
    }[state.stage]
    return (_enter(state, following, t_s), news) if _lasts(done_s, for_s, t_s) else (state, ())


def _after_alone(params: StageParams, state: StageState) -> Stage:
    """The stop signal is rehearsed until it was seen once."""
    return Stage.REHEARSAL if params.rehearse and SIGNAL_SEEN not in state.told else Stage.BESIDE


def _rehearse(params: StageParams, state: StageState, t_s: float) -> _Step:
    """Seen, asked for again in firmer words, or gone on without it, which is said: nothing holds people up."""
    if _lasts(state.signal_s, params.signal_s, t_s):
        told = state.told | {SIGNAL_SEEN}
        return replace(_enter(state, Stage.BESIDE, t_s), told=told), (SIGNAL_SEEN,)
    if _lasts(state.entered_s, 2 * params.rehearse_s, t_s):
        return _enter(state, Stage.BESIDE, t_s), (_SIGNAL_MISSED,)
    if _lasts(state.entered_s, params.rehearse_s, t_s) and not _asked_again(params, state):
        return replace(state, asked_s=t_s), (_SIGNAL_AGAIN,)
    return state, ()


def _asked_again(params: StageParams, state: StageState) -> bool:
    return state.asked_s - state.entered_s >= params.rehearse_s  # NaN: not asked at all


def _place(params: StageParams, state: StageState, seen: StageSight, t_s: float) -> _Step:
    if _lasts(state.aside_s, params.lying_s, t_s):
        return _advised(params, state, TURN_PROMPT, t_s)
    if state.advised == TURN_PROMPT and not seen.aside:
        state = replace(state, advised="")
    if seen.view is ViewVerdict.UNKNOWN or not _lasts(state.lying_s, params.lying_s, t_s):
        return state, ()
    if seen.cut or seen.view is ViewVerdict.CANNOT_JUDGE_FEET:
        prompt = CUT_PROMPT if seen.cut else _VIEW_PROMPTS[seen.view]
        return _advised(params, replace(state, view=seen.view), prompt, t_s)
    return replace(_enter(state, Stage.ALONE, t_s), view=seen.view), (_VIEW_PROMPTS[seen.view],)


def _advised(params: StageParams, state: StageState, prompt: str, t_s: float) -> _Step:
    """Say at once what else is wrong now, and the same again only after a while."""
    due = state.advised != prompt or _lasts(state.asked_s, params.repeat_s, t_s)
    return replace(state, advised=prompt, asked_s=t_s if due else state.asked_s), (prompt,) if due else ()


def _tread(params: StageParams, state: StageState, seen: StageSight, t_s: float) -> _Step:
    if seen.stopped:
        return replace(_enter(state, Stage.PAUSED, t_s), pause=Pause.STOP_SIGNAL, off_s=NAN), ("stop_signal_paused",)
    clock = (
        ("ten_minutes", params.half_s),
        ("fifteen_minutes", params.nearly_s),
        ("twenty_minutes_end", params.full_s),
    )
    due = tuple(name for name, at_s in clock if state.session_s >= at_s and name not in state.told)
    return replace(state, told=state.told | frozenset(due)), due[-1:]


def _pause(params: StageParams, state: StageState, t_s: float) -> _Step:
    """After a stop signal it goes on when the giver has let go of the receiver, and is back with feet or hands."""
    if state.pause is not Pause.STOP_SIGNAL:
        return state, ()
    if _lasts(state.off_s, params.off_s, t_s):
        return replace(state, told=state.told | {_STEPPED_OFF}), ()
    again = _lasts(state.on_s, params.on_back_s, t_s) or _lasts(state.by_hand_s, params.by_hand_s, t_s)
    if _STEPPED_OFF in state.told and again:
        told = state.told - {_STEPPED_OFF}
        return replace(_enter(state, Stage.SESSION, t_s), pause=None, told=told), ("resumed",)
    return state, ()


def _instruction(params: StageParams, state: StageState) -> str:
    if state.stage is Stage.PLACEMENT and math.isfinite(state.lying_s):
        return state.advised or "hold_still"
    if state.stage is Stage.REHEARSAL and _asked_again(params, state):
        return _SIGNAL_AGAIN
    return _INSTRUCTIONS[state.stage]


def _enter(state: StageState, stage: Stage, t_s: float) -> StageState:
    """Another stage. Its instruction is due at once, behind what is said about the step before."""
    return replace(state, stage=stage, entered_s=t_s, asked_s=NAN)


def _begun_anew(state: StageState, t_s: float) -> StageState:
    return StageState(
        entered_s=t_s,
        last_s=t_s,
        nobody_s=state.nobody_s,
        touched=state.touched,
        session_s=state.session_s,
        told=state.told - {_STEPPED_OFF},
    )


def _end(state: StageState, why: Ending, t_s: float) -> StageState:
    return replace(_enter(state, Stage.ENDED, t_s), ending=why, pause=None)


def _since(since_s: float, so: bool, t_s: float) -> float:
    if not so:
        return NAN
    return t_s if math.isnan(since_s) else since_s


def _lasts(since_s: float, for_s: float, t_s: float, *, never: bool = False) -> bool:
    """Has it been so for that long? `never` is the answer where it is not so at all."""
    return never if math.isnan(since_s) else t_s - since_s >= for_s
