"""The real window, on a screen that is pretended: keys, mouse, sizes, letters, and what is painted where."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pygame
import pytest

from coach.adapters.window import Window
from coach.adapters.window.canvas import Canvas
from coach.adapters.window.letters import Letters
from coach.adapters.window.painter import is_heavy, paint_shape
from coach.core.area import Box
from coach.core.cues import CUES
from coach.core.live import screen_words
from coach.core.live.camera_health import WORDS
from coach.core.live.prompts import PROMPTS
from coach.core.live.screens import Handles, Screen, Setting
from coach.core.live.screens.lettering import size_px, width_em
from coach.core.live.stage import Command
from coach.core.live.tally import words as tally_words
from coach.core.live.window_events import SpineMarked, SupportMarked, Wish
from coach.core.look import PictureSize
from coach.core.phrase import Phrase
from coach.core.view import shapes, view_words
from coach.core.view.palette import VERMILION
from coach.core.view.shapes import Area, Spot, Stroke, Style, Text
from coach.core.words import Language, cue_words
from coach.resources import fonts_folder
from tests.live.screen_cases import PICTURE, case_at, every_case, texts_of

pytestmark = pytest.mark.gui

PICTURE_RGB = np.full((PICTURE.height, PICTURE.width, 3), (30, 90, 200), np.uint8)


@pytest.fixture(autouse=True)
def _pretended_screen(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")


@pytest.fixture
def window():
    with Window(fonts_folder(), max_fps=1e6, share=1.0) as opened:
        yield opened


@pytest.fixture(scope="module")
def well():
    return case_at(9.0).silent()


def key(code: int, unicode: str = "", mod: int = 0) -> None:
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, unicode=unicode, mod=mod))


def mouse(kind: int, at: np.ndarray, button: int = 1) -> None:
    pos = (round(float(at[0])), round(float(at[1])))
    if kind == pygame.MOUSEMOTION:
        pygame.event.post(pygame.event.Event(kind, pos=pos, rel=(0, 0), buttons=(1, 0, 0)))
    else:
        pygame.event.post(pygame.event.Event(kind, pos=pos, button=button))


def shown(window: Window, case, **setting) -> Screen:
    size = window.size
    screen = case.screen(Setting(width_px=size.width, height_px=size.height, **setting))
    assert window.show(screen, PICTURE_RGB)
    return screen


def drag(window: Window, screen: Screen, start: tuple[float, float], end: tuple[float, float]):
    """From a point of the picture to another one, with the mouse."""
    assert screen.picture is not None
    from_px, to_px = (screen.picture.to_window(np.array(point)) for point in (start, end))
    mouse(pygame.MOUSEBUTTONDOWN, from_px)
    mouse(pygame.MOUSEMOTION, (from_px + to_px) / 2)
    mouse(pygame.MOUSEBUTTONUP, to_px)
    return window.events()


@pytest.mark.parametrize(
    ("code", "unicode", "meant"),
    [
        (pygame.K_SPACE, " ", Command.PAUSE),
        (pygame.K_RETURN, "\r", Command.GO_ON),
        (pygame.K_KP_ENTER, "\r", Command.GO_ON),
        (pygame.K_m, "m", Wish.MUTE),
        (pygame.K_EQUALS, "+", Wish.LOUDER),
        (pygame.K_EQUALS, "=", Wish.LOUDER),
        (pygame.K_RIGHTBRACKET, "+", Wish.LOUDER),  # a German keyboard
        (pygame.K_KP_PLUS, "+", Wish.LOUDER),
        (pygame.K_MINUS, "-", Wish.SOFTER),
        (pygame.K_SLASH, "-", Wish.SOFTER),
        (pygame.K_c, "c", Command.RECALIBRATE),
        (pygame.K_h, "H", Wish.HELP),
        (pygame.K_q, "q", Command.END),
    ],
)
def test_keys_ask_for_what_the_help_says(window, code, unicode, meant):
    key(code, unicode)
    assert window.events() == (meant,)


def test_other_keys_and_keys_of_the_system_ask_for_nothing(window):
    key(pygame.K_x, "x")
    key(pygame.K_q, "", pygame.KMOD_CTRL)
    key(pygame.K_ESCAPE)
    assert window.events() == ()


def test_keys_come_in_order_and_once(window):
    key(pygame.K_m, "m")
    key(pygame.K_SPACE, " ")
    key(pygame.K_m, "m")
    assert window.events() == (Wish.MUTE, Command.PAUSE, Wish.MUTE)
    assert window.events() == ()


def test_what_happens_to_sound_devices_is_left_for_the_mixer(window):
    pygame.event.clear()
    pygame.event.post(pygame.event.Event(pygame.AUDIODEVICEREMOVED, which=2, iscapture=0))
    key(pygame.K_m, "m")
    assert window.events() == (Wish.MUTE,)
    assert [event.which for event in pygame.event.get(pygame.AUDIODEVICEREMOVED)] == [2]


def test_the_close_button_is_a_wish_and_closes_nothing(window, well):
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert window.events() == (Wish.CLOSED,)
    shown(window, well)


def test_f_goes_to_the_full_screen_and_back_to_the_size_before(window, well):
    pygame.display.set_mode((900, 640), pygame.RESIZABLE)
    window.events()
    before = window.size
    key(pygame.K_f, "f")
    assert window.events() == (Wish.FULL_SCREEN,)
    width, height = pygame.display.get_desktop_sizes()[0]
    assert window.size == PictureSize(width, height)
    shown(window, well)
    assert window.picture().shape == (height, width, 3)
    key(pygame.K_ESCAPE)
    assert window.events() == (Wish.FULL_SCREEN,)
    assert window.size == before


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1000, 1300), (777, 555)])
def test_drags_become_pixels_of_the_camera_s_picture_in_a_window_of_any_shape(window, well, size):
    pygame.display.set_mode(size, pygame.RESIZABLE)
    screen = shown(window, well)
    assert screen.picture is not None
    assert screen.handles is not None
    spine = screen.handles.spine_px
    assert spine is not None
    tolerance = 1.0 / screen.picture.scale + 1e-6  # the mouse has whole pixels
    to = (float(spine[0, 0]) + 90.0, float(spine[0, 1]) - 60.0)
    (marked,) = drag(window, screen, tuple(spine[0]), to)
    assert isinstance(marked, SpineMarked)
    assert np.allclose(marked.spine_px[0], to, atol=tolerance)
    assert np.allclose(marked.spine_px[1], spine[1])
    (new,) = drag(window, screen, (40.0, 40.0), (190.0, 240.0))
    assert isinstance(new, SupportMarked)
    assert new.before is None
    assert new.box is not None
    box = np.array([new.box.x, new.box.y, new.box.width, new.box.height])
    assert np.allclose(box, [40.0, 40.0, 150.0, 200.0], atol=2 * tolerance)


def test_drags_are_right_on_the_full_screen(window, well):
    key(pygame.K_f, "f")
    window.events()
    screen = shown(window, well)
    assert screen.picture is not None
    assert screen.handles is not None
    assert screen.handles.spine_px is not None
    tail = screen.handles.spine_px[1]
    (marked,) = drag(window, screen, tuple(tail), (float(tail[0]), float(tail[1]) + 100.0))
    assert isinstance(marked, SpineMarked)
    assert np.allclose(marked.spine_px[1], tail + np.array([0.0, 100.0]), atol=1.0 / screen.picture.scale + 1e-6)


def test_a_support_is_moved_and_removed_with_the_mouse(window, well):
    box = Box(100.0, 100.0, 200.0, 300.0)
    screen = replace(shown(window, well), handles=Handles(None, (box,)))
    assert window.show(screen, PICTURE_RGB)
    (marked,) = drag(window, screen, (200.0, 250.0), (300.0, 250.0))
    assert isinstance(marked, SupportMarked)
    assert marked.before == box
    assert marked.box is not None
    assert marked.box.x == pytest.approx(200.0, abs=4.0)
    assert screen.picture is not None
    mouse(pygame.MOUSEBUTTONDOWN, screen.picture.to_window(np.array([200.0, 250.0])), button=3)
    assert window.events() == (SupportMarked(box, None),)


def test_a_drag_is_seen_while_it_goes_on_and_ends_when_the_window_changes(window, well):
    screen = shown(window, well)
    assert screen.picture is not None
    still = window.picture()
    corner, end = (screen.picture.to_window(np.array(point)) for point in ((40.0, 40.0), (300.0, 300.0)))
    mouse(pygame.MOUSEBUTTONDOWN, corner)
    mouse(pygame.MOUSEMOTION, end)
    assert window.events() == ()
    window.show(screen, PICTURE_RGB)
    x, y = round(float(end[0])), round(float(end[1]))
    changed = (window.picture() != still).any(axis=2)
    assert changed[y - 6 : y + 7, x - 6 : x + 7].any()
    pygame.display.set_mode((800, 600), pygame.RESIZABLE)
    window.events()
    mouse(pygame.MOUSEBUTTONUP, end)
    assert window.events() == ()


def test_the_mouse_beside_the_picture_and_before_the_first_picture_does_nothing(window, well):
    mouse(pygame.MOUSEBUTTONDOWN, np.array([640.0, 400.0]))
    mouse(pygame.MOUSEBUTTONUP, np.array([700.0, 500.0]))
    assert window.events() == ()
    shown(window, well)
    mouse(pygame.MOUSEBUTTONDOWN, np.array([640.0, 30.0]))
    mouse(pygame.MOUSEBUTTONUP, np.array([640.0, 300.0]))
    assert window.events() == ()


def test_after_a_resize_a_screen_of_the_old_size_is_not_drawn(window, well):
    old = shown(window, well)
    pygame.display.set_mode((1000, 700), pygame.RESIZABLE)
    assert not window.show(old, PICTURE_RGB)
    shown(window, well)
    assert window.picture().shape == (700, 1000, 3)


def test_the_picture_lies_in_its_place_with_its_colours_and_the_screen_around_it(window, well):
    screen = shown(window, well)
    assert screen.picture is not None
    picture, box = window.picture(), screen.picture.box
    left, top = round(box.left_px), round(box.top_px)
    assert picture[top + 3, left + 3].tolist() == [30, 90, 200]
    assert picture[round(box.bottom_px) - 3, round(box.right_px) - 3].tolist() == [30, 90, 200]
    assert picture[top - 3, left - 3].tolist() != [30, 90, 200]
    assert (PICTURE_RGB == [30, 90, 200]).all()  # the given picture is left alone
    display = pygame.surfarray.array3d(pygame.display.get_surface()).swapaxes(0, 1)
    assert np.array_equal(display, picture)


def test_what_is_drawn_on_the_picture_ends_at_its_edges(window, well):
    away = well.newest.sight.giver
    pose = replace(away.pose, xy_px=away.pose.xy_px + np.array([900.0, 0.0]))
    sight = replace(well.newest.sight, giver=replace(away, pose=pose))
    screen = shown(window, well.seeing(replace(well.newest, sight=sight)))
    plain = shown(window, well)
    far = window.picture()
    window.show(screen, PICTURE_RGB)
    assert plain.picture is not None
    right = round(plain.picture.box.right_px)
    assert np.array_equal(window.picture()[:, right + 1 :], far[:, right + 1 :])


def test_danger_paints_the_window_s_edge(window):
    shown(window, case_at(12.0))
    picture = window.picture()
    for strip in (picture[2, :], picture[-3, :], picture[:, 2], picture[:, -3]):
        of_both = (strip == VERMILION).all(axis=1) | (strip == 255).all(axis=1)
        assert of_both.mean() > 0.9
        assert (strip == 255).all(axis=1).any()  # hatched: not a matter of colour alone


def test_it_is_drawn_at_most_at_its_rate(well):
    now_s = 10.0
    with Window(fonts_folder(), max_fps=20.0, clock=lambda: now_s) as window:
        screen = well.screen()
        assert window.due
        assert window.show(screen, PICTURE_RGB)
        assert not window.due
        assert not window.show(screen, PICTURE_RGB)
        now_s += 0.049
        assert not window.show(screen, PICTURE_RGB)
        now_s += 0.002
        assert window.due
        assert window.show(screen, PICTURE_RGB)


def test_a_machine_that_draws_slowly_draws_less_often(well):
    ticks = iter(range(1000))  # each look at the clock finds it a tenth of a second later: drawing takes that long
    with Window(fonts_folder(), max_fps=1e6, share=0.2, clock=lambda: next(ticks) / 10) as window:
        assert window.show(well.screen(), PICTURE_RGB)
        waited = 0
        while not window.due:
            waited += 1
    assert waited == 3  # with the two looks at the clock about it half a second: a fifth went into drawing


def test_every_screen_is_painted_without_a_picture_and_in_any_size(window):
    for name, case in every_case().items():
        for size in ((1280, 720), (300, 500), (64, 48)):
            pygame.display.set_mode(size, pygame.RESIZABLE)
            screen = case.screen(Setting(Language.ZH, *size, no_sound="none"))
            assert window.show(screen, None), name
            assert window.picture().std() > 0


def written_words() -> list[str]:
    """All that the window may ever write."""
    found = [phrase.of(language) for phrase in screen_words.all_phrases().values() for language in Language]
    for table in (view_words, tally_words):
        found += [value.of(lang) for value in vars(table).values() if isinstance(value, Phrase) for lang in Language]
    found += [phrase.of(lang) for _, phrase in tally_words._FAULTS for lang in Language]
    found += [prompt.words(language) for prompt in PROMPTS for language in Language]
    found += [cue_words(cue.id, firm, lang) for cue in CUES for firm in (False, True) for lang in Language]
    for words in WORDS.values():
        found += [words.wrong_en, words.to_do_en, words.wrong_zh, words.to_do_zh]
    return [*found, "0123456789:+-%/."]


def test_every_character_that_is_written_has_a_letter(window):
    lacking = {words: window.lacking(words) for words in written_words() if window.lacking(words)}
    assert lacking == {}
    assert window.lacking("a\U0001f600b") == "\U0001f600"  # it would be told


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_no_text_must_be_made_smaller_to_fit(window, language, size):
    letters = Letters(fonts_folder())
    for name, case in every_case().items():
        for setting in (Setting(language, *size), Setting(language, *size, help_shown=True, muted=True)):
            for text in texts_of(case.screen(setting)):
                assert letters.fitting_px(text, is_heavy(text.style)) >= round(size_px(text)), (name, text.words)


def test_the_table_of_widths_is_on_the_safe_side(window):
    letters = Letters(fonts_folder())
    for words, heavy in itertools.product(written_words(), (False, True)):
        assert letters.width_px(words, 100, heavy) <= 100 * width_em(words) + 2, words


@pytest.mark.parametrize("style", Style)
def test_every_style_is_painted_for_every_kind_of_shape_that_may_have_it(window, style):
    canvas, letters = Canvas.of_size(200, 200), Letters(fonts_folder())
    box = shapes.Box(40.0, 40.0, 120.0, 80.0)
    kinds = (
        Area(style, box.corners_px()),
        Stroke(style, box.corners_px()),
        Spot(style, np.array([100.0, 100.0]), 30.0),
        Text(style, "Ag 好", box),
    )
    for shape in kinds:
        canvas.clear((90, 90, 90))
        paint_shape(canvas, shape, 1.5, letters)
        assert (canvas.pixels[..., :3] != 90).any()


STATES = (Style.LIGHT_OK, Style.LIGHT_FAULT, Style.LIGHT_UNKNOWN, Style.LIGHT_IDLE)


def test_the_states_of_a_light_differ_without_colour(window):
    letters = Letters(fonts_folder())
    grey = {}
    for style in STATES:
        canvas = Canvas.of_size(60, 60)
        paint_shape(canvas, Spot(style, np.array([30.0, 30.0]), 20.0), 1.5, letters)
        grey[style] = canvas.pixels[..., :3].mean(axis=2)
    for one, other in itertools.combinations(STATES, 2):
        assert np.abs(grey[one] - grey[other]).mean() > 5.0, (one, other)


def test_unknown_and_absurd_places_paint_nothing_and_raise_nothing(window):
    canvas, letters = Canvas.of_size(100, 100), Letters(fonts_folder())
    canvas.clear((90, 90, 90))
    nan = float("nan")
    for shape in (
        Area(Style.FOOTPRINT_FAULT, np.array([[nan, 1.0], [2.0, 3.0], [9.0, 9.0]])),
        Stroke(Style.SPINE_LINE, np.array([[nan, 1.0], [2.0, 3.0]])),
        Spot(Style.HANDLE, np.array([nan, nan]), 5.0),
        Spot(Style.HANDLE, np.array([5.0, 5.0]), nan),
        Area(Style.FOOTPRINT_FAULT, np.array([[1e12, 1e12], [1e12, 2e12], [2e12, 1e12]])),
        Stroke(Style.GIVER, np.array([[-1e12, -1e12], [-2e12, -1e12]])),
    ):
        paint_shape(canvas, shape, 1.5, letters)
    assert (canvas.pixels[..., :3] == 90).all()


def test_what_must_not_wait_is_seen_to_between_the_parts_of_a_drawing(window, well) -> None:
    size = window.size
    screen = well.screen(Setting(width_px=size.width, height_px=size.height))
    assert screen.picture is not None
    called: list[int] = []
    assert window.show(screen, PICTURE_RGB, lambda: called.append(1))
    assert len(called) > len(screen.around.shapes) + len(screen.on_picture.shapes)
