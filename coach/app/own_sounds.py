"""A folder of the user's own recordings, any of which takes the place of the sound of the same name."""

from __future__ import annotations

import csv
import io
import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from coach.core.sounds import Sound, sounds
from coach.core.words import Language
from coach.errors import CoachError, shown
from coach.resources import sounds_folder

LIST_NAME, README_NAME = "sounds.csv", "README.md"
FORMAT = "WAV, 16 bit PCM, mono or stereo, 8 to 96 kHz"
_FORMAT_ZH = "WAV、16 位 PCM、单声道或立体声、8 到 96 kHz"
_RATES_HZ = (8000, 96000)
_LENGTH_SLACK_S = 0.005
# Nothing of it is heard: 20 dB below the softest tier, at a height that a microphone alone makes. Own judgement.
_SILENT_PEAK = 10 ** (-48 / 20)
# What recorders write. Such a file under a sound's name was meant for the coach; other files are left alone.
_OTHER_SOUND_ENDINGS = frozenset(
    {".aac", ".aif", ".aiff", ".amr", ".caf", ".flac", ".m4a", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".wma"}
)


def describe_sounds(folder: Path) -> tuple[Path, ...]:
    """Make a folder for own recordings, with a list of what can be recorded and a page that says how.

    A folder that is there is kept; the list and the page are written anew, recordings are not touched.

    Args:
        folder: where; missing parents are made too.

    Returns:
        The files that were written.

    Raises:
        CoachError: the folder or the files cannot be written.
    """
    texts = {LIST_NAME: _list(), README_NAME: _readme()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8-sig", newline="\n")  # spreadsheets ask for its mark
    except OSError as error:
        raise CoachError(
            f"'{shown(folder)}' cannot be used for recordings ({error.strerror}): name a folder that can be written."
        ) from error
    return tuple(folder / name for name in texts)


def sound_files(language: Language, own_folder: Path | None) -> Mapping[str, Path]:
    """Where each sound of a language lies: the user's recording where there is one, else the coach's own.

    Args:
        language: of the session.
        own_folder: the user's recordings; None = none.

    Returns:
        A file for every sound in the table of this language.

    Raises:
        CoachError: the folder is none; a recording is no readable WAV file of the expected format or longer than the
            table says; a sound file has a name that is in no table. Nothing is left out silently.
    """
    table = sounds(language)
    files = {name: sounds_folder() / sound.file for name, sound in table.items()}
    if own_folder is not None:
        files.update((name, path) for name, path in _recordings(own_folder, table).items())
    return files


def _recordings(folder: Path, table: Mapping[str, Sound]) -> dict[str, Path]:
    try:
        there = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise CoachError(
            f"The folder of recordings '{shown(folder)}' cannot be read ({error.strerror}): "
            "make one with `coach sounds --record-into DIR`.",
            f"无法读取录音文件夹“{shown(folder)}”（{error.strerror}）：请用 `coach sounds --record-into DIR` 新建。",
        ) from error
    found: dict[str, Path] = {}
    for path in there:
        ending = path.suffix.lower()
        if ending == ".wav":
            if path.stem not in table:
                raise CoachError(
                    f"The recording '{shown(path)}' has the name of no sound: name it as {LIST_NAME} says, or take it "
                    "out of the folder.",
                    f"录音“{shown(path)}”的名字不是任何声音：请照 {LIST_NAME} 命名，或从文件夹里移走。",
                )
            _check(path, table[path.stem])
            found[path.stem] = path
        elif ending in _OTHER_SOUND_ENDINGS and path.stem in table:
            raise CoachError(
                f"The recording '{shown(path)}' is not a WAV file: save it again as {FORMAT}.",
                f"录音“{shown(path)}”不是 WAV 文件：请另存为 {_FORMAT_ZH}。",
            )
    return found


def _check(path: Path, sound: Sound) -> None:
    """Is it a sound that can be played and mixed into a video, and short enough?"""
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate_hz = file.getsampwidth(), file.getnchannels(), file.getframerate()
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        reason = str(error) or "it ends too soon"  # an EOFError says nothing
        raise CoachError(
            f"The recording '{shown(path)}' cannot be read ({reason}): save it as {FORMAT}.",
            f"无法读取录音“{shown(path)}”（{reason}）：请另存为 {_FORMAT_ZH}。",
        ) from error
    if width != 2 or channels not in (1, 2) or not _RATES_HZ[0] <= rate_hz <= _RATES_HZ[1]:
        raise CoachError(
            f"The recording '{shown(path)}' has {8 * width} bits, {channels} channel{'s' * (channels != 1)} and "
            f"{rate_hz} Hz: "
            f"save it again as {FORMAT}.",
            f"录音“{shown(path)}”是 {8 * width} 位、{channels} 声道、{rate_hz} Hz：请另存为 {_FORMAT_ZH}。",
        )
    samples = np.frombuffer(data[: len(data) // (2 * channels) * 2 * channels], "<i2").astype(np.int64)
    length_s = samples.size / channels / rate_hz
    if samples.size == 0:
        raise CoachError(
            f"The recording '{shown(path)}' is empty: record it again, or take it out of the folder.",
            f"录音“{shown(path)}”是空的：请重录，或从文件夹里移走。",
        )
    if length_s > sound.length_s + _LENGTH_SLACK_S:
        raise CoachError(
            f"The recording '{shown(path)}' is {length_s:.2f} s long, and '{sound.name}' may take "
            f"{sound.length_s:.2f} s in this language ({sound.language}): record it shorter, or cut the silence off.",
            f"录音“{shown(path)}”长 {length_s:.2f} 秒，而 '{sound.name}' 在这个语言里最多 {sound.length_s:.2f} 秒："
            "请录短些，或剪掉静音。",
        )
    if np.abs(samples).max() < _SILENT_PEAK * 32768:
        raise CoachError(
            f"The recording '{shown(path)}' is silent, nobody would hear this cue: record it louder, or take it out of "
            "the folder.",
            f"录音“{shown(path)}”没有声音，这个提示谁也听不到：请录响些，或从文件夹里移走。",
        )


def _list() -> str:
    english, chinese = sounds(Language.EN), sounds(Language.ZH)
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(
        ["file", "tier", "words_en", "words_zh", "longest_en_s", "longest_zh_s", "loudness_dbfs_rms", "format"]
    )
    for name, sound in english.items():
        other = chinese[name]
        lengths_s = (f"{sound.length_s:.2f}", f"{other.length_s:.2f}")
        loudness = f"{sound.loudness_dbfs:.0f}"
        rows.writerow([f"{name}.wav", sound.severity.value, sound.words, other.words, *lengths_s, loudness, FORMAT])
    return text.getvalue()


def _readme() -> str:
    return f"""# Your own recordings for the coach

Put a recording into this folder under the name that `{LIST_NAME}` gives, start `coach live --sounds` with the name of
this folder, and the coach plays it instead of its own sound. Record only what you like; for all others the coach keeps
its own.

- Format: {FORMAT}. In Audacity: export as WAV, "Signed 16-bit PCM". From a phone's recording:
  `ffmpeg -i phone.m4a -c:a pcm_s16le hold_on.wav`.
- Length: no longer than the list says for your language, in seconds, silence included. The coach plans ahead with
  these lengths, so it refuses a longer file when it starts, and says which.
- Your recording replaces the whole sound, the tones before the words too. What is urgent should stay easy to tell from
  what is not: a person lies there and rests, so speak calmly.
- A recording that is louder than its tier (the list's `loudness_dbfs_rms`) is turned down to it; a softer one stays as
  soft as it is, and one that nobody would hear is refused.
- One language at a time: keep a folder for each if you use both.

# 您自己的录音

把录音放进这个文件夹，文件名照 `{LIST_NAME}` 里写的，再用 `coach live --language zh --sounds` 加上这个文件夹的名字
启动，教练就用您的录音代替它自己的声音。没有录的，仍用教练自己的。

- 格式：WAV，16 位 PCM，单声道或立体声，8 到 96 kHz。
- 长度：不超过表中所用语言一栏的秒数（包括静音）。太长的文件，教练启动时会指出来，不会播放。
- 您的录音会代替整个声音，包括前面的提示音。紧急的和不紧急的要容易分清；有人趴着休息，请平静地说。
- 太响的录音会被调低；太轻的不会调高，听不见的不能用。
- 两种语言请各用一个文件夹。
"""
