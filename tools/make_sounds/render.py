"""Render every sound of the cue catalogue into assets/sounds: a motif that carries the meaning, then spoken words.

    python tools/make_sounds.py            write all sounds and their README
    python tools/make_sounds.py --check    compare with what lies there, write nothing

Needs `flite` (the speech synthesiser of Carnegie Mellon University, voice slt) on the path; numpy does the rest.
The same catalogue and the same flite give the same bytes.

The motifs follow the practice of medical alarms (the idea of IEC 60601-1-8, not its melodies): the more pulses and the
faster, the more urgent; a fundamental with harmonics between 500 and 3000 Hz, so that it is heard through a towel and
can be told where it comes from; pulses that swell over 20 ms or more, because a person lies there and rests; no
continuous tone. Each cue of a tier has a melody of its own.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.core.cues import SoundRow, sound_table
from coach.core.findings import Severity

Samples = NDArray[np.float64]

RATE_HZ = 16000  # what flite's slt speaks at; the highest harmonic of a motif is below 4 kHz
GRID_S = 0.05  # lengths are rounded up to this
FOLDER = Path(__file__).resolve().parent.parent / "assets" / "sounds"
VOICE = "slt"
HARMONICS = (1.0, 0.5, 0.3, 0.15)  # amplitude of each multiple of the fundamental
SPEECH_GAP_S = 0.10
TAIL_S = 0.06
TONE_UNDER_SPEECH_DB = 1.0
PEAK_DBFS = -1.0


@dataclass(frozen=True)
class Motif:
    """How one tier sounds.

    Attributes:
        base_hz: fundamental of the note 0.
        onsets_s: when each pulse begins.
        pulse_s: length of a pulse.
        attack_s: how long it swells.
        rms_dbfs: loudness of a whole sound of this tier.
        firm_rounds: how often the motif is played in the firmer form.
    """

    base_hz: float
    onsets_s: tuple[float, ...]
    pulse_s: float
    attack_s: float
    rms_dbfs: float
    firm_rounds: int = 1


MOTIFS = {
    Severity.URGENT: Motif(784.0, (0.0, 0.105, 0.21, 0.36, 0.465), 0.10, 0.020, -18.0, firm_rounds=2),
    Severity.WARNING: Motif(659.3, (0.0, 0.16, 0.32), 0.15, 0.030, -21.0),
    Severity.GUIDE: Motif(587.3, (0.0, 0.22), 0.21, 0.050, -26.0),
    Severity.INFO: Motif(587.3, (0.0,), 0.28, 0.060, -28.0),
}
ROUND_GAP_S = 0.15

# Semitones above the tier's base note, one for each pulse. What cannot be seen falls by a fifth.
MELODIES = {
    "stop_ask": (5, 5, 5, 0, 0),
    "off_the_spine": (0, 0, 0, 5, 5),
    "off_the_neck": (0, 5, 0, 5, 0),
    "keep_out": (0, 0, 0, 0, 0),
    "hold_on": (0, 4, 7),
    "off_zone": (7, 4, 0),
    "ask_how_it_feels": (0, 9),
    "slower": (4, 0),
    "stay_a_little": (0, 0),
    "move_on": (0, 4),
    "nobody_in_view": (0,),
}
UNSEEN_MELODY = (7, 0)


def pulse(frequency_hz: float, motif: Motif) -> Samples:
    """One swelling and fading tone with its harmonics, (n,), not normalised."""
    t_s = np.arange(round(motif.pulse_s * RATE_HZ)) / RATE_HZ
    tone = np.zeros_like(t_s)
    for multiple, amplitude in enumerate(HARMONICS, start=1):
        tone += amplitude * np.sin(2 * np.pi * frequency_hz * multiple * t_s)
    rise = np.clip(t_s / motif.attack_s, 0.0, 1.0)
    fall = np.clip((motif.pulse_s - t_s) / (motif.pulse_s - motif.attack_s), 0.0, 1.0)
    return tone * 0.5 * (1 - np.cos(np.pi * rise)) * 0.5 * (1 - np.cos(np.pi * fall))


def motif_of(row: SoundRow) -> Samples:
    """The motif of a sound, (n,), all rounds, not normalised."""
    motif = MOTIFS[row.cue.severity]
    melody = MELODIES.get(row.cue.id, UNSEEN_MELODY)
    one_round_s = motif.onsets_s[-1] + motif.pulse_s
    rounds = motif.firm_rounds if row.firm else 1
    out = np.zeros(round((rounds * one_round_s + (rounds - 1) * ROUND_GAP_S) * RATE_HZ) + 1)
    for turn in range(rounds):
        for onset_s, semitones in zip(motif.onsets_s, melody, strict=True):
            tone = pulse(motif.base_hz * 2 ** (semitones / 12), motif)
            first = round((turn * (one_round_s + ROUND_GAP_S) + onset_s) * RATE_HZ)
            out[first : first + tone.size] += tone
    return out


def speech_of(words: str) -> Samples:
    """Words spoken by flite, (n,), -1..1, silence at both ends cut off."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(["flite", "-voice", VOICE, "-t", words, "-o", str(path)], check=True)
        with wave.open(str(path), "rb") as file:
            if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE_HZ, 1, 2):
                raise SystemExit(f"flite's voice {VOICE} no longer speaks {RATE_HZ} Hz mono 16 bit")
            speech = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768.0
    loud = np.flatnonzero(np.abs(speech) > 0.01 * np.abs(speech).max())
    speech = speech[loud[0] : loud[-1] + 1].copy()
    ramp = np.linspace(0.0, 1.0, round(0.005 * RATE_HZ))
    speech[: ramp.size] *= ramp
    speech[-ramp.size :] *= ramp[::-1]
    return speech


