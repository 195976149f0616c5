"""Read a recorded clip, or a picture, frame by frame with the container's own timestamps.

- The first frame is 0 s. Later frames keep the container's times, so variable frame rate is kept as it was recorded.
- Frames come upright: the rotation that a phone writes beside the picture is applied (turns of 90 degrees), and the
  orientation that a camera writes into a photograph (EXIF) too.
- Every frame has the size of the first one; a stream that changes its size on the way is scaled back to it.
- A time that repeats or goes back a little cannot be placed: that frame is dropped and counted. A clock that jumps
  back by more than `RESTART_S` was restarted by the recorder: the clip goes on one frame later.
- A damaged stretch is skipped: the frames that decode are used, and the others are counted as lost.
- Only local files are opened: a playlist that points at a network address is refused by the reader itself.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from coach.core.analysis import ClipFacts
from coach.core.lens_tags import jpeg_focal_mm, quicktime_focal_mm
from coach.errors import CoachError, shown

Picture = NDArray[np.uint8]

RESTART_S = 1.0
CLOCK_NOT_SET = 1999  # the last year that a camera's header is not believed
JUST_BEFORE_S = 0.002  # times travel rounded to a millisecond
USUAL_FPS = 30.0  # stated guess where a container tells neither times nor a rate (a raw H.264 stream)
READABLE = "give a video (mp4, mov, mkv, webm, avi) or a picture (jpg, png, webp)"
_READABLE_ZH = "请给影片（mp4、mov、mkv、webm、avi）或图片（jpg、png、webp）"


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture of the clip.

    Attributes:
        index: 0 for the first frame that is handed out, then 1, 2, ...
        t_s: seconds from the first frame, strictly growing.
        picture_rgb: (height, width, 3) uint8, contiguous.
    """

    index: int
    t_s: float
    picture_rgb: Picture


@dataclass(frozen=True, slots=True)
class ClipTally:
    """What became of the clip's frames: handed out, lost to damage, dropped because their time cannot be placed."""

    frames: int
    lost: int
    dropped: int


def open_clip(path: Path) -> ClipReader:
    """Open a video or a picture.

    Args:
        path: the file.

    Returns:
        A reader that has read the header only.

    Raises:
        CoachError: there is no such file, it cannot be read, or it holds no picture.
    """
    head = _first_bytes(path)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        raise CoachError(
            f"'{shown(path)}' is a HEIC picture, which this program cannot read: save it as JPEG or PNG and give that.",
            f"“{shown(path)}”是 HEIC 图片，本程序读不了：请另存为 JPEG 或 PNG。",
        )
    if _is_picture(head):
        return PictureReader(path)
    return VideoReader(path)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces, as 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def filmed_on(path: Path) -> datetime.date | None:
    """The day on which a film was made, as its own header tells it, by this machine's calendar; None where it does not.

    Cameras whose clock was never set tell a day of 1904 or 1970: those count as not told.
    """
    try:
        with _open_container(path) as container:
            told = datetime.datetime.fromisoformat(container.metadata.get("creation_time", ""))
    except (CoachError, ValueError):
        return None
    return told.astimezone().date() if told.year > CLOCK_NOT_SET else None


def picture_at(path: Path, t_s: float, widest_px: int) -> Picture:
    """The frame that is shown at one moment, upright, made smaller to a width if it is wider.

    Args:
        path: a video.
        t_s: s from its first frame, by the container's own times; past the end, the last frame.
        widest_px: the largest width that comes back, px.

    Raises:
        CoachError: this is no video, or no picture of it decodes there.
    """
    shown_frame: VideoFrame | None = None
    with _open_container(path) as container:
        stream = _video_stream(container, path)
        stream.thread_type = "AUTO"
        zero_s = float(stream.start_time * stream.time_base) if stream.start_time and stream.time_base else 0.0
        try:
            container.seek(int(max(zero_s + t_s, 0.0) * av.time_base))
            for frame in container.decode(stream):
                if shown_frame is not None and frame.time is not None and frame.time > zero_s + t_s + JUST_BEFORE_S:
                    break
                shown_frame = frame
        except FFmpegError:
            pass  # what was decoded before the damage is as near as one comes
    if shown_frame is None:
        raise CoachError(f"'{shown(path)}' has no picture that can be decoded at {t_s:.1f} s.")
    upright = _upright(shown_frame)
    high, wide = upright.shape[:2]
    return _sized(upright, (widest_px, round(high * widest_px / wide))) if wide > widest_px else upright


