"""What lies under the head and over the hips."""

from __future__ import annotations

import numpy as np

from tools.make_footage import shapes
from tools.make_footage.back import Back
from tools.make_footage.body import Body, Posed
from tools.make_footage.dress import any_colour
from tools.make_footage.lying import Lying
from tools.make_footage.rotate import about
from tools.make_footage.shapes import Look, Solid, ball, box, sheet

_TOWEL = 0.16


def pillow(chance: np.random.Generator, body: Body, posed: Posed, how: Lying) -> list[Solid]:
    """A pillow under the head, if the head lies on one."""
    look = Look(any_colour(chance, 0.4), any_colour(chance), int(chance.choice([0, 0, 1, 3, 5])), 0.06)
    wide, long = chance.uniform(0.26, 0.5), chance.uniform(0.2, 0.34)
    turn, flat = about([0, 0, 1], np.radians(how.turn + chance.normal(0, 6))), chance.random() < 0.5
    if how.pillow_m <= 0:
        return []
    head = posed.joints[body.row("head")] + np.array([0, 0.05, 0])
    middle = np.array([head[0], head[1], how.ground_m + how.pillow_m / 2])
    if flat:
        return [box(middle, [wide, long, how.pillow_m], look, turn)]
    return [ball(middle, [wide * 0.56, long * 0.56, how.pillow_m * 0.5], look, turn)]


def towel(chance: np.random.Generator, back: Back) -> list[Solid]:
    """Sometimes a towel over the buttocks or from the waist down."""
    look = Look(
        any_colour(chance, 0.4), any_colour(chance), int(chance.choice([0, 0, shapes.STRIPES, shapes.PILE])), 0.12
    )
    start, length, wide = chance.uniform(0.78, 1.0), chance.choice([0.35, 0.5, 0.8]), chance.uniform(0.2, 0.3)
    thick = chance.uniform(0.006, 0.014)
    if chance.random() > _TOWEL:
        return []
    torso = float(np.linalg.norm((back.torso[0] + back.torso[1] - back.torso[2] - back.torso[3])[:2]) / 2)
    fracs = start + np.arange(0, length, 0.015) / torso
    across = np.linspace(-wide, wide, 40)
    grid = np.array([[back.place(f, x) for x in across] for f in fracs])
    height = back.surface.height(grid.reshape(-1, 2)).reshape(len(fracs), len(across))
    smooth = height.copy()
    for _ in range(3):  # cloth spans hollows
        smooth[1:-1, 1:-1] = np.maximum(
            smooth[1:-1, 1:-1], (smooth[:-2, 1:-1] + smooth[2:, 1:-1] + smooth[1:-1, :-2] + smooth[1:-1, 2:]) / 4
        )
    return [sheet(np.concatenate([grid, (smooth + thick)[..., None]], axis=2), look, 1)]
