"""What a run came to, against ground truth: the definitions of every figure.

Frames that count are those with the giver on the receiver (`TrueFrame.on_body`); a frame of the truth is held against
the nearest judged frame, and counts as wrong in everything where none lies within half a frame.

giver_ok, receiver_ok   shoulders, hips, knees and ankles lie, on average, within 5 % of the body's own extent in the
                        picture (the diagonal of the box about all true landmarks); both_ok: both in the same frame
swapped                 the skeleton called giver lies within 10 % of the receiver
spine_err_cm            both ends of the spine line: mean distance from the true line through neck and sacrum; median
foot_judged             share of the feet on the back whose contact is not `unknown`
foot_judged_accepted    the same over the frames in which the program does not refuse the view; `refused`: the others
foot_lateral_*_cm       error of the footprint's centre across the back, for feet that stand there and are said to
within_2_sigma          share of those errors within two of the program's own standard deviations
hand_right              share of hands whose support is told right (`unknown` is not right)
technique_right         share of frames with the right technique
steps_right             share of true stands (landing to lift of the same foot) timed to 0.4 s at both ends
events                  a true event is hit by an alarm of its rule that meets it within 0.5 s, else it is `unknown`
                        where `not_seen` covers over half of it, else missed. An alarm is false if it meets no true
                        event, or goes on for over 2 s outside of all; a false spine alarm while a true gap is below
                        3.5 cm is only `near`. Delay: from the true beginning to the first hit's
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from benchmarks.truth import TrueEvent, TrueFrame, TrueReceiver, TrueStep, Truth
from coach.core.findings import Event, Rule, Stand
from coach.core.judged import Whole
from coach.core.landmarks import SIDES, FloatArray
from coach.core.people.regions import KEY
from coach.core.sight import Contact, Sight, Support, ViewVerdict

GOOD = 0.05
SWAPPED = 0.10
SLACK_S = 0.5
NEAR_CM = 3.5
OVERRUN_S = 2.0
STEP_S = 0.4
ANSWERS = {
    "spine_step": (Rule.SPINE_STEP,),
    "support_lost": (Rule.SUPPORT_LOST,),
    "fast_step": (Rule.FAST_STEP,),
    "receiver_move": (Rule.RECEIVER_MOVED, Rule.RECEIVER_SIGNAL),
    "off_zone": (Rule.OFF_ZONE, Rule.KEEP_OUT),
}
SAFETY = ("spine_step", "support_lost", "off_zone")

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class EventScore:
    """One kind of event; `told_s`: from the true beginning to when the program had made up its mind."""

    truth: int = 0
    hit: int = 0
    miss: int = 0
    unknown: int = 0
    false: int = 0
    near: int = 0
    delays_s: tuple[float, ...] = ()
    told_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ClipScore:
    """One clip's figures; NaN = there was nothing to judge. `bare_*` are those of the bare loop, if it was run."""

    name: str
    view: str
    technique: str
    on_body_frames: int
    on_body_s: float
    giver_ok: float
    receiver_ok: float
    both_ok: float
    swapped: float
    spine_err_cm: float
    foot_judged: float
    foot_judged_accepted: float
    refused: float
    unseen_told: float  # share of the unjudged feet during which a `not_seen` event gives a reason
    foot_measured: float
    foot_lateral_med_cm: float
    foot_lateral_p90_cm: float
    foot_along_med: float
    within_2_sigma: float
    hand_right: float
    hand_unknown: float
    technique_right: float
    steps_right: float
    events: dict[str, EventScore]
    bare_giver_ok: float = float("nan")
    bare_receiver_ok: float = float("nan")
    bare_both_ok: float = float("nan")
    both_by_time: dict[float, bool] = field(default_factory=dict, repr=False)  # s of the truth: both were right


def body_error(seen_px: FloatArray, true_px: FloatArray) -> float:
    """Mean error of the key landmarks as a part of the true extent; inf where one is unknown."""
    extent = np.linalg.norm(np.nanmax(true_px, axis=0) - np.nanmin(true_px, axis=0))
    errors = np.linalg.norm(seen_px[KEY] - true_px[KEY], axis=1)
    return float(errors.mean() / extent) if np.isfinite(errors).all() else float("inf")


