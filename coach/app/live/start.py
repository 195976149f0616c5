"""`coach live`: opens everything that a session needs, leads it, and leaves everything in order.

Opened in the order in which a mistake is told soonest: settings and sounds before the networks, the networks before the
camera, so that the camera's first picture is looked at at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.adapters.camera import ASKED_SIZE, Camera, Size
from coach.adapters.history import History, refuse_newer
from coach.adapters.mixer import Mixer
from coach.adapters.model_files import Models, checked_models
from coach.adapters.recording import RecordingHeader, SessionRecorder
from coach.app.eyes import CoachEyes
from coach.app.history_of import data_folder
from coach.app.live.console import ConsoleScreen
from coach.app.live.ending import end_lines, end_words
from coach.app.live.film import Film, check_film
from coach.app.live.keeper import Keeper
from coach.app.live.run import LiveEnd, run_session, undisturbed
from coach.app.live.window_screen import WindowScreen
from coach.app.own_sounds import sound_files
from coach.app.provenance import program_version
from coach.core.live.camera_source import Source
from coach.core.live.live import LiveParams
from coach.core.live.profile import of_profile
from coach.core.live.tally import Tally
from coach.core.live.weekly import WeeklyParams, weekly_advice
from coach.core.look import Hints
from coach.core.phrase import Phrase
from coach.core.single_precision import rounded
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.resources import fonts_folder

if TYPE_CHECKING:
    from coach.adapters.window import Window

RECORDINGS, SUFFIX = "recordings", ".coach"


@dataclass(frozen=True, slots=True)
class LiveJob:
    """What the user asked for.

    Attributes:
        source: number or address of the camera.
        size: of the pictures that it is asked for, px.
        mirrored: the camera mirrors its pictures.
        params: every threshold, and the language.
        hints: what is known of the scene.
        with_window: False = a line for each thing that happens, and sound.
        own_sounds: folder of the user's own recordings of the cues.
        data: folder for history and recordings; None = the system's own for this program.
        with_record: keep the landmarks for a replay.
        with_history: keep the sums of the session.
        profile: name under which the session is kept; empty = none.
        keep_video: a file for the camera's own pictures; None = they are not kept.
    """

    source: Source = 0
    size: Size = ASKED_SIZE
    mirrored: bool = False
    params: LiveParams = field(default_factory=LiveParams)
    hints: Hints = field(default_factory=Hints)
    with_window: bool = True
    own_sounds: Path | None = None
    data: Path | None = None
    with_record: bool = True
    with_history: bool = True
    profile: str = ""
    keep_video: Path | None = None


def check_live(language: Language, own_sounds: Path | None, keep_video: Path | None, history: Path | None) -> None:
    """Find the mistakes that need no camera, before anybody is asked anything; nothing is opened, nothing left behind.

    Args:
        language: of the session.
        own_sounds: folder of the user's own recordings of the cues; None = none.
        keep_video: a file for the camera's own pictures; None = they are not kept.
        history: the folder that it is kept in; None = it is not kept.

    Raises:
        CoachError: as `start_live`, of sounds, models, movie and history.
    """
    sound_files(language, own_sounds)
    checked_models()
    if keep_video is not None:
        check_film(keep_video)
    if history is not None:
        refuse_newer(history)


def start_live(
    job: LiveJob, write: Callable[[str], object], window: Window | None = None, not_kept: tuple[Phrase, ...] = ()
) -> LiveEnd:
    """Open everything, lead one session, and save what is to be kept of it.

    Args:
        job: what the user asked for.
        write: takes one line for the console.
        window: the session's window, if it is open already; whoever opened it closes it.
        not_kept: what could not be kept before the session.

    Returns:
        How the session ended.

    Raises:
        CoachError: something that a session cannot do without is missing; what to do is said.
    """
    language = job.params.language
    files = sound_files(language, job.own_sounds)
    models = checked_models()
    began = datetime.now().astimezone()
    folder = data_folder(job.data)
    with ExitStack() as stack:
        history = stack.enter_context(History(folder, began.date())) if job.with_history else None
        advice = _advice(history, began, job.profile)
        if advice is not None:
            write(advice.of(language))
            job = replace(job, params=replace(job.params, too_often=True))
        mixer = stack.enter_context(Mixer(files, sounds(language)))
        if mixer.problem is not None:
            write(mixer.problem.of(language))
        film = stack.enter_context(Film(job.keep_video)) if job.keep_video is not None else None
        if window is None and job.with_window:
            window = _window(stack)
        eyes = stack.enter_context(CoachEyes(models))
        eyes.begin()
        camera = stack.enter_context(Camera(job.source, job.size, mirrored=job.mirrored))
        recorder = stack.enter_context(_recorder(job, models, folder, began)) if job.with_record else None
        number = history.begin(began, job.profile) if history is not None else 0

        def save(tally: Tally) -> None:
            if history is not None:
                history.update(number, tally)

        keeper = stack.enter_context(
            Keeper(None if recorder is None else recorder.keep, None if history is None else save)
        )

        def problems() -> tuple[Phrase, ...]:
            parts = (recorder, history, film, keeper)
            now = (part.problem for part in parts if part is not None and part.problem is not None)
            return (*not_kept, *now)

        screen = (
            ConsoleScreen(write, language, problems)
            if window is None
            else WindowScreen(
                window,
                mixer,
                camera.now_s,
                job.params,
                job.hints,
                problems,
                "" if advice is None else advice.of(language),
            )
        )

        if isinstance(screen, WindowScreen):
            screen.pass_over()

        end = run_session(
            camera,
            lambda picture, plan: rounded(eyes.look(picture, plan)),
            mixer,
            screen,
            job.params,
            job.hints,
            keep=keeper.keep,
            shoot=None if film is None else film.add,
            save=keeper.save,
        )
        if end.interrupted:
            stack.enter_context(undisturbed())
        keeper.close()
        if history is not None and end.ending is not None:
            history.end(number, end.tally, end.ending)
        kept = recorder.path if recorder is not None and recorder.size_bytes else None
        if film is not None:
            film.close()
        video = None if film is None or film.problem else film.path
        in_history = history is not None and number > 0 and history.keeps
        words = end_words(end.tally, kept, video, in_history, language)
        words = replace(words, saved=(*(problem.of(language) for problem in problems()), *words.saved))
        if isinstance(screen, WindowScreen) and end.last is not None and not end.interrupted:
            screen.show_end(end.last, words)
        for line in end_lines(words, end.ending, language):
            write(line)
        return end


def _advice(history: History | None, began: datetime, profile: str) -> Phrase | None:
    """Words against a session too many in seven days; it begins all the same."""
    if history is None:
        return None
    return weekly_advice(WeeklyParams(), of_profile(history.sessions(), profile), began)


def _window(stack: ExitStack) -> Window:
    from coach.adapters.window import Window  # here: no screen is opened where none is wanted

    return stack.enter_context(Window(fonts_folder()))


def _recorder(job: LiveJob, models: Models, folder: Path, began: datetime) -> SessionRecorder:
    hashes = {file.path.name: file.sha256 for file in (getattr(models, part.name) for part in fields(models))}
    header = RecordingHeader(program_version(), hashes, job.params, job.hints, None, began.isoformat())
    return SessionRecorder(folder / RECORDINGS / f"{began:%Y-%m-%d_%H-%M-%S}{SUFFIX}", header)
