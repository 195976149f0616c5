"""Ground truth of rendered footage, as values.

World: metres, z up, the receiver along y with the head towards +y, the receiver's right = +x. Pictures: px from the top
left corner. Left and right are each person's own. The program under test never reads any of this.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coach.core.landmarks import SIDES, FloatArray

ON_BACK = "on_back"
_ON_THE_BODY = ("kneeling", "seated")
_TECHNIQUES = {"knees": "kneeling"}  # the footage's word for the program's


@dataclass(frozen=True, slots=True)
class Camera:
    """A pin-hole camera: x_cam = R x + t, u = K x_cam / z."""

    view: str
    K: FloatArray
    R: FloatArray
    t: FloatArray

    @property
    def eye_m(self) -> FloatArray:
        """(3,) where it stands."""
        return -self.R.T @ self.t

    def image(self, points_m: FloatArray) -> FloatArray:
        """(N, 2) px of (N, 3) points."""
        seen = (points_m @ self.R.T + self.t) @ self.K.T
        return seen[:, :2] / seen[:, 2:]


@dataclass(frozen=True, slots=True)
class TrueFoot:
    """A foot. Lateral and gap: cm from the spine line to the footprint's centre (+ = receiver's right) and edge."""

    state: str
    outline_px: FloatArray  # (N, 2), the sole's
    lateral_cm: float
    gap_cm: float
    in_band: bool  # it comes within 2 cm of the spine line
    along: float  # 0 at the shoulder line, 1 at the hip line

    @property
    def on_back(self) -> bool:
        """It stands on the receiver's back."""
        return self.state == ON_BACK


@dataclass(frozen=True, slots=True)
class TrueGiver:
    """Who treads: (33, 2) landmarks, (33,) which of them are not hidden, feet and hands as left, right."""

    landmarks_px: FloatArray
    visible: FloatArray
    technique: str
    feet: tuple[TrueFoot, TrueFoot]
    holds: tuple[bool, bool]

    @property
    def on_body(self) -> bool:
        """A foot is on the back, or the giver kneels or sits on the receiver."""
        return self.technique in _ON_THE_BODY or any(foot.on_back for foot in self.feet)


@dataclass(frozen=True, slots=True)
class TrueReceiver:
    """Who lies: landmarks as the giver's; spine from neck to sacrum; torso as left, right shoulder, left, right hip."""

    landmarks_px: FloatArray
    spine_px: FloatArray  # (13, 2)
    spine_m: FloatArray  # (13, 3)
    torso_px: FloatArray  # (4, 2)
    torso_m: FloatArray  # (4, 3)


@dataclass(frozen=True, slots=True)
class TrueFrame:
    """One picture; None = not there."""

    t_s: float
    giver: TrueGiver | None
    receiver: TrueReceiver | None

    @property
    def on_body(self) -> bool:
        """The giver is on the receiver."""
        return self.giver is not None and self.giver.on_body


@dataclass(frozen=True, slots=True)
class TrueEvent:
    """A fault that was staged."""

    kind: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class TrueStep:
    """A move of a foot."""

    foot: str
    lift_s: float
    land_s: float
    kind: str


@dataclass(frozen=True, slots=True)
class Truth:
    """A whole clip, or a still of one frame. `fps` is how many frames of it stand for a second."""

    name: str
    camera: Camera
    technique: str
    fps: float
    frames: tuple[TrueFrame, ...]
    events: tuple[TrueEvent, ...] = ()
    steps: tuple[TrueStep, ...] = ()
    mat_m: float = 0.0  # height of what the receiver lies on

    @property
    def view(self) -> str:
        """The camera's place by name."""
        return self.camera.view


def read_truth(path: Path) -> Truth | None:
    """Read NAME.json of a clip or a still; None if the file is something else."""
    told = json.loads(path.read_text(encoding="utf-8"))
    frames = told.get("frames") or ([told["frame"]] if "frame" in told else [])
    if not frames:
        return None
    seen = told["camera"]
    camera = Camera(seen["name"], *(np.array(seen[part], dtype=float) for part in ("K", "R", "t")))
    return Truth(
        path.stem,
        camera,
        _technique(told["technique"] if "technique" in told else (frames[0]["giver"] or {}).get("technique", "none")),
        float(told.get("fps", 1.0)),
        tuple(_frame(frame) for frame in frames),
        tuple(TrueEvent(event["type"], event["start"], event["end"]) for event in told.get("events", ())),
        tuple(TrueStep(s["foot"], s["t_lift"], s["t_land"], s["kind"]) for s in told.get("steps", ())),
        float(told.get("mat_top_m", 0.0)),
    )


def _frame(told: dict[str, Any]) -> TrueFrame:
    giver = _giver(told["giver"]) if told["giver"] else None
    return TrueFrame(told["t"], giver, _receiver(told["receiver"]) if told["receiver"] else None)


def _giver(told: dict[str, Any]) -> TrueGiver:
    left, right = (_foot(told["feet"][side]) for side in SIDES)
    holds_left, holds_right = (bool(told["hands"][side]["on_support"]) for side in SIDES)
    return TrueGiver(
        _px(told["lm2d"]),
        np.array(told["vis"], dtype=float),
        _technique(told["technique"]),
        (left, right),
        (holds_left, holds_right),
    )


def _foot(told: dict[str, Any]) -> TrueFoot:
    beside = [told.get(name) for name in ("lateral_cm", "gap_cm", "long_frac")]  # not there without a receiver
    lateral_cm, gap_cm, along = (float("nan") if number is None else float(number) for number in beside)
    in_band = bool(told.get("overlaps_2cm_band"))
    return TrueFoot(told["state"], _px(told["poly2d"]), lateral_cm, gap_cm, in_band, along)


def _receiver(told: dict[str, Any]) -> TrueReceiver:
    return TrueReceiver(
        _px(told["lm2d"]),
        _px(told["spine2d"]),
        np.array(told["spine3d"], dtype=float),
        _px(told["torso2d"]),
        np.array(told["torso3d"], dtype=float),
    )


def _px(points: list[Any]) -> FloatArray:
    return np.array(points, dtype=float).reshape(len(points), -1)[:, :2]


def _technique(word: str) -> str:
    return _TECHNIQUES.get(word, word)
