"""The README of the folder of sounds: what each file is, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coach.core.cues import SoundRow
from coach.core.findings import Severity
from coach.core.live.ticks import Tick
from coach.core.sounds import LOUDNESS_DBFS, Sound, sounds
from coach.core.words import Language
from tools.make_sounds.meter import loudness, spectrum, swell_s
from tools.make_sounds.motifs import MOTIFS, RATE_HZ, Samples, motif_of
from tools.make_sounds.speech import ESPEAK_VOICE, FLITE_VOICE

HEADINGS = {
    (Language.EN, True): "Cues, English: this folder",
    (Language.ZH, True): "Cues, Mandarin: `zh/`",
    (Language.EN, False): "Prompts of the live session, English: `prompts/en/`",
    (Language.ZH, False): "Prompts of the live session, Mandarin: `prompts/zh/`",
}


LANGUAGES = {Language.EN: "English", Language.ZH: "Mandarin"}


def readme(rendered: Mapping[str, Samples]) -> str:
    """The whole text.

    Args:
        rendered: every sound by its file, (n,), -1..1.
    """
    lines = [
        "# Sounds of the coach",
        "",
        "Each sound is a motif, which carries the meaning, and a few spoken words, which explain it.",
        "Rendered by `python -m tools.make_sounds` from the tables in `coach/core/cues/catalogue.py`,",
        "`coach/core/words.py`, `coach/core/live/prompts.py` and `ticks.py`; do not edit by hand.",
        f"WAV, mono, 16 bit, {RATE_HZ} Hz.",
        "",
        "- Motifs: made by the script, Apache-2.0 like the program.",
        f"- English speech: synthesised with flite 2.2 (Carnegie Mellon University), voice `{FLITE_VOICE}` (CMU",
        "  Arctic). flite and the voice carry CMU's BSD-style licence: free to use, also commercially, with its notice",
        "  kept: Copyright (c) 1999-2016 Language Technologies Institute, Carnegie Mellon University.",
        f"- Mandarin speech: synthesised with espeak-ng 1.51, voice `{ESPEAK_VOICE}`, and **robotic**: each syllable",
        "  is given its tone (`tools/make_sounds/pinyin.py`), but nobody speaks like this, and no native speaker has",
        "  judged it yet. espeak-ng is under GPL-3.0-or-later; neither the program nor its data lie here, these files",
        "  are what it put out.",
        "- No person was recorded for this project.",
        "- To use your own voice, put recordings of the same names into a folder of your own, none longer than the",
        "  lengths below, which differ between the languages.",
        "",
        "| tier | pulses | swells in | loudness (RMS of the file) |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {tier.value} | {len(motif.onsets_s)}{' (firmer: twice)' if motif.firm_rounds == 2 else ''} "
        f"| {motif.attack_s * 1000:.0f} ms | {LOUDNESS_DBFS[tier]:.0f} dBFS |"
        for tier, motif in MOTIFS.items()
    ]
    lines += [
        "",
        "What the ear makes of it, measured with FFmpeg's `ebur128` (ITU-R BS.1770-4) on each file as one loudspeaker",
        "plays it; two are 3 LU louder. No sound of a tier is as soft as one of the tier below. Loudness: of the",
        "whole, gated. Each tier: softest, middle, loudest. `python -m tools.make_sounds` measures anew.",
        "",
        "| tier | language | sounds | loudness, LUFS | loudest 0.4 s, LUFS | true peak at most, dBTP |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_loudness_row(tier, language, rendered) for tier in MOTIFS for language in LANGUAGES]
    lines += [
        "",
        "And the motifs alone, over all melodies of a tier. Swells: from a tenth to nine tenths of the first pulse.",
        "",
        "| tier | loudest at | power within 500 to 3000 Hz | overtones | swells in | longest tone |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_motif_row(tier) for tier in MOTIFS]
    for (language, cues), heading in HEADINGS.items():
        lines += ["", f"## {heading}", "", "| file | tier | for | words | length |", "|---|---|---|---|---|"]
        lines += [_row(sound) for sound in sounds(language).values() if sound.is_spoken and sound.is_cue is cues]
    lines += ["", "## Pacing sounds, every language: `pace/`", "", "Soft knocks on wood, without words.", ""]
    lines += ["| file | tier | for | meaning | length |", "|---|---|---|---|---|"]
    lines += [_row(sound) for sound in sounds(Language.EN).values() if not sound.is_spoken]
    return "\n".join(lines) + "\n"


def _row(sound: Sound) -> str:
    if isinstance(sound.source, SoundRow):
        purpose = f"{sound.source.cue.rule.value} ({sound.source.cue.source})"
    elif isinstance(sound.source, Tick):
        purpose = f"pace ({sound.source.source})"
    else:
        purpose = f"{sound.source.kind.value} ({sound.source.source})"
    return f"| `{sound.name}.wav` | {sound.severity.value} | {purpose} | {sound.words} | {sound.length_s:.2f} s |"


def _loudness_row(tier: Severity, language: Language, rendered: Mapping[str, Samples]) -> str:
    measured = [loudness(rendered[one.file]) for one in sounds(language).values() if one.severity is tier]
    whole = _spread([one.integrated_lufs for one in measured])
    loudest = _spread([one.momentary_lufs for one in measured])
    peak_dbtp = max(one.true_peak_dbtp for one in measured)
    return f"| {tier.value} | {LANGUAGES[language]} | {len(measured)} | {whole} | {loudest} | {peak_dbtp:.1f} |"


def _spread(values: list[float]) -> str:
    return f"{min(values):.1f}, {float(np.median(values)):.1f}, {max(values):.1f}"


def _motif_row(tier: Severity) -> str:
    tones = [motif_of(one) for one in sounds(Language.EN).values() if one.severity is tier and one.is_spoken]
    spectra = [spectrum(one) for one in tones]
    low_hz, high_hz = min(one.loudest_hz for one in spectra), max(one.loudest_hz for one in spectra)
    in_band, overtones = min(one.in_band for one in spectra), min(one.overtones for one in spectra)
    return (
        f"| {tier.value} | {low_hz:.0f} to {high_hz:.0f} Hz | {100 * in_band:.0f} % and more "
        f"| {100 * overtones:.0f} % and more "
        f"| {1000 * min(swell_s(one) for one in tones):.0f} ms and more | {MOTIFS[tier].pulse_s:.2f} s |"
    )
