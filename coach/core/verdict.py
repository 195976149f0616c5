"""The three states of every judgement: ok, fault, unknown.

Unknown is a state of its own. It never counts as ok, it never clears a fault, and it is spoken when it lasts.
"""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a judgement says at one moment."""

    OK = "ok"
    FAULT = "fault"
    UNKNOWN = "unknown"


def worst(*verdicts: Verdict) -> Verdict:
    """Combine judgements of parts into one of the whole: a fault wins, then unknown, and ok needs all of them.

    Without any part nothing was judged, so the answer is `Verdict.UNKNOWN`.
    """
    if Verdict.FAULT in verdicts:
        return Verdict.FAULT
    if not verdicts or Verdict.UNKNOWN in verdicts:
        return Verdict.UNKNOWN
    return Verdict.OK
