"""`coach profiles`, and a history per profile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from coach.adapters.history import MIGRATIONS, NAME, History, read_sessions
from coach.app.profiles import NAME as FILE
from coach.app.profiles import profile_named
from coach.core.live.past import PastSession
from coach.core.live.profile import Profile, of_profile
from coach.core.live.tally import Tally

BEGAN = datetime(2025, 3, 3, 20, 0)


def test_a_profile_is_added_listed_replaced_and_removed(coach_says, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "new")
    run = coach_says("profiles", *data)
    assert (run.code, run.out) == (0, "There is no profile yet: --add NAME makes one.\n")
    run = coach_says("profiles", "--add", "us", "--height-receiver", "172", "--weight-giver", "55.5", *data)
    assert run.code == 0
    assert run.out.splitlines()[1].split() == ["us", "172", "–", "–", "55.5"]
    us = Profile("us", receiver_height_cm=172.0, giver_weight_kg=55.5, weighed=date.today())
    assert profile_named(tmp_path / "new", "us") == us
    coach_says("profiles", "--add", '小王 "and" me', *data)
    coach_says("profiles", "--add", "us", "--height-giver", "160", *data)
    assert profile_named(tmp_path / "new", "us") == Profile("us", giver_height_cm=160.0)
    run = coach_says("profiles", "--remove", "us", *data, "--language", "zh")
    assert [line.split()[0] for line in run.out.splitlines()] == ["名称", "小王"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--add", "us", "--height-giver", "16"), "the giver's height is 16 cm, but 100 to 230 cm is expected"),
        (("--add", "us", "--weight-giver", "nan"), "20 to 250 kg"),
        (("--add", " "), "its name must be"),
        (("--remove", "them"), "there is no profile 'them' (there is: none yet)"),
        (("--height-giver", "160"), "say --add NAME as well"),
        (("--add", "a", "--remove", "b"), "exclude each other"),
    ],
)
def test_what_cannot_be_a_profile_is_one_sentence_and_nothing_is_written(
    coach_says, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    run = coach_says("profiles", *arguments, "--data", tmp_path)
    assert run.code == 2
    assert words in run.sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "[us\n",
        "[us]\nage = 3\n",
        '[us]\ngiver_weight_kg = "55"\n',
        "us = 3\n",
        "[us]\ngiver_weight_kg = 900\n",
        '[us]\nweighed = "May"\n',
    ],
)
def test_a_file_that_is_wrong_is_one_sentence_and_stays_as_it_is(coach_says, tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    for arguments in ((), ("--add", "me")):
        run = coach_says("profiles", *arguments, "--data", tmp_path)
        assert run.code == 2
        assert run.sentence.endswith("delete it.")
    assert (tmp_path / FILE).read_text() == text


def test_live_refuses_a_profile_that_is_none_before_anything_opens(coach_says, tmp_path: Path) -> None:
    run = coach_says("live", "--profile", "them", "--data", tmp_path / "new")
    assert run.code == 2
    assert "there is no profile 'them'" in run.sentence
    assert not (tmp_path / "new").exists()


def test_a_history_from_before_profiles_keeps_its_sessions_without_a_name(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as connection, connection:
        connection.execute(MIGRATIONS[0][0])
        connection.execute("INSERT INTO session (began, tally) VALUES ('2025-03-03T20:00:00', '{}')")
        connection.execute("PRAGMA user_version = 1")
    with History(tmp_path, date(2025, 3, 9)) as history:
        history.begin(BEGAN, "us")
    assert [one.profile for one in read_sessions(tmp_path)] == ["us", ""]


def test_the_history_of_a_profile_is_its_own(coach_says, tmp_path: Path) -> None:
    with History(tmp_path, date(2025, 3, 9)) as history:
        for day, name in ((3, "us"), (4, "them"), (5, "us")):
            history.begin(BEGAN.replace(day=day), name)
    run = coach_says("history", "--profile", "us", "--data", tmp_path)
    assert "2025-03-03" in run.out
    assert "2025-03-04" not in run.out
    assert "them" in coach_says("history", "--data", tmp_path).out
    run = coach_says("history", "--profile", "him", "--data", tmp_path)
    assert run.code == 2
    assert "no session of a profile 'him'" in run.sentence
    run = coach_says("history", "--profile", "us", "--delete", "--yes", "--data", tmp_path)
    assert run.code == 2
    assert len(read_sessions(tmp_path)) == 3


def test_sessions_of_nobodys_name_may_have_been_anybodys() -> None:
    of = PastSession(1, BEGAN, None, Tally())
    past = (of, replace(of, number=2, profile="us"), replace(of, number=3, profile="them"))
    assert [one.number for one in of_profile(past, "us")] == [1, 2]
    assert [one.number for one in of_profile(past, "")] == [1, 2, 3]
