"""The bars: what each figure has to reach, in which views, and whether it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan

from benchmarks.scoring import Group

END_VIEWS = ("head", "foot", "high")
OBLIQUE_VIEWS = ("oblique", "oblique2")
SIDE_VIEWS = ("side",)
VIEWS = (*END_VIEWS, *OBLIQUE_VIEWS, *SIDE_VIEWS)
TECHNIQUES = ("standing", "half_squat", "kneeling", "seated")

_ROUNDING = 1e-9
_REFUSES = 0.5  # share of a group's feet in frames whose view is refused, from which the group counts as refused
_TOLD = 0.9  # share of the unjudged feet for which `not_seen` must give a reason


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure and what it must reach.

    Attributes:
        name: as it is printed, with the bar.
        value: the figure of a group of clips; NaN = nothing to judge.
        low, high: the figure must lie between them, both included.
        views: it is asked in these views only.
        stands_in: reached all the same where this says so ("unknown, with the reason").
    """

    name: str
    value: Callable[[Group], float]
    low: float = float("-inf")
    high: float = float("inf")
    views: tuple[str, ...] = VIEWS
    stands_in: Callable[[Group], bool] | None = None

    def part(self, group: Group) -> Group:
        """Those clips of a group in whose views the bar is asked."""
        return Group(tuple(clip for clip in group.clips if clip.view in self.views))

    def reached(self, group: Group) -> bool | None:
        """Is it reached? None = there is nothing to judge."""
        value = self.value(group)
        if self.stands_in is not None and self.stands_in(group):
            return True
        if isnan(value):
            return None
        return self.low - _ROUNDING <= value <= self.high + _ROUNDING


@dataclass(frozen=True, slots=True)
class Plain:
    """A figure without a bar."""

    name: str
    value: Callable[[Group], float]


def _mean(name: str) -> Callable[[Group], float]:
    return lambda group: group.mean(name)


def _median(name: str) -> Callable[[Group], float]:
    return lambda group: group.median(name)


def _f1(kind: str) -> Callable[[Group], float]:
    return lambda group: group.f1(kind)


def says_why_not(group: Group) -> bool:
    """The program refuses the view for most of the feet, and tells so while it does."""
    return group.mean("refused") >= _REFUSES and group.mean("unseen_told") >= _TOLD


LATERAL = _median("foot_lateral_med_cm")

BARS = (
    Bar("giver_ok ≥ .97", _mean("giver_ok"), low=0.97),
    Bar("receiver_ok ≥ .97", _mean("receiver_ok"), low=0.97),
    Bar("both_ok ≥ .97", _mean("both_ok"), low=0.97),
    Bar("swapped = 0", _mean("swapped"), high=0.0),
    Bar("spine_err_cm ≤ 1.5", _median("spine_err_cm"), high=1.5),
    Bar("foot_lateral_med_cm ≤ 1.5, ends and high", LATERAL, high=1.5, views=END_VIEWS),
    Bar("foot_lateral_med_cm ≤ 2.5, oblique", LATERAL, high=2.5, views=OBLIQUE_VIEWS),
    Bar("foot_lateral_med_cm ≤ 3, side, or told why not", LATERAL, high=3.0, views=SIDE_VIEWS, stands_in=says_why_not),
    Bar("within_2_sigma .90 to .98", _median("within_2_sigma"), low=0.90, high=0.98),
    Bar("foot_judged ≥ .9 where accepted", _mean("foot_judged_accepted"), low=0.9),
    Bar("spine_step F1 ≥ .9", _f1("spine_step"), low=0.9),
    Bar("off_zone F1 ≥ .9", _f1("off_zone"), low=0.9),
    Bar("support_lost F1 ≥ .9", _f1("support_lost"), low=0.9),
    Bar("fast_step F1 ≥ .8", _f1("fast_step"), low=0.8),
    Bar("receiver_move F1 ≥ .8", _f1("receiver_move"), low=0.8),
    Bar("spine_step delay ≤ .4 s", lambda group: group.delay_s("spine_step"), high=0.4),
    Bar("false safety alarms ≤ 2 in 10 min", lambda group: group.false_alarms, high=2.0),
)

PLAIN = (
    Plain("foot_lateral_p90_cm", _median("foot_lateral_p90_cm")),
    Plain("foot_along_med", _median("foot_along_med")),
    Plain("foot_judged, all frames", _mean("foot_judged")),
    Plain("foot_measured", _mean("foot_measured")),
    Plain("view refused", _mean("refused")),
    Plain("unjudged with a reason", _mean("unseen_told")),
    Plain("hand_right", _mean("hand_right")),
    Plain("hand_unknown", _mean("hand_unknown")),
    Plain("technique_right", _mean("technique_right")),
    Plain("steps_right", _median("steps_right")),
    Plain("spine_step decided after, s", lambda group: group.told_s("spine_step")),
    Plain("minutes on the receiver", lambda group: group.minutes),
)

BARE = (
    Plain("bare loop: giver", _mean("bare_giver_ok")),
    Plain("bare loop: receiver", _mean("bare_receiver_ok")),
    Plain("bare loop: both", _mean("bare_both_ok")),
)


def groups(clips: tuple) -> dict[str, Group]:
    """All clips, those of each view, and those of each technique; empty groups are left out."""
    whole = {"all": Group(clips)}
    whole |= {view: Group(tuple(clip for clip in clips if clip.view == view)) for view in VIEWS}
    whole |= {word: Group(tuple(clip for clip in clips if clip.technique == word)) for word in TECHNIQUES}
    return {name: group for name, group in whole.items() if group.clips}
