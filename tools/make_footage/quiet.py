"""A giver who kneels or sits: sways, presses, loses hold."""

from __future__ import annotations

import numpy as np

from tools.make_footage import stances
from tools.make_footage.back import Back
from tools.make_footage.body import Body
from tools.make_footage.landmarks import SIDES, suffix
from tools.make_footage.limbs import arm_length
from tools.make_footage.motion import ease
from tools.make_footage.room import Mat
from tools.make_footage.rotate import up
from tools.make_footage.story import Story
from tools.make_footage.supports import Support
from tools.make_footage.upright import Hand, Upright, stand


class Quiet:
    """Stances of a giver who stays where they are; made like Motion."""

    def __init__(
        self, body: Body, back: Back, mat: Mat, support: Support, chance: np.random.Generator, technique: str,
        facing: float, faults: tuple[str, ...], fps: int,
    ) -> None:  # fmt: skip
        self._body, self._back, self._support, self._fps = body, back, support, fps
        if technique == "knees":
            self._stance = stances.kneel(body, back, facing, chance)
        else:
            self._stance = stances.sit(body, back, facing, mat, chance)
        length = float(chance.uniform(20, 25))
        feet = self._stance.upright.feet
        self.story = Story(0.0, length, feet, holds=(-1.0, length + 1.0))
        now = 4.0
        for fault in faults:
            span = float(chance.uniform(1.6, 3.0))
            now += float(chance.uniform(1.0, 3.0))
            if fault == "support_lost":
                self.story.free.append((now, now + span))
            if fault == "receiver_move":
                self.story.moves.append((now, now + span * 0.8, "lifts_head"))
            now += span + 1.5
        self._period, self._phase = chance.uniform(2.5, 5.0, 3), chance.uniform(0, 6.3, 3)
        self._presses = technique == "seated"
        self._spots = [
            back.place(float(chance.uniform(0.2, 0.6)), (-1 if row == 0 else 1) * float(chance.uniform(0.07, 0.11)))
            for row in (0, 1)
        ]

    def state(self, row: int, frame: int) -> str:
        """What the ground truth calls a foot."""
        del frame
        return self._stance.states[row]

    def at(self, frame: int) -> tuple[Upright, dict[str, dict[str, object]]]:
        """Stance and ground truth of the hands."""
        t = frame / self._fps
        sway = np.sin(2 * np.pi * t / self._period + self._phase)
        how = self._stance.upright
        how = how.now(
            lean=how.lean + 0.08 * float(sway[0]),
            twist=how.twist + 0.1 * float(sway[1]),
            look=how.look + 0.1 * float(sway[2]),
        )
        joints, _ = self._body.bones(stand(self._body, how))
        ahead = np.array([np.cos(how.facing), np.sin(how.facing), 0.0])
        left = np.array([-ahead[1], ahead[0], 0.0])
        hold = 1.0
        for start, end in self.story.free:
            hold = min(hold, 1 - float(ease((t - start) / 0.3) * ease((end + 0.3 - t) / 0.3)))
        hands, words = [], {}
        for row, side in enumerate(SIDES):
            shoulder = joints[self._body.row("upperarm01" + suffix(side))]
            reach = sum(arm_length(self._body, suffix(side))) + 0.04 * self._body.height_m
            out = left * (1 if row == 0 else -1)
            free = shoulder + (0.2 * out + 0.25 * ahead - up(0.65)) * (reach * 0.9)
            word: dict[str, object] = {"on_support": False}
            hand = Hand("hang")
            spot = self._spots[row]
            if self._presses:
                point = np.array([*spot, self._back.surface.height(spot)[0]])
                lifted = max(0.0, float(np.sin(2 * np.pi * t / self._period[row] + row * np.pi))) * 0.08
                near = np.linalg.norm(point - shoulder) < reach
                hand = Hand("press", point + up(lifted)) if near else hand
                word["on_back"] = bool(near and lifted < 0.01)
            else:
                grip = self._support.grip(shoulder, reach * 0.99, ahead, 0.0)
                if grip is not None and (grip.point[:2] - joints[0][:2]) @ out[:2] > 0:
                    point = free + (grip.point - free) * hold
                    hand = Hand(grip.kind, point, grip.way)
                    if hold > 0.98:
                        word = {"on_support": True, "support": self._support.kind}
                        word["point3d"] = np.round(point, 4).tolist()
            hands.append(hand)
            words[side] = word
        return how.now(hands=(hands[0], hands[1])), words
