"""`coach review`: a desk, a page, a port of this machine, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coach.adapters.browser.serving import Service, open_in_browser
from coach.app.review.correcting import ClipCorrections
from coach.app.review.desk import ReviewDesk
from coach.app.review.library import shelf_of
from coach.core.words import Language
from coach.resources import review_folder


@dataclass(frozen=True, slots=True)
class ReviewJob:
    """What was asked for on the command line."""

    target: Path
    out: Path
    port: int
    language: Language
    opens_browser: bool


def run_review(job: ReviewJob, tell: Callable[[str], object]) -> None:
    """Serve the review page until Ctrl-C.

    Raises:
        CoachError: nothing analysed is there, or the port is taken.
    """
    service = Service(ReviewDesk(shelf_of(job.target, job.out), ClipCorrections), review_folder(), job.port)
    address = service.address + ("?lang=zh" if job.language is Language.ZH else "")
    tell(f"Reviewing '{job.target}' at {address}")
    tell("Only this machine can open it, and only with this address. Ctrl-C ends.")
    tell("Notes and corrections are saved at once, beside the analysis, which stays as it is.")
    if job.opens_browser:
        open_in_browser(address, tell)
    service.run()
