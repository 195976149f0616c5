"""Stories of hands: a giver who sits or kneels and presses by hand, beside the spine and on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from coach.core.cues import CueParams, begin_cues, cue_for, give_cue
from coach.core.findings import EventSide, Judgement, Limb, Rule, Severity
from coach.core.landmarks import Side
from coach.core.rules.hand_rules import HandParams
from coach.core.rules.judge import RulesParams
from coach.core.rules.keep_out import BackPoint, KeepOutParams, KeepOutZone
from coach.core.sight import Contact, Seen, Technique, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view.status import lights

Begin = Callable[..., Any]
FPS = [30.0, 15.0, 12.0, 10.0]


def of_hands(told: Any, t_s: float, rule: Rule = Rule.SPINE_STEP) -> Judgement | None:
    """A rule's judgement of hands at a moment; None = there is none."""
    findings = min(told.findings, key=lambda found: abs(found.t_s - t_s))
    return next((one for one in findings.judgements if one.rule is rule and one.limb is Limb.HAND), None)


@pytest.mark.parametrize("fps", FPS)
def test_a_seated_hand_that_slides_onto_the_spine_is_told_until_it_leaves_at_any_frame_rate(
    story: Begin, fps: float
) -> None:
    session = story(fps=fps).seated()
    slid_s = session.t_s
    session.palm(Side.RIGHT, Contact.BACK, 0.5).wait(4.0)
    left_s = session.t_s
    told = session.palm(Side.RIGHT, Contact.BACK, 9.0).wait(4.0).tell()
    (event,) = told.events
    assert (event.rule, event.side, event.severity, event.limb) == (
        Rule.SPINE_STEP,
        EventSide.RIGHT,
        Severity.URGENT,
        Limb.HAND,
    )
    assert event.start_s == pytest.approx(slid_s + 0.4, abs=0.3)  # the place is averaged
    assert 0.9 <= event.decided_s - event.start_s <= 1.15
    assert event.end_s == pytest.approx(left_s + 0.2, abs=0.3)
    assert {figure.name for figure in event.detail} >= {"offset_cm", "probability", "sigma_cm"}
    cue = cue_for(event)
    assert cue is not None
    assert cue.id == "off_the_spine"


@pytest.mark.parametrize("fps", FPS)
def test_palms_that_jump_while_the_giver_is_just_found_are_no_press(story: Begin, fps: float) -> None:
    """Half a second of looks about the spine, then where they are: less than a press lasts, averages included."""
    session = story(fps=fps).receiver_alone().walk_up().set(technique=Technique.SEATED, on_body=True)
    for offset_cm in (-2.5, 2.7, 0.9, 4.5, -4.4):
        session.palm(Side.LEFT, Contact.BACK, offset_cm).palm(Side.RIGHT, Contact.BACK, -offset_cm).wait(0.1)
    told = session.palm(Side.LEFT, Contact.BACK, -8.0).palm(Side.RIGHT, Contact.BACK, 8.0).wait(4.0).tell()
    assert told.of(Rule.SPINE_STEP) == []
    new, known = of_hands(told, session.t_s - 4.3), of_hands(told, session.t_s)
    assert new is not None
    assert known is not None
    assert (new.verdict, known.verdict) == (Verdict.UNKNOWN, Verdict.OK)


@pytest.mark.parametrize("technique", [Technique.SEATED, Technique.KNEELING])
def test_palms_beside_the_spine_are_ok_and_told_nothing_of(story: Begin, technique: Technique) -> None:
    session = story().seated().set(technique=technique)
    for along in (0.2, 0.4, 0.6):
        session.palm(Side.LEFT, Contact.BACK, -7.5, along).palm(Side.RIGHT, Contact.BACK, 9.5, along).wait(4.0)
    told = session.tell()
    judgement = of_hands(told, session.t_s - 1.0)
    assert judgement is not None
    assert judgement.verdict is Verdict.OK
    assert told.of(Rule.SPINE_STEP) == []


