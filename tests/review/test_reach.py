"""Who cannot see the page, holds no mouse, or holds a tablet: names, order of the focus, what is said, sizes.

The names are those that Chromium hands to a screen reader. Where it is missing (`browser` is None), the page's own
files are asked for what can be asked of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from coach.resources import review_folder
from tests.review.driver import Browser

pytestmark = pytest.mark.browser

READY = "document.documentElement.dataset.ready"
CONTROLS = {
    *("button", "link", "checkbox", "combobox", "listbox", "slider", "spinbutton", "textbox", "searchbox", "tab"),
    *("Date", "DisclosureTriangle", "option", "img", "image"),
}
PLACES = ("library", "session", "notes", "back", "score", "comparison", "about")
SMALL = """
const used = 'button, select, summary, a[href], input, textarea, [role=slider]';
return [...document.querySelectorAll(used)].filter((e) => {
  const box = (e.closest('.tick label') ?? e).getBoundingClientRect();
  return box.width && box.height && !e.classList.contains('skip') && (box.width < 43.9 || box.height < 43.9);
}).map((e) => e.outerHTML.slice(0, 120));
"""


@pytest.fixture
def show(real_session: Callable, serve: Callable, browser: Browser | None) -> Callable[[str, str], Browser | None]:
    """Opens one place of the page in one language."""
    root = real_session("morning").parent
    real_session("evening")
    served = serve(root)
    ids = {one["name"]: one["id"] for one in served.ask("/api/sessions").json}
    mark = {"kind": "circle", "points": [[0.1, 0.1], [0.4, 0.6]]}
    note = {"id": "a1", "start_s": 1.0, "end_s": 1.0, "text": "ok", "marks": [mark]}
    served.ask(f"/api/{ids['morning']}/notes/a1", "PUT", json.dumps(note).encode())
    served.ask(f"/api/{ids['morning']}/about", "PUT", b'{"couple": "Lin & Mei"}')

    def go(place: str, language: str = "en") -> Browser | None:
        if browser is None:
            return None
        where = {"library": "", "about": "", "comparison": f"#compare={ids['morning']}+{ids['evening']}"}
        browser.open("about:blank")
        browser.open(f"{served.address}?lang={language}{where.get(place, '#' + ids['morning'])}", 820, 1180)
        browser.until(READY)
        if place == "about":
            browser.click(".about")
        elif place not in where and place != "session":
            browser.click(f"#tab-{place}")
        if place == "notes":
            browser.click(".note button")
        return browser

    return go


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_screen_reader_gets_a_name_for_everything_that_can_be_used(show: Callable, language: str) -> None:
    for place in PLACES:
        browser = show(place, language)
        if browser is None:
            assert 'aria-live="polite"' in (review_folder() / "index.html").read_text(encoding="utf-8")
            continue
        nodes = browser.devtools("Accessibility.getFullAXTree", {})["nodes"]
        used = [node for node in nodes if not node["ignored"] and node["role"]["value"] in CONTROLS]
        nameless = [node for node in used if not node.get("name", {}).get("value", "").strip()]
        assert len(used) > 5, place
        assert nameless == [], place


def test_the_focus_goes_through_the_page_as_it_is_read_and_the_first_link_skips_the_head(show: Callable) -> None:
    browser = show("session")
    page = (review_folder() / "index.html").read_text(encoding="utf-8")

    assert 'tabindex="1' not in page
    if browser is not None:
        tab = "\ue004"
        browser.press(tab)
        assert browser.run("return document.activeElement.id") == "skip"
        browser.press("\ue007")
        assert browser.run("return [document.activeElement.id, document.querySelector('#review').hidden]") == [
            "main",
            False,
        ]
        seen: list[str] = []
        for _ in range(40):
            browser.press(tab)
            seen.append(browser.run("return document.activeElement.id"))
        wanted = ["play", "back", "forth", "speed", "overlay-switch", "timeline", "zoom-in", "tab-events"]
        places = [seen.index(name) for name in wanted]
        assert places == sorted(places)


def test_what_happens_is_said_and_nothing_moves_for_whom_that_is_too_much(show: Callable) -> None:
    browser = show("session")
    if browser is not None:
        said = "document.querySelector('#said').textContent.includes(arguments[0])"
        browser.press("n")
        browser.until(said, "Foot or hand on the spine, 0:01")
        assert browser.run("return matchMedia('(prefers-reduced-motion: reduce)').matches")
        assert browser.run("return getComputedStyle(document.querySelector('#play')).transitionDuration") == "0s"
        browser = show("comparison")
        assert browser is not None
        browser.press(">")
        browser.until(said, "ahead")
    assert "prefers-reduced-motion: no-preference" in (review_folder() / "style.css").read_text(encoding="utf-8")


def test_fingers_find_everything_large_enough_on_a_tablet(show: Callable, browser: Browser | None) -> None:
    if browser is not None:
        browser.devtools("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 5})
        for place in PLACES:
            show(place)
            assert browser.run("return matchMedia('(pointer: coarse)').matches")
            assert browser.run(SMALL) == [], place
            assert browser.run("return document.documentElement.scrollWidth") <= 820, place
    assert "(pointer: coarse)" in (review_folder() / "compare.css").read_text(encoding="utf-8")


def test_a_sole_is_drawn_as_long_as_a_sole_is_and_turned_to_its_inner_side(show: Callable) -> None:
    browser = show("session")
    if browser is None:
        assert "LENGTH_CM = 22" in (review_folder() / "soles.js").read_text(encoding="utf-8")
        return
    outline = (
        "return import(location.pathname + 'page/soles.js').then(({ soleOutline }) =>"
        " soleOutline([100, 200], arguments[0], arguments[1], arguments[2]))"
    )
    outline = "const given = arguments; " + outline.replace("arguments", "given")
    above = {"cm_per_px": 0.5, "pitch_deg": 90.0}
    right = browser.run(outline, [100, 160], "right", above)
    left = browser.run(outline, [100, 160], "left", above)
    short = browser.run(outline, [100, 195], "left", above)

    height = max(y for _, y in right) - min(y for _, y in right)
    assert height == pytest.approx(40.0)  # as long as it was seen: between 0.7 and 1.3 of 44 px
    assert max(x for x, _ in right) - min(x for x, _ in right) == pytest.approx(8.4 / 0.5, rel=0.05)
    assert [200.0 - x for x, _ in right] == pytest.approx([x for x, _ in left])
    big_toe = min(right, key=lambda point: point[1])
    assert big_toe[0] < 100.0, "a right foot's big toe is on its left"
    assert max(y for _, y in short) - min(y for _, y in short) == pytest.approx(0.7 * 44.0)
