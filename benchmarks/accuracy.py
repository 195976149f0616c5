"""How well both people are seen: the coach and MediaPipe's own two-person loop on the same clips, against ground truth.

    python benchmarks/accuracy.py CLIPS_DIR [--clips c03 c06]

CLIPS_DIR holds NAME.mp4 with NAME.json (rendered footage with exact ground truth). For each clip, over the frames with
the giver on the receiver: the share in which giver, receiver, and both lie within 5 % of their extent (mean of
shoulders, hips, knees, ankles), for the coach and for `PoseLandmarker` in VIDEO mode with num_poses=2, whose two
skeletons are given the roles that suit them best. For the coach also: how far the feet are off sideways (median and
90th percentile, cm),
the share of them within two of its own standard deviations, and the share of frames in which the feet were judged.
The program never reads ground truth; the networks in `models/` have learnt the rendered clips of this project
(docs/accuracy.md), so that only footage that came later judges them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from coach.adapters.clip import open_clip
from coach.adapters.model_files import Models, checked_models
from coach.app.eyes import CoachEyes
from coach.core import session
from coach.core.landmarks import SIDES
from coach.core.look import Hints, PictureSize
from coach.core.people.regions import KEY
from coach.core.session import SessionParams
from coach.core.sight import Contact, Sight
from coach.quiet import native_stderr_silenced

_GOOD = 0.05
_ON_BODY = ("knees", "seated")


@dataclass(frozen=True, slots=True)
class Tally:
    """What one clip came to, as shares of the frames with the giver on the receiver; NaN = nothing to judge."""

    giver: float
    receiver: float
    both: float
    bare_giver: float
    bare_receiver: float
    bare_both: float
    lateral_cm: float
    lateral_p90_cm: float
    within_2_sigma: float
    judged: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips_dir", type=Path)
    parser.add_argument("--clips", nargs="*", default=[], help="first letters of the names; all if not given")
    args = parser.parse_args()
    truths = [path for path in sorted(args.clips_dir.glob("*.json")) if path.name.startswith(tuple(args.clips) or "")]
    if not truths:
        parser.error(f"{args.clips_dir} holds no clip with a NAME.json beside it; give a folder of rendered clips")
    table = Table("clip", "view", "giver", "receiver", "both", "bare", "cm", "p90", "2 sigma", "judged", title="coach")
    rows: list[Tally] = []
    for path in truths:
        truth = json.loads(path.read_text(encoding="utf-8"))
        tally = _tally(path.with_suffix(".mp4"), truth, checked_models())
        rows.append(tally)
        table.add_row(path.stem[:28], truth["camera"]["name"], *_cells(tally))
    table.add_section()
    table.add_row("mean", "", *_cells(Tally(*(float(np.nanmean(column)) for column in _columns(rows)))))
    Console(width=130).print(table)


def _columns(rows: list[Tally]) -> list[list[float]]:
    return [[getattr(row, name) for row in rows] for name in Tally.__slots__]


def _cells(tally: Tally) -> list[str]:
    bare = f"{tally.bare_giver:.2f} {tally.bare_receiver:.2f} {tally.bare_both:.2f}"
    shares = [f"{share:.2f}" for share in (tally.giver, tally.receiver, tally.both)]
    feet = [f"{tally.lateral_cm:.1f}", f"{tally.lateral_p90_cm:.1f}", f"{tally.within_2_sigma:.2f}"]
    return [*shares, bare, *("-" if cell == "nan" else cell for cell in (*feet, f"{tally.judged:.2f}"))]


def _tally(clip: Path, truth: dict[str, Any], models: Models) -> Tally:
    coach: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    off_cm: list[float] = []
    sigma_cm: list[float] = []
    feet = judged = 0
    for number, (sight, skeletons) in enumerate(_see(clip, models)):
        if number >= len(truth["frames"]):
            break
        frame = truth["frames"][number]
        if not _is_on(frame["giver"]):
            continue
        giver, receiver = frame["giver"]["lm2d"], frame["receiver"]["lm2d"]
        coach.append((_error(sight.giver.pose.xy_px, giver), _error(sight.receiver.pose.xy_px, receiver)))
        bare.append(_best_roles(skeletons, giver, receiver))
        for foot, side in zip(sight.feet, SIDES, strict=True):
            told = frame["giver"]["feet"][side.value]
            if told["state"] != "on_back":
                continue
            feet += 1
            judged += foot.contact is not Contact.UNKNOWN
            if foot.contact is Contact.BACK:
                off_cm.append(abs(foot.offset_cm - told["lateral_cm"]))
                sigma_cm.append(foot.sigma_cm)
    shares = [_shares(np.array(errors)) for errors in (coach, bare)]
    off, sigma = np.array(off_cm), np.array(sigma_cm)
    nan = float("nan")
    return Tally(
        *shares[0],
        *shares[1],
        float(np.median(off)) if len(off) else nan,
        float(np.quantile(off, 0.9)) if len(off) else nan,
        float((off <= 2 * sigma).mean()) if len(off) else nan,
        judged / feet if feet else nan,
    )


def _see(clip: Path, models: Models) -> Iterator[tuple[Sight, list[NDArray[np.float64]]]]:
    """Each frame as the coach sees it, and the bare loop's skeletons, px."""
    with native_stderr_silenced():
        bare = vision.PoseLandmarker.create_from_options(
            vision.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_path=str(models.pose.path)),
                running_mode=vision.RunningMode.VIDEO,
                num_poses=2,
            )
        )
    params = SessionParams()
    state = None
    with CoachEyes(models) as eyes, bare:
        for frame in open_clip(clip).frames():
            picture = frame.picture_rgb
            size = PictureSize(picture.shape[1], picture.shape[0])
            state = state or session.begin(params, size, Hints())
            looks = eyes.look(picture, session.plan(params, state, frame.t_s))
            state, moment = session.step(params, state, looks, frame.t_s)
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=picture)
            found = bare.detect_for_video(image, round(frame.t_s * 1000)).pose_landmarks
            scale = np.array([size.width, size.height])
            yield moment.sight, [np.array([(p.x, p.y) for p in person]) * scale for person in found]


def _is_on(giver: dict[str, Any] | None) -> bool:
    if not giver:
        return False
    return giver.get("technique") in _ON_BODY or any(foot["state"] == "on_back" for foot in giver["feet"].values())


def _error(xy_px: NDArray[np.float64], truth: list[Any]) -> float:
    """Mean distance of the key landmarks as a part of the true extent; inf where one is unknown."""
    true_px = np.array(truth, dtype=float)[:, :2]
    error = np.linalg.norm(xy_px[KEY] - true_px[KEY], axis=1).mean() / np.linalg.norm(np.ptp(true_px, axis=0))
    return float(error) if np.isfinite(error) else float("inf")


def _best_roles(people: list[NDArray[np.float64]], giver: list[Any], receiver: list[Any]) -> tuple[float, float]:
    """Errors of the skeletons that suit the roles best."""
    nobody = float("inf")
    return (
        min((_error(person, giver) for person in people), default=nobody),
        min((_error(person, receiver) for person in people), default=nobody),
    )


def _shares(errors: NDArray[np.float64]) -> tuple[float, float, float]:
    if not len(errors):
        return (float("nan"),) * 3
    good = errors < _GOOD
    return float(good[:, 0].mean()), float(good[:, 1].mean()), float(good.all(axis=1).mean())


if __name__ == "__main__":
    main()
