"""What was not seen never looks like praise on the page, and faults of place stand out on the back map."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.core.view.back_map import POINTS_ALONG
from coach.resources import review_folder

pytestmark = pytest.mark.browser

READY = "document.documentElement.dataset.ready?.length === 16"
SCAR = {"name": "<b>scar</b>", "corners": [[4.0, 0.5], [12.0, 0.5], [12.0, 0.7]]}


def unseen(reason: str, end_s: float) -> dict[str, Any]:
    detail = {"decided_s": 1.0, "reason": reason}
    return {"rule": "not_seen", "start_s": 0.0, "end_s": end_s, "severity": "warning", "side": None, "detail": detail}


@pytest.fixture
def session(real_session: Callable[..., Path]) -> Callable[..., Path]:
    def make(**changed: Any) -> Path:
        folder = real_session()
        path = folder / "analysis.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        rules = ("spine_step", "support_lost", "long_pause", "receiver_signal")
        document["summary"]["rules"] = {rule: {"count": 0, "total_s": 0.0, "per_min": 0.0} for rule in rules}
        document["summary"]["time_on_back_s"] = 29.0
        path.write_text(json.dumps(document | changed), encoding="utf-8")
        return folder

    return make


def row(browser, rule: str) -> str:
    return browser.run(
        "return [...document.querySelectorAll('#panel-score tbody tr')]"
        ".map((one) => one.innerText.replace(/\\s+/g, ' '))"
        ".find((text) => text.includes(arguments[0]))",
        rule,
    )


def test_a_rule_that_could_not_be_judged_shows_no_zero(session, serve, browser) -> None:
    visibility = {"receiver_measured": 1.0, "receiver_held": 0.0, "giver_measured": 1.0, "unknown": 0.9}
    served = serve(session(events=[unseen("view", 29.0)], visibility=visibility))
    assert served.ask(served.first()).json["analysis"]["events"][0]["detail"]["reason"] == "view"
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.press("4")
        lead = browser.run("return document.querySelector('.lead').textContent")
        assert lead == "Most of this clip could not be judged, so finding nothing means nothing here."
        spine = row(browser, "Foot or hand on the spine")
        assert spine.endswith(" ? – ≤ 1 %")
        assert " 0 " in row(browser, "No hold"), "hands can be seen from a place that cannot tell the feet"
        assert " 0 " in row(browser, "Long stay")
        browser.click("#language")
        assert row(browser, "脚或手压到脊柱").endswith(" ≤ 1 %")
        assert browser.run("return document.querySelector('#panel-score thead').innerText").strip().endswith("可判断")


def test_hands_that_were_hidden_for_a_while_are_told_and_counted(session, serve, browser) -> None:
    served = serve(session(events=[unseen("hands", 6.0)]))
    assert served.ask(served.first()).status == 200
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.press("4")
        assert row(browser, "No hold").endswith(" 0 – ≤ 79 %")
        assert row(browser, "Foot or hand on the spine").endswith(" 0 – ≤ 100 %")


def test_each_rule_tells_how_much_of_the_time_it_was_judged_and_one_without_an_area_tells_none(
    session, serve, browser
) -> None:
    folder = session()
    path = folder / "analysis.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    shares = {"spine_step": 0.68, "keep_out": None, "uneven": 0.0}
    document["events"] = []
    document["summary"]["rules"] = {
        rule: {"count": 0, "total_s": 0.0, "per_min": 0.0, "judged": judged} for rule, judged in shares.items()
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    served = serve(folder)
    table = served.ask(f"{served.first()}/export/rules.csv").body.decode("utf-8-sig")
    assert table.splitlines() == [
        "rule,count,total_s,per_min,judged",
        "spine_step,0,0.0,0.0,0.68",
        "keep_out,0,0.0,0.0,",
        "uneven,0,0.0,0.0,0.0",
    ]
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.press("4")
        assert row(browser, "Foot or hand on the spine").endswith(" 0 – 68 %")
        assert row(browser, "Foot or hand on a marked area").endswith(" – – –"), "nothing to look for is no zero"
        assert row(browser, "Sides uneven").endswith(" ? – 0 %")
        assert browser.complaints() == []


def test_the_back_map_shows_faults_of_place_marked_areas_and_the_step_of_this_moment(session, serve, browser) -> None:
    step = {"foot": "left", "start_s": 0.5, "end_s": 3.5, "along": 0.2, "offset_cm": -1.0, "zone": "shoulder_blades"}
    good = step | {"start_s": 5.0, "end_s": 9.0, "offset_cm": -6.0}
    folder = session(steps=[step, good], settings={"rules.keep_out.zones": [SCAR]})
    served = serve(folder)
    assert served.ask(served.first()).json["analysis"]["settings"]["rules.keep_out.zones"] == [SCAR]
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.press("3", "n")
        browser.until("document.querySelectorAll('#panel-back .step.here').length === 1")
        assert browser.run("return document.querySelector('#panel-back .step.here').dataset.start") == "0.5"
        texts = "return [...document.querySelectorAll('#panel-back .step.fault text')].map((one) => one.textContent)"
        assert browser.run(texts) == ["3.0", "!"]
        assert browser.run("return document.querySelector('#panel-back .marked text').textContent") == SCAR["name"]
        browser.run("document.querySelector('#video').currentTime = 7")
        browser.until("document.querySelector('#panel-back .step.here')?.dataset.start === '5'")
        assert browser.complaints() == []


def test_a_fault_of_a_hand_is_told_as_one_and_marks_no_step(session, serve, browser) -> None:
    step = {"foot": "left", "start_s": 0.5, "end_s": 3.5, "along": 0.2, "offset_cm": -6.0, "zone": "shoulder_blades"}
    fault = {"rule": "keep_out", "start_s": 1.0, "end_s": 3.0, "severity": "urgent", "side": "left"}
    by_hand = fault | {"detail": {"decided_s": 2.0, "reason": "scar", "limb": "hand"}}
    served = serve(session(steps=[step], events=[by_hand]))
    assert served.ask(served.first()).json["analysis"]["events"][0]["detail"]["limb"] == "hand"
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        told = "return document.querySelector('#panel-events .event .what').textContent"
        assert browser.run(told) == "Foot or hand on a marked arealeft · hand · 2.0 s"
        browser.press("3")
        browser.until("document.querySelectorAll('#panel-back .step').length === 1")
        assert browser.run("return document.querySelectorAll('#panel-back .step.fault').length") == 0
        assert browser.complaints() == []


def test_full_screen_keeps_the_films_controls(session, serve, browser) -> None:
    served = serve(session())
    assert served.ask("/").status == 200
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.click("#full")
        browser.until("document.fullscreenElement?.contains(document.querySelector('#play'))")
        browser.click("#forth")
        browser.until("document.querySelector('#clock').textContent.startsWith('0:00.08')")
        browser.click("#full")
        browser.until("!document.fullscreenElement")


def test_on_paper_the_drawings_are_light_and_on_the_screen_as_before(session, serve, browser) -> None:
    step = {"foot": "left", "start_s": 0.5, "end_s": 3.5, "along": 0.2, "offset_cm": -6.0, "zone": "shoulder_blades"}
    served = serve(session(steps=[step]))
    assert "@media print" in (review_folder() / "style.css").read_text(encoding="utf-8")
    if browser is not None:
        body = "return document.querySelector('#panel-back polygon').getAttribute('fill')"
        browser.colours("light")
        browser.open(served.address)
        browser.until(READY)
        light = browser.run(body)
        browser.colours("dark")
        browser.until("document.documentElement.dataset.theme === 'dark'")
        dark = browser.run(body)
        assert dark != light
        browser.run("dispatchEvent(new Event('beforeprint'))")
        assert browser.run(body) == light
        browser.run("dispatchEvent(new Event('afterprint'))")
        assert browser.run(body) == dark


def test_a_note_that_is_being_written_is_printed_as_what_it_says(session, serve, browser) -> None:
    served = serve(session())
    assert served.ask(f"{served.first()}/notes").json == []
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.press("a")
        browser.until("document.activeElement.tagName === 'TEXTAREA'")
        browser.type("Toes out.")
        browser.run("dispatchEvent(new Event('beforeprint'))")
        assert browser.run("return document.querySelectorAll('#panel-notes textarea').length") == 0
        assert browser.run("return document.querySelector('#panel-notes .note p').textContent") == "Toes out."
        browser.run("dispatchEvent(new Event('afterprint'))")
        assert browser.run("return document.querySelector('#panel-notes textarea').value") == "Toes out."
        browser.run("window.print = () => { window.printed = document.querySelector('#panel-notes').innerText; }")
        browser.click("#export summary")
        browser.click("#export-list button")
        assert "Toes out." in browser.until("window.printed")
        assert served.ask(f"{served.first()}/notes").json[0]["text"] == "Toes out."
        assert browser.complaints() == []


def test_the_library_tells_of_a_session_that_could_hardly_be_judged(make_session, serve, browser) -> None:
    folder = make_session("blind")
    make_session("clear")
    path = folder / "analysis.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["visibility"]["unknown"] = 0.97
    path.write_text(json.dumps(document), encoding="utf-8")
    served = serve(folder.parent)
    assert [line["unknown"] for line in served.ask("/api/sessions").json] == [0.97, 0.0]
    if browser is not None:
        browser.open(served.address)
        browser.until("document.documentElement.dataset.ready === 'library'")
        told = "return [...document.querySelectorAll('small.unseen')].map((one) => one.textContent)"
        assert browser.run(told) == ["97 % could not be judged"]


def test_the_back_map_marks_the_points_where_nobody_ever_stands(session, serve, browser) -> None:
    text = (review_folder() / "backmap.js").read_text(encoding="utf-8")
    assert tuple((name, float(along)) for name, along in re.findall(r'\["(GV\d+)", ([\d.]+)\]', text)) == POINTS_ALONG
    served = serve(session())
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.press("3")
        drawn = "return [...document.querySelectorAll('#panel-back .point')].map((one) => one.textContent)"
        assert browser.run(drawn) == [f"{name}{name}: never stand on it" for name, _ in POINTS_ALONG]
