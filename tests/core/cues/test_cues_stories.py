"""What a couple hears: two minutes of faults in a few milliseconds each."""

import itertools
from dataclasses import replace

import pytest

from coach.core.cues import CueParams, begin_cues, give_cue
from coach.core.findings import Event, Findings, Judgement, Limb, Rule, Severity
from coach.core.verdict import Verdict


def told(cues):
    return [(cue.sound, round(cue.t_s, 1)) for cue in cues]


def test_nothing_wrong_means_silence(play):
    assert play(until_s=120) == []


def test_a_foot_on_the_spine_for_five_seconds_is_called_once_and_once_more_firmly(play, fault):
    cues = play(fault(Rule.SPINE_STEP, 10.0, 15.0))
    assert [cue.sound for cue in cues] == ["off_the_spine", "off_the_spine_firm"]
    assert cues[0].t_s == pytest.approx(10.0)
    assert cues[1].t_s == pytest.approx(10.0 + cues[0].length_s + CueParams().pause_urgent_s, abs=0.06)
    assert [cue.spoken for cue in cues] == ["Off the spine!", "Off the spine, now!"]


@pytest.mark.parametrize("first", [True, False])
def test_of_two_judgements_of_the_spine_the_worse_one_keeps_the_cue_going(stream, fault, first):
    """Feet and pressing hands are judged apart: one that is right does not silence the other."""
    state, sounds = begin_cues(), []
    times_s = [number / 20 for number in range(300)]
    for findings in stream((fault(Rule.SPINE_STEP, 5.0, 10.0),), times_s):
        right = Judgement(Rule.SPINE_STEP, Verdict.OK, 0.0, Severity.URGENT, limb=Limb.HAND)
        both = (*findings.judgements, right) if first else (right, *findings.judgements)
        state, started, _ = give_cue(CueParams(), state, replace(findings, judgements=both))
        sounds += [] if started is None else [started.sound]
    assert sounds == ["off_the_spine", "off_the_spine_firm"]


def test_a_foot_that_steps_off_at_once_is_called_once(play, fault):
    assert told(play(fault(Rule.SPINE_STEP, 3.0, 3.5))) == [("off_the_spine", 3.0)]


def test_a_foot_that_stays_on_the_spine_is_called_again_and_again_but_ever_more_slowly(play, fault):
    cues = play(fault(Rule.SPINE_STEP, 0.0, 60.0), until_s=60)
    silences_s = [round(after.t_s - before.end_s, 6) for before, after in itertools.pairwise(cues)]
    assert silences_s[0] == pytest.approx(2.0, abs=0.06)
    assert silences_s == sorted(silences_s)
    assert silences_s[-1] == pytest.approx(8.0, abs=0.06)
    assert 5 <= len(cues) <= 10


def test_a_new_step_onto_the_spine_is_a_new_call_in_its_first_form(play, fault):
    cues = play(fault(Rule.SPINE_STEP, 10.0, 11.0), fault(Rule.SPINE_STEP, 12.5, 13.5))
    assert told(cues) == [("off_the_spine", 10.0), ("off_the_spine", 12.5)]


def test_a_second_step_during_the_call_is_not_called_over_it(play, fault):
    cues = play(fault(Rule.SPINE_STEP, 10.0, 10.5), fault(Rule.SPINE_STEP, 11.0, 11.4))
    assert told(cues) == [("off_the_spine", 10.0)]


def test_the_spine_interrupts_a_warning_and_the_warning_comes_back_while_nobody_holds_on(play, fault):
    cues = play(fault(Rule.SUPPORT_LOST, 10.0, 20.0), fault(Rule.SPINE_STEP, 10.5, 11.5))
    assert [cue.sound for cue in cues][:3] == ["hold_on", "off_the_spine", "hold_on"]
    assert cues[1].t_s == pytest.approx(10.5)
    assert cues[2].t_s == pytest.approx(cues[1].end_s + CueParams().breath_s, abs=0.06)


def test_an_interrupted_warning_whose_fault_is_over_is_not_repeated(play, fault):
    cues = play(fault(Rule.SUPPORT_LOST, 10.0, 11.0), fault(Rule.SPINE_STEP, 10.5, 11.5))
    assert [cue.sound for cue in cues] == ["hold_on", "off_the_spine"]


