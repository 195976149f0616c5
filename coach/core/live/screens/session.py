"""The column of a running session: the back map with footprints and dwell rings, and below it the lights.

In a corner of the map, in small print, stands the state of the load proxy (technique.md D8), for whoever sits at the
computer: no force, and nothing that is to be read from the mat, so it is no fifth light (decision record 0032).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from coach.core.analysis import Moment
from coach.core.landmarks import FloatArray
from coach.core.live import screen_words
from coach.core.live.camera_health import CameraCondition
from coach.core.live.live import LiveMoment
from coach.core.live.screens.lettering import line_of
from coach.core.live.screens.memory import ScreenMemory
from coach.core.live.screens.places import MARGIN, Places
from coach.core.live.screens.screen import Setting
from coach.core.phrase import Phrase
from coach.core.rules.pauses import PauseParams
from coach.core.rules.presence import on_back
from coach.core.sight import Contact, Seen
from coach.core.verdict import Verdict
from coach.core.view import Layout, view_words
from coach.core.view.back_map import map_frame, map_shapes
from coach.core.view.layout import MAP_HEIGHT_UNITS
from coach.core.view.shapes import Area, Box, Shape, Spot, Stroke, Style, Text
from coach.core.view.states import foot_verdict
from coach.core.view.status import lights
from coach.core.words import Language

LIGHT_ROW, LIGHT_NAME = 0.0665, 0.0515  # of the unit: a light's row, its letters
LOAD_NAME = 0.026  # of the unit: the load proxy's letters
ENOUGH_S = 3.0  # technique.md D6: three to five seconds at each point
LONG_S = PauseParams().long_s
STANDS_SHOWN = 40  # older marks would hide the newer ones
RING_UNITS = 13.0
LABEL_UNITS = 18.0
_ARC_POINTS = 33
_MAP_WIDTH = 0.56  # of the map's height: the drawn back at its broadest

_NAMES = {
    "Spine": screen_words.SPINE,
    "Marked spot": screen_words.MARKED_SPOT,
    "Zone": screen_words.ZONE,
    "Support": screen_words.SUPPORT,
    "Pace": screen_words.PACE,
    "Sight": screen_words.SIGHT,
}
_MARK = {Verdict.OK: Style.LIGHT_OK, Verdict.FAULT: Style.LIGHT_FAULT, Verdict.UNKNOWN: Style.LIGHT_UNKNOWN}


@dataclass(frozen=True, slots=True)
class WindowLight:
    """One light; verdict None = nothing to judge now."""

    name: Phrase
    verdict: Verdict | None

    def words(self, language: Language) -> str:
        """Its name and its state."""
        state = screen_words.IDLE if self.verdict is None else screen_words.VERDICTS[self.verdict]
        return f"{self.name.of(language)} {state.of(language)}"


def window_lights(newest: Moment | None, *, slow: bool = False) -> tuple[WindowLight, ...]:
    """Spine (or marked spot or zone), support, pace, sight. Without a moment that counts, all of them are unknown.

    While too few pictures come (`slow`) a quick step may be missed: neither pace nor sight is called ok.
    """
    if newest is None:
        names = (screen_words.SPINE, screen_words.SUPPORT, screen_words.PACE, screen_words.SIGHT)
        return tuple(WindowLight(name, Verdict.UNKNOWN) for name in names)
    shown: list[WindowLight] = []
    for light in lights(newest.sight, newest.findings):
        doubtful = (
            slow and light.verdict is Verdict.OK and _NAMES[light.name] in (screen_words.PACE, screen_words.SIGHT)
        )
        shown.append(WindowLight(_NAMES[light.name], Verdict.UNKNOWN if doubtful else light.verdict))
    return tuple(shown)


def session_shapes(
    live: LiveMoment, newest: Moment | None, memory: ScreenMemory, setting: Setting, places: Places, now_s: float
) -> list[Shape]:
    """Map and lights."""
    unit, column = places.unit_px, places.column
    shown = window_lights(newest, slow=live.health.condition is CameraCondition.SLOW)
    height = (len(shown) * LIGHT_ROW + MARGIN) * unit
    panel = Box(column.left_px, column.bottom_px - height, column.width_px, height)
    room = Box(column.left_px, column.top_px, column.width_px, panel.top_px - column.top_px - MARGIN * unit)
    return [
        *back_map_shapes(newest, memory, setting, room, now_s, STANDS_SHOWN),
        *_load_shapes(newest, room, unit, setting.language, head_up=memory.head_up),
        *_light_shapes(shown, panel, unit, setting.language),
    ]


def _light_shapes(shown: tuple[WindowLight, ...], panel: Box, unit: float, language: Language) -> list[Shape]:
    shapes: list[Shape] = [Area(Style.PANEL, panel.corners_px())]
    radius, pad = 0.024 * unit, 0.022 * unit
    for index, light in enumerate(shown):
        top = panel.top_px + MARGIN / 2 * unit + index * LIGHT_ROW * unit
        left = panel.left_px + pad
        mark = Style.LIGHT_IDLE if light.verdict is None else _MARK[light.verdict]
        shapes.append(Spot(mark, np.array([left + radius, top + LIGHT_ROW * unit / 2]), radius))
        room = Box(left + 2 * radius + pad, top, panel.right_px - left - 2 * radius - 2 * pad, LIGHT_ROW * unit)
        label = Style.LIGHT_LABEL_FAULT if light.verdict is Verdict.FAULT else Style.LIGHT_LABEL
        shapes.append(line_of(label, light.words(language), room, LIGHT_NAME * unit))
    return shapes


def load_verdict(newest: Moment | None) -> Verdict | None:
    """Of the load proxy against its ramp; None while nobody is seen on the back. No moment that counts: unknown."""
    if newest is None:
        return Verdict.UNKNOWN
    verdict = newest.findings.load.verdict
    return None if verdict is Verdict.OK and not on_back(newest.sight) else verdict


def _load_shapes(newest: Moment | None, room: Box, unit: float, language: Language, *, head_up: bool) -> list[Shape]:
    """The load proxy's name and state in the map's left corner, away from the words for left and right."""
    verdict = load_verdict(newest)
    state = screen_words.IDLE if verdict is None else screen_words.VERDICTS[verdict]
    if verdict is Verdict.FAULT:
        state = screen_words.LOAD_EARLY
    pad, row = 0.012 * unit, 1.35 * LOAD_NAME * unit
    width = (room.width_px - _MAP_WIDTH * room.height_px) / 2 - 2 * pad
    if width < 3 * row:
        return []  # a map that fills its room leaves no corner
    top = room.bottom_px - 2 * row - pad if head_up else room.top_px + pad
    return [
        line_of(
            Style.WORDS_QUIET, words.of(language), Box(room.left_px + pad, top + k * row, width, row), LOAD_NAME * unit
        )
        for k, words in enumerate((screen_words.LOAD_PROXY, state))
    ]


def back_map_shapes(
    newest: Moment | None, memory: ScreenMemory, setting: Setting, room: Box, now_s: float, most_stands: int
) -> list[Shape]:
    """The map in a box: the stands so far, and what is known of this moment's feet."""
    last = newest or memory.newest
    if last is None or room.height_px < 1.0:
        return [Area(Style.PANEL, room.corners_px())]
    sight = last.sight
    if newest is None:  # where the feet stand now is not known
        sight = replace(sight, back=replace(sight.back, seen=Seen.LOST))
    unit = room.height_px / MAP_HEIGHT_UNITS
    layout = Layout(setting.width_px, setting.height_px, unit, room, room, room, memory.head_up)
    stands = memory.trail.stands[-most_stands:]
    shapes = [
        _with_larger_label(shape, room, unit, memory.head_up)
        for shape in map_shapes(sight, last.findings, stands, layout, setting.back_map, setting.language)
    ]
    if sight.back.seen is Seen.LOST:
        return shapes
    frame = map_frame(sight, layout, setting.back_map)
    for foot in sight.feet:
        stood_s = memory.standing_s(foot.side, now_s)
        faulty = foot_verdict(sight, last.findings, foot) is Verdict.FAULT  # a step that is wrong is not to be held
        if foot.contact is Contact.BACK and math.isfinite(stood_s) and not faulty:
            centre_px = frame.to_px(foot.centre_back_cm[None, :])[0]
            shapes.append(dwell_ring(centre_px, stood_s, RING_UNITS * unit))
    return shapes


_SIDES = tuple(side.of(language) for side in (view_words.LEFT, view_words.RIGHT) for language in Language)


def _with_larger_label(shape: Shape, room: Box, unit: float, head_up: bool) -> Shape:
    """Left and right in letters that are larger than on a clip's small map."""
    if not isinstance(shape, Text) or shape.words not in _SIDES:
        return shape
    height = LABEL_UNITS * unit
    top = shape.box.top_px if head_up else room.bottom_px - height - 2 * unit
    return replace(shape, box=replace(shape.box, top_px=top, height_px=height))


def dwell_ring(centre_px: FloatArray, stood_s: float, radius_px: float) -> Stroke:
    """A ring about a foot that closes with the time it has stood; another kind of line when it is enough, or long."""
    share = min(max(stood_s / ENOUGH_S, 0.0), 1.0)
    style = Style.DWELL_SHORT if share < 1.0 else Style.DWELL_ENOUGH if stood_s < LONG_S else Style.DWELL_LONG
    count = max(2, round(share * (_ARC_POINTS - 1)) + 1)
    angles = -np.pi / 2 + np.linspace(0.0, 2 * np.pi * share, count)
    return Stroke(style, centre_px + radius_px * np.column_stack([np.cos(angles), np.sin(angles)]))
