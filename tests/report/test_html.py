"""The page for a person: complete in itself, escaped, and honest about what was not seen."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from coach.core.sight import CameraEnd, CameraPlace, ViewVerdict
from coach.core.summary import summarise_analysis
from coach.report.html import report_page
from coach.report.html_stills import Still, key_moments
from coach.report.html_words import clock, in_short


def page_of(analysis, stills=()):
    return report_page(analysis, summarise_analysis(analysis), stills)


class Reader(HTMLParser):
    """Collects tags, addresses and text."""

    def __init__(self):
        super().__init__()
        self.tags, self.addresses, self.handlers = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href", "action", "data", "srcset", "poster"):
                self.addresses.append(value)
            if name.startswith("on"):
                self.handlers.append(name)


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_page_names_no_outside_address_and_runs_nothing(analysis):
    page = page_of(analysis, (Still("a still", b"\xff\xd8jpeg"),))
    reader = read(page)
    assert all(address.startswith("data:image/jpeg;base64,") for address in reader.addresses)
    assert reader.addresses
    assert not re.search(r"(https?:)?//", page.replace('xmlns="http://www.w3.org/2000/svg"', ""))
    assert not {"script", "link", "iframe", "object", "embed", "form"} & set(reader.tags)
    assert "default-src 'none'" in page
    assert set(re.findall(r"url\(([^)]*)\)", page)) == {"#hatch"}


def test_a_hostile_clip_name_cue_or_setting_stays_text(analysis, cue):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    hostile = replace(
        analysis,
        clip=replace(analysis.clip, path=f"/a/{evil}.mp4"),
        cues=(replace(cue, spoken=evil),),
        settings={evil: evil},
        program={evil: evil},
        events=(replace(analysis.events[0]), replace(analysis.events[1], reason=evil)),
    )
    page = page_of(hostile, (Still(evil, b"x"),))
    reader = read(page)
    assert "script" not in reader.tags
    assert reader.handlers == []
    assert "&lt;script&gt;" in page


def test_the_page_tells_the_fault_with_its_time_and_what_to_do(analysis):
    page = page_of(analysis)
    assert "Foot on the spine: 1 time, at 0:01 (1.0\N{NO-BREAK SPACE}s, right foot)" in page
    assert "Keep both soles on the muscles beside the spine." in page
    assert "Off the spine!" in page


def test_the_page_never_calls_anything_safe(analysis):
    for version in (analysis, replace(analysis, events=(), cues=()), replace(analysis, moments=(), events=())):
        words = re.sub(r"<style>.*?</style>", "", page_of(version), flags=re.S).lower()
        assert not re.search(r"\bsafe(ly|ty)?\b", words)
        assert "measures no pressure" in words


def test_a_rule_that_could_hardly_be_judged_is_not_praised(analysis):
    unseen = replace(analysis, moments=tuple(m for m in analysis.moments if m.sight.t_s >= 3), events=())
    words = in_short(unseen, summarise_analysis(unseen))
    assert words.well == ()
    assert "could not be judged" in words.headline
    assert any("0\N{NO-BREAK SPACE}%" in line for line in words.unseen)


def test_without_a_giver_the_page_says_that_nothing_was_judged(analysis):
    alone = replace(analysis, moments=analysis.moments[:10], events=(), stands=(), cues=())
    page = page_of(alone)
    assert "nothing to judge" in page
    assert "Nothing was judged." in page


def test_a_bad_camera_place_comes_with_advice(analysis):
    blind = [replace(m.sight, back=replace(m.sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET)) for m in analysis.moments]
    moments = tuple(replace(m, sight=sight) for m, sight in zip(analysis.moments, blind, strict=True))
    assert "Put the camera at the receiver&#39;s head end" in page_of(replace(analysis, moments=moments))


def test_stills_show_the_weightiest_moments(analysis):
    (moment,) = key_moments(analysis)
    assert 10 <= moment.index < 20
    assert moment.caption == "0:01: foot on the spine"
    (quiet,) = key_moments(replace(analysis, events=()))
    assert 10 <= quiet.index < 40
    assert key_moments(replace(analysis, events=(), moments=())) == ()


def test_a_clip_of_nothing_still_gets_its_page(analysis):
    empty = replace(analysis, moments=(), events=(), cues=(), stands=(), phases=())
    assert "<h1>a clip.mp4</h1>" in page_of(empty)


@pytest.mark.parametrize(("t_s", "words"), [(0.0, "0:00"), (64.2, "1:04"), (59.6, "1:00"), (3600.0, "60:00")])
def test_times_are_minutes_and_seconds(t_s, words):
    assert clock(t_s) == words


def test_the_page_tells_where_the_camera_stands(analysis):
    camera = CameraPlace(CameraEnd.FOOT_LEFT, -140.0, 20.0, 14.2, 112.0, 318.0, 1.6, 9.0, 12.0)
    usable = [
        replace(m.sight, back=replace(m.sight.back, view=ViewVerdict.USABLE, camera=camera)) for m in analysis.moments
    ]
    moments = tuple(replace(m, sight=sight) for m, sight in zip(analysis.moments, usable, strict=True))
    page = page_of(replace(analysis, moments=moments))
    assert "oblique, foot end, left; 1.1 ± 0.1" in page
    assert "looking down by 14 ± 2°" in page
    assert "Near the spine it cannot always tell. Put the camera at the receiver&#39;s head end" in page
