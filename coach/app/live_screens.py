"""Pictures of every screen of the live coach, for people to look at: `python -m coach.app.live_screens FOLDER`.

The screens before a session come first. The moments of the session are those of one that is led over the sample clip;
where a clip cannot bring a screen about (a camera that fails, a pause, no sound) the moment is a recorded one with that
one thing changed. The window is a real one: on a computer without a screen, set SDL_VIDEODRIVER=dummy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.adapters.clip import open_clip
from coach.adapters.model_files import checked_models
from coach.adapters.picture_facts import picture_facts
from coach.adapters.png import png_of
from coach.adapters.window import Window
from coach.app.demo import sample_clip
from coach.app.eyes import CoachEyes
from coach.app.live.ending import end_words
from coach.app.prepare_screens import prepare_screens
from coach.core.findings import Rule, Severity
from coach.core.landmarks import no_pose
from coach.core.live import live
from coach.core.live.camera_health import CameraCondition
from coach.core.live.live import LiveInput, LiveMoment, LiveParams
from coach.core.live.loudspeaker import PROBLEMS, SoundState
from coach.core.live.screens import EndWords, ScreenMemory, Setting, draw_screen
from coach.core.live.stage import SIGNAL_SEEN, Ending, Pause, Stage, StageState
from coach.core.live.stage_params import StageParams
from coach.core.live.tally import Tally, begin_tally, update_tally
from coach.core.live.voice import Spoken
from coach.core.look import PictureSize
from coach.core.phrase import Phrase
from coach.core.sight import CameraEnd, PersonSight, Posture, Seen, Support, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view import Trail
from coach.core.words import Language
from coach.resources import fonts_folder

SIZES = ((1280, 720), (1920, 1080))
TIMES_S = {"placement": 1.1, "alone": 3.0, "beside": 4.2, "support": 6.2, "session": 12.5, "urgent": 15.6, "end": 27.0}
NO_DEVICE = PROBLEMS[SoundState.ABSENT]

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One moment of a session, and what the window knew of it."""

    live: LiveMoment
    memory: ScreenMemory
    picture_rgb: Picture
    tally: Tally


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen to draw.

    Attributes:
        name: of its file.
        of: the moment.
        later_s: how long after the moment it is drawn.
        muted, no_sound, help_shown, stale: as in `Setting` and `draw_screen`.
        with_picture: the camera has given one.
        ended: it is the last screen.
    """

    name: str
    of: Recorded
    later_s: float = 0.0
    muted: bool = False
    no_sound: Phrase | None = None
    help_shown: bool = False
    stale: bool = False
    with_picture: bool = True
    ended: bool = False


def record(clip: Path, times_s: dict[str, float]) -> dict[str, Recorded]:
    """Lead a session over a clip and keep the moments at some times."""
    params = LiveParams(stage=StageParams(rehearse=False))  # nobody raises a hand in the clip
    state, trail, memory, tally = live.begin(), Trail(), ScreenMemory(), begin_tally()
    kept: dict[str, Recorded] = {}
    with CoachEyes(checked_models()) as eyes:
        eyes.begin()
        for frame in open_clip(clip).frames():
            height, width = frame.picture_rgb.shape[:2]
            size = PictureSize(width, height)
            looks = eyes.look(frame.picture_rgb, live.plan(params, state, size, frame.t_s))
            given = LiveInput(frame.t_s, size, picture_facts(frame.picture_rgb), looks)
            state, moment = live.step(params, state, given)
            trail = trail if moment.moment is None else trail.after(moment.moment)
            memory = memory.saw(moment, trail)
            memory = memory if moment.starts is None else memory.heard(moment.starts)
            tally = update_tally(tally, moment)
            for name, at_s in times_s.items():
                if name not in kept and frame.t_s >= at_s:
                    kept[name] = Recorded(moment, memory, frame.picture_rgb, tally)
            if len(kept) == len(times_s):
                break
    return kept


def shots(recorded: dict[str, Recorded]) -> tuple[Shot, ...]:
    """Every screen, in the order in which a couple meets them, and then what goes wrong."""
    placement, session, urgent, end = (recorded[name] for name in ("placement", "session", "urgent", "end"))
    quiet = _said(session, None)
    alone, beside, support = (recorded[name] for name in ("alone", "beside", "support"))
    rehearsal = replace(alone.live.stage, stage=Stage.REHEARSAL)
    paused = replace(session.live.stage, stage=Stage.PAUSED, pause=Pause.ASKED, session_s=754.0)
    ended = replace(end.live.stage, stage=Stage.ENDED, ending=Ending.ASKED)
    dark = replace(session, picture_rgb=(session.picture_rgb // 9).astype(np.uint8))
    return (
        Shot("starting", placement, with_picture=False),
        Shot("placement", _said(placement, None)),
        Shot("placement-turn", _said(_not_on_the_front(placement), None)),
        Shot("placement-move", _said(_seen_from_the_side(placement), None)),
        Shot("calibration-back", _said(alone, None)),
        Shot("rehearsal", _said(_staged(alone, rehearsal), None)),
        Shot("rehearsal-not-seen", _prompt(beside, "signal_not_seen")),
        Shot("calibration-giver", _said(_rehearsed(beside), None)),
        Shot("calibration-support", _said(_rehearsed(support), None), no_sound=NO_DEVICE),
        Shot("session", quiet),
        Shot("session-urgent", urgent),
        Shot("session-warning", _letting_go(session)),
        Shot("session-guide", _cue(session, "slower_firm", Severity.GUIDE)),
        Shot("session-unseen", _unseen(session)),
        Shot("session-no-sound", quiet, no_sound=NO_DEVICE),
        Shot("session-muted", urgent, muted=True, later_s=0.5),
        Shot("paused", _said(_staged(session, paused), None)),
        Shot("stop-signal", _said(_staged(session, replace(paused, pause=Pause.STOP_SIGNAL)), None)),
        Shot("camera-lost", _camera(session, CameraCondition.ABSENT, "camera_lost"), with_picture=False),
        Shot("camera-dark", _camera(dark, CameraCondition.DARK, "picture_dark")),
        Shot("camera-slow", _said(_camera(quiet, CameraCondition.SLOW, "camera_slow"), None), no_sound=NO_DEVICE),
        Shot("results-stale", _prompt(session, "results_stale"), stale=True),
        Shot("help", quiet, help_shown=True),
        Shot("end", _staged(end, ended), ended=True),
    )


def draw_shots(folder: Path, every: tuple[Shot, ...], sizes: tuple[tuple[int, int], ...] = SIZES) -> Iterator[Path]:
    """Draw every screen in both languages and all sizes; each file's path as it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in sizes:
        with Window(fonts_folder(), (width, height), max_fps=1e6, share=1.0) as window:
            for language in Language:
                for shot in every:
                    path = folder / f"{shot.name}.{language.value}.{width}x{height}.png"
                    path.write_bytes(png_of(_drawn(window, shot, language)))
                    yield path


