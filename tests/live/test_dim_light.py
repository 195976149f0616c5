"""Dim light is told once while people set up and once in a session, and never where the picture is black or covered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.core.live import live
from coach.core.live.camera_health import CameraCondition, CameraHealth, PictureFacts
from coach.core.live.dim_light import DimParams, DimState, follow_light, light_told
from coach.core.live.live import LiveInput, LiveParams
from coach.core.live.prompts import prompt_named
from coach.core.live.stage import Stage
from coach.core.words import Language
from tests.core.conftest import SIZE
from tests.live.staged import facts_at

FPS = [30.0, 15.0, 5.0]


def lit(number: int, mean: float) -> PictureFacts:
    return replace(facts_at(number), mean=mean, contrast=0.2 * mean)


def told(
    story: list[tuple[float, float, Stage]], fps: float = 15.0, condition: CameraCondition = CameraCondition.OK
) -> list[float]:
    """When it is told, s; a story is (seconds, brightness, stage)."""
    state, at_s, number = DimState(), [], 0
    health = CameraHealth(condition, 0.0, (), True, fps)
    for seconds, mean, stage in story:
        for _ in range(round(seconds * fps)):
            state, due = follow_light(DimParams(), state, lit(number, mean), health, stage, number / fps)
            if due:
                state = light_told(state, stage)
                at_s.append(number / fps)
            number += 1
    return at_s


@pytest.mark.parametrize("fps", FPS)
def test_dim_light_is_told_at_placement_once_it_lasts_and_not_again_when_the_session_begins(fps: float) -> None:
    at_s = told([(2.0, 120.0, Stage.PLACEMENT), (30.0, 33.0, Stage.PLACEMENT), (60.0, 33.0, Stage.SESSION)], fps)
    assert len(at_s) == 1
    assert 5.0 - 1e-6 <= at_s[0] <= 5.0 + 1 / fps


@pytest.mark.parametrize("fps", FPS)
def test_a_lamp_that_goes_out_in_the_session_is_told_once(fps: float) -> None:
    again = [(20.0, 33.0, Stage.SESSION), (20.0, 120.0, Stage.SESSION)]
    at_s = told([(10.0, 33.0, Stage.ALONE), (20.0, 120.0, Stage.SUPPORT), *again, *again, *again], fps)
    assert len(at_s) == 2
    assert at_s[1] == pytest.approx(33.0, abs=1 / fps + 1e-6)


@pytest.mark.parametrize(
    "story",
    [
        [(60.0, 45.0, Stage.SESSION)],  # between the two levels, from above
        [(1.0, 33.0, Stage.SESSION), (5.0, 120.0, Stage.SESSION)] * 10,  # somebody passes before the lamp
        [(60.0, 33.0, Stage.PAUSED)],
        [(60.0, 33.0, Stage.ENDED)],
    ],
)
def test_light_that_will_do_or_is_dim_for_a_moment_or_while_nobody_treads_is_no_news(
    story: list[tuple[float, float, Stage]],
) -> None:
    assert told(story) == []


@pytest.mark.parametrize("condition", [CameraCondition.DARK, CameraCondition.COVERED, CameraCondition.FROZEN])
def test_a_camera_that_is_blind_has_words_of_its_own(condition: CameraCondition) -> None:
    assert told([(60.0, 10.0, Stage.SESSION)], condition=condition) == []


def test_nothing_is_claimed_of_light_without_pictures() -> None:
    state, health = DimState(), CameraHealth(CameraCondition.OK, 0.0, (), False, 15.0)
    for number in range(300):
        state, due = follow_light(DimParams(), state, None, health, Stage.SESSION, number / 15)
        assert not due


def test_a_request_that_found_no_silence_stays_due() -> None:
    state, health = DimState(), CameraHealth(CameraCondition.OK, 0.0, (), True, 15.0)
    due = False
    for number in range(150):
        state, due = follow_light(DimParams(), state, lit(number, 33.0), health, Stage.ALONE, number / 15)
    assert due


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("mean", "word"), [(33.0, "more_light"), (10.0, "picture_dark")])
def test_a_session_in_dim_light_asks_for_a_lamp_once_and_a_black_picture_says_that_it_cannot_see(
    language: Language, mean: float, word: str
) -> None:
    state, said = live.begin(), []
    for number in range(60 * 12):
        given = LiveInput(number / 12, SIZE, lit(number, mean))
        state, moment = live.step(LiveParams(language=language), state, given)
        said += [] if moment.starts is None else [moment.starts]
    light = [one for one in said if one.sound in ("more_light", "picture_dark", "camera_covered")]
    assert {one.sound for one in light} == {word}
    assert light[0].length_s == prompt_named(word).length_s(language)
    if word == "more_light":
        assert len(light) == 1
