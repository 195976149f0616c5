"""Where everything stands on the screens before a session, and which button lies under a place of the window."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coach.core.live.preparing.acts import AWAY, BACKWARD, NAVIGATION, ONWARD, Act
from coach.core.live.preparing.controls import WEIGHTS, Control, controls_of
from coach.core.live.preparing.state import Last, Page, Preparing, PreparingParams, page_of
from coach.core.live.screens.places import MARGIN, Places, share_out
from coach.core.prepare.order import Ask
from coach.core.prepare.questions import Question
from coach.core.view import Layout
from coach.core.view.back_map import MapFrame
from coach.core.view.body import TORSO_OF_MOST_CM
from coach.core.view.layout import MAP_HEIGHT_UNITS
from coach.core.view.shapes import Box

NAVIGATION_ROW = 0.1  # height, of the unit
CHOICE_MOST = 0.17
TOOL_ROW = 0.095
BIG_ROW = 0.105
MAP_SHARE = 0.47  # of the width beside the column
FIELD_ROW = 0.2
LOW_TITLE = 0.125


@dataclass(frozen=True, slots=True)
class Placed:
    """A button and where it is."""

    control: Control
    box: Box


@dataclass(frozen=True, slots=True)
class Boxes:
    """The places of one screen.

    Attributes:
        places: of the window.
        content: room for what is neither title, button nor map.
        map: the back map that is painted on.
        controls: the buttons.
    """

    places: Places
    content: Box
    map: Box
    controls: tuple[Placed, ...]


def boxes_of(params: PreparingParams, state: Preparing) -> Boxes:
    """Share out the window for the present screen."""
    places = share_out(state.width_px, state.height_px)
    page, controls = page_of(params, state), controls_of(params, state)
    if isinstance(page, Last):
        places = _with_low_title(places)
    own = tuple(control for control in controls if control.act not in NAVIGATION)
    onward = tuple(control for control in controls if control.act in NAVIGATION)
    room, gap = places.picture, MARGIN * places.unit_px
    no_map = Box(room.left_px, room.top_px, 0.0, 0.0)
    if page is Ask.PLACES:
        return _painting(places, room, own, onward)
    bottom = _from_below(room, NAVIGATION_ROW * places.unit_px)
    content = replace(room, height_px=max(bottom.top_px - gap - room.top_px, 1.0))
    content, placed = _own(page, own, content, places.unit_px, gap)
    return Boxes(places, content, no_map, (*placed, *_in_slots(onward, bottom, gap, (BACKWARD, ONWARD, AWAY))))


def control_at(params: PreparingParams, state: Preparing, x_px: float, y_px: float) -> Control | None:
    """The button under a place of the window."""
    for placed in boxes_of(params, state).controls:
        box = placed.box
        if box.left_px <= x_px <= box.right_px and box.top_px <= y_px <= box.bottom_px:
            return placed.control
    return None


def frame_of(params: PreparingParams, state: Preparing, box: Box) -> MapFrame:
    """The back map in a box, head up, with what is marked."""
    layout = Layout(state.width_px, state.height_px, box.height_px / MAP_HEIGHT_UNITS, box, box, box)
    return MapFrame(layout, replace(params.back_map, keep_out=state.answers.areas), TORSO_OF_MOST_CM)


def _with_low_title(places: Places) -> Places:
    """The title is short, and there is much to tell below it."""
    saved = max(places.speech.height_px - LOW_TITLE * places.unit_px, 0.0)
    room, column = places.picture, places.column
    room = replace(room, top_px=room.top_px - saved, height_px=room.height_px + saved)
    if column.left_px >= room.right_px:  # beside, not below
        column = replace(column, top_px=room.top_px, height_px=room.height_px)
    return replace(
        places, speech=replace(places.speech, height_px=LOW_TITLE * places.unit_px), picture=room, column=column
    )


def _own(page: Page, own: tuple[Control, ...], content: Box, unit: float, gap: float) -> tuple[Box, tuple[Placed, ...]]:
    """The screen's own buttons, and what room they leave."""
    if isinstance(page, Question):
        most = min((content.height_px - 2 * gap) / 3, CHOICE_MOST * unit)
        stack = replace(content, height_px=3 * most + 2 * gap)
        return content, _below_each_other(own, stack, gap)
    if page in WEIGHTS:
        height = min(FIELD_ROW * unit, content.height_px / 2)
        side = min(height * 1.6, content.width_px / 3.5)
        row = Box(content.left_px, content.top_px, content.width_px, height)
        less, more = replace(row, width_px=side), replace(row, left_px=row.right_px - side, width_px=side)
        field = Box(less.right_px + gap, row.top_px, max(more.left_px - less.right_px - 2 * gap, 1.0), height)
        return field, (Placed(own[0], less), Placed(own[1], more))
    if not own:
        return content, ()
    height = BIG_ROW * unit
    stack = _from_below(content, min(len(own) * height + (len(own) - 1) * gap, 0.6 * content.height_px))
    room = replace(content, height_px=max(stack.top_px - gap - content.top_px, 1.0))
    return room, _below_each_other(own, stack, gap)


def _painting(places: Places, room: Box, own: tuple[Control, ...], onward: tuple[Control, ...]) -> Boxes:
    """The map over the whole height at the left, the tools beside it."""
    unit, gap = places.unit_px, MARGIN * places.unit_px
    panel = replace(room, width_px=MAP_SHARE * room.width_px)
    side = Box(panel.right_px + gap, room.top_px, max(room.right_px - panel.right_px - gap, 1.0), room.height_px)
    height = min(TOOL_ROW * unit, (side.height_px - 5 * gap) / 5)
    first, second = (replace(side, top_px=side.top_px + at * (height + gap), height_px=height) for at in (0, 1))
    last = _from_below(side, height)
    above = replace(last, top_px=last.top_px - gap - height)
    placed = (
        *_in_slots(own, first, gap, ((Act.SMALLER,), (Act.LARGER,))),
        *_in_slots(own, second, gap, ((Act.UNDO,), (Act.CLEAR,))),
        *_in_slots(onward, above, gap, (ONWARD,)),
        *_in_slots(onward, last, gap, (BACKWARD, AWAY)),
    )
    content = Box(side.left_px, second.bottom_px + gap, side.width_px, above.top_px - second.bottom_px - 2 * gap)
    return Boxes(places, content, panel, placed)


def _from_below(room: Box, height_px: float) -> Box:
    return Box(room.left_px, room.bottom_px - height_px, room.width_px, height_px)


def _in_slots(
    controls: tuple[Control, ...], row: Box, gap_px: float, slots: tuple[tuple[Act, ...], ...]
) -> tuple[Placed, ...]:
    """Buttons beside each other, each at its own place whether the others are there or not."""
    width = max((row.width_px - (len(slots) - 1) * gap_px) / len(slots), 1.0)
    return tuple(
        Placed(control, Box(row.left_px + at * (width + gap_px), row.top_px, width, row.height_px))
        for at, slot in enumerate(slots)
        for control in controls
        if control.act in slot
    )


def _below_each_other(controls: tuple[Control, ...], stack: Box, gap_px: float) -> tuple[Placed, ...]:
    count = max(len(controls), 1)
    height = max((stack.height_px - (count - 1) * gap_px) / count, 1.0)
    return tuple(
        Placed(control, Box(stack.left_px, stack.top_px + index * (height + gap_px), stack.width_px, height))
        for index, control in enumerate(controls)
    )