def draw_prepare(folder: Path, sizes: tuple[tuple[int, int], ...] = SIZES) -> Iterator[Path]:
    """The same for the screens before a session."""
    folder.mkdir(parents=True, exist_ok=True)
    for width, height in sizes:
        with Window(fonts_folder(), (width, height), max_fps=1e6, share=1.0) as window:
            for language in Language:
                for name, screen in prepare_screens(language, width, height):
                    path = folder / f"{name}.{language.value}.{width}x{height}.png"
                    if not window.show(screen, None):
                        raise RuntimeError(f"{name} was not drawn at {width}x{height}")
                    path.write_bytes(png_of(window.picture()))
                    yield path


def _drawn(window: Window, shot: Shot, language: Language) -> Picture:
    size = window.size
    setting = Setting(
        language,
        size.width,
        size.height,
        volume=0.8,
        muted=shot.muted,
        no_sound="" if shot.no_sound is None else shot.no_sound.of(language),
        help_shown=shot.help_shown,
    )
    of = shot.of
    picture = of.picture_rgb if shot.with_picture else None
    place = None if picture is None else PictureSize(picture.shape[1], picture.shape[0])
    moment = None if shot.name == "starting" else of.live
    screen = draw_screen(
        moment,
        of.memory,
        setting,
        place,
        of.live.t_s + shot.later_s,
        stale=shot.stale,
        end=_end_words(of.tally, language) if shot.ended else None,
    )
    if not window.show(screen, picture):
        raise RuntimeError(f"{shot.name} was not drawn at {size.width}x{size.height}")
    return window.picture()


def _end_words(tally: Tally, language: Language) -> EndWords:
    return end_words(tally, Path("recordings") / "2025-06-01_20-15-00.coach", None, True, language)


