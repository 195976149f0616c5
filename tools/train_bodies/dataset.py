"""Cut a body network's training samples out of rendered stills and clips with ground truth.

    python -m tools.train_bodies.dataset lying|folded OUT.npz FOLDER[:VARIANTS] [FOLDER[:VARIANTS] ...] [--workers 2]

One sample is one region of one picture, moved, turned, scaled, mirrored and lit anew: the features that MediaPipe's
network sees there, and where the body's points are. Some show nobody, the other person, or the right one the wrong way
up: the network learns to say no. Run it from the repository, in the program's own environment; 15 ms a sample.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from zlib import crc32

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from coach.adapters.body_network import NETWORK_PX, FeatureNetwork, crop_frame, cut
from coach.core.landmarks import Pose
from coach.core.look import Region
from coach.core.people.regions import body_region
from tools.train_bodies.roles import LEARNT, Learnt, pose_of
from tools.train_feet.augment import light

FEATURES = Path("models/pose_features.tflite")
CLIP_EVERY, CLIP_VARIANTS = 7, 3  # frames of a clip are alike
_NOBODY, _OTHER, _PART, _WRONG_WAY = 0.06, 0.1, 0.1, 0.08  # of the variants
_PARTS_OF_ALONE = 0.7  # of the variants where nobody is in the role
_WRONG_WAY_RAD = np.radians(80)
_FAR = 0.4  # of a region's edge: as far as this it shows something else
_OFTEN_MOVED = (0.05, 0.15, np.radians(11))  # shift of the edge, log scale, turn: as tracking errs
_FAR_MOVED = (0.12, 0.3, np.radians(28))  # ... as searching errs
_STILL_VARIANTS = 24


@dataclass(frozen=True, slots=True)
class Sample:
    """What the network learns from.

    Attributes:
        coarse: (8, 8, 864) float16 features.
        fine: (64, 64, 48) float16 features.
        points: (N, 2) crop px: the body's landmarks, then the spine's of who lies; NaN = not to be learnt.
        labels: (K,) what is told of the person, 0 or 1; NaN = not to be learnt.
        is_right: 1.0 if the region shows the person in the role, head up in it and as a whole.
        name: the still or clip.
    """

    coarse: NDArray[np.float16]
    fine: NDArray[np.float16]
    points: NDArray[np.float32]
    labels: NDArray[np.float32]
    is_right: float
    name: str


def main() -> None:
    """Read the folders, write one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=sorted(LEARNT))
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "folders", nargs="+", help="of NAME.json with NAME.jpg or NAME.mp4; ':6' = 6 variants of a still"
    )
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    jobs: list[tuple[Path, int]] = []
    for told in args.folders:
        folder, _, variants = told.partition(":")
        jobs += [(path, int(variants or _STILL_VARIANTS)) for path in sorted(Path(folder).glob("*.json"))]
    samples: list[Sample] = []
    with Pool(args.workers, _begin_worker) as pool:
        for some in pool.imap(partial(_samples, learnt_name=args.role), jobs, chunksize=2):
            samples += some
    np.savez(
        args.out,
        coarse=np.array([sample.coarse for sample in samples]),
        fine=np.array([sample.fine for sample in samples]),
        points=np.array([sample.points for sample in samples]),
        labels=np.array([sample.labels for sample in samples]),
        is_right=np.array([sample.is_right for sample in samples], dtype=np.float32),
        name=np.array([sample.name for sample in samples]),
    )
    print(len(samples), "samples")


_networks: list[FeatureNetwork] = []


def _begin_worker() -> None:
    cv2.setNumThreads(1)
    _networks.append(FeatureNetwork(FEATURES))


def _samples(job: tuple[Path, int], learnt_name: str) -> list[Sample]:
    truth_path, variants = job
    chance = np.random.default_rng(crc32(truth_path.stem.encode()))
    truth = json.loads(truth_path.read_text())
    if "frame" in truth:
        picture = cv2.cvtColor(cv2.imread(str(truth_path.with_suffix(".jpg"))), cv2.COLOR_BGR2RGB)
        frames, count = iter([(truth["frame"], picture)]), variants
    else:
        frames, count = _clip(truth_path, truth), CLIP_VARIANTS
    learnt = LEARNT[learnt_name]
    return [
        one for frame, picture in frames for one in _variants(learnt, frame, picture, count, chance, truth_path.stem)
    ]


def _clip(truth_path: Path, truth: dict[str, Any]) -> Iterator[tuple[dict[str, Any], NDArray[np.uint8]]]:
    with av.open(str(truth_path.with_suffix(".mp4"))) as movie:
        for index, picture in enumerate(movie.decode(video=0)):
            if index % CLIP_EVERY == 0:
                yield truth["frames"][index], picture.to_ndarray(format="rgb24")


