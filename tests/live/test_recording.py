"""A session's recording: what comes back is what went in, and no kill, full disk or damage costs more than it must."""

from __future__ import annotations

import errno
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coach.adapters.recording import Kept, Recording, RecordingHeader, SessionRecorder, read_recording, writer
from coach.adapters.recording.chunks import MARK
from coach.adapters.recording.packing import pack
from coach.core.area import Box
from coach.core.findings import Severity
from coach.core.landmarks import Pose
from coach.core.live.live import LiveInput, LiveParams
from coach.core.live.voice import Spoken
from coach.core.look import Answer, Hints, Looks, PictureSize
from coach.core.rules.keep_out import BackPoint, KeepOutZone
from coach.core.words import Language
from coach.errors import CoachError
from tests.live.any_inputs import same
from tests.live.staged import fold, staged_session

REPOSITORY = Path(__file__).parents[2]
HEADER = RecordingHeader("1.2.3")
SAID = Spoken(1.0, "hold_on", True, Severity.WARNING, 1.4)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX systems")

# A child that records a landmark a thirtieth of a second, and tells how many it has kept.
CHILD = """
import sys
from pathlib import Path
import numpy as np
from coach.adapters.recording import RecordingHeader, SessionRecorder
from coach.core.landmarks import Pose
from coach.core.live.live import LiveInput
from coach.core.look import Answer, Looks
{before}
with SessionRecorder(Path(sys.argv[1]), RecordingHeader("1.2.3")) as recorder:
    for number in range({count}):
        pose = Pose(np.random.default_rng(number).normal(0, 500, (33, 2)), np.full(33, number / 7))
        recorder.keep(LiveInput(number / 30, looks=Looks(giver=(Answer(pose, 0.5),))), None)
        print(number, "" if recorder.problem is None else recorder.problem.en, flush=True)
"""


def of_child(number: int) -> LiveInput:
    pose = Pose(np.random.default_rng(number).normal(0, 500, (33, 2)), np.full(33, number / 7))
    return LiveInput(number / 30, looks=Looks(giver=(Answer(pose, 0.5),)))


