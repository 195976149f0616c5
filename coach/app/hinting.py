"""What the user tells about the scene on the command line, checked by the option's name."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from coach.core.area import Box
from coach.core.geometry.ground_fit import around
from coach.core.landmarks import FloatArray
from coach.core.look import Hints
from coach.core.marker_look import MARKER_M
from coach.core.phrase import Phrase
from coach.errors import CoachError

SHORTEST_CM, TALLEST_CM = 100.0, 230.0
NARROWEST_DEG, WIDEST_DEG = 15.0, 140.0
LEAST_MAT_CM, MOST_MAT_CM = 30.0, 400.0
LEAST_MARKER_CM, MOST_MARKER_CM = 3.0, 60.0
_LOOSE = 0.1  # of a box's edges: so far beside a body a box may be drawn
_FLAT = 0.02  # a corner this near to the line through its neighbours, as a part of the mat's size in the picture


def hints_from(
    *,
    supports: Sequence[str] = (),
    receiver: str | None = None,
    giver: str | None = None,
    spine: str | None = None,
    receiver_height_cm: float | None = None,
    giver_height_cm: float | None = None,
    fov_deg: float | None = None,
    mat: str | None = None,
    mat_corners: str | None = None,
    marker_cm: float | None = None,
) -> Hints:
    """Build the hints from the texts that the user gave.

    Args:
        supports: `x,y,w,h` each, px: places that the giver holds on to.
        receiver: `x,y,w,h`, px: where the receiver lies.
        giver: `x,y,w,h`, px: where the giver is in the first frame.
        spine: `x1,y1,x2,y2`, px: neck end, then tail end of the spine line.
        receiver_height_cm: body height.
        giver_height_cm: body height.
        fov_deg: the camera's horizontal field of view.
        mat: `w,h`, cm: the mat's two edges, in any order.
        mat_corners: `x1,y1,x2,y2,x3,y3,x4,y4`, px: the mat's corners, in any order.
        marker_cm: edge of the black squares of the printed markers.

    Returns:
        The hints; None where nothing was told.

    Raises:
        CoachError: it names the option, what it got and what it expects, or the two options that contradict each other.
    """
    hints = Hints(
        receiver_box_px=None if receiver is None else _box("--receiver", receiver),
        giver_box_px=None if giver is None else _box("--giver", giver),
        spine_px=None if spine is None else _spine(spine),
        support_boxes_px=tuple(_box("--support", text) for text in supports),
        receiver_height_m=_height_m("--height-receiver", receiver_height_cm),
        giver_height_m=_height_m("--height-giver", giver_height_cm),
        fov_rad=_fov_rad(fov_deg),
        mat_size_m=None if mat is None else _mat_m(mat),
        mat_corners_px=None if mat_corners is None else _mat_corners_px(mat_corners),
        marker_m=MARKER_M if marker_cm is None else _marker_m(marker_cm),
    )
    _check_that_spine_lies_in_receiver(hints)
    return hints


def _check_that_spine_lies_in_receiver(hints: Hints) -> None:
    box, spine_px = hints.receiver_box_px, hints.spine_px
    if box is None or spine_px is None:
        return
    edges_px = np.array([box.width, box.height])
    low_px = np.array([box.x, box.y])
    if bool(np.any(spine_px < low_px - _LOOSE * edges_px) or np.any(spine_px > low_px + (1 + _LOOSE) * edges_px)):
        (x1, y1), (x2, y2) = spine_px
        raise CoachError(
            f"--spine {x1:g},{y1:g},{x2:g},{y2:g} does not lie within --receiver {box.x:g},{box.y:g},{box.width:g},"
            f"{box.height:g}, but it is that body's spine: mark one of the two anew, or leave one out.",
            f"--spine {x1:g},{y1:g},{x2:g},{y2:g} 不在 --receiver {box.x:g},{box.y:g},{box.width:g},{box.height:g} "
            "之内，可它是那个人的脊柱：请重新标其中一个，或去掉一个。",
        )


def _box(option: str, text: str) -> Box:
    wanted = Phrase(
        "x,y,w,h: left edge, top edge, width and height in pixels, such as 420,60,90,200",
        "x,y,w,h：左边、上边、宽和高，单位是像素，例如 420,60,90,200",
    )
    x, y, width, height = numbers_of(option, text, 4, wanted)
    if width <= 0 or height <= 0:
        raise unfit(option, text, wanted, Phrase("whose width or height is not above zero", "宽或高不大于零"))
    return Box(x, y, width, height)


def _spine(text: str) -> FloatArray:
    wanted = Phrase(
        "x1,y1,x2,y2: the neck end and the tail end of the spine in pixels, such as 320,150,322,310",
        "x1,y1,x2,y2：脊柱的颈端和尾端，单位是像素，例如 320,150,322,310",
    )
    x1, y1, x2, y2 = numbers_of("--spine", text, 4, wanted)
    if (x1, y1) == (x2, y2):
        raise unfit("--spine", text, wanted, Phrase("twice the same point", "两个点相同"))
    return np.array([[x1, y1], [x2, y2]])


def _mat_m(text: str) -> tuple[float, float]:
    wanted = Phrase(
        f"w,h: the mat's two edges from {LEAST_MAT_CM:g} to {MOST_MAT_CM:g} cm, such as 90,200",
        f"w,h：垫子的两条边，{LEAST_MAT_CM:g} 到 {MOST_MAT_CM:g} 厘米，例如 90,200",
    )
    width_cm, height_cm = numbers_of("--mat", text, 2, wanted)
    if not all(LEAST_MAT_CM <= edge_cm <= MOST_MAT_CM for edge_cm in (width_cm, height_cm)):
        raise unfit("--mat", text, wanted)
    return width_cm / 100.0, height_cm / 100.0


def _mat_corners_px(text: str) -> FloatArray:
    wanted = Phrase(
        "x1,y1,x2,y2,x3,y3,x4,y4: the mat's four corners in pixels, such as 148,402,232,472,468,338,428,315",
        "x1,y1,x2,y2,x3,y3,x4,y4：垫子的四个角，单位是像素，例如 148,402,232,472,468,338,428,315",
    )
    corners_px = np.array(numbers_of("--mat-corners", text, 8, wanted)).reshape(4, 2)
    ordered = around(corners_px)
    size_px = float(np.linalg.norm(np.ptp(ordered, axis=0)))
    for before, corner, after in zip(np.roll(ordered, 1, axis=0), ordered, np.roll(ordered, -1, axis=0), strict=True):
        line = after - before
        length_px = float(np.linalg.norm(line))
        out_px = float((corner - before) @ np.array([line[1], -line[0]])) / max(length_px, 1e-9)
        if not -out_px > _FLAT * size_px:
            flat = Phrase(
                "in which three corners lie on one line or one lies within the others",
                "三个角在一条线上，或一个角在其余之内",
            )
            raise unfit("--mat-corners", text, wanted, flat)
    return corners_px


def _fov_rad(fov_deg: float | None) -> float | None:
    if fov_deg is None:
        return None
    if not NARROWEST_DEG <= fov_deg <= WIDEST_DEG:
        raise CoachError(
            f"--fov got {fov_deg:g}, but it needs the camera's horizontal field of view from {NARROWEST_DEG:g} to "
            f"{WIDEST_DEG:g} degrees.",
            f"--fov 收到 {fov_deg:g}，但需要摄像头的水平视角，{NARROWEST_DEG:g} 到 {WIDEST_DEG:g} 度。",
        )
    return math.radians(fov_deg)


def _marker_m(marker_cm: float) -> float:
    if not LEAST_MARKER_CM <= marker_cm <= MOST_MARKER_CM:
        raise CoachError(
            f"--marker-size got {marker_cm:g}, but it needs the edge of a marker's black square from "
            f"{LEAST_MARKER_CM:g} to {MOST_MARKER_CM:g} cm.",
            f"--marker-size 收到 {marker_cm:g}，但需要标记黑方块的边长，{LEAST_MARKER_CM:g} 到 "
            f"{MOST_MARKER_CM:g} 厘米。",
        )
    return marker_cm / 100.0


def unfit(option: str, text: str, wanted: Phrase, why: Phrase | None = None) -> CoachError:
    """What an option got, what is wrong with it, and what it needs."""
    if why is None:
        return CoachError(
            f"{option} got '{text}', but it needs {wanted.en}.", f"{option} 收到“{text}”，但需要 {wanted.zh}。"
        )
    return CoachError(
        f"{option} got '{text}', {why.en}: it needs {wanted.en}.",
        f"{option} 收到“{text}”，{why.zh}：需要 {wanted.zh}。",
    )


def numbers_of(option: str, text: str, count: int, wanted: Phrase) -> tuple[float, ...]:
    """So many finite numbers between commas. Raises CoachError, which names the option and what it wants."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
        raise unfit(option, text, wanted)
    return tuple(numbers)


def _height_m(option: str, height_cm: float | None) -> float | None:
    if height_cm is None:
        return None
    if not SHORTEST_CM <= height_cm <= TALLEST_CM:
        raise CoachError(
            f"{option} got {height_cm:g}, but it needs a body height from {SHORTEST_CM:g} to {TALLEST_CM:g} cm.",
            f"{option} 收到 {height_cm:g}，但需要身高，{SHORTEST_CM:g} 到 {TALLEST_CM:g} 厘米。",
        )
    return height_cm / 100.0