class VideoReader:
    """A video file, read through PyAV, from its beginning as often as needed.

    Attributes:
        path: the file.
        expected_frames: how many frames the file says it has (for a progress bar); None where it does not tell.
        expected_s: how long the file says it lasts; None where it does not tell.
        has_sound: it has a sound track.
        focal_35mm: focal length as of 35 mm film, mm, as the file tells it; None where it does not.
    """

    def __init__(self, path: Path) -> None:
        """Read the header. Raises `CoachError` if this is no video."""
        self.path = path
        self._facts: ClipFacts | None = None
        self._tally: ClipTally | None = None
        with _open_container(path) as container:
            stream = _video_stream(container, path)
            rate = stream.average_rate or stream.guessed_rate
            self._frame_s = 1.0 / float(rate) if rate else 1.0 / USUAL_FPS
            self.has_sound = bool(container.streams.audio)
            self.expected_s = float(container.duration) / av.time_base if container.duration else None
            by_length = int(self.expected_s / self._frame_s) if self.expected_s else None
            self.expected_frames = stream.frames or by_length or None
            self.focal_35mm = quicktime_focal_mm(stream.metadata, container.metadata)

    def frames(self) -> Iterator[Frame]:
        """The frames, from the first. See the module's text for what is dropped."""
        watch = _Watch(self._frame_s)
        size: tuple[int, int] | None = None
        errors = discarded = decoded = 0
        with _open_container(self.path) as container:
            stream = _video_stream(container, self.path)
            stream.thread_type = "AUTO"
            declared = stream.frames
            packets = container.demux(stream)
            while errors <= decoded + _HOPELESS:
                try:
                    packet = next(packets)
                    discarded += packet.is_discard
                    pictures = packet.decode()
                except StopIteration:
                    break
                except FFmpegError:
                    errors += 1
                    continue
                for picture in pictures:
                    decoded += 1
                    t_s = watch.place(picture.time)
                    if t_s is None:
                        continue
                    upright = _upright(picture)
                    size = size or (upright.shape[1], upright.shape[0])
                    yield Frame(watch.placed - 1, t_s, _sized(upright, size))
        if size is None:
            raise CoachError(
                f"'{shown(self.path)}' holds no picture that can be decoded: it is damaged or empty, export it again.",
                f"“{shown(self.path)}”里没有能解码的画面，已损坏或是空的：请重新导出。",
            )
        self._tally = ClipTally(watch.placed, max(errors, declared - decoded - discarded, 0), watch.dropped)
        mean = (watch.placed - 1) / watch.last_s if watch.placed > 1 else 0.0
        length_s = watch.last_s + self._frame_s if watch.placed > 1 else 0.0
        sha256 = file_sha256(self.path)
        self._facts = ClipFacts(
            shown(self.path), sha256, size[0], size[1], watch.placed, length_s, mean, has_sound=self.has_sound
        )

    def tally(self) -> ClipTally:
        """Counts of the last complete run through `frames()`."""
        if self._tally is None:
            raise RuntimeError("the tally is known after a complete run through frames()")
        return self._tally

    def facts(self) -> ClipFacts:
        """Facts of the clip; needs one complete run through `frames()`."""
        if self._facts is None:
            raise RuntimeError("the facts are known after a complete run through frames()")
        return self._facts


class PictureReader:
    """A photograph: a clip of one frame at 0 s. Attributes as those of `VideoReader`."""

    def __init__(self, path: Path) -> None:
        """Decode the picture. Raises `CoachError` if it is damaged."""
        import cv2  # here, so that reading a video does not load it

        self.path = path
        self.expected_frames: int | None = 1
        self.expected_s: float | None = None
        self.has_sound = False
        raw = np.frombuffer(_read_all(path), dtype=np.uint8)
        try:
            bgr = cv2.imdecode(raw, cv2.IMREAD_COLOR)  # applies the EXIF orientation
        except cv2.error:
            bgr = None
        if bgr is None:
            raise CoachError(
                f"'{shown(path)}' is a damaged picture that cannot be decoded: save or export it again.",
                f"图片“{shown(path)}”已损坏，无法解码：请重新保存或导出。",
            )
        self.focal_35mm = jpeg_focal_mm(raw.tobytes()) if raw[:3].tobytes() == _JPEG else None
        self._picture: Picture = np.ascontiguousarray(bgr[:, :, ::-1]).astype(np.uint8, copy=False)

    def frames(self) -> Iterator[Frame]:
        """The one frame."""
        yield Frame(0, 0.0, self._picture)

    def tally(self) -> ClipTally:
        """One frame, none lost."""
        return ClipTally(1, 0, 0)

    def facts(self) -> ClipFacts:
        """Facts of the picture: one frame, no length, no rate."""
        height, width = self._picture.shape[:2]
        return ClipFacts(shown(self.path), file_sha256(self.path), width, height, 1, 0.0, 0.0, has_sound=False)


