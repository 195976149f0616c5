"""An analysed clip under review: opened without its pictures, corrected, judged again, and as it was at first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.adapters.corrections import MARK, corrections_document, pack_corrections, unpack_corrections
from coach.adapters.files import sole_writer, write_whole_file
from coach.adapters.recording import KeptSights, read_sights
from coach.app.analyze import analysis_of
from coach.config import apply_settings, settings_of
from coach.core.analysis import Analysis
from coach.core.findings import Event, EventSide, Limb, Rule, Severity
from coach.core.review.corrections import (
    Change,
    Corrections,
    EventWrong,
    SpineMoved,
    ThresholdsChanged,
    TorsoMoved,
    with_change,
    without,
)
from coach.core.review.folding import Folded, folding
from coach.core.review.marked_bodies import body_marks
from coach.core.review.rejudge import JudgedAgain, marked, refusal
from coach.core.session import SessionParams
from coach.core.summary import Summary, summarise_analysis
from coach.errors import CoachError, shown
from coach.report.reviewed import reviewed_document

_Changed = Callable[[Corrections], Corrections]
Tell = Callable[[int, int], None]
"""Is told how many frames of how many are judged; it may raise to give the judgement up."""

CORRECTIONS = "corrections.json"
JUDGED_AGAIN = ("rules.", "cues.")  # settings that work on sights; the others need a look at the pictures
MOST_CORRECTIONS = 500
_LARGEST_BYTES = 4 * 1024 * 1024
_FARTHEST = 1.0  # of the picture's size, beyond its edges: a mark further out is a mistake
_OWN_FOLDER = "copy the results into a folder of your own and review them there"


@dataclass(frozen=True, slots=True)
class ReviewedClip:
    """An analysed clip with its corrections.

    Attributes:
        folder: the analysis.
        kept: what was seen.
        first: the events that the program found before anything was corrected.
        corrections: what was corrected; `corrections.revision` goes with every later `correct`.
        params: every threshold in force, changed ones included.
        folded: what the rules found, before any event was marked.
        judged: the clip as it is judged now.
        analysis: the same with clip, settings in force and provenance.
        summary: its figures.
        document: `analysis.json` as of now, with `corrections` beside.
    """

    folder: Path
    kept: KeptSights
    first: tuple[Event, ...]
    corrections: Corrections
    params: SessionParams
    folded: Folded
    judged: JudgedAgain
    analysis: Analysis
    summary: Summary
    document: dict[str, Any]


def silent(done: int, of: int) -> None:
    """Tell nobody."""


def open_reviewed(folder: Path, tell: Tell = silent) -> ReviewedClip:
    """Open an analysis folder, and judge it with its corrections.

    Raises:
        CoachError: there is none, or its sights or corrections are damaged or of another version.
    """
    kept = read_sights(folder / "sights.coach")
    return _judged(folder, kept, _first_events(folder, kept), read_corrections(folder, kept), tell=tell)


def reread(clip: ReviewedClip, tell: Tell = silent) -> ReviewedClip:
    """The clip with the corrections that lie there now; somebody else may have written. Raises as `open_reviewed`."""
    return _judged(clip.folder, clip.kept, clip.first, read_corrections(clip.folder, clip.kept), clip.folded, tell)


def uncorrected(clip: ReviewedClip) -> ReviewedClip:
    """The clip as it is judged without any correction."""
    return _judged(clip.folder, clip.kept, clip.first, Corrections(), clip.folded)


def correct(clip: ReviewedClip, change: Change, author: str, revision: int, instead_of: int = 0) -> None:
    """Write one correction down. It is judged afterwards, by `reread`: a run that ends meanwhile loses nothing.

    Args:
        clip: as it was opened or judged last.
        change: what to correct.
        author: who says so.
        revision: that of the corrections which the author saw.
        instead_of: the number of a correction that this one takes the place of; 0 = none.

    Raises:
        CoachError: the change cannot be made, another has written since, or the disk is full or read-only. Nothing is
            written then.
    """
    reason = _refusal(clip.kept, change)
    if reason:
        raise CoachError(reason)
    _write(clip, revision, lambda now: with_change(without(now, instead_of), author, change))


def take_back(clip: ReviewedClip, number: int, revision: int) -> None:
    """Take one correction back, by its number. As `correct`; a number that is gone already changes nothing."""
    _write(clip, revision, lambda now: without(now, number))


def _write(clip: ReviewedClip, revision: int, changed: _Changed) -> None:
    path = clip.folder / CORRECTIONS
    with sole_writer(clip.folder, _OWN_FOLDER):
        now = read_corrections(clip.folder, clip.kept)
        if now.revision != revision:
            raise CoachError(
                f"the corrections have been changed elsewhere (they are at revision {now.revision}, this page showed "
                f"{revision}): look at what the page shows now, then make the correction again."
            )
        after = changed(now)
        if len(after.made) > MOST_CORRECTIONS:
            raise CoachError(f"there are {MOST_CORRECTIONS} corrections of this clip already: take one back first.")
        _params(clip.kept.params, after)  # refuses what is no threshold, or out of its range
        _check_that_it_counts(clip, now, after)
        if after != now:
            data = pack_corrections(after, clip.kept.clip.sha256)
            write_whole_file(path, data, replaces=MARK, advice=_OWN_FOLDER)


def _check_that_it_counts(clip: ReviewedClip, before: Corrections, after: Corrections) -> None:
    """Refuse to call an event wrong that is not there. One that goes away later, by another correction, is kept."""
    counted = {one.number for one in marked(clip.folded.whole, after).events}
    for made in after.made:
        if isinstance(made.change, EventWrong) and made not in before.made and made.number not in counted:
            raise CoachError(
                f"there is no event '{made.change.rule}' at {made.change.start_s:g} s to be marked wrong: choose one "
                "of those that the page shows."
            )


def read_corrections(folder: Path, kept: KeptSights) -> Corrections:
    """What was corrected, none if there is no file.

    Raises:
        CoachError: the file is damaged, or about another clip.
    """
    path = folder / CORRECTIONS
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise CoachError(f"'{shown(path)}' is too large for corrections: move it away to begin anew.")
        data = path.read_bytes()
    except FileNotFoundError:
        return Corrections()
    except OSError as refused:
        raise CoachError(f"'{shown(path)}' cannot be read ({refused.strerror}): check it.") from None
    corrections = unpack_corrections(data, kept.clip.sha256, shown(path))
    if len(corrections.made) > MOST_CORRECTIONS:
        raise CoachError(f"'{shown(path)}' holds more than {MOST_CORRECTIONS} corrections: move it away to begin anew.")
    for one in corrections.made:
        reason = _refusal(kept, one.change)
        if reason:
            raise CoachError(f"correction {one.number} in '{shown(path)}' cannot be made: {reason}")
    return corrections


def _refusal(kept: KeptSights, change: Change) -> str:
    """Why a change cannot be made, one sentence; empty if it can."""
    reason = refusal(change, kept.sights)
    if reason:
        return reason
    match change:
        case SpineMoved(_, points_px) | TorsoMoved(_, points_px) if not all(
            -_FARTHEST * size <= value <= (1.0 + _FARTHEST) * size
            for point in points_px
            for value, size in zip(point, (kept.clip.width, kept.clip.height), strict=True)
        ):
            return "a mark lies far outside of the picture: drag it onto the body."
        case ThresholdsChanged(settings) if not settings:
            return "no threshold was named: choose one and give it a value."
        case _:
            return ""


def _judged(
    folder: Path,
    kept: KeptSights,
    first: tuple[Event, ...],
    corrections: Corrections,
    before: Folded | None = None,
    tell: Tell = silent,
) -> ReviewedClip:
    params = _params(kept.params, corrections)
    found = _folded(kept, corrections, params, before, tell)
    judged = marked(found.whole, corrections)
    analysis = analysis_of(kept.clip, params, kept.hints, kept.program, judged.whole)
    summary = summarise_analysis(analysis)
    document = reviewed_document(analysis, summary, judged, corrections_document(corrections))
    return ReviewedClip(folder, kept, first, corrections, params, found, judged, analysis, summary, document)


def _folded(
    kept: KeptSights, corrections: Corrections, params: SessionParams, before: Folded | None, tell: Tell
) -> Folded:
    steps = folding(kept.sights, body_marks(corrections, kept.sights), params, before)
    while True:
        try:
            tell(next(steps), len(kept.sights))
        except StopIteration as end:
            return end.value


def _params(params: SessionParams, corrections: Corrections) -> SessionParams:
    known = {setting.name for setting in settings_of(params)}
    for one in corrections.made:
        if not isinstance(one.change, ThresholdsChanged):
            continue
        table: dict[str, Any] = {}
        for name, value in one.change.settings.items():
            if not name.startswith(JUDGED_AGAIN):
                raise CoachError(
                    f"'{name}' cannot be changed here: only settings of the rules and the cues can, for the others "
                    "analyse the clip again with --config."
                )
            if name not in known:
                apply_settings(params, _nested({}, name, value), where="corrections")  # it names the nearest one
            _nested(table, name, value)
        params = apply_settings(params, table, where="corrections")
    return params


def _nested(table: dict[str, Any], name: str, value: object) -> dict[str, Any]:
    *tables, last = name.split(".")
    inner = table
    for outer in tables:
        inner = inner.setdefault(outer, {})
    inner[last] = value
    return table


def _first_events(folder: Path, kept: KeptSights) -> tuple[Event, ...]:
    """The events of `analysis.json`, which is never changed."""
    path = folder / "analysis.json"
    try:
        document = json.loads(path.read_bytes())
        first = tuple(_event(told) for told in document["events"])
        sha256 = document["clip"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CoachError(f"'{shown(path)}' is missing or damaged: analyse the clip again.") from None
    if sha256 != kept.clip.sha256:
        raise CoachError(
            f"'{shown(path)}' and the 'sights.coach' beside it are of two different clips: analyse the clip again."
        )
    return first


def _event(told: Mapping[str, Any]) -> Event:
    start_s = float(told["start_s"])
    detail = told.get("detail", {})
    decided_s, limb = float(detail.get("decided_s", start_s)), Limb(detail.get("limb", Limb.FOOT))
    side = None if told["side"] is None else EventSide(told["side"])
    rule, severity = Rule(told["rule"]), Severity(told["severity"])
    return Event(rule, start_s, decided_s, float(told["end_s"]), severity, side, limb=limb)
