"""The table of rules is complete, and says what each rule serves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields

import pytest

from coach.core.findings import Rule, Severity
from coach.core.rules.catalogue import CATALOGUE, entry
from coach.core.rules.judge import RulesParams
from coach.core.rules.keep_out import BackPoint, KeepOutParams, KeepOutZone
from coach.core.rules.pauses import PauseParams
from coach.core.rules.spine_step import SpineStepParams


def test_every_rule_of_the_contract_has_exactly_one_entry() -> None:
    assert sorted(line.rule for line in CATALOGUE) == sorted(Rule)


def test_every_entry_names_lines_of_the_technique_and_says_its_fault() -> None:
    for line in CATALOGUE:
        assert line.technique, line.rule
        assert all(re.fullmatch(r"[BDPA]\d+", name) for name in line.technique), line.rule
        assert line.says.endswith("."), line.rule


def test_every_rule_in_force_has_its_settings() -> None:
    parts = {part.name for part in fields(RulesParams)}
    for line in CATALOGUE:
        assert (line.settings in parts) is line.in_force, line.rule


def test_the_spine_and_the_stop_signal_are_urgent_and_the_support_warns() -> None:
    assert entry(Rule.SPINE_STEP).severity is Severity.URGENT
    assert entry(Rule.KEEP_OUT).severity is Severity.URGENT
    assert entry(Rule.RECEIVER_SIGNAL).severity is Severity.URGENT
    assert entry(Rule.SUPPORT_LOST).severity is Severity.WARNING


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: SpineStepParams(enter_p=0.5, leave_p=0.6, doubt_p=0.5),
        lambda: SpineStepParams(doubt_p=0.95),
        lambda: PauseParams(short_s=5.0, long_s=5.0),
        lambda: KeepOutParams(zones=(KeepOutZone("line", (BackPoint(0, 0), BackPoint(1, 1))),)),
    ],
)
def test_thresholds_that_contradict_each_other_are_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"must|needs"):
        wrong()
