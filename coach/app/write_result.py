"""One clip's files, as the contract names them, written into a folder that is not yet seen."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as parquet

from coach.adapters.clip import ClipReader
from coach.adapters.clip_sound import USUAL_RATE_HZ, read_clip_sound
from coach.adapters.movie import MovieWriter, Sound
from coach.app.show import Teller
from coach.core.analysis import Analysis
from coach.core.summary import Summary
from coach.core.view import Trail, choose_layout, draw
from coach.errors import shown
from coach.report.captions import captions
from coach.report.html import report_page
from coach.report.overlay import paint
from coach.report.soundtrack import mix_cues
from coach.report.tables import analysis_document, frames_table
from coach.resources import sounds_folder


def write_result(
    folder: Path,
    reader: ClipReader,
    analysis: Analysis,
    summary: Summary,
    teller: Teller,
    *,
    with_video: bool,
    with_report: bool,
) -> None:
    """Write a clip's files.

    Args:
        folder: an empty folder.
        reader: the clip, which is read once more for the video.
        analysis: the clip, judged.
        summary: its figures.
        teller: is told how far the video is.
        with_video: write annotated.mp4.
        with_report: write report.html.

    Raises:
        CoachError: this computer cannot write H.264.
        OSError: the disk is full or read-only.
    """
    document = json.dumps(analysis_document(analysis, summary), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "analysis.json").write_text(document + "\n", encoding="utf-8")
    parquet.write_table(frames_table(analysis), folder / "frames.parquet")
    (folder / "cues.vtt").write_text(captions(analysis.cues), encoding="utf-8")
    if with_video:
        write_video(folder / "annotated.mp4", reader, analysis, teller)
    if with_report:
        page = report_page(analysis, summary)
        (folder / "report.html").write_text(page, encoding="utf-8")


def write_video(path: Path, reader: ClipReader, analysis: Analysis, teller: Teller) -> None:
    """Write annotated.mp4: each picture with what was seen on it, the clip's own sound, and the cues."""
    facts, moments = analysis.clip, analysis.moments
    layout = choose_layout((moment.sight for moment in moments), facts.width, facts.height)
    own = read_clip_sound(reader.path) if facts.has_sound else None
    sound = None
    if own is not None or analysis.cues:
        duration_s = max(facts.duration_s, analysis.cues[-1].end_s if analysis.cues else 0.0)
        sound = Sound(mix_cues(analysis.cues, sounds_folder(), duration_s, USUAL_RATE_HZ, own), USUAL_RATE_HZ)
    stage = f"{shown(reader.path.name)}: painting the video"
    trail = Trail()
    with MovieWriter(path, facts.width, facts.height, fps=facts.fps_mean, sound=sound) as movie:
        frames = teller.following(reader.frames(), stage, facts.frames)
        for frame, moment in zip(frames, moments, strict=True):
            trail = trail.after(moment)
            movie.write(paint(draw(moment, trail, layout), frame.picture_rgb), frame.t_s)
