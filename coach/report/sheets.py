"""Tables for a spreadsheet: CSV in UTF-8 with a mark at its beginning, so that every spreadsheet reads Chinese."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One table.

    Args:
        head: the columns' names.
        rows: numbers, texts, None or NaN (both an empty cell). A text that a spreadsheet would run as a formula gets an
            apostrophe before it.

    Returns:
        The file's bytes.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case float():
            return round(value, 4) if math.isfinite(value) else ""
        case str() if value.startswith(_FORMULA):
            return f"'{value}"
        case _:
            return value
