"""Places of the back that are not to be pressed: told on the command line or in a file, judged, shown and drawn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from coach.adapters.answers import read_answers
from coach.app.marked_areas import marked_areas, with_areas
from coach.core.rules.judge import RulesParams
from coach.core.rules.keep_out import BackPoint, KeepOutZone
from coach.errors import CoachError
from tests.app.conftest import write_clip


def test_four_numbers_are_a_rectangle_and_more_are_corners_in_order() -> None:
    rectangle, corners = marked_areas(["-12,0.1,-6,0.4", "burn = 1,0.5,8,0.5,4,0.9"])
    assert rectangle.name == "area 1"
    assert {(one.offset_cm, one.along) for one in rectangle.corners} == {(x, a) for x in (-12, -6) for a in (0.1, 0.4)}
    assert corners == KeepOutZone("burn", (BackPoint(1, 0.5), BackPoint(8, 0.5), BackPoint(4, 0.9)))


@pytest.mark.parametrize("torso_cm", [40.0, 48.0, 60.0])
def test_a_round_zone_is_never_smaller_than_its_radius_whatever_the_torso(torso_cm: float) -> None:
    (zone,) = marked_areas(["scar=6,0.5,4"])
    points_cm = np.array([[one.offset_cm - 6.0, (one.along - 0.5) * torso_cm] for one in zone.corners])
    middles_cm = (points_cm + np.roll(points_cm, 1, axis=0)) / 2.0
    assert zone.name == "scar"
    assert float(np.linalg.norm(middles_cm, axis=1).min()) >= 4.0 - 1e-3
    assert float(np.abs(points_cm[:, 0]).max()) <= 4.1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("6,0.5", "rectangle"),
        ("6,0.5,4,1,2", "rectangle"),
        ("six,0.5,4", "rectangle"),
        ("6,nan,4", "rectangle"),
        ("", "rectangle"),
        ("=6,0.5,4", "name"),
        ("6,20,4", "beside the back"),
        ("60,0.5,4", "beside the back"),
        ("6,0.5,0", "radius"),
        ("6,0.5,90", "radius"),
        ("6,0.5,6,0.7", "cross or enclose nothing"),
        ("0,0,9,0.5,9,0,0,0.5", "cross or enclose nothing"),
    ],
)
def test_what_is_no_place_is_refused_by_the_option(text: str, word: str) -> None:
    with pytest.raises(CoachError, match=word) as refused:
        marked_areas([text])
    assert str(refused.value).startswith("--keep-out got '")


def test_a_place_that_is_told_twice_counts_once() -> None:
    zones = marked_areas(["scar=6,0.5,4"])
    assert with_areas(with_areas(RulesParams(), zones), zones).keep_out.zones == zones


@pytest.mark.usefixtures("blind")
def test_an_analysis_shows_the_places_among_its_settings(coach_says, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", [np.full((120, 160, 3), 90, np.uint8)] * 6)
    told = ["--keep-out", "-12,0.1,-6,0.4", "--no-video", "--no-report"]
    run = coach_says("analyze", clip, "--out", tmp_path / "out", *told)
    assert run.code == 0
    settings = json.loads((tmp_path / "out" / "clip" / "analysis.json").read_text())["settings"]
    corners = [[-12.0, 0.1], [-6.0, 0.1], [-6.0, 0.4], [-12.0, 0.4]]
    assert settings["rules.keep_out.zones"] == [{"name": "area 1", "corners": corners}]


def test_a_wrong_place_ends_the_commands_in_one_sentence_before_anything_is_done(coach_says, tmp_path: Path) -> None:
    for command in (("analyze", tmp_path / "none.mp4"), ("prepare",)):
        run = coach_says(*command, "--keep-out", "6,0.5")
        assert run.code == 2
        assert "--keep-out" in run.sentence


def test_a_file_whose_place_crosses_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text("version = 1\n[[areas]]\nname = 'a'\ncorners = [[0, 0], [9, 0.5], [9, 0], [0, 0.5]]\n")
    with pytest.raises(CoachError, match="cross"):
        read_answers(path)


def test_every_place_that_the_option_takes_can_be_kept_in_a_file(tmp_path: Path) -> None:
    from coach.adapters.answers import answers_toml
    from coach.core.prepare.answers import Answers
    from coach.core.words import Language

    zones = marked_areas(["40,1.5,15", "-40,-0.5,15", "-40,-0.5,40,1.5"])
    path = tmp_path / "ours.toml"
    path.write_text(answers_toml(Answers(areas=zones), Language.EN), encoding="utf-8")
    assert read_answers(path).areas == zones
