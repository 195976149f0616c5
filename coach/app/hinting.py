"""What the user tells about the scene on the command line, checked by the option's name."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from coach.core.look import Box, Hints
from coach.errors import CoachError

SHORTEST_CM, TALLEST_CM = 100.0, 230.0


def hints_from(
    *,
    supports: Sequence[str] = (),
    receiver: str | None = None,
    giver: str | None = None,
    spine: str | None = None,
    receiver_height_cm: float | None = None,
    giver_height_cm: float | None = None,
) -> Hints:
    """Build the hints from the texts that the user gave.

    Args:
        supports: `x,y,w,h` each, px: places that the giver holds on to.
        receiver: `x,y,w,h`, px: where the receiver lies.
        giver: `x,y,w,h`, px: where the giver is in the first frame.
        spine: `x1,y1,x2,y2`, px: neck end, then tail end of the spine line.
        receiver_height_cm: body height.
        giver_height_cm: body height.

    Returns:
        The hints; None where nothing was told.

    Raises:
        CoachError: it names the option, what it got and what it expects.
    """
    return Hints(
        receiver_box_px=None if receiver is None else _box("--receiver", receiver),
        giver_box_px=None if giver is None else _box("--giver", giver),
        spine_px=None if spine is None else _spine(spine),
        support_boxes_px=tuple(_box("--support", text) for text in supports),
        receiver_height_m=_height_m("--height-receiver", receiver_height_cm),
        giver_height_m=_height_m("--height-giver", giver_height_cm),
    )


def _box(option: str, text: str) -> Box:
    wanted = "x,y,w,h: left edge, top edge, width and height in pixels, such as 420,60,90,200"
    x, y, width, height = _four(option, text, wanted)
    if width <= 0 or height <= 0:
        raise CoachError(f"{option} got '{text}', whose width or height is not above zero: it needs {wanted}.")
    return Box(x, y, width, height)


def _spine(text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    wanted = "x1,y1,x2,y2: the neck end and the tail end of the spine in pixels, such as 320,150,322,310"
    x1, y1, x2, y2 = _four("--spine", text, wanted)
    if (x1, y1) == (x2, y2):
        raise CoachError(f"--spine got '{text}', twice the same point: it needs {wanted}.")
    return np.array([[x1, y1], [x2, y2]])


def _four(option: str, text: str, wanted: str) -> tuple[float, float, float, float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        raise CoachError(f"{option} got '{text}', but it needs {wanted}.")
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _height_m(option: str, height_cm: float | None) -> float | None:
    if height_cm is None:
        return None
    if not SHORTEST_CM <= height_cm <= TALLEST_CM:
        raise CoachError(
            f"{option} got {height_cm:g}, but it needs a body height from {SHORTEST_CM:g} to {TALLEST_CM:g} cm."
        )
    return height_cm / 100.0
