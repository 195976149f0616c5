"""A clip that is judged a second time is judged as if it had been the first, however little of it is done again."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from coach.core.findings import Rule
from coach.core.review import folding as fold
from coach.core.review.corrections import (
    Change,
    Corrections,
    EventAdded,
    PeopleSwapped,
    with_change,
    without,
)  # fmt: skip
from coach.core.review.folding import Folded, folded, folding
from coach.core.review.marked_bodies import body_marks, count_alike
from coach.core.session import SessionParams

PARAMS = SessionParams()
OTHER = replace(PARAMS, rules=replace(PARAMS.rules, spine_step=replace(PARAMS.rules.spine_step, confirm_s=0.9)))


@pytest.fixture(autouse=True)
def stops_close_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "STOP_FRAMES", 20)
    monkeypatch.setattr(fold, "TELL_FRAMES", 10)


def made(*changes: Change) -> Corrections:
    corrections = Corrections()
    for change in changes:
        corrections = with_change(corrections, "Li", change)
    return corrections


def bits(one: Folded) -> bytes:
    """Everything that was found and seen, to the last bit; NaN equals NaN."""
    return msgspec.msgpack.encode(
        (one.whole, [stop.frames for stop in one.stops]),
        enc_hook=lambda value: value.tobytes() if isinstance(value, np.ndarray) else str(value),
    )


def test_it_is_taken_up_where_a_correction_begins_and_ends_up_the_same(massage, line) -> None:
    sights = massage(seconds=8.0)
    one, two = line(-8.0, at_s=2.0), line(3.0, at_s=5.0)
    everywhere = line(-4.0, at_s=6.0, whole_clip=True)
    lists = [
        made(),
        made(one),
        made(one, two),
        made(two),
        made(one, two, everywhere),
        made(everywhere, two),
        made(PeopleSwapped(3.0)),
        made(PeopleSwapped(3.0), PeopleSwapped(6.0), two),
        made(EventAdded(Rule.FAST_STEP, 1.0, 2.0)),
    ]
    fresh = [folded(sights, body_marks(corrections, sights), PARAMS) for corrections in lists]
    for before in fresh:
        for corrections, wanted in zip(lists, fresh, strict=True):
            again = folded(sights, body_marks(corrections, sights), PARAMS, before)
            assert bits(again) == bits(wanted)


def steps(sights, corrections: Corrections, before: Folded | None, params: SessionParams = PARAMS) -> list[int]:
    return list(folding(sights, body_marks(corrections, sights), params, before))


def test_only_what_differs_is_judged_again(massage, line) -> None:
    sights = massage(seconds=8.0)
    first = folded(sights, body_marks(made(), sights), PARAMS)
    whole = steps(sights, made(), None)

    assert whole[0] == 10
    assert whole[-1] <= len(sights)
    late = made(line(-8.0, at_s=sights[70].t_s))
    assert steps(sights, late, first)[0] == 70, "from the stop at the sixtieth frame on"
    assert steps(sights, made(EventAdded(Rule.FAST_STEP, 1.0, 2.0)), first) == []
    assert steps(sights, made(line(-8.0, whole_clip=True)), first) == whole
    assert steps(sights, made(), first, OTHER) == whole, "another threshold works on every frame"
    assert steps(sights[:50], made(), first) == steps(sights[:50], made(), None), "another clip has nothing in common"


def test_marks_are_alike_up_to_the_first_frame_that_they_change(massage, line, corners) -> None:
    sights = massage(seconds=4.0)

    def alike(one: Corrections, other: Corrections) -> int:
        return count_alike(sights, body_marks(one, sights), body_marks(other, sights))

    assert alike(made(), made()) == len(sights)
    assert alike(made(line(3.0)), made(line(3.0))) == len(sights), "told twice, it is the same line"
    at = line(3.0, at_s=sights[9].t_s)
    assert alike(made(), made(at)) == 9
    later = made(corners(62.5), replace(at, whole_clip=True))
    assert alike(later, without(later, 1)) == 0, "the line was marked on those corners"
    assert alike(made(), made(PeopleSwapped(sights[5].t_s))) == 5


def test_a_clip_without_frames_is_judged_too() -> None:
    nothing = folded((), body_marks(made(), ()), PARAMS)
    assert nothing.whole.moments == ()
    assert folded((), body_marks(made(), ()), PARAMS, nothing).whole.events == ()
