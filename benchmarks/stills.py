"""Single pictures, shown as short clips: what the coach knows of a scene that it has just met.

Each picture is repeated for a second and a half at 12 frames a second, with a little noise of its own in each frame (so
that it is not a frozen camera), and judged at its last frame. Nothing moves, so this asks for bodies and feet only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.scoring import GOOD, body_error, spine_error_cm
from benchmarks.truth import Camera, TrueFrame, Truth, read_truth
from benchmarks.watching import watch
from coach.adapters.clip import Frame, Picture
from coach.app.eyes import CoachEyes
from coach.core.sight import Contact, Sight, ViewVerdict

SHOWN_S = 1.5
FPS = 12.0
NOISE = 2.0  # standard deviation, grey levels
KINDS = ("both", "rand", "receiver")
_HIGH_DEG = 52.0  # above the floor at the receiver, from which on a camera is a high one
_END_DEG, _SIDE_DEG = 22.0, 65.0  # off the body's axis


@dataclass(frozen=True, slots=True)
class StillFoot:
    """One true foot on the back; NaN where the program gave no figure."""

    judged: bool
    accepted: bool
    error_cm: float
    sigma_cm: float


@dataclass(frozen=True, slots=True)
class StillScore:
    """One still. `giver_ok` is None in a still without a giver."""

    name: str
    kind: str
    view: str
    giver_ok: bool | None
    receiver_ok: bool
    spine_err_cm: float
    feet: tuple[StillFoot, ...]


def judge_stills(folder: Path, eyes: CoachEyes, every: int = 1) -> list[StillScore]:
    """Show one in `every` stills of each kind, mixed by lot: their cameras come in turn."""
    scores: list[StillScore] = []
    for kind in KINDS:
        paths = sorted(folder.glob(f"{kind}_*.json"))
        for number in sorted(np.random.default_rng(1).permutation(len(paths))[::every]):
            path = paths[number]
            truth, bgr = read_truth(path), cv2.imread(str(path.with_suffix(".jpg")))
            if truth is None or bgr is None:
                continue
            judged = watch(shown(np.ascontiguousarray(bgr[:, :, ::-1])), eyes)
            scores.append(_score(kind, truth, judged.moments[-1].sight))
    return scores


def shown(picture: Picture) -> Iterator[Frame]:
    """A picture as a short clip."""
    noise = np.random.default_rng(7)
    for index in range(round(SHOWN_S * FPS)):
        noisy = picture + noise.normal(0.0, NOISE, picture.shape)
        yield Frame(index, index / FPS, np.clip(np.round(noisy), 0, 255).astype(np.uint8))


def view_of(camera: Camera) -> str:
    """The camera's place by where it stands about the receiver, who lies along y with the head towards +y."""
    x, y, z = camera.eye_m
    if np.degrees(np.arctan2(z, np.hypot(x, y))) > _HIGH_DEG:
        return "high"
    off_axis = np.degrees(np.arctan2(abs(x), abs(y)))
    if off_axis > _SIDE_DEG:
        return "side"
    if off_axis > _END_DEG:
        return "oblique2" if y > 0 else "oblique"
    return "head" if y > 0 else "foot"


def _score(kind: str, truth: Truth, sight: Sight) -> StillScore:
    frame: TrueFrame = truth.frames[0]
    giver, receiver = frame.giver, frame.receiver
    if receiver is None:
        raise ValueError(f"{truth.name} has no receiver")
    view = view_of(truth.camera) if truth.view == "rand" else truth.view
    accepted = sight.back.view is not ViewVerdict.CANNOT_JUDGE_FEET
    feet: list[StillFoot] = []
    for seen, true in zip(sight.feet, giver.feet, strict=True) if giver else ():
        if not true.on_back:
            continue
        known = seen.contact is Contact.BACK and np.isfinite(seen.offset_cm)
        error_cm = abs(seen.offset_cm - true.lateral_cm) if known else float("nan")
        feet.append(StillFoot(seen.contact is not Contact.UNKNOWN, accepted, error_cm, seen.sigma_cm))
    return StillScore(
        truth.name,
        kind,
        view,
        body_error(sight.giver.pose.xy_px, giver.landmarks_px) < GOOD if giver else None,
        body_error(sight.receiver.pose.xy_px, receiver.landmarks_px) < GOOD,
        spine_error_cm(sight.back.spine_px, receiver),
        tuple(feet),
    )
