"""The pictures of every screen, from moments of a staged session: none is missing, and each is one of its own."""

from __future__ import annotations

import numpy as np
import pytest

from coach.app.live_screens import Recorded, draw_prepare, draw_shots, shots
from coach.core.live.tally import begin_tally
from coach.core.words import Language
from tests.live.screen_cases import PICTURE, Case, case_at

TIMES_S = {"placement": 1.0, "alone": 3.0, "beside": 5.0, "support": 6.0, "session": 9.0, "urgent": 12.0, "end": 14.0}


def recorded(case: Case) -> Recorded:
    picture = np.full((PICTURE.height, PICTURE.width, 3), 120, np.uint8)
    return Recorded(case.live, case.memory, picture, begin_tally())


@pytest.mark.gui
def test_every_screen_is_drawn_in_both_languages(tmp_path, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    every = shots({name: recorded(case_at(at_s)) for name, at_s in TIMES_S.items()})
    paths = list(draw_shots(tmp_path, every, ((320, 180),)))
    assert len(paths) == len(every) * len(Language)
    assert {path.name.split(".")[0] for path in paths} == {shot.name for shot in every}
    data = [path.read_bytes() for path in paths]
    assert all(one.startswith(b"\x89PNG") for one in data)
    assert len(set(data)) == len(data)


@pytest.mark.gui
def test_every_screen_before_a_session_is_drawn_in_both_languages(tmp_path, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    paths = list(draw_prepare(tmp_path, ((320, 180),)))
    names = {path.name.split(".")[0] for path in paths}
    assert {"prepare-question", "prepare-places", "prepare-may-begin", "prepare-stop"} <= names
    assert len(paths) == len(names) * len(Language)
    assert len({path.read_bytes() for path in paths}) == len(paths)
