"""The column beside a question: what is asked in all, what of it is done, and where the two people are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from coach.core.live.preparing import words
from coach.core.live.preparing.state import Group, Last, Page, Preparing, PreparingParams, group_of, order
from coach.core.live.screens.lettering import line_of
from coach.core.view.shapes import Area, Box, Shape, Spot, Style

NAMES = {
    Group.RECEIVER: words.GROUP_RECEIVER,
    Group.GIVER: words.GROUP_GIVER,
    Group.WEIGHTS: words.GROUP_WEIGHTS,
    Group.CHECKS: words.GROUP_CHECKS,
    Group.CONSENT: words.GROUP_CONSENT,
    Group.KEEP: words.GROUP_KEEP,
    Group.END: words.GROUP_END,
}
ROW, NAME = 0.085, 0.05
_PAD = 0.02


def way_shapes(params: PreparingParams, state: Preparing, page: Page, column: Box, unit: float) -> list[Shape]:
    """One row for each group that is asked, and one for the end."""
    # A stop is told at its time, not by rows that are gone at once.
    asked = order(params, state if page is Last.STOP else replace(state, answers=state.earlier))
    groups = list(dict.fromkeys((*(group_of(item) for item in asked), Group.END)))
    now = groups.index(group_of(page))
    row_px = min(ROW * unit, column.height_px / (len(groups) + 1))
    top = column.top_px + (column.height_px - row_px * len(groups)) / 2
    pad, radius, name_px = _PAD * unit, 0.3 * row_px, min(NAME * unit, 0.65 * row_px)
    shapes: list[Shape] = [Area(Style.PANEL, column.corners_px())]
    for index, group in enumerate(groups):
        row = Box(column.left_px + pad, top + index * row_px, column.width_px - 2 * pad, row_px)
        if index == now:
            shapes.append(Area(Style.PANEL_NOW, row.corners_px()))
        mark = Style.STEP_NOW if index == now else Style.STEP_DONE if index < now else Style.STEP_TO_DO
        style = Style.WORDS_STRONG if index == now else Style.WORDS if index < now else Style.WORDS_QUIET
        centre = np.array([row.left_px + pad + radius, row.top_px + row_px / 2])
        left = row.left_px + 2 * pad + 2 * radius
        room = Box(left, row.top_px, max(row.right_px - left - pad, 1.0), row_px)
        shapes.append(Spot(mark, centre, radius))
        shapes.append(line_of(style, NAMES[group].of(params.language), room, name_px))
    return shapes
