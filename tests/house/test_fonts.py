"""The fonts hold every character that the window can show, and carry their licence."""

from __future__ import annotations

import ast
import hashlib
import re
import struct
from pathlib import Path

import numpy as np
import pygame.font
import pygame.freetype
import pytest

from coach import resources
from coach.core.cues import sound_table
from coach.core.live.prompts import PROMPTS
from coach.core.words import Language, cue_words

COACH = Path(resources.__file__).parent
NAMES = ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf")
NOT_IN_ANY_FONT = "\ue000"  # for private use


both = pytest.mark.parametrize("name", NAMES)


def ink(font: pygame.font.Font, letter: str) -> np.ndarray:
    """What a letter looks like, as grey levels."""
    surface = font.render(letter, True, (255, 255, 255), (0, 0, 0))
    pixels = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8)
    return pixels.reshape(surface.get_height(), surface.get_width(), 3)[..., 0]


def lacking(name: str, text: str) -> str:
    """The characters of a text that a font has no glyph for. (`pygame.font` would give the box's metrics for them.)"""
    pygame.freetype.init()
    letters = "".join(sorted(set(text)))
    metrics = pygame.freetype.Font(resources.fonts_folder() / name, 48).get_metrics(letters)
    return "".join(letter for letter, found in zip(letters, metrics, strict=True) if found is None)


def literals(path: Path) -> str:
    """All texts in a program file, without its docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        if isinstance(node.body[0], ast.Expr)
    }
    return "".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes
    )


@both
def test_a_character_that_is_lacking_is_noticed(name) -> None:
    assert lacking(name, "a" + NOT_IN_ANY_FONT + "踩") == NOT_IN_ANY_FONT


@both
@pytest.mark.parametrize("language", Language)
def test_every_word_of_every_cue_and_prompt_has_its_glyphs(name, language) -> None:
    words = [cue_words(row.cue.id, row.firm, language) for row in sound_table()]
    words += [prompt.words(language) for prompt in PROMPTS]
    assert lacking(name, "".join(words)) == ""


@both
def test_whatever_else_the_program_writes_in_chinese_has_its_glyphs(name) -> None:
    written = "".join(literals(path) for path in COACH.rglob("*.py"))
    chinese = "".join(sorted({letter for letter in written if letter >= "\u2e80"}))
    assert len(chinese) > 100
    assert lacking(name, chinese) == "", "run tools/make_font.py"


@both
def test_the_words_of_the_live_window_have_their_glyphs(name) -> None:
    written = "".join(literals(path) for path in (COACH / "core" / "live").rglob("*.py"))
    letters = "".join(sorted({letter for letter in written if letter.isprintable()}))
    assert len(letters) > 200
    assert lacking(name, letters) == "", "run tools/make_font.py"


@both
def test_the_common_characters_are_there(name) -> None:
    latin = "".join(chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100)))
    common = bytes(
        byte
        for lead in range(0xB0, 0xD8)
        for trail in range(0xA1, 0xFF)
        if (lead, trail) <= (0xD7, 0xF9)
        for byte in (lead, trail)
    ).decode("gb2312")
    assert len(common) == 3755
    assert lacking(name, latin + common + "←↑→↓↔，。！？、：；（）《》“”‘’…—·×°–") == ""


@both
def test_a_glyph_is_drawn_and_is_not_the_box_that_stands_for_a_missing_one(name) -> None:
    pygame.font.init()
    font = pygame.font.Font(resources.fonts_folder() / name, 48)
    box = ink(font, NOT_IN_ANY_FONT)
    letters = sorted({letter for row in PROMPTS for letter in row.zh.words + row.en.words if letter != " "})
    drawn = [ink(font, letter) for letter in letters]
    assert all(picture.max() > 200 for picture in drawn)
    assert not any(picture.shape == box.shape and (picture == box).all() for picture in drawn)
    assert len({(picture.shape, picture.tobytes()) for picture in drawn}) == len(letters), "no two letters look alike"


def test_the_bold_font_is_bolder() -> None:
    pygame.font.init()
    regular, bold = (pygame.font.Font(resources.fonts_folder() / name, 96) for name in NAMES)
    for letter in "踩背H":
        assert ink(bold, letter).astype(float).sum() > 1.15 * ink(regular, letter).astype(float).sum()


def test_the_fonts_are_those_of_the_readme_and_stay_small() -> None:
    folder = resources.fonts_folder()
    text = (folder / "README.md").read_text(encoding="utf-8")
    for name in NAMES:
        data = (folder / name).read_bytes()
        assert f"`{name}`" in text
        assert hashlib.sha256(data).hexdigest() in text
        assert len(data) < 1_500_000
    assert {path.name for path in folder.iterdir()} == {*NAMES, "README.md", "OFL.txt"}


def test_the_fonts_carry_their_licence_and_no_reserved_name() -> None:
    folder = resources.fonts_folder()
    licence = " ".join((folder / "OFL.txt").read_text(encoding="utf-8").split())
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright 2014-2021 Adobe" in licence
    reserved = re.findall(r"Reserved Font Name '(\w+)'", licence)
    assert reserved == ["Source"]
    for name in NAMES:
        names = font_names((folder / name).read_bytes())
        assert "SIL Open Font License" in names[13]
        assert "Adobe" in names[0]
        assert not any(word in names[number] for word in reserved for number in (1, 4, 6))


def font_names(data: bytes) -> dict[int, str]:
    """The English entries of a font's table of names by their number."""
    count = struct.unpack(">H", data[4:6])[0]
    tables = {data[at : at + 4]: struct.unpack(">II", data[at + 8 : at + 16]) for at in range(12, 12 + 16 * count, 16)}
    start, _ = tables[b"name"]
    entries, texts = struct.unpack(">HH", data[start + 2 : start + 6])
    found = {}
    for at in range(start + 6, start + 6 + 12 * entries, 12):
        platform, _, language, number, length, offset = struct.unpack(">6H", data[at : at + 12])
        if (platform, language) == (3, 0x409):
            raw = data[start + texts + offset : start + texts + offset + length]
            found[number] = raw.decode("utf-16-be")
    return found
