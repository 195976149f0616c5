"""Ramp (technique.md D8: start light and increase): the load proxy may be high only after some treading.

What is judged is the proxy's mean over the last seconds, so that the one-footed moments of each step do not count, and
one long stand on a single foot does. The limit begins at `start` and rises with the time on the back; from 1 on nothing
is too much. The remark is a quiet one, and nothing here is an event: `coach analyze` tells it among its figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated

from coach.core.findings import LoadProxy, LoadSight
from coach.core.rules.load_proxy import LoadProxyParams, load_proxy
from coach.core.rules.presence import Presence
from coach.core.rules.temporal import MAX_GAP_S, HoldParams, HoldState, elapsed, hold
from coach.core.sight import Sight
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RampParams:
    """Thresholds of the ramp, and the parts of the proxy."""

    proxy: LoadProxyParams = field(default_factory=LoadProxyParams)
    start: Annotated[
        float,
        Threshold(
            "share of 1", 0.3, 1.0, "both feet without a hand are 0.6, a stand on one foot is 0.85 to 1; own judgement"
        ),
    ] = 0.75
    rise_per_min: Annotated[
        float,
        Threshold("share of 1 per min", 0.01, 1.0, "D8: increase; over two and a half minutes, own judgement"),
    ] = 0.1
    mean_s: Annotated[
        float, Threshold("s", 1.0, 60.0, "D6: a point is held for 3 to 5 s; a step on the way is shorter")
    ] = 6.0
    margin: Annotated[
        float, Threshold("share of 1", 0.0, 0.3, "against toggling: less than a hand is reckoned for")
    ] = 0.05
    confirm_s: Annotated[float, Threshold("s", 0.0, 10.0, "the mean itself is slow; against a single frame")] = 0.5
    clear_s: Annotated[float, Threshold("s", 0.0, 10.0, "the mean itself is slow; against a single frame")] = 0.5
    lapse_s: Annotated[float, Threshold("s", 0.5, 60.0, "longer unseen than this, it is a guess")] = 3.0


@dataclass(frozen=True, slots=True)
class RampState:
    """How long the giver was on the receiver, the proxy's mean, what the last frame told, and the held verdict."""

    trodden_s: float = 0.0
    mean: LoadProxy = LoadProxy(0.0, 0.0)
    before: LoadProxy = LoadProxy(0.0, 0.0)
    was_on: bool = False
    last_s: float = math.nan
    held: HoldState = field(default_factory=HoldState)


def ramp(
    params: RampParams, state: RampState, sight: Sight, presence: Presence, t_s: float
) -> tuple[RampState, LoadSight]:
    """Fold one frame in. Raises ValueError when time runs backwards."""
    stretch_s = min(elapsed(state.last_s, t_s), MAX_GAP_S)
    trodden_s = state.trodden_s + stretch_s * state.was_on
    share = 1.0 - math.exp(-stretch_s / params.mean_s)
    mean = LoadProxy(
        state.mean.low + share * (state.before.low - state.mean.low),
        state.mean.high + share * (state.before.high - state.mean.high),
    )
    limit = min(1.0, params.start + params.rise_per_min * trodden_s / 60.0)
    reading = _read(params, state, mean, limit, presence)
    held, verdict = hold(HoldParams(params.confirm_s, params.clear_s, params.lapse_s), state.held, reading, t_s)
    now = load_proxy(params.proxy, sight, presence)
    after = RampState(trodden_s, mean, now, presence is Presence.ON, t_s, held)
    return after, LoadSight(mean, limit, verdict)


def _read(params: RampParams, state: RampState, mean: LoadProxy, limit: float, presence: Presence) -> Verdict:
    if presence is Presence.OFF:
        return Verdict.OK
    if presence is Presence.UNKNOWN:
        return Verdict.UNKNOWN
    at_fault = state.held.verdict is Verdict.FAULT
    level = limit - params.margin if at_fault and limit < 1.0 else limit
    if mean.low > level:
        return Verdict.FAULT
    return Verdict.OK if mean.high <= level else Verdict.UNKNOWN
