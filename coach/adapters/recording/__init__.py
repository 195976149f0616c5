"""Recordings of live sessions: all that reached a session, in one file, and never a picture."""

from coach.adapters.recording.content import Kept, RecordingHeader
from coach.adapters.recording.reader import Recording, read_recording
from coach.adapters.recording.writer import SessionRecorder

__all__ = ["Kept", "Recording", "RecordingHeader", "SessionRecorder", "read_recording"]
