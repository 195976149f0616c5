"""Render stills with ground truth in the format of the shared footage.

    python -m tools.make_footage.make_stills BODY.npz OUT_DIR --count 2500 --seed 0 [--stances knees seated]

BODY.npz: see body_data.py. Writes gen_00000.jpg and .json and so on; what is there already is left alone. With
`--lies` one person is alone in all of them: the receiver, or, where nobody lies, the giver.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import cv2

from tools.make_footage import scene, stances
from tools.make_footage.body_data import load
from tools.make_footage.camera import STEEP, VIEWS
from tools.make_footage.render import Renderer


def main() -> None:
    """Read the body once, then one scene after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("body", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0, help="of the first still; the next ones follow")
    parser.add_argument("--stances", nargs="*", default=[], choices=stances.KINDS, help="of the giver; all by default")
    parser.add_argument("--lies", default="", choices=scene.LIES, help="who is alone: the receiver; nobody: the giver")
    parser.add_argument("--firm", action="store_true", help="soles hardly sink in: 2 cm higher than on soft skin")
    parser.add_argument("--view", default="", choices=(*VIEWS, STEEP), help="of the camera; from anywhere by default")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    data, renderer = load(args.body), Renderer()
    began = time.time()
    for number in range(args.count):
        seed = args.seed + number
        target = args.out / f"gen_{seed:05d}.json"
        if target.exists():
            continue
        write(scene.make(data, renderer, seed, tuple(args.stances), args.lies, args.firm, args.view), target)
        if number % 50 == 49:
            print(number + 1, f"{(time.time() - began) / (number + 1):.2f} s each", flush=True)


def write(still: scene.Still, target: Path) -> None:
    """Both files, the JSON last, each whole or not at all."""
    encoded = cv2.imencode(".jpg", still.bgr, [cv2.IMWRITE_JPEG_QUALITY, still.quality])[1]
    for path, content in ((target.with_suffix(".jpg"), encoded.tobytes()), (target, json.dumps(still.truth).encode())):
        part = path.with_suffix(path.suffix + ".part")
        part.write_bytes(content)
        part.replace(path)


if __name__ == "__main__":
    main()
