"""Bad input: each gets its one sentence and exit code 2, or a result that says unknown. Nothing half-written stays."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.usefixtures("blind")


def everything(folder: Path) -> set[str]:
    return {str(entry.relative_to(folder)) for entry in folder.rglob("*")}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_no_file(coach_says, out: Path) -> None:
    run = coach_says("analyze", "nothing.mp4", "--out", out)
    assert run.code == 2
    assert "there is no file 'nothing.mp4'" in run.sentence
    assert not out.exists()


def test_a_directory(coach_says, out: Path, tmp_path: Path) -> None:
    run = coach_says("analyze", tmp_path, "--out", out)
    assert run.code == 2
    assert "is a folder, not a clip" in run.sentence
    assert not out.exists()


def test_a_text_file_named_mp4(coach_says, out: Path, tmp_path: Path) -> None:
    path = tmp_path / "letter.mp4"
    path.write_text("Dear coach,\n" * 100)
    run = coach_says("analyze", path, "--out", out)
    assert run.code == 2
    assert "not a video or picture" in run.sentence
    assert not out.exists()


def test_a_clip_that_broke_off_before_its_index(coach_says, out: Path, clip_of, grey) -> None:
    path = clip_of(grey)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"moov")])
    run = coach_says("analyze", path, "--out", out)
    assert run.code == 2
    assert "recording or a copy broke off" in run.sentence
    assert not out.exists()


def test_a_clip_whose_frames_are_all_damaged(coach_says, out: Path, clip_of, grey) -> None:
    path = clip_of(grey)
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    end = data.index(b"moov") - 4
    data[start:end] = b"\xee" * (end - start)
    path.write_bytes(data)
    run = coach_says("analyze", path, "--out", out)
    assert run.code == 2
    assert "holds no picture that can be decoded" in run.sentence
    assert not out.exists(), "the folder that was made for it is gone again"


def test_a_clip_with_zero_frames(coach_says, out: Path, clip_of) -> None:
    run = coach_says("analyze", clip_of([]), "--out", out)
    assert run.code == 2
    assert "holds no picture" in run.sentence
    assert not out.exists()


def test_an_empty_file(coach_says, out: Path, tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    path.touch()
    assert "is empty (0 bytes)" in coach_says("analyze", path, "--out", out).sentence


def test_one_bad_clip_does_not_stop_the_others(coach_says, out: Path, clip_of, grey, result_of) -> None:
    good, other = clip_of(grey, "good.mp4"), clip_of(grey[:2], "other.mp4")
    run = coach_says("analyze", good, "missing.mp4", other, "--out", out, "--no-video")
    assert run.code == 2
    assert "1 of 3 clips could not be analysed" in run.err
    assert "there is no file 'missing.mp4'" in run.err
    assert run.out.count("unknown") == 2
    assert {entry.name for entry in out.iterdir()} == {"good", "other"}
    assert result_of(out / "other").document["clip"]["frames"] == 2


def test_a_blind_result_says_unknown_and_is_whole(coach_says, out: Path, clip_of, grey, result_of) -> None:
    run = coach_says("analyze", clip_of(grey), "--out", out)
    assert run.code == 0
    assert "unknown" in run.out
    result = result_of(out / "clip")
    names = {"analysis.json", "frames.parquet", "sights.coach", "annotated.mp4", "cues.vtt", "report.html"}
    assert result.names == names
    assert result.document["visibility"]["receiver_measured"] == 0.0
    assert set(result.frames["receiver_state"]) == {"lost"}
    assert set(result.frames["left_foot_state"]) == {"unknown"}
    assert np.isnan(result.frames["left_foot_offset_cm"]).all()


def test_the_same_clip_twice_is_analysed_once(coach_says, out: Path, clip_of, grey) -> None:
    path = clip_of(grey)
    run = coach_says(
        "analyze", path, path.parent / "." / ".." / path.parent.name / path.name, "--out", out, "--no-video"
    )
    assert run.code == 0
    assert "is the same clip" in run.err
    assert run.out.count("unknown") == 1


def test_two_clips_of_one_name_are_refused_before_any_work(coach_says, out: Path, clip_of, grey) -> None:
    first, second = clip_of(grey, "clip.mp4"), clip_of(grey[:2], "clip.mov")
    run = coach_says("analyze", first, second, "--out", out)
    assert run.code == 2
    assert "would both write the result folder 'clip'" in run.sentence
    assert not out.exists()


def test_a_second_run_replaces_the_first_result(coach_says, out: Path, clip_of, grey, result_of) -> None:
    path = clip_of(grey)
    assert coach_says("analyze", path, "--out", out).code == 0
    assert coach_says("analyze", path, "--out", out, "--no-video", "--no-report").code == 0
    names = {"analysis.json", "frames.parquet", "sights.coach", "cues.vtt"}
    assert result_of(out / "clip").names == names
    assert everything(out) == {"clip", *(f"clip/{name}" for name in names)}


def test_a_folder_of_the_user_s_own_is_never_replaced(coach_says, out: Path, clip_of, grey) -> None:
    (out / "clip").mkdir(parents=True)
    (out / "clip" / "diary.txt").write_text("mine")
    run = coach_says("analyze", clip_of(grey), "--out", out)
    assert run.code == 2
    assert "holds 'diary.txt'" in run.sentence
    assert everything(out) == {"clip", "clip/diary.txt"}


@pytest.mark.parametrize(
    "name", ["two words.mp4", 'it\'s "so".mp4', "踩背 façon.mp4", "per%03dcent [x].mp4", "a.b.c.mp4", " .x.mp4"]
)
def test_any_name_works(coach_says, out: Path, clip_of, grey, name: str) -> None:
    if sys.platform == "win32" and set(name) & set('"'):
        pytest.skip("no such name on this system")
    run = coach_says("analyze", clip_of(grey, name), "--out", out)
    assert run.code == 0, run.err
    assert everything(out) >= {Path(name).stem, f"{Path(name).stem}/annotated.mp4"}


@pytest.mark.skipif(sys.platform != "linux", reason="a name whose bytes are no text")
def test_a_name_that_is_no_text_works(coach_says, out: Path, clip_of, grey) -> None:
    path = clip_of(grey)
    odd = path.rename(path.with_name(os.fsdecode(b"odd\xff.mp4")))
    run = coach_says("analyze", odd, "--out", out)
    assert run.code == 0, run.err
    assert (out / os.fsdecode(b"odd\xff") / "annotated.mp4").exists()


def test_a_leading_dash_works(coach_says, out: Path, clip_of, grey, monkeypatch) -> None:
    path = clip_of(grey, "-dash.mp4")
    monkeypatch.chdir(path.parent)
    assert coach_says("analyze", "--out", out, "--no-video", "--", "-dash.mp4").code == 0
    assert (out / "-dash" / "analysis.json").exists()
    assert coach_says("analyze", "./-dash.mp4", "--out", out, "--no-video").code == 0


@pytest.mark.parametrize("name", ["..mp4", "...mp4"])
def test_a_name_that_means_the_folder_itself_is_refused(coach_says, out: Path, clip_of, grey, name: str) -> None:
    run = coach_says("analyze", clip_of(grey, name), "--out", out)
    assert run.code == 2
    assert "no name that a result folder could take" in run.sentence
    assert not out.exists()


def test_the_output_folder_is_a_file(coach_says, out: Path, clip_of, grey) -> None:
    out.touch()
    run = coach_says("analyze", clip_of(grey), "--out", out)
    assert run.code == 2
    assert "is a file, but results need a folder" in run.sentence


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody can write to")
@pytest.mark.parametrize("place", ["/proc/coach-results", "/sys/coach-results"])
def test_a_place_that_cannot_be_written_to(coach_says, clip_of, grey, place: str) -> None:
    run = coach_says("analyze", clip_of(grey), "--out", place)
    assert run.code == 2
    assert place in run.sentence
    assert "choose another --out" in run.sentence


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(coach_says, out: Path, clip_of, grey) -> None:
    out.mkdir()
    out.chmod(0o555)
    run = coach_says("analyze", clip_of(grey), "--out", out)
    assert run.code == 2
    assert "cannot be written to" in run.sentence
    assert everything(out) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX systems stands for the full disk")
@pytest.mark.parametrize("room", [100, 4_000, 12_000, 40_000])
def test_a_disk_that_runs_full_at_any_file_leaves_nothing(coach_says, out: Path, clip_of, room: int) -> None:
    import resource

    noise = np.random.default_rng(0).integers(0, 255, (12, 96, 128, 3), dtype=np.uint8)
    path = clip_of(list(noise))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        run = coach_says("analyze", path, "--out", out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert run.code == 2
    assert "is full, so nothing was written" in run.sentence
    assert not out.exists()


def test_settings_and_hints_are_checked_before_any_work(coach_says, out: Path, clip_of, grey, tmp_path: Path) -> None:
    path = clip_of(grey)
    settings = tmp_path / "mine.toml"
    settings.write_text("[rules.spine_step]\nband_cm = 99.0\n")
    run = coach_says("analyze", path, "--out", out, "--config", settings)
    assert run.code == 2
    assert "'rules.spine_step.band_cm' is 99.0" in run.sentence
    assert "--support got 'here'" in coach_says("analyze", path, "--out", out, "--support", "here").sentence
    assert "--height-giver got 3" in coach_says("analyze", path, "--out", out, "--height-giver", "3").sentence
    assert not out.exists()


def test_a_hint_outside_of_the_picture_is_refused(coach_says, out: Path, clip_of, grey) -> None:
    run = coach_says("analyze", clip_of(grey), "--out", out, "--support", "900,10,20,20")
    assert run.code == 2
    assert "lies outside of the picture, which is 64 x 48 px" in run.sentence
    assert not out.exists()


def test_a_mat_without_corners_and_without_markers_is_refused(coach_says, out: Path, clip_of, grey) -> None:
    run = coach_says("analyze", clip_of(grey), "--out", out, "--mat", "90,200")
    assert run.code == 2
    assert "--mat tells the mat's size, but not where its corners are" in run.sentence
    assert "none could be seen" in run.sentence
    assert not out.exists()


def test_corners_far_outside_of_the_picture_are_refused(coach_says, out: Path, clip_of, grey) -> None:
    far = ["--mat-corners", "0,0,600,0,600,400,0,400"]
    run = coach_says("analyze", clip_of(grey), "--out", out, *far)
    assert run.code == 2
    assert "--mat-corners lies far outside of the picture, which is 64 x 48 px" in run.sentence
    assert coach_says("analyze", clip_of(grey), "--out", out, "--mat-corners", "0,0,60,0,60,40,-9,52").code == 0


def test_what_is_told_of_camera_and_room_is_told_in_the_result(coach_says, out: Path, clip_of, grey, result_of) -> None:
    hints = ["--fov", "68", "--mat", "90,200", "--mat-corners", "2,2,60,3,61,40,3,41", "--marker-size", "12"]
    run = coach_says("analyze", clip_of(grey), "--out", out, "--no-video", *hints)
    assert run.code == 0, run.err
    document = result_of(out / "clip").document
    told = document["settings"]
    assert told["hints.fov_deg"] == 68
    assert told["hints.mat_cm"] == [90, 200]
    assert told["hints.mat_corners_px"] == [[2, 2], [60, 3], [61, 40], [3, 41]]
    assert told["hints.marker_cm"] == 12
    assert told["markers_seen"] == []
    assert told["focal_length_from"] == "the given field of view"
    assert told["scale_cm_from"] == "the mat's given size"
    view = document["summary"]["view"]
    assert (view["verdict"], view["end"], view["pitch_deg"]) == ("unknown", None, None)
    assert view["advice"].startswith("Let the camera see the receiver lie alone")


def test_hints_and_settings_are_told_in_the_result(coach_says, out: Path, clip_of, grey, result_of, tmp_path) -> None:
    settings = tmp_path / "mine.toml"
    settings.write_text("[rules.spine_step]\nband_cm = 2.5\n")
    hints = ["--support", "1,2,30,40", "--spine", "1,2,3,40", "--height-receiver", "172"]
    run = coach_says("analyze", clip_of(grey), "--out", out, "--no-video", "--config", settings, *hints)
    assert run.code == 0
    told = result_of(out / "clip").document["settings"]
    assert told["rules.spine_step.band_cm"] == 2.5
    assert told["hints.support_boxes_px"] == [[1, 2, 30, 40]]
    assert told["hints.receiver_height_cm"] == 172
    assert told["scale_cm_from"] == "the receiver's given height"


def test_no_clip_at_all(coach_says) -> None:
    run = coach_says("analyze")
    assert run.code == 2
    assert "Missing argument" in run.err


def test_debug_shows_the_traceback(coach_says, out: Path) -> None:
    from coach.errors import CoachError

    with pytest.raises(CoachError, match="no settings file"):
        coach_says("analyze", "nothing.mp4", "--out", out, "--config", "none.toml", "--debug")


def test_a_picture_is_a_clip_of_one_frame(coach_says, out: Path, tmp_path: Path, grey, result_of) -> None:
    import cv2

    path = tmp_path / "photo.png"
    path.write_bytes(cv2.imencode(".png", grey[0])[1].tobytes())
    run = coach_says("analyze", path, "--out", out)
    assert run.code == 0, run.err
    assert result_of(out / "photo").document["clip"]["frames"] == 1
    assert len(result_of(out / "photo").frames["t_s"]) == 1


@pytest.mark.parametrize("size", [(47, 63), (49, 65), (1, 1), (2, 300)])
def test_odd_and_tiny_sizes_are_analysed(coach_says, out: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    import cv2

    path = tmp_path / "photo.png"
    path.write_bytes(cv2.imencode(".png", np.full((*size, 3), 90, dtype=np.uint8))[1].tobytes())
    run = coach_says("analyze", path, "--out", out)
    assert run.code == 0, run.err
    assert (out / "photo" / "annotated.mp4").stat().st_size > 0


def test_a_damaged_model_is_one_sentence(coach_says, out: Path, clip_of, grey, monkeypatch, tmp_path: Path) -> None:
    import coach.adapters.model_files as model_files

    models = tmp_path / "models"
    shutil.copytree(model_files.models_folder(), models)
    bundle = models / model_files.BUNDLE_NAME
    bundle.write_bytes(bundle.read_bytes()[:-1])
    monkeypatch.setattr(model_files, "models_folder", lambda: models)
    run = coach_says("analyze", clip_of(grey), "--out", out)
    assert run.code == 2
    assert "is damaged" in run.sentence
    assert not out.exists()
