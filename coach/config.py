"""Settings: the thresholds of the core as a TOML file, and back.

The core keeps every threshold in a frozen dataclass field `Annotated[float, Threshold(unit, low, high, source)]`, and
the dataclasses nest. This module walks that tree, so a settings file, its error messages and its documentation cannot
drift from the code: `[rules.spine_step] band_cm = 2.0` in the file is the field `params.rules.spine_step.band_cm`.
"""

from __future__ import annotations

import difflib
import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, Field, ValidationError, create_model

from coach.core.phrase import Phrase
from coach.core.thresholds import Threshold
from coach.errors import CoachError, shown

ParamsT = TypeVar("ParamsT")
Scalar = float | int | bool | str

_LINE = 100


@dataclass(frozen=True, slots=True)
class Setting:
    """One threshold of the tree.

    Attributes:
        name: its full name, dots between the tables: `rules.spine_step.band_cm`.
        value: the value in force.
        kind: the plain type that a file has to give: float, int, bool or str (an enum by its value).
        threshold: unit, range and source; None for a switch or a name.
        choices: the names that are allowed, for an enum; otherwise empty.
    """

    name: str
    value: Scalar
    kind: type[float] | type[int] | type[bool] | type[str]
    threshold: Threshold | None
    choices: tuple[str, ...] = ()


def settings_of(params: object) -> tuple[Setting, ...]:
    """Every setting of a tree of frozen dataclasses, in the order of the code."""
    return tuple(_walk(params, ""))


def settings_flat(params: object) -> dict[str, Scalar]:
    """The flat mapping that `analysis.json` shows: full name to value; units are part of the names."""
    return {setting.name: setting.value for setting in settings_of(params)}


def load_settings(path: Path, defaults: ParamsT) -> ParamsT:
    """Read a settings file over the defaults.

    Args:
        path: a TOML file; it need not hold every setting.
        defaults: the tree of frozen dataclasses to start from.

    Returns:
        A new tree of the same type.

    Raises:
        CoachError: no such file, no TOML, a name that is not known, a wrong type, or a value out of its range.
    """
    table = read_toml(path, "settings file", "coach settings > FILE")
    return apply_settings(defaults, table, where=f"settings file '{shown(path)}'")


def read_toml(path: Path, kind: str, made_by: str) -> dict[str, object]:
    """Read a TOML file that this program has written and a person may have changed.

    Args:
        path: the file.
        kind: what to call it in a sentence: "settings file".
        made_by: the command that makes one.

    Raises:
        CoachError: no such file, no text, or no TOML.
    """
    try:
        return tomllib.loads(_text(path.read_bytes()))
    except FileNotFoundError:
        raise CoachError(
            f"there is no {kind} '{shown(path)}': check the name, or make one with '{made_by}'.",
            f"没有文件“{shown(path)}”：请检查名字，或用 '{made_by}' 新建。",
        ) from None
    except UnicodeDecodeError:
        raise CoachError(
            f"the {kind} '{shown(path)}' is not UTF-8 text: save it as UTF-8.",
            f"“{shown(path)}”不是 UTF-8 文本：请另存为 UTF-8。",
        ) from None
    except tomllib.TOMLDecodeError as wrong:
        raise CoachError(
            f"the {kind} '{shown(path)}' is not valid TOML ({str(wrong).rstrip('.')}): correct that line, or make a "
            f"new one with '{made_by}'.",
            f"“{shown(path)}”不是有效的 TOML（{str(wrong).rstrip('.')}）：请改正那一行，或用 '{made_by}' 新建。",
        ) from None
    except OSError as refused:
        raise CoachError(
            f"the {kind} '{shown(path)}' cannot be read ({refused.strerror}): check it.",
            f"无法读取“{shown(path)}”（{refused.strerror}）：请检查文件。",
        ) from None


def apply_settings(params: ParamsT, table: Mapping[str, object], where: str = "settings") -> ParamsT:
    """Put values over a tree of frozen dataclasses.

    Args:
        params: the tree to start from.
        table: nested tables as TOML gives them.
        where: what to call the origin of the values in an error message.

    Returns:
        A new tree of the same type.

    Raises:
        CoachError: as `load_settings`; the sentence names the setting, its unit and its range.
    """
    known = {setting.name: setting for setting in settings_of(params)}
    changes: dict[str, Scalar] = {}
    for name, value in _leaves(table, "", _tables(known)):
        setting = known.get(name)
        if setting is None:
            hint = _no_such_name(name, value, known)
            raise CoachError(f"{where}: {hint.en}.", f"设置（{where}）：{hint.zh}。")
        changes[name] = _checked(setting, value, where)
    try:
        return cast(ParamsT, _rebuilt(params, "", changes))
    except ValueError as clash:  # two values that do not go together, refused by the dataclass itself
        raise CoachError(f"{where}: {str(clash).rstrip('.')}: change one of them.") from None


def settings_toml(params: object) -> str:
    """The whole tree as a commented TOML file, with unit, range and source of every threshold."""
    lines = [
        "# Settings of the coach: every threshold with its unit, its allowed range and where its number comes from.",
        "# Save this as a file, keep the lines that you want to change, and give it with --config FILE.",
    ]
    table = None
    for setting in settings_of(params):
        parent, _, leaf = setting.name.rpartition(".")
        if parent != table:
            lines += ["", f"[{parent}]"] if parent else [""]
            table = parent
        lines += [*_comment(setting), f"{leaf} = {_toml(setting.value)}"]
    return "\n".join(lines) + "\n"


def _text(raw: bytes) -> str:
    """UTF-8, or the UTF-16 that some Windows consoles write into a file."""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(encoding).replace("\r\n", "\n")