def start_child(path: Path, count: int, before: str = "") -> subprocess.Popen[str]:
    script = CHILD.format(count=count, before=before)
    command = [sys.executable, "-c", script, str(path)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def record(path: Path, inputs: tuple[LiveInput, ...], header: RecordingHeader = HEADER) -> Path:
    with SessionRecorder(path, header) as recorder:
        for one in inputs:
            recorder.keep(one, None)
    assert recorder.problem is None
    return path


def seconds_of(length_s: float, fps: float = 10.0) -> tuple[LiveInput, ...]:
    """Inputs without looks: small ones."""
    return tuple(LiveInput(number / fps) for number in range(round(length_s * fps)))


def given_of(recording: Recording) -> list[LiveInput]:
    return [kept.given for kept in recording.inputs()]


# --- what comes back --------------------------------------------------------------------------------------------------


def test_a_whole_session_comes_back_with_what_was_said(tmp_path: Path) -> None:
    staged = staged_session()
    with SessionRecorder(tmp_path / "session", HEADER) as recorder:
        for one, moment in zip(staged.inputs, staged.moments, strict=True):
            recorder.keep(one, moment.starts)
    recording = read_recording(tmp_path / "session")
    kept = list(recording.inputs())

    assert recorder.problem is None
    assert recording.whole
    assert recording.notes == ()
    assert [one.said for one in kept] == [moment.starts for moment in staged.moments]
    assert same(tuple(one.given for one in kept), staged.inputs)
    assert recorder.size_bytes == (tmp_path / "session").stat().st_size


def test_the_header_holds_how_the_session_was_set(tmp_path: Path) -> None:
    corners = (BackPoint(5.0, 0.1), BackPoint(9.0, 0.1), BackPoint(9.0, 0.3))
    params = LiveParams(language=Language.ZH)
    keep_out = replace(params.session.rules.keep_out, zones=(KeepOutZone("scar", corners),), margin_cm=3.0)
    rules = replace(params.session.rules, keep_out=keep_out)
    header = RecordingHeader(
        "9.8.7",
        {"pose": "ab" * 32},
        replace(params, session=replace(params.session, rules=rules)),
        Hints(receiver_box_px=Box(1.0, 2.0, 3.0, 4.0), spine_px=np.array([[1.0, 2.0], [3.0, np.nan]])),
        PictureSize(1280, 720),
        "2025-01-02T20:15:00+01:00",
    )
    back = read_recording(record(tmp_path / "session", seconds_of(1.0), header))

    assert same(back.header, header)
    assert back.notes == ()


def test_a_recording_without_a_moment_is_a_whole_recording(tmp_path: Path) -> None:
    recording = read_recording(record(tmp_path / "session", ()))

    assert recording.whole
    assert given_of(recording) == []


# --- when things go wrong ---------------------------------------------------------------------------------------------


@POSIX
def test_a_kill_in_the_middle_costs_the_last_second_at_most(tmp_path: Path) -> None:
    child = start_child(tmp_path / "session", 10**6)
    assert child.stdout is not None
    lines = [child.stdout.readline() for _ in range(100)]
    child.send_signal(signal.SIGKILL)
    rest, err = child.communicate(timeout=120)
    last = int("".join([*lines, rest]).rstrip("\n").rpartition("\n")[2].split()[0])
    recording = read_recording(tmp_path / "session")
    back = given_of(recording)

    assert child.returncode == -signal.SIGKILL, err
    assert not recording.whole
    assert len(recording.notes) == 1
    assert len(back) >= last + 1 - 31  # thirty in a second, and the one that the child was at
    assert same(tuple(back), tuple(of_child(number) for number in range(len(back))))


@POSIX
def test_a_disk_that_fills_up_ends_the_recording_and_nothing_else(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000))"
    child = start_child(tmp_path / "session", 300, limit)
    out, err = child.communicate(timeout=120)
    told = [line.partition(" ")[2] for line in out.splitlines()]
    recording = read_recording(tmp_path / "session")
    back = given_of(recording)

    assert child.returncode == 0, err
    assert len(told) == 300, "the session went on to its end"
    assert told[0] == ""
    assert told[-1] == "The recording stops here, the disk is full; what was recorded until now is kept."
    assert 30 < len(back) < 300
    assert len(back) >= told.index(told[-1]) - 31
    assert same(tuple(back), tuple(of_child(number) for number in range(len(back))))
    assert recording.notes == ("The session was broken off: up to a second before that was not recorded any more.",)


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EIO, "the system says")])
@pytest.mark.parametrize("call", ["fsync", "write"])
def test_a_disk_that_refuses_once_ends_the_recording_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    recorder = SessionRecorder(tmp_path / "session", HEADER)
    for one in seconds_of(2.5):
        recorder.keep(one, SAID)
    if call == "fsync":
        monkeypatch.setattr(writer.os, "fsync", refuse)
    else:
        monkeypatch.setattr(SessionRecorder, "_write", refuse)
    for one in seconds_of(6.0)[25:]:
        recorder.keep(one, SAID)
    monkeypatch.undo()
    problem = recorder.problem
    recorder.close()
    recording = read_recording(tmp_path / "session")

    assert problem is not None
    assert words in problem.en
    assert problem.zh
    assert given_of(recording) == list(seconds_of(2.2))
    assert not recording.whole


def test_a_folder_that_cannot_be_made_is_told_and_the_session_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with SessionRecorder(tmp_path / "file" / "session", HEADER) as recorder:
        for one in seconds_of(3.0):
            recorder.keep(one, None)

    assert recorder.problem is not None
    assert recorder.problem.en.startswith("This session is not recorded")
    assert recorder.size_bytes == 0


def test_an_older_recording_is_never_written_over(tmp_path: Path) -> None:
    path = record(tmp_path / "session", seconds_of(3.0))
    before = path.read_bytes()
    with SessionRecorder(path, HEADER) as recorder:
        recorder.keep(LiveInput(0.0), None)

    assert recorder.problem is not None
    assert "there is a file of its name already" in recorder.problem.en
    assert path.read_bytes() == before


