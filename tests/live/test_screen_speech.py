"""Long words make room for themselves, and in silence the screen says what is waited for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.core.findings import Severity
from coach.core.live import screen_words
from coach.core.live.prompts import PROMPTS, prompt_named
from coach.core.live.screens import Setting
from coach.core.live.stage import Stage
from coach.core.sight import ViewVerdict
from coach.core.view.shapes import Area, Spot, Style, Text
from coach.core.words import Language
from tests.live.screen_cases import Case, case_at, every_case, words_of

BANNERS = (Style.BANNER_GUIDE, Style.BANNER_INFO, Style.BANNER_WARNING, Style.NOTICE)


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return every_case()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1000, 800), (700, 900)])
@pytest.mark.parametrize("name", ["placement", "session"])
def test_no_prompt_covers_what_stands_below_it(
    cases: dict[str, Case], name: str, size: tuple[int, int], language: Language
) -> None:
    for prompt in PROMPTS:
        case = cases[name].saying(prompt.id, is_cue=False, severity=prompt.severity)
        screen = case.screen(Setting(language, *size))
        shapes = screen.around.shapes
        plate = next(
            one for one in shapes if isinstance(one, Area) and one.style in BANNERS and one.points_px[0, 1] < 30
        )
        bottom_px = float(plate.points_px[:, 1].max())
        inside = {one.words for one in shapes if isinstance(one, Text) and one.style is plate.style}
        texts = [one for one in shapes if isinstance(one, Text) and one.words not in inside]
        assert not [one.words for one in texts if one.box.top_px < bottom_px - 1.0], prompt.id
        marks = [one for one in shapes if isinstance(one, Spot) and one.style is not plate.style]
        assert all(one.centre_px[1] > bottom_px for one in marks), prompt.id
        assert screen.picture is not None
        assert screen.picture.box.top_px > bottom_px - 0.03 * size[1], prompt.id


@pytest.mark.parametrize("language", Language)
def test_while_a_body_is_cut_off_the_screen_asks_for_the_camera_and_not_to_lie_still(language: Language) -> None:
    case = case_at(3.0).silent().staged(Stage.PLACEMENT)
    seen = replace(case.live.seen, lying=True, cut=True, view=ViewVerdict.GOOD)
    cut = replace(case, live=replace(case.live, seen=seen))
    for at, prompt in ((cut, "move_back"), (case, "hold_still")):
        words = " ".join(words_of(at.screen(Setting(language))))
        first = prompt_named(prompt).words(language)[:8]
        assert first in words


@pytest.mark.parametrize("language", Language)
def test_who_lies_on_the_side_reads_to_turn_over_and_that_this_is_what_is_missing(language: Language) -> None:
    case = case_at(3.0).silent().staged(Stage.PLACEMENT)
    seen = replace(case.live.seen, lying=False, aside=True)
    words = words_of(replace(case, live=replace(case.live, seen=seen)).screen(Setting(language)))
    assert prompt_named("turn_over").words(language)[:8] in " ".join(words)
    assert any(screen_words.NOT_PRONE.of(language) in one for one in words)
    others = words_of(case.screen(Setting(language)))
    assert not any(screen_words.NOT_PRONE.of(language) in one for one in others)


def test_a_lost_loudspeaker_is_told_in_words_that_cover_nothing(cases: dict[str, Case]) -> None:
    case = cases["session"].saying("sound_lost", is_cue=False, severity=Severity.GUIDE)
    plain = cases["session"].screen()
    told = case.screen()
    assert told.picture is not None
    assert plain.picture is not None
    assert told.picture.box == plain.picture.box
