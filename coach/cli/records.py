"""What the coach knows and keeps: the lines of the technique, and the history of sessions."""

from __future__ import annotations

from typing import Annotated

import typer

from coach.cli.shared import Debug, app, examples, told
from coach.core.words import Language

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
