"""Bad input is told in Chinese by the commands that speak Chinese; what has no Chinese is said to be the program's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from coach.adapters.model_files import checked_models
from coach.cli import app
from coach.cli.shared import told
from coach.core.live.camera_source import CamerasFound, Source, why_no_picture
from coach.core.words import Language
from coach.errors import CoachError

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_SENTENCE = re.compile(r"\b(?:the|is|but|give|choose|there|cannot|of)\b")


def mistake(*args: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The one sentence on a mistake; `{folder}` stands for a folder that may be written to."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    run = CliRunner().invoke(app, [arg.format(folder=folder) for arg in args])
    assert run.exit_code == 2
    return run.stderr


MISTAKES = (
    ("analyze", "{folder}/nothing.mp4", "--out", "{folder}/out"),
    ("analyze", "{folder}", "--out", "{folder}/out"),
    ("analyze", "{folder}/letter.mp4", "--out", "{folder}/out"),
    ("analyze", "{folder}/empty.mp4", "--out", "{folder}/out"),
    ("analyze", "{folder}/letter.mp4", "--out", "{folder}/letter.mp4"),
    ("analyze", "{folder}/letter.mp4", "--spine", "1,2,1,2"),
    ("analyze", "{folder}/letter.mp4", "--support", "a,b"),
    ("analyze", "{folder}/letter.mp4", "--receiver", "1,2,0,4"),
    ("analyze", "{folder}/letter.mp4", "--mat", "1,2"),
    ("analyze", "{folder}/letter.mp4", "--mat-corners", "0,0,1,1,2,2,3,3"),
    ("analyze", "{folder}/letter.mp4", "--fov", "500"),
    ("analyze", "{folder}/letter.mp4", "--marker-size", "500"),
    ("analyze", "{folder}/letter.mp4", "--height-receiver", "5"),
    ("analyze", "{folder}/letter.mp4", "--keep-out", "scar=1,2"),
    ("analyze", "{folder}/letter.mp4", "--keep-out", "=1,0.5,3"),
    ("analyze", "{folder}/letter.mp4", "--keep-out", "900,0.5,3"),
    ("analyze", "{folder}/letter.mp4", "--keep-out", "1,0.5,900"),
    ("analyze", "{folder}/letter.mp4", "--config", "{folder}/nothing.toml"),
    ("analyze", "{folder}/letter.mp4", "--config", "{folder}/empty.mp4.toml"),
    ("analyze", "{folder}/letter.mp4", "--config", "{folder}/name.toml"),
    ("analyze", "{folder}/letter.mp4", "--config", "{folder}/value.toml"),
    ("live", "--check-in", "900", "--no-window", "--data", "{folder}"),
    ("live", "--profile", "us", "--no-window", "--data", "{folder}"),
    ("live", "--sounds", "{folder}/voice", "--no-window", "--data", "{folder}"),
    ("live", "--keep-video", "{folder}/letter.mp4", "--no-window", "--data", "{folder}"),
    ("live", "--skip-preparation", "--answers", "{folder}/ours.toml", "--no-window", "--data", "{folder}"),
    ("prepare", "--save", "{folder}/nowhere/ours.toml"),
    ("prepare", "--save", "{folder}/letter.mp4"),
    ("prepare",),
    ("technique", "Z9"),
    ("history", "--data", "{folder}", "--export", "csv", "--delete"),
    ("history", "--data", "{folder}/nowhere"),
    ("profiles", "--data", "{folder}", "--height-receiver", "170"),
    ("review", "{folder}/nothing"),
    ("review", "{folder}"),
    ("review", "{folder}/letter.mp4"),
)


def is_chinese(said: str) -> bool:
    """One sentence, in Chinese but for names, quoted words and what the system says in brackets."""
    plain = re.sub(r"（.*）|'.*?'|“.*?”|/\S*", "", said)
    whole = said.count("coach: ") == 1 and said.strip().endswith(("。", "？"))
    return whole and len(CHINESE.findall(said)) > 5 and "程序说" not in said and not ENGLISH_SENTENCE.search(plain)


@pytest.mark.parametrize("args", MISTAKES, ids=[" ".join(one) for one in MISTAKES])
def test_a_mistake_is_told_in_chinese(args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "letter.mp4").write_text("Dear coach,\n" * 100)
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "empty.mp4.toml").write_text("not [toml")
    (tmp_path / "name.toml").write_text("[sight]\nfeat = 1\n")
    (tmp_path / "value.toml").write_text("[sight.activity.rest]\naway = 7\n")
    assert is_chinese(mistake(*args, "--language", "zh", folder=tmp_path, monkeypatch=monkeypatch))


def test_a_missing_model_is_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(CoachError) as wrong:
        checked_models(tmp_path)
    assert is_chinese(f"coach: {wrong.value.of(chinese=True)}")


@pytest.mark.model
def test_a_camera_that_is_none_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    args = ("live", "--camera=-1", "--no-window", "--data", "{folder}", "--language", "zh")
    assert is_chinese(mistake(*args, folder=tmp_path, monkeypatch=monkeypatch))


@pytest.mark.parametrize("source", [0, "rtsp://camera.local/1"])
@pytest.mark.parametrize(
    "found",
    [
        CamerasFound(),
        CamerasFound({}),
        CamerasFound({1: "Desk"}),
        CamerasFound({0: "Laptop"}),
        CamerasFound({0: "Laptop", 1: "Desk"}),
        CamerasFound({0: "Laptop"}, allowed=False),
    ],
)
def test_a_camera_without_a_picture_is_told_in_chinese(source: Source, found: CamerasFound) -> None:
    assert is_chinese(f"coach: {why_no_picture(source, found).zh}")


def test_a_sentence_without_chinese_is_said_to_be_the_programs(capsys: pytest.CaptureFixture[str]) -> None:
    for language, begins in ((Language.ZH, "coach: 程序说（英文）：the moon"), (Language.EN, "coach: the moon")):
        with pytest.raises(typer.Exit), told(False, language):
            raise CoachError("the moon is in the way: wait.")
        assert capsys.readouterr().err.startswith(begins)


def test_who_stops_a_command_is_told_so_in_their_language(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), told(False, Language.ZH):
        raise KeyboardInterrupt
    assert "已停止" in capsys.readouterr().err
