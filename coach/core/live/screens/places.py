"""Where everything stands on a window of any size: words above, picture and column in the middle, a foot line below."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coach.core.view.shapes import Box

WIDE = 1.2  # a window at least so much wider than high has its column beside the picture, else below it
LEAST_ASPECT = 4 / 3  # texts are measured by the height of a window that is at least so wide

MARGIN = 0.014
SIDE = 0.034  # the edge that pulses lies outside it
SPEECH, SPEECH_NARROW = 0.228, 0.312  # room for two lines, or three
NARROW = 1.5
OVERLAP = 0.03  # so little of the picture may be covered for a moment: all of it jumps otherwise
FOOT = 0.092
COLUMN_OF_WIDTH = 0.34
COLUMN_LEAST, COLUMN_MOST = 0.54, 0.64


@dataclass(frozen=True, slots=True)
class Places:
    """The boxes of one window size.

    Attributes:
        whole: the window.
        unit_px: what sizes are shares of: its height, or less in a window that is narrower than 4:3.
        speech: what is said, in large letters.
        picture: room for the camera's picture.
        column: the steps, or the back map and the lights.
        foot: clock, keys, volume.
    """

    whole: Box
    unit_px: float
    speech: Box
    picture: Box
    column: Box
    foot: Box

    def below_speech(self, height_px: float) -> Places:
        """The same where the words need so much height: what stands below them makes room, nothing is covered."""
        more = height_px - self.speech.height_px
        if more <= OVERLAP * self.unit_px:
            return self
        speech = replace(self.speech, height_px=height_px)
        below = self.picture.top_px
        picture, column = (
            replace(box, top_px=box.top_px + more, height_px=max(box.height_px - more, 1.0))
            if box.top_px <= below
            else box
            for box in (self.picture, self.column)
        )
        return replace(self, speech=speech, picture=picture, column=column)

    def with_strips(self, height_px: float) -> Places:
        """The same with so much of the picture's room given to strips below it."""
        room = self.picture
        return replace(self, picture=replace(room, height_px=max(room.height_px - height_px, 1.0)))


def share_out(width_px: int, height_px: int) -> Places:
    """Share out a window."""
    width, height = float(width_px), float(height_px)
    unit = min(height, width / LEAST_ASPECT)
    margin, side = MARGIN * unit, SIDE * unit
    inner = width - 2 * side
    speech = Box(side, margin, inner, (SPEECH_NARROW if width < NARROW * height else SPEECH) * unit)
    foot = Box(side + margin / 2, height - FOOT * unit, inner - margin, (FOOT - SIDE) * unit)
    top = speech.bottom_px + margin
    middle = max(foot.top_px - margin / 2 - top, 1.0)
    if width >= WIDE * height:
        column_width = min(max(COLUMN_OF_WIDTH * width, COLUMN_LEAST * unit), COLUMN_MOST * unit)
        picture = Box(side, top, inner - column_width - margin, middle)
        column = Box(picture.right_px + margin, top, column_width, middle)
    else:
        column_height = min(middle / 2, 0.72 * unit)
        picture = Box(side, top, inner, max(middle - column_height - margin, 1.0))
        column = Box(side, picture.bottom_px + margin, inner, column_height)
    return Places(Box(0.0, 0.0, width, height), unit, speech, picture, column, foot)
