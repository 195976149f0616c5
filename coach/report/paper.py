"""Sizes of paper, by the names that people use."""

from __future__ import annotations

from enum import StrEnum


class Paper(StrEnum):
    """What a sheet is printed on."""

    A4 = "a4"
    LETTER = "letter"
