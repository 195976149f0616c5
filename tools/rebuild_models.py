"""Rebuild models/pose_landmarker_full.task from the MediaPipe wheel that last carried the model files.

MediaPipe wheels from 0.10.30 on hold no model. The 0.10.21 wheel (Apache-2.0) holds the pose detector and the "full"
pose landmark network. Neither carries the normalisation metadata that `PoseLandmarker` asks for, so this script writes
it with the wheel's own metadata writer and stores both files in one bundle. The result is the same byte for byte on
every machine; every input and output is checked against a pinned SHA-256.

Run it from the repository, with the project installed (it needs `flatbuffers`, which mediapipe brings):

    python tools/rebuild_models.py                  # fetches the wheel by name with pip
    python tools/rebuild_models.py --wheel FILE.whl # uses a wheel that you already have
    python tools/rebuild_models.py --check          # changes nothing, compares with what lies in models/

The program itself never downloads anything; only this tool does, and only when no wheel is given.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import io
import struct
import subprocess
import sys
import tempfile
import types
import zipfile
from dataclasses import dataclass
from pathlib import Path

MODELS_DIR = Path(__file__).resolve().parent.parent / "models"

WHEEL_NAME = "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl"
WHEEL_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
LICENSE_IN_WHEEL = "mediapipe-0.10.21.dist-info/LICENSE"

BUNDLE_NAME = "pose_landmarker_full.task"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
ZIP_ALIGNMENT_BYTES = 4  # MediaPipe maps the stored files into memory and wants them aligned
ZIP_HEADER_BYTES = 30  # a zip file's local header, before name and extra field
ZIP_EXTRA_HEADER_BYTES = 4  # id and length of one extra field
ZIP_PADDING_FIELD = 0xD935  # the extra field that other packagers use for alignment; readers skip it


@dataclass(frozen=True, slots=True)
class ModelPart:
    """One network of the bundle.

    Attributes:
        name_in_wheel: Path inside the wheel.
        name_in_bundle: The name under which PoseLandmarker looks for it.
        sha256_in_wheel: Pinned hash of the file as the wheel holds it.
        title: Model name written into the metadata.
        norm_mean, norm_std: A channel value v in 0..255 enters the network as (v - mean) / std.
        outputs: Names of the output tensors, in the file's own order.
    """

    name_in_wheel: str
    name_in_bundle: str
    sha256_in_wheel: str
    title: str
    norm_mean: float
    norm_std: float
    outputs: tuple[str, ...]


PARTS = (
    ModelPart(
        name_in_wheel="mediapipe/modules/pose_detection/pose_detection.tflite",
        name_in_bundle="pose_detector.tflite",
        sha256_in_wheel="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
        title="PoseDetector",
        norm_mean=127.5,
        norm_std=127.5,
        outputs=("boxes", "scores"),
    ),
    ModelPart(
        name_in_wheel="mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
        name_in_bundle="pose_landmarks_detector.tflite",
        sha256_in_wheel="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        title="PoseLandmarksDetector",
        norm_mean=0.0,
        norm_std=255.0,
        outputs=("landmarks", "presence", "segmentation", "heatmap", "world_landmarks"),
    ),
)


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of bytes, as lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def must_match(what: str, found: str, pinned: str) -> None:
    """End the program with one sentence if a hash is not the pinned one."""
    if found != pinned:
        sys.exit(f"{what} has SHA-256 {found}, but {pinned} is expected; nothing was written.")


def fetch_wheel(folder: Path) -> Path:
    """Download the pinned wheel by its name and platform with pip, and return where it lies."""
    command = [sys.executable, "-m", "pip", "download", "mediapipe==0.10.21", "--no-deps", "--only-binary=:all:"]
    command += ["--platform", "manylinux_2_28_x86_64", "--python-version", "3.11", "--implementation", "cp"]
    subprocess.run([*command, "--dest", str(folder)], check=True)
    return folder / WHEEL_NAME


def load_metadata_writer(wheel: zipfile.ZipFile, folder: Path) -> types.ModuleType:
    """Import the wheel's own metadata writer, whatever mediapipe is installed.

    The wheel's package is unpacked with empty `__init__` files, so that only the writer is imported. Two small
    compiled helpers of that wheel fit one Python on one system only; neither adds to what is written here (one names
    the parser version, which is 1.0.0 for plain image metadata, the other prints JSON), so stand-ins take their place.
    """
    kept = ("mediapipe/tasks/metadata/", "mediapipe/tasks/python/metadata/")
    for name in wheel.namelist():
        if name.startswith(kept) and name.endswith((".py", ".fbs")):
            wheel.extract(name, folder)
    for package in [folder / "mediapipe", *(folder / "mediapipe").rglob("*")]:
        if package.is_dir():
            (package / "__init__.py").write_text("", encoding="utf-8")

    version_helper = types.ModuleType("_pywrap_metadata_version")
    version_helper.GetMinimumMetadataParserVersion = lambda _: "1.0.0"  # type: ignore[attr-defined]
    json_helper = types.ModuleType("_pywrap_flatbuffers")
    for parent, helper in (
        ("mediapipe.tasks.cc.metadata.python", version_helper),
        ("mediapipe.tasks.python.metadata.flatbuffers_lib", json_helper),
    ):
        holder = types.ModuleType(parent)
        setattr(holder, helper.__name__, helper)
        sys.modules[parent] = holder
        sys.modules[f"{parent}.{helper.__name__}"] = helper

    sys.path.insert(0, str(folder))
    metadata = importlib.import_module("mediapipe.tasks.python.metadata.metadata")
    metadata.convert_to_json = lambda *_args, **_kwargs: ""  # the JSON copy of the metadata is not used
    return importlib.import_module("mediapipe.tasks.python.metadata.metadata_writers.metadata_writer")


def with_metadata(writer_module: types.ModuleType, part: ModelPart, model: bytes) -> bytes:
    """Return the network with its normalisation metadata written in."""
    writer = writer_module.MetadataWriter.create(bytearray(model))
    writer.add_general_info(part.title, "From MediaPipe 0.10.21, normalisation metadata added.")
    writer.add_image_input([part.norm_mean], [part.norm_std])
    for output in part.outputs:
        writer.add_feature_output(output, output)
    content, _ = writer.populate()
    return bytes(content)


def bundle(files: dict[str, bytes]) -> bytes:
    """Store files in one zip: uncompressed, aligned, one fixed time, so that the bytes depend on the content alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.create_system = 3  # the same byte on every system
            info.external_attr = 0o644 << 16
            content_start = buffer.tell() + ZIP_HEADER_BYTES + len(name) + ZIP_EXTRA_HEADER_BYTES
            pad = -content_start % ZIP_ALIGNMENT_BYTES
            info.extra = struct.pack("<HH", ZIP_PADDING_FIELD, pad) + b"\0" * pad
            archive.writestr(info, content)
    return buffer.getvalue()


