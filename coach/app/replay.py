"""`coach replay`: fold a recorded session again, and see whether the coach says the same.

The fold needs no picture and no clock, so a session is told again faster than it went, and what is said must be what
was said then, to the frame.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.adapters.recording import Kept, RecordingHeader, read_recording
from coach.app.provenance import program_version
from coach.app.show import SilentTeller, Teller
from coach.core.live import live
from coach.core.live.stage import Ending, Stage
from coach.core.live.tally import Tally, begin_tally, update_tally, what_did_not, what_went_well
from coach.core.live.voice import Spoken
from coach.core.phrase import Phrase
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.errors import CoachError, shown

DIFFERENT = 1  # the exit code of a replay that says other things than the session did


@dataclass(frozen=True, slots=True)
class StageBegan:
    """A stage and when it began, s."""

    t_s: float
    stage: Stage


@dataclass(frozen=True, slots=True)
class Difference:
    """A moment at which the replay does not say what the session said.

    Attributes:
        number: of the input, counted from 0.
        t_s: its time.
        was: what started to sound in the session; None = nothing did.
        now: what starts in the replay.
    """

    number: int
    t_s: float
    was: Spoken | None
    now: Spoken | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded session, folded again.

    Attributes:
        path: the recording.
        header: how the session was set.
        notes: what is to be known about the recording, one sentence each.
        inputs: how many there were.
        end_s: time of the last one, s; 0 without any.
        stages: in order, the first one included.
        said: all that was said, in order.
        differences: where the session itself said other things; empty = the same to the frame.
        tally: the session's sums.
        ending: why it ended; None = it was broken off.
    """

    path: Path
    header: RecordingHeader
    notes: tuple[str, ...]
    inputs: int
    end_s: float
    stages: tuple[StageBegan, ...]
    said: tuple[Spoken, ...]
    differences: tuple[Difference, ...]
    tally: Tally
    ending: Ending | None

    @property
    def exit_code(self) -> int:
        """0 = the same to the frame."""
        return DIFFERENT if self.differences else 0


def replay(path: Path, talk: Teller | None = None) -> Replay:
    """Fold a recording again, with the settings that the session had.

    Args:
        path: the recording.
        talk: is told how far it is; nobody if None.

    Raises:
        CoachError: there is no such recording, or it cannot be read.
    """
    recording = read_recording(path)
    header = recording.header
    state, tally = live.begin(header.hints), begin_tally()
    stages: list[StageBegan] = []
    said: list[Spoken] = []
    differences: list[Difference] = []
    number, end_s = 0, 0.0
    inputs = (talk or SilentTeller()).following(recording.inputs(), f"{shown(path.name)}: replaying", None)
    for number, kept in enumerate(inputs, start=1):
        state, moment = _step(path, header, state, kept)
        tally = update_tally(tally, moment)
        end_s = moment.t_s
        if moment.stage_changed or not stages:
            stages.append(StageBegan(moment.t_s, moment.stage.stage))
        if moment.starts is not None:
            said.append(moment.starts)
        if moment.starts != kept.said:
            differences.append(Difference(number - 1, moment.t_s, kept.said, moment.starts))
    notes = (*recording.notes, *_of_another_version(header))
    ending = state.stage.ending
    return Replay(path, header, notes, number, end_s, tuple(stages), tuple(said), tuple(differences), tally, ending)


def words_of(spoken: Spoken, language: Language) -> str:
    """What a sound says; a sound that this version does not know is told by its name."""
    sound = sounds(language).get(spoken.sound)
    return spoken.sound if sound is None else sound.words


