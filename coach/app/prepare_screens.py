"""The moments of the screens before a session that are drawn for people to look at; `live_screens` draws them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coach.core.live.preparing import Key, KeyPressed, Preparing, PreparingParams, begin, draw, step
from coach.core.live.preparing.state import Last, page_of, painted
from coach.core.live.screens import Screen
from coach.core.prepare import painting
from coach.core.prepare.answers import Answers
from coach.core.prepare.order import Ask
from coach.core.prepare.questions import Consequence, Kind, Question
from coach.core.rules.keep_out import BackPoint
from coach.core.words import Language

_DAY = date(2025, 6, 1)
_KEPT_IN = "/home/us/.local/share/coach/answers.toml"
_STROKES = (
    (BackPoint(8.0, 0.12), BackPoint(9.5, 0.3), BackPoint(7.5, 0.42)),
    (BackPoint(-8.0, 0.75),),
)


def prepare_screens(language: Language, width_px: int, height_px: int) -> Iterator[tuple[str, Screen]]:
    """Each screen by its name, in the order in which a couple meets them, and then how else it may end."""
    params = PreparingParams(language=language, keep_in=_KEPT_IN)
    first = begin(params, Answers(), _DAY, width_px, height_px)
    answered = _pressed(params, first, "n", "n", Key.LEFT, Key.TAB)
    places = _until(params, first, Ask.PLACES)
    for stroke in _STROKES:
        brush = painting.press(places.painting, stroke[0])
        for point in stroke[1:]:
            brush = painting.move(brush, point)
        places = painted(params, places, painting.release(brush))
    weight = _pressed(params, _until(params, _pressed(params, places, Key.ENTER), Ask.GIVER_KG), "8", "2")
    consent = _until(params, weight, Kind.CONSENT)
    keep = _until(params, consent, Ask.KEEP)
    unsure = _pressed(params, _until(params, weight, Kind.CHECK), "y", "?", "y", "y", "y", "y", "n")
    stopped = _until(params, _pressed(params, first, "n", "y"), Last.STOP)
    moments = {
        "question": first,
        "answered": answered,
        "places": places,
        "weight": weight,
        "consent": consent,
        "keep": keep,
        "may-begin": _until(params, _pressed(params, keep, "n"), Last.SUMMARY),
        "not-yet": unsure,
        "stop": stopped,
    }
    for name, state in moments.items():
        yield f"prepare-{name}", draw(params, state)


def _pressed(params: PreparingParams, state: Preparing, *keys: str | Key) -> Preparing:
    for key in keys:
        event = KeyPressed(key) if isinstance(key, Key) else KeyPressed(text=key)
        state = step(params, state, event, state.since_s + 1.0)
    return state


def _until(params: PreparingParams, state: Preparing, where: Ask | Last | Kind) -> Preparing:
    """On, well answered but for cautions, to a page or to the first question of a kind."""
    while True:
        page = page_of(params, state)
        if page is where or (isinstance(page, Question) and page.kind is where):
            return state
        if isinstance(page, Question):
            spoken = page.kind is not Kind.SCREENING or page.consequence is Consequence.CAUTION
            state = _pressed(params, state, "y" if spoken else "n")
        else:
            state = _pressed(params, state, Key.ENTER)
