"""Nothing leaves the machine: a couple at home films itself, and trusts the program with it.

Each story runs in a child process that is watched, by strace where it may trace, else by a seccomp filter and an audit
hook (tests/house/without_network.py). The watch proves itself: a child that does reach out is caught.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
WITHOUT_NETWORK = REPOSITORY / "tests" / "house" / "without_network.py"
SAMPLES = REPOSITORY / "samples"
CHILD_LIMIT_S = 300
SHORT_CLIP_S = 2.0

Watch = Callable[[list[str], Path], list[str]]
"""Runs Python with these arguments in a scratch folder; returns what reached for the network, one line each."""

REACHING_CALL = re.compile(r"\b(connect|sendto|sendmsg|sendmmsg|bind|listen)\(")
FAMILY = re.compile(r"sa_family=(\w+)")
LOCAL_FAMILIES = ("AF_UNIX", "AF_NETLINK")  # the second is the kernel's own: SDL hears of devices by it
NAME_SERVICE_SOCKETS = ("nscd", "resolve", "avahi")


def reaching_lines(trace: str) -> list[str]:
    """The lines of a strace that connect, send or look up beyond this machine's own local sockets."""
    caught = []
    for line in trace.splitlines():
        family = FAMILY.search(line)
        if not REACHING_CALL.search(line) or family is None:
            continue
        if family.group(1) not in LOCAL_FAMILIES or any(service in line for service in NAME_SERVICE_SOCKETS):
            caught.append(line)
    return caught


def run_child(command: list[str], allowed_codes: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=CHILD_LIMIT_S, check=False)
    assert done.returncode in allowed_codes, f"the child ended with {done.returncode}: {done.stderr[-2000:]}"
    return done


