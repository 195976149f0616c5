"""The mouse on the picture and the window's own wishes, without a window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.area import Box
from coach.core.live.screens import Handles, PicturePlace, Screen, Setting, fit
from coach.core.live.screens.drags import Drag, Grip, drag_shapes, moved, press, released, removed
from coach.core.live.stage import Command
from coach.core.live.window_events import SpineMarked, SupportMarked, Wish, hints_after, setting_after
from coach.core.look import Hints, PictureSize
from coach.core.view import shapes
from coach.core.view.shapes import Scene, Style

SPINE = np.array([[320.0, 200.0], [320.0, 300.0]])
SUPPORT = Box(100.0, 50.0, 80.0, 120.0)


def a_screen(room: shapes.Box, handles: Handles | None, size: tuple[int, int] = (640, 480)) -> Screen:
    place = fit(PictureSize(*size), room)
    empty = Scene(round(place.box.width_px), round(place.box.height_px), 1.0, ())
    return Screen(place, empty, Scene(1280, 720, 1.5, ()), handles)


ROOMS = {
    "as large": shapes.Box(0.0, 0.0, 640.0, 480.0),
    "bars at the sides": shapes.Box(10.0, 180.0, 820.0, 480.0),
    "bars above and below": shapes.Box(24.0, 100.0, 500.0, 700.0),
    "three times": shapes.Box(300.0, 0.0, 1920.0, 1440.0),
}


@pytest.fixture(params=ROOMS)
def screen(request) -> Screen:
    return a_screen(ROOMS[request.param], Handles(SPINE, (SUPPORT,)))


def at(screen: Screen, x: float, y: float) -> np.ndarray:
    """A picture's point on the window."""
    assert screen.picture is not None
    return screen.picture.to_window(np.array([x, y]))


def drag(screen: Screen, start: tuple[float, float], end: tuple[float, float]) -> SpineMarked | SupportMarked | None:
    held = press(screen, at(screen, *start))
    assert held is not None
    return released(moved(held, at(screen, *end)))


