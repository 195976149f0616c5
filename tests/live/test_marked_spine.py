"""A spine line that the mouse puts right counts from then on, whatever the session was doing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.core.landmarks import FloatArray
from coach.core.live.live import LiveMoment, LiveParams
from coach.core.look import Hints
from tests.live.staged import fold, staged_session

ASIDE_PX = 30.0
SOON_S = 0.2


def line_px(moment: LiveMoment) -> FloatArray:
    """The neck's and the tail's end of the spine line that is judged by."""
    assert moment.moment is not None
    return moment.moment.sight.back.spine_px[[0, -1]]


def seen(moments: list[LiveMoment]) -> list[LiveMoment]:
    """Without those of a camera that gives no picture."""
    return [moment for moment in moments if moment.moment is not None]


def number_at(moments: list[LiveMoment], t_s: float) -> int:
    return next(number for number, moment in enumerate(moments) if moment.t_s >= t_s)


@pytest.mark.parametrize("t_s", [3.0, 9.0])
def test_a_line_that_is_marked_while_it_goes_on_is_the_one_that_counts(t_s: float) -> None:
    inputs = list(staged_session().inputs)
    before = list(fold(LiveParams(), inputs))
    at, soon = number_at(before, t_s), number_at(before, t_s + SOON_S)
    told = line_px(before[at]).copy()
    told[0, 0] += ASIDE_PX
    inputs[at] = replace(inputs[at], hints=Hints(spine_px=told))
    after = list(fold(LiveParams(), inputs))
    assert line_px(before[soon])[0, 0] == pytest.approx(told[0, 0] - ASIDE_PX, abs=3.0)
    for moment in seen(after[soon:]):
        np.testing.assert_allclose(line_px(moment), told, atol=4.0)


def test_the_same_line_told_once_more_as_a_recording_brings_it_changes_nothing() -> None:
    inputs = list(staged_session().inputs)
    first = list(fold(LiveParams(), inputs))
    told = line_px(first[number_at(first, 9.0)]).copy()
    told[0, 0] += ASIDE_PX
    inputs[number_at(first, 9.0)] = replace(inputs[number_at(first, 9.0)], hints=Hints(spine_px=told))
    once = list(fold(LiveParams(), inputs))
    again = number_at(first, 11.0)
    inputs[again] = replace(inputs[again], hints=Hints(spine_px=told.copy()))
    twice = list(fold(LiveParams(), inputs))
    for one, other in zip(seen(once[again:]), seen(twice[again:]), strict=True):
        np.testing.assert_array_equal(line_px(one), line_px(other))
