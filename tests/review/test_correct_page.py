"""Corrections in a real Chromium: dragged, typed, clicked, undone, looked at, taken along.

Where Chromium or its driver is missing (`browser` is None), each story asks the server what the page would ask.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from coach.app.review.correcting import ClipCorrections
from coach.config import settings_of
from coach.core.session import SessionParams
from coach.resources import review_folder
from tests.review.test_correcting import BAND, MISSED, SHIFTED, SPINE, asked

pytestmark = pytest.mark.browser

READY = "document.documentElement.dataset.ready?.length === 16"
STATE = "document.querySelector('#panel-correct .state')?.textContent"
HANDLE = (
    "const r = document.querySelectorAll('.handle')[arguments[0]].getBoundingClientRect();"
    "return [r.x + r.width / 2, r.y + r.height / 2]"
)
EVENTS = (
    "[...document.querySelectorAll('#panel-events .event .what')].map((one) => one.firstChild.textContent).join('; ')"
)


def opened(browser, served, language: str = "en") -> None:
    browser.open(f"{served.address}?lang={language}")
    browser.until(READY)
    browser.until("document.querySelector('#video').readyState >= 2")
    browser.press("5")
    browser.until("document.querySelector('[data-key=spine_moved]')")


def judged(browser, says: str = "") -> None:
    browser.until(f"{STATE}?.startsWith('Judged again') && {STATE}.includes(arguments[0])", says)


def made(folder: Path) -> list[str]:
    document = json.loads((folder / "corrections.json").read_text(encoding="utf-8"))
    return [one["change"]["kind"] for one in document["made"]]


def post(served, data: bytes) -> None:
    answer = served.ask(f"{served.first()}/corrections", "POST", data)
    assert answer.status == 200, answer.body


def test_the_spine_line_is_dragged_and_the_judgement_changes_there_and_back(massage_session, serve, browser) -> None:
    folder = massage_session(frames=351)
    served = serve(folder, open_corrections=ClipCorrections)
    if browser is not None:
        opened(browser, served)
        assert browser.run("return document.querySelector('#judgement').hidden")
        browser.click("[data-key=spine_moved]")
        browser.until("document.querySelectorAll('.handle').length === 3")
        browser.click("[data-key=c_whole]")
        x, y = browser.run(HANDLE, 2)
        scale = browser.run("return document.querySelector('#overlay').getBoundingClientRect().height / 480")
        browser.drag((x, y), (x - 48 * scale, y))
        judged(browser, "One event gone")
        change = json.loads((folder / "corrections.json").read_text())["made"][0]["change"]
        assert change["whole_clip"] is True
        for point, wanted in zip(change["line_px"], SHIFTED, strict=True):
            assert point == pytest.approx(wanted, abs=1.5)
        assert "Foot or hand on the spine" not in browser.run(f"return {EVENTS}")
        browser.click("#judgement button")
        browser.until(f"({EVENTS}).includes('Foot or hand on the spine')")
        assert browser.run("return document.querySelector('#export-list a').href").endswith("judgement=original")
        browser.click("#judgement button:nth-child(2)")
        browser.until(f"!({EVENTS}).includes('Foot or hand on the spine')")
        browser.click("[data-key=undo]")
        judged(browser, "One event new")
        assert browser.complaints() == []
    else:
        post(served, asked(SPINE))
        post(served, asked(revision=1, without=1))

    assert made(folder) == []
    assert "spine_step" in [e["rule"] for e in served.ask(served.first()).json["analysis"]["events"]]


def test_a_corner_is_moved_by_keys_and_a_second_drag_replaces_the_first(massage_session, serve, browser) -> None:
    folder = massage_session(frames=351)
    served = serve(folder, open_corrections=ClipCorrections)
    if browser is not None:
        opened(browser, served)
        browser.click("[data-key=torso_moved]")
        browser.until("document.querySelectorAll('.handle').length === 5")
        names = browser.run("return [...document.querySelectorAll('.handle')].map((one) => one.ariaLabel)")
        assert names[1] == "Right shoulder corner. Arrow keys move it, Enter judges again"
        browser.run("document.querySelectorAll('.handle')[4].focus()")
        browser.press("ArrowRight", "ArrowRight", "ArrowRight", "Enter")
        judged(browser)
        browser.until("document.activeElement.ariaLabel?.startsWith('Move the whole')")
        x, y = browser.run(HANDLE, 0)
        browser.drag((x, y), (x, y - 20), pointer="touch")
        browser.until("document.querySelectorAll('#panel-correct ol.rows li').length === 1")
        browser.until(f"{STATE}?.startsWith('Judged again')")
        assert browser.run("return document.querySelector('#clock').textContent").startswith("0:00.00")
    else:
        corners = [[233.0, 80.0], [413.0, 100.0], [413.0, 400.0], [233.0, 400.0]]
        post(served, asked({"kind": "torso_moved", "at_s": 0.0, "corners_px": corners}))

    assert made(folder) == ["torso_moved"]


@pytest.mark.slow
def test_half_a_minute_at_30_frames_a_second_is_redrawn_for_less_than_two_seconds_of_work(
    massage_session, serve, browser
) -> None:
    served = serve(massage_session(frames=900, fps=30.0), open_corrections=ClipCorrections)
    if browser is not None:
        opened(browser, served)
        browser.click("[data-key=spine_moved]")
        browser.until("document.querySelectorAll('.handle').length === 3")
        begun_s = time.process_time()  # of the server, in this process: the clock would tell what else runs here
        for count in (1, 2, 3):
            x, y = browser.run(HANDLE, 2)
            browser.drag((x, y), (x - 10, y))
            browser.until("performance.getEntriesByName('judged again').length === arguments[0]", count)
        assert (time.process_time() - begun_s) / 3 < 2.0
    else:
        post(served, asked(SPINE))


def test_swapped_wrong_missed_and_a_threshold_are_made_and_undone_in_any_order(massage_session, serve, browser) -> None:
    folder = massage_session(frames=351)
    served = serve(folder, open_corrections=ClipCorrections)
    if browser is not None:
        opened(browser, served)
        browser.run("document.querySelector('#author').value = 'Li';"
                    "document.querySelector('#author').dispatchEvent(new Event('change'))")  # fmt: skip
        browser.click("[data-key^=wspine_step]")
        judged(browser, "One event gone")
        browser.until("document.querySelector('.struck')")
        browser.click("[data-key^=rspine_step]")
        judged(browser, "One event new")
        clock = "document.querySelector('#clock').textContent"
        for key, shown, mark in (("End", "0:29.1", "o"), ("ArrowLeft", "0:29.08", "i")):
            browser.press(key)
            browser.until(f"{clock}.startsWith(arguments[0])", shown)
            browser.press(mark)
        browser.until("!document.querySelector('[data-key=missed]').disabled")
        browser.run(
            "const rule = document.querySelector('[data-key=missedRule]'); rule.value = 'fast_step';"
            "rule.dispatchEvent(new Event('change'))"
        )
        browser.click("[data-key=missed]")
        browser.until("document.querySelector('#panel-correct').textContent.includes('added: Fast step')")
        browser.run(
            "const box = document.querySelector('[data-key=group]'); box.value = 'support_lost';"
            "box.dispatchEvent(new Event('change'))"
        )
        field = "document.getElementById('t-rules.support_lost.confirm_s')"
        browser.run(f"{field}.value = 99; {field}.dispatchEvent(new Event('change'))")
        browser.until(f"{STATE}?.includes('give a number from 0.1 to 5 s')")
        browser.run(f"{field}.value = 2; {field}.dispatchEvent(new Event('change'))")
        browser.until("document.querySelector('#panel-correct').textContent.includes('How long until it is sure: 2 s')")
        browser.click("[data-key=swap]")
        browser.until("document.querySelectorAll('#panel-correct ol.rows li').length === 3")
        browser.click("#panel-correct ol.rows li:nth-child(2) button")
        browser.until("document.querySelectorAll('#panel-correct ol.rows li').length === 2")
        assert browser.complaints() == []
    else:
        post(served, asked(MISSED, author="Li"))
        post(served, asked(BAND, revision=1, author="Li"))
        post(served, asked({"kind": "people_swapped", "at_s": 20.0}, revision=2, author="Li"))
        post(served, asked(revision=3, without=2))

    assert made(folder) == ["event_added", "people_swapped"]
    assert json.loads((folder / "corrections.json").read_text())["made"][0]["author"] == "Li"


def test_two_tabs_see_each_others_corrections_and_none_is_lost(massage_session, serve, browser) -> None:
    folder = massage_session(frames=351)
    served = serve(folder, open_corrections=ClipCorrections)
    if browser is not None:
        opened(browser, served)
        first = browser.tab()
        browser.to_tab(browser.new_tab())
        opened(browser, served)
        browser.click("[data-key=swap]")
        judged(browser)
        browser.to_tab(first)
        browser.until("document.querySelector('#banner').textContent.includes('in another window')")
        browser.until("document.querySelector('#panel-correct').textContent.includes('Giver and receiver swapped')")
        post(served, asked(MISSED, revision=1))
        browser.click("[data-key^=wnot_seen]")  # before this tab has heard of it, or after
        browser.until(
            f"{STATE}?.includes('changed elsewhere') || {STATE}?.includes('no event') || {STATE}?.startsWith('Judged')"
        )
        browser.until("document.querySelector('#panel-correct').textContent.includes('added: Fast step')")
    else:
        post(served, asked({"kind": "people_swapped", "at_s": 0.0}))
        post(served, asked(MISSED, revision=1))
        answer = served.ask(f"{served.first()}/corrections", "POST", asked(MISSED))
        assert "changed elsewhere" in answer.json["error"]

    assert made(folder)[:2] == ["people_swapped", "event_added"]


def test_a_clip_of_an_older_program_says_that_it_must_be_analysed_again(real_session, serve, browser) -> None:
    served = serve(real_session(), open_corrections=ClipCorrections)

    assert served.ask(f"{served.first()}/corrections").status == 409
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.press("5")
        browser.until("document.querySelector('#panel-correct').textContent.includes('analyse the clip again')")
        assert browser.run("return document.querySelectorAll('#panel-correct button').length") == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_part_correct_is_named_throughout_in_both_languages(massage_session, serve, browser, language: str) -> None:
    served = serve(massage_session(frames=351), open_corrections=ClipCorrections)
    post(served, asked(SPINE))
    text = (review_folder() / "thresholds.js").read_text(encoding="utf-8")
    named = set(re.findall(r"^  (\w+): \[", text, re.MULTILINE))
    changeable = [one for one in settings_of(SessionParams()) if one.name.startswith(("rules.", "cues."))]
    leaves = {one.name.rpartition(".")[2] for one in changeable}
    units = {one.threshold.unit for one in changeable if one.threshold is not None}

    assert leaves - named == set(), "a threshold without words"
    in_words = set(re.findall(r'^  "?([^":\n]+)"?: \["', text.split("const UNITS")[1], re.MULTILINE))
    assert units - in_words == set(), "a unit without words"
    assert all(re.search("[\u4e00-\u9fff]", line) for line in text.splitlines() if re.match(r'  \w+_\w+: \["', line))
    if browser is not None:
        opened(browser, served, language)
        browser.click("[data-key=spine_moved]")
        browser.until("document.querySelectorAll('.handle').length === 3")
        nameless = browser.run(
            "return [...document.querySelectorAll('#panel-correct :is(button, select, input), .handle')].filter((e) =>"
            " !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map((e) => e.outerHTML)"
        )
        assert nameless == []
        body = browser.run("return document.querySelector('#panel-correct').innerText")
        assert ("脊柱线" in body) == (language == "zh")
        assert ("Spine line moved" in body) == (language == "en")
        assert re.search(r"\bc_\w+|undefined|\bnull\b|NaN", body) is None