@given(
    st.integers(1, 4000),
    st.integers(1, 4000),
    st.floats(1, 3000),
    st.floats(1, 3000),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_a_point_of_the_picture_comes_back_from_the_window(width, height, room_width, room_height, x, y):
    place = fit(PictureSize(width, height), shapes.Box(3.0, 5.0, room_width, room_height))
    point = np.array([x * width, y * height])
    back = place.to_picture(place.to_window(point))
    tolerance = 1.0 / place.scale + 1e-6  # the picture's place is whole pixels
    assert np.allclose(back, np.clip(point, 0, [width, height]), atol=tolerance)


def test_the_neck_end_is_dragged_and_the_tail_end_stays(screen):
    marked = drag(screen, (320.0, 200.0), (350.0, 180.0))
    assert isinstance(marked, SpineMarked)
    assert np.allclose(marked.spine_px, [[350.0, 180.0], [320.0, 300.0]])
    tail = drag(screen, (321.0, 299.0), (300.0, 310.0))
    assert isinstance(tail, SpineMarked)
    assert np.allclose(tail.spine_px, [[320.0, 200.0], [300.0, 310.0]])
    assert np.allclose(SPINE, [[320.0, 200.0], [320.0, 300.0]])  # what was seen is not changed in place


def test_a_support_is_moved_from_its_middle_and_stays_in_the_picture(screen):
    marked = drag(screen, (140.0, 110.0), (180.0, 130.0))
    assert marked == SupportMarked(SUPPORT, Box(*(pytest.approx(v) for v in (140.0, 70.0, 80.0, 120.0))))
    far = drag(screen, (140.0, 110.0), (-500.0, 110.0))
    assert isinstance(far, SupportMarked)
    assert far.box is not None
    assert far.box.x == 0.0
    assert far.box.width == 80.0


def test_a_support_is_made_larger_at_its_corner(screen):
    marked = drag(screen, (180.0, 170.0), (220.0, 200.0))
    assert marked == SupportMarked(SUPPORT, Box(*(pytest.approx(v) for v in (100.0, 50.0, 120.0, 150.0))))


def test_a_new_support_is_drawn_from_an_empty_place_in_any_direction(screen):
    expected = Box(*(pytest.approx(v) for v in (450.0, 100.0, 100.0, 90.0)))
    assert drag(screen, (450.0, 100.0), (550.0, 190.0)) == SupportMarked(None, expected)
    assert drag(screen, (550.0, 190.0), (450.0, 100.0)) == SupportMarked(None, expected)


def test_a_box_that_is_drawn_out_of_the_picture_ends_at_its_edge(screen):
    marked = drag(screen, (600.0, 400.0), (900.0, 900.0))
    assert isinstance(marked, SupportMarked)
    assert marked.box is not None
    assert marked.box.x + marked.box.width == pytest.approx(640.0)
    assert marked.box.y + marked.box.height == pytest.approx(480.0)


def test_a_click_marks_nothing(screen):
    assert drag(screen, (450.0, 100.0), (450.5, 100.5)) is None
    assert drag(screen, (320.0, 200.0), (320.0, 200.0)) is None


def test_a_line_is_no_box(screen):
    assert drag(screen, (450.0, 100.0), (600.0, 100.0)) is None


def test_beside_the_picture_nothing_is_held():
    screen = a_screen(ROOMS["bars at the sides"], Handles(SPINE, (SUPPORT,)))
    assert press(screen, np.array([12.0, 300.0])) is None
    assert press(screen, np.array([400.0, 20.0])) is None
    assert press(replace(screen, handles=None), at(screen, 320.0, 200.0)) is None
    assert press(replace(screen, picture=None), at(screen, 320.0, 200.0)) is None


def test_without_a_spine_a_drag_there_draws_a_support():
    screen = a_screen(ROOMS["three times"], Handles())
    held = press(screen, at(screen, 320.0, 200.0))
    assert held is not None
    assert held.grip is Grip.NEW


def test_what_is_dragged_is_shown_where_it_would_be(screen):
    held = press(screen, at(screen, 320.0, 200.0))
    assert held is not None
    line, *ends = drag_shapes(moved(held, at(screen, 360.0, 210.0)))
    assert isinstance(line, shapes.Stroke)
    assert np.allclose(line.points_px[0], at(screen, 360.0, 210.0))
    assert [end.style for end in ends] == [Style.HANDLE, Style.HANDLE]
    new = press(screen, at(screen, 450.0, 100.0))
    assert isinstance(new, Drag)
    (box,) = drag_shapes(moved(new, at(screen, 500.0, 150.0)))
    assert isinstance(box, shapes.Area)
    assert np.allclose(box.points_px[2], at(screen, 500.0, 150.0))


def test_the_other_button_removes_a_support(screen):
    assert removed(screen, at(screen, 140.0, 110.0)) == SupportMarked(SUPPORT, None)
    assert removed(screen, at(screen, 450.0, 300.0)) is None


def test_hints_take_what_was_marked():
    hints = hints_after(Hints(), SpineMarked(SPINE))
    assert hints.spine_px is SPINE
    one = hints_after(hints, SupportMarked(None, SUPPORT))
    other = Box(10.0, 10.0, 30.0, 30.0)
    two = hints_after(one, SupportMarked(None, other))
    assert two.support_boxes_px == (SUPPORT, other)
    as_seen = Box(SUPPORT.x + 0.2, SUPPORT.y, SUPPORT.width, SUPPORT.height)
    moved_box = Box(200.0, 50.0, 80.0, 120.0)
    assert hints_after(two, SupportMarked(as_seen, moved_box)).support_boxes_px == (other, moved_box)
    assert hints_after(two, SupportMarked(SUPPORT, None)).support_boxes_px == (other,)
    learnt = Box(400.0, 50.0, 40.0, 40.0)
    assert hints_after(one, SupportMarked(learnt, moved_box)).support_boxes_px == (SUPPORT, moved_box)
    assert hints_after(hints, Wish.MUTE) is hints


def test_the_setting_takes_what_concerns_it():
    setting = Setting(volume=0.95)
    assert setting_after(setting, Wish.LOUDER).volume == 1.0
    assert setting_after(replace(setting, volume=0.05), Wish.SOFTER).volume == 0.0
    assert setting_after(setting, Wish.MUTE).muted
    assert not setting_after(replace(setting, muted=True), Wish.MUTE).muted
    assert not setting_after(replace(setting, muted=True), Wish.LOUDER).muted
    assert setting_after(setting, Wish.HELP).help_shown
    for event in (Command.PAUSE, Wish.FULL_SCREEN, Wish.CLOSED, SpineMarked(SPINE)):
        assert setting_after(setting, event) is setting


def test_ten_steps_of_volume_come_back_to_where_they_began():
    setting = Setting(volume=1.0)
    for _ in range(10):
        setting = setting_after(setting, Wish.SOFTER)
    assert setting.volume == 0.0
    assert setting.silent
    for _ in range(10):
        setting = setting_after(setting, Wish.LOUDER)
    assert setting.volume == 1.0


def test_the_place_knows_what_lies_on_it():
    place = PicturePlace(shapes.Box(10.0, 20.0, 64.0, 48.0), PictureSize(640, 480))
    assert place.holds(np.array([10.0, 20.0]))
    assert not place.holds(np.array([9.0, 20.0]))
    assert place.scale == pytest.approx(0.1)
