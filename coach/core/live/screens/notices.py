"""What lies over the picture (the camera's faults) and below it (a pause, no sound), and the line at the foot."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.core.live import screen_words
from coach.core.live.camera_health import CameraCondition, CameraHealth
from coach.core.live.live import LiveMoment
from coach.core.live.screens.lettering import LINE, largest, line_of, stacked, wrap
from coach.core.live.screens.places import MARGIN, Places
from coach.core.live.screens.screen import Setting
from coach.core.live.stage import PREPARING, Pause, Stage
from coach.core.phrase import Phrase
from coach.core.view.shapes import Align, Area, Box, Shape, Spot, Style
from coach.core.words import Language

WRONG_SIZES = (0.1, 0.09, 0.0845)  # of the unit: what is wrong, readable from 3 m
TO_DO_SIZES = (0.068, 0.06, 0.052)
LOW_WRONG_SIZES, LOW_TO_DO_SIZES = (0.068, 0.056, 0.044), (0.044, 0.036)  # where strips leave little room
LOW_PANEL = 0.57
STRIP_SIZES = (0.068, 0.06, 0.052)
PAUSE_SIZES = (0.0845, *STRIP_SIZES)  # readable from 3 m where the window has the room
CLOCK_NAME, HINT_NAME, SMALL_PRINT = 0.056, 0.034, 0.028
_PAD = 0.024


def fault_shapes(health: CameraHealth, stale: bool, places: Places, language: Language) -> list[Shape]:
    """A full banner over the picture while nothing can be judged."""
    if stale:
        wrong, to_do = screen_words.STALE.of(language), screen_words.STALE_TO_DO.of(language)
        return _fault_panel(wrong, to_do, places)
    if health.blind:
        return _fault_panel(*_camera_words(health, language), places)
    return []


def _camera_words(health: CameraHealth, language: Language) -> tuple[str, str]:
    """What is wrong with the camera, and what to do."""
    words = health.words
    return (words.wrong_zh, words.to_do_zh) if language is Language.ZH else (words.wrong_en, words.to_do_en)


def _fault_panel(wrong: str, to_do: str, places: Places) -> list[Shape]:
    unit, room = places.unit_px, places.picture
    pad = _PAD * unit
    low = room.height_px < LOW_PANEL * unit  # strips are below: the sign stands beside the words, not above them
    sign = min(0.09 * unit, 0.25 * room.height_px) if low else 0.09 * unit
    above, beside = (0.0, 2 * sign + pad) if low else (2 * sign + pad, 0.0)
    inner = room.width_px - 4 * pad - beside
    spare = room.height_px - above - (2 if low else 4) * pad
    sizes = (*WRONG_SIZES, *LOW_WRONG_SIZES) if low else WRONG_SIZES
    wrong_px, wrong_lines = largest(wrong, inner, 0.6 * spare, tuple(size * unit for size in sizes))
    sizes = (*TO_DO_SIZES, *LOW_TO_DO_SIZES) if low else TO_DO_SIZES
    to_do_px, to_do_lines = largest(to_do, inner, 0.4 * spare, tuple(size * unit for size in sizes))
    if not to_do:
        to_do_lines = ()
    wrong_height, to_do_height = wrong_px * LINE * len(wrong_lines), to_do_px * LINE * len(to_do_lines)
    between = 0.0 if low else pad
    total = above + wrong_height + (between + to_do_height if to_do else 0.0)
    top = room.top_px + max((room.height_px - total) / 2, 0.0)
    left = room.left_px + 2 * pad + beside
    centre = np.array([room.left_px + room.width_px / 2, top + sign])
    if low:
        centre = np.array([room.left_px + 2 * pad + sign, room.top_px + room.height_px / 2])
    wrong_box = Box(left, top + above, inner, wrong_height)
    to_do_box = Box(left, wrong_box.bottom_px + between, inner, to_do_height)
    return [
        Area(Style.PANEL_FAULT, room.corners_px()),
        Spot(Style.SIGN_CAMERA, centre, sign),
        *stacked(Style.WORDS_STRONG, wrong_lines, wrong_box, wrong_px, Align.CENTRE),
        *stacked(Style.WORDS, to_do_lines, to_do_box, to_do_px, Align.CENTRE),
    ]


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip below the picture: a sign, words, small print for whoever sits at the computer, and letters' sizes."""

    sign: Style
    words: str
    small: str = ""
    sizes: tuple[float, ...] = STRIP_SIZES


def strips(live: LiveMoment | None, setting: Setting) -> tuple[Strip, ...]:
    """What lasts and must be known: how a pause goes on, one session too many, nothing heard or kept, too few pictures.

    Nothing of it lies on the picture: while it pauses the spine line can be put right there.
    """
    found: list[Strip] = []
    if live is not None and live.stage.stage is Stage.PAUSED:
        stopped = live.stage.pause is Pause.STOP_SIGNAL
        words = screen_words.STEP_ON_AGAIN if stopped else screen_words.SPACE_GOES_ON
        alone = not setting.silent and not setting.problems  # else the picture needs the room
        sizes = PAUSE_SIZES if alone else STRIP_SIZES
        found.append(Strip(Style.SIGN_PAUSE, words.of(setting.language), sizes=sizes))
    preparing = live is None or live.stage.stage in PREPARING
    if setting.advice and preparing:
        found.append(Strip(Style.SIGN_PAUSE, screen_words.TOO_OFTEN.of(setting.language), setting.advice))
    if live is not None and live.health.condition is CameraCondition.SLOW:
        wrong, to_do = _camera_words(live.health, setting.language)
        found.append(Strip(Style.SIGN_CAMERA, wrong, to_do))
    if setting.silent:
        by_hand = setting.muted and not setting.no_sound
        words = (screen_words.SOUND_OFF if by_hand else screen_words.NO_SOUND).of(setting.language)
        found.append(Strip(Style.SIGN_MUTE, words, setting.no_sound if preparing else ""))
    if setting.problems:
        words = screen_words.NOT_KEPT.of(setting.language)
        found.append(Strip(Style.SIGN_NOTE, words, " ".join(setting.problems)))
    return tuple(found)


