"""Search a picture for the lying person.

The detector prefers upright people, so the landmark network is tried on a grid of regions in six directions; what it
takes for a body is looked at again, closer, and the candidate that a lying body explains best wins. `plan_search` asks
for one stage in each frame, `update_search` folds the answers in. The grid is one stage: spread over frames it takes as
long, and frames that go by meanwhile are not seen. A live session cannot wait: it looks at some regions in each frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from coach.core.area import Box
from coach.core.body_look import TRUSTED
from coach.core.geometry.told_scene import focal_prior
from coach.core.landmarks import Pose
from coach.core.look import Answer, Hints, PictureSize, Region
from coach.core.people.aside import AsideState, somebody, update_aside
from coach.core.people.lying import LyingBody, belief, fold_looks, torso_m
from coach.core.people.regions import body_region, box_region, distance_either_way, extent_px, inside, is_whole, turned

_GRID_SIZES = (0.28, 0.42, 0.65)  # of the picture's longer side
_ALL = 10_000  # more regions than any stage has
_GRID_STEP = 0.5  # of the region's size
_DIRECTIONS = 6
_ASK_EVERY_S = 0.25
_GRID_EVERY_S = 3.0
_MIN_BELIEF = 0.5
_KEEP_FROM_GRID = 48
_CANDIDATES = 10
_MIN_EXTENT = 0.15  # of the picture's longer side: anything smaller cannot be judged in centimetres anyway
_CLOSER_SCALES = (1.0, 1.6)  # a first find is often too small: the wider look finds the rest of the body
_SAME_BODY = 0.08  # of the body's extent
_NOT_THE_GIVER = 0.15
_FIRST_ASIDE = ((0.0, 1.0), (0.0, 1.35))  # where MediaPipe sees the body decides where the opinions look
_OPINIONS = tuple((turn, scale) for scale in (1.0, 1.35) for turn in np.radians([-15.0, 0.0, 15.0]))
# A lying body is explained by the template, agrees with itself, and is seen from above at a slant.
_MAX_COST = 12.0
_MAX_SPREAD = 0.05
# Estimated pitches err by 5 degrees: a camera at the height of a bed is below the horizon now and then.
_PITCHES_RAD = (np.radians(-4.0), np.radians(66.0))
# How much a candidate's cost, spread and doubt speak against it, and how much a first find may have against it: a
# logistic regression on what searches in drawn pictures came to (decision 0050), in the unit of the fit's cost.
_SPREAD_WEIGHT = 600.0
_DOUBT_WEIGHT = 34.0
_MAX_UNLIKELY = 23.0  # about where right and wrong are equally likely


class Stage(Enum):
    """Where a search stands."""

    FOUND = "found"  # start from what the detector found in the whole picture
    GRID = "grid"
    CLOSER = "closer"
    OPINIONS = "opinions"
    ASIDE = "aside"  # nobody lies there prone: whoever is there is looked at once more


@dataclass(frozen=True, slots=True)
class SearchState:
    """One search under way.

    Attributes:
        stage: what the next frame does.
        from_grid: True once the grid has been used.
        closer_done: how many closer rounds the pool has had.
        pool: candidates, best first.
        ask_s: the detector is not asked before this time.
        grid_s: the grid is not tried again before this time: it costs as much as minutes of tracking.
        at_once: how many regions of a stage a frame looks at.
        at: how many of this stage have been looked at.
        answers: to those.
        bodies: that they could be; in the last stage.
        people: whom the detector has found, lying or not.
        aside: does somebody lie there on the side?
    """

    stage: Stage = Stage.FOUND
    from_grid: bool = False
    closer_done: int = 0
    pool: tuple[Answer, ...] = ()
    ask_s: float = float("-inf")
    grid_s: float = float("-inf")
    at_once: int = _ALL
    at: int = 0
    answers: tuple[Answer, ...] = ()
    bodies: tuple[LyingBody, ...] = ()
    people: tuple[Answer, ...] = ()
    aside: AsideState = AsideState()


def asks_detector(state: SearchState, t_s: float) -> bool:
    """Shall the detector look at the whole picture in this frame?"""
    return state.stage is Stage.FOUND and t_s >= state.ask_s


def plan_search(state: SearchState, size: PictureSize, hints: Hints) -> tuple[Region, ...]:
    """Regions to probe in this frame; empty while the detector is asked."""
    return _regions(state, size, hints)[state.at : state.at + state.at_once]


def _regions(state: SearchState, size: PictureSize, hints: Hints) -> tuple[Region, ...]:
    """All regions of this stage."""
    if state.stage is Stage.GRID:
        return search_grid(size, hints)
    if state.stage is Stage.CLOSER:
        return tuple(turned(body_region(a.pose), 0.0, scale) for a in state.pool for scale in _CLOSER_SCALES)
    if state.stage is Stage.OPINIONS:
        return tuple(turned(body_region(answer.pose), *opinion) for answer in state.pool for opinion in _OPINIONS)
    if state.stage is Stage.ASIDE:
        opinions = _OPINIONS if state.closer_done else _FIRST_ASIDE
        return tuple(turned(body_region(answer.pose), *opinion) for answer in state.pool for opinion in opinions)
    return ()


def update_search(
    state: SearchState,
    found: tuple[Answer, ...],
    probes: tuple[Answer, ...],
    giver: Pose | None,
    size: PictureSize,
    hints: Hints,
    t_s: float,
) -> tuple[SearchState, LyingBody | None]:
    """Fold one frame's answers in.

    Args:
        state: the search.
        found: people that the detector gave in this frame.
        probes: answers to `plan_search`'s regions.
        giver: the giver's pose if known; a candidate that coincides with it must be known to lie.
        size: of the picture.
        hints: a told box or height.
        t_s: now.

    Returns:
        The search as it stands, and the lying body once one is found.
    """
    if state.stage is Stage.FOUND:
        if t_s < state.ask_s:
            return state, None
        pool = _distinct(found, giver, size, hints)
        state = replace(state, people=_people(found, size))
        return (replace(state, stage=Stage.CLOSER, pool=pool) if pool else _without_body(state, t_s)), None
    if state.stage is Stage.OPINIONS:
        state = replace(state, bodies=(*state.bodies, *_bodies(probes, size, hints)))
    at, probes = state.at + max(len(probes), state.at_once), (*state.answers, *probes)
    if at < len(_regions(state, size, hints)):
        return replace(state, at=at, answers=probes), None
    state = replace(state, at=0, answers=())
    if state.stage is Stage.GRID:
        likely = [a for a in probes if belief(a) > _MIN_BELIEF and is_whole(a.pose)]
        pool = tuple(sorted(likely, key=lambda a: -belief(a))[:_KEEP_FROM_GRID])
        after = replace(state, from_grid=True, pool=pool)
        return (replace(after, stage=Stage.CLOSER) if pool else _next_try(after, t_s)), None
    if state.stage is Stage.CLOSER:
        pool = _distinct(probes, giver, size, hints)
        if not pool:
            return _without_body(state, t_s), None
        stage = Stage.OPINIONS if state.closer_done else Stage.CLOSER
        return replace(state, stage=stage, closer_done=state.closer_done + 1, pool=pool), None
    if state.stage is Stage.ASIDE:
        return _looked_aside(state, probes, size, t_s), None
    lying = [body for body in state.bodies if is_lying(body) and _unlikeliness(body) < _MAX_UNLIKELY]
    if not lying:
        return _without_body(state, t_s), None
    return SearchState(), min(lying, key=_unlikeliness)


def _bodies(opinions: tuple[Answer, ...], size: PictureSize, hints: Hints) -> list[LyingBody]:
    """What each candidate's looks come to."""
    step = len(_OPINIONS)
    bodies = [
        fold_looks(opinions[i * step : (i + 1) * step], size, torso_m(hints), focal=focal_prior(hints, size))
        for i in range(len(opinions) // step)
    ]
    return [body for body in bodies if body is not None]


def _people(answers: tuple[Answer, ...], size: PictureSize) -> tuple[Answer, ...]:
    return somebody(answers, _MIN_EXTENT * max(size.width, size.height))


def _without_body(state: SearchState, t_s: float) -> SearchState:
    """Nobody lies there prone: whoever is there may lie on the side."""
    if not state.people:
        return _next_try(state, t_s)
    return replace(state, stage=Stage.ASIDE, closer_done=0, pool=state.people, bodies=())


def _looked_aside(state: SearchState, looks: tuple[Answer, ...], size: PictureSize, t_s: float) -> SearchState:
    """After looks at whoever is there: opinions on them, then a second look where they tell of somebody on the side."""
    if not state.closer_done:
        pool = _people(looks, size)
        return replace(state, closer_done=1, pool=pool) if pool else _next_try(state, t_s)
    aside = update_aside(state.aside, looks, len(_OPINIONS), t_s)
    state = replace(state, aside=aside)
    return _next_try(state, t_s) if aside.place is None else replace(state, closer_done=0, pool=(aside.place,))


def _next_try(state: SearchState, t_s: float) -> SearchState:
    """After the detector's finds the grid, unless it failed lately; after the grid the detector, now and then."""
    if state.from_grid:
        return SearchState(ask_s=t_s + _ASK_EVERY_S, grid_s=t_s + _GRID_EVERY_S, aside=state.aside)
    if t_s >= state.grid_s:
        return SearchState(Stage.GRID, aside=state.aside)
    return SearchState(ask_s=t_s + _ASK_EVERY_S, grid_s=state.grid_s, aside=state.aside)


def _unlikeliness(body: LyingBody) -> float:
    """What speaks against a candidate, in the fit's units: the right one's looks agree, and the network knows it.

    Also those looks count that the fold leaves out: at clothes, furniture and standing people some are believed too.
    """
    return body.fit.cost + _SPREAD_WEIGHT * body.spread + _DOUBT_WEIGHT * (1.0 - body.believed)


def is_lying(body: LyingBody) -> bool:
    """Does the template of a lying body, seen from above at a slant, explain the looks?"""
    pitch_rad = body.fit.scene.camera.pitch_rad
    seen_from_above = bool(_PITCHES_RAD[0] < pitch_rad < _PITCHES_RAD[1])
    return seen_from_above and body.fit.cost < _MAX_COST and body.spread < _MAX_SPREAD and body.trust >= _MIN_BELIEF


def _distinct(answers: tuple[Answer, ...], giver: Pose | None, size: PictureSize, hints: Hints) -> tuple[Answer, ...]:
    """Candidates that differ from each other and from the giver, likeliest first."""
    kept: list[Answer] = []
    for answer in sorted(answers, key=lambda a: -belief(a)):
        if belief(answer) < _MIN_BELIEF or not is_whole(answer.pose):
            continue
        if extent_px(answer.pose) < _MIN_EXTENT * max(size.width, size.height):
            continue
        told_lying = answer.body is not None and answer.body.trust >= TRUSTED
        if not told_lying and giver is not None and distance_either_way(answer.pose, giver) < _NOT_THE_GIVER:
            continue
        if hints.receiver_box_px is not None and not inside(answer.pose.xy_px.mean(axis=0), hints.receiver_box_px):
            continue
        if any(distance_either_way(answer.pose, other.pose) < _SAME_BODY for other in kept):
            continue
        kept.append(answer)
    return tuple(kept[:_CANDIDATES])


def search_grid(size: PictureSize, hints: Hints) -> tuple[Region, ...]:
    """All regions of the search: places, sizes and six directions; only the told box's if there is one."""
    directions = [k * 2 * np.pi / _DIRECTIONS for k in range(_DIRECTIONS)]
    if hints.receiver_box_px is not None:
        return tuple(box_region(hints.receiver_box_px, up) for up in directions)
    regions: list[Region] = []
    for fraction in _GRID_SIZES:
        edge = fraction * max(size.width, size.height)
        regions += [
            Region(x, y, edge, up)
            for x in _places(size.width, edge)
            for y in _places(size.height, edge)
            for up in directions
        ]
    return tuple(regions)


def _places(length: int, edge: float) -> list[float]:
    """Centres along one side of the picture, half a region apart, the outermost reaching a little over the border."""
    count = max(2, int(np.ceil(length / (edge * _GRID_STEP))) - 1)
    margin = min(0.4 * edge, length / 2)
    return [float(v) for v in np.linspace(margin, length - margin, count)]


def found_boxes(size: PictureSize) -> tuple[Box, ...]:
    """Where to ask the detector: the whole picture."""
    return (Box(0.0, 0.0, float(size.width), float(size.height)),)
