"""One voice: never two sounds at once, dangers before instructions, and what was cut short is said again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.core.cues import SpokenCue
from coach.core.findings import Rule, Severity
from coach.core.live.voice import Asked, Spoken, VoiceParams, VoiceState, hushed, speak

PARAMS = VoiceParams()


def prompt(name: str, t_s: float, length_s: float = 2.0) -> Asked:
    return Asked(name, t_s, Severity.GUIDE, length_s)


def cue(t_s: float, length_s: float = 1.5) -> SpokenCue:
    return SpokenCue(t_s, "off_the_spine", Rule.SPINE_STEP, Severity.URGENT, "Off the spine!", length_s)


def test_two_prompts_asked_for_together_come_one_after_the_other() -> None:
    state, first = speak(PARAMS, VoiceState(), None, (prompt("support_found", 0.0), prompt("begin", 0.0)), 0.0)
    state, too_soon = speak(PARAMS, state, None, (), 2.1)
    _, second = speak(PARAMS, state, None, (), 2.0 + PARAMS.breath_s)
    assert first is not None
    assert first.sound == "support_found"
    assert too_soon is None
    assert second is not None
    assert second.sound == "begin"


def test_a_danger_silences_an_instruction_which_is_said_again_afterwards() -> None:
    state, _ = speak(PARAMS, VoiceState(), None, (prompt("take_support", 0.0, 4.0),), 0.0)
    state, danger = speak(PARAMS, state, cue(1.0), (), 1.0)
    assert danger is not None
    assert danger.is_cue
    _, again = speak(PARAMS, state, None, (), danger.end_s + PARAMS.breath_s)
    assert again is not None
    assert again.sound == "take_support"


def test_a_prompt_that_finds_no_silence_for_long_is_past() -> None:
    state = VoiceState(Spoken(0.0, "off_the_spine", True, Severity.URGENT, 60.0), (prompt("view_good", 0.0),))
    state, _ = speak(PARAMS, state, None, (), PARAMS.keep_s + 1.0)
    assert state.waiting == ()


def test_the_same_prompt_does_not_wait_twice() -> None:
    state = VoiceState(Spoken(0.0, "begin", False, Severity.INFO, 5.0), (prompt("lie_down", 0.0),))
    state, _ = speak(PARAMS, state, None, (prompt("lie_down", 1.0),), 1.0)
    assert [one.sound for one in state.waiting] == ["lie_down"]


def test_what_belongs_to_a_stage_that_is_over_is_not_said_any_more() -> None:
    assert hushed(VoiceState(None, (prompt("hold_still", 0.0),))).waiting == ()


@given(
    st.lists(
        st.tuples(
            st.floats(0.02, 1.5),
            st.lists(st.sampled_from(["lie_down", "hold_still", "begin"]), max_size=2, unique=True),
            st.booleans(),
        ),
        max_size=60,
    )
)
def test_sounds_never_overlap_but_where_a_cue_cuts_a_prompt_short(
    story: list[tuple[float, list[str], bool]],
) -> None:
    state, t_s, before = VoiceState(), 0.0, None
    for step_s, names, wants_cue in story:
        t_s += step_s
        quiet = before is None or t_s >= before.end_s
        starting = cue(t_s) if wants_cue and (quiet or not before.is_cue) else None
        state, started = speak(PARAMS, state, starting, tuple(prompt(name, t_s) for name in names), t_s)
        if started is not None:
            assert before is None or started.t_s >= before.end_s or (started.is_cue and not before.is_cue)
            before = started


def test_a_prompt_that_is_cut_short_again_and_again_is_given_up_in_the_end() -> None:
    state, started = speak(PARAMS, VoiceState(), None, (prompt("support_found", 0.0, 3.0),), 0.0)
    t_s, times = 0.0, 0
    while t_s < 40.0:
        t_s += 0.1
        interrupting = cue(t_s, 0.5) if started is not None and not started.is_cue else None
        state, started = speak(PARAMS, state, interrupting, (), t_s)
        times += started is not None and not started.is_cue
    assert times >= 1
    assert state.waiting == ()
    assert state.running is not None
    assert state.running.t_s <= PARAMS.keep_s + 1.0


def test_blindness_does_not_wait_for_an_instruction_to_end_but_for_a_danger() -> None:
    blind = Asked("camera_lost", 1.0, Severity.GUIDE, 3.0, cuts=True)
    state, _ = speak(PARAMS, VoiceState(), None, (prompt("lie_down", 0.0, 5.0),), 0.0)
    _, told = speak(PARAMS, state, None, (blind,), 1.0)
    assert told is not None
    assert told.sound == "camera_lost"
    state, _ = speak(PARAMS, VoiceState(), cue(0.5), (), 0.5)
    state, waits = speak(PARAMS, state, None, (blind,), 1.0)
    assert waits is None
    _, told = speak(PARAMS, state, None, (), 2.0 + PARAMS.breath_s)
    assert told is not None
    assert told.sound == "camera_lost"
