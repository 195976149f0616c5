"""The pacing sound in whole sessions: everything that is said goes first, and nothing of it changes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coach.adapters.recording import RecordingHeader, SessionRecorder
from coach.app.live.console import ConsoleScreen
from coach.app.provenance import program_version
from coach.app.replay import replay, replay_json, replay_lines
from coach.core.findings import Severity
from coach.core.landmarks import Side
from coach.core.live.live import LiveMoment, LiveParams
from coach.core.live.pace import PaceParams
from coach.core.live.screens import ScreenMemory
from coach.core.live.stage import Stage
from coach.core.live.stage_params import StageParams
from coach.core.live.voice import Spoken
from coach.core.sight import Contact, ReceiverActivity
from coach.core.sounds import sounds
from coach.core.words import Language
from tests.core.rules.conftest import Story
from tests.live.test_session_stories import SLIPS, by_hand, inputs_of, led_to_the_session, lived, seen_again, tread

FPS = 9.0  # as a slow computer sees; more pictures a second would prove no more
PACED = LiveParams(pace=PaceParams(sound=True))


def starts(moments: list[LiveMoment]) -> list[Spoken]:
    return [one.starts for one in moments if one.starts is not None]


def knocks(moments: list[LiveMoment]) -> list[Spoken]:
    return [one for one in starts(moments) if one.wordless]


def words(moments: list[LiveMoment]) -> list[Spoken]:
    return [one for one in starts(moments) if not one.wordless]


def right_session() -> Story:
    story = by_hand(led_to_the_session(FPS), 35.0).step_up()
    return by_hand(tread(story, 240.0).step_down(), 35.0)


def session_with_slips() -> Story:
    story = led_to_the_session(FPS).step_up()
    for slip in SLIPS:
        for _ in range(2):
            story.step(Side.LEFT, -9.0, 0.3, pause_s=5.5).step(Side.RIGHT, 9.0, 0.3, pause_s=5.5)
        slip.do(story)
    return story


STORIES = (right_session, session_with_slips)
Sessions = dict[tuple[str, bool], list[LiveMoment]]


@pytest.fixture(scope="module")
def sessions() -> Iterator[Sessions]:
    """Each story without the pacing sound and with it."""
    with pytest.MonkeyPatch.context() as patch:
        yield {
            (story.__name__, paced): lived(story(), patch, PACED if paced else None)
            for story in STORIES
            for paced in (False, True)
        }


@pytest.mark.parametrize("story", [story.__name__ for story in STORIES])
def test_what_is_said_is_the_same_to_the_frame_with_it_and_without_and_without_it_there_is_none(
    sessions: Sessions, story: str
) -> None:
    plain, paced = sessions[story, False], sessions[story, True]
    assert not knocks(plain)
    assert knocks(paced)
    assert words(paced) == words(plain)


@pytest.mark.parametrize("story", [story.__name__ for story in STORIES])
def test_a_knock_is_never_heard_over_words_or_right_after_them(sessions: Sessions, story: str) -> None:
    for before, after in itertools.pairwise(starts(sessions[story, True])):
        if after.wordless:
            assert after.t_s >= before.end_s + (0.0 if before.wordless else PACED.pace.gap_s) - 1e-9


def test_a_right_session_hears_a_few_knocks_that_fade_and_then_none_but_the_question(sessions: Sessions) -> None:
    moments = sessions["right_session", True]
    heard = knocks(moments)
    assert {one.sound for one in heard} == {"pace_ready"}  # who moves on in time never hears that it is time
    assert 2 <= len(heard) <= PACED.pace.kept_row + 1
    fading = [one.volume for one in heard]
    assert fading == sorted(fading, reverse=True)
    assert {one.severity for one in heard} == {Severity.INFO}
    first_s = next(one.t_s for one in moments if one.plan.treading_s > 0.0)
    assert heard[-1].t_s < first_s + 40.0
    assert "check_in" in {one.sound for one in words(moments)}


def test_who_lingers_hears_that_it_is_time(sessions: Sessions) -> None:
    assert {one.sound for one in knocks(sessions["session_with_slips", True])} == {"pace_ready", "pace_onwards"}


def test_nothing_knocks_while_a_foot_is_on_the_spine_or_feet_are_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    story = led_to_the_session(FPS).step_up()
    tread(story, 20.0)
    wrong_s = story.t_s
    side = next(iter(story.places))
    story.step(side, 0.5, 0.5, pause_s=8.0)
    tread(story, 20.0)
    hidden_s = story.t_s
    for foot in story.contacts:
        story.foot(foot, Contact.UNKNOWN)
    story.wait(20.0)
    heard = knocks(lived(story, monkeypatch, PACED))
    assert not [one for one in heard if wrong_s <= one.t_s < wrong_s + 8.5 or one.t_s >= hidden_s]


def test_nothing_knocks_in_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    story = led_to_the_session(FPS).step_up().set(activity=ReceiverActivity.ARM_RAISED).wait(1.5)
    story.set(activity=ReceiverActivity.STILL)
    for side in (*story.contacts, *story.contacts):
        story.step(side, -9.0, 0.5, pause_s=4.0)
    moments = lived(story, monkeypatch, PACED)
    assert moments[-1].stage.stage is Stage.PAUSED
    paused_s = next(one.t_s for one in moments if one.stage.stage is Stage.PAUSED)
    assert not [one for one in knocks(moments) if one.t_s >= paused_s]


def test_a_replay_knocks_at_the_same_frames(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    params = replace(PACED, stage=StageParams(rehearse=False))
    story = led_to_the_session(FPS).step_up()
    story.step(Side.LEFT, -9.0, 0.3, pause_s=6.0).step(Side.RIGHT, 9.0, 0.3, pause_s=4.0)
    moments = lived(story, monkeypatch, params)
    path = tmp_path / "session.coach"
    with SessionRecorder(path, RecordingHeader(program_version(), params=params)) as recorder:
        for given, moment in zip(inputs_of(story), moments, strict=True):
            recorder.keep(given, moment.starts)
    seen_again(story, monkeypatch)
    again = replay(path)
    assert again.differences == ()
    assert [one for one in again.said if one.wordless] == knocks(moments) != []
    assert any("pace pace_ready (info): One soft knock" in line for line in replay_lines(again))
    assert any('"sound": "pace_onwards"' in line and '"volume"' in line for line in replay_json(again))


def test_a_knock_neither_writes_a_line_nor_takes_words_from_the_window() -> None:
    lines: list[str] = []
    knock = Spoken(3.0, "pace_ready", False, Severity.INFO, 0.45, 0.5, wordless=True)
    ConsoleScreen(lines.append, Language.EN).say(knock)
    assert not lines
    said = Spoken(1.0, "begin", False, Severity.INFO, 2.25)
    assert ScreenMemory().heard(said).heard(knock).said is said


def test_the_list_of_sounds_tells_what_a_knock_means_in_both_languages() -> None:
    for name in ("pace_ready", "pace_onwards"):
        english, chinese = (sounds(language)[name] for language in (Language.EN, Language.ZH))
        assert "knock" in english.words
        assert "敲" in chinese.words
        assert english.length_s == chinese.length_s
