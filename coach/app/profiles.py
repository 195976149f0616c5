"""The profiles of this computer: a TOML file in the user's data folder, read and written whole."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

from rich.table import Table

from coach.adapters.files import write_whole_file
from coach.core.live.profile import Profile, limits, what_is_wrong
from coach.core.phrase import Phrase
from coach.core.words import Language
from coach.errors import CoachError, shown

NAME = "profiles.toml"
_HEAD = "# Profiles of the back-walking coach; 'coach profiles' lists, adds and removes them.\n"
_HEADS = (
    Phrase("Profile", "名称"),
    Phrase("Receiver cm", "被踩的人 cm"),
    Phrase("Giver cm", "踩的人 cm"),
    Phrase("Receiver kg", "被踩的人 kg"),
    Phrase("Giver kg", "踩的人 kg"),
)


def read_profiles(folder: Path) -> tuple[Profile, ...]:
    """All profiles in the file's order; none where there is no file.

    Raises:
        CoachError: the file cannot be read, or holds something that is no profile.
    """
    path = folder / NAME
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as wrong:
        raise CoachError(
            f"the profiles '{shown(path)}' cannot be read ({wrong}): put the file right, or delete it.",
            f"无法读取档案“{shown(path)}”（{wrong}）：请改正文件，或删除它。",
        ) from None
    return tuple(_profile(path, name, values) for name, values in told.items())


def profile_named(folder: Path, name: str) -> Profile:
    """The profile of that name.

    Raises:
        CoachError: as `read_profiles`, or there is none.
    """
    known = read_profiles(folder)
    for one in known:
        if one.name == name:
            return one
    names = ", ".join(f"'{one.name}'" for one in known) or "none yet"
    chinese = "、".join(f"“{one.name}”" for one in known) or "无"
    raise CoachError(
        f"there is no profile '{name}' (there is: {names}): 'coach profiles --add' makes one.",
        f"没有档案“{name}”（现有：{chinese}）：用 'coach profiles --add' 新建。",
    )


def add_profile(folder: Path, profile: Profile) -> None:
    """Add a profile, or replace the one of that name.

    Raises:
        CoachError: a number is out of range, or the file cannot be read or written.
    """
    wrong = what_is_wrong(profile)
    if wrong:
        raise CoachError(f"the profile '{shown(profile.name)}' is not kept: {wrong}.")
    kept = {one.name: one for one in read_profiles(folder)}
    _write(folder, tuple((kept | {profile.name: profile}).values()))


def remove_profile(folder: Path, name: str) -> None:
    """Remove a profile; its sessions stay in the history.

    Raises:
        CoachError: there is none of that name, or the file cannot be written.
    """
    gone = profile_named(folder, name)
    _write(folder, tuple(one for one in read_profiles(folder) if one is not gone and one.name != gone.name))


def profile_table(profiles: Sequence[Profile], language: Language) -> Table:
    """The profiles as a table for the console."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for index, head in enumerate(_HEADS):
        table.add_column(head.of(language), justify="right" if index else "left", overflow="fold")
    for one in profiles:
        table.add_row(one.name, *(_number(getattr(one, key)) for key in limits()))
    return table


def _profile(path: Path, name: str, values: object) -> Profile:
    known = {part.name for part in fields(Profile)} - {"name"}
    if not isinstance(values, dict) or not set(values) <= known:
        raise CoachError(
            f"'{name}' in '{shown(path)}' is no profile, which may hold {', '.join(sorted(known))}: put it right, or "
            "delete it."
        )
    numbers = dict(values)
    weighed = numbers.pop("weighed", None)
    if weighed is not None and (not isinstance(weighed, date) or isinstance(weighed, datetime)):
        raise CoachError(f"weighed of '{name}' in '{shown(path)}' is no day (2026-03-31): put it right, or delete it.")
    for key, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise CoachError(f"{key} of '{name}' in '{shown(path)}' is no number: put it right, or delete it.")
    profile = Profile(name, **{key: float(value) for key, value in numbers.items()}, weighed=weighed)
    wrong = what_is_wrong(profile)
    if wrong:
        raise CoachError(f"'{shown(name)}' in '{shown(path)}' cannot be used: {wrong}; put it right, or delete it.")
    return profile


def _write(folder: Path, profiles: Sequence[Profile]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise CoachError(f"'{shown(folder)}' cannot be made ({refused.strerror}): choose another --data.") from None
    lines = [_HEAD]
    for one in profiles:
        told = ((key, getattr(one, key)) for key in limits())
        lines += [f"\n[{json.dumps(one.name, ensure_ascii=False)}]\n"]
        lines += [f"{key} = {value:g}\n" for key, value in told if value is not None]
        lines += [f"weighed = {one.weighed}\n"] if one.weighed is not None else []
    write_whole_file(folder / NAME, "".join(lines).encode(), _HEAD.encode())


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
