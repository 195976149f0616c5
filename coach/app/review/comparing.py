"""Two analysed clips compared: the figures of both, side by side, as plain JSON values."""

from __future__ import annotations

import math
from collections.abc import Mapping

from coach.adapters.analysed import Document
from coach.app.review.lines import figures_of, view_of
from coach.core.review.comparison import Circumstances, compare_clips

_JUDGING = ("sight.", "rules.")  # settings that decide what is found


def compared_clips(first: Document, second: Document) -> Mapping[str, object]:
    """Compare two analyses.

    Returns:
        `{"figures": [{"figure", "first", "second", "finding"}], "cautions": [...]}`; null = unknown.
    """
    beside = Circumstances(
        same_settings=_judged_by(first) == _judged_by(second),
        good_views=view_of(first) == view_of(second) == "good",
    )
    result = compare_clips(figures_of(first), figures_of(second), beside)
    return {
        "figures": [
            {
                "figure": line.figure,
                "first": _told(line.first),
                "second": _told(line.second),
                "finding": line.finding.value,
            }
            for line in result.figures
        ],
        "cautions": [caution.value for caution in result.cautions],
    }


def _judged_by(document: Document) -> Mapping[str, object]:
    return {name: value for name, value in document.settings.items() if name.startswith(_JUDGING)}


def _told(value: float) -> float | None:
    return value if math.isfinite(value) else None
