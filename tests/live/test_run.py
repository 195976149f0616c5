"""The main thread of a live session: it speaks in time, watches the worker, and ends in order whatever happens."""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from types import SimpleNamespace

import numpy as np
import pytest

from coach.adapters.camera import LiveFrame
from coach.app.live.run import LiveEnd, _say_next, run_session, undisturbed
from coach.app.live.worker import Said, Seen
from coach.core.findings import Severity
from coach.core.live.live import LiveInput, LiveParams
from coach.core.live.loudspeaker import SoundState
from coach.core.live.stage import Command, Ending, Stage
from coach.core.live.tally import Tally
from coach.core.live.voice import Spoken
from coach.core.look import Hints, LookPlan, Looks

PICTURE = np.random.default_rng(3).integers(40, 200, (48, 64, 3), dtype=np.uint8)


class Frames:
    """A camera at 30 pictures a second; `stop` ends them."""

    def __init__(self) -> None:
        self._began_s = time.perf_counter()
        self._number = 0
        self.stopped = False

    def now_s(self) -> float:
        return time.perf_counter() - self._began_s

    def take(self, timeout_s: float) -> LiveFrame | None:
        time.sleep(min(timeout_s, 1 / 30))
        if self.stopped:
            return None
        self._number += 1
        return LiveFrame(self._number, self.now_s(), np.roll(PICTURE, self._number, axis=1), 0)


@dataclass
class Eyes:
    """See nobody; may hang or break."""

    hangs_s: float = 0.0
    breaks: bool = False
    looks: int = 0

    def look(self, picture: np.ndarray, plan: LookPlan) -> Looks:
        del picture, plan
        self.looks += 1
        if self.breaks:
            raise RuntimeError("the network broke")
        if self.looks == 5:
            time.sleep(self.hangs_s)
        return Looks()


@dataclass
class Mouth:
    """A loudspeaker; `gone_s` is since and until when it is not there, from the first look after it."""

    played: list[str] = field(default_factory=list)
    volumes: list[float] = field(default_factory=list)
    sounding: bool = False
    gone_s: tuple[float, float] = (math.inf, math.inf)
    state: SoundState = SoundState.OPEN
    began_s: float = math.nan

    def tend(self) -> None:
        now_s = time.monotonic()
        self.began_s = now_s if math.isnan(self.began_s) else self.began_s
        since_s, until_s = self.gone_s
        self.state = SoundState.LOST if since_s <= now_s - self.began_s < until_s else SoundState.OPEN

    def play_sound(self, name: str, volume: float = 1.0) -> None:
        self.volumes.append(volume)
        self.played.append(name)


@dataclass
class Script:
    """A screen that ends the session after some seconds, or is interrupted."""

    end_s: float = 2.0
    interrupts: bool = False
    began_s: float = field(default_factory=time.monotonic)
    said: list[Said | Spoken] = field(default_factory=list)
    was_stale: bool = False
    ended: bool = False
    newest: Seen | None = None
    drawn: Callable[[Callable[[], object]], object] = id

    def show(self, seen: Seen | None, *, stale: bool, meanwhile: Callable[[], object]) -> None:
        self.drawn(meanwhile)
        self.newest = seen
        self.was_stale |= stale
        if self.interrupts and time.monotonic() - self.began_s > self.end_s:
            raise KeyboardInterrupt

    def asked(self) -> tuple[Command, ...]:
        if self.ended or self.interrupts or time.monotonic() - self.began_s < self.end_s:
            return ()
        self.ended = True
        return (Command.END,)

    def told(self) -> Hints | None:
        return None

    def say(self, said: Said | Spoken) -> None:
        self.said.append(said)


def lead(eyes: Eyes, screen: Script, **more: object) -> tuple[LiveEnd, Mouth]:
    mouth = Mouth()
    end = run_session(Frames(), eyes.look, mouth, screen, LiveParams(), Hints(), **more)  # type: ignore[arg-type]
    return end, mouth


def workers() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name == "live"}


def test_a_session_that_is_ended_says_so_last_and_leaves_no_thread() -> None:
    end, mouth = lead(Eyes(), Script(2.5))
    assert end.ending is Ending.ASKED
    assert not end.interrupted
    assert mouth.played[0] == "lie_down"
    assert mouth.played[-1] == "session_over"
    assert not workers()


def test_eyes_that_hang_are_told_of_after_a_second_and_the_session_goes_on() -> None:
    screen = Script(7.0)
    end, mouth = lead(Eyes(hangs_s=3.0), screen)
    assert "results_stale" in mouth.played
    assert screen.was_stale
    warned_s = next(said.t_s for said in screen.said if isinstance(said, Spoken))
    assert warned_s < 3.0  # while they hung, not after
    assert end.ending is Ending.ASKED


