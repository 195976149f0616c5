"""What the coach knows and keeps: the lines of the technique, and the history of sessions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from coach.app.export_form import ExportForm
from coach.cli.shared import Data, Debug, app, examples, paragraphs, told
from coach.core.words import Language
from coach.errors import CoachError, shown

Words = Annotated[Language, typer.Option(help="What it is written in.")]


@app.command(epilog=examples("coach technique", "coach technique D6 --language zh", "coach technique --json"))
def technique(
    line: Annotated[
        str | None, typer.Argument(metavar="ID", help="One line, such as D1; else all.", show_default=False)
    ] = None,
    language: Words = Language.EN,
    json: Annotated[bool, typer.Option("--json", help="As JSON.", show_default=False)] = False,
    debug: Debug = False,
) -> None:
    """What the technique asks, what the coach does with each line of it, and which test holds it to that."""
    with told(debug):
        from rich.console import Console

        from coach.app.tell_technique import line_asked_for, print_line, print_technique, technique_json
        from coach.core.technique_lines import LINES

        one = None if line is None else line_asked_for(line)
        if json:
            typer.echo(technique_json(LINES if one is None else (one,), language))
        elif one is None:
            print_technique(Console(highlight=False), language)
        else:
            print_line(Console(highlight=False), one, language)


@app.command(
    help=paragraphs(
        "Show, export or delete the sessions that 'coach live' has kept on this computer.",
        "Without anything: a table of the sessions, how many there were each week, and how often each rule was broken. "
        "With a [bold]NUMBER[/bold]: what went well in that session and what did not.",
    ),
    epilog=examples(
        "coach history",
        "coach history 12 --language zh",
        "coach history --export csv --out sessions.csv",
        "coach history 12 --delete  # that session; without a number: the whole history",
    ),
)
def history(
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help="One session; else all.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List every session, however many.", show_default=False)] = False,
    export: Annotated[
        ExportForm | None, typer.Option(help="Write all sums as csv or json.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="File of the export; else it is printed.", show_default=False),
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete the session, or the whole history.", show_default=False)
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Delete without asking.", show_default=False)] = False,
    data: Data = None,
    language: Words = Language.EN,
    debug: Debug = False,
) -> None:
    """Show, export or delete the sessions that 'coach live' has kept on this computer."""
    with told(debug):
        from rich.console import Console

        from coach.adapters.history import read_sessions
        from coach.app.export_history import exported, write_export
        from coach.app.history_of import data_folder, deleted, session_of, today
        from coach.app.tell_history import print_history, print_session

        folder = data_folder(data)
        if delete and export is not None:
            raise CoachError("--delete and --export exclude each other: export first, then delete.")
        if out is not None and export is None:
            raise CoachError("--out is for --export: say --export csv or --export json as well.")
        if delete:
            typer.echo(deleted(folder, number, language, (lambda _: True) if yes else _agrees))
            return
        past = read_sessions(folder)
        if number is not None:
            past = (session_of(past, number),)
        if export is not None:
            text = exported(past, export)
            if out is None:
                typer.echo(text, nl=False)
            else:
                write_export(out, text, export)
                typer.echo(shown(out))
        elif number is not None:
            print_session(Console(highlight=False), past[0], language)
        else:
            print_history(Console(highlight=False), past, today(), language, every=every)


def _agrees(question: str) -> bool:
    """Ask at a terminal; where there is none nobody can agree."""
    if not sys.stdin.isatty():
        raise CoachError("nothing is deleted before somebody has agreed: add --yes.")
    return typer.confirm(question)
