"""Does the giver hold on? What a support is, is learnt from the scene (technique.md D2).

A hand holds on when it rests, away from where a loosely hanging hand would be, at one place of the room that is not a
body, the giver's own included (hands on the hips). A loose arm hangs along the trunk, or plumb where the trunk leans;
one that is held out goes along with the body's sway (`sway`). One that hangs but stays in the room while the body sways
holds on, as to the back of a chair. One that has sunk from where it held on has let go, until it is seen to stay in the
room elsewhere; one that has come down from where it only rested is unknown as long. A hidden hand is unknown, but holds
nothing if it is guessed to be away from every known support.
The places where hands have stayed while the body swayed become known supports; the user may mark some as well. What
goes along with the body there slides along a bar.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Annotated

import numpy as np

from coach.core.area import Box
from coach.core.geometry.over_back import over_back
from coach.core.geometry.scene import Scene
from coach.core.landmarks import SIDES, FloatArray, Landmark, Pose
from coach.core.people.regions import hips_middle, shoulders_middle
from coach.core.people.sway import SwaySample, SwayState, update_sway
from coach.core.sight import HandSight, Support, SupportSight
from coach.core.small_arrays import length_of, lengths_of, mean_of, median_of
from coach.core.thresholds import Threshold

_MEMORY_S = 0.5
_BOX_OF_TRUNK = 0.35  # edge of a learnt support's box
_MOST_SUPPORTS = 6
_CLEARLY_SEEN = 0.5


@dataclass(frozen=True, slots=True)
class HandParams:
    """Thresholds in trunk lengths (shoulder line to hip line); an arm is about 1.15 of them long."""

    raised: Annotated[
        float,
        Threshold("trunk lengths", 0.5, 1.1, "a hanging hand is 1.0 to 1.15 below its shoulder; a holding one higher"),
    ] = 0.85
    hanging: Annotated[
        float, Threshold("trunk lengths", 0.6, 1.2, "below this the arm hangs; between the two nothing is decided")
    ] = 0.92
    sideways: Annotated[
        float, Threshold("trunk lengths", 0.3, 1.0, "a hanging hand stays this near to the shoulder's plumb line")
    ] = 0.55
    straight: Annotated[
        float, Threshold("ratio", 0.8, 1.0, "shoulder to palm over the arm's own length: a hanging arm is not bent")
    ] = 0.93
    plumb: Annotated[float, Threshold("trunk lengths", 0.1, 0.8, "a loose arm hangs within 20° of the vertical")] = 0.4
    own_hip: Annotated[
        float, Threshold("trunk lengths", 0.1, 0.6, "a palm on the hip is within half a hand's length of the hip joint")
    ] = 0.22
    own_waist: Annotated[
        float,
        Threshold("trunk lengths", 0.1, 0.6, "a palm propped on the hip bone is 12 to 16 cm from the joint, arm bent"),
    ] = 0.35
    bent: Annotated[
        float, Threshold("ratio", 0.5, 1.0, "shoulder to palm over the arm's length: an elbow bent by 45° or more")
    ] = 0.92
    rest_per_s: Annotated[
        float, Threshold("trunk lengths/s", 0.2, 4.0, "a hand that holds on moves with landmark jitter and sway only")
    ] = 1.2
    learn_s: Annotated[
        float, Threshold("s", 0.2, 5.0, "a hand rests this long before its place counts as a support")
    ] = 0.7
    hidden: Annotated[float, Threshold("visibility", 0.0, 0.5, "below this the network does not see the hand")] = 0.03
    hardly: Annotated[
        float,
        Threshold("visibility", 0.0, 0.5, "below this the network guesses that an arm which it does not see hangs"),
    ] = 0.15
    left: Annotated[
        float,
        Threshold("trunk lengths", 0.1, 1.0, "a hand this far from every known support, or below where it held, 15 cm"),
    ] = 0.3
    slides: Annotated[
        float, Threshold("trunk lengths", 0.0, 0.5, "one this near to a known support, half a hand, may be on it")
    ] = 0.15


@dataclass(frozen=True, slots=True)
class HandSample:
    """One look at a hand.

    Attributes:
        t_s: when.
        palm_px: (2,) image px.
        across, down: where it is below its shoulder along the trunk, trunk lengths.
        plumb_across, plumb_down: the same along the picture's vertical.
        stretched: shoulder to palm over the arm's own length in the picture: 1 = straight.
        from_hip: distance from the hip joint of its side, trunk lengths.
    """

    t_s: float
    palm_px: FloatArray
    across: float
    down: float
    plumb_across: float
    plumb_down: float
    stretched: float
    from_hip: float


@dataclass(frozen=True, slots=True)
class HandState:
    """One hand.

    Attributes:
        samples: the last half second.
        support: what it said last.
        resting_since_s: since when it rests raised; NaN = it does not.
        sway: whether it stays with the room or with the body.
        held_px: (2,) where it last held on to a known support; NaN = it never has.
        rested_px: (2,) where it last rested, taken for holding on, known support or not; NaN = it never has.
        rooted_px: (2,) where it hung and held on, as its sway told, until that tells otherwise; NaN = nowhere.
        went: it has been away from there since.
    """

    samples: tuple[HandSample, ...] = ()
    support: Support = Support.UNKNOWN
    resting_since_s: float = float("nan")
    sway: SwayState = field(default_factory=SwayState)
    held_px: FloatArray = field(default_factory=lambda: np.full(2, np.nan))
    rested_px: FloatArray = field(default_factory=lambda: np.full(2, np.nan))
    rooted_px: FloatArray = field(default_factory=lambda: np.full(2, np.nan))
    went: bool = False


@dataclass(frozen=True, slots=True)
class HandsState:
    """Both hands (left, right) and the supports known so far."""

    hands: tuple[HandState, HandState] = field(default_factory=lambda: (HandState(), HandState()))
    supports: tuple[SupportSight, ...] = ()


def begin_hands(boxes: tuple[Box, ...]) -> HandsState:
    """Start with the supports that the user marked."""
    return HandsState(supports=_marked(boxes))


def remarked(state: HandsState, boxes: tuple[Box, ...]) -> HandsState:
    """The supports that the user marks now in place of those marked before; the learnt ones stay."""
    learnt = tuple(support for support in state.supports if not support.marked)
    return replace(state, supports=(*_marked(boxes), *learnt))


def _marked(boxes: tuple[Box, ...]) -> tuple[SupportSight, ...]:
    return tuple(SupportSight(np.array([b.x, b.y, b.width, b.height]), True) for b in boxes)


def update_hands(
    params: HandParams,
    state: HandsState,
    giver: Pose | None,
    receiver: Pose | None,
    t_s: float,
    *,
    folded: bool = False,
    scene: Scene | None = None,
) -> tuple[HandsState, tuple[HandSight, HandSight]]:
    """Fold one frame in; `giver` and `receiver` are landmarks in image px, None while unknown.

    `scene`: the measured scene, which tells whether a palm is over the back; without it the receiver's outline does.
    `folded`: the giver kneels or sits. Of hands that it does not see well MediaPipe guesses then that they hang, and
    is wrong: such hands are unknown.
    """
    if giver is None:
        hidden = tuple(HandSight(side, Support.UNKNOWN, False, np.full(2, np.nan)) for side in SIDES)
        return replace(state, hands=(HandState(), HandState())), (hidden[0], hidden[1])
    trunk_px = _trunk_px(giver)
    supports = state.supports
    hands: list[HandState] = []
    sights: list[HandSight] = []
    for row, side in enumerate(SIDES):
        sample = _sample(giver, row, trunk_px, t_s)
        on_body = receiver is not None and _on_body(sample.palm_px, receiver)
        if scene is not None:
            on_body = over_back(scene, sample.palm_px)
        guessed = folded and float(giver.visibility[Landmark.LEFT_WRIST + row]) < _CLEARLY_SEEN
        hand = _judge(params, state.hands[row], giver, row, sample, on_body, guessed, supports)
        supports = _learn(params, hand, supports, trunk_px, t_s)
        hands.append(hand)
        sights.append(HandSight(side, hand.support, on_body, sample.palm_px))
    return HandsState((hands[0], hands[1]), supports), (sights[0], sights[1])


def _judge(
    params: HandParams,
    state: HandState,
    giver: Pose,
    row: int,
    sample: HandSample,
    on_body: bool,
    guessed: bool,
    supports: tuple[SupportSight, ...],
) -> HandState:
    t_s, trunk_px = sample.t_s, _trunk_px(giver)
    visible = float(giver.visibility[Landmark.LEFT_WRIST + row])
    samples = (*(s for s in state.samples if s.t_s > t_s - _MEMORY_S), sample)
    across, down, plumb_across, plumb_down, stretched, from_hip = (
        float(value) for value in median_of(np.array([_place(s) for s in samples]))
    )
    resting = _speed_px_s(samples) < params.rest_per_s * trunk_px
    raised = down < params.raised or abs(across) > params.sideways
    hanging = down > params.hanging and abs(across) <= params.sideways
    plumb = plumb_down > params.hanging and abs(plumb_across) < params.plumb and stretched > params.straight
    sway = state.sway
    if not guessed and visible >= params.hidden:
        sway = update_sway(sway, _sway(giver, row, t_s))
    seen = visible > _CLEARLY_SEEN
    at_hip = from_hip < params.own_hip and (stretched < params.bent or not sway.fixed)
    on_waist = seen and from_hip < params.own_waist and stretched < params.bent and not sway.fixed
    on_hip = at_hip or on_waist
    from_support_px = min((_away_px(sample.palm_px, s) for s in supports), default=float("inf"))
    on_support = from_support_px == 0.0
    # A hidden hand is guessed to go along, and one on a bar slides along it.
    loose = sway.surely_along and seen and from_support_px > params.slides * trunk_px
    let_go, came_down = (
        not sway.fixed and _has_sunk(params, samples, from_px, supports, trunk_px)
        for from_px in (state.held_px, state.rested_px)
    )
    known = bool(np.isfinite(state.held_px).all())
    rooted_px, went = _rooted_place(params, state, samples, sway, trunk_px)
    returned = went and length_of(sample.palm_px - rooted_px) <= params.slides * trunk_px
    marked = any(s.marked and _inside(sample.palm_px, s) for s in supports)
    if marked and resting:
        support = Support.YES
    elif guessed or not (math.isfinite(across) and math.isfinite(down)):
        support = Support.UNKNOWN
    elif visible < params.hidden:
        support = Support.NO if _has_left(params, samples, supports, trunk_px) else Support.UNKNOWN
    elif visible < params.hardly and not (known or on_body) and (on_hip or hanging or plumb):
        support = Support.UNKNOWN
    elif on_hip or on_body or (raised and (loose or (let_go and seen))):
        support = Support.NO
    elif hanging or plumb:
        holding = (sway.rooted or returned) and not let_go
        support = Support.NO if not holding else Support.YES if resting else Support.UNKNOWN
    elif raised and resting:
        support = Support.UNKNOWN if came_down or (sway.along and not on_support) else Support.YES
    elif raised:
        support = Support.UNKNOWN
    else:
        support = state.support
    holds = resting and support is Support.YES and (raised or sway.rooted or returned)
    since_s = (t_s if np.isnan(state.resting_since_s) else state.resting_since_s) if holds else float("nan")
    held_px = state.held_px
    if holds and on_support:
        held_px = np.median([s.palm_px for s in samples], axis=0)
    rested_px = state.rested_px
    if t_s - since_s >= params.learn_s:
        rested_px = np.median([s.palm_px for s in samples], axis=0)
    return HandState(samples, support, since_s, sway, held_px, rested_px, rooted_px, went)


def _rooted_place(
    params: HandParams, state: HandState, samples: tuple[HandSample, ...], sway: SwayState, trunk_px: float
) -> tuple[FloatArray, bool]:
    """Where it last hung and held on, and whether it has been away since; what goes along there holds nothing."""
    palm_px = median_of(np.array([s.palm_px for s in samples]))
    if sway.rooted:
        return palm_px, False
    away_px = length_of(palm_px - state.rooted_px)
    if sway.along and away_px <= params.slides * trunk_px:
        return np.full(2, np.nan), False
    return state.rooted_px, state.went or away_px > params.left * trunk_px


def _learn(
    params: HandParams, hand: HandState, supports: tuple[SupportSight, ...], trunk_px: float, t_s: float
) -> tuple[SupportSight, ...]:
    """Remember the place where a hand has rested long enough, unless it is known; the oldest learnt goes first.

    It must have stayed there while the body swayed: a free hand may rest in the air as long.
    """
    if not hand.sway.fixed or not t_s - hand.resting_since_s >= params.learn_s:
        return supports
    palm_px = median_of(np.array([s.palm_px for s in hand.samples]))
    if any(_inside(palm_px, s) for s in supports):
        return supports
    edge = _BOX_OF_TRUNK * trunk_px
    learnt = SupportSight(np.array([palm_px[0] - edge / 2, palm_px[1] - edge / 2, edge, edge]), False)
    kept = [s for s in supports if s.marked] + [s for s in supports if not s.marked][-(_MOST_SUPPORTS - 1) :]
    return (*kept, learnt)


def _sample(giver: Pose, row: int, trunk_px: float, t_s: float) -> HandSample:
    xy = giver.xy_px
    palm_px = _palm_px(giver, row)
    down = (hips_middle(xy) - shoulders_middle(xy)) / max(trunk_px, 1e-6)
    across = np.array([-down[1], down[0]])
    shoulder, elbow, hip = (
        xy[landmark + row] for landmark in (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_HIP)
    )
    arm = (palm_px - shoulder) / max(trunk_px, 1e-6)
    length = (length_of(elbow - shoulder) + length_of(palm_px - elbow)) / max(trunk_px, 1e-6)
    return HandSample(
        t_s,
        palm_px,
        across=float(arm @ across),
        down=float(arm @ down),
        plumb_across=float(arm[0]),
        plumb_down=float(arm[1]),
        stretched=length_of(arm) / max(length, 1e-6),
        from_hip=length_of(palm_px - hip) / max(trunk_px, 1e-6),
    )


def _sway(giver: Pose, row: int, t_s: float) -> SwaySample:
    shoulder_px = giver.xy_px[Landmark.LEFT_SHOULDER + row]
    body_px = (shoulder_px + hips_middle(giver.xy_px)) / 2
    return SwaySample(t_s, _palm_px(giver, row), shoulder_px, body_px, _trunk_px(giver))


def _trunk_px(giver: Pose) -> float:
    return length_of(shoulders_middle(giver.xy_px) - hips_middle(giver.xy_px))


def _palm_px(giver: Pose, row: int) -> FloatArray:
    xy = giver.xy_px
    return (xy[Landmark.LEFT_WRIST + row] + xy[Landmark.LEFT_PINKY + row] + xy[Landmark.LEFT_INDEX + row]) / 3


def _place(sample: HandSample) -> tuple[float, ...]:
    """The sample's numbers but its time and its place in the picture."""
    return (
        sample.across,
        sample.down,
        sample.plumb_across,
        sample.plumb_down,
        sample.stretched,
        sample.from_hip,
    )