def replay_lines(replayed: Replay) -> Iterator[str]:
    """The replay for people: what was said and when, the stages, the summary, and whether it is the same."""
    language = replayed.header.params.language
    told = [(stage.t_s, 0, f"-- {stage.stage.value}") for stage in replayed.stages]
    told += [(spoken.t_s, 1, _line(spoken, language)) for spoken in replayed.said]
    for t_s, _, text in sorted(told, key=lambda line: line[:2]):
        yield f"{_clock(t_s)}  {text}"
    yield ""
    ending = "broken off" if replayed.ending is None else replayed.ending.value
    tally = replayed.tally
    yield (
        f"{replayed.inputs} moments in {replayed.end_s:.1f} s; ended: {ending}; {tally.session_s:.0f} s of session, "
        f"{tally.on_back_s:.0f} s on the back, {tally.steps} steps."
    )
    for sign, phrases in (("+", what_went_well(tally)), ("-", what_did_not(tally))):
        for phrase in phrases:
            yield f"{sign} {phrase.of(language)}"
    yield ""
    yield from (f"Note: {note}" for note in replayed.notes)
    if not replayed.differences:
        yield "The replay is the same to the frame."
        return
    yield f"The replay is not the same: {len(replayed.differences)} moments differ."
    for one in replayed.differences:
        yield f"{_clock(one.t_s)}  was: {_line(one.was, language)}; now: {_line(one.now, language)}"


def replay_json(replayed: Replay) -> Iterator[str]:
    """The replay for programs: one JSON object a line, each with its `kind`; what is not known is null."""
    header, language = replayed.header, replayed.header.params.language
    tally = replayed.tally
    yield _json(
        "recording",
        path=shown(replayed.path),
        program=header.program,
        models=header.models,
        language=language.value,
        began=header.began or None,
        notes=list(replayed.notes),
    )
    told = [(stage.t_s, 0, _json("stage", t_s=stage.t_s, stage=stage.stage.value)) for stage in replayed.stages]
    told += [(one.t_s, 1, _json("said", **_spoken(one, language))) for one in replayed.said]
    yield from (text for _, _, text in sorted(told, key=lambda line: line[:2]))
    yield from (
        _json(
            "difference",
            t_s=one.t_s,
            input=one.number,
            was=None if one.was is None else _spoken(one.was, language),
            now=None if one.now is None else _spoken(one.now, language),
        )
        for one in replayed.differences
    )
    yield _json(
        "summary",
        inputs=replayed.inputs,
        end_s=replayed.end_s,
        ending=None if replayed.ending is None else replayed.ending.value,
        same=not replayed.differences,
        session_s=tally.session_s,
        on_back_s=tally.on_back_s,
        perhaps_s=tally.perhaps_s,
        blind_s=tally.blind_s,
        steps=tally.steps,
        counts={one.rule.value: one.count for one in tally.rules},
        went_well=[_phrase(phrase) for phrase in what_went_well(tally)],
        did_not=[_phrase(phrase) for phrase in what_did_not(tally)],
    )


def _step(
    path: Path, header: RecordingHeader, state: live.LiveState, kept: Kept
) -> tuple[live.LiveState, live.LiveMoment]:
    try:
        return live.step(header.params, state, kept.given)
    except (ValueError, IndexError) as wrong:  # shapes of arrays that no eyes of this version give
        raise CoachError(
            f"'{shown(path)}' cannot be folded on from {kept.given.t_s:.1f} s ({wrong}): it was made by version "
            f"{header.program} of the program, replay it with that one."
        ) from wrong


def _of_another_version(header: RecordingHeader) -> tuple[str, ...]:
    now = program_version()
    if header.program == now:
        return ()
    return (f"It was recorded by version {header.program} of the program and is replayed by version {now}.",)


def _line(spoken: Spoken | None, language: Language) -> str:
    if spoken is None:
        return "nothing"
    what = "cue" if spoken.is_cue else "pace" if spoken.wordless else "prompt"
    return f"{what} {spoken.sound} ({spoken.severity.value}): {words_of(spoken, language)}"


def _spoken(spoken: Spoken, language: Language) -> dict[str, Any]:
    return {
        "t_s": spoken.t_s,
        "sound": spoken.sound,
        "is_cue": spoken.is_cue,
        "severity": spoken.severity.value,
        "length_s": spoken.length_s,
        "volume": spoken.volume,
        "words": words_of(spoken, language),
    }


def _phrase(phrase: Phrase) -> dict[str, str]:
    return {"en": phrase.en, "zh": phrase.zh}


def _json(kind: str, **values: object) -> str:
    return json.dumps({"kind": kind, **values}, ensure_ascii=False, allow_nan=False)


def _clock(t_s: float) -> str:
    """Minutes, seconds and thousandths: the frame can be told from it."""
    thousandths = round(t_s * 1000)
    return f"{thousandths // 60000:3d}:{thousandths // 1000 % 60:02d}.{thousandths % 1000:03d}"
