"""Following the receiver's body while the giver hides most of it: how far has it shifted since it was measured?

An adapter compares the body's texture with a reference picture; here its points, those behind the giver left out,
become one move on the ground. Breathing, the give of a trodden back and noise stay within a dead band. Where most of
the visible points go along with no move, the body's place is not known, and this says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from coach.core.follow_look import FollowAnswer, FollowRequest
from coach.core.geometry.ground_move import FoundMove, GroundMove, find_move, move_between, moved_scene
from coach.core.geometry.lying_body import TEMPLATE_JOINTS
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import FloatArray, Pose
from coach.core.people.lying import LyingBody
from coach.core.people.outlines import lying_limbs, upright_limbs
from coach.core.small_arrays import lengths_of, median_of
from coach.core.values import replace
from coach.core.verdict import Verdict

_LOOK_EVERY_S = 0.2
_DEAD_BAND_CM = 1.5  # breathing moves a back's outline by millimetres, a tread by up to a centimetre, and back again
_LASTS_S = 0.45  # a body that is rocked by a step comes back sooner
_STILL_CM = 0.6
_STILL_S = 1.0
_MEDIAN_OF = 3
_FEWEST = 8  # points in sight: below this nothing is said
_FEWEST_IN_REFERENCE = 20  # a body that lies alone shows at least this many, or its clothes are too plain
_FEWEST_TO_DOUBT = 16  # and below this not that the body is lost
_MAX_SIGMA_CM = 2.0  # a move told worse than this says nothing
_CLEAR_SHARE = 0.65  # of the points found again must go along to be believed,
_CLEAR_OF_ALL = 0.3  # and of all in sight: points on the outline look different on another part of the mat
_UNCLEAR_SHARE = 0.25  # when fewer do, something else has happened; trodden clothes still leave 0.34
_UNCLEAR_S = 1.0
_AGREED = 0.75  # of the points: no other pitch of the camera could be much better
_PITCHES_RAD = np.radians([-8.0, 8.0])
# A reference in which little ever goes along shows something else than a still body (a giver's lap, a wrong pose): it
# tells neither of shifts nor of doubt.
_PROVEN_LOOKS = 5
_PROVEN_SHARE = 0.7
_FARTHEST_CM = 60.0  # who moves farther has got up
_RENEW_SHARE = 0.6  # clothes crease, light changes: below this a new reference is due
_RENEW_S = 3.0
_ABOVE_JOINTS = 0.1  # of the torso's length: mean height of what is seen of trunk and legs over the joint plane
# A shift's own error: the mean height of the points is off by up to a tenth of the way to the camera's height, and the
# camera's pitch by some degrees, so a shift is told to about a tenth.
_OF_SHIFT = 0.1


@dataclass(frozen=True, slots=True)
class BodyShift:
    """How the body lies now as against when it was measured, for whoever has a camera model of their own.

    Attributes:
        from_px: (10, 2) image px: places of the joint plane on the body as measured.
        to_px: (10, 2) the same places of the body now.
        sigma_cm: one standard deviation of the shift, cm.
    """

    from_px: FloatArray
    to_px: FloatArray
    sigma_cm: float


@dataclass(frozen=True, slots=True)
class ShiftState:
    """What is remembered of the body's shift.

    Attributes:
        reference_s: when the reference picture was taken; NaN = not yet.
        looked_s: when it was last compared.
        base: the body's move when the reference picture was taken.
        base_sigma_cm: one standard deviation of `base`.
        move: the trusted move since the body was measured.
        sigma_cm: one standard deviation of `move`; 0 while the body lies where it was measured.
        newest: the moves of the last second as measured, oldest first, and their times.
        newest_s: times of `newest`.
        apart_since_s: since when they lie outside the dead band; NaN = they do not.
        follows: the body is under way.
        unclear_since_s: since when most visible points agree on nothing; NaN = they do.
        poor_since_s: since when a new reference would do better; NaN = it would not.
        clear_looks: how many comparisons have proven this reference, `_PROVEN_LOOKS` at most.
        unknown: the body may lie anywhere.
        witness: does the newest comparison vouch for the body's place? OK: enough points go along with one move. FAULT:
            a proven reference has many points in sight, and they agree on nothing. UNKNOWN: it cannot tell.
    """

    reference_s: float = float("nan")
    looked_s: float = float("-inf")
    base: GroundMove = GroundMove()
    base_sigma_cm: float = 0.0
    move: GroundMove = GroundMove()
    sigma_cm: float = 0.0
    newest: tuple[GroundMove, ...] = ()
    newest_s: tuple[float, ...] = ()
    apart_since_s: float = float("nan")
    follows: bool = False
    unclear_since_s: float = float("nan")
    poor_since_s: float = float("nan")
    clear_looks: int = 0
    unknown: bool = False
    witness: Verdict = Verdict.UNKNOWN

    @property
    def has_moved(self) -> bool:
        """Does the body lie elsewhere than where it was measured?"""
        return self.move != GroundMove()


def plan_shift(state: ShiftState, body: LyingBody, giver: Pose | None, t_s: float) -> FollowRequest | None:
    """The comparison that is due in the frame at `t_s`, if any.

    Args:
        state: so far.
        body: as measured.
        giver: newest pose of the giver, None while absent.
        t_s: now.
    """
    if t_s - state.looked_s < _LOOK_EVERY_S:
        return None
    renews = np.isnan(state.reference_s) or t_s - state.poor_since_s >= _RENEW_S
    scene = body.fit.scene
    now = moved_scene(scene, _median(state))
    guess = affine(moved_scene(scene, state.base).joints_px(), now.joints_px())
    reference_s = t_s if renews else state.reference_s
    return FollowRequest(reference_s, lying_limbs(now), upright_limbs(giver, _px_per_m(now)), guess)


def update_shift(
    state: ShiftState, body: LyingBody, answer: FollowAnswer | None, giver: Pose | None, t_s: float
) -> ShiftState:
    """Fold one frame in; `answer` is None if nothing was asked, `giver` is the giver's pose in this frame."""
    if answer is None:
        return state
    state = replace(state, looked_s=t_s, witness=Verdict.UNKNOWN)
    if answer.reference_s != state.reference_s:
        return _begin(state, answer, t_s)
    scene = body.fit.scene
    expected = moved_scene(scene, _median(state))
    guess = affine(moved_scene(scene, state.base).joints_px(), expected.joints_px())
    hidden = upright_limbs(giver, _px_per_m(expected))
    covered = hidden.covers(answer.from_px @ guess[:, :2].T + guess[:, 2]) | hidden.covers(answer.to_px)
    from_px, to_px = answer.from_px[~covered], answer.to_px[~covered]
    if len(from_px) < _FEWEST:
        return replace(state, unclear_since_s=float("nan"))
    found = _find(moved_scene(scene, state.base), from_px, to_px, answer.grain_px)
    share = found.share if found is not None else 0.0
    move = found.move.after(state.base) if found is not None else state.move
    too_far = _apart_cm(scene, move, GroundMove()) > _FARTHEST_CM
    if found is None or share < _UNCLEAR_SHARE or too_far:
        return _doubt(state, len(from_px), t_s)
    proven = state.clear_looks >= _PROVEN_LOOKS
    state = replace(
        state,
        unclear_since_s=float("nan"),
        poor_since_s=_poor_since(state, share, answer, len(from_px), t_s),
        witness=Verdict.OK if proven else Verdict.UNKNOWN,
    )
    clear = share >= _CLEAR_OF_ALL and found.share_of_found >= _CLEAR_SHARE
    if not clear or CM_PER_M * found.sigma_m > _MAX_SIGMA_CM:
        return replace(state, apart_since_s=float("nan"))
    if not proven:
        if len(answer.from_px) < _FEWEST_IN_REFERENCE:
            return state
        return replace(state, clear_looks=state.clear_looks + (share >= _PROVEN_SHARE))
    return _follow(replace(state, unknown=False), scene, found, move, t_s)


