"""The loudspeaker: plays cues through pygame-ce's mixer. The only file that imports pygame's sound.

Without a sound device the cues go to SDL's `dummy` driver, and `Mixer.muted` says so in one sentence for the screen.
`SDL_AUDIODRIVER=disk` with `SDL_DISKAUDIOFILE=<path>` writes what would be heard into a file: 48 kHz, stereo, 16 bit.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from coach.core.cues import SpokenCue, sound_table
from coach.errors import CoachError

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # before the import: pygame greets on stdout otherwise

import numpy as np
import pygame.mixer

RATE_HZ = 48000
CHANNELS = 2
BUFFER_SAMPLES = 512  # 10.7 ms
CUT_FADE_MS = 20
DRIVER = "SDL_AUDIODRIVER"
SILENT_DRIVER = "dummy"


class Mixer:
    """Plays one cue at a time; a new one interrupts the one before. Use it with `with`.

    There is one sound device for the whole process, so at most one `Mixer` is open at a time.

    Attributes:
        muted: why nothing is heard, one sentence for the screen; empty while a device is open.
    """

    def __init__(self, sounds_dir: Path) -> None:
        """Open the sound device and load every sound of the catalogue.

        Args:
            sounds_dir: folder with one WAV file per sound.

        Raises:
            CoachError: a sound is missing or cannot be read.
        """
        self.muted = _open_device()
        try:
            self._sounds = {
                row.name: _load(sounds_dir / f"{row.name}.wav", row.saying.length_s) for row in sound_table()
            }
        except CoachError:
            pygame.mixer.quit()
            raise
        pygame.mixer.set_num_channels(2)
        self._turn = 0

    def play(self, cue: SpokenCue) -> None:
        """Start a cue now; what sounds now fades out within 20 ms."""
        pygame.mixer.Channel(self._turn).fadeout(CUT_FADE_MS)
        self._turn = 1 - self._turn
        pygame.mixer.Channel(self._turn).play(self._sounds[cue.sound])

    @property
    def sounding(self) -> bool:
        """Is a cue being played at this moment? For waiting at the end only: arbitration never asks."""
        return bool(pygame.mixer.get_busy())

    def stop(self) -> None:
        """Fade out whatever sounds."""
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


def _load(path: Path, length_s: float) -> pygame.mixer.Sound:
    """Load one sound; a recording that is longer than the table says is cut there, with a short fade."""
    try:
        sound = pygame.mixer.Sound(str(path))
    except (pygame.error, FileNotFoundError) as error:
        raise CoachError(
            f"The sound {path} cannot be read ({error}); a WAV file was expected: reinstall the program or replace "
            "the file."
        ) from error
    samples = np.frombuffer(sound.get_raw(), np.int16).reshape(-1, CHANNELS)
    length = round(length_s * RATE_HZ)
    if samples.shape[0] <= length:
        return sound
    heard = samples[:length].astype(np.float64)
    fade = min(round(CUT_FADE_MS * RATE_HZ / 1000), length)
    heard[length - fade :] *= np.linspace(1.0, 0.0, fade)[:, None]
    return pygame.mixer.Sound(buffer=heard.astype(np.int16).tobytes())


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
