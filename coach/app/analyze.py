"""`coach analyze`: read, judge, write. The composition of the adapters, the core and the report.

A clip is read twice: the first pass judges it, the second paints the video. So no pictures are kept in memory; what is
kept is one `Moment` per frame.
"""

from __future__ import annotations

import math
import os
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from coach.adapters.clip import ClipReader, Picture, file_sha256, open_clip
from coach.adapters.files import check_replaceable, output_root, whole_folder
from coach.adapters.model_files import Models, checked_models
from coach.adapters.recording import KeptSights
from coach.app.judge_clip import Judged, judge_clip
from coach.app.marked_areas import areas_shown
from coach.app.provenance import provenance
from coach.app.show import Teller
from coach.app.write_result import Wanted, write_result
from coach.config import settings_flat
from coach.core.analysis import Analysis, ClipFacts
from coach.core.judged import Whole
from coach.core.look import Hints, LookPlan, Looks
from coach.core.rules.judge import RulesParams
from coach.core.session import SessionParams
from coach.core.summary import Summary, summarise_analysis
from coach.core.view import MapParams
from coach.core.words import Language
from coach.errors import CoachError, shown


@dataclass(frozen=True, slots=True)
class Job:
    """What the user asked for.

    Attributes:
        clips: the files; one that is named twice is analysed once.
        out: the folder that gets one result folder per clip.
        params: every threshold in force.
        hints: what the user told about the scene.
        with_video: write annotated.mp4.
        with_report: write report.html.
        language: of the report, of the words and cues in the film, and of the captions.
    """

    clips: tuple[Path, ...]
    out: Path
    params: SessionParams
    hints: Hints
    with_video: bool = True
    with_report: bool = True
    language: Language = Language.EN


@dataclass(frozen=True, slots=True)
class Result:
    """A clip that was analysed, and where its files are."""

    clip: Path
    folder: Path
    summary: Summary
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Failure:
    """A clip that could not be analysed, and the sentence that says why."""

    clip: Path
    error: CoachError


Done = Callable[[Result | Failure], None]


class Eyes(Protocol):
    """Who looks at the pictures: `CoachEyes`, or a stand-in."""

    def begin(self) -> None:
        """Another clip begins."""
        ...

    def look(self, picture_rgb: Picture, plan: LookPlan) -> Looks:
        """Answer a plan for one picture."""
        ...


OpenEyes = Callable[[Models], AbstractContextManager[Eyes]]


def analyze_clips(job: Job, teller: Teller, done: Done, open_eyes: OpenEyes | None = None) -> None:
    """Analyse the clips one after the other; one that fails does not stop the others.

    Args:
        job: what to do.
        teller: is told how far it is.
        done: is called with each clip's result or failure as soon as it is known.
        open_eyes: makes the eyes from the checked models; `CoachEyes` if None.

    Raises:
        CoachError: nothing at all can be done: two clips would have the same result folder, the output folder cannot
            be written to, or the model is damaged.
    """
    clips = distinct_clips(job.clips, teller)
    readers: list[ClipReader] = []
    for clip in clips:
        try:
            check_replaceable(job.out / clip.stem)
            readers.append(open_clip(clip))
        except CoachError as error:
            done(Failure(clip, error))
    if not readers:
        return
    models = checked_models()
    program = provenance(models)
    with output_root(job.out), (open_eyes or _coach_eyes)(models) as eyes:
        for reader in readers:
            try:
                done(_analyze(reader, eyes, job, program, teller))
            except CoachError as error:
                done(Failure(reader.path, error))
            except OSError as refused:
                why = CoachError(
                    f"'{shown(reader.path)}' could not be analysed, the system says: {refused}.",
                    f"无法分析“{shown(reader.path)}”，系统说：{refused}。",
                )
                done(Failure(reader.path, why))


def distinct_clips(clips: tuple[Path, ...], teller: Teller) -> tuple[Path, ...]:
    """Drop a clip that is named twice, and refuse two clips that would have the same result folder.

    Raises:
        CoachError: it names both clips.
    """
    by_folder: dict[str, Path] = {}
    for clip in clips:
        if clip.stem.strip(". ") == "":
            raise CoachError(
                f"'{shown(clip)}' has no name that a result folder could take: rename the clip.",
                f"“{shown(clip)}”的名字不能用作结果文件夹：请给影片改名。",
            )
        folder = unicodedata.normalize("NFC", clip.stem).casefold()  # some disks know no capitals
        earlier = by_folder.setdefault(folder, clip)
        if earlier is clip:
            continue
        if not _same_clip(earlier, clip):
            raise CoachError(
                f"'{shown(earlier)}' and '{shown(clip)}' would both write the result folder '{shown(clip.stem)}': "
                "rename one of them, or analyse them with different --out.",
                f"“{shown(earlier)}”和“{shown(clip)}”会写入同一个结果文件夹“{shown(clip.stem)}”：请给其中一个改名，"
                "或用不同的 --out。",
            )
        teller.note(f"'{shown(clip)}' is the same clip as '{shown(earlier)}' and is analysed once.")
    return tuple(by_folder.values())


