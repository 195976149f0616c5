"""How often the coach may speak: every number of the arbitration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from coach.core.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class CueParams:
    """How often the coach may speak. Pauses run from the end of one sound to the start of the next."""

    pause_urgent_s: Annotated[
        float, Threshold("s", 0.5, 10.0, "technique.md D1: time to step off before it is said again; own judgement")
    ] = 2.0
    pause_warning_s: Annotated[
        float, Threshold("s", 1.0, 60.0, "technique.md D2: time to find a hold before it is said again; own judgement")
    ] = 5.0
    pause_guide_s: Annotated[
        float, Threshold("s", 5.0, 120.0, "technique.md D6: two or three stands of 3 to 5 s each; own judgement")
    ] = 15.0
    pause_unseen_s: Annotated[
        float, Threshold("s", 5.0, 300.0, "unknown that lasts is spoken, but calmly; own judgement")
    ] = 20.0
    unseen_after_s: Annotated[
        float, Threshold("s", 0.0, 30.0, "feet or hands that a step or two hides are no news; own judgement")
    ] = 2.0
    pause_loss_s: Annotated[
        float,
        Threshold(
            "s", 1.0, 60.0, "a person or the back, lost anew: somebody who flickers is told no oftener; own judgement"
        ),
    ] = 5.0
    pause_growth: Annotated[float, Threshold("factor", 1.0, 4.0, "escalate rather than repeat; own judgement")] = 2.0
    pause_growth_most: Annotated[float, Threshold("factor", 1.0, 16.0, "keeps a lasting danger spoken")] = 4.0
    guide_gap_s: Annotated[float, Threshold("s", 2.0, 120.0, "a calm ear is part of the product; own judgement")] = 10.0
    breath_s: Annotated[float, Threshold("s", 0.0, 3.0, "two sounds in a row stay two sounds")] = 0.3
    guide_after_s: Annotated[float, Threshold("s", 0.0, 30.0, "no lesson right after an alarm; own judgement")] = 3.0
    keep_s: Annotated[float, Threshold("s", 0.0, 10.0, "a remark on a moment long past confuses; own judgement")] = 2.0
    firm_within_s: Annotated[
        float, Threshold("s", 0.0, 600.0, "the same slip again within a minute is told more plainly; own judgement")
    ] = 60.0
    most_per_min: Annotated[
        float, Threshold("1/min", 2.0, 30.0, "a calm ear; the first call of an urgent event is never held back by it")
    ] = 10.0
