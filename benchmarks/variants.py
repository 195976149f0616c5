"""How the coach fares when the pictures get worse: clips changed in memory, their truth changed with them.

    python benchmarks/variants.py CLIPS_DIR [--clips c03 c12] [--only fps dim …] [--models DIR] [--save DIR]

A table for each clip, a row for each variant; figures are those of `benchmarks/scoring.py`. `--only` takes the first
letters of variants' names; `--save` writes a picture of each variant, with the true points drawn in, to look at.
All clips are rendered at 12 frames a second without blur, shake or distortion; what each variant does to them:

{told}

What this is not: no variant is filmed. Interpolated frames are mixtures, pasted people throw no shadow, a towel does
not wrinkle under a foot, and the networks in `models/` have learnt the unchanged clips.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
from rich.console import Console

from benchmarks import motion, scenery, worse
from benchmarks.footage import Footage, at
from benchmarks.networks import described, networks
from benchmarks.scoring import ClipScore, score
from benchmarks.tables import WIDTH, variants_table
from benchmarks.truth import read_truth
from benchmarks.watching import watch
from coach.adapters.clip import Frame, open_clip
from coach.app.eyes import CoachEyes


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of changing a clip. `make` gets the clip and another one; None = cannot be made of this clip."""

    name: str
    told: str
    make: Callable[[Footage, Footage], Footage | None]


def _middle_s(footage: Footage, part: float) -> float:
    """A moment of the time on the receiver."""
    on_s = [frame.t_s for frame in footage.truth.frames if frame.on_body]
    return on_s[0] + part * (on_s[-1] - on_s[0])


def _moments(footage: Footage) -> tuple[float, ...]:
    return tuple(_middle_s(footage, part) for part in (0.2, 0.6))


_OPEN = (0.0, 0.125, 0.25, 0.375, 0.5)

VARIANTS = (
    Variant("as it is", "nothing", lambda clip, _: clip),
    Variant("fps 30", "frames between, by optical flow; truth in straight lines", lambda c, _: motion.at_rate(c, 30.0)),
    Variant("fps 24", "the same: each second frame is a real one", lambda clip, _: motion.at_rate(clip, 24.0)),
    Variant("fps 15", "the same: each fifth frame is a real one", lambda clip, _: motion.at_rate(clip, 15.0)),
    Variant("fps 6", "each second frame left out", lambda clip, _: motion.thinned(clip, 2)),
    Variant("stutter", "a third of the frames left out at random", lambda clip, _: motion.stuttering(clip, 0.33)),
    Variant("1080 lines", "enlarged, cubic", lambda clip, _: worse.scaled(clip, 1080)),
    Variant("360 lines", "made smaller by areas", lambda clip, _: worse.scaled(clip, 360)),
    Variant("240 lines", "made smaller by areas", lambda clip, _: worse.scaled(clip, 240)),
    Variant("dim", "0.35 of the light, noise of 6 grey levels", lambda clip, _: worse.dim(clip, 0.35, 6.0)),
    Variant(
        "motion blur",
        "open for half of each frame: five pictures by optical flow",
        lambda c, _: motion.exposed(c, _OPEN),
    ),
    Variant("unsharp", "Gaussian, 2 px", lambda clip, _: worse.unsharp(clip, 2.0)),
    Variant("jpeg", "quality 15", lambda clip, _: worse.jpeg(clip, 15)),
    Variant("h264", "x264 at crf 40", lambda clip, _: worse.h264(clip, 40)),
    Variant("mirrored", "left and right exchanged, as webcams show", lambda clip, _: worse.flipped(clip)),
    Variant("rotated", "by 3 degrees", lambda clip, _: worse.rotated(clip, 3.0)),
    Variant("shake", "slow swings of up to 3 px", lambda clip, _: worse.shaken(clip, 3.0)),
    Variant(
        "bump",
        "from the middle on 12 px aside, 6 px down",
        lambda c, _: worse.bumped(c, (12.0, 6.0), _middle_s(c, 0.5)),
    ),
    Variant("lens", "radial distortion k1 = -0.15", lambda clip, _: worse.through_lens(clip, -0.15)),
    Variant(
        "frozen",
        "the picture stands for a second, in the middle",
        lambda c, _: worse.without_picture(c, t := _middle_s(c, 0.4), t + 1.0, frozen=True),
    ),
    Variant(
        "black",
        "no light for a second, in the middle",
        lambda c, _: worse.without_picture(c, t := _middle_s(c, 0.4), t + 1.0, frozen=False),
    ),
    Variant("socks", "feet recoloured white", lambda clip, _: scenery.in_socks(clip)),
    Variant("trousers", "legs recoloured navy", lambda clip, _: scenery.in_trousers(clip)),
    Variant("towel", "the receiver under a striped towel, ribs to thighs", lambda clip, _: scenery.under_towel(clip)),
    Variant("pet", "a dog crosses before the mat, twice", lambda clip, _: scenery.with_pet(clip, _moments(clip))),
    Variant(
        "third person",
        "somebody crosses beyond the mat, twice",
        lambda clip, other: scenery.with_third_person(clip, other, _moments(clip)),
    ),
)
__doc__ = (__doc__ or "").format(told="\n".join(f"    {one.name:14}{one.told}" for one in VARIANTS))