def test_what_waits_to_be_written_is_bounded_even_where_no_time_passes(tmp_path: Path) -> None:
    looks = Looks(giver=tuple(of_child(number).looks.giver[0] for number in range(400)))
    kept = Kept(LiveInput(0.0, looks=looks), None)
    with SessionRecorder(tmp_path / "session", HEADER) as recorder:
        size = recorder.size_bytes
        for _ in range(writer.BUFFER_BYTES // len(pack(kept)) + 1):
            recorder.keep(kept.given, None)
        assert recorder.size_bytes > size


# --- damage -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def cut(tmp_path: Path) -> Callable[[bytes], Recording]:
    """Read a file of these bytes."""

    def read(data: bytes) -> Recording:
        path = tmp_path / "cut"
        path.write_bytes(data)
        return read_recording(path)

    return read


@pytest.fixture
def three_seconds(tmp_path: Path) -> tuple[bytes, int]:
    """A recording that was closed, and where its last chunk of inputs begins."""
    path = tmp_path / "session"
    with SessionRecorder(path, HEADER) as recorder:
        sizes = [recorder.size_bytes]
        for one in seconds_of(3.2):
            recorder.keep(one, SAID)
            if recorder.size_bytes != sizes[-1]:
                sizes.append(recorder.size_bytes)
    return path.read_bytes(), sizes[-1]


def test_a_tail_cut_at_any_byte_leaves_all_that_came_before_it(
    three_seconds: tuple[bytes, int], cut: Callable[[bytes], Recording]
) -> None:
    whole, last = three_seconds
    all_of_it, kept = given_of(cut(whole)), given_of(cut(whole[:last]))

    assert len(kept) < len(all_of_it) == 32
    end = len(whole) - 9  # the chunk that says that it ended in order
    for length in range(last, len(whole)):
        recording = cut(whole[:length])
        assert given_of(recording) == (all_of_it if length >= end else kept)
        assert not recording.whole
        assert len(recording.notes) == 1


def test_a_byte_changed_anywhere_in_the_last_chunk_drops_that_chunk(
    three_seconds: tuple[bytes, int], cut: Callable[[bytes], Recording]
) -> None:
    whole, last = three_seconds
    kept = given_of(cut(whole[:last]))

    for at in range(last, len(whole) - 9):
        recording = cut(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        assert given_of(recording) == kept
        assert not recording.whole
        assert "damaged or cut off" in recording.notes[0]


def test_a_damaged_or_cut_head_is_one_sentence(tmp_path: Path, cut: Callable[[bytes], Recording]) -> None:
    head = record(tmp_path / "session", ()).read_bytes()[:-9]
    cuts = [head[:at] for at in (*range(64), *range(64, len(head) - 64, 7), *range(len(head) - 64, len(head)))]
    changed = [head[:at] + bytes([head[at] ^ 0x5A]) + head[at + 1 :] for at in (*range(20), *range(20, len(head), 7))]

    for data in (*cuts, *changed):
        with pytest.raises(CoachError) as error:
            cut(data)
        assert str(error.value).endswith(".")


@pytest.mark.parametrize("data", [b"", b"RIFF", bytes(range(256)) * 16, MARK])
def test_another_file_is_no_recording(data: bytes, cut: Callable[[bytes], Recording]) -> None:
    with pytest.raises(CoachError, match="no recording of a session"):
        cut(data)


def test_no_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="there is no recording"):
        read_recording(tmp_path / "none")
    with pytest.raises(CoachError, match="cannot be read"):
        read_recording(tmp_path)


def test_a_newer_format_is_told_as_such(tmp_path: Path, cut: Callable[[bytes], Recording]) -> None:
    data = record(tmp_path / "session", seconds_of(2.0)).read_bytes()

    with pytest.raises(CoachError, match="newer version"):
        cut(data[: len(MARK)] + struct.pack("<H", 2) + data[len(MARK) + 2 :])


def test_settings_that_this_version_does_not_know_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "settings_flat", lambda _: {"rules.gone.limit_s": 3.0})
    path = record(tmp_path / "session", seconds_of(2.0))
    recording = read_recording(path)

    assert recording.whole
    assert len(recording.notes) == 1
    assert "other settings" in recording.notes[0]
    assert len(given_of(recording)) == 20


def test_time_that_runs_backwards_is_refused_where_it_does(tmp_path: Path) -> None:
    path = record(tmp_path / "session", (LiveInput(0.0), LiveInput(3.0), LiveInput(1.0)))
    inputs = read_recording(path).inputs()

    assert [next(inputs).given.t_s, next(inputs).given.t_s] == [0.0, 3.0]
    with pytest.raises(CoachError, match="time runs backwards"):
        next(inputs)


def test_a_staged_session_folded_twice_is_the_same_session() -> None:
    staged = staged_session()

    assert same(fold(staged.params, staged.inputs), staged.moments)
