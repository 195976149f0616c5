"""Moments for the screens: of a staged session, and with one thing changed where the stage does not bring it about."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from coach.core.analysis import Moment
from coach.core.findings import EventSide, Judgement, Rule, Severity
from coach.core.live.camera_health import CameraCondition
from coach.core.live.live import LiveMoment
from coach.core.live.screens import EndWords, Screen, ScreenMemory, Setting, draw_screen
from coach.core.live.stage import Pause, Stage
from coach.core.live.voice import Spoken
from coach.core.look import PictureSize
from coach.core.verdict import Verdict
from coach.core.view import Trail
from coach.core.view.shapes import Area, Shape, Spot, Style, Text
from tests.live.staged import staged_session

PICTURE = PictureSize(1280, 960)  # of the staged session
END = EndWords(
    ("Both sides of the back got about the same time.",),
    ("A foot or hand came onto the spine once.", "No step was seen on the left shoulder blade, the right lower back."),
    ("0:20 on the back", "6 steps"),
    ("Kept in the history.",),
)


@dataclass(frozen=True)
class Case:
    """A moment and what the window remembers then."""

    live: LiveMoment
    memory: ScreenMemory

    @property
    def newest(self) -> Moment:
        assert self.memory.newest is not None
        return self.memory.newest

    def screen(self, setting: Setting | None = None, *, later_s: float = 0.0, stale: bool = False) -> Screen:
        return draw_screen(
            self.live,
            self.memory,
            setting or Setting(),
            PICTURE,
            self.live.t_s + later_s,
            stale=stale,
            end=END,
        )

    def silent(self) -> Case:
        return replace(self, memory=replace(self.memory, said=None))

    def saying(self, sound: str, *, is_cue: bool, severity: Severity) -> Case:
        said = Spoken(self.live.t_s, sound, is_cue, severity, 1.5)
        return replace(self, memory=self.memory.heard(said))

    def staged(self, stage: Stage, pause: Pause | None = None) -> Case:
        return replace(self, live=replace(self.live, stage=replace(self.live.stage, stage=stage, pause=pause)))

    def camera(self, condition: CameraCondition) -> Case:
        health = replace(self.live.health, condition=condition)
        return replace(self, live=replace(self.live, health=health))

    def seeing(self, moment: Moment) -> Case:
        return Case(replace(self.live, moment=moment), replace(self.memory, newest=moment))

    def judged(self, verdict: Verdict, *rules: Rule) -> Case:
        """The same with these rules' verdicts, and all others ok."""
        findings = self.newest.findings
        judgements = tuple(
            Judgement(
                rule,
                verdict if rule in rules else Verdict.OK,
                self.live.t_s,
                Severity.URGENT if rule is Rule.SPINE_STEP else Severity.WARNING,
                EventSide.RIGHT if rule is Rule.SPINE_STEP else None,
            )
            for rule in Rule
        )
        return self.seeing(replace(self.newest, findings=replace(findings, judgements=judgements)))


def case_at(t_s: float) -> Case:
    """The staged session at some time: 3 alone, 5 giver beside, 9 treading well, 12 on the spine."""
    memory, trail = ScreenMemory(), Trail()
    for moment in staged_session().moments:
        trail = trail if moment.moment is None else trail.after(moment.moment)
        memory = memory.saw(moment, trail)
        memory = memory if moment.starts is None else memory.heard(moment.starts)
        if moment.t_s >= t_s and moment.moment is not None:
            return Case(moment, memory)
    raise AssertionError(f"the staged session ends before {t_s} s")


def every_case() -> dict[str, Case]:
    """Every screen, by name."""
    alone, beside, well, spine = (case_at(t_s) for t_s in (3.0, 5.0, 9.0, 12.0))
    cases = {stage.value: beside.staged(stage) for stage in (Stage.BESIDE, Stage.SUPPORT)}
    cases |= {stage.value: alone.silent().staged(stage) for stage in (Stage.PLACEMENT, Stage.ALONE, Stage.REHEARSAL)}
    cases |= {"session": well.silent(), "urgent": spine, "paused": well.staged(Stage.PAUSED, Pause.ASKED)}
    cases |= {"stop": well.silent().staged(Stage.PAUSED, Pause.STOP_SIGNAL), "ended": well.staged(Stage.ENDED)}
    cases |= {condition.value: well.camera(condition) for condition in CameraCondition}
    return cases


def shapes_of(screen: Screen) -> tuple[Shape, ...]:
    return (*screen.on_picture.shapes, *screen.around.shapes)


def styles_of(screen: Screen) -> list[Style]:
    return [shape.style for shape in shapes_of(screen)]


def texts_of(screen: Screen, *styles: Style) -> list[Text]:
    return [s for s in screen.around.shapes if isinstance(s, Text) and (not styles or s.style in styles)]


def words_of(screen: Screen) -> list[str]:
    return [text.words for text in texts_of(screen)]


def spots_of(screen: Screen) -> list[Style]:
    """The marks beside the picture: lights and steps."""
    return [shape.style for shape in screen.around.shapes if isinstance(shape, Spot)]


def area_of(screen: Screen, style: Style) -> np.ndarray:
    return next(shape.points_px for shape in screen.around.shapes if isinstance(shape, Area) and shape.style is style)
