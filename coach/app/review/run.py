"""`coach review`: a desk, a page, a port of this machine, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coach.adapters.browser.serving import Service, open_in_browser
from coach.app.review.correcting import ClipCorrections
from coach.app.review.desk import ReviewDesk
from coach.app.review.library import Shelf, shelf_of
from coach.core.words import Language
from coach.errors import CoachError, shown
from coach.resources import review_folder


@dataclass(frozen=True, slots=True)
class ReviewJob:
    """What was asked for on the command line."""

    target: Path
    out: Path
    port: int
    language: Language
    opens_browser: bool
    compare: tuple[str, str] | None = None


def run_review(job: ReviewJob, tell: Callable[[str], object]) -> None:
    """Serve the review page until Ctrl-C.

    Raises:
        CoachError: nothing analysed is there, a session to compare is not, or the port is taken.
    """
    shelf = shelf_of(job.target, job.out)
    link = _compared(shelf, *job.compare) if job.compare is not None else ""
    service = Service(ReviewDesk(shelf, ClipCorrections), review_folder(), job.port)
    address = service.address + ("?lang=zh" if job.language is Language.ZH else "") + link
    tell(f"Reviewing '{job.target}' at {address}")
    tell("Only this machine can open it, and only with this address. Ctrl-C ends.")
    tell("Notes and corrections are saved at once, beside the analysis, which stays as it is.")
    if job.opens_browser:
        open_in_browser(address, tell)
    service.run()


def _compared(shelf: Shelf, first: str, second: str) -> str:
    """The part of the address that opens two sessions side by side."""
    ids: list[str] = []
    for name in (first, second):
        found = [place.id for place in shelf.places() if place.name == name]
        if len(found) != 1:
            count = "no session" if not found else f"{len(found)} sessions"
            raise CoachError(
                f"'{shown(str(shelf.root))}' holds {count} of the name '{shown(name)}': give two names of its library, "
                "or leave out --compare and tick them there.",
                f"“{shown(str(shelf.root))}”里有 {count} 个叫“{shown(name)}”的：请给出其中的两个名字，"
                "或去掉 --compare，到页面上勾选。",
            )
        ids += found
    return f"#compare={ids[0]}+{ids[1]}"
