"""Words drawn into pictures and films in Chinese: the program's own words, with letters and not question marks."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from coach import resources
from coach.core.analysis import Analysis, Moment
from coach.core.cues.catalogue import CUES, Cue
from coach.core.cues.spoken import SpokenCue
from coach.core.live import screen_words
from coach.core.sight import CameraEnd, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view import Trail, draw, lay_out, view_words
from coach.core.view.shapes import Scene, Text
from coach.core.view_advice import in_few_words
from coach.core.words import Language, said_in
from coach.errors import CoachError
from coach.report import overlay_ink
from coach.report.captions import captions
from coach.report.overlay import paint
from coach.report.overlay_ink import Type, text_width_px

GREY = np.full((480, 640, 3), 120, np.uint8)
NAMES = {"GV14", "GV4"}


def words(scene: Scene) -> list[str]:
    return [shape.words for shape in scene.shapes if isinstance(shape, Text)]


def drawn(moment: Moment, language: Language = Language.ZH) -> Scene:
    return draw(moment, Trail(), lay_out(640, 480), None, language)


def inked(text: str, weight: int = 500) -> np.ndarray:
    picture = np.zeros((40, 200, 3), np.uint8)
    overlay_ink.text(picture, text, 4.0, 20.0, Type(24, weight), (255, 255, 255))
    return picture[..., 0]


def said(cue: Cue, firm: bool = False) -> SpokenCue:
    saying = cue.saying(firm=firm)
    return SpokenCue(1.0, cue.id, cue.rule, cue.severity, saying.words, saying.length_s, firm)


def test_no_english_word_is_left_on_a_chinese_picture(analysis: Analysis) -> None:
    moments = [replace(moment, cue=said(CUES[k % len(CUES)])) for k, moment in enumerate(analysis.moments)]
    blind = replace(analysis.moments[0].sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET)
    moments.append(Moment(replace(moments[0].sight, back=blind), moments[0].findings, None))
    for moment in moments:
        left = {name for text in words(drawn(moment)) for name in re.findall(r"[A-Za-z]\w*", text)}
        assert left <= NAMES, left
    assert "从这里无法判断脚的位置：把摄像头移到头部那端" in words(drawn(moments[-1]))


def test_an_english_picture_is_drawn_as_before(analysis: Analysis) -> None:
    moment = analysis.moments[0]
    assert words(drawn(moment, Language.EN)) == words(draw(moment, Trail(), lay_out(640, 480)))
    assert not re.search("[\u2e80-\uffef]", "".join(words(drawn(moment, Language.EN))))


@pytest.mark.parametrize("weight", [500, 800])
def test_chinese_letters_are_drawn_and_no_two_look_alike(weight: int) -> None:
    letters = sorted(set("离开脊柱扶稳节奏视野正常注意看不清左右支撑物"))
    pictures = {inked(letter, weight).tobytes() for letter in letters}
    assert len(pictures) == len(letters)
    assert inked("?", weight).tobytes() not in pictures
    assert text_width_px("脊柱", Type(24, weight)) > 1.8 * text_width_px("脊", Type(24, weight)) > 30.0


def test_a_chinese_cue_is_seen_on_the_picture(analysis: Analysis) -> None:
    moment = replace(analysis.moments[0], cue=said(CUES[0]))
    chinese, english = (paint(drawn(moment, language), GREY) for language in (Language.ZH, Language.EN))
    strip = slice(0, 46)
    assert (chinese[strip] != GREY[strip]).any()
    assert (chinese != english).any()


def test_the_words_are_those_of_the_live_window() -> None:
    assert dict(view_words.VERDICTS) == dict(screen_words.VERDICTS)
    theirs = (screen_words.SPINE, screen_words.MARKED_SPOT, screen_words.ZONE, screen_words.SUPPORT)
    assert set(view_words.LIGHTS.values()) == {*theirs, screen_words.PACE, screen_words.SIGHT}
    assert set(view_words.VERDICTS) == set(Verdict)


def test_every_advice_has_its_chinese(analysis: Analysis) -> None:
    place = next(m.sight.back.camera for m in analysis.moments) or None
    assert in_few_words(None, 0.4, Language.ZH) == "把摄像头移到头部那端"
    if place is not None:
        low = replace(place, end=CameraEnd.HEAD, rise_deg=5.0)
        assert in_few_words(low, 0.4, Language.ZH) == "把摄像头升高"
        far = replace(place, end=CameraEnd.HEAD, rise_deg=40.0, distance_cm=500.0)
        assert in_few_words(far, 1.0, Language.ZH) == "把摄像头移近"


def test_captions_follow_with_the_chinese_sounds_lengths() -> None:
    for firm in (False, True):
        chinese = said_in(said(CUES[0], firm), Language.ZH)
        assert chinese.spoken in captions([chinese])
        assert not re.search("[A-Za-z]", chinese.spoken)
    english = said(CUES[0])
    assert said_in(english, Language.EN) is english


def test_a_font_that_is_missing_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(overlay_ink, "fonts_folder", lambda: tmp_path)
    overlay_ink._font.cache_clear()
    text_width_px.cache_clear()
    try:
        with pytest.raises(CoachError, match=r"missing or damaged: reinstall the program\.$"):
            text_width_px("脊柱", Type(24, 500))
    finally:
        overlay_ink._font.cache_clear()
    assert resources.fonts_folder().is_dir()