def watch_by_strace(arguments: list[str], scratch: Path) -> list[str]:
    trace = scratch / "trace.txt"
    run_child(["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(trace), sys.executable, *arguments])
    return reaching_lines(trace.read_text(encoding="utf-8", errors="replace"))


def watch_by_filter(arguments: list[str], scratch: Path) -> list[str]:
    killed_by_filter, ended_by_hook = -31, 99
    command = [sys.executable, str(WITHOUT_NETWORK), *arguments]
    done = run_child(command, allowed_codes=(0, killed_by_filter, ended_by_hook))
    return [] if done.returncode == 0 else [f"ended with {done.returncode}: {done.stderr[-500:]}"]


def strace_works() -> bool:
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0
    )


WATCHES: dict[str, Watch] = {"strace": watch_by_strace} if strace_works() else {}
WATCHES["filter"] = watch_by_filter

REACHING_OUT = {
    "connecting": "import socket; s = socket.socket(); s.settimeout(0.2); s.connect_ex(('192.0.2.1', 443))",
    "sending": "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.sendto(b'.', ('127.0.0.1', 9))",
    "looking a name up": "import socket\ntry: socket.getaddrinfo('example.org', 443)\nexcept OSError: pass",
}
if sys.platform.startswith("linux"):
    REACHING_OUT["native code"] = """
import ctypes, struct
library = ctypes.CDLL(None)
address = struct.pack("H", 2) + struct.pack(">H", 9) + bytes([127, 0, 0, 1]) + bytes(8)
library.connect(library.socket(2, 2, 0), address, len(address))
"""


@pytest.fixture(scope="module")
def watch() -> Watch:
    """The strongest watch that this machine allows."""
    return next(iter(WATCHES.values()))


STAYING_HOME = """
import socket
left, right = socket.socketpair()
left.sendall(b"hello")
assert right.recv(5) == b"hello"
"""

DETECTION = """
import numpy as np
from coach.adapters.model_files import checked_models
from coach.app.eyes import CoachEyes
from coach.core.foot_look import foot_region
from coach.core.landmarks import Pose, Side
from coach.core.area import Box
from coach.core.look import LookPlan, Region
picture = np.full((240, 320, 3), 128, np.uint8)
foot = foot_region(Pose(np.random.default_rng(1).uniform(50, 200, (33, 2)), np.ones(33)), Side.LEFT)
plan = LookPlan(giver=(Region(160.0, 120.0, 200.0, 0.0),), find=(Box(0.0, 0.0, 320.0, 240.0),), feet=(foot,))
with CoachEyes(checked_models()) as eyes:
    looks = eyes.look(picture, plan)
    assert len(looks.giver) == len(looks.feet) == 1
"""


LIVE_SESSION = """
import os, time
from pathlib import Path
os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
import coach.app.live.start as start
from coach.adapters.camera import LiveFrame
from coach.adapters.clip import open_clip
from coach.core.live.stage import Command

class FromAClip:
    def __init__(self, *_, **__):
        self.frames, self.began_s, self.last = open_clip(Path(CLIP)).frames(), time.perf_counter(), 0
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def now_s(self):
        return time.perf_counter() - self.began_s
    def take(self, timeout_s):
        frame = next(self.frames, None)
        if frame is None:
            time.sleep(timeout_s)
            return None
        self.last += 1
        return LiveFrame(self.last, self.now_s(), frame.picture_rgb, 0)

start.Camera = FromAClip
asked = start.WindowScreen.asked
def until(screen):
    return (*asked(screen), *((Command.END,) if screen._now_s() > 8.0 else ()))
start.WindowScreen.asked = until
start.WindowScreen.show_end = lambda *_: None
end = start.start_live(start.LiveJob(data=Path(DATA)), print)
assert end.last is not None and end.last.frame > 3
"""


@pytest.mark.parametrize("by", WATCHES.values(), ids=WATCHES)
@pytest.mark.parametrize("deed", REACHING_OUT)
def test_the_watch_catches_a_child_that_reaches_out(by: Watch, deed: str, tmp_path: Path) -> None:
    assert by(["-c", REACHING_OUT[deed]], tmp_path), f"{deed} went unseen"


@pytest.mark.parametrize("by", WATCHES.values(), ids=WATCHES)
def test_the_watch_lets_processes_of_this_machine_talk_to_each_other(by: Watch, tmp_path: Path) -> None:
    assert by(["-c", STAYING_HOME], tmp_path) == []


def test_asking_the_name_service_over_a_local_socket_counts_as_reaching_out() -> None:
    trace = '7 connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT\n'
    assert reaching_lines(trace) == [trace.strip()]


@pytest.mark.model
def test_finding_and_tracking_people_opens_no_connection(watch: Watch, tmp_path: Path) -> None:
    assert watch(["-c", DETECTION], tmp_path) == []


@pytest.mark.model
@pytest.mark.slow
def test_a_whole_analysis_opens_no_connection(watch: Watch, tmp_path: Path) -> None:
    clip = tmp_path / "short clip.mp4"
    cut_start(sorted(SAMPLES.glob("*.mp4"))[0], clip, SHORT_CLIP_S)
    out = tmp_path / "out"
    assert watch(["-m", "coach", "analyze", str(clip), "--out", str(out)], tmp_path) == []
    left_behind = {path.name for path in (out / "short clip").iterdir()}
    assert {"analysis.json", "annotated.mp4", "report.html"} <= left_behind


@pytest.mark.model
def test_the_page_and_the_captions_point_nowhere_outside(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    cut_start(sorted(SAMPLES.glob("*.mp4"))[0], clip, 0.3)
    out = tmp_path / "out"
    run_child([sys.executable, "-m", "coach", "analyze", str(clip), "--out", str(out), "--no-video"])
    page = (out / "clip" / "report.html").read_text(encoding="utf-8")
    asked_for = re.findall(r"""(?:src|href|action)\s*=\s*["']?\s*(https?:|//)|@import|url\(\s*["']?https?:""", page)
    assert asked_for == [], "a browser that opens the report would fetch something"


def cut_start(source: Path, target: Path, length_s: float) -> None:
    """Copy the first seconds of a clip, packet by packet."""
    with av.open(str(source)) as whole, av.open(str(target), "w") as short:
        stream = whole.streams.video[0]
        copy = short.add_stream_from_template(stream)
        for packet in whole.demux(stream):
            if packet.dts is None or packet.pts is None or float(packet.pts * packet.time_base) > length_s:
                continue
            packet.stream = copy
            short.mux(packet)


@pytest.mark.model
@pytest.mark.gui
@pytest.mark.audio
def test_a_live_session_opens_no_connection(watch: Watch, tmp_path: Path) -> None:
    data = tmp_path / "data"
    told = f"CLIP, DATA = {str(SAMPLES / 'head-end.mp4')!r}, {str(data)!r}\n"
    assert watch(["-c", told + LIVE_SESSION], tmp_path) == []
    assert (data / "history.sqlite").is_file()
    assert len(list((data / "recordings").iterdir())) == 1
    assert not [path for path in data.rglob("*") if path.suffix in (".mp4", ".jpg", ".png")]
