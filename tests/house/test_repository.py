"""The house keeps its promises: what README, locks, CI and packaging say stays true of one another."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from coach.app.doctor import QUIET_MEDIAPIPE

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
CI = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked_versions(name: str) -> dict[str, set[Version]]:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    versions: dict[str, set[Version]] = {}
    for package, version in re.findall(r"^([a-z0-9][\w.-]*)==([^\s;\\]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(package), set()).add(Version(version))
    return versions


def asked_for(name: str) -> list[Requirement]:
    extra = PROJECT["optional-dependencies"]["dev"] if "dev" in name else []
    return [Requirement(line) for line in [*PROJECT["dependencies"], *extra]]


@pytest.mark.parametrize("program", ["coach demo", "pytest"])
def test_the_readme_gives_one_line_from_a_bare_python_to_each_program_on_both_kinds_of_system(program: str) -> None:
    unix = re.findall(rf"^python3 -m venv \.venv && \.venv/bin/pip install .* && \.venv/bin/{program}$", README, re.M)
    windows = re.findall(
        rf"^py -m venv \.venv && \.venv\\Scripts\\pip install .* && \.venv\\Scripts\\{program}$", README, re.M
    )

    assert len(unix) == 1
    assert len(windows) == 1
    assert windows[0] == unix[0].replace("python3 ", "py ").replace("/bin/", "\\Scripts\\")


def test_the_demo_is_the_first_command_of_the_readme_and_the_tests_are_the_second_line_with_an_installation() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]

    assert [line.rsplit("/", 1)[1] for line in lines] == ["coach demo", "pytest"]


def test_ci_takes_its_commands_from_the_readme_and_has_none_of_its_own() -> None:
    assert 'grep -E "^python3 -m venv .* && \\.venv/bin/$1\\$" README.md' in CI
    assert "pip install -e" not in CI
    assert not re.search(r"-m pytest|bin/pytest\b", CI), "the tests are run by the README's line"


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_every_dependency_within_its_range(name: str) -> None:
    locked = locked_versions(name)

    for requirement in asked_for(name):
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {name}: run tools/lock"
        assert all(version in requirement.specifier for version in versions), (
            f"{requirement} and {name}: run tools/lock"
        )


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_hashes_for_everything_and_addresses_for_nothing(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9][\w.-]*==)", text, flags=re.MULTILINE)[1:]

    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text


def test_mediapipe_is_pinned_to_the_version_that_opens_no_connection() -> None:
    assert f"mediapipe=={QUIET_MEDIAPIPE}" in PROJECT["dependencies"]
    assert locked_versions("requirements.lock")["mediapipe"] == {Version(QUIET_MEDIAPIPE)}


@pytest.mark.parametrize("name", LOCKS)
def test_there_is_one_opencv_and_one_pygame(name: str) -> None:
    locked = set(locked_versions(name))

    assert {package for package in locked if package.startswith("opencv")} == {"opencv-contrib-python"}
    assert {package for package in locked if package.startswith("pygame")} == {"pygame-ce"}


def test_each_decision_is_in_the_list_of_decisions() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    records = sorted(path.name for path in folder.glob("0*.md"))
    listed = re.findall(r"\]\((0[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))

    assert listed == records


def test_the_readme_points_at_files_that_exist() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert targets
    assert [target for target in targets if not (REPOSITORY / target).exists()] == []


@pytest.mark.parametrize(
    "word", ["never says that something is safe", "not medical advice", "calls nobody over the network"]
)
def test_the_readme_says_what_the_coach_is_not(word: str) -> None:
    assert word in " ".join(README.replace("**", "").split())


def test_the_bundle_was_made_by_the_script_that_claims_it() -> None:
    script = (REPOSITORY / "tools" / "rebuild_models.py").read_text(encoding="utf-8")
    provenance = (REPOSITORY / "models" / "README.md").read_text(encoding="utf-8")

    for digest in re.findall(r'"([0-9a-f]{64})"', script):
        assert digest in provenance
    with zipfile.ZipFile(REPOSITORY / "models" / "pose_landmarker_full.task") as bundle:
        assert all(f'"{name}"' in script for name in bundle.namelist())


def test_the_feature_network_is_what_the_script_cuts_out_of_the_bundle() -> None:
    script = REPOSITORY / "tools" / "cut_features.py"
    told = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stderr
    assert "holds exactly this network" in told.stdout
