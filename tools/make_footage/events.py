"""The events of a clip, read from its frames by the definitions of the shared footage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.make_footage.landmarks import SIDES
from tools.make_footage.story import Story

_LOST_S = 0.5


def on_back_intervals(frames: list[dict[str, Any]]) -> list[list[float]]:
    """Spans in which the giver stands on the receiver only, s."""

    def on(frame: dict[str, Any]) -> bool:
        giver = frame["giver"]
        if giver is None or giver["technique"] == "seated":
            return False
        states = [giver["feet"][side]["state"] for side in SIDES]
        return giver["technique"] == "knees" or ("on_back" in states and "on_floor" not in states)

    return [[start, end] for start, end in _spans(frames, on)]


def find(frames: list[dict[str, Any]], story: Story, fps: int) -> list[dict[str, Any]]:
    """Events by time of their start."""
    events: list[dict[str, Any]] = []
    for side in SIDES:

        def near(frame: dict[str, Any], side: str = side) -> bool:
            foot = _foot(frame, side)
            return foot is not None and foot["state"] == "on_back" and foot["overlaps_2cm_band"]

        def off(frame: dict[str, Any], side: str = side) -> bool:
            foot = _foot(frame, side)
            return foot is not None and foot["state"] == "on_back" and not 0 <= foot["long_frac"] <= 1

        for kind, test in (("spine_step", near), ("off_zone", off)):
            for start, end in _spans(frames, test):
                events.append({"type": kind, "start": start, "end": end, "foot": side})
    intervals = on_back_intervals(frames)

    def lost(frame: dict[str, Any]) -> bool:
        within = any(start <= frame["t"] <= end for start, end in intervals)
        return within and not any(hand["on_support"] for hand in frame["giver"]["hands"].values())

    for start, end in _spans(frames, lost):
        if end - start + 1 / fps >= _LOST_S:
            events.append({"type": "support_lost", "start": start, "end": end})
    for start, end, row, speed in story.stamps:
        times = {"start": round(start, 3), "end": round(end, 3)}
        events.append({"type": "fast_step", **times, "foot": SIDES[row], "peak_speed_mps": speed})
    for start, end, what in story.moves:
        events.append({"type": "receiver_move", "start": round(start, 3), "end": round(end, 3), "what": what})
    return sorted(events, key=lambda event: event["start"])


def _foot(frame: dict[str, Any], side: str) -> dict[str, Any] | None:
    return frame["giver"]["feet"][side] if frame["giver"] else None


def _spans(frames: list[dict[str, Any]], test: Callable[[dict[str, Any]], bool]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    start: float | None = None
    last = 0.0
    for frame in frames:
        if test(frame):
            start = frame["t"] if start is None else start
            last = frame["t"]
        elif start is not None:
            spans.append((round(start, 3), round(last, 3)))
            start = None
    if start is not None:
        spans.append((round(start, 3), round(last, 3)))
    return spans
