"""Cut the lying network's training samples out of rendered stills and clips with ground truth.

    python -m tools.train_lying.dataset OUT.npz FOLDER[:VARIANTS] [FOLDER[:VARIANTS] ...] [--workers 2]

One sample is one region of one picture, moved, turned, scaled, mirrored and lit anew: the features that MediaPipe's
network sees there, and where the body's points are. Some show nobody, the other person, or the right one the wrong way
up: the network learns to say no. Run it from the repository, in the program's own environment; 15 ms a sample.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from zlib import crc32

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from coach.adapters.body_network import NETWORK_PX, FeatureNetwork, crop_frame, cut
from coach.core.body_look import BODY_LANDMARKS, SpinePoint
from coach.core.landmarks import MIRROR, Pose
from coach.core.look import Region
from coach.core.people.regions import body_region, hip_region
from tools.train_feet.augment import light

FEATURES = Path("models/pose_features.tflite")
CLIP_EVERY, CLIP_VARIANTS = 7, 3  # frames of a clip are alike
_SPINE_ROWS = (0, 6, 12)  # of the ground truth's 13: neck, middle, sacrum
_NOBODY, _OTHER, _WRONG_WAY = 0.06, 0.1, 0.08  # of the variants
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
        points: (20, 2) crop px: the body's landmarks, then the spine's; NaN = not to be learnt.
        is_right: 1.0 if the region shows the lying person, head up in it and as a whole.
        name: the still or clip.
    """

    coarse: NDArray[np.float16]
    fine: NDArray[np.float16]
    points: NDArray[np.float32]
    is_right: float
    name: str


