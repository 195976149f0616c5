"""`sights.coach`: what was seen in every frame of an analysed clip, so that it can be judged again without a look.

mark      8 bytes
version   2 bytes, little-endian, of the format
content   zlib, which proves itself: the values of `KeptSights` as `packing` writes them. No picture.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.adapters.recording.packing import pack, unpacker
from coach.core.analysis import ClipFacts
from coach.core.landmarks import LANDMARK_COUNT, SIDES
from coach.core.look import Hints
from coach.core.session import SessionParams
from coach.core.sight import Sight
from coach.errors import CoachError, shown

MARK = b"\x89SIGHT\r\n"  # not text, and damaged by whatever changes line ends
FORMAT = 1
MOST_BYTES = 1 << 30  # unpacked: more than two hours; a file may come from anybody and be packed to burst

_VERSION = struct.Struct("<H")
_LEVEL = 1  # of zlib: the digits of a landmark do not shrink any further with more work
_AGAIN = "analyse the clip again with this version of the program"


@dataclass(frozen=True, slots=True)
class KeptSights:
    """An analysed clip as the rules see it.

    Attributes:
        clip: its file's facts.
        program: version, packages and models that looked.
        params: every threshold that was in force.
        hints: what was told of the scene, the markers that were seen included.
        sights: one per frame, in order of time.
    """

    clip: ClipFacts
    program: dict[str, str]
    params: SessionParams
    hints: Hints
    sights: tuple[Sight, ...]


def pack_sights(kept: KeptSights) -> bytes:
    """The file's bytes; some 1.4 kB a frame."""
    return MARK + _VERSION.pack(FORMAT) + zlib.compress(pack(kept), _LEVEL)


def read_sights(path: Path) -> KeptSights:
    """Read a clip's sights, bit for bit as they were judged.

    Raises:
        CoachError: there are none, or the file is damaged or of another version.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CoachError(f"there is no '{shown(path)}', which holds what was seen of the clip: {_AGAIN}.") from None
    except OSError as refused:
        raise CoachError(f"'{shown(path)}' cannot be read ({refused.strerror}): check it.") from None
    head = len(MARK) + _VERSION.size
    if len(data) < head or not data.startswith(MARK):
        raise CoachError(f"'{shown(path)}' holds no sights of a clip, or is damaged: {_AGAIN}.")
    (version,) = _VERSION.unpack_from(data, len(MARK))
    if version != FORMAT:
        raise CoachError(f"'{shown(path)}' is of another version ({version}, this program reads {FORMAT}): {_AGAIN}.")
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(data[head:], MOST_BYTES)
    except zlib.error:
        raise CoachError(f"'{shown(path)}' is damaged: {_AGAIN}.") from None
    if unpacking.unconsumed_tail:
        raise CoachError(f"'{shown(path)}' is too large for the sights of a clip: {_AGAIN}.")
    if not unpacking.eof:
        raise CoachError(f"'{shown(path)}' is damaged: {_AGAIN}.")
    try:
        kept = unpacker(KeptSights)(content)
        _check(kept.sights)
    except ValueError as wrong:
        raise CoachError(f"'{shown(path)}' cannot be understood ({wrong}): {_AGAIN}.") from None
    return kept


def _check(sights: tuple[Sight, ...]) -> None:
    """Hold the sights to what the rules take for granted. Raises ValueError."""
    last_s = -math.inf
    for sight in sights:
        if not (math.isfinite(sight.t_s) and sight.t_s > last_s):
            raise ValueError(f"time does not go on at {sight.t_s:g} s")
        last_s = sight.t_s
        back = sight.back
        arrays = [(back.spine_px, (2, 2)), (back.band_px, (4, 2)), (back.outline_px, (4, 2))]
        arrays += [(person.pose.xy_px, (LANDMARK_COUNT, 2)) for person in (sight.receiver, sight.giver)]
        arrays += [(person.pose.visibility, (LANDMARK_COUNT,)) for person in (sight.receiver, sight.giver)]
        soles = (*sight.feet, *(hand.press for hand in sight.hands if hand.press is not None))
        arrays += [(sole.centre_back_cm, (2,)) for sole in soles] + [(hand.xy_px, (2,)) for hand in sight.hands]
        outlines = [part for sole in soles for part in (sole.footprint_back_cm, sole.footprint_px)]
        arrays += [(outline, (len(np.atleast_1d(outline)), 2)) for outline in outlines]
        arrays += [(support.box_px, (4,)) for support in sight.supports]
        if any(array.shape != shape for array, shape in arrays):
            raise ValueError(f"an array has another shape at {sight.t_s:g} s")
        if any(tuple(part.side for part in pair) != SIDES for pair in (sight.feet, sight.hands)):
            raise ValueError(f"left and right are not in order at {sight.t_s:g} s")
