"""Cut training samples of how somebody lies out of the regions that the program's own search looks at.

    python -m tools.train_side.searched OUT.npz FOLDER[:PLACES] [FOLDER[:PLACES] ...] [--every 60]

Where somebody lies on the side, the network for prone bodies invents joints, and the next region follows them. So the
regions are wrong in a way of their own, which samples about the true body do not show. Here the search is walked
through, from what the detector finds and from a few places of its grid, and every later look is a sample. Beside
somebody on the side such a look counts as one where most of that body is in the region, as nobody's where hardly any of
it is, and not at all in between. Of all other pictures every look counts: who stands, kneels or sits, and the room,
are not on the side. Run it from the repository, in the program's own environment; about a second a picture.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.adapters.body_network import BodyEyes, FeatureNetwork
from coach.adapters.finder import PersonFinder
from coach.adapters.model_files import checked_models
from coach.core.body_look import Role
from coach.core.landmarks import Landmark
from coach.core.look import Answer, Hints, PictureSize, Region
from coach.core.people.lying import belief
from coach.core.people.receiver import OPINIONS
from coach.core.people.regions import body_region, is_whole, turned
from coach.core.people.search import found_boxes, search_grid
from tools.train_bodies.dataset import FEATURES
from tools.train_side.samples import features, frames

_PLACES = 40  # of the grid, for each picture
_BELIEVED = 0.3  # the search goes on from 0.5; a little less shows more of what a room can look like
_AT_ONCE = 5
_MOST, _HARDLY = 0.7, 0.2  # of the body's landmarks in the region
_LEAST_SIZE = 0.35  # of the body's extent: a region that is larger still shows too little of it
_BODY = (
    *(Landmark.NOSE, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    *(Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
)


def main() -> None:
    """Read the folders, write one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="+", help="of NAME.json with NAME.jpg or NAME.mp4; ':20' = 20 of the grid")
    parser.add_argument("--every", type=int, default=60, help="frames of a clip")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    models = checked_models()
    network = FeatureNetwork(FEATURES)
    eyes = BodyEyes(models.features.path, models.lying.path, models.folded.path, models.side.path, workers=1)
    coarse, on_side, names = [], [], []
    with PersonFinder(models.pose.path) as finder:
        for told in args.folders:
            folder, _, places = told.partition(":")
            for path in sorted(Path(folder).glob("*.json")):
                chance = np.random.default_rng(crc32(path.stem.encode()))
                for frame, picture in frames(path, args.every):
                    for region in _looked_at(eyes, finder, picture, int(places or _PLACES), chance):
                        is_so = _on_side(region, frame["receiver"])
                        if is_so is None:
                            continue
                        coarse.append(features(network, picture, region, chance))
                        on_side.append(is_so)
                        names.append(path.stem)
    eyes.close()
    np.savez(args.out, coarse=np.array(coarse), on_side=np.array(on_side, np.float32), name=np.array(names))
    print(len(names), "samples,", int(sum(on_side)), "of them on the side")


def _looked_at(
    eyes: BodyEyes, finder: PersonFinder, picture: NDArray[np.uint8], places: int, chance: np.random.Generator
) -> list[Region]:
    """The regions of the search's later stages, from a few first ones."""
    height, width = picture.shape[:2]
    size = PictureSize(width, height)
    grid = search_grid(size, Hints())
    some = tuple(grid[i] for i in chance.permutation(len(grid))[:places])
    found = list(finder.find(picture, found_boxes(size))) + _asked(eyes, picture, some)
    first = [turned(body_region(one.pose), 0.0, 1.0) for one in _likeliest(found)]
    closer = _likeliest(_asked(eyes, picture, tuple(first)))
    regions = list(first)
    for one in closer:
        picks = chance.permutation(len(OPINIONS))[:3]
        regions += [turned(body_region(one.pose), *OPINIONS[pick]) for pick in picks]
    return regions


def _asked(eyes: BodyEyes, picture: NDArray[np.uint8], regions: tuple[Region, ...]) -> list[Answer]:
    return list(eyes.look(picture, tuple((region, Role.LYING) for region in regions)))


def _likeliest(answers: list[Answer]) -> list[Answer]:
    likely = [one for one in answers if belief(one) > _BELIEVED and is_whole(one.pose)]
    return sorted(likely, key=lambda one: -belief(one))[:_AT_ONCE]


def _on_side(region: Region, person: dict[str, Any] | None) -> bool | None:
    """Does the region show somebody on the side? None = half of them."""
    if person is None or person.get("lies") != "side":
        return False
    xy_px = np.array(person["lm2d"], dtype=float)[list(_BODY), :2]
    cos, sin = np.cos(region.up_rad), np.sin(region.up_rad)
    own = (xy_px - [region.x_px, region.y_px]) @ np.array([[cos, -sin], [sin, cos]]) / region.size_px
    inside = float((np.abs(own) < 0.5).all(axis=1).mean())
    if inside < _HARDLY:
        return False
    large = np.linalg.norm(np.ptp(xy_px, axis=0)) > _LEAST_SIZE * region.size_px
    return True if inside >= _MOST and large else None


if __name__ == "__main__":
    main()
