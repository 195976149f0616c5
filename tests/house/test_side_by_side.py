"""How the tests run themselves: many side by side, few in one process, and none against a clock."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import settings

from tests.conftest import MOST_WORKERS, pytest_xdist_auto_num_workers


def workers(*arguments: str) -> int:
    config: Any = SimpleNamespace(args=list(arguments))
    return pytest_xdist_auto_num_workers(config)


def test_whole_folders_run_side_by_side_and_tests_that_are_named_in_one_process() -> None:
    assert 1 <= workers("tests") <= MOST_WORKERS
    assert workers("tests/house", "tests/core") == workers("tests")
    assert workers(__file__) == 0
    assert workers("tests", f"{__file__}::test_no_example_fails_because_the_machine_is_busy") == 0


def test_no_example_fails_because_the_machine_is_busy() -> None:
    assert settings.default is not None
    assert settings.default.deadline is None
