"""The review page in a real Chromium: an instructor's stories.

Where Chromium or its driver is missing (`browser` is None), each story still asks the server what the page would ask.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from coach.resources import review_folder

pytestmark = pytest.mark.browser

READY = "document.documentElement.dataset.ready?.length === 16"
NOTE = {"id": "a1", "start_s": 1.0, "end_s": 1.0, "text": "Further out.", "marks": []}


def clock_shows(browser, text: str) -> None:
    browser.until("document.querySelector('#clock').textContent.startsWith(arguments[0])", text)


def put(served, note: dict[str, object]) -> None:
    answer = served.ask(f"{served.first()}/notes/{note['id']}", "PUT", json.dumps(note).encode())
    assert answer.status == 200, answer.body


def test_an_instructor_opens_jumps_steps_notes_and_takes_the_report_along(real_session, serve, browser) -> None:
    folder = real_session()
    served = serve(folder)
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.until("document.querySelector('#video').readyState >= 2")
        browser.press("n")  # the event at 1 s; frames are a twelfth of a second long
        clock_shows(browser, "0:01.00")
        browser.press("ArrowRight")
        clock_shows(browser, "0:01.08")
        browser.press("ArrowLeft", "ArrowLeft")
        clock_shows(browser, "0:00.91")
        browser.press("a")
        browser.type("Further out.")
        browser.click(".tools button")
        browser.drag((300, 200), (420, 390))
        browser.until("document.querySelector('.note.open .state').textContent === 'Saved'")
        assert browser.complaints() == []
    else:
        put(served, NOTE | {"marks": [{"kind": "arrow", "points": [[0.1, 0.1], [0.4, 0.6]]}]})

    saved = json.loads(folder.with_name("evening.notes.json").read_text(encoding="utf-8"))["notes"]
    assert [note["text"] for note in saved] == ["Further out."]
    assert [mark["kind"] for mark in saved[0]["marks"]] == ["arrow"]
    report = served.ask(f"{served.first()}/export/report.html").body.decode()
    assert "Further out." in report
    assert "data:image/jpeg;base64," in report
    assert 'class="ink"' in report


def test_notes_survive_a_stop_and_the_page_says_that_the_program_is_gone(real_session, serve, browser) -> None:
    folder = real_session()
    served = serve(folder)
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
    put(served, NOTE)
    served.stop()
    if browser is not None:
        browser.press("a")
        browser.type("Not lost.")
        browser.until("document.querySelector('#banner').textContent.includes('does not answer')")
        browser.until("document.querySelector('.note.open .state').textContent.startsWith('Not saved yet')")
        assert browser.run("return document.querySelector('textarea').value") == "Not lost."

    again = serve(folder)
    assert [note["text"] for note in again.ask(f"{again.first()}/notes").json] == ["Further out."]


def test_two_tabs_keep_each_others_notes(real_session, serve, browser) -> None:
    served = serve(real_session())
    put(served, NOTE)
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        first = browser.tab()
        browser.to_tab(browser.new_tab())
        browser.open(served.address)
        browser.until(READY)
        browser.press("a")
        browser.type("From the second tab.")
        browser.until("document.querySelector('.note.open .state').textContent === 'Saved'")
        browser.to_tab(first)
        browser.until("document.querySelector('#panel-notes').textContent.includes('From the second tab.')")
    else:
        put(served, NOTE | {"id": "a2", "text": "From the second tab."})

    texts = {note["text"] for note in served.ask(f"{served.first()}/notes").json}
    assert texts == {"Further out.", "From the second tab."}


def test_a_film_that_was_moved_is_told_and_the_rest_still_works(real_session, serve, browser, tmp_path: Path) -> None:
    folder = real_session()
    document = json.loads((folder / "analysis.json").read_text())
    document["clip"]["path"] = str(tmp_path / "gone" / "head-end.mp4")
    (folder / "analysis.json").write_text(json.dumps(document))
    served = serve(folder)
    told = served.ask(served.first()).json["films"]

    assert told["clip"] is False
    assert "put it back" in told["trouble"]
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.until("document.querySelector('#banner').textContent.includes('put it back')")
        browser.press("n")
        clock_shows(browser, "0:01.0")
    shutil.copy(document["clip"]["path"].replace(str(tmp_path / "gone"), str(_samples())), folder.parent)
    assert served.ask(served.first()).json["films"]["clip"] is True


def _samples() -> Path:
    from coach.resources import samples_folder

    return samples_folder()


def test_a_film_with_another_content_is_told(real_session, serve, browser) -> None:
    folder = real_session()
    document = json.loads((folder / "analysis.json").read_text())
    document["clip"]["sha256"] = "1" * 64
    (folder / "analysis.json").write_text(json.dumps(document))
    served = serve(folder)

    assert served.ask(f"{served.first()}/same").json == {"same": False}
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.until("document.querySelector('#banner').textContent.includes('its content differs')")


def test_the_library_sorts_searches_and_tells_of_a_damaged_analysis(make_session, serve, browser) -> None:
    root = make_session("morning").parent
    make_session("evening")
    (make_session("broken") / "analysis.json").write_text("{")
    served = serve(root)
    lines = {line["name"]: line for line in served.ask("/api/sessions").json}

    assert "is damaged" in lines["broken"]["trouble"]
    assert lines["morning"]["urgent"] == 1
    if browser is not None:
        names = "[...document.querySelectorAll('tbody td:nth-child(2)')].map((one) => one.firstChild.textContent)"
        browser.open(served.address)
        browser.until("document.documentElement.dataset.ready === 'library'")
        browser.click("th button")
        assert browser.run(f"return {names}") == ["broken", "evening", "morning"]
        browser.click("th button")
        assert browser.run(f"return {names}") == ["morning", "evening", "broken"]
        browser.click("input[type=search]")
        browser.type("EVE")
        assert browser.run(f"return {names}") == ["evening"]


def test_script_in_a_note_and_in_a_rules_name_is_shown_and_not_run(real_session, serve, browser) -> None:
    folder = real_session()
    script = "<img src=x onerror=\"document.title='taken'\">"
    document = json.loads((folder / "analysis.json").read_text())
    document["events"][0]["rule"] = script
    (folder / "analysis.json").write_text(json.dumps(document))
    served = serve(folder)
    put(served, NOTE | {"text": script})

    assert "script-src 'self';" in served.ask("/").headers["content-security-policy"]
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.press("2")
        browser.until("document.querySelector('#panel-notes').textContent.includes('onerror')")
        assert browser.run("return document.querySelectorAll('img').length") == 0
        assert "taken" not in browser.run("return document.title")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_that_can_be_used_has_a_name_in_both_languages(real_session, serve, browser, language: str) -> None:
    served = serve(real_session())
    text = (review_folder() / "words.js").read_text(encoding="utf-8")

    assert text.count('["') > 150
    if browser is not None:
        browser.open(f"{served.address}?lang={language}")
        browser.until(READY)
        browser.press("a")
        nameless = browser.run(
            "return [...document.querySelectorAll('button, select, input, textarea, summary, [role=tab], canvas')]"
            ".filter((e) => !e.closest('[aria-hidden=true]') && !e.closest('[hidden]') && !(e.textContent.trim() ||"
            " e.getAttribute('aria-label'))).map((e) => e.outerHTML).filter((html) => !html.includes('<select'))"
        )
        assert nameless == []
        body = browser.run("return document.body.innerText")
        assert ("时间线" in browser.run("return document.body.outerHTML")) == (language == "zh")
        assert ("Overlay" in body) == (language == "en")


def test_twenty_minutes_come_in_small_passages_and_can_be_scrubbed(make_session, serve, browser) -> None:
    folder = make_session(frames=36_000)
    served = serve(folder)
    passage = served.ask(f"{served.first()}/frames/0").body
    told = served.ask(served.first()).json
    rows = np.frombuffer(served.ask(f"{served.first()}/frames/59").body, "<f4").reshape(-1, told["width"])

    assert len(passage) < 1_000_000, "a passage is small enough to come while one scrubs"
    assert rows[-1, told["columns"]["giver_xy"][0]] == 35_999.0
    if browser is not None:
        browser.open(serve(folder).address)  # a new run, which has read nothing yet
        browser.until(READY)
        browser.until("!document.querySelector('#no-film').hidden")  # the film is none: the page keeps its own clock
        line = "const c = document.querySelector('#timeline'), b = c.getBoundingClientRect(); "
        browser.run(
            line + "window.waits = []; let before = performance.now(), left = 120; const move = () => {"
            " const now = performance.now(); window.waits.push(now - before); before = now;"
            " const at = { bubbles: true, pointerId: 1,"
            " clientX: b.x + 140 + (b.width - 160) * ((left * 37) % 120) / 120,"
            " clientY: b.y + 12 }; c.dispatchEvent(new PointerEvent('pointermove', at));"
            " if (left-- > 0) requestAnimationFrame(move); else window.done = true; };"
            " c.setPointerCapture = () => {}; c.dispatchEvent(new PointerEvent('pointerdown',"
            " { bubbles: true, pointerId: 1, clientX: b.x + 200, clientY: b.y + 12 })); requestAnimationFrame(move);"
        )
        browser.until("window.done")
        assert len(browser.run("return window.waits")) > 100, "each position was drawn before the next"
