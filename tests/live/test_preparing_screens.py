"""What the first screens look like: words inside the window, large enough, in their language, never colour alone."""

from __future__ import annotations

import re

import pytest

from coach.adapters.window import Window
from coach.adapters.window.letters import Letters
from coach.adapters.window.painter import is_heavy
from coach.core.live.preparing import Key, MouseMoved, MousePressed, PreparingParams
from coach.core.live.preparing import words as window_words
from coach.core.live.preparing.layout import boxes_of
from coach.core.live.screens.lettering import size_px, width_em
from coach.core.phrase import Phrase
from coach.core.prepare import readiness, words
from coach.core.prepare.questions import QUESTIONS, SORE
from coach.core.view.shapes import Spot, Style, Text
from coach.core.words import Language
from coach.resources import fonts_folder
from tests.live.couple import CHECKS, SCREENING, Couple

SIZES = [(960, 540), (1280, 720), (1920, 1080)]
PLACE = "/home/us/.local/share/back-walking-coach/answers.toml"


def every_screen(language: Language, size: tuple[int, int]) -> dict[str, Couple]:
    """A couple at every kind of screen, and at the fullest of each."""

    def couple() -> Couple:
        return Couple(PreparingParams(language=language, keep_in=PLACE), size=size)

    def all_stops() -> Couple:
        at = couple()
        for _ in range(SCREENING):
            at.type("y")
            if at.page not in QUESTIONS:
                at.press(Key.ENTER)
        return at

    def all_cautions(checks: str, giver_kg: str) -> Couple:
        at = couple()
        for number in range(SCREENING):
            at.type("y" if QUESTIONS[number].consequence.value == "caution" else "n")
            if QUESTIONS[number].id == SORE:
                at.paint((0.7, 0.4), (0.6, 0.5)).paint((0.3, 0.6)).press(Key.ENTER)
        return at.type("60").press(Key.ENTER).type(giver_kg).press(Key.ENTER).type(checks)

    found = {question.id: couple().type("n" * number) for number, question in enumerate(QUESTIONS[:10])}
    found |= {"answered": couple().type("?").press(Key.LEFT, Key.TAB)}
    found |= {"map": couple().to_places(), "weight": couple().to_weights()}
    found |= {"wrong weight": couple().to_weights().type("5").press(Key.ENTER)}
    painted = couple().to_places().paint((0.7, 0.3), (0.6, 0.5)).paint((0.3, 0.6))
    painted.do(MousePressed(*painted.on_map(0.3, 0.3)), MouseMoved(*painted.on_map(0.35, 0.35)))
    found |= {"painted": painted, "keep": couple().to_keeping()}
    for number in range(CHECKS):
        at = couple().to_weights().press(Key.ENTER, Key.ENTER).type("y" * number)
        found[QUESTIONS[SCREENING + number].id] = at
    may, not_yet = all_cautions("y" * CHECKS, "90"), all_cautions("n" * CHECKS, "90")
    return found | {"may": may.type("y"), "not yet": not_yet.type("n"), "stop": all_stops()}


def texts(couple: Couple) -> list[Text]:
    return [shape for shape in couple.screen.around.shapes if isinstance(shape, Text)]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_lies_inside_the_window_and_can_be_read_at_arm_s_length(language, size) -> None:
    width, height = size
    for name, couple in every_screen(language, size).items():
        for text in texts(couple):
            box = text.box
            assert box.left_px >= 0, (name, text)
            assert box.right_px <= width + 0.5, (name, text)
            assert box.top_px >= -0.1 * box.height_px, (name, text)
            assert box.bottom_px <= height + 0.1 * box.height_px, (name, text)
            if text.style is not Style.MAP_LABEL:
                assert size_px(text) >= height / 36, (name, text.words)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_that_is_told_is_left_out_for_want_of_room_but_a_dozen_reasons(size) -> None:
    screens = every_screen(Language.EN, size)
    cut = {name for name, couple in screens.items() if re.search(r"and \d+ more", couple.words)}
    assert cut <= {"stop"}
    assert "You may begin" in screens["may"].words
    assert "Not yet" in screens["not yet"].words
    assert "no promise" in screens["may"].words
    assert "doctor" in screens["stop"].words


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (800, 1000), (320, 240), (2560, 1080), (40, 30), (1, 1)])
def test_a_window_of_any_size_has_all_screens(width, height) -> None:
    for couple in every_screen(Language.ZH, (width, height)).values():
        assert (couple.screen.around.width_px, couple.screen.around.height_px) == (width, height)


@pytest.mark.parametrize("language", Language)
def test_the_words_of_a_low_button_are_whole_in_a_narrow_window_and_their_key_gives_way(language) -> None:
    narrow, wide = (every_screen(language, size) for size in ((1000, 800), (1280, 720)))
    for name, couple in narrow.items():
        whole = {text.words for text in texts(couple)}
        for placed in boxes_of(couple.params, couple.state).controls:
            if placed.box.height_px < 0.13 * 750:
                assert placed.control.label.of(language) in whole, (name, placed.control.label.en)
    assert "PgUp" not in narrow["painted"].words
    assert "PgUp" in wide["painted"].words


def test_the_chinese_screens_speak_chinese() -> None:
    known = re.compile(r"Esc|Tab|PgUp|GV\d+|coach live --answers|/home\S*")
    for name, couple in every_screen(Language.ZH, (1280, 720)).items():
        for text in texts(couple):
            assert not re.search("[a-z]{2}", known.sub("", text.words)), (name, text.words)


def test_every_phrase_exists_in_both_languages() -> None:
    for name, phrase in window_words.all_phrases().items():
        is_key = phrase.en == phrase.zh or name.startswith("KEY_")
        assert is_key or re.search("[\u4e00-\u9fff]", phrase.zh), name
        assert not re.search("[\u4e00-\u9fff]", phrase.en), name


def test_an_answer_is_told_by_a_tick_and_a_remark_by_its_sign_not_by_colour_alone() -> None:
    screens = every_screen(Language.EN, (1280, 720))

    def marks(name: str) -> list[Style]:
        return [shape.style for shape in screens[name].screen.around.shapes if isinstance(shape, Spot)]

    assert marks("answered").count(Style.STEP_DONE) == 1
    assert Style.LIGHT_FAULT in marks("may")
    assert Style.BANNER_INFO in marks("stop")  # to know, no fault of theirs
    assert Style.LIGHT_FAULT not in marks("stop")


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    with Window(fonts_folder(), max_fps=1e6, share=1.0) as opened:
        yield opened


@pytest.mark.gui
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", SIZES)
def test_no_text_must_be_made_smaller_to_fit_but_a_long_path(window, language, size) -> None:
    letters = Letters(fonts_folder())
    for name, couple in every_screen(language, size).items():
        for text in texts(couple):
            if PLACE not in text.words:
                assert letters.fitting_px(text, is_heavy(text.style)) >= round(size_px(text)), (name, text.words)


@pytest.mark.gui
def test_every_character_has_a_letter_and_the_table_of_widths_is_on_the_safe_side(window) -> None:
    phrases = [*window_words.all_phrases().values(), *(one.text for one in QUESTIONS), *(one.told for one in QUESTIONS)]
    phrases += [value for table in (words, readiness) for value in vars(table).values() if isinstance(value, Phrase)]
    letters = Letters(fonts_folder())
    for written in (phrase.of(language) for phrase in phrases for language in Language):
        assert window.lacking(written) == "", written
        for heavy in (False, True):
            assert letters.width_px(written, 100, heavy) <= 100 * width_em(written) + 2, written
