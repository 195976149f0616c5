"""From the camera's picture to the loudspeaker: how late the live coach is, and how many pictures it looks at.

    python benchmarks/latency.py [CLIP] [--fps 30] [--size 640 480] [--seconds 60] [--fast] [--no-bare] [--no-window]

The clip is the camera: it is served as MJPEG over loopback at that rate, at its own speed (--fast: each picture once,
so 2.5 times as fast if it has 12 a second), forwards and backwards in turn so that nobody jumps from its end to its
beginning, with the picture's number drawn into it. The mixer plays into SDL's disk driver; when each sample was written
is known to two milliseconds, and where a sound begins in it is where its own first 0.8 s fit best. Printed,
p50 / p95 / p99 in ms, for the rules' cues and for the prompts apart (these come with a stage, so often with a search):

    grabbed -> decided   the networks, the core, and waiting for both
    decided -> written   the main thread and the mixer's buffer
    grabbed -> written   both together: what comes on top of the rule's own waiting time

The window is drawn too, on SDL's pretended screen if there is no real one. Also how many pictures were looked at in a
second, how many were overwritten unseen, and MediaPipe's own two-person loop on the same stream in the same run. The
bar: grabbed -> written within 100 ms (p95), 20 pictures a second.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.signal import correlate

from benchmarks.bare import BareLoop
from coach.adapters.camera import Camera
from coach.adapters.clip import Frame
from coach.adapters.model_files import checked_models
from coach.app.eyes import CoachEyes
from coach.app.live.run import run_session
from coach.app.live.window_screen import WindowScreen
from coach.app.live.worker import Said, Seen
from coach.core.live.live import LiveParams
from coach.core.live.stage import Command
from coach.core.live.voice import Spoken
from coach.core.look import Hints
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.resources import fonts_folder, samples_folder
from tests.live.mjpeg import MjpegServer, at_rate, clip_pictures

BAR_MS, BAR_FPS = 100.0, 20.0
_BYTES_PER_SAMPLE = 4  # 16 bit, stereo
_RATE_HZ = 48000
_PATTERN_S = 0.8
_BEFORE_S = 0.05


@dataclass
class Watched:
    """Keeps what was said and looked at, hands it on to the window, and ends the session in time.

    Attributes:
        window: draws the session; None = nothing is drawn.
        until_s: when the session is to end, s of the monotonic clock.
        said: sounds that were started, with the time of `play_sound`.
        frames: number of each picture that was looked at, and when it was ready, s.
    """

    until_s: float
    said: list[Said] = field(default_factory=list)
    frames: list[tuple[int, float]] = field(default_factory=list)
    dropped: int = 0
    ended: bool = False
    window: WindowScreen | None = None

    def show(self, seen: Seen | None, *, stale: bool, meanwhile: Callable[[], object]) -> None:
        """Count the pictures, and draw."""
        if seen is not None and (not self.frames or seen.frame != self.frames[-1][0]):
            self.frames.append((seen.frame, seen.done_s))
            self.dropped = seen.dropped
        if self.window is not None:
            self.window.show(seen, stale=stale, meanwhile=meanwhile)

    def asked(self) -> tuple[Command, ...]:
        """End when the time is over."""
        if self.ended or time.monotonic() < self.until_s:
            return ()
        self.ended = True
        return (Command.END,)

    def told(self) -> Hints | None:
        """Nothing."""
        return None

    def say(self, said: Said | Spoken) -> None:
        """Keep it."""
        if isinstance(said, Said):
            self.said.append(said)
        if self.window is not None:
            self.window.say(said)


class Tape:
    """Watches the file that the mixer plays into: when it had which length."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lengths: list[tuple[float, int]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.002):
            if self._path.exists():
                size = self._path.stat().st_size
                if not self.lengths or size != self.lengths[-1][1]:
                    self.lengths.append((time.perf_counter(), size))

    def stop(self) -> None:
        """Watch no longer: the file is whole."""
        self._stop.set()
        self._thread.join()
        self._samples = np.fromfile(self._path, np.int16).reshape(-1, 2)[:, 0].astype(np.float64)

    def onset_s(self, sound: Path, about_s: float) -> float:
        """When the first sample of a sound was written, s of the performance counter.

        Args:
            sound: its file.
            about_s: when it was asked for: it begins at most a second later.
        """
        times, sizes = (np.array(column) for column in zip(*self.lengths, strict=True))
        first = int(np.interp(about_s - _BEFORE_S, times, sizes)) // _BYTES_PER_SAMPLE
        pattern = _samples(sound)[: int(_PATTERN_S * _RATE_HZ)]
        heard = self._samples[first : first + int((_BEFORE_S + 1.0) * _RATE_HZ) + len(pattern)]
        fits = correlate(heard, pattern, "valid")
        at = (first + int(np.argmax(fits)) + 1) * _BYTES_PER_SAMPLE
        return float(times[min(int(np.searchsorted(sizes, at)), len(times) - 1)])


