"""A clip is judged from its first frame on, whoever is on the receiver by then; the pictures are never gone back to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.adapters.clip import Frame
from coach.app.judge_clip import judge_clip
from coach.core.look import Hints, LookPlan, Looks
from coach.core.people.regions import distance
from coach.core.session import SessionParams
from coach.core.sight import Seen
from tests.core.conftest import SIZE, Eyes, Stand, stage_of

FPS = 12


def frames(count: int, shown: list[int] | None = None) -> Iterator[Frame]:
    for number in range(count):
        if shown is not None:
            shown.append(number)
        yield Frame(number, number / FPS, np.zeros((SIZE.height, SIZE.width, 3), np.uint8))


@pytest.mark.parametrize("view", ["head end", "oblique", "high"])
def test_a_clip_that_begins_with_the_giver_on_the_back_is_judged_from_its_first_frame(view: str) -> None:
    eyes = Eyes(stage_of(view), Stand())
    moments = judge_clip(frames(3), lambda _, plan: eyes.look(plan), SessionParams(), Hints()).whole.moments
    first = moments[0].sight
    assert first.receiver.seen is not Seen.LOST
    assert distance(first.receiver.pose, eyes.told.receiver()) < 0.03
    assert first.giver.seen is Seen.MEASURED
    assert distance(first.giver.pose, eyes.told.giver(eyes.stand)) < 0.01
    assert np.isfinite(first.back.spine_px).all()


def test_each_frame_is_asked_for_once_and_judged_once_however_long_it_is_looked_at() -> None:
    eyes, shown, asked = Eyes(stage_of(), receiver_there=False), list[int](), list[int]()

    def look(_: NDArray[np.uint8], plan: LookPlan) -> Looks:
        asked.append(shown[-1])
        return eyes.look(plan)

    whole = judge_clip(frames(5, shown), look, SessionParams(), Hints()).whole
    assert shown == [0, 1, 2, 3, 4]
    assert [moment.sight.t_s for moment in whole.moments] == [number / FPS for number in shown]
    assert asked.count(0) > asked.count(1) == 1
    assert asked == sorted(asked)
