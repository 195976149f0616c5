"""The networks of a run: the program's own, or others that a split of the footage has trained."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from coach.adapters.model_files import (
    FEATURES_NAME,
    FOLDED_NAME,
    FOOT_NAME,
    LYING_NAME,
    SIDE_NAME,
    ModelFile,
    Models,
    checked_models,
)


def networks(folder: Path | None) -> Models:
    """The program's networks, with those in place of them that `folder` holds under the same names.

    The program itself loads nothing whose hash it does not know; a benchmark may, so these are handed to its eyes
    without a check. What the folder lacks is the program's own.

    Raises:
        ValueError: the folder holds no network of a known name.
    """
    own = checked_models()
    if folder is None:
        return own
    names = {
        "features": FEATURES_NAME,
        "lying": LYING_NAME,
        "folded": FOLDED_NAME,
        "side": SIDE_NAME,
        "foot": FOOT_NAME,
    }
    others = {part: _unchecked(folder / name) for part, name in names.items() if (folder / name).is_file()}
    if not others:
        raise ValueError(f"{folder} holds none of {', '.join(names.values())}")
    return replace(own, **others)


def described(models: Models) -> str:
    """Which networks were in force: name and the beginning of the hash."""
    own = checked_models()
    parts = [
        (models.features, own.features),
        (models.lying, own.lying),
        (models.folded, own.folded),
        (models.side, own.side),
        (models.foot, own.foot),
    ]
    return ", ".join(
        f"{mine.path.name} {mine.sha256[:8]}{'' if mine.sha256 == usual.sha256 else ' (not the program’s own)'}"
        for mine, usual in parts
    )


def _unchecked(path: Path) -> ModelFile:
    content = path.read_bytes()
    return ModelFile(path, hashlib.sha256(content).hexdigest(), len(content))
