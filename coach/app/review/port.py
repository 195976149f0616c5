"""The one place where corrections are plugged in: what the page needs of whatever judges a clip again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from coach.adapters.analysed import Analysed
from coach.core.words import Language


class StillJudging(Exception):  # noqa: N818  it is no error
    """The corrected judgement is not ready yet."""


class Corrections(Protocol):
    """The corrections of one analysed clip. Asked from many threads at once; every method may raise `CoachError`."""

    def state(self) -> str:
        """Becomes another text when somebody has corrected the clip; empty where nobody ever has. Costs nothing."""
        ...

    def progress(self) -> tuple[int, int] | None:
        """While the clip is being judged: how many frames of how many, (0, 0) while it is read. Else None."""
        ...

    def told(self) -> Mapping[str, object]:
        """The corrections so far, what they changed, and what can be corrected, as plain JSON values."""
        ...

    def correct(self, data: bytes) -> Mapping[str, object]:
        """Make or take back one correction and judge the clip again, without inference.

        It is written down before it is judged.

        Args:
            data: JSON as the page sends it, see `coach.adapters.corrections.Asked`.

        Returns:
            As `told`, with `since`: what this correction changed.
        """
        ...

    def judged(self, patience_s: float | None = None) -> Analysed | None:
        """The clip as it is judged with the corrections; None where there are none.

        Raises:
            StillJudging: it is not ready within `patience_s` (None = as long as it takes); it is being made.
        """
        ...

    def back_at(self, t_s: float) -> Mapping[str, object]:
        """Where spine line and corners are drawn at a moment, image px: what can be dragged from there."""
        ...

    def report(self, film: Path | None, language: Language, original: bool = False) -> str:
        """`report.html` of the judgement, in a language; with pictures if the very film that was analysed is at hand.

        `original`: as it was judged at first, without the corrections; refused where this program judges otherwise.
        """
        ...

    def truth(self) -> bytes:
        """`truth.json`: what the corrected clip tells as ground truth."""
        ...

    def close(self) -> None:
        """Give up what is being judged: nobody waits for it any more."""
        ...


OpenCorrections = Callable[[Path], Corrections]
"""Opens the corrections of the clip whose analysed folder is given. It reads nothing yet."""
