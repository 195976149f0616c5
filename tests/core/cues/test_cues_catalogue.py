"""The table of cues is complete and says what the rules may ask for."""

import pytest

from coach.core.cues import CUES, SpokenCue, cue_for, cue_named, rank, sound_table
from coach.core.findings import Event, Rule, Severity
from coach.core.rules.not_seen import Missing
from coach.core.rules.order import Disorder


def an_event(rule, reason="", severity=Severity.WARNING):
    return Event(rule, 1.0, 1.2, 1.2, severity, None, reason=reason)


def test_ids_and_sounds_are_unique():
    assert len({cue.id for cue in CUES}) == len(CUES)
    names = [row.name for row in sound_table()]
    assert len(set(names)) == len(names)


def test_the_spine_is_in_the_first_tier():
    assert cue_named("off_the_spine").severity is Severity.URGENT


@pytest.mark.parametrize("rule", sorted(set(Rule) - {Rule.NOT_SEEN, Rule.ORDER, Rule.UNEVEN}))
def test_every_rule_that_is_spoken_has_a_cue(rule):
    cue = cue_for(an_event(rule))
    assert cue is not None
    assert cue.rule is rule


@pytest.mark.parametrize("missing", list(Missing))
def test_every_reason_of_not_seen_has_a_cue(missing):
    cue = cue_for(an_event(Rule.NOT_SEEN, missing.value))
    assert cue is not None
    assert cue.rule is Rule.NOT_SEEN


@pytest.mark.parametrize("disorder", list(Disorder))
def test_each_disorder_of_the_steps_has_its_own_cue(disorder):
    cues = {cue_for(an_event(Rule.ORDER, other.value)) for other in Disorder}
    cue = cue_for(an_event(Rule.ORDER, disorder.value))
    assert cue is not None
    assert (cue.rule, cue.severity, len(cues)) == (Rule.ORDER, Severity.INFO, len(Disorder))


def test_an_uneven_side_is_named():
    sides = [cue_for(an_event(Rule.UNEVEN, side)) for side in ("left", "right")]
    assert [cue.first.words.rstrip(".").split()[-1] for cue in sides if cue is not None] == ["left", "right"]


def test_a_reason_that_the_table_does_not_know_is_silent():
    assert cue_for(an_event(Rule.NOT_SEEN, "the weather")) is None


def test_rank_puts_severity_before_the_order_of_the_table():
    ranked = sorted(CUES, key=rank)
    tiers = [tuple(Severity).index(cue.severity) for cue in ranked]
    assert tiers == sorted(tiers)


def test_every_cue_names_its_line_of_the_technique():
    assert all(cue.source[0] in "ABDP" and cue.source[1].isdigit() for cue in CUES)


def test_an_urgent_first_call_is_short():
    assert all(cue.first.length_s <= 2.0 for cue in CUES if cue.severity is Severity.URGENT)


def test_no_cue_claims_safety_or_pressure():
    for row in sound_table():
        words = row.saying.words.lower()
        assert not any(claim in words for claim in ("safe", "fine", "pressure", "kilo", "good"))


def test_a_given_cue_knows_its_sound_and_its_end():
    cue = SpokenCue(3.0, "off_the_spine", Rule.SPINE_STEP, Severity.URGENT, "Off the spine!", 1.65)
    assert (cue.sound, cue.end_s) == ("off_the_spine", 4.65)
    firm = SpokenCue(3.0, "off_the_spine", Rule.SPINE_STEP, Severity.URGENT, "Off the spine, now!", 2.75, firm=True)
    assert firm.sound == "off_the_spine_firm"
