"""The annotated movie: played by a browser, in step with the clip, with sound where it belongs."""

import itertools
from fractions import Fraction

import av
import numpy as np
import pytest

from coach.adapters.clip_sound import read_clip_sound
from coach.adapters.movie import MovieWriter, Sound

RATE_HZ = 48_000


def picture(level, width=160, height=120):
    return np.full((height, width, 3), (level, 128, 255 - level), np.uint8)


def write(path, times_s, *, width=160, height=120, sound=None, fps=12.0):
    with MovieWriter(path, width, height, fps=fps, sound=sound) as movie:
        for index, t_s in enumerate(times_s):
            movie.write(picture(index * 5 % 250, width, height), t_s)
    return path


def beep(length_s, at_s, channels=1):
    samples = np.zeros((round(length_s * RATE_HZ), channels), np.float32)
    start, stop = round(at_s * RATE_HZ), round((at_s + 0.2) * RATE_HZ)
    stop = min(stop, samples.shape[0])
    samples[start:stop] = 0.6 * np.sin(2 * np.pi * 880 * np.arange(stop - start) / RATE_HZ)[:, None]
    return Sound(samples, RATE_HZ)


def times_of(path):
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def test_a_browser_can_play_it(tmp_path):
    path = write(tmp_path / "m.mp4", [0.0, 0.1, 0.2])
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        assert (video.codec.name, video.pix_fmt) == ("h264", "yuv420p")
        assert not container.streams.audio
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # the index in front


def test_even_times_come_back_exactly(tmp_path):
    times = [index / 12 for index in range(40)]
    np.testing.assert_allclose(times_of(write(tmp_path / "m.mp4", times)), times, atol=1e-9)


def test_uneven_times_come_back(tmp_path):
    gaps = np.random.default_rng(3).uniform(0.011, 0.3, 60)
    times = [0.0, *np.cumsum(gaps)]
    np.testing.assert_allclose(times_of(write(tmp_path / "m.mp4", times)), times, atol=1e-5)


def test_times_that_fall_on_one_tick_still_grow(tmp_path):
    times = times_of(write(tmp_path / "m.mp4", [0.0, 1e-7, 2e-7, 0.5]))
    assert len(times) == 4
    assert all(later > earlier for earlier, later in itertools.pairwise(times))


def test_the_sources_own_time_base_can_be_kept(tmp_path):
    path = tmp_path / "m.mp4"
    with MovieWriter(path, 160, 120, fps=29.97, time_base=Fraction(1, 30_000)) as movie:
        for index in range(30):
            movie.write(picture(index), index * 1001 / 30_000)
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        assert [Fraction(f.pts) * video.time_base for f in container.decode(video)] == [
            Fraction(index * 1001, 30_000) for index in range(30)
        ]


def test_odd_sizes_are_padded_to_even_ones(tmp_path):
    path = write(tmp_path / "m.mp4", [0.0, 0.1], width=161, height=119)
    with av.open(str(path)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (162, 120)


def test_colours_survive(tmp_path):
    path = write(tmp_path / "m.mp4", [0.0, 0.1, 0.2])
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        middle = frame.to_ndarray(format="rgb24")[60, 80].astype(int)
    assert np.abs(middle - [0, 128, 255]).max() <= 6


def test_one_picture_makes_a_movie(tmp_path):
    path = write(tmp_path / "m.mp4", [0.0], fps=0.0)
    assert times_of(path) == [0.0]
    with av.open(str(path)) as container:
        assert container.duration / av.time_base >= 0.9


@pytest.mark.parametrize("channels", [1, 2])
def test_sound_is_heard_at_its_time(tmp_path, channels):
    times = [index / 10 for index in range(30)]
    path = write(tmp_path / "m.mp4", times, sound=beep(3.0, 1.2, channels))
    with av.open(str(path)) as container:
        assert container.streams.audio[0].codec.name == "aac"
    heard = read_clip_sound(path, RATE_HZ)
    assert heard is not None
    assert heard.shape[1] == channels
    onset_s = int(np.argmax(np.abs(heard[:, 0]) > 0.15)) / RATE_HZ
    assert onset_s == pytest.approx(1.2, abs=0.01)
    assert np.abs(heard[: round(1.1 * RATE_HZ)]).max() < 0.02


def test_sound_may_be_longer_or_shorter_than_the_pictures(tmp_path):
    for length_s in (0.01, 0.5, 2.0):
        path = write(tmp_path / f"m{length_s}.mp4", [0.0, 0.5, 1.0], sound=beep(length_s, 0.0))
        heard = read_clip_sound(path, RATE_HZ)
        assert heard is not None
        assert heard.shape[0] / RATE_HZ == pytest.approx(length_s, abs=0.05)


def test_a_clip_without_sound_has_none(tmp_path):
    assert read_clip_sound(write(tmp_path / "m.mp4", [0.0, 0.1])) is None


def test_sound_that_starts_later_than_the_pictures_keeps_its_place(tmp_path):
    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
        audio = container.add_stream("flac", rate=RATE_HZ, layout="mono")
        for index in range(20):
            frame = av.VideoFrame.from_ndarray(picture(index), format="rgb24")
            frame.pts, frame.time_base = index * 100 + 2000, Fraction(1, 1000)  # pictures start at 2 s
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        tone = (0.5 * 32767 * np.sin(np.arange(4608) * 0.1)).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, 3 * RATE_HZ, Fraction(1, RATE_HZ)  # sound at 3 s
        container.mux(audio.encode(frame))
        container.mux(audio.encode(None))
    heard = read_clip_sound(path, RATE_HZ)
    assert heard is not None
    assert int(np.argmax(np.abs(heard[:, 0]) > 0.05)) / RATE_HZ == pytest.approx(1.0, abs=0.01)


def test_an_error_inside_the_block_is_not_hidden(tmp_path):
    with pytest.raises(ValueError, match="picture of"), MovieWriter(tmp_path / "m.mp4", 160, 120) as movie:
        movie.write(picture(0, 80, 60), 0.0)


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError, match=r"m\.mp4"):
        MovieWriter(tmp_path / "missing" / "m.mp4", 160, 120)
