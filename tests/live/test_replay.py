"""A session that is replayed says the same as the session itself, to the frame; and a difference is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from coach.adapters.recording import RecordingHeader, SessionRecorder
from coach.app.provenance import program_version
from coach.app.replay import Replay, replay, replay_json, replay_lines
from coach.core.findings import Severity
from coach.core.live.live import LiveInput
from coach.core.live.stage import Ending, Stage
from coach.core.live.voice import Spoken
from coach.core.words import Language
from coach.errors import CoachError
from tests.live.staged import fold, staged_session

STRANGE = Spoken(3.0, "a sound of another version", True, Severity.GUIDE, 1.0)


def recorded(path: Path, *, said: dict[int, Spoken | None] | None = None, most: int | None = None) -> Path:
    """The staged session's recording; `said` puts other sounds into it."""
    staged = staged_session()
    with SessionRecorder(path, RecordingHeader(program_version(), params=staged.params)) as recorder:
        for number, (given, moment) in enumerate(zip(staged.inputs[:most], staged.moments, strict=False)):
            recorder.keep(given, (said or {}).get(number, moment.starts))
    assert recorder.problem is None
    return path


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    return replay(recorded(tmp_path_factory.mktemp("same") / "session"))


def test_the_stage_plays_a_whole_session() -> None:
    """Else the tests below would prove little."""
    moments = staged_session().moments
    sounds = {moment.starts.sound for moment in moments if moment.starts is not None}

    assert {moment.stage.stage for moment in moments} >= {Stage.PLACEMENT, Stage.ALONE, Stage.SESSION, Stage.ENDED}
    assert "off_the_spine" in sounds
    assert any(moment.moment is None for moment in moments)


def test_a_replay_says_the_same_to_the_frame(same: Replay) -> None:
    staged = staged_session()

    assert same.differences == ()
    assert same.exit_code == 0
    assert same.notes == ()
    assert same.inputs == len(staged.inputs)
    assert same.said == tuple(moment.starts for moment in staged.moments if moment.starts is not None)
    assert [began.stage for began in same.stages[1:]] == [m.stage.stage for m in staged.moments if m.stage_changed]
    assert same.ending is Ending.ASKED
    assert same.tally.session_s > 5.0


def test_a_replay_that_says_something_else_tells_where(tmp_path: Path) -> None:
    staged = staged_session()
    number = next(n for n, m in enumerate(staged.moments) if m.starts is not None and m.starts.sound == "off_the_spine")
    heard = staged.moments[number].starts
    assert heard is not None
    late = replace(heard, t_s=heard.t_s + 1 / 12)
    other = replay(recorded(tmp_path / "session", said={number: None, number + 1: late, 7: STRANGE}))

    assert other.exit_code == 1
    assert [(one.number, one.was, one.now) for one in other.differences] == [
        (7, STRANGE, None),
        (number, None, heard),
        (number + 1, late, None),
    ]
    text = "\n".join(replay_lines(other))
    assert "The replay is not the same: 3 moments differ." in text
    assert "was: cue a sound of another version (guide): a sound of another version; now: nothing" in text


def test_a_recording_that_breaks_off_is_the_same_as_far_as_it_goes(tmp_path: Path) -> None:
    path = recorded(tmp_path / "session")
    path.write_bytes(path.read_bytes()[:-4000])
    cut = replay(path)

    assert cut.exit_code == 0
    assert cut.ending is None
    assert 50 < cut.inputs < len(staged_session().inputs)
    assert len(cut.notes) == 1
    assert "ended: broken off" in "\n".join(replay_lines(cut))


def test_the_lines_tell_times_words_stages_and_the_summary(same: Replay) -> None:
    lines = list(replay_lines(same))
    spine = next(spoken for spoken in same.said if spoken.sound == "off_the_spine")
    thousandths = round(1000 * spine.t_s)

    assert (
        f"  0:{thousandths // 1000:02d}.{thousandths % 1000:03d}  cue off_the_spine (urgent): Off the spine!" in lines
    )
    assert "  0:00.000  -- placement" in lines
    assert "- A foot or hand came onto the spine once." in lines
    assert lines[-1] == "The replay is the same to the frame."


def test_each_json_line_is_an_object_with_its_kind(same: Replay) -> None:
    objects = [json.loads(line) for line in replay_json(same)]
    said = [one for one in objects if one["kind"] == "said"]

    assert objects[0]["kind"] == "recording"
    assert [one["t_s"] for one in said] == [spoken.t_s for spoken in same.said]
    assert all(one["words"] for one in said)
    assert objects[-1]["kind"] == "summary"
    assert objects[-1]["same"] is True
    assert objects[-1]["counts"]["spine_step"] == 1
    assert objects[-1]["did_not"][0] == {"en": "A foot or hand came onto the spine once.", "zh": "脚或手压到脊柱1次。"}


def test_differences_are_json_too(tmp_path: Path) -> None:
    other = replay(recorded(tmp_path / "session", said={7: STRANGE}, most=40))
    objects = [json.loads(line) for line in replay_json(other)]
    (difference,) = [one for one in objects if one["kind"] == "difference"]

    assert difference["input"] == 7
    assert difference["now"] is None
    assert difference["was"]["sound"] == STRANGE.sound
    assert objects[-1]["same"] is False


def test_a_session_in_chinese_is_told_in_chinese(tmp_path: Path) -> None:
    staged = staged_session()
    params = replace(staged.params, language=Language.ZH)
    with SessionRecorder(tmp_path / "session", RecordingHeader(program_version(), params=params)) as recorder:
        for given, moment in zip(staged.inputs, fold(params, staged.inputs), strict=True):
            recorder.keep(given, moment.starts)
    told = replay(tmp_path / "session")

    assert told.exit_code == 0
    assert any("离开脊柱！" in line for line in replay_lines(told))
    assert "- 脚或手压到脊柱1次。" in list(replay_lines(told))


def test_a_recording_of_another_version_is_noted(tmp_path: Path) -> None:
    with SessionRecorder(tmp_path / "session", RecordingHeader("0.0.1")) as recorder:
        recorder.keep(LiveInput(0.0), None)

    assert replay(tmp_path / "session").notes == (
        f"It was recorded by version 0.0.1 of the program and is replayed by version {program_version()}.",
    )


def test_bad_input_is_one_sentence_with_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no recording", encoding="utf-8")
    for path in (tmp_path / "none", tmp_path / "text", tmp_path):
        with pytest.raises(CoachError) as error:
            replay(path)
        assert error.value.exit_code == 2
        assert str(error.value).endswith(".")
