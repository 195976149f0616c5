"""Arbitration: which cue starts at this moment, if any.

One cue at a time, the gravest first; an urgent one interrupts a lower one. A cue comes back only after its own pause
and in its firmer form, and the pause grows while the fault goes on: escalate rather than nag. Guidance waits until
nothing graver is going on. Lengths come from the catalogue, never from the mixer, so a replay equals the live session.

Blindness is told as soon as the rule has decided it: a person or the back that is lost waits only for the sound that is
being heard. Feet and hands that a step hides are told calmly, once they stay hidden.

Three states: OK ends a fault and its memory; UNKNOWN neither repeats a cue nor clears the memory of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from coach.core.cues.catalogue import HIDDEN, LOSSES, Cue, Repeat, cue_for, cue_named, rank
from coach.core.cues.params import CueParams
from coach.core.cues.spoken import SpokenCue
from coach.core.findings import Findings, Judgement, Rule, Severity
from coach.core.values import replace
from coach.core.verdict import Verdict, worst

MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Given:
    """What is remembered about one cue.

    Attributes:
        cue: id in the catalogue.
        asked_s: when an event last asked for it.
        waiting: an event asks for it and was not answered yet.
        lasting: its fault is seen at this moment.
        said: how often it was said for this fault.
        end_s: when its last sound ended; -inf if it was never heard to its end.
    """

    cue: str
    asked_s: float
    waiting: bool
    lasting: bool
    said: int = 0
    end_s: float = -math.inf


@dataclass(frozen=True, slots=True)
class CueState:
    """Memory of the arbitration.

    Attributes:
        running: the cue that sounds now, or the last one.
        given: one entry per cue that was asked for and still matters.
        starts_s: starts of the last minute.
        guide_end_s: when the last guiding sound ended; -inf at the beginning.
    """

    running: SpokenCue | None = None
    given: tuple[Given, ...] = ()
    starts_s: tuple[float, ...] = ()
    guide_end_s: float = -math.inf


def begin_cues() -> CueState:
    """Silence, and nothing remembered."""
    return CueState()


def give_cue(
    params: CueParams, state: CueState, findings: Findings, lengths_s: Mapping[str, float] | None = None
) -> tuple[CueState, SpokenCue | None, SpokenCue | None]:
    """Decide for one moment.

    Args:
        params: pauses and limits, s.
        state: what the last call returned.
        findings: what the rules say now; `t_s` never goes back.
        lengths_s: length of each sound by its name, s, where another language is spoken than the catalogue's.

    Returns:
        The new state, the cue that starts now (or None), the cue that sounds now (or None; the started one if any).

    Source: technique.md D1, D2, D6, D7 and its last section: a quiet cue where a quiet cue will do.
    """
    t_s = findings.t_s
    running = state.running if state.running is not None and t_s < state.running.end_s else None
    given = _listen(params, state.given, findings)
    starts_s = tuple(start_s for start_s in state.starts_s if start_s > t_s - MINUTE_S)
    state = replace(state, given=given, starts_s=starts_s)
    alarm = any(g.lasting and _is_alarm(cue_named(g.cue)) for g in given)

    for entry in sorted(given, key=lambda g: rank(cue_named(g.cue))):
        cue = cue_named(entry.cue)
        if _is_due(params, given, entry, t_s) and _may_start(params, state, running, entry, cue, t_s, alarm=alarm):
            state, started = _start(state, running, entry, _at(params, entry, cue, t_s, lengths_s or {}))
            return state, started, started
    return state, None, running


def lessons_after(state: CueState, end_s: float) -> CueState:
    """Guidance keeps the same distance from another sound that ends at `end_s` as from a guiding one."""
    return state if end_s <= state.guide_end_s else replace(state, guide_end_s=end_s)


def _listen(params: CueParams, given: tuple[Given, ...], findings: Findings) -> tuple[Given, ...]:
    """Fold the events and judgements of this moment into the memory, and forget what is over."""
    judged = _by_rule(findings)
    entries = {entry.cue: _as_judged(entry, judged) for entry in given}
    for event in findings.opened:
        cue = cue_for(event)
        if cue is None:
            continue
        entry = entries.get(cue.id, Given(cue.id, findings.t_s, waiting=True, lasting=True))
        entries[cue.id] = replace(
            entry, asked_s=findings.t_s, waiting=True, lasting=cue.repeat is Repeat.WHILE_IT_LASTS
        )
    for judgement in findings.judgements:
        entries |= _asked_by(judgement, entries, findings.t_s)
    return tuple(kept for entry in entries.values() if (kept := _unless_over(params, entry, findings.t_s)) is not None)


def _by_rule(findings: Findings) -> dict[Rule, Judgement]:
    """Each rule's worst judgement: the spine rule has one of feet and one of hands."""
    judged: dict[Rule, Judgement] = {}
    for one in findings.judgements:
        before = judged.setdefault(one.rule, one)
        if worst(before.verdict, one.verdict) is not before.verdict:
            judged[one.rule] = one
    return judged


