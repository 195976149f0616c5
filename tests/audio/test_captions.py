"""The captions are valid WebVTT: parsed back, they tell the same cues."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.cues import SpokenCue
from coach.core.findings import Rule, Severity
from coach.report.captions import captions

TIMING = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")


def parsed(text):
    """(start ms, end ms, words) of each caption; asserts the file's form on the way."""
    blocks = text.rstrip("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    found = []
    for block in blocks[1:]:
        if block.startswith("NOTE"):
            continue
        name, timing, words = block.split("\n")
        assert "-->" not in name
        assert "-->" not in words
        assert "<" not in words
        match = TIMING.fullmatch(timing)
        assert match is not None
        h, m, s, ms, h2, m2, s2, ms2 = map(int, match.groups())
        unescaped = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        found.append((((h * 60 + m) * 60 + s) * 1000 + ms, ((h2 * 60 + m2) * 60 + s2) * 1000 + ms2, unescaped))
    return found


def said(t_s, words, length_s=1.65):
    return SpokenCue(t_s, "off_the_spine", Rule.SPINE_STEP, Severity.URGENT, words, length_s)


def test_no_cues_make_a_valid_file_that_names_the_program():
    text = captions([])
    assert parsed(text) == []
    assert "NOTE" in text
    assert "back-walking coach" in text


def test_a_cue_stands_at_its_time_for_its_length(cue_at):
    cue = cue_at(3661.25, "off_the_spine")
    assert parsed(captions([cue])) == [(3661250, 3661250 + round(cue.length_s * 1000), "Off the spine!")]


def test_a_short_cue_can_still_be_read(cue_at):
    ((start_ms, end_ms, _),) = parsed(captions([cue_at(2.0, "slower")]))
    assert end_ms - start_ms == 1500


def test_an_interrupted_cue_ends_with_its_sound(cue_at):
    first, second = parsed(captions([cue_at(2.0, "hold_on"), cue_at(2.4, "off_the_spine")]))
    assert first[1] == second[0] == 2400


@pytest.mark.parametrize("words", ["a < b & c --> d", "two\n\nlines", "<b>&amp;</b>", "踩背"])
def test_any_words_stay_text(words):
    assert parsed(captions([said(1.0, words)]))[0][2] == " ".join(words.split())


@given(st.lists(st.floats(0.0, 7200.0), max_size=20, unique_by=lambda t_s: round(t_s, 2)))
def test_captions_come_in_order_and_never_overlap(times_s):
    found = parsed(captions([said(t_s, "Hold on.") for t_s in sorted(times_s)]))
    assert len(found) == len(times_s)
    for start_ms, end_ms, _ in found:
        assert start_ms < end_ms
    for before, after in itertools.pairwise(found):
        assert before[1] <= after[0]
