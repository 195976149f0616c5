"""A folder as `coach analyze` leaves it, made on the spot, and a server on it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from coach.adapters.browser.serving import Service
from coach.adapters.clip import file_sha256
from coach.app.review.desk import ReviewDesk
from coach.app.review.library import shelf_of
from coach.report.tables import FRAMES_SCHEMA
from coach.resources import review_folder, samples_folder
from tests.review.driver import Browser, chromium, driven
from tests.review.massage import write_massage

FILM = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 40


def write_frames(path: Path, count: int, fps: float = 30.0) -> None:
    """A giver whose nose goes to the right by one pixel a frame; the right foot stands on the back throughout."""
    columns: dict[str, pa.Array] = {}
    for field in FRAMES_SCHEMA:
        kind = field.type
        if pa.types.is_fixed_size_list(kind):
            flat = np.full((count, kind.list_size), np.nan, np.float32)
            if field.name == "giver_xy":
                flat[:, 0], flat[:, 1] = np.arange(count), 50.0
            columns[field.name] = pa.FixedSizeListArray.from_arrays(pa.array(flat.ravel()), type=kind)
        elif field.name == "t_s":
            columns[field.name] = pa.array(np.arange(count) / fps)
        elif kind == pa.string():
            word = {"right_foot_state": "back", "technique": "standing"}.get(field.name, "unknown")
            columns[field.name] = pa.array(["measured" if field.name == "giver_state" else word] * count)
        else:
            columns[field.name] = pa.array(np.full(count, 4.0, np.float32))
    parquet.write_table(pa.table(columns, schema=FRAMES_SCHEMA), path)


def document_of(clip: Path, frames: int, fps: float = 30.0) -> dict[str, Any]:
    """`analysis.json` of a clip with one urgent event and one step."""
    return {
        "schema": 1,
        "clip": {
            "path": str(clip),
            "sha256": "0" * 64,
            "width": 640,
            "height": 480,
            "frames": frames,
            "duration_s": frames / fps,
            "fps_mean": fps,
        },
        "settings": {"rules.spine_step.band_cm": 2.0, "rules.off_zone.ribs_cm": 15.0},
        "program": {"version": "0"},
        "phases": [{"phase": "treading", "start_s": 0.0, "end_s": frames / fps}],
        "events": [
            {"rule": "spine_step", "start_s": 1.0, "end_s": 2.0, "severity": "urgent", "side": "left", "detail": {}}
        ],
        "cues": [{"t_s": 1.2, "cue": "off_the_spine", "rule": "spine_step", "spoken": "Off the spine!"}],
        "steps": [
            {"foot": "left", "start_s": 0.5, "end_s": 3.5, "along": 0.2, "offset_cm": -5.0, "zone": "shoulder_blades"}
        ],
        "visibility": {"receiver_measured": 1.0, "receiver_held": 0.0, "giver_measured": 1.0, "unknown": 0.0},
        "summary": {"time_on_back_s": 3.0, "rules": {}, "coverage_s": {}, "view": {"cm_per_px": 0.5}},
    }


MakeSession = Callable[..., Path]


@pytest.fixture
def make_session(tmp_path: Path) -> MakeSession:
    """Makes `results/NAME` beside a film of its own, and returns the folder."""

    def make(name: str = "evening", frames: int = 90) -> Path:
        film = tmp_path / "films" / "evening.mp4"
        film.parent.mkdir(exist_ok=True)
        film.write_bytes(FILM)
        folder = tmp_path / "results" / name
        folder.mkdir(parents=True)
        (folder / "analysis.json").write_text(json.dumps(document_of(film, frames)), encoding="utf-8")
        (folder / "report.html").write_text("<html><body><main><p>Report</p></main></body></html>", encoding="utf-8")
        write_frames(folder / "frames.parquet", frames)
        return folder

    return make


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Served:
    """A server that runs beside the test."""

    address: str
    stop: Callable[[], None]

    @property
    def port(self) -> int:
        port = urlsplit(self.address).port
        assert port is not None
        return port

    @property
    def root(self) -> str:
        return urlsplit(self.address).path.rstrip("/")

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        root: str | None = None,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, (self.root if root is None else root) + path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def first(self) -> str:
        """The path of the first session."""
        return f"/api/{self.ask('/api/sessions').json[0]['id']}"


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Serves a folder until the test ends."""
    running: list[tuple[Service, threading.Thread]] = []

    def start(target: Path, out: Path | None = None, **desk: Any) -> Served:
        service = Service(ReviewDesk(shelf_of(target, out or target), **desk), review_folder())
        thread = threading.Thread(target=service.run)
        thread.start()
        running.append((service, thread))

        def stop() -> None:
            service.stop()
            thread.join(20)

        return Served(service.address, stop)

    yield start
    for service, thread in running:
        service.stop()
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture
def real_session(make_session: MakeSession) -> Callable[..., Path]:
    """A session whose film is the sample clip, so that a browser plays it (12 frames a second)."""

    def make(name: str = "evening", frames: int = 351) -> Path:
        folder = make_session(name, frames)
        film = samples_folder() / "head-end.mp4"
        document = document_of(film, frames, fps=12.0)
        document["clip"]["sha256"] = file_sha256(film)
        (folder / "analysis.json").write_text(json.dumps(document), encoding="utf-8")
        write_frames(folder / "frames.parquet", frames, fps=12.0)
        return folder

    return make


@pytest.fixture(scope="session")
def one_chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser | None]:
    """A Chromium for all tests: a start for each of them took a third of their time."""
    if chromium() is None:
        yield None
        return
    with driven(tmp_path_factory.mktemp("profile")) as window:
        yield window


@pytest.fixture
def browser(one_chromium: Browser | None) -> Browser | None:
    """A real Chromium as after a start; None where there is none: then a story is asked of the server alone."""
    if one_chromium is not None:
        one_chromium.anew()
    return one_chromium


@pytest.fixture
def massage_session(tmp_path: Path) -> Callable[..., Path]:
    """A session that can be judged again, of the sample film (see `massage.py`)."""

    def make(name: str = "evening", frames: int = 160, fps: float = 12.0) -> Path:
        folder = tmp_path / "results" / name
        write_massage(folder, samples_folder() / "head-end.mp4", frames, fps)
        return folder

    return make