def shift_of(state: ShiftState, body: LyingBody) -> BodyShift | None:
    """The shift in px; None while the body lies where it was measured."""
    if not state.has_moved:
        return None
    scene = body.fit.scene
    return BodyShift(scene.joints_px(), moved_scene(scene, state.move).joints_px(), state.sigma_cm)


@lru_cache(maxsize=4)  # a frame asks many times where a body lies that has shifted
def moved_body(body: LyingBody, move: GroundMove) -> LyingBody:
    """The body as it lies after a move: pose, looks and fitted scene."""
    if move == GroundMove():
        return body
    scene = moved_scene(body.fit.scene, move)
    to_px = scene.joints_px()
    by = affine(body.fit.scene.joints_px(), to_px)
    xy_px = body.pose.xy_px @ by[:, :2].T + by[:, 2]
    xy_px[np.array(TEMPLATE_JOINTS)] = to_px
    looks_px = body.looks_pose.xy_px @ by[:, :2].T + by[:, 2]
    vector = body.fit.vector.copy()
    vector[4:7] = *scene.hip_m, scene.yaw_rad
    return replace(
        body,
        pose=Pose(xy_px, body.pose.visibility),
        looks_pose=Pose(looks_px, body.looks_pose.visibility),
        fit=replace(body.fit, scene=scene, vector=vector),
    )


def affine(from_px: FloatArray, to_px: FloatArray) -> FloatArray:
    """(2, 3) the affine map that takes (N, 2) places nearest to (N, 2) others, px."""
    if np.array_equal(from_px, to_px):
        return np.eye(2, 3)
    rows = np.column_stack([from_px, np.ones(len(from_px))])
    return np.asarray(np.linalg.lstsq(rows, to_px, rcond=None)[0].T, dtype=np.float64)


