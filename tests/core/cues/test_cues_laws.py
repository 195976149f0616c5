"""Laws of the arbitration: true for every story, at any frame times."""

from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.cues import CueParams, Repeat, begin_cues, cue_for, cue_named, give_cue
from coach.core.cues.catalogue import LOSSES
from coach.core.findings import Rule, Severity

UNTIL_S = 90.0
REASONS = (
    "nobody",
    "receiver",
    "giver",
    "back",
    "view",
    "feet",
    "hands",
    "going up",
    "skipping ahead",
    "left",
    "something new",
)
PARAMS = CueParams()
URGENT = Severity.URGENT
LESSONS = (Severity.GUIDE, Severity.INFO)

law = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def faults(draw, fault):
    rule = draw(st.sampled_from(list(Rule)))
    start_s = draw(st.floats(0.0, UNTIL_S))
    length_s = draw(st.floats(0.0, 20.0))
    severity = draw(st.sampled_from((URGENT, Severity.WARNING))) if rule is Rule.OFF_ZONE else None
    return fault(rule, start_s, start_s + length_s, draw(st.sampled_from(REASONS)), severity, draw(st.booleans()))


@st.composite
def stories(draw, fault, stream):
    """A random story at random frame times: all findings in order."""
    story = draw(st.lists(faults(fault), max_size=14))
    seed, fps = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from((6.0, 10.0, 15.0)))
    gaps_s = np.random.default_rng(seed).uniform(0.2, 1.8, round(UNTIL_S * fps)) / fps
    return stream(story, np.cumsum(gaps_s).tolist())


def folded(moments):
    """The started cues, and for each moment the cue that was running before it and the one started at it."""
    state, running, cues, log = begin_cues(), None, [], []
    for findings in moments:
        before = running
        state, started, running = give_cue(PARAMS, state, findings)
        if started is not None:
            cues.append(started)
        log.append((findings, before, started))
    return cues, log


def heard_until_s(cue, following):
    """When a cue really ended: at its length, or when the next one cut it."""
    return min(cue.end_s, following.t_s)


@law
@given(data=st.data())
def test_cues_never_overlap_but_for_an_urgent_one_that_cuts_a_lower_one(data, fault, stream):
    cues, _ = folded(data.draw(stories(fault, stream)))
    for before, after in pairwise(cues):
        assert after.t_s > before.t_s
        if after.t_s < before.end_s:
            assert after.severity is URGENT
            assert before.severity is not URGENT


@law
@given(data=st.data())
def test_an_urgent_event_is_called_in_its_own_frame_unless_an_urgent_call_is_sounding(data, fault, stream):
    _, log = folded(data.draw(stories(fault, stream)))
    ends_s = {}
    for findings, before, started in log:
        urgent = [cue for event in findings.opened if (cue := cue_for(event)) is not None and cue.severity is URGENT]
        if urgent and (started is None or started.severity is not URGENT):
            sounding = before is not None and before.severity is URGENT and findings.t_s < before.end_s
            just_told = all(findings.t_s < ends_s.get(cue.id, -np.inf) + PARAMS.pause_urgent_s for cue in urgent)
            assert sounding or just_told
        if started is not None:
            ends_s[started.cue] = started.end_s


@law
@given(data=st.data())
def test_everything_but_dangers_and_blindness_keeps_to_the_most_per_minute(data, fault, stream):
    cues, _ = folded(data.draw(stories(fault, stream)))
    for cue in cues:
        if cue.severity is not URGENT and cue.cue not in LOSSES:
            assert sum(cue.t_s - 60.0 < other.t_s < cue.t_s for other in cues) < PARAMS.most_per_min


@law
@given(data=st.data())
def test_lessons_keep_their_distance_from_each_other_and_from_alarms(data, fault, stream):
    cues, _ = folded(data.draw(stories(fault, stream)))
    for before, after in pairwise(cues):
        if after.severity in LESSONS and after.cue not in LOSSES:
            assert after.t_s - heard_until_s(before, after) >= PARAMS.guide_after_s - 1e-9
    heard = [
        (cue, heard_until_s(cue, after))
        for cue, after in zip(cues, [*cues[1:], *cues[-1:]], strict=True)
        if cue.severity in LESSONS
    ]
    for (_, end_s), (after, _) in pairwise(heard):
        assert after.cue in LOSSES or after.t_s - end_s >= PARAMS.guide_gap_s - 1e-9


@law
@given(data=st.data())
def test_a_firmer_form_follows_an_earlier_saying_of_the_same_cue(data, fault, stream):
    cues, _ = folded(data.draw(stories(fault, stream)))
    for number, cue in enumerate(cues):
        row = cue_named(cue.cue)
        assert cue.spoken == row.saying(firm=cue.firm).words
        assert cue.length_s == row.saying(firm=cue.firm).length_s
        if cue.firm:
            earlier = [other for other in cues[:number] if other.cue == cue.cue]
            assert earlier
            if row.repeat is Repeat.WHEN_IT_HAPPENS:
                assert cue.t_s - earlier[-1].end_s <= PARAMS.firm_within_s


@law
@given(data=st.data())
def test_a_cue_that_was_heard_to_its_end_is_not_repeated_before_a_pause(data, fault, stream):
    cues, _ = folded(data.draw(stories(fault, stream)))
    last = {}
    for number, cue in enumerate(cues):
        before = last.get(cue.cue)
        if before is not None and cue.t_s >= before[1]:
            pause_s = PARAMS.breath_s if cue.severity is URGENT else PARAMS.pause_warning_s
            assert cue.t_s - before[1] >= pause_s - 1e-9 or before[0]
        cut = number + 1 < len(cues) and cues[number + 1].t_s < cue.end_s
        last[cue.cue] = (cut, heard_until_s(cue, cues[number + 1]) if number + 1 < len(cues) else cue.end_s)


@law
@given(data=st.data())
def test_a_replay_gives_the_same_cues(data, fault, stream):
    moments = data.draw(stories(fault, stream))
    assert folded(moments)[0] == folded(moments)[0]


@law
@given(data=st.data())
def test_what_is_remembered_stays_small(data, fault, stream):
    state = begin_cues()
    for findings in data.draw(stories(fault, stream)):
        state, _, _ = give_cue(PARAMS, state, findings)
        assert len({entry.cue for entry in state.given}) == len(state.given)
        assert len(state.starts_s) <= 40
