"""The rehearsal as eyes see it: the landmarks of an arm that goes up, or of a hand that taps, on the whole way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from coach.core.landmarks import FloatArray, Landmark, Pose
from coach.core.live import live
from coach.core.live.live import LiveInput, LiveMoment, LiveParams
from coach.core.live.stage import Stage
from coach.core.look import Answer, LookPlan, Looks
from coach.core.people.regions import extent_px
from coach.core.single_precision import rounded
from tests.core.conftest import SIZE, Eyes, stage_of
from tests.core.people.test_taps import HAND, lift_m
from tests.live.staged import facts_at

FPS = 12.0
SHOWS_S = 9.0  # behind the asking
BODY_M = 1.7
Move = Callable[[FloatArray, float, float], None]


def raises_arm(xy_px: FloatArray, since_s: float, px_per_m: float) -> None:
    if 0.0 <= since_s < 2.0:
        xy_px[HAND, 1] -= 0.75 * px_per_m
        xy_px[Landmark.RIGHT_ELBOW, 1] -= 0.4 * px_per_m


def taps(xy_px: FloatArray, since_s: float, px_per_m: float) -> None:
    xy_px[HAND, 1] -= lift_m(since_s, 3, 0.08, 1.5) * px_per_m


def lifts_head(xy_px: FloatArray, since_s: float, px_per_m: float) -> None:
    if 0.0 <= since_s < 2.0:
        xy_px[:11, 1] -= 0.17 * px_per_m


def lies(xy_px: FloatArray, since_s: float, px_per_m: float) -> None:
    del xy_px, since_s, px_per_m


@dataclass
class MovingEyes(Eyes):
    """Eyes on a receiver who moves as told, with a landmark's own error."""

    move: Move = lies
    t_s: float = 0.0

    def look(self, plan: LookPlan) -> Looks:
        looks = super().look(plan)
        draw = np.random.default_rng(round(self.t_s * 1000))
        return replace(looks, receiver=tuple(self._moved(one, draw) for one in looks.receiver))

    def _moved(self, answer: Answer, draw: np.random.Generator) -> Answer:
        xy_px = answer.pose.xy_px.copy()
        px_per_m = extent_px(answer.pose) / BODY_M
        xy_px += draw.normal(size=xy_px.shape) * 0.004 * px_per_m
        self.move(xy_px, self.t_s - SHOWS_S, px_per_m)
        return replace(answer, pose=Pose(xy_px, answer.pose.visibility))


def session(move: Move, until_s: float) -> list[LiveMoment]:
    params, eyes = LiveParams(), MovingEyes(stage_of(), move=move)
    state, moments = live.begin(), []
    for number in range(round(until_s * FPS)):
        eyes.t_s = t_s = number / FPS
        looks = rounded(eyes.look(live.plan(params, state, SIZE, t_s)))
        state, moment = live.step(params, state, LiveInput(t_s, SIZE, facts_at(number), looks))
        moments.append(moment)
    return moments


def said(moments: list[LiveMoment]) -> list[str]:
    return [one.starts.sound for one in moments if one.starts]


@pytest.mark.parametrize("move", [raises_arm, taps])
def test_a_shown_signal_is_seen_within_a_moment_and_the_way_goes_on(move: Move) -> None:
    moments = session(move, SHOWS_S + 11.0)
    seen_s = next(one.t_s for one in moments if one.stage.stage is Stage.BESIDE)
    assert SHOWS_S < seen_s < SHOWS_S + 3.0
    assert said(moments)[-3:] == ["show_signal", "signal_seen", "stand_beside"]
    assert moments[-1].seen.lying, "the back that was measured stays where it is"


@pytest.mark.parametrize("move", [lifts_head, lies])
def test_who_lifts_the_head_to_listen_or_lies_still_has_shown_nothing(move: Move) -> None:
    moments = session(move, 2 * SHOWS_S + 28.0)
    sounds = said(moments)
    assert "signal_seen" not in sounds
    assert sounds[-4:] == ["show_signal", "show_signal_again", "signal_not_seen", "stand_beside"]
