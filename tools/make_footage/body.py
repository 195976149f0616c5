"""One person's body: shape from a few numbers, posed by rotations of its bones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.body_data import BodyData

Array = NDArray[np.float64]
_STEPS = {"gender": (0, 2), "age": (-1 / 3, 5), "muscle": (0, 3), "weight": (0, 3), "height": (0, 2)}
_STEPS |= {"proportions": (0, 2), "cupsize": (0, 3), "firmness": (0, 3)}
_RACES = ("african", "asian", "caucasian")


@dataclass
class Pose:
    """How a body is held.

    Attributes:
        root: (3,) m, where the root bone's head is in the world.
        world: whole rotations from rest to the world, by bone name; they pass on to the bones below.
        local: rotations about the bone's head relative to its parent, in the axes of the rest pose.
    """

    root: Array = field(default_factory=lambda: np.zeros(3))
    world: dict[str, Array] = field(default_factory=dict)
    local: dict[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Posed:
    """A body in the world.

    Attributes:
        vertices: (N, 3) m.
        joints: (J, 3) m, bone heads.
        turns: (J, 3, 3) rotations from rest.
    """

    vertices: Array
    joints: Array
    turns: Array


class Body:
    """A person at rest (frame: see BodyData), scaled to a height.

    Attributes:
        data: the parametric body.
        vertices: (N, 3) m.
        heads: (J, 3) m.
        height_m: from sole to crown.
    """

    def __init__(self, data: BodyData, shape: Mapping[str, float], height_m: float) -> None:
        amounts = _amounts(data, shape)
        vertices = data.vertices + np.tensordot(amounts, data.vertex_shapes, 1)
        heads = data.heads + np.tensordot(amounts, data.head_shapes, 1)
        scale = height_m / float(np.ptp(vertices[:, 2]))
        self.data = data
        self.height_m = height_m
        self.vertices: Array = vertices.astype(float) * scale
        self.heads: Array = heads.astype(float) * scale
        self._row = {bone: row for row, bone in enumerate(data.bones)}

    def row(self, bone: str) -> int:
        """Which row a bone has."""
        return self._row[bone]

    def head(self, bone: str) -> Array:
        """(3,) m, a bone's head at rest."""
        return self.heads[self._row[bone]]

    def weight(self, *prefixes: str) -> NDArray[np.float32]:
        """(N,) how much each vertex hangs on the bones whose names begin so."""
        rows = [row for bone, row in self._row.items() if bone.startswith(prefixes)]
        return self.data.weights[:, rows].sum(axis=1)

    def bones(self, pose: Pose) -> tuple[Array, Array]:
        """(J, 3) joints and (J, 3, 3) rotations of a pose, in the world."""
        data = self.data
        turns = np.empty((len(data.bones), 3, 3))
        joints = np.empty((len(data.bones), 3))
        offset = self.heads - self.heads[np.maximum(data.parents, 0)]
        for row, (bone, parent) in enumerate(zip(data.bones, data.parents, strict=True)):
            above = turns[parent] if parent >= 0 else np.eye(3)
            joints[row] = joints[parent] + above @ offset[row] if parent >= 0 else pose.root
            if bone in pose.world:
                turns[row] = pose.world[bone]
            elif bone in pose.local:
                turns[row] = above @ pose.local[bone]
            else:
                turns[row] = above
        return joints, turns

    def pose(self, pose: Pose) -> Posed:
        """The skin in a pose."""
        joints, turns = self.bones(pose)
        return Posed(self.skin(joints, turns), joints, turns)

    def skin(self, joints: Array, turns: Array, rows: NDArray | None = None, rest: Array | None = None) -> Array:
        """(n, 3) m, vertices (some rows of them, or others at rest in their place) moved with the bones."""
        moved = joints - np.einsum("jab,jb->ja", turns, self.heads)
        parts = np.concatenate([turns.reshape(-1, 9), moved], axis=1).astype(np.float32)
        weights = self.data.weights if rows is None else self.data.weights[rows]
        if rest is None:
            rest = self.vertices if rows is None else self.vertices[rows]
        each = (weights @ parts).astype(float)
        return np.einsum("nab,nb->na", each[:, :9].reshape(-1, 3, 3), rest) + each[:, 9:]


def _amounts(data: BodyData, shape: Mapping[str, float]) -> NDArray[np.float32]:
    """(B,) how much of each shape a person has."""
    races = np.array([shape.get(race, 0.0) for race in _RACES])
    parts = [races / races.sum()]
    for key, (low, count) in _STEPS.items():
        knots = np.linspace(low, 1, count)
        parts.append(np.array([np.interp(shape.get(key, 0.5), knots, row) for row in np.eye(count)]))
    values = np.concatenate(parts)
    return (np.prod(values * data.factors + 1 - data.factors, axis=1) @ data.projection).astype(np.float32)
