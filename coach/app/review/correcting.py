"""The corrections of one analysed clip as the page asks for them. The corrected judgement lies in memory only.

What is kept on the disk is the small `corrections.json` (see `rejudging`); the judgement follows from it and from
`sights.coach`, so there is nothing that could be half-written, left over or out of date, and two tabs, two servers and
a folder that cannot be written to need no care of their own. It takes a second or two for half a minute of film, and
most of a minute for twenty, so it is made in a thread of its own. docs/decisions/0033, 0039.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from coach.adapters.analysed import Analysed, analysed_of
from coach.adapters.clip import open_clip
from coach.adapters.corrections import asked_from, corrections_document
from coach.app.analyze import map_params
from coach.app.paint_clip import paint_clip
from coach.app.review.port import StillJudging
from coach.app.review.rejudging import (
    CORRECTIONS,
    JUDGED_AGAIN,
    ReviewedClip,
    Tell,
    correct,
    open_reviewed,
    reread,
    take_back,
    uncorrected,
)
from coach.app.review.under_way import GivenUp, UnderWay
from coach.app.show import SilentTeller
from coach.config import settings_flat, settings_of
from coach.core.findings import Event, Rule
from coach.core.landmarks import FloatArray
from coach.core.review.difference import Difference, difference
from coach.core.session import SessionParams
from coach.core.words import Language
from coach.errors import CoachError
from coach.report.corrected import with_corrections
from coach.report.html import report_page
from coach.report.html_stills import key_moments
from coach.report.reviewed import truth_document
from coach.report.tables import frames_table

_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Marks:
    """The states of the two files that a judgement comes from; None = there is no such file."""

    sights: _Stamp | None
    corrections: _Stamp | None


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read and judged last, and from which files."""

    clip: ReviewedClip
    analysed: Analysed
    marks: _Marks


@dataclass(frozen=True, slots=True)
class _Job:
    """A judgement under way, and of which files."""

    marks: _Marks
    under_way: UnderWay[_Held]


