"""The live window's screens, as shapes: placement, calibration, session, pause, help, end, and what goes wrong.

`memory = memory.saw(live, trail)` for each new moment and `memory.heard(spoken)` for each sound that starts; then
`draw_screen(live, memory, setting, size, now_s)` whenever the window is drawn. Nothing here raises on NaN.
"""

from __future__ import annotations

from coach.core.live import screen_words
from coach.core.live.live import LiveMoment
from coach.core.live.screens.ending import EndWords, below_title_px, end_shapes
from coach.core.live.screens.help import help_shapes
from coach.core.live.screens.memory import ScreenMemory, fresh
from coach.core.live.screens.notices import fault_shapes, foot_shapes, strip_shapes, strips
from coach.core.live.screens.overlay import HANDLE_UNITS, SMALL_HANDLE_UNITS, handles_of, overlay_shapes
from coach.core.live.screens.places import Places, share_out
from coach.core.live.screens.screen import Handles, PicturePlace, Screen, Setting, fit
from coach.core.live.screens.session import back_map_shapes, session_shapes
from coach.core.live.screens.speech import Speech, choose_speech, edge_shapes, speech_height_px, speech_shapes
from coach.core.live.screens.steps import step_shapes
from coach.core.live.stage import PREPARING, Stage
from coach.core.look import PictureSize
from coach.core.view.layout import REFERENCE_SHORT_SIDE_PX
from coach.core.view.shapes import Box, Scene, Shape, Style

__all__ = [
    "EndWords",
    "Handles",
    "PicturePlace",
    "Places",
    "Screen",
    "ScreenMemory",
    "Setting",
    "draw_screen",
    "fit",
    "fresh",
    "share_out",
]

_ALL_STANDS = 10_000


def draw_screen(
    live: LiveMoment | None,
    memory: ScreenMemory,
    setting: Setting,
    size: PictureSize | None,
    now_s: float,
    *,
    stale: bool = False,
    end: EndWords | None = None,
) -> Screen:
    """Everything on the window at one moment.

    Args:
        live: the newest moment of the session; None = none came yet.
        memory: what the window remembers.
        setting: language, size, sound, help.
        size: of the camera's picture; None = there is none to show.
        now_s: the time, on the session's clock; it goes on while no moment comes.
        stale: results have stopped coming (the watchdog's word).
        end: what is told at the end; None = it is not known yet.
    """
    places = share_out(setting.width_px, setting.height_px)
    if live is not None and live.stage.stage is Stage.ENDED:
        return _ended(live, memory, setting, places, now_s, end or EndWords())
    newest = None if live is None else fresh(live, memory, now_s, stale)
    speech = _starting(setting) if live is None else choose_speech(live, newest, memory, now_s, setting.language)
    places = places.below_speech(speech_height_px(speech, places))
    places, strips_drawn = strip_shapes(strips(live, setting), places)
    place = None if size is None else fit(size, places.picture)
    if live is None:
        around = [*speech_shapes(speech, places), *strips_drawn]
        return _screen(place, [], _with_help(around, None, setting, places), places)
    handles = handles_of(None if newest is None else newest.sight)
    on_picture: list[Shape] = []
    if newest is not None and place is not None:
        handle_units = SMALL_HANDLE_UNITS if live.stage.stage is Stage.SESSION else HANDLE_UNITS
        on_picture = overlay_shapes(newest, place, places.unit_px, setting.language, handle_units)
    if live.stage.stage in PREPARING:
        column = step_shapes(live, newest, setting, size, places, now_s)
    else:
        column = session_shapes(live, newest, memory, setting, places, now_s)
    around = [
        *column,
        *fault_shapes(live.health, stale, places, setting.language),
        *strips_drawn,
        *speech_shapes(speech, places),
    ]
    around = [*_with_help(around, live, setting, places), *edge_shapes(speech, places, now_s)]
    return _screen(place, on_picture, around, places, handles)


def _starting(setting: Setting) -> Speech:
    return Speech(screen_words.STARTING.of(setting.language), Style.BANNER_INFO)


def _ended(
    live: LiveMoment, memory: ScreenMemory, setting: Setting, places: Places, now_s: float, end: EndWords
) -> Screen:
    """The end: sentences at the left, all stands of the session on the map at the right."""
    column = places.column
    bottom = places.foot.top_px - 0.14 * places.unit_px  # the lines on what was saved are as wide as the window
    beside = column.left_px >= places.picture.right_px  # else below the lists
    top = below_title_px(places) if beside else column.top_px
    room = Box(column.left_px, top, column.width_px, max(bottom - top, 1.0))
    around = [
        *end_shapes(live.stage.ending, end, places, setting.language),
        *back_map_shapes(None, memory, setting, room, now_s, _ALL_STANDS),
    ]
    return _screen(None, [], _with_help(around, live, setting, places), places)


def _with_help(around: list[Shape], live: LiveMoment | None, setting: Setting, places: Places) -> list[Shape]:
    """The foot line is always there; the help is over all the rest."""
    shown = help_shapes(places, setting.language) if setting.help_shown else []
    return [*around, *shown, *foot_shapes(live, setting, places)]


def _screen(
    place: PicturePlace | None,
    on_picture: list[Shape],
    around: list[Shape],
    places: Places,
    handles: Handles | None = None,
) -> Screen:
    unit = places.unit_px / REFERENCE_SHORT_SIDE_PX
    whole = places.whole
    box = place.box if place is not None else whole
    return Screen(
        place,
        Scene(round(box.width_px), round(box.height_px), unit, tuple(on_picture)),
        Scene(round(whole.width_px), round(whole.height_px), unit, tuple(around)),
        handles if place is not None else None,
    )
