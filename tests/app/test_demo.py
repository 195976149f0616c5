"""`coach demo`: one command that shows and plays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import coach.app.demo as demo
from coach.app.show import LineTeller
from coach.core.cues import CUES, SpokenCue
from coach.core.findings import Rule
from coach.core.live.loudspeaker import PROBLEMS, SoundState
from coach.core.sounds import Sound
from coach.core.words import Language
from coach.errors import CoachError


def cue(t_s: float, name: str, *, firm: bool = False) -> SpokenCue:
    line = next(line for line in CUES if line.id == name)
    return SpokenCue(t_s, name, Rule.SPINE_STEP, line.severity, "words", 0.0, firm)


class FakeMixer:
    """Notes what it is asked to play."""

    played: list[str]
    problem = None
    sounding = False

    def __init__(self, files: Mapping[str, Path], table: Mapping[str, Sound]) -> None:
        assert set(files) == set(table)
        FakeMixer.played = []

    def __enter__(self) -> FakeMixer:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def play_sound(self, name: str) -> None:
        FakeMixer.played.append(name)


@pytest.fixture
def mixer(monkeypatch: pytest.MonkeyPatch) -> type[FakeMixer]:
    import coach.adapters.mixer as real

    monkeypatch.setattr(real, "Mixer", FakeMixer)
    return FakeMixer


@pytest.mark.usefixtures("blind")
def test_the_demo_shows_a_summary_and_says_where_report_and_video_are(coach_says, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = coach_says("demo", "--no-sound", "--no-video")
    assert run.code == 0, run.err
    assert "A foot or hand presses on the spine." in run.out
    report = next(Path("coach-demo").glob("*/report.html")).resolve()
    assert str(report) in run.out
    assert report.as_uri() in run.out
    assert "Video:" not in run.out


@pytest.mark.usefixtures("blind")
def test_the_demo_speaks_chinese_if_asked(coach_says, tmp_path: Path) -> None:
    run = coach_says("demo", "--no-sound", "--no-video", "--language", "zh", "--out", tmp_path)
    assert run.code == 0, run.err
    assert "脚或手压到脊柱" in run.out
    assert "教练看到了什么" in run.out
    assert "报告：" in run.out
    (report,) = tmp_path.glob("*/report.html")
    assert 'lang="zh' in report.read_text(encoding="utf-8")


def test_cues_are_told_and_played_in_the_language_that_is_asked_for(mixer: type[FakeMixer]) -> None:
    told: list[str] = []
    demo.play((cue(1, "off_the_spine"),), LineTeller(told.append), Language.ZH)
    demo.play((), LineTeller(told.append), Language.ZH)
    assert mixer.played == ["off_the_spine"]
    assert told == ["♪ 离开脊柱！  (1.0 s)\n", "这段视频里没有提示。\n"]


def test_each_different_cue_is_played_once_in_the_order_of_the_clip(mixer: type[FakeMixer]) -> None:
    told: list[str] = []
    first, second = CUES[0].id, CUES[1].id
    demo.play((cue(1, first), cue(2, second), cue(3, first), cue(4, first, firm=True)), LineTeller(told.append))
    assert mixer.played == [first, second, f"{first}_firm"]
    assert len(told) == 3


def test_without_a_sound_device_the_demo_says_that_it_is_mute(mixer: type[FakeMixer], monkeypatch) -> None:
    monkeypatch.setattr(mixer, "problem", PROBLEMS[SoundState.ABSENT])
    told: list[str] = []
    demo.play((cue(1, CUES[0].id),), LineTeller(told.append))
    assert mixer.played == []
    assert "mute" in told[0]


def test_a_clip_without_cues_plays_nothing(mixer: type[FakeMixer]) -> None:
    told: list[str] = []
    demo.play((), LineTeller(told.append))
    assert told == ["No cue was given in this clip.\n"]


def test_a_missing_sample_is_one_sentence(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(demo, "samples_folder", lambda: tmp_path)
    with pytest.raises(CoachError, match="sample clip is missing"):
        demo.sample_clip()