def strip_shapes(which: tuple[Strip, ...], places: Places) -> tuple[Places, list[Shape]]:
    """The strips, from below upwards, and the places with what is left for the picture."""
    shapes: list[Shape] = []
    for strip in reversed(which):
        height, drawn = _strip(strip, places)
        shapes += drawn
        places = places.with_strips(height + MARGIN * places.unit_px)
    return places, shapes


def _strip(strip: Strip, places: Places) -> tuple[float, list[Shape]]:
    """One strip at the lower edge of the picture's room, and its height."""
    unit, room = places.unit_px, places.picture
    pad, mark = _PAD * unit, 0.042 * unit
    inner = room.width_px - 3 * pad - 2 * mark
    sizes = tuple(share * unit for share in strip.sizes)
    size, lines = largest(strip.words, inner, sizes[0] * LINE, sizes)
    small_px = SMALL_PRINT * unit
    small_lines = wrap(strip.small, inner / small_px)
    words_height, small_height = size * LINE * len(lines), small_px * LINE * len(small_lines)
    height = max(words_height + small_height, 2 * mark) + pad / 2
    plate = Box(room.left_px, room.bottom_px - height, room.width_px, height)
    left = room.left_px + 2 * pad + 2 * mark
    text = Box(left, plate.top_px + (height - words_height - small_height) / 2, inner, words_height)
    return height, [
        Area(Style.NOTICE, plate.corners_px()),
        Spot(strip.sign, np.array([room.left_px + pad + mark, plate.top_px + height / 2]), mark),
        *stacked(Style.NOTICE, lines, text, size, Align.LEFT),
        *stacked(Style.WORDS, small_lines, Box(left, text.bottom_px, inner, small_height), small_px, Align.LEFT),
    ]


def foot_shapes(live: LiveMoment | None, setting: Setting, places: Places) -> list[Shape]:
    """The session's clock, its part and that one's clock, what the keys do, and how loud it is."""
    unit, language = places.unit_px, setting.language
    foot = places.foot
    shapes: list[Shape] = []
    left = foot.left_px
    if live is not None and live.stage.stage in (Stage.SESSION, Stage.PAUSED):
        width = 0.2 * unit
        shapes.append(
            line_of(
                Style.CLOCK,
                clock_words(live.stage.session_s),
                Box(left, foot.top_px, width, foot.height_px),
                CLOCK_NAME * unit,
            )
        )
        left += width
    if live is not None and live.stage.stage is Stage.SESSION:
        width = 0.42 * unit
        part = f"{screen_words.PHASES[live.plan.phase].of(language)} {clock_words(live.plan.phase_s)}"
        shapes.append(line_of(Style.WORDS, part, Box(left, foot.top_px, width, foot.height_px), CLOCK_NAME * unit))
        left += width
    volume = 0.34 * unit
    keys = Box(left, foot.top_px, foot.right_px - volume - left, foot.height_px)
    shapes.append(line_of(Style.WORDS_QUIET, _hint(live, setting).of(language), keys, HINT_NAME * unit))
    words = screen_words.VOLUME.of(language).format(percent=round(100 * setting.volume))
    if setting.silent:
        words = screen_words.MUTE.of(language)
    mark = 0.02 * unit
    loud = Box(foot.right_px - volume, foot.top_px, volume - 3 * mark, foot.height_px)
    sign = Style.SIGN_MUTE if setting.silent else Style.SIGN_SOUND
    shapes.append(line_of(Style.WORDS_QUIET, words, loud, HINT_NAME * unit, Align.RIGHT))
    shapes.append(Spot(sign, np.array([foot.right_px - mark, foot.top_px + foot.height_px / 2]), mark))
    return shapes


def _hint(live: LiveMoment | None, setting: Setting) -> Phrase:
    if setting.help_shown:
        return screen_words.HINT_HELP
    if live is None:
        return screen_words.HINT_STARTING
    if live.stage.stage in PREPARING:
        return screen_words.HINT_PREPARING
    if live.stage.stage is Stage.ENDED:
        return screen_words.HINT_ENDED
    return screen_words.HINT_PAUSED if live.stage.stage is Stage.PAUSED else screen_words.HINT_SESSION


def clock_words(t_s: float) -> str:
    """Minutes and seconds: `12:04`. `–` if the time is not known."""
    if not math.isfinite(t_s):
        return "–"
    seconds = max(int(t_s + 1e-6), 0)
    return f"{seconds // 60}:{seconds % 60:02d}"
