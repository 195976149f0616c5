"""Settings in a file: what is written is what is in force, and a mistake is told by its name."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.config import apply_settings, load_settings, settings_flat, settings_of, settings_toml
from coach.core.thresholds import Threshold
from coach.errors import CoachError


class Mode(StrEnum):
    CALM = "calm"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Spine:
    band_cm: Annotated[float, Threshold("cm", 0.5, 6.0, "technique.md D1: half the width of the row of spines")] = 2
    steps: Annotated[int, Threshold("", 1, 9, "a guess")] = 3
    mode: Mode = Mode.CALM
    spoken: bool = True

    def __post_init__(self) -> None:
        if self.steps > 5 and self.band_cm > 5:
            raise ValueError("band_cm above 5 does not go with steps above 5")


@dataclass(frozen=True, slots=True)
class Rules:
    spine_step: Spine = field(default_factory=Spine)
    lag_s: Annotated[float, Threshold("s", 0.0, 2.0, "measured")] = 0.25


@dataclass(frozen=True, slots=True)
class Params:
    rules: Rules = field(default_factory=Rules)


Refusal = Callable[[str], str]


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    def refuse(text: str) -> str:
        path = tmp_path / "my settings.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CoachError) as caught:
            load_settings(path, Params())
        sentence = str(caught.value)
        assert "my settings.toml" in sentence
        assert "\n" not in sentence
        assert sentence.endswith(".")
        return sentence

    return refuse


def test_every_threshold_has_its_full_name_with_its_unit() -> None:
    assert settings_flat(Params()) == {
        "rules.lag_s": 0.25,
        "rules.spine_step.band_cm": 2.0,
        "rules.spine_step.steps": 3,
        "rules.spine_step.mode": "calm",
        "rules.spine_step.spoken": True,
    }


def test_the_printed_settings_read_back_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "all.toml"
    path.write_text(settings_toml(Params()), encoding="utf-8")
    assert load_settings(path, Params()) == Params()


def test_the_printed_settings_tell_unit_range_and_source() -> None:
    text = settings_toml(Params())
    assert "# from 0.5 to 6 cm. technique.md D1" in text
    assert tomllib.loads(text)["rules"]["spine_step"]["band_cm"] == 2.0


def test_a_file_changes_what_it_names_and_nothing_else() -> None:
    changed = apply_settings(Params(), {"rules": {"spine_step": {"band_cm": 3, "mode": "strict"}}})
    assert changed == Params(Rules(Spine(band_cm=3.0, mode=Mode.STRICT)))
    assert isinstance(changed.rules.spine_step.band_cm, float)
    assert apply_settings(Params(), {}) == Params()


def test_an_unknown_name_is_refused_with_the_nearest_known_one(refusal: Refusal) -> None:
    sentence = refusal("[rules.spine_step]\nband_mm = 2.0\n")
    assert "'rules.spine_step.band_mm'" in sentence
    assert "perhaps 'rules.spine_step.band_cm' is meant" in sentence
    assert "perhaps 'rules.spine_step' is meant" in refusal("[rules.spine_stp]\nband_cm = 2.0\n")
    assert "perhaps 'rules.spine_step.band_cm' is meant" in refusal("band_cm = 2.0\n")
    assert "'coach settings' shows all names" in refusal("zebra = 1\n")


def test_a_value_out_of_its_range_is_refused_with_range_and_unit(refusal: Refusal) -> None:
    sentence = refusal("[rules.spine_step]\nband_cm = 6.01\n")
    assert "'rules.spine_step.band_cm' is 6.01, but it must be a number from 0.5 to 6 cm." in sentence
    assert "from 0.5 to 6 cm" in refusal("[rules.spine_step]\nband_cm = nan\n")
    assert "from 0.5 to 6 cm" in refusal("[rules.spine_step]\nband_cm = -inf\n")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('band_cm = "2"', "a number from"),
        ("band_cm = true", "a number from"),
        ("band_cm = [2.0]", "a number from"),
        ("steps = 2.5", "a whole number from 1 to 9"),
        ("spoken = 1", "true or false"),
        ('mode = "loud"', "one of 'calm', 'strict'"),
        ("mode = 3", "one of 'calm', 'strict'"),
    ],
)
def test_a_wrong_type_is_refused_with_the_right_one(refusal: Refusal, line: str, wanted: str) -> None:
    assert wanted in refusal(f"[rules.spine_step]\n{line}\n")


def test_a_table_in_the_place_of_a_value_is_refused(refusal: Refusal) -> None:
    assert "is a table of settings" in refusal("[rules]\nspine_step = 2.0\n")
    assert "'rules.lag_s'" in refusal("[rules.lag_s]\nx = 2.0\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_windows_console_saves_is_read_too(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "saved.toml"
    path.write_bytes(settings_toml(Params()).replace("\n", "\r\n").encode(encoding))
    assert load_settings(path, Params()) == Params()


def test_two_values_that_do_not_go_together_are_refused(refusal: Refusal) -> None:
    assert "does not go with" in refusal("[rules.spine_step]\nband_cm = 5.5\nsteps = 6\n")


def test_what_is_no_settings_file_is_refused(refusal: Refusal, tmp_path: Path) -> None:
    assert "not valid TOML" in refusal("band_cm == 2\n")
    with pytest.raises(CoachError, match="there is no settings file"):
        load_settings(tmp_path / "none.toml", Params())
    binary = tmp_path / "clip.toml"
    binary.write_bytes(b"\x00\xe0\x80")
    with pytest.raises(CoachError, match="not UTF-8"):
        load_settings(binary, Params())
    with pytest.raises(CoachError, match="cannot be read"):
        load_settings(tmp_path, Params())


@given(st.floats(0.5, 6.0), st.integers(1, 5), st.sampled_from(Mode), st.booleans())
def test_any_allowed_settings_survive_the_file(band_cm: float, steps: int, mode: Mode, spoken: bool) -> None:
    params = Params(Rules(Spine(band_cm, steps, mode, spoken)))
    assert apply_settings(Params(), tomllib.loads(settings_toml(params))) == params


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_is_taken_exactly_if_it_lies_in_the_range(band_cm: float) -> None:
    table = {"rules": {"spine_step": {"band_cm": band_cm}}}
    if 0.5 <= band_cm <= 6.0:
        assert apply_settings(Params(), table).rules.spine_step.band_cm == band_cm
    else:
        with pytest.raises(CoachError):
            apply_settings(Params(), table)


def test_settings_know_their_thresholds() -> None:
    by_name = {setting.name: setting for setting in settings_of(Params())}
    threshold = by_name["rules.lag_s"].threshold
    assert threshold is not None
    assert (threshold.unit, threshold.low, threshold.high) == ("s", 0.0, 2.0)
    assert by_name["rules.spine_step.mode"].choices == ("calm", "strict")
