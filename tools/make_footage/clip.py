"""One clip: a story, its pictures and its ground truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.make_footage import cover, degrade, events, people, room, scene, stances, supports, truth
from tools.make_footage.back import Back
from tools.make_footage.body import Body, Posed
from tools.make_footage.body_data import BodyData
from tools.make_footage.camera import Camera, look_at
from tools.make_footage.landmarks import NAMES
from tools.make_footage.lying import Lying, lie
from tools.make_footage.motion import Motion, ease
from tools.make_footage.quiet import Quiet
from tools.make_footage.render import Renderer
from tools.make_footage.rotate import about, up
from tools.make_footage.story import Story, Writer
from tools.make_footage.upright import Hand, Upright, stand

FPS = 12
_BREATH_M, _BREATH_S = 0.0025, 3.8
_BLUR_PX = 0.7  # out of focus at most: a clip is to be judged by
_SPARE_M = 0.9  # of room around, to walk up in


@dataclass(frozen=True)
class Wish:
    """What a clip is to show.

    Attributes:
        view: of camera.VIEWS.
        technique: standing, half_squat, knees or seated.
        support: of supports.KINDS.
        faults: of story.FAULTS; none: a correct clip.
        facing: of the giver, degrees from the receiver's head to the left.
    """

    view: str
    technique: str
    support: str
    faults: tuple[str, ...] = ()
    facing: float = 0.0


class Clip:
    """A clip that can be rendered frame by frame; `truth` is whole afterwards. Without a renderer it only moves.

    `firm`: soles hardly sink into the skin.
    """

    def __init__(
        self, data: BodyData, renderer: Renderer | None, wish: Wish, name: str, seed: int, *, firm: bool = False
    ) -> None:
        self._renderer, self._wish = renderer, wish
        self._chance = chance = np.random.default_rng([seed, 77])
        ground_m = min(people.ground(chance), 0.3)
        self._lying, lying_words = people.make(data, chance, 1, True)
        self._giver, giver_words = people.make(data, chance, 2, False)
        how = people.how_lying(chance, ground_m, 0.5).now(lift_head=0.0, raise_arm=(0.0, 0.0), knee=(0.0, 0.0))
        self._how = how
        self._rest = self._lying.body.pose(lie(self._lying.body, how))
        self._back = Back(self._lying.body, self._rest, ground_m, firm=firm)
        self._mat = room.choose_mat(chance, ground_m, self._lying.body.height_m, about([0, 0, 1], np.radians(how.turn)))
        way = self._back.head_way
        facing = float(np.arctan2(way[1], way[0]) + np.radians(wish.facing))
        self.camera = _camera(wish.view, chance, self._giver.body.height_m + ground_m + 0.2)
        away = -int(np.sign(self.camera.eye[0])) if abs(self.camera.eye[0]) > 0.35 else int(chance.choice([-1, 1]))
        self._support = _support(wish.support, chance, ground_m, self._giver.body.height_m, away)
        side = -self._support.side
        squat = wish.technique == "half_squat"
        hands = str(chance.choice(["hang", "out", "out", "hip"]))
        base = Upright(
            (stances.NOWHERE, stances.NOWHERE),
            facing,
            bend=float(chance.uniform(0.4, 0.7) if squat else chance.uniform(0, 0.05)),
            lean=float(chance.uniform(0.2, 0.5) if squat else chance.uniform(0.02, 0.12)),
            look=float(chance.uniform(0.3, 0.7)),
            hands=(Hand(hands), Hand(hands)),
            knees_out=float(chance.uniform(0.1, 0.4)),
            noise=seed,
        )
        self.story: Story
        body = self._giver.body
        if wish.technique in ("knees", "seated"):
            quiet = Quiet(body, self._back, self._mat, self._support, chance, wish.technique, facing, wish.faults, FPS)
            self.story = quiet.story
            self._breath = self._breathing(int(self.story.ends_s * FPS))
            self._motion: Motion | Quiet = quiet
        else:
            self.story = Writer(body, self._back, self._mat, chance, facing, side).write(wish.faults)
            self._breath = self._breathing(int(self.story.ends_s * FPS))
            self._motion = Motion(body, self._back, self.story, self._support, base, FPS, self._breath)
        still = room.build(self.camera, chance, self._support.wall, _SPARE_M) + self._support.solids(chance)
        still += self._mat.solids(chance) + cover.pillow(chance, self._lying.body, self._rest, how)
        still += cover.towel(chance, self._back)
        self._still = still
        self._light = room.light(chance)
        self._lens: degrade.Lens | None = None
        self._last: tuple[Lying, Posed] = (how, self._rest)
        self.quality = int(chance.integers(18, 26))  # of H.264, crf
        self.truth: dict[str, Any] = {
            "name": name,
            "seed": seed,
            "fps": FPS,
            "n_frames": len(self._breath),
            "duration_s": round(len(self._breath) / FPS, 3),
            "camera": self.camera.as_truth(),
            "technique": wish.technique,
            "facing": "head" if abs(wish.facing) < 90 else "foot",
            "support": self._support.as_truth(),
            "mat_top_m": round(ground_m, 4),
            "meta": {
                "giver": giver_words,
                "receiver": lying_words,
                "rec_arms": how.arms,
                "giver_height_m": round(body.height_m, 3),
            },
            "landmark_names": list(NAMES),
            "frames": [],
        }

    @property
    def giver(self) -> Body:
        """The giver's body."""
        return self._giver.body

    @property
    def motion(self) -> Motion | Quiet:
        """How the giver moves."""
        return self._motion

    def frames(self) -> Iterator[NDArray[np.uint8]]:
        """(480, 640, 3) BGR pictures; fills in the ground truth."""
        if self._renderer is None:
            raise ValueError("a clip without a renderer has no pictures")
        self._before = self._renderer.hold(self._still, self.camera, self._light)
        for number in range(len(self._breath)):
            yield self._frame(number)
        frames = self.truth["frames"]
        self.truth["events"] = events.find(frames, self.story, FPS)
        self.truth["steps"] = [
            {
                "foot": ("left", "right")[step.row],
                "t_lift": round(step.lift_s, 3),
                "t_land": round(step.land_s, 3),
                "long_frac": None if step.kind == "step_down" else round(self._back.long_frac(step.end.middle), 3),
                "kind": step.kind,
            }
            for step in self.story.steps
            if step.kind != "walk"
        ]
        self.truth["correct"] = not self.truth["events"]
        self.truth["on_back_intervals"] = events.on_back_intervals(frames)

    def _frame(self, number: int) -> NDArray[np.uint8]:
        t = number / FPS
        lying = self._receiver(t, number)
        solids = self._lying.draw(lying, True)
        present = t >= self.story.comes_s
        standing, hands, stance = None, {}, None
        if present:
            how, hands = self._motion.at(number)
            standing = self._giver.body.pose(stand(self._giver.body, how))
            stances.check_hands(self._giver.body, standing, hands)
            states = (self._motion.state(0, number), self._motion.state(1, number))
            stance = stances.Stance(how, states, self._wish.technique)
            solids = solids + self._giver.draw(standing, False)
        shot = self._renderer.shoot(solids, self.camera, self._light, self._before)
        frame: dict[str, Any] = {"t": round(t, 4), "receiver": None, "giver": None}
        back = self.back_at(number)
        frame["receiver"] = truth.receiver(self._lying.body, lying, back, self.camera, shot)
        if stance is not None and standing is not None:
            frame["giver"] = scene.giver_truth(self._giver.body, standing, stance, hands, back, self.camera, shot)
        self.truth["frames"].append(frame)
        if self._lens is None:
            lens = degrade.choose(self._chance, float(np.median(shot.rgb)))
            self._lens = replace(lens, blur_px=min(lens.blur_px, _BLUR_PX), smear_px=(0.0, 0.0))
        return degrade.develop(shot.rgb, self._lens, self._chance)

    def _receiver(self, t: float, number: int) -> Posed:
        how = self._how
        for start, end, what in self.story.moves:
            part = float(ease((t - start) / 0.5) * ease((end - t) / 0.5))
            if what == "lifts_head":
                how = how.now(lift_head=30 * part)
            else:
                how = how.now(raise_arm=(part, 0.0) if "left" in what else (0.0, part))
        if how != self._last[0]:
            self._last = (how, self._lying.body.pose(lie(self._lying.body, how)))
        posed = self._last[1]
        raised = up(self._breath[number])
        return Posed(posed.vertices + raised, posed.joints + raised, posed.turns)

    def back_at(self, number: int) -> Back:
        """The untrodden back at the height of the breath."""
        return self._back.raised(self._breath[number])

    def _breathing(self, count: int) -> NDArray[np.float64]:
        t = np.arange(count) / FPS
        return _BREATH_M * np.sin(2 * np.pi * t / _BREATH_S + self._chance.uniform(0, 6))


