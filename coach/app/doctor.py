"""`coach doctor`: does this machine have what the coach needs, and if not, what is there to do?

The exit code is 0 if nothing failed, else 2, as for any input that the user has to mend. A note is not a failure: a
clip is analysed without a camera and without sound.

Camera, window and font are tried with the program's own code, so that what opens here opens in a session.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from coach.adapters import machine, model_files
from coach.core.live.prompts import PROMPTS
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.errors import CoachError
from coach.resources import fonts_folder

QUIET_MEDIAPIPE = "0.10.33"
FIRST_REPORTING_MEDIAPIPE = (0, 10, 35)  # from here on mediapipe reports usage to its maker; docs/decisions/0001
ONE_OPENCV = "opencv-contrib-python"
OTHER_OPENCVS = ("opencv-python", "opencv-python-headless", "opencv-contrib-python-headless")
NEEDED_PACKAGES = ("mediapipe", "ai-edge-litert", ONE_OPENCV, "av", "pygame-ce", "numpy")
FIRST_CAMERA = 0
HISTORY = "history.sqlite"
SMALL_WINDOW = (320, 180)  # it is there for a blink
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
        check_history,
        check_font,
        check_window,
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


def check_history() -> Check:
    """Ask whether the sums of past sessions can be read; without them the coach works too."""
    found = machine.probe_history(machine.user_data_folder() / HISTORY)
    if found.good:
        return Check("history", CheckState.OK, found.says)
    to_do = "copy it if you want to keep it; the next session puts a damaged one aside and begins a new one"
    return Check("history", CheckState.NOTE, found.says, to_do)


def check_font() -> Check:
    """Look whether everything that is said can be written, in both languages."""
    to_do = "install the program again, or go by sound alone: coach live --no-window"
    try:
        from coach.adapters.window.letters import lacking

        said = {language: [one.words for one in sounds(language).values()] for language in Language}
        shown = {language: [one.words(language) for one in PROMPTS if not one.spoken] for language in Language}
        lack = {language: lacking(fonts_folder(), "".join(said[language] + shown[language])) for language in Language}
    except (CoachError, ImportError, OSError) as problem:
        return Check("font", CheckState.NOTE, _what(problem), to_do)
    lost = "".join(dict.fromkeys("".join(lack.values())))
    if lost:
        return Check("font", CheckState.NOTE, f"the fonts lack {lost}", to_do)
    return Check("font", CheckState.OK, "English and Chinese can be written")


def check_window() -> Check:
    """Open a small window and close it again; without a screen the coach goes by sound."""
    to_do = "connect a screen, or go by sound alone: coach live --no-window"
    try:
        from coach.adapters.window import Window

        with Window(fonts_folder(), SMALL_WINDOW):
            return Check("window", CheckState.OK, "a window opens")
    except (CoachError, ImportError, OSError) as problem:
        return Check("window", CheckState.NOTE, _what(problem), to_do)


def check_camera() -> Check:
    """Open the first camera and take a picture; having none is a note."""
    try:
        from coach.adapters.camera import Camera

        with Camera(FIRST_CAMERA) as camera:
            frame = camera.take(timeout_s=1.0)
    except CoachError as problem:
        says, _, to_do = str(problem).removesuffix(".").partition(": ")
        return Check("camera", CheckState.NOTE, says, f"{to_do}; clips can be analysed without one")
    except (ImportError, OSError) as problem:
        return Check("camera", CheckState.NOTE, _what(problem), "see the lines about versions and system libraries")
    if frame is None:
        says = f"camera {FIRST_CAMERA} gave one picture and no more"
        return Check("camera", CheckState.NOTE, says, "close other programs that use it, or plug it in again")
    height, width = frame.picture_rgb.shape[:2]
    return Check("camera", CheckState.OK, f"camera {FIRST_CAMERA} gives {width} x {height} pictures")


def check_sound() -> Check:
    """Open the sound device; having none is a note."""
    found = machine.probe_sound()
    if found.good:
        return Check("sound", CheckState.OK, found.says)
    to_do = (
        "connect a loudspeaker, also while a session runs; without one the window shows what the coach would say, and "
        "an analysed video holds the cues"
    )
    return Check("sound", CheckState.NOTE, found.says, to_do)


def _what(problem: Exception) -> str:
    """What was wrong in one line, without what to do about it."""
    return " ".join(str(problem).partition(";")[0].split()) or type(problem).__name__
