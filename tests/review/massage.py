"""An analysed folder of a short massage whose geometry is known: written as the program writes it, no network asked.

The spine runs down the middle of the sample film's picture (640 × 480 px); 6 px are 1 cm.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet

from coach.adapters.clip import file_sha256
from coach.adapters.recording import KeptSights, pack_sights
from coach.app.analyze import analysis_of
from coach.core.analysis import ClipFacts
from coach.core.landmarks import LANDMARK_COUNT, FloatArray, Pose, Side
from coach.core.look import Hints
from coach.core.review.corrections import Corrections
from coach.core.review.rejudge import judge_again
from coach.core.session import SessionParams
from coach.core.sight import (
    BackSight,
    Contact,
    FootSight,
    HandSight,
    PersonSight,
    ReceiverActivity,
    Seen,
    Sight,
    Support,
    Technique,
    ViewVerdict,
)
from coach.core.summary import summarise_analysis
from coach.report.html import report_page
from coach.report.tables import analysis_document, frames_table

PX_PER_CM, TORSO_CM, MIDDLE_PX, TOP_PX = 6.0, 50.0, 320.0, 100.0
SPINE_PX = [[320.0, 100.0], [320.0, 400.0]]
SOLE_CM = np.array([[-4.5, -12.0], [4.5, -12.0], [4.5, 12.0], [-4.5, 12.0]])


def px(points_cm: FloatArray) -> FloatArray:
    return np.asarray(points_cm, dtype=np.float64) * PX_PER_CM + [MIDDLE_PX, TOP_PX]


def _strip(half_cm: float) -> FloatArray:
    return px(np.array([[-half_cm, 0], [half_cm, 0], [half_cm, TORSO_CM], [-half_cm, TORSO_CM]]))


def _foot(side: Side, offset_cm: float) -> FootSight:
    centre = np.array([offset_cm, 0.4 * TORSO_CM])
    gap_cm = max(abs(offset_cm) - 4.5, 0.0)
    outline = centre + SOLE_CM
    return FootSight(side, Contact.BACK, outline, px(outline), centre, offset_cm, gap_cm, 0.4, 1.0, 0.0)


def _in_air(side: Side) -> FootSight:
    nan = float("nan")
    nowhere = np.full((4, 2), nan)
    return FootSight(side, Contact.AIR, nowhere, nowhere, nowhere[0], nan, nan, nan, nan, 0.0)


def _sight(t_s: float, right_cm: float, is_held: bool) -> Sight:
    pose = Pose(np.tile([MIDDLE_PX, TOP_PX + 120.0], (LANDMARK_COUNT, 1)), np.ones(LANDMARK_COUNT))
    person = PersonSight(Seen.MEASURED, pose)
    spine = np.array(SPINE_PX)
    back = BackSight(
        Seen.MEASURED, spine, _strip(2.0), _strip(15.0), TORSO_CM, 1 / PX_PER_CM, 1.0, ViewVerdict.GOOD
    )  # fmt: skip
    hand = HandSight(Side.LEFT, Support.YES if is_held else Support.NO, False, np.array([10.0, 10.0]))
    feet, hands = (_in_air(Side.LEFT), _foot(Side.RIGHT, right_cm)), (hand, replace(hand, side=Side.RIGHT))
    return Sight(t_s, person, person, back, feet, hands, (), Technique.STANDING, ReceiverActivity.STILL)


def massage(frames: int, fps: float) -> tuple[Sight, ...]:
    """The left foot is in the air, the right one treads on the spine from 2 to 4 s; nothing is held from 5 to 6 s."""
    return tuple(_sight(k / fps, 1.0 if 2.0 <= k / fps < 4.0 else 8.0, not 5.0 <= k / fps < 6.0) for k in range(frames))


def write_massage(folder: Path, film: Path, frames: int = 351, fps: float = 12.0) -> None:
    """What `coach analyze` would leave of it, without the annotated film."""
    clip = ClipFacts(str(film), file_sha256(film), 640, 480, frames, frames / fps, fps, False)
    params, sights = SessionParams(), massage(frames, fps)
    kept = KeptSights(clip, {"version": "0"}, params, Hints(), sights)
    analysis = analysis_of(clip, params, kept.hints, kept.program, judge_again(sights, Corrections(), params).whole)
    summary = summarise_analysis(analysis)
    folder.mkdir(parents=True, exist_ok=True)
    document = analysis_document(analysis, summary)
    (folder / "analysis.json").write_text(json.dumps(document, allow_nan=False), encoding="utf-8")
    parquet.write_table(frames_table(analysis), folder / "frames.parquet")
    (folder / "sights.coach").write_bytes(pack_sights(kept))
    (folder / "report.html").write_text(report_page(analysis, summary), encoding="utf-8")
