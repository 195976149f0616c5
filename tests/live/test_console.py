"""What a session without a window writes, line by line."""

from __future__ import annotations

from coach.app.live.console import ConsoleScreen
from coach.app.live.worker import Seen
from coach.core.live.tally import begin_tally
from coach.core.phrase import Phrase
from coach.core.view import Trail
from coach.core.words import Language
from tests.live.staged import staged_session

FULL = Phrase("The disk is full.", "磁盘已满。")


def seen(number: int) -> Seen:
    moment = staged_session().moments[number]
    return Seen(moment, None, Trail(), begin_tally(), number, 0, moment.t_s)


def test_what_can_no_longer_be_kept_is_told_at_once_and_only_once() -> None:
    lines: list[str] = []
    problems: list[Phrase] = []
    screen = ConsoleScreen(lines.append, Language.EN, lambda: tuple(problems))
    screen.show(seen(10), stale=False, meanwhile=list)
    assert not any("disk" in line for line in lines)
    problems.append(FULL)
    for number in (11, 12, 13):
        screen.show(seen(number), stale=False, meanwhile=list)
    assert [line.split("  ")[1] for line in lines if "disk" in line] == ["The disk is full."]
