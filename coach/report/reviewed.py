"""A corrected clip as documents: `analysis.json` with the corrections beside, and ground truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coach.core.analysis import Analysis
from coach.core.findings import Rule
from coach.core.review.corrections import Corrections, SpineMoved, TorsoMoved
from coach.core.review.rejudge import JudgedAgain, Mark
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

    The contract's keys are as ever. New: `corrections`, and with each event `mark` (null, `wrong`, `added`) and
    `author` (null or who marked it). Events marked wrong stay in the list and count in no figure.
    """
    document = analysis_document(analysis, summary)
    document["events"] = [
        {**event_document(one.event), "mark": one.mark.value or None, "author": one.author or None}
        for one in judged.events
    ]
    document["corrections"] = dict(corrections)
    return document


def truth_document(analysis: Analysis, judged: JudgedAgain, corrections: Corrections) -> dict[str, Any]:
    """Ground truth as far as a corrected clip tells it, in the form of the rendered footage's; the rest is left out.

    `events`: what stands after the corrections, of the kinds that the truth has a word for. `steps`: landing and place
    of each stand, the lift before it where one was seen. `frames[].receiver.spine_line2d`: the line at shoulders and
    hips, px, only in frames where a person has marked it (the footage's `spine2d` has 13 points from neck to sacrum,
    which nobody marked). `correct`: no event of any kind. Whoever exports says that the whole clip was looked through.
    """
    clip = analysis.clip
    events = [
        {"type": _TRUTH_TYPES[one.event.rule], "start": one.event.start_s, "end": one.event.end_s}
        | ({} if one.event.side is None else {"side": one.event.side.value})
        for one in judged.events
        if one.mark is not Mark.WRONG and one.event.rule in _TRUTH_TYPES
    ]
    marks = [one.change for one in corrections.made if isinstance(one.change, SpineMoved | TorsoMoved)]
    marked_s = min((0.0 if mark.whole_clip else mark.at_s for mark in marks), default=float("inf"))
    frames: list[dict[str, Any]] = []
    for moment in analysis.moments:
        line_px = moment.sight.back.spine_px
        known = moment.sight.t_s >= marked_s and bool((line_px == line_px).all())
        told = {"receiver": {"spine_line2d": line_px.tolist()}} if known else {}
        frames.append({"t_s": moment.sight.t_s, **told})
    return {
        "fps": clip.fps_mean,
        "n_frames": clip.frames,
        "duration_s": clip.duration_s,
        "meta": {
            "from": "corrections by hand",
            "clip_sha256": clip.sha256,
            "revision": corrections.revision,
            "authors": sorted({one.author for one in corrections.made}),
        },
        "events": events,
        "correct": all(one.mark is Mark.WRONG or one.event.rule is Rule.NOT_SEEN for one in judged.events),
        "steps": _steps(analysis),
        "frames": frames,
    }


def _steps(analysis: Analysis) -> list[dict[str, object]]:
    steps: list[dict[str, object]] = []
    lifted_s: dict[str, float] = {}
    for stand in analysis.stands:
        step: dict[str, object] = {"foot": stand.foot.value, "t_land": stand.start_s}
        if stand.foot in lifted_s:
            step["t_lift"] = lifted_s[stand.foot]
        if stand.along == stand.along:
            step["long_frac"] = stand.along
        lifted_s[stand.foot] = stand.end_s
        steps.append(step)
    return steps
