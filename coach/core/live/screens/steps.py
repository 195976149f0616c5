"""The way to the session as a list: done steps ticked, the present one large with what it waits for, later ones small.

A tick is only for what is seen. What is not seen yet is a hollow ring and "not yet"; what is wrong says what is wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.core.analysis import Moment
from coach.core.landmarks import Landmark
from coach.core.live import screen_words
from coach.core.live.camera_health import CameraCondition, CameraHealth
from coach.core.live.live import LiveMoment
from coach.core.live.screens.lettering import line_of
from coach.core.live.screens.places import Places
from coach.core.live.screens.screen import Setting
from coach.core.live.stage import PREPARING, SIGNAL_SEEN, Stage, StageState
from coach.core.look import PictureSize
from coach.core.phrase import Phrase
from coach.core.sight import Seen, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view.shapes import Align, Area, Box, Shape, Spot, Style
from coach.core.words import Language

_NAMES = {
    Stage.PLACEMENT: screen_words.PLACE_CAMERA,
    Stage.ALONE: screen_words.FIND_BACK,
    Stage.REHEARSAL: screen_words.SHOW_SIGNAL,
    Stage.BESIDE: screen_words.STAND_BESIDE,
    Stage.SUPPORT: screen_words.HOLD_ON,
}
_NAMES_DONE = {
    Stage.PLACEMENT: screen_words.STEP_CAMERA,
    Stage.ALONE: screen_words.STEP_BACK,
    Stage.REHEARSAL: screen_words.STEP_SIGNAL,
    Stage.BESIDE: screen_words.STEP_GIVER,
    Stage.SUPPORT: screen_words.STEP_SUPPORT,
}
_ENDS = (
    *(Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    *(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
)
_MARK = {Verdict.OK: Style.LIGHT_OK, Verdict.FAULT: Style.LIGHT_FAULT, Verdict.UNKNOWN: Style.LIGHT_IDLE}

ROW, NAME = 0.074, 0.0505  # a step that is done or to come: height of its row, its letters
NOW_ROW, NOW_NAME = 0.088, 0.0575
CHECK_ROW, CHECK_NAME = 0.063, 0.0505
STATE = 0.042
BAR = 0.026
_PAD = 0.016


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the present step waits for. `words` is its name and what is known of it."""

    words: str
    verdict: Verdict


def checks(live: LiveMoment, newest: Moment | None, size: PictureSize | None, language: Language) -> tuple[Check, ...]:
    """What the present step waits for, and what of it is there."""
    stage, seen = live.stage.stage, live.seen
    known = newest is not None
    if stage is Stage.PLACEMENT:
        return (
            _light(live.health, language),
            _lying(live, newest, language),
            _whole_body(newest, size, language),
            _view(newest, language),
        )
    if stage is Stage.ALONE:
        return (
            _lying(live, newest, language),
            _yes(screen_words.STILL, seen.still and known, language),
        )
    if stage is Stage.REHEARSAL:
        return (_yes(screen_words.SIGNAL, seen.lying and seen.signal and known, language),)
    if stage is Stage.BESIDE:
        return (_yes(screen_words.BESIDE, seen.giver and seen.off and known, language),)
    return (_yes(screen_words.HOLDING, seen.giver and seen.holding and known, language),)


def progress(live: LiveMoment, setting: Setting, now_s: float) -> float:
    """How much of the present step's time has passed, 0 to 1."""
    state, params = live.stage, setting.stage
    since_s, for_s = {
        Stage.PLACEMENT: (state.lying_s, params.lying_s),
        Stage.ALONE: (state.still_s, params.still_s),
        Stage.REHEARSAL: (state.signal_s, params.signal_s),
        Stage.BESIDE: (state.beside_s, params.beside_s),
        Stage.SUPPORT: (state.holding_s, params.holding_s),
    }.get(state.stage, (math.nan, 1.0))
    share = (now_s - since_s) / for_s
    return min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0


