"""How soon twenty minutes stand in the review page, and how well they are scrubbed, in a real Chromium.

    python benchmarks/review.py ANALYSED [--minutes 20] [--fps 30] [--runs 5]

ANALYSED is a folder that `coach analyze` left. Its rows, events and steps, its film and its sights are laid one after
the other until they last so long; the film is copied packet by packet, not coded again. Each run is a new server that
has read nothing yet and a new tab. The runs come twice: of the clip as it was analysed, and with its spine line dragged
in the whole clip, so that every frame is judged again while the page is looked at. At last single corrections are
dropped. Needs Chromium and its driver (Debian: chromium, chromium-driver).
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from rich.console import Console

from benchmarks.rejudge import drag, stretched
from coach.adapters.analysed import read_document
from coach.adapters.browser.serving import Service
from coach.adapters.clip import file_sha256
from coach.adapters.corrections import pack_corrections
from coach.adapters.recording import KeptSights, pack_sights, read_sights
from coach.app.review.correcting import ClipCorrections
from coach.app.review.desk import ReviewDesk
from coach.app.review.library import film_of, shelf_of
from coach.core.review.corrections import Corrections, EventWrong, with_change
from coach.resources import review_folder
from tests.review.driver import Browser, chromium, driven

FIRST_PICTURE_BAR_S = 3.0
MOVES = 240
_READY = "document.documentElement.dataset.ready && document.querySelector('#video').readyState >= 2"
_SOONEST = """
const drawn = performance.getEntriesByName('first-picture')[0].startTime;
return [drawn, window.filmShown ?? performance.now()];
"""
_SCRUB = """
const c = document.querySelector('#timeline'), b = c.getBoundingClientRect(), moves = arguments[0];
window.waits = []; c.setPointerCapture = () => {};
const at = (k) => ({ bubbles: true, pointerId: 1, clientY: b.y + 12,
  clientX: b.x + 140 + (b.width - 160) * ((k * 89) % moves) / moves });
c.dispatchEvent(new PointerEvent('pointerdown', at(0)));
let k = 1;
const move = () => {
  const began = performance.now();
  c.dispatchEvent(new PointerEvent('pointermove', at(k)));
  requestAnimationFrame(() => {  // asked for after the page's own: the page has drawn by then
    window.waits.push(performance.now() - began);
    if (++k <= moves) setTimeout(move, 0);
    else { c.dispatchEvent(new PointerEvent('pointerup', at(k))); window.done = true; }
  });
};
move();
"""
_PASSAGES = """
return performance.getEntriesByType('resource').filter((one) => one.name.includes('/frames/'))
  .map((one) => one.duration);
"""


_WAITING = "return !document.querySelector('#judging').hidden"
_CORRECTED = "document.querySelector('#judgement button:nth-child(2)')?.ariaPressed === 'true'"


@dataclass(frozen=True, slots=True)
class Run:
    """One opening: ms from asking for the page to the overlay and to the film's picture; ms of every redraw.

    `judged_s`: from then until the corrected judgement stood there, s; 0 without corrections. `worked_s`: of the
    server's processor, from the beginning; other work on the machine makes the clock's time longer.
    """

    overlay_ms: float
    film_ms: float
    redraws_ms: list[float]
    passages_ms: list[float]
    judged_s: float
    worked_s: float


def main() -> None:
    """Make the long clip, open it, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("analysed", type=Path)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--fps", type=float, default=30.0)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    console = Console()
    if chromium() is None:
        sys.exit("Chromium or its driver is missing: install chromium and chromium-driver, then run this again.")
    with tempfile.TemporaryDirectory() as where:
        folder = make_long(asked.analysed, Path(where), 60.0 * asked.minutes, asked.fps)
        film_mb = (folder.parent / "long.mp4").stat().st_size / 2**20
        frames = parquet.ParquetFile(folder / "frames.parquet").metadata.num_rows
        console.print(f"{frames} frames, {asked.minutes:.0f} min, film {film_mb:.0f} MB")
        runs = [measure(folder, Path(where) / f"profile{k}") for k in range(asked.runs)]
        tell(console, "as analysed", runs)
        kept = read_sights(folder / "sights.coach")
        corrections = with_change(Corrections(), "", drag(kept, 4.0))
        (folder / "corrections.json").write_bytes(pack_corrections(corrections, kept.clip.sha256))
        again = [measure(folder, Path(where) / f"again{k}") for k in range(asked.runs)]
        tell(console, "corrected", again)
        for name, took_s, worked_s in drops(folder, kept):
            console.print(f"dropped: {name:33s}{took_s:6.1f} s, of them work {worked_s:5.1f} s")
    if max(run.film_ms for run in runs + again) >= 1000.0 * FIRST_PICTURE_BAR_S:
        sys.exit("The first picture came too late.")


