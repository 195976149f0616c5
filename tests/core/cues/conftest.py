"""Faults as a story, played through the arbitration frame by frame without any sleeping."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from coach.core.cues import CUES, CueParams, Repeat, SpokenCue, begin_cues, give_cue
from coach.core.findings import Event, Findings, Judgement, Rule, Severity
from coach.core.verdict import Verdict

SEVERITY = {cue.rule: cue.severity for cue in CUES if cue.id not in ("off_the_neck", "both_hands")}
MOMENTARY = {cue.rule for cue in CUES if cue.repeat is Repeat.WHEN_IT_HAPPENS}


@dataclass(frozen=True)
class Fault:
    """A fault of a rule from `start_s` to `end_s`; `unknown` makes it a stretch that nobody could judge."""

    rule: Rule
    start_s: float
    end_s: float
    reason: str = ""
    severity: Severity | None = None
    unknown: bool = False

    def tier(self) -> Severity:
        return SEVERITY[self.rule] if self.severity is None else self.severity


def findings_at(faults: Sequence[Fault], before_s: float, t_s: float) -> Findings:
    """What the rules would say at `t_s` when the last frame was at `before_s`."""
    judgements = []
    for rule in sorted({fault.rule for fault in faults} - MOMENTARY):
        now = [fault for fault in faults if fault.rule is rule and fault.start_s <= t_s < fault.end_s]
        sure = [fault for fault in now if not fault.unknown]
        if sure:
            worst = min(sure, key=lambda fault: tuple(Severity).index(fault.tier()))
            judgements.append(Judgement(rule, Verdict.FAULT, worst.start_s, worst.tier(), None, worst.reason))
        else:
            verdict = Verdict.UNKNOWN if now else Verdict.OK
            judgements.append(Judgement(rule, verdict, t_s, SEVERITY[rule]))
    opened = tuple(
        Event(fault.rule, fault.start_s, t_s, t_s, fault.tier(), None, reason=fault.reason)
        for fault in faults
        if before_s < fault.start_s <= t_s and not fault.unknown and (fault.rule in MOMENTARY or t_s < fault.end_s)
    )
    return Findings(t_s, tuple(judgements), opened, (), ())


Play = Callable[..., list[SpokenCue]]


@pytest.fixture(scope="session")
def fault() -> type[Fault]:
    return Fault


@pytest.fixture(scope="session")
def stream() -> Callable[[Sequence[Fault], Sequence[float]], list[Findings]]:
    """All findings of a story at the given frame times."""

    def make(faults: Sequence[Fault], times_s: Sequence[float]) -> list[Findings]:
        befores_s = [-1.0, *times_s[:-1]]
        return [findings_at(faults, before_s, t_s) for before_s, t_s in zip(befores_s, times_s, strict=True)]

    return make


@pytest.fixture(scope="session")
def play(stream: Callable[[Sequence[Fault], Sequence[float]], list[Findings]]) -> Play:
    """The cues that a story leads to."""

    def run(
        *faults: Fault,
        until_s: float = 120.0,
        fps: float = 20.0,
        times_s: Sequence[float] | None = None,
        params: CueParams | None = None,
    ) -> list[SpokenCue]:
        times = np.arange(0.0, until_s, 1.0 / fps).tolist() if times_s is None else list(times_s)
        state, cues = begin_cues(), []
        for findings in stream(faults, times):
            state, started, running = give_cue(params or CueParams(), state, findings)
            if started is not None:
                assert running == started
                cues.append(started)
            if running is not None:
                assert running.t_s <= findings.t_s < running.end_s
        return cues

    return run
