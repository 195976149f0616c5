"""Milliseconds per frame: our pipeline by stage, and MediaPipe's own two-person loop beside it in the same run.

    python benchmarks/speed.py [CLIP] [--frames N]

The frames come in short stretches. For each stretch both loops run, and they take turns in going first; so a machine
that slows down on the way slows both. The clock is wall time; CPU time (all threads together) stands beside it. Stages:

    decode   read and turn one frame                         coach.adapters.clip
    look     run the networks where the core asks for it     coach.app.eyes
    core     plan and step: people, back, feet, rules, cues  coach.core.session
    track    look and core together: this is what the two-person loop has to be compared with
    paint    draw the overlay                                coach.core.view, coach.report.overlay
    encode   write H.264                                     coach.adapters.movie
    bare     PoseLandmarker in VIDEO mode with num_poses=2, landmarks only, no identities, nothing judged
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.bare import BareLoop
from coach.adapters.clip import Frame, open_clip
from coach.adapters.machine import package_version
from coach.adapters.model_files import checked_models
from coach.adapters.movie import MovieWriter
from coach.app.eyes import CoachEyes
from coach.core import session, view
from coach.core.look import Hints, PictureSize
from coach.core.session import SessionParams
from coach.errors import CoachError
from coach.quiet import native_stderr_silenced
from coach.report.overlay import paint
from coach.resources import samples_folder

STRETCH_FRAMES = 30
WARM_UP_FRAMES = 10  # the networks plan their memory in the first calls; these frames are not counted
STAGES = ("decode", "look", "core", "track", "paint", "encode", "bare")


class Stopwatch:
    """Wall and CPU time of each stage, one value per frame, ms."""

    def __init__(self) -> None:
        self.wall_ms: dict[str, list[float]] = defaultdict(list)
        self.cpu_ms: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Measure one frame of a stage."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.wall_ms[stage].append(1e3 * (time.perf_counter() - wall))
        self.cpu_ms[stage].append(1e3 * (time.process_time() - cpu))

    def add_up(self, total: str, parts: tuple[str, ...]) -> None:
        """Make a stage of others, frame by frame."""
        for times in (self.wall_ms, self.cpu_ms):
            times[total] = [sum(frame) for frame in zip(*(times[part] for part in parts), strict=True)]


class OurLoop:
    """The coach's own pipeline, stage by stage, as `coach analyze` runs it, with the overlay painted at once."""

    def __init__(self, size: PictureSize, watch: Stopwatch, eyes: CoachEyes, movie: MovieWriter) -> None:
        self._watch, self._eyes, self._movie = watch, eyes, movie
        self._params = SessionParams()
        self._state = session.begin(self._params, size, Hints())
        self._layout = view.lay_out(size.width, size.height)
        self._trail = view.Trail()

    def run(self, frame: Frame) -> None:
        """Look, judge, paint and encode one frame."""
        with self._watch.of("plan"):
            plan = session.plan(self._params, self._state, frame.t_s)
        with self._watch.of("look"):
            looks = self._eyes.look(frame.picture_rgb, plan)
        with self._watch.of("step"):
            self._state, moment = session.step(self._params, self._state, looks, frame.t_s)
        with self._watch.of("paint"):
            self._trail = self._trail.after(moment)
            picture = paint(view.draw(moment, self._trail, self._layout), frame.picture_rgb)
        with self._watch.of("encode"):
            self._movie.write(picture, frame.t_s)


class TheirLoop:
    """MediaPipe's own loop for two people."""

    def __init__(self, watch: Stopwatch, bare: BareLoop) -> None:
        self._watch, self._bare = watch, bare
        self.people: list[int] = []

    def run(self, frame: Frame) -> None:
        """Detect in one frame."""
        with self._watch.of("bare"):
            found = self._bare.detect(frame)
        self.people.append(len(found))


