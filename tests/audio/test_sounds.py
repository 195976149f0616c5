"""The committed sounds are what the tables say, in both languages, and gentle on the ear."""

import re

import numpy as np
import pytest

from coach.core.cues import SoundRow
from coach.core.findings import Severity
from coach.core.sounds import LOUDNESS_DBFS, sound_lengths_s, sounds
from coach.core.words import Language
from tools.make_sounds.pinyin import PINYIN

RMS_DBFS = {Severity.URGENT: -18.0, Severity.WARNING: -21.0, Severity.GUIDE: -26.0, Severity.INFO: -28.0}
PULSES = {Severity.URGENT: 5, Severity.WARNING: 3, Severity.GUIDE: 2, Severity.INFO: 1}
ONE_MOTIF_S = {Severity.URGENT: 0.565, Severity.WARNING: 0.47, Severity.GUIDE: 0.43, Severity.INFO: 0.28}
ATTACK_S = {Severity.URGENT: 0.020, Severity.WARNING: 0.030, Severity.GUIDE: 0.050, Severity.INFO: 0.060}
SPEECH_AFTER_MOTIF_S = 0.10


def is_firm(sound):
    return isinstance(sound.source, SoundRow) and sound.source.firm


ALL = [sound for language in Language for sound in sounds(language).values()]
SPOKEN = [sound for sound in ALL if sound.is_spoken]
KNOCKS = [sound for sound in sounds(Language.EN).values() if not sound.is_spoken]
every_sound = pytest.mark.parametrize("sound", [*SPOKEN, *KNOCKS], ids=lambda sound: sound.file)
every_spoken_sound = pytest.mark.parametrize("sound", SPOKEN, ids=lambda sound: sound.file)
every_first_sound = pytest.mark.parametrize(
    "sound", [sound for sound in SPOKEN if not is_firm(sound)], ids=lambda sound: sound.file
)


def decibel(amplitude):
    return 20 * np.log10(amplitude)


def envelope(samples, rate_hz, window_s=0.004):
    """Loudness over time: root mean square in a short sliding window."""
    window = np.ones(round(window_s * rate_hz))
    return np.sqrt(np.convolve(samples**2, window / window.size, mode="same"))


def pulses(loud):
    """How often it becomes loud after having been soft."""
    count, sounding = 0, False
    for level in loud / loud.max():
        count += level > 0.6 and not sounding
        sounding = level > (0.3 if sounding else 0.6)
    return int(count)


def motif(samples, rate_hz, sound):
    return samples[: round(ONE_MOTIF_S[sound.severity] * rate_hz)]


def test_the_folder_holds_the_tables_sounds_and_no_others(sounds_dir):
    there = {path.relative_to(sounds_dir).as_posix() for path in sounds_dir.rglob("*.wav")}
    assert there == {sound.file for sound in ALL}


def test_the_folder_stays_small(sounds_dir):
    assert sum(path.stat().st_size for path in sounds_dir.rglob("*.*")) < 17_000_000


def test_the_loudness_of_each_tier_is_the_one_that_is_stated():
    assert dict(LOUDNESS_DBFS) == RMS_DBFS


@every_sound
def test_the_length_in_the_table_is_the_files(sound, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / sound.file)
    assert samples.size / rate_hz == pytest.approx(sound.length_s, abs=1e-9)


@every_sound
def test_loudness_belongs_to_the_tier_and_nothing_clips(sound, sounds_dir, read_wav):
    samples, _ = read_wav(sounds_dir / sound.file)
    assert decibel(np.sqrt(np.mean(samples**2))) == pytest.approx(RMS_DBFS[sound.severity], abs=0.1)
    assert decibel(np.abs(samples).max()) <= -1.0


