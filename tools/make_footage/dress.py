"""What people look like: skin, clothes as coloured zones of it, hair."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix

from tools.make_footage import shapes
from tools.make_footage.body import Body, Posed
from tools.make_footage.render import Skin
from tools.make_footage.rotate import unit
from tools.make_footage.shapes import Look, ball, tube

Array = NDArray[np.float64]
_SKINS = ("f5d5c5", "efc3a8", "e8b796", "e0ac88", "d59c76", "c68863", "ad7149", "8d5834", "6f4227", "51301e", "3b2419")
_HAIRS = ("0d0b0a", "17120f", "261a12", "3b2718", "5a3a20", "7d5730", "b08d57", "d6bd8a", "7a2f18", "8f8f8f", "d9d9d9")
_EYE_L, _EYE_R = range(14598, 14670), range(14670, 14742)
HAIR = ("none", "buzz", "short", "short", "bob", "bob", "long", "ponytail", "ponytail", "bun")


@dataclass
class Outfit:
    """What one person wears; zones as in `Figure.zones`.

    Attributes:
        worn: uniforms of the pixel program.
        puff_m: how far cloth stands off the skin: top, bottom.
        flare_m: how much more at the end of the trouser leg.
        skin: linear RGB.
        hair: one of HAIR.
        hair_colour: linear RGB.
        hair_m: thickness.
    """

    worn: dict[str, object]
    puff_m: tuple[float, float]
    flare_m: float
    skin: Array
    hair: str
    hair_colour: Array
    hair_m: float
    long_m: float
    words: dict[str, str] = field(default_factory=dict)


def linear(hexes: str) -> Array:
    """(3,) linear RGB of an sRGB colour such as "ff8000"."""
    return np.array([int(hexes[i : i + 2], 16) / 255 for i in (0, 2, 4)]) ** 2.2


def any_colour(chance: np.random.Generator, vivid: float = 0.6) -> tuple[float, float, float]:
    """A linear RGB colour."""
    if chance.random() < 0.35:
        grey = chance.choice([0.015, 0.03, 0.08, 0.2, 0.45, 0.75, 0.85])
        rgb = grey * (1 + chance.normal(0, 0.06, 3))
    else:
        rgb = chance.uniform(0.02, 0.8, 3) ** 1.4
        rgb = rgb.mean() + (rgb - rgb.mean()) * vivid * 1.6
    r, g, b = np.clip(rgb, 0.01, 0.9)
    return float(r), float(g), float(b)


def dress(chance: np.random.Generator, woman: bool, lying: bool) -> Outfit:
    """Clothes, hair and skin at random."""
    worn: dict[str, object] = {"top": (0.0, 0.0, 0.0, 0.0), "band": (0.0, 0.0, 0.0, 0.0), "folds": 0.0}
    tops = ["bare", "tee", "tee", "long", "tank", "crop", "jumper"]
    share = [0.45, 0.2, 0.1, 0.1, 0.06, 0.04, 0.05] if lying else [0.06, 0.25, 0.25, 0.18, 0.12, 0.04, 0.1]
    kind = str(chance.choice(tops, p=share))
    neck = float(chance.uniform(1.0, 1.12))
    sleeve = {"tee": chance.uniform(0.3, 0.95), "long": chance.uniform(1.5, 2.0), "jumper": chance.uniform(1.8, 2.0)}
    sleeve |= {"tank": chance.uniform(-0.22, -0.02), "crop": chance.uniform(-0.2, 0.7), "bare": 0.0}
    hem = chance.uniform(-0.25, 0.12) if kind != "crop" else chance.uniform(0.3, 0.6)
    if kind != "bare":
        worn["top"] = (float(hem), neck, float(sleeve[kind]), 1.0)
    elif woman and (not lying or chance.random() < 0.5):
        low = float(chance.uniform(0.5, 0.6))
        worn["band"] = (low, low + float(chance.uniform(0.06, 0.2)), 0.0, 1.0)
    worn["band_colour"] = any_colour(chance)
    lows = {"briefs": (0.02, 0.1), "shorts": (0.25, 0.95), "capri": (1.2, 1.55), "long": (1.75, 2.0)}
    low_kind = str(chance.choice(list(lows), p=[0.1, 0.34, 0.14, 0.42]))
    worn["bottom"] = (float(chance.uniform(0.05, 0.3)), float(chance.uniform(*lows[low_kind])), 9.0, 1.0)
    if chance.random() < (0.12 if lying else 0.03):
        worn["bottom"] = (*worn["bottom"][:2], float(chance.uniform(1.5, 1.95)), 1.0)  # type: ignore[index]
    worn["sock"] = any_colour(chance)
    for name in ("top", "low"):
        pattern = int(chance.choice([0, 0, 0, 0, 1, 2, 3, 4, 5, 10 if name == "top" else 0]))
        sizes = {1: (0.03, 0.12), 2: (0.02, 0.08), 3: (0.03, 0.1), 4: (0.03, 0.08), 5: (0.04, 0.15), 10: (0.05, 0.12)}
        worn[f"{name}_one"], worn[f"{name}_two"] = any_colour(chance), any_colour(chance)
        worn[f"{name}_pattern"] = pattern
        worn[f"{name}_size"] = float(chance.uniform(*sizes.get(pattern, (0.05, 0.1))))
    worn["folds"] = float(chance.uniform(0.1, 0.7))
    loose = chance.random() < 0.4
    puff = (
        float(chance.uniform(0.008, 0.022) if loose or kind == "jumper" else chance.uniform(0.001, 0.005)),
        float(chance.uniform(0.006, 0.018) if chance.random() < 0.4 else chance.uniform(0.001, 0.004)),
    )
    tone = float(chance.uniform(0, len(_SKINS) - 1))
    one, part = int(tone), tone % 1
    skin = linear(_SKINS[one]) * (1 - part) + linear(_SKINS[min(one + 1, len(_SKINS) - 1)]) * part
    hair = str(chance.choice(HAIR if woman else ("none", "none", "buzz", "short", "short", "short", "bob", "bun")))
    colour = linear(str(chance.choice(_HAIRS)))
    if hair == "buzz":
        colour = colour * 0.6 + skin * 0.4
    return Outfit(
        worn,
        puff,
        float(chance.choice([0.0, 0.0, 0.02, 0.04])),
        skin * chance.uniform(0.92, 1.08, 3),
        hair,
        colour,
        float({"buzz": 0.004, "short": chance.uniform(0.01, 0.028)}.get(hair, chance.uniform(0.01, 0.02))),
        float(chance.uniform(0.12, 0.38)),
        {"top": kind, "bottom": low_kind, "hair": hair},
    )


class Figure:
    """A body with its outfit, ready to be posed and drawn.

    Attributes:
        zones: (N, 4) along the arm (0 shoulder, 1 elbow, 2 wrist; below 0 towards the trunk), along the leg (0 hip,
            1 knee, 2 ankle), up the trunk (0 hip joints, 1 shoulder joints), how far above the hair line.
    """

    def __init__(self, body: Body, outfit: Outfit, part: int) -> None:
        self.body, self.outfit, self._part = body, outfit, part
        faces = body.data.faces
        rows = np.repeat(np.arange(len(faces)), 3)
        self._spread = csr_matrix((np.ones(len(rows)), (faces.ravel(), rows)), shape=(len(body.vertices), len(faces)))
        self.zones = _zones(body)
        self._tints = _tints(body, outfit)
        self._rest = body.vertices + self.normals(body.vertices) * self._puff()[:, None]
        self._scalp = faces[(self.zones[faces, 3] > -0.06).any(axis=1)] if outfit.hair != "none" else faces[:0]
        lift = np.clip(self.zones[:, 3] / 0.12, 0, 1)[:, None] * outfit.hair_m + 0.002
        wobble = 1 + 0.25 * np.sin(body.vertices @ [90.0, 130, 70])[:, None]
        self._hair_rest = body.vertices + self.normals(body.vertices) * lift * wobble

    def normals(self, vertices: Array) -> Array:
        """(N, 3) smooth normals."""
        corners = vertices[self.body.data.faces]
        flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        smooth = self._spread @ flat
        return smooth / np.maximum(np.linalg.norm(smooth, axis=1, keepdims=True), 1e-12)

    def draw(self, posed: Posed, lies: bool) -> list[shapes.Solid]:
        """What is to be rendered."""
        body = self.body
        skin = body.skin(posed.joints, posed.turns, rest=self._rest)
        faces = body.data.faces
        parts: list[shapes.Solid] = [
            Skin(
                skin, self.normals(skin), body.vertices, faces, Look(shine=0.12), self._part, zones=self.zones,
                tints=self._tints, worn=self.outfit.worn,
            )
        ]  # fmt: skip
        if len(self._scalp):
            hair = body.skin(posed.joints, posed.turns, rest=self._hair_rest)
            tints = np.tile(self.outfit.hair_colour, (len(hair), 1))
            look = Look(shine=0.15)
            normals = self.normals(hair)
            parts.append(
                Skin(
                    hair, normals, body.vertices, self._scalp, look, self._part, zones=self.zones, tints=tints, person=2
                )
            )  # fmt: skip
            parts += self._more_hair(posed, lies)
        return parts

    def _puff(self) -> Array:
        worn, zones = self.outfit.worn, self.zones
        top, bottom = np.array(worn["top"]), np.array(worn["bottom"])
        out = np.zeros(len(zones))
        soft = 0.03
        if bottom[3]:
            c = _ramp(bottom[0] - zones[:, 2], soft) * _ramp(bottom[1] - zones[:, 1], soft)
            out = c * (self.outfit.puff_m[1] + self.outfit.flare_m * np.clip(zones[:, 1], 0, 2) / 2)
        if top[3]:
            c = (
                _ramp(zones[:, 2] - top[0], soft)
                * _ramp(top[1] - zones[:, 2], soft)
                * _ramp(top[2] - zones[:, 0], soft)
            )
            out = np.maximum(out, c * self.outfit.puff_m[0])
        hands = self.body.weight("finger", "metacarpal", "wrist", "toe", "foot")
        return out * (1 - np.clip(hands, 0, 1))

    def _more_hair(self, posed: Posed, lies: bool) -> list[shapes.Solid]:
        body, outfit = self.body, self.outfit
        head = np.flatnonzero(body.weight("head") > 0.5)
        low, high = body.vertices[head].min(axis=0), body.vertices[head].max(axis=0)
        middle, half = (low + high) / 2, (high - low) / 2
        turn, joint, rest = posed.turns[body.row("head")], posed.joints[body.row("head")], body.head("head")

        def world(point: ArrayLike) -> Array:
            return joint + turn @ (np.asarray(point) - rest)

        colour = tuple(float(v) for v in outfit.hair_colour)
        look = Look(colour, shine=0.15)
        solids = []
        if outfit.hair in ("bob", "long"):
            drop = 0.25 if outfit.hair == "bob" else 0.25 + outfit.long_m
            radii = half * [0.93, 0.98, 1.0] + [outfit.hair_m + 0.006, outfit.hair_m, outfit.hair_m]
            solid = ball([0, 0, 0], radii, look, part=self._part)
            local = solid.places
            down = local[:, 2] < 0
            shape = local.copy()
            shape[down, :2] = (
                local[down, :2] * (1 / np.maximum(np.sqrt(1 - (local[down, 2:] / radii[2]) ** 2), 0.35)) ** 0.8
            )
            shape[down, 2] *= 1 + drop * 0.7
            face = np.where(shape[:, 2] > 0.45 * half[2], 1.0, (shape[:, 1] / half[1] + 0.12) * 3)
            zones = np.zeros((len(shape), 4))
            zones[:, 3] = face
            solids.append(
                Skin(
                    (shape + middle - rest) @ turn.T + joint, solid.normals @ turn.T, shape, solid.faces,
                    Look(shine=0.15), self._part, zones=zones, tints=np.tile(outfit.hair_colour, (len(shape), 1)),
                    person=2,
                )
            )  # fmt: skip
        if outfit.hair == "bun":
            at = middle + half * [0, 0.8, 0.55 if outfit.long_m > 0.25 else 0.1]
            solids.append(ball(world(at), [0.042, 0.036, 0.042], look, turn, self._part))
        if outfit.hair == "ponytail":
            at = world(middle + half * [0, 0.92, 0.35])
            way = turn @ unit([0.1, 0.8, -0.2])
            fall = turn @ unit([0.25, 0.15, -1.0]) if lies else np.array([0.0, 0.0, -1.0])
            radius, step = 0.022, outfit.long_m / 6
            for row in range(6):
                way = unit(way + fall * 0.7)
                tip = at + way * step
                thin = radius * (1 - 0.12 * row)
                solids.append(tube(at, tip, thin, look, thin * 0.88))
                solids.append(ball(tip, [thin * 0.9] * 3, look))
                at = tip
        for solid in solids:
            solid.part = self._part
        return solids


def _ramp(values: Array, width: float) -> Array:
    return np.clip(values / width, 0, 1)


def _zones(body: Body) -> Array:
    count = len(body.vertices)
    zones = np.tile([-0.5, -0.5, 0.0, -1.0], (count, 1))
    hip_z = body.head("upperleg01.L")[2]
    zones[:, 2] = (body.vertices[:, 2] - hip_z) / (body.head("upperarm01.L")[2] - hip_z)
    arms = np.clip(body.weight("upperarm", "lowerarm", "wrist", "finger", "metacarpal"), 0, 1)
    zones[:, 2] = zones[:, 2] * (1 - arms) + 0.9 * arms
    for mark in (".L", ".R"):
        side = body.vertices[:, 0] > 0 if mark == ".L" else body.vertices[:, 0] <= 0
        along = _along(body, [bone + mark for bone in ("upperarm01", "lowerarm01", "wrist")])
        shoulder = body.head("upperarm01" + mark)
        upper = np.linalg.norm(body.head("lowerarm01" + mark) - shoulder)
        inwards = (np.abs(body.vertices[:, 0]) - abs(shoulder[0])) / upper
        inwards = np.clip(inwards, -0.5, 0.05) - 0.6 * np.clip((0.72 - zones[:, 2]) / 0.4, 0, 1)
        mixed = arms * along + (1 - arms) * inwards  # the armhole is near the shoulder, the trunk below is none of it
        zones[side, 0] = mixed[side]
        along = _along(body, [bone + mark for bone in ("upperleg01", "lowerleg01", "foot")])
        near = side & (body.weight("upperleg", "lowerleg", "foot", "toe") > 0.02)
        zones[near, 1] = along[near]
        feet = side & (body.weight("foot", "toe") > 0.5)
        zones[feet, 1] = np.maximum(zones[feet, 1], 2.05 - 0.3 * np.clip(1 - body.weight("foot", "toe")[feet], 0, 1))
    head = np.flatnonzero(body.weight("head", "jaw") > 0.4)
    low, high = body.vertices[head].min(axis=0), body.vertices[head].max(axis=0)
    y = (body.vertices[head, 1] - (low[1] + high[1]) / 2) / (high[1] - low[1]) * 2
    z = (body.vertices[head, 2] - low[2]) / (high[2] - low[2])
    line = np.interp(y, [-1, -0.7, -0.35, -0.1, 0.15, 0.35, 0.7, 1], [0.9, 0.84, 0.76, 0.62, 0.6, 0.42, 0.3, 0.25])
    zones[head, 3] = z - line
    wide = np.abs(body.vertices[head, 0]) > 0.86 * high[0]
    zones[head[wide & (z < 0.7)], 3] = -1  # ears
    return zones


def _along(body: Body, bones: list[str]) -> Array:
    """(N,) place along two bones: 0, 1, 2 at their joints."""
    a, b, c = (body.head(bone) for bone in bones)
    first = (body.vertices - a) @ (b - a) / ((b - a) @ (b - a))
    second = 1 + (body.vertices - b) @ (c - b) / ((c - b) @ (c - b))
    return np.where(second > 1, second, np.minimum(first, 1.0))


def _tints(body: Body, outfit: Outfit) -> Array:
    base = body.data.base_vertex
    tints = np.tile(outfit.skin, (len(base), 1))
    row = {int(number): place for place, number in enumerate(base)}
    eyes = np.isin(base, _EYE_L) | np.isin(base, _EYE_R)
    tints[eyes] = [0.75, 0.75, 0.74]
    for numbers in (_EYE_L, _EYE_R):
        own = np.array([row[n] for n in numbers if n in row])
        if len(own):
            front = own[body.vertices[own, 1] < np.quantile(body.vertices[own, 1], 0.2)]
            tints[front] = [0.03, 0.02, 0.015]
    mouth = (body.vertices[row[10373]] + body.vertices[row[3705]]) / 2
    wide = np.linalg.norm(body.vertices[row[10373]] - body.vertices[row[3705]]) / 2
    away = (body.vertices - mouth) / [wide, 1.0, 0.012]
    lips = (np.hypot(away[:, 0], away[:, 2]) < 1) & (body.vertices[:, 1] < mouth[1] + 0.01) & ~eyes
    tints[lips] = outfit.skin * [0.85, 0.55, 0.55]
    for number in (7774, 1082):  # brows above each eye
        eye = body.vertices[row[number]]
        off = body.vertices - eye - [0, 0, 0.021]
        brow = (np.abs(off[:, 0]) < 0.022) & (np.abs(off[:, 2]) < 0.006) & (np.abs(off[:, 1]) < 0.03)
        tints[brow] = outfit.hair_colour * 0.7 + outfit.skin * 0.15
    flush = body.weight("toe", "finger") * 0.12
    return tints * (1 - flush[:, None] * [0.0, 0.6, 0.6])
