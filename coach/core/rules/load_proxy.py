"""Load proxy (technique.md D8): what the picture suggests of how much of the giver rests on how little of the back.

A camera cannot see pressure. The proxy has no unit, it is no force, and it says nothing of what the receiver feels. It
puts what can be seen in order: one foot or two, the technique, hands that carry. 1 = somebody stands on one foot and
holds on to nothing; 0 = nobody is on the receiver. Whether the whole sole or its ball presses is not seen.
What is not known leaves an interval instead of a guess.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Annotated

from coach.core.findings import LoadProxy
from coach.core.rules.presence import Presence
from coach.core.sight import Contact, Sight, Support, Technique
from coach.core.thresholds import Threshold

_ANYWHERE = (Contact.BACK, Contact.AIR, Contact.FLOOR)


@dataclass(frozen=True, slots=True)
class LoadProxyParams:
    """The parts of the proxy. None is measured: they only have to keep the order that technique.md tells."""

    two_feet: Annotated[
        float,
        Threshold("share of 1", 0.3, 1.0, "P1: two soles share what one carries; half, and some for shifting"),
    ] = 0.6
    on_floor: Annotated[
        float, Threshold("share of 1", 0.0, 1.0, "the other foot stands on the floor and carries too; own judgement")
    ] = 0.5
    hand: Annotated[
        float, Threshold("share of 1", 0.0, 0.4, "B7: hands carry part of the weight; each of them, own judgement")
    ] = 0.15
    half_squat: Annotated[
        float, Threshold("share of 1", 0.2, 1.0, "P2: presses lightly, and standing is the strongest; own judgement")
    ] = 0.8
    kneeling: Annotated[float, Threshold("share of 1", 0.2, 1.0, "P2: soles or knees press lightly; own judgement")] = (
        0.8
    )
    seated: Annotated[
        float, Threshold("share of 1", 0.0, 1.0, "P3: the buttocks carry the giver, feet or hands press; own judgement")
    ] = 0.3


NOTHING_KNOWN = LoadProxy()


def load_proxy(params: LoadProxyParams, sight: Sight, presence: Presence) -> LoadProxy:
    """What one frame suggests. Every way in which the unseen could be is reckoned, and the least and the most count."""
    if presence is Presence.OFF:
        return LoadProxy(0.0, 0.0)
    if presence is Presence.UNKNOWN:
        return NOTHING_KNOWN
    shares = {
        Technique.STANDING: 1.0,
        Technique.HALF_SQUAT: params.half_squat,
        Technique.KNEELING: params.kneeling,
        Technique.SEATED: params.seated,
    }
    if sight.technique is Technique.SEATED:
        return LoadProxy(params.seated, params.seated)
    technique = (shares[sight.technique],) if sight.technique in shares else tuple(shares.values())
    feet = _feet(params, sight)
    hands = [_carried(params, hand.support) for hand in sight.hands]
    every = [one * foot * (1.0 - left - right) for one, foot, left, right in itertools.product(technique, feet, *hands)]
    return LoadProxy(min(every), max(every)) if every else NOTHING_KNOWN


def _feet(params: LoadProxyParams, sight: Sight) -> tuple[float, ...]:
    """The share for each way in which the feet (or knees) may stand; empty if none is on the back, as in a hop."""
    seen = (foot.contact for foot in sight.feet)
    ways = itertools.product(*(_ANYWHERE if contact is Contact.UNKNOWN else (contact,) for contact in seen))
    shares: dict[frozenset[Contact], float] = {
        frozenset((Contact.BACK,)): params.two_feet,
        frozenset((Contact.BACK, Contact.AIR)): 1.0,
        frozenset((Contact.BACK, Contact.FLOOR)): params.on_floor,
    }
    return tuple(shares[way] for way in map(frozenset, ways) if way in shares)


def _carried(params: LoadProxyParams, support: Support) -> tuple[float, ...]:
    """What one hand may carry."""
    return {Support.YES: (params.hand,), Support.NO: (0.0,), Support.UNKNOWN: (0.0, params.hand)}[support]
