"""Cut the foot network's training samples out of rendered stills and clips with ground truth.

    python -m tools.train_feet.dataset STILLS_DIR CLIPS_DIR OUT.npz [--every 3]

One sample is one foot in one picture: a generous square of the picture, the true points, and what the pose network says
(it tracks the giver from frame to frame as the program does, and starts again near the truth when it is lost).
Runs in the program's own environment; the training itself needs only numpy, OpenCV and torch.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from coach.adapters.model_files import checked_models
from coach.app.eyes import CoachEyes
from coach.core.foot_look import foot_region
from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose
from coach.core.look import LookPlan, Region
from coach.core.people.regions import hip_region

Picture = NDArray[np.uint8]

STORE_PX = 192  # edge of a stored square
STORE_EDGES = 1.7  # ... as a multiple of the square that the network sees: room for shift, scale and rotation
POSES = 4  # poses stored for each picture: in a clip the frame before and this one, of a still four starts
OUTLINE_POINTS = 24
SPINE_POINTS = 13
_LOST = 0.12  # mean landmark error, as a part of the body's extent, from which tracking starts again
_KEY = [11, 12, 23, 24, 25, 26, 27, 28]
STATES = ("on_back", "in_air", "on_floor")


def main() -> None:
    """Read the folders, write one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stills", type=Path)
    parser.add_argument("clips", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--dense", nargs="*", default=[], help="clips (first letters of the name) to keep whole")
    parser.add_argument("--every", type=int, default=3, help="keep every n-th frame of the other clips")
    args = parser.parse_args()
    chance = np.random.default_rng(3)
    samples: list[dict[str, Any]] = []
    with CoachEyes(checked_models()) as eyes:
        for truth_path in sorted(args.stills.glob("*.json")):
            if truth_path.name.startswith(("both_", "rand_", "giver_", "gen_")):
                samples += _still(eyes, truth_path, chance)
        print(len(samples), "feet in stills", flush=True)
        for truth_path in sorted(args.clips.glob("*.json")):
            every = 1 if truth_path.name.startswith(tuple(args.dense)) else args.every
            samples += _clip(eyes, truth_path, every, chance)
            print(truth_path.stem, len(samples), flush=True)
    np.savez(args.out, **{key: np.array([sample[key] for sample in samples]) for key in samples[0]})


def _still(eyes: CoachEyes, truth_path: Path, chance: np.random.Generator) -> list[dict[str, Any]]:
    truth = json.loads(truth_path.read_text())
    if not truth["frame"].get("giver"):
        return []
    picture = cv2.cvtColor(cv2.imread(str(truth_path.with_suffix(".jpg"))), cv2.COLOR_BGR2RGB)
    true_xy = np.array(truth["frame"]["giver"]["lm2d"], dtype=float)[:, :2]
    poses = [_near_truth(eyes, picture, true_xy, chance) for _ in range(POSES)]
    return _samples(picture, truth, truth["frame"], poses, truth_path.stem, 0)


def _clip(eyes: CoachEyes, truth_path: Path, every: int, chance: np.random.Generator) -> list[dict[str, Any]]:
    truth = json.loads(truth_path.read_text())
    samples: list[dict[str, Any]] = []
    before: Pose | None = None
    for index, picture in enumerate(_frames(truth_path.with_suffix(".mp4"))):
        frame = truth["frames"][index]
        if not frame["giver"]:
            before = None
            continue
        true_xy = np.array(frame["giver"]["lm2d"], dtype=float)[:, :2]
        last = before if before is not None else _near_truth(eyes, picture, true_xy, chance)
        now = eyes.look(picture, LookPlan(giver=(hip_region(last),))).giver[0].pose
        if _error(now, true_xy) > _LOST:
            now = _near_truth(eyes, picture, true_xy, chance)
            last = now
        feet = frame["giver"].get("feet", {})
        in_air = any(foot["state"] == "in_air" for foot in feet.values())
        if index % every == 0 or (in_air and index % 2 == 0):
            samples += _samples(picture, truth, frame, [last, now, last, now], truth_path.stem, index)
        before = now
    return samples


def _frames(path: Path) -> Iterator[Picture]:
    with av.open(str(path)) as movie:
        for frame in movie.decode(video=0):
            yield frame.to_ndarray(format="rgb24")


def _near_truth(eyes: CoachEyes, picture: Picture, true_xy: FloatArray, chance: np.random.Generator) -> Pose:
    exact = hip_region(Pose(true_xy, np.ones(len(true_xy))))
    shift = chance.normal(0, 0.03, 2) * exact.size_px
    size = exact.size_px * float(chance.uniform(0.93, 1.15))
    start = Region(exact.x_px + shift[0], exact.y_px + shift[1], size, exact.up_rad + float(chance.normal(0, 0.08)))
    return eyes.look(picture, LookPlan(giver=(start,))).giver[0].pose


def _error(pose: Pose, true_xy: FloatArray) -> float:
    extent = np.linalg.norm(np.ptp(true_xy, axis=0))
    return float(np.linalg.norm(pose.xy_px[_KEY] - true_xy[_KEY], axis=1).mean() / extent)


def _samples(
    picture: Picture, truth: dict[str, Any], frame: dict[str, Any], poses: list[Pose], name: str, index: int
) -> list[dict[str, Any]]:
    camera = truth["camera"]
    height, width = picture.shape[:2]
    K, R, t = (np.array(camera[key], dtype=float) for key in ("K", "R", "t"))
    giver = frame["giver"]
    xy = np.array(giver["lm2d"], dtype=float)[:, :2]
    spine = np.array(frame["receiver"]["spine2d"])[:, :2] if frame.get("receiver") else np.full((SPINE_POINTS, 2), -1e4)
    samples: list[dict[str, Any]] = []
    points: dict[str, FloatArray] = {}
    outlines: dict[str, FloatArray] = {}
    for row, side in enumerate(SIDES):
        foot = giver["feet"][side.value]
        centre = K @ (R @ np.array(foot["centre3d"]) + t)
        rows = [Landmark.LEFT_ANKLE + row, Landmark.LEFT_HEEL + row, Landmark.LEFT_FOOT_INDEX + row]
        points[side] = np.vstack([xy[rows], centre[:2] / centre[2]])
        outlines[side] = _resample(np.array(foot["poly2d"], dtype=float)[:, :2])
    for row, side in enumerate(SIDES):
        foot = giver["feet"][side.value]
        sole = points[side][3]
        region = foot_region(poses[0], side)
        inside = (points[side] > 1).all() and (points[side] < [width - 2, height - 2]).all()
        if region is None or not inside or np.hypot(*(sole - [region.x_px, region.y_px])) > 0.45 * region.size_px:
            continue
        scale = STORE_EDGES * region.size_px / STORE_PX
        image_from_store = np.array(
            [
                [scale, 0, region.x_px - scale * STORE_PX / 2],
                [0, scale, region.y_px - scale * STORE_PX / 2],
            ]
        )
        square = cv2.warpAffine(
            picture, image_from_store, (STORE_PX, STORE_PX), flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
        )
        state = foot["state"]
        samples.append(
            {
                "square": square,
                "image_from_store": image_from_store,
                "points": points[side],
                "other_points": points[SIDES[1 - row]],
                "outline": outlines[side],
                "other_outline": outlines[SIDES[1 - row]],
                "spine": spine,
                "poses": np.array([pose.xy_px for pose in poses]),
                "side": row,
                "state": STATES.index(state) if state in STATES else -1,
                "centre3d": np.array(foot["centre3d"]),
                "K": K,
                "R": R,
                "t": t,
                "view": camera["name"],
                "name": name,
                "frame": index,
                "time_s": frame["t"],
            }
        )
    return samples


def _resample(outline: FloatArray) -> FloatArray:
    """(24, 2) points evenly along a closed outline."""
    closed = np.vstack([outline, outline[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    at = np.linspace(0, along[-1], OUTLINE_POINTS, endpoint=False)
    return np.column_stack([np.interp(at, along, closed[:, axis]) for axis in range(2)])


if __name__ == "__main__":
    main()
