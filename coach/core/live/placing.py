"""The words about the camera's place that fit this view: nobody at the head end is sent to the head end."""

from __future__ import annotations

from coach.core.analysis import Moment
from coach.core.sight import CameraPlace
from coach.core.view_advice import Move, moves

MOVE_IT, WILL_DO = "move_to_head_end", "view_usable"  # what a stage says, whatever the view

# Of a steep view more height is no help any more: there the picture of the back is too small.
_STEEP_DEG = 60.0
_ASKS = {
    Move.HEAD_END: MOVE_IT,
    Move.HEAD_MIDDLE: "move_to_head_middle",
    Move.RAISE: "raise_camera",
    Move.NEARER: "bring_nearer",
    Move.BACK_OFF: "move_back_a_little",
}
_WILL_DO = {
    Move.HEAD_END: WILL_DO,
    Move.HEAD_MIDDLE: "view_usable_middle",
    Move.RAISE: "view_usable_higher",
    Move.NEARER: "view_usable_nearer",
}
_NOTHING_BETTER = "view_usable_as_it_is"


def fitting(prompt: str, newest: Moment | None) -> str:
    """The prompt that fits the view of the newest moment; one that is not about the camera's place stays."""
    if newest is None or prompt not in (MOVE_IT, WILL_DO):
        return prompt
    back = newest.sight.back
    first = moves(back.camera, back.cm_per_px)[0]
    if prompt == WILL_DO:
        return _WILL_DO.get(first, _NOTHING_BETTER)
    return _ASKS[first] if first in _ASKS else _ASKS[_for_want_of(back.camera)]


def _for_want_of(place: CameraPlace | None) -> Move:
    """What helps a camera that stands well and still cannot tell; while people wait, no corner is marked."""
    return Move.NEARER if place is not None and place.rise_deg > _STEEP_DEG else Move.RAISE
