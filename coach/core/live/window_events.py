"""What a person asks for at the window, as values: keys, the mouse on the picture, the window's own buttons.

The session's commands are `stage.Command`; here are the wishes that are the window's or the mixer's affair, and what
the mouse has marked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from coach.core.area import Box
from coach.core.landmarks import FloatArray
from coach.core.live.screens.screen import VOLUME_STEP, Setting
from coach.core.live.stage import Command
from coach.core.look import Hints


class Wish(StrEnum):
    """A key that does not concern the session itself."""

    MUTE = "mute"  # or sound again
    LOUDER = "louder"
    SOFTER = "softer"
    HELP = "help"  # or no help any more
    FULL_SCREEN = "full screen"  # the window has done it already
    CLOSED = "closed"  # the window's close button: the session is to end


@dataclass(frozen=True, slots=True)
class SpineMarked:
    """The spine line was put right by hand: (2, 2) picture px, neck end, tail end."""

    spine_px: FloatArray


@dataclass(frozen=True, slots=True)
class SupportMarked:
    """A support was marked by hand, picture px.

    Attributes:
        before: the box that was moved or removed; None = a new one.
        box: where it is now; None = it was removed.
    """

    before: Box | None
    box: Box | None


WindowEvent = Command | Wish | SpineMarked | SupportMarked


def setting_after(setting: Setting, event: WindowEvent) -> Setting:
    """The window's setting after an event; one that does not concern it changes nothing."""
    match event:
        case Wish.MUTE:
            return replace(setting, muted=not setting.muted)
        case Wish.LOUDER:
            return replace(setting, volume=_volume(setting.volume + VOLUME_STEP), muted=False)
        case Wish.SOFTER:
            return replace(setting, volume=_volume(setting.volume - VOLUME_STEP))
        case Wish.HELP:
            return replace(setting, help_shown=not setting.help_shown)
        case _:
            return setting


def hints_after(hints: Hints, event: WindowEvent) -> Hints:
    """What has been told of the scene after an event; one that does not concern it changes nothing."""
    match event:
        case SpineMarked(spine_px):
            return replace(hints, spine_px=spine_px)
        case SupportMarked(before, box):
            kept = tuple(one for one in hints.support_boxes_px if before is None or not _same(one, before))
            return replace(hints, support_boxes_px=kept if box is None else (*kept, box))
        case _:
            return hints


def _volume(volume: float) -> float:
    return round(min(max(volume, 0.0), 1.0), 2)


def _same(one: Box, other: Box) -> bool:
    """Within a pixel: a box that was drawn comes back from the sight as floats."""
    return bool(
        np.allclose([one.x, one.y, one.width, one.height], [other.x, other.y, other.width, other.height], atol=1.0)
    )
