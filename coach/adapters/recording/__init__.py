"""Recordings: all that reached a live session, or all that was seen of a clip, in one file, and never a picture."""

from coach.adapters.recording.content import Kept, RecordingHeader
from coach.adapters.recording.reader import Recording, read_recording
from coach.adapters.recording.sights import KeptSights, pack_sights, read_sights
from coach.adapters.recording.writer import SessionRecorder

__all__ = [
    "Kept",
    "KeptSights",
    "Recording",
    "RecordingHeader",
    "SessionRecorder",
    "pack_sights",
    "read_recording",
    "read_sights",
]
