"""The figures of a whole clip, for `analysis.json`, the report and the console."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.core.analysis import Analysis, Moment
from coach.core.cues import SpokenCue
from coach.core.findings import Event, Rule, Severity, Stand, Zone
from coach.core.landmarks import Side
from coach.core.people.posture import PostureParams, lies_prone
from coach.core.rules.presence import on_back
from coach.core.sight import CameraPlace, Seen, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view.states import partly_unknown
from coach.core.view_advice import advice

_POSTURE = PostureParams()
_SAFETY = (Rule.SPINE_STEP, Rule.KEEP_OUT, Rule.SUPPORT_LOST)
LONGEST_FRAME_S = 0.5  # a frame speaks for this long at most; a longer gap was not seen


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """One rule over the clip. NaN if the giver was never on the back.

    Attributes:
        rule: which.
        count, total_s: how many events, and how long they were together.
        per_min: events per minute with the giver on the back.
        judged: share of that time in which the rule could tell, 0..1; NaN too if it was not in force (no area marked).
    """

    rule: Rule
    count: int
    total_s: float
    per_min: float
    judged: float


@dataclass(frozen=True, slots=True)
class ZoneTime:
    """Seconds that feet stood in one zone, on one side of the receiver's back."""

    zone: Zone
    side: Side
    seconds: float


@dataclass(frozen=True, slots=True)
class Visibility:
    """Fractions of frames, 0..1; NaN without frames.

    Attributes:
        receiver_measured, receiver_held: the receiver was seen, or held from before.
        giver_measured: the giver was seen.
        unknown: `not_seen` was open, or the spine rule, marked areas or the support rule could not judge all of it.
    """

    receiver_measured: float
    receiver_held: float
    giver_measured: float
    unknown: float


@dataclass(frozen=True, slots=True)
class LyingFigures:
    """How the receiver lay (technique.md B4): fractions of frames, 0..1, together 1; NaN without frames.

    Attributes:
        on_front: a body that lies on its front.
        otherwise: somebody who lies on the side or on the back.
        unknown: neither is known.
    """

    on_front: float
    otherwise: float
    unknown: float


