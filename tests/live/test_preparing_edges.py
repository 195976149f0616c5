"""The screens before a session at their edges: a weight that is left with Back, a brush that leaves its map."""

from __future__ import annotations

import pytest

from coach.core.live.preparing import Key
from coach.core.live.preparing.layout import boxes_of, frame_of
from tests.live.couple import Couple


@pytest.mark.parametrize("away", [Key.LEFT, Key.PAGE_UP])
def test_a_weight_that_was_typed_stays_when_they_go_back_and_one_that_is_none_does_not(away: Key) -> None:
    couple = Couple().to_weights().type("70").press(Key.ENTER).type("62").press(away).type("").press(away)
    assert (couple.state.answers.receiver_kg, couple.state.answers.giver_kg) == (70.0, 62.0)
    couple.press(Key.ENTER).press(Key.DELETE).type("9").press(away)
    assert couple.state.answers.receiver_kg == 70.0
    couple.press(Key.ENTER).press(Key.DELETE).press(away)
    assert couple.state.answers.receiver_kg is None


def test_the_brush_stays_on_the_map_by_mouse_and_by_keys() -> None:
    couple = Couple().to_places().paint((0.9, 0.5), (1.8, 0.5))
    left_px, right_px = couple.on_map(0.0, 0.5)[0], couple.on_map(1.0, 0.5)[0]
    px_per_cm = frame_of(couple.params, couple.state, boxes_of(couple.params, couple.state).map).px_per_cm
    most_cm = (right_px - left_px) / 2 / px_per_cm
    assert couple.state.painting.brush.offset_cm == pytest.approx(most_cm, abs=0.01)
    couple.press(*[Key.RIGHT] * 50)
    assert couple.state.painting.brush.offset_cm == pytest.approx(most_cm, abs=0.01)
