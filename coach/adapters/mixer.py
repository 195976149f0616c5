"""The loudspeaker: plays sounds through pygame-ce's mixer. The only file that imports pygame's sound.

Without a sound device the sounds go to SDL's `dummy` driver, and `Mixer.muted` says so in one sentence for the screen.
`SDL_AUDIODRIVER=disk` with `SDL_DISKAUDIOFILE=<path>` writes what would be heard into a file: 48 kHz, stereo, 16 bit.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from coach.core.sounds import Sound
from coach.errors import CoachError

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # before the import: pygame greets on stdout otherwise

import numpy as np
import pygame.mixer
from pygame._sdl2 import audio as devices
from pygame._sdl2 import sdl2

RATE_HZ = 48000
CHANNELS = 2
BUFFER_SAMPLES = 512  # 10.7 ms
CUT_FADE_MS = 20
LOUDER_DB = 1.0  # what is louder than its tier by more than this is turned down to it
STANDS_STILL_S = 1.0  # a sound that is not over so long after its end is not being played
FULL_SCALE = 32768.0
DRIVER = "SDL_AUDIODRIVER"
SILENT_DRIVER = "dummy"


class Mixer:
    """Plays one sound at a time; a new one interrupts the one before. Use it with `with`, in one thread.

    There is one sound device for the whole process, so at most one `Mixer` is open at a time.

    Attributes:
        muted: why nothing is heard, one sentence for the screen; empty while a device is open. What the user has
            silenced is told by `muted_by_user` alone.
    """

    def __init__(self, files: Mapping[str, Path], table: Mapping[str, Sound]) -> None:
        """Open the sound device and load every sound of a table.

        Args:
            files: where each sound of the table lies: WAV, any rate and channels.
            table: names, longest lengths and loudness. A longer file is cut, a louder one is turned down.

        Raises:
            CoachError: a sound is missing or cannot be read.
        """
        self.muted = _open_device()
        self._had_devices = not self.muted and bool(devices.get_audio_device_names(False))
        self._volume, self._muted_by_user = 1.0, False
        self._turn, self._over_s = 0, math.inf
        self._lengths_s = {name: sound.length_s for name, sound in table.items()}
        try:
            self._sounds = {name: _load(files[name], sound) for name, sound in table.items()}
        except CoachError:
            pygame.mixer.quit()
            raise
        pygame.mixer.set_num_channels(2)

    def play_sound(self, name: str) -> None:
        """Start a sound of the table now; what sounds now fades out within 20 ms.

        Never fails for want of a device: if it is lost, `muted` says so from then on.

        Raises:
            KeyError: no sound has this name (a programming error).
        """
        sound = self._sounds[name]
        self._look_after_device()
        if self._muted_by_user:
            return
        try:
            pygame.mixer.Channel(self._turn).fadeout(CUT_FADE_MS)
            self._turn = 1 - self._turn
            pygame.mixer.Channel(self._turn).play(sound)
        except pygame.error as error:
            self._lose(str(error))
            return
        self._over_s = time.monotonic() + self._lengths_s[name]

    @property
    def volume(self) -> float:
        """How loud, 0..1, 1 = as the sounds were made."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        """Set it, also for what sounds now; what lies outside 0..1 is taken as the nearer end."""
        self._volume = min(max(volume, 0.0), 1.0)
        with suppress(pygame.error):  # a lost device is told by `muted` when something is played
            for sound in self._sounds.values():
                sound.set_volume(self._volume)

    @property
    def muted_by_user(self) -> bool:
        """The user wants silence: nothing is played until it is taken back."""
        return self._muted_by_user

    @muted_by_user.setter
    def muted_by_user(self, muted: bool) -> None:
        self._muted_by_user = muted
        if muted:
            self.stop()

    @property
    def sounding(self) -> bool:
        """Is a sound being played at this moment? For waiting at the end only: arbitration never asks."""
        return bool(pygame.mixer.get_busy())

    def stop(self) -> None:
        """Fade out whatever sounds."""
        with suppress(pygame.error):
            pygame.mixer.fadeout(CUT_FADE_MS)

    def close(self) -> None:
        """Give the device back. A second call does nothing."""
        self._sounds = {}
        pygame.mixer.quit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _look_after_device(self) -> None:
        """Is there still a device, and does it take the samples?

        SDL plays on into nothing when a device is pulled out, so that nothing else tells.
        """
        if self.muted or not self._had_devices:
            return
        try:
            if not devices.get_audio_device_names(False):
                self._lose("it was taken away")
            elif self.sounding and time.monotonic() > self._over_s + STANDS_STILL_S:
                self._lose("it stands still")
        except (pygame.error, sdl2.error) as error:
            self._lose(str(error))

    def _lose(self, why: str) -> None:
        self.muted = (
            self.muted or f"The coach is mute: the sound device was lost ({why}); connect it and start the coach again."
        )


def _open_device() -> str:
    """Open the sound device, or the silent one where there is none; the answer is the reason for silence, or empty."""
    wished = os.environ.get(DRIVER)
    try:
        _init()
    except pygame.error as error:
        reason = f"The coach is mute: no sound device could be opened ({error}); connect one and start again."
    else:
        return f"The coach is mute: {DRIVER} is set to {SILENT_DRIVER}; unset it." if wished == SILENT_DRIVER else ""
    os.environ[DRIVER] = SILENT_DRIVER
    try:
        _init()
    finally:
        if wished is None:
            del os.environ[DRIVER]
        else:
            os.environ[DRIVER] = wished
    return reason


def _init() -> None:
    with _quiet_stderr():  # ALSA writes a page about every device that it does not find
        pygame.mixer.init(RATE_HZ, -16, CHANNELS, BUFFER_SAMPLES, allowedchanges=0)


def _load(path: Path, wanted: Sound) -> pygame.mixer.Sound:
    """Load one sound: cut at its length by the table, with a short fade, and no louder than its tier."""
    try:
        sound = pygame.mixer.Sound(str(path))
    except (pygame.error, FileNotFoundError) as error:
        raise CoachError(
            f"The sound {path} cannot be read ({error}); a WAV file was expected: reinstall the program or replace "
            "the file."
        ) from error
    samples = np.frombuffer(sound.get_raw(), np.int16).reshape(-1, CHANNELS)
    length = round(wanted.length_s * RATE_HZ)
    heard = samples[:length].astype(np.float64)
    above_db = _rms_dbfs(heard) - wanted.loudness_dbfs
    if samples.shape[0] <= length and above_db <= LOUDER_DB:
        return sound
    if samples.shape[0] > length:
        fade = min(round(CUT_FADE_MS * RATE_HZ / 1000), length)
        heard[length - fade :] *= np.linspace(1.0, 0.0, fade)[:, None]
    if above_db > LOUDER_DB:
        heard *= 10 ** (-above_db / 20)
    return pygame.mixer.Sound(buffer=heard.astype(np.int16).tobytes())


def _rms_dbfs(heard: np.ndarray) -> float:
    """Loudness of a whole sound, (n, channels) in steps of 16 bit, dB relative to full scale."""
    return 20 * math.log10(max(float(np.sqrt(np.mean(heard**2))) / FULL_SCALE, 1e-9)) if heard.size else -math.inf


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Send what C libraries write to file descriptor 2 to the null device."""
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all, as under pythonw
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)
