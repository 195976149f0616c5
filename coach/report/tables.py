"""The two files that other programs read: `frames.parquet` and `analysis.json`.

Their names and units are a contract; a change in one of them raises `SCHEMA`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from coach.core.analysis import Analysis
from coach.core.findings import Event, Limb
from coach.core.landmarks import LANDMARK_COUNT, SIDES
from coach.core.sight import Contact, FootSight
from coach.core.summary import Summary, ViewFigures

SCHEMA = 1

XY = pa.list_(pa.float32(), 2 * LANDMARK_COUNT)
VISIBILITY = pa.list_(pa.float32(), LANDMARK_COUNT)
SPINE = pa.list_(pa.float32(), 4)

FRAMES_SCHEMA = pa.schema(
    [
        pa.field("t_s", pa.float64(), nullable=False),
        *(pa.field(f"{who}_state", pa.string(), nullable=False) for who in ("receiver", "giver")),
        *(pa.field(f"{who}_xy", XY, nullable=False) for who in ("receiver", "giver")),
        *(pa.field(f"{who}_vis", VISIBILITY, nullable=False) for who in ("receiver", "giver")),
        pa.field("spine_xy", SPINE, nullable=False),
        *(pa.field(f"{side}_foot_state", pa.string(), nullable=False) for side in SIDES),
        *(
            pa.field(f"{side}_foot_{figure}", pa.float32(), nullable=False)
            for figure in ("offset_cm", "gap_cm", "along", "sigma_cm")
            for side in SIDES
        ),
        *(pa.field(f"{side}_hand_support", pa.string(), nullable=False) for side in SIDES),
        pa.field("technique", pa.string(), nullable=False),
    ]
)


def frames_table(analysis: Analysis) -> pa.Table:
    """`frames.parquet`: one row per decoded frame.

    Unknown numbers are NaN, never null. Figures of a foot are NaN unless it is on the back.

    Args:
        analysis: the whole clip.

    Returns:
        A table of `FRAMES_SCHEMA`; x, y pairs are in the clip's own pixels.
    """
    moments = analysis.moments
    sights = [moment.sight for moment in moments]
    columns: dict[str, pa.Array] = {
        "t_s": pa.array([sight.t_s for sight in sights], pa.float64()),
        "receiver_state": _words(sight.receiver.seen for sight in sights),
        "giver_state": _words(sight.giver.seen for sight in sights),
        "receiver_xy": _lists([sight.receiver.pose.xy_px for sight in sights], XY),
        "giver_xy": _lists([sight.giver.pose.xy_px for sight in sights], XY),
        "receiver_vis": _lists([sight.receiver.pose.visibility for sight in sights], VISIBILITY),
        "giver_vis": _lists([sight.giver.pose.visibility for sight in sights], VISIBILITY),
        "spine_xy": _lists([sight.back.spine_px for sight in sights], SPINE),
        "technique": _words(sight.technique for sight in sights),
    }
    for index, side in enumerate(SIDES):
        feet = [sight.feet[index] for sight in sights]
        columns[f"{side}_foot_state"] = _words(foot.contact for foot in feet)
        columns[f"{side}_foot_offset_cm"] = _figures(feet, lambda foot: foot.offset_cm)
        columns[f"{side}_foot_gap_cm"] = _figures(feet, lambda foot: foot.gap_cm)
        columns[f"{side}_foot_along"] = _figures(feet, lambda foot: foot.along)
        columns[f"{side}_foot_sigma_cm"] = _figures(feet, lambda foot: foot.sigma_cm)
        columns[f"{side}_hand_support"] = _words(sight.hands[index].support for sight in sights)
    return pa.table([columns[name] for name in FRAMES_SCHEMA.names], schema=FRAMES_SCHEMA)


def _words(values: Iterable[str]) -> pa.Array:
    return pa.array([str(value) for value in values], pa.string())


def _lists(arrays: Sequence[NDArray[np.float64]], kind: pa.FixedSizeListType) -> pa.Array:
    """Equal arrays of numbers, each laid out row by row, as one list column."""
    size = kind.list_size
    flat = np.concatenate([array.reshape(size) for array in arrays]) if arrays else np.empty(0)
    return pa.FixedSizeListArray.from_arrays(pa.array(flat.astype(np.float32), pa.float32()), type=kind)


def _figures(feet: Sequence[FootSight], figure: Callable[[FootSight], float]) -> pa.Array:
    values = [figure(foot) if foot.contact is Contact.BACK else math.nan for foot in feet]
    return pa.array(np.array(values, dtype=np.float32), pa.float32())


def analysis_document(analysis: Analysis, summary: Summary) -> dict[str, object]:
    """`analysis.json` as plain values: strict JSON, where a number that is not known is null.

    Args:
        analysis: the whole clip.
        summary: its figures.

    Returns:
        A tree of dicts, lists, strings, finite numbers, booleans and None, ready for `json.dumps(allow_nan=False)`.
    """
    clip, seen, view = analysis.clip, summary.visibility, summary.view
    document: dict[str, object] = {
        "schema": SCHEMA,
        "clip": {
            "path": clip.path,
            "sha256": clip.sha256,
            "width": clip.width,
            "height": clip.height,
            "frames": clip.frames,
            "duration_s": clip.duration_s,
            "fps_mean": clip.fps_mean,
        },
        "settings": dict(analysis.settings),
        "program": dict(analysis.program),
        "phases": [{"phase": p.phase, "start_s": p.start_s, "end_s": p.end_s} for p in analysis.phases],
        "events": [event_document(event) for event in analysis.events],
        "cues": [{"t_s": c.t_s, "cue": c.cue, "rule": c.rule, "spoken": c.spoken} for c in analysis.cues],
        "steps": [
            {
                "foot": stand.foot,
                "start_s": stand.start_s,
                "end_s": stand.end_s,
                "along": stand.along,
                "offset_cm": stand.offset_cm,
                "zone": stand.zone,
            }
            for stand in analysis.stands
        ],
        "visibility": {
            "receiver_measured": seen.receiver_measured,
            "receiver_held": seen.receiver_held,
            "giver_measured": seen.giver_measured,
            "unknown": seen.unknown,
        },
        "summary": {
            "duration_s": summary.duration_s,
            "time_on_back_s": summary.time_on_back_s,
            "rules": {
                figures.rule: {
                    "count": figures.count,
                    "total_s": figures.total_s,
                    "per_min": figures.per_min,
                    "judged": figures.judged,
                }
                for figures in summary.rules
            },
            "coverage_s": _coverage(summary),
            "left_right_ratio": summary.left_right_ratio,
            "steps": summary.steps,
            "median_dwell_s": summary.median_dwell_s,
            "cues": summary.cues,
            "urgent_cues": summary.urgent_cues,
            "view": _view(view),
            "load_proxy": {
                "low": summary.load.low,
                "high": summary.load.high,
                "known": summary.load.known,
                "early_s": summary.load.early_s,
            },
            "receiver_lies": {
                "on_front": summary.lies.on_front,
                "otherwise": summary.lies.otherwise,
                "unknown": summary.lies.unknown,
            },
        },
    }
    return {name: _strict(value) for name, value in document.items()}


def event_document(event: Event) -> dict[str, object]:
    """One event as plain JSON values.

    `detail` holds the rule's figures, when it was decided, the reason if the rule tells one, and a hand as limb.
    """
    detail: dict[str, object] = {"decided_s": event.decided_s}
    if event.reason:
        detail["reason"] = event.reason
    if event.limb is not Limb.FOOT:
        detail["limb"] = event.limb
    detail |= {figure.name: figure.value for figure in event.detail}
    told: dict[str, object] = {
        "rule": event.rule,
        "start_s": event.start_s,
        "end_s": event.end_s,
        "severity": event.severity,
        "side": event.side,
        "detail": detail,
    }
    return {name: _strict(value) for name, value in told.items()}


def _view(view: ViewFigures) -> dict[str, object]:
    """How well the camera's place tells left of the spine from right, where it is, and what to do about it."""
    told: dict[str, object] = {
        "verdict": view.verdict,
        "cm_per_px": view.cm_per_px,
        "sigma_cm": view.sigma_cm,
        "advice": view.advice,
    }
    place = view.camera
    figures = ("azimuth_deg", "pitch_deg", "height_above_back_cm", "distance_cm")
    sigmas = ("pitch_sigma_deg", "height_sigma_cm", "distance_sigma_cm")
    told["end"] = None if place is None else place.end
    return told | {name: None if place is None else getattr(place, name) for name in (*figures, *sigmas)}


def _coverage(summary: Summary) -> dict[str, dict[str, float]]:
    coverage: dict[str, dict[str, float]] = {}
    for part in summary.coverage:
        coverage.setdefault(str(part.zone), {})[str(part.side)] = part.seconds
    return coverage


def _strict(value: object) -> object:
    """Plain JSON values: NaN and infinity become None, numpy numbers and enums plain ones."""
    match value:
        case bool() | None:
            return value
        case str():
            return str(value)
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            return float(value) if math.isfinite(value) else None
        case Mapping():
            return {str(name): _strict(part) for name, part in value.items()}
        case list() | tuple():
            return [_strict(part) for part in value]
        case np.ndarray():
            return _strict(value.tolist())
        case _:
            return str(value)
