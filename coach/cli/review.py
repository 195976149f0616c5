"""`coach review`: an instructor looks at an analysed clip in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.shared import Debug, app, examples, paragraphs, told
from coach.core.words import Language


@app.command(
    help=paragraphs(
        "Look through an analysed clip in the browser: film with overlay, timeline, back map, score card, notes, and "
        "correct what the coach took for granted.",
        "Give the folder that [bold]coach analyze[/bold] left, a folder of such folders, or the clip itself. The page "
        "is served by this program from this machine to this machine only; nothing is fetched from outside.",
        "Of a folder, the library shows each couple's course over weeks, and compares two sessions side by side.",
        "Corrections (spine line, corners, people, events, thresholds) are judged at once, without looking at the film "
        "anew, and kept in the result's [green]corrections.json[/green]; the analysis itself is never changed.",
        "Notes are kept beside the results, in [green]NAME.notes.json[/green], at once and through an analysis anew.",
    ),
    epilog=examples(
        "coach review results",
        "coach review results/evening",
        "coach review evening.mp4 --language zh",
        "coach review results --compare morning evening",
    ),
)
def review(
    target: Annotated[Path, typer.Argument(metavar="CLIP|DIR", help="What to review.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the results of a CLIP are.")] = Path(
        "results"
    ),
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Port on this machine; 0 takes a free one.")
    ] = 0,
    language: Annotated[Language, typer.Option(help="What the page begins in.")] = Language.EN,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address.", show_default=False)
    ] = False,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="NAME NAME", help="Open these two sessions of DIR side by side.", show_default=False),
    ] = None,
    debug: Debug = False,
) -> None:
    """Look through an analysed clip in the browser."""
    with told(debug, language):
        from coach.app.review.run import ReviewJob, run_review

        run_review(ReviewJob(target, out, port, language, not no_browser, compare), typer.echo)
