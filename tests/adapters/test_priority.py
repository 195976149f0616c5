"""Who looks gives way to who sounds: a thread's niceness is its own, and goes to the threads that it starts."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable

import pytest

from coach.adapters import priority
from coach.adapters.priority import give_way

ON_LINUX = sys.platform == "linux"


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id() if ON_LINUX else 0)


def in_a_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_a_thread_that_gives_way_and_those_that_it_starts_are_nicer_and_no_other_is() -> None:
    before, told = niceness(), []

    def work() -> None:
        give_way()
        told.append(niceness())
        in_a_thread(lambda: told.append(niceness()))

    in_a_thread(work)
    nicer = min(before + 5, 19) if ON_LINUX else before
    assert told == [nicer, nicer]
    assert niceness() == before


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_nothing_is_changed(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(priority.sys, "platform", platform)
    before, told = niceness(), []
    in_a_thread(lambda: (give_way(), told.append(niceness())))  # type: ignore[arg-type]
    assert told == [before]


def test_where_it_is_refused_the_thread_works_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refuse, raising=False)
    give_way()
    assert threading.current_thread().is_alive()
