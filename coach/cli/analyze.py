"""`coach analyze`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.shared import (
    SCENE,
    Config,
    Debug,
    HeightGiver,
    HeightReceiver,
    KeepOut,
    NoReport,
    NoVideo,
    app,
    examples,
    paragraphs,
    settings_in,
    told,
)
from coach.core.phrase import Phrase
from coach.core.words import Language
from coach.errors import shown

_FAILED = Phrase("{failed} of {all} clips could not be analysed.", "{all} 段影片中有 {failed} 段无法分析。")
_ROOM = "What you know about camera and room (it makes the centimetres surer)"


@app.command(
    help=paragraphs(
        "Judge recorded clips of two people: one folder of results per clip.",
        "In [bold]DIR/<clip's name>/[/bold] you find [green]report.html[/green] (a page to read), "
        "[green]annotated.mp4[/green] (the clip with what the coach saw and said), [green]analysis.json[/green], "
        "[green]frames.parquet[/green], [green]cues.vtt[/green] and [green]sights.coach[/green] (what was seen, for a "
        "review).",
        "A result appears whole or not at all. An earlier result of the same clip stays until the new one is whole and "
        "is then replaced. One clip that fails does not stop the others.",
    ),
    epilog=examples(
        "coach analyze evening.mp4",
        "coach analyze *.mp4 --out results --no-video",
        "coach analyze evening.mp4 --language zh",
        "coach analyze evening.mp4 --support 420,60,90,200 --height-receiver 172",
        "coach analyze evening.mp4 --keep-out scar=6,0.5,4 --keep-out -12,0.1,-6,0.4",
        "coach analyze evening.mp4 --fov 68 --mat 90,200 --mat-corners 148,402,232,472,468,338,428,315",
        "coach analyze -- -odd-name.mp4  # a name that begins with a dash stands after --",
    ),
)
def analyze(
    clips: Annotated[
        list[Path],
        typer.Argument(metavar="CLIP", help="Videos (mp4, mov, mkv, webm, avi) or pictures (jpg, png, webp)."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the results go.")] = Path("results"),
    no_video: NoVideo = False,
    no_report: NoReport = False,
    config: Config = None,
    support: Annotated[
        list[str] | None,
        typer.Option(
            metavar="X,Y,W,H",
            help="A place that the giver holds on to; may be given more than once.",
            rich_help_panel=SCENE,
            show_default=False,
        ),
    ] = None,
    receiver: Annotated[
        str | None,
        typer.Option(metavar="X,Y,W,H", help="Where the receiver lies.", rich_help_panel=SCENE, show_default=False),
    ] = None,
    giver: Annotated[
        str | None,
        typer.Option(
            metavar="X,Y,W,H", help="Where the giver is in the first frame.", rich_help_panel=SCENE, show_default=False
        ),
    ] = None,
    spine: Annotated[
        str | None,
        typer.Option(
            metavar="X1,Y1,X2,Y2",
            help="Neck end, then tail end of the spine.",
            rich_help_panel=SCENE,
            show_default=False,
        ),
    ] = None,
    keep_out: KeepOut = None,
    language: Annotated[
        Language, typer.Option(help="Of the report, the film's words and cues, and the captions.")
    ] = Language.EN,
    height_receiver: HeightReceiver = None,
    height_giver: HeightGiver = None,
    fov: Annotated[
        float | None,
        typer.Option(
            metavar="DEG",
            help="The camera's horizontal field of view; else the clip's file may tell it, or a usual lens is taken.",
            rich_help_panel=_ROOM,
            show_default=False,
        ),
    ] = None,
    mat_corners: Annotated[
        str | None,
        typer.Option(
            metavar="X1,Y1,...,X4,Y4",
            help="The four corners of the mat or bed that the receiver lies on, in any order, in pixels; a corner that "
            "is cut off may lie a little outside of the picture.",
            rich_help_panel=_ROOM,
            show_default=False,
        ),
    ] = None,
    mat: Annotated[
        str | None,
        typer.Option(
            metavar="W,H",
            help="The mat's two edges in cm, in any order; its corners come from --mat-corners or from four printed "
            "markers.",
            rich_help_panel=_ROOM,
            show_default=False,
        ),
    ] = None,
    marker_size: Annotated[
        float | None,
        typer.Option(
            metavar="CM",
            help="Edge of the black squares of the printed markers, 15 if not told; 'coach markers' prints them, and "
            "they are found by themselves.",
            rich_help_panel=_ROOM,
            show_default=False,
        ),
    ] = None,
    debug: Debug = False,
) -> None:
    """Judge recorded clips of two people: one folder of results per clip."""
    with told(debug, language):
        from coach.app.analyze import Failure, Job, Result, analyze_clips
        from coach.app.hinting import hints_from
        from coach.app.marked_areas import marked_areas, with_areas
        from coach.app.sentences import one_line
        from coach.app.show import teller

        hints = hints_from(
            supports=support or (),
            receiver=receiver,
            giver=giver,
            spine=spine,
            receiver_height_cm=height_receiver,
            giver_height_cm=height_giver,
            fov_deg=fov,
            mat=mat,
            mat_corners=mat_corners,
            marker_cm=marker_size,
        )
        params = settings_in(config).session
        params = replace(params, rules=with_areas(params.rules, marked_areas(keep_out or ())))
        job = Job(
            tuple(clips), out, params, hints, with_video=not no_video, with_report=not no_report, language=language
        )
        failures: list[Failure] = []

        def tell(outcome: Result | Failure) -> None:
            if isinstance(outcome, Failure):
                failures.append(outcome)
                typer.echo(f"coach: {outcome.error.of(chinese=language is Language.ZH)}", err=True)
            else:
                typer.echo(f"{shown(outcome.clip)}: {one_line(outcome.summary)}. See {shown(outcome.folder)}")

        analyze_clips(job, teller(), tell)
        if failures and len(clips) > 1:
            some = _FAILED.of(language).format(failed=len(failures), all=len(clips))
            typer.echo(f"coach: {some}", err=True)
        if failures:
            raise typer.Exit(failures[0].error.exit_code)
