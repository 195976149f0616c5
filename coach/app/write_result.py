"""One clip's files, as the contract names them, written into a folder that is not yet seen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as parquet

from coach.adapters.clip import ClipReader
from coach.adapters.recording import KeptSights, pack_sights
from coach.app.paint_clip import paint_clip
from coach.app.show import Teller
from coach.core.analysis import Analysis
from coach.core.summary import Summary
from coach.core.view import MapParams
from coach.core.words import Language, said_in
from coach.report.captions import captions
from coach.report.html import report_page
from coach.report.html_stills import key_moments
from coach.report.tables import analysis_document, frames_table


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which parts of a result to write, the sizes on its back map, and the language of what people read and hear."""

    video: bool
    report: bool
    back_map: MapParams
    language: Language = Language.EN


def write_result(
    folder: Path,
    reader: ClipReader,
    analysis: Analysis,
    summary: Summary,
    kept: KeptSights,
    wanted: Wanted,
    teller: Teller,
) -> None:
    """Write a clip's files.

    Args:
        folder: an empty folder.
        reader: the clip, which is read once more for the video and for the report's pictures.
        analysis: the clip, judged.
        summary: its figures.
        kept: what was seen of it.
        wanted: what to write.
        teller: is told how far the video is.

    Raises:
        CoachError: this computer cannot write H.264.
        OSError: the disk is full or read-only.
    """
    document = json.dumps(analysis_document(analysis, summary), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / "analysis.json").write_text(document + "\n", encoding="utf-8")
    with (folder / "frames.parquet").open("wb") as file:  # pyarrow takes no path whose bytes are no text
        parquet.write_table(frames_table(analysis), file)
    (folder / "sights.coach").write_bytes(pack_sights(kept))
    cues = [said_in(cue, wanted.language) for cue in analysis.cues]
    (folder / "cues.vtt").write_text(captions(cues), encoding="utf-8")
    stills = paint_clip(
        reader,
        analysis,
        teller,
        video=folder / "annotated.mp4" if wanted.video else None,
        moments=key_moments(analysis, language=wanted.language) if wanted.report else (),
        back_map=wanted.back_map,
        language=wanted.language,
    )
    if wanted.report:
        sizes = wanted.back_map
        page = report_page(
            analysis,
            summary,
            stills,
            band_cm=sizes.band_cm,
            outer_cm=sizes.outer_cm,
            keep_out=sizes.keep_out,
            language=wanted.language,
        )
        (folder / "report.html").write_text(page, encoding="utf-8")
