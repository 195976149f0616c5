"""A window that cannot be opened (no screen, no font), or not as large as was asked for."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pygame
import pytest

from coach.adapters.window import Window
from coach.core.live.window_events import Wish
from coach.errors import CoachError
from coach.resources import fonts_folder

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _pretended_screen(monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_it_says_what_to_do(monkeypatch):
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(CoachError, match=r"--no-window") as told:
        Window(fonts_folder())
    assert "screen" in str(told.value)
    assert not pygame.display.get_init()


def test_a_missing_font_is_told_and_leaves_no_window_open(tmp_path: Path):
    with pytest.raises(CoachError, match="font"):
        Window(tmp_path)
    assert not pygame.display.get_init()


def press_f() -> None:
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_f, unicode="f", mod=0))


def test_a_system_that_keeps_the_full_screen_s_size_is_asked_once_more_and_says_nothing(monkeypatch):
    window = Window(fonts_folder())
    before, really = window.size, pygame.display.set_mode
    press_f()
    window.events()
    asked: list[tuple[int, int]] = []

    def stubborn(size, flags=0):
        asked.append(size)
        warnings.warn("Requested window was forcibly resized by the OS.", RuntimeWarning, stacklevel=2)
        return really((1910, 1052) if len(asked) == 1 else size, flags)

    monkeypatch.setattr(pygame.display, "set_mode", stubborn)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        press_f()
        assert window.events() == (Wish.FULL_SCREEN,)
    assert window.size == before
    assert len(asked) == 2
    window.close()
