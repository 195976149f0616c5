"""What is told when the loudspeaker goes, and when it is back."""

from __future__ import annotations

import pytest

from coach.core.live.loudspeaker import PROBLEMS, RetryParams, SoundState, told
from coach.core.words import Language


def test_a_loss_is_shown_without_a_sound_and_the_return_is_spoken() -> None:
    lost = told(SoundState.OPEN, SoundState.LOST, 12.0, Language.EN)
    back = told(SoundState.LOST, SoundState.OPEN, 20.0, Language.EN)
    assert lost is not None
    assert back is not None
    assert (lost.sound, lost.length_s) == ("sound_lost", 0.0)
    assert (back.sound, back.t_s) == ("sound_back", 20.0)
    assert back.length_s > 0.0


@pytest.mark.parametrize("state", SoundState)
def test_what_has_not_changed_is_not_told(state: SoundState) -> None:
    assert told(state, state, 1.0, Language.ZH) is None


def test_who_begins_without_a_loudspeaker_is_told_on_the_screen_in_both_languages() -> None:
    for state in SoundState:
        assert (state in PROBLEMS) is (state is not SoundState.OPEN)
    assert all(problem.en and problem.zh for problem in PROBLEMS.values())


def test_a_try_that_takes_long_is_made_seldom() -> None:
    params = RetryParams(pause_s=2.0, share=0.02)
    assert params.after_s(0.001) == 2.0
    assert params.after_s(0.1) == pytest.approx(5.0)
