"""Clips that do not show what the coach is for: with the real eyes, a result that says unknown and raises no alarm."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.model

ALARMS = {"spine_step", "keep_out", "off_zone", "support_lost", "fast_step", "receiver_signal"}


def judged(coach_says, result_of, tmp_path, clip):
    run = coach_says("analyze", clip, "--out", tmp_path / "out", "--no-video")
    assert run.code == 0, run.err
    return run, result_of(tmp_path / "out" / clip.stem)


def test_a_black_clip(coach_says, result_of, clip_of, tmp_path) -> None:
    run, result = judged(coach_says, result_of, tmp_path, clip_of([np.zeros((240, 320, 3), np.uint8)] * 6))
    assert "unknown: no lying receiver was seen" in run.out
    assert set(result.frames["giver_state"]) == set(result.frames["receiver_state"]) == {"lost"}
    assert not result.rules & ALARMS


def test_a_room_without_people(coach_says, result_of, clip_of, sample, tmp_path) -> None:
    empty = [picture[:, :210] for picture in sample(0.0, 8)]
    run, result = judged(coach_says, result_of, tmp_path, clip_of(empty))
    assert "unknown: no lying receiver was seen" in run.out
    assert set(result.frames["left_foot_state"]) <= {"unknown"}
    assert not result.rules & ALARMS


def test_one_person_alone(coach_says, result_of, clip_of, sample, tmp_path) -> None:
    run, result = judged(coach_says, result_of, tmp_path, clip_of(sample(0.0, 14)))
    assert "unknown: no" in run.out
    assert set(result.frames["giver_state"]) == {"lost"}
    assert not result.rules & ALARMS


def test_three_people(coach_says, result_of, clip_of, sample, tmp_path) -> None:
    crowd = []
    for picture in sample(3.75, 10):
        third = picture.copy()
        third[90:450, 20:150] = picture[90:450, 350:480]  # the giver once more, at the left
        crowd.append(third)
    _, result = judged(coach_says, result_of, tmp_path, clip_of(crowd))
    frames = result.frames
    assert len(frames["t_s"]) == 10
    seen = [np.array(xy).reshape(33, 2) for xy in frames["giver_xy"]]
    shoulders = np.array([xy[11:13, 0].mean() for xy in seen])
    steps = np.abs(np.diff(shoulders[np.isfinite(shoulders)]))
    assert np.all(steps < 60), "the giver does not jump from one person to another"
    assert not result.rules & ALARMS


def test_a_clip_that_starts_in_the_middle_of_the_massage(coach_says, result_of, clip_of, sample, tmp_path) -> None:
    _, result = judged(coach_says, result_of, tmp_path, clip_of(sample(10.0, 12)))
    frames = result.frames
    assert frames["t_s"][0] == 0.0
    assert len(frames["t_s"]) == 12
    judged_feet = {state for side in ("left", "right") for state in frames[f"{side}_foot_state"]}
    assert judged_feet <= {"unknown", "back", "air"}, "nobody stands on the floor here"
    assert "spine_step" not in result.rules, "both feet stand beside the spine in this second"
