"""`coach prepare`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.shared import Debug, KeepOut, app, examples, paragraphs, told
from coach.core.phrase import Phrase
from coach.core.words import Language
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.adapters.window import Window
    from coach.app.prepare import Prepared
    from coach.core.live.live import LiveParams
    from coach.core.live.profile import Profile
    from coach.core.prepare.answers import Answers

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
    with told(debug, language):
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
        _tell(preparing.result_lines(prepared, language))
        if save is not None:
            typer.echo(preparing.save_answers(save, prepared.answers, language))
        if readiness.start is not Start.MAY:
            raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class LivePrepared:
    """A live session after its preparation.

    Attributes:
        params: every threshold, as the answers ask for them.
        window: the session's window, if it was asked there; open.
        problems: what could not be kept.
    """

    params: LiveParams
    window: Window | None = None
    problems: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveAsk:
    """How a live session is prepared.

    Attributes:
        answers: a file of answers; None = there is none.
        keep_out: texts of the option of that name.
        skip: ask nobody.
        with_window: ask in the session's window, if there is a screen.
        data: folder for what is kept; None = the system's own.
        ours: the profile, whose weights need not be asked for; None = none.
    """

    answers: Path | None
    keep_out: Sequence[str]
    skip: bool
    with_window: bool
    data: Path | None
    ours: Profile | None = None


def prepare_live(params: LiveParams, ask: LiveAsk, stack: ExitStack) -> LivePrepared:
    """Prepare a live session before camera and sound open: in its window, else in the terminal.

    Args:
        params: every threshold, and the language.
        ask: how.
        stack: closes the window in the end.

    Raises:
        CoachError: as `told_before`; or something is to be asked, and there is neither screen nor terminal.
        typer.Exit: it may not begin; why has been said.
    """
    from coach.app import prepare as preparing
    from coach.app.live.prepare_window import opened_window

    if ask.skip and ask.answers is not None:
        raise CoachError(
            "--skip-preparation and --answers contradict each other: leave one of them out.",
            "--skip-preparation 和 --answers 互相矛盾：请去掉其中一个。",
        )
    earlier = _with_profile(preparing.told_before(ask.answers, ask.keep_out), ask.ours, params.language)
    window = opened_window() if ask.with_window and not ask.skip else None
    if window is None:
        prepared = _in_terminal(params.language, ask, earlier)
        return LivePrepared(_with_answers(params, prepared))
    stack.enter_context(window)
    return _in_window(params, ask, earlier, window)


def _with_profile(earlier: Answers, ours: Profile | None, language: Language) -> Answers:
    """What is known before anybody is asked, with the weights of the profile while they count."""
    from coach.core.live.profile import old_weights, with_weights
    from coach.core.prepare.readiness import PrepareParams

    if ours is None:
        return earlier
    fresh, today = PrepareParams().fresh, date.today()
    old = old_weights(fresh, ours, today)
    if old is not None:
        typer.echo(old.of(language))
    return with_weights(fresh, earlier, ours, today)


def _in_terminal(language: Language, ask: LiveAsk, earlier: Answers) -> Prepared:
    from coach.app import prepare as preparing
    from coach.cli import asking
    from coach.core.prepare.readiness import WEIGHTS, PrepareParams, Start

    asker = asking.TerminalAsker(language) if asking.can_ask() and not ask.skip else None
    prepared = preparing.prepare(PrepareParams(), earlier, date.today(), asker)
    if asker is None and ask.answers is None:
        typer.echo(preparing.nobody_asked(language))
        _tell([one.words.of(language) for one in prepared.readiness.cautions if one.question == WEIGHTS])
        return prepared
    if asker is None:
        preparing.check_asked(prepared)
    else:
        typer.echo()
    _tell(preparing.result_lines(prepared, language))
    if prepared.readiness.start is not Start.MAY:
        raise typer.Exit(1)
    return prepared


def _in_window(params: LiveParams, ask: LiveAsk, earlier: Answers, window: Window) -> LivePrepared:
    from coach.app import prepare as preparing
    from coach.app.history_of import data_folder
    from coach.app.live import prepare_window as screens
    from coach.app.live.run import undisturbed
    from coach.core.prepare.readiness import Start

    language = params.language
    place = screens.keeping_place(ask.answers, data_folder(ask.data))
    asked = screens.ask_in_window(window, screens.screens_of(params, place), earlier, date.today())
    problems: tuple[Phrase, ...] = ()
    with undisturbed():
        if asked.prepared is not None:
            _tell(preparing.result_lines(asked.prepared, language))
        if asked.prepared is not None and asked.keep:
            line, problem = screens.keep_answers(place, asked.prepared.answers, language)
            typer.echo(line)
            problems = () if problem is None else (problem,)
    if asked.broken is not None:
        raise asked.broken
    if asked.prepared is None or not asked.begins:
        if asked.prepared is None or asked.prepared.readiness.start is Start.MAY:
            typer.echo(screens.ENDED.of(language))
        raise typer.Exit(1)
    return LivePrepared(_with_answers(params, asked.prepared), window, problems)


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(line)


def _with_answers(params: LiveParams, prepared: Prepared) -> LiveParams:
    from coach.app.prepare import prepared_rules

    rules = prepared_rules(params.session.rules, prepared)
    return replace(params, session=replace(params.session, rules=rules))
