"""`coach live` as a couple meets it: the first screens by real events, then a session of which a clip is the camera."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from typer.testing import CliRunner, Result

from coach.adapters.answers import read_answers
from coach.adapters.recording import read_recording
from coach.app.live import prepare_window
from coach.cli import app
from coach.core.live import preparing
from coach.core.live.preparing import Preparing, PreparingParams
from coach.core.live.preparing.acts import Act
from coach.core.live.preparing.layout import boxes_of
from coach.core.live.preparing.state import Last, Page, page_of
from coach.core.prepare.order import Ask
from coach.core.prepare.questions import Kind, Question
from coach.resources import samples_folder
from tests.live.mjpeg import MjpegServer, clip_pictures

pytestmark = [pytest.mark.gui, pytest.mark.audio]
PATIENCE_S = 120.0
READS_S = 0.45  # a little longer than an answer is passed over after a new screen


@pytest.fixture
def tape(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A pretended screen with somebody before it, and a loudspeaker that writes what it plays into a file."""
    file = tmp_path / "heard.raw"
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(file))
    monkeypatch.setattr(prepare_window, "somebody_at_the_screen", lambda: True)
    return file


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer(clip_pictures(samples_folder() / "head-end.mp4"), fps=12.0, ahead=True) as serving:
        yield serving


def press(code: int) -> None:
    text = chr(code) if 0x20 <= code < 0x7F else ""
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode=text))


def mouse(kind: int, x_px: float, y_px: float) -> None:
    at = (round(x_px), round(y_px))
    more = {"rel": (0, 0), "buttons": (1, 0, 0)} if kind == pygame.MOUSEMOTION else {"button": 1}
    pygame.event.post(pygame.event.Event(kind, pos=at, **more))


Does = Callable[[PreparingParams, Preparing, Page], None]


class Answering:
    """Two people at the window: whenever a screen is new they read it, and do one thing."""

    def __init__(self, does: Does, monkeypatch: pytest.MonkeyPatch) -> None:
        self._does, self._over = does, threading.Event()
        self.now: tuple[PreparingParams, Preparing] | None = None

        def begin(params, *rest):
            state = preparing.begin(params, *rest)
            self.now = (params, state)
            return state

        def step(params, state, *rest):
            state = preparing.step(params, state, *rest)
            self.now = (params, state)
            return state

        monkeypatch.setattr(prepare_window, "begin", begin)
        monkeypatch.setattr(prepare_window, "step", step)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        done: Preparing | None = None
        until_s = time.monotonic() + PATIENCE_S
        while not self._over.is_set() and time.monotonic() < until_s:
            time.sleep(0.02)
            if self.now is None or self.now[1] is done or self.now[1].done is not None:
                continue
            time.sleep(READS_S)
            params, done = self.now
            self._does(params, done, page_of(params, done))
            time.sleep(0.1)


def live(*args: object) -> Result:
    return CliRunner().invoke(app, ["live", *map(str, args)])


def good(params: PreparingParams, state: Preparing, page: Page) -> None:
    """Well answered by key and mouse; one place is painted, the giver is heavy, the answers are kept."""
    match page:
        case Question():
            act = Act.NO if page.kind is Kind.SCREENING else Act.YES
            (box,) = (one.box for one in boxes_of(params, state).controls if one.control.act is act)
            mouse(pygame.MOUSEBUTTONDOWN, box.left_px + 9, box.top_px + 9)
        case Ask.PLACES if not state.answers.areas:
            box = boxes_of(params, state).map
            x, y = box.left_px + 0.7 * box.width_px, box.top_px + 0.45 * box.height_px
            mouse(pygame.MOUSEBUTTONDOWN, x, y)
            mouse(pygame.MOUSEMOTION, x, y + 40)
            mouse(pygame.MOUSEBUTTONUP, x, y + 40)
        case Ask.GIVER_KG if not state.typed:
            press(pygame.K_9)
            press(pygame.K_5)
        case Ask.KEEP:
            press(pygame.K_y)
        case _:
            press(pygame.K_RETURN)


@pytest.mark.model
@pytest.mark.slow
def test_the_answers_lead_into_the_session_and_into_its_recording(
    tape: Path, server: MjpegServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    couple = Answering(good, monkeypatch)
    ended = threading.Event()

    def end_it() -> None:
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s and not (tape.exists() and np.fromfile(tape, np.int16).any()):
            time.sleep(0.2)
        for _ in range(20):  # q ends the session, and then closes its last screen
            time.sleep(2.0)
            if ended.is_set():
                return
            press(pygame.K_q)

    helper = threading.Thread(target=end_it, daemon=True)
    helper.start()
    result = live("--camera", server.url, "--data", tmp_path / "data")
    ended.set()
    couple.close()
    helper.join()
    output = " ".join(result.output.split())
    assert result.exit_code == 0, output
    assert "You may begin" in output
    assert "both hands" in output
    answers = read_answers(tmp_path / "data" / prepare_window.KEPT_AS)
    assert answers.giver_kg == 95.0
    (recording,) = (tmp_path / "data" / "recordings").glob("*.coach")
    rules = read_recording(recording).header.params.session.rules
    assert rules.support_lost.both_hands
    assert rules.keep_out.zones == answers.areas
    assert len(answers.areas) == 1


def stopped(params: PreparingParams, state: Preparing, page: Page) -> None:
    match page:
        case Question():
            press(pygame.K_y if page.id == "giver_dizzy" else pygame.K_n)
        case _:
            press(pygame.K_RETURN)


def quitting(params: PreparingParams, state: Preparing, page: Page) -> None:
    press(pygame.K_n if state.at < 2 else pygame.K_q)


def not_known(params: PreparingParams, state: Preparing, page: Page) -> None:
    """All well, but nobody knows whether the feet are clean."""
    match page:
        case Question():
            good_key = pygame.K_n if page.kind is Kind.SCREENING else pygame.K_y
            press(pygame.K_3 if page.id == "feet" else good_key)
        case Ask.KEEP:
            press(pygame.K_n)
        case Last():
            press(pygame.K_ESCAPE)
        case _:
            press(pygame.K_RETURN)


@pytest.mark.parametrize(
    ("does", "language", "words"),
    [
        (stopped, "en", "No session today. Why: - Who is dizzy does not step on a back."),
        (stopped, "zh", "今天不要踩背。 原因： - 头晕的人不要上去踩。"),
        (quitting, "en", "Ended before it began."),
        (not_known, "en", "Not yet. First: - Clean and dry the feet first."),
    ],
)
@pytest.mark.slow
def test_a_session_that_may_not_begin_opens_nothing_and_keeps_nothing(
    tape: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: Does, language: str, words: str
) -> None:
    couple = Answering(does, monkeypatch)
    result = live("--camera", "http://127.0.0.1:9/", "--data", tmp_path / "data", "--language", language)
    couple.close()
    assert result.exit_code == 1, result.output
    assert words in " ".join(result.output.split())
    assert not tape.exists()
    assert not (tmp_path / "data").exists()
    assert not pygame.display.get_init()
