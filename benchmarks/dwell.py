"""How long each foot stood: the coach's stands against the true steps, and the pauses that were too short.

    python benchmarks/dwell.py CLIPS_DIR [--clips c03 c05] [--looks DIR] [--models DIR] [--each]

CLIPS_DIR holds NAME.mp4 with NAME.json (rendered footage with exact ground truth). A true stand runs from a foot's
landing on the back to its next lift; the stand of the same foot that shares most time with it answers it.

dwell     share of true stands whose length is told to 0.4 s; landing, lift: medians of told minus true, s
both      share of those with landing and lift each told to 0.4 s (`steps_right` of `benchmarks/accuracy.py`)
short     true pauses below the program's `short_s`: found, missed, and called where none was. The pause at a point runs
          from a landing to the next lift of either foot: of the same one (it left its point), or of the other one
          (the steps follow each other too fast)

--looks DIR    keep what the networks answer in DIR (NAME.looks), or take it from there instead of asking them again:
               the fold over a clip then takes seconds. Answers hang on where the core looks, so a change of that
               wants a new folder
--each         a line for every true stand
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.networks import networks
from benchmarks.scoring import STEP_S
from benchmarks.tables import WIDTH
from benchmarks.truth import TrueStep, Truth, read_truth
from coach.adapters.clip import open_clip
from coach.adapters.model_files import Models
from coach.app.eyes import CoachEyes
from coach.app.judge_clip import judge_clip
from coach.core.findings import Event, Rule, Stand
from coach.core.judged import Whole
from coach.core.landmarks import SIDES
from coach.core.look import Hints, LookPlan, Looks
from coach.core.rules.pauses import PauseParams
from coach.core.session import SessionParams
from coach.quiet import native_stderr_silenced

SHORT_S = PauseParams().short_s
OFF_THE_BACK = ("walk", "step_down")  # a step that does not end on the back


@dataclass(frozen=True, slots=True)
class TrueStand:
    """A foot on the back, from its landing to its next lift, s; `pause_s` until the next lift of either foot."""

    foot: str
    land_s: float
    lift_s: float
    pause_s: float

    @property
    def length_s(self) -> float:
        """How long it stood."""
        return self.lift_s - self.land_s


@dataclass(frozen=True, slots=True)
class Answer:
    """A true stand and the program's, None where it saw none; was its pause called too short?"""

    true: TrueStand
    told: Stand | None
    called_short: bool

    @property
    def length_right(self) -> bool:
        """Its length is told to `STEP_S`."""
        return self.told is not None and abs(self.told.end_s - self.told.start_s - self.true.length_s) <= STEP_S

    @property
    def ends_right(self) -> bool:
        """Landing and lift are each told to `STEP_S`."""
        return self.told is not None and max(abs(self.landing_s), abs(self.lift_s)) <= STEP_S

    @property
    def landing_s(self) -> float:
        """Told minus true, s; NaN where nothing was told."""
        return self.told.start_s - self.true.land_s if self.told else float("nan")

    @property
    def lift_s(self) -> float:
        """Told minus true, s; NaN where nothing was told."""
        return self.told.end_s - self.true.lift_s if self.told else float("nan")


@dataclass(frozen=True, slots=True)
class DwellScore:
    """One clip, or several: every true stand's answer, and the short pauses that were called where none was."""

    answers: tuple[Answer, ...]
    false_short: tuple[Event, ...]


def true_stands(truth: Truth) -> tuple[TrueStand, ...]:
    """Every stand on the back whose landing and lift the truth tells."""
    stands: list[TrueStand] = []
    for side in SIDES:
        moves = sorted((step for step in truth.steps if step.foot == side), key=lambda step: step.land_s)
        stands += [
            TrueStand(side, now.land_s, after.lift_s, _pause_s(truth, now))
            for now, after in pairwise(moves)
            if now.kind not in OFF_THE_BACK
        ]
    return tuple(sorted(stands, key=lambda stand: stand.land_s))


def _pause_s(truth: Truth, landed: TrueStep) -> float:
    """From a landing to the next lift of a foot that stood on the back; stepping up, the other one comes from below."""
    lifts_s = [
        step.lift_s for step in truth.steps if step.lift_s >= landed.land_s and step.kind not in ("walk", "step_up")
    ]
    return min(lifts_s) - landed.land_s


def score_dwell(truth: Truth, judged: Whole) -> DwellScore:
    """Hold one run's stands and short pauses against the truth."""
    called = [event for event in judged.events if event.rule is Rule.SHORT_PAUSE]
    answers: list[Answer] = []
    for true in true_stands(truth):
        told = max(
            (stand for stand in judged.stands if stand.foot == true.foot and _shared_s(true, stand) > 0.0),
            key=lambda stand: _shared_s(true, stand),
            default=None,
        )
        answers.append(Answer(true, told, any(_is_about(event, true) for event in called)))
    short = [answer.true for answer in answers if answer.true.pause_s < SHORT_S]
    false = tuple(event for event in called if not any(_is_about(event, true) for true in short))
    return DwellScore(tuple(answers), false)


