"""What is said of the camera's place fits where it stands: nobody at the head end is sent to the head end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.core.analysis import Moment
from coach.core.live import live
from coach.core.live.live import LiveInput, LiveParams
from coach.core.live.placing import MOVE_IT, WILL_DO, fitting
from coach.core.live.prompts import prompt_named
from coach.core.live.screens.speech import advice_words
from coach.core.sight import CameraEnd, CameraPlace, ViewVerdict
from coach.core.words import Language
from tests.core import conftest
from tests.core.conftest import SIZE, Eyes, stage_of
from tests.live.staged import facts_at, staged_session

WELL = CameraPlace(CameraEnd.HEAD, 3.0, 32.0, 25.0, 150.0, 280.0, 2.0, 8.0, 10.0)
FAR = replace(WELL, distance_cm=520.0)
ENDS_BY_WORDS = {
    "head end": [CameraEnd.LEFT, CameraEnd.RIGHT, CameraEnd.FOOT_LEFT, CameraEnd.FOOT_RIGHT, CameraEnd.FOOT],
    "middle of the head end": [CameraEnd.HEAD_LEFT, CameraEnd.HEAD_RIGHT],
}


def moment_from(place: CameraPlace | None, cm_per_px: float = 0.4) -> Moment:
    moment = next(one.moment for one in staged_session().moments if one.moment is not None)
    back = replace(moment.sight.back, camera=place, cm_per_px=cm_per_px, view=ViewVerdict.CANNOT_JUDGE_FEET)
    return replace(moment, sight=replace(moment.sight, back=back))


def words(prompt: str, place: CameraPlace | None, cm_per_px: float = 0.4) -> str:
    return prompt_named(fitting(prompt, moment_from(place, cm_per_px))).words(Language.EN)


@pytest.mark.parametrize("prompt", [MOVE_IT, WILL_DO])
@pytest.mark.parametrize(
    ("where", "end"), [(where, end) for where, ends in ENDS_BY_WORDS.items() for end in ends], ids=str
)
def test_from_elsewhere_the_way_to_the_head_end_is_told(prompt: str, where: str, end: CameraEnd) -> None:
    assert where in words(prompt, replace(WELL, end=end))


@pytest.mark.parametrize("prompt", [MOVE_IT, WILL_DO])
@pytest.mark.parametrize(
    ("place", "cm_per_px", "said"),
    [
        (FAR, 0.8, "nearer"),
        (replace(WELL, rise_deg=12.0), 0.4, "higher"),
        (replace(WELL, end=CameraEnd.ABOVE, rise_deg=80.0, distance_cm=400.0), 0.7, "nearer"),
    ],
)
def test_at_the_head_end_it_is_told_what_helps_there(
    prompt: str, place: CameraPlace, cm_per_px: float, said: str
) -> None:
    told = words(prompt, place, cm_per_px)
    assert said in told
    assert "head end" not in told


def test_a_usable_view_that_nothing_betters_is_told_no_more_than_that() -> None:
    assert words(WILL_DO, WELL) == "This view will do."
    assert words(WILL_DO, replace(WELL, distance_cm=100.0)) == "This view will do."


def test_a_view_that_cannot_tell_is_always_told_what_to_do_next() -> None:
    assert "back a little" in words(MOVE_IT, replace(WELL, distance_cm=100.0))
    assert "higher" in words(MOVE_IT, WELL)
    assert "nearer" in words(MOVE_IT, replace(WELL, end=CameraEnd.ABOVE, rise_deg=75.0))
    assert "head end" in words(MOVE_IT, None)


def test_other_prompts_stay_and_so_does_what_nobody_has_looked_at() -> None:
    assert fitting("lie_down", moment_from(FAR)) == "lie_down"
    assert fitting(MOVE_IT, None) == MOVE_IT


@pytest.mark.parametrize("language", list(Language))
def test_the_window_says_the_same_as_the_voice(language: Language) -> None:
    for place in (None, WELL, FAR, replace(WELL, end=CameraEnd.LEFT)):
        moment = moment_from(place, 0.8)
        assert advice_words(moment, language) == prompt_named(fitting(MOVE_IT, moment)).words(language)


def test_a_couple_with_a_low_camera_at_the_head_end_is_not_sent_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(conftest.VIEWS, "low head end", (np.pi, 3.5, 1.2, np.radians(12)))
    eyes, state, params = Eyes(stage_of("low head end")), live.begin(), LiveParams()
    said: list[str] = []
    views: set[ViewVerdict] = set()
    for number in range(60):
        t_s = number / 12
        looks = eyes.look(live.plan(params, state, SIZE, t_s))
        state, moment = live.step(params, state, LiveInput(t_s, SIZE, facts_at(number), looks))
        views.add(moment.seen.view)
        said += [moment.starts.sound] if moment.starts is not None else []
    assert views - {ViewVerdict.UNKNOWN} <= {ViewVerdict.USABLE, ViewVerdict.CANNOT_JUDGE_FEET}
    assert [sound for sound in said if "view" in sound] == ["view_usable_higher"]
    assert "move_to_head_end" not in said
