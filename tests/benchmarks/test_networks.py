"""Other networks stand in for the program's own, without a check."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.networks import described, networks
from coach.adapters.model_files import FOOT_NAME, checked_models


def test_without_a_folder_the_networks_are_the_programs_own_checked() -> None:
    assert networks(None) == checked_models()


def test_a_file_of_the_same_name_stands_in_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / FOOT_NAME).write_bytes(b"another network")
    mixed, own = networks(tmp_path), checked_models()

    assert mixed.foot.path == tmp_path / FOOT_NAME
    assert (mixed.pose, mixed.features, mixed.lying, mixed.folded) == (
        own.pose,
        own.features,
        own.lying,
        own.folded,
    )
    assert described(mixed).count("not the program’s own") == 1
    assert "not the program’s own" not in described(own)


def test_a_folder_without_any_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds none of"):
        networks(tmp_path)
