"""How well the coach sees and judges: every bar, per clip, per view and per technique, beside MediaPipe's own loop.

    python benchmarks/accuracy.py CLIPS_DIR [--clips c03 c06] [--models DIR] [--no-bare] [--cold [SECONDS]]
                                            [--stills STILLS_DIR [--every N]] [--json OUT]

CLIPS_DIR holds NAME.mp4 with NAME.json (rendered footage with exact ground truth). Each clip runs through the pipeline
of `coach analyze` in this process. What each figure means: `benchmarks/scoring.py`; what it has to reach:
`benchmarks/bars.py`. A figure with "!" is short of its bar. Beside the coach runs `PoseLandmarker` in VIDEO mode with
num_poses=2, whose two skeletons are given the roles that suit them best.

--models DIR    networks of the same names in DIR stand in for the program's own, unchecked: the networks in `models/`
                have learnt these very clips, so only those of a split judge unseen scenes
--cold          also begin each clip in the middle (`benchmarks/cold.py`)
--stills        also show single pictures (`benchmarks/stills.py`), one in N of them; only them with `--clips none`
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.bare import BareLoop, best_roles
from benchmarks.bars import groups
from benchmarks.cold import COLD_S, Cold, watch_cold
from benchmarks.networks import described, networks
from benchmarks.scoring import ClipScore, Group, score
from benchmarks.stills import judge_stills
from benchmarks.tables import WIDTH, cold_table, event_table, score_table, stills_table, verdicts
from benchmarks.truth import Truth, read_truth
from benchmarks.watching import watch
from coach.adapters.clip import Frame, open_clip
from coach.adapters.model_files import Models
from coach.app.eyes import CoachEyes


def main() -> None:
    """Run and print the tables."""
    args = _arguments()
    truths = [
        (path.with_suffix(".mp4"), truth)
        for path in sorted(args.clips_dir.glob("*.json"))
        if path.name.startswith(tuple(args.clips) or "")
        and path.with_suffix(".mp4").is_file()
        and (truth := read_truth(path)) is not None
    ]
    if not truths and args.stills is None:
        raise SystemExit(f"{args.clips_dir} holds no such clip with a NAME.json beside it; give a folder of them")
    models = networks(args.models)
    console = Console(width=WIDTH)
    console.print(described(models))
    scores: list[ClipScore] = []
    colds: list[Cold] = []
    with CoachEyes(models) as eyes:
        for clip, truth in truths:
            print(f"watching {truth.name}", file=sys.stderr, flush=True)
            scores.append(_score_clip(clip, truth, eyes, models if args.bare else None))
            if args.cold is not None:
                colds.append(watch_cold(open_clip(clip).frames(), truth, scores[-1], eyes, args.cold))
        if scores:
            _print_scores(console, tuple(scores), args.bare)
        if colds:
            console.print(cold_table(colds))
        if args.stills is not None:
            console.print(stills_table(judge_stills(args.stills, eyes, args.every)))
    if args.json is not None:
        rows = {one.name: _plain(asdict(one)) for one in scores}
        args.json.write_text(json.dumps(rows, indent=1, allow_nan=False), encoding="utf-8")


def _print_scores(console: Console, scores: tuple[ClipScore, ...], bare: bool) -> None:
    everything = groups(scores)
    each = {one.name.partition("_")[0]: Group((one,)) for one in scores}
    console.print(score_table("each clip", each, bare))
    console.print(score_table("together, by view, by technique", everything, bare))
    console.print(event_table(everything["all"]))
    console.print(verdicts(everything))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips_dir", type=Path)
    parser.add_argument("--clips", nargs="*", default=[], help="first letters of the names; all if not given")
    parser.add_argument("--models", type=Path, help="a folder of other networks")
    parser.add_argument("--no-bare", dest="bare", action="store_false", help="leave MediaPipe's own loop out")
    parser.add_argument("--cold", type=float, nargs="?", const=COLD_S, help=f"cut so many seconds off ({COLD_S:g})")
    parser.add_argument("--stills", type=Path, help="a folder of NAME.jpg with NAME.json")
    parser.add_argument("--every", type=int, default=1, help="one in N stills (1)")
    parser.add_argument("--json", type=Path, help="write each clip's figures there")
    return parser.parse_args()


def _score_clip(clip: Path, truth: Truth, eyes: CoachEyes, models: Models | None) -> ClipScore:
    frames = open_clip(clip).frames()
    if models is None:
        return score(truth, watch(frames, eyes))
    errors: list[tuple[float, float]] = []
    with BareLoop(models) as bare:
        judged = watch(_beside(frames, bare, truth, errors), eyes)
    return score(truth, judged, errors)


def _beside(
    frames: Iterable[Frame], bare: BareLoop, truth: Truth, errors: list[tuple[float, float]]
) -> Iterator[Frame]:
    """The same frames, each shown to the bare loop on the way."""
    for frame in frames:
        true = truth.frames[min(round(frame.t_s * truth.fps), len(truth.frames) - 1)]
        errors.append(best_roles(bare.look(frame), true))
        yield frame


def _plain(value: Any) -> Any:
    """Values for strict JSON: what is not known becomes null."""
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


if __name__ == "__main__":
    main()
