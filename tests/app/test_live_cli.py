"""`coach live`, `replay` and `sounds` on the command line: mistakes in one sentence, nothing left behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.adapters.history import NAME
from coach.cli import app


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(args))
    return result.exit_code, result.output


@pytest.mark.parametrize("camera", ["-3", "nonsense", "http://127.0.0.1:9/"])
@pytest.mark.model
def test_a_camera_that_is_none_is_told_in_one_sentence(camera: str, tmp_path: Path) -> None:
    code, output = run("live", f"--camera={camera}", "--data", str(tmp_path), "--no-window")
    told = [line for line in output.splitlines() if line.startswith("coach: ")]
    assert code == 2
    assert len(told) == 1
    assert "Traceback" not in output
    assert not list(tmp_path.iterdir())


def test_a_recording_that_is_none_is_told_in_one_sentence(tmp_path: Path) -> None:
    code, output = run("replay", str(tmp_path / "none.coach"))
    assert code == 2
    assert output.startswith("coach: ")
    (tmp_path / "other.coach").write_bytes(b"something else")
    code, output = run("replay", str(tmp_path / "other.coach"))
    assert code == 2
    assert output.count("\n") == 1


def test_sounds_are_listed_in_both_languages_and_a_folder_is_prepared(tmp_path: Path) -> None:
    code, output = run("sounds")
    assert code == 0
    assert "Off the spine!" in output
    assert "离开脊柱" in output
    code, output = run("sounds", "--record-into", str(tmp_path / "voice"))
    assert code == 0
    written = [str(tmp_path / "voice" / name) for name in ("sounds.csv", "README.md")]
    assert sorted(str(path) for path in (tmp_path / "voice").iterdir()) == sorted(written)
    assert output.splitlines()[:2] == written
    assert output.splitlines()[-1] == f"coach live --sounds {tmp_path / 'voice'}"


def test_own_recordings_that_cannot_be_used_are_refused_before_anything_opens(tmp_path: Path) -> None:
    (tmp_path / "hold_on.wav").write_bytes(b"no sound at all")
    code, output = run("live", "--sounds", str(tmp_path), "--data", str(tmp_path / "data"))
    (told,) = output.splitlines()  # and nobody was asked anything before
    assert code == 2
    assert told.startswith("coach: ")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("video", "words"), [("evening.mp4", "is there already"), ("none/a.mp4", "cannot be written")])
def test_a_video_that_cannot_be_kept_is_refused_before_anything_is_asked(tmp_path: Path, video: str, words) -> None:
    (tmp_path / "evening.mp4").write_bytes(b"an earlier evening")
    code, output = run("live", "--keep-video", str(tmp_path / video), "--data", str(tmp_path / "data"))
    (told,) = output.splitlines()
    assert code == 2
    assert told.startswith("coach: ")
    assert words in told
    assert [path.name for path in tmp_path.iterdir()] == ["evening.mp4"]


def test_a_history_of_a_newer_version_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("PRAGMA user_version = 99")
    code, output = run("live", "--data", str(tmp_path))
    (told,) = output.splitlines()
    assert code == 2
    assert "newer version" in told
