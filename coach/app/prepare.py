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
from coach.core.prepare import words
from coach.core.prepare.answers import Answers, Reply, taken_over
from coach.core.prepare.order import Ask, Item, items
from coach.core.prepare.questions import Person, Question, question_named
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
    earlier, screened = taken_over(params.fresh, earlier, today, can_ask=asker is not None)
    answers = earlier
    if asker is not None:
        answers = _asked(params, replace(earlier, day=today), asker)
    return Prepared(answers, assess(params, answers), screened)


def _asked(params: PrepareParams, earlier: Answers, asker: Asker) -> Answers:
    answers, at = earlier, 0
    while at < len(order := items(params, earlier, answers)):
        answers = _answered(order[at], answers, asker)
        at += 1
    return answers


def _answered(item: Item, answers: Answers, asker: Asker) -> Answers:
    match item:
        case Question():
            return answers.replied(item.id, asker.reply(item))
        case Ask.PLACES:
            return replace(answers, areas=asker.places())
        case Ask.RECEIVER_KG:
            return replace(answers, receiver_kg=asker.weight_kg(Person.RECEIVER))
        case Ask.GIVER_KG:
            return replace(answers, giver_kg=asker.weight_kg(Person.GIVER))
        case Ask.KEEP:
            return answers  # the terminal keeps what `--save` names


def result_lines(prepared: Prepared, language: Language) -> list[str]:
    """What is said in the end, line by line."""
    readiness = prepared.readiness
    lines = [words.START[readiness.start].of(language)]
    stopped = readiness.start is Start.MAY_NOT
    parts = (
        ((words.WHY, readiness.stops),)
        if stopped
        else ((words.FIRST, readiness.firsts), (words.HEED, readiness.cautions))
    )
    for title, remarks in parts:
        lines += _listed(title, remarks, language)
    if stopped:
        lines.append(ASK_A_PROFESSIONAL.of(language))
    elif readiness.open:
        between = "、" if language is Language.ZH else ", "
        topics = between.join(question_named(one).topic.of(language) for one in readiness.open)
        lines.append(words.NOT_ANSWERED.of(language).format(topics=topics))
    if stopped and prepared.from_file is not None:
        lines.append(words.ANEW.of(language).format(day=prepared.from_file))
    if readiness.start is Start.MAY:
        lines.append(NO_PROMISE.of(language))
    return [part for line in lines for part in _wrapped(line, language)]


def _wrapped(line: str, language: Language) -> list[str]:
    """A line as a console of 80 columns shows it; no Chinese one is longer."""
    indent = "  " if line.startswith("- ") else ""
    return textwrap.wrap(line, _COLUMNS, subsequent_indent=indent) if language is Language.EN else [line]


def _listed(title: Phrase, remarks: tuple[Remark, ...], language: Language) -> list[str]:
    lines = [f"- {remark.words.of(language)}" for remark in remarks]
    return [title.of(language), *lines] if lines else []


def check_asked(prepared: Prepared) -> None:
    """Refuse to go on where something is not answered that nothing stops already, and nobody can be asked.

    Raises:
        CoachError: it says what to do.
    """
    readiness = prepared.readiness
    if readiness.open and readiness.start is not Start.MAY_NOT:
        raise CoachError(
            f"{len(readiness.open)} questions are to be asked, but this is no terminal: run 'coach prepare --save "
            "FILE' where somebody can answer, and give --answers FILE on the same day.",
            f"有 {len(readiness.open)} 个问题要问，但这里不是终端：请在能回答的地方运行 'coach prepare --save FILE'，"
            "当天再用 --answers FILE。",
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
        raise CoachError(
            f"there is no folder '{shown(path.parent)}' for --save: make it, or name another place.",
            f"没有 --save 用的文件夹“{shown(path.parent)}”：请新建，或换个地方。",
        )
    if path.exists() and not is_answers_file(path):
        raise CoachError(
            f"'{shown(path)}' holds something else and would be lost: choose another --save.",
            f"“{shown(path)}”里是别的东西，会丢失：请换一个 --save。",
        )


def is_answers_file(path: Path) -> bool:
    """Does that file hold answers? Raises OSError if it cannot be read."""
    return path.is_file() and path.read_bytes().startswith(HEAD.encode())


def save_answers(path: Path, answers: Answers, language: Language, option: str = "--save") -> str:
    """Keep the answers in a file that its owner alone may read, and say so. Raises as `write_whole_file`.

    Args:
        path: the file.
        answers: all of them.
        language: of the questions beside them.
        option: the option that can name another file.
    """
    text = answers_toml(answers, language).encode()
    write_whole_file(path, text, replaces=HEAD.encode(), option=option, mode=0o600)
    return _SAVED.of(language).format(path=shown(path))
