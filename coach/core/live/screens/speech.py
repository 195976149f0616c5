"""What is said, in large words at the top: the cue, the prompt, or the instruction that stands.

What endangers the receiver comes first, and stays for as long as it is seen; a window's edge that pulses goes with it.
In silence it says whether the coach sees: silence never means fine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.core.analysis import Moment
from coach.core.cues import cue_for, cue_named
from coach.core.cues.spoken import FIRM_SUFFIX
from coach.core.findings import Rule, Severity
from coach.core.live import screen_words
from coach.core.live.camera_health import CameraCondition
from coach.core.live.live import LiveMoment, heard
from coach.core.live.placing import MOVE_IT, fitting
from coach.core.live.prompts import PromptKind, prompt_named
from coach.core.live.screens.lettering import largest, stacked
from coach.core.live.screens.memory import ScreenMemory
from coach.core.live.screens.places import SPEECH, Places
from coach.core.live.stage import CUT_PROMPT, TURN_PROMPT, Pause, Stage
from coach.core.live.voice import Spoken
from coach.core.sight import ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view.shapes import Align, Area, Box, Shape, Spot, Style
from coach.core.view.status import lights
from coach.core.words import Language, cue_words

SIZES = (0.128, 0.112, 0.1, 0.09, 0.0845)  # letters, of the unit; the last one is what can be read from 3 m
QUIET_SIZES = (0.09, 0.0845)
URGENT_SIZES = (0.17, 0.15, 0.13, 0.112, 0.1)
EDGE_WIDE, EDGE_NARROW = 0.032, 0.014
EDGE_PULSES_PER_S = 1.25  # well below the three flashes a second that can harm people with photosensitive epilepsy
_PAD = 0.024
_LEADING = 1.12

_STYLE = {
    Severity.URGENT: Style.BANNER_URGENT,
    Severity.WARNING: Style.BANNER_WARNING,
    Severity.GUIDE: Style.BANNER_GUIDE,
    Severity.INFO: Style.BANNER_INFO,
}
_STANDING = {
    Stage.ALONE: "hold_still",
    Stage.REHEARSAL: "show_signal",
    Stage.BESIDE: "stand_beside",
    Stage.SUPPORT: "take_support",
}


@dataclass(frozen=True, slots=True)
class Speech:
    """Words for the top of the window.

    Attributes:
        words: in the window's language.
        style: of the plate, its sign and the words.
        since_s: since when they have been there, s; NaN = it does not matter.
    """

    words: str
    style: Style
    since_s: float = math.nan

    @property
    def urgent(self) -> bool:
        """Must it be seen even by who does not look?"""
        return self.style is Style.BANNER_URGENT


def choose_speech(
    live: LiveMoment, newest: Moment | None, memory: ScreenMemory, now_s: float, language: Language
) -> Speech:
    """The words for this moment; `newest` is the newest judged frame if it still counts."""
    said = memory.said if memory.words_stay(now_s) else None
    if said is not None and said.severity is Severity.URGENT:
        return _said(said, language)
    danger = None if newest is None else _danger(live, newest, language)
    if danger is not None:
        return danger
    if said is not None:
        return _said(said, language)
    return _in_silence(live, newest, language)


def words_of(said: Spoken, language: Language) -> str:
    """What a sound says."""
    if said.is_cue:
        return cue_words(said.sound.removesuffix(FIRM_SUFFIX), said.sound.endswith(FIRM_SUFFIX), language)
    return prompt_named(said.sound).words(language)


def advice_words(newest: Moment, language: Language) -> str:
    """What to do about a view that cannot tell, as it is said."""
    return prompt_named(fitting(MOVE_IT, newest)).words(language)


def _said(said: Spoken, language: Language) -> Speech:
    return Speech(words_of(said, language), _style_of(said), said.t_s)


def _style_of(said: Spoken) -> Style:
    """What is about seeing looks like it, whatever its severity."""
    if said.is_cue:
        unseen = cue_named(said.sound.removesuffix(FIRM_SUFFIX)).rule is Rule.NOT_SEEN
    else:
        unseen = prompt_named(said.sound).kind is PromptKind.UNSEEN
    return Style.NOTICE if unseen else _STYLE[said.severity]


def _danger(live: LiveMoment, newest: Moment, language: Language) -> Speech | None:
    """An urgent fault that is seen now, whether it is being said or not."""
    if live.stage.stage is Stage.ENDED:
        return None
    for judgement in heard(newest.findings, live.stage.stage, live.seen).judgements:
        if judgement.verdict is Verdict.FAULT and judgement.severity is Severity.URGENT:
            cue = cue_for(judgement)
            if cue is not None:
                return Speech(cue_words(cue.id, True, language), Style.BANNER_URGENT, judgement.since_s)
    return None


def _in_silence(live: LiveMoment, newest: Moment | None, language: Language) -> Speech:
    stage = live.stage.stage
    if stage is Stage.PLACEMENT:
        return Speech(_placing(live, newest, language), Style.BANNER_GUIDE)
    if stage in _STANDING:
        return Speech(prompt_named(_STANDING[stage]).words(language), Style.BANNER_GUIDE)
    if stage is Stage.PAUSED:
        if live.stage.pause is Pause.STOP_SIGNAL:
            return Speech(screen_words.STEP_OFF.of(language), Style.BANNER_WARNING)
        return Speech(screen_words.PAUSED.of(language), Style.BANNER_INFO)
    if stage is Stage.ENDED:
        return Speech(prompt_named("session_over").words(language), Style.BANNER_INFO)
    if newest is None:
        return Speech(screen_words.WATCHING_PARTLY.of(language), Style.NOTICE)
    if newest.sight.back.view is ViewVerdict.CANNOT_JUDGE_FEET:
        return Speech(screen_words.CANNOT_JUDGE.of(language), Style.NOTICE)
    sees = all(light.verdict is not Verdict.UNKNOWN for light in lights(newest.sight, newest.findings))
    if sees and live.health.condition is CameraCondition.OK:
        return Speech(screen_words.WATCHING.of(language), Style.WORDS_QUIET)
    return Speech(screen_words.WATCHING_PARTLY.of(language), Style.NOTICE)


def _placing(live: LiveMoment, newest: Moment | None, language: Language) -> str:
    if newest is not None and live.seen.aside:
        return prompt_named(TURN_PROMPT).words(language)
    if newest is None or not live.seen.lying:
        return prompt_named("lie_down").words(language)
    if live.seen.view is not ViewVerdict.UNKNOWN and live.seen.cut:
        return prompt_named(CUT_PROMPT).words(language)
    if live.seen.view is ViewVerdict.CANNOT_JUDGE_FEET:
        return advice_words(newest, language)
    return prompt_named("hold_still").words(language)


def speech_height_px(speech: Speech, places: Places) -> float:
    """How high the plate is: higher than its place where the words ask for more lines."""
    size, lines = _lettered(speech, places)
    return max(places.speech.height_px, size * _LEADING * len(lines) + _PAD * places.unit_px)


def _lettered(speech: Speech, places: Places) -> tuple[float, tuple[str, ...]]:
    """Height of the letters, and the lines."""
    unit, box = places.unit_px, places.speech
    shares = URGENT_SIZES if speech.urgent else QUIET_SIZES if speech.style is Style.WORDS_QUIET else SIZES
    width = box.width_px - 2 * _PAD * unit - _sign_px(speech, places)
    return largest(speech.words, width, box.height_px - _PAD * unit, tuple(share * unit for share in shares), _LEADING)


def _sign_px(speech: Speech, places: Places) -> float:
    return 0.0 if speech.style is Style.WORDS_QUIET else 0.62 * SPEECH * places.unit_px


def speech_shapes(speech: Speech, places: Places) -> list[Shape]:
    """The plate with its sign and the words."""
    unit, box = places.unit_px, places.speech
    pad = _PAD * unit
    quiet = speech.style is Style.WORDS_QUIET
    sign = _sign_px(speech, places)
    room = Box(box.left_px + pad + sign, box.top_px, box.width_px - 2 * pad - sign, box.height_px)
    size, lines = _lettered(speech, places)
    height = speech_height_px(speech, places)
    plate = Box(box.left_px, box.top_px, box.width_px, height)
    middle = Box(room.left_px, room.top_px, room.width_px, height)
    texts = stacked(speech.style, lines, middle, size, Align.CENTRE, _LEADING)
    if quiet:
        return [*texts]
    centre = np.array([box.left_px + pad + sign / 2, box.top_px + height / 2])
    return [Area(speech.style, plate.corners_px()), Spot(speech.style, centre, 0.36 * sign), *texts]


def edge_shapes(speech: Speech, places: Places, now_s: float) -> list[Shape]:
    """The window's edge while something is urgent: wide and narrow in turn, never gone."""
    if not speech.urgent:
        return []
    turn = (now_s - speech.since_s) * EDGE_PULSES_PER_S
    narrow = math.isfinite(turn) and turn % 1.0 >= 0.5
    thick = (EDGE_NARROW if narrow else EDGE_WIDE) * places.unit_px
    width, height = places.whole.width_px, places.whole.height_px
    bars = (
        Box(0.0, 0.0, width, thick),
        Box(0.0, height - thick, width, thick),
        Box(0.0, thick, thick, height - 2 * thick),
        Box(width - thick, thick, thick, height - 2 * thick),
    )
    return [Area(Style.EDGE_URGENT, bar.corners_px()) for bar in bars]
