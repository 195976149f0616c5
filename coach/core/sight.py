"""What the coach sees in one frame: the value that the sight hands to the rules, the overlay and the tables.

Back frame (cm): origin in the middle of the receiver's shoulder line, +x to the receiver's right, +y towards the hips.
`along` is y divided by the torso length: 0 at the shoulder line, 1 at the hip line. The spine line is x = 0.
Image frame: pixels of the clip's own picture, from the top left corner, x to the right, y down.
Left and right are each person's own. NaN means "not known" in every array and number here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.core.landmarks import FloatArray, Pose, Side


class Seen(StrEnum):
    """How a value came about."""

    MEASURED = "measured"  # seen in this frame
    HELD = "held"  # kept from before, still trusted
    LOST = "lost"  # not known


class Contact(StrEnum):
    """What a foot of the giver stands on."""

    BACK = "back"
    FLOOR = "floor"
    AIR = "air"
    UNKNOWN = "unknown"


class Support(StrEnum):
    """Does a hand of the giver hold on to something that is not a body?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Technique(StrEnum):
    """How the giver works on the back (technique.md P1 to P3)."""

    STANDING = "standing"
    HALF_SQUAT = "half_squat"
    KNEELING = "kneeling"
    SEATED = "seated"
    NONE = "none"  # the giver is not on the receiver
    UNKNOWN = "unknown"


class ReceiverActivity(StrEnum):
    """What the receiver does (technique.md D7). Breathing is STILL."""

    STILL = "still"
    HEAD_LIFTED = "head_lifted"
    ARM_RAISED = "arm_raised"
    TAPPING = "tapping"  # a hand lifts and falls again and again
    SHIFTED = "shifted"  # the body moves or twists
    UNKNOWN = "unknown"


class ViewVerdict(StrEnum):
    """Can this camera view tell left of the spine from right of it?"""

    GOOD = "good"
    USABLE = "usable"
    CANNOT_JUDGE_FEET = "cannot judge feet"
    UNKNOWN = "unknown"


class CameraEnd(StrEnum):
    """From where the camera looks at the lying body; left and right are the receiver's."""

    HEAD = "head end"
    HEAD_LEFT = "oblique, head end, left"
    HEAD_RIGHT = "oblique, head end, right"
    LEFT = "left side"
    RIGHT = "right side"
    FOOT_LEFT = "oblique, foot end, left"
    FOOT_RIGHT = "oblique, foot end, right"
    FOOT = "foot end"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class CameraPlace:
    """Where the camera stands, as against the middle of the back.

    Attributes:
        end: in words.
        azimuth_deg: direction on the plan: 0 = head end, 90 = the receiver's right, ±180 = foot end, -90 = left.
        rise_deg: how far above the horizon it stands, seen from the back.
        pitch_deg: how far its axis points down.
        height_above_back_cm, distance_cm: of the camera from the skin over the middle of the spine.
        pitch_sigma_deg, height_sigma_cm, distance_sigma_cm: one standard deviation of each.
    """

    end: CameraEnd
    azimuth_deg: float
    rise_deg: float
    pitch_deg: float
    height_above_back_cm: float
    distance_cm: float
    pitch_sigma_deg: float
    height_sigma_cm: float
    distance_sigma_cm: float


@dataclass(frozen=True, slots=True)
class PersonSight:
    """One person in one frame.

    Attributes:
        seen: measured, held or lost.
        pose: landmarks in the image frame; all NaN when lost.
        doubted: held, and nothing that was seen last vouches for the place: it is kept so that nothing jumps, and
            counts as not seen.
    """

    seen: Seen
    pose: Pose
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class BackSight:
    """The receiver's back in the picture.

    Attributes:
        seen: measured, held or lost.
        spine_px: (2, 2) image px: the spine line on the skin, at the shoulder line and at the hip line. NaN when lost.
        band_px: (4, 2) image px: outline of the spine band on the skin (a convex quadrilateral). NaN when lost.
        outline_px: (4, 2) image px: left shoulder, right shoulder, right hip, left hip end of the keep-in region's
            outline on the skin. NaN when lost.
        torso_cm: shoulder line to hip line, cm.
        cm_per_px: centimetres across the back that one pixel covers at the middle of the spine line. NaN when lost.
        sigma_cm: the lateral standard deviation that a foot can be placed with in this view. NaN when lost.
        view: verdict on the camera's place, from `sigma_cm`.
        camera: where the camera stands; None when lost.
    """

    seen: Seen
    spine_px: FloatArray
    band_px: FloatArray
    outline_px: FloatArray
    torso_cm: float
    cm_per_px: float
    sigma_cm: float
    view: ViewVerdict
    camera: CameraPlace | None = None


