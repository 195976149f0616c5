"""All keys and what they do, over everything else."""

from __future__ import annotations

from coach.core.live import screen_words
from coach.core.live.screens.lettering import line_of
from coach.core.live.screens.places import Places
from coach.core.phrase import Phrase
from coach.core.view.shapes import Align, Area, Box, Shape, Style
from coach.core.words import Language

KEYS: tuple[tuple[Phrase, Phrase], ...] = (
    (screen_words.KEY_SPACE, screen_words.DO_SPACE),
    (screen_words.KEY_ENTER, screen_words.DO_ENTER),
    (screen_words.KEY_M, screen_words.DO_M),
    (screen_words.KEY_VOLUME, screen_words.DO_VOLUME),
    (screen_words.KEY_C, screen_words.DO_C),
    (screen_words.KEY_F, screen_words.DO_F),
    (screen_words.KEY_H, screen_words.DO_H),
    (screen_words.KEY_Q, screen_words.DO_Q),
    (screen_words.KEY_MOUSE, screen_words.DO_MOUSE),
)
TITLE, NAME, ROW = 0.085, 0.052, 0.083


def help_shapes(places: Places, language: Language) -> list[Shape]:
    """The panel over all but the foot line."""
    unit, speech = places.unit_px, places.speech
    panel = Box(speech.left_px, speech.top_px, speech.width_px, places.foot.top_px - 1.5 * speech.top_px)
    pad = 0.03 * unit
    title = Box(panel.left_px + pad, panel.top_px + 0.02 * unit, panel.width_px - 2 * pad, TITLE * 1.3 * unit)
    shapes: list[Shape] = [
        Area(Style.PANEL, panel.corners_px()),
        line_of(Style.WORDS_STRONG, screen_words.HELP_TITLE.of(language), title, TITLE * unit, Align.CENTRE),
    ]
    row_height = min(ROW * unit, (panel.bottom_px - title.bottom_px - pad) / len(KEYS))
    cap_width = 0.26 * unit
    widest = min(panel.width_px - 2 * pad, 1.45 * unit)
    left = panel.left_px + (panel.width_px - widest) / 2
    for index, (key, does) in enumerate(KEYS):
        top = title.bottom_px + index * row_height
        cap = Box(left, top + 0.06 * row_height, cap_width, 0.88 * row_height)
        words = Box(cap.right_px + pad, top, widest - cap_width - pad, row_height)
        shapes += [
            Area(Style.KEY, cap.corners_px()),
            line_of(Style.KEY, key.of(language), cap, 0.85 * NAME * unit, Align.CENTRE),
            line_of(Style.WORDS, does.of(language), words, NAME * unit),
        ]
    return shapes
