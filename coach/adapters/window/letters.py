"""Texts in the coach's own font, Latin and Chinese; each run of letters is rendered once and kept."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # before the import: pygame greets on stdout otherwise

import pygame
import pygame.font
import pygame.freetype

from coach.core.live.screens.lettering import size_px
from coach.core.view.palette import Colour
from coach.core.view.shapes import Align, Box, Text
from coach.errors import CoachError, shown

REGULAR, BOLD = "NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"
LEAST_PX = 6
_RUNS = 256  # texts that are kept: some screens' worth, and a clock's digits
_MIDDLE = 0.37  # of a letter's height, above the base line: the middle of capitals, and of Chinese characters


def lacking(fonts: Path, words: str) -> str:
    """The characters for which a folder's fonts have no glyph: they would be drawn as empty boxes. Needs no display.

    Raises:
        CoachError: a font is missing or no font.
    """
    pygame.freetype.init()  # `pygame.font` gives the box's own metrics for them
    try:
        both = [pygame.freetype.Font(str(fonts / name), LEAST_PX) for name in (REGULAR, BOLD)]
    except (OSError, pygame.error) as error:
        raise CoachError(_no_font(fonts, error)) from error
    return "".join(letter for letter in words if any(font.get_metrics(letter)[0] is None for font in both))


class Letters:
    """Renders texts. pygame's font module must be running."""

    def __init__(self, fonts: Path) -> None:
        """Take a folder of fonts: a regular and a bold one.

        Raises:
            CoachError: one is missing or no font.
        """
        self._folder = fonts
        self._font = lru_cache(maxsize=64)(self._open)
        self._run = lru_cache(maxsize=_RUNS)(self._render)
        for heavy in (False, True):
            self._font(LEAST_PX, heavy)

    def width_px(self, words: str, letters_px: int, heavy: bool) -> float:
        """How wide a text is."""
        return float(self._font(letters_px, heavy).size(words)[0])

    def lacking(self, words: str) -> str:
        """The characters for which a font has no glyph: they would be drawn as empty boxes."""
        return lacking(self._folder, words)

    def fitting_px(self, text: Text, heavy: bool) -> int:
        """The height at which a text is drawn: as its box asks, or less if it would be wider than that."""
        wanted = max(round(size_px(text)), LEAST_PX)
        width = self.width_px(text.words, wanted, heavy)
        if width <= text.box.width_px or width <= 0:
            return wanted
        return max(int(wanted * text.box.width_px / width), LEAST_PX)

    def write(self, surface: pygame.Surface, text: Text, colour: Colour, heavy: bool) -> Box:
        """Draw a text; the answer is the room that it takes."""
        letters_px = self.fitting_px(text, heavy)
        run = self._run(text.words, letters_px, heavy, colour)
        box = text.box
        spare = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[text.align] * (box.width_px - run.get_width())
        middle = box.top_px + box.height_px / 2
        top = middle + _MIDDLE * letters_px - self._font(letters_px, heavy).get_ascent()
        surface.blit(run, (round(box.left_px + spare), round(top)))
        return Box(box.left_px + spare, middle - letters_px / 2, float(run.get_width()), float(letters_px))

    def _render(self, words: str, letters_px: int, heavy: bool, colour: Colour) -> pygame.Surface:
        return self._font(letters_px, heavy).render(words, True, colour)

    def _open(self, letters_px: int, heavy: bool) -> pygame.font.Font:
        path = self._folder / (BOLD if heavy else REGULAR)
        try:
            return pygame.font.Font(str(path), letters_px)
        except (OSError, pygame.error) as error:
            raise CoachError(_no_font(path, error)) from error


def _no_font(path: Path, error: Exception) -> str:
    return (
        f"The font {shown(path)} cannot be read ({error}); a font file was expected: reinstall the program, or start "
        "it with --no-window."
    )