def _camera(view: str, chance: np.random.Generator, top_m: float) -> Camera:
    """A camera that has both people in the picture."""
    degrees = {"foot": -90.0, "head": 90.0, "side": 0.0, "oblique": -45.0, "oblique2": 45.0, "high": -60.0}
    bearing = degrees[view] + chance.normal(0, 8)
    if view in ("side", "oblique", "oblique2", "high") and chance.random() < 0.5:
        bearing = 180 - bearing
    distance = chance.uniform(2.7, 3.4) if view != "high" else chance.uniform(1.9, 2.5)
    height = chance.uniform(1.0, 1.75) if view != "high" else chance.uniform(2.3, 2.7)
    eye = np.array([np.cos(np.radians(bearing)) * distance, np.sin(np.radians(bearing)) * distance, height])
    aim = np.array([chance.normal(0, 0.08), chance.normal(0.02, 0.1), chance.uniform(0.42, 0.5) * top_m])
    need = 2 * np.arctan(max(0.62 * top_m, 1.0) / distance) * 1.2
    return look_at(
        view, eye, aim, np.radians(chance.normal(0, 0.8)), float(np.clip(need, np.radians(58), np.radians(80)))
    )


def _support(kind: str, chance: np.random.Generator, ground_m: float, height_m: float, side: int) -> supports.Support:
    """A support that somebody of a height reaches from everywhere on the back."""
    soles_m = ground_m + 0.18
    high = {"chair": min(1.2, soles_m + 0.58 * height_m), "ceil": soles_m + chance.uniform(0.98, 1.08) * height_m}
    x_m = {"ceil": chance.uniform(0.16, 0.28), "chair": chance.uniform(0.36, 0.42), "wall": chance.uniform(0.42, 0.55)}
    rail_m = soles_m + chance.uniform(0.6, 0.76) * height_m
    x = float(x_m.get(kind, chance.uniform(0.38, 0.5)))
    return supports.Support(kind, side, x, float(high.get(kind, rail_m)), float(chance.uniform(0.08, 0.2)))