def tell(console: Console, what: str, runs: list[Run]) -> None:
    """A few lines about some runs."""
    console.print(f"[bold]{what}[/bold]")
    console.print("first overlay     ", _spread([run.overlay_ms / 1000.0 for run in runs], "s"))
    film_s = [run.film_ms / 1000.0 for run in runs]
    console.print("first film picture", _spread(film_s, "s"), f"(wanted: under {FIRST_PICTURE_BAR_S:.0f} s)")
    console.print("scrubbing, redraw ", _percentiles([wait for run in runs for wait in run.redraws_ms]))
    console.print("frames' passages  ", _percentiles([wait for run in runs for wait in run.passages_ms]))
    if any(run.judged_s for run in runs):
        console.print("judged again      ", _spread([run.judged_s for run in runs], "s"))
        console.print("  of them work    ", _spread([run.worked_s for run in runs], "s"))


def make_long(analysed: Path, where: Path, span_s: float, fps: float) -> Path:
    """Lay an analysis and its film end to end until they last `span_s`; the new analysed folder."""
    _, document = read_document(analysed)
    shelf = shelf_of(analysed, analysed.parent)
    film = film_of(shelf.places()[0], document, shelf)
    folder = where / "long"
    folder.mkdir()
    repeated = _long_film(film, where / "long.mp4", span_s)
    whole: dict[str, Any] = json.loads((analysed / "analysis.json").read_bytes())
    clip_s = whole["clip"]["duration_s"]
    times = [clip_s * k for k in range(int(np.ceil(span_s / clip_s)))]
    for part in ("events", "steps", "phases"):
        whole[part] = [
            one | {"start_s": one["start_s"] + shift, "end_s": one["end_s"] + shift}
            for shift in times
            for one in whole[part]
        ]
    count = round(span_s * fps)
    whole["clip"] |= {"path": str(repeated), "sha256": file_sha256(repeated), "frames": count, "duration_s": span_s}
    whole["summary"]["time_on_back_s"] *= len(times)
    (folder / "analysis.json").write_text(json.dumps(whole), encoding="utf-8")
    table = parquet.read_table(analysed / "frames.parquet")
    rows = np.arange(count) / fps
    nearest = np.searchsorted(table.column("t_s").to_numpy(), rows % clip_s, side="right") - 1
    long = table.take(pa.array(np.maximum(nearest, 0)))
    long = long.set_column(0, table.schema.field("t_s"), pa.array(rows))
    parquet.write_table(long, folder / "frames.parquet")
    if (analysed / "sights.coach").exists():
        kept = stretched(read_sights(analysed / "sights.coach"), span_s, fps)
        facts = replace(
            kept.clip, path=str(repeated), sha256=whole["clip"]["sha256"], frames=count, duration_s=span_s, fps_mean=fps
        )
        (folder / "sights.coach").write_bytes(pack_sights(replace(kept, clip=facts)))
    return folder