@pytest.mark.parametrize("fps", FPS)
def test_a_palm_that_passes_over_the_spine_to_the_other_side_is_no_press(story: Begin, fps: float) -> None:
    session = story(fps=fps).seated()
    for _ in range(4):
        session.palm(Side.LEFT, Contact.BACK, 0.0).wait(0.5).palm(Side.LEFT, Contact.BACK, 8.0).wait(2.0)
        session.palm(Side.LEFT, Contact.BACK, 0.0).wait(0.5).palm(Side.LEFT, Contact.BACK, -8.0).wait(2.0)
    assert session.tell().events == ()


def test_a_palm_at_the_edge_of_the_band_does_not_toggle_the_cue(story: Begin) -> None:
    session = story().seated()
    session.palm(Side.RIGHT, Contact.BACK, 0.0).wait(2.0)
    for offset_cm in (4.5, 5.5) * 10:
        session.palm(Side.RIGHT, Contact.BACK, offset_cm).wait(0.5)
    assert len(session.tell().of(Rule.SPINE_STEP)) == 1


def test_a_hand_that_is_not_seen_is_unknown_and_told_when_it_lasts(story: Begin) -> None:
    session = story().seated().palm(Side.LEFT, Contact.UNKNOWN).wait(8.0)
    told = session.tell()
    judgement = of_hands(told, session.t_s - 1.0)
    assert judgement is not None
    assert (judgement.verdict, judgement.side) == (Verdict.UNKNOWN, EventSide.LEFT)
    assert [(event.rule, event.reason) for event in told.events] == [(Rule.NOT_SEEN, "hands")]


def test_a_palm_that_may_rest_in_the_lap_is_no_news_beside_one_that_is_judged(story: Begin) -> None:
    session = story().seated().palm(Side.LEFT, Contact.UNKNOWN, -8.0, 0.9).wait(8.0)
    assert session.tell().of(Rule.NOT_SEEN) == []


@pytest.mark.parametrize("fps", FPS)
def test_palms_that_can_never_be_judged_are_told_as_not_seen_calmly(story: Begin, fps: float) -> None:
    """From the foot end the palms of who sits are seen against the lap: never ok, told, and ever more seldom."""
    session = story(fps=fps).seated()
    session.palm(Side.LEFT, Contact.UNKNOWN, -8.0, 0.9).palm(Side.RIGHT, Contact.UNKNOWN, 8.0, 0.9).wait(90.0)
    told = session.tell()
    (event,) = told.events
    assert (event.rule, event.reason) == (Rule.NOT_SEEN, "hands")
    judgement = of_hands(told, session.t_s - 1.0)
    assert judgement is not None
    assert (judgement.verdict, judgement.side) == (Verdict.UNKNOWN, EventSide.BOTH)
    lit = {light.name: light.verdict for light in lights(told.sights[-1], told.findings[-1])}
    assert (lit["Spine"], lit["Sight"]) == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    state, said_s = begin_cues(), []
    for findings in told.findings:
        state, started, _ = give_cue(CueParams(), state, findings)
        if started is not None:
            said_s.append(started.t_s)
            assert started.cue == "cannot_see_hands"
    assert len(said_s) == 3
    assert said_s[0] == pytest.approx(11.0, abs=1.0)
    assert said_s[2] - said_s[1] > 1.5 * (said_s[1] - said_s[0])


def test_feet_that_press_need_no_hands(story: Begin) -> None:
    session = story().seated().palm(Side.LEFT, Contact.UNKNOWN).palm(Side.RIGHT, Contact.UNKNOWN)
    session.foot(Side.LEFT, Contact.BACK, -8.5, 0.2).foot(Side.RIGHT, Contact.BACK, 8.5, 0.2)
    assert session.wait(8.0).tell().of(Rule.NOT_SEEN) == []


