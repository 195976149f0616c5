"""A back whose spine line or corners were marked by hand: its frame moves rigidly, and the feet get new places in it.

The old back frame (cm) goes over into the new one by a rotation, a translation and, where corners were marked, a scale:
the torso keeps its length in cm. What the picture shows of the feet stays; only where the spine is, is told anew.

From px to cm a plane is laid through the spine band's corners in the picture (a homography). It is exact within 2 cm of
the old spine line; the back curves away from it: over 24 camera places the worst error was 0.15 cm for a line 4 cm off,
0.4 cm for 6 cm, 1 cm for 9 cm (a low camera from the side), the median a third of that. It is part of the sigma.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from coach.core.geometry.view_quality import view_verdict
from coach.core.landmarks import FloatArray
from coach.core.sight import BackSight, Contact, FootSight, Seen, Sight

TOLD_CM = 0.5  # how exactly a line is marked by hand, as in `geometry.fit_scene`
TOLD_CORNERS_CM = 1.0  # a shoulder's or hip's end shows less sharply than the line of the spine; own judgement
CURVE_CM_PER_CM2 = 0.01  # error of the plane per squared cm that the line was moved, the table above
NO_MOVE_CM = 0.05  # a line that lies on the old one again is no correction
MOST_TURN_RAD = math.radians(60.0)
MOST_SCALE = 2.0
_BAND_HALF_CM, _OUTLINE_HALF_CM = 2.0, 15.0  # as `see` draws them


@dataclass(frozen=True, slots=True)
class BackMove:
    """From the old back frame to the new one: new = scale · turn · (old - from_cm) + to_cm.

    Attributes:
        turn: (2, 2) rotation.
        from_cm, to_cm: (2,) the same point in both frames, cm.
        scale: new cm per old cm.
        sigma_cm: one standard deviation of the marking, across the back.
    """

    turn: FloatArray
    from_cm: FloatArray
    to_cm: FloatArray
    scale: float
    sigma_cm: float

    def moved(self, points_cm: FloatArray) -> FloatArray:
        """(N, 2) old → (N, 2) new back frame, cm. NaN stays NaN."""
        return self.scale * (points_cm - self.from_cm) @ self.turn.T + self.to_cm

    def unmoved(self, points_cm: FloatArray) -> FloatArray:
        """(N, 2) new → (N, 2) old back frame, cm."""
        return (points_cm - self.to_cm) @ self.turn / self.scale + self.from_cm


@dataclass(frozen=True, slots=True)
class BackDrawn:
    """The lines of a moved back, image px, and what they were made from."""

    back: BackSight
    move: BackMove
    spine_px: FloatArray
    band_px: FloatArray
    outline_px: FloatArray

    def is_of(self, back: BackSight, move: BackMove) -> bool:
        """Would the same lines be drawn for this back?"""
        if move is not self.move or back.torso_cm != self.back.torso_cm:
            return False
        same = np.array_equal(back.band_px, self.back.band_px)
        return same and np.array_equal(back.outline_px, self.back.outline_px)


def is_same_move(one: BackMove | None, other: BackMove | None) -> bool:
    """Are two moves the same to the last bit? None = no move."""
    if one is None or other is None or one is other:
        return one is other
    pairs = ((one.turn, other.turn), (one.from_cm, other.from_cm), (one.to_cm, other.to_cm))
    same = all(np.array_equal(a, b) for a, b in pairs)
    return same and (one.scale, one.sigma_cm) == (other.scale, other.sigma_cm)


def stay() -> BackMove:
    """No move at all."""
    return BackMove(np.eye(2), np.zeros(2), np.zeros(2), 1.0, 0.0)


def spine_move(back: BackSight, line_px: FloatArray, before: BackMove | None = None) -> BackMove | None:
    """The move that makes a marked line the spine line: the body slides across itself and turns about its hips.

    Args:
        back: as the program saw it in the frame of the mark.
        line_px: (2, 2) image px, shoulder end first.
        before: a move that holds already (of marked corners).

    Returns:
        The move from the program's own back frame, or None if the back is lost, or the line is too short, or turned by
        more than `MOST_TURN_RAD`.
    """
    before = before or stay()
    if back.seen is Seen.LOST or not math.isfinite(back.torso_cm):
        return None
    old_cm = _mapped(back.band_px, _strip(_BAND_HALF_CM, back.torso_cm), line_px)
    if old_cm is None:
        return None
    ends_cm = before.moved(old_cm)
    run_cm = ends_cm[1] - ends_cm[0]
    turned = _turn(run_cm)
    if turned is None:
        return None
    hip_cm = np.array([0.0, back.torso_cm])
    at_hip_cm = np.array([ends_cm[0, 0] + run_cm[0] * (back.torso_cm - ends_cm[0, 1]) / run_cm[1], back.torso_cm])
    shift_cm = max(abs(float(ends_cm[0, 0])), abs(float(ends_cm[1, 0])))
    if shift_cm < NO_MOVE_CM:
        return before
    sigma_cm = math.hypot(TOLD_CM, CURVE_CM_PER_CM2 * shift_cm**2, before.sigma_cm)
    from_cm = before.unmoved(at_hip_cm[None])[0]
    return BackMove(turned @ before.turn, from_cm, hip_cm, before.scale, sigma_cm)


def torso_move(back: BackSight, corners_px: FloatArray) -> BackMove | None:
    """The move that puts the middles of marked shoulder and hip corners on the ends of the spine line.

    Args:
        back: as the program saw it in the frame of the mark.
        corners_px: (4, 2) image px, in the order of `BackSight.outline_px`.

    Returns:
        As `spine_move`; also None if the torso's length changed by more than `MOST_SCALE`.
    """
    if back.seen is Seen.LOST or not math.isfinite(back.torso_cm):
        return None
    strip_cm = _strip(_OUTLINE_HALF_CM, back.torso_cm)
    corners_cm = _mapped(back.outline_px, strip_cm, corners_px)
    if corners_cm is None:
        return None
    if float(np.abs(corners_cm - strip_cm).max()) < NO_MOVE_CM:
        return stay()
    ends_cm = np.array([corners_cm[:2].mean(axis=0), corners_cm[2:].mean(axis=0)])
    run_cm = ends_cm[1] - ends_cm[0]
    turned = _turn(run_cm)
    if turned is None:
        return None
    scale = back.torso_cm / float(np.linalg.norm(run_cm))
    if not 1.0 / MOST_SCALE <= scale <= MOST_SCALE:
        return None
    return BackMove(turned, ends_cm[0], np.zeros(2), scale, TOLD_CORNERS_CM)


def with_back_moved(sight: Sight, move: BackMove, drawn: BackDrawn | None = None) -> tuple[Sight, BackDrawn]:
    """The sight with its feet, palms and back in the new frame, and the lines drawn, which a still back has again.

    `sigma_cm` of feet and back grows by the marking's error. (A marked line also takes away some of the scene's own
    doubt; how much is not kept, so the sum is on the careful side.) What a foot stands on is not decided anew.
    """
    if drawn is None or not drawn.is_of(sight.back, move):
        drawn = _drawn(sight.back, move)
    if sight.back.seen is Seen.LOST:
        return sight, drawn
    torso_cm = sight.back.torso_cm
    left, right = (_foot(foot, move, torso_cm) for foot in sight.feet)
    left_hand, right_hand = (
        hand if hand.press is None else replace(hand, press=_foot(hand.press, move, torso_cm)) for hand in sight.hands
    )
    back = _back(sight.back, move, drawn)
    return replace(sight, back=back, feet=(left, right), hands=(left_hand, right_hand)), drawn


def _foot(foot: FootSight, move: BackMove, torso_cm: float) -> FootSight:
    centre_cm = move.moved(foot.centre_back_cm[None])[0]
    outline_cm = move.moved(foot.footprint_back_cm)
    moved = replace(
        foot,
        centre_back_cm=centre_cm,
        footprint_back_cm=outline_cm,
        speed_cm_s=move.scale * foot.speed_cm_s,
        speed_sigma_cm_s=move.scale * foot.speed_sigma_cm_s,
    )
    if foot.contact is not Contact.BACK:
        return moved
    across_cm = outline_cm[:, 0]
    gap_cm = math.nan
    if len(across_cm) and np.isfinite(across_cm).all():
        gap_cm = max(float(across_cm.min()), -float(across_cm.max()), 0.0)
    return replace(
        moved,
        offset_cm=float(centre_cm[0]),
        gap_cm=gap_cm,
        along=float(centre_cm[1] / torso_cm),
        sigma_cm=math.hypot(move.scale * foot.sigma_cm, move.sigma_cm),
        along_sigma=math.hypot(move.scale * foot.along_sigma, move.sigma_cm / torso_cm),
    )


def _drawn(back: BackSight, move: BackMove) -> BackDrawn:
    torso_cm = back.torso_cm
    band_cm, outline_cm = _strip(_BAND_HALF_CM, torso_cm), _strip(_OUTLINE_HALF_CM, torso_cm)

    def drawn(plane_cm: FloatArray, plane_px: FloatArray, points_cm: FloatArray) -> FloatArray:
        px = _mapped(plane_cm, plane_px, move.unmoved(points_cm))
        return np.full((len(points_cm), 2), np.nan) if px is None else px

    return BackDrawn(
        back,
        move,
        spine_px=drawn(band_cm, back.band_px, np.array([[0.0, 0.0], [0.0, torso_cm]])),
        band_px=drawn(band_cm, back.band_px, band_cm),
        outline_px=drawn(outline_cm, back.outline_px, outline_cm),
    )


def _back(back: BackSight, move: BackMove, drawn: BackDrawn) -> BackSight:
    sigma_cm = math.hypot(move.scale * back.sigma_cm, move.sigma_cm)
    return replace(
        back,
        spine_px=drawn.spine_px,
        band_px=drawn.band_px,
        outline_px=drawn.outline_px,
        cm_per_px=move.scale * back.cm_per_px,
        sigma_cm=sigma_cm,
        view=view_verdict(sigma_cm) if math.isfinite(sigma_cm) else back.view,
    )


def _turn(run_cm: FloatArray) -> FloatArray | None:
    """(2, 2) rotation that turns a direction into +y; None for a short one, or one that is turned too far."""
    length_cm = float(np.linalg.norm(run_cm))
    if not length_cm >= 5.0 or abs(math.atan2(run_cm[0], run_cm[1])) > MOST_TURN_RAD:
        return None
    x, y = run_cm / length_cm
    return np.array([[y, -x], [x, y]])


def _strip(half_width_cm: float, torso_cm: float) -> FloatArray:
    """(4, 2) back frame, cm: as the back's outlines run in `BackSight`."""
    return np.array(
        [[-half_width_cm, 0.0], [half_width_cm, 0.0], [half_width_cm, torso_cm], [-half_width_cm, torso_cm]]
    )


