"""The library counts the judgement that stands: with a person's corrections where there are any."""

from __future__ import annotations

from typing import Any

import pytest

from coach.app.review.correcting import ClipCorrections
from tests.review.test_correcting import SPINE, asked


def line_of(served, name: str = "evening") -> dict[str, Any]:
    return next(line for line in served.ask("/api/sessions").json if line["name"] == name)


def test_a_corrected_session_waits_for_its_figures_and_then_has_them(massage_session, serve) -> None:
    folder = massage_session()
    massage_session("morning")
    served = serve(folder.parent, open_corrections=ClipCorrections)
    first = line_of(served)
    assert (first["judgement"], first["urgent"], first["events"]) == ("original", 1, 2)
    path = f"/api/{first['id']}"
    assert served.ask(f"{path}/corrections", "POST", asked(SPINE)).status == 200

    waiting = line_of(served)
    assert (waiting["judgement"], waiting["urgent"]) == ("waiting", 1)
    told = served.ask(f"{path}/line").json
    assert (told["judgement"], told["urgent"], told["events"]) == ("corrected", 0, 1)
    assert "spine_step" not in told["per_min"]
    assert line_of(served) == told, "counted once for each state of the corrections"
    assert line_of(served, "morning")["judgement"] == "original"

    served.ask(f"{path}/corrections", "POST", asked(revision=1, without=1))
    assert line_of(served)["judgement"] == "waiting"
    assert served.ask(f"{path}/line").json == first


def test_broken_corrections_are_told_beside_the_original_figures(massage_session, serve) -> None:
    folder = massage_session()
    massage_session("morning")
    (folder / "corrections.json").write_bytes(b"{")
    served = serve(folder.parent, open_corrections=ClipCorrections)
    told = served.ask(f"/api/{line_of(served)['id']}/line").json
    assert (told["judgement"], told["urgent"]) == ("original", 1)
    assert "corrections.json" in told["remark"]


@pytest.mark.browser
def test_the_page_counts_while_the_list_can_be_used(massage_session, serve, browser) -> None:
    folder = massage_session()
    massage_session("morning")
    ClipCorrections(folder).correct(asked(SPINE))
    served = serve(folder.parent, open_corrections=ClipCorrections)
    assert line_of(served)["judgement"] == "waiting"
    if browser is not None:
        browser.open(served.address)
        browser.until("document.documentElement.dataset.ready === 'library'")
        browser.run("document.querySelectorAll('tbody a')[1].focus()")
        browser.until("document.body.innerText.includes('with corrections by hand')")
        cells = "[...document.querySelectorAll('tbody tr')].map((row) => row.children[5].textContent)"
        assert browser.run(f"return {cells}") == ["0", "1"]
        assert browser.run("return document.activeElement.textContent") == "morning"
        assert browser.complaints() == []
