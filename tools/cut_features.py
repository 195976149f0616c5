"""Cut MediaPipe's landmark network down to what the coach needs of it: models/pose_features.tflite.

The landmark network inside the bundle also draws a mask of the person, at its finest scale, which costs it a third of
its time and which nobody here reads. This script leaves those operations out and hands out two of the network's inner
tensors instead: what it has seen, coarse (8 × 8 × 864) and fine (64 × 64 × 48). The lying network
(tools/train_bodies) reads both. Weights are not touched; landmarks (in the picture and in space) and presence stay
equal to the last bit.

    python tools/cut_features.py           # writes the file and its hash
    python tools/cut_features.py --check   # changes nothing, compares with what lies in models/

The result is the same byte for byte on every machine. Needs `flatbuffers`, which mediapipe brings.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import zipfile
from pathlib import Path

import flatbuffers
import numpy as np
from mediapipe.tasks.metadata import schema_py_generated as schema

MODELS_DIR = Path(__file__).resolve().parent.parent / "models"
BUNDLE_NAME = "pose_landmarker_full.task"
NETWORK_NAME = "pose_landmarks_detector.tflite"
FEATURES_NAME = "pose_features.tflite"
# Tensors by their number in the network: landmarks (1, 195), presence (1, 1), coarse and fine features, landmarks in
# space (1, 117).
KEPT_OUTPUTS = (337, 342, 271, 279, 339)
KEPT_SHAPES = ((1, 195), (1, 1), (1, 8, 8, 864), (1, 64, 64, 48), (1, 117))


def cut(network: bytes) -> bytes:
    """Return the network with only those operations that lead to `KEPT_OUTPUTS`."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(network, 0))
    graph = model.subgraphs[0]
    shapes = tuple(tuple(int(n) for n in graph.tensors[i].shape) for i in KEPT_OUTPUTS)
    if shapes != KEPT_SHAPES:
        sys.exit(f"The network's tensors {KEPT_OUTPUTS} have shapes {shapes}, but {KEPT_SHAPES} are expected.")
    needed = set(KEPT_OUTPUTS)
    kept = []
    for operation in reversed(graph.operators):
        if needed.intersection(int(i) for i in operation.outputs):
            kept.append(operation)
            needed.update(int(i) for i in operation.inputs)
    graph.operators = kept[::-1]
    graph.outputs = np.array(KEPT_OUTPUTS, dtype=np.int32)
    weights = {graph.tensors[i].buffer for i in needed if i >= 0}
    for number, buffer in enumerate(model.buffers):
        if number not in weights:
            buffer.data = None
    model.signatureDefs = model.metadata = model.metadataBuffer = None
    model.description = b"MediaPipe pose landmark network (full), cut to landmarks, presence and features"
    builder = flatbuffers.Builder(len(network))
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def main() -> None:
    """Parse the command line, cut, and write or compare."""
    parser = argparse.ArgumentParser(description="Cut the feature network out of the pose model bundle.")
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the file in models/")
    options = parser.parse_args()
    content = cut(zipfile.ZipFile(MODELS_DIR / BUNDLE_NAME).read(NETWORK_NAME))
    digest = hashlib.sha256(content).hexdigest()
    print(f"{digest}  {FEATURES_NAME}  ({len(content)} bytes)")
    target = MODELS_DIR / FEATURES_NAME
    if options.check:
        if target.read_bytes() != content:
            sys.exit(f"models/{FEATURES_NAME} is not what this script cuts out of {BUNDLE_NAME}.")
        print("models/ holds exactly this network.")
        return
    target.write_bytes(content)
    hashes = MODELS_DIR / "SHA256SUMS"
    others = [line for line in hashes.read_text(encoding="utf-8").splitlines() if not line.endswith(FEATURES_NAME)]
    hashes.write_text("\n".join([*others, f"{digest}  {FEATURES_NAME}", ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