def test_a_hand_hidden_on_the_spine_keeps_its_fault_and_is_not_forgiven(story: Begin) -> None:
    session = story().seated().palm(Side.RIGHT, Contact.BACK, 0.0).wait(2.0)
    session.palm(Side.RIGHT, Contact.UNKNOWN).wait(1.0)
    hidden_s = session.t_s
    told = session.palm(Side.RIGHT, Contact.BACK, 0.0).wait(1.0).tell()
    judgement = of_hands(told, hidden_s - 0.2)
    assert judgement is not None
    assert judgement.verdict is Verdict.FAULT
    assert len(told.of(Rule.SPINE_STEP)) == 1


@pytest.mark.parametrize("lost", [{"technique": Technique.UNKNOWN}, {"giver": Seen.LOST}])
def test_a_giver_who_is_not_seen_for_a_moment_does_not_clear_the_fault(story: Begin, lost: dict[str, Any]) -> None:
    session = story().seated().palm(Side.RIGHT, Contact.BACK, 0.0).wait(2.0)
    session.set(**lost).palm(Side.LEFT, None).palm(Side.RIGHT, None).wait(1.0)
    lost_s = session.t_s - 0.2
    session.set(technique=Technique.SEATED, giver=Seen.MEASURED)
    told = session.palm(Side.LEFT, Contact.BACK, -8.5).palm(Side.RIGHT, Contact.BACK, 0.0).wait(1.0).tell()
    judgement = of_hands(told, lost_s)
    assert judgement is not None
    assert judgement.verdict is Verdict.FAULT
    assert len(told.of(Rule.SPINE_STEP)) == 1


def test_who_gets_up_from_the_spine_ends_the_fault(story: Begin) -> None:
    session = story().seated().palm(Side.RIGHT, Contact.BACK, 0.0).wait(2.0)
    up_s = session.t_s
    session.set(technique=Technique.NONE, on_body=False).palm(Side.LEFT, None).palm(Side.RIGHT, None)
    told = session.wait(3.0).tell()
    (event,) = told.of(Rule.SPINE_STEP)
    assert event.end_s == pytest.approx(up_s, abs=0.1)
    assert of_hands(told, session.t_s - 0.5) is None


def test_a_warm_up_by_hand_is_not_judged(story: Begin) -> None:
    """Who is not on the receiver strokes the back: no palm is asked for, whatever the hands do."""
    session = story().receiver_alone().walk_up().set(on_body=True).wait(20.0)
    told = session.tell()
    assert told.of(Rule.SPINE_STEP) == []
    assert of_hands(told, session.t_s - 1.0) is None


def test_a_dull_view_calls_no_palm_on_the_spine_and_none_near_it_ok(story: Begin) -> None:
    session = story().seated().set(sigma_cm=7.0).palm(Side.RIGHT, Contact.BACK, 3.0).wait(5.0)
    told = session.tell()
    judgement = of_hands(told, session.t_s - 1.0)
    assert judgement is not None
    assert judgement.verdict is Verdict.UNKNOWN
    assert told.of(Rule.SPINE_STEP) == []


def test_a_view_that_cannot_judge_calls_no_palm_ok(story: Begin) -> None:
    session = story().seated().set(view=ViewVerdict.CANNOT_JUDGE_FEET).palm(Side.RIGHT, Contact.BACK, 0.0).wait(4.0)
    told = session.tell()
    judgement = of_hands(told, session.t_s - 1.0)
    assert judgement is not None
    assert judgement.verdict is Verdict.UNKNOWN
    assert told.of(Rule.SPINE_STEP) == []


def test_a_knee_on_the_spine_is_told_beside_hands_that_are_right(story: Begin) -> None:
    session = story().seated().set(technique=Technique.KNEELING)
    session.foot(Side.LEFT, Contact.BACK, 0.0, 0.7).foot(Side.RIGHT, Contact.BACK, 9.0, 0.7).wait(3.0)
    told = session.tell()
    (event,) = told.of(Rule.SPINE_STEP)
    assert (event.side, event.limb) == (EventSide.LEFT, Limb.FOOT)
    assert told.at(session.t_s - 0.5, Rule.SPINE_STEP).verdict is Verdict.FAULT
    judgement = of_hands(told, session.t_s - 0.5)
    assert judgement is not None
    assert judgement.verdict is Verdict.OK


