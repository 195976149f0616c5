"""Reading a clip: the container's times, upright pictures, and what damage leaves."""

from __future__ import annotations

import hashlib
import socket
import struct
import wave
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from coach.adapters.clip import file_sha256, open_clip
from coach.errors import CoachError


def numbers(path: Path) -> list[int]:
    """Which of the made frames come out, told by their brightness."""
    return [round((float(f.picture_rgb[-4:, -4:].mean()) - 20) / 10) for f in open_clip(path).frames()]


def times(path: Path) -> list[float]:
    return [round(frame.t_s, 3) for frame in open_clip(path).frames()]


def turn_quarter(path: Path) -> None:
    """Write a quarter turn into the track header, as a phone held upright does."""
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 44
    one = 0x10000
    data[matrix : matrix + 36] = struct.pack(">9i", 0, one, 0, -one, 0, 0, 0, 0, 0x40000000)
    path.write_bytes(data)


def test_frames_come_in_order_with_the_first_at_zero(make_clip) -> None:
    path = make_clip()
    assert numbers(path) == list(range(10))
    assert times(path) == [k / 10 for k in range(10)]


def test_a_variable_frame_rate_is_kept_as_it_was_recorded(make_clip) -> None:
    recorded = [0.0, 0.033, 0.066, 0.4, 0.41, 1.9]
    path = make_clip("phone.mkv", recorded)
    assert times(path) == pytest.approx(recorded, abs=0.002)
    reader = open_clip(path)
    list(reader.frames())
    assert reader.facts().frames == 6
    assert reader.facts().fps_mean == pytest.approx(5 / 1.9, rel=0.01)


def test_a_clip_that_starts_late_in_its_container_starts_at_zero_here(make_clip) -> None:
    assert times(make_clip("late.mkv", [5.0, 5.1, 5.2])) == pytest.approx([0.0, 0.1, 0.2], abs=0.002)


def test_facts_are_those_of_the_upright_picture_and_of_the_file(make_clip) -> None:
    path = make_clip(size=(64, 48))
    reader = open_clip(path)
    list(reader.frames())
    facts = reader.facts()
    assert (facts.width, facts.height, facts.frames, facts.has_sound) == (64, 48, 10, False)
    assert facts.duration_s == pytest.approx(1.0, abs=0.01)
    assert facts.sha256 == hashlib.sha256(path.read_bytes()).hexdigest() == file_sha256(path)


def test_a_phone_held_upright_gives_upright_pictures(make_clip) -> None:
    path = make_clip(size=(64, 48))
    turn_quarter(path)
    frame = next(iter(open_clip(path).frames()))
    assert frame.picture_rgb.shape == (64, 48, 3)
    assert frame.picture_rgb[:8, -8:].mean() > 240, "a clockwise turn takes the top left corner to the top right"
    assert frame.picture_rgb[-8:, :8].mean() < 60


@pytest.mark.parametrize("size", [(63, 47), (65, 49), (17, 33)])
def test_odd_sizes_are_read_to_the_last_pixel(make_clip, size: tuple[int, int]) -> None:
    path = make_clip("odd.mkv", codec="ffv1", pixels="bgr0", size=size)
    frames = list(open_clip(path).frames())
    assert {f.picture_rgb.shape for f in frames} == {(size[1], size[0], 3)}
    assert all(f.picture_rgb.flags.c_contiguous and f.picture_rgb.dtype == np.uint8 for f in frames)


def test_a_damaged_middle_is_skipped_and_the_lost_frames_are_counted(make_clip) -> None:
    path = make_clip("damaged.mp4", codec="libx264", size=(320, 240), key_every=1)
    with av.open(str(path)) as container:
        places = sorted((p.pos, p.size) for p in container.demux(video=0) if p.size)
    data = bytearray(path.read_bytes())
    for start, size in places[4:6]:
        data[start : start + size] = b"\xee" * size
    path.write_bytes(data)

    reader = open_clip(path)
    frames = list(reader.frames())
    assert [round((float(f.picture_rgb[-4:, -4:].mean()) - 20) / 10) for f in frames] == [0, 1, 2, 3, 6, 7, 8, 9]
    assert reader.tally().lost == 2
    assert frames[4].t_s == pytest.approx(0.6, abs=0.001), "the others keep their own times"


def test_a_clip_cut_short_gives_what_is_there(make_clip) -> None:
    path = make_clip("cut.mkv", times_s=[k / 10 for k in range(20)], size=(320, 240))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    reader = open_clip(path)
    given = list(reader.frames())
    assert 1 <= len(given) < 20
    assert reader.facts().frames == len(given)


def test_times_that_repeat_or_go_back_are_dropped_and_counted(monkeypatch, make_clip) -> None:
    path = make_clip()
    reader = open_clip(path)
    recorded = iter([0.0, 0.1, 0.1, 0.05, 0.2, 0.3, 0.2, 0.4, 0.5, 0.6])
    _pretend_times(monkeypatch, recorded)
    assert [round(f.t_s, 3) for f in reader.frames()] == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    assert reader.tally().dropped == 3


def test_a_clock_that_was_restarted_goes_on(monkeypatch, make_clip) -> None:
    path = make_clip()
    reader = open_clip(path)
    _pretend_times(monkeypatch, iter([7.0, 7.1, 7.2, 7.3, 7.4, 0.0, 0.1, 0.2, 0.3, 0.4]))
    seen = [f.t_s for f in reader.frames()]
    assert len(seen) == 10
    assert np.all(np.diff(seen) > 0.05)
    assert seen[-1] == pytest.approx(0.9, abs=0.01)


