"""The frame of a recording's file: a mark, then chunks that each tell their length and prove themselves.

    mark      8 bytes
    version   2 bytes, of the format
    chunk     1 byte kind, 4 bytes length, 4 bytes CRC32 over kind, length and content, then the content (zlib)

Numbers are little-endian. The first chunk is the header (`H`), then come inputs (`I`), about a second of them in each,
and at the end of a session that ended in order an empty chunk (`E`). Every chunk stands for itself, so a file that
breaks off is readable to the chunk before.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from enum import Enum
from typing import IO

MARK = b"\x89COACH\r\n"  # not text, and damaged by whatever changes line ends
FORMAT = 1
MOST_BYTES = 64 * 2**20  # of a chunk's content, packed or not; a second of looks is 0.2 MB at most

_VERSION = struct.Struct("<H")
_HEAD = struct.Struct("<cII")
_PREAMBLE = len(MARK) + _VERSION.size
_LEVEL = 1  # of zlib: the digits of a landmark do not shrink any further with more work


class Kind(Enum):
    """What a chunk holds."""

    HEADER = b"H"
    INPUTS = b"I"
    END = b"E"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file a sound chunk's content lies, bytes."""

    kind: Kind
    start: int
    length: int

    @property
    def end(self) -> int:
        """Where the next chunk begins."""
        return self.start + self.length


def preamble() -> bytes:
    """The file's first bytes."""
    return MARK + _VERSION.pack(FORMAT)


def format_of(file: IO[bytes]) -> int | None:
    """The version of the format; None = this is no recording."""
    file.seek(0)
    first = file.read(_PREAMBLE)
    if len(first) < _PREAMBLE or not first.startswith(MARK):
        return None
    return int(_VERSION.unpack(first[len(MARK) :])[0])


def chunk(kind: Kind, content: bytes) -> bytes:
    """One chunk's bytes."""
    packed = zlib.compress(content, _LEVEL) if content else b""
    check = zlib.crc32(packed, zlib.crc32(kind.value + struct.pack("<I", len(packed))))
    return _HEAD.pack(kind.value, len(packed), check) + packed


def find_chunks(file: IO[bytes]) -> tuple[tuple[Place, ...], int]:
    """All sound chunks from the beginning on, and how many bytes lie behind the last of them."""
    found: list[Place] = []
    at = _PREAMBLE
    file.seek(at)
    while (place := _next(file, at)) is not None:
        found.append(place)
        at = place.end
    return tuple(found), file.seek(0, 2) - at


def content_of(file: IO[bytes], place: Place) -> bytes:
    """A chunk's content.

    Raises:
        ValueError: it does not unpack to at most `MOST_BYTES`.
    """
    file.seek(place.start)
    packed = file.read(place.length)
    if not packed:
        return b""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, MOST_BYTES)
    except zlib.error as wrong:
        raise ValueError(f"a chunk does not unpack ({wrong})") from wrong
    if not unpacking.eof:
        raise ValueError("a chunk unpacks to more than it may")
    return content


def _next(file: IO[bytes], at: int) -> Place | None:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length, check = _HEAD.unpack(head)
    if length > MOST_BYTES or kind not in {known.value for known in Kind}:
        return None
    packed = file.read(length)
    if len(packed) < length or check != zlib.crc32(packed, zlib.crc32(head[:5])):
        return None
    return Place(Kind(kind), at + _HEAD.size, length)
