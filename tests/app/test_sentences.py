"""A clip's outcome in one line."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from coach.app.sentences import one_line
from coach.core.sight import CameraEnd, CameraPlace, ViewVerdict
from coach.core.summary import Summary, ViewFigures, Visibility, summarise

SIDE = CameraPlace(CameraEnd.LEFT, -92.0, 20.0, 14.0, 110.0, 320.0, 2.0, 9.0, 12.0)


@pytest.fixture
def seen() -> Summary:
    """Half a minute on the back in which nothing was wrong."""
    whole = replace(summarise((), (), (), ()), time_on_back_s=30.0, visibility=Visibility(0.2, 0.8, 1.0, 0.25))
    return replace(whole, view=ViewFigures(ViewVerdict.GOOD, 0.3, 1.9))


def test_a_good_view_is_not_worth_a_word(seen: Summary) -> None:
    assert one_line(seen) == "no fault seen; not judged in 25% of the frames"


def test_a_view_that_could_be_better_is_told_with_what_to_do(seen: Summary) -> None:
    view = ViewFigures(ViewVerdict.CANNOT_JUDGE_FEET, 0.4, 7.25, "Go to the head end. Raise it.", SIDE)
    assert one_line(replace(seen, view=view)).endswith(
        "; the view (left side, a foot to ± 7.2 cm) is too bad to judge the feet: go to the head end. Raise it"
    )


def test_where_nobody_is_seen_that_comes_first(seen: Summary) -> None:
    view = ViewFigures(ViewVerdict.UNKNOWN, math.nan, math.nan, "Let the camera see the receiver.")
    nobody = replace(seen, view=view, visibility=Visibility(0.0, 0.0, 0.0, 1.0))
    assert one_line(nobody) == "unknown: no lying receiver was seen"