def _variants(
    learnt: Learnt,
    frame: dict[str, Any],
    picture: NDArray[np.uint8],
    count: int,
    chance: np.random.Generator,
    name: str,
) -> Iterator[Sample]:
    person, other = frame.get(learnt.own), frame.get(learnt.other)
    own = learnt.region_of(pose_of(person)) if person else None
    unknown = np.full((len(learnt.mirrored_points), 2), np.nan), np.full(len(learnt.mirrored_labels), np.nan)

    def nothing(region: Region) -> Sample:
        return _sample(learnt, picture, region, *unknown, 0.0, chance, name)

    if person and own:
        points_px, labels = learnt.points_px(person), learnt.labels(person)
        for _ in range(count):
            region, is_right = moved(own, chance)
            yield _sample(learnt, picture, region, points_px, labels, float(is_right), chance, name)
        if chance.random() < count * _WRONG_WAY:
            turn = float(chance.uniform(_WRONG_WAY_RAD, np.pi) * chance.choice([-1, 1]))
            yield nothing(Region(own.x_px, own.y_px, own.size_px * chance.uniform(0.8, 1.4), own.up_rad + turn))
    if other and chance.random() < count * _OTHER:
        region, _ = moved(learnt.other_region_of(pose_of(other)), chance)
        if own is None or _shows_something_else(region, own):
            yield nothing(region)
    if own is None:  # the search tries whatever is there, any way up
        for _ in range(count):
            is_part = other is not None and chance.random() < _PARTS_OF_ALONE
            yield nothing(_part(pose_of(other), chance) if is_part else _anywhere(picture, chance))
        return
    if other and chance.random() < count * _PART:
        region = _part(pose_of(other), chance)
        if _shows_something_else(region, own):
            yield nothing(region)
    if chance.random() < count * _NOBODY:
        for _ in range(20):
            region = _anywhere(picture, chance)
            if _shows_something_else(region, own):
                yield nothing(region)
                break


def _part(pose: Pose, chance: np.random.Generator) -> Region:
    """A region around a part of somebody who does not lie, any way up."""
    whole = body_region(pose)
    middle_px = np.array([whole.x_px, whole.y_px])
    x_px, y_px = middle_px + chance.uniform(0, 1) * (pose.xy_px[chance.integers(len(pose.xy_px))] - middle_px)
    size_px = whole.size_px * float(chance.uniform(0.35, 1.3))
    return Region(float(x_px), float(y_px), size_px, float(chance.uniform(-np.pi, np.pi)))


def _anywhere(picture: NDArray[np.uint8], chance: np.random.Generator) -> Region:
    height, width = picture.shape[:2]
    x_px, y_px, size_px = chance.uniform(0, width), chance.uniform(0, height), chance.uniform(0.15, 0.8) * width
    return Region(float(x_px), float(y_px), float(size_px), float(chance.uniform(-np.pi, np.pi)))


def moved(region: Region, chance: np.random.Generator) -> tuple[Region, bool]:
    """Another region near the exact one, and whether it still shows the person as a whole and upright."""
    shift, log_scale, turn = _FAR_MOVED if chance.random() < 0.25 else _OFTEN_MOVED
    off = chance.normal(0, shift, 2)
    scale = float(np.clip(np.exp(chance.normal(0.02, log_scale)), 0.6, 1.9))
    by_rad = float(chance.normal(0, turn))
    x_px, y_px = np.array([region.x_px, region.y_px]) + off * region.size_px
    other = Region(float(x_px), float(y_px), region.size_px * scale, region.up_rad + by_rad)
    return other, bool(np.hypot(*off) < 0.3 and 0.65 < scale < 1.8 and abs(by_rad) < np.radians(50))


def _shows_something_else(region: Region, own: Region) -> bool:
    far = np.hypot(region.x_px - own.x_px, region.y_px - own.y_px) > _FAR * own.size_px
    turn = abs((region.up_rad - own.up_rad + np.pi) % (2 * np.pi) - np.pi)
    scale = region.size_px / own.size_px
    return bool(far or turn > np.radians(75) or not 0.5 < scale < 2.2)


def _sample(
    learnt: Learnt,
    picture: NDArray[np.uint8],
    region: Region,
    points_px: NDArray[np.float64],
    labels: NDArray[np.float64],
    is_right: float,
    chance: np.random.Generator,
    name: str,
) -> Sample:
    image_from_crop = crop_frame(region)
    crop = (cut(picture, image_from_crop) * 255).astype(np.uint8)
    points = (points_px - image_from_crop[:, 2]) @ np.linalg.inv(image_from_crop[:, :2]).T
    if chance.random() < 0.5:
        crop = np.ascontiguousarray(crop[:, ::-1])
        points = points[list(learnt.mirrored_points)] * [-1, 1] + [NETWORK_PX, 0]
        labels = labels[list(learnt.mirrored_labels)]
    seen = _networks[0].see(light(crop, chance).astype(np.float32) / np.float32(255))
    coarse, fine = (np.asarray(values[0].transpose(1, 2, 0), np.float16) for values in (seen.coarse, seen.fine))
    return Sample(coarse, fine, points.astype(np.float32), labels.astype(np.float32), is_right, name)


if __name__ == "__main__":
    main()
