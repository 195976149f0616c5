"""The backdrop: the room and the receiver without the giver, to tell the giver from what stands still.

The core says where the giver is and when the picture may be learnt; an adapter keeps the learnt picture and plays down
what looks the same now. Image frame: px, x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.area import Box
from coach.core.landmarks import FloatArray


@dataclass(frozen=True, slots=True)
class BackdropRequest:
    """What to do with this picture.

    Attributes:
        t_s: the time, s.
        giver: where the giver is, with room about them; None = not in view.
        learns: the picture outside `giver` shows the backdrop.
        anew: what was learnt so far shows no receiver: it does not count any more.
        body_px: (N, 2) points on the giver's body; where they look as the backdrop does, that shows the giver too
            and is of no use. None = not in view.
        limbs_px: (N, 2, 2) ends of lines through the giver's limbs and trunk; what is farther from all of them than
            `limb_px` is not the giver. None = not in view, or not known well enough.
        limb_px: half the breadth of what may be theirs about each line, px.
    """

    t_s: float
    giver: Box | None
    learns: bool = True
    anew: bool = False
    body_px: FloatArray | None = None
    limbs_px: FloatArray | None = None
    limb_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Spots:
    """Discs of the picture of which the core wants to know whether they still look as the backdrop does.

    Attributes:
        centres_px: (N, 2) image px.
        radius_px: (N,).
        shade: (N,) the part of the light that a shadow may leave; what is darker in the same colour has changed.
        clear_px: (N,) pixels this near to the middle lines of the giver's limbs do not count.
        giver_px: (M, 2, 2) both ends of these lines, image px.
        reach_px: (K, 3) centres and radii, image px, of all that the receiver's arms reach; how much of the picture has
            changed outside of them is told besides. None = not asked.
    """

    centres_px: FloatArray
    radius_px: FloatArray
    shade: FloatArray
    clear_px: FloatArray
    giver_px: FloatArray
    reach_px: FloatArray | None = None
