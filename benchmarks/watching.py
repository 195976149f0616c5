"""Show a clip to the coach: the fold that `coach analyze` runs, in this process, without files."""

from __future__ import annotations

from collections.abc import Iterable

from coach.adapters.clip import Frame
from coach.app.eyes import CoachEyes
from coach.app.judge_clip import judge_clip
from coach.core.judged import Whole
from coach.core.look import Hints
from coach.core.session import SessionParams
from coach.quiet import native_stderr_silenced


def watch(frames: Iterable[Frame], eyes: CoachEyes) -> Whole:
    """Judge the frames as one clip, with the usual thresholds and nothing told by a user."""
    eyes.begin()
    with native_stderr_silenced():
        return judge_clip(frames, eyes.look, SessionParams(), Hints()).whole