def test_two_faults_at_once_are_told_one_after_the_other_the_graver_first(play, fault):
    cues = play(fault(Rule.OFF_ZONE, 5.0, 9.0), fault(Rule.SUPPORT_LOST, 5.0, 9.0), fault(Rule.SPINE_STEP, 5.0, 6.0))
    assert [cue.cue for cue in cues] == ["off_the_spine", "hold_on", "off_zone"]
    for before, after in itertools.pairwise(cues):
        assert after.t_s >= before.end_s


def test_a_warning_that_waits_behind_a_call_is_dropped_when_its_fault_has_passed(play, fault):
    cues = play(fault(Rule.SPINE_STEP, 5.0, 6.0), fault(Rule.SUPPORT_LOST, 5.2, 6.2))
    assert [cue.cue for cue in cues] == ["off_the_spine"]


def test_no_hand_on_the_support_is_told_again_more_plainly(play, fault):
    cues = play(fault(Rule.SUPPORT_LOST, 5.0, 13.0))
    assert [cue.spoken for cue in cues] == ["Hold on.", "Hold on to something."]


def test_a_hurried_step_is_remarked_on_and_the_next_one_within_the_pause_is_not(play, fault):
    steps = [fault(Rule.FAST_STEP, 10.0 + 3 * n, 10.1 + 3 * n) for n in range(5)]
    assert told(play(*steps)) == [("slower", 10.0)]


def test_the_same_slip_within_a_minute_is_explained(play, fault):
    cues = play(fault(Rule.SHORT_PAUSE, 10.0, 10.0), fault(Rule.SHORT_PAUSE, 40.0, 40.0))
    assert [cue.spoken for cue in cues] == ["Stay a little.", "Stay three to five seconds."]


def test_a_remark_on_a_moment_is_dropped_rather_than_told_late(play, fault):
    cues = play(fault(Rule.SPINE_STEP, 10.0, 10.6), fault(Rule.FAST_STEP, 10.0, 10.0))
    assert [cue.cue for cue in cues] == ["off_the_spine"]


def test_lessons_never_come_within_ten_seconds_of_each_other(play, fault):
    cues = play(
        fault(Rule.FAST_STEP, 5.0, 5.0),
        fault(Rule.SHORT_PAUSE, 9.0, 9.0),
        fault(Rule.RECEIVER_MOVED, 12.0, 13.0),
        fault(Rule.LONG_PAUSE, 20.0, 60.0),
    )
    assert [cue.cue for cue in cues][:2] == ["slower", "move_on"]
    assert all(after.t_s - before.end_s >= 10.0 for before, after in itertools.pairwise(cues))


def test_lessons_wait_while_nobody_holds_on(play, fault):
    cues = play(fault(Rule.SUPPORT_LOST, 5.0, 40.0), fault(Rule.LONG_PAUSE, 20.0, 60.0))
    assert min(cue.t_s for cue in cues if cue.cue == "move_on") >= 40.0


def test_what_is_unseen_for_a_second_is_not_spoken_of(play, fault):
    assert play(fault(Rule.NOT_SEEN, 10.0, 11.0, "feet")) == []


def test_what_stays_unseen_is_spoken_of_even_while_a_warning_lasts(play, fault):
    cues = play(fault(Rule.SUPPORT_LOST, 5.0, 60.0), fault(Rule.NOT_SEEN, 20.0, 60.0, "feet"))
    unseen = [cue for cue in cues if cue.rule is Rule.NOT_SEEN]
    assert unseen[0].spoken == "I cannot see the feet."
    assert 22.0 <= unseen[0].t_s <= 30.0


def test_a_camera_in_the_wrong_place_is_named_and_then_rarely(play, fault):
    cues = play(fault(Rule.NOT_SEEN, 0.0, 120.0, "view"), until_s=120)
    assert {cue.cue for cue in cues} == {"move_the_camera"}
    assert 2 <= len(cues) <= 4


@pytest.mark.parametrize(
    ("reason", "cue"),
    [
        ("nobody", "nobody_in_view"),
        ("receiver", "cannot_see_receiver"),
        ("giver", "cannot_see_you"),
        ("back", "cannot_see_back"),
        ("view", "move_the_camera"),
        ("feet", "cannot_see_feet"),
        ("hands", "cannot_see_hands"),
    ],
)
def test_each_missing_thing_has_its_own_words(play, fault, reason, cue):
    assert [c.cue for c in play(fault(Rule.NOT_SEEN, 1.0, 6.0, reason))] == [cue]