def _same_clip(one: Path, other: Path) -> bool:
    if one == other:
        return True
    try:
        if os.path.samefile(one, other):
            return True
        return one.stat().st_size == other.stat().st_size and file_sha256(one) == file_sha256(other)
    except OSError:  # one of them is missing or a folder; opening it will tell
        return False


def _analyze(reader: ClipReader, eyes: Eyes, job: Job, program: dict[str, str], teller: Teller) -> Result:
    stem, name = reader.path.stem, shown(reader.path.name)
    with whole_folder(job.out, stem) as folder:
        frames = teller.following(reader.frames(), f"{name}: watching", reader.expected_frames)
        eyes.begin()
        hints = replace(job.hints, focal_35mm=reader.focal_35mm)
        judged = judge_clip(frames, eyes.look, job.params, hints)
        _note_losses(reader, name, teller)
        analysis = _analysis(reader, judged, job, program)
        summary = summarise_analysis(analysis)
        sights = tuple(moment.sight for moment in analysis.moments)
        kept = KeptSights(analysis.clip, program, job.params, judged.known, sights)
        write_result(folder, reader, analysis, summary, kept, _wanted(job), teller)
    return Result(reader.path, job.out / stem, summary, analysis)


def _wanted(job: Job) -> Wanted:
    rules = job.params.rules
    return Wanted(job.with_video, job.with_report, map_params(rules), job.language)


def map_params(rules: RulesParams) -> MapParams:
    """The sizes in force on the back map."""
    return MapParams(rules.spine_step.band_cm, rules.off_zone.ribs_cm, rules.keep_out.zones)


def _analysis(reader: ClipReader, judged: Judged, job: Job, program: dict[str, str]) -> Analysis:
    return analysis_of(reader.facts(), job.params, judged.known, program, judged.whole)


def analysis_of(
    clip: ClipFacts, params: SessionParams, known: Hints, program: Mapping[str, str], judged: Whole
) -> Analysis:
    """A clip's judgement, with how it came about."""
    return Analysis(
        clip=clip,
        settings=settings_in_force(params, known),
        program=program,
        moments=judged.moments,
        events=judged.events,
        cues=judged.cues,
        stands=judged.stands,
        phases=judged.phases,
    )


def settings_in_force(params: SessionParams, hints: Hints) -> dict[str, object]:
    """Every threshold by its full name, what was told, and where the centimetres and the focal length come from."""
    told: dict[str, object] = {}
    for name, box in (("receiver", hints.receiver_box_px), ("giver", hints.giver_box_px)):
        told[f"hints.{name}_box_px"] = None if box is None else [box.x, box.y, box.width, box.height]
    told["hints.spine_px"] = None if hints.spine_px is None else hints.spine_px.tolist()
    told["hints.support_boxes_px"] = [[box.x, box.y, box.width, box.height] for box in hints.support_boxes_px]
    for name, height_m in (("receiver", hints.receiver_height_m), ("giver", hints.giver_height_m)):
        told[f"hints.{name}_height_cm"] = None if height_m is None else round(100.0 * height_m, 3)
    corners, mat_m = hints.mat_corners_px, hints.mat_size_m
    told["hints.fov_deg"] = None if hints.fov_rad is None else round(math.degrees(hints.fov_rad), 3)
    told["hints.focal_35mm_of_file"] = hints.focal_35mm
    told["hints.mat_corners_px"] = None if corners is None else corners.tolist()
    told["hints.mat_cm"] = None if mat_m is None else [round(100.0 * edge_m, 3) for edge_m in mat_m]
    told["hints.marker_cm"] = round(100.0 * hints.marker_m, 3)
    told["markers_seen"] = [marker.number for marker in hints.markers]
    told["scale_cm_from"] = _scale_from(hints)
    told["focal_length_from"] = _focal_from(hints)
    zones = {"rules.keep_out.zones": areas_shown(params.rules.keep_out.zones)}
    return {**settings_flat(params), **zones, **told}


def _scale_from(hints: Hints) -> str:
    ground = hints.mat_size_m is not None or bool(hints.markers)
    giver_tells = hints.giver_height_m is not None and (ground or hints.receiver_height_m is not None)
    given = [
        words
        for words, is_given in (
            ("the receiver's given height", hints.receiver_height_m is not None),
            ("the giver's given height", giver_tells),
            ("the mat's given size", hints.mat_size_m is not None),
            (f"printed markers of {100.0 * hints.marker_m:g} cm", bool(hints.markers)),
        )
        if is_given
    ]
    return " and ".join(given) or "the receiver's torso, of a usual size"


def _focal_from(hints: Hints) -> str:
    if hints.fov_rad is not None:
        return "the given field of view"
    if hints.focal_35mm is not None:
        return "the clip's own file"
    return "the bodies' perspective and a usual lens"


def _note_losses(reader: ClipReader, name: str, teller: Teller) -> None:
    tally = reader.tally()
    if tally.lost:
        teller.note(f"{name}: {tally.lost} frames are damaged or missing and were left out; {tally.frames} were read.")
    if tally.dropped:
        teller.note(f"{name}: {tally.dropped} frames whose time repeats or goes back were left out.")


def _coach_eyes(models: Models) -> AbstractContextManager[Eyes]:
    from coach.app.eyes import CoachEyes  # here, because its libraries take seconds to load

    return CoachEyes(models)
