"""A small stage: ten seconds of treading whose truth is known, and a program that says what it is told to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from benchmarks.truth import Camera, TrueEvent, TrueFoot, TrueFrame, TrueGiver, TrueReceiver, TrueStep, Truth
from coach.core.analysis import Moment
from coach.core.findings import Event, Findings, Rule, Severity, Stand, Zone
from coach.core.judged import Whole
from coach.core.landmarks import LANDMARK_COUNT, Pose, Side
from coach.core.sight import (
    BackSight,
    Contact,
    FootSight,
    HandSight,
    PersonSight,
    ReceiverActivity,
    Seen,
    Sight,
    Support,
    Technique,
    ViewVerdict,
)

FPS = 10.0
FRAMES = 100
NOWHERE = np.full((4, 2), np.nan)


def _body(left_px: float, top_px: float) -> np.ndarray:
    """33 points on a diagonal of 300 by 400 px: an extent of 500 px."""
    return np.array([left_px, top_px]) + np.linspace(0.0, 1.0, LANDMARK_COUNT)[:, None] * (300.0, 400.0)


GIVER, RECEIVER = _body(300.0, 20.0), _body(40.0, 60.0)
SPINE = np.array([[200.0, 100.0], [200.0, 300.0]])
CAMERA = Camera("head", np.diag([400.0, 400.0, 1.0]), np.eye(3), np.zeros(3))


def true_foot(lateral_cm: float, state: str = "on_back") -> TrueFoot:
    gap_cm = abs(lateral_cm) - 4.5
    return TrueFoot(state, NOWHERE, lateral_cm, gap_cm, gap_cm < 2.0, 0.5)


@dataclass
class Stage:
    """What is true, and what the program says; both can be changed before the curtain rises."""

    frames: list[TrueFrame] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    true_events: list[TrueEvent] = field(default_factory=list)
    stands: list[Stand] = field(default_factory=list)
    steps: list[TrueStep] = field(default_factory=list)

    @property
    def truth(self) -> Truth:
        told = (tuple(self.frames), tuple(self.true_events), tuple(self.steps))
        return Truth("stage", CAMERA, "standing", FPS, *told)

    @property
    def judged(self) -> Whole:
        moments = tuple(Moment(sight, Findings(sight.t_s, (), (), (), ()), None) for sight in self.sights)
        return Whole(moments, tuple(self.events), (), tuple(self.stands), ())

    def happens(self, kind: str, start_s: float, end_s: float) -> None:
        self.true_events.append(TrueEvent(kind, start_s, end_s))

    def says(self, rule: Rule, start_s: float, end_s: float, reason: str = "") -> None:
        self.events.append(Event(rule, start_s, start_s + 0.2, end_s, Severity.URGENT, None, reason=reason))

    def between(self, start_s: float, end_s: float, change: Callable[[Sight], Sight]) -> None:
        self.sights = [change(one) if start_s <= one.t_s < end_s else one for one in self.sights]

    def stood(self, foot: Side, start_s: float, end_s: float) -> None:
        self.stands.append(Stand(foot, start_s, end_s, 0.5, 8.5, Zone.MID_BACK))


def _foot(side: Side, lateral_cm: float) -> FootSight:
    centre = np.array([lateral_cm, 25.0])
    return FootSight(side, Contact.BACK, NOWHERE, NOWHERE, centre, lateral_cm, abs(lateral_cm) - 4.5, 0.5, 1.0, 0.0)


def _sight(t_s: float) -> Sight:
    seen = np.ones(LANDMARK_COUNT)
    return Sight(
        t_s,
        PersonSight(Seen.HELD, Pose(RECEIVER, seen)),
        PersonSight(Seen.MEASURED, Pose(GIVER, seen)),
        BackSight(Seen.HELD, SPINE, NOWHERE, NOWHERE, 50.0, 0.25, 1.0, ViewVerdict.GOOD),
        (_foot(Side.LEFT, -8.5), _foot(Side.RIGHT, 8.5)),
        tuple(HandSight(side, Support.YES, False, np.zeros(2)) for side in Side),  # type: ignore[arg-type]
        (),
        Technique.STANDING,
        ReceiverActivity.STILL,
    )


@pytest.fixture
def stage() -> Stage:
    """The giver stands right for ten seconds, and the program sees all of it."""
    torso_px = np.array([[180.0, 100.0], [220.0, 100.0], [185.0, 300.0], [215.0, 300.0]])
    torso_m = np.array([[-0.2, 0.5, 0.2], [0.2, 0.5, 0.2], [-0.1, 0.0, 0.2], [0.1, 0.0, 0.2]])
    spine_m = np.linspace((0.0, 0.5, 0.3), (0.0, 0.0, 0.3), 13)
    receiver = TrueReceiver(RECEIVER, np.linspace(SPINE[0], SPINE[1], 13), spine_m, torso_px, torso_m)
    giver = TrueGiver(GIVER, np.ones(LANDMARK_COUNT), "standing", (true_foot(-8.5), true_foot(8.5)), (True, True))
    times_s = [index / FPS for index in range(FRAMES)]
    return Stage([TrueFrame(t_s, giver, receiver) for t_s in times_s], [_sight(t_s) for t_s in times_s])


@pytest.fixture
def true_step() -> Callable[[Side, float], TrueStep]:
    """A step of a foot that lands at the time and was lifted a second before."""
    return lambda foot, land_s: TrueStep(foot, land_s - 1.0, land_s, "step")
