"""Every line of the technique is in the table, and what the table names exists."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest
import typer.main

from coach.cli import app
from coach.core.cues.catalogue import CUES
from coach.core.live.prompts import PROMPTS
from coach.core.phrase import Phrase
from coach.core.rules.catalogue import CATALOGUE
from coach.core.technique_lines import (
    LINES,
    NOT_SERVED_YET,
    PARTS_OF_THE_TECHNIQUE,
    PartKind,
    TechniqueLine,
    line_named,
    served_by,
)

TESTS = Path(__file__).parents[1]
every_line = pytest.mark.parametrize("line", LINES, ids=[line.id for line in LINES])
STEPS = {"live"}  # a prompt that only the live coach asks for


def test_all_lines_of_the_technique_are_there_in_order() -> None:
    counts = {"B": 7, "D": 10, "P": 3, "A": 5}
    assert list(PARTS_OF_THE_TECHNIQUE) == list(counts)
    assert [line.id for line in LINES] == [
        f"{letter}{number}" for letter, count in counts.items() for number in range(1, count + 1)
    ]


@every_line
def test_each_line_is_served_by_something_or_told_as_not_served_yet(line: TechniqueLine) -> None:
    served = bool(served_by(line))
    assert served is (line.id not in NOT_SERVED_YET), "a line that is served leaves NOT_SERVED_YET, and gets its words"
    assert served is (line.does is not None)
    assert served is bool(line.tests), "what serves a line is held to it by a test"


@every_line
def test_each_line_is_told_in_whole_sentences_in_both_languages(line: TechniqueLine) -> None:
    for words in (line.asks, line.does or Phrase("Nothing yet.", "还没有。")):
        assert words.en.endswith(".")
        assert words.zh.endswith("。")
        assert "safe" not in words.en.lower()
        assert "安全" not in words.zh


def test_whatever_names_a_line_names_one_that_exists() -> None:
    known = {line.id for line in LINES} | STEPS
    named = {name for row in CATALOGUE for name in row.technique}
    named |= {name for row in (*CUES, *PROMPTS) for name in row.source.split(", ")}
    assert named <= known


def test_the_screens_and_parts_of_the_table_exist() -> None:
    named = [part for line in LINES for part in line.parts if part.kind in (PartKind.SCREEN, PartKind.PART)]
    assert named
    for part in named:
        module, _, name = part.name.partition(":")
        assert callable(getattr(importlib.import_module(f"coach.{module}"), name)), part.name


def test_the_commands_of_the_table_exist() -> None:
    commands = set(typer.main.get_group(app).commands)
    named = {part.name for line in LINES for part in line.parts if part.kind is PartKind.COMMAND}
    assert named <= commands


def test_the_parts_of_the_table_are_none_that_name_their_lines_themselves() -> None:
    itself = (PartKind.RULE, PartKind.CUE, PartKind.PROMPT)
    assert not [part for line in LINES for part in line.parts if part.kind in itself]


def test_the_tests_of_the_table_exist() -> None:
    found = {
        node.name
        for path in TESTS.rglob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    named = {test for line in LINES for test in line.tests}
    assert named
    assert named - found == set()


@pytest.mark.parametrize(("typed", "found"), [("D1", "D1"), (" d10 ", "D10"), ("D11", None), ("", None)])
def test_a_line_is_found_however_it_is_typed(typed: str, found: str | None) -> None:
    line = line_named(typed)
    assert (None if line is None else line.id) == found


def test_a_rule_that_is_not_in_force_serves_nothing() -> None:
    waiting = {row.rule.value for row in CATALOGUE if not row.in_force}
    serving = {part.name for line in LINES for part in served_by(line) if part.kind is PartKind.RULE}
    assert not waiting & serving
