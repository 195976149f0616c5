"""Two clips side by side, and the library in which they are chosen and told apart by couple and day.

Where Chromium or its driver is missing (`browser` is None), each story still asks the server what the page would ask.
"""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

from coach.resources import samples_folder

pytestmark = pytest.mark.browser

LIBRARY = "document.documentElement.dataset.ready === 'library'"
COMPARE = "document.documentElement.dataset.ready === 'compare'"
CLOCKS = "[...document.querySelectorAll('.half .clock')].map((one) => one.textContent)"
PLAYABLE = "[...document.querySelectorAll('.half video')].every((one) => one.readyState >= 2 && !one.seeking)"


@pytest.fixture
def two(real_session, serve):
    """Two sessions of one film; in the second, everything was found two seconds later."""
    first = real_session("morning")
    second = real_session("evening")
    document = json.loads((second / "analysis.json").read_text())
    for part in ("phases", "steps"):
        for one in document[part]:
            one["start_s"] += 2.0
            one["end_s"] += 2.0
    document["phases"].insert(0, {"phase": "warm_up", "start_s": 0.0, "end_s": 2.0})
    (second / "analysis.json").write_text(json.dumps(document))
    served = serve(first.parent)
    return served, {one["name"]: one["id"] for one in served.ask("/api/sessions").json}


def clocks_show(browser, first: str, second: str) -> None:
    browser.until(f"{CLOCKS}.join() === arguments[0]", f"{first},{second}")


def test_two_sessions_are_ticked_and_lined_up_where_treading_begins(two, browser) -> None:
    served, ids = two
    compared = served.ask(f"/api/{ids['morning']}/compared/{ids['evening']}").json

    assert "short" in compared["cautions"]
    assert {one["figure"]: one["finding"] for one in compared["figures"]}["spine_step"] == "alike"
    if browser is not None:
        browser.open(served.address)
        browser.until(LIBRARY)
        assert browser.run("return document.querySelector('#compare-two').disabled")
        for name in ("morning", "evening"):
            browser.click(f"input[value='{ids[name]}']")
        browser.click("#compare-two")
        browser.until(COMPARE)
        clocks_show(browser, "0:00.00", "0:02.00")
        browser.until(PLAYABLE)
        browser.press("ArrowRight", "ArrowRight")  # frames are a twelfth of a second long
        clocks_show(browser, "0:00.16", "0:02.16")
        browser.press("ArrowLeft")
        clocks_show(browser, "0:00.08", "0:02.08")
        assert browser.run("return [...document.querySelectorAll('.find')].length") > 5
        assert browser.run("return document.querySelectorAll('.back-map rect[rx=\"2\"]').length") == 1
        assert browser.complaints() == []


def test_a_pair_is_shifted_by_hand_and_its_link_opens_it_again_as_it_was(two, browser) -> None:
    served, ids = two
    link = f"#compare={ids['morning']}+{ids['evening']}&by=begin"
    if browser is not None:
        browser.open(served.address + link)
        browser.until(COMPARE)
        clocks_show(browser, "0:00.00", "0:00.00")
        browser.press(">", ">", ">")  # a second each
        clocks_show(browser, "0:00.00", "0:03.00")
        browser.press(",")  # a frame back
        browser.until("document.querySelector('#cmp-offset').value === '2.92'")
        box = browser.run(
            "const b = document.querySelector('.lanes').getBoundingClientRect(); return [b.x, b.y, b.width, b.height]"
        )
        low = box[1] + box[3] * 0.75
        browser.drag((box[0] + box[2] / 2, low), (box[0] + box[2] / 2 + 40, low))
        browser.until("document.querySelector('#cmp-offset').value !== '2.92'")
        offset = float(browser.run("return document.querySelector('#cmp-offset').value"))
        assert 0.5 < offset < 2.5, "the lower lane went to the right: the second film begins later"
        browser.until("location.hash.includes('by=hand')")
        again = browser.run("return location.href")
        shown = browser.run(f"return {CLOCKS}")
        browser.open("about:blank")
        browser.open(again)
        browser.until(COMPARE)
        clocks_show(browser, *shown)
    assert served.ask(f"/api/{ids['morning']}/compared/nothing").status == 404


def test_both_films_play_as_one_and_a_film_that_has_ended_says_so(two, browser) -> None:
    served, ids = two
    if browser is not None:
        browser.open(f"{served.address}#compare={ids['morning']}+{ids['evening']}&by=hand&offset=1.5&t=3")
        browser.until(COMPARE)
        browser.until(PLAYABLE)
        browser.press(" ")
        moments = "[...document.querySelectorAll('.half video')].map((one) => one.currentTime)"
        browser.until(f"{moments}[0] > 4.5")
        first, second = browser.run(f"return {moments}")
        browser.press(" ")
        assert second - first == pytest.approx(1.5, abs=0.3)
        browser.until(PLAYABLE)
        first, second = browser.run(f"return {moments}")
        assert second - first == pytest.approx(1.5, abs=1 / 12), "at rest, both stand at their own frame"
        browser.press("End")
        browser.until("document.querySelectorAll('.away')[1].textContent === 'ended'")
    assert served.ask(f"/api/{ids['evening']}/film/clip").status == 200


def test_a_comparison_whose_session_is_gone_leads_to_the_library_with_words(two, browser) -> None:
    served, ids = two
    if browser is not None:
        browser.open(f"{served.address}#compare={ids['morning']}+{'0' * 16}")
        browser.until(LIBRARY)
        browser.until("document.querySelector('#banner').textContent.includes('not here any more')")
    assert served.ask(f"/api/{'0' * 16}/compared/{ids['morning']}").status == 404