def _shared_s(true: TrueStand, stand: Stand) -> float:
    return min(true.lift_s, stand.end_s) - max(true.land_s, stand.start_s)


def _is_about(event: Event, true: TrueStand) -> bool:
    return event.side == true.foot and abs(event.start_s - true.land_s) <= STEP_S


def together(scores: Iterable[DwellScore]) -> DwellScore:
    """Several clips as one."""
    scores = tuple(scores)
    return DwellScore(
        tuple(answer for one in scores for answer in one.answers),
        tuple(called for one in scores for called in one.false_short),
    )


def dwell_table(scores: dict[str, DwellScore]) -> Table:
    """A row for each clip, and one for all of them."""
    shown = Table(
        "", "stands", "dwell", "both", "landing s", "lift s", "short", "found", "missed", "false", title="dwell"
    )
    for name, one in {**scores, "all": together(scores.values())}.items():
        told = [answer for answer in one.answers if answer.told is not None]
        short = [answer for answer in one.answers if answer.true.pause_s < SHORT_S]
        found = sum(answer.called_short for answer in short)
        shown.add_row(
            name,
            str(len(one.answers)),
            _share([answer.length_right for answer in one.answers]),
            _share([answer.ends_right for answer in one.answers]),
            _middle([answer.landing_s for answer in told]),
            _middle([answer.lift_s for answer in told]),
            *(str(count) for count in (len(short), found, len(short) - found, len(one.false_short))),
        )
    return shown


def _share(right: list[bool]) -> str:
    return f"{np.mean(right):.2f}" if right else "-"


def _middle(values: list[float]) -> str:
    return f"{np.median(values):+.2f}" if values else "-"


def _told(answer: Answer) -> str:
    true = answer.true
    head = f"{true.foot:5} {true.land_s:6.2f} to {true.lift_s:6.2f}, pause {true.pause_s:5.2f}"
    if answer.told is None:
        return f"{head}: not seen"
    right = "" if answer.length_right else "  <- length"
    return f"{head}: landing {answer.landing_s:+.2f}, lift {answer.lift_s:+.2f}{right}"


class KeptLooks:
    """Answers of the networks, kept in a folder from one run to the next."""

    def __init__(self, folder: Path | None, models: Models) -> None:
        """`folder` None = every run asks the networks."""
        self._folder, self._models = folder, models

    def judge(self, clip: Path) -> Whole:
        """Judge a clip, by the answers that are kept where there are some."""
        kept = None if self._folder is None else self._folder / f"{clip.stem}.looks"
        if kept is not None and kept.is_file():
            answers = iter(pickle.loads(kept.read_bytes()))
            told = judge_clip(open_clip(clip).frames(), lambda _picture, _plan: next(answers), SessionParams(), Hints())
            return told.whole
        answered: list[Looks] = []
        with CoachEyes(self._models) as eyes, native_stderr_silenced():
            eyes.begin()

            def look(picture_rgb: NDArray[np.uint8], plan: LookPlan) -> Looks:
                answered.append(eyes.look(picture_rgb, plan))
                return answered[-1]

            judged = judge_clip(open_clip(clip).frames(), look, SessionParams(), Hints())
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pickle.dumps(answered))
        return judged.whole


def main() -> None:
    """Run and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips_dir", type=Path)
    parser.add_argument("--clips", nargs="*", default=[], help="first letters of the names; all if not given")
    parser.add_argument("--looks", type=Path, help="a folder for the networks' answers")
    parser.add_argument("--models", type=Path, help="a folder of other networks")
    parser.add_argument("--each", action="store_true", help="a line for every true stand")
    args = parser.parse_args()
    eyes = KeptLooks(args.looks, networks(args.models))
    scores: dict[str, DwellScore] = {}
    for path in sorted(args.clips_dir.glob("*.json")):
        if not path.name.startswith(tuple(args.clips) or "") or not path.with_suffix(".mp4").is_file():
            continue
        truth = read_truth(path)
        if truth is None:
            continue
        print(f"watching {truth.name}", file=sys.stderr, flush=True)
        one = score_dwell(truth, eyes.judge(path.with_suffix(".mp4")))
        scores[truth.name] = one
        if args.each:
            for answer in one.answers:
                print(_told(answer))
            for event in one.false_short:
                print(f"{event.side} {event.start_s:.2f} to {event.end_s:.2f}: a short pause where none was")
    if not scores:
        raise SystemExit(f"{args.clips_dir} holds no such clip with a NAME.json beside it; give a folder of them")
    Console(width=WIDTH).print(dwell_table(scores))


if __name__ == "__main__":
    main()