def _long_film(film: Path, path: Path, span_s: float) -> Path:
    with av.open(str(path), "w") as out:
        target = None
        shift = 0.0
        while shift < span_s:
            with av.open(str(film)) as source:
                stream = source.streams.video[0]
                target = target or out.add_stream_from_template(stream)
                last = 0.0
                for packet in source.demux(stream):
                    if packet.pts is None or packet.dts is None or packet.time_base is None:
                        continue
                    base = float(packet.time_base)
                    last = max(last, (packet.pts + (packet.duration or 0)) * base)
                    packet.pts += round(shift / base)
                    packet.dts += round(shift / base)
                    packet.stream = target
                    out.mux(packet)
            shift += last
    return path


def measure(folder: Path, profile: Path) -> Run:
    """Open the long clip once, in a browser and with a server that know nothing of it, and scrub it."""
    begun_cpu_s = time.process_time()
    with served(folder) as address, driven(profile) as browser:
        watch = "document.addEventListener('loadeddata', () => { window.filmShown ??= performance.now(); }, true);"
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", {"source": watch})
        browser.open(address)
        browser.until(_READY)
        overlay_ms, film_ms = browser.run(_SOONEST)
        redraws_ms, passages_ms = scrub(browser), browser.run(_PASSAGES)
        begun_s = time.perf_counter()
        is_waiting = browser.run(_WAITING)
        while is_waiting and browser.run(_WAITING):
            time.sleep(0.2)
        if (folder / "corrections.json").exists():
            browser.until(_CORRECTED)
        judged_s = time.perf_counter() - begun_s if is_waiting else 0.0
        return Run(overlay_ms, film_ms, redraws_ms, passages_ms, judged_s, time.process_time() - begun_cpu_s)


def drops(folder: Path, kept: KeptSights) -> Iterator[tuple[str, float, float]]:
    """Drop corrections one after the other, as the page does; s until each was judged, and s of work."""
    line = drag(kept, 2.0)
    middle = replace(line, at_s=kept.sights[len(kept.sights) // 2].t_s, whole_clip=False)
    with served(folder) as address:
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port)

        def ask(path: str, body: object = None) -> Any:
            data = None if body is None else json.dumps(body)
            connection.request("GET" if data is None else "POST", f"{parts.path}api/{path}", data)
            return json.loads(connection.getresponse().read())

        (line_of,) = ask("sessions")
        told = ask(f"{line_of['id']}/corrections")
        for name, change in (
            ("the spine line, whole clip", line),
            ("the spine line, from the middle", middle),
            ("an event that is wrong", None),
        ):
            if change is None:
                found = ask(line_of["id"])["analysis"]["events"]
                event = next(one for one in found if one["rule"] != "not_seen")
                change = EventWrong(event["rule"], event["start_s"], event["end_s"], event["side"])
            begun_s, begun_cpu_s = time.perf_counter(), time.process_time()
            body = {"revision": told["revision"], "change": asdict(change)}
            told = ask(f"{line_of['id']}/corrections", body)["corrections"]
            yield name, time.perf_counter() - begun_s, time.process_time() - begun_cpu_s


def scrub(browser: Browser) -> list[float]:
    """Drag over the whole timeline; ms from each move of the hand to the picture drawn."""
    browser.run(_SCRUB, MOVES)
    browser.until("window.done")
    return browser.run("return window.waits")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server of its own for one run."""
    service = Service(ReviewDesk(shelf_of(folder, folder), ClipCorrections), review_folder())
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        yield service.address
    finally:
        service.stop()
        thread.join()


def _spread(values: list[float], unit: str) -> str:
    return f"{min(values):.2f} to {max(values):.2f} {unit}, median {np.median(values):.2f}"


def _percentiles(values_ms: list[float]) -> str:
    middle, late = np.percentile(values_ms, [50, 95])
    return f"p50 {middle:.0f} ms, p95 {late:.0f} ms, worst {max(values_ms):.0f} ms ({len(values_ms)})"


if __name__ == "__main__":
    main()