def _speed_px_s(samples: tuple[HandSample, ...]) -> float:
    """Mean speed over the memory, px/s: the path through its three parts' middles.

    Two parts would not do: a waving hand is as far out before a turning point as after it.
    """
    parts = min(3, len(samples))
    if parts < 2:
        return 0.0
    bounds = [len(samples) * k // parts for k in range(parts + 1)]
    thirds = [slice(bounds[k], bounds[k + 1]) for k in range(parts)]
    times_s, palms_px = np.array([s.t_s for s in samples]), np.array([s.palm_px for s in samples])
    run_s = mean_of(times_s[thirds[-1]]) - mean_of(times_s[thirds[0]])
    middles_px = np.array([mean_of(palms_px[third]) for third in thirds])
    path_px = lengths_of(middles_px[1:] - middles_px[:-1]).sum()
    return float(path_px / max(float(run_s), 1e-6))


def _has_left(
    params: HandParams, samples: tuple[HandSample, ...], supports: tuple[SupportSight, ...], trunk_px: float
) -> bool:
    """Is a hidden hand, wherever it is guessed to be, away from all supports that are known, all through the memory?"""
    if not supports:
        return False
    away_px = [_away_px(sample.palm_px, support) for sample in samples for support in supports]
    return min(away_px) > params.left * trunk_px


def _has_sunk(
    params: HandParams,
    samples: tuple[HandSample, ...],
    held_px: FloatArray,
    supports: tuple[SupportSight, ...],
    trunk_px: float,
) -> bool:
    """Is a hand below where it held on, and on no support that is known, all through the memory?"""
    sunk = bool(min(s.palm_px[1] for s in samples) - held_px[1] > params.left * trunk_px)  # False for NaN
    return sunk and not any(_inside(s.palm_px, support) for s in samples for support in supports)


def _away_px(point_px: FloatArray, support: SupportSight) -> float:
    """Distance of a point from a support's box, px; 0 inside."""
    low = support.box_px[:2]
    high = low + support.box_px[2:]
    return float(np.linalg.norm(np.maximum(np.maximum(low - point_px, point_px - high), 0.0)))


def _inside(point_px: FloatArray, support: SupportSight) -> bool:
    x, y, width, height = support.box_px
    return bool(x <= point_px[0] <= x + width and y <= point_px[1] <= y + height)


def _on_body(palm_px: FloatArray, receiver: Pose) -> bool:
    """Is the palm inside the outline of the receiver's four torso corners in the picture?"""
    corners = receiver.xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP, Landmark.LEFT_HIP]]
    edges = np.roll(corners, -1, axis=0) - corners
    to_palm = palm_px - corners
    turns = edges[:, 0] * to_palm[:, 1] - edges[:, 1] * to_palm[:, 0]
    return bool((turns >= 0).all() or (turns <= 0).all())
