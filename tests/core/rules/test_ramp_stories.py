"""The load proxy and its ramp (technique.md D8), told as sessions; and what the proxy may never do."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.findings import LoadProxy
from coach.core.landmarks import Side
from coach.core.rules.judge import RulesParams
from coach.core.rules.load_proxy import LoadProxyParams, load_proxy
from coach.core.rules.presence import Presence
from coach.core.rules.ramp import RampParams
from coach.core.sight import Contact, Seen, Sight, Support, Technique
from coach.core.verdict import Verdict
from tests.core.rules.conftest import Story, Told

PROXY, RAMP = LoadProxyParams(), RampParams()
YES, NO, UNKNOWN = Support.YES, Support.NO, Support.UNKNOWN


def frame(
    left: Contact,
    right: Contact,
    hands: tuple[Support, Support] = (NO, NO),
    technique: Technique = Technique.STANDING,
) -> Sight:
    story = Story(fps=2.0).set(giver=Seen.MEASURED, technique=technique).hands(*hands)
    return story.foot(Side.LEFT, left).foot(Side.RIGHT, right).wait(1.0).sights[-1]


def proxy(*told: object) -> LoadProxy:
    return load_proxy(PROXY, frame(*told), Presence.ON)  # type: ignore[arg-type]


def verdicts(told: Told) -> set[Verdict]:
    return {found.load.verdict for found in told.findings}


def on_one_foot(story: Story, seconds: float) -> Story:
    return story.foot(Side.LEFT, Contact.AIR).wait(seconds).foot(Side.LEFT, Contact.BACK)


def test_the_more_carries_the_giver_beside_the_back_the_smaller_the_proxy() -> None:
    in_order = [
        proxy(Contact.BACK, Contact.AIR),
        proxy(Contact.BACK, Contact.AIR, (YES, NO)),
        proxy(Contact.BACK, Contact.BACK),
        proxy(Contact.BACK, Contact.BACK, (YES, NO)),
        proxy(Contact.BACK, Contact.BACK, (YES, NO), Technique.HALF_SQUAT),
        proxy(Contact.BACK, Contact.BACK, (YES, YES), Technique.HALF_SQUAT),
        proxy(Contact.AIR, Contact.AIR, (NO, NO), Technique.SEATED),
    ]
    assert all(one.low == one.high for one in in_order)
    lows = [one.low for one in in_order]
    assert lows == sorted(lows, reverse=True)
    assert len(set(lows)) == len(lows)
    assert lows[0] == 1.0


def test_nobody_on_the_back_is_nothing_and_who_may_be_there_is_anything() -> None:
    sight = frame(Contact.FLOOR, Contact.FLOOR)
    assert load_proxy(PROXY, sight, Presence.OFF) == LoadProxy(0.0, 0.0)
    assert load_proxy(PROXY, sight, Presence.UNKNOWN) == LoadProxy(0.0, 1.0)


@settings(max_examples=80, deadline=None)
@given(
    left=st.sampled_from(list(Contact)),
    right=st.sampled_from(list(Contact)),
    hands=st.tuples(st.sampled_from(list(Support)), st.sampled_from(list(Support))),
    technique=st.sampled_from(list(Technique)),
)
def test_what_is_not_seen_only_widens_what_is_known(
    left: Contact, right: Contact, hands: tuple[Support, Support], technique: Technique
) -> None:
    known = proxy(left, right, hands, technique)
    assert 0.0 <= known.low <= known.high <= 1.0
    if left is Contact.FLOOR or technique is Technique.NONE:
        return
    blurred = [proxy(left, right, (UNKNOWN, hands[1]), technique), proxy(left, right, hands, Technique.UNKNOWN)]
    if Contact.BACK in (left, right):
        blurred.append(proxy(Contact.UNKNOWN, right, hands, technique))
    for one in blurred:
        assert one.low <= known.low + 1e-12
        assert one.high >= known.high - 1e-12


def test_a_right_session_is_never_too_heavy_with_one_hand_or_with_none() -> None:
    for hand in (YES, NO):
        story = Story(fps=6.0).on_back().hands(hand, NO)
        for index in range(12):
            story.step(Side.LEFT if index % 2 else Side.RIGHT, -9.0 if index % 2 else 9.0, 0.1 + index * 0.06)
        assert Verdict.FAULT not in verdicts(story.tell())


@pytest.mark.parametrize("fps", [30.0, 12.0, 6.0])
def test_a_long_stand_on_one_foot_is_too_heavy_in_the_first_minute_at_any_frame_rate(fps: float) -> None:
    story = Story(fps=fps).on_back().hands(NO, NO)
    began_s = story.t_s
    told = on_one_foot(story, 12.0).wait(12.0).tell()
    heavy_s = [found.t_s for found in told.findings if found.load.verdict is Verdict.FAULT]
    assert heavy_s[0] - began_s == pytest.approx(7.3, abs=0.5)
    assert heavy_s[-1] < began_s + 18.0
    assert told.findings[-1].load.verdict is Verdict.OK


def test_the_same_stand_is_not_remarked_on_after_some_minutes() -> None:
    story = Story(fps=4.0).on_back().hands(NO, NO).wait(160.0)
    assert Verdict.FAULT not in verdicts(on_one_foot(story, 12.0).tell())


def test_time_off_the_back_does_not_count_for_the_ramp() -> None:
    story = Story(fps=6.0).on_back().step_down().wait(60.0)
    told = story.tell()
    assert told.findings[-1].load.limit < RAMP.start + 0.02
    assert told.findings[-1].load.proxy.high < 0.01


def test_a_quick_stand_on_one_foot_neither_fires_nor_toggles() -> None:
    story = Story(fps=6.0).on_back().hands(NO, NO)
    for _ in range(6):
        on_one_foot(story, 1.5).wait(3.0)
    assert Verdict.FAULT not in verdicts(story.tell())


def test_a_mean_that_wavers_inside_the_margin_keeps_its_fault() -> None:
    story = Story(fps=6.0).on_back().hands(NO, NO)
    on_one_foot(story, 6.0)
    for _ in range(8):  # about the limit
        on_one_foot(story.wait(0.4), 0.4)
    seen = [found.load.verdict for found in story.tell().findings]
    changes = sum(one is not two and Verdict.FAULT in (one, two) for one, two in itertools.pairwise(seen))
    assert changes <= 2


def test_hands_that_are_not_seen_make_it_unknown_and_no_fault() -> None:
    """On one foot with one hand at least it is too heavy, with two not: who cannot see the hands cannot tell."""
    params = replace(RAMP, start=0.72, rise_per_min=0.01)
    story = Story(fps=6.0).on_back().hands(UNKNOWN, UNKNOWN)
    told = on_one_foot(story, 20.0).tell(replace(RulesParams(), ramp=params))
    assert told.findings[-1].load.verdict is Verdict.UNKNOWN
    assert Verdict.FAULT not in verdicts(told)


def test_a_giver_who_vanishes_is_unknown_not_light() -> None:
    story = Story(fps=6.0).on_back().set(giver=Seen.LOST)
    assert story.wait(8.0).tell().findings[-1].load.verdict is Verdict.UNKNOWN


def test_the_limit_begins_where_it_is_said_and_rises_to_one() -> None:
    limits = [found.load.limit for found in Story(fps=4.0).on_back().wait(160.0).tell().findings]
    assert limits[0] == RAMP.start
    assert limits[-1] == 1.0
    assert all(one <= two for one, two in itertools.pairwise(limits))
    assert not any(math.isnan(limit) for limit in limits)
