"""`coach demo`: a sample clip, judged, shown and heard with one command."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console

from coach.app.analyze import Failure, Job, OpenEyes, Result, analyze_clips
from coach.app.own_sounds import sound_files
from coach.app.sentences import summary_table
from coach.app.show import Teller, teller
from coach.core.cues import SpokenCue
from coach.core.look import Hints
from coach.core.session import SessionParams
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.errors import CoachError, shown
from coach.resources import samples_folder

LONGEST_PAUSE_S = 1.0  # between two cues that are played one after the other

SAMPLE_NAME = "head-end.mp4"  # the view that judges best


def run_demo(
    out: Path,
    params: SessionParams,
    *,
    with_sound: bool = True,
    with_video: bool = True,
    open_eyes: OpenEyes | None = None,
) -> None:
    """Analyse the sample clip, print its summary, say where the files are, and play its cues.

    Args:
        out: where the results go.
        params: every threshold in force.
        with_sound: play the cues, if there is a sound device.
        with_video: write annotated.mp4.
        open_eyes: see `analyze_clips`.

    Raises:
        CoachError: the sample is missing, or it could not be analysed.
    """
    talk = teller()
    result = _analyzed(Job((sample_clip(),), out, params, Hints(), with_video=with_video), talk, open_eyes)
    console = Console()
    console.print(summary_table(result.summary, f"{shown(result.clip.name)}: what the coach saw"))
    places = [("Report", "report.html"), ("Video", "annotated.mp4")] if with_video else [("Report", "report.html")]
    for what, name in places:
        path = (result.folder / name).resolve()
        console.print(f"{what}: {shown(path)}\n  open {path.as_uri()}", markup=False, highlight=False, soft_wrap=True)
    if with_sound:
        play(result.analysis.cues, talk)


def sample_clip() -> Path:
    """The clip in the folder of samples.

    Raises:
        CoachError: it is not there.
    """
    clip = samples_folder() / SAMPLE_NAME
    if not clip.is_file():
        raise CoachError(f"the sample clip is missing in '{shown(samples_folder())}': install the program again.")
    return clip


def play(cues: tuple[SpokenCue, ...], talk: Teller) -> None:
    """Play each different cue once, one after the other, with its words on the screen."""
    from coach.adapters.mixer import Mixer  # here, so that a run without sound does not load it

    different = {cue.sound: cue for cue in reversed(cues)}  # of each, the one that came first
    if not different:
        talk.note("No cue was given in this clip.")
        return
    with Mixer(sound_files(Language.EN, None), sounds(Language.EN)) as mixer:
        if mixer.problem is not None:
            talk.note(f"{mixer.problem.en} The cues are in the video's sound too.")
            return
        for cue in sorted(different.values(), key=lambda cue: cue.t_s):
            talk.note(f"♪ {cue.spoken}  ({cue.t_s:.1f} s)")
            mixer.play_sound(cue.sound)
            until_s = time.monotonic() + cue.length_s + LONGEST_PAUSE_S
            while mixer.sounding and time.monotonic() < until_s:
                time.sleep(0.02)


def _analyzed(job: Job, talk: Teller, open_eyes: OpenEyes | None) -> Result:
    outcomes: list[Result | Failure] = []
    analyze_clips(job, talk, outcomes.append, open_eyes)
    (outcome,) = outcomes
    if isinstance(outcome, Failure):
        raise outcome.error
    return outcome
