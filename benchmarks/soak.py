"""An hour of a live session in some minutes: does memory grow, is a thread or a queue left?

    python benchmarks/soak.py [CLIP] [--minutes 60]

The clip is looked at once; its answers are then folded again and again, as fast as the machine folds, with the time of
the clip's own rate, by the worker and the main loop of a real session, with its window, recording, history and mixer
(on SDL's pretended devices). Printed every few minutes of the session: resident memory, threads, sounds that wait.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
from rich.console import Console

from coach.adapters.camera import LiveFrame
from coach.adapters.clip import open_clip
from coach.adapters.history import History
from coach.adapters.model_files import checked_models
from coach.adapters.picture_facts import picture_facts
from coach.adapters.recording import RecordingHeader, SessionRecorder
from coach.app.eyes import CoachEyes
from coach.app.live.keeper import Keeper
from coach.app.live.run import run_session
from coach.app.live.window_screen import WindowScreen
from coach.app.live.worker import Seen
from coach.app.own_sounds import sound_files
from coach.core.live import live
from coach.core.live.live import LiveInput, LiveParams
from coach.core.live.stage_params import StageParams
from coach.core.look import Hints, LookPlan, Looks, PictureSize
from coach.core.single_precision import rounded
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.resources import fonts_folder, samples_folder

TOLD_EVERY_S = 300.0


@dataclass
class Again:
    """The clip as a camera without end, on a clock that goes as fast as it is taken from."""

    pictures: list[np.ndarray]
    answers: list[Looks]
    step_s: float
    until_s: float
    number: int = 0

    def now_s(self) -> float:
        """The session's time, s: that of the picture that was taken last."""
        return max(self.number - 1, 0) * self.step_s

    def take(self, timeout_s: float) -> LiveFrame | None:
        """The next picture; none once the time is over."""
        if self.now_s() >= self.until_s:
            time.sleep(timeout_s)
            return None
        self.number += 1
        return LiveFrame(
            self.number, (self.number - 1) * self.step_s, self.pictures[(self.number - 1) % len(self.pictures)], 0
        )

    def look(self, picture: np.ndarray, plan: LookPlan) -> Looks:
        """What the eyes have said of this picture, if that was asked."""
        del picture
        answers = self.answers[(self.number - 1) % len(self.answers)]
        return replace(
            answers,
            giver=answers.giver[: len(plan.giver)],
            receiver=answers.receiver[: len(plan.receiver)],
            feet=answers.feet if plan.feet else (),
            found=answers.found if plan.find else (),
            probe=answers.probe if len(answers.probe) == len(plan.probe) else (),
            on_back=answers.on_back if plan.on_back else (),
            follow=answers.follow if plan.follow is not None else None,
        )


class Told(WindowScreen):
    """The window, which tells the memory now and then and ends the session in time."""

    camera: Again
    console: Console
    told_s: float = 0.0

    def show(self, seen: Seen | None, *, stale: bool, meanwhile: Callable[[], object]) -> None:
        """Draw, and tell."""
        super().show(seen, stale=stale, meanwhile=meanwhile)
        if self.camera.now_s() >= self.told_s:
            self.told_s += TOLD_EVERY_S
            self.console.print(
                f"{self.camera.now_s() / 60:5.1f} min  {_resident_mb():7.1f} MB  {threading.active_count()} threads"
            )
        if self.camera.now_s() >= self.camera.until_s:
            raise KeyboardInterrupt


def main() -> None:
    """Look once, fold for an hour."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", type=Path, nargs="?", default=samples_folder() / "head-end.mp4")
    parser.add_argument("--minutes", type=float, default=60.0)
    args = parser.parse_args()
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    from coach.adapters.mixer import Mixer
    from coach.adapters.window import Window

    console = Console()
    pictures, answers, step_s = _looked_at(args.clip)
    camera = Again(pictures, answers, step_s, 60.0 * args.minutes)
    params = LiveParams(stage=StageParams(full_s=1e9, nobody_s=1e9))
    before = threading.active_count()
    with (
        tempfile.TemporaryDirectory() as folder,
        History(Path(folder), date.today()) as history,
        Mixer(sound_files(Language.EN, None), sounds(Language.EN)) as mixer,
        Window(fonts_folder()) as window,
        SessionRecorder(Path(folder) / "soak.coach", RecordingHeader("soak", params=params)) as recorder,
        ExitStack() as stack,
    ):
        screen = Told(window, mixer, camera.now_s, params, Hints())
        screen.camera, screen.console = camera, console
        number = history.begin(datetime.now().astimezone())
        keeper = stack.enter_context(Keeper(recorder.keep, lambda tally: history.update(number, tally)))
        began_s = time.perf_counter()
        end = run_session(
            camera,
            camera.look,
            mixer,
            screen,
            params,
            Hints(),
            keep=keeper.keep,
            save=keeper.save,
        )
        took_s = time.perf_counter() - began_s
        keeper.close()
        size_mb = recorder.size_bytes / 2**20
    console.print(
        f"{camera.number} pictures, {end.tally.steps} steps, {took_s:.0f} s; recording {size_mb:.0f} MB; "
        f"threads before and after: {before}, {threading.active_count()}; "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def _resident_mb() -> float:
    """What the process holds now (Linux); NaN elsewhere."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * resource.getpagesize() / 2**20


def _looked_at(clip: Path) -> tuple[list[np.ndarray], list[Looks], float]:
    """Every picture of a clip, what the eyes say of it in a session, and the time from one to the next, s."""
    params, state = LiveParams(), live.begin()
    pictures: list[np.ndarray] = []
    answers: list[Looks] = []
    times: list[float] = []
    with CoachEyes(checked_models()) as eyes:
        eyes.begin()
        for frame in open_clip(clip).frames():
            height, width = frame.picture_rgb.shape[:2]
            size = PictureSize(width, height)
            looks = rounded(eyes.look(frame.picture_rgb, live.plan(params, state, size, frame.t_s)))
            state, _ = live.step(params, state, LiveInput(frame.t_s, size, picture_facts(frame.picture_rgb), looks))
            pictures.append(frame.picture_rgb)
            answers.append(looks)
            times.append(frame.t_s)
    return pictures, answers, float(np.mean(np.diff(times)))


if __name__ == "__main__":
    main()
