"""The figures of a whole clip, from small clips whose figures are plain to see."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from coach.core.analysis import Moment
from coach.core.cues import SpokenCue
from coach.core.findings import (
    Event,
    EventSide,
    Findings,
    Judgement,
    Limb,
    LoadProxy,
    LoadSight,
    Rule,
    Severity,
    Stand,
    Zone,
)
from coach.core.landmarks import Side, no_pose
from coach.core.sight import (
    BackSight,
    Contact,
    FootSight,
    HandSight,
    PersonSight,
    Posture,
    ReceiverActivity,
    Seen,
    Sight,
    Support,
    Technique,
    ViewVerdict,
)
from coach.core.summary import summarise
from coach.core.verdict import Verdict

NOWHERE = np.full((4, 2), np.nan)


def moment(t_s: float, on: bool, seen: Seen = Seen.MEASURED, spine: Verdict = Verdict.OK) -> Moment:
    feet = [
        FootSight(side, Contact.BACK if on else Contact.FLOOR, NOWHERE, NOWHERE, np.full(2, np.nan), *[math.nan] * 5)
        for side in Side
    ]
    hands = [HandSight(side, Support.YES, False, np.full(2, np.nan)) for side in Side]
    back = BackSight(seen, np.zeros((2, 2)), NOWHERE, NOWHERE, 50.0, 0.5, 2.0, ViewVerdict.GOOD)
    sight = Sight(
        t_s=t_s,
        receiver=PersonSight(seen, no_pose()),
        giver=PersonSight(Seen.MEASURED, no_pose()),
        back=back,
        feet=(feet[0], feet[1]),
        hands=(hands[0], hands[1]),
        supports=(),
        technique=Technique.STANDING if on else Technique.NONE,
        receiver_activity=ReceiverActivity.STILL,
    )
    judgement = Judgement(Rule.SPINE_STEP, spine, 0.0, Severity.URGENT)
    return Moment(sight, Findings(t_s, (judgement,), (), (), ()), None)


def test_an_empty_clip_has_no_figures_and_raises_nothing() -> None:
    summary = summarise((), (), (), ())
    assert (summary.duration_s, summary.time_on_back_s, summary.steps, summary.cues) == (0.0, 0.0, 0, 0)
    assert [figures.rule for figures in summary.rules] == list(Rule)
    assert math.isnan(summary.rules[0].per_min)
    assert math.isnan(summary.left_right_ratio)
    assert math.isnan(summary.visibility.unknown)
    assert summary.view.verdict is ViewVerdict.UNKNOWN


def test_events_are_counted_per_minute_on_the_back_and_not_per_minute_of_film() -> None:
    moments = [moment(tenth / 10, on=tenth >= 300) for tenth in range(601)]
    event = Event(Rule.SPINE_STEP, 40.0, 40.2, 42.0, Severity.URGENT, EventSide.LEFT)
    summary = summarise(moments, [event, replace(event, start_s=50.0, end_s=51.0)], (), ())
    spine = next(figures for figures in summary.rules if figures.rule is Rule.SPINE_STEP)
    assert summary.time_on_back_s == pytest.approx(30.0)
    assert (spine.count, spine.total_s) == (2, pytest.approx(3.0))
    assert spine.per_min == pytest.approx(4.0)


def test_each_rule_tells_in_which_share_of_the_time_on_the_back_it_was_judged() -> None:
    moments = [moment(tenth / 10, on=False, spine=Verdict.UNKNOWN) for tenth in range(10)]
    moments += [moment(tenth / 10, on=True) for tenth in range(10, 16)]
    moments += [moment(tenth / 10, on=True, spine=Verdict.FAULT) for tenth in range(16, 18)]
    moments += [moment(tenth / 10, on=True, spine=Verdict.UNKNOWN) for tenth in range(18, 21)]
    judged = {figures.rule: figures.judged for figures in summarise(moments, (), (), ()).rules}
    assert judged[Rule.SPINE_STEP] == pytest.approx(0.8)  # of the second from 1.0 to 2.0 s
    assert math.isnan(judged[Rule.KEEP_OUT]), "no area is marked: there was nothing to judge"
    assert all(math.isnan(figures.judged) for figures in summarise(moments[:10], (), (), ()).rules)


def test_of_a_rules_two_judgements_the_worse_one_says_whether_it_was_judged() -> None:
    both = [moment(tenth / 10, on=True) for tenth in range(11)]
    hand = Judgement(Rule.SPINE_STEP, Verdict.UNKNOWN, 0.0, Severity.URGENT, limb=Limb.HAND)
    blind = [replace(m, findings=replace(m.findings, judgements=(*m.findings.judgements, hand))) for m in both[:5]]
    assert summarise([*blind, *both[5:]], (), (), ()).rules[0].judged == pytest.approx(0.5)


def test_the_load_proxy_is_told_for_the_time_on_the_back_with_how_much_of_it_was_known() -> None:
    def told(t_s: float, on: bool, low: float, high: float, verdict: Verdict) -> Moment:
        one = moment(t_s, on)
        load = LoadSight(LoadProxy(low, high), 0.75, verdict)
        return replace(one, findings=replace(one.findings, load=load))

    moments = [told(tenth / 10, False, 0.0, 0.0, Verdict.OK) for tenth in range(20)]
    moments += [told(tenth / 10, True, 0.4, 0.6, Verdict.OK) for tenth in range(20, 30)]
    moments += [told(tenth / 10, True, 0.8, 0.8, Verdict.FAULT) for tenth in range(30, 35)]
    moments += [told(tenth / 10, True, 0.0, 1.0, Verdict.UNKNOWN) for tenth in range(35, 41)]
    load = summarise(moments, (), (), ()).load
    assert (load.low, load.high) == pytest.approx((0.4, 0.75))
    assert load.known == pytest.approx(0.75)
    assert load.early_s == pytest.approx(0.5)


def test_how_the_receiver_lay_is_told_in_shares_and_what_is_not_known_is_neither() -> None:
    front, aside = Posture(bend_deg=3.0, supine=0.0, on_side=0.1), Posture(on_side=0.9)
    moments = [
        replace(one, sight=replace(one.sight, posture=posture))
        for one, posture in zip(
            [moment(tenth / 10, on=False) for tenth in range(10)],
            [front] * 5 + [aside] * 3 + [Posture()] * 2,
            strict=True,
        )
    ]
    lies = summarise(moments, (), (), ()).lies
    assert (lies.on_front, lies.otherwise, lies.unknown) == pytest.approx((0.5, 0.3, 0.2))
    assert math.isnan(summarise((), (), (), ()).lies.on_front)


def test_nobody_on_the_back_has_no_load_proxy() -> None:
    load = summarise([moment(0.0, False), moment(0.1, False)], (), (), ()).load
    assert math.isnan(load.low)
    assert math.isnan(load.known)
    assert load.early_s == 0.0


def test_a_long_gap_between_frames_is_not_time_on_the_back() -> None:
    assert summarise([moment(0.0, on=True), moment(100.0, on=True)], (), (), ()).time_on_back_s == pytest.approx(0.5)


def test_coverage_is_by_zone_and_by_the_receivers_own_side() -> None:
    stands = [
        Stand(Side.LEFT, 0.0, 4.0, 0.2, -8.0, Zone.SHOULDER_BLADES),
        Stand(Side.RIGHT, 5.0, 7.0, 0.8, 8.0, Zone.LOWER_BACK),
        Stand(Side.LEFT, 8.0, 11.0, math.nan, math.nan, Zone.OUTSIDE),
    ]
    summary = summarise((), (), stands, ())
    seconds = {(part.zone, part.side): part.seconds for part in summary.coverage}
    assert len(seconds) == len(summary.coverage) == 2 * len(Zone)
    assert seconds[Zone.SHOULDER_BLADES, Side.LEFT] == pytest.approx(4.0)
    assert seconds[Zone.LOWER_BACK, Side.RIGHT] == pytest.approx(2.0)
    assert sum(seconds.values()) == pytest.approx(6.0)  # a stand whose place is not known covers no side
    assert summary.left_right_ratio == pytest.approx(2.0)
    assert (summary.steps, summary.median_dwell_s) == (3, pytest.approx(3.0))


def test_visibility_says_what_was_seen_held_and_not_judged() -> None:
    moments = [
        moment(0.0, on=False),
        moment(0.1, on=True, seen=Seen.HELD),
        moment(0.2, on=True, seen=Seen.HELD, spine=Verdict.UNKNOWN),
        moment(0.3, on=False, seen=Seen.LOST),
    ]
    visibility = summarise(moments, (), (), ()).visibility
    assert visibility.receiver_measured == pytest.approx(0.25)
    assert visibility.receiver_held == pytest.approx(0.5)
    assert visibility.giver_measured == pytest.approx(1.0)
    assert visibility.unknown == pytest.approx(0.25)


def test_a_side_that_could_not_be_judged_beside_a_fault_counts_as_not_judged() -> None:
    faulty = moment(0.0, on=True, spine=Verdict.FAULT)
    (judgement, *rest) = faulty.findings.judgements
    beside = replace(judgement, side=EventSide.LEFT, unknown_side=EventSide.RIGHT)
    hidden = replace(faulty, findings=replace(faulty.findings, judgements=(beside, *rest)))
    assert summarise([faulty], (), (), ()).visibility.unknown == 0.0
    assert summarise([hidden], (), (), ()).visibility.unknown == 1.0


def test_the_view_is_told_from_the_frames_that_have_a_back() -> None:
    view = summarise([moment(0.0, on=False), moment(0.1, on=False, seen=Seen.LOST)], (), (), ()).view
    assert (view.verdict, view.cm_per_px, view.sigma_cm) == (ViewVerdict.GOOD, 0.5, 2.0)


def test_urgent_cues_are_counted_apart() -> None:
    urgent = SpokenCue(1.0, "off_the_spine", Rule.SPINE_STEP, Severity.URGENT, "Off the spine.", 1.0)
    summary = summarise((), (), (), [urgent, replace(urgent, severity=Severity.GUIDE)])
    assert (summary.cues, summary.urgent_cues) == (2, 1)