ClipReader = VideoReader | PictureReader


class _Watch:
    """Gives each frame its time from the first one, or refuses it."""

    def __init__(self, frame_s: float) -> None:
        self.frame_s = frame_s
        self.placed = 0
        self.dropped = 0
        self.last_s = 0.0
        self._zero_s = 0.0

    def place(self, container_s: float | None) -> float | None:
        """Seconds from the first frame; None if the frame's time repeats or goes back a little."""
        if self.placed == 0:
            self._zero_s = container_s or 0.0
            self.placed = 1
            return 0.0
        t_s = self.last_s + self.frame_s if container_s is None else container_s - self._zero_s
        if t_s < self.last_s - RESTART_S:
            next_s = self.last_s + self.frame_s
            self._zero_s += t_s - next_s
            t_s = next_s
        if t_s <= self.last_s:
            self.dropped += 1
            return None
        self.placed += 1
        self.last_s = t_s
        return t_s


_JPEG = b"\xff\xd8\xff"
_HOPELESS = 2000  # errors beyond the frames that decode, after which a file is given up
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"heim", b"heis")


def _is_picture(head: bytes) -> bool:
    jpeg, png, bitmap = head[:3] == _JPEG, head[:8] == b"\x89PNG\r\n\x1a\n", head[:2] == b"BM"
    webp, tiff = head[:4] == b"RIFF" and head[8:12] == b"WEBP", head[:4] in (b"II*\0", b"MM\0*")
    return jpeg or png or bitmap or webp or tiff


def _first_bytes(path: Path) -> bytes:
    head = _read_all(path, 16)
    if not head:
        raise CoachError(f"'{shown(path)}' is empty (0 bytes): {READABLE}.", f"“{shown(path)}”是空的：{_READABLE_ZH}。")
    return head


def _read_all(path: Path, count: int = -1) -> bytes:
    if path.is_dir():
        raise CoachError(
            f"'{shown(path)}' is a folder, not a clip: {READABLE}, or a pattern like {shown(path)}/*.mp4.",
            f"“{shown(path)}”是文件夹，不是影片：{_READABLE_ZH}，或写成 {shown(path)}/*.mp4。",
        )
    if path.exists() and not path.is_file():
        raise CoachError(
            f"'{shown(path)}' is no regular file: {READABLE}.", f"“{shown(path)}”不是普通文件：{_READABLE_ZH}。"
        )
    try:
        with path.open("rb") as file:
            return file.read(count)
    except FileNotFoundError:
        raise CoachError(
            f"there is no file '{shown(path)}': check the name, and {READABLE}.",
            f"没有文件“{shown(path)}”：请检查名字，{_READABLE_ZH}。",
        ) from None
    except (OSError, ValueError) as refused:
        why = getattr(refused, "strerror", None) or str(refused)
        raise CoachError(
            f"'{shown(path)}' cannot be read ({why}): check the file and its permissions.",
            f"无法读取“{shown(path)}”（{why}）：请检查文件和权限。",
        ) from None


def _open_container(path: Path) -> InputContainer:
    try:
        # "file:" keeps a name with a colon from being taken for a network protocol.
        return av.open(f"file:{path}", options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except FFmpegError:
        broke_off = _read_all(path, 12)[4:8] == b"ftyp"
        hint, chinese = READABLE, _READABLE_ZH
        if broke_off:
            hint = "its index is missing, as when a recording or a copy broke off, so copy or record it again"
            chinese = "缺少索引，像是录制或复制中断了，请重新复制或录制"
        raise CoachError(
            f"'{shown(path)}' is not a video or picture that can be read: {hint}.",
            f"“{shown(path)}”不是能读取的影片或图片：{chinese}。",
        ) from None


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    if not container.streams.video:
        what = "has no picture, only sound" if container.streams.audio else "holds no picture at all"
        chinese = "只有声音，没有画面" if container.streams.audio else "里没有画面"
        raise CoachError(f"'{shown(path)}' {what}: {READABLE}.", f"“{shown(path)}”{chinese}：{_READABLE_ZH}。")
    return container.streams.video[0]


def _upright(picture: VideoFrame) -> Picture:
    rgb = picture.to_ndarray(format="rgb24")
    return np.ascontiguousarray(np.rot90(rgb, round(picture.rotation / 90) % 4)).astype(np.uint8, copy=False)


def _sized(rgb: Picture, size: tuple[int, int]) -> Picture:
    if (rgb.shape[1], rgb.shape[0]) == size:
        return rgb
    scaled = VideoFrame.from_ndarray(rgb, format="rgb24").reformat(width=size[0], height=size[1])
    return scaled.to_ndarray(format="rgb24").astype(np.uint8, copy=False)
