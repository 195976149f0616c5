"""`coach prepare`: what is asked, what is said, and what is kept of it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.adapters.answers import answers_toml, read_answers
from coach.app.marked_areas import marked_areas
from coach.cli import app, asking
from coach.core.prepare.answers import Answers, Reply
from coach.core.prepare.questions import OF_THE_MOMENT, QUESTIONS, SORE, Consequence, Kind, questions_of
from coach.core.rules.keep_out import BackPoint, KeepOutZone
from coach.core.words import Language

TODAY = date.today()
SCREENING = len(questions_of(Kind.SCREENING))
GOOD = [*["n"] * SCREENING, "", "", *["y"] * (len(QUESTIONS) - SCREENING)]

Asked = Callable[..., tuple[int, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Run `coach prepare` before somebody who types these answers."""
    monkeypatch.setattr(asking, "can_ask", lambda: True)

    def run(typed: list[str], *args: object) -> tuple[int, str]:
        said = "".join(f"{line}\n" for line in typed)
        result = CliRunner().invoke(app, ["prepare", *map(str, args)], input=said)
        return result.exit_code, " ".join(result.output.split())

    return run


def good_file(path: Path, day: date) -> Path:
    answers = Answers(day=day, giver_kg=60.0, receiver_kg=70.0)
    for question in QUESTIONS:
        answers = answers.replied(question.id, Reply.NO if question.kind is Kind.SCREENING else Reply.YES)
    path.write_text(answers_toml(answers, Language.EN), encoding="utf-8")
    return path


def test_with_good_answers_it_may_begin_and_nothing_is_promised_or_kept(asked: Asked, tmp_path: Path) -> None:
    code, output = asked(GOOD)
    assert code == 0
    assert "You may begin" in output
    assert "no promise" in output
    assert "safe" not in output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "number", [index for index, one in enumerate(QUESTIONS) if one.consequence is Consequence.STOP]
)
def test_a_stop_ends_after_the_screening_and_says_why_and_whom_to_ask(asked: Asked, number: int) -> None:
    typed = ["n"] * SCREENING
    typed[number] = "y"
    code, output = asked(typed)
    assert code == 1
    assert "No session today." in output
    assert QUESTIONS[number].told.en in output
    assert "doctor" in output
    assert "kg" not in output
    assert "Both of you" not in output


def test_a_consent_that_is_missing_keeps_it_from_beginning(asked: Asked) -> None:
    code, output = asked([*GOOD[:-1], "n"])
    assert code == 1
    assert "Not yet." in output
    assert "The giver has not said yes" in output


def test_a_heavy_giver_may_begin_and_is_told_of_both_hands(asked: Asked) -> None:
    code, output = asked([*["n"] * SCREENING, "60", "90", *GOOD[SCREENING + 2 :]])
    assert code == 0
    assert "both hands" in output


def test_what_is_no_answer_is_asked_again(asked: Asked) -> None:
    code, output = asked(
        ["perhaps", "", *["n"] * SCREENING, "5", "heavy", "70 kg", "60,5", "r", *GOOD[SCREENING + 2 :]]
    )
    assert code == 0
    assert output.count("Please answer y, n or r.") == 2
    assert output.count("Please give 20 to 250 kg") == 2
    assert output.count("Please answer y or n.") == 1


def test_a_place_that_hurts_is_asked_for_and_kept(asked: Asked, tmp_path: Path) -> None:
    sore = [one.id for one in QUESTIONS].index(SORE)
    typed = [*["n"] * sore, "y", "left", "60,0.5,4", "-6,0.5,4", "6,0.2,3", "", *GOOD[sore + 1 :]]
    code, output = asked(typed, "--save", tmp_path / "ours.toml")
    assert code == 0
    assert output.count("Please give three numbers") == 2
    assert "is not marked" not in output
    assert read_answers(tmp_path / "ours.toml").areas == marked_areas(["-6,0.5,4", "6,0.2,3"])


def test_who_does_not_say_where_it_hurts_is_told_that_it_cannot_be_watched(asked: Asked) -> None:
    sore = [one.id for one in QUESTIONS].index(SORE)
    code, output = asked([*["n"] * sore, "y", "", *GOOD[sore + 1 :]])
    assert code == 0
    assert "is not marked" in output


def test_everything_is_asked_and_said_in_chinese_too(asked: Asked) -> None:
    typed = [{"n": "否", "y": "是"}.get(one, one) for one in GOOD]
    code, output = asked(typed, "--language", "zh")
    assert code == 0
    assert "可以开始" in output
    assert "session" not in output
    for question in QUESTIONS:
        assert question.text.zh in output


