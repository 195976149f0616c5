"""How loud a sound is to the ear, and what a motif is made of: what the README of the sounds tells of each tier.

The meter is FFmpeg's `ebur128` (ITU-R BS.1770-4, EBU R 128), which PyAV brings along.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
import av.filter
import numpy as np

from tools.make_sounds.motifs import RATE_HZ, Samples

SHORTEST_S = 0.4  # a block of the momentary loudness: what is shorter has none
BAND_HZ = (500.0, 3000.0)
_FFT = 1 << 16


@dataclass(frozen=True, slots=True)
class Loudness:
    """Of one sound, as one loudspeaker plays it.

    Attributes:
        integrated_lufs: of the whole sound, its silences left out (gated).
        momentary_lufs: of its loudest 0.4 s.
        true_peak_dbtp: between the samples too, dB relative to full scale.
    """

    integrated_lufs: float
    momentary_lufs: float
    true_peak_dbtp: float


def loudness(samples: Samples, rate_hz: int = RATE_HZ) -> Loudness:
    """Measure a sound, (n,), -1..1, of `SHORTEST_S` at least. Raises ValueError if it is shorter."""
    if samples.size < SHORTEST_S * rate_hz:
        raise ValueError(f"a sound of {samples.size / rate_hz:.2f} s has no loudness")
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=rate_hz, format="flt", layout="mono", time_base=Fraction(1, rate_hz))
    meter, sink = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples.astype(np.float32)[None], format="flt", layout="mono")
    frame.sample_rate, frame.pts = rate_hz, 0
    source.push(frame)
    source.push(None)
    told: list[dict[str, str]] = []
    while True:
        try:
            told.append(dict(sink.pull().metadata))
        except av.EOFError:
            break
    told = [values for values in told if values]  # what is left over after the last tenth of a second tells nothing
    return Loudness(
        float(told[-1]["lavfi.r128.I"]),
        max(float(values["lavfi.r128.M"]) for values in told),
        20 * float(np.log10(max(float(values["lavfi.r128.true_peaks_ch0"]) for values in told))),
    )


@dataclass(frozen=True, slots=True)
class Spectrum:
    """Of one motif.

    Attributes:
        loudest_hz: where most of its power is.
        in_band: share of its power within 500 to 3000 Hz.
        overtones: share of its power above one and a half times the loudest frequency.
    """

    loudest_hz: float
    in_band: float
    overtones: float


def spectrum(tones: Samples, rate_hz: int = RATE_HZ) -> Spectrum:
    """Measure a motif, (n,), any height."""
    power = np.abs(np.fft.rfft(tones * np.hanning(tones.size), _FFT)) ** 2
    frequency_hz = np.fft.rfftfreq(_FFT, 1 / rate_hz)
    loudest_hz = float(frequency_hz[power.argmax()])
    within = (frequency_hz >= BAND_HZ[0]) & (frequency_hz <= BAND_HZ[1])
    total = float(power.sum())
    return Spectrum(
        loudest_hz, float(power[within].sum()) / total, float(power[frequency_hz > 1.5 * loudest_hz].sum()) / total
    )


def swell_s(tones: Samples, rate_hz: int = RATE_HZ, within_s: float = 0.1) -> float:
    """How long the first pulse of a motif takes from a tenth to nine tenths of its height, s.

    The height is a root mean square over 4 ms.
    """
    window = np.ones(round(0.004 * rate_hz))
    loud = np.sqrt(np.convolve(tones[: round(within_s * rate_hz)] ** 2, window / window.size, mode="same"))
    above = [int(np.flatnonzero(loud > share * loud.max())[0]) for share in (0.1, 0.9)]
    return (above[1] - above[0]) / rate_hz
