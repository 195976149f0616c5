"""Two clips side by side: which is better in what, and what cannot be concluded.

A clip of half a minute holds two or three faults; that the other holds four says little. So a difference of counts or
shares is called one only where chance would bring it in fewer than one of a hundred such pairs (a dozen lines
are looked at together). Counts are weighed by the time on the back (exact binomial test: given their sum, how they
fall to two spans of time), shares of stays by Fisher's exact test.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import binomtest, fisher_exact

from coach.core.review.figures import AREAS, LEAST_ON_BACK_S, ClipFigures

CHANCE = 0.01
SHORT_S = 120.0  # on the back; the technique's stays of 3 to 5 s fill less than forty of them
MUCH_LONGER = 1.5
MUCH_UNSEEN = 0.1  # part of the frames
ALIKE_AREAS = 1.0  # one area more or less comes with a single step
ALIKE_SHARE = 0.05  # a share of the sides that differs by less is alike


class Finding(StrEnum):
    """What one line of a comparison says."""

    FIRST = "first"  # the first clip is better here
    SECOND = "second"
    ALIKE = "alike"
    CHANCE = "chance"  # they differ, but not by more than chance brings
    UNKNOWN = "unknown"
    TOLD = "told"  # a figure that is neither good nor bad


class Caution(StrEnum):
    """What speaks against a conclusion."""

    SHORT = "short"
    LENGTHS = "lengths"
    UNSEEN = "unseen"
    SETTINGS = "settings"
    VIEWS = "views"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One line. `figure` is a rule's name or one of this module; `first` and `second` are NaN where unknown."""

    figure: str
    first: float
    second: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What lies beside the figures: are both clips judged by the same thresholds, and both from a good place?"""

    same_settings: bool
    good_views: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines, and what not to conclude from them."""

    figures: tuple[ComparedFigure, ...]
    cautions: tuple[Caution, ...]


def compare_clips(first: ClipFigures, second: ClipFigures, beside: Circumstances) -> Comparison:
    """Compare two clips. Never raises; what is unknown in one of them is told as unknown."""
    lines = [
        ComparedFigure("on_back_s", first.on_back_s, second.on_back_s, Finding.TOLD),
        _rate("urgent", first, first.urgent, second, second.urgent),
    ]
    for one, other in zip(first.counts, second.counts, strict=True):
        if one.count or other.count:
            lines.append(_rate(one.rule.value, first, one.count, second, other.count))
    lines += [
        ComparedFigure("stays", first.stays, second.stays, Finding.TOLD),
        _good_stays(first, second),
        ComparedFigure("median_stay_s", first.median_stay_s, second.median_stay_s, Finding.TOLD),
        ComparedFigure("areas", first.areas, second.areas, _higher(first.areas, second.areas, ALIKE_AREAS)),
        _evenness(first, second),
        ComparedFigure("unknown", first.unknown, second.unknown, Finding.TOLD),
    ]
    return Comparison(tuple(lines), _cautions(first, second, beside))


def rates_differ(count: int, span_s: float, other_count: int, other_span_s: float) -> bool:
    """Do two counts over two spans of time differ by more than chance brings? No if one span is no time at all."""
    both = count + other_count
    if not both or not (span_s >= LEAST_ON_BACK_S and other_span_s >= LEAST_ON_BACK_S):
        return False
    return float(binomtest(count, both, span_s / (span_s + other_span_s)).pvalue) < CHANCE


def shares_differ(good: int, whole: int, other_good: int, other_whole: int) -> bool:
    """Do two shares differ by more than chance brings?"""
    if not whole or not other_whole:
        return False
    table = np.array([[good, whole - good], [other_good, other_whole - other_good]])
    return float(fisher_exact(table).pvalue) < CHANCE


def _rate(figure: str, first: ClipFigures, count: int, second: ClipFigures, other: int) -> ComparedFigure:
    one, two = first.per_min(count), second.per_min(other)
    differ = rates_differ(count, first.on_back_s, other, second.on_back_s)
    return ComparedFigure(figure, one, two, _surely(_higher(-one, -two, 0.0), sure=differ))


def _good_stays(first: ClipFigures, second: ClipFigures) -> ComparedFigure:
    one, two = (clip.good_stays / clip.stays if clip.stays else math.nan for clip in (first, second))
    differ = shares_differ(first.good_stays, first.stays, second.good_stays, second.stays)
    return ComparedFigure("good_stays", one, two, _surely(_higher(one, two, 0.0), sure=differ))


def _evenness(first: ClipFigures, second: ClipFigures) -> ComparedFigure:
    one, two = (abs(clip.left_share - 0.5) for clip in (first, second))
    return ComparedFigure("left_share", first.left_share, second.left_share, _higher(-one, -two, ALIKE_SHARE))


def _higher(first: float, second: float, alike_within: float) -> Finding:
    if not (math.isfinite(first) and math.isfinite(second)):
        return Finding.UNKNOWN
    if abs(first - second) <= alike_within:
        return Finding.ALIKE
    return Finding.FIRST if first > second else Finding.SECOND


def _surely(finding: Finding, *, sure: bool) -> Finding:
    return Finding.CHANCE if finding in (Finding.FIRST, Finding.SECOND) and not sure else finding


def _cautions(first: ClipFigures, second: ClipFigures, beside: Circumstances) -> tuple[Caution, ...]:
    spans = sorted((first.on_back_s, second.on_back_s))
    unseen = [one.unknown if math.isfinite(one.unknown) else 1.0 for one in (first, second)]
    told = {
        Caution.SHORT: spans[0] < SHORT_S,
        Caution.LENGTHS: spans[1] > MUCH_LONGER * spans[0],
        Caution.COVERAGE: min(first.areas, second.areas) < len(AREAS),
        Caution.UNSEEN: max(unseen) > MUCH_UNSEEN or abs(unseen[0] - unseen[1]) > MUCH_UNSEEN / 2.0,
        Caution.VIEWS: not beside.good_views,
        Caution.SETTINGS: not beside.same_settings,
    }
    return tuple(caution for caution, holds in told.items() if holds)
