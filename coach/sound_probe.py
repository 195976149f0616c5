"""Ask in a process of its own whether SDL survives the opening of its sound: where PulseAudio has no device it does not.

SDL 2.32 ends the whole process there (a segmentation fault already in `SDL_InitSubSystem`), before its list of devices
can be asked. So a short-lived child goes first. It only opens the sound system, not a device, and plays nothing.

Measured on two busy cores: 0.2 to 0.4 s, most of it Python and pygame being loaded; 0.03 s of it is SDL's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

DRIVER = "SDL_AUDIODRIVER"
LONGEST_S = 8.0  # a sound server that hangs does not answer at all
_DOUBTFUL = ("", "pulseaudio")  # no driver by name: SDL tries PulseAudio first
_OPENS = "import pygame; from pygame._sdl2 import sdl2; sdl2.init_subsystem(sdl2.INIT_AUDIO)"


class SoundProbe:
    """One question. It is asked at once, unless there is nothing to fear here."""

    def __init__(self) -> None:
        """Start the child."""
        self._child: subprocess.Popen[bytes] | None = None
        self._until_s = time.monotonic() + LONGEST_S
        if sys.platform.startswith("linux") and os.environ.get(DRIVER, "") in _DOUBTFUL:
            quiet = subprocess.DEVNULL
            self._child = subprocess.Popen([sys.executable, "-c", _OPENS], stdin=quiet, stdout=quiet, stderr=quiet)

    @property
    def survives(self) -> bool | None:
        """May the sound be opened in this process? None = not known yet. A child that fails tidily has survived."""
        if self._child is None:
            return True
        code = self._child.poll()
        if code is None and time.monotonic() >= self._until_s:
            self.close()
            return False
        return None if code is None else code >= 0  # below 0: a signal ended it

    def wait(self) -> bool:
        """The same, waited for."""
        if self._child is not None:
            try:
                self._child.wait(max(0.0, self._until_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.close()
                return False
        return self.survives is not False

    def close(self) -> None:
        """End the child if it still runs."""
        if self._child is not None and self._child.poll() is None:
            self._child.kill()
            self._child.wait()