def test_changing_reasons_do_not_add_up_to_chatter(play, fault):
    reasons = ("feet", "hands", "view", "something new")
    stretches = [fault(Rule.NOT_SEEN, 4.0 * n, 4.0 * n + 4.0, reasons[n % 4]) for n in range(15)]
    cues = play(*stretches, until_s=60)
    assert all(after.t_s - before.end_s >= 20.0 for before, after in itertools.pairwise(cues))


def test_losing_sight_of_a_foot_on_the_spine_neither_repeats_the_call_nor_forgets_it(play, fault):
    cues = play(
        fault(Rule.SPINE_STEP, 10.0, 11.0),
        fault(Rule.SPINE_STEP, 11.0, 30.0, unknown=True),
        fault(Rule.SPINE_STEP, 30.0, 31.0),
    )
    assert told(cues) == [("off_the_spine", 10.0), ("off_the_spine_firm", 30.0)]


def test_the_receivers_signal_is_called_at_once(play, fault):
    assert told(play(fault(Rule.RECEIVER_SIGNAL, 7.0, 8.0))) == [("stop_ask", 7.0)]


def test_a_short_signal_during_another_urgent_call_is_not_lost(play, fault):
    cues = play(fault(Rule.SPINE_STEP, 10.0, 10.5), fault(Rule.RECEIVER_SIGNAL, 10.2, 10.6))
    assert [cue.cue for cue in cues] == ["off_the_spine", "stop_ask"]
    assert cues[1].t_s == pytest.approx(cues[0].end_s, abs=0.06)


def test_a_receiver_who_shifts_is_asked_after_quietly(play, fault):
    cues = play(fault(Rule.RECEIVER_MOVED, 7.0, 9.0, severity=Severity.WARNING))
    assert [(cue.cue, cue.severity) for cue in cues] == [("ask_how_it_feels", Severity.GUIDE)]


def test_the_neck_is_urgent_and_the_ribs_are_not(play, fault):
    neck = play(fault(Rule.OFF_ZONE, 5.0, 6.0, "neck", Severity.URGENT))
    ribs = play(fault(Rule.OFF_ZONE, 5.0, 6.0, "ribs", Severity.WARNING))
    assert [(cue.cue, cue.severity) for cue in neck] == [("off_the_neck", Severity.URGENT)]
    assert [(cue.cue, cue.severity) for cue in ribs] == [("off_zone", Severity.WARNING)]


def test_a_foot_that_goes_from_the_ribs_to_the_neck_is_called_for_the_neck(play, fault):
    cues = play(
        fault(Rule.OFF_ZONE, 5.0, 8.0, "ribs", Severity.WARNING),
        fault(Rule.OFF_ZONE, 8.0, 9.5, "neck", Severity.URGENT),
    )
    assert told(cues) == [("off_zone", 5.0), ("off_the_neck", 8.0)]


def test_a_foot_that_leaves_the_neck_for_the_ribs_is_not_called_off_the_neck_again(play, fault):
    cues = play(
        fault(Rule.OFF_ZONE, 5.0, 6.0, "neck", Severity.URGENT),
        fault(Rule.OFF_ZONE, 6.0, 20.0, "ribs", Severity.WARNING),
    )
    assert [cue.cue for cue in cues] == ["off_the_neck", "off_zone", "off_zone"]


def test_no_step_onto_the_spine_goes_uncalled_however_many_came_before(play, fault):
    steps = [fault(Rule.SPINE_STEP, 3.0 * n, 3.0 * n + 0.5) for n in range(18)]
    assert [cue.t_s for cue in play(*steps)] == pytest.approx([step.start_s for step in steps], abs=0.051)


def test_a_remark_on_order_or_evenness_that_no_reason_explains_is_not_spoken():
    for rule in (Rule.ORDER, Rule.UNEVEN):
        event = Event(rule, 3.0, 3.0, 3.0, Severity.INFO, None)
        state, started, running = give_cue(CueParams(), begin_cues(), Findings(3.0, (), (event,), (), ()))
        assert (state, started, running) == (begin_cues(), None, None)


