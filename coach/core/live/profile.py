"""A profile: what stays the same from session to session of one pair of people, under a name of their own choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Annotated, get_type_hints

from coach.core.live.past import PastSession
from coach.core.thresholds import Threshold

LONGEST_NAME = 40
_HEIGHT = Threshold("cm", 100.0, 230.0, "as --height-receiver and --height-giver")
_WEIGHT = Threshold(
    "kg", 20.0, 250.0, "technique.md B7: asked for, never judged; own judgement of what is a slip of the key"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One pair of people.

    Attributes:
        name: whatever they like to be called; it is stored beside their sessions.
        receiver_height_cm, giver_height_cm: body heights; None = not told.
        receiver_weight_kg, giver_weight_kg: body weights; None = not told.
    """

    name: str
    receiver_height_cm: Annotated[float | None, _HEIGHT] = None
    giver_height_cm: Annotated[float | None, _HEIGHT] = None
    receiver_weight_kg: Annotated[float | None, _WEIGHT] = None
    giver_weight_kg: Annotated[float | None, _WEIGHT] = None


def limits() -> dict[str, Threshold]:
    """Unit and range of each number of a profile, by its name."""
    hints = get_type_hints(Profile, include_extras=True)
    return {part.name: hints[part.name].__metadata__[0] for part in fields(Profile) if part.name != "name"}


def what_is_wrong(profile: Profile) -> str:
    """What is wrong with a profile, a part of a sentence; empty = nothing."""
    name = profile.name
    if not name or name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        return f"its name must be 1 to {LONGEST_NAME} characters that can be printed, without blanks at its ends"
    for key, limit in limits().items():
        value: float | None = getattr(profile, key)
        if value is not None and not limit.low <= value <= limit.high:
            return f"{key} got {value:g}, but {limit.low:g} to {limit.high:g} {limit.unit} is expected"
    return ""


def of_profile(past: Iterable[PastSession], name: str) -> tuple[PastSession, ...]:
    """The sessions that may have been this pair's: theirs, and those of nobody's name. Without a name: all."""
    return tuple(one for one in past if not name or one.profile in ("", name))