def test_an_open_fault_of_a_hand_ends_with_the_clip(story: Begin) -> None:
    session = story().seated().palm(Side.LEFT, Contact.BACK, 0.0).wait(3.0)
    (event,) = session.tell().of(Rule.SPINE_STEP)
    assert event.end_s == pytest.approx(session.t_s, abs=0.1)


def test_the_time_to_confirm_is_a_setting(story: Begin) -> None:
    session = story().seated().palm(Side.LEFT, Contact.BACK, 0.0).wait(0.7).palm(Side.LEFT, Contact.BACK, -9.0)
    session.wait(2.0)
    quick = replace(RulesParams(), hands=HandParams(confirm_s=0.3))
    assert session.tell().of(Rule.SPINE_STEP) == []
    assert len(session.tell(quick).of(Rule.SPINE_STEP)) == 1


SCAR = KeepOutZone("scar", tuple(BackPoint(x, y) for x, y in ((5, 0.6), (12, 0.6), (12, 0.85), (5, 0.85))))
MARKED = replace(RulesParams(), keep_out=KeepOutParams(zones=(SCAR,)))


@pytest.mark.parametrize("fps", FPS)
@pytest.mark.parametrize("technique", [Technique.SEATED, Technique.KNEELING])
def test_a_palm_that_presses_on_a_marked_area_is_as_urgent_as_a_foot_at_any_frame_rate(
    story: Begin, fps: float, technique: Technique
) -> None:
    session = story(fps=fps).seated().set(technique=technique).palm(Side.RIGHT, Contact.BACK, 8.5, 0.1).wait(3.0)
    moved_s = session.t_s
    session.palm(Side.RIGHT, Contact.BACK, 8.5, 0.7).wait(4.0)
    left_s = session.t_s
    session.palm(Side.RIGHT, Contact.BACK, 8.5, 0.1).wait(4.0)
    told = session.tell(MARKED)
    (event,) = told.of(Rule.KEEP_OUT)
    assert (event.side, event.severity, event.reason, event.limb) == (
        EventSide.RIGHT,
        Severity.URGENT,
        "scar",
        Limb.HAND,
    )
    assert event.start_s == pytest.approx(moved_s + 0.4, abs=0.4)
    assert 0.9 <= event.decided_s - event.start_s <= 1.15
    assert event.end_s == pytest.approx(left_s + 0.4, abs=0.4)
    assert told.of(Rule.SPINE_STEP) == []
    assert session.tell().of(Rule.KEEP_OUT) == []  # nobody marked anything
    cue = cue_for(event)
    assert cue is not None
    assert cue.id == "keep_out"


@pytest.mark.parametrize("fps", FPS)
def test_a_palm_that_passes_over_a_marked_area_is_no_press(story: Begin, fps: float) -> None:
    session = story(fps=fps).seated()
    for _ in range(3):
        session.palm(Side.RIGHT, Contact.BACK, 8.5, 0.7).wait(0.5).palm(Side.RIGHT, Contact.BACK, -8.5, 0.7).wait(2.0)
        session.palm(Side.RIGHT, Contact.BACK, 8.5, 0.7).wait(0.5).palm(Side.RIGHT, Contact.BACK, 8.5, 0.2).wait(2.0)
    assert session.tell(MARKED).of(Rule.KEEP_OUT) == []


def test_a_palm_at_the_edge_of_a_marked_area_does_not_toggle_the_cue(story: Begin) -> None:
    session = story().seated().palm(Side.RIGHT, Contact.BACK, 8.5, 0.7).wait(3.0)
    for along in (0.465, 0.49) * 10:
        session.palm(Side.RIGHT, Contact.BACK, 8.5, along).wait(0.5)
    assert len(session.tell(MARKED).of(Rule.KEEP_OUT)) == 1