@pytest.mark.parametrize("reason", ["nobody", "receiver", "giver", "back"])
def test_a_loss_is_told_at_once_whatever_was_told_just_before(play, fault, reason):
    hidden, hasty = fault(Rule.NOT_SEEN, 2.0, 9.0, "feet"), fault(Rule.FAST_STEP, 14.0, 14.0)
    cues = play(hidden, hasty, fault(Rule.NOT_SEEN, 18.0, 30.0, reason))
    assert [cue.t_s for cue in cues][-1] == pytest.approx(18.0)


@pytest.mark.parametrize("reason", ["nobody", "receiver", "giver", "back"])
def test_a_loss_waits_for_what_is_being_heard_and_is_still_told(play, fault, reason):
    steps = fault(Rule.SPINE_STEP, 10.0, 10.5)
    danger, loss = play(steps, fault(Rule.NOT_SEEN, 10.2, 14.0, reason))
    assert danger.cue == "off_the_spine"
    assert loss.rule is Rule.NOT_SEEN
    assert loss.t_s == pytest.approx(danger.end_s + CueParams().breath_s, abs=0.06)


def test_a_loss_is_told_in_a_minute_that_is_full_of_other_words(play, fault):
    steps = [fault(Rule.SPINE_STEP, 3.0 * n, 3.0 * n + 0.5) for n in range(15)]
    cues = play(*steps, fault(Rule.NOT_SEEN, 46.0, 60.0, "giver"))
    assert ("cannot_see_you", 46.0) in told(cues)


def test_a_loss_that_lasts_is_told_every_twenty_seconds(play, fault):
    cues = play(fault(Rule.NOT_SEEN, 10.0, 100.0, "giver"))
    pauses_s = [after.t_s - before.end_s for before, after in itertools.pairwise(cues)]
    assert pauses_s == pytest.approx([CueParams().pause_unseen_s] * 4, abs=0.06)


def test_somebody_who_comes_and_goes_is_told_every_five_seconds_at_most(play, fault):
    comings = [fault(Rule.NOT_SEEN, 2.0 * n, 2.0 * n + 1.0, "giver") for n in range(30)]
    cues = play(*comings, until_s=60)
    assert len(cues) >= 2
    assert all(after.t_s - before.end_s >= CueParams().pause_loss_s for before, after in itertools.pairwise(cues))


@pytest.mark.parametrize(("deaf_s", "told_s"), [((0.0, 4.0), [4.0]), ((5.0, 12.0), [1.0, 12.0])])
def test_a_loss_that_began_while_nobody_listened_is_told_once_somebody_does(stream, fault, deaf_s, told_s):
    state, cues = begin_cues(), []
    for findings in stream([fault(Rule.NOT_SEEN, 1.0, 20.0, "giver")], [number / 20 for number in range(400)]):
        if deaf_s[0] <= findings.t_s < deaf_s[1]:
            findings = Findings(findings.t_s, (), (), (), ())
        state, started, _ = give_cue(CueParams(), state, findings)
        cues += [] if started is None else [started]
    assert [round(cue.t_s, 1) for cue in cues] == told_s


@pytest.mark.parametrize("fps", [30.0, 15.0, 10.0])
def test_the_same_massage_sounds_the_same_at_any_frame_rate(play, fault, fps):
    story = (
        fault(Rule.SPINE_STEP, 10.0, 15.0),
        fault(Rule.SUPPORT_LOST, 20.0, 31.0),
        fault(Rule.FAST_STEP, 50.0, 50.0),
        fault(Rule.NOT_SEEN, 70.0, 80.0, "hands"),
    )
    fine = play(*story, fps=100.0)
    coarse = play(*story, fps=fps)
    assert [cue.sound for cue in coarse] == [cue.sound for cue in fine]
    assert [cue.t_s for cue in coarse] == pytest.approx([cue.t_s for cue in fine], abs=0.25)


def test_two_minutes_of_everything_at_once_stay_bearable(play, fault):
    steps = [fault(Rule.FAST_STEP, float(t), float(t)) for t in range(0, 120, 2)]
    steps += [fault(Rule.SHORT_PAUSE, float(t), float(t)) for t in range(1, 120, 2)]
    wrong = [fault(Rule.SUPPORT_LOST, float(t), t + 3.0) for t in range(0, 120, 6)]
    cues = play(*steps, *wrong, fault(Rule.NOT_SEEN, 0.0, 120.0, "feet"))
    for start_s in range(60):
        within = [cue for cue in cues if start_s <= cue.t_s < start_s + 60]
        assert len(within) <= CueParams().most_per_min
