"""The screens before a session as shapes: title above, buttons and map in the middle, the way beside, keys below."""

from __future__ import annotations

from coach.core.landmarks import FloatArray
from coach.core.live.preparing import words
from coach.core.live.preparing.buttons import button_shapes
from coach.core.live.preparing.controls import WEIGHTS
from coach.core.live.preparing.layout import Boxes, boxes_of, frame_of
from coach.core.live.preparing.results import names_of, result_rows
from coach.core.live.preparing.rows import Row, row_shapes
from coach.core.live.preparing.state import (
    Group,
    Last,
    Page,
    Preparing,
    PreparingParams,
    group_of,
    order,
    page_of,
    readiness_of,
)
from coach.core.live.preparing.way import way_shapes
from coach.core.live.screens.lettering import LINE, largest, line_of, stacked, width_em
from coach.core.live.screens.screen import Screen
from coach.core.phrase import Phrase
from coach.core.prepare.order import Ask
from coach.core.prepare.painting import Painted, Painting, brush_outline, zones
from coach.core.prepare.questions import Person, Question
from coach.core.prepare.readiness import Start
from coach.core.prepare.words import BOTH, EACH, GIVER, RECEIVER, START
from coach.core.view.back_map import MapFrame, ground_shapes, label_shapes
from coach.core.view.layout import REFERENCE_SHORT_SIDE_PX
from coach.core.view.shapes import Align, Area, Box, Scene, Shape, Style

HEAD = 0.05  # letters, of the unit
TITLES = (0.092, 0.078, 0.066, 0.056)
FIELD = 0.11
FOOT_NAMES = (0.036, 0.032, 0.028)

_HEADS = {Group.RECEIVER: RECEIVER, Group.GIVER: GIVER, Group.CHECKS: BOTH, Group.CONSENT: EACH}
_PERSONS = {Ask.RECEIVER_KG: Person.RECEIVER, Ask.GIVER_KG: Person.GIVER}


def draw(params: PreparingParams, state: Preparing) -> Screen:
    """Everything on the window now."""
    boxes, page = boxes_of(params, state), page_of(params, state)
    unit = boxes.places.unit_px
    shapes = [
        *_title(params, state, page, boxes),
        *_middle(params, state, page, boxes),
        *_beside(params, state, page, boxes),
        *button_shapes(boxes.controls, state.focus, unit, params.language),
        *_foot(params, page, boxes),
    ]
    scale = unit / REFERENCE_SHORT_SIDE_PX
    width, height = state.width_px, state.height_px
    return Screen(None, Scene(width, height, scale, ()), Scene(width, height, scale, tuple(shapes)))


def _title(params: PreparingParams, state: Preparing, page: Page, boxes: Boxes) -> list[Shape]:
    room, unit, language = boxes.places.speech, boxes.places.unit_px, params.language
    large, small = _titles(params, state, page)
    head = Box(room.left_px, room.top_px, room.width_px, HEAD * LINE * unit if small is not None else 0.0)
    title = Box(room.left_px, head.bottom_px, room.width_px, room.bottom_px - head.bottom_px)
    sizes = tuple(share * unit for share in TITLES)
    size, lines = largest(large.of(language), title.width_px, title.height_px, sizes)
    shapes: list[Shape] = [*stacked(Style.WORDS_STRONG, lines, title, size, Align.LEFT)]
    if small is None:
        return shapes
    number = _number(params, state, page)
    number_px = (width_em(number) + 1.0) * HEAD * unit
    left = Box(head.left_px, head.top_px, max(head.width_px - number_px, 1.0), head.height_px)
    right = Box(left.right_px, head.top_px, number_px, head.height_px)
    words_px = min(HEAD * unit, left.width_px / width_em(small.of(language)))
    shapes.append(line_of(Style.WORDS_QUIET, small.of(language), left, words_px))
    return [*shapes, line_of(Style.WORDS_QUIET, number, right, HEAD * unit, Align.RIGHT)] if number else shapes


def _titles(params: PreparingParams, state: Preparing, page: Page) -> tuple[Phrase, Phrase | None]:
    """What is asked, and the smaller line above it; None = there is none."""
    if isinstance(page, Question):
        return page.text, _HEADS[group_of(page)]
    if page is Ask.PLACES:
        return words.PLACES, words.PLACES_WHAT
    if page is Ask.KEEP:
        return words.KEEP, BOTH
    if isinstance(page, Ask):
        return words.WEIGHT_OF[_PERSONS[page]], words.WEIGHTS
    start = readiness_of(params, state).start
    return (words.MAY_TITLE if start is Start.MAY else START[start]), None


