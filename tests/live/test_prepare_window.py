"""The first screens on the real window, which is pretended: keys, mouse, wheel, sizes; and what is kept."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pygame
import pytest

from coach.adapters.answers import read_answers
from coach.adapters.window import Window
from coach.app.live import prepare_window
from coach.app.live.prepare_window import (
    Asked,
    ask_in_window,
    keep_answers,
    keeping_place,
    opened_window,
    screens_of,
    with_place,
)
from coach.core.live.live import LiveParams
from coach.core.live.preparing import (
    Gone,
    Key,
    KeyPressed,
    MouseMoved,
    MousePressed,
    MouseReleased,
    PreparingParams,
    WheelTurned,
)
from coach.core.look import PictureSize
from coach.core.prepare.answers import Answers, Reply
from coach.core.prepare.questions import QUESTIONS, Kind
from coach.core.prepare.readiness import Start
from coach.core.words import Language
from coach.resources import fonts_folder
from tests.live.couple import CHECKS, SCREENING, Couple

pytestmark = pytest.mark.gui
DAY = date(2026, 3, 14)


@pytest.fixture(autouse=True)
def _pretended_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")


@pytest.fixture
def window() -> Iterator[Window]:
    with Window(fonts_folder(), max_fps=1e6, share=1.0) as opened:
        yield opened


def key(code: int, unicode: str = "", mod: int = 0) -> None:
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, unicode=unicode, mod=mod))


def mouse(kind: int, at: tuple[float, float], button: int = 1) -> None:
    pos = (round(at[0]), round(at[1]))
    if kind == pygame.MOUSEMOTION:
        pygame.event.post(pygame.event.Event(kind, pos=pos, rel=(0, 0), buttons=(1, 0, 0)))
    else:
        pygame.event.post(pygame.event.Event(kind, pos=pos, button=button))


@pytest.mark.parametrize(
    ("code", "unicode", "mod", "meant"),
    [
        (pygame.K_y, "y", 0, KeyPressed(text="y")),
        (pygame.K_n, "N", pygame.KMOD_SHIFT, KeyPressed(text="n")),
        (pygame.K_KP7, "", 0, KeyPressed(text="7")),
        (pygame.K_1, "", 0, KeyPressed(text="1")),
        (pygame.K_SLASH, "?", pygame.KMOD_SHIFT, KeyPressed(text="?")),
        (pygame.K_SPACE, " ", 0, KeyPressed(text=" ")),
        (pygame.K_RETURN, "\r", 0, KeyPressed(Key.ENTER)),
        (pygame.K_KP_ENTER, "\r", 0, KeyPressed(Key.ENTER)),
        (pygame.K_ESCAPE, "\x1b", 0, KeyPressed(Key.ESCAPE)),
        (pygame.K_BACKSPACE, "\x08", 0, KeyPressed(Key.BACKSPACE)),
        (pygame.K_TAB, "\t", 0, KeyPressed(Key.TAB)),
        (pygame.K_TAB, "\t", pygame.KMOD_SHIFT, KeyPressed(Key.BACK_TAB)),
        (pygame.K_PAGEUP, "", 0, KeyPressed(Key.PAGE_UP)),
    ],
)
def test_keys_arrive_by_their_character_or_their_name(window, code, unicode, mod, meant) -> None:
    key(code, unicode, mod)
    assert window.prepare_events() == (meant,)


def test_what_the_system_uses_means_nothing(window) -> None:
    window.prepare_events()
    key(pygame.K_q, "", pygame.KMOD_CTRL)
    key(pygame.K_LSHIFT, "", pygame.KMOD_SHIFT)
    mouse(pygame.MOUSEBUTTONDOWN, (5, 5), button=3)
    assert window.prepare_events() == ()


def test_the_mouse_its_wheel_and_the_window_s_own_buttons_arrive(window) -> None:
    window.prepare_events()
    mouse(pygame.MOUSEBUTTONDOWN, (10, 20))
    mouse(pygame.MOUSEMOTION, (11, 21))
    mouse(pygame.MOUSEBUTTONUP, (11, 21))
    pygame.event.post(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=-2, flipped=False))
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert window.prepare_events() == (
        MousePressed(10.0, 20.0),
        MouseMoved(11.0, 21.0),
        MouseReleased(),
        WheelTurned(-2),
        Gone.FOCUS,
        Gone.CLOSED,
    )


def test_f_and_escape_go_to_the_full_screen_and_back(window) -> None:
    window.prepare_events()
    before = window.size
    key(pygame.K_f, "f")
    window.prepare_events()
    assert window.size == PictureSize(*pygame.display.get_desktop_sizes()[0])
    key(pygame.K_ESCAPE)
    assert KeyPressed(Key.ESCAPE) not in window.prepare_events()
    assert window.size == before


class Hands:
    """Does one thing to the window each time that it is looked at; stands between it and the screens."""

    def __init__(self, window: Window, *does: Callable[[], None]) -> None:
        self._window, self._does, self._idle = window, list(does), 0

    @property
    def size(self) -> PictureSize:
        return self._window.size

    @property
    def due(self) -> bool:
        return self._window.due

    def show(self, screen, picture) -> bool:
        return self._window.show(screen, picture)

    def prepare_events(self):
        if self._does:
            self._does.pop(0)()
        else:
            self._idle += 1
            assert self._idle < 50, "the screens wait for more than was done"
        return self._window.prepare_events()


def asked(window: Window, params: PreparingParams, *does: Callable[[], None]) -> Asked:
    ticks = iter(range(100_000))  # each look at the clock finds it a second later
    return ask_in_window(Hands(window, *does), params, Answers(), DAY, lambda: float(next(ticks)))


def typed(text: str) -> list[Callable[[], None]]:
    return [lambda letter=letter: key(ord(letter), letter) for letter in text]


def pressed(*codes: int) -> list[Callable[[], None]]:
    return [lambda code=code: key(code) for code in codes]


def painted(couple: Couple, *places: tuple[float, float]) -> list[Callable[[], None]]:
    """With the mouse over some places of the map."""
    at = [couple.on_map(*place) for place in places]
    moves = [lambda one=one: mouse(pygame.MOUSEMOTION, one) for one in at[1:]]
    return [
        lambda: mouse(pygame.MOUSEBUTTONDOWN, at[0]),
        *moves,
        lambda: mouse(pygame.MOUSEBUTTONUP, at[-1]),
    ]


def through(window: Window, keep: str = "n") -> list[Callable[[], None]]:
    """A couple that may begin, the giver heavy, and one place painted."""
    size = window.size
    on_map = Couple(size=(size.width, size.height)).to_places()
    before_map = len(on_map.state.answers.replies)
    return [
        *typed("n" * before_map),
        *painted(on_map, (0.7, 0.4), (0.7, 0.5)),
        *pressed(pygame.K_RETURN),
        *typed("n" * (SCREENING - before_map)),
        *typed("60"),
        *pressed(pygame.K_RETURN),
        *typed("90"),
        *pressed(pygame.K_RETURN),
        *typed("y" * CHECKS),
        *typed(keep),
        *pressed(pygame.K_RETURN),
    ]


def test_posted_events_lead_through_all_screens_to_the_answers(window, tmp_path) -> None:
    params = with_place(PreparingParams(), tmp_path / "answers.toml")
    end = asked(window, params, *through(window))
    assert end.begins
    assert not end.keep
    assert end.prepared is not None
    assert end.prepared.readiness.start is Start.MAY
    assert end.prepared.readiness.both_hands
    answers = end.prepared.answers
    assert (answers.receiver_kg, answers.giver_kg, answers.day) == (60.0, 90.0, DAY)
    assert [zone.name for zone in answers.areas] == ["place 1"]
    for question in QUESTIONS:
        assert answers.reply(question.id) is (Reply.NO if question.kind is Kind.SCREENING else Reply.YES)
    assert not list(tmp_path.iterdir())
    assert window.picture().std() > 0  # that the coach is starting


def test_it_goes_on_in_a_window_that_is_resized_meanwhile(window) -> None:
    shrunk: list[Callable[[], None]] = [
        lambda: pygame.display.set_mode((960, 540), pygame.RESIZABLE) and None,
        lambda: None,
    ]
    small = Couple(size=(960, 540)).to_places()
    count = len(small.state.answers.replies)
    end = asked(window, PreparingParams(), *typed("n" * count), *shrunk, *painted(small, (0.7, 0.4)), *typed("q"))
    assert end == Asked(None, False, False)
    assert window.picture().shape == (540, 960, 3)


@pytest.mark.parametrize(
    "leave", [lambda: key(pygame.K_ESCAPE), lambda: pygame.event.post(pygame.event.Event(pygame.QUIT))]
)
def test_who_leaves_in_the_middle_has_answered_nothing(window, leave) -> None:
    assert asked(window, PreparingParams(), *typed("nnn"), leave) == Asked(None, False, False)


def test_a_stop_comes_back_as_a_stop(window) -> None:
    screening = [*typed("y" + "n" * 9), *pressed(pygame.K_PAGEDOWN), *typed("n" * 9), *pressed(pygame.K_RETURN)]
    end = asked(window, PreparingParams(), *screening, *pressed(*[pygame.K_RETURN] * 4))
    assert not end.begins
    assert end.prepared is not None
    assert end.prepared.readiness.start is Start.MAY_NOT


def test_answers_are_kept_where_it_was_said_for_their_owner_alone(window, tmp_path) -> None:
    place = keeping_place(None, tmp_path / "not" / "there")
    end = asked(window, with_place(PreparingParams(), place), *through(window, keep="y"))
    assert end.keep
    assert end.prepared is not None
    line, problem = keep_answers(place, end.prepared.answers, Language.EN)
    assert problem is None
    assert str(place) in line
    assert read_answers(place) == end.prepared.answers
    assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0
    assert [entry.name for entry in place.parent.iterdir()] == [place.name]


def breaks(how: type[BaseException]) -> Callable[[], None]:
    def do() -> None:
        raise how

    return do


@pytest.mark.parametrize("how", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("back", [False, True])
def test_who_said_keep_and_came_to_the_end_has_the_answers_kept_after_ctrl_c_too(window, tmp_path, how, back) -> None:
    params = with_place(PreparingParams(), tmp_path / "answers.toml")
    to_summary = through(window, keep="y")[:-1]
    then = pressed(pygame.K_LEFT) if back else []
    end = asked(window, params, *to_summary, *then, breaks(how))
    assert isinstance(end.broken, how)
    assert not end.begins
    assert end.keep
    assert end.prepared is not None
    assert end.prepared.answers.giver_kg == 90.0


@pytest.mark.parametrize("keep", ["", "n"])
def test_ctrl_c_keeps_nothing_that_nobody_wanted_kept(window, tmp_path, keep) -> None:
    params = with_place(PreparingParams(), tmp_path / "answers.toml")
    done = through(window, keep="n")
    end = asked(window, params, *(done[:-1] if keep else done[:-2]), breaks(KeyboardInterrupt))
    assert isinstance(end.broken, KeyboardInterrupt)
    assert not end.keep
    assert not end.begins


def test_a_file_that_holds_something_else_is_never_overwritten(tmp_path) -> None:
    letter = tmp_path / "letter.toml"
    letter.write_text("Dear")
    for language in Language:
        params = with_place(PreparingParams(language=language), letter)
        assert params.no_keep
    assert "something else" in with_place(PreparingParams(), letter).no_keep
    line, problem = keep_answers(letter, Answers(), Language.EN)
    assert "would be lost" in line
    assert problem is not None
    assert letter.read_text() == "Dear"


def test_a_folder_that_cannot_be_made_is_told(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    line, problem = keep_answers(tmp_path / "file" / "answers.toml", Answers(), Language.ZH)
    assert "cannot be written" in line
    assert problem is not None
    assert "没有保存" in problem.of(Language.ZH)


def test_a_file_that_was_named_is_where_answers_are_kept(tmp_path) -> None:
    assert keeping_place(Path("ours.toml"), tmp_path) == Path("ours.toml")
    assert keeping_place(None, tmp_path).parent == tmp_path
    assert screens_of(LiveParams(language=Language.ZH), tmp_path / "a.toml").language is Language.ZH


def test_on_a_pretended_screen_nobody_is_asked_and_without_a_screen_neither(monkeypatch) -> None:
    assert opened_window() is None
    monkeypatch.setattr(prepare_window, "somebody_at_the_screen", lambda: True)
    opened = opened_window()
    assert opened is not None
    opened.close()
    monkeypatch.setenv("SDL_VIDEODRIVER", "none of these")
    assert opened_window() is None
