"""A film of both people: a fold over frames that pretended eyes answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from coach.core.look import Hints, LookPlan, PictureSize
from coach.core.people.people import PeopleState, giver_sight, plan_people, receiver_sight, update_people
from coach.core.people.regions import distance, distance_either_way
from coach.core.sight import PersonSight, Seen

Set = Callable[..., Any]
FPS = 15
BESIDE = {"left_cm": (80.0, 25.0), "right_cm": (98.0, 25.0), "on_floor": True}


@dataclass
class Film:
    """A fold over frames that goes on where it stopped."""

    eyes: Any
    hints: Hints = Hints()
    state: PeopleState = PeopleState()
    t_s: float = 0.0

    @property
    def size(self) -> PictureSize:
        return self.eyes.told.size

    def run(self, seconds: float, each: Callable[[Film], None] | None = None) -> Film:
        for _ in range(round(seconds * FPS)):
            self.state = update_people(self.state, self.eyes.look(self.plan()), self.size, self.hints, self.t_s)
            self.t_s += 1 / FPS
            if each is not None:
                each(self)
        return self

    def plan(self) -> LookPlan:
        return plan_people(self.state, self.size, self.hints, self.t_s)

    @property
    def giver(self) -> PersonSight:
        return giver_sight(self.state)

    @property
    def receiver(self) -> PersonSight:
        return receiver_sight(self.state)

    def walk(self, seconds: float, place: Callable[[float], Any], each: Callable[[Film], None] | None = None) -> Film:
        """As `run`, while the giver goes from place to place: `place(0)` to `place(1)`."""
        frames = round(seconds * FPS)
        for number in range(frames):
            self.eyes.stand = place((number + 1) / frames)
            self.run(1 / FPS, each)
        return self

    def assert_both_right(self) -> None:
        """The one who lies is the receiver, the one who stands the giver; both measured or held."""
        told = self.eyes.told
        assert self.receiver.seen is not Seen.LOST
        assert self.giver.seen is not Seen.LOST
        assert distance(self.receiver.pose, told.receiver()) < 0.05
        assert distance_either_way(self.giver.pose, told.giver(self.eyes.stand)) < 0.05


@pytest.fixture
def film(stage: Set, standing: Set, eyes: Set) -> Callable[..., Film]:
    """Both people on stage, the giver beside the receiver; the fold has not begun."""

    def begin(view: str = "head end", hints: Hints | None = None, **how: Any) -> Film:
        how.setdefault("stand", standing(**BESIDE))
        return Film(eyes(stage(view), **how), hints or Hints())

    return begin


@pytest.fixture
def across(standing: Set) -> Callable[..., Callable[[float], Any]]:
    """The giver's way from one place across the receiver to another, x in the back frame, cm."""

    def way(from_cm: float, to_cm: float) -> Callable[[float], Any]:
        def place(part: float) -> Any:
            x_cm = from_cm + part * (to_cm - from_cm)
            return standing(left_cm=(x_cm - 9, 25.0), right_cm=(x_cm + 9, 25.0), on_floor=abs(x_cm) > 20)

        return place

    return way
