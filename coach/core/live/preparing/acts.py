"""What the buttons of the screens before a session do."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """One button."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not sure"
    LESS = "less"  # weight
    MORE = "more"
    SMALLER = "smaller"  # brush
    LARGER = "larger"
    UNDO = "undo"
    CLEAR = "clear"
    KEEP_NOT = "keep not"
    KEEP = "keep"
    BEGIN = "begin"
    CHANGE = "change"  # back to what keeps the session from beginning
    BACK = "back"
    ON = "on"
    END = "end"


# The lowest row of every screen: each has its own place in it, so that none takes another's under the mouse.
BACKWARD, ONWARD, AWAY = (Act.BACK,), (Act.BEGIN, Act.CHANGE, Act.ON), (Act.END,)
NAVIGATION = (*BACKWARD, *ONWARD, *AWAY)
# What takes people on: it counts only once the screen could be read.
DECIDING = frozenset({Act.YES, Act.NO, Act.NOT_SURE, Act.KEEP, Act.KEEP_NOT, Act.BEGIN, Act.ON})
