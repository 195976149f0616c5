"""A whole live session on a stage whose truth is known: what reaches it, moment by moment. No picture, no network."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from coach.core.live import live
from coach.core.live.camera_health import PictureFacts
from coach.core.live.live import LiveInput, LiveMoment, LiveParams
from coach.core.live.stage import Command
from coach.core.single_precision import rounded
from tests.core.conftest import SIZE, Eyes, Stand, stage_of

FPS = 12.0
HOLDS = (0.25, 0.35, 1.45)

# Until when, s; who is there: None = nobody beside the receiver.
SCENES: tuple[tuple[float, Stand | None], ...] = (
    (4.0, None),
    (6.5, Stand(left_cm=(80.0, 25.0), right_cm=(98.0, 25.0), on_floor=True)),
    (10.0, Stand(left_cm=(-9.0, 20.0), right_cm=(9.0, 24.0), left_hand_m=HOLDS)),
    (13.0, Stand(left_cm=(-9.0, 20.0), right_cm=(1.0, 24.0), left_hand_m=HOLDS)),  # on the spine
    (15.0, Stand(left_cm=(-9.0, 20.0), right_cm=(9.0, 24.0), left_hand_m=HOLDS)),
)


@dataclass(frozen=True)
class Staged:
    """A session: what reached it, and what came of each moment."""

    params: LiveParams
    inputs: tuple[LiveInput, ...]
    moments: tuple[LiveMoment, ...]


def facts_at(number: int) -> PictureFacts:
    """A picture that is well lit and never the same twice."""
    levels = np.random.default_rng(number).uniform(90.0, 150.0, (16, 16)).astype(np.float32)
    return PictureFacts(float(levels.mean()), 40.0, levels.astype(np.float64), SIZE.width, SIZE.height)


def fold(params: LiveParams, inputs: tuple[LiveInput, ...]) -> tuple[LiveMoment, ...]:
    """Every moment of a session."""
    state, moments = live.begin(), []
    for given in inputs:
        state, moment = live.step(params, state, given)
        moments.append(moment)
    return tuple(moments)


@functools.cache
def staged_session(fps: float = FPS) -> Staged:
    """Lie down, stand beside, step on, step onto the spine and off it; a moment without a picture; q."""
    params, eyes = LiveParams(), Eyes(stage_of())
    state = live.begin()
    inputs: list[LiveInput] = []
    moments: list[LiveMoment] = []

    def step(given: LiveInput) -> None:
        nonlocal state
        state, moment = live.step(params, state, given)
        inputs.append(given)
        moments.append(moment)

    for number in range(round(SCENES[-1][0] * fps)):
        t_s = number / fps
        eyes.stand = next(stand for until_s, stand in SCENES if t_s < until_s)
        looks = rounded(eyes.look(live.plan(params, state, SIZE, t_s)))
        step(LiveInput(t_s, SIZE, facts_at(number), looks))
        if number == round(11.0 * fps):
            step(LiveInput(t_s + 0.01))
    step(LiveInput(SCENES[-1][0], commands=(Command.END,)))
    return Staged(params, tuple(inputs), tuple(moments))
