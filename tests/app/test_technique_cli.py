"""`coach technique` on the command line."""

from __future__ import annotations

import json

import pytest

from coach.core.technique_lines import LINES, served_by
from coach.core.words import Language


@pytest.mark.parametrize("language", Language)
def test_the_table_holds_every_line_with_what_serves_it(coach_says, language: Language) -> None:
    run = coach_says("technique", "--language", language.value)
    words = "".join(run.out.split())
    assert run.code == 0
    for line in LINES:
        assert line.id in run.out
        assert "".join(line.asks.of(language).split()) in words
        assert all(part.name in words for part in served_by(line))
    assert max(len(line) for line in run.out.splitlines()) <= 80


def test_one_line_tells_what_its_cues_say(coach_says) -> None:
    run = coach_says("technique", "d6")
    assert run.code == 0
    assert "Slower." in run.out
    assert "fast_step" in run.out
    assert "D5" not in run.out
    assert "慢一点" in coach_says("technique", "D6", "--language", "zh").out


def test_json_holds_the_same_lines(coach_says) -> None:
    told = json.loads(coach_says("technique", "--json").out)
    assert [one["id"] for one in told] == [line.id for line in LINES]
    spine = next(one for one in told if one["id"] == "D1")
    assert {"kind": "rule", "name": "spine_step"} in spine["parts"]
    (one,) = json.loads(coach_says("technique", "A1", "--json", "--language", "zh").out)
    assert one["asks"] == "一共十到二十分钟。"


def test_an_unknown_line_is_one_sentence(coach_says) -> None:
    run = coach_says("technique", "Z3")
    assert run.code == 2
    ids = "B1 to B7, D1 to D10, P1 to P3, A1 to A5"
    assert run.sentence == f"the technique has no line 'Z3': give one of {ids}, or none for all of them."
    assert run.out == ""