def _begin(state: ShiftState, answer: FollowAnswer, t_s: float) -> ShiftState:
    """A new reference picture: from now on moves count from where the body lies in it."""
    base = _median(state)
    sigma_cm = state.sigma_cm if state.has_moved else 0.0
    return replace(
        state,
        reference_s=answer.reference_s,
        base=base,
        base_sigma_cm=sigma_cm,
        poor_since_s=t_s if len(answer.from_px) < _FEWEST_IN_REFERENCE else float("nan"),
        unclear_since_s=float("nan"),
        clear_looks=0,
    )


def _doubt(state: ShiftState, points: int, t_s: float) -> ShiftState:
    """Most of the points in sight agree on nothing; if that lasts, nobody knows where the body is."""
    state = replace(state, apart_since_s=float("nan"))
    if state.clear_looks < _PROVEN_LOOKS or points < _FEWEST_TO_DOUBT:
        return state
    since_s = t_s if np.isnan(state.unclear_since_s) else state.unclear_since_s
    unknown = state.unknown or t_s - since_s >= _UNCLEAR_S
    return replace(state, unclear_since_s=since_s, unknown=unknown, witness=Verdict.FAULT)


def _find(scene: Scene, from_px: FloatArray, to_px: FloatArray, grain_px: float) -> FoundMove | None:
    """The move since the reference picture, in the scene's own camera.

    That camera's pitch may be off by 10 degrees, and then a turned body looks bent. So where many points disagree,
    other pitches are tried; the one that most agree on says where the body's joints are in the picture.
    """
    height_m = _ABOVE_JOINTS * scene.torso_m
    best, used = find_move(scene.camera, height_m, from_px, to_px, grain_px), scene.camera
    if best is None or best.share >= _AGREED:
        return best
    for off_rad in _PITCHES_RAD:
        camera = replace(scene.camera, pitch_rad=scene.camera.pitch_rad + off_rad)
        found = find_move(camera, height_m, from_px, to_px, grain_px)
        if found is not None and found.share > best.share:
            best, used = found, camera
    if used is scene.camera:
        return best
    joints_px = scene.joints_px()
    there_m = used.on_plane(joints_px, 0.0)
    there_px = used.project(np.column_stack([best.move.apply(there_m[:, :2]), there_m[:, 2:]]))
    return replace(best, move=move_between(scene, joints_px, there_px))


def _follow(state: ShiftState, scene: Scene, found: FoundMove, move: GroundMove, t_s: float) -> ShiftState:
    kept = [k for k, at_s in enumerate(state.newest_s) if at_s > t_s - _STILL_S]
    state = replace(
        state,
        newest=(*(state.newest[k] for k in kept), move),
        newest_s=(*(state.newest_s[k] for k in kept), t_s),
    )
    apart = _apart_cm(scene, move, state.move) > max(_DEAD_BAND_CM, 2 * CM_PER_M * found.sigma_m)
    since_s = state.apart_since_s
    since_s = (t_s if np.isnan(since_s) else since_s) if apart else float("nan")
    follows = state.follows or (apart and t_s - since_s >= _LASTS_S)
    state = replace(state, apart_since_s=since_s, follows=follows)
    if not follows:
        return state
    middle = _median(state)
    still = len(kept) >= _MEDIAN_OF and all(_apart_cm(scene, one, middle) < _STILL_CM for one in state.newest)
    shifted_cm = _apart_cm(scene, middle, GroundMove())
    sigma_cm = float(np.hypot(CM_PER_M * found.sigma_m, _OF_SHIFT * shifted_cm))
    return replace(state, move=middle, follows=not still, sigma_cm=float(np.hypot(sigma_cm, state.base_sigma_cm)))


def _median(state: ShiftState) -> GroundMove:
    """The middle of the newest measured moves; the trusted one if there is none."""
    if not state.newest:
        return state.move
    last = state.newest[-_MEDIAN_OF:]
    x_m, y_m, yaw_rad = median_of(np.array([(one.x_m, one.y_m, one.yaw_rad) for one in last]))
    return GroundMove(float(x_m), float(y_m), float(yaw_rad))


def _apart_cm(scene: Scene, one: GroundMove, other: GroundMove) -> float:
    """How far two moves differ where it matters most: the farthest of the torso's ends, cm."""
    torso_m = scene.scene_from_body(np.array([[0.0, 0.0, 0.0], [0.0, scene.torso_m, 0.0]]))[:, :2]
    return float(CM_PER_M * lengths_of(one.apply(torso_m) - other.apply(torso_m)).max())


def _poor_since(state: ShiftState, share: float, answer: FollowAnswer, in_sight: int, t_s: float) -> float:
    """Since when another reference would do better: it must not be taken where less of the body can be seen."""
    small = len(answer.from_px) < _FEWEST_IN_REFERENCE
    worn = share < _RENEW_SHARE and in_sight >= _FEWEST_IN_REFERENCE and not state.follows
    if not (small or worn):
        return float("nan")
    return t_s if np.isnan(state.poor_since_s) else state.poor_since_s


def _px_per_m(scene: Scene) -> float:
    hip_m = np.array([[scene.hip_m[0], scene.hip_m[1], 0.0]])
    return scene.camera.focal_px / max(float(scene.camera.depth_m(hip_m)[0]), 0.1)
