"""What the program refuses is told in the page's language: the common sentences of the server have a Chinese one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coach.app.review.correcting import ClipCorrections
from coach.resources import review_folder
from tests.review.test_correcting import MISSED, SPINE, asked

READY = "document.documentElement.dataset.ready?.length === 16"
WRONG = {"kind": "event_wrong", "rule": "order", "start_s": 1.0, "end_s": 2.0, "side": None}
SWAP = {"kind": "people_swapped", "at_s": 900.0}


def forms() -> list[re.Pattern[str]]:
    text = (review_folder() / "refusals.js").read_text(encoding="utf-8")
    return [re.compile(form) for form in re.findall(r"^  \[/(.*?)/, [\"`]", text, re.MULTILINE)]


def known(sentence: str) -> bool:
    return any(form.search(sentence) for form in forms())


CORRECTIONS = {
    "elsewhere": asked(SPINE, revision=7),
    "no such event": asked(WRONG),
    "far outside": asked(SPINE | {"line_px": [[9e3, 0.0], [9e3, 300.0]]}),
    "no back": asked(SPINE | {"line_px": [[320.0, 400.0], [320.0, 100.0]]}),
    "after the end": asked(SWAP),
    "event after the end": asked(MISSED | {"start_s": 800.0, "end_s": 900.0}),
    "no threshold": asked({"kind": "thresholds_changed", "settings": {}}),
    "not here": asked({"kind": "thresholds_changed", "settings": {"sight.feet.sole_cm": 1.0}}),
    "out of range": asked({"kind": "thresholds_changed", "settings": {"rules.spine_step.band_cm": 900.0}}),
    "nothing": asked(None),
    "no JSON": b"{",
}


@pytest.mark.parametrize("data", CORRECTIONS.values(), ids=CORRECTIONS.keys())
def test_a_refused_correction_has_a_chinese_sentence(massage_session, serve, data: bytes) -> None:
    served = serve(massage_session(), open_corrections=ClipCorrections)
    answer = served.ask(f"{served.first()}/corrections", "POST", data)
    assert answer.status == 409
    assert known(answer.json["error"]), answer.json["error"]


@pytest.mark.parametrize(
    "note", [{"end_s": 0.5}, {"marks": [{"kind": "angle", "points": [[0, 0], [1, 1]]}]}, {"text": 1}]
)
def test_a_refused_note_has_a_chinese_sentence(make_session, serve, note: dict[str, object]) -> None:
    served = serve(make_session())
    whole = {"id": "a1", "start_s": 1.0, "end_s": 1.0, "text": "", "marks": []} | note
    answer = served.ask(f"{served.first()}/notes/a1", "PUT", json.dumps(whole).encode())
    assert answer.status == 409
    assert known(answer.json["error"]), answer.json["error"]


def test_damaged_files_and_a_film_that_was_moved_have_a_chinese_sentence(
    massage_session, serve, tmp_path: Path
) -> None:
    massage_session("whole")
    damaged = {"analysis.json": b"{", "corrections.json": b"{", "sights.coach": b"nothing"}
    for name, data in damaged.items():
        (massage_session(name.split(".")[0]) / name).write_bytes(data)
    moved = massage_session("moved")
    document = json.loads((moved / "analysis.json").read_text())
    document["clip"]["path"] = str(tmp_path / "gone.mp4")
    (moved / "analysis.json").write_text(json.dumps(document))
    moved.with_name("whole.notes.json").write_bytes(b"{")
    served = serve(moved.parent, open_corrections=ClipCorrections)
    lines = {line["name"]: line for line in served.ask("/api/sessions").json}
    told = [lines["analysis"]["trouble"], lines["whole"]["remark"]]
    told.append(served.ask(f"/api/{lines['moved']['id']}").json["films"]["trouble"])
    told.append(served.ask(f"/api/{lines['corrections']['id']}").json["corrections_trouble"])
    told.append(served.ask(f"/api/{lines['sights']['id']}/corrections").json["error"])
    told.append(served.ask("/api/0123456789abcdef/notes").json["error"])
    for sentence in told:
        assert known(sentence), sentence


@pytest.mark.browser
def test_a_chinese_page_refuses_in_chinese(massage_session, serve, browser) -> None:
    folder = massage_session()
    served = serve(folder, open_corrections=ClipCorrections)
    refused = served.ask(f"{served.first()}/corrections", "POST", asked(WRONG)).json["error"]
    assert known(refused)
    if browser is not None:
        say = "return import(document.baseURI.split('?')[0] + 'page/refusals.js').then((m) => m.told(arguments[0]))"
        browser.open(f"{served.address}?lang=zh")
        browser.until(READY)
        assert browser.run(say, refused) == "1 秒处没有这个事件：请从显示的事件里选。"
        assert browser.run(say, "some new sentence.") == "程序说（英文）：some new sentence."
        document = json.loads((folder / "analysis.json").read_text())
        document["clip"]["path"] = "/nowhere/gone.mp4"
        (folder / "analysis.json").write_text(json.dumps(document))
        again = serve(folder, open_corrections=ClipCorrections)
        browser.open(f"{again.address}?lang=zh")
        browser.until("document.querySelector('#banner').textContent.includes('影片不在原处')")
        browser.open(f"{again.address}?lang=en")
        browser.until("document.querySelector('#banner').textContent.includes('put it back')")
