"""The words around the picture: status lights and clock below, the running cue or a standing notice above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.core.analysis import Moment
from coach.core.findings import Findings, Rule, Severity
from coach.core.sight import Seen, Sight, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view import view_words
from coach.core.view.layout import Layout
from coach.core.view.shapes import Align, Area, Box, Shape, Spot, Style, Text
from coach.core.view.states import PACE_RULES, SPINE_RULES, SUPPORT_RULES, ZONE_RULES, treading_verdict, verdict_of
from coach.core.view_advice import in_few_words
from coach.core.words import Language, cue_words

CLOCK_UNITS = 62.0
LIGHT_CELL_UNITS = 138.0
LIGHT_RADIUS_UNITS = 7.0
PAD_UNITS = 8.0

_BANNER_STYLE = {
    Severity.URGENT: Style.BANNER_URGENT,
    Severity.WARNING: Style.BANNER_WARNING,
    Severity.GUIDE: Style.BANNER_GUIDE,
    Severity.INFO: Style.BANNER_INFO,
}
_LIGHT_STYLE = {
    Verdict.OK: Style.LIGHT_OK,
    Verdict.FAULT: Style.LIGHT_FAULT,
    Verdict.UNKNOWN: Style.LIGHT_UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Light:
    """One status light; verdict None = nothing to judge now."""

    name: str
    verdict: Verdict | None

    def words(self, language: Language = Language.EN) -> str:
        """Its name and state in words."""
        state = "–" if self.verdict is None else view_words.VERDICTS[self.verdict].of(language)
        return f"{view_words.LIGHTS[self.name].of(language)} {state}"


def lights(sight: Sight, findings: Findings) -> tuple[Light, ...]:
    """Spine (or the marked spot or the zone, while only that is at fault), support, pace, and what can be seen."""
    spine, zone = (treading_verdict(sight, findings, rules) for rules in (SPINE_RULES, ZONE_RULES))
    first = Light("Spine", spine)
    if spine is Verdict.FAULT and verdict_of(findings, (Rule.SPINE_STEP,)) is not Verdict.FAULT:
        first = Light("Marked spot", spine)
    elif zone is Verdict.FAULT and spine is not Verdict.FAULT:
        first = Light("Zone", zone)
    return (
        first,
        Light("Support", treading_verdict(sight, findings, SUPPORT_RULES)),
        Light("Pace", treading_verdict(sight, findings, PACE_RULES)),
        Light("Sight", _sight_verdict(sight, findings)),
    )


def _sight_verdict(sight: Sight, findings: Findings) -> Verdict:
    """Ok, or unknown: not to see is never ok, and it is nobody's fault."""
    judged = verdict_of(findings, (Rule.NOT_SEEN,))
    lost = Seen.LOST in (sight.receiver.seen, sight.back.seen) or sight.receiver.doubted
    blind = sight.back.view is ViewVerdict.CANNOT_JUDGE_FEET
    return Verdict.UNKNOWN if lost or blind or judged in (Verdict.FAULT, Verdict.UNKNOWN) else Verdict.OK


def strip_shapes(moment: Moment, layout: Layout, language: Language = Language.EN) -> list[Shape]:
    """The status strip: four lights, each with shape and words, and the clock."""
    unit, strip = layout.unit_px, layout.strip
    shapes: list[Shape] = [Area(Style.STRIP, strip.corners_px())]
    clock_width = CLOCK_UNITS * unit
    all_lights = lights(moment.sight, moment.findings)
    cell = min((strip.width_px - clock_width - PAD_UNITS * unit) / len(all_lights), LIGHT_CELL_UNITS * unit)
    for index, light in enumerate(all_lights):
        left = strip.left_px + PAD_UNITS * unit + index * cell
        style = Style.LIGHT_IDLE if light.verdict is None else _LIGHT_STYLE[light.verdict]
        radius = LIGHT_RADIUS_UNITS * unit
        centre = np.array([left + radius, strip.top_px + strip.height_px / 2])
        shapes.append(Spot(style, centre, radius))
        words = Box(left + 2.6 * radius, strip.top_px, cell - 3.6 * radius, strip.height_px)
        label = Style.LIGHT_LABEL_FAULT if light.verdict is Verdict.FAULT else Style.LIGHT_LABEL
        shapes.append(Text(label, light.words(language), words, Align.LEFT))
    clock = Box(strip.right_px - clock_width, strip.top_px, clock_width - PAD_UNITS * unit, strip.height_px)
    shapes.append(Text(Style.CLOCK, clock_words(moment.sight.t_s), clock, Align.RIGHT))
    return shapes


def banner_shapes(moment: Moment, layout: Layout, language: Language = Language.EN) -> list[Shape]:
    """The running cue in words; in silence a notice if this view cannot judge the feet; else nothing."""
    if moment.cue is not None:
        cue = moment.cue
        said = cue.spoken if language is Language.EN else cue_words(cue.cue, cue.firm, language)
        return [Text(_BANNER_STYLE[cue.severity], said, layout.banner, Align.CENTRE)]
    if moment.sight.back.view is ViewVerdict.CANNOT_JUDGE_FEET:
        half = Box(0.0, 0.0, layout.banner.width_px, layout.banner.height_px * 0.6)
        back = moment.sight.back
        words = view_words.FEET_NOT_JUDGED.of(language).format(
            advice=in_few_words(back.camera, back.cm_per_px, language)
        )
        return [Text(Style.NOTICE, words, half, Align.CENTRE)]
    return []


def clock_words(t_s: float) -> str:
    """Minutes, seconds and tenths: `1:04.5`. `–` if the time is not known."""
    if not np.isfinite(t_s):
        return "–"
    tenths = int(t_s * 10 + 1e-6)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"
