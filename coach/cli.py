"""The command line: parse, call the app, tell mistakes in one sentence.

Heavy imports stay inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from coach.errors import CoachError, shown
from coach.report.paper import Paper

INTERRUPTED = 130
TERMINATED = 143

_EXIT_CODES = (
    "[bold]Exit codes:[/bold] [green]0[/green] all went well; [red]2[/red] something was wrong with the input, and one "
    "sentence said what; [yellow]130[/yellow] stopped with Ctrl-C."
)


def _paragraphs(*lines: str) -> str:
    """Help text of one paragraph per line, each of which is wrapped by itself."""
    return "\n\n".join(lines)


def _examples(*lines: str) -> str:
    return _paragraphs("[bold]Examples:[/bold]", *(f"[cyan]{line}[/cyan]" for line in lines), _EXIT_CODES)


app = typer.Typer(
    name="coach",
    help=_paragraphs(
        "A coach for the back-walking massage: it watches a clip of two people and judges in centimetres.",
        "It tells when a foot comes to the spine, when the hands leave the support and when a step is too fast, and it "
        "says [bold]unknown[/bold] where it cannot see. It opens no network connection.",
        "[bold]Begin with:[/bold]",
        "[cyan]coach demo[/cyan] to see and hear it on a sample clip",
        "[cyan]coach analyze clip.mp4[/cyan] to judge your own clip",
        "[cyan]coach doctor[/cyan] to check this computer",
        _EXIT_CODES,
    ),
    rich_markup_mode="rich",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Debug = Annotated[
    bool, typer.Option("--debug", help="Show the program's own traceback of an error.", show_default=False)
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="Settings in TOML; 'coach settings' prints all of them.",
        show_default=False,
    ),
]
NoVideo = Annotated[bool, typer.Option("--no-video", help="Leave out annotated.mp4 (faster).", show_default=False)]
NoReport = Annotated[bool, typer.Option("--no-report", help="Leave out report.html.", show_default=False)]

_SCENE = "What you know about the scene (in pixels of the upright picture)"
_ROOM = "What you know about camera and room (it makes the centimetres surer)"


@app.command(
    help=_paragraphs(
        "Judge recorded clips of two people: one folder of results per clip.",
        "In [bold]DIR/<clip's name>/[/bold] you find [green]report.html[/green] (a page to read), "
        "[green]annotated.mp4[/green] (the clip with what the coach saw and said), [green]analysis.json[/green], "
        "[green]frames.parquet[/green] and [green]cues.vtt[/green].",
        "A result appears whole or not at all. An earlier result of the same clip stays until the new one is whole and "
        "is then replaced. One clip that fails does not stop the others.",
    ),
    epilog=_examples(
        "coach analyze evening.mp4",
        "coach analyze *.mp4 --out results --no-video",
        "coach analyze evening.mp4 --support 420,60,90,200 --height-receiver 172",
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
            rich_help_panel=_SCENE,
            show_default=False,
        ),
    ] = None,
    receiver: Annotated[
        str | None,
        typer.Option(metavar="X,Y,W,H", help="Where the receiver lies.", rich_help_panel=_SCENE, show_default=False),
    ] = None,
    giver: Annotated[
        str | None,
        typer.Option(
            metavar="X,Y,W,H", help="Where the giver is in the first frame.", rich_help_panel=_SCENE, show_default=False
        ),
    ] = None,
    spine: Annotated[
        str | None,
        typer.Option(
            metavar="X1,Y1,X2,Y2",
            help="Neck end, then tail end of the spine.",
            rich_help_panel=_SCENE,
            show_default=False,
        ),
    ] = None,
    height_receiver: Annotated[
        float | None,
        typer.Option(metavar="CM", help="The receiver's body height.", rich_help_panel=_SCENE, show_default=False),
    ] = None,
    height_giver: Annotated[
        float | None,
        typer.Option(metavar="CM", help="The giver's body height.", rich_help_panel=_SCENE, show_default=False),
    ] = None,
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
    with _told(debug):
        from coach.app.analyze import Failure, Job, Result, analyze_clips
        from coach.app.hinting import hints_from
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
        job = Job(tuple(clips), out, _params(config), hints, with_video=not no_video, with_report=not no_report)
        failures: list[Failure] = []

        def tell(outcome: Result | Failure) -> None:
            if isinstance(outcome, Failure):
                failures.append(outcome)
                typer.echo(f"coach: {outcome.error}", err=True)
            else:
                typer.echo(f"{shown(outcome.clip)}: {one_line(outcome.summary)}. See {shown(outcome.folder)}")

        analyze_clips(job, teller(), tell)
        if failures and len(clips) > 1:
            typer.echo(f"coach: {len(failures)} of {len(clips)} clips could not be analysed.", err=True)
        if failures:
            raise typer.Exit(failures[0].error.exit_code)


@app.command(
    epilog=_examples(
        "coach demo",
        "coach demo --out /somewhere/else --no-sound",
    ),
)
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the results go.")] = Path("coach-demo"),
    no_sound: Annotated[bool, typer.Option("--no-sound", help="Do not play the cues.", show_default=False)] = False,
    no_video: NoVideo = False,
    config: Config = None,
    debug: Debug = False,
) -> None:
    """See and hear the coach on a sample clip: a summary, a report, an annotated video, and the cues aloud.

    The sample is rendered; no real person is in it.
    """
    with _told(debug):
        from coach.app.demo import run_demo

        run_demo(out, _params(config), with_sound=not no_sound, with_video=not no_video)


@app.command(
    epilog=_examples(
        "coach settings > my-settings.toml  # then change what you want, and delete the rest",
        "coach analyze clip.mp4 --config my-settings.toml",
    ),
)
def settings(config: Config = None, debug: Debug = False) -> None:
    """Print every setting as a TOML file, with its unit, its range and its source.

    With --config, print the settings that would be in force with that file; a mistake in it is told by name.
    """
    with _told(debug):
        from coach.config import settings_toml

        typer.echo(settings_toml(_params(config)).encode(), nl=False)  # TOML is UTF-8, whatever the console speaks


@app.command(
    epilog=_examples(
        "coach markers",
        "coach markers --out markers.pdf --paper letter",
        "coach analyze evening.mp4 --mat 90,200  # the mat's corners are where the markers lie",
    ),
)
def markers(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The PDF file; an earlier one is replaced.")
    ] = Path("markers.pdf"),
    size: Annotated[float, typer.Option(metavar="CM", help="Edge of a marker's black square.")] = 15.0,
    paper: Annotated[Paper, typer.Option(help="What it is printed on.")] = Paper.A4,
    debug: Debug = False,
) -> None:
    """Write a PDF with four markers to print, for the corners of the mat.

    Seen at the beginning of a clip, they tell the coach how its camera stands and how large a centimetre is, without
    any further option. Each page says where its marker belongs and holds a line to check the printer.
    """
    with _told(debug):
        from coach.app.print_markers import write_markers

        write_markers(out, size, paper)
        typer.echo(f"Four markers of {size:g} cm, one to a page: {shown(out)}. Print them at 100 %.")


@app.command(epilog=_EXIT_CODES)
def doctor(debug: Debug = False) -> None:
    """Check this computer: model, camera, sound, system libraries, versions. One line each, with what to do."""
    with _told(debug):
        from coach.app.doctor import CheckState, examine, exit_code

        colours = {CheckState.OK: "green", CheckState.NOTE: "yellow", CheckState.FAIL: "red"}
        checks = examine()
        for check in checks:
            to_do = f" -> {check.to_do}" if check.to_do else ""
            state = typer.style(f"{check.state.value:5}", fg=colours[check.state], bold=True)
            typer.echo(f"{state}{check.name}: {check.says}{to_do}")
        raise typer.Exit(exit_code(checks))


@app.command()
def version() -> None:
    """Print the program's version."""
    from coach.app.provenance import program_version

    typer.echo(f"coach {program_version()}")


def main() -> None:
    """Entry point of the `coach` command."""
    with contextlib.suppress(ValueError, AttributeError):  # not the main thread; no such signal on this system
        signal.signal(signal.SIGTERM, _terminated)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a sign shows its code instead of failing
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except KeyboardInterrupt:  # before or after a command's own care
        sys.exit(INTERRUPTED)


def _params(config: Path | None):
    from coach.config import load_settings
    from coach.core.session import SessionParams

    return SessionParams() if config is None else load_settings(config, SessionParams())


def _terminated(*_: object) -> None:
    """A polite kill unwinds like Ctrl-C, so that nothing half-written stays."""
    raise SystemExit(TERMINATED)


@contextlib.contextmanager
def _told(debug: bool) -> Iterator[None]:
    """Tell bad input in one sentence on stderr and leave with its exit code; leave with 130 after Ctrl-C."""
    try:
        yield
    except CoachError as wrong:
        if debug:
            raise
        typer.echo(f"coach: {wrong}", err=True)
        raise typer.Exit(wrong.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("\ncoach: stopped; nothing half-written was left behind.", err=True)
        raise typer.Exit(INTERRUPTED) from None
