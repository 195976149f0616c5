"""The room: floor, walls, things along the walls, the mat; light and dark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.make_footage import shapes
from tools.make_footage.camera import Camera
from tools.make_footage.dress import any_colour
from tools.make_footage.render import Light
from tools.make_footage.rotate import about, unit, up
from tools.make_footage.shapes import Look, Solid, ball, box, tube

Array = NDArray[np.float64]
_WOODS = ((0.35, 0.17, 0.07), (0.55, 0.33, 0.15), (0.16, 0.07, 0.035), (0.62, 0.45, 0.27), (0.3, 0.22, 0.16))
_WALLS = ((0.75, 0.73, 0.68), (0.8, 0.8, 0.8), (0.55, 0.6, 0.55), (0.72, 0.62, 0.5), (0.5, 0.42, 0.5), (0.35, 0.4, 0.5))


def _wood(chance: np.random.Generator) -> Look:
    one = np.array(_WOODS[chance.integers(len(_WOODS))]) * chance.uniform(0.7, 1.25)
    two = one * chance.uniform(0.45, 0.85)
    return Look(tuple(one), tuple(two), shapes.PLANKS, float(chance.uniform(0.08, 0.2)), float(chance.uniform(0, 0.25)))


def floor_look(chance: np.random.Generator) -> Look:
    """Wood, tiles, carpet or plain."""
    kind = chance.integers(5)
    if kind <= 1:
        return _wood(chance)
    one = np.array(any_colour(chance, 0.3))
    if kind == 2:
        tile = np.clip(0.3 + 0.7 * one, 0, 0.85)
        return Look(
            tuple(tile), tuple(tile * chance.uniform(0.4, 0.8)), shapes.TILES, float(chance.uniform(0.25, 0.6)), 0.2
        )
    if kind == 3:
        return Look(tuple(one), tuple(one * 0.6), shapes.PILE, float(chance.uniform(0.1, 0.4)))
    return Look(tuple(one), tuple(one * chance.uniform(0.7, 0.95)), shapes.MARBLE, float(chance.uniform(0.3, 1.5)), 0.1)


def build(
    camera: Camera, chance: np.random.Generator, wall: tuple[int, float] | None, spare_m: float = 0.0
) -> list[Solid]:
    """Floor, walls and furniture around the camera. `wall`: (-1 or 1, m) a wall that must be at x = side * distance."""
    eye = camera.eye
    low = np.minimum(eye[:2], [-1.1, -1.6]) - chance.uniform(0.4, 2.5, 2) - spare_m
    high = np.maximum(eye[:2], [1.1, 1.6]) + chance.uniform(0.4, 2.5, 2) + spare_m
    if wall is not None:
        if wall[0] < 0:
            low[0] = -wall[1]
        else:
            high[0] = wall[1]
    top = max(eye[2] + 0.2, chance.uniform(2.3, 3.2))
    middle, size = (low + high) / 2, high - low
    solids = [box([*middle, -0.05], [*size, 0.1], floor_look(chance))]
    if chance.random() < 0.5:
        solids[0].places = solids[0].places[:, [1, 0, 2]]
    base = np.array(_WALLS[chance.integers(len(_WALLS))]) * chance.uniform(0.75, 1.15)
    paint = Look(tuple(base), tuple(base * 0.93), shapes.PILE if chance.random() < 0.5 else shapes.PLAIN, 0.3, 0.0)
    accent = Look(any_colour(chance, 0.5), shine=0.02) if chance.random() < 0.3 else paint
    papered = Look(tuple(base), any_colour(chance, 0.3), int(chance.integers(1, 6)), float(chance.uniform(0.08, 0.4)))
    skirting = Look(tuple(np.array(paint.colour) * chance.choice([0.3, 1.1])))
    sides = ((0, low[0], 1.0), (0, high[0], -1.0), (1, low[1], 1.0), (1, high[1], -1.0))
    for number, (axis, at, inwards) in enumerate(sides):
        centre, extent = np.array([*middle, top / 2]), np.array([*size, top])
        centre[axis], extent[axis] = at - inwards * 0.05, 0.1
        look = accent if number == 3 else papered if number == 2 and chance.random() < 0.15 else paint
        solids.append(box(centre, extent, look))
        solids[-1].casts = False
        if axis == 0:
            solids[-1].places = solids[-1].places[:, [1, 0, 2]]
        strip, strip_size = centre.copy(), extent.copy()
        strip[axis] += inwards * 0.06
        strip[2], strip_size[2], strip_size[axis] = 0.05, 0.1, 0.02
        solids.append(box(strip, strip_size, skirting))
        if wall is not None and axis == 0 and (inwards > 0) == (wall[0] < 0):
            continue
        solids += _along_wall(axis, at, inwards, low, high, top, chance)
    if chance.random() < 0.7:
        solids.append(box([*middle, top + 0.05], [*size, 0.1], Look((0.8, 0.8, 0.78))))
        solids[-1].casts = False
    for _ in range(int(chance.integers(0, 4))):  # small things on the floor
        spot = chance.uniform(low + 0.3, high - 0.3)
        if abs(spot[0]) > 0.6 or abs(spot[1]) > 1.3:
            size3 = chance.uniform(0.06, 0.35, 3)
            thing = Look(any_colour(chance), any_colour(chance), int(chance.integers(0, 6)), 0.05)
            turn = about([0, 0, 1], chance.uniform(0, 3))
            if chance.random() < 0.6:
                solids.append(box([*spot, size3[2] / 2], size3, thing, turn))
            else:
                solids.append(ball([*spot, size3[2] / 2], size3 / 2, thing, turn))
    if chance.random() < 0.08:  # something at the edge of the picture, before the people
        ahead = camera.R[2]
        across = camera.R[0] * chance.choice([-1, 1])
        at = eye + ahead * chance.uniform(0.7, 1.3) + across * chance.uniform(0.45, 0.8)
        at[2] = chance.uniform(0.3, 1.1)
        solids.append(
            box(at, chance.uniform(0.06, 0.28, 3), Look(any_colour(chance)), about([0, 0, 1], chance.uniform(0, 3)))
        )
    return solids


def _along_wall(
    axis: int, at: float, inwards: float, low: Array, high: Array, top: float, chance: np.random.Generator
) -> list[Solid]:
    """Furniture, pictures, windows along one wall."""
    solids: list[Solid] = []
    other = 1 - axis
    turn = np.eye(3) if axis == 1 else about([0, 0, 1], np.pi / 2)

    def put(along: float, out: float, z: float, size: tuple[float, float, float], look: Look) -> None:
        """Size: along the wall, out of it, up."""
        middle = np.zeros(3)
        middle[axis], middle[other], middle[2] = at + inwards * out, along, z
        solids.append(box(middle, size, look, turn))

    along = low[other] + 0.4
    while along < high[other] - 0.6:
        kind = str(
            chance.choice(["gap", "sofa", "shelf", "chest", "plant", "window", "picture", "door", "curtain", "lamp"])
        )
        colour, second = Look(any_colour(chance)), Look(any_colour(chance))
        wide = float(chance.uniform(0.5, 1.2))
        if kind == "sofa":
            wide = float(chance.uniform(1.3, 2.1))
            put(along + wide / 2, 0.45, 0.22, (wide, 0.8, 0.4), colour)
            put(along + wide / 2, 0.14, 0.6, (wide, 0.22, 0.5), colour)
            for end in (0.08, wide - 0.08):
                put(along + end, 0.45, 0.45, (0.18, 0.8, 0.3), colour)
            put(along + wide * 0.3, 0.3, 0.55, (0.35, 0.15, 0.33), second)
        elif kind == "shelf":
            tall = float(chance.uniform(0.9, 2.0))
            wood = Look(tuple(np.array(_WOODS[chance.integers(5)]) * 0.8))
            put(along + wide / 2, 0.03, tall / 2, (wide, 0.04, tall), wood)
            for end in (0.0, wide):
                put(along + end, 0.16, tall / 2, (0.04, 0.3, tall), wood)
            for z in np.arange(0.05, tall, 0.36):
                put(along + wide / 2, 0.16, float(z), (wide, 0.3, 0.03), wood)
                x = 0.06
                while x < wide - 0.1:
                    thick, high_m = float(chance.uniform(0.03, 0.09)), float(chance.uniform(0.18, 0.3))
                    if z + high_m < tall:
                        put(
                            along + x + thick / 2,
                            0.15,
                            z + high_m / 2 + 0.02,
                            (thick * 0.9, 0.2, high_m),
                            Look(any_colour(chance)),
                        )
                    x += thick
        elif kind == "chest":
            tall = float(chance.uniform(0.45, 1.1))
            put(
                along + wide / 2,
                0.24,
                tall / 2,
                (wide, 0.45, tall),
                Look(any_colour(chance, 0.3), any_colour(chance), 9, 0.2),
            )
            put(along + wide / 2, 0.25, tall + 0.01, (wide + 0.04, 0.5, 0.03), second)
            put(along + wide * 0.7, 0.2, tall + 0.12, (0.15, 0.15, 0.22), colour)
        elif kind == "plant":
            wide = 0.5
            spot = np.zeros(3)
            spot[axis], spot[other], spot[2] = at + inwards * 0.3, along + 0.25, 0.0
            solids.append(tube(spot, spot + up(0.3), 0.11, colour, 0.15))
            green = Look((0.03, float(chance.uniform(0.12, 0.3)), 0.04), (0.02, 0.08, 0.02), shapes.BLOBS, 0.1)
            for _ in range(9):
                lean = about([0, 0, 1], chance.uniform(0, 6.3)) @ about([0, 1, 0], chance.uniform(0.2, 0.9))
                leaf = spot + up(0.3) + lean @ np.array([0, 0, 0.3])
                solids.append(ball(leaf, [0.03, 0.07, 0.32], green, lean))
        elif kind == "window":
            tall, base = float(chance.uniform(0.8, 1.4)), float(chance.uniform(0.7, 1.1))
            bright = np.array([0.75, 0.85, 1.0]) * chance.uniform(0.15, 1.3)
            put(along + wide / 2, 0.01, base + tall / 2, (wide, 0.04, tall), Look(tuple(bright), glow=0.9))
            for x in (0.0, wide / 2, wide):
                put(along + x, 0.03, base + tall / 2, (0.05, 0.05, tall), second)
            for z in (base, base + tall):
                put(along + wide / 2, 0.03, z, (wide, 0.06, 0.05), second)
        elif kind == "picture":
            wide = float(chance.uniform(0.3, 0.7))
            tall, z = float(chance.uniform(0.3, 0.7)), float(chance.uniform(1.2, 1.8))
            put(along + wide / 2, 0.015, z, (wide + 0.06, 0.03, tall + 0.06), second)
            art = Look(
                any_colour(chance), any_colour(chance), int(chance.integers(0, 6)), float(chance.uniform(0.05, 0.2))
            )
            put(along + wide / 2, 0.025, z, (wide, 0.03, tall), art)
        elif kind == "door":
            wide = 0.9
            put(along + wide / 2, 0.02, 1.0, (wide, 0.06, 2.0), Look(any_colour(chance, 0.2)))
        elif kind == "curtain":
            cloth = Look(any_colour(chance), any_colour(chance), shapes.BARS, float(chance.uniform(0.06, 0.2)))
            put(along + wide / 2, 0.08, top * 0.5, (wide, 0.08, top * 0.9), cloth)
        elif kind == "lamp":
            wide = 0.4
            spot = np.zeros(3)
            spot[axis], spot[other] = at + inwards * 0.3, along + 0.2
            solids.append(tube(spot, spot + up(1.4), 0.015, Look((0.05, 0.05, 0.05))))
            solids.append(tube(spot + up(1.35), spot + up(1.65), 0.18, Look((1.0, 0.85, 0.6), glow=0.8), 0.12))
        along += wide + float(chance.uniform(0.1, 1.2))
    return solids


def light(chance: np.random.Generator) -> Light:
    """One or two directions, warm or cold, dim or bright."""
    warm = chance.uniform(-1, 1)
    tint = np.array([1 + 0.22 * warm, 1.0, 1 - 0.28 * warm])
    bearing = chance.uniform(-np.pi, np.pi)
    height = chance.uniform(0.5, 1.45)
    sun = unit([np.cos(bearing) * np.cos(height), np.sin(bearing) * np.cos(height), np.sin(height)])
    other = bearing + chance.uniform(1.5, 4.5)
    fill = unit([np.cos(other), np.sin(other), chance.uniform(0.2, 1.2)])
    strength = chance.uniform(0.25, 1.0)
    ambient = chance.uniform(0.3, 0.75)
    cold = np.array([1 - 0.1 * warm, 1.0, 1 + 0.1 * warm])
    return Light(
        sun,
        tint * strength,
        fill,
        cold * chance.choice([0.0, chance.uniform(0.05, 0.3)]),
        cold * ambient,
        tint * ambient * chance.uniform(0.35, 0.75),
        float(chance.uniform(0.0004, 0.004)),
        float(chance.uniform(0.45, 0.95)),
        float(chance.uniform(0.25, 0.8)),
    )


@dataclass(frozen=True)
class Mat:
    """What the receiver lies on: a mat, a mattress or a bed.

    Attributes:
        middle: (2,) m.
        half: (2,) m, half its width and its length.
        turn: (3, 3) about the vertical.
        height_m: of its top.
    """

    middle: Array
    half: Array
    turn: Array
    height_m: float

    def top(self, place: Array) -> float:
        """Height of what somebody stands on at a (2,) place: the mat or the floor, m."""
        inside = np.abs((np.asarray(place)[:2] - self.middle) @ self.turn[:2, :2]) < self.half
        return self.height_m if inside.all() else 0.0

    def solids(self, chance: np.random.Generator) -> list[Solid]:
        """What there is to see."""
        pattern = int(chance.choice([0, 0, shapes.PILE, shapes.STRIPES, shapes.BARS, shapes.CHECKS, shapes.BLOBS]))
        look = Look(any_colour(chance), any_colour(chance), pattern, float(chance.uniform(0.04, 0.25)))
        wide, long = 2 * self.half
        at = np.append(self.middle, 0.0)
        thick = self.height_m if self.height_m < 0.2 else min(0.22, self.height_m * 0.5)
        top = box(at + up(self.height_m - thick / 2), [wide, long, thick], look, self.turn)
        top.places = top.places[:, [0, 2, 1]]
        low = self.height_m - thick
        if low <= 0:
            return [top]
        wood = Look(tuple(np.array(_WOODS[chance.integers(5)])), shine=0.1)
        return [top, box(at + up(low / 2 + 0.02), [wide + 0.06, long + 0.06, low - 0.04], wood, self.turn)]


def choose_mat(chance: np.random.Generator, height_m: float, length_m: float, turn: Array) -> Mat:
    """A mat of a height for somebody of a length."""
    wide = float(chance.uniform(0.6, 1.0) if height_m < 0.2 else chance.uniform(0.8, 1.7))
    long = length_m + float(chance.uniform(0.05, 0.5))
    middle = turn[:2, :2] @ np.array([chance.normal(0, 0.04), chance.normal(0.0, 0.08)])
    return Mat(middle, np.array([wide, long]) / 2, turn, height_m)
