"""The benchmark's own making of twenty minutes out of one clip (benchmarks/review.py): it measures what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.review import make_long
from coach.adapters.analysed import read_analysed
from coach.adapters.clip import open_clip


def test_a_clip_laid_end_to_end_has_so_many_frames_events_and_a_film_as_long(
    real_session: Callable[[], Path], tmp_path: Path
) -> None:
    where = tmp_path / "long"
    where.mkdir()
    once = read_analysed(real_session())
    long = read_analysed(make_long(once.folder, where, span_s=90.0, fps=30.0))

    assert len(long.t_s) == 2700
    assert long.t_s[-1] == pytest.approx(90.0 - 1 / 30)
    assert len(long.document.steps) == 4
    assert long.document.steps[-1].start_s == pytest.approx(0.5 + 3 * once.document.clip.duration_s)
    length_s = open_clip(Path(long.document.clip.path)).expected_s
    assert length_s is not None
    assert length_s >= 90.0
