"""Ask in a process of its own whether SDL survives the opening of its sound.

Where PulseAudio has no device, SDL 2.32 ends the whole process (a segmentation fault already in `SDL_InitSubSystem`),
before its list of devices can be asked. So a short-lived child goes first. It opens the sound system, not a device, and
plays nothing.

Measured with PulseAudio 16.1 on two very busy cores: 0.25 to 0.45 s, with and without a device; nearly all of it is
Python and pygame being loaded.
"""

from __future__ import annotations

import os
import subprocess
import sys

DRIVER = "SDL_AUDIODRIVER"
LONGEST_S = 8  # a sound server that hangs does not answer at all: the alarm ends the child, as a crash would
_DOUBTFUL = ("", "pulseaudio")  # no driver by name: SDL tries PulseAudio first
_OPENS = (
    f"import signal; signal.alarm({LONGEST_S}); "
    "import pygame; from pygame._sdl2 import sdl2; sdl2.init_subsystem(sdl2.INIT_AUDIO)"
)


class SoundProbe:
    """One question, asked at once, unless there is nothing to fear here."""

    def __init__(self) -> None:
        """Start the child."""
        self._child: subprocess.Popen[bytes] | None = None
        if sys.platform.startswith("linux") and os.environ.get(DRIVER, "") in _DOUBTFUL:
            quiet = subprocess.DEVNULL
            self._child = subprocess.Popen([sys.executable, "-c", _OPENS], stdin=quiet, stdout=quiet, stderr=quiet)

    @property
    def survives(self) -> bool | None:
        """May the sound be opened in this process? None = not known yet. A child that fails tidily has survived."""
        if self._child is None:
            return True
        code = self._child.poll()
        return None if code is None else code >= 0  # below 0: a signal ended it

    def wait(self) -> bool:
        """The same, waited for."""
        return self._child is None or self._child.wait() >= 0

    def close(self) -> None:
        """End the child if it still runs."""
        if self._child is not None and self._child.poll() is None:
            self._child.kill()
            self._child.wait()
