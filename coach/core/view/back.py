"""What is drawn on the receiver's back and on the supports: spine, band, keep-in outline, footprints, hands."""

from __future__ import annotations

import numpy as np

from coach.core.findings import Findings
from coach.core.sight import BackSight, HandSight, Seen, Sight, Support, SupportSight, Technique
from coach.core.verdict import Verdict
from coach.core.view import view_words
from coach.core.view.layout import Layout
from coach.core.view.shapes import Align, Area, Box, Shape, Spot, Stroke, Style, Text
from coach.core.view.states import SUPPORT_RULES, foot_verdict, palm_verdict, verdict_of
from coach.core.words import Language

HAND_RADIUS_UNITS = 6.0
LABEL_HEIGHT_UNITS = 13.0
LABEL_WIDTH_UNITS = 88.0

FOOTPRINT_STYLE = {
    Verdict.OK: Style.FOOTPRINT_OK,
    Verdict.FAULT: Style.FOOTPRINT_FAULT,
    Verdict.UNKNOWN: Style.FOOTPRINT_UNKNOWN,
}


def back_shapes(back: BackSight) -> list[Shape]:
    """Keep-in outline, spine band and spine line; nothing when the back is lost."""
    if back.seen is Seen.LOST:
        return []
    return [
        Area(Style.KEEP_IN, back.outline_px),
        Area(Style.SPINE_BAND, back.band_px),
        Stroke(Style.SPINE_LINE, back.spine_px),
    ]


def footprint_shapes(sight: Sight, findings: Findings) -> list[Shape]:
    """Footprints and pressing palms on the back, each in the style of its verdict; none in the air or on the floor."""
    shapes: list[Shape] = []
    for foot in sight.feet:
        verdict = foot_verdict(sight, findings, foot)
        if verdict is not None:
            shapes.append(Area(FOOTPRINT_STYLE[verdict], foot.footprint_px))
    for hand in sight.hands:
        verdict = palm_verdict(sight, findings, hand)
        if verdict is not None and hand.press is not None:
            shapes.append(Area(FOOTPRINT_STYLE[verdict], hand.press.footprint_px))
    return shapes


def support_shapes(sight: Sight, findings: Findings, layout: Layout, language: Language = Language.EN) -> list[Shape]:
    """Supports as labelled boxes, and the hands that hold on or should."""
    shapes: list[Shape] = []
    for support in sight.supports:
        style = Style.SUPPORT_MARKED if support.marked else Style.SUPPORT_LEARNT
        shapes.append(Area(style, Box(*(float(v) for v in support.box_px)).corners_px()))
        label = _label_box(support, layout)
        if label is not None:
            words = view_words.SUPPORT_MARKED if support.marked else view_words.SUPPORT
            shapes.append(Text(Style.SUPPORT_LABEL, words.of(language), label, Align.LEFT))
    fault = verdict_of(findings, SUPPORT_RULES) is Verdict.FAULT
    on_receiver = sight.technique is not Technique.NONE
    for hand in sight.hands:
        style = _hand_style(hand, fault)
        if style is not None and (on_receiver or style is Style.HAND_HELD):
            shapes.append(Spot(style, hand.xy_px, HAND_RADIUS_UNITS * layout.unit_px))
    return shapes


def _hand_style(hand: HandSight, fault: bool) -> Style | None:
    """A held hand is always marked; a free or unknown one only while the support rule is at fault."""
    if hand.support is Support.YES:
        return Style.HAND_HELD
    if not fault:
        return None
    return Style.HAND_FREE if hand.support is Support.NO else Style.HAND_UNKNOWN


def _label_box(support: SupportSight, layout: Layout) -> Box | None:
    """A place for the word, above the box if there is room under the banner, else below it; inside the picture."""
    if not bool(np.isfinite(support.box_px).all()):
        return None
    x, y, _, height = (float(v) for v in support.box_px)
    label_height, width = LABEL_HEIGHT_UNITS * layout.unit_px, LABEL_WIDTH_UNITS * layout.unit_px
    top = y - label_height - layout.unit_px
    if top < layout.banner.bottom_px:
        top = y + height + layout.unit_px
    top = min(max(top, layout.banner.bottom_px), layout.strip.top_px - label_height)
    return Box(min(max(x, 0.0), max(layout.width_px - width, 0.0)), top, width, label_height)
