"""A part of the picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture: top left corner and size, px."""

    x: float
    y: float
    width: float
    height: float