def build(wheel_file: Path) -> tuple[bytes, bytes]:
    """Build the bundle from the wheel; return its bytes and the licence text of the wheel."""
    must_match(f"The wheel {wheel_file.name}", sha256_of(wheel_file.read_bytes()), WHEEL_SHA256)
    with zipfile.ZipFile(wheel_file) as wheel, tempfile.TemporaryDirectory() as folder:
        writer_module = load_metadata_writer(wheel, Path(folder))
        files: dict[str, bytes] = {}
        for part in PARTS:
            model = wheel.read(part.name_in_wheel)
            must_match(part.name_in_wheel, sha256_of(model), part.sha256_in_wheel)
            files[part.name_in_bundle] = with_metadata(writer_module, part, model)
        return bundle(files), wheel.read(LICENSE_IN_WHEEL)


def main() -> None:
    """Parse the command line, build, and write or compare."""
    parser = argparse.ArgumentParser(description="Rebuild the pose model bundle from the MediaPipe 0.10.21 wheel.")
    parser.add_argument("--wheel", type=Path, help="the 0.10.21 wheel; fetched by name with pip if it is not given")
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the files in models/")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        content, licence = build(options.wheel or fetch_wheel(Path(folder)))
    target = MODELS_DIR / BUNDLE_NAME
    digest = sha256_of(content)
    print(f"{digest}  {BUNDLE_NAME}  ({len(content)} bytes)")
    if options.check:
        must_match(f"The bundle in models/ ({BUNDLE_NAME})", sha256_of(target.read_bytes()), digest)
        print("models/ holds exactly this bundle.")
        return
    MODELS_DIR.mkdir(exist_ok=True)
    target.write_bytes(content)
    (MODELS_DIR / "LICENSE").write_bytes(licence)
    hashes = MODELS_DIR / "SHA256SUMS"
    others = [line for line in hashes.read_text(encoding="utf-8").splitlines() if not line.endswith(f"  {BUNDLE_NAME}")]
    hashes.write_text("\n".join([f"{digest}  {BUNDLE_NAME}", *others, ""]), encoding="utf-8")
    print(f"wrote {BUNDLE_NAME}, LICENSE and SHA256SUMS")


if __name__ == "__main__":
    main()
