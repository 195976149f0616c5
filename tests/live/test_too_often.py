"""One session too many within seven days: said aloud before anything else, with the days on console and screen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach.adapters.history import History
from coach.adapters.recording import RecordingHeader, SessionRecorder, read_recording
from coach.app.live import start
from coach.app.live.run import LiveEnd
from coach.app.live.start import LiveJob, start_live
from coach.app.replay import replay
from coach.core.live.live import LiveParams
from coach.core.live.screens.speech import words_of
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally
from coach.core.live.weekly import day_words
from coach.core.words import Language
from tests.core.rules.conftest import Story
from tests.live.staged import fold, staged_session
from tests.live.test_session_stories import lived

Start = Callable[..., tuple[LiveParams, list[str]]]


@pytest.mark.parametrize("language", Language)
def test_a_session_too_many_is_advised_against_aloud_before_anything_else(
    monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    params = LiveParams(language=language, too_often=True)
    moments = lived(Story(fps=12.0).receiver_alone(14.0), monkeypatch, params)
    said = [one.starts for one in moments if one.starts]
    assert said[0].t_s == 0.0
    assert said[0].sound == "too_often"
    assert (
        words_of(said[0], language)
        == {
            Language.EN: "Two sessions in seven days are enough. Better wait. You decide.",
            Language.ZH: "七天里两次就够了，最好改天，由你们决定。",
        }[language]
    )
    assert said[1].t_s >= said[0].end_s
    assert [one.sound for one in said].count("too_often") == 1


def test_a_session_that_is_none_too_many_says_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = lived(Story(fps=12.0).receiver_alone(6.0), monkeypatch)
    assert "too_often" not in {one.starts.sound for one in moments if one.starts}


def test_a_replay_says_it_too(tmp_path: Path) -> None:
    params = replace(staged_session().params, too_often=True)
    inputs = staged_session().inputs
    path = tmp_path / "session.coach"
    with SessionRecorder(path, RecordingHeader("1.2.3", params=params)) as recorder:
        for given, moment in zip(inputs, fold(params, inputs), strict=True):
            recorder.keep(given, moment.starts)
    assert read_recording(path).header.params.too_often
    again = replay(path)
    assert again.differences == ()
    assert again.said[0].sound == "too_often"


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Start:
    """Opens nothing but the history: what the session is given, and what the console shows."""
    given: list[LiveParams] = []

    def run_session(*parts: object, **_: object) -> LiveEnd:
        given.append(parts[4])  # type: ignore[arg-type]
        return LiveEnd(None, Tally(), None, interrupted=True)

    quiet = SimpleNamespace(problem=None, begin=lambda: None, now_s=lambda: 0.0)
    for name in ("Mixer", "CoachEyes", "Camera"):
        monkeypatch.setattr(start, name, lambda *_, **__: nullcontext(quiet))
    monkeypatch.setattr(start, "run_session", run_session)

    def run(sessions: int, **job: object) -> tuple[LiveParams, list[str]]:
        now = datetime.now().astimezone()
        with History(tmp_path, now.date()) as history:
            for days in range(1, sessions + 1):
                number = history.begin(now - timedelta(days=days), "")
                history.end(number, Tally(on_back_s=600.0), Ending.ASKED)
        lines: list[str] = []
        start_live(LiveJob(data=tmp_path, with_window=False, with_record=False, **job), lines.append)  # type: ignore[arg-type]
        return given[-1], lines

    return run


def test_the_history_decides_whether_it_is_said_and_the_days_are_written(begin: Start) -> None:
    params, lines = begin(1)
    assert not params.too_often
    assert not any("once or twice a week is advised" in line for line in lines)
    params, lines = begin(1)  # a second one
    assert params.too_often
    yesterday = day_words((datetime.now() - timedelta(days=1)).date())
    assert any(yesterday.en in line and "once or twice a week is advised" in line for line in lines)


def test_who_keeps_no_history_is_not_advised(begin: Start) -> None:
    params, _ = begin(3, with_history=False)
    assert not params.too_often
