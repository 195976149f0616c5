"""The pose model: found, checked at each load, and refused in one sentence when it is not what it should be."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from coach import resources
from coach.adapters import model_files
from coach.errors import CoachError


@pytest.fixture
def own_copy(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    shutil.copytree(resources.models_folder(), folder)
    return folder


def test_the_model_that_is_carried_along_is_whole() -> None:
    model = model_files.checked_model()

    assert model.path.is_file()
    assert model.size_bytes == model.path.stat().st_size
    assert model.sha256 == model_files.pinned_sha256(model.path.parent)


def test_both_networks_lie_in_the_bundle_uncompressed_and_aligned() -> None:
    path = model_files.checked_model().path
    with zipfile.ZipFile(path) as bundle:
        parts = bundle.infolist()
        starts = [path.read_bytes().find(bundle.read(part)) for part in parts]

    assert [part.filename for part in parts] == [model_files.DETECTOR_NAME, model_files.LANDMARKS_NAME]
    assert all(part.compress_type == zipfile.ZIP_STORED for part in parts)
    assert all(part.date_time == (1980, 1, 1, 0, 0, 0) for part in parts), "the bytes depend on nothing but the content"
    assert [start % 4 for start in starts] == [0, 0], "mediapipe maps the networks into memory"


def test_a_single_wrong_byte_is_found(own_copy: Path) -> None:
    bundle = own_copy / model_files.BUNDLE_NAME
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    bundle.write_bytes(content)

    with pytest.raises(CoachError, match=r"damaged.*[Rr]einstall"):
        model_files.checked_model(own_copy)


def test_a_download_that_broke_off_is_found(own_copy: Path) -> None:
    bundle = own_copy / model_files.BUNDLE_NAME
    bundle.write_bytes(bundle.read_bytes()[:1000])

    with pytest.raises(CoachError, match="damaged"):
        model_files.checked_model(own_copy)


@pytest.mark.parametrize("name", [model_files.BUNDLE_NAME, model_files.HASHES_NAME])
def test_a_missing_file_is_told_in_one_sentence_with_its_place(own_copy: Path, name: str) -> None:
    (own_copy / name).unlink()

    with pytest.raises(CoachError) as told:
        model_files.checked_model(own_copy)

    assert str(own_copy / name) in str(told.value)
    assert "\n" not in str(told.value)


def test_a_list_of_hashes_that_forgot_the_bundle_is_told(own_copy: Path) -> None:
    (own_copy / model_files.HASHES_NAME).write_text("0000  something_else.task\n", encoding="utf-8")

    with pytest.raises(CoachError, match="does not name"):
        model_files.checked_model(own_copy)


def test_a_folder_in_the_place_of_the_bundle_is_told(own_copy: Path) -> None:
    (own_copy / model_files.BUNDLE_NAME).unlink()
    (own_copy / model_files.BUNDLE_NAME).mkdir()

    with pytest.raises(CoachError, match="cannot be read"):
        model_files.checked_model(own_copy)


def test_in_a_checkout_the_data_lies_beside_the_package_and_once_packed_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "coach"
    package.mkdir()
    monkeypatch.setattr(resources, "files", lambda _: package)

    assert resources.models_folder() == tmp_path / "models"
    (package / "_data" / "models").mkdir(parents=True)
    assert resources.models_folder() == package / "_data" / "models"
    assert resources.sounds_folder() == tmp_path / "assets" / "sounds"