@dataclass(frozen=True, slots=True)
class FootSight:
    """One foot of the giver (or the knee, while kneeling; or a palm that presses) in the back frame.

    Attributes:
        side: the giver's own left or right.
        contact: what it stands on.
        footprint_back_cm: (N, 2) outline of the sole in the back frame, cm; NaN unless known.
        footprint_px: (N, 2) the same outline in the image, px; NaN unless known.
        centre_back_cm: (2,) footprint's centre, cm. NaN unless known.
        offset_cm: centre to spine line, + = receiver's right. NaN unless contact is BACK.
        gap_cm: nearest edge to the spine line, 0 where it overlaps it. NaN unless contact is BACK.
        along: 0 at the shoulder line, 1 at the hip line. NaN unless contact is BACK.
        sigma_cm: one standard deviation of `offset_cm` as the program itself believes it. NaN unless contact is BACK.
        along_sigma: one standard deviation of `along`, likewise; 0 = taken as exact.
        speed_cm_s: how fast the foot comes down, cm/s, over the last moments; 0 = it does not. NaN when unknown.
        speed_sigma_cm_s: one standard deviation of it, from the looks' own errors; 0 = taken as exact.
    """

    side: Side
    contact: Contact
    footprint_back_cm: FloatArray
    footprint_px: FloatArray
    centre_back_cm: FloatArray
    offset_cm: float
    gap_cm: float
    along: float
    sigma_cm: float
    speed_cm_s: float
    along_sigma: float = 0.0
    speed_sigma_cm_s: float = 0.0


@dataclass(frozen=True, slots=True)
class HandSight:
    """One hand of the giver.

    Attributes:
        side: the giver's own left or right.
        support: is it on a support?
        on_body: the hand rests on the receiver (massage by hand, seated pressing).
        xy_px: (2,) image px, the palm. NaN when unknown.
        press: the palm in the back frame while the giver sits or kneels on the receiver, who may press with it: `AIR`
            is anywhere but on the back. None at all other times: nobody asks then.
    """

    side: Side
    support: Support
    on_body: bool
    xy_px: FloatArray
    press: FootSight | None = None


@dataclass(frozen=True, slots=True)
class SupportSight:
    """A place of the room that the giver holds on to.

    Attributes:
        box_px: (4,) x, y, width, height in the image, px.
        marked: True if the user marked it, False if it was learnt from the scene.
    """

    box_px: FloatArray
    marked: bool


@dataclass(frozen=True, slots=True)
class Posture:
    """How the receiver lies; NaN = not known.

    Attributes:
        bend_deg: angle between trunk and legs on the ground's plan: 0 = straight.
        supine: share of the looks that take the body for one that lies on its back.
        on_side: 0..1, belief that it lies on its side: from looks at a receiver who is alone, or from those of a search
            that has found no prone body; then the others are NaN.
    """

    bend_deg: float = float("nan")
    supine: float = float("nan")
    on_side: float = float("nan")


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything seen in one frame; `t_s` is seconds from the first frame."""

    t_s: float
    receiver: PersonSight
    giver: PersonSight
    back: BackSight
    feet: tuple[FootSight, FootSight]  # left, right
    hands: tuple[HandSight, HandSight]  # left, right
    supports: tuple[SupportSight, ...]
    technique: Technique
    receiver_activity: ReceiverActivity
    posture: Posture = Posture()
