"""`coach live` and what belongs to it: replaying a session, and the sounds that it makes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.prepare import AnswersFile, LiveAsk, prepare_live
from coach.cli.shared import (
    INTERRUPTED,
    KEEP,
    SCENE,
    Config,
    Data,
    Debug,
    HeightGiver,
    HeightReceiver,
    KeepOut,
    app,
    examples,
    paragraphs,
    settings_in,
    told,
)
from coach.core.words import Language
from coach.errors import shown


@app.command(
    help=paragraphs(
        "Watch the two of you through a webcam, and say in time what matters.",
        "It leads you by voice: where to put the camera, who lies down, how to signal stop, who stands where, what to "
        "hold on to; then it watches the feet, the hands and the pace. Nobody has to reach the keyboard: [bold]who "
        "steps on the back has begun[/bold], and who raises a hand from below has stopped it.",
        "Keys in the window: [green]space[/green] pause or go on, [green]Enter[/green] go on as it is, "
        "[green]m[/green] mute, [green]+[/green] and [green]-[/green] volume, [green]c[/green] find everything anew, "
        "[green]f[/green] full screen, [green]h[/green] help, [green]q[/green] end.",
        "Before that the window asks the two of you what 'coach prepare' asks, lets you paint on a back what is not to "
        "be pressed, and shows what follows; without a screen the terminal asks. Exit code 1 if it may not begin, or "
        "is ended there.",
    ),
    epilog=examples(
        "coach live",
        "coach live --camera 1 --language zh",
        "coach live --no-window  # by sound alone, for a computer without a screen",
        "coach live --answers ours.toml --keep-out scar=6,0.5,4  # see 'coach prepare'",
        "coach live --pace  # with soft knocks to follow",
        "coach live --height-receiver 172 --height-giver 160",
    ),
)
def live(
    camera: Annotated[
        str, typer.Option(metavar="N|ADDRESS", help="Number of the webcam, or the address of a network camera.")
    ] = "0",
    language: Annotated[Language, typer.Option(help="What is spoken and shown.")] = Language.EN,
    no_window: Annotated[
        bool, typer.Option("--no-window", help="Sound alone; a line on the console for each thing.", show_default=False)
    ] = False,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The camera mirrors its pictures: turn them back.", show_default=False)
    ] = False,
    sounds: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Your own recordings of the cues; 'coach sounds' lists them.", show_default=False
        ),
    ] = None,
    check_in: Annotated[
        float | None,
        typer.Option(
            metavar="MIN",
            help="Remind you every so many minutes to ask how it feels (4); 0 = never.",
            show_default=False,
        ),
    ] = None,
    pace: Annotated[
        bool | None,
        typer.Option(
            "--pace/--no-pace",
            help="Soft knocks that follow the steps: one when you may move on, two when it is time; they fade as you "
            "keep the pace.",
            show_default=False,
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Heights, weights and a history of your own; 'coach profiles' makes one.",
            show_default=False,
        ),
    ] = None,
    answers: AnswersFile = None,
    skip_preparation: Annotated[
        bool,
        typer.Option(
            "--skip-preparation",
            help="Ask nothing before the session, and rehearse no stop signal.",
            show_default=False,
        ),
    ] = False,
    keep_out: KeepOut = None,
    height_receiver: HeightReceiver = None,
    height_giver: HeightGiver = None,
    fov: Annotated[
        float | None,
        typer.Option(
            metavar="DEG", help="The camera's horizontal field of view.", rich_help_panel=SCENE, show_default=False
        ),
    ] = None,
    no_record: Annotated[
        bool,
        typer.Option(
            "--no-record",
            help="Do not keep the landmarks for a replay.",
            rich_help_panel=KEEP,
            show_default=False,
        ),
    ] = False,
    no_history: Annotated[
        bool,
        typer.Option("--no-history", help="Do not keep the session's sums.", rich_help_panel=KEEP, show_default=False),
    ] = False,
    keep_video: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Keep the camera's pictures in this mp4, without sound.",
            rich_help_panel=KEEP,
            show_default=False,
        ),
    ] = None,
    data: Data = None,
    config: Config = None,
    debug: Debug = False,
) -> None:
    """Watch the two of you through a webcam, and say in time what matters."""
    with told(debug, language), ExitStack() as stack:
        from coach.app.hinting import hints_from
        from coach.app.history_of import data_folder
        from coach.app.live.plan_settings import plan_params
        from coach.app.live.start import LiveJob, check_live, start_live
        from coach.app.profiles import profile_named
        from coach.core.live.camera_source import source_of

        params = settings_in(config).live_params(language)
        params = replace(params, plan=plan_params(params.plan, check_in))
        if pace is not None:
            params = replace(params, pace=replace(params.pace, sound=pace))
        ours = None if profile is None else profile_named(data_folder(data), profile)
        if ours is not None:  # what is told now wins over what was kept
            height_receiver = ours.receiver_height_cm if height_receiver is None else height_receiver
            height_giver = ours.giver_height_cm if height_giver is None else height_giver
        hints = hints_from(receiver_height_cm=height_receiver, giver_height_cm=height_giver, fov_deg=fov)
        if skip_preparation:
            params = replace(params, stage=replace(params.stage, rehearse=False))
        source = source_of(camera)
        check_live(language, sounds, keep_video, None if no_history else data_folder(data))
        ask = LiveAsk(answers, keep_out or (), skip_preparation, not no_window, data, ours)
        prepared = prepare_live(params, ask, stack)
        job = LiveJob(
            source,
            mirrored=mirrored,
            params=prepared.params,
            hints=hints,
            with_window=not no_window,
            own_sounds=sounds,
            data=data,
            with_record=not no_record,
            with_history=not no_history,
            profile=profile or "",
            keep_video=keep_video,
        )
        end = start_live(job, typer.echo, prepared.window, prepared.problems)
        if end.interrupted:
            raise typer.Exit(INTERRUPTED)


@app.command(
    epilog=examples("coach replay ~/recordings/2026-11-25_20-15-00.coach", "coach replay session.coach --json"),
)
def replay(
    recording: Annotated[Path, typer.Argument(metavar="RECORDING", help="A session that 'coach live' kept.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.", show_default=False)] = False,
    debug: Debug = False,
) -> None:
    """Judge a recorded session again and compare: the same cues at the same times, to the frame.

    Exit code 1 if it says something else than the session did.
    """
    with told(debug):
        from coach.app import replay as again
        from coach.app.show import teller

        replayed = again.replay(recording, teller())
        for line in (again.replay_json if json else again.replay_lines)(replayed):
            typer.echo(line)
        raise typer.Exit(replayed.exit_code)


@app.command(epilog=examples("coach sounds --record-into my-voice", "coach live --sounds my-voice"))
def sounds(
    record_into: Annotated[
        Path | None,
        typer.Option(
            "--record-into",
            metavar="DIR",
            help="Make a folder for your own recordings, with a list of names, words and lengths.",
            show_default=False,
        ),
    ] = None,
    debug: Debug = False,
) -> None:
    """List every sound of the coach, or make a folder where your own recordings take their place."""
    with told(debug):
        from coach.app.own_sounds import describe_sounds
        from coach.core.sounds import sounds as table

        if record_into is not None:
            for path in describe_sounds(record_into):
                typer.echo(shown(path))
            typer.echo("Record what you like under the names of the list, then use it:")
            typer.echo(f"coach live --sounds {shown(record_into)}")
            return
        chinese = table(Language.ZH)
        for name, sound in table(Language.EN).items():
            other = chinese[name]
            longest_s = max(sound.length_s, other.length_s)
            typer.echo(f"{name:24} {longest_s:4.1f} s  {sound.words}  {other.words}")
