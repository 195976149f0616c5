"""Clips that begin in the middle: the giver is on the body already, and nothing has been seen before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.scoring import ClipScore, score
from benchmarks.truth import TrueEvent, TrueFrame, TrueStep, Truth
from benchmarks.watching import watch
from coach.adapters.clip import Frame
from coach.app.eyes import CoachEyes

COLD_S = 12.0
COLD_ON_BODY_S = 3.0  # of clips that begin on the body anyway, so that something is cut off at all
BAR = 0.03  # of both_ok that may be lost


@dataclass(frozen=True, slots=True)
class Cold:
    """One clip: both_ok over the same frames when it was seen from its beginning, and when it began at `cut_s`.

    `found_s`: how long after its beginning both people were right for the first time; NaN = never.
    """

    name: str
    view: str
    technique: str
    cut_s: float
    frames: int
    whole: float
    cold: float
    found_s: float
    score: ClipScore


def watch_cold(frames: Iterable[Frame], truth: Truth, whole: ClipScore, eyes: CoachEyes, cut_s: float) -> Cold:
    """Show the end of a clip, and hold it against the whole clip's score over the same frames."""
    cut_s = COLD_ON_BODY_S if truth.frames[0].on_body else cut_s
    rest = cut_truth(truth, cut_s)
    begun = score(rest, watch(cut_frames(frames, cut_s), eyes))
    before = [right for t_s, right in whole.both_by_time.items() if t_s >= cut_s - _EDGE_S]
    right_s = [t_s for t_s, right in begun.both_by_time.items() if right]
    return Cold(
        truth.name,
        truth.view,
        truth.technique,
        cut_s,
        len(before),
        float(np.mean(before)) if before else float("nan"),
        begun.both_ok,
        min(right_s, default=float("nan")),
        begun,
    )


_EDGE_S = 1e-3  # a frame's time is rounded


def cut_frames(frames: Iterable[Frame], cut_s: float) -> Iterator[Frame]:
    """Frames from `cut_s` on, whose time begins at 0 again."""
    begin_s: float | None = None
    kept = (frame for frame in frames if frame.t_s >= cut_s - _EDGE_S)
    for index, frame in enumerate(kept):
        begin_s = frame.t_s if begin_s is None else begin_s
        yield Frame(index, frame.t_s - begin_s, frame.picture_rgb)


def cut_truth(truth: Truth, cut_s: float) -> Truth:
    """The truth of those frames; events that are over by then are gone, and stands that began before."""
    kept = [frame for frame in truth.frames if frame.t_s >= cut_s - _EDGE_S]
    begin_s = kept[0].t_s if kept else cut_s
    return Truth(
        truth.name,
        truth.camera,
        truth.technique,
        truth.fps,
        tuple(TrueFrame(frame.t_s - begin_s, frame.giver, frame.receiver) for frame in kept),
        tuple(
            TrueEvent(event.kind, max(event.start_s - begin_s, 0.0), event.end_s - begin_s)
            for event in truth.events
            if event.end_s > begin_s
        ),
        tuple(
            TrueStep(step.foot, step.lift_s - begin_s, step.land_s - begin_s, step.kind)
            for step in truth.steps
            if step.land_s >= begin_s
        ),
    )