def step_shapes(
    live: LiveMoment, newest: Moment | None, setting: Setting, size: PictureSize | None, places: Places, now_s: float
) -> list[Shape]:
    """The column of steps."""
    column, language = places.column, setting.language
    shapes: list[Shape] = [Area(Style.PANEL, column.corners_px())]
    waiting = checks(live, newest, size, language)
    steps = _steps(live.stage, setting)
    wanted = NOW_ROW + len(waiting) * CHECK_ROW + BAR + 2 * _PAD + (len(steps) - 1) * ROW
    unit = min(places.unit_px, column.height_px / wanted)
    now_height = (NOW_ROW + len(waiting) * CHECK_ROW + BAR + 2 * _PAD) * unit
    rest = column.height_px - now_height - (len(steps) - 1) * ROW * unit
    gap = max(rest, 0.0) / (len(steps) + 1)
    top = column.top_px + gap
    at = steps.index(live.stage.stage) if live.stage.stage in steps else 0
    for index, stage in enumerate(steps):
        height = now_height if index == at else ROW * unit
        row = Box(column.left_px, top, column.width_px, height)
        if index == at:
            shapes += _present(stage, waiting, progress(live, setting, now_s), row, unit, language)
        else:
            shapes += _other(stage, _state_of(stage, index < at, live.stage), row, unit, language)
        top += height + gap
    return shapes


def _steps(state: StageState, setting: Setting) -> tuple[Stage, ...]:
    """The steps of this session, the rehearsal only if there is one."""
    rehearses = setting.stage.rehearse or state.stage is Stage.REHEARSAL
    return tuple(stage for stage in PREPARING if stage is not Stage.REHEARSAL or rehearses)


def _state_of(stage: Stage, past: bool, state: StageState) -> Phrase:
    """A step that was gone on without is not done."""
    missed = stage is Stage.REHEARSAL and SIGNAL_SEEN not in state.told
    return screen_words.LATER if not past else screen_words.NOT_SEEN if missed else screen_words.DONE


def _other(stage: Stage, state: Phrase, row: Box, unit: float, language: Language) -> list[Shape]:
    pad, radius = _PAD * unit, 0.024 * unit
    left = row.left_px + 2 * pad
    middle = row.top_px + row.height_px / 2
    done = state is screen_words.DONE
    state_width = (0.118 if state is not screen_words.NOT_SEEN else 0.17) * unit
    words = Box(
        left + 2 * radius + pad, row.top_px, row.right_px - left - 2 * radius - 3 * pad - state_width, row.height_px
    )
    tail = Box(row.right_px - 2 * pad - state_width, row.top_px, state_width, row.height_px)
    style = Style.WORDS if done else Style.WORDS_QUIET
    return [
        Spot(Style.STEP_DONE if done else Style.STEP_TO_DO, np.array([left + radius, middle]), radius),
        line_of(style, (_NAMES_DONE if done else _NAMES)[stage].of(language), words, NAME * unit),
        line_of(Style.WORDS_QUIET, state.of(language), tail, STATE * unit, Align.RIGHT),
    ]


