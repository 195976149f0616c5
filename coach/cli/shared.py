"""What the commands share: the app itself, its help texts, common options, and how mistakes are told."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from coach.core.phrase import Phrase
from coach.core.words import Language
from coach.errors import CoachError

INTERRUPTED = 130
_STOPPED = Phrase("stopped; nothing half-written was left behind.", "已停止，没有留下写了一半的东西。")

EXIT_CODES = (
    "[bold]Exit codes:[/bold] [green]0[/green] all went well; [yellow]1[/yellow] an answer that is a no, where the "
    "help of a command names it; [red]2[/red] something was wrong with the input, and one sentence said what; "
    "[yellow]130[/yellow] stopped with Ctrl-C."
)


def paragraphs(*lines: str) -> str:
    """Help text of one paragraph per line, each of which is wrapped by itself."""
    return "\n\n".join(lines)


def examples(*lines: str) -> str:
    """Help text with example lines and the exit codes."""
    return paragraphs("[bold]Examples:[/bold]", *(f"[cyan]{line}[/cyan]" for line in lines), EXIT_CODES)


app = typer.Typer(
    name="coach",
    help=paragraphs(
        "A coach for the back-walking massage: it watches a clip of two people and judges in centimetres.",
        "It tells when a foot comes to the spine, when the hands leave the support and when a step is too fast, and it "
        "says [bold]unknown[/bold] where it cannot see. It calls nobody over the network.",
        "[bold]Begin with:[/bold]",
        "[cyan]coach demo[/cyan] to see and hear it on a sample clip",
        "[cyan]coach analyze clip.mp4[/cyan] to judge your own clip",
        "[cyan]coach doctor[/cyan] to check this computer",
        EXIT_CODES,
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
SCENE = "What you know about the scene (in pixels of the upright picture)"
KEEP = "What is kept (the picture only if you ask for it)"
Data = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Where history and recordings go; else your user data folder.",
        rich_help_panel=KEEP,
        show_default=False,
    ),
]
HeightReceiver = Annotated[
    float | None,
    typer.Option(metavar="CM", help="The receiver's body height.", rich_help_panel=SCENE, show_default=False),
]
HeightGiver = Annotated[
    float | None,
    typer.Option(metavar="CM", help="The giver's body height.", rich_help_panel=SCENE, show_default=False),
]
KeepOut = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[NAME=]X,A,R",
        help="A place of the back that is not to be pressed; may be given more than once. X: cm from the spine, + is "
        "the receiver's right; A: 0 at the shoulders, 1 at the hips; R: radius in cm. X1,A1,X2,A2 is a rectangle, more "
        "pairs are corners.",
        show_default=False,
    ),
]
NoVideo = Annotated[bool, typer.Option("--no-video", help="Leave out annotated.mp4 (faster).", show_default=False)]
NoReport = Annotated[bool, typer.Option("--no-report", help="Leave out report.html.", show_default=False)]


def settings_in(config: Path | None):
    """Every threshold in force: the program's own, or those of a settings file. Raises as `load_settings`."""
    from coach.config import load_settings
    from coach.core.settings import Settings

    return Settings() if config is None else load_settings(config, Settings())


@contextlib.contextmanager
def told(debug: bool, language: Language = Language.EN) -> Iterator[None]:
    """Tell bad input in one sentence on stderr and leave with its exit code; leave with 130 after Ctrl-C."""
    try:
        yield
    except CoachError as wrong:
        if debug:
            raise
        typer.echo(f"coach: {wrong.of(chinese=language is Language.ZH)}", err=True)
        raise typer.Exit(wrong.exit_code) from None
    except KeyboardInterrupt:
        typer.echo(f"\ncoach: {_STOPPED.of(language)}", err=True)
        raise typer.Exit(INTERRUPTED) from None
