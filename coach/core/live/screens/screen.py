"""What stands on the live window, and what the window knows beside the session: values only.

A `Screen` says where the camera's picture is put and what is drawn on and around it, as shapes with a meaning and
without a colour. All its coordinates are px of the window, except where it says picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from coach.core import area
from coach.core.landmarks import FloatArray
from coach.core.live.stage_params import StageParams
from coach.core.look import PictureSize
from coach.core.view.back_map import MapParams
from coach.core.view.shapes import Box, Scene
from coach.core.words import Language

VOLUME_STEP = 0.1


@dataclass(frozen=True, slots=True)
class Setting:
    """What the window knows beside the session.

    Attributes:
        language: of all words.
        width_px, height_px: of the window's inside.
        volume: 0 to 1.
        muted: the user has switched the sound off.
        no_sound: why no sound can be heard at all, one sentence; empty while a device is open.
        problems: what cannot be kept of this session, a sentence each; empty while all is well.
        advice: what is advised before the session begins, whole sentences; empty = nothing.
        help_shown: the keys are shown over everything else.
        stage: how long each step lasts, for its bar.
        back_map: sizes of the map's zones.
    """

    language: Language = Language.EN
    width_px: int = 1280
    height_px: int = 720
    volume: float = 1.0
    muted: bool = False
    no_sound: str = ""
    problems: tuple[str, ...] = ()
    advice: str = ""
    help_shown: bool = False
    stage: StageParams = field(default_factory=StageParams)
    back_map: MapParams = field(default_factory=MapParams)

    @property
    def silent(self) -> bool:
        """Is nothing heard, for whatever reason?"""
        return self.muted or bool(self.no_sound) or self.volume <= 0.0


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """Where the camera's picture is put: whole, its aspect kept.

    Attributes:
        box: in the window.
        size: of the picture itself.
    """

    box: Box
    size: PictureSize

    @property
    def scale(self) -> float:
        """Window px per picture px."""
        return self.box.width_px / self.size.width

    def to_window(self, points_px: FloatArray) -> FloatArray:
        """(..., 2) picture px to window px."""
        return points_px * self.scale + np.array([self.box.left_px, self.box.top_px])

    def to_picture(self, points_px: FloatArray) -> FloatArray:
        """(..., 2) window px to picture px; what lies outside is moved to the picture's edge."""
        at = (points_px - np.array([self.box.left_px, self.box.top_px])) / self.scale
        return np.clip(at, 0.0, np.array([float(self.size.width), float(self.size.height)]))

    def holds(self, point_px: FloatArray) -> bool:
        """Does a point of the window lie on the picture?"""
        x, y = float(point_px[0]), float(point_px[1])
        box = self.box
        return box.left_px <= x <= box.right_px and box.top_px <= y <= box.bottom_px


@dataclass(frozen=True, slots=True)
class Handles:
    """What the mouse may drag, in picture px.

    Attributes:
        spine_px: (2, 2) neck end, tail end of the spine line; None = not known.
        supports: the supports' boxes.
    """

    spine_px: FloatArray | None = None
    supports: tuple[area.Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the window at one moment, in painting order: the picture, what is on it, what is around it.

    Attributes:
        picture: where the camera's picture is; None = it is not shown.
        on_picture: drawn on it and cut off at its edges; px from the picture's own corner on the window.
        around: drawn last; px of the window.
        handles: what the mouse may drag; None = nothing.
    """

    picture: PicturePlace | None
    on_picture: Scene
    around: Scene
    handles: Handles | None = None


def fit(size: PictureSize, room: Box) -> PicturePlace:
    """Put a picture into a box, as large as it goes, in the middle; whole pixels."""
    scale = max(min(room.width_px / size.width, room.height_px / size.height), 1e-3)
    width, height = max(round(size.width * scale), 1), max(round(size.height * scale), 1)
    left = round(room.left_px + (room.width_px - width) / 2)
    top = round(room.top_px + (room.height_px - height) / 2)
    return PicturePlace(Box(float(left), float(top), float(width), float(height)), size)
