"""Judge the lying network in use: looks folded into a scene, against ground truth that it has not seen.

    python -m tools.train_bodies.evaluate STILLS_DIR CLIPS_DIR [--leave c09] [--every 40]

Each picture's body is looked at eight times as the program does, from a start near the truth; the looks are folded
and a scene is fitted. Printed for each group: pictures in which the body is lost, the joints' error as a part of the
body's extent, and the lateral error in cm of six places beside the spine at a sole's mean height, with what `sigma`
says of it. The network in `models/` has learnt everything: put one of the split there before, or the figures say only
what it remembers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from coach.adapters.model_files import checked_models
from coach.app.eyes import CoachEyes
from coach.core.geometry.scene import CM_PER_M, SOLE_ABOVE_SKIN
from coach.core.geometry.view_quality import view_quality
from coach.core.landmarks import Pose
from coach.core.look import Hints, LookPlan, PictureSize, Region
from coach.core.people.lying import LyingBody, fold_looks, torso_m
from coach.core.people.receiver import OPINIONS
from coach.core.people.regions import KEY, body_region, turned
from tools.train_feet.split import is_judged

_BESIDE_CM = (-8.0, 8.0)
_ALONG = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Judged:
    """One picture.

    Attributes:
        group: view of a still, or the clip.
        joints: mean error of the key joints over the body's extent; NaN = lost.
        lateral_cm: (6,) errors of the places beside the spine.
        sigma_cm: what the scene says of them.
    """

    group: str
    joints: float
    lateral_cm: NDArray[np.float64]
    sigma_cm: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stills", type=Path)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--leave", nargs="*", default=[], help="names (first letters) that were not learnt either")
    parser.add_argument("--generated-only", action="store_true", help="the network has learnt nothing else")
    parser.add_argument("--every", type=int, default=40, help="frames of a clip")
    args = parser.parse_args()
    chance = np.random.default_rng(1)
    with CoachEyes(checked_models()) as eyes:
        cases = _cases(args.stills, args.clips, args.leave, args.every, args.generated_only)
        judged = [_judge(eyes, *case, chance) for case in cases]
    for group in [*sorted({one.group for one in judged}), "all"]:
        some = [one for one in judged if group in (one.group, "all")]
        seen = [one for one in some if np.isfinite(one.joints)]
        if not seen:
            print(f"{group:10s} n {len(some):3d}  all lost")
            continue
        lateral = np.abs([one.lateral_cm for one in seen])
        mean_cm = np.abs([one.lateral_cm.mean() / one.sigma_cm for one in seen])
        joints = np.array([one.joints for one in seen])
        print(
            f"{group:10s} n {len(some):3d}  lost {len(some) - len(seen):2d}  joints {np.median(joints):.3f}  "
            f"within 5 % {(joints < 0.05).sum() / len(some):.2f}  lateral {np.median(lateral):.1f} cm, p90 "
            f"{np.quantile(lateral, 0.9):.1f}  "
            f"z 68/95 % {np.quantile(mean_cm, 0.68):.1f} {np.quantile(mean_cm, 0.95):.1f}"
        )


def _cases(
    stills: Path, clips: Path, leave: list[str], every: int, generated_only: bool
) -> Iterator[tuple[str, NDArray[np.uint8], dict[str, Any], dict[str, Any]]]:
    for path in sorted(stills.glob("*.json")):
        if is_judged(path.stem, generated_only) or path.stem.startswith(tuple(leave)):
            truth = json.loads(path.read_text())
            if not (truth["frame"]["receiver"] and truth["frame"]["giver"]):
                continue
            picture = cv2.cvtColor(cv2.imread(str(path.with_suffix(".jpg"))), cv2.COLOR_BGR2RGB)
            yield truth["camera"]["name"], np.asarray(picture, np.uint8), truth["frame"], truth["camera"]
    for path in sorted(clips.glob("*.json")):
        if is_judged(path.stem, generated_only) or path.stem.startswith(tuple(leave)):
            truth = json.loads(path.read_text())
            with av.open(str(path.with_suffix(".mp4"))) as movie:
                for index, frame in enumerate(movie.decode(video=0)):
                    if index % every == 0:
                        yield path.stem[:3], frame.to_ndarray(format="rgb24"), truth["frames"][index], truth["camera"]


def _judge(
    eyes: CoachEyes,
    group: str,
    picture: NDArray[np.uint8],
    frame: dict[str, Any],
    camera: dict[str, Any],
    chance: np.random.Generator,
) -> Judged:
    true_xy = np.array(frame["receiver"]["lm2d"], dtype=float)[:, :2]
    exact = body_region(Pose(true_xy, np.ones(len(true_xy))))
    off_px = chance.normal(0, 0.04, 2) * exact.size_px
    scale, turn = float(np.exp(chance.normal(0, 0.1))), float(chance.normal(0, 0.1))
    start = Region(exact.x_px + off_px[0], exact.y_px + off_px[1], exact.size_px * scale, exact.up_rad + turn)
    (first,) = eyes.look(picture, LookPlan(receiver=(start,))).receiver
    region = body_region(first.pose)
    looks = eyes.look(picture, LookPlan(receiver=tuple(turned(region, *opinion) for opinion in OPINIONS))).receiver
    size = PictureSize(picture.shape[1], picture.shape[0])
    body = fold_looks(looks, size, torso_m(Hints()))
    if body is None or body.trust < 0.5:
        return Judged(group, float("nan"), np.full(6, np.nan), float("nan"))
    extent = np.linalg.norm(np.ptp(true_xy, axis=0))
    joints = float(np.linalg.norm(body.pose.xy_px[KEY] - true_xy[KEY], axis=1).mean() / extent)
    return Judged(group, joints, _lateral_cm(body, frame["receiver"], camera), view_quality(body.fit).sigma_cm)


def _lateral_cm(body: LyingBody, receiver: dict[str, Any], camera: dict[str, Any]) -> NDArray[np.float64]:
    """(6,) errors of places 8 cm beside the true spine, where a sole would stand."""
    joints_m, spine_m = np.array(receiver["lm3d"]), np.array(receiver["spine3d"])
    shoulders_m, hips_m = joints_m[11:13].mean(0), joints_m[23:25].mean(0)
    up = shoulders_m - hips_m
    right = joints_m[12] - joints_m[11] + joints_m[24] - joints_m[23]
    right[2] = 0.0
    right /= np.linalg.norm(right)
    K, R, t = (np.array(camera[key], dtype=float) for key in ("K", "R", "t"))
    errors: list[float] = []
    scene = body.fit.scene
    for along in _ALONG:
        base_m = shoulders_m * (1 - along) + hips_m * along
        skin_m = spine_m[np.argmin(np.abs((spine_m - base_m) @ up)), 2]
        for x_cm in _BESIDE_CM:
            place_m = base_m + right * x_cm / CM_PER_M
            place_m[2] = skin_m + SOLE_ABOVE_SKIN * np.linalg.norm(up)
            seen = K @ (R @ place_m + t)
            errors.append(float(scene.back_from_image(seen[None, :2] / seen[2], scene.sole_height_m)[0, 0]) - x_cm)
    return np.array(errors)


if __name__ == "__main__":
    main()
