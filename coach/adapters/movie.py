"""Writes an annotated movie: H.264 that a browser plays, at the clip's own times, with sound.

Painted pictures come in, and the ready mixed sound; nothing is drawn or mixed here.

- Every picture keeps its time (variable frame rate too); times grow strictly.
- yuv420p needs even sizes: an odd width or height gets one more column or row, a copy of the last.
- The index stands in front (`+faststart`), so that a browser can begin before it has all of the file.
- Sound and picture are interleaved as they are written, so a long movie needs no memory of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from coach.errors import CoachError

Picture = NDArray[np.uint8]

TICK_S = Fraction(1, 90_000)  # holds the usual frame times of 12, 24, 25, 30, 29.97, 50, 60 fps and whole ms exactly
USUAL_FPS = 30.0
LONE_PICTURE_S = 1.0  # a movie of one picture lasts so long
AAC_SAMPLES = 1024
AAC_BIT_RATE = 128_000
BT709 = 1  # ITU-T H.273 code of the primaries, the transfer curve and the matrix


@dataclass(frozen=True, slots=True)
class Sound:
    """A movie's whole sound, from its first picture on.

    Attributes:
        samples: (n, channels) float32, -1..1; one or two channels.
        rate_hz: samples per second.
    """

    samples: NDArray[np.float32]
    rate_hz: int


class MovieWriter:
    """One movie being written; a context manager.

    with MovieWriter(path, width, height, fps=12.0, sound=None) as movie:
        movie.write(picture_rgb, t_s)
    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        *,
        fps: float = USUAL_FPS,
        time_base: Fraction = TICK_S,
        sound: Sound | None = None,
    ) -> None:
        """Open the file.

        Args:
            path: the file; an older one is overwritten.
            width: of every picture, px.
            height: of every picture, px.
            fps: mean frame rate, a hint for the encoder; 0 if unknown.
            time_base: the unit of the times that are written, s.
            sound: the whole sound; None = a movie without a sound track.

        Raises:
            CoachError: this PyAV has no H.264 encoder.
            OSError: the file cannot be written.
        """
        self._path = path
        self._size = (width, height)
        self._time_base = time_base
        self._sound = sound if sound is not None and sound.samples.shape[0] else None
        self._last_tick = -1
        self._frame_ticks = 0
        self._heard = 0  # samples handed to the encoder
        try:
            self._container = av.open(f"file:{path}", "w", format="mp4", options={"movflags": "+faststart"})
            self._video = self._add_video(fps)
            self._audio = self._add_audio()
            self._container.start_encoding()
        except FFmpegError as refused:
            raise _told(refused, path) from refused

    def __enter__(self) -> MovieWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish the movie; after an error only let go of the file, which is then not whole."""
        try:
            if kind is None:
                self._finish()
            self._container.close()
        except FFmpegError as refused:
            if kind is None:
                raise _told(refused, self._path) from refused

    def write(self, picture_rgb: Picture, t_s: float) -> None:
        """Add one picture.

        Args:
            picture_rgb: (height, width, 3) uint8, RGB.
            t_s: seconds from the first picture; later than the one before.

        Raises:
            ValueError: wrong size (a programming error).
            OSError: the file cannot be written, as when the disk is full.
        """
        width, height = self._size
        if picture_rgb.shape != (height, width, 3):
            raise ValueError(f"movie of {width}x{height}, picture of {picture_rgb.shape}")
        tick = max(round(t_s / self._time_base), self._last_tick + 1)
        if self._last_tick >= 0:
            self._frame_ticks = tick - self._last_tick
        self._last_tick = tick
        frame = VideoFrame.from_ndarray(_even(picture_rgb), format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
        frame.pts, frame.time_base = tick, self._time_base
        try:
            self._mux_video(frame)
            self._mux_sound_until(float(tick * self._time_base))
        except FFmpegError as refused:
            raise _told(refused, self._path) from refused

    def _add_video(self, fps: float) -> VideoStream:
        rate = Fraction(fps if fps > 0 else USUAL_FPS).limit_denominator(1001)
        try:
            stream = self._container.add_stream("libx264", rate=rate)
        except ValueError as missing:
            raise CoachError(
                "this PyAV has no H.264 encoder (libx264), so no video can be written: install the 'av' wheel from "
                "the package index, or use --no-video."
            ) from missing
        stream.width, stream.height = (size + size % 2 for size in self._size)
        stream.pix_fmt = "yuv420p"
        stream.time_base = self._time_base
        context = stream.codec_context
        context.time_base = self._time_base
        context.options = {"preset": "veryfast", "crf": "21"}
        context.color_range = ColorRange.MPEG
        context.colorspace = context.color_primaries = context.color_trc = BT709
        return stream

    def _add_audio(self) -> AudioStream | None:
        if self._sound is None:
            return None
        stream = self._container.add_stream("aac", rate=self._sound.rate_hz, layout=self._layout())
        stream.bit_rate = AAC_BIT_RATE
        return stream

    def _layout(self) -> str:
        assert self._sound is not None
        return "mono" if self._sound.samples.shape[1] == 1 else "stereo"

    def _mux_video(self, frame: VideoFrame | None) -> None:
        for packet in self._video.encode(frame):
            packet.duration = self._frame_ticks or round(LONE_PICTURE_S / self._time_base)
            self._container.mux(packet)

    def _mux_sound_until(self, t_s: float) -> None:
        """Hand over whole blocks of sound up to a time."""
        if self._sound is None or self._audio is None:
            return
        samples, rate = self._sound.samples, self._sound.rate_hz
        stop = min(samples.shape[0], round(t_s * rate)) if np.isfinite(t_s) else samples.shape[0]
        while self._heard < stop:
            block = samples[self._heard : self._heard + AAC_SAMPLES]
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout=self._layout())
            frame.sample_rate, frame.pts, frame.time_base = rate, self._heard, Fraction(1, rate)
            self._heard += block.shape[0]
            self._container.mux(self._audio.encode(frame))

    def _finish(self) -> None:
        self._mux_sound_until(float("inf"))
        self._mux_video(None)
        if self._audio is not None:
            self._container.mux(self._audio.encode(None))


def _even(picture_rgb: Picture) -> Picture:
    height, width = picture_rgb.shape[:2]
    if height % 2 or width % 2:
        return np.pad(picture_rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return np.ascontiguousarray(picture_rgb)


def _told(refused: FFmpegError, path: Path) -> OSError:
    """FFmpeg's error as the operating system's, so that a full disk is known as one."""
    return OSError(abs(refused.errno or 0), refused.strerror or str(refused), str(path))
