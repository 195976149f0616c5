"""A rate of pictures that comes and goes is told calmly; blindness is told each time that it begins."""

from __future__ import annotations

import itertools

from coach.core.live import live
from coach.core.live.live import LiveInput, LiveParams
from tests.core.conftest import SIZE
from tests.live.staged import facts_at


def told_of(stretches: tuple[tuple[float, float], ...]) -> list[tuple[float, str]]:
    """What is said of the camera, and when, s; a stretch is (seconds, pictures a second), 0 = none."""
    params, state, said = LiveParams(), live.begin(), []
    t_s, number = 0.0, 0
    for seconds, fps in stretches:
        until_s = t_s + seconds
        while t_s < until_s:
            facts = facts_at(number) if fps > 0 else None
            state, moment = live.step(params, state, LiveInput(t_s, SIZE if fps > 0 else None, facts))
            if moment.starts is not None and moment.starts.sound.startswith("camera"):
                said.append((t_s, moment.starts.sound))
            number += 1
            t_s += 1 / fps if fps > 0 else 0.1
    return said


def test_too_few_pictures_now_and_then_are_told_no_oftener_than_if_they_lasted() -> None:
    said = told_of(((6.0, 5.0), (5.0, 20.0)) * 6)
    assert {sound for _, sound in said} == {"camera_slow"}
    assert len(said) >= 3
    assert all(after - before >= 15.0 for (before, _), (after, _) in itertools.pairwise(said))


def test_a_camera_that_is_gone_again_is_told_again_at_once() -> None:
    said = told_of(((3.0, 20.0), (3.0, 0.0), (4.0, 20.0), (3.0, 0.0), (3.0, 20.0)))
    assert [sound for _, sound in said] == ["camera_lost", "camera_lost"]
    assert said[0][0] < 4.6
    assert said[1][0] < 11.6
