"""The vocabulary of a picture to draw: lines, areas, spots and text boxes with a meaning, but without a colour.

All coordinates are image px: from the top left corner, x to the right, y down. NaN = not known: a painter leaves out
what it cannot place, and never raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coach.core.landmarks import FloatArray


class Style(StrEnum):
    """What a shape means. The painter owns the colours, the widths and the hatching."""

    GIVER = "giver"
    GIVER_HELD = "giver_held"
    RECEIVER = "receiver"
    RECEIVER_HELD = "receiver_held"

    SPINE_LINE = "spine_line"
    SPINE_BAND = "spine_band"
    KEEP_IN = "keep_in"

    FOOTPRINT_OK = "footprint_ok"
    FOOTPRINT_FAULT = "footprint_fault"
    FOOTPRINT_UNKNOWN = "footprint_unknown"

    HAND_HELD = "hand_held"
    HAND_FREE = "hand_free"
    HAND_UNKNOWN = "hand_unknown"
    SUPPORT_LEARNT = "support_learnt"
    SUPPORT_MARKED = "support_marked"
    SUPPORT_LABEL = "support_label"

    MAP_PANEL = "map_panel"
    MAP_BODY = "map_body"
    MAP_ZONE = "map_zone"
    MAP_SPINE_BAND = "map_spine_band"
    MAP_KEEP_OUT = "map_keep_out"
    MAP_SPINE_LINE = "map_spine_line"
    MAP_DWELL = "map_dwell"
    MAP_LABEL = "map_label"

    STRIP = "strip"
    LIGHT_OK = "light_ok"
    LIGHT_FAULT = "light_fault"
    LIGHT_UNKNOWN = "light_unknown"
    LIGHT_IDLE = "light_idle"
    LIGHT_LABEL = "light_label"
    LIGHT_LABEL_FAULT = "light_label_fault"
    CLOCK = "clock"

    BANNER_URGENT = "banner_urgent"
    BANNER_WARNING = "banner_warning"
    BANNER_GUIDE = "banner_guide"
    BANNER_INFO = "banner_info"
    NOTICE = "notice"

    # Only the live window has these. Its banners are an area, a spot (the sign) and texts of the banner's style.
    EDGE_URGENT = "edge_urgent"
    PANEL = "panel"
    PANEL_NOW = "panel_now"
    PANEL_FAULT = "panel_fault"
    BAR = "bar"
    BAR_DONE = "bar_done"
    KEY = "key"
    STEP_DONE = "step_done"
    STEP_NOW = "step_now"
    STEP_TO_DO = "step_to_do"
    HANDLE = "handle"
    DWELL_SHORT = "dwell_short"
    DWELL_ENOUGH = "dwell_enough"
    DWELL_LONG = "dwell_long"
    SIGN_CAMERA = "sign_camera"
    SIGN_MUTE = "sign_mute"
    SIGN_SOUND = "sign_sound"
    SIGN_PAUSE = "sign_pause"
    SIGN_NOTE = "sign_note"
    CHOICE = "choice"
    CHOICE_MADE = "choice_made"
    FOCUS = "focus"
    BRUSH = "brush"
    WORDS = "words"
    WORDS_STRONG = "words_strong"
    WORDS_QUIET = "words_quiet"


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in the picture, px."""

    left_px: float
    top_px: float
    width_px: float
    height_px: float

    @property
    def right_px(self) -> float:
        """The x of the right edge."""
        return self.left_px + self.width_px

    @property
    def bottom_px(self) -> float:
        """The y of the lower edge."""
        return self.top_px + self.height_px

    def corners_px(self) -> FloatArray:
        """(4, 2), px: top left, top right, bottom right, bottom left."""
        left, top, right, bottom = self.left_px, self.top_px, self.right_px, self.bottom_px
        return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; it breaks where a point is unknown.

    Attributes:
        points_px: (N, 2) float64, image px. NaN = unknown.
    """

    style: Style
    points_px: FloatArray


@dataclass(frozen=True, slots=True)
class Area:
    """A closed polygon; left out if any of its points is unknown.

    Attributes:
        points_px: (N, 2) float64, image px. NaN = unknown.
    """

    style: Style
    points_px: FloatArray


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark at one place; its form (disc, ring, triangle, diamond) belongs to its style.

    Attributes:
        centre_px: (2,) float64, image px. NaN = unknown.
        radius_px: half of its width, px.
    """

    style: Style
    centre_px: FloatArray
    radius_px: float


class Align(StrEnum):
    """Where a text stands in its box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Text:
    """Words that a painter fits into a box: as high as the box allows, smaller if they would be too long."""

    style: Style
    words: str
    box: Box
    align: Align = Align.LEFT


Shape = Stroke | Area | Spot | Text


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything to draw on one picture, in painting order.

    Attributes:
        width_px: width of the picture that the shapes belong to.
        height_px: its height.
        unit_px: how many pixels a unit of line width and text size is; 1 for a picture whose short side is 480 px.
        shapes: what to paint, the first one lowest.
    """

    width_px: int
    height_px: int
    unit_px: float
    shapes: tuple[Shape, ...]