@dataclass(frozen=True, slots=True)
class ViewFigures:
    """The camera's place: the most frequent verdict, and medians of cm per pixel and of the foot's sigma, cm.

    `camera` is the newest place with that verdict, None if the back was never known; `advice` says in plain words what
    to do about it.
    """

    verdict: ViewVerdict
    cm_per_px: float
    sigma_cm: float
    advice: str = ""
    camera: CameraPlace | None = None


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """The load proxy (technique.md D8) over the clip: no unit, no force. NaN = cannot be said.

    Attributes:
        low, high: its mean over the time on the back lies between these.
        known: share of that time in which the ramp could be judged.
        early_s: how long it was higher than the ramp allows.
    """

    low: float
    high: float
    known: float
    early_s: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The clip in figures. NaN = cannot be said.

    Attributes:
        duration_s: first to last frame.
        time_on_back_s: giver seen on the receiver.
        rules: one entry per rule of the contract, in its order.
        coverage: seconds of stands per zone and side of the receiver's back, every pair listed.
        left_right_ratio: seconds on the receiver's left per second on the right; NaN if one side got nothing.
        steps: number of stands.
        median_dwell_s: median length of a stand.
        cues: number of cues given.
        urgent_cues: number of those with the urgent tier.
        visibility: how much was seen.
        view: the camera's place.
        load: the load proxy.
        lies: how the receiver lay.
    """

    duration_s: float
    time_on_back_s: float
    rules: tuple[RuleFigures, ...]
    coverage: tuple[ZoneTime, ...]
    left_right_ratio: float
    steps: int
    median_dwell_s: float
    cues: int
    urgent_cues: int
    visibility: Visibility
    view: ViewFigures
    load: LoadFigures
    lies: LyingFigures


def summarise_analysis(analysis: Analysis) -> Summary:
    """The figures of one whole analysis."""
    return summarise(analysis.moments, analysis.events, analysis.stands, analysis.cues)


def summarise(
    moments: Sequence[Moment], events: Sequence[Event], stands: Sequence[Stand], cues: Sequence[SpokenCue]
) -> Summary:
    """The figures of a clip from its judged frames, whole events, whole stands and given cues; each may be empty."""
    on_back_s = _time_on_back_s(moments)
    coverage = _coverage(stands)
    dwells_s = [stand.end_s - stand.start_s for stand in stands]
    return Summary(
        duration_s=moments[-1].sight.t_s - moments[0].sight.t_s if moments else 0.0,
        time_on_back_s=on_back_s,
        rules=_rules(moments, events, on_back_s),
        coverage=coverage,
        left_right_ratio=_left_right_ratio(coverage),
        steps=len(stands),
        median_dwell_s=float(np.median(dwells_s)) if dwells_s else math.nan,
        cues=len(cues),
        urgent_cues=sum(cue.severity is Severity.URGENT for cue in cues),
        visibility=_visibility(moments),
        view=_view(moments),
        load=_load(moments),
        lies=_lies(moments),
    )


def _rules(moments: Sequence[Moment], events: Sequence[Event], on_back_s: float) -> tuple[RuleFigures, ...]:
    judged = _judged_shares(moments)
    return tuple(_rule_figures(rule, events, on_back_s, judged.get(rule, math.nan)) for rule in Rule)


def _rule_figures(rule: Rule, events: Sequence[Event], on_back_s: float, judged: float) -> RuleFigures:
    mine = [event for event in events if event.rule is rule]
    total_s = float(sum(event.end_s - event.start_s for event in mine))
    per_min = 60.0 * len(mine) / on_back_s if on_back_s > 0.0 else math.nan
    return RuleFigures(rule, len(mine), total_s, per_min, judged)


def _judged_shares(moments: Sequence[Moment]) -> dict[Rule, float]:
    """Of the time on the back, by rule; a rule that never said anything, and `not_seen` itself, is left out.

    All of a rule has to be judged: both of its judgements (feet and hands), and the side beside one that is at fault.
    """
    on_s = 0.0
    judged_s: dict[Rule, float] = {}
    for moment, following in itertools.pairwise(moments):
        if not on_back(moment.sight):
            continue
        length_s = min(following.sight.t_s - moment.sight.t_s, LONGEST_FRAME_S)
        on_s += length_s
        for rule in {one.rule for one in moment.findings.judgements}:
            told = not partly_unknown(moment.findings, (rule,))
            judged_s[rule] = judged_s.get(rule, 0.0) + length_s * told
    judged_s.pop(Rule.NOT_SEEN, None)
    return {rule: known_s / on_s for rule, known_s in judged_s.items()} if on_s > 0.0 else {}


def _time_on_back_s(moments: Sequence[Moment]) -> float:
    total_s = 0.0
    for moment, following in itertools.pairwise(moments):
        if on_back(moment.sight):
            total_s += min(following.sight.t_s - moment.sight.t_s, LONGEST_FRAME_S)
    return total_s


def _load(moments: Sequence[Moment]) -> LoadFigures:
    on_s = low = high = known_s = early_s = 0.0
    for moment, following in itertools.pairwise(moments):
        if not on_back(moment.sight):
            continue
        length_s = min(following.sight.t_s - moment.sight.t_s, LONGEST_FRAME_S)
        load = moment.findings.load
        on_s += length_s
        low += length_s * load.proxy.low
        high += length_s * load.proxy.high
        known_s += length_s * (load.verdict is not Verdict.UNKNOWN)
        early_s += length_s * (load.verdict is Verdict.FAULT)
    if on_s <= 0.0:
        return LoadFigures(math.nan, math.nan, math.nan, 0.0)
    return LoadFigures(low / on_s, high / on_s, known_s / on_s, early_s)


def _coverage(stands: Sequence[Stand]) -> tuple[ZoneTime, ...]:
    return tuple(
        ZoneTime(zone, side, float(sum(_length_s(stand) for stand in stands if _place(stand) == (zone, side))))
        for zone in Zone
        for side in Side
    )


def _length_s(stand: Stand) -> float:
    return stand.end_s - stand.start_s


def _place(stand: Stand) -> tuple[Zone, Side | None]:
    """Zone and side of the receiver's back; + offset is the receiver's right."""
    if math.isnan(stand.offset_cm):
        return stand.zone, None
    return stand.zone, Side.RIGHT if stand.offset_cm > 0.0 else Side.LEFT


def _left_right_ratio(coverage: Sequence[ZoneTime]) -> float:
    left_s = sum(part.seconds for part in coverage if part.side is Side.LEFT)
    right_s = sum(part.seconds for part in coverage if part.side is Side.RIGHT)
    return left_s / right_s if left_s > 0.0 and right_s > 0.0 else math.nan


def _visibility(moments: Sequence[Moment]) -> Visibility:
    if not moments:
        return Visibility(math.nan, math.nan, math.nan, math.nan)
    receivers = [moment.sight.receiver.seen for moment in moments]
    givers = [moment.sight.giver.seen for moment in moments]
    count = len(moments)
    return Visibility(
        receiver_measured=receivers.count(Seen.MEASURED) / count,
        receiver_held=receivers.count(Seen.HELD) / count,
        giver_measured=givers.count(Seen.MEASURED) / count,
        unknown=sum(_is_unknown(moment) for moment in moments) / count,
    )


def _lies(moments: Sequence[Moment]) -> LyingFigures:
    if not moments:
        return LyingFigures(math.nan, math.nan, math.nan)
    told = [lies_prone(_POSTURE, moment.sight.posture) for moment in moments]
    front, otherwise, unknown = (told.count(one) / len(told) for one in (Verdict.OK, Verdict.FAULT, Verdict.UNKNOWN))
    return LyingFigures(front, otherwise, unknown)


def _is_unknown(moment: Moment) -> bool:
    """Could the coach not judge in this frame?"""
    for judgement in moment.findings.judgements:
        if judgement.rule is Rule.NOT_SEEN and judgement.verdict is Verdict.FAULT:
            return True
    return partly_unknown(moment.findings, _SAFETY) and on_back(moment.sight)


def _view(moments: Sequence[Moment]) -> ViewFigures:
    backs = [moment.sight.back for moment in moments if moment.sight.back.seen is not Seen.LOST]
    if not backs:
        return ViewFigures(ViewVerdict.UNKNOWN, math.nan, math.nan, advice(ViewVerdict.UNKNOWN, None, math.nan))
    verdicts = [back.view for back in backs]
    verdict = max(ViewVerdict, key=verdicts.count)
    camera = next(back.camera for back in reversed(backs) if back.view is verdict)
    cm_per_px = _median([back.cm_per_px for back in backs])
    return ViewFigures(
        verdict=verdict,
        cm_per_px=cm_per_px,
        sigma_cm=_median([back.sigma_cm for back in backs]),
        advice=advice(verdict, camera, cm_per_px),
        camera=camera,
    )


def _median(values: Sequence[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    return float(np.median(known)) if known else math.nan
