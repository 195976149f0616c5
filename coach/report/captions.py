"""The cues as WebVTT captions, for players that show text and for people who cannot hear the cues.

Format: W3C WebVTT, https://www.w3.org/TR/webvtt1/ : header, NOTE, cues `HH:MM:SS.mmm --> HH:MM:SS.mmm` and text.
"""

from __future__ import annotations

from collections.abc import Sequence

from coach.core.cues import SpokenCue

PROGRAM = "back-walking coach"
SHORTEST_MS = 1500  # long enough to read three words
LEAST_MS = 1  # a caption that another one follows at once still needs a beginning before its end


def captions(cues: Sequence[SpokenCue]) -> str:
    """Write the cues as one WebVTT text.

    A caption stays for its sound's length, at least 1.5 s, but ends when the next one begins. So captions never
    overlap, and one that was interrupted ends with its sound.

    Args:
        cues: in order of time, seconds from the first frame.

    Returns:
        The whole file, ending in a newline.
    """
    blocks = ["WEBVTT", f"NOTE Cues given by {PROGRAM}"]
    begins_ms = [round(cue.t_s * 1000) for cue in cues]
    for number, (cue, begin_ms) in enumerate(zip(cues, begins_ms, strict=True)):
        end_ms = begin_ms + max(round(cue.length_s * 1000), SHORTEST_MS)
        if number + 1 < len(cues):
            end_ms = max(min(end_ms, begins_ms[number + 1]), begin_ms + LEAST_MS)
        name = f"{number + 1} {cue.sound}"
        blocks.append(f"{name}\n{timestamp(begin_ms)} --> {timestamp(end_ms)}\n{escaped(cue.spoken)}")
    return "\n\n".join(blocks) + "\n"


def timestamp(time_ms: int) -> str:
    """`HH:MM:SS.mmm`, hours always written."""
    seconds, milliseconds = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{milliseconds:03d}"


def escaped(text: str) -> str:
    """Text that WebVTT reads as text: no tags, no arrow, one line."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
