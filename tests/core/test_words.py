"""Every cue has words and a length in both languages, in each of its forms."""

from __future__ import annotations

import re

import pytest

from coach.core.cues import CUES, sound_table
from coach.core.words import Language, chinese_sounds, cue_length_s, cue_words

FORMS = [(row.cue, row.firm) for row in sound_table()]
every_form = pytest.mark.parametrize(("cue", "firm"), FORMS, ids=lambda part: getattr(part, "id", str(part)))


def test_chinese_is_there_for_every_form_of_every_cue_and_for_nothing_else() -> None:
    assert chinese_sounds() == {row.name for row in sound_table()}


@every_form
def test_english_words_and_lengths_are_the_catalogues(cue, firm) -> None:
    assert cue_words(cue.id, firm, Language.EN) == cue.saying(firm=firm).words
    assert cue_length_s(cue.id, firm, Language.EN) == cue.saying(firm=firm).length_s


@every_form
def test_chinese_words_are_chinese_short_and_of_a_length(cue, firm) -> None:
    words = cue_words(cue.id, firm, Language.ZH)
    assert re.fullmatch(r"[\u4e00-\u9fff]+(?:，[\u4e00-\u9fff]+)*[。！]", words)
    assert len(words) <= 13
    assert 0.5 < cue_length_s(cue.id, firm, Language.ZH) < 4.0


@pytest.mark.parametrize("cue", [cue for cue in CUES if cue.firmer is None], ids=lambda cue: cue.id)
@pytest.mark.parametrize("language", Language)
def test_a_cue_without_a_firmer_form_says_the_same_again(cue, language) -> None:
    assert cue_words(cue.id, True, language) == cue_words(cue.id, False, language)
    assert cue_length_s(cue.id, True, language) == cue_length_s(cue.id, False, language)


@pytest.mark.parametrize("cue", [cue for cue in CUES if cue.firmer is not None], ids=lambda cue: cue.id)
def test_the_firmer_form_has_words_of_its_own(cue) -> None:
    assert cue_words(cue.id, True, Language.ZH) != cue_words(cue.id, False, Language.ZH)


def test_no_two_cues_say_the_same_in_chinese() -> None:
    said = [cue_words(cue.id, firm, Language.ZH) for cue, firm in FORMS]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("language", Language)
def test_a_cue_that_does_not_exist_is_a_mistake(language) -> None:
    with pytest.raises(KeyError):
        cue_words("no_such_cue", False, language)