def _samples(sound: Path) -> np.ndarray:
    """A sound's samples at the mixer's rate, as the mixer has them."""
    import pygame.mixer

    return pygame.sndarray.array(pygame.mixer.Sound(str(sound)))[:, 0].astype(np.float64)


def main() -> None:
    """Serve, watch, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", type=Path, nargs="?", default=samples_folder() / "head-end.mp4")
    parser.add_argument("--fps", type=float, default=30.0)
    parser.add_argument("--size", type=int, nargs=2, metavar=("W", "H"), help="of the served pictures; as the clip's")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--fast", action="store_true", help="show each of the clip's pictures once")
    parser.add_argument("--no-bare", action="store_true")
    parser.add_argument("--no-window", action="store_true")
    args = parser.parse_args()
    pictures = clip_pictures(args.clip)
    if not args.fast:
        pictures = at_rate(args.clip, pictures, args.fps)
    if args.size:
        pictures = [np.asarray(cv2.resize(picture, tuple(args.size)), np.uint8) for picture in pictures]
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        tape_file = Path(folder) / "sound.raw"
        os.environ["SDL_AUDIODRIVER"], os.environ["SDL_DISKAUDIOFILE"] = "disk", str(tape_file)
        from coach.adapters.mixer import Mixer  # here: the driver is read when it is opened
        from coach.app.own_sounds import sound_files

        if not os.environ.get("DISPLAY"):
            os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        from coach.adapters.window import Window

        tape = Tape(tape_file)
        watched = Watched(time.monotonic() + args.seconds)
        with (
            MjpegServer(pictures, fps=args.fps, ahead=True) as server,
            CoachEyes(checked_models()) as eyes,
            Mixer(sound_files(Language.EN, None), sounds(Language.EN)) as mixer,
            Camera(server.url) as camera,
            ExitStack() as stack,
        ):
            began_s = time.perf_counter() - camera.now_s()
            if not args.no_window:
                pane = stack.enter_context(Window(fonts_folder()))
                watched.window = WindowScreen(pane, mixer, camera.now_s, LiveParams(), Hints())
            eyes.begin()
            run_session(camera, eyes.look, mixer, watched, LiveParams(), Hints())
            ran_s = camera.now_s()
            tape.stop()
            files = sound_files(Language.EN, None)
            written_s = [
                tape.onset_s(files[one.spoken.sound], one.decided_s + began_s) - began_s for one in watched.said
            ]
    for title, is_cue in (("cues", True), ("prompts", False)):
        rows = [(one, at) for one, at in zip(watched.said, written_s, strict=True) if one.spoken.is_cue is is_cue]
        console.print(_lateness(title, rows))
    looked = len(watched.frames) / max(ran_s, 1e-9)
    console.print(f"{looked:.1f} pictures a second looked at, {watched.dropped} of {watched.frames[-1][0]} overwritten")
    if not args.no_bare:
        console.print(f"MediaPipe's two-person loop on the same stream: {_bare_fps(pictures, args.fps):.1f} a second")


def _lateness(title: str, rows: list[tuple[Said, float]]) -> Table:
    table = Table("ms", "p50", "p95", "p99", "most", title=f"{len(rows)} {title}")
    for name, values in (
        ("grabbed -> decided", [one.decided_s - one.grabbed_s for one, _ in rows]),
        ("decided -> written", [at - one.decided_s for one, at in rows]),
        (f"grabbed -> written (bar {BAR_MS:g})", [at - one.grabbed_s for one, at in rows]),
    ):
        figures = [f"{1e3 * np.percentile(values, q):.0f}" for q in (50, 95, 99, 100)] if values else ["-"] * 4
        table.add_row(name, *figures)
    return table


def _bare_fps(pictures: list[np.ndarray], fps: float, seconds: float = 15.0) -> float:
    """How many pictures of the same stream MediaPipe's loop looks at in a second, newest first."""
    looked = 0
    with (
        BareLoop(checked_models()) as loop,
        MjpegServer(pictures, fps=fps, ahead=True) as server,
        Camera(server.url) as camera,
    ):
        until_s = camera.now_s() + seconds
        while camera.now_s() < until_s:
            frame = camera.take(0.5)
            if frame is not None:
                loop.detect(Frame(looked, frame.t_s, frame.picture_rgb))
                looked += 1
    return looked / seconds


if __name__ == "__main__":
    main()
