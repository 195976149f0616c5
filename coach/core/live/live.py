"""The live session as one fold: what the camera and the eyes give, and the keys, become a stage, findings and sounds.

A session that was recorded is its inputs; folded again they give the same cues and prompts at the same times. Nothing
here reads a clock: the time comes with every input, in seconds from the session's beginning.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from coach.core import session
from coach.core.analysis import Moment
from coach.core.cues import SpokenCue, give_cue, lessons_after
from coach.core.findings import Findings, Rule, Severity
from coach.core.live import dim_light
from coach.core.live.camera_health import (
    CameraCondition,
    CameraHealth,
    HealthParams,
    HealthState,
    PictureFacts,
    update_health,
)
from coach.core.live.dim_light import DimParams, DimState, follow_light, light_told
from coach.core.live.pace import PaceParams, PaceState, paced
from coach.core.live.placing import fitting
from coach.core.live.plan import QUESTION, PlanParams, PlanSight, PlanState, PlanTimes, closed, follow_plan, plan_times
from coach.core.live.prompts import PromptKind, prompt_named
from coach.core.live.stage import (
    PREPARING,
    Command,
    Ending,
    Stage,
    StageSight,
    StageState,
    follow_stage,
)
from coach.core.live.stage_params import StageParams
from coach.core.live.voice import Asked, Spoken, VoiceParams, VoiceState, hushed, speak
from coach.core.look import Hints, LookPlan, Looks, PictureSize
from coach.core.people.posture import PostureParams, lies_prone, lies_straight
from coach.core.people.regions import KEY
from coach.core.rules.presence import Presence, PresenceState, find_presence, works_by_hand
from coach.core.session import SessionParams, SessionState
from coach.core.sight import ReceiverActivity, Seen, Support, ViewVerdict
from coach.core.sounds import sound_lengths_s
from coach.core.values import replace
from coach.core.verdict import Verdict
from coach.core.words import Language

# While a session is prepared only what endangers the receiver is called, and only if somebody is on the back already.
_DANGERS = (Rule.SPINE_STEP, Rule.KEEP_OUT, Rule.OFF_ZONE, Rule.SUPPORT_LOST, Rule.RECEIVER_SIGNAL)
_SHOWN = (ReceiverActivity.ARM_RAISED, ReceiverActivity.TAPPING)  # a lifted head stops too, but who listens lifts it
_POSTURE = PostureParams()
_STALE_S = 1.0  # what was seen longer ago is not known any more
# A look takes 15 ms of a processor, two candidates are judged in a third of a second: no search makes results stale.
_SEARCHED_AT_ONCE = 12
_CAMERA_AGAIN_S = 15.0  # a camera that stays blind is told again
_CAMERA_PROMPTS = {
    CameraCondition.ABSENT: "camera_lost",
    CameraCondition.DARK: "picture_dark",
    CameraCondition.COVERED: "camera_covered",
    CameraCondition.FROZEN: "picture_frozen",
    CameraCondition.SLOW: "camera_slow",
}


@dataclass(frozen=True, slots=True)
class LiveParams:
    """Every threshold of a live session, the language that it speaks, and what is known before it begins.

    Attributes:
        session, stage, plan, voice, health, light, pace: thresholds.
        language: what is spoken.
        too_often: it is one session too many within seven days (technique.md A3), which is said first.
    """

    session: SessionParams = field(default_factory=SessionParams)
    stage: StageParams = field(default_factory=StageParams)
    plan: PlanParams = field(default_factory=PlanParams)
    voice: VoiceParams = field(default_factory=VoiceParams)
    health: HealthParams = field(default_factory=HealthParams)
    light: DimParams = field(default_factory=DimParams)
    language: Language = Language.EN
    pace: PaceParams = field(default_factory=PaceParams)
    too_often: bool = False


@dataclass(frozen=True, slots=True)
class LiveInput:
    """All that reaches a session at one moment.

    Attributes:
        t_s: s from the session's beginning; never goes back.
        size: of the picture; None without one.
        facts: what is measured of the picture; None = none came.
        looks: the eyes' answers to the plan; None = the picture was not looked at.
        commands: keys and buttons since the last moment.
        hints: what the user has told anew of the scene (the spine line, a support); None = nothing new.
    """

    t_s: float
    size: PictureSize | None = None
    facts: PictureFacts | None = None
    looks: Looks | None = None
    commands: tuple[Command, ...] = ()
    hints: Hints | None = None


@dataclass(frozen=True, slots=True)
class LiveState:
    """All that a live session remembers.

    Attributes:
        hints: what the user has told.
        size: of the pictures so far.
        session: sight, rules and cues; None before the first picture.
        stage, plan, voice, health, light, pace: see there.
        moment: the newest judged frame.
        cue: the rules' cue that sounds, or sounded last.
        told_camera: the camera's condition that was told last, and when.
    """

    hints: Hints = Hints()
    size: PictureSize | None = None
    session: SessionState | None = None
    stage: StageState = field(default_factory=StageState)
    plan: PlanState = field(default_factory=PlanState)
    voice: VoiceState = field(default_factory=VoiceState)
    health: HealthState = field(default_factory=HealthState)
    light: DimState = field(default_factory=DimState)
    moment: Moment | None = None
    cue: SpokenCue | None = None
    told_camera: tuple[CameraCondition, float] = (CameraCondition.OK, -math.inf)
    pace: PaceState = field(default_factory=PaceState)


@dataclass(frozen=True, slots=True)
class LiveMoment:
    """What the window shows and the mixer plays of one moment.

    Attributes:
        t_s: s from the session's beginning.
        stage: where the session stands.
        health: of the camera.
        moment: the frame of this moment, judged; None = it has none, or the camera is blind.
        seen: what the stage asked of it.
        starts: the sound that starts now, if any.
        sounds: the sound that is heard now, if any.
        stage_changed: the stage is another one than a moment ago.
        plan: how far the session is.
        parts: what its parts have come to.
    """

    t_s: float
    stage: StageState
    health: CameraHealth
    moment: Moment | None
    seen: StageSight
    starts: Spoken | None
    sounds: Spoken | None
    stage_changed: bool
    plan: PlanState = field(default_factory=PlanState)
    parts: PlanTimes = field(default_factory=PlanTimes)


def begin(hints: Hints | None = None) -> LiveState:
    """Nothing seen yet."""
    return LiveState(hints=hints or Hints())


def plan(params: LiveParams, state: LiveState, size: PictureSize, t_s: float) -> LookPlan:
    """Where the eyes shall look in a picture of that size at `t_s`."""
    return session.plan(params.session, _session_for(params, state, size), t_s)


def step(params: LiveParams, state: LiveState, given: LiveInput) -> tuple[LiveState, LiveMoment]:
    """Fold one moment in: `answer`, then `settle`. Raises as `answer`."""
    state, moment = answer(params, state, given)
    return settle(state), moment


def answer(params: LiveParams, state: LiveState, given: LiveInput) -> tuple[LiveState, LiveMoment]:
    """The first half of `step`: all that is shown and heard of a moment.

    Raises:
        ValueError: time runs backwards (a programming error).
    """
    t_s = given.t_s
    state = _told(params, state, given)
    health_state, health = update_health(params.health, state.health, given.facts, t_s)
    judged: Moment | None = None
    findings: Findings | None = None
    known = state.session
    if given.looks is not None and given.size is not None and not health.blind:
        known, sight, findings = session.observe(
            params.session, _session_for(params, state, given.size), given.looks, t_s
        )
        judged = Moment(sight, findings, None)
    newest = judged or state.moment
    fresh = newest is not None and t_s - newest.sight.t_s <= _STALE_S
    size = given.size or state.size
    seen = stage_sight(newest, size) if fresh and newest is not None and size is not None else StageSight()
    if judged is None:  # a moment without a picture repeats what was seen, but no sign is given twice
        seen = replace(seen, stopped=False, signal=False)
    stage, news = follow_stage(params.stage, state.stage, seen, given.commands, t_s)
    changed = stage.stage is not state.stage.stage
    cue, starts_cue = state.cue, None
    if known is not None and findings is not None:
        heard_now = heard(findings, stage.stage, seen)
        cues = known.cues
        if state.voice.running is not None and state.voice.running.sound == QUESTION:
            cues = lessons_after(cues, state.voice.running.end_s)
        cues, starts_cue, cue = give_cue(params.session.cues, cues, heard_now, sound_lengths_s(params.language))

        known = replace(known, cues=cues)
        judged = Moment(judged.sight, findings, cue) if judged is not None else None
    told_camera, warnings = _camera_prompts(state.told_camera, health, stage.stage, t_s)
    light, is_dim = follow_light(params.light, state.light, given.facts, health, stage.stage, t_s)
    waits = not changed and any(one.sound == dim_light.PROMPT for one in state.voice.waiting)
    dim = (dim_light.PROMPT,) if is_dim and not waits else ()
    talks = starts_cue is not None or bool(warnings or dim or news.prompts or state.voice.waiting)
    plan_seen = _plan_sight(known, newest if fresh else None, state.voice, t_s, talks=talks)
    plan, remarks = follow_plan(params.plan, state.plan, plan_seen, stage.stage, t_s)
    first = ("too_often",) if params.too_often and math.isnan(state.stage.last_s) else ()
    prompts = (*first, *warnings, *news.prompts, *dim, *remarks)
    names = tuple(fitting(_parting(name, params, plan, stage), newest) for name in prompts)
    voice = hushed(state.voice) if changed else state.voice
    if stage.stage is Stage.ENDED:  # nothing comes after it: its word is not waited with
        voice = VoiceState()
    voice, starts = speak(params.voice, voice, starts_cue, tuple(_asked(params, name, t_s) for name in names), t_s)
    if starts is not None and starts.sound == dim_light.PROMPT:
        light = light_told(light, stage.stage)
    pace, knock = state.pace, None
    if params.pace.sound and known is not None and judged is not None:
        quiet = starts is None and not plan_seen.alarm
        pace, knock = paced(params.pace, pace, known, judged, voice, stage.stage, quiet=quiet)

    after = LiveState(
        state.hints,
        given.size or state.size,
        known,
        stage,
        plan,
        voice,
        health_state,
        light,
        newest,
        cue,
        told_camera,
        pace,
    )
    running = voice.running
    sounds = running if running is not None and t_s < running.end_s else None
    return after, LiveMoment(
        t_s, stage, health, judged, seen, starts or knock, sounds, changed, plan, plan_times(params.plan, plan)
    )


def settle(state: LiveState) -> LiveState:
    """The second half of `step`: what is costly and counts from the next moment on. A sound need not wait for it."""
    return state if state.session is None else replace(state, session=session.settle(state.session))


def heard(findings: Findings, stage: Stage, seen: StageSight) -> Findings:
    """The findings that may be called in this stage; a rule that is left out counts as not in force.

    All of them in a session; the dangers alone while it is prepared and somebody is on the back; what is urgent alone
    while it stands still, because the giver may still be on the back.
    """
    if stage is Stage.SESSION:
        return findings
    rules = _DANGERS if stage in PREPARING and seen.on else ()
    urgent = stage is Stage.PAUSED

    def counts(rule: Rule, severity: Severity) -> bool:
        return rule in rules or (urgent and severity is Severity.URGENT)

    return replace(
        findings,
        judgements=tuple(one for one in findings.judgements if counts(one.rule, one.severity)),
        opened=tuple(one for one in findings.opened if counts(one.rule, one.severity)),
    )


def stage_sight(moment: Moment, size: PictureSize) -> StageSight:
    """What the way through a session asks of a judged frame of a picture of that size."""
    sight = moment.sight
    limits = np.array([size.width, size.height])
    body_px = sight.receiver.pose.xy_px[KEY]
    _, presence = find_presence(PresenceState(), sight)
    giver = sight.giver.seen is Seen.MEASURED
    aside = lies_prone(_POSTURE, sight.posture) is Verdict.FAULT
    return StageSight(
        lying=sight.receiver.seen is not Seen.LOST and not aside and bool(np.isfinite(sight.back.spine_px).all()),
        aside=aside,
        bent=lies_straight(_POSTURE, sight.posture) is Verdict.FAULT,
        still=sight.receiver_activity is ReceiverActivity.STILL,
        view=sight.back.view if sight.back.seen is not Seen.LOST else ViewVerdict.UNKNOWN,
        giver=giver,
        off=giver and presence is Presence.OFF,
        on=presence is Presence.ON,
        holding=any(hand.support is Support.YES for hand in sight.hands),
        by_hand=giver and presence is not Presence.ON and any(hand.on_body for hand in sight.hands),
        signal=sight.receiver_activity in _SHOWN,
        stopped=any(event.rule is Rule.RECEIVER_SIGNAL for event in moment.findings.opened),
        cut=bool(((body_px < 0) | (body_px > limits)).any()),  # unknown is not cut
        nobody=sight.giver.seen is Seen.LOST and sight.receiver.seen is Seen.LOST and not aside,
    )


def _told(params: LiveParams, state: LiveState, given: LiveInput) -> LiveState:
    """What the user has told anew; a picture of another size begins the sight anew, the stage goes on."""
    if given.hints is not None:
        known = None if state.session is None else session.retold(state.session, given.hints)
        state = replace(state, hints=given.hints, session=known)
    if given.size is not None and given.size != state.size:
        state = replace(state, session=_session_for(params, state, given.size), size=given.size)
    if Command.RECALIBRATE in given.commands and state.size is not None:
        state = replace(state, session=_begun(params, state, state.size))
    return state


def _session_for(params: LiveParams, state: LiveState, size: PictureSize) -> SessionState:
    known = state.session if state.session is not None and state.size == size else _begun(params, state, size)
    return session.searching(known, _SEARCHED_AT_ONCE)


def _begun(params: LiveParams, state: LiveState, size: PictureSize) -> SessionState:
    return session.begin(params.session, size, state.hints)


def _camera_prompts(
    told: tuple[CameraCondition, float], health: CameraHealth, stage: Stage, t_s: float
) -> tuple[tuple[CameraCondition, float], tuple[str, ...]]:
    """Blindness is spoken when it begins, and again while it lasts; a rate that comes and goes is no new slowness."""
    condition, told_s = told
    name = _CAMERA_PROMPTS.get(health.condition)
    if health.condition is CameraCondition.OK and condition is CameraCondition.SLOW:
        return told, ()
    if name is None or stage is Stage.ENDED:
        return (health.condition, -math.inf), ()
    if health.condition is condition and t_s - told_s < _CAMERA_AGAIN_S:
        return told, ()
    return (health.condition, t_s), (name,)


def _plan_sight(
    known: SessionState | None, newest: Moment | None, voice: VoiceState, t_s: float, *, talks: bool
) -> PlanSight:
    """What the session's plan asks of this moment; `talks`: something is said now, or waits for silence."""
    quiet_s = 0.0 if talks else math.inf if voice.running is None else t_s - voice.running.end_s
    if known is None or newest is None:
        return PlanSight(quiet_s=quiet_s)
    _, presence = find_presence(known.rules.presence, newest.sight)
    alarm = any(
        one.verdict is Verdict.FAULT and one.severity in (Severity.URGENT, Severity.WARNING)
        for one in newest.findings.judgements
    )
    if works_by_hand(known.rules.presence, presence, newest.sight):
        presence = Presence.OFF
    early = newest.findings.load.verdict is Verdict.FAULT
    return PlanSight(known.rules.phase.name, presence, quiet_s, alarm, early)


def _parting(name: str, params: LiveParams, plan: PlanState, stage: StageState) -> str:
    """The last word asks for the closing by hand that is still to come (technique.md A2)."""
    due = closed(params.plan, plan) is Verdict.FAULT and stage.ending is not Ending.STOP_SIGNAL
    return "session_over_by_hand" if name == "session_over" and due else name


def _asked(params: LiveParams, name: str, t_s: float) -> Asked:
    prompt = prompt_named(name)
    return Asked(name, t_s, prompt.severity, prompt.length_s(params.language), prompt.kind is PromptKind.UNSEEN)
