"""`coach markers` writes sheets to print, and what lies on the mat is used by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import coach.app.analyze
from coach.adapters.model_files import Models
from coach.core.look import LookPlan, Looks
from coach.core.marker_look import MarkerAnswer


def test_the_sheets_are_written_and_an_earlier_file_of_them_is_replaced(coach_says, tmp_path: Path) -> None:
    path = tmp_path / "markers.pdf"
    run = coach_says("markers", "--out", path)
    assert run.code == 0, run.err
    assert "Four markers of 15 cm" in run.out
    first = path.read_bytes()
    assert first.startswith(b"%PDF")
    assert coach_says("markers", "--out", path, "--size", "10", "--paper", "letter").code == 0
    assert path.read_bytes() != first
    assert [entry.name for entry in tmp_path.iterdir()] == ["markers.pdf"]
    assert coach_says("markers", "--out", path).code == 0
    assert path.read_bytes() == first


@pytest.mark.parametrize("size", ["0", "1.5", "15.1", "nan", "-15"])
def test_a_size_that_does_not_fit_is_refused(coach_says, tmp_path: Path, size: str) -> None:
    run = coach_says("markers", "--out", tmp_path / "markers.pdf", f"--size={size}")
    assert run.code == 2
    assert "can be 4 to 15 cm wide" in run.sentence
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_never_replaced(coach_says, tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    path.write_text("mine")
    run = coach_says("markers", "--out", path)
    assert run.code == 2
    assert "holds something else and would be lost" in run.sentence
    assert path.read_text() == "mine"
    assert "is a folder" in coach_says("markers", "--out", tmp_path).sentence
    missing = coach_says("markers", "--out", tmp_path / "nowhere" / "markers.pdf")
    assert missing.code == 2
    assert "in a folder that exists" in missing.sentence


def test_an_unknown_paper_is_refused(coach_says, tmp_path: Path) -> None:
    run = coach_says("markers", "--out", tmp_path / "m.pdf", "--paper", "a5")
    assert run.code == 2
    assert "letter" in run.err


class MarkerEyes:
    """Eyes that see nothing but markers, in those pictures that they are asked to search."""

    numbers: tuple[int, ...] = (0, 1, 2, 3)

    def begin(self) -> None:
        """There is nothing to forget."""

    def look(self, picture_rgb: object, plan: LookPlan) -> Looks:
        del picture_rgb
        square = np.array([[0.0, 0.0], [5.0, 0.0], [5.0, 4.0], [0.0, 4.0]])
        seen = tuple(MarkerAnswer(number, square + 10.0 * number) for number in self.numbers)
        return Looks(markers=seen if plan.markers else ())


@pytest.fixture
def marker_eyes(monkeypatch: pytest.MonkeyPatch) -> MarkerEyes:
    eyes = MarkerEyes()

    @contextlib.contextmanager
    def open_eyes(_models: Models) -> Iterator[MarkerEyes]:
        yield eyes

    monkeypatch.setattr(coach.app.analyze, "_coach_eyes", open_eyes)
    return eyes


def test_four_markers_that_are_seen_show_the_mat_s_corners(
    coach_says, tmp_path: Path, clip_of, grey, result_of, marker_eyes: MarkerEyes
) -> None:
    clip = clip_of(grey * 4, fps=10)
    run = coach_says("analyze", clip, "--out", tmp_path / "out", "--no-video", "--mat", "90,200")
    assert run.code == 0, run.err
    told = result_of(tmp_path / "out" / "clip").document["settings"]
    assert told["markers_seen"] == [0, 1, 2, 3]
    assert told["scale_cm_from"] == "the mat's given size and printed markers of 15 cm"


def test_three_markers_do_not(coach_says, tmp_path: Path, clip_of, grey, marker_eyes: MarkerEyes) -> None:
    marker_eyes.numbers = (0, 1, 3)
    run = coach_says("analyze", clip_of(grey * 4, fps=10), "--out", tmp_path / "out", "--mat", "90,200")
    assert run.code == 2
    assert "only 0, 1, 3 could be seen" in run.sentence
    assert not (tmp_path / "out").exists()
