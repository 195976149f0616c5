"""The video that somebody asked for: whole or not at all, and never in the session's way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.adapters.clip import open_clip
from coach.app.live.film import Film, check_film
from coach.errors import CoachError


def picture(number: int, size: tuple[int, int] = (48, 64)) -> np.ndarray:
    return np.full((*size, 3), 10 * number % 250, np.uint8)


def test_pictures_come_back_at_their_times(tmp_path: Path) -> None:
    with Film(tmp_path / "evening.mp4") as film:
        for number in range(8):
            film.add(picture(number), 5.0 + number / 10)
    times = [frame.t_s for frame in open_clip(film.path).frames()]
    assert film.problem is None
    assert film.left_out == 0
    np.testing.assert_allclose(times, np.arange(8) / 10, atol=1e-3)
    assert [path.name for path in tmp_path.iterdir()] == ["evening.mp4"]


def test_a_session_without_a_picture_leaves_no_file(tmp_path: Path) -> None:
    with Film(tmp_path / "evening.mp4") as film:
        pass
    assert film.problem is None
    assert not list(tmp_path.iterdir())


def test_a_picture_of_another_size_is_left_out(tmp_path: Path) -> None:
    with Film(tmp_path / "evening.mp4") as film:
        for number, size in enumerate([(48, 64), (60, 80), (48, 64)]):
            film.add(picture(number, size), number / 10)
    assert film.left_out == 1
    assert len(list(open_clip(film.path).frames())) == 2


def test_an_earlier_video_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "evening.mp4").write_bytes(b"an earlier evening")
    with pytest.raises(CoachError, match="is there already"):
        Film(tmp_path / "evening.mp4")
    assert (tmp_path / "evening.mp4").read_bytes() == b"an earlier evening"


def test_looking_whether_it_can_be_kept_leaves_nothing(tmp_path: Path) -> None:
    check_film(tmp_path / "evening.mp4")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_none_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="cannot be written"):
        Film(tmp_path / "none" / "evening.mp4")


def test_a_disk_that_fills_up_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coach.adapters.movie.MovieWriter.write", full)
    with Film(tmp_path / "evening.mp4") as film:
        film.add(picture(1), 0.0)
    assert film.problem is not None
    assert "No space left" in film.problem.en
    assert not list(tmp_path.iterdir())