def main() -> None:
    """Read the folders, write one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="+", help="of NAME.json with NAME.jpg or .mp4; ':6' = 6 variants of a still")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    jobs: list[tuple[Path, int]] = []
    for told in args.folders:
        folder, _, variants = told.partition(":")
        jobs += [(path, int(variants or _STILL_VARIANTS)) for path in sorted(Path(folder).glob("*.json"))]
    samples: list[Sample] = []
    with Pool(args.workers, _begin_worker) as pool:
        for some in pool.imap(_samples, jobs, chunksize=2):
            samples += some
    np.savez(
        args.out,
        coarse=np.array([sample.coarse for sample in samples]),
        fine=np.array([sample.fine for sample in samples]),
        points=np.array([sample.points for sample in samples]),
        is_right=np.array([sample.is_right for sample in samples], dtype=np.float32),
        name=np.array([sample.name for sample in samples]),
    )
    print(len(samples), "samples")


_networks: list[FeatureNetwork] = []


def _begin_worker() -> None:
    cv2.setNumThreads(1)
    _networks.append(FeatureNetwork(FEATURES))


def _samples(job: tuple[Path, int]) -> list[Sample]:
    truth_path, variants = job
    chance = np.random.default_rng(crc32(truth_path.stem.encode()))
    truth = json.loads(truth_path.read_text())
    if "frame" in truth:
        picture = cv2.cvtColor(cv2.imread(str(truth_path.with_suffix(".jpg"))), cv2.COLOR_BGR2RGB)
        frames, count = iter([(truth["frame"], picture)]), variants
    else:
        frames, count = _clip(truth_path, truth), CLIP_VARIANTS
    return [one for frame, picture in frames for one in _variants(frame, picture, count, chance, truth_path.stem)]


def _clip(truth_path: Path, truth: dict[str, Any]) -> Iterator[tuple[dict[str, Any], NDArray[np.uint8]]]:
    with av.open(str(truth_path.with_suffix(".mp4"))) as movie:
        for index, picture in enumerate(movie.decode(video=0)):
            if index % CLIP_EVERY == 0:
                yield truth["frames"][index], picture.to_ndarray(format="rgb24")


def _variants(
    frame: dict[str, Any],
    picture: NDArray[np.uint8],
    count: int,
    chance: np.random.Generator,
    name: str,
) -> Iterator[Sample]:
    lying, upright = frame.get("receiver"), frame.get("giver")
    own = body_region(_pose(lying)) if lying else None

    def nothing(region: Region) -> Sample:
        points = np.full((len(BODY_LANDMARKS) + len(SpinePoint), 2), np.nan)
        return _sample(picture, region, points, 0.0, chance, name)

    if lying and own:
        points_px = _points_px(lying)
        for _ in range(count):
            region, is_right = _moved(own, chance)
            yield _sample(picture, region, points_px, float(is_right), chance, name)
        if chance.random() < count * _WRONG_WAY:
            turn = float(chance.uniform(_WRONG_WAY_RAD, np.pi) * chance.choice([-1, 1]))
            yield nothing(Region(own.x_px, own.y_px, own.size_px * chance.uniform(0.8, 1.4), own.up_rad + turn))
    if upright and chance.random() < count * _OTHER:
        region, _ = _moved(hip_region(_pose(upright)), chance)
        if own is None or _shows_something_else(region, own):
            yield nothing(region)
    if chance.random() < count * _NOBODY:
        height, width = picture.shape[:2]
        for _ in range(20):
            place = chance.uniform(0, width), chance.uniform(0, height), chance.uniform(0.15, 0.8) * width
            region = Region(*(float(v) for v in place), float(chance.uniform(-np.pi, np.pi)))
            if own is None or _shows_something_else(region, own):
                yield nothing(region)
                break


def _pose(person: dict[str, Any]) -> Pose:
    xy_px = np.array(person["lm2d"], dtype=float)[:, :2]
    return Pose(xy_px, np.ones(len(xy_px)))


def _points_px(lying: dict[str, Any]) -> NDArray[np.float64]:
    body = _pose(lying).xy_px[list(BODY_LANDMARKS)]
    return np.vstack([body, np.array(lying["spine2d"], dtype=float)[list(_SPINE_ROWS), :2]])


def _moved(region: Region, chance: np.random.Generator) -> tuple[Region, bool]:
    """Another region near the exact one, and whether it still shows the person as a whole and upright."""
    shift, log_scale, turn = _FAR_MOVED if chance.random() < 0.25 else _OFTEN_MOVED
    off = chance.normal(0, shift, 2)
    scale = float(np.clip(np.exp(chance.normal(0.02, log_scale)), 0.6, 1.9))
    by_rad = float(chance.normal(0, turn))
    x_px, y_px = np.array([region.x_px, region.y_px]) + off * region.size_px
    moved = Region(float(x_px), float(y_px), region.size_px * scale, region.up_rad + by_rad)
    return moved, bool(np.hypot(*off) < 0.3 and 0.65 < scale < 1.8 and abs(by_rad) < np.radians(50))


def _shows_something_else(region: Region, own: Region) -> bool:
    far = np.hypot(region.x_px - own.x_px, region.y_px - own.y_px) > _FAR * own.size_px
    turn = abs((region.up_rad - own.up_rad + np.pi) % (2 * np.pi) - np.pi)
    scale = region.size_px / own.size_px
    return bool(far or turn > np.radians(75) or not 0.5 < scale < 2.2)


def _sample(
    picture: NDArray[np.uint8],
    region: Region,
    points_px: NDArray[np.float64],
    is_right: float,
    chance: np.random.Generator,
    name: str,
) -> Sample:
    image_from_crop = crop_frame(region)
    crop = (cut(picture, image_from_crop) * 255).astype(np.uint8)
    points = (points_px - image_from_crop[:, 2]) @ np.linalg.inv(image_from_crop[:, :2]).T
    if chance.random() < 0.5:
        crop = np.ascontiguousarray(crop[:, ::-1])
        points = points[_MIRRORED_ROWS] * [-1, 1] + [NETWORK_PX, 0]
    seen = _networks[0].see(light(crop, chance).astype(np.float32) / np.float32(255))
    coarse, fine = (np.asarray(values[0].transpose(1, 2, 0), np.float16) for values in (seen.coarse, seen.fine))
    return Sample(coarse, fine, points.astype(np.float32), is_right, name)


_MIRRORED_ROWS = [
    *(BODY_LANDMARKS.index(int(MIRROR[landmark])) for landmark in BODY_LANDMARKS),
    *(len(BODY_LANDMARKS) + row for row in SpinePoint),
]


if __name__ == "__main__":
    main()
