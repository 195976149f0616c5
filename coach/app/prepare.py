"""The preparation of a session: what is asked, what may be taken over from a file, and what is said in the end."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from coach.adapters.answers import HEAD, answers_toml, read_answers
from coach.adapters.files import write_whole_file
from coach.app.marked_areas import marked_areas, with_areas
from coach.core.phrase import Phrase
from coach.core.prepare.answers import Answers, Reply, repeated, still_counting
from coach.core.prepare.questions import QUESTIONS, SORE, Kind, Person, Question, question_named
from coach.core.prepare.readiness import (
    ASK_A_PROFESSIONAL,
    NO_PROMISE,
    PrepareParams,
    Readiness,
    Remark,
    Start,
    assess,
)
from coach.core.rules.judge import RulesParams
from coach.core.rules.keep_out import KeepOutZone
from coach.core.words import Language
from coach.errors import CoachError, shown

_COLUMNS = 79
# fmt: off
_START = {
    Start.MAY: Phrase("You may begin: nothing that you told me speaks against it.",
                      "可以开始：按您说的，没有什么妨碍。"),
    Start.NOT_YET: Phrase("Not yet.", "还不能开始。"),
    Start.MAY_NOT: Phrase("No session today.", "今天不要踩背。"),
}
_WHY = Phrase("Why:", "原因：")
_FIRST = Phrase("First:", "请先做好：")
_HEED = Phrase("Please heed:", "请注意：")
_OPEN = Phrase("Not answered: {topics}.", "还没有回答：{topics}。")
_ANEW = Phrase("Some answers are of {day}. If that has changed, answer anew without --answers.",
               "有些回答是 {day} 的。如果情况变了，请不加 --answers 重新回答。")
_NOBODY = Phrase("Nobody was asked whether back-walking is right for you: 'coach prepare' does that.",
                 "没有问过您是否适合踩背，可以用 'coach prepare'。")
_SAVED = Phrase("Your answers are kept in {path}.", "回答保存在 {path}。")
# fmt: on


class Asker(Protocol):
    """Asks people, one question at a time."""

    def reply(self, question: Question) -> Reply:
        """The reply to a question."""
        ...

    def places(self) -> tuple[KeepOutZone, ...]:
        """The places of the back that hurt; none = they are not told."""
        ...

    def weight_kg(self, person: Person) -> float | None:
        """A body weight; None = not told."""
        ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was answered, and what it leads to.

    Attributes:
        answers: all of it.
        readiness: may a session begin?
        from_file: the day of what was taken over from a file; None = nothing was.
    """

    answers: Answers
    readiness: Readiness
    from_file: date | None = None


def prepare(params: PrepareParams, earlier: Answers, today: date, asker: Asker | None) -> Prepared:
    """Ask what is to be asked, and weigh all answers.

    The screening comes first; if it stops the session, nothing more is asked.

    Args:
        params: thresholds.
        earlier: what is known already, from a file.
        today: the day.
        asker: who asks; None = nobody can be asked.
    """
    answers = (still_counting if asker is None else repeated)(params.fresh, earlier, today)
    screened = (answers.screened or earlier.day) if answers.replies else None
    if asker is not None:
        answers = _asked(params, replace(answers, day=today), asker)
    return Prepared(answers, assess(params, answers), screened)


def is_stopped(params: PrepareParams, answers: Answers) -> bool:
    """Does what is answered so far stop the session, whatever else is answered?"""
    return assess(params, answers).start is Start.MAY_NOT


def _asked(params: PrepareParams, answers: Answers, asker: Asker) -> Answers:
    anew = answers.screened is None
    for kind in (Kind.SCREENING, Kind.CHECK, Kind.CONSENT):
        if is_stopped(params, answers):
            return answers
        for question in QUESTIONS:
            if question.kind is kind and answers.reply(question.id) is None:
                answers = answers.replied(question.id, asker.reply(question))
                if question.id == SORE and answers.reply(SORE) is Reply.YES and not answers.areas:
                    answers = replace(answers, areas=asker.places())
        if kind is Kind.SCREENING and anew and not is_stopped(params, answers):
            answers = _weighed(answers, asker)
    return answers


