"""`corrections.json`: what an instructor corrected, as JSON and back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from coach.core.review.corrections import Change, Correction, Corrections
from coach.errors import CoachError

SCHEMA = 1
MARK = b'{"schema": '  # what a file begins with that may be replaced


@dataclass(frozen=True, slots=True)
class _Made:
    number: int
    author: str
    change: Annotated[Change, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class _File:
    schema: Literal[1]
    clip_sha256: str
    revision: Annotated[int, Field(ge=0)]
    made: tuple[_Made, ...]


_FILE: TypeAdapter[_File] = TypeAdapter(_File)
_CHANGE: TypeAdapter[Change] = TypeAdapter(Annotated[Change, Field(discriminator="kind")])


def corrections_document(corrections: Corrections) -> dict[str, Any]:
    """The corrections as plain JSON values."""
    return json.loads(json.dumps(asdict(corrections), allow_nan=False))


def pack_corrections(corrections: Corrections, clip_sha256: str) -> bytes:
    """The file's bytes. Raises ValueError if a number is not finite (a programming error)."""
    document = {"schema": SCHEMA, "clip_sha256": clip_sha256, **corrections_document(corrections)}
    return (json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def unpack_corrections(data: bytes, clip_sha256: str, where: str) -> Corrections:
    """Read the file's bytes.

    Raises:
        CoachError: they are damaged, of another version, or about another clip.
    """
    try:
        file = _FILE.validate_json(data)
    except ValidationError as wrong:
        raise CoachError(
            f"'{where}' cannot be understood ({_reason(wrong)}): repair it, or move it away to begin anew."
        ) from None
    if file.clip_sha256 != clip_sha256:
        raise CoachError(f"'{where}' corrects another clip than the one that was analysed here: move it away.")
    return Corrections(file.revision, tuple(Correction(one.number, one.author, one.change) for one in file.made))


def change_from(data: bytes) -> Change:
    """Read one change as a page sends it.

    Raises:
        CoachError: it is none.
    """
    try:
        return _CHANGE.validate_json(data)
    except ValidationError as wrong:
        raise CoachError(f"this is no correction ({_reason(wrong)}): reload the page and make it again.") from None


def _reason(wrong: ValidationError) -> str:
    first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