def _asked_by(judgement: Judgement, entries: Mapping[str, Given], t_s: float) -> dict[str, Given]:
    """A fault whose event was opened while nobody listened (before the session, in a pause) asks for its cue too."""
    cue = cue_for(judgement)
    if judgement.verdict is not Verdict.FAULT or cue is None or cue.repeat is Repeat.WHEN_IT_HAPPENS:
        return {}
    entry = entries.get(cue.id, Given(cue.id, t_s, waiting=False, lasting=True))
    return {} if entry.waiting or entry.said > 0 else {cue.id: replace(entry, waiting=True)}


def _as_judged(entry: Given, judged: dict[Rule, Judgement]) -> Given:
    """Does the fault of a cue go on? A rule that is no longer in force counts as ended."""
    cue = cue_named(entry.cue)
    if cue.repeat is Repeat.WHEN_IT_HAPPENS:
        return replace(entry, lasting=False)
    verdict = _verdict(cue, judged)
    if verdict is Verdict.OK:
        return replace(entry, waiting=entry.waiting and _outlives(cue), lasting=False, said=0)
    return replace(entry, lasting=verdict is Verdict.FAULT)


def _verdict(cue: Cue, judged: dict[Rule, Judgement]) -> Verdict:
    """The verdict that a cue hangs on.

    What is unseen is a fault for the cue that names it. While the rule asks for another of its cues (the neck instead
    of the ribs), this one only waits.
    """
    judgement = judged.get(cue.rule)
    if judgement is None or judgement.verdict is Verdict.OK:
        return Verdict.OK
    if cue_for(judgement) is not cue:
        return Verdict.UNKNOWN
    return Verdict.FAULT if cue.rule is Rule.NOT_SEEN else judgement.verdict


def _unless_over(params: CueParams, entry: Given, t_s: float) -> Given | None:
    """Drop what waited too long, and the whole entry once nothing in it can matter any more."""
    fresh = t_s - entry.asked_s <= params.keep_s
    waiting = entry.waiting and (entry.lasting or fresh or _outlives(cue_named(entry.cue)))
    memory_s = max(params.firm_within_s, params.pause_unseen_s, params.pause_guide_s, params.pause_warning_s)
    if not waiting and not entry.lasting and entry.said == 0 and t_s > entry.end_s + memory_s:
        return None
    return replace(entry, waiting=waiting)


def _is_due(params: CueParams, given: tuple[Given, ...], entry: Given, t_s: float) -> bool:
    """Is the cue asked for, and is its own pause over?

    A danger that comes back after it had ended does not wait. Feet and hands must stay unseen for a while. What is
    unseen shares one pause, so that changing reasons do not add up to chatter; for a person or the back, lost anew,
    that is the pause since the last such loss was told.
    """
    cue = cue_named(entry.cue)
    if not entry.waiting and not (entry.lasting and entry.said > 0):
        return False
    end_s, pause_s = entry.end_s, _pause_s(params, cue)
    if cue.rule is Rule.NOT_SEEN:
        after_s = params.unseen_after_s if cue.id in HIDDEN else 0.0
        if not entry.lasting or t_s < entry.asked_s + after_s:
            return False
        anew = cue.id in LOSSES and entry.waiting
        pause_s = params.pause_loss_s if anew else pause_s
        end_s = max(other.end_s for other in given if _shares_pause(cue_named(other.cue), anew=anew))
    if not entry.waiting and cue.id not in LOSSES:  # blindness is told again as long as it lasts
        pause_s *= min(params.pause_growth ** (entry.said - 1), params.pause_growth_most)
    elif cue.severity is Severity.URGENT and entry.said == 0 and entry.asked_s >= entry.end_s:
        pause_s = params.breath_s
    return t_s >= end_s + pause_s


