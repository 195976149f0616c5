"""In which order everything is asked before a session, for the terminal and for the window alike."""

from __future__ import annotations

from enum import StrEnum

from coach.core.prepare.answers import Answers, Reply
from coach.core.prepare.questions import SORE, Kind, Question, questions_of
from coach.core.prepare.readiness import PrepareParams, is_stopped


class Ask(StrEnum):
    """What is asked and is no question of the table."""

    PLACES = "places"  # of the back that are not to be pressed
    RECEIVER_KG = "receiver kg"
    GIVER_KG = "giver kg"
    KEEP = "keep"  # are the answers to be kept


Item = Question | Ask


def items(params: PrepareParams, earlier: Answers, answers: Answers, *, at_window: bool = False) -> tuple[Item, ...]:
    """Everything that is asked, as far as the answers so far tell; an answer changes nothing before itself.

    The screening comes first; if it stops the session, nothing more is asked: a checklist after it would sound as if
    it could still begin.

    Args:
        params: thresholds.
        earlier: what was known before anybody was asked; it is not asked again.
        answers: the same with what has been answered since.
        at_window: there places can be painted, so they are asked for in any case; and whether to keep the answers.
    """
    if is_stopped(params, earlier):
        return ()
    found: list[Item] = []
    for question in _not_told(Kind.SCREENING, earlier):
        found.append(question)
        if question.id == SORE and (at_window or (answers.reply(SORE) is Reply.YES and not earlier.areas)):
            found.append(Ask.PLACES)
    if is_stopped(params, answers):
        return tuple(found)
    if earlier.screened is None:
        weights = ((Ask.RECEIVER_KG, earlier.receiver_kg), (Ask.GIVER_KG, earlier.giver_kg))
        found += [ask for ask, known_kg in weights if known_kg is None]
    found += [*_not_told(Kind.CHECK, earlier), *_not_told(Kind.CONSENT, earlier)]
    return (*found, Ask.KEEP) if at_window and found else tuple(found)


def _not_told(kind: Kind, earlier: Answers) -> list[Question]:
    return [question for question in questions_of(kind) if earlier.reply(question.id) is None]
