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
    with told(debug, language):
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
    profile: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the sessions of this profile.", show_default=False)
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Delete without asking.", show_default=False)] = False,
    data: Data = None,
    language: Words = Language.EN,
    debug: Debug = False,
) -> None:
    """Show, export or delete the sessions that 'coach live' has kept on this computer."""
    with told(debug, language):
        from rich.console import Console

        from coach.adapters.history import read_sessions
        from coach.app.export_history import exported, write_export
        from coach.app.history_of import data_folder, deleted, session_of, sessions_of, today
        from coach.app.tell_history import print_history, print_session

        folder = data_folder(data)
        if delete and export is not None:
            raise CoachError(
                "--delete and --export exclude each other: export first, then delete.",
                "--delete 和 --export 不能同时用：请先导出，再删除。",
            )
        if out is not None and export is None:
            raise CoachError(
                "--out is for --export: say --export csv or --export json as well.",
                "--out 要和 --export 一起用：请再写 --export csv 或 --export json。",
            )
        if delete and profile is not None:
            raise CoachError(
                "--delete takes the NUMBER of a session, or all of them: leave --profile out.",
                "--delete 要一次的编号，或删除全部：请去掉 --profile。",
            )
        if delete:
            typer.echo(deleted(folder, number, language, (lambda _: True) if yes else _agrees))
            return
        past = read_sessions(folder)
        if profile is not None:
            past = sessions_of(past, profile)
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
        raise CoachError(
            "nothing is deleted before somebody has agreed: add --yes.", "没有人同意，什么都没删除：请加上 --yes。"
        )
    return typer.confirm(question)


@app.command(
    epilog=examples(
        "coach profiles",
        "coach profiles --add us --height-receiver 172 --height-giver 160 --weight-giver 55",
        "coach profiles --remove us",
        "coach live --profile us",
    ),
)
def profiles(
    add: Annotated[
        str | None, typer.Option(metavar="NAME", help="Add one, or replace the one of that name.", show_default=False)
    ] = None,
    remove: Annotated[
        str | None, typer.Option(metavar="NAME", help="Remove one; its sessions stay.", show_default=False)
    ] = None,
    height_receiver: Annotated[
        float | None, typer.Option(metavar="CM", help="Body height.", show_default=False)
    ] = None,
    height_giver: Annotated[float | None, typer.Option(metavar="CM", help="Body height.", show_default=False)] = None,
    weight_receiver: Annotated[
        float | None, typer.Option(metavar="KG", help="Body weight.", show_default=False)
    ] = None,
    weight_giver: Annotated[float | None, typer.Option(metavar="KG", help="Body weight.", show_default=False)] = None,
    data: Data = None,
    language: Words = Language.EN,
    debug: Debug = False,
) -> None:
    """List, add or remove profiles: heights and weights of a pair of people, and a history of their own.

    Weights answer the preparation's question for 30 days; heights stay.
    """
    with told(debug, language):
        from rich.console import Console

        from coach.app.history_of import data_folder, today
        from coach.app.profiles import add_profile, profile_table, read_profiles, remove_profile
        from coach.core.live.profile import Profile

        folder = data_folder(data)
        numbers = (height_receiver, height_giver, weight_receiver, weight_giver)
        if add is not None and remove is not None:
            raise CoachError(
                "--add and --remove exclude each other: do one after the other.",
                "--add 和 --remove 不能同时用：请一个一个来。",
            )
        if add is None and any(number is not None for number in numbers):
            raise CoachError(
                "heights and weights belong to a profile: say --add NAME as well.",
                "身高和体重属于档案：请再写 --add 名字。",
            )
        if add is not None:
            weighed = None if weight_receiver is None and weight_giver is None else today()
            add_profile(folder, Profile(add, *numbers, weighed))
        if remove is not None:
            remove_profile(folder, remove)
        known = read_profiles(folder)
        if known:
            Console(highlight=False).print(profile_table(known, language))
        else:
            typer.echo(
                "还没有档案：用 --add 加上名称就能建一个。"
                if language is Language.ZH
                else "There is no profile yet: --add NAME makes one."
            )
