"""The frames that notes were drawn on, small enough to be mailed."""

from __future__ import annotations

from pathlib import Path

from coach.adapters.clip import picture_at
from coach.errors import CoachError
from coach.report.overlay import jpeg_of

WIDEST_PX = 960
LARGEST_BYTES = 200 * 1024
MOST_STILLS = 60  # of one report: 12 MB at most
_QUALITIES = (82, 70, 55, 40, 25)


def still_jpeg(film: Path, t_s: float) -> bytes | None:
    """One frame as a JPEG of `LARGEST_BYTES` at most; None if none decodes there.

    Args:
        film: the clip that was analysed.
        t_s: s from its first frame.
    """
    try:
        picture = picture_at(film, t_s, WIDEST_PX)
    except CoachError:
        return None
    jpegs = (jpeg_of(picture, quality) for quality in _QUALITIES)
    return next((jpeg for jpeg in jpegs if len(jpeg) <= LARGEST_BYTES), None)