def _mapped(from_corners: FloatArray, to_corners: FloatArray, points: FloatArray) -> FloatArray | None:
    """(N, 2) points through the plane that takes four corners to four others; None if they tell no plane."""
    given = np.concatenate([from_corners.ravel(), to_corners.ravel(), points.ravel()])
    if not np.isfinite(given).all():
        return None
    middle, size = from_corners.mean(axis=0), max(float(from_corners.std()), 1e-9)
    corners, wanted = (from_corners - middle) / size, to_corners
    rows = np.zeros((8, 8))
    rows[0::2, 0:2], rows[0::2, 2] = corners, 1.0
    rows[1::2, 3:5], rows[1::2, 5] = corners, 1.0
    rows[0::2, 6:8] = -wanted[:, :1] * corners
    rows[1::2, 6:8] = -wanted[:, 1:] * corners
    try:
        plane = np.append(np.linalg.solve(rows, wanted.ravel()), 1.0).reshape(3, 3)
    except np.linalg.LinAlgError:
        return None
    spread = np.column_stack([(points - middle) / size, np.ones(len(points))]) @ plane.T
    if not (np.isfinite(spread).all() and (spread[:, 2] > 1e-6).all()):
        return None  # on or beyond the plane's horizon
    return spread[:, :2] / spread[:, 2:]
