"""Two people before the first screens, without a window: they press keys, click on buttons, paint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.core.live.preparing import (
    Key,
    KeyPressed,
    MouseMoved,
    MousePressed,
    MouseReleased,
    PrepareEvent,
    Preparing,
    PreparingParams,
    begin,
    draw,
    step,
)
from coach.core.live.preparing.acts import Act
from coach.core.live.preparing.layout import boxes_of
from coach.core.live.preparing.state import Page, page_of
from coach.core.live.screens import Screen
from coach.core.prepare.answers import Answers
from coach.core.prepare.order import Ask
from coach.core.prepare.questions import QUESTIONS, Kind, questions_of
from coach.core.view.shapes import Text

DAY = date(2026, 3, 14)
SCREENING = len(questions_of(Kind.SCREENING))
CHECKS = len(QUESTIONS) - SCREENING
PARAMS = PreparingParams(keep_in="/home/us/answers.toml")
Point = tuple[float, float]


class Couple:
    """Each thing that they do comes a second after the one before."""

    def __init__(
        self,
        params: PreparingParams = PARAMS,
        told: Answers = Answers(),  # noqa: B008 - a frozen value
        size: tuple[int, int] = (1280, 720),
    ) -> None:
        self.params = params
        self.t_s = 100.0
        self.state: Preparing = begin(params, told, DAY, *size, self.t_s)

    @property
    def page(self) -> Page:
        return page_of(self.params, self.state)

    @property
    def screen(self) -> Screen:
        return draw(self.params, self.state)

    @property
    def words(self) -> str:
        """All that stands on the window; a sentence that breaks is whole again."""
        between = "" if self.params.language.value == "zh" else " "
        return between.join(shape.words for shape in self.screen.around.shapes if isinstance(shape, Text))

    @property
    def acts(self) -> list[Act]:
        return [placed.control.act for placed in boxes_of(self.params, self.state).controls]

    def do(self, *events: PrepareEvent, after_s: float = 1.0) -> Couple:
        for event in events:
            self.t_s += after_s
            self.state = step(self.params, self.state, event, self.t_s)
        return self

    def type(self, text: str) -> Couple:
        return self.do(*(KeyPressed(text=letter) for letter in text))

    def press(self, *keys: Key) -> Couple:
        return self.do(*(KeyPressed(key) for key in keys))

    def middle(self, act: Act) -> Point:
        """The middle of a button."""
        (box,) = (one.box for one in boxes_of(self.params, self.state).controls if one.control.act is act)
        return box.left_px + box.width_px / 2, box.top_px + box.height_px / 2

    def click(self, *acts: Act) -> Couple:
        for act in acts:
            self.do(MousePressed(*self.middle(act)), MouseReleased())
        return self

    def on_map(self, x: float, y: float) -> Point:
        """A place of the map by its shares."""
        box = boxes_of(self.params, self.state).map
        return box.left_px + x * box.width_px, box.top_px + y * box.height_px

    def paint(self, *places: Point) -> Couple:
        at = [self.on_map(*place) for place in places]
        return self.do(MousePressed(*at[0]), *(MouseMoved(*one) for one in at[1:]), MouseReleased())

    def to_places(self) -> Couple:
        """Well up to the map."""
        while self.page is not Ask.PLACES:
            self.type("n")
        return self

    def to_weights(self) -> Couple:
        while self.page is not Ask.RECEIVER_KG:
            self.press(Key.ENTER) if self.page is Ask.PLACES else self.type("n")
        return self

    def to_keeping(self) -> Couple:
        self.to_weights().press(Key.ENTER, Key.ENTER)
        return self.type("y" * CHECKS)

    def resized(self, width_px: int, height_px: int) -> Couple:
        self.state = replace(self.state, width_px=width_px, height_px=height_px)
        return self
