"""The rehearsal where the looks miss the raised arm: the picture of its place tells, while nothing else moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from coach.core.landmarks import FloatArray
from coach.core.live import live
from coach.core.live.live import LiveInput, LiveMoment, LiveParams
from coach.core.live.stage import SIGNAL_SEEN, Stage
from coach.core.look import LookPlan, Looks
from coach.core.single_precision import rounded
from tests.core.conftest import SIZE, Eyes, Stand, stage_of
from tests.live.staged import facts_at
from tests.live.test_rehearsal_seen import said

FPS = 12.0
SHOWS_S = 9.0  # behind the asking
NAN = float("nan")
AT_REST = np.zeros(7)
ARM_AWAY = np.array([0.8, 0.95, 0.0, 0.0, 0.0, 0.0, 0.0])
HEAD_AWAY = np.array([0.0, 0.0, 0.0, 0.0, 0.9, 0.9, 0.9])
BESIDE = Stand(left_cm=(80.0, 25.0), right_cm=(98.0, 25.0), on_floor=True)
Shown = Callable[[float], tuple[FloatArray | None, float]]


@dataclass
class PicturedEyes(Eyes):
    """Eyes whose looks see a body that lies still; the picture of it, and of the room, is as told for a time, s."""

    shown: Shown = field(default=lambda _: (AT_REST, 0.0))
    t_s: float = 0.0

    def look(self, plan: LookPlan) -> Looks:
        looks = super().look(plan)
        changed, elsewhere = self.shown(self.t_s - SHOWS_S)
        asked = plan.spots is not None
        reach = plan.spots is not None and plan.spots.reach_px is not None
        return replace(looks, changed=changed if asked else None, elsewhere=elsewhere if reach else NAN)


@dataclass(frozen=True)
class Lived:
    """All moments of a session, and which of its pictures were learnt."""

    moments: list[LiveMoment]
    learnt_s: list[float]


def session(shown: Shown, until_s: float, beside_from_s: float = np.inf) -> Lived:
    params, eyes = LiveParams(), PicturedEyes(stage_of(), shown=shown)
    state, moments, learnt_s = live.begin(), [], []
    for number in range(round(until_s * FPS)):
        eyes.t_s = t_s = number / FPS
        eyes.stand = BESIDE if t_s - SHOWS_S >= beside_from_s else None
        plan = live.plan(params, state, SIZE, t_s)
        if plan.backdrop is not None and plan.backdrop.learns:
            learnt_s.append(t_s - SHOWS_S)
        state, moment = live.step(params, state, LiveInput(t_s, SIZE, facts_at(number), rounded(eyes.look(plan))))
        moments.append(moment)
    return Lived(moments, learnt_s)


def away(changed: FloatArray | None, elsewhere: float = 0.0, lasts_s: float = 2.0) -> Shown:
    return lambda since_s: (changed if 0.0 <= since_s < lasts_s else AT_REST, elsewhere)


def test_an_arm_that_only_the_picture_shows_raised_is_the_signal_within_a_second() -> None:
    moments = session(away(ARM_AWAY), SHOWS_S + 11.0).moments
    seen_s = next(one.t_s for one in moments if one.stage.stage is Stage.BESIDE)
    assert SHOWS_S < seen_s < SHOWS_S + 1.0
    assert said(moments)[-3:] == ["show_signal", "signal_seen", "stand_beside"]
    assert "stop_ask" not in said(moments)


@pytest.mark.parametrize(
    "shown",
    [
        away(ARM_AWAY, elsewhere=0.05),  # somebody walks up, or the camera was pushed
        away(ARM_AWAY, elsewhere=NAN),  # nothing is known of the rest: a recording of an earlier version
        away(ARM_AWAY, lasts_s=0.3),  # a shadow
        away(HEAD_AWAY),
        away(np.full(7, NAN)),
        away(None),
    ],
)
def test_what_may_be_somebody_else_or_is_no_arm_is_no_signal(shown: Shown) -> None:
    assert "signal_seen" not in said(session(shown, SHOWS_S + 6.0).moments)


@pytest.mark.parametrize(("elsewhere", "counts"), [(0.05, False), (0.0, True)])
def test_a_giver_who_came_shows_in_the_rest_of_the_picture_and_one_whom_the_looks_make_up_does_not(
    elsewhere: float, counts: bool
) -> None:
    def shown(since_s: float) -> tuple[FloatArray | None, float]:
        return (ARM_AWAY if 0.0 <= since_s < 2.0 else AT_REST, elsewhere if since_s >= -1.0 else 0.0)

    moments = session(shown, SHOWS_S + 6.0, beside_from_s=-1.0).moments
    assert (SIGNAL_SEEN in moments[-1].stage.told) is counts


def test_who_was_beside_the_receiver_from_the_start_is_not_forgotten_for_a_quiet_picture() -> None:
    moments = session(away(ARM_AWAY), SHOWS_S + 6.0, beside_from_s=-8.0).moments
    assert SIGNAL_SEEN not in moments[-1].stage.told


def test_a_raised_arm_is_not_learnt_as_the_room_and_one_that_was_put_down_elsewhere_is() -> None:
    learnt_s = np.array(session(away(ARM_AWAY), SHOWS_S + 6.0).learnt_s)
    assert not ((learnt_s > 0.1) & (learnt_s < 1.9)).any()
    assert (learnt_s > 2.2).sum() > 3.0 * FPS
    elsewhere_s = np.array(session(away(ARM_AWAY, lasts_s=60.0), SHOWS_S + 9.0).learnt_s)
    assert not ((elsewhere_s > 0.1) & (elsewhere_s < 4.9)).any()
    assert (elsewhere_s > 5.3).sum() > 3.0 * FPS
