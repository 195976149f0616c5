"""Results appear whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from coach.adapters.files import output_root, whole_folder
from coach.errors import CoachError


def break_half_way(root: Path, error: BaseException) -> None:
    with output_root(root), whole_folder(root, "clip") as folder:
        (folder / "frames.parquet").write_text("half")
        raise error


def everything(root: Path) -> set[str]:
    return {str(entry.relative_to(root)) for entry in root.rglob("*")}


def write_result(root: Path, text: str, name: str = "clip") -> None:
    with output_root(root), whole_folder(root, name) as folder:
        (folder / "analysis.json").write_text(text)


def test_nothing_is_seen_until_everything_is_there(tmp_path: Path) -> None:
    with output_root(tmp_path), whole_folder(tmp_path, "clip") as folder:
        (folder / "analysis.json").write_text("{}")
        assert not (tmp_path / "clip").exists()
    assert everything(tmp_path) == {"clip", "clip/analysis.json"}


@pytest.mark.parametrize("blow", [KeyboardInterrupt, ZeroDivisionError, SystemExit])
def test_whatever_breaks_in_the_middle_leaves_no_trace(tmp_path: Path, blow: type[BaseException]) -> None:
    root = tmp_path / "new" / "results"
    with pytest.raises(blow):
        break_half_way(root, blow())
    assert everything(tmp_path) == set(), "not even the folders that were made for it"


def test_an_older_result_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    write_result(tmp_path, "old")
    with output_root(tmp_path), whole_folder(tmp_path, "clip") as folder:
        (folder / "analysis.json").write_text("new")
        assert (tmp_path / "clip" / "analysis.json").read_text() == "old"
    assert (tmp_path / "clip" / "analysis.json").read_text() == "new"
    assert everything(tmp_path) == {"clip", "clip/analysis.json"}


def test_an_older_result_survives_a_failed_run(tmp_path: Path) -> None:
    write_result(tmp_path, "old")
    with pytest.raises(ZeroDivisionError), output_root(tmp_path), whole_folder(tmp_path, "clip"):
        raise ZeroDivisionError
    assert (tmp_path / "clip" / "analysis.json").read_text() == "old"
    assert everything(tmp_path) == {"clip", "clip/analysis.json"}


def test_a_failed_last_rename_puts_the_older_result_back(tmp_path: Path, monkeypatch) -> None:
    write_result(tmp_path, "old")
    honest = Path.rename

    def refuse_the_new(self: Path, target: Path) -> Path:
        if self.name == ".coach-clip.new":
            raise OSError(errno.EBUSY, "busy")
        return honest(self, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(OSError, match="busy"):
        write_result(tmp_path, "new")
    assert (tmp_path / "clip" / "analysis.json").read_text() == "old"


def test_leftovers_of_a_killed_run_are_cleared_at_the_next_start(tmp_path: Path) -> None:
    half = tmp_path / ".coach-clip.new"
    half.mkdir()
    (half / "frames.parquet").write_text("half")
    (tmp_path / ".coach-clip.lock").touch()
    aside = tmp_path / ".coach-other.old"
    aside.mkdir()
    (aside / "analysis.json").write_text("old")

    with output_root(tmp_path):
        assert everything(tmp_path) == {"other", "other/analysis.json"}, "and the result that was moved aside is back"


def test_a_living_run_is_left_in_peace(tmp_path: Path) -> None:
    with output_root(tmp_path), whole_folder(tmp_path, "clip") as folder:
        (folder / "analysis.json").write_text("first")
        with output_root(tmp_path):  # another run starts in the same folder
            pass
        with pytest.raises(CoachError, match="another run is writing"), whole_folder(tmp_path, "clip"):
            pass
    assert (tmp_path / "clip" / "analysis.json").read_text() == "first"


def test_two_runs_with_different_clips_may_share_a_folder(tmp_path: Path) -> None:
    with output_root(tmp_path), whole_folder(tmp_path, "one") as first:
        (first / "analysis.json").write_text("1")
        write_result(tmp_path, "2", "two")
    assert everything(tmp_path) == {"one", "one/analysis.json", "two", "two/analysis.json"}


def test_a_folder_with_something_else_in_it_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "clip").mkdir()
    (tmp_path / "clip" / "wedding.jpg").touch()
    with pytest.raises(CoachError, match=r"wedding\.jpg.*would be lost"):
        write_result(tmp_path, "new")
    assert everything(tmp_path) == {"clip", "clip/wedding.jpg"}


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "clip").touch()
    with pytest.raises(CoachError, match="in the way"):
        write_result(tmp_path, "new")
    with pytest.raises(CoachError, match="is a file, but results need a folder"):
        write_result(tmp_path / "clip", "new")
    with pytest.raises(CoachError, match="is a file, but results need a folder"):
        write_result(tmp_path / "clip" / "deeper", "new")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EFBIG])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, code: int) -> None:
    with pytest.raises(CoachError, match="is full"):
        break_half_way(tmp_path, OSError(code, os.strerror(code)))
    assert everything(tmp_path) == set()


def test_a_read_only_folder_is_one_sentence(tmp_path: Path, monkeypatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(CoachError, match=r"cannot be written to \(Read-only file system\)"), output_root(tmp_path):
        pass


def test_a_mistake_of_the_program_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), output_root(tmp_path), whole_folder(tmp_path, "clip"):
        Path("/no/such/model").read_bytes()


def test_a_name_that_is_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="too long"):
        write_result(tmp_path, "new", "n" * 253)


def test_names_with_dots_and_signs_are_cleared_too(tmp_path: Path) -> None:
    name = "a.b 'q' [x] 踩背"
    (tmp_path / f".coach-{name}.new").mkdir()
    with output_root(tmp_path):
        assert everything(tmp_path) == set()
    write_result(tmp_path, "whole", name)
    assert everything(tmp_path) == {name, f"{name}/analysis.json"}
