"""What happens in a clip: when each foot is where, what the hands and the receiver do. Times in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tools.make_footage.back import Back
from tools.make_footage.body import Body
from tools.make_footage.landmarks import SIDES
from tools.make_footage.room import Mat
from tools.make_footage.stances import set_down, sole_points
from tools.make_footage.upright import Foot

Array = NDArray[np.float64]
_SAFE_M = 0.035  # from the spine's line to the footprint, when a foot is right
# From the spine's line to the line from heel to big toe; the sole's middle is 2 cm farther out: 8 to 10 cm, as in the
# given clips (technique.md D1: on the muscles beside the spine).
_BESIDE_M = 0.07
FAULTS = ("spine_step", "support_lost", "fast_step", "receiver_move", "off_zone", "short_pause")


@dataclass(frozen=True)
class Step:
    """One foot goes from one place to another.

    Attributes:
        row: 0 left, 1 right.
        lift_s: when it leaves the ground; land_s: when it is down again.
        start: where from; end: where to.
        rise_m: how high it is lifted above both.
        kind: walk, step_up, step, spine_step, off_zone, fast_step, step_down.
        fall_s: how long the way down of a stamp takes, 0 for an ordinary step.
    """

    row: int
    lift_s: float
    land_s: float
    start: Foot
    end: Foot
    rise_m: float
    kind: str
    fall_s: float = 0.0


@dataclass
class Story:
    """The whole clip.

    Attributes:
        comes_s: when the giver comes in; ends_s: the clip's end.
        first: the feet at the beginning.
        steps: in order of time.
        facing: (t, rad) knots, unwrapped.
        free: spans without a hand on the support.
        moves: (start, end, what) of the receiver.
        stamps: (start, end, row, m/s).
        holds: from when to when the hands look for the support.
    """

    comes_s: float
    ends_s: float
    first: tuple[Foot, Foot]
    steps: list[Step] = field(default_factory=list)
    facing: list[tuple[float, float]] = field(default_factory=list)
    free: list[tuple[float, float]] = field(default_factory=list)
    moves: list[tuple[float, float, str]] = field(default_factory=list)
    stamps: list[tuple[float, float, int, float]] = field(default_factory=list)
    holds: tuple[float, float] = (0.0, 0.0)


class Writer:
    """Writes a story of treading."""

    def __init__(self, body: Body, back: Back, mat: Mat, chance: np.random.Generator, facing: float, side: int) -> None:
        """`facing` on the back, rad; `side`: -1 or 1, the giver comes from the receiver's left or right."""
        self._body, self._back, self._mat, self._chance = body, back, mat, chance
        self._facing, self._side = facing, side
        self._feet: list[Foot] = []
        way = back.head_way
        self._order = 1.0 if way @ [np.cos(facing), np.sin(facing)] > 0 else -1.0  # -1: the left foot is on the right

    def write(self, faults: tuple[str, ...]) -> Story:
        """Alone, walking up, stepping on, treading with these faults, off again."""
        chance = self._chance
        story = self._walk_up(float(chance.uniform(2.0, 2.8)))
        now = max(step.land_s for step in story.steps) + float(chance.uniform(0.3, 0.6))
        story.holds = (now - 0.3, 0.0)
        near = self._near
        frac = float(chance.uniform(0.18, 0.32))
        now = self._go(story, 1 - near, now, 1.0, self._on_back(1 - near, frac), "step_up") + 0.6
        frac += float(chance.uniform(0.03, 0.08))
        now = self._go(story, near, now, 1.05, self._on_back(near, frac), "step_up")
        now = self._tread(story, now, frac, list(faults))
        now += float(chance.uniform(0.8, 1.6))
        floor = self._floor_feet
        now = self._go(story, near, now, 1.05, floor[near], "step_down") + 0.6
        now = self._go(story, 1 - near, now, 1.0, floor[1 - near], "step_down")
        story.holds = (story.holds[0], now + 0.2)
        story.ends_s = now + float(chance.uniform(0.8, 1.5))
        story.facing.append((story.ends_s, story.facing[-1][1]))
        return story

    @property
    def _near(self) -> int:
        """The foot on whose side the giver comes from."""
        left_side = -self._order  # where the left foot stands: - = receiver's left
        return 0 if left_side == self._side else 1

    def _walk_up(self, start_s: float) -> Story:
        back, chance, side = self._back, self._chance, self._side
        lateral = 0.15
        while back.surface.height(back.place(0.4, side * (lateral - 0.02))[None])[0] > back.surface.ground_m + 0.01:
            lateral += 0.01
        far, near = lateral + 0.04, lateral + 0.17
        at = [back.place(0.4, side * x) for x in (far, near)]
        feet: list[Foot | None] = [None, None]
        for row, place in ((1 - self._near, at[0]), (self._near, at[1])):
            feet[row] = self._floor(place, self._facing)
        self._floor_feet = feet
        ahead = np.array([np.cos(self._facing), np.sin(self._facing)])
        outwards = back.place(0.4, side * 1.0) - back.place(0.4, 0.0)
        way = (at[0] + at[1]) / 2 - ((at[0] + at[1]) / 2 + outwards * 1.0 - ahead * chance.uniform(1.0, 1.7))
        length, heading = float(np.hypot(*way)), float(np.arctan2(way[1], way[0]))
        heading = self._facing + (heading - self._facing + np.pi) % (2 * np.pi) - np.pi
        along = way / length
        left = np.array([-along[1], along[0]])
        goal = (at[0] + at[1]) / 2

        def walking(row: int, gone: float) -> Foot:
            return self._floor(goal - along * (length - gone) + left * (0.08 if row == 0 else -0.08), heading)

        self._feet = [walking(0, 0.0), walking(1, 0.05)]
        story = Story(start_s, 0.0, (self._feet[0], self._feet[1]))
        story.facing = [(start_s, heading)]
        now, gone, row = start_s + 0.15, 0.0, 0
        while gone < length - 0.5:
            gone += float(chance.uniform(0.34, 0.46))
            now = self._go(story, row, now, 0.42, walking(row, gone), "walk") + 0.06
            row = 1 - row
        story.facing.append((now - 0.3, heading))
        for last in (row, 1 - row):
            goal_foot = self._floor_feet[last]
            now = self._go(story, last, now, 0.5, goal_foot, "walk") + 0.08
        story.facing.append((now, self._facing))
        return story

    def _tread(self, story: Story, now: float, frac: float, faults: list[str]) -> float:
        chance = self._chance
        fracs = [frac, frac]
        row, way = 1 - self._near, 1.0
        count = int(chance.integers(4, 6)) + (len(faults) > 3)
        slots = list(chance.permutation(np.arange(1, count))[: len(faults)])
        plan = dict(zip((int(slot) for slot in slots), faults, strict=False))
        for number in range(count):
            fault = plan.get(number, "")
            pause = float(chance.uniform(1.8, 3.2))
            if fault == "short_pause":
                pause = float(chance.uniform(0.5, 0.9))
            if fault == "support_lost":
                length = float(chance.uniform(1.6, 3.4))
                story.free.append((now + 0.4, now + 0.4 + length))
                pause = max(pause, length + 0.8)
            if fault == "receiver_move":
                length = float(chance.uniform(1.6, 2.3))
                what = str(chance.choice(["lifts_head", "raises_left_arm", "raises_right_arm"]))
                story.moves.append((now + 0.4, now + 0.4 + length, what))
                pause = max(pause, length + 0.8)
            now += pause
            move = way * float(chance.uniform(0.12, 0.26))
            if not 0.12 < fracs[row] + move < 0.9:
                way, move = -way, -move
            target = float(np.clip(fracs[row] + move, 0.1, 0.92))
            swing = float(chance.uniform(0.75, 1.1))
            if fault == "fast_step":
                foot = self._on_back(row, target)
                now = self._stamp(story, row, now, foot)
                fracs[row] = target
            elif fault in ("spine_step", "off_zone"):
                if fault == "spine_step":
                    foot = self._on_back(row, target, lateral=float(chance.uniform(-0.01, 0.03)))
                else:
                    foot = self._on_back(row, float(chance.choice([-0.2, 1.16])) + float(chance.normal(0, 0.03)))
                now = self._go(story, row, now, swing, foot, fault) + float(chance.uniform(1.5, 2.4))
                fracs[row] = float(np.clip(target, 0.15, 0.85))
                now = self._go(story, row, now, 0.8, self._on_back(row, fracs[row]), "step")
            else:
                now = self._go(story, row, now, swing, self._on_back(row, target), "step")
                fracs[row] = target
            row = 1 - row
        return now

    def _go(self, story: Story, row: int, now: float, length: float, end: Foot, kind: str) -> float:
        rise = {"walk": 0.05, "step_up": 0.12, "step_down": 0.1}.get(kind, float(self._chance.uniform(0.05, 0.09)))
        story.steps.append(Step(row, now, now + length, self._feet[row], end, rise, kind))
        self._feet[row] = end
        return now + length

    def _stamp(self, story: Story, row: int, now: float, end: Foot) -> float:
        fall = float(self._chance.uniform(0.17, 0.22))
        rise = float(self._chance.uniform(0.19, 0.24))
        length = 0.75 + fall
        story.steps.append(Step(row, now, now + length, self._feet[row], end, rise, "fast_step", fall))
        story.stamps.append((now + 0.75, now + length, row, round(rise / fall * np.pi / 2, 2)))
        self._feet[row] = end
        return now + length

    def _floor(self, place: Array, heading: float) -> Foot:
        return Foot(np.array([*place, self._mat.top(place)]), heading + float(self._chance.normal(0, 0.04)))

    def _on_back(self, row: int, frac: float, lateral: float | None = None) -> Foot:
        """A foot set down beside the spine, or so far from it (towards its own side)."""
        chance, back, side = self._chance, self._back, SIDES[row]
        own = (-1.0 if row == 0 else 1.0) * self._order
        heading = self._facing + (1 if row == 0 else -1) * float(np.clip(chance.normal(0.06, 0.06), -0.1, 0.2))
        wanted = lateral if lateral is not None else _BESIDE_M + float(np.clip(chance.normal(0, 0.006), -0.012, 0.012))
        for _ in range(12):
            foot = Foot(np.array([*back.place(frac, own * wanted), 0.0]), heading)
            if lateral is not None or (back.lateral(sole_points(self._body, side, foot)) * own).min() > _SAFE_M:
                break
            wanted += 0.004
        return set_down(self._body, side, foot, back, float(chance.uniform(0.005, 0.012)))
