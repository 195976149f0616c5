"""What goes wrong while the page is open: a stopped program, a moved film, damaged files. Words, and nothing lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.browser.serving import Service
from coach.app.review.correcting import ClipCorrections
from coach.resources import samples_folder
from tests.review.driver import Browser

pytestmark = pytest.mark.browser

READY = "document.documentElement.dataset.ready"
BANNER = "document.querySelector('#banner').textContent.includes(arguments[0])"
NOTE = {"id": "a1", "start_s": 1.0, "end_s": 1.0, "text": "Further out.", "marks": []}


def test_who_has_a_note_that_is_not_saved_cannot_leave_it(
    real_session: Callable, serve: Callable, browser: Browser | None
) -> None:
    folder = real_session("morning")
    real_session("evening")
    served = serve(folder.parent)
    morning = next(one["id"] for one in served.ask("/api/sessions").json if one["name"] == "morning")
    if browser is not None:
        browser.open(f"{served.address}#{morning}")
        browser.until(f"{READY} === arguments[0]", morning)
    served.stop()
    if browser is not None:
        browser.press("a")
        browser.type("Not lost.")
        browser.click("#to-library")
        browser.until(BANNER, "does not answer")
        assert browser.run("return document.querySelector('textarea').value") == "Not lost."
        assert not browser.run("return document.querySelector('#review').hidden")
    assert not folder.with_name("morning.notes.json").exists()


def test_notes_that_cannot_be_written_hold_their_session_open_and_say_why(
    real_session: Callable, serve: Callable, browser: Browser | None
) -> None:
    folder = real_session("morning")
    real_session("evening")
    served = serve(folder.parent)
    morning = next(one["id"] for one in served.ask("/api/sessions").json if one["name"] == "morning")
    notes = folder.with_name("morning.notes.json")
    if browser is not None:
        browser.open(f"{served.address}#{morning}")
        browser.until(f"{READY} === arguments[0]", morning)
        notes.write_bytes(b"half a fi")
        browser.press("a")
        browser.type("Not lost.")
        browser.until("document.querySelector('.note.open .state').textContent.includes('were left as they are')")
        browser.click("#to-library")
        browser.until(BANNER, "stays open")
        assert browser.run("return document.querySelector('textarea').value") == "Not lost."
        notes.unlink()
        browser.until("document.querySelector('.note.open .state').textContent === 'Saved'")
        browser.click("#to-library")
        browser.until(f"{READY} === 'library'")
        assert json.loads(notes.read_text())["notes"][0]["text"] == "Not lost."

    notes.write_bytes(b"half a fi")
    line = next(one for one in served.ask("/api/sessions").json if one["name"] == "morning")
    assert line["trouble"] is None, "the session itself can be opened"
    assert "were left as they are" in line["remark"]
    assert notes.read_bytes() == b"half a fi"


def test_a_film_that_is_moved_while_the_page_is_open_is_told(
    real_session: Callable, serve: Callable, browser: Browser | None, tmp_path: Path
) -> None:
    folder = real_session()
    film = tmp_path / "films" / "mine.mp4"
    shutil.copy(samples_folder() / "head-end.mp4", film)
    document = json.loads((folder / "analysis.json").read_text())
    document["clip"]["path"] = str(film)
    (folder / "analysis.json").write_text(json.dumps(document))
    served = serve(folder)
    if browser is not None:
        browser.open(served.address)
        browser.until(f"{READY}?.length === 16")
        browser.until("document.querySelector('#video').readyState >= 2")
    film.rename(tmp_path / "away.mp4")
    if browser is not None:
        browser.run("document.querySelector('#video').src += '?anew'")  # as a seek beyond what has come
        browser.until("document.querySelector('#no-film').textContent.includes('put it back')")
        browser.press("n")
        browser.until("document.querySelector('#clock').textContent.startsWith('0:01.0')")

    assert "put it back" in served.ask(served.first()).json["films"]["trouble"]


def test_a_session_whose_frames_are_damaged_is_told_and_the_library_stays(
    real_session: Callable, serve: Callable, browser: Browser | None
) -> None:
    folder = real_session("morning")
    real_session("evening")
    (folder / "frames.parquet").write_bytes(b"PAR1")
    served = serve(folder.parent)
    ids = {one["name"]: one["id"] for one in served.ask("/api/sessions").json}
    if browser is not None:
        browser.open(served.address)
        browser.until(f"{READY} === 'library'")
        browser.run("[...document.querySelectorAll('tbody a')].find((one) => one.textContent === 'morning').click()")
        browser.until(BANNER, "analyse the clip again")
        assert not browser.run("return document.querySelector('#library').hidden")
        for name in ("morning", "evening"):
            browser.click(f"input[value='{ids[name]}']")
        browser.click("#compare-two")
        browser.until(BANNER, "analyse the clip again")
        assert not browser.run("return document.querySelector('#library').hidden")

    assert served.ask(f"/api/{ids['morning']}/compared/{ids['evening']}").status == 409


def test_a_new_run_on_the_same_port_is_not_taken_for_the_old_one(
    real_session: Callable, serve: Callable, browser: Browser | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = real_session()
    served = serve(folder)
    if browser is not None:
        browser.open(served.address)
        browser.until(f"{READY}?.length === 16")
    served.stop()
    made = Service.__init__
    monkeypatch.setattr(Service, "__init__", lambda self, desk, page: made(self, desk, page, served.port))
    again = serve(folder)
    if browser is not None:
        browser.until(BANNER, "open its new address")

    assert again.port == served.port
    assert served.ask("/api/sessions").status == 403


def test_a_session_whose_corrections_are_damaged_opens_as_it_was_judged_first(
    massage_session: Callable, serve: Callable, browser: Browser | None
) -> None:
    folder = massage_session()
    (folder / "corrections.json").write_bytes(b'{"schema": 1, ')
    served = serve(folder, open_corrections=ClipCorrections)
    told = served.ask(served.first()).json
    assert "repair it" in told["corrections_trouble"]
    assert served.ask(f"{served.first()}/frames/0?judgement=original").status == 200
    if browser is not None:
        browser.open(served.address)
        browser.until(f"{READY}?.length === 16")
        browser.until(BANNER, "repair it, or move it away to begin anew")
        assert "Foot or hand on the spine" in browser.run("return document.querySelector('#panel-events').innerText")
        assert browser.run("return document.querySelector('#judgement').hidden"), "there is no corrected judgement"
        assert browser.run("return document.querySelector('#export-list a').href").endswith("judgement=original")
        browser.press("5")
        browser.until("document.querySelector('#panel-correct').textContent.includes('repair it')")
        other = served.first().rsplit("/")[-1]
        browser.run("location.hash = arguments[0]", f"#compare={other}+{other}")
        browser.until(f"{READY} === 'compare'")
        browser.until(BANNER, "repair it, or move it away to begin anew")
        browser.run("location.hash = arguments[0]", other)
        browser.until(f"{READY} === arguments[0]", other)
        browser.press("5")
        (folder / "corrections.json").unlink()
        browser.until("document.querySelector('#panel-correct [data-key=spine_moved]')")
        assert not browser.run("return document.querySelector('#export-list a').href").endswith("judgement=original")


def test_a_note_that_is_begun_before_the_notes_have_come_stays(
    real_session: Callable, serve: Callable, browser: Browser | None
) -> None:
    served = serve(real_session())
    data = json.dumps(NOTE).encode()
    assert served.ask(f"{served.first()}/notes/a1", "PUT", data).status == 200
    if browser is not None:
        late = "const ask = window.fetch; let notes = 0; window.fetch = async (path, ...more) => { "
        late += "if (String(path).endsWith('/notes') && !notes++) await new Promise((go) => setTimeout(go, 1500)); "
        late += "return ask(path, ...more); };"
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", {"source": late})
        browser.open(served.address)
        browser.until(f"{READY}?.length === 16")
        browser.press("a")
        browser.until("document.activeElement.tagName === 'TEXTAREA'")
        browser.until("document.querySelectorAll('#panel-notes .note').length === 2")
        browser.type("Still written.")
        assert browser.run("return document.querySelector('#panel-notes textarea').value") == "Still written."
        assert browser.complaints() == []
