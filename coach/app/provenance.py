"""Which program, which library and which model made a result."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "back-walking-coach"


def program_version() -> str:
    """The installed version of this program."""
    return _version_of(DISTRIBUTION)


def provenance(model_sha256: str) -> dict[str, str]:
    """The mapping `program` of `analysis.json`."""
    return {"version": program_version(), "mediapipe": _version_of("mediapipe"), "model_sha256": model_sha256}


def _version_of(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:  # run from a checkout without installation
        return "not installed"