def _said(of: Recorded, said: Spoken | None) -> Recorded:
    """The same moment with another sound that was heard last, or none."""
    return replace(of, memory=replace(of.memory, said=said))


def _cue(of: Recorded, sound: str, severity: Severity) -> Recorded:
    return _said(of, Spoken(of.live.t_s, sound, True, severity, 2.0))


def _prompt(of: Recorded, prompt: str) -> Recorded:
    return _said(of, Spoken(of.live.t_s, prompt, False, Severity.GUIDE, 3.0))


def _staged(of: Recorded, stage: StageState) -> Recorded:
    return replace(of, live=replace(of.live, stage=stage))


def _rehearsed(of: Recorded) -> Recorded:
    return _staged(of, replace(of.live.stage, told=of.live.stage.told | {SIGNAL_SEEN}))


def _camera(of: Recorded, condition: CameraCondition, prompt: str) -> Recorded:
    health = replace(of.live.health, condition=condition)
    blind = replace(of, live=replace(of.live, health=health))
    return _prompt(blind, prompt)


def _seen_from_the_side(of: Recorded) -> Recorded:
    """A view that cannot tell left of the spine from right of it."""
    newest = of.memory.newest
    if newest is None or newest.sight.back.camera is None:
        raise ValueError("nothing was seen at that moment")
    camera = replace(newest.sight.back.camera, end=CameraEnd.LEFT)
    back = replace(newest.sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET, camera=camera)
    moment = replace(newest, sight=replace(newest.sight, back=back))
    seen = replace(of.live.seen, view=ViewVerdict.CANNOT_JUDGE_FEET)
    return replace(of, memory=replace(of.memory, newest=moment), live=replace(of.live, moment=moment, seen=seen))


def _not_on_the_front(of: Recorded) -> Recorded:
    """Somebody lies there on the side: of such a body nothing is drawn."""
    newest = of.memory.newest
    if newest is None:
        raise ValueError("nothing was seen at that moment")
    nobody = PersonSight(Seen.LOST, no_pose())
    back = replace(newest.sight.back, seen=Seen.LOST, view=ViewVerdict.UNKNOWN)
    sight = replace(newest.sight, receiver=nobody, back=back, posture=Posture(on_side=1.0))
    moment = replace(newest, sight=sight)
    seen = replace(of.live.seen, lying=False, still=False, aside=True, view=ViewVerdict.UNKNOWN)
    live_now = replace(of.live, moment=moment, seen=seen, stage=replace(of.live.stage, lying_s=float("nan")))
    return replace(of, memory=replace(of.memory, newest=moment), live=live_now)


def _letting_go(of: Recorded) -> Recorded:
    """No hand holds on."""
    newest = of.memory.newest
    if newest is None:
        raise ValueError("nothing was seen at that moment")
    hands = tuple(replace(hand, support=Support.NO) for hand in newest.sight.hands)
    judged = tuple(
        replace(one, verdict=Verdict.FAULT) if one.rule is Rule.SUPPORT_LOST else one
        for one in newest.findings.judgements
    )
    moment = replace(
        newest,
        sight=replace(newest.sight, hands=hands),
        findings=replace(newest.findings, judgements=judged),
    )
    changed = replace(of, memory=replace(of.memory, newest=moment), live=replace(of.live, moment=moment))
    return _cue(changed, "hold_on", Severity.WARNING)


def _unseen(of: Recorded) -> Recorded:
    """The feet cannot be told: every judgement is unknown."""
    newest = of.memory.newest
    if newest is None:
        raise ValueError("nothing was seen at that moment")
    judged = tuple(replace(one, verdict=Verdict.UNKNOWN) for one in newest.findings.judgements)
    feet = tuple(replace(foot, gap_cm=float("nan")) for foot in newest.sight.feet)
    moment = replace(
        newest, sight=replace(newest.sight, feet=feet), findings=replace(newest.findings, judgements=judged)
    )
    changed = replace(of, memory=replace(of.memory, newest=moment), live=replace(of.live, moment=moment))
    return _said(changed, None)


def main(folder: Path) -> None:
    """Record, draw, and tell every file that is written."""
    for path in chain(draw_prepare(folder), draw_shots(folder, shots(record(sample_clip(), TIMES_S)))):
        sys.stdout.write(f"{path} {path.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
