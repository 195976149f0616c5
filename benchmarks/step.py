"""What a moment costs the core: milliseconds of its thread's CPU time a picture, for live pictures of one clip.

    python benchmarks/step.py [CLIP] [--frames N] [--rounds 5]

The eyes look at the clip once; then the looks are folded again and again, and of each moment the quickest round
counts. CPU time of the thread, so that another program beside it changes little. The same looks folded by another
version of the program must come to the same: the last line prints a sum over all that was judged. Stages:

    plan     where to look                                  before the networks
    answer   people, back, feet, rules, cues, prompts       between the networks and the sound
    heard    both: what the core puts between picture and sound
    settle   fits that count from the next picture on       after the sound
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from coach.adapters.clip import open_clip
from coach.adapters.model_files import checked_models
from coach.adapters.picture_facts import picture_facts
from coach.app.eyes import CoachEyes
from coach.core.live import live
from coach.core.live.live import LiveInput, LiveParams
from coach.core.look import PictureSize
from coach.errors import CoachError
from coach.quiet import native_stderr_silenced
from coach.resources import samples_folder

STAGES = ("plan", "answer", "settle")


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU time of the fold's thread.

    Attributes:
        stages_ms: (N, 3) of each moment, columns as in `STAGES`.
        judged: a sum over everything that was judged.
    """

    stages_ms: NDArray[np.float64]
    judged: str


def look_at(clip: Path, most_frames: int) -> list[LiveInput]:
    """Let the eyes see the clip as they would see a camera's pictures, none of them dropped."""
    params, state, given = LiveParams(), live.begin(), list[LiveInput]()
    with native_stderr_silenced(), CoachEyes(checked_models()) as eyes:
        eyes.begin()
        for frame in itertools.islice(open_clip(clip).frames(), most_frames):
            size = PictureSize(frame.picture_rgb.shape[1], frame.picture_rgb.shape[0])
            looks = eyes.look(frame.picture_rgb, live.plan(params, state, size, frame.t_s))
            given.append(LiveInput(frame.t_s, size, picture_facts(frame.picture_rgb), looks))
            state, _ = live.step(params, state, given[-1])
    return given


def fold(given: list[LiveInput]) -> Costs:
    """Fold all moments once."""
    params, state = LiveParams(), live.begin()
    times_ns, judged = list[tuple[int, int, int]](), hashlib.sha256()
    for one in given:
        assert one.size is not None
        begun = time.thread_time_ns()
        live.plan(params, state, one.size, one.t_s)
        planned = time.thread_time_ns()
        state, moment = live.answer(params, state, one)
        answered = time.thread_time_ns()
        state = live.settle(state)
        times_ns.append((planned - begun, answered - planned, time.thread_time_ns() - answered))
        with np.printoptions(floatmode="unique", threshold=sys.maxsize):  # every number to its last bit
            judged.update(repr(moment).encode())
    return Costs(np.array(times_ns) / 1e6, judged.hexdigest())


def tell(clip: Path, rounds: list[Costs]) -> None:
    """Print the table."""
    best_ms = np.min([one.stages_ms for one in rounds], axis=0)
    stages = dict(zip(STAGES, best_ms.T, strict=True))
    stages["heard"] = stages["plan"] + stages["answer"]
    print(f"{clip.name}: {len(best_ms)} moments, {len(rounds)} rounds, Python {platform.python_version()}")
    table = Table()
    for heading in ("stage", "p50 ms", "p95 ms", "mean ms", "most ms"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    for stage in ("plan", "answer", "heard", "settle"):
        of = stages[stage]
        figures = (np.median(of), np.percentile(of, 95), of.mean(), of.max())
        table.add_row(stage, *(f"{figure:.2f}" for figure in figures))
    Console().print(table)
    print(f"judged: {rounds[0].judged[:16]}")


def main() -> None:
    """Parse the command line, look, fold, tell."""
    parser = argparse.ArgumentParser(description="Time what the core does with each picture of one clip.")
    parser.add_argument("clip", type=Path, nargs="?", help="a clip; the first sample if it is not given")
    parser.add_argument("--frames", type=int, default=400, help="at most so many pictures (400)")
    parser.add_argument("--rounds", type=int, default=5, help="fold so often (5)")
    options = parser.parse_args()
    clip = options.clip or next(iter(sorted(samples_folder().glob("*.mp4"))), None)
    if clip is None:
        sys.exit("There is no sample clip; give one.")
    for name in ("frames", "rounds"):
        if getattr(options, name) < 1:
            sys.exit(f"--{name} got {getattr(options, name)}, but it needs 1 or more.")
    try:
        given = look_at(clip, options.frames)
    except CoachError as problem:
        sys.exit(str(problem))
    tell(clip, [fold(given) for _ in range(options.rounds)])


if __name__ == "__main__":
    main()
