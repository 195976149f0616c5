"""What a history is exported as."""

from __future__ import annotations

from enum import StrEnum


class ExportForm(StrEnum):
    """What a history is written as."""

    CSV = "csv"
    JSON = "json"
