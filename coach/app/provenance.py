"""Which program, which library and which model made a result."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from coach.adapters.model_files import Models

DISTRIBUTION = "back-walking-coach"


def program_version() -> str:
    """The installed version of this program."""
    return _version_of(DISTRIBUTION)


def provenance(models: Models) -> dict[str, str]:
    """The mapping `program` of `analysis.json`; `model_sha256` is the pose bundle's."""
    return {
        "version": program_version(),
        "mediapipe": _version_of("mediapipe"),
        "model_sha256": models.pose.sha256,
        "foot_model_sha256": models.foot.sha256,
    }


def _version_of(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:  # run from a checkout without installation
        return "not installed"
