"""Worse pictures: light, noise, size, compression, lens, shake, and moments without a picture."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import av
import cv2
import numpy as np

from benchmarks.footage import Footage, mirrored, moved
from coach.adapters.clip import Frame, Picture
from coach.core.landmarks import FloatArray

Map = Callable[[Picture], Picture]


def scaled(footage: Footage, height: int) -> Footage:
    """The picture at another height, px."""
    factor = height / footage.first().shape[0]
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    camera = footage.truth.camera
    smaller = replace(camera, K=np.diag([factor, factor, 1.0]) @ camera.K)
    truth = replace(moved(footage.truth, lambda _: lambda points: points * factor), camera=smaller)
    return footage.repainted(
        lambda frame, _: cv2.resize(frame.picture_rgb, None, fx=factor, fy=factor, interpolation=way), truth
    )


def dim(footage: Footage, gain: float, noise: float) -> Footage:
    """Little light: `gain` of the grey levels, and noise of that standard deviation on top, new in each frame."""

    def paint(picture: Picture, index: int) -> Picture:
        grain = np.random.default_rng(index).normal(0.0, noise, picture.shape)
        return np.clip(np.round(gain * picture + grain), 0, 255).astype(np.uint8)

    return footage.repainted(lambda frame, _: paint(frame.picture_rgb, frame.index))


def unsharp(footage: Footage, sigma_px: float) -> Footage:
    """Out of focus."""
    return footage.repainted(lambda frame, _: cv2.GaussianBlur(frame.picture_rgb, (0, 0), sigma_px))


def jpeg(footage: Footage, quality: int) -> Footage:
    """Each frame compressed by itself, as a webcam's MJPEG."""

    def paint(picture: Picture) -> Picture:
        _, packed = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        return cv2.imdecode(packed, cv2.IMREAD_COLOR)[:, :, ::-1]

    return footage.repainted(lambda frame, _: paint(frame.picture_rgb))


def h264(footage: Footage, crf: int) -> Footage:
    """Compressed again with x264 at a constant rate factor."""

    def frames() -> Iterator[Frame]:
        file = io.BytesIO()
        rate = Fraction(footage.truth.fps).limit_denominator(1000)
        times_s: list[float] = []
        with av.open(file, "w", format="matroska") as box:
            stream = box.add_stream("libx264", rate=rate, options={"crf": str(crf), "preset": "veryfast"})
            stream.height, stream.width = footage.first().shape[:2]
            stream.pix_fmt = "yuv420p"
            for frame in footage.frames():
                times_s.append(frame.t_s)
                box.mux(stream.encode(av.VideoFrame.from_ndarray(frame.picture_rgb, format="rgb24")))
            box.mux(stream.encode(None))
        file.seek(0)
        with av.open(file) as box:
            for index, (t_s, picture) in enumerate(zip(times_s, box.decode(video=0), strict=True)):
                yield Frame(index, t_s, picture.to_ndarray(format="rgb24"))

    return Footage(footage.truth, frames)


def flipped(footage: Footage) -> Footage:
    """The mirrored picture of a webcam."""
    truth = mirrored(footage.truth, footage.first().shape[1])
    return footage.repainted(lambda frame, _: frame.picture_rgb[:, ::-1], truth)


def rotated(footage: Footage, degrees: float) -> Footage:
    """The camera is not level; what the corners show beyond the picture is its edge, drawn out."""
    height, width = footage.first().shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return _carried(footage, lambda _: turn)


def shaken(footage: Footage, size_px: float) -> Footage:
    """A hand-held camera: three slow swings in each direction, together at most `size_px`."""
    rng = np.random.default_rng(5)
    speeds_hz = np.array([0.4, 1.3, 2.9])
    shares = np.array([0.4, 0.35, 0.25])
    begins = rng.uniform(0.0, 2.0 * np.pi, (2, 3))
    times_s = np.array([frame.t_s for frame in footage.truth.frames])
    swings = np.sin(2.0 * np.pi * times_s[:, None, None] * speeds_hz + begins) @ shares * size_px

    def shift(index: int) -> FloatArray:
        return np.column_stack([np.eye(2), swings[min(index, len(swings) - 1)]])

    return _carried(footage, shift)


def bumped(footage: Footage, by_px: tuple[float, float], at_s: float) -> Footage:
    """Somebody knocks against the camera: from then on it looks a little elsewhere."""
    first = int(np.searchsorted([frame.t_s for frame in footage.truth.frames], at_s))
    return _carried(footage, lambda i: np.column_stack([np.eye(2), by_px if i >= first else (0.0, 0.0)]))


def _carried(footage: Footage, matrix: Callable[[int], FloatArray]) -> Footage:
    """Each frame under its own affine map; edges are drawn out."""

    def carry(frame: Frame) -> Picture:
        height, width = frame.picture_rgb.shape[:2]
        # OpenCV counts from pixel centres, the truth from the corner.
        half = np.array([0.5, 0.5])
        m = matrix(frame.index)
        centred = np.column_stack([m[:, :2], m[:, :2] @ half + m[:, 2] - half])
        return cv2.warpAffine(frame.picture_rgb, centred, (width, height), borderMode=cv2.BORDER_REPLICATE)

    truth = moved(footage.truth, lambda i: lambda points: points @ matrix(i)[:, :2].T + matrix(i)[:, 2])
    return footage.repainted(lambda frame, _: carry(frame), truth)


def through_lens(footage: Footage, k1: float) -> Footage:
    """A wide lens: a point at radius r (in focal lengths) is seen at r (1 + k1 r²); edges are drawn out."""
    K = footage.truth.camera.K
    height, width = footage.first().shape[:2]
    lens = np.array([k1, 0.0, 0.0, 0.0])
    rows, columns = np.mgrid[:height, :width].astype(np.float64)
    pixels = np.column_stack([columns.ravel() + 0.5, rows.ravel() + 0.5])
    source = cv2.undistortPoints(pixels[:, None], K, lens, P=K)[:, 0].reshape(height, width, 2) - 0.5
    source = source.astype(np.float32)

    def bend(points: FloatArray) -> FloatArray:
        flat = (points - K[:2, 2]) / (K[0, 0], K[1, 1])
        radius2 = (flat**2).sum(axis=1, keepdims=True)
        return flat * (1.0 + k1 * radius2) * (K[0, 0], K[1, 1]) + K[:2, 2]

    def paint(picture: Picture) -> Picture:
        return cv2.remap(picture, source, None, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)

    return footage.repainted(lambda frame, _: paint(frame.picture_rgb), moved(footage.truth, lambda _: bend))


def without_picture(footage: Footage, from_s: float, to_s: float, frozen: bool) -> Footage:
    """A camera that hangs: the last picture again and again, or black. Those frames are not judged; events are."""

    def frames() -> Iterator[Frame]:
        last: Picture | None = None
        for frame in footage.frames():
            if last is not None and from_s <= frame.t_s < to_s:
                yield Frame(frame.index, frame.t_s, last if frozen else np.zeros_like(last))
            else:
                last = frame.picture_rgb
                yield frame

    kept = tuple(frame for frame in footage.truth.frames if not from_s <= frame.t_s < to_s)
    return Footage(replace(footage.truth, frames=kept), frames)
