"""Render clips with ground truth in the format of the shared footage.

    python -m tools.make_footage.make_clips BODY.npz OUT_DIR [--only 1 2] [--seed S] [--firm]

BODY.npz: see body_data.py. Needs PyAV besides. What is there already is left alone.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import av
import cv2
import numpy as np

from tools.make_footage.body_data import load
from tools.make_footage.clip import FPS, Clip, Wish
from tools.make_footage.render import Renderer

WISHES = (
    ("correct", Wish("foot", "standing", "barre")),
    ("spine_support", Wish("oblique", "standing", "wall", ("spine_step", "support_lost"))),
    ("spine_fast", Wish("head", "standing", "chair", ("spine_step", "fast_step"))),
    ("spine_short", Wish("oblique2", "standing", "ceil", ("spine_step", "short_pause", "support_lost"))),
    ("offzone_move", Wish("high", "standing", "wallbar", ("off_zone", "receiver_move"))),
    ("halfsquat_spine", Wish("oblique", "half_squat", "barre", ("spine_step", "support_lost"))),
    ("knees_support", Wish("side", "knees", "wallbar", ("support_lost",))),
    ("seated_move", Wish("head", "seated", "none", ("receiver_move",))),
    ("turned_fast", Wish("side", "standing", "barre", ("fast_step", "spine_step"), 35.0)),
    ("correct", Wish("head", "standing", "ceil")),
    ("feet_spine_move", Wish("foot", "standing", "barre", ("receiver_move", "spine_step"), 180.0)),
    ("offzone_support", Wish("oblique2", "standing", "wallbar", ("off_zone", "support_lost"))),
    ("halfsquat_correct", Wish("side", "half_squat", "wallbar")),
    ("spine_spine_fast", Wish("high", "standing", "ceil", ("spine_step", "fast_step", "spine_step"))),
    ("correct", Wish("oblique2", "standing", "chair")),
    ("all", Wish("oblique", "standing", "barre", ("spine_step", "support_lost", "fast_step", "receiver_move"), 155.0)),
)


def main() -> None:
    """One clip after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("body", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", type=int, nargs="*", help="numbers of clips, from 1")
    parser.add_argument("--seed", type=int, default=0, help="other people, rooms and cameras for the same stories")
    parser.add_argument("--firm", action="store_true", help="soles hardly sink in: 2 cm higher than on soft skin")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    data, renderer = load(args.body), Renderer()
    for number, (what, wish) in enumerate(WISHES, start=1):
        if args.only and number not in args.only:
            continue
        name = f"g{number + args.seed:02d}_{wish.view}_{what}"
        if (args.out / f"{name}.json").exists():
            continue
        began = time.time()
        clip = Clip(data, renderer, wish, name, 1000 + number + args.seed, firm=args.firm)
        write(clip, args.out / f"{name}.mp4")
        print(name, f"{time.time() - began:.0f} s", [event["type"] for event in clip.truth["events"]], flush=True)


def write(clip: Clip, target: Path) -> None:
    """The film, then its ground truth."""
    part = target.with_suffix(".part.mp4")
    with av.open(str(part), "w") as movie:
        stream = movie.add_stream("libx264", rate=FPS, options={"crf": str(clip.quality), "threads": "1"})
        stream.width, stream.height, stream.pix_fmt = clip.camera.width, clip.camera.height, "yuv420p"
        for picture in clip.frames():
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
            movie.mux(stream.encode(frame))
        movie.mux(stream.encode())
    part.replace(target)
    target.with_suffix(".json").write_text(json.dumps(clip.truth))


if __name__ == "__main__":
    main()
