"""Clips made on the spot: grey frames whose brightness is their number, so that an order or a loss proves itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

MakeClip = Callable[..., Path]

TICKS_PER_S = 1000


def shade(number: int) -> int:
    """The brightness of frame `number`."""
    return 20 + 10 * number


def picture(number: int, width: int, height: int) -> NDArray[np.uint8]:
    """A grey picture with a white square in its top left corner, so that its upright side is known."""
    rgb = np.full((height, width, 3), shade(number), dtype=np.uint8)
    rgb[: height // 4, : width // 4] = 255
    return rgb


@pytest.fixture
def make_clip(tmp_path: Path) -> MakeClip:
    def make(
        name: str = "clip.mp4",
        times_s: Sequence[float] = tuple(k / 10 for k in range(10)),
        size: tuple[int, int] = (64, 48),
        codec: str = "mpeg4",
        pixels: str = "yuv420p",
        key_every: int = 3,
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w") as container:
            stream = container.add_stream(codec, rate=10)
            stream.width, stream.height = size
            stream.pix_fmt = pixels
            stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
            stream.codec_context.gop_size = key_every
            container.start_encoding()
            for number, t_s in enumerate(times_s):
                frame = av.VideoFrame.from_ndarray(picture(number, *size), format="rgb24")
                frame.pts, frame.time_base = round(t_s * TICKS_PER_S), Fraction(1, TICKS_PER_S)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make
