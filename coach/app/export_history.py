"""The history as a table of numbers (CSV) and whole (JSON), for whoever wants to go on with it elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from coach.adapters.files import write_whole_file
from coach.app.export_form import ExportForm
from coach.core.findings import Rule
from coach.core.live.past import PastSession
from coach.core.live.tally import Tally, begin_tally
from coach.errors import CoachError, shown


def exported(past: Sequence[PastSession], form: ExportForm) -> str:
    """All sessions, the oldest first, with a line's end at the end."""
    ordered = sorted(past, key=lambda one: one.number)
    return _csv(ordered) if form is ExportForm.CSV else _json(ordered)


def write_export(path: Path, text: str, form: ExportForm) -> None:
    """Write the file, whole or not at all; an earlier export of that form is replaced.

    Raises:
        CoachError: it cannot be written, or something else has that name.
    """
    if path.exists() and not path.is_file():
        raise CoachError(
            f"'{shown(path)}' is no regular file: give --out another name, such as history.{form.value}.",
            f"“{shown(path)}”不是普通文件：请给 --out 换个名字，例如 history.{form.value}。",
        )
    replaces = b"number,began," if form is ExportForm.CSV else b"["
    write_whole_file(path, text.encode(), replaces)


def _csv(ordered: Sequence[PastSession]) -> str:
    head = ("number", "began", "ending", "profile", *(name for name, _ in _columns(begin_tally())))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for one in ordered:
        known = (value for _, value in _columns(one.tally)) if one.tally is not None else ("",) * (len(head) - 4)
        writer.writerow((one.number, one.began.isoformat(), one.ending or "", one.profile, *known))
    return text.getvalue()


def _columns(tally: Tally) -> Iterator[tuple[str, float | int]]:
    yield from (("session_s", _s(tally.session_s)), ("on_back_s", _s(tally.on_back_s)))
    yield from (("perhaps_on_back_s", _s(tally.perhaps_s)), ("blind_s", _s(tally.blind_s)), ("steps", tally.steps))
    for name, family in (("spine", tally.spine), ("support", tally.support), ("pace", tally.pace)):
        yield f"{name}_ok_s", _s(family.ok_s)
        yield f"{name}_fault_s", _s(family.fault_s)
        yield f"{name}_unknown_s", _s(family.unknown_s)
        if family is not tally.support:  # judged as one
            yield f"{name}_fault_beside_unknown_s", _s(family.beside_s)
    yield from ((rule.value, tally.count(rule)) for rule in Rule)
    yield from ((f"{part.zone.value}_{part.side.name.lower()}_s", _s(part.seconds)) for part in tally.coverage)


def _s(seconds: float) -> float:
    return round(seconds, 2)


def _json(ordered: Sequence[PastSession]) -> str:
    rows = [
        {
            "number": one.number,
            "began": one.began.isoformat(),
            "ending": one.ending,
            "profile": one.profile,
            "tally": None if one.tally is None else replace(one.tally, latest=None),
        }
        for one in ordered
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n"
