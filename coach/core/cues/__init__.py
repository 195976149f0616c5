"""Cues: the catalogue, and the arbitration that gives one at a time."""

from coach.core.cues.arbitration import CueState, Given, begin_cues, give_cue, lessons_after
from coach.core.cues.catalogue import CUES, Cue, Repeat, Saying, SoundRow, cue_for, cue_named, rank, sound_table
from coach.core.cues.params import CueParams
from coach.core.cues.spoken import SpokenCue

__all__ = [
    "CUES",
    "Cue",
    "CueParams",
    "CueState",
    "Given",
    "Repeat",
    "Saying",
    "SoundRow",
    "SpokenCue",
    "begin_cues",
    "cue_for",
    "cue_named",
    "give_cue",
    "lessons_after",
    "rank",
    "sound_table",
]
