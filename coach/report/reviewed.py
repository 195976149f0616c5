"""A corrected clip as documents: `analysis.json` with the corrections beside, and ground truth."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, cast

import numpy as np

from coach.core.analysis import Analysis
from coach.core.findings import Rule
from coach.core.landmarks import SIDES
from coach.core.review.corrections import Corrections, SpineMoved, TorsoMoved
from coach.core.review.rejudge import JudgedAgain, Mark, ReviewedEvent
from coach.core.rules.presence import ON_TECHNIQUES
from coach.core.sight import Sight, Technique
from coach.core.summary import Summary
from coach.report.tables import analysis_document, event_document

# The truth's words for what it knows; other rules have no word there.
_TRUTH_TYPES = {
    Rule.SPINE_STEP: "spine_step",
    Rule.OFF_ZONE: "off_zone",
    Rule.SUPPORT_LOST: "support_lost",
    Rule.FAST_STEP: "fast_step",
    Rule.RECEIVER_MOVED: "receiver_move",
    Rule.RECEIVER_SIGNAL: "receiver_move",
}


def reviewed_document(
    analysis: Analysis, summary: Summary, judged: JudgedAgain, corrections: Mapping[str, object]
) -> dict[str, object]:
    """`analysis.json` of a corrected clip.

    The contract's keys are as ever: `events` are those that stand. New: with each of them `mark` (null or `added`),
    `author` (null or who marked it) and `number` (null or the correction's); `events_wrong`, those that were marked
    wrong, likewise; `corrections`.
    """
    document = analysis_document(analysis, summary)
    document["events"] = [_event(one) for one in judged.events if one.mark is not Mark.WRONG]
    document["events_wrong"] = [_event(one) for one in judged.events if one.mark is Mark.WRONG]
    document["corrections"] = dict(corrections)
    return document


def _event(one: ReviewedEvent) -> dict[str, object]:
    marks = {"mark": one.mark.value or None, "author": one.author or None, "number": one.number or None}
    return event_document(one.event) | marks


def truth_document(analysis: Analysis, judged: JudgedAgain, corrections: Corrections) -> dict[str, Any]:
    """Ground truth as far as a corrected clip tells it, in the form of the rendered footage's; the rest is left out.

    What is told: `events` that stand after the corrections, of the kinds that the truth has a word for; `correct`, no
    event of any kind; `steps`, where each foot stood; `technique`; and, where a person has marked
    it, `frames[].receiver.spine_line2d`, the line at shoulders and hips, px (the footage's `spine2d` has 13 points from
    neck to sacrum, which nobody marked). Nobody has marked the giver's landmarks, so `frames[].giver` is null: what
    the program itself saw is no truth about the program. Whoever exports says that the whole clip was looked through.
    """
    clip = analysis.clip
    marks = [one.change for one in corrections.made if isinstance(one.change, SpineMoved | TorsoMoved)]
    marked_s = min((0.0 if mark.whole_clip else mark.at_s for mark in marks), default=float("inf"))
    return {
        "fps": clip.fps_mean,
        "n_frames": clip.frames,
        "duration_s": clip.duration_s,
        "camera": {"name": _camera(analysis), "width": clip.width, "height": clip.height},
        "technique": _technique(analysis),
        "meta": {
            "from": "corrections by hand",
            "clip": PurePath(clip.path.replace("\\", "/")).name,
            "clip_sha256": clip.sha256,
            "revision": corrections.revision,
            "authors": sorted({one.author for one in corrections.made} - {""}),
            "not_told": "landmarks and feet in frames; each foot's first t_lift; t_land of step_down is its t_lift",
        },
        "events": _events(judged),
        "correct": all(one.mark is Mark.WRONG or one.event.rule is Rule.NOT_SEEN for one in judged.events),
        "steps": _steps(analysis),
        "frames": [_frame(moment.sight, marked_s) for moment in analysis.moments],
    }


def _events(judged: JudgedAgain) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    for event in (one.event for one in judged.events if one.mark is not Mark.WRONG):
        if event.rule in _TRUTH_TYPES:
            side = {} if event.side is None else {"side": event.side.value}
            told.append({"type": _TRUTH_TYPES[event.rule], "start": event.start_s, "end": event.end_s, **side})
    return told


def _frame(sight: Sight, marked_s: float) -> dict[str, object]:
    line_px = sight.back.spine_px
    known = sight.t_s >= marked_s and bool(np.isfinite(line_px).all())
    return {"t": sight.t_s, "receiver": {"spine_line2d": line_px.tolist()} if known else {}, "giver": None}


def _camera(analysis: Analysis) -> str:
    places = Counter(moment.sight.back.camera.end.value for moment in analysis.moments if moment.sight.back.camera)
    return places.most_common(1)[0][0] if places else "unknown"


def _technique(analysis: Analysis) -> str:
    """The most frequent one on the back, in the truth's words."""
    seen = Counter(moment.sight.technique for moment in analysis.moments if moment.sight.technique in ON_TECHNIQUES)
    most = seen.most_common(1)[0][0] if seen else Technique.UNKNOWN
    return "knees" if most is Technique.KNEELING else most.value


def _steps(analysis: Analysis) -> list[dict[str, object]]:
    steps: list[dict[str, object]] = []
    last_s = analysis.moments[-1].sight.t_s if analysis.moments else 0.0
    for foot in SIDES:
        stands = [stand for stand in analysis.stands if stand.foot is foot]
        lifted_s: float | None = None
        for stand in stands:
            step: dict[str, object] = {"foot": foot.value, "kind": "step_up" if lifted_s is None else "step"}
            if lifted_s is not None:
                step["t_lift"] = lifted_s
            step["t_land"] = stand.start_s
            if math.isfinite(stand.along):
                step["long_frac"] = stand.along
            lifted_s = stand.end_s
            steps.append(step)
        if lifted_s is not None and lifted_s < last_s:
            steps.append({"foot": foot.value, "kind": "step_down", "t_lift": lifted_s, "t_land": lifted_s})
    return sorted(steps, key=lambda step: cast(float, step["t_land"]))
