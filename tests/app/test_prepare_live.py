"""`coach live` after the preparation: a stop opens nothing, and the answers reach the rules and the recording."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import coach.app.live.start
from coach.adapters.answers import answers_toml, read_answers
from coach.adapters.recording import RecordingHeader, SessionRecorder, read_recording
from coach.app.live import prepare_window
from coach.app.live.prepare_window import Asked
from coach.app.live.run import LiveEnd
from coach.app.live.start import LiveJob
from coach.app.marked_areas import marked_areas
from coach.app.prepare import Prepared
from coach.cli import app, asking
from coach.core.live.tally import Tally
from coach.core.prepare.answers import Answers, Reply
from coach.core.prepare.questions import OF_THE_MOMENT, QUESTIONS, Consequence, Kind, questions_of
from coach.core.prepare.readiness import PrepareParams, assess
from coach.core.words import Language

TODAY = date.today()
STOPS = [one for one in QUESTIONS if one.consequence is Consequence.STOP]
EACH_TIME = [*["n"] * len(OF_THE_MOMENT), *["y"] * (len(QUESTIONS) - len(questions_of(Kind.SCREENING)))]

Live = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where these tests run beside a real screen."""
    monkeypatch.setattr(prepare_window, "opened_window", lambda: None)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[LiveJob]:
    """The sessions that would have begun."""
    begun: list[LiveJob] = []

    def begin(job: LiveJob, write: object, window: object = None, not_kept: object = ()) -> LiveEnd:
        begun.append(job)
        return LiveEnd(None, Tally(), None)

    monkeypatch.setattr(coach.app.live.start, "start_live", begin)
    return begun


def live(*args: object, typed: list[str] | None = None) -> tuple[int, str]:
    said = "".join(f"{line}\n" for line in typed or [])
    result = CliRunner().invoke(app, ["live", *map(str, args)], input=said)
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "can_ask", lambda: True)


def good(day: date = TODAY) -> Answers:
    answers = Answers(day=day, giver_kg=60.0, receiver_kg=70.0)
    for question in QUESTIONS:
        answers = answers.replied(question.id, Reply.NO if question.kind is Kind.SCREENING else Reply.YES)
    return answers


def kept(path: Path, answers: Answers) -> Path:
    path.write_text(answers_toml(answers, Language.EN), encoding="utf-8")
    return path


def test_without_answers_and_without_a_terminal_it_says_that_nobody_was_asked(jobs: list[LiveJob]) -> None:
    code, output = live()
    assert code == 0
    assert "Nobody was asked" in output
    assert len(jobs) == 1
    assert not jobs[0].params.session.rules.support_lost.both_hands


@pytest.mark.usefixtures("at_terminal")
def test_who_skips_the_preparation_is_told_so_and_places_to_keep_out_of_are_kept(jobs: list[LiveJob]) -> None:
    code, output = live("--skip-preparation", "--keep-out", "scar=6,0.5,4", "--language", "zh")
    assert code == 0
    assert "没有问过" in output
    assert jobs[0].params.session.rules.keep_out.zones == marked_areas(["scar=6,0.5,4"])
    assert not jobs[0].params.stage.rehearse


def test_the_pacing_sound_is_heard_only_if_it_is_asked_for(jobs: list[LiveJob], tmp_path: Path) -> None:
    settings = tmp_path / "ours.toml"
    settings.write_text("[live.pace]\nsound = true\nonwards_s = 4.0\n", encoding="utf-8")
    for options in ([], ["--pace"], ["--config", settings], ["--config", settings, "--no-pace"]):
        assert live(*options)[0] == 0
    assert [job.params.pace.sound for job in jobs] == [False, True, True, False]
    assert jobs[2].params.pace.onwards_s == 4.0
    settings.write_text("[live.pace]\nonwards_s = 2.0\n", encoding="utf-8")
    code, output = live("--config", settings)
    assert code == 2
    assert "ready_s must be below onwards_s" in output


def test_the_stop_signal_is_rehearsed_unless_the_settings_say_otherwise(jobs: list[LiveJob], tmp_path: Path) -> None:
    settings = tmp_path / "ours.toml"
    settings.write_text("[live.stage]\nrehearse = false\n", encoding="utf-8")
    assert live()[0] == live("--config", settings)[0] == 0
    assert [job.params.stage.rehearse for job in jobs] == [True, False]


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS if one.consequence.value == "stop"], ids=lambda one: one.id
)
def test_a_stop_begins_nothing_and_says_why(jobs: list[LiveJob], tmp_path: Path, question) -> None:
    code, output = live("--answers", kept(tmp_path / "a.toml", good().replied(question.id, Reply.YES)))
    assert code == 1
    assert "No session today." in output
    assert question.told.en in output
    assert not jobs


def test_a_consent_that_was_refused_begins_nothing(jobs: list[LiveJob], tmp_path: Path) -> None:
    code, output = live("--answers", kept(tmp_path / "a.toml", good().replied("consent_giver", Reply.NO)))
    assert code == 1
    assert "The giver has not said yes" in output
    assert not jobs


def test_answers_of_yesterday_do_not_do_where_nobody_can_be_asked(jobs: list[LiveJob], tmp_path: Path) -> None:
    code, output = live("--answers", kept(tmp_path / "a.toml", good(TODAY - timedelta(days=1))))
    assert code == 2
    assert "no terminal" in output
    assert not jobs


