"""The lines of the technique as a table for the console, as one line's detail, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from coach.core.cues.catalogue import cue_named
from coach.core.findings import Rule as RuleName
from coach.core.live.prompts import prompt_named
from coach.core.phrase import Phrase
from coach.core.rules.catalogue import entry
from coach.core.technique_lines import (
    LINES,
    PARTS_OF_THE_TECHNIQUE,
    Part,
    PartKind,
    TechniqueLine,
    line_named,
    served_by,
)
from coach.core.words import Language, cue_words
from coach.errors import CoachError

_KINDS = {
    PartKind.RULE: Phrase("rule", "规则"),
    PartKind.CUE: Phrase("cue", "提醒"),
    PartKind.PROMPT: Phrase("prompt", "提示"),
    PartKind.SCREEN: Phrase("screen", "画面"),
    PartKind.PART: Phrase("part", "部件"),
    PartKind.COMMAND: Phrase("command", "命令"),
}
_DOES, _BY, _TEST = Phrase("coach", "教练"), Phrase("by", "通过"), Phrase("test", "测试")
_NOT_YET = Phrase("Not served yet.", "还没有做到。")


def line_asked_for(line_id: str) -> TechniqueLine:
    """The line of an id that a person typed.

    Raises:
        CoachError: there is none.
    """
    line = line_named(line_id)
    if line is None:
        groups = (tuple(one.id for one in LINES if one.id.startswith(letter)) for letter in PARTS_OF_THE_TECHNIQUE)
        known = ", ".join(f"{ids[0]} to {ids[-1]}" for ids in groups)
        raise CoachError(
            f"the technique has no line '{line_id}': give one of {known}, or none for all of them.",
            f"技法里没有“{line_id}”这一条：请给出 {known} 之一，或不写，列出全部。",
        )
    return line


def print_technique(console: Console, language: Language) -> None:
    """Every line: what it asks, what the coach does with it, by what, and which tests hold it."""
    for letter, name in PARTS_OF_THE_TECHNIQUE.items():
        console.print(Rule(Text(name.of(language), "bold"), align="left"))
        table = Table.grid(padding=(0, 1), expand=True)
        table.add_column(width=3, style="bold cyan")
        table.add_column(ratio=1, overflow="fold")
        for line in LINES:
            if line.id.startswith(letter):
                table.add_row(line.id, Padding(_rows(line, language), (0, 0, 1, 0)))
        console.print(table)


def print_line(console: Console, line: TechniqueLine, language: Language) -> None:
    """One line, with the words of every cue and prompt."""
    console.print(Text.assemble((line.id, "bold cyan"), "  ", (line.asks.of(language), "bold")))
    console.print(Text(_does(line).of(language)))
    table = Table.grid(padding=(0, 2))
    for part in served_by(line):
        table.add_row(_KINDS[part.kind].of(language), Text(part.name, "green"), Text(_says(part, language)))
    for test in line.tests:
        table.add_row(_TEST.of(language), Text(_sentence(test), "dim"), "")
    console.print(Padding(table, (1, 0, 0, 0)))


def technique_json(lines: Iterable[TechniqueLine], language: Language) -> str:
    """The lines as one JSON array."""
    return json.dumps([_plain(line, language) for line in lines], ensure_ascii=False, indent=2)


def _rows(line: TechniqueLine, language: Language) -> RenderableType:
    rows = Table.grid(padding=(0, 1))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(overflow="fold")
    rows.add_row(_DOES.of(language), Text(_does(line).of(language), "" if line.does else "yellow"))
    parts = served_by(line)
    if parts:
        rows.add_row(_BY.of(language), Text(_listed(parts, language), "green"))
    for test in line.tests:
        rows.add_row(_TEST.of(language), Text(_sentence(test), "dim"))
    return Group(Text(line.asks.of(language), "bold"), rows)


def _listed(parts: tuple[Part, ...], language: Language) -> str:
    """`rule spine_step; cues off_the_spine, cannot_see_feet; …`."""
    kinds = dict.fromkeys(part.kind for part in parts)
    return "; ".join(
        f"{_KINDS[kind].of(language)} {', '.join(part.name for part in parts if part.kind is kind)}" for kind in kinds
    )


def _does(line: TechniqueLine) -> Phrase:
    return line.does or _NOT_YET


def _says(part: Part, language: Language) -> str:
    """What a rule, cue or prompt says; empty for what says nothing."""
    if part.kind is PartKind.RULE:
        return entry(RuleName(part.name)).says if language is Language.EN else ""
    if part.kind is PartKind.CUE:
        return cue_words(cue_named(part.name).id, False, language)
    return prompt_named(part.name).words(language) if part.kind is PartKind.PROMPT else ""


def _sentence(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ")


def _plain(line: TechniqueLine, language: Language) -> dict[str, object]:
    return {
        "id": line.id,
        "asks": line.asks.of(language),
        "does": line.does.of(language) if line.does else None,
        "parts": [{"kind": part.kind.value, "name": part.name} for part in served_by(line)],
        "tests": list(line.tests),
    }
