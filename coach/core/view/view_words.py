"""The words on the picture and on the back map."""

from __future__ import annotations

from coach.core.phrase import Phrase

SUPPORT = Phrase("support", "支撑物")
SUPPORT_MARKED = Phrase("support (marked)", "支撑物（已标）")
LEFT = Phrase("left", "左")
RIGHT = Phrase("right", "右")
