"""The prompts: all that a live session must be able to say, in both languages, plainly."""

from __future__ import annotations

import re

import pytest

from coach.core.cues import sound_table
from coach.core.findings import Severity
from coach.core.live.prompts import PROMPTS, PromptKind, prompt_named
from coach.core.sounds import sounds
from coach.core.words import Language

NEEDED = [
    "too_often",
    "move_to_head_end",
    "move_to_head_middle",
    "raise_camera",
    "move_back",
    "bring_nearer",
    "move_back_a_little",
    "more_light",
    "view_good",
    "view_usable",
    "view_usable_middle",
    "view_usable_higher",
    "view_usable_nearer",
    "view_usable_as_it_is",
    "lie_down",
    "hold_still",
    "back_found",
    "show_signal",
    "show_signal_again",
    "signal_seen",
    "signal_not_seen",
    "stand_beside",
    "giver_found",
    "take_support",
    "support_found",
    "begin",
    "start_over",
    "paused",
    "resumed",
    "ten_minutes",
    "fifteen_minutes",
    "twenty_minutes_end",
    "stop_signal_paused",
    "nobody_ending",
    "session_over",
    "camera_lost",
    "picture_frozen",
    "picture_dark",
    "camera_covered",
    "camera_slow",
    "results_stale",
    "sound_lost",
    "sound_back",
]
BLIND = ["camera_lost", "picture_frozen", "picture_dark", "camera_covered", "camera_slow", "results_stale"]

every_prompt = pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.id)


def test_the_table_holds_what_a_session_says_each_once() -> None:
    ids = [prompt.id for prompt in PROMPTS]
    assert set(NEEDED) <= set(ids)
    assert len(set(ids)) == len(ids)


def test_a_prompt_is_never_taken_for_a_cue() -> None:
    assert {prompt.id for prompt in PROMPTS}.isdisjoint(row.name for row in sound_table())


@every_prompt
def test_a_prompt_is_found_by_its_id(prompt) -> None:
    assert prompt_named(prompt.id) is prompt


def test_a_prompt_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        prompt_named("no_such_prompt")


@every_prompt
def test_a_prompt_is_said_in_both_languages_in_whole_short_sentences(prompt) -> None:
    english, chinese = prompt.words(Language.EN), prompt.words(Language.ZH)
    assert re.fullmatch(r"[A-Z][A-Za-z ,:.]*\.", english)
    assert len(english.split()) <= 14
    assert re.fullmatch(r"[\u4e00-\u9fff，。：]+。", chinese)
    assert len(chinese) <= 24


@every_prompt
@pytest.mark.parametrize("language", Language)
def test_a_spoken_prompt_has_a_length_and_a_sound_and_a_shown_one_has_neither(prompt, language) -> None:
    if prompt.spoken:
        assert 0.5 < prompt.length_s(language) < 6.0
        assert sounds(language)[prompt.id].length_s == prompt.length_s(language)
    else:
        assert prompt.length_s(language) == 0.0
        assert prompt.id not in sounds(language)


def test_only_the_loss_of_sound_is_not_spoken() -> None:
    assert [prompt.id for prompt in PROMPTS if not prompt.spoken] == ["sound_lost"]


@pytest.mark.parametrize("name", BLIND)
def test_who_is_blind_says_so_and_says_why(name) -> None:
    prompt = prompt_named(name)
    assert prompt.kind is PromptKind.UNSEEN
    english, reason = prompt.words(Language.EN).split(". ")
    assert english.startswith("I cannot see ")
    assert len(reason.split()) >= 4
    unseen, why = prompt.words(Language.ZH).split("，")
    assert re.search("看不[到清]", unseen)
    assert len(why) >= 4


@every_prompt
def test_nothing_is_called_safe_and_no_pressure_is_claimed(prompt) -> None:
    assert not re.search(r"\b(safe|safely|danger|pressure|harmless|fine)\b", prompt.words(Language.EN).lower())
    assert not re.search("安全|危险|压力|没事|放心", prompt.words(Language.ZH))


@every_prompt
def test_no_prompt_is_as_loud_as_a_danger(prompt) -> None:
    assert prompt.severity is not Severity.URGENT
    assert (prompt.severity is Severity.WARNING) == (prompt.id == "stop_signal_paused")