def spine_error_cm(spine_px: FloatArray, true: TrueReceiver) -> float:
    """Mean distance of a (2, 2) spine line's ends from the true line; NaN where unknown.

    Pixels become centimetres by the shoulder line's length.
    """
    neck, sacrum = true.spine_px[0], true.spine_px[-1]
    along = (sacrum - neck) / np.linalg.norm(sacrum - neck)
    normal = np.array([-along[1], along[0]])
    shoulders_px = max(float(np.linalg.norm(true.torso_px[0] - true.torso_px[1])), 1e-6)
    shoulders_cm = 100.0 * float(np.linalg.norm(true.torso_m[0] - true.torso_m[1]))
    return float(np.mean(np.abs((spine_px - neck) @ normal)) * shoulders_cm / shoulders_px)


@dataclass(slots=True)
class _Counts:
    giver: int = 0
    receiver: int = 0
    swapped: int = 0
    hands_right: int = 0
    hands_unknown: int = 0
    technique: int = 0
    judged: int = 0
    accepted: int = 0
    judged_accepted: int = 0
    unjudged_told: int = 0
    spine_cm: list[float] = field(default_factory=list)
    lateral_cm: list[float] = field(default_factory=list)
    along: list[float] = field(default_factory=list)
    sigmas: list[float] = field(default_factory=list)
    both: dict[float, bool] = field(default_factory=dict)


def score(truth: Truth, judged: Whole, bare: Sequence[tuple[float, float]] = ()) -> ClipScore:
    """Hold one run against its truth.

    Args:
        truth: the clip's.
        judged: what the program made of it.
        bare: the bare loop's errors for giver and receiver in each judged frame; empty = it was not run.

    Returns:
        All figures.
    """
    sights = [moment.sight for moment in judged.moments]
    times = np.array([sight.t_s for sight in sights])
    unseen = [event for event in judged.events if event.rule is Rule.NOT_SEEN]
    counts = _Counts()
    on_body = [frame for frame in truth.frames if frame.on_body]
    bare_right = np.zeros(3)
    for frame in on_body:
        counts.both[frame.t_s] = False
        index = _nearest(times, frame.t_s, 0.5 / truth.fps + 1e-3)
        if index is None:
            continue
        _count(counts, frame, sights[index], unseen)
        if bare:
            giver, receiver = (error < GOOD for error in bare[index])
            bare_right += (giver, receiver, giver and receiver)
    feet = sum(foot.on_back for frame in on_body if frame.giver for foot in frame.giver.feet)
    frames = max(len(on_body), 1)
    nan = float("nan")
    refused = feet - counts.accepted
    return ClipScore(
        name=truth.name,
        view=truth.view,
        technique=truth.technique,
        on_body_frames=len(on_body),
        on_body_s=len(on_body) / truth.fps,
        giver_ok=counts.giver / frames,
        receiver_ok=counts.receiver / frames,
        both_ok=sum(counts.both.values()) / frames,
        swapped=counts.swapped / frames,
        spine_err_cm=_quantile(counts.spine_cm, 0.5),
        foot_judged=counts.judged / feet if feet else nan,
        foot_judged_accepted=counts.judged_accepted / counts.accepted if counts.accepted else nan,
        refused=refused / feet if feet else nan,
        unseen_told=counts.unjudged_told / (feet - counts.judged) if feet > counts.judged else nan,
        foot_measured=len(counts.lateral_cm) / feet if feet else nan,
        foot_lateral_med_cm=_quantile(counts.lateral_cm, 0.5),
        foot_lateral_p90_cm=_quantile(counts.lateral_cm, 0.9),
        foot_along_med=_quantile(counts.along, 0.5),
        within_2_sigma=float(np.mean(np.array(counts.sigmas) <= 2)) if counts.sigmas else nan,
        hand_right=counts.hands_right / (2 * frames),
        hand_unknown=counts.hands_unknown / (2 * frames),
        technique_right=counts.technique / frames,
        steps_right=_steps_right(truth.steps, judged.stands),
        events=score_events(truth, judged.events),
        **dict(zip(("bare_giver_ok", "bare_receiver_ok", "bare_both_ok"), bare_right / frames, strict=True))
        if bare
        else {},
        both_by_time=counts.both,
    )