def main() -> None:
    """Run and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips_dir", type=Path)
    parser.add_argument("--clips", nargs="*", default=["c03", "c12"], help="first letters of the names (c03 c12)")
    parser.add_argument("--only", nargs="*", default=[], help="first letters of the variants' names; all if not given")
    parser.add_argument("--models", type=Path, help="a folder of other networks")
    parser.add_argument("--save", type=Path, help="write a picture of each variant there")
    args = parser.parse_args()
    clips = [
        _footage(path)
        for path in sorted(args.clips_dir.glob("*.json"))
        if path.name.startswith(tuple(args.clips)) and path.with_suffix(".mp4").is_file()
    ]
    if not clips:
        parser.error(f"{args.clips_dir} holds no such clip with a NAME.json beside it")
    chosen = [one for one in VARIANTS if one.name.startswith(tuple(args.only) or "")]
    models = networks(args.models)
    console = Console(width=WIDTH)
    console.print(described(models))
    with CoachEyes(models) as eyes:
        for clip in clips:
            other = _other(args.clips_dir, clip)
            rows: dict[str, ClipScore | None] = {}
            for variant in chosen:
                changed = variant.make(clip, other)
                rows[variant.name] = None if changed is None else score(changed.truth, watch(changed.frames(), eyes))
                _tell(clip, variant, rows[variant.name])
                if args.save is not None and changed is not None:
                    _save(args.save / f"{clip.truth.name[:3]}_{variant.name.replace(' ', '_')}.png", changed)
            console.print(variants_table(f"{clip.truth.name}, {clip.truth.view}", rows))


def _tell(clip: Footage, variant: Variant, one: ClipScore | None) -> None:
    """A line at once: the tables come when a clip is through, and a run may be broken off before."""
    if one is None:
        figures = "cannot be made of this clip"
    else:
        events = ", ".join(
            f"{kind} {e.hit}/{e.truth} false {e.false}" for kind, e in one.events.items() if e.truth or e.false
        )
        figures = f"both {one.both_ok:.3f}, feet {one.foot_lateral_med_cm:.2f} cm, {events}"
    print(f"{clip.truth.name[:3]} {variant.name}: {figures}", file=sys.stderr, flush=True)


def _footage(path: Path) -> Footage:
    truth = read_truth(path)
    if truth is None:
        raise SystemExit(f"{path} is no ground truth")
    return Footage(truth, lambda: open_clip(path.with_suffix(".mp4")).frames())


def _other(folder: Path, clip: Footage) -> Footage:
    """A clip with another giver, seen from the same place if there is one, who walks up before the camera."""
    others = [
        footage
        for path in sorted(folder.glob("*.json"))
        if path.with_suffix(".mp4").is_file()
        and path.stem != clip.truth.name
        and (footage := _footage(path)).truth.frames[0].giver is None
    ]
    if not others:
        return clip
    return min(others, key=lambda footage: footage.truth.view != clip.truth.view)


def _save(path: Path, footage: Footage) -> None:
    """The picture at the first third of the time on the receiver, true points drawn in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    wanted_s = _middle_s(footage, 0.3)
    frame: Frame = next(frame for frame in footage.frames() if frame.t_s >= wanted_s)
    picture = frame.picture_rgb[:, :, ::-1].copy()
    true = at(footage.truth, frame.t_s)
    for person, colour in ((true.giver, (0, 255, 0)), (true.receiver, (0, 160, 255))):
        for x, y in person.landmarks_px[11:] if person else ():
            cv2.circle(picture, (round(x), round(y)), 2, colour, -1)
    cv2.imwrite(str(path), picture)


if __name__ == "__main__":
    main()
