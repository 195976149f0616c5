"""The languages of the coach, and what every cue says in them.

The catalogue owns the cues, their English words and lengths; here stand the Chinese ones beside them: simplified
characters, Mandarin, short, as one would say it to somebody near. Lengths are those of the files in
`assets/sounds/zh`; `tools/make_sounds` renders each sound to exactly this length, and a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from coach.core.cues.catalogue import Saying, cue_named
from coach.core.cues.spoken import FIRM_SUFFIX, SpokenCue


class Language(StrEnum):
    """What the coach speaks and shows."""

    EN = "en"
    ZH = "zh"  # Mandarin, simplified characters


# fmt: off
_CHINESE: Mapping[str, Saying] = MappingProxyType({
    "stop_ask": Saying("请停下，问一问。", 2.60),
    "stop_ask_firm": Saying("马上停下，问一问！", 3.50),
    "off_the_spine": Saying("离开脊柱！", 1.80),
    "off_the_spine_firm": Saying("马上离开脊柱！", 3.10),
    "off_the_neck": Saying("离开脖子！", 1.70),
    "off_the_neck_firm": Saying("马上离开脖子！", 2.95),
    "keep_out": Saying("离开那里。", 1.60),
    "keep_out_firm": Saying("马上离开那里！", 2.85),
    "hold_on": Saying("扶稳。", 1.25),
    "hold_on_firm": Saying("用手扶住东西。", 2.30),
    "both_hands": Saying("请用双手扶。", 2.25),
    "both_hands_firm": Saying("双手都要扶稳。", 2.40),
    "off_zone": Saying("请踩背部肌肉。", 2.30),
    "off_zone_firm": Saying("只踩肩膀和腰之间。", 3.10),
    "ask_how_it_feels": Saying("问问感觉怎么样。", 2.45),
    "ask_how_it_feels_firm": Saying("停一停，问问感觉怎么样。", 3.45),
    "cannot_see_receiver": Saying("我看不到趴着的人。", 2.60),
    "cannot_see_you": Saying("我看不到踩背的人。", 2.65),
    "cannot_see_back": Saying("我看不到背部。", 2.05),
    "cannot_see_feet": Saying("我看不到脚。", 2.05),
    "cannot_see_hands": Saying("我看不到你的手。", 2.30),
    "move_the_camera": Saying("把摄像头移到头部那一端。", 3.35),
    "slower": Saying("慢一点。", 1.50),
    "slower_firm": Saying("脚要慢慢放下。", 2.35),
    "stay_a_little": Saying("多停一会儿。", 1.75),
    "stay_a_little_firm": Saying("每处停三到五秒。", 2.65),
    "move_on": Saying("换个地方。", 1.65),
    "move_on_firm": Saying("把脚轻轻移开。", 2.45),
    "work_downwards": Saying("往下踩。", 1.45),
    "work_downwards_firm": Saying("从肩膀往下踩到腰。", 2.95),
    "step_by_step": Saying("一步一步往下。", 2.00),
    "more_on_the_left": Saying("对方左边多踩一会儿。", 2.75),
    "more_on_the_right": Saying("对方右边多踩一会儿。", 2.65),
    "nobody_in_view": Saying("我没看到人。", 1.80),
})
# fmt: on


def cue_saying(cue_id: str, firm: bool, language: Language) -> Saying:
    """What one form of a cue says and how long its sound is; the first form where there is no firmer one.

    Raises:
        KeyError: no cue has this id (a programming error).
    """
    cue = cue_named(cue_id)
    if language is Language.EN:
        return cue.saying(firm=firm)
    return _CHINESE[cue.id + FIRM_SUFFIX if firm and cue.firmer is not None else cue.id]


def cue_words(cue_id: str, firm: bool, language: Language) -> str:
    """The words of one form of a cue. Raises as `cue_saying`."""
    return cue_saying(cue_id, firm, language).words


def cue_length_s(cue_id: str, firm: bool, language: Language) -> float:
    """Length of the sound of one form of a cue, motif and words, s. Raises as `cue_saying`."""
    return cue_saying(cue_id, firm, language).length_s


def said_in(cue: SpokenCue, language: Language) -> SpokenCue:
    """A given cue as it is said, and as long as it takes, in a language. Raises as `cue_saying`."""
    if language is Language.EN:
        return cue
    saying = cue_saying(cue.cue, cue.firm, language)
    return replace(cue, spoken=saying.words, length_s=saying.length_s)


def chinese_sounds() -> frozenset[str]:
    """Names of the sounds that have Chinese words: all of the catalogue's, and a test holds that."""
    return frozenset(_CHINESE)
