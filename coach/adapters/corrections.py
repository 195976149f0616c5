"""`corrections.json`: what an instructor corrected, as JSON and back; and what a page asks for."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from coach.core.review.corrections import Change, Correction, Corrections
from coach.errors import CoachError

SCHEMA = 1
MARK = b'{"schema": '  # what a file begins with that may be replaced
LONGEST_NAME = 80  # letters of an author's name

_ReadChange = Annotated[Change, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class _Made:
    number: int
    author: str
    change: _ReadChange


@dataclass(frozen=True, slots=True)
class _File:
    schema: Literal[1]
    clip_sha256: str
    revision: Annotated[int, Field(ge=0)]
    made: tuple[_Made, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks for.

    Attributes:
        revision: of the corrections that the page shows.
        author: who corrects; may be empty.
        change: what to correct; None only takes one back.
        without: the number of a correction to take back, before the change is made; 0 = none.
    """

    revision: Annotated[int, Field(ge=0, le=2**53)]
    author: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    change: _ReadChange | None = None
    without: Annotated[int, Field(ge=0, le=2**53)] = 0


_FILE: TypeAdapter[_File] = TypeAdapter(_File)
_ASKED: TypeAdapter[Asked] = TypeAdapter(Asked)


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


def asked_from(data: bytes) -> Asked:
    """Read what a page asks for.

    Raises:
        CoachError: it is no correction.
    """
    try:
        asked = _ASKED.validate_json(data)
    except ValidationError as wrong:
        raise CoachError(f"this is no correction ({_reason(wrong)}): reload the page and make it again.") from None
    if asked.change is None and not asked.without:
        raise CoachError("this corrects nothing: reload the page and make the correction again.")
    return asked


def _reason(wrong: ValidationError) -> str:
    first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
