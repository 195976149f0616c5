"""The rules and the cues folded over a clip's sights, step by step; a second time only from where something differs.

States of the fold are values, so a few of them are kept on the way. A correction that counts from the tenth minute on
is judged from there; one that only marks an event needs no fold at all.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from coach.core.analysis import Moment
from coach.core.cues import CueState, begin_cues, give_cue
from coach.core.judged import Whole, whole
from coach.core.review.marked_bodies import BodyMarks, corrected, count_alike
from coach.core.rules.judge import RulesState, begin_rules, finish_rules, judge
from coach.core.session import SessionParams
from coach.core.sight import Sight

TELL_FRAMES = 50  # so many frames make one step: a few hundredths of a second
STOP_FRAMES = 300  # a multiple of it; the fold is taken up again at one of these


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the fold can be taken up again: how many frames were judged before, and what they left."""

    frames: int
    rules: RulesState
    cues: CueState


@dataclass(frozen=True, slots=True)
class Folded:
    """A whole clip, judged.

    Attributes:
        whole: moments and what was found.
        marks, params: how it was judged.
        stops: where it can be taken up again, the beginning first.
    """

    whole: Whole
    marks: BodyMarks
    params: SessionParams
    stops: tuple[Stop, ...]


def folded(sights: Sequence[Sight], marks: BodyMarks, params: SessionParams, before: Folded | None = None) -> Folded:
    """As `folding`, at once."""
    steps = folding(sights, marks, params, before)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def folding(
    sights: Sequence[Sight], marks: BodyMarks, params: SessionParams, before: Folded | None = None
) -> Generator[int, None, Folded]:
    """Judge a clip, frame by frame.

    Args:
        sights: of every frame, as they were judged first.
        marks: what was marked in them.
        params: every threshold.
        before: the same sights, judged otherwise; what is the same in both is taken from it, to the last bit.

    Yields:
        Now and then how many frames are judged.

    Returns:
        The whole clip.
    """
    stops = _stops(sights, marks, params, before)
    at = stops[-1]
    rules, cues = at.rules, at.cues
    moments = [] if before is None else list(before.whole.moments[: at.frames])
    for count, sight in enumerate(corrected(sights[at.frames :], marks), at.frames + 1):
        rules, findings = judge(params.rules, rules, sight)
        cues, _, running = give_cue(params.cues, cues, findings)
        moments.append(Moment(sight, findings, running))
        if count % STOP_FRAMES == 0 or count == len(sights):
            stops.append(Stop(count, rules, cues))
        if count % TELL_FRAMES == 0:
            yield count
    if not moments:
        return Folded(Whole(), marks, params, tuple(stops))
    ending = finish_rules(params.rules, rules, moments[-1].sight.t_s)
    return Folded(whole(moments, ending), marks, params, tuple(stops))


def _stops(sights: Sequence[Sight], marks: BodyMarks, params: SessionParams, before: Folded | None) -> list[Stop]:
    """The stops of a fold before that hold in this one too; at least the beginning."""
    if before is None or before.params != params or len(before.whole.moments) != len(sights):
        return [Stop(0, begin_rules(), begin_cues())]
    alike = count_alike(sights, before.marks, marks)
    return [stop for stop in before.stops if stop.frames <= alike]
