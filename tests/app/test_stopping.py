"""Ctrl-C, a polite kill and a hard kill in the middle of the work: the program runs as a child here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems"),
]

LIMIT_S = 180.0  # only what hangs reaches it, however busy the machine


def start(*arguments: object, **options) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "coach", "analyze", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **pipes, **options)


def wait_until_writing(child: subprocess.Popen[str], out: Path) -> None:
    """Until the hidden folder is there and the first frames are being looked at."""
    deadline_s = time.monotonic() + LIMIT_S
    while not list(out.glob(".coach-*.new")):
        assert child.poll() is None, child.communicate()[1]
        assert time.monotonic() < deadline_s
        time.sleep(0.02)
    time.sleep(0.3)
    assert child.poll() is None, "the clip is too short for this test"


@pytest.fixture
def clip(sample, clip_of) -> Path:
    return clip_of(sample(0.0, 30) * 8)


def test_ctrl_c_leaves_nothing_and_exits_with_130(clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    child = start(clip, "--out", out)
    wait_until_writing(child, out)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=LIMIT_S)
    assert child.returncode == 130
    assert "nothing half-written" in err
    assert "Traceback" not in err
    assert not (tmp_path / "new").exists()


def test_a_polite_kill_leaves_nothing(clip: Path, tmp_path: Path) -> None:
    child = start(clip, "--out", tmp_path / "out")
    wait_until_writing(child, tmp_path / "out")
    child.terminate()
    _, err = child.communicate(timeout=LIMIT_S)
    assert child.returncode == 143
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_after_a_hard_kill_the_next_run_clears_up(clip: Path, tmp_path: Path, coach_says, blind) -> None:
    out = tmp_path / "out"
    child = start(clip, "--out", out)
    wait_until_writing(child, out)
    child.kill()
    child.communicate(timeout=LIMIT_S)
    assert list(out.glob(".coach-clip.*")), "something was left"
    assert not (out / "clip").exists(), "but nothing that looks like a result"

    assert coach_says("analyze", clip, "--out", out, "--no-video").code == 0
    assert {entry.name for entry in out.iterdir()} == {"clip"}


def test_the_output_can_be_cut_off(tmp_path: Path) -> None:
    """`coach settings | head` ends quietly."""
    command = f"'{sys.executable}' -m coach settings | head -n 1"
    run = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=LIMIT_S, env=os.environ)
    assert run.stdout.startswith("# Settings of the coach")
    assert "Traceback" not in run.stderr
