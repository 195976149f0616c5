"""A made-up clip, judged: enough of everything to draw, to write down and to report."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from coach.core.analysis import Analysis, ClipFacts, Moment, Phase
from coach.core.cues import SpokenCue
from coach.core.findings import Event, EventSide, Figure, Findings, Judgement, Rule, Severity, Stand, Zone
from coach.core.landmarks import LANDMARK_COUNT, Pose, Side, no_pose
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
    SupportSight,
    Technique,
    ViewVerdict,
)
from coach.core.verdict import Verdict

NAN = float("nan")


def a_person(left: float, top: float, width: float, height: float) -> PersonSight:
    spread = np.random.default_rng(7).uniform(size=(LANDMARK_COUNT, 2))
    return PersonSight(Seen.MEASURED, Pose(np.array([left, top]) + spread * [width, height], np.ones(LANDMARK_COUNT)))


def a_foot(side: Side, offset_cm: float) -> FootSight:
    sole = np.array([[-4.0, -12.0], [4.0, -12.0], [4.0, 12.0], [-4.0, 12.0]])
    at_cm = np.array([offset_cm, 20.0])
    return FootSight(
        side, Contact.BACK, sole + at_cm, sole * 1.5 + [320 + 2 * offset_cm, 330], at_cm, offset_cm,
        max(abs(offset_cm) - 4.0, 0.0), 0.42, 1.5, 2.0,
    )  # fmt: skip


def a_sight(t_s: float, offset_cm: float = 9.0) -> Sight:
    back = BackSight(
        Seen.HELD,
        np.array([[320.0, 300.0], [320.0, 380.0]]),
        np.array([[316.0, 300.0], [324.0, 300.0], [324.0, 380.0], [316.0, 380.0]]),
        np.array([[280.0, 300.0], [360.0, 300.0], [350.0, 380.0], [290.0, 380.0]]),
        48.0, 0.5, 1.4, ViewVerdict.GOOD,
    )  # fmt: skip
    return Sight(
        t_s,
        receiver=replace(a_person(260, 280, 120, 160), seen=Seen.HELD),
        giver=a_person(280, 60, 80, 260),
        back=back,
        feet=(a_foot(Side.LEFT, -9.0), a_foot(Side.RIGHT, offset_cm)),
        hands=(
            HandSight(Side.LEFT, Support.YES, False, np.array([230.0, 160.0])),
            HandSight(Side.RIGHT, Support.NO, False, np.array([370.0, 190.0])),
        ),
        supports=(SupportSight(np.array([210.0, 140.0, 40.0, 40.0]), False),),
        technique=Technique.STANDING,
        receiver_activity=ReceiverActivity.STILL,
    )


def nothing_seen(t_s: float) -> Sight:
    unknown = np.full((4, 2), NAN)
    feet = tuple(
        FootSight(side, Contact.UNKNOWN, unknown, unknown, np.full(2, NAN), NAN, NAN, NAN, NAN, NAN) for side in Side
    )
    hands = tuple(HandSight(side, Support.UNKNOWN, False, np.full(2, NAN)) for side in Side)
    return Sight(
        t_s,
        PersonSight(Seen.LOST, no_pose()),
        PersonSight(Seen.LOST, no_pose()),
        BackSight(Seen.LOST, np.full((2, 2), NAN), unknown, unknown, NAN, NAN, NAN, ViewVerdict.UNKNOWN),
        feet,
        hands,
        (),
        Technique.UNKNOWN,
        ReceiverActivity.UNKNOWN,
    )


def findings(t_s: float, verdict: Verdict, side: EventSide | None = None) -> Findings:
    judged = [Judgement(Rule.SPINE_STEP, verdict, 0.0, Severity.URGENT, side)]
    judged += [
        Judgement(rule, Verdict.UNKNOWN if verdict is Verdict.UNKNOWN else Verdict.OK, 0.0, Severity.WARNING)
        for rule in (Rule.OFF_ZONE, Rule.SUPPORT_LOST, Rule.FAST_STEP)
    ]
    return Findings(t_s, tuple(judged), (), (), ())


@dataclass(frozen=True)
class Make:
    """The makers that tests ask for by the name `make`."""

    sight: Callable[..., Sight] = a_sight
    nothing: Callable[[float], Sight] = nothing_seen
    findings: Callable[..., Findings] = findings


@pytest.fixture
def make() -> Make:
    return Make()


@pytest.fixture
def cue() -> SpokenCue:
    return SpokenCue(1.2, "off_the_spine", Rule.SPINE_STEP, Severity.URGENT, "Off the spine!", 1.65)


@pytest.fixture
def analysis(cue: SpokenCue) -> Analysis:
    """Four seconds at 10 fps: nothing seen, then treading from 1 s on: on the spine until 2 s, unknown from 3 s."""
    moments: list[Moment] = []
    for index in range(40):
        t_s = index / 10
        if t_s < 1:
            moments.append(Moment(nothing_seen(t_s), findings(t_s, Verdict.UNKNOWN), None))
        elif t_s < 2:
            running = cue if t_s >= cue.t_s else None
            moments.append(Moment(a_sight(t_s, 1.0), findings(t_s, Verdict.FAULT, EventSide.RIGHT), running))
        else:
            verdict = Verdict.OK if t_s < 3 else Verdict.UNKNOWN
            moments.append(Moment(a_sight(t_s), findings(t_s, verdict), None))
    return Analysis(
        clip=ClipFacts("/home/somebody/a clip.mp4", "ab" * 32, 640, 480, 40, 4.0, 10.0, False),
        settings={"rules.spine_step.band_cm": 2.0, "rules.pauses.long_s": NAN, "name": "x"},
        program={"version": "1", "mediapipe": "0.10.33", "model_sha256": "cd" * 32},
        moments=tuple(moments),
        events=(
            Event(
                Rule.SPINE_STEP, 1.0, 1.2, 2.0, Severity.URGENT, EventSide.RIGHT,
                (Figure("gap_cm", 0.0), Figure("probability", NAN)),
            ),
            Event(Rule.NOT_SEEN, 3.0, 3.5, 3.9, Severity.WARNING, None, (), "feet"),
        ),
        cues=(cue,),
        stands=(
            Stand(Side.RIGHT, 1.0, 2.0, 0.42, 1.0, Zone.MID_BACK),
            Stand(Side.LEFT, 1.0, 3.9, 0.42, -9.0, Zone.MID_BACK),
        ),
        phases=(Phase("treading", 1.0, 3.9),),
    )  # fmt: skip
