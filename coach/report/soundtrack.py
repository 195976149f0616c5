"""The movie's sound: the clip's own sound, ducked gently, with the cues on top at their times."""

from __future__ import annotations

import math
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from coach.core.cues import SpokenCue
from coach.errors import CoachError

Samples = NDArray[np.float32]
FloatLine = NDArray[np.float64]

DUCK_DB = -10.0  # how far the clip's own sound steps back under a cue
DUCK_FADE_S = 0.15
CUT_FADE_S = 0.02  # an interrupted cue fades out this fast, from the interrupting cue's start
LIMIT_FADE_S = 0.05
CEILING = 0.999


def mix_cues(
    cues: Sequence[SpokenCue], sounds_dir: Path, duration_s: float, rate_hz: int, base: Samples | None = None
) -> Samples:
    """Mix the cues into the clip's sound.

    A cue begins at the sample nearest to its `t_s`. One that the next cue interrupts fades out at that cue's start.
    The clip's sound is 10 dB lower while a cue sounds. A louder sum is turned down around its peak, never clipped.

    Args:
        cues: in order of time, seconds from the first frame.
        sounds_dir: folder with `<sound>.wav` for every cue, mono or stereo, 16 bit, any rate.
        duration_s: length of the result, s.
        rate_hz: sample rate of `base` and of the result.
        base: (n,) or (n, channels) float32, -1..1, the clip's own sound from the first frame on; a longer one is cut,
            a shorter one goes on as silence. None = silence, one channel.

    Returns:
        (round(duration_s * rate_hz), channels) float32 within -1..1.

    Raises:
        CoachError: a sound is missing or no 16-bit WAV file.
    """
    out = _fitted(base, max(round(duration_s * rate_hz), 0))
    margin = round((DUCK_FADE_S + LIMIT_FADE_S) * rate_hz)
    for stretch in _stretches(_placed(cues, sounds_dir, rate_hz), out.shape[0], margin):
        out[stretch.where] = _mixed(out[stretch.where].astype(np.float64), stretch, rate_hz)
    return out


def read_sound(path: Path, rate_hz: int) -> FloatLine:
    """Read one sound as mono at the wished rate.

    Args:
        path: a 16-bit WAV file.
        rate_hz: wished sample rate.

    Returns:
        (n,) float64, -1..1.

    Raises:
        CoachError: the file is missing or no 16-bit WAV file.
    """
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, own_hz = file.getsampwidth(), file.getnchannels(), file.getframerate()
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise CoachError(
            f"The sound {path} cannot be read ({error}); a 16-bit WAV file was expected: reinstall the program or "
            "replace the file."
        ) from error
    if width != 2:
        raise CoachError(f"The sound {path} has {8 * width} bits a sample; save it again as a 16-bit WAV file.")
    samples = np.frombuffer(data, "<i2").reshape(-1, channels).mean(axis=1) / 32768.0
    if own_hz == rate_hz or samples.size == 0:
        return samples
    shared = math.gcd(own_hz, rate_hz)
    return np.asarray(resample_poly(samples, rate_hz // shared, own_hz // shared), dtype=np.float64)


def _fitted(base: Samples | None, total: int) -> Samples:
    """A copy of the clip's own sound as (total, channels), within the ceiling; what is not a number is silence."""
    if base is None:
        return np.zeros((total, 1), dtype=np.float32)
    columns = base[:, None] if base.ndim == 1 else base
    out = np.zeros((total, columns.shape[1]), dtype=np.float32)
    kept = min(total, columns.shape[0])
    out[:kept] = columns[:kept]
    np.nan_to_num(out, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    return np.clip(out, -CEILING, CEILING, out=out)


@dataclass(frozen=True, slots=True)
class _Placed:
    """What is heard of one cue, (n,), and the sample that it begins at."""

    first: int
    heard: FloatLine


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of the result around cues that are close together; only such stretches are worked on."""

    where: slice
    placed: tuple[_Placed, ...]


def _placed(cues: Sequence[SpokenCue], sounds_dir: Path, rate_hz: int) -> list[_Placed]:
    """Read, cut and place every cue's sound."""
    sounds = {name: read_sound(sounds_dir / f"{name}.wav", rate_hz) for name in sorted({cue.sound for cue in cues})}
    nexts_s = [cue.t_s for cue in cues[1:]] + [math.inf]
    return [
        _Placed(round(cue.t_s * rate_hz), _cut(sounds[cue.sound], cue, next_s, rate_hz))
        for cue, next_s in zip(cues, nexts_s, strict=False)
    ]


def _stretches(placed: list[_Placed], total: int, margin: int) -> list[_Stretch]:
    """Group the cues whose surroundings (`margin` samples either way) touch; cues outside the result are left out."""
    groups: list[_Stretch] = []
    for item in placed:
        start, stop = max(item.first - margin, 0), min(item.first + item.heard.size + margin, total)
        if item.first >= total or item.first + item.heard.size <= 0:
            continue
        if groups and start <= groups[-1].where.stop:
            last = groups.pop()
            groups.append(_Stretch(slice(last.where.start, max(stop, last.where.stop)), (*last.placed, item)))
        else:
            groups.append(_Stretch(slice(start, stop), (item,)))
    return groups


def _mixed(own: FloatLine, stretch: _Stretch, rate_hz: int) -> FloatLine:
    """Mix one stretch: (n, channels) own sound in, (n, channels) with the cues out."""
    count = own.shape[0]
    cue_line, speaking = np.zeros(count), np.zeros(count)
    for item in stretch.placed:
        first = item.first - stretch.where.start
        part = slice(max(first, 0), min(first + item.heard.size, count))
        cue_line[part] += item.heard[part.start - first : part.stop - first]
        speaking[part] = 1.0
    duck = 1.0 - (1.0 - 10 ** (DUCK_DB / 20)) * _softened(speaking, DUCK_FADE_S, rate_hz)
    return _limited(own * duck[:, None] + cue_line[:, None], rate_hz)


def _cut(sound: FloatLine, cue: SpokenCue, next_s: float, rate_hz: int) -> FloatLine:
    """The part of a sound that is heard: its own length, less when the next cue interrupts it."""
    natural = round(cue.length_s * rate_hz)
    fade = round(CUT_FADE_S * rate_hz)
    stop = natural if next_s >= cue.end_s else round(next_s * rate_hz) - round(cue.t_s * rate_hz) + fade
    heard = sound[: max(min(stop, natural), 0)].copy()
    if heard.size < sound.size and heard.size > 0:
        tail = min(fade, heard.size)
        heard[-tail:] *= np.linspace(1.0, 0.0, tail)
    return heard


def _limited(mixed: FloatLine, rate_hz: int) -> FloatLine:
    """Turn (n, channels) down where it would pass the ceiling, by a gain that moves smoothly; untouched elsewhere."""
    peak = np.abs(mixed).max(axis=1, initial=0.0)
    excess = 1.0 - CEILING / np.maximum(peak, CEILING)  # how much gain each sample must give up
    if not excess.any():
        return mixed
    return np.clip(mixed * (1.0 - _softened(excess, LIMIT_FADE_S, rate_hz))[:, None], -CEILING, CEILING)


def _softened(line: FloatLine, fade_s: float, rate_hz: int) -> FloatLine:
    """Smooth (n,) over `fade_s` without falling below it anywhere: widen every value first, then average."""
    size = 2 * (round(fade_s * rate_hz) // 2) + 1
    held = maximum_filter1d(line, size, mode="nearest")
    return np.asarray(uniform_filter1d(held, size, mode="nearest"), dtype=np.float64)
