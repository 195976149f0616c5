"""Draw the pictures of the review page: every place of it, in both languages, light and dark, wide and on a tablet.

    python tools/draw_review.py RESULTS OUT [--places library compare]

RESULTS holds three analysed clips or more (`coach analyze CLIP... --out RESULTS`), which are copied: notes, couples and
days are made up for the copies. OUT is usually `docs/review`. Needs Chromium and its driver.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import tempfile
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from coach.adapters.browser.serving import Service
from coach.adapters.notebook import About, Mark, Note, Notebook
from coach.app.review import desk, rejudging
from coach.app.review.correcting import ClipCorrections
from coach.app.review.desk import ReviewDesk
from coach.app.review.library import Shelf, shelf_of
from coach.core.review.folding import Folded, folding
from coach.resources import review_folder
from tests.review.driver import Browser, driven

LOOKS = (
    ("en", "light", 1280, 800),
    ("zh", "dark", 1280, 800),
    ("en", "dark", 1024, 768),
    ("zh", "light", 820, 1180),
)
TABS = ("events", "notes", "back", "score", "correct")
PLACES = (*TABS, "library", "courses", "compare", "compared", "print", "judging")
MOMENT_S = 16.0
DRAGGED_PX = 12.0  # how far the spine line of the second session is dragged
_READY = "document.documentElement.dataset.ready"
_FILMS = "[...document.querySelectorAll('main:not([hidden]) video')].every((v) => v.readyState >= 2 && !v.seeking)"


def main() -> None:
    """Make up a library, serve it, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--places", nargs="+", choices=PLACES, default=PLACES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as where:
        shelf = made_up(asked.results, Path(where) / "results")
        with driven(Path(where) / "profile") as browser, served(shelf) as address:
            for look in LOOKS:
                for place in asked.places:
                    if place == "print" and look[1] == "dark":
                        continue  # paper is light
                    if place == "judging":
                        with held_up(), served(shelf) as waiting:
                            draw(browser, waiting, shelf, place, look, asked.out)
                    else:
                        draw(browser, address, shelf, place, look, asked.out)


@contextmanager
def served(shelf: Shelf) -> Iterator[str]:
    """A server of its own; its address."""
    service = Service(ReviewDesk(shelf, ClipCorrections), review_folder())
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        yield service.address
    finally:
        service.stop()
        thread.join()


@contextmanager
def held_up() -> Iterator[None]:
    """Every clip counts as a long one, and its judgement stands still after two hundred frames."""
    go_on = threading.Event()

    def slow(*told: Any) -> Generator[int, None, Folded]:
        steps = folding(*told)
        while True:
            try:
                count = next(steps)
            except StopIteration as end:
                return end.value
            yield count
            if count >= 200:
                go_on.wait()

    with mock.patch.object(rejudging, "folding", slow), mock.patch.object(desk, "SHORT_FRAMES", 0):
        yield
        go_on.set()


def made_up(results: Path, copy: Path) -> Shelf:
    """The analyses as those of two couples over some weeks: the first with two notes, the second corrected."""
    shutil.copytree(results, copy, ignore=shutil.ignore_patterns("*.notes.json"))
    shelf = shelf_of(copy, copy)
    last = datetime.date(2026, 3, 30)
    for number, place in enumerate(shelf.places()):
        day = last - datetime.timedelta(days=7 * (number // 2) + number % 2)
        Notebook(place.folder).put_about(About("Ana & Tom" if number % 2 else "Lin & Mei", day.isoformat()))
    book = Notebook(shelf.places()[0].folder)
    marks = (Mark("arrow", ((0.3, 0.3), (0.47, 0.64))), Mark("circle", ((0.5, 0.68), (0.56, 0.68))))
    book.put(Note("n1", MOMENT_S, MOMENT_S, "Both feet stand well here. Stay four seconds, then move on.", marks))
    book.put(Note("n2", 20.0, 24.0, "Work slowly from the shoulders down."))
    clip = ClipCorrections(shelf.places()[1].folder)
    line = [[x - DRAGGED_PX, y] for x, y in clip.back_at(MOMENT_S)["spine"]]
    change = {"kind": "spine_moved", "at_s": MOMENT_S, "line_px": line, "whole_clip": False}
    clip.correct(json.dumps({"revision": 0, "author": "Li Wei", "change": change}).encode())
    return shelf


def draw(browser: Browser, address: str, shelf: Shelf, place: str, look: tuple[str, str, int, int], out: Path) -> None:
    """One place in one look, as `PLACE.LANGUAGE.SCHEME.SIZE.png`."""
    language, scheme, width, height = look
    first, second = shelf.places()[:2]
    link = f"#compare={first.id}+{second.id}&t={MOMENT_S}"
    shown = second if place in ("correct", "judging") else first
    where = {"library": "", "courses": "", "compare": link, "compared": link}.get(place, f"#{shown.id}")
    browser.colours(scheme)
    browser.open("about:blank")
    browser.open(f"{address}?lang={language}{where}", width, height)
    browser.until(_READY)
    browser.until(_FILMS)
    if place in TABS:
        browser.click(f"#tab-{place}")
        browser.run(f"document.querySelector('#video').currentTime = {MOMENT_S}")
        browser.until(_FILMS)
    if place == "notes":
        browser.until("document.querySelector('.still image').getAttribute('href')")
    if place == "correct":
        browser.until("document.querySelector('[data-key=spine_moved]')")
        browser.click("[data-key=spine_moved]")
        browser.until("document.querySelectorAll('.handle').length === 3")
    if place == "library":
        browser.until(
            "[...document.querySelectorAll('tbody small')].some((one) => /by hand|人工/.test(one.textContent))"
        )
    if place == "judging":
        browser.until("document.querySelector('#judging progress')?.value > 0")
    if place == "print":
        browser.run("dispatchEvent(new Event('beforeprint'))")
        browser.devtools("Emulation.setEmulatedMedia", {"media": "print"})
    scroll = {"courses": ".courses", "compared": ".below"}.get(place)
    if scroll:
        browser.run(f"document.querySelector('{scroll}').scrollIntoView()")
    browser.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    (out / f"{place}.{language}.{scheme}.{width}x{height}.png").write_bytes(browser.picture())


if __name__ == "__main__":
    main()
