"""Reads back what `coach analyze` left: one folder with `analysis.json` and `frames.parquet`.

A folder may come from somebody else, so nothing in it is believed before it has been checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from coach.errors import CoachError, shown

SCHEMA = 1
LARGEST_DOCUMENT_BYTES = 64 * 1024 * 1024
MOST_FRAMES = 2_000_000

# Column, numbers per frame. Words are sent as their place in WORDS; what stands in no list is sent as -1.
_LISTS = {"receiver_xy": 66, "giver_xy": 66, "receiver_vis": 33, "giver_vis": 33, "spine_xy": 4}
_FIGURES = tuple(
    f"{side}_foot_{figure}" for side in ("left", "right") for figure in ("offset_cm", "gap_cm", "along", "sigma_cm")
)
_SEEN, _CONTACT, _HOLD = ("measured", "held", "lost"), ("back", "floor", "air", "unknown"), ("yes", "no", "unknown")
WORDS: dict[str, tuple[str, ...]] = {
    "receiver_state": _SEEN,
    "giver_state": _SEEN,
    "left_foot_state": _CONTACT,
    "right_foot_state": _CONTACT,
    "left_hand_support": _HOLD,
    "right_hand_support": _HOLD,
    "technique": ("standing", "half_squat", "kneeling", "seated", "none", "unknown"),
}


class ClipPart(msgspec.Struct, frozen=True):
    """What the page needs to know of the clip."""

    path: str
    sha256: str
    width: int
    height: int
    frames: int
    duration_s: float


class EventPart(msgspec.Struct, frozen=True):
    """One event of the analysis."""

    rule: str
    start_s: float
    end_s: float
    severity: str
    side: str | None = None
    mark: str | None = None  # `added`, where a person added it
    author: str | None = None


class StepPart(msgspec.Struct, frozen=True):
    """One step of the analysis."""

    foot: str
    start_s: float
    end_s: float
    along: float | None
    offset_cm: float | None
    zone: str | None


class Document(msgspec.Struct, frozen=True):
    """The parts of `analysis.json` that are read here, checked on the way in."""

    schema: int
    clip: ClipPart
    settings: dict[str, Any]
    phases: list[dict[str, Any]]
    events: list[EventPart]
    cues: list[dict[str, Any]]
    steps: list[StepPart]
    summary: dict[str, Any]
    visibility: dict[str, Any] = msgspec.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Analysed:
    """One analysed clip.

    Attributes:
        folder: where it lies.
        raw: `analysis.json` as it is, bytes of UTF-8.
        document: its checked parts.
        t_s: (N,) float64, s, not decreasing.
        rows: (N, W) float32: every column of `layout()` side by side; NaN = unknown.
    """

    folder: Path
    raw: bytes
    document: Document
    t_s: NDArray[np.float64]
    rows: NDArray[np.float32]


def layout() -> dict[str, tuple[int, int]]:
    """Where each column begins in a row of `Analysed.rows`, and how many numbers it has."""
    sizes = _LISTS | dict.fromkeys(_FIGURES, 1) | dict.fromkeys(WORDS, 1)
    ends = np.cumsum(list(sizes.values()))
    return {name: (int(end) - size, size) for (name, size), end in zip(sizes.items(), ends, strict=True)}


def is_analysed(folder: Path) -> bool:
    """Does this look like a folder that `coach analyze` left?"""
    return (folder / "analysis.json").is_file()


def read_document(folder: Path) -> tuple[bytes, Document]:
    """Read and check `analysis.json`.

    Raises:
        CoachError: it is missing, damaged, too large, or of another version.
    """
    path = folder / "analysis.json"
    try:
        if path.stat().st_size > LARGEST_DOCUMENT_BYTES:
            raise CoachError(f"'{shown(path)}' is too large for an analysis: analyse the clip again.")
        raw = path.read_bytes()
        document = _decoded(raw)
    except OSError as refused:
        raise CoachError(f"'{shown(path)}' cannot be read ({refused.strerror}): analyse the clip again.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise CoachError(
            f"'{shown(path)}' is damaged ({wrong}): analyse the clip again with 'coach analyze'."
        ) from None
    if document.schema != SCHEMA:
        raise CoachError(
            f"'{shown(path)}' is of version {document.schema}, this program reads version {SCHEMA}: analyse the clip "
            "again with this program."
        )
    return raw, document


def _decoded(raw: bytes) -> Document:
    return msgspec.json.decode(raw, type=Document)


def analysed_of(folder: Path, raw: bytes, table: pa.Table) -> Analysed:
    """A clip that was judged again, as if it had been read from files.

    Args:
        folder: the analysis that it comes from.
        raw: a document of the form of `analysis.json`.
        table: the columns of `frames.parquet`.
    """
    return Analysed(folder, raw, _decoded(raw), *_numbers(table))


def read_analysed(folder: Path) -> Analysed:
    """Read a whole analysed clip.

    Raises:
        CoachError: a file is missing or damaged, or the two do not belong together.
    """
    raw, document = read_document(folder)
    path = folder / "frames.parquet"
    wanted = ["t_s", *_LISTS, *_FIGURES, *WORDS]
    try:
        with path.open("rb") as file:
            if parquet.ParquetFile(file).metadata.num_rows > MOST_FRAMES:
                raise CoachError(f"'{shown(path)}' has too many frames: cut the clip into shorter ones.")
            file.seek(0)
            table = parquet.read_table(file, columns=wanted)
        t_s, rows = _numbers(table)
    except OSError as refused:
        why = refused.strerror or "it is no Parquet file"
        raise CoachError(f"'{shown(path)}' cannot be read ({why}): analyse the clip again.") from None
    except (pa.ArrowException, KeyError, ValueError, TypeError):
        raise CoachError(f"'{shown(path)}' is damaged: analyse the clip again with 'coach analyze'.") from None
    if not np.isfinite(t_s).all() or (np.diff(t_s) < 0.0).any():
        raise CoachError(f"the times in '{shown(path)}' go back: analyse the clip again with 'coach analyze'.")
    return Analysed(folder, raw, document, t_s, rows)


def _numbers(table: pa.Table) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Times, and every other column side by side, as in `Analysed`."""
    t_s = table.column("t_s").to_numpy().astype(np.float64)
    parts = [_list_column(table, name, size) for name, size in _LISTS.items()]
    parts += [table.column(name).to_numpy().astype(np.float32)[:, None] for name in _FIGURES]
    parts += [_word_column(table, name) for name in WORDS]
    return t_s, np.ascontiguousarray(np.concatenate(parts, axis=1), dtype=np.float32)


def _list_column(table: pa.Table, name: str, size: int) -> NDArray[np.float32]:
    column = table.column(name).combine_chunks()
    flat = column.flatten() if not isinstance(column, pa.ChunkedArray) else pa.concat_arrays(column.chunks).flatten()
    return flat.to_numpy(zero_copy_only=False).astype(np.float32).reshape(table.num_rows, size)


def _word_column(table: pa.Table, name: str) -> NDArray[np.float32]:
    places = {word: float(place) for place, word in enumerate(WORDS[name])}
    encoded = table.column(name).combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.unify_dictionaries().chunk(0) if encoded.num_chunks else pa.array([], pa.string())
    meanings = np.array([places.get(str(word), -1.0) for word in encoded.dictionary.to_pylist()], dtype=np.float32)
    return meanings[encoded.indices.to_numpy(zero_copy_only=False)][:, None]
