"""A small stage on which sessions are told in seconds: who does what, for how long, at how many frames a second."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from coach.core.analysis import Phase
from coach.core.findings import Event, Findings, Judgement, Rule, Stand
from coach.core.geometry.footprint import round_outline_cm
from coach.core.geometry.palms import PALM_RADIUS_CM
from coach.core.landmarks import LANDMARK_COUNT, Pose, Side, no_pose
from coach.core.rules.judge import RulesParams, begin_rules, finish_rules, judge
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

TORSO_CM = 50.0
HALF_SOLE_CM = 4.5


def foot_at(
    side: Side,
    contact: Contact,
    offset_cm: float,
    along: float,
    sigma_cm: float,
    speed_cm_s: float,
    speed_sigma_cm_s: float = 0.0,
) -> FootSight:
    nowhere = np.full((4, 2), np.nan)
    if contact is not Contact.BACK:
        return FootSight(
            side,
            contact,
            nowhere,
            nowhere,
            np.full(2, np.nan),
            math.nan,
            math.nan,
            math.nan,
            math.nan,
            speed_cm_s,
            speed_sigma_cm_s=speed_sigma_cm_s,
        )
    corners = np.array([[-HALF_SOLE_CM, -12.0], [HALF_SOLE_CM, -12.0], [HALF_SOLE_CM, 12.0], [-HALF_SOLE_CM, 12.0]])
    centre = np.array([offset_cm, along * TORSO_CM])
    gap_cm = max(abs(offset_cm) - HALF_SOLE_CM, 0.0)
    return FootSight(
        side,
        contact,
        centre + corners,
        nowhere,
        centre,
        offset_cm,
        gap_cm,
        along,
        sigma_cm,
        speed_cm_s,
        speed_sigma_cm_s=speed_sigma_cm_s,
    )


@dataclass
class Told:
    """What the rules made of a story."""

    events: tuple[Event, ...]
    stands: tuple[Stand, ...]
    phases: tuple[Phase, ...]
    sights: tuple[Sight, ...]
    findings: tuple[Findings, ...]

    def of(self, rule: Rule) -> list[Event]:
        return [event for event in self.events if event.rule is rule]

    def faults(self) -> list[Event]:
        """What the giver did wrong; a foot that a story leaves standing while it tells of others is not its subject."""
        return [event for event in self.events if event.rule not in (Rule.NOT_SEEN, Rule.LONG_PAUSE)]

    def at(self, t_s: float, rule: Rule) -> Judgement:
        findings = min(self.findings, key=lambda found: abs(found.t_s - t_s))
        return next(judgement for judgement in findings.judgements if judgement.rule is rule)


@dataclass
class Story:
    """A session told in stretches of seconds. Each word sets what the following stretch shows."""

    fps: float = 12.0
    t_s: float = 0.0
    sights: list[Sight] = field(default_factory=list)
    contacts: dict[Side, Contact] = field(default_factory=lambda: dict.fromkeys(Side, Contact.UNKNOWN))
    places: dict[Side, tuple[float, float]] = field(
        default_factory=lambda: {Side.LEFT: (-9.0, 0.3), Side.RIGHT: (9.0, 0.3)}
    )
    speeds: dict[Side, float] = field(default_factory=lambda: dict.fromkeys(Side, math.nan))
    speed_sigmas: dict[Side, float] = field(default_factory=lambda: dict.fromkeys(Side, 0.0))
    holds: dict[Side, Support] = field(default_factory=lambda: dict.fromkeys(Side, Support.UNKNOWN))
    on_body: bool = False
    palms: dict[Side, tuple[Contact, float, float] | None] = field(default_factory=lambda: dict.fromkeys(Side))
    giver: Seen = Seen.LOST
    receiver: Seen = Seen.MEASURED
    doubted: bool = False
    back: Seen = Seen.MEASURED
    view: ViewVerdict = ViewVerdict.GOOD
    sigma_cm: float = 1.5
    technique: Technique = Technique.NONE
    activity: ReceiverActivity = ReceiverActivity.STILL

    def wait(self, seconds: float) -> Story:
        """Let the present picture last."""
        frames = round(seconds * self.fps)
        for index in range(frames):
            self.sights.append(self._sight(self.t_s + index / self.fps))
        self.t_s += frames / self.fps
        return self

    def set(self, **changes: object) -> Story:
        for name, value in changes.items():
            assert hasattr(self, name), name
            setattr(self, name, value)
        return self

    def foot(self, side: Side, contact: Contact, offset_cm: float = math.nan, along: float = math.nan) -> Story:
        self.contacts[side] = contact
        if math.isfinite(offset_cm):
            self.places[side] = (offset_cm, along)
        return self

    def speed(self, side: Side, speed_cm_s: float, sigma_cm_s: float = 0.0) -> Story:
        self.speeds[side], self.speed_sigmas[side] = speed_cm_s, sigma_cm_s
        return self

    def hands(self, left: Support, right: Support) -> Story:
        self.holds = {Side.LEFT: left, Side.RIGHT: right}
        return self

    def palm(self, side: Side, contact: Contact | None, offset_cm: float = math.nan, along: float = 0.4) -> Story:
        """What a palm of who sits or kneels does; None = nobody asks."""
        self.palms[side] = None if contact is None else (contact, offset_cm, along)
        return self

    def seated(self) -> Story:
        """The giver sits on the receiver, a palm on either side of the spine."""
        self.receiver_alone().walk_up().set(technique=Technique.SEATED, on_body=True)
        self.palm(Side.LEFT, Contact.BACK, -8.5).palm(Side.RIGHT, Contact.BACK, 8.5)
        return self.wait(3.0)

    def receiver_alone(self, seconds: float = 2.0) -> Story:
        return self.set(giver=Seen.LOST, technique=Technique.NONE).wait(seconds)

    def walk_up(self, seconds: float = 2.0) -> Story:
        self.set(giver=Seen.MEASURED, technique=Technique.NONE)
        self.hands(Support.NO, Support.NO)
        for side in Side:
            self.foot(side, Contact.FLOOR)
        return self.wait(seconds)

    def step_up(self) -> Story:
        """Right foot up, then the hand to the support, then the left foot."""
        self.set(technique=Technique.STANDING)
        self.foot(Side.RIGHT, Contact.AIR).wait(0.5).foot(Side.RIGHT, Contact.BACK).wait(0.5)
        self.hands(Support.YES, Support.NO).wait(0.5)
        return self.foot(Side.LEFT, Contact.AIR).wait(0.75).foot(Side.LEFT, Contact.BACK).wait(3.0)

    def step(self, side: Side, offset_cm: float, along: float, pause_s: float = 4.0, air_s: float = 0.75) -> Story:
        """Lift a foot, set it down elsewhere on the back, and rest."""
        self.foot(side, Contact.AIR).wait(air_s)
        return self.foot(side, Contact.BACK, offset_cm, along).wait(pause_s)

    def step_down(self) -> Story:
        for side in (Side.RIGHT, Side.LEFT):
            self.foot(side, Contact.AIR).wait(0.75).foot(side, Contact.FLOOR).wait(0.5)
        self.set(technique=Technique.NONE)
        return self.hands(Support.NO, Support.NO).wait(2.0)

    def on_back(self) -> Story:
        """The usual beginning: receiver alone, giver walks up and steps up."""
        return self.receiver_alone().walk_up().step_up()

    def tell(self, params: RulesParams | None = None) -> Told:
        return tell(self.sights, params or RulesParams())

    def _sight(self, t_s: float) -> Sight:
        lost = self.back is Seen.LOST
        nowhere = np.full((4, 2), np.nan)
        back = BackSight(
            seen=self.back,
            spine_px=np.full((2, 2), np.nan) if lost else np.array([[320.0, 200.0], [320.0, 300.0]]),
            band_px=nowhere,
            outline_px=nowhere,
            torso_cm=math.nan if lost else TORSO_CM,
            cm_per_px=math.nan if lost else 0.4,
            sigma_cm=math.nan if lost else self.sigma_cm,
            view=ViewVerdict.UNKNOWN if lost else self.view,
        )
        seen = self.giver is not Seen.LOST
        feet = [
            foot_at(
                side,
                self.contacts[side] if seen else Contact.UNKNOWN,
                *self.places[side],
                self.sigma_cm,
                self.speeds[side],
                self.speed_sigmas[side],
            )
            for side in Side
        ]
        hands = [
            HandSight(
                side,
                self.holds[side] if seen else Support.UNKNOWN,
                self.on_body,
                np.full(2, np.nan),
                self._palm(side) if seen else None,
            )
            for side in Side
        ]
        return Sight(
            t_s=t_s,
            receiver=PersonSight(self.receiver, lying(220.0, 200.0, 420.0, 260.0), self.doubted),
            giver=PersonSight(self.giver, lying(300.0, 60.0, 340.0, 240.0) if seen else no_pose()),
            back=back,
            feet=(feet[0], feet[1]),
            hands=(hands[0], hands[1]),
            supports=(),
            technique=self.technique if seen else Technique.UNKNOWN,
            receiver_activity=self.activity,
        )

    def _palm(self, side: Side) -> FootSight | None:
        told = self.palms[side]
        if told is None:
            return None
        contact, offset_cm, along = told
        palm = foot_at(side, contact, offset_cm, along, self.sigma_cm, math.nan)
        if contact is Contact.UNKNOWN and math.isfinite(offset_cm):  # seen against the giver's own lap
            return replace(palm, centre_back_cm=np.array([offset_cm, along * TORSO_CM]))
        if contact is not Contact.BACK:
            return palm
        gap_cm = max(abs(offset_cm) - PALM_RADIUS_CM, 0.0)
        return replace(palm, footprint_back_cm=round_outline_cm(palm.centre_back_cm, PALM_RADIUS_CM), gap_cm=gap_cm)


def lying(left: float, top: float, right: float, bottom: float) -> Pose:
    """A pose whose landmarks run across a box in the picture."""
    across = np.linspace(left, right, LANDMARK_COUNT)
    down = np.linspace(top, bottom, LANDMARK_COUNT)
    return Pose(np.column_stack([across, down]), np.ones(LANDMARK_COUNT))


def tell(sights: list[Sight], params: RulesParams) -> Told:
    state = begin_rules()
    findings: list[Findings] = []
    for sight in sights:
        state, found = judge(params, state, sight)
        findings.append(found)
    last_s = sights[-1].t_s if sights else 0.0
    end = finish_rules(params, state, last_s)
    events = (*(event for found in findings for event in found.closed), *end.events)
    stands = (*(stand for found in findings for stand in found.stands), *end.stands)
    return Told(
        tuple(sorted(events, key=lambda event: event.start_s)), stands, end.phases, tuple(sights), tuple(findings)
    )


@pytest.fixture
def story() -> Callable[..., Story]:
    """Begin a story at a chosen frame rate."""
    return Story


@pytest.fixture
def tell_sights() -> Callable[..., Told]:
    """Judge sights that a test has made itself."""
    return lambda sights, params=None: tell(sights, params or RulesParams())


@pytest.fixture
def marred() -> Callable[..., list[Sight]]:
    """Sights with feet made unknown and numbers made NaN wherever `hide[frame]` says so."""

    def mar(sights: list[Sight], hide: list[bool]) -> list[Sight]:
        out: list[Sight] = []
        for sight, hidden in zip(sights, hide, strict=True):
            if not hidden:
                out.append(sight)
                continue
            feet = [foot_at(foot.side, Contact.UNKNOWN, math.nan, math.nan, math.nan, math.nan) for foot in sight.feet]
            out.append(replace(sight, feet=(feet[0], feet[1])))
        return out

    return mar
