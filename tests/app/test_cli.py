"""The command line explains itself, and what it prints can be used."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from coach.config import load_settings, settings_of
from coach.core.settings import Settings
from coach.core.words import Language

COMMANDS = ("analyze", "demo", "doctor", "history", "markers", "profiles", "settings", "technique", "version")


def test_the_help_names_every_command_and_the_exit_codes(coach_says) -> None:
    run = coach_says("--help")
    assert run.code == 0
    for command in COMMANDS:
        assert f" {command} " in run.out
    assert "Exit codes" in run.out
    assert "130" in run.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(coach_says, command: str) -> None:
    run = coach_says(command, "--help")
    assert run.code == 0
    assert "Usage:" in run.out
    if command != "version":
        assert "Exit codes" in run.out
    if command in ("analyze", "demo", "history", "markers", "profiles", "settings", "technique"):
        assert "Examples" in run.out
        assert f"coach {command}" in run.out


def test_the_help_of_analyze_says_what_is_written_and_that_old_results_are_replaced(coach_says) -> None:
    words = " ".join(coach_says("analyze", "--help").out.split())
    for name in ("report.html", "annotated.mp4", "analysis.json", "frames.parquet", "cues.vtt"):
        assert name in words
    assert "whole or not at all" in words
    assert "replaced" in words


def test_the_help_of_analyze_says_what_can_be_told_of_camera_and_room(coach_says) -> None:
    words = " ".join(coach_says("analyze", "--help").out.split())
    for option in ("--fov", "--mat-corners", "--mat ", "--marker-size"):
        assert option in words


def test_analyze_writes_its_report_in_english_or_chinese_and_in_no_other_language(coach_says) -> None:
    assert "--language" in coach_says("analyze", "--help").out
    run = coach_says("analyze", "clip.mp4", "--language", "fr")
    assert run.code == 2
    assert "'fr' is not one of 'en', 'zh'" in " ".join(run.err.replace("│", " ").split())


def test_an_unknown_option_ends_with_2(coach_says) -> None:
    run = coach_says("analyze", "x.mp4", "--fast")
    assert run.code == 2
    assert "--fast" in run.err


def test_the_printed_settings_are_the_defaults_in_force(coach_says, tmp_path: Path) -> None:
    run = coach_says("settings")
    assert run.code == 0
    assert tomllib.loads(run.out)["rules"]["spine_step"]["band_cm"] == Settings().rules.spine_step.band_cm
    path = tmp_path / "all.toml"
    path.write_text(run.out, encoding="utf-8")
    assert load_settings(path, Settings()) == Settings()


def test_one_settings_file_serves_clips_and_live_sessions(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("[live.stage]\nstill_s = 3.5\n[rules.spine_step]\nband_cm = 2.5\n", encoding="utf-8")
    settings = load_settings(path, Settings())
    params = settings.live_params(Language.ZH)
    assert (params.stage.still_s, params.session.rules.spine_step.band_cm, params.language) == (3.5, 2.5, Language.ZH)
    assert params.session == settings.session


def test_every_threshold_of_the_program_has_a_unit_a_source_and_a_default_in_its_range() -> None:
    settings = settings_of(Settings())
    assert len(settings) > 30
    for setting in settings:
        if setting.kind is bool:  # a switch has neither unit nor range
            continue
        assert setting.threshold is not None, f"{setting.name} is not documented"
        assert setting.threshold.unit, f"{setting.name} has no unit"
        assert setting.threshold.source, f"{setting.name} has no source"
        assert setting.threshold.low <= float(setting.value) <= setting.threshold.high, setting.name


def test_settings_in_force_with_a_file_can_be_printed(coach_says, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[rules.spine_step]\nband_cm = 3.5\n")
    assert tomllib.loads(coach_says("settings", "--config", path).out)["rules"]["spine_step"]["band_cm"] == 3.5


def test_the_version_is_one_line(coach_says) -> None:
    run = coach_says("version")
    assert run.code == 0
    assert run.out.startswith("coach ")
    assert run.out.count("\n") == 1
