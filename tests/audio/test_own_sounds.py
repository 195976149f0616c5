"""A user's own recordings take the place of the coach's sounds; what cannot be used is named, never left out."""

import csv
import wave

import numpy as np
import pytest

from coach.app.own_sounds import describe_sounds, sound_files
from coach.core.sounds import sounds
from coach.core.words import Language
from coach.errors import CoachError

both = pytest.mark.parametrize("language", Language)


@pytest.fixture
def folder(tmp_path):
    describe_sounds(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.fixture
def record(folder, write_wav):
    """Puts a tone of a length and rate under a name into the folder."""

    def put(name, length_s, rate_hz=16000):
        t_s = np.arange(round(length_s * rate_hz)) / rate_hz
        write_wav(folder / name, 0.1 * np.sin(2 * np.pi * 500 * t_s), rate_hz)
        return folder / name

    return put


def one_sentence(error):
    text = str(error.value)
    assert "\n" not in text
    return text


@both
def test_without_a_folder_every_sound_is_the_coachs_own_and_is_there(language):
    files = sound_files(language, None)
    assert list(files) == list(sounds(language))
    assert all(path.is_file() for path in files.values())


@both
def test_the_fresh_folder_changes_nothing(language, folder):
    assert sound_files(language, folder) == sound_files(language, None)


@both
def test_a_recording_takes_the_place_of_its_sound_alone(language, record, folder):
    mine = record("hold_on.wav", 1.0)
    files = sound_files(language, folder)
    assert files["hold_on"] == mine
    assert {n: p for n, p in files.items() if n != "hold_on"} == {
        n: p for n, p in sound_files(language, None).items() if n != "hold_on"
    }


@pytest.mark.parametrize("name", ["lie_down.wav", "off_the_spine_firm.WAV"])
def test_prompts_firmer_forms_and_loud_endings_can_be_recorded_too(record, folder, name):
    mine = record(name, 0.8, rate_hz=44100)
    assert sound_files(Language.EN, folder)[mine.stem] == mine


@both
def test_a_recording_as_long_as_the_table_is_taken_and_a_longer_one_is_not(language, record, folder):
    longest_s = sounds(language)["hold_on"].length_s
    record("hold_on.wav", longest_s)
    assert sound_files(language, folder)["hold_on"].parent == folder
    record("hold_on.wav", longest_s + 0.1)
    with pytest.raises(CoachError, match=r"hold_on\.wav") as error:
        sound_files(language, folder)
    assert f"{longest_s + 0.1:.2f} s long" in one_sentence(error)
    assert f"{longest_s:.2f} s" in one_sentence(error)


def test_a_file_that_is_no_wav_is_one_sentence(folder):
    (folder / "hold_on.wav").write_text("not a sound")
    with pytest.raises(CoachError, match=r"hold_on\.wav.*cannot be read.*16 bit") as error:
        sound_files(Language.EN, folder)
    one_sentence(error)


def test_an_empty_file_and_an_empty_sound_are_told(folder, write_wav):
    (folder / "hold_on.wav").write_bytes(b"")
    with pytest.raises(CoachError, match=r"cannot be read \(it ends too soon\)"):
        sound_files(Language.EN, folder)
    write_wav(folder / "hold_on.wav", [], 16000)
    with pytest.raises(CoachError, match="is empty"):
        sound_files(Language.EN, folder)


@pytest.mark.parametrize(("height", "is_heard"), [(0.0, False), (0.002, False), (0.01, True)])
def test_a_recording_that_nobody_would_hear_is_refused(folder, write_wav, height, is_heard):
    write_wav(folder / "hold_on.wav", height * np.sin(2 * np.pi * 500 * np.arange(8000) / 16000), 16000)
    if is_heard:
        assert sound_files(Language.EN, folder)["hold_on"].parent == folder
        return
    with pytest.raises(CoachError, match="is silent") as error:
        sound_files(Language.EN, folder)
    one_sentence(error)


def test_a_file_that_is_cut_short_counts_with_what_is_left_of_it(record, folder):
    path = record("hold_on.wav", 1.3)
    path.write_bytes(path.read_bytes()[:44])
    with pytest.raises(CoachError, match="is empty"):
        sound_files(Language.EN, folder)


@pytest.mark.parametrize(("width", "channels", "rate_hz"), [(1, 1, 16000), (3, 1, 48000), (2, 6, 48000), (2, 1, 4000)])
def test_a_wav_file_of_another_format_is_told_with_what_it_is(folder, width, channels, rate_hz):
    with wave.open(str(folder / "hold_on.wav"), "wb") as file:
        file.setparams((channels, width, rate_hz, 0, "NONE", ""))
        file.writeframes(bytes(width * channels * 100))
    with pytest.raises(CoachError, match=f"{8 * width} bits, {channels} channels? and {rate_hz} Hz") as error:
        sound_files(Language.EN, folder)
    one_sentence(error)


@pytest.mark.parametrize("name", ["hold_on.mp3", "slower.M4A", "lie_down.ogg"])
def test_a_recording_in_another_kind_of_file_is_not_passed_over(folder, name):
    (folder / name).write_bytes(b"....")
    with pytest.raises(CoachError, match=r"is not a WAV file: save it again as WAV, 16 bit"):
        sound_files(Language.EN, folder)


@pytest.mark.parametrize("name", ["holdon.wav", "hold on.wav", "sound_lost.wav"])
def test_a_recording_under_a_name_of_no_sound_is_not_passed_over(record, folder, name):
    record(name, 0.5)
    with pytest.raises(CoachError, match=r"sounds\.csv"):
        sound_files(Language.EN, folder)


def test_other_files_in_the_folder_are_left_alone(folder):
    for name in (".DS_Store", "._hold_on.wav", "notes.txt", "music.mp3"):
        (folder / name).write_bytes(b"....")
    (folder / "old").mkdir()
    assert sound_files(Language.EN, folder) == sound_files(Language.EN, None)


def test_a_folder_that_is_not_there_is_told_with_the_way_to_make_one(tmp_path):
    with pytest.raises(CoachError, match=r"nowhere.*--record-into") as error:
        sound_files(Language.EN, tmp_path / "nowhere")
    one_sentence(error)


def test_the_list_names_every_sound_with_words_and_lengths_in_both_languages(folder):
    with (folder / "sounds.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert list(rows) == [f"{name}.wav" for name in sounds(Language.EN)]
    for name, row in ((file.removesuffix(".wav"), row) for file, row in rows.items()):
        for language in Language:
            assert row[f"words_{language}"] == sounds(language)[name].words
            assert float(row[f"longest_{language}_s"]) == pytest.approx(sounds(language)[name].length_s, abs=1e-9)
        assert float(row["loudness_dbfs_rms"]) == sounds(Language.EN)[name].loudness_dbfs
        assert "16 bit" in row["format"]


def test_the_page_says_format_and_length_in_both_languages(folder):
    page = (folder / "README.md").read_text(encoding="utf-8-sig")
    for words in ("16 bit", "16 位", "no longer than", "不超过", "sounds.csv", "coach live --sounds"):
        assert words in page


def test_describing_again_keeps_the_recordings(record, folder):
    mine = record("hold_on.wav", 1.0)
    before = mine.read_bytes()
    (folder / "sounds.csv").write_text("old")
    written = describe_sounds(folder)
    assert mine.read_bytes() == before
    assert sorted(path.name for path in written) == ["README.md", "sounds.csv"]
    assert (folder / "sounds.csv").read_text(encoding="utf-8-sig").startswith("file,tier,words_en")


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CoachError, match="cannot be used for recordings") as error:
            describe_sounds(place)
        one_sentence(error)
