"""A clip with its truth, and what moving, mirroring or retiming its pictures does to the truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.truth import Camera, TrueFoot, TrueFrame, TrueReceiver, Truth
from coach.adapters.clip import Frame, Picture
from coach.core.landmarks import MIRROR, FloatArray

Points = Callable[[FloatArray], FloatArray]  # where (N, 2) points of the picture come to lie

_OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Footage:
    """Frames that can be read as often as needed, and what is true in them."""

    truth: Truth
    frames: Callable[[], Iterator[Frame]]

    def first(self) -> Picture:
        """The first picture."""
        return next(self.frames()).picture_rgb

    def repainted(self, paint: Callable[[Frame, TrueFrame], Picture], truth: Truth | None = None) -> Footage:
        """Other pictures at the same times. `paint` gets a frame and what was true in it before."""

        def frames() -> Iterator[Frame]:
            for frame in self.frames():
                true = at(self.truth, frame.t_s)
                yield Frame(frame.index, frame.t_s, np.ascontiguousarray(paint(frame, true)))

        return Footage(truth or self.truth, frames)


def at(truth: Truth, t_s: float) -> TrueFrame:
    """The frame of the truth that is nearest to a time."""
    return truth.frames[int(np.argmin([abs(frame.t_s - t_s) for frame in truth.frames]))]


def moved(truth: Truth, move: Callable[[int], Points]) -> Truth:
    """Every point of frame number i lies where `move(i)` takes it."""
    return replace(truth, frames=tuple(_moved(frame, move(index)) for index, frame in enumerate(truth.frames)))


def _moved(frame: TrueFrame, points: Points) -> TrueFrame:
    giver, receiver = frame.giver, frame.receiver
    if giver is not None:
        feet = tuple(replace(foot, outline_px=points(foot.outline_px)) for foot in giver.feet)
        giver = replace(giver, landmarks_px=points(giver.landmarks_px), feet=(feet[0], feet[1]))
    if receiver is not None:
        receiver = replace(
            receiver,
            landmarks_px=points(receiver.landmarks_px),
            spine_px=points(receiver.spine_px),
            torso_px=points(receiver.torso_px),
        )
    return TrueFrame(frame.t_s, giver, receiver)


def mirrored(truth: Truth, width: int) -> Truth:
    """The truth of a picture whose left and right are exchanged: each person's left is what looks like the left."""
    flip = np.array([-1.0, 1.0])
    shift = np.array([float(width), 0.0])
    there = moved(truth, lambda _: lambda points: points * flip + shift)
    steps = tuple(replace(step, foot=_OTHER[step.foot]) for step in truth.steps)
    camera = _mirrored_camera(truth.camera)
    return replace(there, camera=camera, steps=steps, frames=tuple(_exchanged(frame) for frame in there.frames))


def _mirrored_camera(camera: Camera) -> Camera:
    """The camera that sees the mirrored world (x becomes −x) as the mirrored picture."""
    across = np.diag([-1.0, 1.0, 1.0])
    return Camera(camera.view, camera.K, across @ camera.R @ across, across @ camera.t)


def _exchanged(frame: TrueFrame) -> TrueFrame:
    giver, receiver = frame.giver, frame.receiver
    if giver is not None:
        left, right = (replace(foot, lateral_cm=-foot.lateral_cm) for foot in giver.feet)
        giver = replace(
            giver,
            landmarks_px=giver.landmarks_px[MIRROR],
            visible=giver.visible[MIRROR],
            feet=(right, left),
            holds=(giver.holds[1], giver.holds[0]),
        )
    if receiver is not None:
        receiver = replace(
            receiver,
            landmarks_px=receiver.landmarks_px[MIRROR],
            spine_m=receiver.spine_m * (-1.0, 1.0, 1.0),
            torso_px=receiver.torso_px[[1, 0, 3, 2]],
            torso_m=receiver.torso_m[[1, 0, 3, 2]] * (-1.0, 1.0, 1.0),
        )
    return TrueFrame(frame.t_s, giver, receiver)


def retimed(truth: Truth, times_s: Sequence[float], fps: float, seen_s: float = 0.0) -> Truth:
    """The truth at other times, in a straight line between two frames; words are those of the nearer one.

    `seen_s`: the picture called t shows t + seen_s (the middle of its exposure).
    """
    known_s = np.array([frame.t_s for frame in truth.frames])
    frames: list[TrueFrame] = []
    for t_s in times_s:
        after = int(np.clip(np.searchsorted(known_s, t_s + seen_s), 1, len(known_s) - 1))
        part = float((t_s + seen_s - known_s[after - 1]) / (known_s[after] - known_s[after - 1]))
        part = min(max(part, 0.0), 1.0)
        frames.append(_between(truth.frames[after - 1], truth.frames[after], part, t_s))
    return replace(truth, fps=fps, frames=tuple(frames))


def _between(before: TrueFrame, after: TrueFrame, part: float, t_s: float) -> TrueFrame:
    near = before if part < 0.5 else after
    giver, receiver = near.giver, near.receiver
    if before.giver is not None and after.giver is not None and giver is not None:
        first, second = before.giver, after.giver
        feet = tuple(
            _foot_between(one, other, near_foot, part)
            for one, other, near_foot in zip(first.feet, second.feet, giver.feet, strict=True)
        )
        landmarks = _mix(first.landmarks_px, second.landmarks_px, part)
        giver = replace(giver, landmarks_px=landmarks, feet=(feet[0], feet[1]))
    if before.receiver is not None and after.receiver is not None and receiver is not None:
        receiver = _receiver_between(before.receiver, after.receiver, part)
    return TrueFrame(t_s, giver, receiver)


def _foot_between(before: TrueFoot, after: TrueFoot, near: TrueFoot, part: float) -> TrueFoot:
    if before.state != after.state:
        return near
    numbers = {
        name: _mix(getattr(before, name), getattr(after, name), part) for name in ("lateral_cm", "gap_cm", "along")
    }
    return replace(near, **numbers)


def _receiver_between(before: TrueReceiver, after: TrueReceiver, part: float) -> TrueReceiver:
    return TrueReceiver(
        *(_mix(getattr(before, name), getattr(after, name), part) for name in TrueReceiver.__dataclass_fields__)
    )


def _mix(before: Any, after: Any, part: float) -> Any:
    return (1.0 - part) * before + part * after
