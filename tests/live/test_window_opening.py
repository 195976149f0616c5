"""A window that cannot be opened: no screen, no font."""

from __future__ import annotations

import sys
from pathlib import Path

import pygame
import pytest

from coach.adapters.window import Window
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
