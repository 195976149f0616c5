"""The watchdog: says that results have stopped coming, whatever the thread that should make them is doing.

It is asked by the main thread many times a second, so it does not depend on the one it watches. Silence never means
fine: results that are a second old are none.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from coach.core.findings import Severity
from coach.core.live.voice import Spoken
from coach.core.thresholds import Threshold

PROMPT = "results_stale"


@dataclass(frozen=True, slots=True)
class WatchdogParams:
    """When results count as stale."""

    stale_s: Annotated[float, Threshold("s", 0.3, 10.0, "blind for a second is spoken; issue of the live coach")] = 1.0
    again_s: Annotated[float, Threshold("s", 3.0, 120.0, "told again while it lasts; own judgement")] = 15.0
    begin_s: Annotated[float, Threshold("s", 1.0, 60.0, "the networks take some seconds to warm up; own judgement")] = (
        8.0
    )


@dataclass(frozen=True, slots=True)
class WatchdogState:
    """When it was told last that results are stale, s; NaN = they are not."""

    told_s: float = math.nan

    @property
    def stale(self) -> bool:
        """Have results stopped coming?"""
        return not math.isnan(self.told_s)


def watch(
    params: WatchdogParams, state: WatchdogState, newest_s: float, now_s: float, length_s: float
) -> tuple[WatchdogState, Spoken | None]:
    """Look at the age of the newest result.

    Args:
        params: thresholds.
        state: what the last call returned.
        newest_s: when the newest result was ready, s; NaN = there was none yet.
        now_s: the time, s on the same clock.
        length_s: of the sound that tells it, s.

    Returns:
        The new state, and the sound to start now, if any.
    """
    age_s = now_s - newest_s if math.isfinite(newest_s) else now_s - params.begin_s
    if age_s < params.stale_s:
        return WatchdogState(), None
    if state.stale and now_s - state.told_s < params.again_s:
        return state, None
    return WatchdogState(now_s), Spoken(now_s, PROMPT, False, Severity.GUIDE, length_s)