def test_a_couple_and_a_day_are_given_kept_beside_the_notes_and_drawn_as_a_course(two, browser) -> None:
    served, ids = two
    before = {one["name"]: one for one in served.ask("/api/sessions").json}
    assert (before["evening"]["couple"], before["evening"]["day_from"]) == ("", "analysed")
    told = [("evening", "Lin & Mei", "2026-03-02"), ("morning", "Lin & Mei", "2026-03-16")]
    for name, couple, day in told[:1] if browser is not None else told:
        value = json.dumps({"couple": couple, "day": day}).encode()
        assert served.ask(f"/api/{ids[name]}/about", "PUT", value).status == 200
    if browser is not None:
        browser.open(served.address)
        browser.until(LIBRARY)
        browser.run("[...document.querySelectorAll('.about')].find((one) => one.ariaLabel.includes('morning')).click()")
        browser.run("document.querySelector('#about-day').value = '2026-03-16'")
        browser.click("#about-couple")
        browser.type("Lin  & Mei")
        browser.click("#about .accent")
        browser.until("document.querySelector('.course')?.textContent.includes('2 sessions within 2 weeks')")
        assert "Too few to tell a course" in browser.run("return document.querySelector('.course').textContent")
        assert browser.run("return document.querySelectorAll('.course svg[role=img]').length") == 3
        browser.click("input[type=search]")
        browser.type("lin &")
        assert browser.run("return document.querySelectorAll('tbody a').length") == 2

    lines = {one["name"]: (one["couple"], one["day"], one["day_from"]) for one in served.ask("/api/sessions").json}
    assert lines["morning"] == ("Lin & Mei", "2026-03-16", "given")
    assert lines["evening"] == ("Lin & Mei", "2026-03-02", "given")


@pytest.mark.parametrize(
    "about", [b"{", b'{"couple": 3}', b'{"day": "2026-02-30"}', b'{"day": "soon"}', b'{"more": 1}']
)
def test_what_is_no_couple_and_no_day_is_refused_in_one_sentence(two, about: bytes) -> None:
    served, ids = two
    answer = served.ask(f"/api/{ids['morning']}/about", "PUT", about)

    assert answer.status == 409
    assert answer.json["error"].startswith("this is no couple's name or day")


def test_a_couple_stays_when_a_note_is_written(two) -> None:
    served, ids = two
    served.ask(f"/api/{ids['morning']}/about", "PUT", b'{"couple": "Lin & Mei"}')
    note = {"id": "a1", "start_s": 1.0, "end_s": 1.0, "text": "ok", "marks": []}
    served.ask(f"/api/{ids['morning']}/notes/a1", "PUT", json.dumps(note).encode())
    lines = {one["name"]: one for one in served.ask("/api/sessions").json}

    assert (lines["morning"]["couple"], lines["morning"]["notes"]) == ("Lin & Mei", 1)


def test_sessions_that_were_sorted_into_folders_go_by_the_folders_name(make_session, serve) -> None:
    root = make_session("Ana and Tom/first").parent.parent
    make_session("other")
    lines = {one["name"]: one for one in serve(root).ask("/api/sessions").json}

    assert (lines["first"]["couple"], lines["first"]["couple_from"]) == ("Ana and Tom", "folder")
    assert lines["other"]["couple"] == ""


def test_a_film_that_tells_its_own_day_is_believed_and_one_whose_clock_was_never_set_is_not(
    make_session, serve, tmp_path: Path
) -> None:
    folder = make_session()
    served = serve(folder)
    document = json.loads((folder / "analysis.json").read_text())
    told: dict[str, tuple[str, str]] = {}
    for day in ("2026-03-02", "1970-01-01"):
        film = tmp_path / f"{day}.mp4"
        with av.open(str(film), "w") as out, av.open(str(samples_folder() / "head-end.mp4")) as source:
            out.metadata["creation_time"] = f"{day}T12:00:00Z"
            stream = out.add_stream_from_template(source.streams.video[0])
            for packet in source.demux(source.streams.video[0]):
                if packet.dts is not None:
                    packet.stream = stream
                    out.mux(packet)
        document["clip"]["path"] = str(film)
        (folder / "analysis.json").write_text(json.dumps(document))
        line = served.ask("/api/sessions").json[0]
        told[day] = line["day"], line["day_from"]

    assert told["2026-03-02"] == ("2026-03-02", "film")
    assert told["1970-01-01"][1] == "analysed"


def test_faults_of_place_stand_out_on_the_shared_back_in_both_languages(two, browser) -> None:
    served, ids = two
    assert served.ask(f"/api/{ids['morning']}/compared/{ids['evening']}").status == 200
    if browser is not None:
        browser.open(f"{served.address}#compare={ids['morning']}+{ids['evening']}")
        browser.until(COMPARE)
        # the fault is at 1 to 2 s: in the first clip a foot stood there, in the second one nobody had come yet
        titles = "[...document.querySelectorAll('.below .trod')].map((one) => one.querySelector('title').textContent)"
        faults = browser.run(f"return {titles}.filter((one) => one.includes('spine'))")
        assert faults == ["morning: Left foot, 0:00, 3.0 s, Foot or hand on the spine"]
        assert browser.run("return document.querySelectorAll('.below .trod.fault .edge-fault').length") == 2
        assert browser.run("return document.querySelector('.below .back-map > .sign-fault').textContent") == "!"
        assert browser.run("return document.querySelectorAll('.below .trod:not(.fault) .edge-fault').length") == 0
        keys = "document.querySelector('.below').innerText"
        assert browser.run(f"return {keys}.includes('fault of place: on the spine')")
        browser.click("#language")
        browser.until(f"{keys}.includes('踩错位置')")
        assert browser.complaints() == []
