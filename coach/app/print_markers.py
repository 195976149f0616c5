"""`coach markers`: write the sheets with the printed markers."""

from __future__ import annotations

import math
from pathlib import Path

from coach.adapters.files import write_whole_file
from coach.errors import CoachError, shown
from coach.report.marker_sheets import LEAST_CM, largest_cm, marker_sheets
from coach.report.paper import Paper


def write_markers(path: Path, size_cm: float, paper: Paper) -> None:
    """Write the PDF file; an earlier PDF of that name is replaced.

    Raises:
        CoachError: the size does not fit on the paper, or the file cannot be written.
    """
    most_cm = largest_cm(paper)
    if not (math.isfinite(size_cm) and LEAST_CM <= size_cm <= most_cm):
        raise CoachError(
            f"--size got {size_cm:g}, but on {paper} paper a marker's black square can be {LEAST_CM:g} to "
            f"{most_cm:g} cm wide."
        )
    if path.is_dir():
        raise CoachError(f"'{shown(path)}' is a folder: give --out the name of a file, such as markers.pdf.")
    if path.exists() and not path.is_file():
        raise CoachError(f"'{shown(path)}' is no regular file: give --out another name, such as markers.pdf.")
    write_whole_file(path, marker_sheets(size_cm, paper), replaces=b"%PDF")