def _walk(params: object, prefix: str) -> Iterator[Setting]:
    """Plain values of a table first, then its sub-tables: the order that TOML needs."""
    hints = get_type_hints(type(params), include_extras=True)
    tables: list[tuple[str, object]] = []
    for field in fields(cast(Any, params)):
        value: object = getattr(params, field.name)
        name = f"{prefix}{field.name}"
        if is_dataclass(value):
            tables.append((name, value))
        elif isinstance(value, Enum):
            choices = tuple(str(member.value) for member in type(value))
            yield Setting(name, str(value.value), str, _threshold(hints[field.name]), choices)
        elif isinstance(value, bool | int | float | str):
            kind = _kind(hints[field.name], value)
            yield Setting(name, kind(value), kind, _threshold(hints[field.name]))
    for name, value in tables:
        yield from _walk(value, f"{name}.")


def _threshold(hint: object) -> Threshold | None:
    if get_origin(hint) is Annotated:
        return next((extra for extra in get_args(hint)[1:] if isinstance(extra, Threshold)), None)
    return None


def _kind(hint: object, value: Scalar) -> type[float] | type[int] | type[bool] | type[str]:
    """The declared type, because a float field may well hold the default 2."""
    plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return next((kind for kind in (bool, int, float, str) if plain is kind), type(value))


def _tables(known: Mapping[str, Setting]) -> frozenset[str]:
    parents = (name.split(".")[:-1] for name in known)
    return frozenset(".".join(parts[:depth]) for parts in parents for depth in range(1, len(parts) + 1))


def _leaves(table: Mapping[str, object], prefix: str, tables: frozenset[str]) -> Iterator[tuple[str, object]]:
    """Every value of nested tables with its full name; an unknown table counts as a value, so that it is refused."""
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and name in tables:
            yield from _leaves(cast("dict[str, object]", value), f"{name}.", tables)
        else:
            yield name, value


def _no_such_name(name: str, value: object, known: Mapping[str, Setting]) -> Phrase:
    tables = _tables(known)
    if name in tables:
        return Phrase(
            f"'{name}' is a table of settings, not a value: write [{name}] and the settings under it",
            f"'{name}' 是一组设置，不是值：请写 [{name}]，再在下面写设置",
        )
    candidates = sorted(tables) if isinstance(value, dict) else sorted(known)
    near = difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)
    if not near:  # the right name in a wrong table
        near = [other for other in candidates if other.rpartition(".")[2] == name.rpartition(".")[2]]
    if near:
        return Phrase(
            f"there is no setting '{name}': perhaps '{near[0]}' is meant", f"没有设置 '{name}'：是不是 '{near[0]}'？"
        )
    return Phrase(
        f"there is no setting '{name}': 'coach settings' shows all names",
        f"没有设置 '{name}'：'coach settings' 列出全部名字",
    )


def _checked(setting: Setting, value: object, where: str) -> Scalar:
    threshold = setting.threshold
    bounds: Any = Field(ge=threshold.low, le=threshold.high) if threshold and setting.kind in (int, float) else Field()
    strict = ConfigDict(strict=True, allow_inf_nan=False)
    model = create_model("OneSetting", __config__=strict, value=(setting.kind, bounds))
    wanted = _wanted(setting)
    refusal = CoachError(
        f"{where}: '{setting.name}' is {_toml(value)}, but it must be {wanted.en}.",
        f"设置（{where}）：'{setting.name}' 是 {_toml(value)}，但应为{wanted.zh}。",
    )
    try:
        checked = cast(Any, model.model_validate({"value": value})).value
    except ValidationError:
        raise refusal from None
    if setting.choices and checked not in setting.choices:
        raise refusal
    return checked


_KINDS = {
    float: Phrase("a number", "数字"),
    int: Phrase("a whole number", "整数"),
    bool: Phrase("true or false", " true 或 false"),
    str: Phrase("a text", "文字"),
}


def _wanted(setting: Setting) -> Phrase:
    if setting.choices:
        choices = ", ".join(repr(choice) for choice in setting.choices)
        return Phrase(f"one of {choices}", f"其中之一：{choices}")
    what = _KINDS[setting.kind]
    if not setting.threshold:
        return what
    low, high, unit = setting.threshold.low, setting.threshold.high, setting.threshold.unit
    chinese = f"{what.zh}，{low:g} 到 {high:g}"
    # A unit of one word is a sign, such as cm; others are English.
    return Phrase(f"{what.en} {_range(setting.threshold)}", chinese if not unit or " " in unit else f"{chinese} {unit}")


def _range(threshold: Threshold) -> str:
    unit = f" {threshold.unit}" if threshold.unit else ""
    return f"from {threshold.low:g} to {threshold.high:g}{unit}"


def _rebuilt(params: object, prefix: str, changes: Mapping[str, Scalar]) -> object:
    new: dict[str, object] = {}
    for field in fields(cast(Any, params)):
        value: object = getattr(params, field.name)
        name = f"{prefix}{field.name}"
        if is_dataclass(value):
            child = _rebuilt(value, f"{name}.", changes)
            if child is not value:
                new[field.name] = child
        elif name in changes:
            new[field.name] = type(value)(changes[name]) if isinstance(value, Enum) else changes[name]
    return replace(cast(Any, params), **new) if new else params


def _comment(setting: Setting) -> list[str]:
    if setting.choices:
        return [f"# {_wanted(setting).en}"]
    if setting.threshold is None:
        return []
    text = f"{_range(setting.threshold)}. {setting.threshold.source}"
    return textwrap.wrap(text, _LINE, initial_indent="# ", subsequent_indent="#   ")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(value)
