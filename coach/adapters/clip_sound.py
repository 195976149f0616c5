"""Reads a clip's own sound, placed in time as its pictures are: sample 0 belongs to the first picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError
from numpy.typing import NDArray

Samples = NDArray[np.float32]

USUAL_RATE_HZ = 48_000
GAP_S = 0.05  # a jump in the sound's times below this is rounding, above it silence or a cut
LONGEST_S = 6 * 3600.0  # times beyond this are damage


def read_clip_sound(path: Path, rate_hz: int = USUAL_RATE_HZ) -> Samples | None:
    """Read a clip's own sound.

    Args:
        path: a clip that can be opened.
        rate_hz: wished sample rate.

    Returns:
        (n, channels) float32, -1..1, one or two channels (more are mixed down to two); the first sample is at the
        first picture's time, what came before is cut off, what is missing is silence. None if there is no sound track
        or nothing of it can be decoded: a clip with damaged sound is still a clip.
    """
    try:
        with av.open(f"file:{path}", options={"protocol_whitelist": "file"}, metadata_errors="replace") as container:
            if not container.streams.audio:
                return None
            zero_s = _first_picture_s(container)
            layout = "mono" if container.streams.audio[0].channels == 1 else "stereo"
        with av.open(f"file:{path}", options={"protocol_whitelist": "file"}, metadata_errors="replace") as container:
            pieces = list(_pieces(container, layout, rate_hz, zero_s))
    except FFmpegError:
        return None
    return _joined(pieces)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of sound: (n, channels) samples, and the index of its first one (may be negative)."""

    first: int
    samples: Samples


def _first_picture_s(container: InputContainer) -> float:
    """Time of the first picture that decodes; 0 if there is none."""
    if not container.streams.video:
        return 0.0
    for packet in container.demux(container.streams.video[0]):
        try:
            for picture in packet.decode():
                return picture.time or 0.0
        except FFmpegError:
            continue
    return 0.0


def _pieces(container: InputContainer, layout: str, rate_hz: int, zero_s: float) -> Iterator[_Piece]:
    """Decode and resample; a new stretch begins where the sound's own times jump."""
    resampler = AudioResampler(format="fltp", layout=layout, rate=rate_hz)
    next_s: float | None = None
    at = 0
    for frame in _frames(container):
        start_s = next_s if frame.time is None else frame.time - zero_s
        if start_s is None:
            start_s = 0.0
        if not abs(start_s) < LONGEST_S:
            continue
        if next_s is None or abs(start_s - next_s) > GAP_S:
            resampler = AudioResampler(format="fltp", layout=layout, rate=rate_hz)
            at = round(start_s * rate_hz)
        next_s = start_s + frame.samples / frame.sample_rate
        frame.pts = None  # the resampler would fill or trim by itself
        for resampled in resampler.resample(frame):
            samples = resampled.to_ndarray().T.astype(np.float32)
            yield _Piece(at, samples)
            at += samples.shape[0]


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    stream = container.streams.audio[0]
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, FFmpegError):
            return
        try:
            yield from packet.decode()
        except FFmpegError:
            continue


def _joined(pieces: list[_Piece]) -> Samples | None:
    """One array from sample 0 on; gaps are silence, later pieces win where two overlap."""
    length = max((piece.first + piece.samples.shape[0] for piece in pieces), default=0)
    if length <= 0:
        return None
    sound = np.zeros((length, pieces[0].samples.shape[1]), np.float32)
    for piece in pieces:
        kept = piece.samples[max(-piece.first, 0) :]
        start = max(piece.first, 0)
        sound[start : start + kept.shape[0]] = kept
    return np.clip(np.nan_to_num(sound, copy=False), -1.0, 1.0, out=sound)