def _pretend_times(monkeypatch, recorded) -> None:
    import coach.adapters.clip as clip

    honest = clip._Watch.place
    monkeypatch.setattr(clip._Watch, "place", lambda self, _time: honest(self, next(recorded)))


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "bmp"])
def test_a_picture_is_a_clip_of_one_frame(tmp_path: Path, ending: str) -> None:
    bgr = np.zeros((31, 45, 3), dtype=np.uint8)
    bgr[:, :, 2] = 200  # red
    path = tmp_path / f"photo.{ending}"
    path.write_bytes(cv2.imencode(f".{ending}", bgr)[1].tobytes())
    reader = open_clip(path)
    (frame,) = reader.frames()
    assert (frame.index, frame.t_s) == (0, 0.0)
    assert frame.picture_rgb.shape == (31, 45, 3)
    assert abs(int(frame.picture_rgb[15, 20, 0]) - 200) < 8, "red is the first channel"
    assert (reader.facts().frames, reader.facts().duration_s, reader.facts().fps_mean) == (1, 0.0, 0.0)


def test_a_photograph_is_turned_by_its_exif_orientation(tmp_path: Path) -> None:
    bgr = np.zeros((48, 64, 3), dtype=np.uint8)
    bgr[:12, :16] = 255
    jpeg = cv2.imencode(".jpg", bgr)[1].tobytes()
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + struct.pack(">I", 0)
    exif = b"Exif\0\0" + tiff
    path = tmp_path / "portrait.jpg"
    path.write_bytes(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:])
    (frame,) = open_clip(path).frames()
    assert frame.picture_rgb.shape == (64, 48, 3)
    assert frame.picture_rgb[:12, -8:].mean() > 200


@pytest.mark.parametrize(
    "name", ["two words.mp4", 'it\'s "so".mp4', "踩背 ü.mp4", "-dash.mp4", "a:b.mp4", "100%03d.mp4"]
)
def test_any_name_can_be_read(make_clip, tmp_path: Path, monkeypatch, name: str) -> None:
    made = make_clip("made.mp4")
    made.rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert numbers(Path(name)) == list(range(10))


def refusal(path: Path) -> str:
    with pytest.raises(CoachError) as caught:
        list(open_clip(path).frames())
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_what_is_no_clip_is_refused_in_one_sentence(tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("this is not a film\n" * 50)
    empty = tmp_path / "empty.mp4"
    empty.touch()
    assert "there is no file" in refusal(tmp_path / "nothing.mp4")
    assert "is a folder" in refusal(tmp_path)
    assert "not a video or picture" in refusal(text)
    assert "is empty (0 bytes)" in refusal(empty)


def test_a_recording_that_broke_off_is_told_so(make_clip) -> None:
    path = make_clip(times_s=[k / 10 for k in range(20)])
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"moov")])
    assert "its index is missing" in refusal(path)


def test_sound_without_a_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16000))
    assert "only sound" in refusal(path)


def test_a_clip_without_a_single_frame_is_refused(make_clip) -> None:
    path = make_clip("none.mp4", times_s=[])
    assert "holds no picture" in refusal(path) or "not a video" in refusal(path)


def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert "damaged picture" in refusal(path)


def test_a_heic_photograph_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    assert "save it as JPEG" in refusal(path)


def test_a_playlist_that_points_to_the_network_opens_no_connection(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        path = tmp_path / "list.m3u8"
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
        path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{address}\n#EXT-X-ENDLIST\n")

        refusal(path)

        with pytest.raises(BlockingIOError):
            server.accept()  # nobody knocked


@pytest.mark.parametrize(("name", "value", "focal_mm"), [("phone.mov", "26", 26.0), ("phone.mp4", "wide", None)])
def test_a_phone_tells_its_focal_length_in_the_file(
    tmp_path: Path, name: str, value: str, focal_mm: float | None
) -> None:
    path = tmp_path / name
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata["com.apple.quicktime.camera.focal_length.35mm_equivalent"] = value
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(3):
            grey = np.full((48, 64, 3), 90, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode(None))
    assert open_clip(path).focal_35mm == focal_mm


def test_a_clip_without_such_a_tag_tells_no_focal_length(make_clip) -> None:
    assert open_clip(make_clip()).focal_35mm is None


def test_a_photograph_tells_its_focal_length_in_its_exif_data(tmp_path: Path) -> None:
    jpeg = cv2.imencode(".jpg", np.full((48, 64, 3), 90, np.uint8))[1].tobytes()
    tiff = b"MM" + struct.pack(">HI", 42, 8)
    tiff += struct.pack(">HHHIII", 1, 0x8769, 4, 1, 26, 0) + struct.pack(">HHHIHHI", 1, 0xA405, 3, 1, 28, 0, 0)
    exif = b"Exif\0\0" + tiff
    path = tmp_path / "photo.jpg"
    path.write_bytes(jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:])
    reader = open_clip(path)
    assert reader.focal_35mm == 28.0
    assert next(iter(reader.frames())).picture_rgb.shape == (48, 64, 3)
    plain = tmp_path / "plain.jpg"
    plain.write_bytes(jpeg)
    assert open_clip(plain).focal_35mm is None
