"""One session as one fold: frame → people → back frame, feet, hands → findings → cues.

The same steps run live, on clips and on replays. Nothing here reads a clock, a file or a screen: time comes with the
frame, in seconds from the first one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from coach.core.analysis import Moment
from coach.core.cues import CueParams, CueState, begin_cues, give_cue
from coach.core.findings import Findings
from coach.core.look import Hints, LookPlan, Looks, PictureSize
from coach.core.people.rounds import Rounds, begin_rounds
from coach.core.rules.judge import RulesEnd, RulesParams, RulesState, begin_rules, finish_rules, judge
from coach.core.see import SightParams, SightState, begin_sight, plan_sight, retold_sight, see, settle_sight
from coach.core.sight import Sight
from coach.core.values import replace


@dataclass(frozen=True, slots=True)
class SessionParams:
    """Every threshold of the program."""

    sight: SightParams = field(default_factory=SightParams)
    rules: RulesParams = field(default_factory=RulesParams)
    cues: CueParams = field(default_factory=CueParams)


@dataclass(frozen=True, slots=True)
class SessionState:
    """All that a session remembers. It has one owner and is never changed in place."""

    sight: SightState
    rules: RulesState
    cues: CueState
    t_s: float = 0.0


def begin(params: SessionParams, size: PictureSize, hints: Hints) -> SessionState:
    """Start a session on pictures of one size."""
    del params  # the state depends on the picture and the hints alone
    return SessionState(begin_sight(size, hints), begin_rules(), begin_cues())


def search(state: SessionState) -> Rounds:
    """Begin to search a picture for whoever is not known yet, before `plan`; a clip can wait for it, a camera not."""
    return begin_rounds(state.sight.people, state.sight.size, state.sight.known)


def searched(state: SessionState, rounds: Rounds) -> SessionState:
    """The session with what the search on the picture has found."""
    return replace(state, sight=replace(state.sight, people=rounds.people))


def plan(params: SessionParams, state: SessionState, t_s: float) -> LookPlan:
    """Where the eyes shall look in the frame at `t_s`."""
    del params
    return plan_sight(state.sight, t_s)


def step(params: SessionParams, state: SessionState, looks: Looks, t_s: float) -> tuple[SessionState, Moment]:
    """Fold one frame in: the eyes' answers to `plan` become a sight, findings and, now and then, a cue.

    Raises:
        ValueError: time runs backwards or is no number (a programming error; readers drop such frames).
    """
    state, sight, findings = observe(params, state, looks, t_s)
    cues, _, running = give_cue(params.cues, state.cues, findings)
    return settle(replace(state, cues=cues)), Moment(sight, findings, running)


def observe(
    params: SessionParams, state: SessionState, looks: Looks, t_s: float
) -> tuple[SessionState, Sight, Findings]:
    """The first part of `step`: what is seen and what the rules say, before anything is said. Raises as `step`."""
    sight_state, sight = see(params.sight, state.sight, looks, t_s)
    rules_state, findings = judge(params.rules, state.rules, sight)
    return SessionState(sight_state, rules_state, state.cues, t_s), sight, findings


def settle(state: SessionState) -> SessionState:
    """The last part of `step`: what is costly and counts from the next frame on. Live, the cue is out before it."""
    return replace(state, sight=settle_sight(state.sight))


def searching(state: SessionState, at_once: int) -> SessionState:
    """The session looking at so many places a frame while it searches for a lying person (a multiple of six)."""
    people = state.sight.people
    if people.receiver.search.at_once == at_once:
        return state
    search = replace(people.receiver.search, at_once=at_once)
    people = replace(people, receiver=replace(people.receiver, search=search))
    return replace(state, sight=replace(state.sight, people=people))


def retold(state: SessionState, hints: Hints) -> SessionState:
    """The session with other hints about the same scene: a spine line or a support that was marked while it goes on."""
    return replace(state, sight=retold_sight(state.sight, hints))


def finish(params: SessionParams, state: SessionState) -> RulesEnd:
    """Close what is still open at the end of a clip or session."""
    return finish_rules(params.rules, state.rules, state.t_s)
