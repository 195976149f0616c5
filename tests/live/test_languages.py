"""A language whose sounds are longer is not spoken over itself."""

from __future__ import annotations

from coach.core.cues import CueParams, begin_cues, give_cue
from coach.core.findings import Event, EventSide, Findings, Judgement, Rule, Severity
from coach.core.sounds import sound_lengths_s, sounds
from coach.core.verdict import Verdict
from coach.core.words import Language


def spine(t_s: float, *, opened: bool = False) -> Findings:
    fault = Judgement(Rule.SPINE_STEP, Verdict.FAULT, 0.0, Severity.URGENT, EventSide.LEFT)
    event = Event(Rule.SPINE_STEP, 0.0, t_s, t_s, Severity.URGENT, EventSide.LEFT)
    return Findings(t_s, (fault,), (event,) if opened else (), (), ())


def test_a_cue_lasts_as_long_as_its_sound_in_the_language_that_is_spoken() -> None:
    for language in Language:
        _, started, _ = give_cue(CueParams(), begin_cues(), spine(0.0, opened=True), sound_lengths_s(language))
        assert started is not None
        assert started.length_s == sounds(language)["off_the_spine"].length_s


def test_the_pause_before_a_cue_comes_again_begins_when_its_sound_has_ended() -> None:
    long_s = {"off_the_spine": 9.0}
    state, started, _ = give_cue(CueParams(), begin_cues(), spine(0.0, opened=True), long_s)
    assert started is not None
    again_s = None
    for frame in range(1, 200):
        t_s = frame / 10
        state, started, _ = give_cue(CueParams(), state, spine(t_s), long_s)
        if started is not None:
            again_s = t_s
            break
    assert again_s is not None
    assert again_s >= 9.0 + CueParams().pause_urgent_s