def test_a_worker_that_breaks_is_heard_of_and_raises() -> None:
    mouth, screen = Mouth(), Script(5.0)
    with pytest.raises(RuntimeError, match="the network broke"):
        run_session(Frames(), Eyes(breaks=True).look, mouth, screen, LiveParams(), Hints())
    assert mouth.played == ["results_stale"]
    assert not workers()


def test_ctrl_c_ends_in_order_and_saves() -> None:
    saved: list[Tally] = []
    end, _ = lead(Eyes(), Script(1.0, interrupts=True), save=saved.append)
    assert end.interrupted
    assert end.ending is Ending.ASKED
    assert end.last is not None
    assert end.last.moment.stage.stage is Stage.ENDED
    assert saved
    assert not workers()


def test_sums_are_saved_while_the_session_goes_on() -> None:
    saved: list[Tally] = []
    lead(Eyes(), Script(1.5), save=saved.append, save_every_s=0.3)
    assert len(saved) >= 4


def test_every_input_is_kept_with_the_sound_that_it_started() -> None:
    kept: list[tuple[LiveInput, Spoken | None]] = []
    _, mouth = lead(Eyes(), Script(2.0), keep=lambda given, said: kept.append((given, said)))
    assert [said.sound for _, said in kept if said is not None] == mouth.played
    times = [given.t_s for given, _ in kept]
    assert times == sorted(times)
    assert any(given.facts is not None for given, _ in kept)


def test_a_camera_that_gives_nothing_more_is_told_within_two_seconds() -> None:
    frames, mouth, screen = Frames(), Mouth(), Script(4.0)
    threading.Timer(1.0, lambda: setattr(frames, "stopped", True)).start()
    run_session(frames, Eyes().look, mouth, screen, LiveParams(), Hints())
    (lost,) = [said for said in screen.said if isinstance(said, Said) and said.spoken.sound == "camera_lost"]
    assert lost.spoken.t_s < 4.0


def test_a_loudspeaker_that_is_lost_is_shown_and_one_that_is_back_is_heard_of_too() -> None:
    mouth, screen = Mouth(gone_s=(1.0, 1.6)), Script(3.0)
    run_session(Frames(), Eyes().look, mouth, screen, LiveParams(), Hints())
    told = [said for said in screen.said if isinstance(said, Spoken)]
    assert [said.sound for said in told] == ["sound_lost", "sound_back"]
    assert 0.4 < told[1].t_s - told[0].t_s < 1.0
    assert mouth.played.count("sound_back") == 1
    assert "sound_lost" not in mouth.played, "nobody would hear it"


def test_a_cue_that_begins_anew_on_another_loudspeaker_is_not_cut_by_the_news() -> None:
    mouth, screen = Mouth(gone_s=(0.5, 0.9), sounding=True), Script(2.0)
    run_session(Frames(), Eyes().look, mouth, screen, LiveParams(), Hints())
    assert "sound_back" in [said.sound for said in screen.said if isinstance(said, Spoken)]
    assert "sound_back" not in mouth.played


def test_a_second_ctrl_c_does_not_disturb_the_orderly_end() -> None:
    before = signal.getsignal(signal.SIGINT)
    with undisturbed():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_knock_gives_way_to_what_is_being_heard_and_has_a_volume_of_its_own() -> None:
    knock = Spoken(3.0, "pace_ready", False, Severity.INFO, 0.45, 0.25, wordless=True)
    for sounding, expected in ((True, []), (False, [("pace_ready", 0.25)])):
        mouth = Mouth(sounding=sounding)
        worker = SimpleNamespace(said=SimpleQueue())
        worker.said.put(Said(knock, 1, 3.0, 3.0))
        assert _say_next(worker, mouth, Script(), 0.01)  # type: ignore[arg-type]
        assert list(zip(mouth.played, mouth.volumes, strict=True)) == expected


def test_a_sound_does_not_wait_until_the_window_is_drawn() -> None:
    frames = Frames()
    late_s: list[float] = []

    class Drawing(Script):
        def say(self, said: Said | Spoken) -> None:
            if isinstance(said, Said):
                late_s.append(frames.now_s() - said.decided_s)
            super().say(said)

    def slowly(meanwhile: Callable[[], object]) -> None:
        for _ in range(50):
            time.sleep(0.01)
            meanwhile()

    run_session(frames, Eyes().look, Mouth(), Drawing(3.0, drawn=slowly), LiveParams(), Hints())
    assert len(late_s) >= 2
    assert max(late_s) < 0.2, "a redraw takes half a second"
