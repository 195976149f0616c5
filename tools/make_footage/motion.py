"""From a story to the giver's stance at each moment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from tools.make_footage.back import Back
from tools.make_footage.body import Body
from tools.make_footage.landmarks import SIDES, suffix
from tools.make_footage.limbs import arm_length
from tools.make_footage.rotate import unit, up
from tools.make_footage.stances import state_of
from tools.make_footage.story import Step, Story
from tools.make_footage.supports import Support
from tools.make_footage.upright import Foot, Hand, Upright, hips, stand

Array = NDArray[np.float64]
_HEEL_S = 0.35  # before it leaves the floor a foot's heel rises
_EASE_S = 0.3  # a hand takes so long to its hold


def ease(value: float | Array) -> Array:
    """0 to 1, without a jerk at either end."""
    v = np.clip(value, 0, 1)
    return v * v * (3 - 2 * v)


def foot_at(story: Story, row: int, t: float) -> tuple[Foot, Step | None]:
    """Where a foot is, and the step that it is in the middle of."""
    foot = story.first[row]
    for step in story.steps:
        if step.row != row:
            continue
        if t >= step.land_s:
            foot = step.end
        elif t > step.lift_s:
            return _swing(step, t), step
        elif step.kind in ("step_up", "walk") and t > step.lift_s - _HEEL_S and foot.normal[2] > 0.999:
            most = 0.55 if step.kind == "step_up" else 0.3
            return Foot(
                foot.middle, foot.heading, foot.normal, most * float(ease((t - step.lift_s + _HEEL_S) / _HEEL_S))
            ), None
    return foot, None


def _swing(step: Step, t: float) -> Foot:
    part = (t - step.lift_s) / (step.land_s - step.lift_s)
    start, end = step.start.middle, step.end.middle
    climb = end[2] - start[2]
    if step.fall_s:
        slow = min(1.0, (t - step.lift_s) / (step.land_s - step.lift_s - step.fall_s))
        fall = max(0.0, (t - step.land_s + step.fall_s) / step.fall_s)
        over = ease(slow)
        z = start[2] + climb * over + step.rise_m * ease(slow) * (1 - (1 - np.cos(np.pi * fall)) / 2)
    else:
        over = ease(part if climb < 0.1 else (part - 0.15) / 0.85)
        early = 0.62 if climb > 0.1 else 1.0
        late = 0.38 if climb < -0.1 else 0.0
        z = (
            start[2]
            + climb * ease((part - late) / (early - late))
            + step.rise_m * np.sin(np.pi * ease(part) ** 0.9) ** 0.9
        )
    middle = np.append(start[:2] + (end - start)[:2] * over, z)
    turn = (step.end.heading - step.start.heading + np.pi) % (2 * np.pi) - np.pi
    begun = 0.55 if step.kind == "step_up" else 0.3 if step.kind == "walk" else 0.0
    pitch = begun * (1 - ease(part / 0.7)) + 0.35 * np.sin(np.pi * min(1.0, part * 1.15)) * (1 - part)
    normal = unit(step.start.normal * (1 - over) + step.end.normal * over)
    return Foot(middle, step.start.heading + turn * float(over), normal, float(max(0.0, pitch)))


class Motion:
    """The giver of a clip."""

    def __init__(
        self, body: Body, back: Back, story: Story, support: Support, base: Upright, fps: int, breath: Array
    ) -> None:
        """`base`: what stays the same (bend, lean, look); `breath`: (frames,) m, how much the back is raised."""
        self.body, self.back, self.story, self._support, self._fps = body, back, story, support, fps
        times = np.arange(len(breath)) / fps
        self._feet = [
            [self._breathing(foot_at(story, row, t)[0], h) for row in (0, 1)]
            for t, h in zip(times, breath, strict=True)
        ]
        self._steps = [[foot_at(story, row, t)[1] for row in (0, 1)] for t in times]
        knots = np.array(story.facing)
        facing = gaussian_filter1d(np.interp(times, knots[:, 0], knots[:, 1]), 2.0)
        weight = np.array([self._weight(t) for t in times])
        middles = np.array([[foot.middle[:2] for foot in feet] for feet in self._feet])
        ahead = np.column_stack([np.cos(facing), np.sin(facing)])
        place = (middles * np.stack([weight, 1 - weight], axis=1)[..., None]).sum(axis=1)
        place = gaussian_filter1d(place, 0.2 * fps, axis=0) + ahead * (-0.05 - 0.16 * base.lean - 0.1 * base.bend)
        stances = [
            base.now(feet=tuple(feet), facing=float(f), pelvis=p)
            for feet, f, p in zip(self._feet, facing, place, strict=True)
        ]
        on = np.array([any(self.state(row, k) == "on_back" for row in (0, 1)) for k in range(len(times))])
        bent = gaussian_filter1d(np.where(on, base.bend, min(base.bend, 0.05)), 0.5 * fps)
        lean = gaussian_filter1d(np.where(on, base.lean, min(base.lean, 0.1)), 0.5 * fps)
        stances = [how.now(bend=float(b), lean=float(n)) for how, b, n in zip(stances, bent, lean, strict=True)]
        room = np.array([hips(body, how)[0][2] for how in stances])
        height = np.minimum(gaussian_filter1d(room, 0.22 * fps), room)
        self._stances = [how.now(hips_m=float(h)) for how, h in zip(stances, height, strict=True)]
        self._hold = np.array([self._holding(t) for t in times])

    def state(self, row: int, frame: int) -> str:
        """What the ground truth calls a foot."""
        if self._steps[frame][row] is not None:
            return "in_air"
        foot = self._feet[frame][row]
        flat = foot.normal[2] > 0.9999 and foot.middle[2] <= self.back.surface.ground_m + 1e-6
        return "on_floor" if flat else state_of(self.back, foot)

    def at(self, frame: int) -> tuple[Upright, dict[str, dict[str, object]]]:
        """Stance and ground truth of the hands (to be checked against the pose)."""
        how = self._stances[frame]
        joints, _ = self.body.bones(stand(self.body, how))
        ahead = np.array([np.cos(how.facing), np.sin(how.facing), 0.0])
        left = np.array([-ahead[1], ahead[0], 0.0])
        hands: list[Hand] = []
        words: dict[str, dict[str, object]] = {}
        hold = self._hold[frame]
        for row, side in enumerate(SIDES):
            shoulder = joints[self.body.row("upperarm01" + suffix(side))]
            reach = sum(arm_length(self.body, suffix(side))) + 0.04 * self.body.height_m
            grip = self._support.grip(shoulder, reach * 0.99, ahead, 0.0) if hold > 0 else None
            if grip is not None and self._support.kind != "ceil":
                away = float((grip.point[:2] - joints[0][:2]) @ left[:2]) * (1 if row == 0 else -1)
                grip = grip if away > 0 else None
            word: dict[str, object] = {"on_support": False}
            kind = how.hands[row].kind
            if grip is not None and hold > 0:
                out = left * (1 if row == 0 else -1)
                wide = 0.72 if kind == "out" else 0.2
                free = shoulder + (wide * out + 0.1 * ahead - up(0.75)) * (reach * 0.9)
                point = free + (grip.point - free) * hold
                hands.append(Hand(grip.kind, point, grip.way))
                if hold > 0.98:
                    word = {"on_support": True, "support": self._support.kind, "point3d": np.round(point, 4).tolist()}
            else:
                hands.append(how.hands[row])
            words[side] = word
        return how.now(hands=(hands[0], hands[1])), words

    def _breathing(self, foot: Foot, raised_m: float) -> Foot:
        if foot.normal[2] > 0.9999 and foot.middle[2] <= self.back.surface.ground_m + 1e-6:
            return foot
        return Foot(foot.middle + up(raised_m), foot.heading, foot.normal, foot.pitch)

    def _weight(self, t: float) -> float:
        """How much of the weight is on the left foot."""
        weight = 0.5
        for step in self.story.steps:
            early = 0.35 if step.kind != "walk" else 0.1
            if step.lift_s - early < t < step.land_s:
                weight = 0.8 if step.row == 1 else 0.2
                if step.kind == "walk":
                    weight = 0.55 if step.row == 1 else 0.45
        return weight

    def _holding(self, t: float) -> float:
        start, end = self.story.holds
        hold = ease((t - start) / _EASE_S) * ease((end - t) / _EASE_S)
        for free_start, free_end in self.story.free:
            hold = min(hold, 1 - ease((t - free_start) / _EASE_S) * ease((free_end + _EASE_S - t) / _EASE_S))
        return float(hold)
