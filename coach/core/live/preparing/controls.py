"""The buttons of each screen: what they do, what stands on them, and which key presses them."""

from __future__ import annotations

from dataclasses import dataclass

from coach.core.live.preparing import words
from coach.core.live.preparing.acts import Act
from coach.core.live.preparing.events import Key, KeyPressed
from coach.core.live.preparing.state import Last, Page, Preparing, PreparingParams, order, page_of, readiness_of
from coach.core.phrase import Phrase
from coach.core.prepare.answers import Reply
from coach.core.prepare.order import Ask
from coach.core.prepare.painting import Painted
from coach.core.prepare.questions import Kind, Question, questions_of
from coach.core.prepare.readiness import Start

REPLIES = {Act.YES: Reply.YES, Act.NO: Reply.NO, Act.NOT_SURE: Reply.RATHER_NOT}
WEIGHTS = (Ask.RECEIVER_KG, Ask.GIVER_KG)


@dataclass(frozen=True, slots=True)
class Control:
    """A button.

    Attributes:
        act: what it does.
        label: what stands on it.
        key: the key that is shown for it.
        made: it is what was answered.
    """

    act: Act
    label: Phrase
    key: Phrase
    made: bool = False


def controls_of(params: PreparingParams, state: Preparing) -> tuple[Control, ...]:
    """The buttons of the present screen, in the order of the tab key. What cannot be done has none."""
    page = page_of(params, state)
    match page:
        case Question():
            own = _answers(page, state)
        case Ask.PLACES:
            own = _brush(state)
        case Ask.KEEP:
            own = _keeping(params, state)
        case Last.SUMMARY:
            own = _onward(params, state)
        case Last.STOP:
            own = ()
        case _:
            own = (Control(Act.LESS, words.LESS, words.KEY_MINUS), Control(Act.MORE, words.MORE, words.KEY_PLUS))
    return (*own, *_navigation(page, state, closes=isinstance(page, Last) and not own))


def to_change(params: PreparingParams, state: Preparing) -> int | None:
    """The first page of the checklist that keeps the session from beginning; None = there is none.

    Nobody is led back to a yes of their own that they have not given (technique.md B6).
    """
    holding = {remark.question for remark in readiness_of(params, state).firsts}
    for at, item in enumerate(order(params, state)):
        if isinstance(item, Question) and item.kind is Kind.CHECK and item.id in holding:
            return at
    return None


def _onward(params: PreparingParams, state: Preparing) -> tuple[Control, ...]:
    if readiness_of(params, state).start is Start.MAY:
        return (Control(Act.BEGIN, words.BEGIN, words.KEY_ENTER),)
    if _refused(state) or to_change(params, state) is None:
        return ()
    return (Control(Act.CHANGE, words.CHANGE, words.KEY_ENTER),)


def _refused(state: Preparing) -> bool:
    """Has one of them not said yes?"""
    return any(state.answers.reply(one.id) is not Reply.YES for one in questions_of(Kind.CONSENT))


def _answers(question: Question, state: Preparing) -> tuple[Control, ...]:
    said = state.answers.reply(question.id)
    not_sure = words.NOT_SURE_OR_NOT_SAID if question.kind is Kind.SCREENING else words.NOT_SURE
    rows = (
        (Act.YES, words.YES, words.KEY_YES),
        (Act.NO, words.NO, words.KEY_NO),
        (Act.NOT_SURE, not_sure, words.KEY_NOT_SURE),
    )
    return tuple(Control(act, label, key, said is REPLIES[act]) for act, label, key in rows)


def _brush(state: Preparing) -> tuple[Control, ...]:
    found = [
        Control(Act.SMALLER, words.SMALLER, words.KEY_MINUS),
        Control(Act.LARGER, words.LARGER, words.KEY_PLUS),
    ]
    if state.painting.past:
        found.append(Control(Act.UNDO, words.UNDO, words.KEY_UNDO))
    if state.painting.now != Painted():
        found.append(Control(Act.CLEAR, words.CLEAR, words.KEY_CLEAR))
    return tuple(found)


def _keeping(params: PreparingParams, state: Preparing) -> tuple[Control, ...]:
    no = Control(Act.KEEP_NOT, words.KEEP_NO, words.KEY_NO, state.keep is False)
    if not params.keep_in or params.no_keep:
        return (no,)
    return Control(Act.KEEP, words.KEEP_YES, words.KEY_YES, state.keep is True), no


def _navigation(page: Page, state: Preparing, *, closes: bool) -> tuple[Control, ...]:
    found: list[Control] = []
    if state.at > 0:
        found.append(Control(Act.BACK, words.BACK, words.KEY_PAGE_UP if page is Ask.PLACES else words.KEY_LEFT))
    if may_go_on(page, state):
        label = words.SKIP if page in WEIGHTS and not state.typed else words.ON
        found.append(Control(Act.ON, label, words.KEY_ENTER))
    found.append(Control(Act.END, words.CLOSE if closes else words.END, words.KEY_ESCAPE))
    return tuple(found)


def may_go_on(page: Page, state: Preparing) -> bool:
    """Is what this screen asks answered? Weights and places need no answer."""
    if isinstance(page, Question):
        return state.answers.reply(page.id) is not None
    if page is Ask.KEEP:
        return state.keep is not None
    return isinstance(page, Ask)


_ANSWER_KEYS = {"y": Act.YES, "1": Act.YES, "n": Act.NO, "2": Act.NO} | dict.fromkeys("3r?？", Act.NOT_SURE)
_KEEP_KEYS = {"y": Act.KEEP, "1": Act.KEEP, "n": Act.KEEP_NOT, "2": Act.KEEP_NOT}
_BRUSH_KEYS = {"-": Act.SMALLER, "+": Act.LARGER, "=": Act.LARGER, "u": Act.UNDO, "x": Act.CLEAR}
_WEIGHT_KEYS = {"-": Act.LESS, "+": Act.MORE, "=": Act.MORE}
_ALWAYS = {
    Key.ESCAPE: Act.END,
    Key.BACKSPACE: Act.BACK,
    Key.PAGE_UP: Act.BACK,
    Key.LEFT: Act.BACK,
    Key.PAGE_DOWN: Act.ON,
    Key.RIGHT: Act.ON,
}
_BY_ENTER = (Act.BEGIN, Act.CHANGE, Act.ON)


def act_of_key(event: KeyPressed, page: Page, state: Preparing, controls: tuple[Control, ...]) -> Act | None:
    """What a key presses; None = nothing. A button that is not there cannot be pressed."""
    there = {control.act for control in controls}
    act: Act | None = None
    if event.key is Key.ENTER or event.text == " ":
        act = state.focus or (_by_enter(page, there) if event.key is Key.ENTER else None)
    elif event.key is not None:
        act = _ALWAYS.get(event.key)
        if page in WEIGHTS:
            act = {Key.UP: Act.MORE, Key.DOWN: Act.LESS}.get(event.key, act)
        if page is Ask.PLACES and event.key is Key.DELETE:
            act = Act.CLEAR
    elif event.text == "q":
        act = Act.END
    elif isinstance(page, Question):
        act = _ANSWER_KEYS.get(event.text)
    elif page is Ask.PLACES:
        act = _BRUSH_KEYS.get(event.text)
    elif page is Ask.KEEP:
        act = _KEEP_KEYS.get(event.text)
    elif page in WEIGHTS:
        act = _WEIGHT_KEYS.get(event.text)
    return act if act in there else None


def _by_enter(page: Page, there: set[Act]) -> Act | None:
    return Act.END if page is Last.STOP else next((act for act in _BY_ENTER if act in there), None)
