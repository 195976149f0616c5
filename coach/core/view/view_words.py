"""The words on the picture and on the back map."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from coach.core.phrase import Phrase
from coach.core.verdict import Verdict

SUPPORT = Phrase("support", "支撑物")
SUPPORT_MARKED = Phrase("support (marked)", "支撑物（已标）")
LEFT = Phrase("left", "左")
RIGHT = Phrase("right", "右")

# The lights in a film and its pictures, by their English names; in Chinese the same as in the live window.
LIGHTS: Mapping[str, Phrase] = MappingProxyType(
    {
        light.en: light
        for light in (
            Phrase("Spine", "脊柱"),
            Phrase("Marked spot", "标记处"),
            Phrase("Zone", "部位"),
            Phrase("Support", "扶稳"),
            Phrase("Pace", "节奏"),
            Phrase("Sight", "视野"),
        )
    }
)
VERDICTS: Mapping[Verdict, Phrase] = MappingProxyType(
    {
        Verdict.OK: Phrase("ok", "正常"),
        Verdict.FAULT: Phrase("fault", "注意"),
        Verdict.UNKNOWN: Phrase("unknown", "看不清"),
    }
)
FEET_NOT_JUDGED = Phrase("Feet cannot be judged from here: {advice}", "从这里无法判断脚的位置：{advice}")
