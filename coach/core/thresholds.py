"""How a threshold is written down: its unit, its range and where its number comes from.

Every stage of the core keeps its own thresholds as a frozen dataclass of annotated floats::

    @dataclass(frozen=True, slots=True)
    class SpineParams:
        band_cm: Annotated[float, Threshold("cm", 0.5, 6.0, "technique.md D1: ...")] = 2.0

`coach.config` reads the annotations, so a settings file, its error messages and its documentation cannot drift from
the code.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Threshold:
    """Unit, allowed range (both ends included) and source of one number."""

    unit: str
    low: float
    high: float
    source: str
