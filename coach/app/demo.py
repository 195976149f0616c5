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
from coach.core.phrase import Phrase
from coach.core.session import SessionParams
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.errors import CoachError, shown
from coach.resources import samples_folder

LONGEST_PAUSE_S = 1.0  # between two cues that are played one after the other

SAMPLE_NAME = "head-end.mp4"  # the view that judges best

_SAW = Phrase("{clip}: what the coach saw", "{clip}：教练看到了什么")
_REPORT, _VIDEO = Phrase("Report", "报告"), Phrase("Video", "视频")
_PLACE = Phrase("{what}: {path}\n  open {address}", "{what}：{path}\n  打开 {address}")
_NO_CUE = Phrase("No cue was given in this clip.", "这段视频里没有提示。")
_MUTE = Phrase("{problem} The cues are in the video's sound too.", "{problem}视频的声音里也有这些提示。")


def run_demo(
    out: Path,
    params: SessionParams,
    language: Language = Language.EN,
    *,
    with_sound: bool = True,
    with_video: bool = True,
    open_eyes: OpenEyes | None = None,
) -> None:
    """Analyse the sample clip, print its summary, say where the files are, and play its cues.

    Args:
        out: where the results go.
        params: every threshold in force.
        language: of report, summary and voice.
        with_sound: play the cues, if there is a sound device.
        with_video: write annotated.mp4.
        open_eyes: see `analyze_clips`.

    Raises:
        CoachError: the sample is missing, or it could not be analysed.
    """
    talk = teller()
    job = Job((sample_clip(),), out, params, Hints(), with_video=with_video, language=language)
    result = _analyzed(job, talk, open_eyes)
    console = Console()
    title = _SAW.of(language).format(clip=shown(result.clip.name))
    console.print(summary_table(result.summary, title, language))
    places = [(_REPORT, "report.html"), (_VIDEO, "annotated.mp4")] if with_video else [(_REPORT, "report.html")]
    for what, name in places:
        path = (result.folder / name).resolve()
        words = _PLACE.of(language).format(what=what.of(language), path=shown(path), address=path.as_uri())
        console.print(words, markup=False, highlight=False, soft_wrap=True)
    if with_sound:
        play(result.analysis.cues, talk, language)


def sample_clip() -> Path:
    """The clip in the folder of samples.

    Raises:
        CoachError: it is not there.
    """
    clip = samples_folder() / SAMPLE_NAME
    if not clip.is_file():
        raise CoachError(
            f"the sample clip is missing in '{shown(samples_folder())}': install the program again.",
            f"“{shown(samples_folder())}”里缺少示例影片：请重新安装本程序。",
        )
    return clip


def play(cues: tuple[SpokenCue, ...], talk: Teller, language: Language = Language.EN) -> None:
    """Play each different cue once, one after the other, with its words on the screen."""
    from coach.adapters.mixer import Mixer  # here, so that a run without sound does not load it

    different = {cue.sound: cue for cue in reversed(cues)}  # of each, the one that came first
    if not different:
        talk.note(_NO_CUE.of(language))
        return
    table = sounds(language)
    with Mixer(sound_files(language, None), table) as mixer:
        if mixer.problem is not None:
            talk.note(_MUTE.of(language).format(problem=mixer.problem.of(language)))
            return
        for cue in sorted(different.values(), key=lambda cue: cue.t_s):
            sound = table[cue.sound]
            talk.note(f"♪ {sound.words}  ({cue.t_s:.1f} s)")
            mixer.play_sound(cue.sound)
            until_s = time.monotonic() + sound.length_s + LONGEST_PAUSE_S
            while mixer.sounding and time.monotonic() < until_s:
                time.sleep(0.02)


def _analyzed(job: Job, talk: Teller, open_eyes: OpenEyes | None) -> Result:
    outcomes: list[Result | Failure] = []
    analyze_clips(job, talk, outcomes.append, open_eyes)
    (outcome,) = outcomes
    if isinstance(outcome, Failure):
        raise outcome.error
    return outcome
