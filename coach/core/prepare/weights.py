"""Is the giver heavy for this receiver (technique.md B7)? Both weights are optional, and unknown is a third answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from coach.core.thresholds import Threshold

LEAST_KG, MOST_KG = 20.0, 250.0  # what may be told: beyond it is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class WeightParams:
    """From where on a giver is heavy. technique.md B7 gives no number: both are own judgement."""

    heavy_kg: Annotated[
        float, Threshold("kg", 30.0, 200.0, "technique.md B7 names no number; own judgement: about a grown man")
    ] = 75.0
    heavy_ratio: Annotated[
        float,
        Threshold("ratio", 0.3, 3.0, "technique.md B7 names no number; own judgement: heavier than the one below"),
    ] = 1.0


def is_heavy(params: WeightParams, giver_kg: float | None, receiver_kg: float | None) -> bool | None:
    """Is the giver heavy? None = not known.

    The giver's own weight alone may say yes; for a no both weights are needed.
    """
    if giver_kg is None:
        return None
    if giver_kg >= params.heavy_kg:
        return True
    return None if receiver_kg is None else giver_kg > params.heavy_ratio * receiver_kg