def test_a_palm_beside_a_marked_area_is_ok_and_one_that_is_not_seen_is_unknown(story: Begin) -> None:
    session = story().seated().palm(Side.RIGHT, Contact.BACK, 8.5, 0.05).wait(4.0)
    beside_s = session.t_s - 0.5
    session.palm(Side.RIGHT, Contact.UNKNOWN).wait(4.0)
    told = session.tell(MARKED)
    beside, unseen = (of_hands(told, t_s, Rule.KEEP_OUT) for t_s in (beside_s, session.t_s - 0.5))
    assert beside is not None
    assert beside.verdict is Verdict.OK
    assert unseen is not None
    assert (unseen.verdict, unseen.side) == (Verdict.UNKNOWN, EventSide.RIGHT)
    assert told.of(Rule.KEEP_OUT) == []


def test_a_palm_hidden_on_a_marked_area_keeps_its_fault_and_getting_up_ends_it(story: Begin) -> None:
    session = story().seated().palm(Side.RIGHT, Contact.BACK, 8.5, 0.7).wait(3.0)
    session.palm(Side.RIGHT, Contact.UNKNOWN).wait(1.0)
    hidden = of_hands(session.tell(MARKED), session.t_s - 0.2, Rule.KEEP_OUT)
    assert hidden is not None
    assert hidden.verdict is Verdict.FAULT
    session.set(technique=Technique.NONE, on_body=False).palm(Side.LEFT, None).palm(Side.RIGHT, None).wait(3.0)
    told = session.tell(MARKED)
    assert len(told.of(Rule.KEEP_OUT)) == 1
    assert of_hands(told, session.t_s - 0.5, Rule.KEEP_OUT) is None


def test_a_dull_or_blind_view_calls_no_palm_on_a_marked_area_and_none_near_it_ok(story: Begin) -> None:
    for changes in ({"sigma_cm": 8.0}, {"view": ViewVerdict.CANNOT_JUDGE_FEET}):
        session = story().seated().set(**changes).palm(Side.RIGHT, Contact.AIR).wait(1.0)
        session.palm(Side.RIGHT, Contact.BACK, 24.0, 0.7).wait(5.0)
        told = session.tell(MARKED)
        judgement = of_hands(told, session.t_s - 1.0, Rule.KEEP_OUT)
        assert judgement is not None
        assert judgement.verdict is Verdict.UNKNOWN
        assert told.of(Rule.KEEP_OUT) == []


def test_a_knee_beside_a_marked_area_is_not_coloured_by_a_hand_on_it(story: Begin) -> None:
    session = story().seated().set(technique=Technique.KNEELING)
    session.foot(Side.LEFT, Contact.BACK, -9.0, 0.3).foot(Side.RIGHT, Contact.BACK, 9.0, 0.2)
    told = session.palm(Side.RIGHT, Contact.BACK, 8.5, 0.7).wait(4.0).tell(MARKED)
    assert [event.limb for event in told.of(Rule.KEEP_OUT)] == [Limb.HAND]
    assert told.at(session.t_s - 0.5, Rule.KEEP_OUT).limb is Limb.FOOT
    assert told.at(session.t_s - 0.5, Rule.KEEP_OUT).verdict is Verdict.OK


def test_a_hand_that_is_not_seen_is_not_lost_beside_one_that_is_at_fault(story: Begin) -> None:
    session = story().seated().palm(Side.LEFT, Contact.UNKNOWN).palm(Side.RIGHT, Contact.BACK, 0.0).wait(4.0)
    judgement = of_hands(session.tell(), session.t_s - 0.5)
    assert judgement is not None
    assert (judgement.verdict, judgement.side) == (Verdict.FAULT, EventSide.RIGHT)
    assert judgement.unknown_side is EventSide.LEFT
    assert judgement.partly_unknown
