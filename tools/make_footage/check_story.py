"""Play the stories of make_clips without pictures and say what does not hold: reach, jumps, events.

python -m tools.make_footage.check_story BODY.npz [--only 1 2] [--every 3]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from tools.make_footage import events, stances, truth
from tools.make_footage.body_data import load
from tools.make_footage.clip import FPS, Clip
from tools.make_footage.landmarks import SIDES, suffix
from tools.make_footage.make_clips import WISHES
from tools.make_footage.upright import ankle_of, stand


def main() -> None:
    """One line for each story."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("body", type=Path)
    parser.add_argument("--only", type=int, nargs="*")
    parser.add_argument("--every", type=int, default=3)
    args = parser.parse_args()
    data = load(args.body)
    for number, (what, wish) in enumerate(WISHES, start=1):
        if not args.only or number in args.only:
            print(number, wish.view, what, *play(Clip(data, None, wish, what, 1000 + number), args.every), flush=True)


def play(clip: Clip, every: int) -> list[str]:
    """Findings of one clip."""
    body, motion = clip.giver, clip.motion
    frames: list[dict[str, Any]] = []
    misses, hips = [], []
    for number in range(0, clip.truth["n_frames"], every):
        frame: dict[str, Any] = {"t": round(number / FPS, 4), "giver": None}
        if number / FPS >= clip.story.comes_s:
            how, hands = motion.at(number)
            posed = body.pose(stand(body, how))
            stances.check_hands(body, posed, hands)
            states = (motion.state(0, number), motion.state(1, number))
            feet = truth.feet(body, posed, clip.back_at(number), clip.camera, states)
            frame["giver"] = {"feet": feet, "hands": hands, "technique": clip.truth["technique"]}
            for side, foot in zip(SIDES, how.feet, strict=True):
                ankle = posed.joints[body.row("foot" + suffix(side))]
                misses.append(float(np.linalg.norm(ankle - ankle_of(body, side, foot)[0])))
            hips.append(posed.joints[body.row("upperleg01.L")])
        frames.append(frame)
    speed = np.linalg.norm(np.diff(hips, axis=0), axis=1) * FPS / every
    found = [f"{e['type']} {e['start']:.1f}-{e['end']:.1f}" for e in events.find(frames, clip.story, FPS)]
    return [
        f"{clip.truth['duration_s']:.0f} s, on back {events.on_back_intervals(frames)},",
        f"ankle misses {1000 * max(misses):.0f} mm, hips up to {speed.max():.1f} m/s,",
        str(found),
    ]


if __name__ == "__main__":
    main()
