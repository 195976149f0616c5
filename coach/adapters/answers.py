"""A file with what two people answered before a session: TOML that a person can read, change and delete.

It is written only where somebody asks for it, and only its owner may read it. What is read is checked here, once.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from coach.config import read_toml
from coach.core.phrase import Phrase
from coach.core.prepare.answers import Answered, Answers, Reply
from coach.core.prepare.questions import QUESTIONS, question_named
from coach.core.prepare.weights import LEAST_KG, MOST_KG
from coach.core.rules.keep_out import BackPoint, KeepOutZone, is_area
from coach.core.words import Language
from coach.errors import CoachError, shown

HEAD = "# coach prepare"  # how such a file begins
_ABOUT = Phrase(
    "what two people answered before a session. Delete it whenever you like.", "踩背之前的回答。随时可以删除。"
)
_AREAS = Phrase(
    "Places not to be pressed. A corner: [cm from the spine, + = receiver's right; 0 at the shoulders, 1 at the hips].",
    "不能踩的地方。角点：[离脊柱的厘米数，正数＝趴着的人的右侧；肩部 0，髋部 1]。",
)
_IDS = {question.id for question in QUESTIONS}
_Kg = Annotated[float, Field(ge=LEAST_KG, le=MOST_KG)]
Corner = tuple[Annotated[float, Field(ge=-60.0, le=60.0)], Annotated[float, Field(ge=-1.0, le=2.0)]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class _Weights(_Part):
    receiver: _Kg | None = None
    giver: _Kg | None = None


class _Area(_Part):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    corners: Annotated[tuple[Corner, ...], Field(min_length=3, max_length=200)]

    @model_validator(mode="after")
    def _encloses(self) -> Self:
        if not is_area(self.zone):
            raise ValueError("its edges cross or enclose nothing")
        return self

    @property
    def zone(self) -> KeepOutZone:
        return KeepOutZone(self.name, tuple(BackPoint(offset_cm, along) for offset_cm, along in self.corners))


class _File(_Part):
    version: Literal[1]
    day: date | None = None
    screened: date | None = None
    weights_kg: _Weights = _Weights()
    replies: dict[str, Reply] = {}
    areas: tuple[_Area, ...] = ()

    @field_validator("replies")
    @classmethod
    def _known(cls, replies: dict[str, Reply]) -> dict[str, Reply]:
        for name in replies:
            if name not in _IDS:
                raise ValueError(f"there is no question '{name}'")
        return replies


def read_answers(path: Path) -> Answers:
    """Read a file of answers.

    Raises:
        CoachError: no such file, no TOML, or something in it is not as it should be; the sentence names it.
    """
    table = read_toml(path, "answers file", "coach prepare --save FILE")
    try:
        file = _File.model_validate(table)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        why = first["msg"].removeprefix("Value error, ").rstrip(".")
        raise CoachError(
            f"the answers file '{shown(path)}' has something wrong at '{where}' ({why}): correct it, or make a new one "
            "with 'coach prepare --save FILE'.",
            f"回答文件“{shown(path)}”的 '{where}' 处有误（{why}）：请改正，或用 'coach prepare --save FILE' 新建。",
        ) from None
    return Answers(
        replies=tuple(Answered(name, reply) for name, reply in file.replies.items()),
        receiver_kg=file.weights_kg.receiver,
        giver_kg=file.weights_kg.giver,
        areas=tuple(area.zone for area in file.areas),
        day=file.day,
        screened=file.screened,
    )


def answers_toml(answers: Answers, language: Language) -> str:
    """The file's text, with each question as a comment beside its reply."""
    lines = [f"{HEAD}: {_ABOUT.of(language)}", "version = 1"]
    lines += [f"{name} = {day}" for name, day in (("day", answers.day), ("screened", answers.screened)) if day]
    lines += ["", "[weights_kg]"]
    weights = (("receiver", answers.receiver_kg), ("giver", answers.giver_kg))
    lines += [f"{name} = {weight_kg!r}" for name, weight_kg in weights if weight_kg is not None]
    lines += ["", "[replies]"]
    for one in answers.replies:
        lines.append(f'{one.question} = "{one.reply.value}"  # {question_named(one.question).text.of(language)}')
    if answers.areas:
        lines += ["", f"# {_AREAS.of(language)}"]
    for area in answers.areas:
        corners = ", ".join(f"[{corner.offset_cm!r}, {corner.along!r}]" for corner in area.corners)
        lines += ["[[areas]]", f"name = {json.dumps(area.name, ensure_ascii=False)}", f"corners = [{corners}]"]
    return "\n".join(lines) + "\n"
