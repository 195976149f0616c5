"""The last words of a session: what is told beside the sums."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coach.app.live.ending import end_lines, end_words
from coach.core.live.screens import Setting, draw_screen
from coach.core.live.stage import Ending, Stage
from coach.core.live.tally import Tally
from coach.core.words import Language
from tests.live.screen_cases import case_at, words_of

TRODDEN = Tally(session_s=700.0, on_back_s=600.0, steps=80)
FILM = Path("evening.mp4")


@pytest.mark.parametrize(("language", "who"), [(Language.EN, "instructor"), (Language.ZH, "老师")])
@pytest.mark.parametrize("video", [None, FILM])
def test_the_last_screen_tells_how_an_instructor_can_help(language: Language, who: str, video: Path | None) -> None:
    words = end_words(TRODDEN, None, video, True, language)
    assert who in words.now[-1]
    assert ("--keep-video" in words.now[-1]) is (video is None), "who has filmed already is not told how"
    assert any(words.now[-1] in line for line in end_lines(words, Ending.ASKED, language))
    case = case_at(14.0).staged(Stage.ENDED)
    screen = draw_screen(case.live, case.memory, Setting(language), None, case.live.t_s, end=words)
    shown = "".join(words_of(screen)).replace(" ", "")
    for sentence in words.now:
        assert sentence.replace(" ", "") in shown, "nothing of it is cut off"


def test_where_nobody_was_trodden_on_there_is_nothing_to_ask_an_instructor() -> None:
    assert not end_words(replace(TRODDEN, on_back_s=0.0, perhaps_s=0.0), None, None, True, Language.EN).now