@every_sound
def test_the_motif_can_be_heard_and_located(sound, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / sound.file)
    tones = motif(samples, rate_hz, sound)
    power = np.abs(np.fft.rfft(tones * np.hanning(tones.size), 1 << 16)) ** 2
    frequency_hz = np.fft.rfftfreq(1 << 16, 1 / rate_hz)
    assert 500.0 <= frequency_hz[power.argmax()] <= 3000.0
    assert power[(frequency_hz >= 500) & (frequency_hz <= 3000)].sum() > 0.9 * power.sum()
    dominant_hz = frequency_hz[power.argmax()]
    upper = power[frequency_hz > 1.5 * dominant_hz].sum()
    assert upper > 0.02 * power.sum(), "a pure tone is hard to locate: harmonics are missing"


@every_spoken_sound
def test_no_sound_begins_with_a_start(sound, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / sound.file)
    loud = envelope(motif(samples, rate_hz, sound), rate_hz)
    first = loud[: round(0.1 * rate_hz)]
    swell_s = (np.flatnonzero(first > 0.9 * first.max())[0] - np.flatnonzero(first > 0.1 * first.max())[0]) / rate_hz
    assert swell_s >= 0.4 * ATTACK_S[sound.severity]
    assert swell_s >= 0.008
    assert np.abs(samples[: round(0.002 * rate_hz)]).max() < 0.02


@every_sound
def test_no_sound_ends_with_a_click(sound, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / sound.file)
    assert np.abs(samples[-round(0.02 * rate_hz) :]).max() == 0.0


@every_first_sound
def test_the_number_of_pulses_tells_the_tier(sound, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / sound.file)
    assert pulses(envelope(motif(samples, rate_hz, sound), rate_hz, 0.012)) == PULSES[sound.severity]


@every_first_sound
def test_the_words_follow_the_motif_after_a_short_silence(sound, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / sound.file)
    end = round(ONE_MOTIF_S[sound.severity] * rate_hz)
    words = np.flatnonzero(np.abs(samples[end + 2 :]) > 0.01 * np.abs(samples).max())
    assert (words[0] + 2) / rate_hz == pytest.approx(SPEECH_AFTER_MOTIF_S, abs=0.02)
    assert (words[-1] - words[0]) / rate_hz > 0.25, "too short for the shortest word"


@pytest.mark.parametrize(
    "sound", [one for one in ALL if is_firm(one) and one.severity is Severity.URGENT], ids=lambda sound: sound.file
)
def test_the_firmer_urgent_form_sounds_its_motif_twice(sound, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / sound.file)
    once = motif(samples, rate_hz, sound)
    shift = round((ONE_MOTIF_S[Severity.URGENT] + 0.15) * rate_hz)
    again = samples[shift : shift + once.size]
    assert np.corrcoef(once, again)[0, 1] > 0.999


def melody_name(sound):
    """Sounds of one name share a melody: each cue has its own, but what is unseen has one, and each kind of prompt."""
    if not isinstance(sound.source, SoundRow):
        return sound.source.kind.value
    if sound.source.cue.rule.value == "not_seen" and sound.severity is Severity.GUIDE:
        return "unseen"
    return sound.source.cue.id


@pytest.mark.parametrize("language", Language)
def test_two_sounds_of_a_tier_share_a_melody_only_if_they_tell_the_same_kind_of_thing(language, sounds_dir, read_wav):
    heard = {}
    for sound in sounds(language).values():
        if sound.is_spoken and not is_firm(sound):
            samples, rate_hz = read_wav(sounds_dir / sound.file)
            tones = motif(samples, rate_hz, sound)
            heard.setdefault(sound.severity, []).append((sound, tones / np.linalg.norm(tones)))
    for tier in heard.values():
        for n, (sound, tones) in enumerate(tier):
            for other, others_tones in tier[n + 1 :]:
                alike = abs(float(tones @ others_tones)) > 0.9
                assert alike == (melody_name(sound) == melody_name(other)), (sound.file, other.file)


