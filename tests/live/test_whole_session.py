"""A whole session with everything real but the people: camera, networks, window, sound, recording and history."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pygame
import pytest

from coach.adapters.history import History, read_sessions
from coach.app.live.start import LiveJob, start_live
from coach.app.replay import replay
from coach.core.live.stage import Ending, Stage
from coach.errors import CoachError
from coach.resources import samples_folder
from tests.live.mjpeg import MjpegServer, clip_pictures

pytestmark = [pytest.mark.model, pytest.mark.gui, pytest.mark.audio, pytest.mark.slow]
PATIENCE_S = 90.0


@pytest.fixture
def tape(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A pretended screen, and a loudspeaker that writes what it plays into a file."""
    file = tmp_path / "heard.raw"
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(file))
    return file


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer(clip_pictures(samples_folder() / "head-end.mp4"), fps=12.0, ahead=True) as serving:
        yield serving


def press(key: int) -> None:
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))


def heard(tape: Path) -> bool:
    return tape.exists() and bool(np.fromfile(tape, np.int16).any())


def meanwhile(*steps: Callable[[], bool]) -> threading.Thread:
    """Does one step after the other, each until it has worked."""

    def run() -> None:
        for step in steps:
            until_s = time.monotonic() + PATIENCE_S
            while not step() and time.monotonic() < until_s:
                time.sleep(0.1)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def after(seconds: float, do: Callable[[], None]) -> Callable[[], bool]:
    """A step that waits, acts, and has worked."""
    began: list[float] = []

    def step() -> bool:
        began.append(time.monotonic())
        if time.monotonic() - began[0] < seconds:
            return False
        do()
        return True

    return step


def trodden(folder: Path, for_s: float = 6.0) -> bool:
    """Does the history say that a session has gone on for that long, some of it on the back?"""
    try:
        newest = read_sessions(folder)[0].tally
    except CoachError:
        return False  # it has not begun
    return newest is not None and newest.session_s > for_s and newest.on_back_s > 1.0


def test_a_session_goes_from_the_placement_to_its_summary_and_replays_to_the_frame(
    tape: Path, server: MjpegServer, tmp_path: Path
) -> None:
    threads_before = {thread.name for thread in threading.enumerate()}
    lines: list[str] = []
    helper = meanwhile(
        lambda: heard(tape),  # it has begun to speak
        lambda: trodden(tmp_path),  # the sums are saved every second
        after(0.0, server.unplug),
        after(4.0, lambda: press(pygame.K_q)),
        after(2.0, lambda: press(pygame.K_q)),  # away with the last screen
    )
    end = start_live(LiveJob(server.url, data=tmp_path), lines.append)
    helper.join()

    assert end.ending is Ending.ASKED
    assert end.tally.session_s > 5.0
    assert end.tally.on_back_s > 1.0
    assert any("history" in line for line in lines)

    (recording,) = (tmp_path / "recordings").glob("*.coach")
    again = replay(recording)
    assert again.exit_code == 0
    assert {began.stage for began in again.stages} >= {Stage.SESSION, Stage.ENDED}
    said = [spoken.sound for spoken in again.said]
    assert "camera_lost" in said
    assert said[-1] == "session_over"
    assert {"view_good", "view_usable"} & set(said)

    with History(tmp_path, date(2026, 1, 1)) as history:
        (kept,) = history.sessions()
    assert kept.ending is Ending.ASKED
    assert kept.tally.session_s == pytest.approx(end.tally.session_s)
    assert {thread.name for thread in threading.enumerate()} <= threads_before


def test_a_session_without_a_window_is_led_by_sound_and_ends_with_a_word(
    tape: Path, server: MjpegServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coach.app.live.console import ConsoleScreen
    from coach.core.live.stage import Command

    begun_s = time.monotonic()
    ended: list[bool] = []

    def asked(_: ConsoleScreen) -> tuple[Command, ...]:
        if ended or time.monotonic() - begun_s < 12.0 or not heard(tape):
            return ()
        ended.append(True)
        return (Command.END,)

    monkeypatch.setattr(ConsoleScreen, "asked", asked)
    lines: list[str] = []
    end = start_live(LiveJob(server.url, data=tmp_path, with_window=False, with_record=False), lines.append)
    assert end.ending is Ending.ASKED
    assert not (tmp_path / "recordings").exists()
    assert any("♪" in line for line in lines)
    assert lines[-1] == "Kept in the history."
