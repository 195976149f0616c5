"""Cut training samples of how the receiver lies out of rendered stills and clips with ground truth.

    python -m tools.train_side.samples OUT.npz FOLDER[:VARIANTS] [FOLDER[:VARIANTS] ...] [--who giver] [--every 30]

One sample is the coarse features that MediaPipe's network sees in one region around the receiver: moved, turned,
scaled, mirrored and lit anew. `--who giver` cuts about the other one, who is never on the side. Run it from the
repository, in the program's own environment; 15 ms a sample.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from coach.adapters.body_network import FeatureNetwork, crop_frame, cut
from coach.core.look import Region
from coach.core.people.regions import body_region
from tools.train_bodies.dataset import FEATURES, moved
from tools.train_bodies.roles import pose_of
from tools.train_feet.augment import light

_VARIANTS = 8


def main() -> None:
    """Read the folders, write one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="+", help="of NAME.json with NAME.jpg or NAME.mp4; ':3' = 3 variants of each")
    parser.add_argument("--who", default="receiver", choices=("receiver", "giver"))
    parser.add_argument("--every", type=int, default=30, help="frames of a clip")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    network = FeatureNetwork(FEATURES)
    coarse, on_side, names = [], [], []
    for told in args.folders:
        folder, _, variants = told.partition(":")
        for path in sorted(Path(folder).glob("*.json")):
            chance = np.random.default_rng(crc32(path.stem.encode()))
            for frame, picture in frames(path, args.every):
                person = frame[args.who]
                for _ in range(int(variants or _VARIANTS) if person else 0):
                    region, _ = moved(body_region(pose_of(person)), chance)
                    coarse.append(features(network, picture, region, chance))
                    on_side.append(person.get("lies") == "side")
                    names.append(path.stem)
    np.savez(args.out, coarse=np.array(coarse), on_side=np.array(on_side, np.float32), name=np.array(names))
    print(len(names), "samples,", int(sum(on_side)), "of them on the side")


def frames(path: Path, every: int) -> Iterator[tuple[dict[str, Any], NDArray[np.uint8]]]:
    """The pictures of a still or a clip, every so many frames, and what is true of each."""
    truth = json.loads(path.read_text())
    if "frame" in truth:
        picture = cv2.cvtColor(cv2.imread(str(path.with_suffix(".jpg"))), cv2.COLOR_BGR2RGB)
        yield truth["frame"], np.asarray(picture, np.uint8)
        return
    with av.open(str(path.with_suffix(".mp4"))) as movie:
        for index, picture in enumerate(movie.decode(video=0)):
            if index % every == 0:
                yield truth["frames"][index], picture.to_ndarray(format="rgb24")


def features(
    network: FeatureNetwork, picture: NDArray[np.uint8], region: Region, chance: np.random.Generator
) -> NDArray[np.float16]:
    """(864, 8, 8) of one region; half of them mirrored, all lit anew."""
    crop = (cut(picture, crop_frame(region)) * 255).astype(np.uint8)
    if chance.random() < 0.5:
        crop = np.ascontiguousarray(crop[:, ::-1])
    return network.see(light(crop, chance).astype(np.float32) / np.float32(255)).coarse[0].astype(np.float16)


if __name__ == "__main__":
    main()
