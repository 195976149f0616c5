"""The loudspeaker: plays sounds through pygame-ce's mixer. The only file that imports pygame's sound.

Without a sound device nothing is played, `Mixer.problem` says so for the screen, and it is tried again until there is
one. All of it belongs to the main thread: pygame keeps Python's lock while it opens a device, so that a thread of its
own would gain nothing.

Measured over 25 interruptions: `play_sound` takes 0.1 ms, the sound begins 11 to 21 ms later (one or two buffers), and
what it interrupts is gone 21 ms after that. The largest step between two samples there was 0.10 of full scale; the
sounds themselves have 0.12.

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

from coach.core.live.loudspeaker import NO_DEVICES, PROBLEMS, RetryParams, SoundState
from coach.core.phrase import Phrase
from coach.core.sounds import Sound
from coach.errors import CoachError
from coach.quiet import native_stderr_silenced
from coach.sound_probe import DRIVER, SoundProbe

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # before the import: pygame greets on stdout otherwise

import numpy as np
import pygame
import pygame.mixer
from pygame._sdl2 import audio as devices
from pygame._sdl2 import sdl2

RATE_HZ = 48000
CHANNELS = 2
BUFFER_SAMPLES = 512  # 10.7 ms
CUT_FADE_MS = 20
LOUDER_DB = 1.0  # what is louder than its tier by more than this is turned down to it
PROBE_AGAIN_S = 5.0  # a child that asks whether SDL survives costs a third of a second of one core
STANDS_STILL_S = 1.0  # a sound that is not over so long after its end is not being played
FULL_SCALE = 32768.0
VIDEO_DRIVER = "SDL_VIDEODRIVER"
SILENT_DRIVER = "dummy"


class Mixer:
    """Plays one sound at a time; a new one interrupts the one before. Use it with `with`, in one thread.

    There is one sound device for the whole process, so at most one `Mixer` is open at a time.

    Attributes:
        state: where the sounds go. What the user has silenced is told by `muted_by_user` alone.
    """

    def __init__(self, files: Mapping[str, Path], table: Mapping[str, Sound], retry: RetryParams | None = None) -> None:
        """Open the sound device and load every sound of a table.

        Args:
            files: where each sound of the table lies: WAV, any rate and channels.
            table: names, longest lengths and loudness. A longer file is cut, a louder one is turned down.
            retry: how often a device that is missing is tried again.

        Raises:
            CoachError: a sound is missing or cannot be read.
        """
        self.state = _open_device()
        self._retry = retry or RetryParams()
        self._probe: SoundProbe | None = None
        self._try_s = time.monotonic() + self._retry.pause_s
        self._stands_still, self._lists_devices, self._own_display = False, False, False
        self._volume, self._muted_by_user = 1.0, False
        self._turn, self._playing, self._over_s = 0, "", -math.inf
        self._shares: dict[str, float] = {}
        self._lengths_s = {name: sound.length_s for name, sound in table.items()}
        try:
            self._sounds = {name: _load(files[name], sound) for name, sound in table.items()}
        except CoachError:
            pygame.mixer.quit()
            raise
        if self.state is SoundState.ABSENT:
            pygame.mixer.quit()  # the sounds stay as they were loaded
        else:
            self._note_device()
            if self.state is SoundState.OPEN and not self._has_device():
                self.state = SoundState.ABSENT

    def play_sound(self, name: str, volume: float = 1.0) -> None:
        """Start a sound of the table now; what sounds now fades out within 20 ms.

        Never fails for want of a device: if it is lost, `state` says so from then on.

        Args:
            name: of the sound.
            volume: 0..1, how loud beside other sounds; the mixer's own `volume` comes on top.

        Raises:
            KeyError: no sound has this name (a programming error).
        """
        if name not in self._sounds:
            raise KeyError(name)
        self.tend()
        self._shares[name] = min(max(volume, 0.0), 1.0)
        if not self.state.missing and not self._muted_by_user:
            self._start(name)

    def tend(self) -> None:
        """Look whether the device is still there, and open one again if it is lost and that is due.

        To be called often, and after the window has been opened: 0.01 ms while all is well, for a try see
        `RetryParams`. What sounded when the device was lost begins anew if one opens before it would have been over.
        """
        if self.state is SoundState.SILENCED:
            return
        self._own_display = _listen() or self._own_display
        if self.state is SoundState.OPEN or self._stands_still:
            if _is_removed() or not self._has_device():
                self.state, self._stands_still, self._try_s = SoundState.LOST, False, -math.inf
            else:
                # Nothing else can be done about it: to close such a device takes until it moves again.
                self._stands_still = self.sounding and time.monotonic() > self._over_s + STANDS_STILL_S
                self.state = SoundState.LOST if self._stands_still else SoundState.OPEN
        due = self.state.missing and not self._stands_still and time.monotonic() >= self._try_s
        # The list of a sound system that runs tells by itself when a device is there; a try before that costs time.
        if due and (not pygame.mixer.get_init() or self._has_device()):
            self._try_again()

    @property
    def problem(self) -> Phrase | None:
        """Why nothing is heard, for the screen; None while a device is open."""
        return PROBLEMS.get(self.state)

    @property
    def volume(self) -> float:
        """How loud, 0..1, 1 = as the sounds were made."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        """Set it, also for what sounds now; what lies outside 0..1 is taken as the nearer end."""
        self._volume = min(max(volume, 0.0), 1.0)
        with suppress(pygame.error):  # there may be no device now; the next one gets it too
            for name, sound in self._sounds.items():
                sound.set_volume(self._volume * self._shares.get(name, 1.0))

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
        self._playing = ""
        with suppress(pygame.error):
            pygame.mixer.fadeout(CUT_FADE_MS)

    def close(self) -> None:
        """Give the device back. A second call does nothing."""
        self._sounds = {}
        if self._probe is not None:
            self._probe.close()
        pygame.mixer.quit()
        if self._own_display:
            pygame.display.quit()
            self._own_display = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _note_device(self) -> None:
        """What there is to know of a device that has just been opened."""
        self._lists_devices = bool(_devices())
        pygame.mixer.set_num_channels(2)
        self.volume = self._volume

    def _has_device(self) -> bool:
        """Does the list of sound devices hold one that can be heard? A system that never lists any is believed."""
        return not self._lists_devices or bool(_devices() - NO_DEVICES)

    def _start(self, name: str) -> None:
        self._playing, self._over_s = name, time.monotonic() + self._lengths_s[name]
        try:
            self._sounds[name].set_volume(self._volume * self._shares.get(name, 1.0))
            pygame.mixer.Channel(self._turn).fadeout(CUT_FADE_MS)
            self._turn = 1 - self._turn
            pygame.mixer.Channel(self._turn).play(self._sounds[name])
        except pygame.error:
            self.state, self._try_s = SoundState.LOST, -math.inf

    def _try_again(self) -> None:
        """Open a device once a child has survived that; until it is through nothing waits for it."""
        self._probe = self._probe or SoundProbe()
        survives = self._probe.survives
        if survives is None:
            return
        self._probe = None
        if survives:
            self._open_again()
        else:
            self._try_s = time.monotonic() + PROBE_AGAIN_S

    def _open_again(self) -> None:
        began_s = time.monotonic()
        pygame.mixer.quit()
        try:
            _init()
        except pygame.error:
            now_s = time.monotonic()
            self._try_s = now_s + self._retry.after_s(now_s - began_s)
            return
        self._note_device()
        pygame.event.clear(pygame.AUDIODEVICEREMOVED)
        if not self._has_device():
            return
        self.state = SoundState.OPEN
        if self._playing and began_s < self._over_s and not self._muted_by_user:
            self._start(self._playing)


def _is_removed() -> bool:
    """Has SDL told that the device in use is gone? It plays on into nothing then, at the usual pace.

    Only this tells that a sound server has ended: the list of devices stays as it was.
    """
    events = pygame.event.get(pygame.AUDIODEVICEREMOVED)
    return any(event.which for event in events if not event.iscapture)  # 0 is a device that was not in use


def _devices() -> frozenset[str]:
    """The names of the devices for playing; none if no sound system runs."""
    try:
        return frozenset(devices.get_audio_device_names(False))
    except sdl2.error:
        return frozenset()


def _listen() -> bool:
    """SDL tells its events only beside a display. Without a window a pretended one does; True = it was made here."""
    if pygame.display.get_init():
        return False
    with _driver(VIDEO_DRIVER, SILENT_DRIVER):
        pygame.display.init()
    return True


def _open_device() -> SoundState:
    """Open the sound device, or for loading the sounds the silent one where there is none."""
    try:
        if not SoundProbe().wait():
            raise pygame.error("no device")
        _init()
    except pygame.error:
        with _driver(DRIVER, SILENT_DRIVER):
            _init()
        return SoundState.ABSENT
    return SoundState.SILENCED if os.environ.get(DRIVER) == SILENT_DRIVER else SoundState.OPEN


@contextmanager
def _driver(variable: str, name: str) -> Iterator[None]:
    """Have SDL take one of its drivers by its name, for the length of a block."""
    before = os.environ.get(variable)
    os.environ[variable] = name
    try:
        yield
    finally:
        if before is None:
            del os.environ[variable]
        else:
            os.environ[variable] = before


def _init() -> None:
    with native_stderr_silenced():  # ALSA writes a page about every device that it does not find
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
