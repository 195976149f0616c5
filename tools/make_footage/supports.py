"""What the giver's hands hold: geometry, and where a hand would take hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.dress import any_colour
from tools.make_footage.shapes import Look, Solid, box, tube
from tools.make_footage.upright import Hand

Array = NDArray[np.float64]
KINDS = ("none", "wall", "wallbar", "barre", "chair", "ceil", "stick")


@dataclass(frozen=True)
class Support:
    """One support beside or above the receiver.

    Attributes:
        kind: one of KINDS.
        side: -1 or 1, of the receiver: +X is right.
        x_m: where it is; for `ceil` half the distance of the two bars.
        h_m: its height.
        y_m: where along the receiver a chair or a stick stands.
    """

    kind: str
    side: int
    x_m: float
    h_m: float
    y_m: float = 0.0

    @property
    def wall(self) -> tuple[int, float] | None:
        """The wall that it needs."""
        if self.kind == "wall":
            return self.side, abs(self.x_m)
        return (self.side, abs(self.x_m) + 0.08) if self.kind == "wallbar" else None

    def as_truth(self) -> dict[str, object] | None:
        """As the ground truth writes it."""
        if self.kind == "none":
            return None
        return {"kind": self.kind, "side": self.side, "x": self.x_m, "h": self.h_m, "cy": self.y_m}

    def grip(self, shoulder: Array, reach_m: float, ahead: Array, low: float) -> Hand | None:
        """Where a hand holds it, None if it is out of reach. `low`: -1 to 1, how high on a wall."""
        outer = self.side
        y_way = np.array([0.0, 1, 0])
        if self.kind == "wall":
            gap = abs(abs(self.x_m) - outer * shoulder[0])
            point = np.array([outer * abs(self.x_m), shoulder[1] + 0.25 * ahead[1], shoulder[2] + 0.22 * low])
            hand = Hand("flat", point, np.array([-outer, 0.0, 0.0]))
            far = gap
        elif self.kind in ("wallbar", "barre"):
            point = np.array([outer * abs(self.x_m), shoulder[1] + 0.15 * ahead[1], self.h_m])
            hand = Hand("hold", point, y_way)
            far = float(np.linalg.norm(point - shoulder))
        elif self.kind == "chair":
            y = float(np.clip(shoulder[1] + 0.1 * ahead[1], self.y_m - 0.17, self.y_m + 0.17))
            hand = Hand("hold", np.array([outer * abs(self.x_m), y, self.h_m]), y_way)
            far = float(np.linalg.norm(hand.point - shoulder))
        elif self.kind == "ceil":
            x = min((-abs(self.x_m), abs(self.x_m)), key=lambda v: abs(v - shoulder[0]))
            hand = Hand("hold", np.array([x, shoulder[1] + 0.1 * ahead[1], self.h_m]), y_way)
            far = float(np.linalg.norm(hand.point - shoulder))
        elif self.kind == "stick":
            hand = Hand(
                "hold",
                np.array([outer * abs(self.x_m), self.y_m, min(self.h_m - 0.08, shoulder[2])]),
                np.array([0, 0, 1.0]),
            )
            far = float(np.linalg.norm(hand.point - shoulder))
        else:
            return None
        return hand if far < reach_m else None

    def solids(self, chance: np.random.Generator) -> list[Solid]:
        """What there is to see."""
        x = self.side * abs(self.x_m)
        metal = Look(any_colour(chance, 0.2), shine=0.4)
        wood = Look((0.5, 0.3, 0.14), shine=0.15)
        look = metal if chance.random() < 0.5 else wood
        radius = float(chance.uniform(0.014, 0.024))
        start, end = -float(chance.uniform(0.8, 1.6)), float(chance.uniform(0.9, 1.6))
        solids: list[Solid] = []
        if self.kind == "wallbar":
            rails = [self.h_m] if chance.random() < 0.6 else [*np.arange(0.15, 2.3, 0.16), self.h_m]
            for h in rails:
                solids.append(tube([x, start, h], [x, end, h], radius, look))
            for y in (start + 0.1, (start + end) / 2, end - 0.1):
                solids.append(tube([x, y, self.h_m], [x + self.side * 0.08, y, self.h_m], 0.012, metal))
                if len(rails) > 1:
                    solids.append(box([x + self.side * 0.03, y, 1.15], [0.05, 0.04, 2.3], look))
        if self.kind == "barre":
            for h in (self.h_m, self.h_m - 0.25)[: 1 + int(chance.integers(2))]:
                solids.append(tube([x, start, h], [x, end, h], radius, look))
            for y in (start + 0.05, end - 0.05):
                solids.append(tube([x, y, 0], [x, y, self.h_m], 0.022, metal))
                solids.append(box([x, y, 0.02], [0.5, 0.06, 0.04], metal))
        if self.kind == "chair":
            away = self.side
            seat = self.h_m * 0.48
            for dx in (0.0, 0.38):
                for dy in (-0.19, 0.19):
                    top = self.h_m if dx == 0 else seat
                    at = [x + away * dx, self.y_m + dy]
                    solids.append(tube([*at, 0], [*at, top], 0.016, look))
            solids.append(box([x + away * 0.2, self.y_m, seat], [0.42, 0.42, 0.035], look))
            for h in (self.h_m, self.h_m - 0.14, self.h_m - 0.28):
                solids.append(tube([x, self.y_m - 0.2, h], [x, self.y_m + 0.2, h], 0.017, look))
        if self.kind == "ceil":
            for sign in (-1, 1):
                bar = sign * abs(self.x_m)
                solids.append(tube([bar, start, self.h_m], [bar, end, self.h_m], radius, look))
                for y in (start + 0.1, end - 0.1):
                    solids.append(tube([bar, y, self.h_m], [bar, y, 3.2], 0.01, metal))
        if self.kind == "stick":
            solids.append(tube([x, self.y_m, 0], [x, self.y_m, self.h_m], radius, look))
        return solids


def choose(chance: np.random.Generator, top_m: float, height_m: float, away: int) -> Support:
    """A support for somebody of a height who stands on something. `away`: the side where no camera is."""
    kind = str(chance.choice(KINDS, p=[0.3, 0.14, 0.12, 0.14, 0.12, 0.13, 0.05]))
    side = int(away if kind in ("wall", "wallbar") and away else chance.choice([-1, 1]))
    x = float(chance.uniform(0.42, 0.68))
    base = top_m + 0.18  # about where the soles are
    heights = {
        "wallbar": base + chance.uniform(0.5, 0.8) * height_m,
        "barre": base + chance.uniform(0.42, 0.75) * height_m,
        "chair": chance.uniform(0.75, 1.15),
        "ceil": base + chance.uniform(0.95, 1.14) * height_m,
        "stick": base + chance.uniform(0.7, 1.1) * height_m,
    }
    if kind == "ceil":
        x = float(chance.uniform(0.15, 0.34))
    return Support(kind, side, x, float(heights.get(kind, 1.0)), float(chance.uniform(-0.1, 0.45)))
