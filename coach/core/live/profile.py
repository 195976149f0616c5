"""A profile: what stays the same from session to session of one pair of people, under a name of their own choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, get_args, get_type_hints

from coach.core.live.past import PastSession
from coach.core.phrase import Phrase
from coach.core.prepare.answers import Answers, FreshParams
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
        weighed: the day on which the weights were told; None = not known.
    """

    name: str
    receiver_height_cm: Annotated[float | None, _HEIGHT] = None
    giver_height_cm: Annotated[float | None, _HEIGHT] = None
    receiver_weight_kg: Annotated[float | None, _WEIGHT] = None
    giver_weight_kg: Annotated[float | None, _WEIGHT] = None
    weighed: date | None = None

    @property
    def has_weights(self) -> bool:
        """Is any weight told?"""
        return self.receiver_weight_kg is not None or self.giver_weight_kg is not None


def limits() -> dict[str, Threshold]:
    """Unit and range of each number of a profile, by its name."""
    hints = get_type_hints(Profile, include_extras=True)
    return {name: get_args(hint)[1] for name, hint in hints.items() if hasattr(hint, "__metadata__")}


def what_is_wrong(profile: Profile) -> str:
    """What is wrong with a profile, a part of a sentence; empty = nothing."""
    name = profile.name
    if not name or name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        return f"its name must be 1 to {LONGEST_NAME} characters that can be printed, without blanks at its ends"
    for key, limit in limits().items():
        value: float | None = getattr(profile, key)
        if value is not None and not limit.low <= value <= limit.high:
            who, what, _ = key.split("_")
            told = f"{value:g} {limit.unit}, but {limit.low:g} to {limit.high:g} {limit.unit} is expected"
            return f"the {who}'s {what} is {told}"
    return ""


def counts_weights(params: FreshParams, profile: Profile, today: date) -> bool:
    """Do the profile's weights still count? As long as the answers on health do; of an unknown day they do not."""
    day = profile.weighed
    return profile.has_weights and day is not None and 0 <= (today - day).days <= params.screening_days


def with_weights(params: FreshParams, answers: Answers, profile: Profile, today: date) -> Answers:
    """Answers with the weights that the profile knows (technique.md B7); what is answered already wins."""
    if not counts_weights(params, profile, today):
        return answers
    receiver_kg, giver_kg = answers.receiver_kg, answers.giver_kg
    return replace(
        answers,
        receiver_kg=profile.receiver_weight_kg if receiver_kg is None else receiver_kg,
        giver_kg=profile.giver_weight_kg if giver_kg is None else giver_kg,
    )


def old_weights(params: FreshParams, profile: Profile, today: date) -> Phrase | None:
    """What is said of weights that do not count any more; None = they do, or there are none."""
    if not profile.has_weights or counts_weights(params, profile, today):
        return None
    days = f"{params.screening_days:g}"
    return Phrase(
        f"The weights of profile '{profile.name}' are older than {days} days, or of an unknown day, and do not count: "
        "'coach profiles --add' tells them anew.",
        f"“{profile.name}”的体重是{days}天以前的，或者日期不明，不再算数：请用 'coach profiles --add' 重新填写。",
    )


def of_profile(past: Iterable[PastSession], name: str) -> tuple[PastSession, ...]:
    """The sessions that may have been this pair's: theirs, and those of nobody's name. Without a name: all."""
    return tuple(one for one in past if not name or one.profile in ("", name))