def _number(params: PreparingParams, state: Preparing, page: Page) -> str:
    """Which of its group's pages this is; empty = the only one."""
    if isinstance(page, Last):
        return ""
    group = group_of(page)
    of_group = [at for at, item in enumerate(order(params, state)) if group_of(item) is group]
    return f"{of_group.index(state.at) + 1} / {len(of_group)}" if len(of_group) > 1 else ""


def _middle(params: PreparingParams, state: Preparing, page: Page, boxes: Boxes) -> list[Shape]:
    """What is neither title nor button."""
    unit, language = boxes.places.unit_px, params.language
    if page in WEIGHTS:
        return _weight(params, state, boxes)
    if page is Ask.PLACES:
        note = row_shapes(_marked(params, state), boxes.content, unit, language)
        return [*_map(params, state, boxes.map), *note]
    if page is Ask.KEEP:
        return row_shapes(_where(params), boxes.content, unit, language)
    if isinstance(page, Last):
        return row_shapes(result_rows(params, state), boxes.content, unit, language)
    return []


def _weight(params: PreparingParams, state: Preparing, boxes: Boxes) -> list[Shape]:
    """The field between the two buttons, and below it why it is asked, or what is wrong with it."""
    field, unit, language = boxes.content, boxes.places.unit_px, params.language
    kg = words.KG.of(language).format(kg=state.typed) if state.typed else words.NOTHING_TYPED.of(language)
    row = Row(words.WHY_WEIGHTS.of(language), None, Style.WORDS_QUIET)
    if state.complaint is not None:
        row = Row(state.complaint.of(language), Style.LIGHT_FAULT)
    room = boxes.places.picture
    note = Box(room.left_px, field.bottom_px + 0.03 * unit, room.width_px, 0.2 * unit)
    letters = min(FIELD * unit, field.width_px / width_em(kg))
    return [
        Area(Style.PANEL_NOW, field.corners_px()),
        line_of(Style.WORDS_STRONG, kg, field, letters, Align.CENTRE),
        *row_shapes((row,), note, unit, language),
    ]


def _map(params: PreparingParams, state: Preparing, box: Box) -> list[Shape]:
    """The back with what is marked, the stroke that goes on, and the brush."""
    frame = frame_of(params, state, box)
    stroke = state.painting.stroke
    begun = () if stroke is None else zones(Painted((), (stroke,)), params.language)
    return [
        *ground_shapes(frame),
        *(Area(Style.MAP_KEEP_OUT, frame.corners_px(zone)) for zone in begun),
        *label_shapes(frame, params.language),
        Area(Style.BRUSH, _brush_px(state.painting, frame)),
    ]


def _brush_px(painting: Painting, frame: MapFrame) -> FloatArray:
    return frame.to_px(brush_outline(painting) * [1.0, frame.torso_cm])


def _marked(params: PreparingParams, state: Preparing) -> tuple[Row, ...]:
    language, names = params.language, names_of(state, params.language)
    marked = words.MARKED.of(language).format(names=names) if names else words.NONE_MARKED.of(language)
    brush = words.BRUSH.of(language).format(cm=f"{2 * state.painting.radius_cm:g}")
    return Row(brush, None, Style.WORDS_QUIET), Row(marked)


def _where(params: PreparingParams) -> tuple[Row, ...]:
    language = params.language
    if params.no_keep:
        return (Row(words.KEEP_NOWHERE.of(language).format(why=params.no_keep), Style.LIGHT_FAULT),)
    return (
        Row(words.KEEP_WHERE.of(language)),
        Row(params.keep_in, None, Style.WORDS_STRONG),
        Row(words.KEEP_USE.of(language), None, Style.WORDS_QUIET),
    )


def _beside(params: PreparingParams, state: Preparing, page: Page, boxes: Boxes) -> list[Shape]:
    """The way; at the end the map, if something is marked on it."""
    column = boxes.places.column
    if page is Last.SUMMARY and state.answers.areas:
        frame = frame_of(params, state, column)
        return [*ground_shapes(frame), *label_shapes(frame, params.language)]
    return way_shapes(params, state, page, column, boxes.places.unit_px)


def _foot(params: PreparingParams, page: Page, boxes: Boxes) -> list[Shape]:
    foot, unit = boxes.places.foot, boxes.places.unit_px
    hint = (words.FOOT_PLACES if page is Ask.PLACES else words.FOOT).of(params.language)
    size, lines = largest(hint, foot.width_px, foot.height_px, tuple(share * unit for share in FOOT_NAMES))
    return [*stacked(Style.WORDS_QUIET, lines, foot, size, Align.LEFT)]
