"""Which events a correction took away, which it brought, and which begin or end elsewhere now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.core.findings import Event
from coach.core.review.rejudge import SAME_EVENT_S


@dataclass(frozen=True, slots=True)
class Difference:
    """Two judgements of one clip, held against each other.

    Attributes:
        gone: events of the first that the second does not have.
        new: events of the second that the first did not have.
        moved: pairs (first, second) of one event that begins or ends more than `SAME_EVENT_S` elsewhere.
    """

    gone: tuple[Event, ...] = ()
    new: tuple[Event, ...] = ()
    moved: tuple[tuple[Event, Event], ...] = ()


def difference(before: Sequence[Event], after: Sequence[Event]) -> Difference:
    """Hold two judgements against each other.

    Two events are one if rule and side are the same and their spans meet, `SAME_EVENT_S` allowed at either end; of
    several that do, the pair that begins nearest to each other.
    """
    near = sorted(
        (abs(one.start_s - other.start_s), k, j)
        for k, one in enumerate(before)
        for j, other in enumerate(after)
        if _is_one(one, other)
    )
    partner: dict[int, int] = {}
    for _, k, j in near:
        if k not in partner and j not in partner.values():
            partner[k] = j
    kept = set(partner.values())
    return Difference(
        gone=tuple(event for k, event in enumerate(before) if k not in partner),
        new=tuple(event for j, event in enumerate(after) if j not in kept),
        moved=tuple((before[k], after[j]) for k, j in sorted(partner.items()) if _is_elsewhere(before[k], after[j])),
    )


def _is_one(one: Event, other: Event) -> bool:
    if one.rule is not other.rule or one.side != other.side:
        return False
    return one.start_s <= other.end_s + SAME_EVENT_S and other.start_s <= one.end_s + SAME_EVENT_S


def _is_elsewhere(one: Event, other: Event) -> bool:
    return max(abs(one.start_s - other.start_s), abs(one.end_s - other.end_s)) > SAME_EVENT_S
