"""The small commands: a demonstration, settings, markers, a check of the computer, the version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.shared import EXIT_CODES, Config, Debug, NoVideo, app, examples, settings_in, told
from coach.core.words import Language
from coach.errors import shown
from coach.report.paper import Paper


@app.command(
    epilog=examples(
        "coach demo",
        "coach demo --language zh",
        "coach demo --out /somewhere/else --no-sound",
    ),
)
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the results go.")] = Path("coach-demo"),
    no_sound: Annotated[bool, typer.Option("--no-sound", help="Do not play the cues.", show_default=False)] = False,
    no_video: NoVideo = False,
    language: Annotated[
        Language, typer.Option(help="What report and summary are written in, and the cues are spoken in.")
    ] = Language.EN,
    config: Config = None,
    debug: Debug = False,
) -> None:
    """See and hear the coach on a sample clip: a summary, a report, an annotated video, and the cues aloud.

    The sample is rendered; no real person is in it.
    """
    with told(debug, language):
        from coach.app.demo import run_demo

        run_demo(out, settings_in(config).session, language, with_sound=not no_sound, with_video=not no_video)


@app.command(
    epilog=examples(
        "coach settings > my-settings.toml  # then change what you want, and delete the rest",
        "coach analyze clip.mp4 --config my-settings.toml",
    ),
)
def settings(config: Config = None, debug: Debug = False) -> None:
    """Print every setting as a TOML file, with its unit, its range and its source.

    With --config, print the settings that would be in force with that file; a mistake in it is told by name.
    """
    with told(debug):
        from coach.config import settings_toml

        typer.echo(settings_toml(settings_in(config)).encode(), nl=False)  # TOML is UTF-8, whatever the console speaks


@app.command(
    epilog=examples(
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
    with told(debug):
        from coach.app.print_markers import write_markers

        write_markers(out, size, paper)
        typer.echo(f"Four markers of {size:g} cm, one to a page: {shown(out)}. Print them at 100 %.")


@app.command(epilog=EXIT_CODES)
def doctor(debug: Debug = False) -> None:
    """Check this computer: model, camera, sound, window, font, libraries, data. One line each, with what to do."""
    with told(debug):
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
