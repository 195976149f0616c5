"""The report in Chinese: every word that is the program's own, and nothing English left but names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from coach.core.analysis import Analysis
from coach.core.findings import Event, EventSide, Rule, Severity
from coach.core.phrase import Phrase
from coach.core.review.corrections import (
    Correction,
    Corrections,
    EventWrong,
    PeopleSwapped,
    SpineMoved,
    ThresholdsChanged,
)
from coach.core.review.difference import Difference
from coach.core.sight import ViewVerdict
from coach.core.summary import summarise_analysis
from coach.core.words import Language
from coach.report import html_phrases
from coach.report.corrected import with_corrections
from coach.report.html import report_page
from coach.report.html_stills import key_moments

NAMES = {"GV14", "GV4", "Dazhui", "Mingmen", "shoulder", "blades", "mid", "lower", "back", "left", "right", "cm", "px"}
NAMES |= {"SHA", "m", "mp4", "clip", "a"}


def chinese(analysis: Analysis) -> str:
    return report_page(analysis, summarise_analysis(analysis), language=Language.ZH)


def words_shown(page: str) -> str:
    """What a reader sees but for the list of settings and of where it comes from, whose names are the program's."""
    seen = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    seen = seen.split("<summary>所用设置")[0] + seen.rsplit("</section>", 1)[1]
    return re.sub(r"<[^>]*>", " ", seen)


def test_the_page_says_that_it_is_chinese_and_speaks_it(analysis: Analysis) -> None:
    page = chinese(analysis)
    assert '<html lang="zh-CN">' in page
    for words in (
        "踩背报告",
        "做得好的",
        "要改进的",
        "看不到的",
        "时间线",
        "脚踩在哪里",
        "离开脊柱！",
        "这不是医疗建议",
    ):
        assert words in page


def test_no_english_sentence_is_left(analysis: Analysis) -> None:
    bad = replace(analysis.moments[0].sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET)
    blind = tuple(replace(m, sight=replace(m.sight, back=bad)) for m in analysis.moments)
    quiet = replace(analysis, events=(), cues=())
    for version in (analysis, quiet, replace(analysis, moments=blind), replace(analysis, moments=(), events=())):
        left = set(re.findall(r"[A-Za-z][A-Za-z0-9]+", words_shown(chinese(version)))) - NAMES
        assert not {word for word in left if not re.fullmatch(r"[A-D]\d+", word)}, left


def test_it_never_calls_anything_safe(analysis: Analysis) -> None:
    for version in (analysis, replace(analysis, events=(), cues=()), replace(analysis, moments=(), events=())):
        assert "安全" not in chinese(version)


def test_an_unseen_stretch_is_told_with_its_reason(analysis: Analysis) -> None:
    unseen = Event(Rule.NOT_SEEN, 0.0, 0.5, 2.0, Severity.WARNING, None, reason="hands")
    page = chinese(replace(analysis, events=(unseen,)))
    assert "有 2.0\N{NO-BREAK SPACE}秒 手被挡住。" in page


def test_captions_of_the_pictures_follow(analysis: Analysis) -> None:
    (moment,) = key_moments(analysis, language=Language.ZH)
    assert moment.caption == "0:01：脚或手压到脊柱"


def test_what_was_corrected_by_hand_is_told_in_chinese(analysis: Analysis) -> None:
    made = (
        Correction(1, "李<老师>", SpineMoved(4.0, ((1.0, 2.0), (3.0, 4.0)), whole_clip=False)),
        Correction(2, "", PeopleSwapped(65.0)),
        Correction(3, "", EventWrong(Rule.SPINE_STEP, 1.0, 2.0, EventSide.RIGHT)),
        Correction(4, "", ThresholdsChanged({"rules.spine_step.band_cm": 3.0})),
    )
    told = with_corrections(chinese(analysis), Corrections(4, made), Difference(gone=analysis.events[:1]), Language.ZH)
    assert "人工更正" in told
    assert "移动了脊柱线，从 0:04 起（李&lt;老师&gt;）" in told
    assert "从 1:05 起两人认反了" in told
    assert "没有发生：脚或手压到脊柱，右，0:01" in told
    assert "不再有：" in told


TABLES = [name for name in dir(html_phrases) if name.isupper() and isinstance(getattr(html_phrases, name), Mapping)]


@pytest.mark.parametrize("table", TABLES)
def test_every_word_is_there_in_both_languages(table: str) -> None:
    for value in getattr(html_phrases, table).values():
        phrases = value if isinstance(value, tuple) else (value,)
        for phrase in phrases:
            if isinstance(phrase, Phrase) and phrase.en:
                assert re.search(r"[\u4e00-\u9fff]", phrase.zh)
                assert not re.search(r"[\u4e00-\u9fff]", phrase.en)
