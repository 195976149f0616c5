"""What a person gets to see on the picture, as shapes: from a judged moment to a `Scene`.

`choose_layout` once, then for each moment `trail = trail.after(moment)` and `draw(moment, trail, layout)`.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.analysis import Moment
from coach.core.findings import Stand
from coach.core.view.back import back_shapes, footprint_shapes, support_shapes
from coach.core.view.back_map import MapParams, map_shapes
from coach.core.view.layout import Corner, Layout, choose_layout, lay_out
from coach.core.view.people import giver_shapes, receiver_shapes
from coach.core.view.shapes import Scene
from coach.core.view.status import banner_shapes, strip_shapes
from coach.core.words import Language

__all__ = ["Corner", "Layout", "MapParams", "Scene", "Trail", "choose_layout", "draw", "lay_out"]


@dataclass(frozen=True, slots=True)
class Trail:
    """The stands so far: what the back map shows of the past."""

    stands: tuple[Stand, ...] = ()

    def after(self, moment: Moment) -> Trail:
        """The trail with the stands that ended at this moment."""
        ended = moment.findings.stands
        return Trail((*self.stands, *ended)) if ended else self


def draw(
    moment: Moment,
    trail: Trail,
    layout: Layout,
    params: MapParams | None = None,
    language: Language = Language.EN,
) -> Scene:
    """Everything to paint on this moment's picture. Unknown parts are left out; nothing here raises on NaN."""
    sight, findings, unit = moment.sight, moment.findings, layout.unit_px
    shapes = [
        *receiver_shapes(sight.receiver, unit),
        *back_shapes(sight.back),
        *giver_shapes(sight.giver, unit),
        *footprint_shapes(sight, findings),
        *support_shapes(sight, findings, layout, language),
        *map_shapes(sight, findings, trail.stands, layout, params or MapParams(), language),
        *strip_shapes(moment, layout, language),
        *banner_shapes(moment, layout, language),
    ]
    return Scene(layout.width_px, layout.height_px, unit, tuple(shapes))
