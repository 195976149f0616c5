"""The same stories in each browser that is found here (Chromium, Firefox); their names stand in the tests' names.

Where neither is found, each story asks the server what the page would ask ("server alone").
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.review.conftest import Served
from tests.review.driver import Browser, chromium
from tests.review.firefox import driven_firefox, firefox

pytestmark = pytest.mark.browser

FOUND = [name for name, there in (("Chromium", chromium()), ("Firefox", firefox())) if there is not None]
READY = "document.documentElement.dataset.ready"
SEEN = "document.querySelector('#video').readyState >= 2"
NOTE = {"id": "a1", "start_s": 1.0, "end_s": 1.0, "text": "Further out.", "marks": []}
MARK = {"kind": "arrow", "points": [[0.1, 0.1], [0.4, 0.6]]}


@pytest.fixture(params=FOUND or ["server alone"])
def window(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser | None]:
    """Each browser in turn; None where there is none."""
    if request.param != "Firefox":
        yield request.getfixturevalue("browser")
        return
    with driven_firefox(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def put_note(served: Served, note: dict[str, object]) -> None:
    answer = served.ask(f"{served.first()}/notes/{note['id']}", "PUT", json.dumps(note).encode())
    assert answer.status == 200


def test_open_jump_step_note_draw_and_export(real_session: Callable, serve: Callable, window: Browser | None) -> None:
    folder = real_session()
    served = serve(folder)
    if window is not None:
        clock = "document.querySelector('#clock').textContent.startsWith(arguments[0])"
        window.open(served.address)
        window.until(f"{READY}?.length === 16")
        window.until(SEEN)
        window.press("n")
        window.until(clock, "0:01.00")
        window.press("ArrowRight", "ArrowRight", "ArrowLeft")  # frames are a twelfth of a second long
        window.until(clock, "0:01.08")
        window.press("a")
        window.type("Further out.")
        window.click(".tools button")
        window.drag((300, 200), (420, 390))
        window.until("document.querySelector('.note.open .state').textContent === 'Saved'")
        window.click(".note.open .head:last-child button:last-child")
        window.until("document.querySelector('.still image').getAttribute('href')?.startsWith('blob:')")
        report = window.run(
            "const link = document.querySelector('#export-list a'), ask = new XMLHttpRequest();"
            "ask.open('GET', link.href, false); ask.send(); return ask.responseText"
        )
    else:
        put_note(served, NOTE | {"marks": [MARK]})
        report = served.ask(f"{served.first()}/export/report.html").body.decode()

    saved = json.loads(folder.with_name("evening.notes.json").read_text(encoding="utf-8"))["notes"]
    assert [(note["text"], len(note["marks"])) for note in saved] == [("Further out.", 1)]
    assert "Further out." in report
    assert "data:image/jpeg;base64," in report


def test_two_clips_play_together(real_session: Callable, serve: Callable, window: Browser | None) -> None:
    root = real_session("morning").parent
    real_session("evening")
    served = serve(root)
    ids = {one["name"]: one["id"] for one in served.ask("/api/sessions").json}
    if window is not None:
        films = "[...document.querySelectorAll('.half video')]"
        window.open(f"{served.address}#compare={ids['morning']}+{ids['evening']}&by=hand&offset=2&t=3")
        window.until(f"{READY} === 'compare'")
        window.until(f"{films}.every((one) => one.readyState >= 2 && !one.seeking)")
        window.press(" ")
        window.until(f"{films}[0].currentTime > 4.5")
        window.press(" ")
        window.until(f"{films}.every((one) => one.paused && !one.seeking)")
        first, second = window.run(f"return {films}.map((one) => one.currentTime)")
        assert second - first == pytest.approx(2.0, abs=1 / 12)
        assert window.run("return document.querySelectorAll('.find').length") > 5
    assert served.ask(f"/api/{ids['morning']}/compared/{ids['evening']}").json["figures"]


def test_the_library_is_searched_and_a_couple_is_named(
    real_session: Callable, serve: Callable, window: Browser | None
) -> None:
    root = real_session("morning").parent
    real_session("evening")
    served = serve(root)
    ids = {one["name"]: one["id"] for one in served.ask("/api/sessions").json}
    if window is not None:
        window.open(served.address)
        window.until(f"{READY} === 'library'")
        window.click("input[type=search]")
        window.type("morn")
        window.until("document.querySelectorAll('tbody a').length === 1")
        window.click(".about")
        window.until("document.querySelector('#about').open")
        window.click("#about-couple")
        window.type("Lin")
        window.click("#about .accent")
        window.until("document.querySelector('.course h3')?.textContent === 'Lin'")
    else:
        served.ask(f"/api/{ids['morning']}/about", "PUT", b'{"couple": "Lin"}')

    assert {one["name"]: one["couple"] for one in served.ask("/api/sessions").json} == {"morning": "Lin", "evening": ""}
