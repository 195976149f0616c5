"""Asking two people in the terminal, in English or Chinese."""

from __future__ import annotations

import sys

import typer

from coach.app.marked_areas import marked_areas
from coach.core.phrase import Phrase
from coach.core.prepare import words
from coach.core.prepare.answers import Reply
from coach.core.prepare.questions import Kind, Person, Question
from coach.core.prepare.weights import LEAST_KG, MOST_KG
from coach.core.rules.keep_out import KeepOutZone
from coach.core.words import Language
from coach.errors import CoachError

# fmt: off
_INTRO = Phrase("Answer y (yes), n (no) or r (rather not say). Ctrl-C ends it.",
                "请回答 y（是）、n（否）或 r（不想说）。按 Ctrl-C 退出。")
_KEPT = Phrase("Answers are kept only with 'coach prepare --save'.", "只有用 'coach prepare --save' 才会保存回答。")
_WEIGHTS = Phrase("Body weights, if you like (Enter: not told):", "体重（可以不填，直接按回车）：")
_THREE = Phrase("Please answer y, n or r.", "请回答 y、n 或 r。")
_TWO = Phrase("Please answer y or n.", "请回答 y 或 n。")
_WHERE = Phrase(
    "Where is it? X,A,R as in 6,0.5,4: X cm from the spine (+ = the receiver's\n"
    "  right), A from 0 (shoulders) to 1 (hips), R cm around it. Enter: no more.",
    "在哪里？写 X,A,R，例如 6,0.5,4：离脊柱 X 厘米（正数＝趴着的人的右侧），\n"
    "  A 从 0（肩部）到 1（髋部），半径 R 厘米。按回车结束。")
_PLACE = Phrase("X,A,R:", "X,A,R：")
_NO_PLACE = Phrase("Please give three numbers such as 6,0.5,4, or press Enter.",
                   "请写三个数，例如 6,0.5,4，或者直接按回车。")
# fmt: on
_REPLIES = {
    **dict.fromkeys(("y", "yes", "是", "有", "好"), Reply.YES),
    **dict.fromkeys(("n", "no", "否", "不", "没有"), Reply.NO),
    **dict.fromkeys(("r", "rather not say", "rather not", "不想说"), Reply.RATHER_NOT),
}


def can_ask() -> bool:
    """Is there somebody at a terminal?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


class TerminalAsker:
    """Asks in the terminal; a heading stands above each group of questions.

    Its methods raise KeyboardInterrupt for Ctrl-C and at the end of input.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._head: Phrase | None = None

    def reply(self, question: Question) -> Reply:
        """Ask one question until its answer is understood."""
        if self._head is None:
            self._say(_INTRO)
            self._say(_KEPT)
        self._under(words.HEADS.get((question.kind, question.person)))
        three = question.kind is Kind.SCREENING
        while True:
            said = self._read(question.text.of(self._language), "[y/n/r]" if three else "[y/n]")
            reply = _REPLIES.get(said.lower())
            if reply is not None and (three or reply is not Reply.RATHER_NOT):
                return reply
            self._say(_THREE if three else _TWO)

    def places(self) -> tuple[KeepOutZone, ...]:
        """Ask for the places that hurt, one by one; Enter ends it."""
        typer.echo(f"  {_WHERE.of(self._language)}")
        told: list[str] = []
        while said := self._read(_PLACE.of(self._language)):
            try:
                marked_areas([said])
            except CoachError:
                self._say(_NO_PLACE)
            else:
                told.append(said)
        return marked_areas(told)

    def weight_kg(self, person: Person) -> float | None:
        """Ask for a weight; Enter tells none."""
        self._under(_WEIGHTS)
        while True:
            said = self._read(words.WEIGHT[person].of(self._language))
            if not said:
                return None
            try:
                weight_kg = float(said.replace(",", ".").removesuffix("kg").removesuffix("公斤"))
            except ValueError:
                weight_kg = 0.0
            if LEAST_KG <= weight_kg <= MOST_KG:
                return weight_kg
            self._say(words.NO_WEIGHT)

    def _under(self, head: Phrase | None) -> None:
        if head is not None and head is not self._head:
            typer.echo()
            typer.secho(head.of(self._language), bold=True)
            self._head = head

    def _say(self, phrase: Phrase) -> None:
        typer.echo(phrase.of(self._language))

    def _read(self, text: str, choices: str = "") -> str:
        try:
            said: str = typer.prompt(f"  {text} {choices}".rstrip(), default="", show_default=False, prompt_suffix=" ")
        except typer.Abort:
            raise KeyboardInterrupt from None
        return said.strip()
