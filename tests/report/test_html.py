"""The page for a person: complete in itself, escaped, and honest about what was not seen."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from coach.core.findings import EventSide, Limb, Rule
from coach.core.rules.keep_out import BackPoint, KeepOutZone
from coach.core.sight import CameraEnd, CameraPlace, ViewVerdict
from coach.core.summary import LoadFigures, summarise_analysis
from coach.report.html import report_page
from coach.report.html_figures import timeline
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
    assert set(re.findall(r"url\(([^)]*)\)", page)) == {"#hatch", "#keepout"}


def marked_page(analysis, *zones):
    return report_page(analysis, summarise_analysis(analysis), keep_out=zones)


SCAR = KeepOutZone("old scar", (BackPoint(4.0, 0.5), BackPoint(12.0, 0.5), BackPoint(12.0, 0.7)))


@pytest.mark.parametrize("words", ["GV14 Dazhui", "大椎", "GV4 Mingmen", "命门", "shoulder blades", "肩胛旁", "下背部"])
def test_the_back_map_names_its_zones_and_the_points_on_the_spine_in_both_languages(analysis, words):
    assert f">{words}<" in page_of(analysis)


def test_the_points_lie_across_the_spine_line(analysis):
    ticks = re.findall(r'class="point" x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"', page_of(analysis))
    spine = re.search(r'class="spine" x1="([\d.]+)"', page_of(analysis).split('class="map"')[1])
    assert len(ticks) == 2
    for x1, y1, x2, y2 in (map(float, tick) for tick in ticks):
        assert (x1 + x2) / 2 == pytest.approx(float(spine[1]), abs=0.1)
        assert y1 == y2


def test_marked_areas_that_were_in_force_are_drawn_named_and_explained(analysis):
    page = marked_page(analysis, SCAR, replace(SCAR, name="旧伤"))
    assert page.count('<polygon class="keep-out"') == 2
    assert ">old scar</text>" in page
    assert ">旧伤</text>" in page
    assert "marked area</li>" in page
    assert "or on a marked area" in page


def test_without_marked_areas_nothing_is_said_of_them(analysis):
    page = page_of(analysis)
    assert '<polygon class="keep-out"' not in page
    assert "marked area</li>" not in page
    assert "or on a marked area" not in page


def test_a_hostile_name_of_a_marked_area_stays_text(analysis):
    page = marked_page(analysis, replace(SCAR, name="</text><script>alert(1)</script>"))
    assert "script" not in read(page).tags


def test_a_marked_area_far_outside_stays_on_the_drawing(analysis):
    far = KeepOutZone("far", (BackPoint(-90.0, -5.0), BackPoint(90.0, -5.0), BackPoint(0.0, 9.0)))
    corners = re.search(r'class="keep-out" points="([^"]*)"', marked_page(analysis, far))[1]
    width, height = map(float, re.search(r'class="map" viewBox="0 0 ([\d.]+) ([\d.]+)"', page_of(analysis)).groups())
    for corner in corners.split():
        x, y = map(float, corner.split(","))
        assert 0 <= x <= width
        assert 0 <= y <= height


def test_the_load_proxy_is_told_as_none_of_a_force(analysis):
    summary = replace(summarise_analysis(analysis), load=LoadFigures(0.41, 0.52, 0.9, 3.2))
    page = report_page(analysis, summary)
    assert "Mean 0.41 to 0.52; 3 s of it came too early; judged in 90 % of the time on the back." in page
    assert "No force and no pressure" in page


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
    assert "Foot or hand on the spine: 1 time, at 0:01 (1.0\N{NO-BREAK SPACE}s, right foot)" in page
    assert "Keep soles, knees and hands on the muscles beside the spine." in page
    assert "Off the spine!" in page


def test_a_hand_on_the_spine_is_told_as_a_hand(analysis):
    page = page_of(replace(analysis, events=(replace(analysis.events[0], limb=Limb.HAND),)))
    assert "at 0:01 (1.0\N{NO-BREAK SPACE}s, right hand)" in page
    assert "<td>right</td><td>hand</td>" in page
    marked = replace(analysis.events[0], rule=Rule.KEEP_OUT, reason="scar", limb=Limb.HAND)
    assert "<td>right</td><td>scar, hand</td>" in page_of(replace(analysis, events=(marked,)))


def test_a_fault_of_a_hand_marks_no_step_of_the_foot_on_that_side(analysis):
    stand = analysis.stands[0]
    fault = replace(analysis.events[0], start_s=stand.start_s, end_s=stand.end_s, side=EventSide(stand.foot.value))
    by_foot, by_hand = (page_of(replace(analysis, events=(replace(fault, limb=limb),))) for limb in Limb)
    drawn = [page.count('class="stand fault"') for page in (page_of(replace(analysis, events=())), by_foot, by_hand)]
    assert drawn[1] == drawn[0] + 1  # the legend has one as well
    assert drawn[2] == drawn[0]


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


def test_a_foot_that_was_not_seen_beside_a_faulty_one_is_no_time_that_could_be_judged(analysis):
    """A fault of one foot says nothing of the other one: shares and timeline keep what was not known of it."""

    def beside(moment):
        judged = (replace(j, unknown_side=EventSide.LEFT) if j.side else j for j in moment.findings.judgements)
        return replace(moment, findings=replace(moment.findings, judgements=tuple(judged)))

    hidden = replace(analysis, moments=tuple(map(beside, analysis.moments)))
    judged = [summarise_analysis(one).rules[list(Rule).index(Rule.SPINE_STEP)].judged for one in (analysis, hidden)]
    assert judged == pytest.approx([2 / 3, 1 / 3], abs=0.03)
    stretches = [str(timeline(one)).count('class="unknown"') for one in (analysis, hidden)]
    assert stretches[1] >= stretches[0]
    assert "0:00 to 0:02: not known" in timeline(hidden)
    assert "0:00 to 0:02: not known" not in timeline(analysis)


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
    assert moment.caption == "0:01: foot or hand on the spine"
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
