"""An analysed clip under review: opened without its pictures, corrected, judged again, and as it was at first."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.adapters.corrections import MARK, corrections_document, pack_corrections, unpack_corrections
from coach.adapters.files import sole_writer, write_whole_file
from coach.adapters.recording import KeptSights, read_sights
from coach.app.analyze import analysis_of
from coach.config import apply_settings
from coach.core.analysis import Analysis
from coach.core.review.corrections import (
    Change,
    Corrections,
    ThresholdsChanged,
    with_change,
    without,
)
from coach.core.review.rejudge import JudgedAgain, judge_again, refusal
from coach.core.session import SessionParams
from coach.core.summary import summarise_analysis
from coach.errors import CoachError, shown
from coach.report.reviewed import reviewed_document, truth_document

_Changed = Callable[[Corrections], Corrections]

CORRECTIONS, TRUTH = "corrections.json", "truth.json"
_JUDGED_AGAIN = ("rules.", "cues.")  # settings that work on sights; the others need a look at the pictures


@dataclass(frozen=True, slots=True)
class ReviewedClip:
    """An analysed clip with its corrections.

    Attributes:
        folder: the analysis.
        kept: what was seen.
        corrections: what was corrected; `corrections.revision` goes with every later `correct`.
        judged: the clip as it is judged now.
        analysis: the same with clip, settings in force and provenance.
        document: `analysis.json` as of now, with `corrections` beside.
    """

    folder: Path
    kept: KeptSights
    corrections: Corrections
    judged: JudgedAgain
    analysis: Analysis
    document: dict[str, Any]

    def original(self) -> dict[str, Any]:
        """`analysis.json` as it was written when the clip was analysed.

        Raises:
            CoachError: it is missing or damaged.
        """
        path = self.folder / "analysis.json"
        try:
            return json.loads(path.read_bytes())
        except (OSError, ValueError):
            raise CoachError(f"'{shown(path)}' is missing or damaged: analyse the clip again.") from None


def open_reviewed(folder: Path) -> ReviewedClip:
    """Open an analysis folder.

    Raises:
        CoachError: there is none, or its sights or corrections are damaged or of another version.
    """
    kept = read_sights(folder / "sights.coach")
    return _judged(folder, kept, _corrections(folder, kept))


def correct(clip: ReviewedClip, change: Change, author: str, revision: int) -> ReviewedClip:
    """Make one correction, write it down, and judge the clip again.

    Args:
        clip: as it was opened or corrected last.
        change: what to correct.
        author: who says so.
        revision: that of the corrections which the author saw.

    Raises:
        CoachError: the change cannot be made, another has written since, or the disk is full or read-only. Nothing is
            written then.
    """
    reason = refusal(change, clip.kept.sights)
    if reason:
        raise CoachError(reason)
    return _written(clip, revision, lambda now: with_change(now, author, change))


def take_back(clip: ReviewedClip, number: int, revision: int) -> ReviewedClip:
    """Take one correction back, by its number. Raises as `correct`; a number that is gone already changes nothing."""
    return _written(clip, revision, lambda now: without(now, number))


def export_truth(clip: ReviewedClip) -> Path:
    """Write `truth.json` beside the analysis: what the corrected clip tells as ground truth.

    Raises:
        CoachError: the disk is full or read-only, or something else has that name.
    """
    document = truth_document(clip.analysis, clip.judged, clip.corrections)
    path = clip.folder / TRUTH
    with sole_writer(clip.folder):
        data = json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"
        write_whole_file(path, data.encode("utf-8"), replaces=b'{"fps": ')
    return path


def _written(clip: ReviewedClip, revision: int, changed: _Changed) -> ReviewedClip:
    path = clip.folder / CORRECTIONS
    with sole_writer(clip.folder):
        now = _corrections(clip.folder, clip.kept)
        if now.revision != revision:
            raise CoachError(
                f"the corrections have been changed elsewhere (they are at revision {now.revision}, this page shows "
                f"{revision}): reload the page and make the correction again."
            )
        after = changed(now)
        judged = _judged(clip.folder, clip.kept, after)
        if after != now:
            write_whole_file(path, pack_corrections(after, clip.kept.clip.sha256), replaces=MARK)
    return judged


def _corrections(folder: Path, kept: KeptSights) -> Corrections:
    path = folder / CORRECTIONS
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Corrections()
    except OSError as refused:
        raise CoachError(f"'{shown(path)}' cannot be read ({refused.strerror}): check it.") from None
    corrections = unpack_corrections(data, kept.clip.sha256, shown(path))
    for one in corrections.made:
        reason = refusal(one.change, kept.sights)
        if reason:
            raise CoachError(f"correction {one.number} in '{shown(path)}' cannot be made: {reason}")
    return corrections


def _judged(folder: Path, kept: KeptSights, corrections: Corrections) -> ReviewedClip:
    params = _params(kept.params, corrections)
    judged = judge_again(kept.sights, corrections, params)
    analysis = analysis_of(kept.clip, params, kept.hints, kept.program, judged.whole)
    document = reviewed_document(analysis, summarise_analysis(analysis), judged, corrections_document(corrections))
    return ReviewedClip(folder, kept, corrections, judged, analysis, document)


def _params(params: SessionParams, corrections: Corrections) -> SessionParams:
    for one in corrections.made:
        if not isinstance(one.change, ThresholdsChanged):
            continue
        table: dict[str, Any] = {}
        for name, value in one.change.settings.items():
            if not name.startswith(_JUDGED_AGAIN):
                raise CoachError(
                    f"'{name}' cannot be changed here: only settings of the rules and the cues can, for the others "
                    "analyse the clip again with --config."
                )
            *tables, last = name.split(".")
            inner = table
            for outer in tables:
                inner = inner.setdefault(outer, {})
            inner[last] = value
        params = apply_settings(params, table, where="corrections")
    return params