def measure(clip: Path, most_frames: int) -> tuple[Stopwatch, TheirLoop, PictureSize]:
    """Run both loops over the clip's frames."""
    watch = Stopwatch()
    models = checked_models()
    frames = itertools.islice(open_clip(clip).frames(), most_frames)
    with ExitStack() as stack:
        landmarker = stack.enter_context(BareLoop(models))
        with native_stderr_silenced():
            eyes = stack.enter_context(CoachEyes(models))
        first = next(frames)
        size = PictureSize(first.picture_rgb.shape[1], first.picture_rgb.shape[0])
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        movie = stack.enter_context(MovieWriter(Path(folder) / "painted.mp4", size.width, size.height))
        ours, bare = OurLoop(size, watch, eyes, movie), TheirLoop(watch, landmarker)
        loops = [ours, bare]
        with native_stderr_silenced():
            for stretch in stretches(frames, first, watch):
                for loop in loops:
                    for frame in stretch:
                        loop.run(frame)
                loops.reverse()
    watch.add_up("core", ("plan", "step"))
    watch.add_up("track", ("look", "core"))
    return watch, bare, size


def stretches(frames: Iterator[Frame], first: Frame, watch: Stopwatch) -> Iterator[list[Frame]]:
    """Decode the clip stretch by stretch, each frame timed; the first frame was decoded before."""
    stretch = [first]
    while True:
        while len(stretch) < STRETCH_FRAMES:
            with watch.of("decode"):
                frame = next(frames, None)
            if frame is None:
                break
            stretch.append(frame)
        if not stretch:
            return
        yield stretch
        stretch = []


def tell(clip: Path, watch: Stopwatch, bare: TheirLoop, size: PictureSize) -> None:
    """Print the table."""
    frames = len(bare.people)
    packages = ", ".join(f"{name} {package_version(name)}" for name in ("mediapipe", "ai-edge-litert", "numpy"))
    print(f"{clip.name}: {frames} frames, {size.width} x {size.height}")
    print(f"{os.cpu_count()} CPUs, {platform.machine()}, Python {platform.python_version()}, {packages}")
    table = Table()
    for heading in ("stage", "p50 ms", "p95 ms", "mean ms", "CPU ms"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    for stage in STAGES:
        wall = np.array(watch.wall_ms[stage][WARM_UP_FRAMES:])
        cpu = np.array(watch.cpu_ms[stage][WARM_UP_FRAMES:])
        figures = (np.median(wall), np.percentile(wall, 95), wall.mean(), cpu.mean())
        table.add_row(stage, *(f"{figure:.1f}" for figure in figures))
    Console().print(table)
    wall, cpu = (
        np.mean(times["track"][WARM_UP_FRAMES:]) / np.mean(times["bare"][WARM_UP_FRAMES:])
        for times in (watch.wall_ms, watch.cpu_ms)
    )
    both = np.mean([people == 2 for people in bare.people])
    print(f"track / bare: {wall:.2f} in mean wall time, {cpu:.2f} in mean CPU time")
    print(f"the bare loop gave two skeletons in {both:.0%} of the frames (it costs more where it finds two)")


def main() -> None:
    """Parse the command line, measure, tell."""
    parser = argparse.ArgumentParser(description="Time our pipeline and MediaPipe's two-person loop on one clip.")
    parser.add_argument("clip", type=Path, nargs="?", help="a clip; the sample from the foot end if it is not given")
    parser.add_argument("--frames", type=int, default=300, help="at most so many frames (300)")
    options = parser.parse_args()
    clip = options.clip or next(iter(sorted(samples_folder().glob("*.mp4"))), None)
    if clip is None:
        sys.exit("There is no sample clip; give one.")
    if options.frames <= 2 * WARM_UP_FRAMES:
        sys.exit(f"--frames got {options.frames}, but it needs more than {2 * WARM_UP_FRAMES}.")
    try:
        tell(clip, *measure(clip, options.frames))
    except CoachError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