def _may_start(
    params: CueParams,
    state: CueState,
    running: SpokenCue | None,
    entry: Given,
    cue: Cue,
    t_s: float,
    *,
    alarm: bool,
) -> bool:
    """Is there room for it beside the other cues?

    `alarm`: an urgent fault or a warning is going on; lessons wait for its end, what is unseen does not.
    """
    urgent = cue.severity is Severity.URGENT
    if running is not None and (not urgent or running.severity is Severity.URGENT):
        return False
    if urgent and (entry.said == 0 or entry.waiting):
        return True
    quiet_s = math.inf if state.running is None else t_s - state.running.end_s
    if cue.id in LOSSES and entry.waiting:
        return quiet_s >= params.breath_s
    if len(state.starts_s) >= params.most_per_min:
        return False
    if urgent:
        return True
    if _is_alarm(cue):
        return quiet_s >= params.breath_s
    waits = alarm and cue.rule is not Rule.NOT_SEEN
    return not waits and quiet_s >= params.guide_after_s and t_s >= state.guide_end_s + params.guide_gap_s


def _at(params: CueParams, entry: Given, cue: Cue, t_s: float, lengths_s: Mapping[str, float]) -> SpokenCue:
    """The cue as it is said at this moment: firmer if its fault goes on or has come back."""
    again = cue.repeat is Repeat.WHEN_IT_HAPPENS and t_s - entry.end_s <= params.firm_within_s
    firm = cue.firmer is not None and (entry.said > 0 or again)
    saying = cue.saying(firm=firm)
    spoken = SpokenCue(t_s, cue.id, cue.rule, cue.severity, saying.words, saying.length_s, firm)
    return replace(spoken, length_s=lengths_s.get(spoken.sound, spoken.length_s))


def _start(state: CueState, running: SpokenCue | None, entry: Given, started: SpokenCue) -> tuple[CueState, SpokenCue]:
    """Start a cue now; a running one is cut and counts as not heard."""
    cue, t_s = cue_named(started.cue), started.t_s
    lasts = cue.repeat is Repeat.WHILE_IT_LASTS
    heard = replace(entry, waiting=False, said=entry.said + 1 if lasts else 0, end_s=started.end_s)

    given = tuple(heard if g is entry else _unheard(g) if _was_cut(g, running) else g for g in state.given)
    guide_end_s = state.guide_end_s
    if running is not None and not _is_alarm(cue_named(running.cue)):
        guide_end_s = t_s
    if not _is_alarm(cue):
        guide_end_s = started.end_s
    return CueState(started, given, (*state.starts_s, t_s), guide_end_s), started


def _outlives(cue: Cue) -> bool:
    """A receiver's stop signal is passed on even if it is over before there is room for it (technique.md D7)."""
    return cue.rule is Rule.RECEIVER_SIGNAL


def _shares_pause(cue: Cue, *, anew: bool) -> bool:
    return cue.id in LOSSES if anew else cue.rule is Rule.NOT_SEEN


def _was_cut(entry: Given, running: SpokenCue | None) -> bool:
    return running is not None and entry.cue == running.cue


def _unheard(entry: Given) -> Given:
    """An interrupted cue was not understood: it may be said again at once if its fault goes on."""
    return replace(entry, waiting=True, said=max(entry.said - 1, 0), end_s=-math.inf)


def _pause_s(params: CueParams, cue: Cue) -> float:
    if cue.rule is Rule.NOT_SEEN:
        return params.pause_unseen_s
    if cue.severity is Severity.URGENT:
        return params.pause_urgent_s
    if cue.severity is Severity.WARNING:
        return params.pause_warning_s
    return params.pause_guide_s


def _is_alarm(cue: Cue) -> bool:
    """Urgent or warning, as opposed to guidance."""
    return cue.severity in (Severity.URGENT, Severity.WARNING)
