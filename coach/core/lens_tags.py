"""What a clip's file says about the lens: the focal length "as of 35 mm film", mm.

A photograph has it in its EXIF data (tag FocalLengthIn35mmFilm); phones write it into mov and mp4 files as the
QuickTime key `com.apple.quicktime.camera.focal_length.35mm_equivalent`, of the file or of the picture's track. Nothing
else is read: no place, no name, no time.

Source of the layout: CIPA DC-008 (EXIF 2.3), 4.5 and 4.6.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping

QUICKTIME_KEY = "com.apple.quicktime.camera.focal_length.35mm_equivalent"
_SHORTEST_MM, _LONGEST_MM = 8.0, 400.0  # outside of this it is a slip
_EXIF_FOLDER, _FOCAL_35MM = 0x8769, 0xA405
_SHORT, _LONG = 3, 4
_MOST_ENTRIES = 500


def quicktime_focal_mm(*tags: Mapping[str, str]) -> float | None:
    """The focal length among the tags of a file and of its track; None = they tell none."""
    for told in tags:
        for key, value in told.items():
            if key.lower() == QUICKTIME_KEY:
                try:
                    return _sensible(float(value))
                except ValueError:
                    continue
    return None


def jpeg_focal_mm(data: bytes) -> float | None:
    """The focal length in a JPEG file's EXIF data; None = it tells none, or the data are damaged."""
    try:
        for kind, body in _jpeg_segments(data):
            if kind == 0xE1 and body.startswith(b"Exif\0\0"):
                return _tiff_focal_mm(body[6:])
    except (struct.error, IndexError):
        return None
    return None


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:  # up to the picture itself
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield data[at + 1], data[at + 4 : at + 2 + length]
        at += 2 + length


def _tiff_focal_mm(tiff: bytes) -> float | None:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    folder = _entry(tiff, order, first, _EXIF_FOLDER)
    value = None if folder is None else _entry(tiff, order, folder, _FOCAL_35MM)
    return None if value is None else _sensible(float(value))


def _entry(tiff: bytes, order: str, folder: int, wanted: int) -> int | None:
    """A whole number of a TIFF folder; None if it is not there."""
    (count,) = struct.unpack_from(f"{order}H", tiff, folder)
    for row in range(min(count, _MOST_ENTRIES)):
        at = folder + 2 + 12 * row
        tag, kind = struct.unpack_from(f"{order}HH", tiff, at)
        if tag == wanted and kind in (_SHORT, _LONG):
            return struct.unpack_from(f"{order}{'H' if kind == _SHORT else 'I'}", tiff, at + 8)[0]
    return None


def _sensible(focal_mm: float) -> float | None:
    """0 means unknown (EXIF); other strange numbers are left alone too."""
    return focal_mm if math.isfinite(focal_mm) and _SHORTEST_MM <= focal_mm <= _LONGEST_MM else None