@dataclass(slots=True)
class ClipCorrections:
    """`port.Corrections` of the analysis in a folder."""

    folder: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)  # of what follows; never held while it is judged
    _writing: threading.Lock = field(default_factory=threading.Lock)  # one correction after the other
    _held: _Held | None = None
    _job: _Job | None = None
    _closed: bool = False

    def state(self) -> str:
        """As `port.Corrections`."""
        stamp = _stamp(self.folder / CORRECTIONS)
        return "" if stamp is None else "-".join(str(part) for part in stamp)

    def progress(self) -> tuple[int, int] | None:
        """As `port.Corrections`."""
        job = self._job
        return None if job is None or job.under_way.has_ended else job.under_way.progress

    def told(self) -> Mapping[str, object]:
        """As `port.Corrections`."""
        return _told(self._now().clip)

    def correct(self, data: bytes) -> Mapping[str, object]:
        """As `port.Corrections`."""
        asked = asked_from(data)
        with self._writing:
            before = self._now().clip
            if asked.change is None:
                take_back(before, asked.without, asked.revision)
            else:
                correct(before, asked.change, _clean(asked.author), asked.revision, asked.without)
            clip = self._now().clip
        since = difference(before.analysis.events, clip.analysis.events)
        return {**_told(clip), "since": _differing(since)}

    def judged(self, patience_s: float | None = None) -> Analysed | None:
        """As `port.Corrections`."""
        if not self.state():
            return None
        held = self._now(patience_s)
        return held.analysed if held.clip.corrections.made else None

    def close(self) -> None:
        """As `port.Corrections`."""
        with self._lock:
            self._closed = True
            if self._job is not None:
                self._job.under_way.give_up()

    def back_at(self, t_s: float) -> Mapping[str, object]:
        """As `port.Corrections`."""
        moments = self._now().clip.analysis.moments
        if not moments or not 0.0 <= t_s <= moments[-1].sight.t_s + 1.0:
            raise CoachError("there is no such moment in the clip: choose one within it.")
        sight = min((moment.sight for moment in moments), key=lambda sight: abs(sight.t_s - t_s))
        return {"t_s": sight.t_s, "spine": _points(sight.back.spine_px), "corners": _points(sight.back.outline_px)}

    def report(self, film: Path | None, language: Language, original: bool = False) -> str:
        """As `port.Corrections`."""
        clip = self._now().clip
        if original:
            clip = self._as_analysed(clip)
        sizes, moments = map_params(clip.params.rules), key_moments(clip.analysis, language=language)
        stills = ()
        if film is not None:
            reader = open_clip(film)
            stills = paint_clip(
                reader,
                clip.analysis,
                SilentTeller(),
                video=None,
                moments=moments,
                back_map=sizes,
                language=language,
            )
        page = report_page(
            clip.analysis,
            clip.summary,
            stills,
            band_cm=sizes.band_cm,
            outer_cm=sizes.outer_cm,
            keep_out=sizes.keep_out,
            language=language,
        )
        if not clip.corrections.made:
            return page
        return with_corrections(page, clip.corrections, difference(clip.first, clip.analysis.events), language)

    def _as_analysed(self, clip: ReviewedClip) -> ReviewedClip:
        """The clip without its corrections, if it is still judged as the analysis says."""
        first = uncorrected(clip)
        if difference(first.first, first.analysis.events) != Difference():
            raise CoachError("this program judges the clip otherwise than it was analysed: analyse the clip again.")
        return first

    def truth(self) -> bytes:
        """As `port.Corrections`."""
        clip = self._now().clip
        document = truth_document(clip.analysis, clip.judged, clip.corrections)
        return (json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n").encode()

    def _now(self, patience_s: float | None = None) -> _Held:
        """What lies there now: read and judged anew only if a file is another one than before.

        Raises:
            StillJudging: it is not ready within `patience_s` (None = as long as it takes).
        """
        while True:
            current = self._current()
            if isinstance(current, _Held):
                return current
            if not current.under_way.wait(patience_s):
                raise StillJudging
            with contextlib.suppress(GivenUp):  # the files have changed meanwhile: once more
                self._ended(current)

    def _current(self) -> _Held | _Job:
        """The judgement of the files as they are now, or the one that will be."""
        with self._lock:
            if self._closed:
                raise CoachError("the program is ending: start 'coach review' again and open its new address.")
            marks = _Marks(_stamp(self.folder / "sights.coach"), _stamp(self.folder / CORRECTIONS))
            held, job = self._held, self._job
            if held is not None and held.marks == marks:
                return held
            if job is not None and job.marks == marks:
                return job
            if job is not None:
                job.under_way.give_up()
            clip = held.clip if held is not None and held.marks.sights == marks.sights else None
            self._job = _Job(marks, UnderWay(lambda tell: _judged(self.folder, clip, marks, tell)))
            return self._job

    def _ended(self, job: _Job) -> None:
        """Keep what came out of a judgement. Raises what it raised; it is tried anew the next time."""
        with self._lock:
            mine = self._job is job
            if mine:
                self._job = None
            held = job.under_way.outcome()
            if mine:
                self._held = held


def _judged(folder: Path, before: ReviewedClip | None, marks: _Marks, tell: Tell) -> _Held:
    clip = open_reviewed(folder, tell) if before is None else reread(before, tell)
    return _Held(clip, _analysed(clip), marks)


def _stamp(path: Path) -> _Stamp | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino


def _analysed(clip: ReviewedClip) -> Analysed:
    raw = json.dumps(clip.document, ensure_ascii=False, allow_nan=False).encode()
    return analysed_of(clip.folder, raw, frames_table(clip.analysis))


def _told(clip: ReviewedClip) -> dict[str, Any]:
    return {
        **corrections_document(clip.corrections),
        "frames": len(clip.kept.sights),
        "changed": _differing(difference(clip.first, clip.analysis.events)),
        "thresholds": _thresholds(clip),
        "rules": [rule.value for rule in Rule if rule is not Rule.NOT_SEEN],
    }


def _thresholds(clip: ReviewedClip) -> list[dict[str, object]]:
    """Every threshold that can be changed: its value now, when the clip was analysed, and the program's own."""
    analysed, usual = settings_flat(clip.kept.params), settings_flat(SessionParams())
    told: list[dict[str, object]] = []
    for setting in settings_of(clip.params):
        if not setting.name.startswith(JUDGED_AGAIN):
            continue
        limits = setting.threshold
        told.append(
            {
                "name": setting.name,
                "value": setting.value,
                "analysed": analysed[setting.name],
                "usual": usual[setting.name],
                "kind": setting.kind.__name__,
                "unit": limits.unit if limits else "",
                "low": limits.low if limits else None,
                "high": limits.high if limits else None,
            }
        )
    return told


def _differing(found: Difference) -> dict[str, object]:
    return {
        "gone": [_event(event) for event in found.gone],
        "new": [_event(event) for event in found.new],
        "moved": [_event(event) for _, event in found.moved],
    }


def _event(event: Event) -> dict[str, object]:
    return {"rule": event.rule, "start_s": event.start_s, "end_s": event.end_s, "side": event.side}


def _points(points_px: FloatArray) -> list[list[float]] | None:
    return points_px.tolist() if np.isfinite(points_px).all() else None


def _clean(author: str) -> str:
    """A name on one line."""
    return " ".join(author.split())