def _nearest(times: FloatArray, t_s: float, within_s: float) -> int | None:
    if not len(times):
        return None
    index = int(np.argmin(np.abs(times - t_s)))
    return index if abs(times[index] - t_s) <= within_s else None


def _count(counts: _Counts, frame: TrueFrame, sight: Sight, unseen: list[Event]) -> None:
    giver, receiver = frame.giver, frame.receiver
    if giver is None or receiver is None:
        raise ValueError(f"the giver is on nobody at {frame.t_s} s")
    giver_right = body_error(sight.giver.pose.xy_px, giver.landmarks_px) < GOOD
    receiver_right = body_error(sight.receiver.pose.xy_px, receiver.landmarks_px) < GOOD
    counts.giver += giver_right
    counts.receiver += receiver_right
    counts.both[frame.t_s] = giver_right and receiver_right
    if np.isfinite(sight.giver.pose.xy_px).all():
        counts.swapped += body_error(sight.giver.pose.xy_px, receiver.landmarks_px) < SWAPPED
    counts.technique += sight.technique == giver.technique
    if np.isfinite(sight.back.spine_px).all():
        counts.spine_cm.append(spine_error_cm(sight.back.spine_px, receiver))
    for hand, holds in zip(sight.hands, giver.holds, strict=True):
        counts.hands_unknown += hand.support is Support.UNKNOWN
        counts.hands_right += hand.support is (Support.YES if holds else Support.NO)
    accepted = sight.back.view is not ViewVerdict.CANNOT_JUDGE_FEET
    for seen, true in zip(sight.feet, giver.feet, strict=True):
        if not true.on_back:
            continue
        judged = seen.contact is not Contact.UNKNOWN
        counts.judged += judged
        counts.accepted += accepted
        counts.judged_accepted += accepted and judged
        counts.unjudged_told += not judged and any(e.start_s <= sight.t_s <= e.end_s and e.reason for e in unseen)
        if seen.contact is Contact.BACK and np.isfinite(seen.offset_cm):
            error_cm = abs(seen.offset_cm - true.lateral_cm)
            counts.lateral_cm.append(error_cm)
            counts.along.append(abs(seen.along - true.along))
            if seen.sigma_cm > 0:
                counts.sigmas.append(error_cm / seen.sigma_cm)


def _quantile(values: list[float], share: float) -> float:
    return float(np.quantile(values, share)) if values else float("nan")


def _steps_right(steps: Sequence[TrueStep], stands: Sequence[Stand]) -> float:
    true: list[tuple[str, float, float]] = []
    for side in SIDES:
        moves = sorted((step for step in steps if step.foot == side), key=lambda step: step.land_s)
        true += [(side, now.land_s, after.lift_s) for now, after in pairwise(moves) if now.kind != "step_down"]
    right = [
        any(
            stand.foot == side and abs(stand.start_s - land_s) <= STEP_S and abs(stand.end_s - lift_s) <= STEP_S
            for stand in stands
        )
        for side, land_s, lift_s in true
    ]
    return sum(right) / len(right) if right else float("nan")


def score_events(truth: Truth, events: Iterable[Event]) -> dict[str, EventScore]:
    """All kinds of events; see the module's text."""
    events = tuple(events)
    unseen = [(event.start_s, event.end_s) for event in events if event.rule is Rule.NOT_SEEN]
    gaps = _gaps_cm(truth)
    return {
        kind: _score_kind(
            [event for event in truth.events if event.kind == kind],
            [event for event in events if event.rule in rules],
            unseen,
            gaps if kind == "spine_step" else [],
        )
        for kind, rules in ANSWERS.items()
    }


def _gaps_cm(truth: Truth) -> list[tuple[float, float]]:
    """Time, and how far the footprint's edge is from the spine line (0 within its band), for each foot on the back."""
    return [
        (frame.t_s, 0.0 if foot.in_band else abs(foot.gap_cm))
        for frame in truth.frames
        if frame.on_body and frame.giver
        for foot in frame.giver.feet
        if foot.on_back
    ]


