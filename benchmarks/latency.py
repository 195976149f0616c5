"""From the camera's picture to the loudspeaker: how late the live coach is, and how many pictures it looks at.

    python benchmarks/latency.py [CLIP] [--fps 30] [--size 640 480] [--seconds 60] [--no-bare] [--window]

The clip is the camera: it is served as MJPEG over loopback at that rate, with the picture's number drawn into it. The
mixer plays into SDL's disk driver; when each sample was written is known to a millisecond, and the first sample of a
sound that is not silence is its onset. Printed, p50 / p95 / p99 in ms:

    grabbed -> decided   the networks, the core, and waiting for both
    decided -> written   the main thread and the mixer's buffer
    grabbed -> written   both together: what comes on top of the rule's own waiting time

Also how many pictures were looked at in a second, how many were overwritten unseen, and MediaPipe's own two-person loop
on the same stream in the same run. The bar: grabbed -> written within 100 ms (p95), 20 pictures a second.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.bare import BareLoop
from coach.adapters.camera import Camera
from coach.adapters.model_files import checked_models
from coach.app.eyes import CoachEyes
from coach.app.live.run import run_session
from coach.app.live.worker import Said, Seen
from coach.core.live.live import LiveParams
from coach.core.live.stage import Command
from coach.core.live.voice import Spoken
from coach.core.look import Hints
from coach.core.words import Language
from coach.quiet import native_stderr_silenced
from coach.resources import samples_folder
from tests.live.mjpeg import MjpegServer, clip_pictures

BAR_MS, BAR_FPS = 100.0, 20.0
_BYTES_PER_SAMPLE = 4  # 16 bit, stereo
_RATE_HZ = 48000
_QUIET_S = 0.02  # silence before an onset
_PRESS_GO_ON_S = 1.0


@dataclass
class Watched:
    """Stands in for the window: keeps what was said and looked at, and ends the session in time.

    Attributes:
        until_s: when the session is to end, s of the monotonic clock.
        said: sounds that were started, with the time of `play_sound`.
        frames: number of each picture that was looked at, and when it was ready, s.
    """

    until_s: float
    said: list[Said] = field(default_factory=list)
    frames: list[tuple[int, float]] = field(default_factory=list)
    dropped: int = 0
    ended: bool = False

    def show(self, seen: Seen | None, *, stale: bool) -> None:
        """Count the pictures."""
        if seen is not None and (not self.frames or seen.frame != self.frames[-1][0]):
            self.frames.append((seen.frame, seen.done_s))
            self.dropped = seen.dropped

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


class Tape:
    """Watches the file that the mixer plays into: when it had which length."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lengths: list[tuple[float, int]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.001):
            if self._path.exists():
                size = self._path.stat().st_size
                if not self.lengths or size != self.lengths[-1][1]:
                    self.lengths.append((time.perf_counter(), size))

    def onsets_s(self) -> list[float]:
        """When the first sample of each sound was written, s of the performance counter."""
        self._stop.set()
        self._thread.join()
        samples = np.abs(np.fromfile(self._path, np.int16).reshape(-1, 2)).max(axis=1) > 0
        loud = np.flatnonzero(samples)
        if not len(loud):
            return []
        starts = loud[np.concatenate([[True], np.diff(loud) > _QUIET_S * _RATE_HZ])]
        times = np.array([at for at, _ in self.lengths])
        sizes = np.array([size for _, size in self.lengths])
        rows = np.searchsorted(sizes, (starts + 1) * _BYTES_PER_SAMPLE)
        return [float(times[min(row, len(times) - 1)]) for row in rows]


def main() -> None:
    """Serve, watch, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clip", type=Path, nargs="?", default=samples_folder() / "head-end.mp4")
    parser.add_argument("--fps", type=float, default=30.0)
    parser.add_argument("--size", type=int, nargs=2, metavar=("W", "H"), help="of the served pictures; as the clip's")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--no-bare", action="store_true")
    args = parser.parse_args()
    pictures = clip_pictures(args.clip)
    if args.size:
        pictures = [np.asarray(cv2.resize(picture, tuple(args.size)), np.uint8) for picture in pictures]
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        tape_file = Path(folder) / "sound.raw"
        os.environ["SDL_AUDIODRIVER"], os.environ["SDL_DISKAUDIOFILE"] = "disk", str(tape_file)
        from coach.adapters.mixer import Mixer  # here: the driver is read when it is opened
        from coach.app.own_sounds import sound_files

        tape = Tape(tape_file)
        watched = Watched(time.monotonic() + args.seconds)
        with (
            MjpegServer(pictures, fps=args.fps) as server,
            CoachEyes(checked_models()) as eyes,
            Mixer(sound_files(Language.EN, None)) as mixer,
            Camera(server.url) as camera,
        ):
            began_s = time.perf_counter() - camera.now_s()
            eyes.begin()
            run_session(camera, eyes.look, mixer, watched, LiveParams(), Hints())
            ran_s = camera.now_s()
        written_s = [at - began_s for at in tape.onsets_s()]
    console.print(_lateness(watched.said, written_s))
    looked = len(watched.frames) / max(ran_s, 1e-9)
    console.print(f"{looked:.1f} pictures a second looked at, {watched.dropped} of {watched.frames[-1][0]} overwritten")
    if not args.no_bare:
        console.print(f"MediaPipe's two-person loop on the same stream: {_bare_fps(pictures, args.fps):.1f} a second")


def _lateness(said: list[Said], written_s: list[float]) -> Table:
    """Each sound's onset is the first one after it was decided, and before the next was."""
    to_decide, to_write, together = [], [], []
    for number, one in enumerate(said):
        until_s = said[number + 1].decided_s if number + 1 < len(said) else float("inf")
        onset_s = next((at for at in written_s if one.decided_s <= at < until_s), None)
        if onset_s is None:
            continue
        to_decide.append(1e3 * (one.decided_s - one.grabbed_s))
        to_write.append(1e3 * (onset_s - one.decided_s))
        together.append(1e3 * (onset_s - one.grabbed_s))
    table = Table("ms", "n", "p50", "p95", "p99", "most", title=f"{len(said)} sounds")
    for name, values in (
        ("grabbed -> decided", to_decide),
        ("decided -> written", to_write),
        (f"grabbed -> written (bar {BAR_MS:g})", together),
    ):
        figures = [f"{np.percentile(values, q):.0f}" for q in (50, 95, 99, 100)] if values else ["-"] * 4
        table.add_row(name, str(len(values)), *figures)
    return table


def _bare_fps(pictures: list[np.ndarray], fps: float, seconds: float = 15.0) -> float:
    """How many pictures of the same stream MediaPipe's loop looks at in a second, newest first."""
    looked = 0
    with native_stderr_silenced():
        loop = BareLoop(checked_models())
    with MjpegServer(pictures, fps=fps) as server, Camera(server.url) as camera:
        until_s = camera.now_s() + seconds
        while camera.now_s() < until_s:
            frame = camera.take(0.5)
            if frame is not None:
                loop.look(frame.picture_rgb, frame.t_s)
                looked += 1
    return looked / seconds


if __name__ == "__main__":
    main()
