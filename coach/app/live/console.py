"""What stands in for the window: one line for each thing that is said or changes, for sessions without a screen."""

from __future__ import annotations

from collections.abc import Callable

from coach.app.live.worker import Said, Seen
from coach.core.live.screens.speech import words_of
from coach.core.live.stage import Command, Stage
from coach.core.live.voice import Spoken
from coach.core.look import Hints
from coach.core.phrase import Phrase
from coach.core.words import Language

_STAGES = {
    Stage.PLACEMENT: ("Placing the camera", "摆放摄像头"),
    Stage.ALONE: ("The receiver lies alone", "一个人先趴下"),
    Stage.REHEARSAL: ("The receiver shows the stop signal", "试一试停止手势"),
    Stage.BESIDE: ("The giver stands beside", "另一位站到旁边"),
    Stage.SUPPORT: ("The giver takes a support", "扶住支撑物"),
    Stage.SESSION: ("Session", "开始踩背"),
    Stage.PAUSED: ("Paused", "暂停"),
    Stage.ENDED: ("Ended", "结束"),
}


Problems = Callable[[], tuple[Phrase, ...]]


def no_problems() -> tuple[Phrase, ...]:
    """All that is to be kept is kept."""
    return ()


class ConsoleScreen:
    """Tells the session line by line; it asks for nothing."""

    def __init__(self, write: Callable[[str], object], language: Language, problems: Problems = no_problems) -> None:
        """Begin with nothing shown.

        Args:
            write: takes one line without its end.
            language: of the words.
            problems: what cannot be kept of the session.
        """
        self._write, self._language, self._problems = write, language, problems
        self._told_problems: set[Phrase] = set()
        self._stage: Stage | None = None
        self._condition = ""

    def show(self, seen: Seen | None, *, stale: bool, meanwhile: Callable[[], object]) -> None:
        """Tell a stage that has begun, a camera that has begun to fail, and what can no longer be kept."""
        del stale, meanwhile  # the one is said aloud, and so written by `say`; lines take no time
        if seen is None:
            return
        moment = seen.moment
        for problem in self._problems():
            if problem not in self._told_problems:
                self._told_problems.add(problem)
                self._line(moment.t_s, problem.of(self._language))
        if moment.stage.stage is not self._stage:
            self._stage = moment.stage.stage
            self._line(moment.t_s, self._in_language(*_STAGES[self._stage]))
        words = moment.health.words
        told = self._in_language(f"{words.wrong_en} {words.to_do_en}", f"{words.wrong_zh}{words.to_do_zh}")
        if moment.health.blind and told != self._condition:
            self._line(moment.t_s, told)
        self._condition = told if moment.health.blind else ""

    def asked(self) -> tuple[Command, ...]:
        """Nothing: there are no keys."""
        return ()

    def told(self) -> Hints | None:
        """Nothing: there is no mouse."""
        return None

    def say(self, said: Said | Spoken) -> None:
        """Write what is said aloud, or would be if it could be heard; a pacing sound says nothing."""
        spoken = said.spoken if isinstance(said, Said) else said
        if spoken.wordless:
            return
        self._line(spoken.t_s, f"{'♪ ' if spoken.length_s > 0.0 else ''}{words_of(spoken, self._language)}")

    def _line(self, t_s: float, words: str) -> None:
        self._write(f"{int(t_s) // 60}:{t_s % 60:04.1f}  {words}")

    def _in_language(self, english: str, chinese: str) -> str:
        return chinese if self._language is Language.ZH else english
