"""The one place where corrections are plugged in: what the page needs of whatever judges a clip again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol


class Corrections(Protocol):
    """The corrections of one analysed clip."""

    def told(self) -> Mapping[str, object]:
        """The corrections so far, as plain JSON values."""
        ...

    def correct(self, data: bytes) -> Path:
        """Make one correction and judge the clip again, without inference.

        Args:
            data: JSON as the page sends it: `{"kind": "spine", "t_s", "spine": [x, y, x, y]}` (parts of the picture's
                width and height), `{"kind": "swap", "t_s"}`, `{"kind": "wrong", "event"}` (its place in `events`),
                `{"kind": "missed", "rule", "start_s", "end_s", "side"}`, `{"kind": "threshold", "name", "value"}`
                or `{"kind": "undo"}`.

        Returns:
            A folder like the one that `coach analyze` leaves, with the clip as it is judged now.

        Raises:
            CoachError: it is no correction, or the clip cannot be judged again.
        """
        ...


OpenCorrections = Callable[[Path], Corrections]
"""Opens the corrections of the clip whose analysed folder is given. Raises `CoachError`."""
