"""What this machine has: packages, system libraries, a sound device, a place to write, a history that can be read.

Every question answers with a value and raises nothing, so that `coach doctor` can speak on a machine where half of
this is missing. Nothing here is needed by an analysis.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sqlite3
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import platformdirs

from coach.core.live.loudspeaker import NO_DEVICES
from coach.quiet import native_stderr_silenced
from coach.sound_probe import SoundProbe

APP_NAME = "back-walking-coach"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question.

    Attributes:
        good: whether the thing is there and works.
        says: what was found, or what went wrong, without a full stop.
    """

    good: bool
    says: str


@dataclass(frozen=True, slots=True)
class SystemLibrary:
    """A shared library that a wheel expects from the system (Linux only; other systems bring theirs).

    Attributes:
        soname: what the loader looks for.
        debian_package: the package that holds it in Debian and Ubuntu.
        needed_by: the Python package that asks for it.
    """

    soname: str
    debian_package: str
    needed_by: str


# Read from the wheels' own lists of needed libraries (objdump -p), mediapipe 0.10.33 and OpenCV 5.0.
SYSTEM_LIBRARIES = (
    SystemLibrary("libEGL.so.1", "libegl1", "mediapipe"),
    SystemLibrary("libGLESv2.so.2", "libgles2", "mediapipe"),
    SystemLibrary("libGL.so.1", "libgl1", "opencv-contrib-python"),
    SystemLibrary("libSM.so.6", "libsm6", "opencv-contrib-python"),
    SystemLibrary("libICE.so.6", "libice6", "opencv-contrib-python"),
    SystemLibrary("libX11.so.6", "libx11-6", "opencv-contrib-python"),
    SystemLibrary("libXext.so.6", "libxext6", "opencv-contrib-python"),
    SystemLibrary("libxcb.so.1", "libxcb1", "opencv-contrib-python"),
)


def package_version(name: str) -> str | None:
    """Return the version of an installed Python package, or None if it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def missing_system_libraries() -> tuple[SystemLibrary, ...]:
    """Return the shared libraries that the loader does not find; always empty outside Linux."""
    if not sys.platform.startswith("linux"):
        return ()
    return tuple(library for library in SYSTEM_LIBRARIES if not _loads(library.soname))


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def probe_sound() -> Finding:
    """Open the default sound device and close it again."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        import pygame
        from pygame._sdl2 import audio
    except (ImportError, OSError) as problem:
        return Finding(False, f"pygame cannot be loaded ({_one_line(problem)})")
    driver = os.environ.get("SDL_AUDIODRIVER", "")
    if driver in ("dummy", "disk"):
        return Finding(False, f"sound goes to a pretended device (SDL_AUDIODRIVER={driver})")
    if not SoundProbe().wait():
        return Finding(False, "no sound device opens (the sound server has none)")
    try:
        with native_stderr_silenced():
            pygame.mixer.init(buffer=512)
    except pygame.error as problem:
        return Finding(False, f"no sound device opens ({_one_line(problem)})")
    rate_hz, _, channels = pygame.mixer.get_init() or (0, 0, 0)
    names: list[str] = audio.get_audio_device_names(False)
    pygame.mixer.quit()
    if names and set(names) <= NO_DEVICES:
        return Finding(False, "sound goes to a pretended device, because no real one is connected")
    through = f" through one of: {', '.join(names)}" if names else ""
    return Finding(True, f"sound plays at {rate_hz} Hz in {channels} channels{through}")


def probe_h264() -> Finding:
    """Ask whether the installed PyAV writes H.264, which browsers play."""
    try:
        import av.codec
    except (ImportError, OSError) as problem:
        return Finding(False, f"PyAV cannot be loaded ({_one_line(problem)})")
    if "libx264" in av.codec.codecs_available:
        return Finding(True, "H.264 video can be written")
    return Finding(False, "this build of PyAV writes no H.264")


def user_data_folder() -> Path:
    """Return where the program keeps a user's own data; it is not made here."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def probe_writable(folder: Path) -> Finding:
    """Ask whether a folder can be written to, or made if it is not there yet. Leaves nothing behind."""
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Finding(True, f"data can be written to {folder}")
    return Finding(False, f"data cannot be written to {folder}")


def probe_history(file: Path) -> Finding:
    """Ask whether a history that is there can be read. Changes nothing in it."""
    if not file.exists():
        return Finding(True, "there is none yet")
    try:
        address = f"{file.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as reader:
            (verdict,) = reader.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as problem:
        return Finding(False, f"{file} cannot be read ({_one_line(problem)})")
    if verdict != "ok":
        return Finding(False, f"{file} is damaged ({' '.join(verdict.split())})")
    return Finding(True, f"{file} can be read")


def _one_line(problem: BaseException) -> str:
    return " ".join(str(problem).split()) or type(problem).__name__
