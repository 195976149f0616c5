"""The last screen before a session: what follows from the answers, what is to be done first, or why there is none."""

from __future__ import annotations

from coach.core.live.preparing import words
from coach.core.live.preparing.rows import Row
from coach.core.live.preparing.state import Preparing, PreparingParams, readiness_of
from coach.core.prepare.readiness import ASK_A_PROFESSIONAL, NO_PROMISE, Readiness, Remark, Start
from coach.core.prepare.words import ANEW
from coach.core.view.shapes import Style
from coach.core.words import Language


def result_rows(params: PreparingParams, state: Preparing) -> tuple[Row, ...]:
    """What is told, the gravest first."""
    readiness, language = readiness_of(params, state), params.language
    if readiness.start is Start.MAY_NOT:
        return _why_not(readiness, state, language)
    if readiness.start is Start.NOT_YET:
        return (*_remarked(readiness.firsts, Style.LIGHT_FAULT, language), *_heed(readiness, language))
    return (
        Row(words.MAY_LINE.of(language)),
        *_heed(readiness, language),
        Row((words.BOTH_HANDS if readiness.both_hands else words.ONE_HAND).of(language), Style.STEP_NOW),
        Row(places_words(state, language), Style.STEP_NOW),
        Row(_kept(params, state), Style.STEP_NOW),
        Row(NO_PROMISE.of(language), None, Style.WORDS_QUIET),
    )


def names_of(state: Preparing, language: Language) -> str:
    """The names of what is marked; empty = nothing is."""
    return ("、" if language is Language.ZH else ", ").join(zone.name for zone in state.answers.areas)


def places_words(state: Preparing, language: Language) -> str:
    """What follows from what is marked."""
    names = names_of(state, language)
    return words.PLACES_SOME.of(language).format(names=names) if names else words.PLACES_NONE.of(language)


def _why_not(readiness: Readiness, state: Preparing, language: Language) -> tuple[Row, ...]:
    rows = [*_remarked(readiness.stops, Style.BANNER_INFO, language), Row(ASK_A_PROFESSIONAL.of(language))]
    if state.from_file is not None:
        rows.append(Row(ANEW.of(language).format(day=state.from_file), None, Style.WORDS_QUIET))
    return (*rows, Row(words.KIND.of(language), None, Style.WORDS_QUIET))


def _heed(readiness: Readiness, language: Language) -> tuple[Row, ...]:
    return _remarked(readiness.cautions, Style.LIGHT_FAULT, language)


def _remarked(remarks: tuple[Remark, ...], mark: Style, language: Language) -> tuple[Row, ...]:
    return tuple(Row(remark.words.of(language), mark) for remark in remarks)


def _kept(params: PreparingParams, state: Preparing) -> str:
    if state.keep:
        return words.KEPT.of(params.language).format(path=params.keep_in)
    return words.NOT_KEPT.of(params.language)
