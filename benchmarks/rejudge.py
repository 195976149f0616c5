"""How long it takes to judge an analysed clip again after a correction, without a look at its pictures.

    python benchmarks/rejudge.py RESULT [--seconds 30] [--fps 30] [--times 5]

RESULT is a folder that `coach analyze` left. Its sights are told over and over until there are enough frames, and the
spine line is dragged by 4 cm in the whole clip, so every frame is moved and judged. Each run opens the file, judges and
makes what the review page asks for, as `coach.app.review.correcting` does. The processor's time stands beside
the clock's, which other work on the machine makes longer. Exit code 1: the clock's median is not below 2 s.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path

from coach.adapters.recording import KeptSights, pack_sights, read_sights
from coach.app.review.correcting import ClipCorrections
from coach.core.review.corrections import SpineMoved
from coach.core.sight import Seen

MOST_S = 2.0


def stretched(kept: KeptSights, seconds: float, fps: float) -> KeptSights:
    """The same sights over and over, for so many seconds of so many frames."""
    count = round(seconds * fps)
    frames = itertools.islice(itertools.cycle(kept.sights), count)
    return replace(kept, sights=tuple(replace(sight, t_s=k / fps) for k, sight in enumerate(frames)))


def drag(kept: KeptSights, cm: float) -> SpineMoved:
    """The spine line, dragged sideways by so many cm in the first frame that shows the back."""
    sight = next(sight for sight in kept.sights if sight.back.seen is not Seen.LOST)
    back = sight.back
    left, right = back.band_px[0], back.band_px[1]
    step_px = (right - left) / 4.0 * cm  # the band is 4 cm wide
    (x1, y1), (x2, y2) = (back.spine_px + step_px).tolist()
    return SpineMoved(sight.t_s, ((x1, y1), (x2, y2)), whole_clip=True)


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--fps", type=float, default=30.0)
    parser.add_argument("--times", type=int, default=5)
    told = parser.parse_args()
    kept = stretched(read_sights(told.result / "sights.coach"), told.seconds, told.fps)
    opened_s: list[float] = []
    corrected_s: list[float] = []
    worked_s: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        data = pack_sights(kept)
        for k in range(told.times):
            place = Path(folder) / str(k)
            place.mkdir()
            (place / "sights.coach").write_bytes(data)
            shutil.copy(told.result / "analysis.json", place)
            begun_s = time.perf_counter()
            clip = ClipCorrections(place)
            clip.told()
            opened_s.append(time.perf_counter() - begun_s)
            begun_s, begun_cpu_s = time.perf_counter(), time.process_time()
            clip.correct(json.dumps({"revision": 0, "change": asdict(drag(kept, 4.0))}).encode())
            corrected_s.append(time.perf_counter() - begun_s)
            worked_s.append(time.process_time() - begun_cpu_s)
    median_s = statistics.median(corrected_s)
    print(f"{len(kept.sights)} frames, {len(data) / 1e6:.2f} MB of sights")
    print(f"open and judge: median {statistics.median(opened_s):.2f} s, most {max(opened_s):.2f} s")
    print(f"correct and judge again: median {median_s:.2f} s, most {max(corrected_s):.2f} s (wanted: < {MOST_S:g} s)")
    print(f"of the processor: median {statistics.median(worked_s):.2f} s")
    return 0 if median_s < MOST_S else 1


if __name__ == "__main__":
    sys.exit(main())
