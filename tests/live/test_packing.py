"""Values of a session as bytes: whatever reached it comes back bit for bit, whatever the bits are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from coach.adapters.model_files import checked_models
from coach.adapters.recording import Kept, RecordingHeader
from coach.adapters.recording.packing import pack, unpacker
from coach.core.area import Box
from coach.core.landmarks import Pose
from coach.core.live.live import LiveInput
from coach.core.live.voice import Spoken
from coach.core.look import Answer, Hints, LookPlan, Looks, Region
from coach.core.single_precision import rounded
from tests.live import any_inputs
from tests.live.any_inputs import bits_of, same
from tests.live.mjpeg import clip_pictures
from tests.live.staged import staged_session

REPOSITORY = Path(__file__).parents[2]
HEADER = RecordingHeader("1.2.3")


@given(any_inputs.inputs, any_inputs.spoken)
@settings(max_examples=150, deadline=None)
def test_whatever_reached_a_session_comes_back_bit_for_bit(one: LiveInput, said: Spoken) -> None:
    kept = Kept(one, said)

    assert same(unpacker(Kept)(pack(kept)), kept)


@given(any_inputs.hints)
@settings(max_examples=50, deadline=None)
def test_whatever_was_told_comes_back_bit_for_bit(told: Hints) -> None:
    header = replace(HEADER, hints=told)

    assert same(unpacker(RecordingHeader)(pack(header)), header)


@pytest.mark.parametrize("dtype", ["<f8", ">f8", "<f4", "<i4", "|u1", "|b1"])
@pytest.mark.parametrize("shape", [(), (0,), (0, 2), (3, 2), (2, 3, 4)])
def test_an_array_keeps_its_dtype_and_shape(dtype: str, shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    facts = replace(staged_session().inputs[0].facts, fingerprint=array)
    back = unpacker(type(facts))(pack(facts)).fingerprint

    assert same(back, array)
    assert back.flags.writeable


def test_an_array_takes_half_the_room_where_single_precision_holds_it_exactly() -> None:
    third = np.full((33, 2), 1 / 3)

    assert len(pack(rounded(third))) < 0.6 * len(pack(third))
    assert same(unpacker(np.ndarray)(pack(third)), third)


@pytest.mark.parametrize(
    "bad", [b"\xc7\x00\x01", b"\xc7\x01\x01\x05", b"\xc7\x03\x02\x02|O", b"\xc7\x01\x07\x00", b"\x01"]
)
def test_bytes_that_are_no_array_are_refused(bad: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacker(np.ndarray)(bad)


@pytest.mark.parametrize("what", [object(), np.array(["text"]), np.array([1j])])
def test_what_no_session_holds_is_not_recorded(what: object) -> None:
    with pytest.raises(TypeError):
        pack(what)


@pytest.mark.model
def test_the_eyes_own_answers_hold_nothing_that_changes_on_the_way() -> None:
    from coach.app.eyes import CoachEyes

    picture = clip_pictures(REPOSITORY / "samples" / "head-end.mp4", 70)[-1]
    height, width = picture.shape[:2]
    region = Region(width / 2, height / 2, height / 1.5, 0.0)
    plan = LookPlan(
        giver=(region,), receiver=(region,), probe=(region,), find=(Box(0, 0, width, height),), markers=True
    )
    with CoachEyes(checked_models()) as eyes:
        looks = eyes.look(picture, plan)

    assert looks.giver
    assert looks.receiver
    for one in (looks, rounded(looks)):
        assert same(unpacker(Looks)(pack(one)), one)


@given(any_inputs.looks)
@settings(max_examples=60, deadline=None)
def test_rounded_looks_are_as_exact_as_single_precision_and_rounding_twice_changes_nothing(looks: Looks) -> None:
    once = rounded(looks)

    assert same(rounded(once), once)
    for one, other in zip(bits_of(looks), bits_of(once), strict=True):
        if isinstance(one, bytes) and one != other and isinstance(other, bytes):
            before, after = np.frombuffer(one), np.frombuffer(other)
            with np.errstate(over="ignore", invalid="ignore"):
                np.testing.assert_array_equal(before.astype(np.float32), after.astype(np.float32))


def test_rounding_makes_plain_numbers_and_a_plain_layout_and_leaves_times_exact() -> None:
    pose = Pose(np.asfortranarray(np.full((33, 2), 1 / 3)), np.ones(66)[::2])
    odd = Looks(giver=(Answer(pose, np.float64(0.1)),), played_down=np.bool_(True))  # type: ignore[arg-type]
    plain = rounded(odd)

    assert type(plain.giver[0].presence) is float
    assert plain.giver[0].presence == 0.1
    assert plain.played_down is True
    assert plain.giver[0].pose.xy_px.flags.c_contiguous
    assert plain.giver[0].pose.xy_px.dtype == np.float64
    assert plain.giver[0].pose.xy_px[0, 0] == np.float32(1 / 3)
    assert pose.xy_px[0, 0] == 1 / 3
