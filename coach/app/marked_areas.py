"""Places of the back that are not to be pressed (technique.md B2), as the user tells them on the command line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from coach.app.hinting import numbers_of, unfit
from coach.core.phrase import Phrase
from coach.core.rules.judge import RulesParams
from coach.core.rules.keep_out import SHORT_TORSO_CM, BackPoint, KeepOutZone, is_area
from coach.errors import CoachError

MOST_ASIDE_CM, LEAST_ALONG, MOST_ALONG = 40.0, -0.5, 1.5
LEAST_RADIUS_CM, MOST_RADIUS_CM = 0.5, 15.0
_LONGEST_NAME = 40
_CORNERS = 24  # of a round zone
_OPTION = "--keep-out"
_WANTED = Phrase(
    "[NAME=]X,A,R (round), X1,A1,X2,A2 (rectangle) or three corners or more, X in cm from the spine (+ = the "
    "receiver's right) and A from 0 at the shoulders to 1 at the hips, such as scar=6,0.5,4",
    "[名字=]X,A,R（圆形）、X1,A1,X2,A2（长方形）或三个以上的角，X 是离脊柱的厘米数（正数＝趴着的人的右侧），"
    "A 从肩部的 0 到髋部的 1，例如 scar=6,0.5,4",
)


def marked_areas(texts: Sequence[str]) -> tuple[KeepOutZone, ...]:
    """The zones of the option's texts, each named, or "area 1" and so on.

    Raises:
        CoachError: it names the option, what it got and what it expects.
    """
    return tuple(_area(text, f"area {number}") for number, text in enumerate(texts, 1))


def with_areas(rules: RulesParams, areas: Sequence[KeepOutZone]) -> RulesParams:
    """The rules with more places to keep out of; one that is there already stays once."""
    zones = tuple(dict.fromkeys((*rules.keep_out.zones, *areas)))
    return replace(rules, keep_out=replace(rules.keep_out, zones=zones))


def areas_shown(areas: Sequence[KeepOutZone]) -> list[dict[str, object]]:
    """The zones as `analysis.json` shows them: name, and corners as [cm from the spine, along the torso]."""
    return [
        {"name": area.name, "corners": [[round(one.offset_cm, 3), round(one.along, 4)] for one in area.corners]}
        for area in areas
    ]


def _area(text: str, unnamed: str) -> KeepOutZone:
    name, equals, rest = text.rpartition("=")
    name = name.strip() if equals else unnamed
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise unfit(_OPTION, text, _WANTED, Phrase("whose name is empty or too long", "名字是空的或太长"))
    count = rest.count(",") + 1
    numbers = numbers_of(_OPTION, rest, count, _WANTED)
    if count == 3:
        corners = _round(text, *numbers)
    elif count == 4:
        left, top, right, bottom = numbers
        corners = (_corner(text, left, top), _corner(text, right, top), _corner(text, right, bottom))
        corners += (_corner(text, left, bottom),)
    elif count >= 6 and count % 2 == 0:
        corners = tuple(_corner(text, *pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))
    else:
        raise unfit(_OPTION, text, _WANTED)
    zone = KeepOutZone(name, corners)
    if not is_area(zone):
        raise unfit(_OPTION, text, _WANTED, Phrase("whose edges cross or enclose nothing", "边线交叉，或没有围住什么"))
    return zone


def _corner(text: str, aside_cm: float, along: float) -> BackPoint:
    if abs(aside_cm) > MOST_ASIDE_CM or not LEAST_ALONG <= along <= MOST_ALONG:
        raise CoachError(
            f"{_OPTION} got '{text}', which lies beside the back: X must be from {-MOST_ASIDE_CM:g} to "
            f"{MOST_ASIDE_CM:g} cm and A from {LEAST_ALONG:g} to {MOST_ALONG:g} (0 = shoulders, 1 = hips).",
            f"{_OPTION} 收到“{text}”，它在背部之外：X 应为 {-MOST_ASIDE_CM:g} 到 {MOST_ASIDE_CM:g} 厘米，"
            f"A 应为 {LEAST_ALONG:g} 到 {MOST_ALONG:g}（0＝肩，1＝髋）。",
        )
    return BackPoint(aside_cm, along)


def _round(text: str, aside_cm: float, along: float, radius_cm: float) -> tuple[BackPoint, ...]:
    """A circle's corners, just around it."""
    _corner(text, aside_cm, along)
    if not LEAST_RADIUS_CM <= radius_cm <= MOST_RADIUS_CM:
        raise CoachError(
            f"{_OPTION} got '{text}', but a round zone's radius must be from {LEAST_RADIUS_CM:g} to "
            f"{MOST_RADIUS_CM:g} cm.",
            f"{_OPTION} 收到“{text}”，但圆形区域的半径应为 {LEAST_RADIUS_CM:g} 到 {MOST_RADIUS_CM:g} 厘米。",
        )
    turns = [2.0 * math.pi * index / _CORNERS for index in range(_CORNERS)]
    out_cm = radius_cm / math.cos(math.pi / _CORNERS)
    return tuple(
        BackPoint(
            round(aside_cm + out_cm * math.cos(turn), 3), round(along + out_cm * math.sin(turn) / SHORT_TORSO_CM, 5)
        )
        for turn in turns
    )