def _present(
    stage: Stage, waiting: tuple[Check, ...], share: float, row: Box, unit: float, language: Language
) -> list[Shape]:
    pad, radius = _PAD * unit, 0.03 * unit
    panel = Box(row.left_px + pad / 2, row.top_px, row.width_px - pad, row.height_px)
    left, right = row.left_px + 2 * pad, row.right_px - 2 * pad
    head = Box(left + 2 * radius + pad, row.top_px + pad / 2, right - left - 2 * radius - pad, NOW_ROW * unit)
    shapes: list[Shape] = [
        Area(Style.PANEL_NOW, panel.corners_px()),
        Spot(Style.STEP_NOW, np.array([left + radius, head.top_px + head.height_px / 2]), radius),
        line_of(Style.WORDS_STRONG, _NAMES[stage].of(language), head, NOW_NAME * unit),
    ]
    top = head.bottom_px
    for check in waiting:
        mark = 0.022 * unit
        line = Box(left + 2 * mark + pad, top, right - left - 2 * mark - pad, CHECK_ROW * unit)
        shapes.append(Spot(_MARK[check.verdict], np.array([left + mark, top + line.height_px / 2]), mark))
        shapes.append(line_of(Style.WORDS, check.words, line, CHECK_NAME * unit))
        top += line.height_px
    bar = Box(left, top + pad / 2, right - left, BAR * unit)
    shapes.append(Area(Style.BAR, bar.corners_px()))
    if share > 0.0:
        done = Box(bar.left_px, bar.top_px, bar.width_px * share, bar.height_px)
        shapes.append(Area(Style.BAR_DONE, done.corners_px()))
    return shapes


def _named(name: Phrase, state: Phrase, verdict: Verdict, language: Language) -> Check:
    colon = "：" if language is Language.ZH else ": "
    return Check(name.of(language) + colon + state.of(language), verdict)


def _yes(name: Phrase, so: bool, language: Language) -> Check:
    """What is not seen may still come: it is not wrong."""
    return _named(
        name, screen_words.YES if so else screen_words.NOT_YET, Verdict.OK if so else Verdict.UNKNOWN, language
    )


def _lying(live: LiveMoment, newest: Moment | None, language: Language) -> Check:
    """On the front, not yet, or seen to lie there otherwise."""
    if newest is not None and live.seen.aside:
        return _named(screen_words.LYING, screen_words.NOT_PRONE, Verdict.FAULT, language)
    return _yes(screen_words.LYING, live.seen.lying and newest is not None, language)


def _light(health: CameraHealth, language: Language) -> Check:
    if health.condition is CameraCondition.DARK:
        return _named(screen_words.LIGHT, screen_words.LIGHT_DARK, Verdict.FAULT, language)
    if health.blind or not math.isfinite(health.since_s):
        return _named(screen_words.LIGHT, screen_words.NOT_KNOWN, Verdict.UNKNOWN, language)
    return _named(screen_words.LIGHT, screen_words.LIGHT_OK, Verdict.OK, language)


def _whole_body(newest: Moment | None, size: PictureSize | None, language: Language) -> Check:
    """Are shoulders, hips and ankles of the receiver in the picture?"""
    name = screen_words.BODY
    if newest is None or size is None or newest.sight.receiver.seen is Seen.LOST:
        return _named(name, screen_words.NOT_KNOWN, Verdict.UNKNOWN, language)
    ends_px = newest.sight.receiver.pose.xy_px[list(_ENDS)]
    if not bool(np.isfinite(ends_px).all()):
        return _named(name, screen_words.NOT_KNOWN, Verdict.UNKNOWN, language)
    if bool(((ends_px >= 0.0) & (ends_px <= np.array([size.width, size.height]))).all()):
        return _named(name, screen_words.BODY_WHOLE, Verdict.OK, language)
    return _named(name, screen_words.BODY_CUT, Verdict.FAULT, language)


def _view(newest: Moment | None, language: Language) -> Check:
    """From where the camera looks, and whether that will do."""
    back = None if newest is None or newest.sight.back.seen is Seen.LOST else newest.sight.back
    view = ViewVerdict.UNKNOWN if back is None else back.view
    verdict = {
        ViewVerdict.GOOD: Verdict.OK,
        ViewVerdict.USABLE: Verdict.OK,
        ViewVerdict.CANNOT_JUDGE_FEET: Verdict.FAULT,
    }.get(view, Verdict.UNKNOWN)
    place = None if back is None else back.camera
    name = screen_words.VIEW if place is None else screen_words.CAMERA_AT[place.end]
    return _named(name, screen_words.VIEWS[view], verdict, language)
