"""`coach history` on the command line, over a history of fifteen made-up sessions."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from coach.adapters.history import NAME, History, forget_one
from coach.app.tell_history import sparkline
from coach.core.live.stage import Ending
from coach.core.live.tally import begin_tally
from coach.core.words import Language

BEGAN = datetime(2025, 1, 6, 20, 15)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with fifteen sessions, four days from each other; spine steps grow fewer."""
    with History(tmp_path, BEGAN.date()) as history:
        for index in range(15):
            counts = {"spine_step": max(8 - index, 0), "support_lost": 2}
            rules = tuple(replace(one, count=counts.get(one.rule.value, 0)) for one in begin_tally().rules)
            tally = replace(begin_tally(), session_s=754.0, on_back_s=600.0, steps=90, rules=rules)
            number = history.begin(BEGAN + timedelta(days=4 * index))
            history.end(number, tally, Ending.FULL_TIME if index % 2 else Ending.ASKED)
    return tmp_path


def test_the_table_tells_sessions_weeks_and_trends_in_eighty_columns(coach_says, kept: Path) -> None:
    run = coach_says("history", "--data", kept)
    assert run.code == 0
    lines = run.out.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert lines[1].split() == ["15", "2025-03-03", "20:15", "12:34", "10:00", "0", "2", "ended", "by", "you"]
    assert lines[15].split()[:7] == ["1", "2025-01-06", "20:15", "12:34", "10:00", "8", "2"]
    assert "once or twice is advised" in run.out
    assert "██▇▆▅▄▃▂·······" in run.out
    assert "loss of support" in run.out


def test_the_same_in_chinese(coach_says, kept: Path) -> None:
    run = coach_says("history", "--data", kept, "--language", "zh")
    assert run.code == 0
    for word in ("自己结束", "二十分钟到", "建议一到两次", "压到脊柱"):
        assert word in run.out
    assert "spine" not in run.out


def test_a_long_history_is_cut_and_says_so(coach_says, kept: Path) -> None:
    with History(kept, date(2025, 3, 4)) as history:
        for index in range(10):
            history.begin(BEGAN + timedelta(days=100 + index))
    run = coach_says("history", "--data", kept)
    assert "5 earlier ones: coach history --all" in run.out
    assert "2025-01-06" not in run.out
    assert "2025-01-06" in coach_says("history", "--data", kept, "--all").out


def test_one_session_tells_what_went_well_and_what_did_not(coach_says, kept: Path) -> None:
    run = coach_says("history", "1", "--data", kept)
    assert run.code == 0
    assert "A foot or hand came onto the spine 8 times." in run.out
    assert "2025-01-10" not in run.out
    assert "脚或手压到脊柱8次" in coach_says("history", "1", "--data", kept, "--language", "zh").out


def test_csv_is_one_row_a_session_oldest_first(coach_says, kept: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(coach_says("history", "--data", kept, "--export", "csv").out)))
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 16)]
    assert (rows[0]["spine_step"], rows[0]["on_back_s"], rows[1]["ending"]) == ("8", "600.0", "full time")
    assert rows[0]["began"] == "2025-01-06T20:15:00"


def test_json_goes_to_a_file_whole_and_replaces_only_an_earlier_one(coach_says, kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "sessions.json"
    for _ in range(2):
        run = coach_says("history", "--data", kept, "--export", "json", "--out", path)
        assert (run.code, run.out) == (0, f"{path}\n")
    told = json.loads(path.read_text(encoding="utf-8"))
    assert len(told) == 15
    assert told[0]["tally"]["steps"] == 90
    path.write_text("my diary")
    run = coach_says("history", "--data", kept, "--export", "json", "--out", path)
    assert run.code == 2
    assert "holds something else" in run.sentence
    assert path.read_text() == "my diary"


def test_sums_of_another_version_are_unknown_and_not_nought(coach_says, kept: Path) -> None:
    with History(kept, BEGAN.date()) as history:
        assert history._connection is not None
        history._connection.execute("""UPDATE session SET tally = '{"steps": "many"}' WHERE number = 15""")
    run = coach_says("history", "--data", kept)
    assert run.out.splitlines()[1].split()[3:7] == ["?", "?", "?", "?"]
    assert "Another version" in coach_says("history", "15", "--data", kept).out
    last = list(csv.DictReader(io.StringIO(coach_says("history", "--data", kept, "--export", "csv").out)))[-1]
    assert last["steps"] == ""


def test_nothing_is_deleted_without_a_yes(coach_says, kept: Path) -> None:
    run = coach_says("history", "--delete", "--data", kept)
    assert run.code == 2
    assert run.sentence.endswith("add --yes.")
    assert (kept / NAME).exists()


def test_one_session_and_then_the_whole_history_are_deleted(coach_says, kept: Path) -> None:
    run = coach_says("history", "3", "--delete", "--yes", "--data", kept)
    assert (run.code, run.out) == (0, "Session 3 is deleted.\n")
    run = coach_says("history", "3", "--data", kept)
    assert run.code == 2
    assert "has no session 3" in run.sentence
    run = coach_says("history", "--delete", "--yes", "--data", kept)
    assert run.code == 0
    assert run.out.startswith("Deleted: history.sqlite")
    assert list(kept.iterdir()) == []


@pytest.mark.parametrize("language", Language)
def test_a_no_at_the_terminal_deletes_nothing(
    coach_says, kept: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("coach.cli.records._agrees", lambda question: bool(asked.append(question)))
    run = coach_says("history", "2", "--delete", "--data", kept, "--language", language.value)
    assert run.out == ("Nothing was deleted.\n" if language is Language.EN else "什么都没有删除。\n")
    assert "2025-01-10" in asked[0]
    assert coach_says("history", "2", "--data", kept).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--out", "x.csv"), "--out is for --export"),
        (("--delete", "--export", "csv"), "exclude each other"),
        (("99",), "no session 99"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(coach_says, kept: Path, arguments: tuple[str, ...], words: str) -> None:
    run = coach_says("history", *arguments, "--data", kept)
    assert run.code == 2
    assert words in run.sentence


def test_no_history_and_an_empty_one_are_told(coach_says, tmp_path: Path) -> None:
    run = coach_says("history", "--data", tmp_path)
    assert run.code == 2
    assert "there is no history" in run.sentence
    with History(tmp_path, BEGAN.date()) as history:
        number = history.begin(BEGAN)
    forget_one(tmp_path, number)
    run = coach_says("history", "--data", tmp_path)
    assert (run.code, run.out) == (0, "The history holds no session yet.\n")


def test_a_sparkline_tells_most_least_nought_and_unknown_apart() -> None:
    assert sparkline((8.0, 4.0, 0.5, 0.0, None)) == "█▅▁·?"
    assert sparkline((0.0, None)) == "·?"
    assert sparkline(()) == ""
