"""Fast step (technique.md D6): nothing fast or sudden. A foot is placed, it does not drop."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated

from coach.core.findings import Figure, Rule
from coach.core.rules.feet import event_side
from coach.core.rules.flash import FlashState, Instant, flash
from coach.core.rules.stands import StandStep
from coach.core.rules.track import Outcome
from coach.core.sight import BackSight, Contact, FootSight, ViewVerdict
from coach.core.thresholds import Threshold
from coach.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class FastStepParams:
    """Thresholds of the landing speed."""

    landing_cm_s: Annotated[
        float,
        Threshold(
            "cm/s",
            30.0,
            300.0,
            "a foot that falls freely over 4 cm lands at sqrt(2 g h) = 89 cm/s; a placed one is slower",
        ),
    ] = 90.0
    sure: Annotated[
        float, Threshold("standard deviations", 0.0, 6.0, "a jump of an unsure look is none of the foot: 1.5 sigma")
    ] = 1.5
    before_s: Annotated[
        float, Threshold("s", 0.05, 0.6, "the end of the swing, and the 0.2 s that the contact is seen late")
    ] = 0.4
    after_s: Annotated[
        float, Threshold("s", 0.0, 0.4, "the contact may be seen a frame before the foot has come to rest")
    ] = 0.12
    stood_s: Annotated[
        float, Threshold("s", 0.0, 5.0, "a foot that has stood on the back this long treads; it does not step up")
    ] = 0.5
    show_s: Annotated[float, Threshold("s", 0.2, 5.0, "one stamp, one remark")] = 1.0


@dataclass(frozen=True, slots=True)
class SpeedSample:
    """Speed of a foot at one moment, cm/s, and its standard deviation."""

    t_s: float
    speed_cm_s: float
    sigma_cm_s: float


@dataclass(frozen=True, slots=True)
class FastStepState:
    """One foot.

    Attributes:
        speeds: of the last moments.
        on_back_s: how long it has stood on the back in all since it last stood on the floor, s.
        t_s: time of the last update; NaN = none yet.
        landed_s: its last landing that is to be judged; NaN = judged already or none.
        flash: what is on show.
    """

    speeds: tuple[SpeedSample, ...] = ()
    on_back_s: float = 0.0
    t_s: float = math.nan
    landed_s: float = math.nan
    flash: FlashState = field(default_factory=FlashState)


def fast_step(
    params: FastStepParams, state: FastStepState, foot: FootSight, back: BackSight, stand: StandStep, t_s: float
) -> tuple[FastStepState, Outcome]:
    """Judge one foot at one moment. Only a landing on the back that was seen from the air counts.

    A foot that comes up from the floor goes a long way and is fast on it without dropping, and one that is found again
    after it was lost seems to jump: only steps from back to back are judged, and only speeds since it was last unseen,
    in views that can judge feet at all.

    Raises:
        ValueError: time runs backwards.
    """
    window_s = params.before_s + params.after_s
    seen = foot.contact is not Contact.UNKNOWN and back.view is not ViewVerdict.CANNOT_JUDGE_FEET
    speeds = tuple(sample for sample in state.speeds if seen and t_s - sample.t_s <= window_s)
    if seen and math.isfinite(foot.speed_cm_s):
        speeds = (*speeds, SpeedSample(t_s, foot.speed_cm_s, foot.speed_sigma_cm_s))
    landed_s = t_s if stand.landed and state.on_back_s >= params.stood_s else state.landed_s
    if t_s - landed_s > params.after_s:
        landed_s = math.nan
    instant = _landing(params, speeds, landed_s)
    if instant is not None:
        landed_s = math.nan
    otherwise = Verdict.OK if seen else Verdict.UNKNOWN
    shown, outcome = flash(Rule.FAST_STEP, event_side(foot.side), params.show_s, state.flash, instant, otherwise, t_s)
    return FastStepState(speeds, _on_back_s(state, foot, t_s), t_s, landed_s, shown), outcome


def _on_back_s(state: FastStepState, foot: FootSight, t_s: float) -> float:
    if foot.contact is Contact.FLOOR:
        return 0.0
    passed_s = t_s - state.t_s if math.isfinite(state.t_s) else 0.0
    return state.on_back_s + (passed_s if foot.contact is Contact.BACK else 0.0)


def _landing(params: FastStepParams, speeds: tuple[SpeedSample, ...], landed_s: float) -> Instant | None:
    """The instant of a landing that was too fast, or None."""
    near = [sample for sample in speeds if landed_s - sample.t_s <= params.before_s]
    fast = [s for s in near if s.speed_cm_s >= max(params.landing_cm_s, params.sure * s.sigma_cm_s)]
    if not fast:
        return None
    peak_cm_s = max(sample.speed_cm_s for sample in fast)
    start_s = min(landed_s, fast[0].t_s)
    return Instant(start_s, max(landed_s, fast[-1].t_s), (Figure("landing_cm_s", peak_cm_s),))