def rms(samples: Samples) -> float:
    """Root mean square of all samples."""
    return float(np.sqrt(np.mean(samples**2)))


def level(db: float) -> float:
    """Amplitude factor of a level in dB."""
    return 10 ** (db / 20)


def render(row: SoundRow) -> Samples:
    """One whole sound, (n,), -1..1, as loud as its tier, exactly as long as the catalogue says."""
    tones, speech = motif_of(row), speech_of(row.saying.words)
    tones *= rms(speech) / rms(tones) * level(-TONE_UNDER_SPEECH_DB)
    gap, tail = np.zeros(round(SPEECH_GAP_S * RATE_HZ)), np.zeros(round(TAIL_S * RATE_HZ))
    natural = np.concatenate([tones, gap, speech, tail])
    length_s = np.ceil(natural.size / RATE_HZ / GRID_S) * GRID_S
    if abs(length_s - row.saying.length_s) > 1e-9:
        raise SystemExit(f"{row.name}: needs {length_s:.2f} s, the catalogue says {row.saying.length_s:.2f} s")
    sound = np.zeros(round(row.saying.length_s * RATE_HZ))
    sound[: natural.size] = natural
    sound *= level(MOTIFS[row.cue.severity].rms_dbfs) / rms(sound)
    if np.abs(sound).max() > level(PEAK_DBFS):
        raise SystemExit(f"{row.name}: its peak is above {PEAK_DBFS} dBFS; lower the loudness of its tier")
    return sound


def wav_bytes(sound: Samples) -> bytes:
    """The sound as a mono 16-bit WAV file."""
    memory = io.BytesIO()
    with wave.open(memory, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.round(sound * 32767).astype("<i2").tobytes())
    return memory.getvalue()


def readme() -> str:
    """The folder's README: what each file is, and where it comes from."""
    lines = [
        "# Sounds of the coach",
        "",
        "Each sound is a motif, which carries the meaning, and a few spoken English words, which explain it.",
        "Rendered by `tools/make_sounds.py` from the catalogue in `coach/core/cues/catalogue.py`; do not edit by hand.",
        f"WAV, mono, 16 bit, {RATE_HZ} Hz.",
        "",
        "- Motifs: made by the script, Apache-2.0 like the program.",
        f"- Speech: synthesised with flite 2.2 (Carnegie Mellon University), voice `{VOICE}` (CMU Arctic). flite and",
        "  the voice carry CMU's BSD-style licence: free to use, also commercially, with its notice kept:",
        "  Copyright (c) 1999-2016 Language Technologies Institute, Carnegie Mellon University. No person was recorded",
        "  for this project.",
        "- To use your own voice, put recordings of the same names and lengths into a folder of your own.",
        "",
        "| tier | pulses | swells in | loudness (RMS of the file) |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {tier.value} | {len(motif.onsets_s)}{' (firmer: twice)' if motif.firm_rounds == 2 else ''} "
        f"| {motif.attack_s * 1000:.0f} ms | {motif.rms_dbfs:.0f} dBFS |"
        for tier, motif in MOTIFS.items()
    ]
    lines += ["", "| file | tier | rule | words | length |", "|---|---|---|---|---|"]
    lines += [
        f"| `{row.name}.wav` | {row.cue.severity.value} | {row.cue.rule.value} ({row.cue.source}) "
        f"| {row.saying.words} | {row.saying.length_s:.2f} s |"
        for row in sound_table()
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check all files; the exit status is 1 if `--check` finds a difference."""
    parser = argparse.ArgumentParser(description="Render the sounds of the cue catalogue.")
    parser.add_argument("--check", action="store_true", help="compare with assets/sounds, write nothing")
    check = parser.parse_args().check
    files = {f"{row.name}.wav": wav_bytes(render(row)) for row in sound_table()}
    files["README.md"] = readme().encode()
    FOLDER.mkdir(parents=True, exist_ok=True)
    there = {path.name for path in FOLDER.iterdir()}
    differ = [name for name, data in files.items() if name not in there or (FOLDER / name).read_bytes() != data]
    stray = sorted(there - files.keys())
    if not check:
        for name in differ:
            (FOLDER / name).write_bytes(files[name])
    total_kb = sum(len(data) for data in files.values()) / 1024
    print(f"{len(files)} files, {total_kb:.0f} kB; {len(differ)} {'differ' if check else 'written'}", *differ)
    if stray:
        print("not in the catalogue:", *stray)
    return 1 if check and (differ or stray) else 0


if __name__ == "__main__":
    sys.exit(main())