def test_the_end_of_the_input_ends_it_in_order_and_keeps_nothing(asked: Asked, tmp_path: Path) -> None:
    code, output = asked(["n", "n"], "--save", tmp_path / "ours.toml")
    assert code == 130
    assert "stopped" in output
    assert not list(tmp_path.iterdir())


def test_kept_answers_can_be_read_by_people_and_are_for_their_owner_alone(asked: Asked, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    code, output = asked(GOOD, "--save", path)
    assert code == 0
    assert str(path) in output
    text = path.read_text(encoding="utf-8")
    assert QUESTIONS[0].text.en in text
    assert tomllib.loads(text)["version"] == 1
    assert path.stat().st_mode & 0o077 == 0
    assert read_answers(path).day == TODAY
    assert [entry.name for entry in tmp_path.iterdir()] == ["ours.toml"]


def test_with_a_fresh_file_only_what_may_change_is_asked_and_the_screening_keeps_its_day(
    asked: Asked, tmp_path: Path
) -> None:
    path = good_file(tmp_path / "ours.toml", TODAY - timedelta(days=20))
    typed = [*["n"] * len(OF_THE_MOMENT), *GOOD[SCREENING + 2 :]]
    code, output = asked(typed, "--answers", path, "--save", path)
    assert code == 0
    assert "pregnant" not in output
    assert "Alcohol" in output
    kept = read_answers(path)
    assert (kept.day, kept.screened) == (TODAY, TODAY - timedelta(days=20))


def test_with_an_old_file_the_screening_is_asked_too_but_not_the_weights(asked: Asked, tmp_path: Path) -> None:
    path = good_file(tmp_path / "ours.toml", TODAY - timedelta(days=31))
    code, output = asked([*["n"] * SCREENING, *GOOD[SCREENING + 2 :]], "--answers", path)
    assert code == 0
    assert output.count("pregnant") == 2
    assert "kg" not in output


def test_a_stop_from_a_file_is_said_with_its_day_and_nothing_is_asked(asked: Asked, tmp_path: Path) -> None:
    day = TODAY - timedelta(days=3)
    path = tmp_path / "ours.toml"
    path.write_text(answers_toml(read_answers(good_file(path, day)).replied("heart", Reply.YES), Language.EN))
    code, output = asked([], "--answers", path)
    assert code == 1
    assert f"Some answers are of {day}." in output


def test_without_a_terminal_it_says_in_one_sentence_that_nobody_can_be_asked(coach_says, tmp_path: Path) -> None:
    run = coach_says("prepare")
    assert run.code == 2
    assert "no terminal" in run.sentence
    run = coach_says("prepare", "--answers", good_file(tmp_path / "old.toml", TODAY - timedelta(days=1)))
    assert run.code == 2
    run = coach_says("prepare", "--answers", good_file(tmp_path / "new.toml", TODAY))
    assert run.code == 0
    assert "You may begin" in run.out


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("version = 2", "version"),
        ("[replies]\nheart = 'no'", "version"),
        ("version = 1\n[replies]\nheart = 'maybe'", "heart"),
        ("version = 1\n[replies]\nliver = 'no'", "liver"),
        ("version = 1\n[weights_kg]\ngiver = 5", "giver"),
        ("version = 1\nname = 'somebody'", "name"),
        ("version = 1\n[[areas]]\nname = 'a'\ncorners = [[1, 0.1], [2, 0.2]]", "corners"),
        ("version = 1\n[[areas]]\nname = 'a'\ncorners = [[1, 0.1], [2, 0.2], [nan, 0.2]]", "corners"),
        ("version: 1", "TOML"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(coach_says, tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    run = coach_says("prepare", "--answers", path)
    assert run.code == 2
    assert word in run.sentence


def test_a_place_where_nothing_can_be_kept_is_refused_before_anybody_is_asked(asked: Asked, tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear")
    for place in (other, tmp_path / "none" / "ours.toml", tmp_path):
        code, output = asked([], "--save", place)
        assert code == 2
        assert "?" not in output
    assert other.read_text() == "Dear"


def test_answers_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    corners = (BackPoint(4.0, 0.2), BackPoint(9.5, 0.2), BackPoint(-9.0, 0.4))
    answers = Answers(
        receiver_kg=70.5, giver_kg=None, areas=(KeepOutZone('a "scar" 疤', corners),), day=TODAY, screened=TODAY
    ).replied("sore", Reply.RATHER_NOT)
    for language in Language:
        path = tmp_path / "ours.toml"
        path.write_text(answers_toml(answers, language), encoding="utf-8")
        assert read_answers(path) == answers
