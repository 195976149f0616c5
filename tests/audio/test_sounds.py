"""The committed sounds are what the catalogue says, and gentle on the ear."""

import numpy as np
import pytest

from coach.core.cues import sound_table
from coach.core.findings import Severity

RMS_DBFS = {Severity.URGENT: -18.0, Severity.WARNING: -21.0, Severity.GUIDE: -26.0, Severity.INFO: -28.0}
PULSES = {Severity.URGENT: 5, Severity.WARNING: 3, Severity.GUIDE: 2, Severity.INFO: 1}
ONE_MOTIF_S = {Severity.URGENT: 0.565, Severity.WARNING: 0.47, Severity.GUIDE: 0.43, Severity.INFO: 0.28}
ATTACK_S = {Severity.URGENT: 0.020, Severity.WARNING: 0.030, Severity.GUIDE: 0.050, Severity.INFO: 0.060}

every_sound = pytest.mark.parametrize("row", sound_table(), ids=lambda row: row.name)
every_first_sound = pytest.mark.parametrize("row", [r for r in sound_table() if not r.firm], ids=lambda row: row.name)


def decibel(amplitude):
    return 20 * np.log10(amplitude)


def envelope(samples, rate_hz, window_s=0.004):
    """Loudness over time: root mean square in a short sliding window."""
    window = np.ones(round(window_s * rate_hz))
    return np.sqrt(np.convolve(samples**2, window / window.size, mode="same"))


def motif(samples, rate_hz, row):
    return samples[: round(ONE_MOTIF_S[row.cue.severity] * rate_hz)]


def test_the_folder_holds_the_catalogues_sounds_and_no_others(sounds_dir):
    assert {path.stem for path in sounds_dir.glob("*.wav")} == {row.name for row in sound_table()}


def test_the_folder_stays_small(sounds_dir):
    assert sum(path.stat().st_size for path in sounds_dir.iterdir()) < 2_000_000


@every_sound
def test_the_length_in_the_table_is_the_files(row, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / f"{row.name}.wav")
    assert samples.size / rate_hz == pytest.approx(row.saying.length_s, abs=1e-9)


@every_sound
def test_loudness_belongs_to_the_tier_and_nothing_clips(row, sounds_dir, read_wav):
    samples, _ = read_wav(sounds_dir / f"{row.name}.wav")
    assert decibel(np.sqrt(np.mean(samples**2))) == pytest.approx(RMS_DBFS[row.cue.severity], abs=0.1)
    assert decibel(np.abs(samples).max()) <= -1.0


@every_sound
def test_the_motif_can_be_heard_and_located(row, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / f"{row.name}.wav")
    tones = motif(samples, rate_hz, row)
    power = np.abs(np.fft.rfft(tones * np.hanning(tones.size), 1 << 16)) ** 2
    frequency_hz = np.fft.rfftfreq(1 << 16, 1 / rate_hz)
    assert 500.0 <= frequency_hz[power.argmax()] <= 3000.0
    assert power[(frequency_hz >= 500) & (frequency_hz <= 3000)].sum() > 0.9 * power.sum()
    dominant_hz = frequency_hz[power.argmax()]
    upper = power[frequency_hz > 1.5 * dominant_hz].sum()
    assert upper > 0.02 * power.sum(), "a pure tone is hard to locate: harmonics are missing"


@every_sound
def test_no_sound_begins_with_a_start(row, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / f"{row.name}.wav")
    loud = envelope(motif(samples, rate_hz, row), rate_hz)
    first = loud[: round(0.1 * rate_hz)]
    swell_s = (np.flatnonzero(first > 0.9 * first.max())[0] - np.flatnonzero(first > 0.1 * first.max())[0]) / rate_hz
    assert swell_s >= 0.4 * ATTACK_S[row.cue.severity]
    assert swell_s >= 0.008
    assert np.abs(samples[: round(0.002 * rate_hz)]).max() < 0.02


@every_sound
def test_no_sound_ends_with_a_click(row, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / f"{row.name}.wav")
    assert np.abs(samples[-round(0.02 * rate_hz) :]).max() == 0.0


@every_first_sound
def test_the_number_of_pulses_tells_the_tier(row, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / f"{row.name}.wav")
    loud = envelope(motif(samples, rate_hz, row), rate_hz, 0.012)
    pulses, sounding = 0, False
    for level in loud / loud.max():
        pulses += level > 0.6 and not sounding
        sounding = level > (0.3 if sounding else 0.6)
    assert pulses == PULSES[row.cue.severity]


@pytest.mark.parametrize("row", [r for r in sound_table() if r.firm and r.cue.severity is Severity.URGENT])
def test_the_firmer_urgent_form_sounds_its_motif_twice(row, sounds_dir, read_wav):
    samples, rate_hz = read_wav(sounds_dir / f"{row.name}.wav")
    once = motif(samples, rate_hz, row)
    shift = round((ONE_MOTIF_S[Severity.URGENT] + 0.15) * rate_hz)
    again = samples[shift : shift + once.size]
    assert np.corrcoef(once, again)[0, 1] > 0.999


def test_no_two_cues_of_a_tier_share_a_melody_unless_both_tell_of_what_is_unseen(sounds_dir, read_wav):
    heard = {}
    for row in sound_table():
        if row.firm or row.cue.rule.value == "not_seen":
            continue
        samples, rate_hz = read_wav(sounds_dir / f"{row.name}.wav")
        tones = motif(samples, rate_hz, row)
        heard.setdefault(row.cue.severity, []).append((row.name, tones / np.linalg.norm(tones)))
    for sounds in heard.values():
        for n, (name, tones) in enumerate(sounds):
            for other, others_tones in sounds[n + 1 :]:
                assert abs(float(tones @ others_tones)) < 0.9, (name, other)


def test_the_readme_lists_every_sound_with_its_words_and_its_licence(sounds_dir):
    text = (sounds_dir / "README.md").read_text(encoding="utf-8")
    for row in sound_table():
        assert f"`{row.name}.wav`" in text
        assert row.saying.words in text
    assert "Carnegie Mellon" in text
    assert "BSD-style" in text
