"""`coach doctor`: does this machine have what the coach needs, and if not, what is there to do?

The exit code is 0 if nothing failed, else 2, as for any input that the user has to mend. A note is not a failure: a
clip is analysed without a camera and without sound.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from coach.adapters import machine, model_files
from coach.errors import CoachError

QUIET_MEDIAPIPE = "0.10.33"
FIRST_REPORTING_MEDIAPIPE = (0, 10, 35)  # from here on mediapipe reports usage to its maker; docs/decisions/0001
ONE_OPENCV = "opencv-contrib-python"
OTHER_OPENCVS = ("opencv-python", "opencv-python-headless", "opencv-contrib-python-headless")
NEEDED_PACKAGES = ("mediapipe", "ai-edge-litert", ONE_OPENCV, "av", "pygame-ce", "numpy")
EXIT_GOOD = 0
EXIT_FAILED = 2


class CheckState(Enum):
    """How a check went. NOTE: the coach works, with less."""

    OK = "ok"
    NOTE = "note"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report.

    Attributes:
        name: what was looked at, a word or two.
        state: how it went.
        says: what was found.
        to_do: what to do about it; empty if there is nothing to do.
    """

    name: str
    state: CheckState
    says: str
    to_do: str = ""


def examine() -> tuple[Check, ...]:
    """Look at everything, in the order in which problems cause one another."""
    checks: tuple[Callable[[], Check], ...] = (
        check_versions,
        check_system_libraries,
        check_opencv,
        check_pygame,
        check_mediapipe,
        check_model,
        check_eyes,
        check_h264,
        check_data_folder,
        check_camera,
        check_sound,
    )
    return tuple(check() for check in checks)


def exit_code(checks: Sequence[Check]) -> int:
    """Return 2 if a check failed, else 0."""
    return EXIT_FAILED if any(check.state is CheckState.FAIL for check in checks) else EXIT_GOOD


def check_versions() -> Check:
    """Tell the versions, and whether a package is missing."""
    versions = {name: machine.package_version(name) for name in NEEDED_PACKAGES}
    told = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    says = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}; {told}"
    missing = [name for name, version in versions.items() if version is None]
    if not missing:
        return Check("versions", CheckState.OK, says)
    return Check(
        "versions", CheckState.FAIL, f"{says}; missing: {', '.join(missing)}", f"pip install {' '.join(missing)}"
    )


def check_system_libraries() -> Check:
    """Name the shared libraries that are missing, by their Debian package."""
    missing = machine.missing_system_libraries()
    if not missing:
        return Check("system libraries", CheckState.OK, "all there")
    told = ", ".join(f"{library.soname} (for {library.needed_by})" for library in missing)
    packages = " ".join(sorted({library.debian_package for library in missing}))
    return Check("system libraries", CheckState.FAIL, f"missing: {told}", f"sudo apt-get install {packages}")


def check_opencv() -> Check:
    """Find a second OpenCV, which overwrites files of the first."""
    others = [name for name in OTHER_OPENCVS if machine.package_version(name)]
    if others:
        to_do = f"pip uninstall -y {' '.join(others)} && pip install --force-reinstall --no-deps {ONE_OPENCV}"
        return Check("OpenCV", CheckState.FAIL, f"installed twice: {ONE_OPENCV} and {', '.join(others)}", to_do)
    if machine.package_version(ONE_OPENCV) is None:
        return Check("OpenCV", CheckState.FAIL, f"{ONE_OPENCV} is not installed", f"pip install {ONE_OPENCV}")
    return Check("OpenCV", CheckState.OK, "installed once")


def check_pygame() -> Check:
    """Find the old pygame beside pygame-ce; both are imported under one name."""
    if machine.package_version("pygame"):
        to_do = "pip uninstall -y pygame && pip install --force-reinstall --no-deps pygame-ce"
        return Check("pygame", CheckState.FAIL, "pygame and pygame-ce are installed over each other", to_do)
    return Check("pygame", CheckState.OK, "installed once")


def check_mediapipe() -> Check:
    """Find a mediapipe that reports usage to its maker."""
    version = machine.package_version("mediapipe")
    to_do = f"pip install mediapipe=={QUIET_MEDIAPIPE}"
    if version is None:
        return Check("privacy", CheckState.FAIL, "mediapipe is not installed", to_do)
    if _numbers(version) >= FIRST_REPORTING_MEDIAPIPE:
        return Check("privacy", CheckState.FAIL, f"mediapipe {version} reports usage over the network", to_do)
    if version != QUIET_MEDIAPIPE:
        says = f"mediapipe {version} is not the version that was tested ({QUIET_MEDIAPIPE})"
        return Check("privacy", CheckState.NOTE, says, to_do)
    return Check("privacy", CheckState.OK, f"mediapipe {version} opens no connection")


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(int(part) for part in parts if part.isdigit())


def check_model() -> Check:
    """Find the models and compare their hashes."""
    try:
        models = model_files.checked_models()
    except CoachError as problem:
        return Check("model", CheckState.FAIL, str(problem), model_files.REPAIR)
    files = (models.pose, models.foot)
    says = ", ".join(f"{f.path.name}, {f.size_bytes / 1e6:.1f} MB, SHA-256 {f.sha256[:12]}…" for f in files)
    return Check("model", CheckState.OK, f"{says} are right")


def check_eyes() -> Check:
    """Load the networks, as an analysis does."""
    try:
        from coach.app.eyes import CoachEyes

        with CoachEyes(model_files.checked_models()):
            return Check("networks", CheckState.OK, "the networks load")
    except CoachError:
        return Check("networks", CheckState.FAIL, "not tried, the model is not right", "see the line about the model")
    except (ImportError, OSError, RuntimeError, ValueError) as problem:
        says = f"the networks do not load: {' '.join(str(problem).split())}"
        return Check("networks", CheckState.FAIL, says, "see the lines about versions and system libraries")


def check_h264() -> Check:
    """Ask whether annotated.mp4 can be written."""
    found = machine.probe_h264()
    if found.good:
        return Check("video", CheckState.OK, found.says)
    return Check("video", CheckState.FAIL, found.says, "pip install --force-reinstall av, or analyse with --no-video")


def check_data_folder() -> Check:
    """Ask whether the user's data folder can be written."""
    found = machine.probe_writable(machine.user_data_folder())
    if found.good:
        return Check("data folder", CheckState.OK, found.says)
    return Check("data folder", CheckState.FAIL, found.says, "give yourself the right to write there")


def check_camera() -> Check:
    """Open the first camera; having none is a note."""
    found = machine.probe_camera()
    if found.good:
        return Check("camera", CheckState.OK, found.says)
    to_do = "clips can be analysed without one; for a live session connect a camera and allow its use"
    return Check("camera", CheckState.NOTE, found.says, to_do)


def check_sound() -> Check:
    """Open the sound device; having none is a note."""
    found = machine.probe_sound()
    if found.good:
        return Check("sound", CheckState.OK, found.says)
    to_do = "cues are still mixed into the video; to hear them live connect a speaker"
    return Check("sound", CheckState.NOTE, found.says, to_do)
