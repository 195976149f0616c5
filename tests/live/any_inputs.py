"""Hypothesis strategies for all that can reach a live session, any bits in its numbers; and what "the same" is."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from coach.core.area import Box
from coach.core.body_look import BodyAnswer
from coach.core.findings import Severity
from coach.core.follow_look import FollowAnswer
from coach.core.foot_look import FootAnswer
from coach.core.landmarks import Pose, Side
from coach.core.live.camera_health import PictureFacts
from coach.core.live.live import LiveInput
from coach.core.live.stage import Command
from coach.core.live.voice import Spoken
from coach.core.look import Answer, Hints, Looks, PictureSize
from coach.core.marker_look import MarkerAnswer

numbers = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, -0.0, float("nan"), 5e-324])
sizes = st.builds(PictureSize, st.integers(1, 9999), st.integers(1, 9999))


@st.composite
def arrays(draw: st.DrawFn, *shape: int) -> NDArray[np.float64]:
    """Any float64 bits, signalling NaN included, or numbers of single precision, or a part of them NaN."""
    count = int(np.prod(shape))
    bits = draw(st.binary(min_size=64, max_size=64))
    array = np.resize(np.frombuffer(bits, np.float64), count)
    how = draw(st.sampled_from(["bits", "single", "holes"]))
    if how != "bits":
        array = np.random.default_rng(draw(st.integers(0, 99))).normal(0, 500, count).astype(np.float32)
        array = array.astype(np.float64)
    if how == "holes":
        array[:: draw(st.integers(1, 7))] = np.nan
    return array.reshape(shape)


poses = st.builds(Pose, arrays(33, 2), arrays(33))
bodies = st.builds(BodyAnswer, numbers, arrays(33), arrays(3, 2), arrays(3))
answers = st.lists(st.builds(Answer, poses, numbers, st.none() | bodies), max_size=2).map(tuple)
feet = st.builds(FootAnswer, st.sampled_from(Side), arrays(4, 2), arrays(4, 2, 2), numbers, numbers, numbers)
markers = st.lists(st.builds(MarkerAnswer, st.integers(0, 49), arrays(4, 2)), max_size=2).map(tuple)
follows = st.integers(0, 20).flatmap(lambda n: st.builds(FollowAnswer, numbers, arrays(n, 2), arrays(n, 2), numbers))
looks = st.builds(
    Looks,
    giver=answers,
    receiver=answers,
    found=answers,
    probe=answers,
    feet=st.lists(feet, max_size=2).map(tuple),
    follow=st.none() | follows,
    markers=markers,
    played_down=st.booleans(),
    changed=st.none() | arrays(7),
    elsewhere=numbers,
    on_back=answers,
)
boxes = st.builds(Box, numbers, numbers, numbers, numbers)
hints = st.builds(
    Hints,
    receiver_box_px=st.none() | boxes,
    spine_px=st.none() | arrays(2, 2),
    support_boxes_px=st.lists(boxes, max_size=2).map(tuple),
    fov_rad=st.none() | numbers,
    mat_corners_px=st.none() | arrays(4, 2),
    mat_size_m=st.none() | st.tuples(numbers, numbers),
    markers=markers,
)
facts = st.builds(PictureFacts, numbers, numbers, arrays(16, 16), st.integers(1, 9999), st.integers(1, 9999))
inputs = st.builds(
    LiveInput,
    t_s=st.floats(0.0, 1e4),
    size=st.none() | sizes,
    facts=st.none() | facts,
    looks=st.none() | looks,
    commands=st.lists(st.sampled_from(Command), max_size=2).map(tuple),
    hints=st.none() | hints,
)
spoken = st.builds(Spoken, numbers, st.text(max_size=9), st.booleans(), st.sampled_from(Severity), numbers)


def bits_of(value: Any) -> Iterator[object]:
    """Everything that a value is made of: kinds, shapes, and the bytes of every number."""
    yield type(value)
    if isinstance(value, np.ndarray):
        yield from (value.dtype.str, value.shape, value.tobytes())
    elif isinstance(value, tuple):
        yield len(value)
        for part in value:
            yield from bits_of(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from bits_of(getattr(value, part.name))
    else:
        yield struct.pack("<d", value) if isinstance(value, float) else value


def same(one: object, other: object) -> bool:
    """Equal bit for bit."""
    return list(bits_of(one)) == list(bits_of(other))
