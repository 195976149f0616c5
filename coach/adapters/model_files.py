"""The models on disk: find them, check them, hand out their paths.

A damaged model does not fail loudly: it gives wrong landmarks, or ends the whole process inside a library. So the
file's hash is compared each time that it is about to be loaded (10 ms).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from coach.errors import CoachError
from coach.resources import models_folder

BUNDLE_NAME = "pose_landmarker_full.task"
FOOT_NAME = "foot_landmarks.onnx"
FEATURES_NAME = "pose_features.tflite"
LYING_NAME = "lying_landmarks.onnx"
FOLDED_NAME = "folded_landmarks.onnx"
SIDE_NAME = "side_lying.onnx"
HASHES_NAME = "SHA256SUMS"
DETECTOR_NAME = "pose_detector.tflite"
LANDMARKS_NAME = "pose_landmarks_detector.tflite"
REPAIR = "Reinstall the program, or run `python tools/rebuild_models.py` in its repository"
_REPAIR_ZH = "请重新安装本程序，或在它的仓库里运行 `python tools/rebuild_models.py`"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model whose hash was found right.

    Attributes:
        path: The file; the pose bundle is a zip that holds DETECTOR_NAME and LANDMARKS_NAME, stored.
        sha256: Lower-case hex.
        size_bytes: Size of the file.
    """

    path: Path
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Models:
    """All models that the eyes need.

    Attributes:
        pose: MediaPipe's pose bundle; finds people.
        features: its landmark network, cut to what is read of it.
        lying, folded, side, foot: this project's own networks.
    """

    pose: ModelFile
    features: ModelFile
    lying: ModelFile
    folded: ModelFile
    side: ModelFile
    foot: ModelFile


def checked_models(folder: Path | None = None) -> Models:
    """Find all models and check their hashes; errors as in `checked_model`."""
    names = (BUNDLE_NAME, FEATURES_NAME, LYING_NAME, FOLDED_NAME, SIDE_NAME, FOOT_NAME)
    return Models(*(checked_model(folder, name) for name in names))


def pinned_sha256(folder: Path, name: str = BUNDLE_NAME) -> str:
    """Read the hash that a model must have from the folder's SHA256SUMS.

    Raises:
        CoachError: the list is missing, unreadable or does not name the model.
    """
    listing = folder / HASHES_NAME
    try:
        lines = listing.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CoachError(
            f"The models' list of hashes cannot be read at {listing}. {REPAIR}.",
            f"无法读取模型的校验表“{listing}”：{_REPAIR_ZH}。",
        ) from problem
    for line in lines:
        digest, _, listed = line.partition("  ")
        if listed.strip() == name:
            return digest.strip().lower()
    raise CoachError(
        f"The models' list of hashes at {listing} does not name {name}. {REPAIR}.",
        f"模型的校验表“{listing}”里没有“{name}”：{_REPAIR_ZH}。",
    )


def checked_model(folder: Path | None = None, name: str = BUNDLE_NAME) -> ModelFile:
    """Find a model and check its hash.

    Args:
        folder: Where to look; the program's own models folder if None.
        name: The file's name; the pose bundle's if not given.

    Returns:
        The model, whole and unchanged.

    Raises:
        CoachError: missing, unreadable or damaged; one sentence that says what to do.
    """
    place = models_folder() if folder is None else folder
    path = place / name
    try:
        content = path.read_bytes()
    except OSError as problem:
        why = "is missing" if isinstance(problem, FileNotFoundError) else f"cannot be read ({problem.strerror})"
        chinese = "缺少模型" if isinstance(problem, FileNotFoundError) else f"无法读取模型（{problem.strerror}）"
        raise CoachError(f"The model {why} at {path}. {REPAIR}.", f"{chinese}“{path}”：{_REPAIR_ZH}。") from problem
    digest = hashlib.sha256(content).hexdigest()
    if digest != pinned_sha256(place, name):
        raise CoachError(
            f"The model at {path} is damaged: its SHA-256 is not the one in {HASHES_NAME}. {REPAIR}.",
            f"模型“{path}”已损坏，SHA-256 与 {HASHES_NAME} 里的不同：{_REPAIR_ZH}。",
        )
    return ModelFile(path=path, sha256=digest, size_bytes=len(content))