def _weighed(answers: Answers, asker: Asker) -> Answers:
    receiver_kg, giver_kg = answers.receiver_kg, answers.giver_kg
    return replace(
        answers,
        receiver_kg=asker.weight_kg(Person.RECEIVER) if receiver_kg is None else receiver_kg,
        giver_kg=asker.weight_kg(Person.GIVER) if giver_kg is None else giver_kg,
    )


def result_lines(prepared: Prepared, language: Language) -> list[str]:
    """What is said in the end, line by line."""
    readiness = prepared.readiness
    lines = [_START[readiness.start].of(language)]
    stopped = readiness.start is Start.MAY_NOT
    parts = ((_WHY, readiness.stops),) if stopped else ((_FIRST, readiness.firsts), (_HEED, readiness.cautions))
    for title, remarks in parts:
        lines += _listed(title, remarks, language)
    if stopped:
        lines.append(ASK_A_PROFESSIONAL.of(language))
    elif readiness.open:
        between = "、" if language is Language.ZH else ", "
        topics = between.join(question_named(one).topic.of(language) for one in readiness.open)
        lines.append(_OPEN.of(language).format(topics=topics))
    if stopped and prepared.from_file is not None:
        lines.append(_ANEW.of(language).format(day=prepared.from_file))
    if readiness.start is Start.MAY:
        lines.append(NO_PROMISE.of(language))
    return [part for line in lines for part in _wrapped(line, language)]


def _wrapped(line: str, language: Language) -> list[str]:
    """A line as a console of 80 columns shows it; no Chinese one is longer."""
    indent = "  " if line.startswith("- ") else ""
    return textwrap.wrap(line, _COLUMNS, subsequent_indent=indent) if language is Language.EN else [line]


def _listed(title: Phrase, remarks: tuple[Remark, ...], language: Language) -> list[str]:
    words = [f"- {remark.words.of(language)}" for remark in remarks]
    return [title.of(language), *words] if words else []


def check_asked(prepared: Prepared) -> None:
    """Refuse to go on where something is not answered that nothing stops already, and nobody can be asked.

    Raises:
        CoachError: it says what to do.
    """
    readiness = prepared.readiness
    if readiness.open and readiness.start is not Start.MAY_NOT:
        raise CoachError(
            f"{len(readiness.open)} questions are to be asked, but this is no terminal: run 'coach prepare --save "
            "FILE' where somebody can answer, and give --answers FILE on the same day."
        )


def prepared_rules(rules: RulesParams, prepared: Prepared) -> RulesParams:
    """The rules as the answers ask for them: both hands for a heavy giver, and the places to keep out of."""
    both = rules.support_lost.both_hands or prepared.readiness.both_hands
    support_lost = replace(rules.support_lost, both_hands=both)
    return with_areas(replace(rules, support_lost=support_lost), prepared.answers.areas)


def nobody_asked(language: Language) -> str:
    """What is said where a session begins without any question."""
    return _NOBODY.of(language)


def told_before(path: Path | None, keep_out: Sequence[str]) -> Answers:
    """What is known before anybody is asked. Raises as `read_answers` and `marked_areas`.

    Args:
        path: a file of answers; None = there is none.
        keep_out: texts of the option of that name.
    """
    earlier = Answers() if path is None else read_answers(path)
    return replace(earlier, areas=tuple(dict.fromkeys((*earlier.areas, *marked_areas(keep_out)))))


def check_saving(path: Path) -> None:
    """Refuse, before anybody is asked, a place that answers cannot be kept in. Raises CoachError."""
    if not path.parent.is_dir():
        raise CoachError(f"there is no folder '{shown(path.parent)}' for --save: make it, or name another place.")
    if path.exists() and not (path.is_file() and path.read_bytes().startswith(HEAD.encode())):
        raise CoachError(f"'{shown(path)}' holds something else and would be lost: choose another --save.")


def save_answers(path: Path, answers: Answers, language: Language) -> str:
    """Keep the answers in a file that its owner alone may read, and say so. Raises as `write_whole_file`."""
    text = answers_toml(answers, language).encode()
    write_whole_file(path, text, replaces=HEAD.encode(), option="--save", mode=0o600)
    return _SAVED.of(language).format(path=shown(path))
