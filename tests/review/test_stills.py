"""The frame that a note was drawn on: the right one, and small enough to be mailed."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from coach.adapters.clip import open_clip, picture_at
from coach.app.review.stills import LARGEST_BYTES, still_jpeg
from coach.resources import samples_folder

FILM = samples_folder() / "head-end.mp4"


def test_a_moments_picture_is_the_frame_that_analysis_saw_at_that_time() -> None:
    frames = {frame.index: frame for frame in open_clip(FILM).frames() if frame.index in (0, 40, 41, 200)}

    for frame in frames.values():
        assert np.array_equal(picture_at(FILM, frame.t_s + 0.001, 4000), frame.picture_rgb)
    assert np.array_equal(picture_at(FILM, frames[41].t_s - 0.01, 4000), frames[40].picture_rgb)


def test_a_still_is_narrow_and_light_and_a_file_that_is_no_film_gives_none(tmp_path: Path) -> None:
    data = still_jpeg(FILM, 10.0)
    assert data is not None
    assert len(data) <= LARGEST_BYTES
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[1] <= 960
    assert picture_at(FILM, 10.0, 320).shape[1] == 320

    (tmp_path / "no.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom")
    assert still_jpeg(tmp_path / "no.mp4", 1.0) is None


def test_the_report_carries_the_frame_and_the_page_gets_it_by_its_note(real_session, serve) -> None:
    served = serve(real_session())
    mark = {"kind": "arrow", "points": [[0.1, 0.1], [0.4, 0.6]]}
    note = {"id": "a1", "start_s": 2.0, "end_s": 2.0, "text": "Here.", "marks": [mark]}
    served.ask(f"{served.first()}/notes/a1", "PUT", json.dumps(note).encode())

    assert b"data:image/jpeg;base64," in served.ask(f"{served.first()}/export/report.html").body
    assert "教练的笔记".encode() in served.ask(f"{served.first()}/export/report.html?lang=zh").body
    still = served.ask(f"{served.first()}/notes/a1/still")
    assert (still.status, still.headers["content-type"]) == (200, "image/jpeg")
    assert still.body.startswith(b"\xff\xd8\xff")
    gone = served.ask(f"{served.first()}/notes/other/still")
    assert gone.status == 409
    assert "no picture for this note" in gone.json["error"]
