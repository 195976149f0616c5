"""The focal length in a file's own data is read, and nothing that is damaged raises."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.lens_tags import QUICKTIME_KEY, jpeg_focal_mm, quicktime_focal_mm


def jpeg(focal_mm: int, order: str = "<", tag: int = 0xA405, kind: int = 3) -> bytes:
    """A JPEG's beginning with EXIF data: one folder that points at the EXIF folder, which holds the length."""
    mark = b"II" if order == "<" else b"MM"
    value = struct.pack(f"{order}HH", focal_mm, 0) if kind == 3 else struct.pack(f"{order}I", focal_mm)
    outer = struct.pack(f"{order}H", 2)
    outer += struct.pack(f"{order}HHII", 0x0112, 3, 1, 0) + struct.pack(f"{order}HHII", 0x8769, 4, 1, 38)
    inner = struct.pack(f"{order}H", 1) + struct.pack(f"{order}HHI", tag, kind, 1) + value
    tiff = mark + struct.pack(f"{order}HI", 42, 8) + outer + b"\0" * 4 + inner + b"\0" * 4
    assert tiff.index(inner) == 38
    body = b"Exif\0\0" + tiff
    comment = b"\xff\xfe" + struct.pack(">H", 7) + b"hello"
    return b"\xff\xd8" + comment + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xda\0\0picture"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [3, 4])
def test_a_photographs_focal_length_is_read(order: str, kind: int) -> None:
    assert jpeg_focal_mm(jpeg(26, order, kind=kind)) == 26.0


@pytest.mark.parametrize("data", [jpeg(0), jpeg(26, tag=0x920A), b"\xff\xd8\xff\xdb", b"", jpeg(5000), b"II*\0"])
def test_a_photograph_that_does_not_tell_a_sensible_length_tells_none(data: bytes) -> None:
    assert jpeg_focal_mm(data) is None


@settings(max_examples=200, deadline=None)
@given(cut=st.integers(0, len(jpeg(26))), at=st.integers(0, len(jpeg(26)) - 1), byte=st.integers(0, 255))
def test_no_damage_raises(cut: int, at: int, byte: int) -> None:
    data = bytearray(jpeg(26))
    data[at] = byte
    assert jpeg_focal_mm(bytes(data[:cut])) in (None, *(float(v) for v in range(8, 401)))


def test_the_tracks_tags_come_before_the_files() -> None:
    assert quicktime_focal_mm({QUICKTIME_KEY: "27"}, {QUICKTIME_KEY: "31"}) == 27.0
    assert quicktime_focal_mm({}, {QUICKTIME_KEY.upper(): " 31 "}) == 31.0


@pytest.mark.parametrize("value", ["", "wide", "0", "-3", "nan", "inf", "99999"])
def test_a_tag_without_a_sensible_length_tells_none(value: str) -> None:
    assert quicktime_focal_mm({QUICKTIME_KEY: value}) is None
    assert quicktime_focal_mm({"com.apple.quicktime.make": "Apple"}) is None
