"""The README of the folder of sounds: what each file is, and where it comes from."""

from __future__ import annotations

from coach.core.cues import SoundRow
from coach.core.sounds import LOUDNESS_DBFS, Sound, sounds
from coach.core.words import Language
from tools.make_sounds.motifs import MOTIFS, RATE_HZ
from tools.make_sounds.speech import ESPEAK_VOICE, FLITE_VOICE

HEADINGS = {
    (Language.EN, True): "Cues, English: this folder",
    (Language.ZH, True): "Cues, Mandarin: `zh/`",
    (Language.EN, False): "Prompts of the live session, English: `prompts/en/`",
    (Language.ZH, False): "Prompts of the live session, Mandarin: `prompts/zh/`",
}


def readme() -> str:
    """The whole text."""
    lines = [
        "# Sounds of the coach",
        "",
        "Each sound is a motif, which carries the meaning, and a few spoken words, which explain it.",
        "Rendered by `python -m tools.make_sounds` from the tables in `coach/core/cues/catalogue.py`,",
        "`coach/core/words.py` and `coach/core/live/prompts.py`; do not edit by hand.",
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
    for (language, cues), heading in HEADINGS.items():
        lines += ["", f"## {heading}", "", "| file | tier | for | words | length |", "|---|---|---|---|---|"]
        lines += [_row(sound) for sound in sounds(language).values() if sound.is_cue is cues]
    return "\n".join(lines) + "\n"


def _row(sound: Sound) -> str:
    if isinstance(sound.source, SoundRow):
        purpose = f"{sound.source.cue.rule.value} ({sound.source.cue.source})"
    else:
        purpose = f"{sound.source.kind.value} ({sound.source.source})"
    return f"| `{sound.name}.wav` | {sound.severity.value} | {purpose} | {sound.words} | {sound.length_s:.2f} s |"
