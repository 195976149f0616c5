"""Where to look, and what was seen there: the conversation between the core and the eyes.

The core plans (`LookPlan`), an adapter looks (`Looks`), the core folds the answers in. So the tracking of two people
on top of each other is testable without a picture. All positions are in the image frame: px, x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.area import Box
from coach.core.backdrop_look import BackdropRequest, Spots
from coach.core.body_look import BodyAnswer, FoldedAnswer
from coach.core.follow_look import FollowAnswer, FollowRequest
from coach.core.foot_look import FootAnswer, FootRegion
from coach.core.landmarks import FloatArray, Pose
from coach.core.marker_look import MARKER_M, MarkerAnswer


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Width and height of the upright picture, px."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user, the clip's file or printed markers have told about the scene; it wins over what is found.

    Attributes:
        receiver_box_px: where the receiver lies.
        giver_box_px: where the giver is in the first frame.
        spine_px: (2, 2) image px: neck end, then tail end of the spine line.
        support_boxes_px: places that the giver holds on to.
        receiver_height_m: body height, m.
        giver_height_m: body height, m.
        fov_rad: the camera's horizontal field of view.
        focal_35mm: focal length as of 35 mm film, mm, from the clip's file.
        mat_corners_px: (4, 2) image px: the mat's corners, in any order.
        mat_size_m: the mat's two edges, in any order.
        marker_m: edge of the printed markers' black squares.
        markers: the markers that have been seen.
    """

    receiver_box_px: Box | None = None
    giver_box_px: Box | None = None
    spine_px: FloatArray | None = None
    support_boxes_px: tuple[Box, ...] = ()
    receiver_height_m: float | None = None
    giver_height_m: float | None = None
    fov_rad: float | None = None
    focal_35mm: float | None = None
    mat_corners_px: FloatArray | None = None
    mat_size_m: tuple[float, float] | None = None
    marker_m: float = MARKER_M
    markers: tuple[MarkerAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A rotated square of the picture to look at with the landmark network.

    Attributes:
        x_px, y_px: centre.
        size_px: length of an edge.
        up_rad: direction that the network shall take for "head up": 0 = up in the picture, positive = clockwise.
    """

    x_px: float
    y_px: float
    size_px: float
    up_rad: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the landmark network says about one region.

    Attributes:
        pose: landmarks in the image frame, px, and their visibility.
        presence: 0..1, the network's belief that there is a person in the region at all.
        body: what the network for lying people says, None if it was not asked (the giver, the detector's finds). Where
            it trusts itself, its landmarks are those of `pose`.
        folded: what the network for the person on top says, who may kneel or sit; None if it was not asked.
        knee_deg: angle of the straighter knee in the network's own three-dimensional body, degrees; 180 = straight,
            NaN = not told.
    """

    pose: Pose
    presence: float
    body: BodyAnswer | None = None
    folded: FoldedAnswer | None = None
    knee_deg: float = float("nan")


@dataclass(frozen=True, slots=True)
class LookPlan:
    """What to look at in one frame.

    Attributes:
        giver: the giver's own regions, best first.
        receiver: the receiver's own regions.
        find: boxes of the picture in which to search for people anew (the detector); empty most of the time.
        probe: regions to try in the search for a lying person.
        feet: the giver's feet, for a closer look.
        feet_mixed: the same, left taken for right; empty most of the time.
        follow: the receiver's texture, to be compared with an earlier picture; None = not in this frame.
        markers: search the whole picture for printed markers.
        backdrop: what to learn of the room without the giver.
        on_back: where a giver would be who is on the receiver after all, while somebody else is followed.
        spots: discs of the picture to be compared with the backdrop; None = not in this frame.
    """

    giver: tuple[Region, ...] = ()
    receiver: tuple[Region, ...] = ()
    find: tuple[Box, ...] = ()
    probe: tuple[Region, ...] = ()
    feet: tuple[FootRegion, ...] = ()
    feet_mixed: tuple[FootRegion, ...] = ()
    follow: FollowRequest | None = None
    markers: bool = False
    backdrop: BackdropRequest | None = None
    on_back: tuple[Region, ...] = ()
    spots: Spots | None = None


@dataclass(frozen=True, slots=True)
class Looks:
    """The answers to a plan, in the plan's order. `found` and `markers` hold all that was found, unsorted.

    `played_down`: what stands still was played down in the looks at the giver. `changed`: (N,) which part of each of
    the plan's spots looks other than the backdrop, 0..1, NaN where most of it is hidden; None = the backdrop is not
    known, or nothing was asked. `elsewhere`: which part of the picture out of the receiver's reach does, 0..1; NaN =
    neither known nor asked.
    """

    giver: tuple[Answer, ...] = ()
    receiver: tuple[Answer, ...] = ()
    found: tuple[Answer, ...] = ()
    probe: tuple[Answer, ...] = ()
    feet: tuple[FootAnswer, ...] = ()
    feet_mixed: tuple[FootAnswer, ...] = ()
    follow: FollowAnswer | None = None
    markers: tuple[MarkerAnswer, ...] = ()
    played_down: bool = False
    on_back: tuple[Answer, ...] = ()
    changed: FloatArray | None = None
    elsewhere: float = float("nan")
