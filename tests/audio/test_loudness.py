"""What the ear makes of the committed sounds: tiers that are told apart by loudness too, no peak and no start."""

import itertools

import numpy as np
import pytest

from coach.core.findings import Severity
from coach.core.sounds import sounds
from coach.core.words import Language
from tools.make_sounds.meter import loudness, spectrum, swell_s
from tools.make_sounds.motifs import MOTIFS, RATE_HZ, motif_of

ALL = [sound for language in Language for sound in sounds(language).values()]
TIERS = (Severity.URGENT, Severity.WARNING, Severity.GUIDE, Severity.INFO)
TRUE_PEAK_DBTP = -1.0
SPREAD_LU = 1.0  # what is nearer than this to its tier is not heard as louder or softer
STEP_LU = 1.5
SOFT_S = 0.01  # a sound that swells in less than this makes people start


def tone(rate_hz, hz=997.0, length_s=3.0):
    return np.sin(2 * np.pi * hz * np.arange(round(length_s * rate_hz)) / rate_hz)


@pytest.fixture(scope="module")
def measured(sounds_dir, read_wav):
    """The loudness of every sound, by its tier."""
    tiers = {tier: {} for tier in TIERS}
    for sound in ALL:
        tiers[sound.severity][sound.file] = loudness(*read_wav(sounds_dir / sound.file))
    return tiers


@pytest.mark.parametrize("rate_hz", [RATE_HZ, 48000])
def test_the_meter_reads_what_the_standard_says_of_a_full_tone(rate_hz):
    """BS.1770-4: a tone of 997 Hz at full scale in one channel is -3.01 LKFS."""
    found = loudness(tone(rate_hz), rate_hz)
    assert found.integrated_lufs == pytest.approx(-3.01, abs=0.05)
    assert found.momentary_lufs == pytest.approx(-3.01, abs=0.05)
    assert found.true_peak_dbtp == pytest.approx(0.0, abs=0.1)
    assert loudness(0.1 * tone(rate_hz), rate_hz).integrated_lufs == pytest.approx(-23.01, abs=0.05)


def test_what_is_too_short_to_have_a_loudness_is_refused():
    with pytest.raises(ValueError, match="no loudness"):
        loudness(tone(RATE_HZ, length_s=0.3))


def test_every_sound_of_a_tier_is_louder_than_all_of_the_tier_below(measured):
    for upper, lower in itertools.pairwise(TIERS):
        softest = min(measured[upper].items(), key=lambda item: item[1].integrated_lufs)
        loudest = max(measured[lower].items(), key=lambda item: item[1].integrated_lufs)
        assert softest[1].integrated_lufs > loudest[1].integrated_lufs, (softest, loudest)
        middles = [np.median([one.integrated_lufs for one in measured[tier].values()]) for tier in (upper, lower)]
        assert middles[0] - middles[1] >= STEP_LU


def test_the_sounds_of_a_tier_are_equally_loud_to_the_ear(measured):
    for tier in TIERS:
        middle = np.median([one.integrated_lufs for one in measured[tier].values()])
        for file, one in measured[tier].items():
            assert one.integrated_lufs == pytest.approx(middle, abs=SPREAD_LU), file


def test_no_sound_peaks_above_the_ceiling_between_its_samples_either(measured):
    for tier in TIERS:
        for file, one in measured[tier].items():
            assert one.true_peak_dbtp <= TRUE_PEAK_DBTP, file


@pytest.mark.parametrize("tier", TIERS)
def test_every_motif_swells_and_lies_where_it_is_heard_and_has_overtones(tier):
    for sound in ALL:
        if sound.severity is tier and sound.is_spoken:
            tones = motif_of(sound)
            found = spectrum(tones)
            assert 500.0 <= found.loudest_hz <= 3000.0, sound.file
            assert found.in_band > 0.9, sound.file
            assert found.overtones > 0.1, sound.file
            assert swell_s(tones) >= SOFT_S, sound.file


def test_no_tone_goes_on_and_the_more_urgent_the_faster_the_pulses():
    lengths_s = [MOTIFS[tier].pulse_s for tier in TIERS]
    assert max(lengths_s) <= 0.3
    assert lengths_s == sorted(lengths_s)
    per_s = [len(MOTIFS[tier].onsets_s) / (MOTIFS[tier].onsets_s[-1] + MOTIFS[tier].pulse_s) for tier in TIERS]
    assert per_s == sorted(per_s, reverse=True)
    assert len(set(per_s)) == len(TIERS)