@pytest.mark.parametrize("name", sounds(Language.EN))
def test_a_sound_has_the_same_motif_in_both_languages(name, sounds_dir, read_wav):
    english, chinese = (sounds(language)[name] for language in (Language.EN, Language.ZH))
    ours, rate_hz = read_wav(sounds_dir / english.file)
    theirs, _ = read_wav(sounds_dir / chinese.file)
    assert english.severity is chinese.severity
    assert np.corrcoef(motif(ours, rate_hz, english), motif(theirs, rate_hz, chinese))[0, 1] > 0.999


@pytest.mark.parametrize("sound", KNOCKS, ids=lambda sound: sound.file)
def test_a_pacing_sound_is_the_same_in_every_language_and_soft_from_its_beginning(sound, sounds_dir, read_wav):
    assert sounds(Language.ZH)[sound.name].file == sound.file
    assert sound.severity is Severity.INFO
    samples, rate_hz = read_wav(sounds_dir / sound.file)
    loud = envelope(samples, rate_hz)
    first = loud[: round(0.1 * rate_hz)]
    swell_s = (np.flatnonzero(first > 0.9 * first.max())[0] - np.flatnonzero(first > 0.1 * first.max())[0]) / rate_hz
    assert swell_s >= 0.01
    assert np.flatnonzero(loud > 0.05 * loud.max())[-1] / rate_hz < 0.42, "it is over before the words that may follow"


def test_the_pacing_sounds_are_told_apart_by_their_knocks_and_from_every_motif(sounds_dir, read_wav):
    heard = {sound.name: read_wav(sounds_dir / sound.file) for sound in KNOCKS}
    knocks = {}
    for name, (samples, rate_hz) in heard.items():
        knocks[name] = pulses(envelope(samples, rate_hz, 0.012))
    assert knocks == {"pace_ready": 1, "pace_onwards": 2}
    for name, (samples, rate_hz) in heard.items():
        others = [one for one in (*KNOCKS, *SPOKEN) if one.severity is Severity.INFO and one.name != name]
        for other in others:
            motif_of_it = motif(read_wav(sounds_dir / other.file)[0], rate_hz, other)
            ours = samples[: motif_of_it.size]
            alike = abs(float(ours @ motif_of_it)) / (np.linalg.norm(ours) * np.linalg.norm(motif_of_it))
            assert alike < 0.5, (name, other.file)


@pytest.mark.parametrize("language", Language)
def test_the_table_of_lengths_is_the_files(language, sounds_dir, read_wav):
    for name, length_s in sound_lengths_s(language).items():
        samples, rate_hz = read_wav(sounds_dir / sounds(language)[name].file)
        assert samples.size / rate_hz == pytest.approx(length_s, abs=1e-9)


@pytest.mark.parametrize("sound", [one for one in SPOKEN if one.language is Language.ZH], ids=lambda sound: sound.name)
def test_each_chinese_character_is_pronounced_as_one_syllable_with_a_tone(sound):
    characters = re.findall(r"[\u4e00-\u9fff]", sound.words)
    assert len(re.findall(r"[a-z]+[1-5]", PINYIN[sound.name])) == len(characters)
    assert re.fullmatch(r"(?:[a-z]+[1-5][ ,.]*)+", PINYIN[sound.name])


def test_nothing_is_pronounced_that_is_not_said():
    assert set(PINYIN) == {one.name for one in SPOKEN if one.language is Language.ZH}


def test_the_readme_lists_every_sound_with_its_words_and_its_licence(sounds_dir):
    text = (sounds_dir / "README.md").read_text(encoding="utf-8")
    for sound in (*SPOKEN, *KNOCKS):
        assert f"| `{sound.name}.wav` | {sound.severity.value} |" in text
        assert f"| {sound.words} | {sound.length_s:.2f} s |" in text
    assert "Carnegie Mellon" in text
    assert "BSD-style" in text
    assert "robotic" in text
    assert "GPL-3.0" in text
