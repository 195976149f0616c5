"""`coach prepare`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.shared import Debug, KeepOut, app, examples, paragraphs, told
from coach.core.words import Language
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.core.live.live import LiveParams
    from coach.core.live.profile import Profile

AnswersFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Earlier answers, as 'coach prepare --save' keeps them; only the rest is asked.",
        show_default=False,
    ),
]


@app.command(
    help=paragraphs(
        "Ask the two of you what is to be asked before a session, and say whether it may begin.",
        "A few questions on the health of both, a checklist, and a yes of each. It diagnoses nothing and promises "
        "nothing. [bold]Nothing is kept unless you ask for it.[/bold] Health questions count for 30 days; checklist, "
        "consent and what may change within hours are asked each time.",
        "Exit code 1 if it may not begin, or not yet.",
    ),
    epilog=examples(
        "coach prepare",
        "coach prepare --language zh --save ours.toml",
        "coach prepare --answers ours.toml --save ours.toml",
    ),
)
def prepare(
    language: Annotated[Language, typer.Option(help="What is asked and said.")] = Language.EN,
    answers: AnswersFile = None,
    keep_out: KeepOut = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the answers in this file, for you alone.", show_default=False),
    ] = None,
    debug: Debug = False,
) -> None:
    """Ask the two of you what is to be asked before a session, and say whether it may begin."""
    with told(debug):
        from coach.app import prepare as preparing
        from coach.cli import asking
        from coach.core.prepare.readiness import PrepareParams, Start

        if save is not None:
            preparing.check_saving(save)
        earlier = preparing.told_before(answers, keep_out or ())
        asker = asking.TerminalAsker(language) if asking.can_ask() else None
        prepared = preparing.prepare(PrepareParams(), earlier, date.today(), asker)
        readiness = prepared.readiness
        if asker is None:
            preparing.check_asked(prepared)
        typer.echo()
        for line in preparing.result_lines(prepared, language):
            typer.echo(line)
        if save is not None:
            typer.echo(preparing.save_answers(save, prepared.answers, language))
        if readiness.start is not Start.MAY:
            raise typer.Exit(1)


def prepare_live(
    params: LiveParams, answers: Path | None, keep_out: Sequence[str], *, skip: bool, ours: Profile | None = None
) -> LiveParams:
    """Prepare a live session before anything opens, and return its thresholds as the answers ask for them.

    Args:
        params: every threshold, and the language.
        answers: a file of answers; None = there is none.
        keep_out: texts of the option of that name.
        skip: ask nobody.
        ours: the profile, whose weights need not be asked for; None = none.

    Raises:
        CoachError: as `told_before`; or something is to be asked, and this is no terminal.
        typer.Exit: it may not begin; why has been said.
    """
    from coach.app import prepare as preparing
    from coach.cli import asking
    from coach.core.live.profile import old_weights, with_weights
    from coach.core.prepare.readiness import WEIGHTS, PrepareParams, Start

    if skip and answers is not None:
        raise CoachError("--skip-preparation and --answers contradict each other: leave one of them out.")
    language = params.language
    earlier = preparing.told_before(answers, keep_out)
    if ours is not None:
        fresh = PrepareParams().fresh
        earlier = with_weights(fresh, earlier, ours, date.today())
        old = old_weights(fresh, ours, date.today())
        if old is not None:
            typer.echo(old.of(language))
    asker = asking.TerminalAsker(language) if asking.can_ask() and not skip else None
    prepared = preparing.prepare(PrepareParams(), earlier, date.today(), asker)
    if asker is None and answers is None:
        typer.echo(preparing.nobody_asked(language))
        for remark in prepared.readiness.cautions:
            if remark.question == WEIGHTS:
                typer.echo(remark.words.of(language))
    else:
        if asker is None:
            preparing.check_asked(prepared)
        else:
            typer.echo()
        for line in preparing.result_lines(prepared, language):
            typer.echo(line)
        if prepared.readiness.start is not Start.MAY:
            raise typer.Exit(1)
    rules = preparing.prepared_rules(params.session.rules, prepared)
    return replace(params, session=replace(params.session, rules=rules))