@pytest.mark.usefixtures("at_terminal")
def test_at_a_terminal_only_what_must_be_asked_anew_is_asked(jobs: list[LiveJob], tmp_path: Path) -> None:
    path = kept(tmp_path / "a.toml", good(TODAY - timedelta(days=5)))
    before = path.read_bytes()
    code, output = live("--answers", path, typed=EACH_TIME)
    assert code == 0
    assert "You may begin" in output
    assert "pregnant" not in output
    assert len(jobs) == 1
    assert path.read_bytes() == before
    code, output = live("--answers", path, typed=[*EACH_TIME[:-1], "n"])
    assert code == 1
    assert len(jobs) == 1


@pytest.mark.usefixtures("at_terminal")
def test_at_a_terminal_without_a_file_everything_is_asked_and_the_end_of_input_ends_it(jobs: list[LiveJob]) -> None:
    code, output = live(typed=["n"])
    assert code == 130
    assert "Osteoporosis" in output
    assert not jobs


def test_a_heavy_giver_and_marked_places_reach_the_rules_and_the_recording(jobs: list[LiveJob], tmp_path: Path) -> None:
    answers = replace(good(), giver_kg=90.0, areas=marked_areas(["burn=-8,0.2,3"]))
    code, output = live("--answers", kept(tmp_path / "a.toml", answers), "--keep-out", "scar=6,0.5,4")
    assert code == 0
    assert "both hands" in output
    rules = jobs[0].params.session.rules
    assert rules.support_lost.both_hands
    assert [zone.name for zone in rules.keep_out.zones] == ["burn", "scar"]
    path = tmp_path / "session.coach"
    with SessionRecorder(path, RecordingHeader("1.2.3", params=jobs[0].params)):
        pass
    assert read_recording(path).header.params == jobs[0].params


def weighed(folder: Path, kg: float, days_ago: int | None) -> Path:
    """A profile of that name, with the giver's weight of some days ago; None = of an unknown day."""
    day = "" if days_ago is None else f"weighed = {TODAY - timedelta(days=days_ago)}\n"
    (folder / "profiles.toml").write_text(f"[us]\ngiver_weight_kg = {kg}\nreceiver_weight_kg = 70.0\n{day}")
    return folder


@pytest.mark.parametrize("skip", [(), ("--skip-preparation",)])
def test_the_weights_of_a_profile_ask_for_both_hands_of_a_heavy_giver(
    jobs: list[LiveJob], tmp_path: Path, skip: tuple[str, ...]
) -> None:
    for kg, heavy in ((90.0, True), (60.0, False)):
        code, output = live("--profile", "us", "--data", weighed(tmp_path, kg, 5), *skip)
        assert code == 0
        assert "Nobody was asked" in output
        assert ("Heavy giver: both hands" in output) is heavy
        assert jobs[-1].params.session.rules.support_lost.both_hands is heavy


@pytest.mark.parametrize(("days_ago", "counts"), [(0, True), (30, True), (31, False), (-1, False), (None, False)])
def test_weights_of_a_profile_count_as_long_as_the_answers_on_health(
    jobs: list[LiveJob], tmp_path: Path, days_ago: int | None, counts: bool
) -> None:
    code, output = live("--profile", "us", "--data", weighed(tmp_path, 90.0, days_ago))
    assert code == 0
    assert jobs[-1].params.session.rules.support_lost.both_hands is counts
    assert ("do not count" in output) is not counts
    output = live("--profile", "us", "--data", tmp_path, "--language", "zh")[1]
    assert ("不再算数" in output) is not counts


@pytest.mark.usefixtures("at_terminal")
@pytest.mark.parametrize("days_ago", [3, 40])
def test_a_profile_answers_the_question_for_the_weights_while_they_count(
    jobs: list[LiveJob], tmp_path: Path, days_ago: int
) -> None:
    screening = ["n"] * len(questions_of(Kind.SCREENING))
    rest = ["y"] * (len(QUESTIONS) - len(screening))
    kilos = [] if days_ago == 3 else ["70", "60"]
    code, output = live(
        "--profile", "us", "--data", weighed(tmp_path, 90.0, days_ago), typed=[*screening, *kilos, *rest]
    )
    assert code == 0
    assert ("kg" in output) is bool(kilos)
    assert jobs[-1].params.session.rules.support_lost.both_hands is (days_ago == 3)


def test_what_is_answered_wins_over_the_profile(jobs: list[LiveJob], tmp_path: Path) -> None:
    answers = kept(tmp_path / "a.toml", replace(good(), giver_kg=55.0, receiver_kg=None))
    code, _ = live("--profile", "us", "--data", weighed(tmp_path, 90.0, 1), "--answers", answers)
    assert code == 0
    assert not jobs[-1].params.session.rules.support_lost.both_hands


@pytest.mark.parametrize(("broken", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_ctrl_c_after_keep_was_said_keeps_the_answers_and_begins_nothing(
    jobs: list[LiveJob], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: BaseException, code: int
) -> None:
    answers = good()
    prepared = Prepared(answers, assess(PrepareParams(), answers), None)
    monkeypatch.setattr(prepare_window, "opened_window", contextlib.nullcontext)
    monkeypatch.setattr(prepare_window, "ask_in_window", lambda *_: Asked(prepared, False, True, broken))
    left, said = live("--data", tmp_path)
    assert left == code
    assert "kept" in said
    assert read_answers(tmp_path / "answers.toml") == answers
    assert not jobs


def test_skipping_and_answers_contradict_each_other(jobs: list[LiveJob], tmp_path: Path) -> None:
    code, output = live("--skip-preparation", "--answers", kept(tmp_path / "a.toml", good()))
    assert code == 2
    assert "contradict" in output
    assert not jobs


def test_a_bad_file_of_answers_is_told_before_anything_opens(jobs: list[LiveJob], tmp_path: Path) -> None:
    code, output = live("--answers", tmp_path / "none.toml")
    assert code == 2
    assert output.startswith("coach: there is no answers file")
    assert not jobs