def _score_kind(
    true: list[TrueEvent], told: list[Event], unseen: list[Span], gaps: list[tuple[float, float]]
) -> EventScore:
    hit = miss = unknown = false = near = 0
    delays: list[float] = []
    decided: list[float] = []
    for event in true:
        span = (event.start_s, event.end_s)
        answers = [alarm for alarm in told if _meet(span, (alarm.start_s, alarm.end_s))]
        if answers:
            hit += 1
            delays.append(max(0.0, min(alarm.start_s for alarm in answers) - event.start_s))
            decided.append(max(0.0, min(alarm.decided_s for alarm in answers) - event.start_s))
        elif any(_shared_s(span, other) > 0.5 * (event.end_s - event.start_s) for other in unseen):
            unknown += 1
        else:
            miss += 1
    for alarm in told:
        span = (alarm.start_s, alarm.end_s)
        widened = [(event.start_s - SLACK_S, event.end_s + SLACK_S) for event in true]
        outside_s = span[1] - span[0] - sum(max(0.0, _shared_s(span, event)) for event in widened)
        if any(_meet((event.start_s, event.end_s), span) for event in true) and outside_s <= OVERRUN_S:
            continue
        if any(span[0] - SLACK_S <= t_s <= span[1] + SLACK_S and gap_cm < NEAR_CM for t_s, gap_cm in gaps):
            near += 1
        else:
            false += 1
    return EventScore(len(true), hit, miss, unknown, false, near, tuple(delays), tuple(decided))


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] + SLACK_S and other[0] <= one[1] + SLACK_S


def _shared_s(one: Span, other: Span) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


@dataclass(frozen=True, slots=True)
class Group:
    """Several clips taken together. Shares are weighted by the frames that count, medians are over the clips."""

    clips: tuple[ClipScore, ...]

    def mean(self, name: str) -> float:
        """Weighted mean of a share over the clips that have it."""
        values = np.array([getattr(clip, name) for clip in self.clips], dtype=float)
        weights = np.array([clip.on_body_frames for clip in self.clips], dtype=float)
        known = np.isfinite(values) & (weights > 0)
        return float(np.average(values[known], weights=weights[known])) if known.any() else float("nan")

    def median(self, name: str) -> float:
        """Median of a figure over the clips that have it."""
        values = [value for clip in self.clips if np.isfinite(value := getattr(clip, name))]
        return float(np.median(values)) if values else float("nan")

    def event(self, kind: str) -> EventScore:
        """All clips' events of a kind."""
        scores = [clip.events[kind] for clip in self.clips]
        numbers = [sum(getattr(one, n) for one in scores) for n in ("truth", "hit", "miss", "unknown", "false", "near")]
        delays = tuple(delay for one in scores for delay in one.delays_s)
        return EventScore(*numbers, delays, tuple(told for one in scores for told in one.told_s))

    def f1(self, kind: str) -> float:
        """F1 of a kind of event; NaN where there was none and none was called."""
        found = self.event(kind)
        if not found.truth and not found.false:
            return float("nan")
        precision = found.hit / max(found.hit + found.false, 1)
        recall = found.hit / max(found.truth, 1)
        return 2 * precision * recall / max(precision + recall, 1e-9)

    def delay_s(self, kind: str) -> float:
        """Median delay of the hits."""
        delays = self.event(kind).delays_s
        return float(np.median(delays)) if delays else float("nan")

    def told_s(self, kind: str) -> float:
        """Median time from the true beginning to the program's decision."""
        told = self.event(kind).told_s
        return float(np.median(told)) if told else float("nan")

    @property
    def minutes(self) -> float:
        """How long the giver was on the receiver."""
        return sum(clip.on_body_s for clip in self.clips) / 60

    @property
    def false_alarms(self) -> float:
        """False safety alarms (spine step, support lost, off zone) in ten minutes on the receiver."""
        false = sum(clip.events[kind].false for clip in self.clips for kind in SAFETY)
        return 10 * false / self.minutes if self.minutes else float("nan")
